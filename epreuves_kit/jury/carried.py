"""Compétences that the jury of an earlier session granted, as a later one counts them: `acquis.csv`, at the course's root.

candidat;competence;resultat;session;proces-verbal;date
lea.fontaine;U4.1;5/8;Session de juin 2026;2026-06-A;2026-06-30

The result is a fraction, or nothing where the jury granted it without one. What is granted stays: a copy of the later session takes nothing from it.
"""

from __future__ import annotations

import csv
import datetime
import io
import re
from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path

import msgspec

from epreuves.wording import strict_csv
from epreuves.wording.errors import Faults, KitError
from epreuves_kit.referentiel.model import Referentiel
from epreuves_kit.variants.identity import ByCandidate

FILE = "acquis.csv"
_COLUMNS = ("candidat", "competence", "resultat", "session", "proces-verbal", "date")
_SHARE = re.compile(r"(\d{1,9})(?:/([1-9]\d{0,8}))?", re.ASCII)


class Carried(msgspec.Struct, frozen=True):
    """A compétence that was granted: its share, None where there was none to tell, and the session, number and day of the procès-verbal that says so."""

    code: str
    share: Fraction | None
    session: str
    minutes: str
    day: datetime.date


def read(root: Path, official: Referentiel) -> ByCandidate[dict[str, Carried]]:
    """The compétences that each candidate brings from earlier sessions, by code; nothing where there is no file. Raises Faults with all that is wrong in it."""
    by_candidate = ByCandidate[dict[str, Carried]]()
    path = root / FILE
    if not path.exists():
        return by_candidate
    try:
        content = path.read_bytes()
    except OSError as error:
        raise Faults(f"« {FILE} » ne s'ouvre pas ({error.strerror or error}).") from None
    _, rows = strict_csv.table(content, FILE, _COLUMNS)
    codes = {competence.code for competence in official.competences}
    faults: list[str] = []
    for line, row in rows:
        if len(row) != len(_COLUMNS):
            faults.append(strict_csv.uneven(FILE, line, _COLUMNS, len(row)))
            continue
        candidate, code, result, session, minutes, day = row
        if not candidate or code not in codes:
            field = "candidat" if not candidate else "competence"
            faults.append(
                strict_csv.at(
                    FILE, line, field, f"« {code} » n'est pas une compétence." if candidate else "la valeur manque."
                )
            )
            continue
        try:
            own = Carried(code, share(result), session, minutes, datetime.date.fromisoformat(day))
        except ValueError:
            faults.append(
                strict_csv.at(
                    FILE,
                    line,
                    "resultat",
                    f"« {result} », le « {day} » : une fraction et un jour sont attendus (5/8, 2026-06-30).",
                )
            )
            continue
        by_candidate.setdefault(candidate, {})[code] = own
    if faults:
        raise Faults(*faults)
    return by_candidate


def share(written: str) -> Fraction | None:
    """A share as the file has it, « 5/8 », 0 to 1; None for nothing. Raises ValueError."""
    if not written:
        return None
    match = _SHARE.fullmatch(written)
    value = Fraction(int(match[1]), int(match[2] or 1)) if match else Fraction(2)
    if value > 1:
        raise ValueError(written)
    return value


def content(every: Iterable[tuple[str, Carried]]) -> bytes:
    """The file with these lines."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\n")
    writer.writerow(_COLUMNS)
    for candidate, own in every:
        shown = "" if own.share is None else str(own.share)
        cells = (candidate, own.code, shown, own.session, own.minutes, own.day.isoformat())
        writer.writerow([strict_csv.neutral(cell) for cell in cells])
    return out.getvalue().encode()


def all_of(root: Path, official: Referentiel, epreuve: str) -> frozenset[str]:
    """The candidates who bring every compétence of an épreuve, and so need not sit it; nobody where the file cannot be read."""
    try:
        held = read(root, official)
        own = set(official.epreuve(epreuve).competences)
    except (Faults, KitError):
        return frozenset()
    return frozenset(candidate for candidate, codes in held.items() if own <= codes.keys())
