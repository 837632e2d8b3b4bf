"""`naissances.csv`, at the course's root: when and where candidates were born, as the papers that name them say it.

candidat;naissance;lieu
lea.fontaine;03/03/2001;Lyon
karim.benali;15/11/1999;
"""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Mapping
from pathlib import Path

import msgspec

from epreuves.answers.numbers import Refusal, read_date
from epreuves.wording import french, strict_csv
from epreuves.wording.errors import Faults
from epreuves_kit.jury.registrations import table_lines
from epreuves_kit.variants.identity import ByCandidate

FILE = "naissances.csv"
#: The first year of birth that is one.
_EARLIEST = 1900


class Birth(msgspec.Struct, frozen=True):
    """A birth: its day, and its place, empty where nobody says it."""

    day: datetime.date
    place: str = ""

    @property
    def said(self) -> str:
        """« né·e le 3 mars 2001 à Lyon »."""
        return f"né·e le {french.day(self.day)}{f' à {self.place}' if self.place else ''}"


def day_of(written: str) -> datetime.date:
    """The day of birth that a cell says. Raises Refusal, also for a day on which nobody who sits an épreuve was born."""
    day = read_date(written)
    if not day.year >= _EARLIEST or day >= datetime.date.today():
        raise Refusal("date", f"« {written} » n'est pas une date de naissance ; écrivez JJ/MM/AAAA, ex. 12/05/2001")
    return day


def read(root: Path) -> ByCandidate[Birth]:
    """The birth of each candidate named; empty where there is no file. Raises Faults."""
    faults: list[str] = []
    births = ByCandidate[Birth]()
    for line, candidate, values in table_lines(root / FILE, ["naissance"], ["lieu"], faults):
        try:
            births[candidate] = Birth(day_of(values["naissance"]), values.get("lieu", ""))
        except Refusal as refusal:
            faults.append(strict_csv.at(FILE, line, "naissance", f"{refusal}."))
    if faults:
        raise Faults(*faults)
    return births


def content(births: Mapping[str, Birth]) -> bytes:
    """The file that says them, in their order."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\n")
    writer.writerow(["candidat", "naissance", "lieu"])
    for candidate, birth in births.items():
        writer.writerow(map(strict_csv.neutral, (candidate, french.short_day(birth.day), birth.place)))
    return out.getvalue().encode()
