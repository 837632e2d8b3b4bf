"""A cohort's results as plain values, and what each candidate has of them: what the dashboard's notebook is given to read, and nothing else of the course.

It travels as JSON, decoded strictly. Nobody is named in it unless names were asked for: candidates have numbers, graders letters.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path
from typing import Literal

import msgspec

from epreuves.referentiel.spelling import EpreuveId
from epreuves.wording.errors import KitError
from epreuves.wording.remedies import remedy

_NUMBERED = re.compile(r"e(\d\d)([a-z]?)")
#: A question marked by the machine, a criterion judged by a grader, another cell that somebody marks by hand.
Kind = Literal["question", "critere", "autre"]


class CohortCandidate(msgspec.Struct, frozen=True, array_like=True):
    """A candidate: number (from 1, which follows from the session's key), name or « n° 7 », campus (empty where none is told)."""

    number: int
    name: str
    campus: str = ""


class CohortElement(msgspec.Struct, frozen=True):
    """A thing that is marked: grade id, compétence (empty in an ordinary notebook), kind, title, points (> 0)."""

    id: str
    competence: str
    kind: Kind
    title: str
    maximum: float


class CohortCopy(msgspec.Struct, frozen=True):
    """A notebook that was handed in: a candidate's, or a group's, which counts once for all its members.

    points, outcomes, mistakes: an entry an element of its notebook; points None where a grader has not judged, outcome and code
    of the recognised mistake empty where there is none. status: how the copy was read, empty where the kit did not mark it.
    """

    candidates: tuple[int, ...]
    variant: str
    group: str
    status: str
    points: tuple[float | None, ...]
    outcomes: tuple[str, ...]
    mistakes: tuple[str, ...]

    @property
    def read(self) -> bool:
        """True if the copy is one: not an unreadable file, nor another épreuve's."""
        return self.status not in ("unreadable", "foreign")


class Notebook(msgspec.Struct, frozen=True):
    """A notebook of an épreuve: elements in the order of the source; copies; by question and code, sentences of the mistakes."""

    name: str
    elements: tuple[CohortElement, ...]
    copies: tuple[CohortCopy, ...]
    sentences: dict[str, str]

    def shares(self, *kinds: Kind) -> list[float | None]:
        """Each copy's share (0 to 1) of the points of some kinds of elements, of those that it has a mark for; None where it has none."""
        chosen = [place for place, element in enumerate(self.elements) if element.kind in kinds]
        shares: list[float | None] = []
        for copy in self.copies:
            given = [(p, self.elements[i].maximum) for i in chosen if (p := copy.points[i]) is not None]
            most = sum(maximum for _, maximum in given)
            shares.append(sum(points for points, _ in given) / most if most else None)
        return shares


class CohortEpreuve(msgspec.Struct, frozen=True):
    """An épreuve: id, title, notebooks (its own first), and how many candidates the gradebook takes points from for being late."""

    id: EpreuveId
    title: str
    notebooks: tuple[Notebook, ...]
    late: int = 0

    @property
    def number(self) -> str:
        """The short name: « e17 »."""
        return self.id.partition("_")[0]

    @property
    def called(self) -> str:
        """The name as documents have it: « Épreuve 17 »; the short one of a school's own."""
        return (
            f"Épreuve\N{NO-BREAK SPACE}{int(own[1])}{own[2].upper()}"
            if (own := _NUMBERED.fullmatch(self.number))
            else self.number
        )

    def candidates(self) -> list[int]:
        """The numbers of those of whom a copy was handed in."""
        return sorted({n for notebook in self.notebooks for copy in notebook.copies for n in copy.candidates})


class Judged(msgspec.Struct, frozen=True, array_like=True):
    """A level (0 to 3) as a grader has it now: épreuve, copy by a number that names nobody, criterion, grader, level, seconds
    since 1970, and whether it came in a spreadsheet.
    """

    epreuve: EpreuveId
    copy: int
    element: str
    grader: str
    level: int
    at: float
    sheet: bool


class CohortResult(msgspec.Struct, frozen=True, array_like=True):
    """The decision on a candidate's compétence, as on every document: épreuve, code, number, sign and name of the status.

    told: the share in words, or what stands in its place. share: 0 to 1; None where there is none.
    """

    epreuve: EpreuveId
    competence: str
    candidate: int
    sign: str
    status: str
    told: str
    share: float | None


class Cohort(msgspec.Struct, frozen=True):
    """All that the dashboard reads. made: the day, as in « 2026-06-12 »; named: whether candidates and graders are named.

    enrolled: how many are, with those who handed in nothing; 0 where a choice of copies says nothing of it.
    """

    session: str
    made: str
    named: bool
    candidates: tuple[CohortCandidate, ...]
    epreuves: tuple[CohortEpreuve, ...]
    judged: tuple[Judged, ...]
    results: tuple[CohortResult, ...] = ()
    enrolled: int = 0

    def only(self, epreuves: Collection[EpreuveId] = (), campus: str = "", group: str = "") -> Cohort:
        """The part of a cohort that is asked for; what is empty asks for all. Raises KitError where nothing is left.

        epreuves: ids or short names (« e17 »). Levels are kept whole by épreuve: they are the graders', and name no group.
        """
        names = {name for e in self.epreuves for name in (e.id, e.number)}
        if lost := [name for name in epreuves if name not in names]:
            raise KitError(
                f"L'épreuve « {lost[0]} » n'est pas dans ces données : {', '.join(e.id for e in self.epreuves)}."
            )
        numbers = {c.number for c in self.candidates if not campus or c.campus == campus}
        if not numbers:
            campuses = ", ".join(sorted({c.campus for c in self.candidates} - {""})) or "aucun n'est dit"
            raise KitError(f"Aucun candidat du campus « {campus} » ; campus connus : {campuses}.")
        chosen = []
        for epreuve in self.epreuves:
            if epreuves and epreuve.id not in epreuves and epreuve.number not in epreuves:
                continue
            notebooks = []
            for notebook in epreuve.notebooks:
                copies = [c for c in notebook.copies if numbers.intersection(c.candidates) and group in ("", c.group)]
                notebooks.append(msgspec.structs.replace(notebook, copies=tuple(copies)))
            if any(n.copies for n in notebooks):
                chosen.append(msgspec.structs.replace(epreuve, notebooks=tuple(notebooks)))
        if not chosen:
            raise KitError("Aucune copie ne répond à ce choix d'épreuves, de campus et de groupe : élargissez-le.")
        kept = {e.id for e in chosen}
        numbers &= {number for e in chosen for number in e.candidates()}
        return msgspec.structs.replace(
            self,
            epreuves=tuple(chosen),
            candidates=tuple(c for c in self.candidates if c.number in numbers),
            enrolled=0 if epreuves or campus or group else self.enrolled,
            judged=tuple(j for j in self.judged if j.epreuve in kept),
            results=tuple(r for r in self.results if r.epreuve in kept and r.candidate in numbers),
        )


def read(path: Path) -> Cohort:
    """Read a cohort; raises KitError where the file is not there, or is none."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=Cohort)
    except OSError as error:
        raise KitError(f"« {path} » ne s'ouvre pas ({error.strerror}) : lancez {remedy('tableau')}.") from None
    except (msgspec.MsgspecError, UnicodeDecodeError):
        raise KitError(f"« {path} » n'est pas ce qu'écrit {remedy('tableau')} : relancez la commande.") from None


class Share(msgspec.Struct, frozen=True):
    """A share of the points, 0 to 1 (more where a grader gave more); whole: nothing of it waits for a grader.

    None where nothing is marked yet.
    """

    value: float | None
    whole: bool


def totals(epreuve: CohortEpreuve) -> dict[int, Share]:
    """The share of all points by candidate, for those who handed in a notebook at least; what they did not hand in is zero."""
    own: dict[int, dict[str, CohortCopy]] = {}
    for notebook in epreuve.notebooks:
        for copy in notebook.copies:
            for number in copy.candidates:
                own.setdefault(number, {})[notebook.name] = copy
    return {number: _share(epreuve.notebooks, copies) for number, copies in sorted(own.items())}


def competences(epreuve: CohortEpreuve) -> list[str]:
    """Compétences that an épreuve marks, in the order of its notebooks; empty for what belongs to none."""
    return list(dict.fromkeys(e.competence for n in epreuve.notebooks for e in n.elements))


def competence_results(cohort: Cohort) -> dict[tuple[str, str], dict[int, CohortResult]]:
    """Results by épreuve and compétence, then by candidate."""
    results: dict[tuple[str, str], dict[int, CohortResult]] = {}
    for result in cohort.results:
        results.setdefault((result.epreuve, result.competence), {})[result.candidate] = result
    return results


def _share(notebooks: tuple[Notebook, ...], copies: dict[str, CohortCopy]) -> Share:
    points = maximum = 0.0
    whole = True
    for notebook in notebooks:
        copy = copies.get(notebook.name)
        for place, element in enumerate(notebook.elements):
            given = 0.0 if copy is None else copy.points[place]
            if given is None:
                whole = False
                continue
            points, maximum = points + given, maximum + element.maximum
    return Share(points / maximum if maximum else None, whole)
