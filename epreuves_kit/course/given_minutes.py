"""Minutes given back to candidates at one épreuve, after an incident: `minutes.csv`, at the course's root, which is only added to.

    candidat;epreuve;minutes;raison;le;par
    lea.fontaine;EPREUVE;10;coupure du réseau;2026-06-10 10:42;camille

What was given by mistake is taken back by a line with a minus. A candidate has the sum of their lines.
"""

from __future__ import annotations

import csv
import datetime
import io
import re
from collections.abc import Iterable
from pathlib import Path

import msgspec

from epreuves.machine import replace
from epreuves.referentiel.spelling import EpreuveId
from epreuves.wording import strict_csv
from epreuves.wording.errors import Faults
from epreuves.wording.french import hour
from epreuves_kit.variants.identity import ByCandidate

FILE = "minutes.csv"
COLUMNS = ["candidat", "epreuve", "minutes", "raison", "le", "par"]
#: Minutes of one line at most, given or taken back.
MOST = 240
_MINUTES = re.compile(r"-?[0-9]{1,3}")


class GivenMinutes(msgspec.Struct, frozen=True):
    """Minutes given to a candidate at an épreuve, or taken back; at: by the session's clocks, as it is written."""

    candidate: str
    epreuve: EpreuveId
    minutes: int
    reason: str
    at: str
    author: str


def read(root: Path) -> tuple[GivenMinutes, ...]:
    """All that was given, in order; nothing where the course has no file. Faults has every fault, with its line and field."""
    try:
        content = (root / FILE).read_bytes()
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise Faults(f"{FILE} ne s'ouvre pas ({error.strerror or error}).") from None
    titles, rows = strict_csv.table(content, FILE, COLUMNS)
    lines: list[GivenMinutes] = []
    faults: list[str] = []
    for line, values in rows:
        if len(values) != len(titles):
            faults.append(strict_csv.uneven(FILE, line, titles, len(values)))
            continue
        candidate, epreuve, minutes, reason, at, author = values
        faults += [strict_csv.missing(FILE, line, field) for field in COLUMNS[:2] if not values[COLUMNS.index(field)]]
        if not _MINUTES.fullmatch(minutes) or abs(int(minutes)) > MOST:
            due = f"un nombre entier de minutes est attendu, de -{MOST} à {MOST}, reçu « {minutes[:20]} »."
            faults.append(strict_csv.at(FILE, line, "minutes", due))
            continue
        lines.append(GivenMinutes(candidate, EpreuveId(epreuve), int(minutes), reason, at, author))
    if faults:
        raise Faults(*faults)
    return tuple(lines)


def summed(lines: Iterable[GivenMinutes]) -> dict[EpreuveId, ByCandidate[int]]:
    """The minutes that each candidate has in the end, by épreuve; never fewer than none."""
    sums: dict[EpreuveId, ByCandidate[int]] = {}
    for line in lines:
        own = sums.setdefault(line.epreuve, ByCandidate())
        own[line.candidate] = own.get(line.candidate, 0) + line.minutes
    return {
        epreuve: ByCandidate((who, max(minutes, 0)) for who, minutes in own.items()) for epreuve, own in sums.items()
    }


def add(
    root: Path,
    candidates: Iterable[str],
    epreuve: EpreuveId,
    minutes: int,
    reason: str,
    at: datetime.datetime,
    author: str,
) -> None:
    """Add a line a candidate. Raises Faults where what is there does not read, OSError."""
    before = read(root)
    when = f"{at.date().isoformat()} {hour(at)}"
    after = (*before, *(GivenMinutes(who, epreuve, minutes, reason, when, author) for who in candidates))
    out = io.StringIO()
    rows = (
        [
            strict_csv.neutral(line.candidate),
            line.epreuve,
            str(line.minutes),
            strict_csv.neutral(line.reason),
            line.at,
            strict_csv.neutral(line.author),
        ]
        for line in after
    )
    csv.writer(out, delimiter=";", lineterminator="\n").writerows([COLUMNS, *rows])
    replace(root / FILE, out.getvalue().encode())
