"""The hours of orals as they were worked out, kept for who asks later.

At the course's root, `oraux.csv`, one line a person and an épreuve, by the session's clocks:

    epreuve;candidat;debut;fin;jury;lieu;jures
    EPREUVE;lea.fontaine;2027-06-12 09:00;2027-06-12 09:40;Jury A;salle 12;Nadia Roux, Idriss Koné

The last column is missing in files of before it.
"""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Iterable
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec

from epreuves.referentiel.spelling import EpreuveId
from epreuves.wording import strict_csv
from epreuves.wording.errors import Faults
from epreuves_kit.course import files
from epreuves_kit.course.folders import Course

FILE = "oraux.csv"
_COLUMNS = ["epreuve", "candidat", "debut", "fin", "jury", "lieu"]
_JURORS = "jures"


class OralHour(msgspec.Struct, frozen=True):
    """The hour at which somebody is heard, by which panel, where, and the jurors of it that are named."""

    epreuve: EpreuveId
    candidate: str
    begins: datetime.datetime
    ends: datetime.datetime
    panel: str
    place: str
    jurors: tuple[str, ...] = ()


def read(root: Path, zone: str) -> tuple[OralHour, ...]:
    """The hours kept at `root`, in the order of the file, by the clocks of a zone; none where no order was worked out. Raises Faults."""
    path = root / FILE
    if not path.exists():
        return ()
    titles, rows = strict_csv.table(path.read_bytes(), FILE, _COLUMNS, [_JURORS])
    hours, faults = [], []
    for line, values in rows:
        if len(values) != len(titles):
            faults.append(strict_csv.uneven(FILE, line, titles, len(values)))
            continue
        moments = []
        for field, value in zip(("debut", "fin"), values[2:4], strict=True):
            try:
                moments.append(datetime.datetime.strptime(value, "%Y-%m-%d %H:%M").replace(tzinfo=ZoneInfo(zone)))
            except ValueError:
                sentence = f"« {value} » n'est pas un moment : « 2027-06-12 09:00 » est attendu."
                faults.append(strict_csv.at(FILE, line, field, sentence))
        if len(moments) == 2:
            begins, ends = moments
            jurors = tuple(name for part in "".join(values[6:]).split(",") if (name := part.strip()))
            hours.append(OralHour(EpreuveId(values[0]), values[1], begins, ends, values[4], values[5], jurors))
    if faults:
        raise Faults(*faults)
    return tuple(hours)


def of_session(course: Course, zone: str) -> tuple[OralHour, ...]:
    """The hours kept of the épreuves that the session holds: one that was taken out of it may still have some. Raises Faults, KitError."""
    held = course.held()
    return tuple(hour for hour in read(course.root, zone) if hour.epreuve in held)


def write(root: Path, zone: str, epreuve: EpreuveId, hours: Iterable[OralHour]) -> None:
    """Keep the hours of an épreuve's oral in place of those that it had. Raises Faults."""
    others = [kept for kept in read(root, zone) if kept.epreuve != epreuve]
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\n")
    writer.writerow([*_COLUMNS, _JURORS])
    for kept in [*others, *hours]:
        begins, ends = (moment.strftime("%Y-%m-%d %H:%M") for moment in (kept.begins, kept.ends))
        texts = (kept.epreuve, kept.candidate, kept.panel, kept.place, ", ".join(kept.jurors))
        epreuve_text, candidate, panel, place, jurors = map(strict_csv.neutral, texts)
        writer.writerow([epreuve_text, candidate, begins, ends, panel, place, jurors])
    files.write(root / FILE, out.getvalue().encode())
