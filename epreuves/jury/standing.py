"""What the acts of the record amount to: the last on each thing counts. A pure function of the rows."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import TypeVar

import msgspec

from epreuves.jury.acts import AbsenceAct, DecisionAct, Entry, MakeUpAct, OralAct
from epreuves.jury.evidence import Absence, Changed, MakeUp, Statut

K = TypeVar("K")
V = TypeVar("V")


class Standing(msgspec.Struct, frozen=True):
    """Where the record stands.

    orals: levels by épreuve, candidate and compétence. absences: by épreuve and candidate; one at the whole épreuve covers its
    oral. makeups: by candidate and compétence. changes: the jury's own decisions by candidate and code. candidates: all named.
    """

    orals: dict[tuple[str, str, str], int]
    absences: dict[tuple[str, str], Absence]
    makeups: dict[tuple[str, str], MakeUp]
    changes: dict[tuple[str, str], Changed]
    candidates: frozenset[str]


def stand(entries: Iterable[Entry]) -> Standing:
    """Where rows of the record, oldest first, lead."""
    orals: dict[tuple[str, str, str], int] = {}
    away: dict[tuple[str, str, str], Absence] = {}
    makeups: dict[tuple[str, str], MakeUp] = {}
    changes: dict[tuple[str, str], Changed] = {}
    candidates = set()
    for entry in entries:
        match entry.act:
            case OralAct(epreuve, candidat, "niveau", key, level):
                _put(orals, (epreuve, candidat, key), level)
            case AbsenceAct(epreuve, candidat, where, state, reason):
                told = None if state == "présent" else Absence(where, state == "justifiée", reason)
                _put(away, (epreuve, candidat, where), told)
            case MakeUpAct(candidat=candidat, competence=competence, cancelled=cancelled) as act:
                _put(makeups, (candidat, competence), None if cancelled else MakeUp(_share(act)))
            case DecisionAct(candidat, code, statut, reason):
                own = None if statut is None else Changed(Statut(statut), reason, entry.author, entry.at)
                _put(changes, (candidat, code), own)
        if named := getattr(entry.act, "candidat", None):
            candidates.add(named)
    # The whole épreuve after its oral, so that it is the one that stays.
    ordered = sorted(away.items(), key=lambda item: item[0][2] != "oral")
    absences = {(epreuve, candidat): absence for (epreuve, candidat, _), absence in ordered}
    return Standing(orals, absences, makeups, changes, frozenset(candidates))


def _put(where: dict[K, V], key: K, value: V | None) -> None:
    """Set a value, or take it away where it is None."""
    if value is None:
        where.pop(key, None)
    else:
        where[key] = value


def _share(act: MakeUpAct) -> Fraction | None:
    if act.points is None or act.maximum is None:
        return None
    return Fraction(act.points) / Fraction(act.maximum)
