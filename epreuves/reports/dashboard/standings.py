"""What each candidate has, by épreuve and by compétence: shares of the points, from the copies."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from epreuves.reports.dashboard.cohort import Cohort, CohortCopy, CohortElement, CohortEpreuve, Notebook


class Share(msgspec.Struct, frozen=True):
    """A share of the points, 0 to 1 (more where a grader gave more); whole: nothing of it waits for a grader.

    None where nothing is marked yet.
    """

    value: float | None
    whole: bool


def totals(epreuve: CohortEpreuve) -> dict[int, Share]:
    """The share of all points by candidate, for those who handed in a notebook at least; what they did not hand in is zero."""
    return _shares(epreuve, lambda element: True)


def competences(epreuve: CohortEpreuve) -> list[str]:
    """Compétences that an épreuve marks, in the order of its notebooks; empty for what belongs to none."""
    return list(dict.fromkeys(e.competence for n in epreuve.notebooks for e in n.elements))


def matrix(cohort: Cohort) -> dict[tuple[str, str], dict[int, Share]]:
    """Shares by épreuve and compétence, then by candidate."""
    return {
        (epreuve.id, code): _shares(epreuve, _of(code))
        for epreuve in cohort.epreuves
        for code in competences(epreuve)
    }


def _of(competence: str) -> Callable[[CohortElement], bool]:
    return lambda element: element.competence == competence


def _shares(epreuve: CohortEpreuve, wanted: Callable[[CohortElement], bool]) -> dict[int, Share]:
    own: dict[int, dict[str, CohortCopy]] = {}
    for notebook in epreuve.notebooks:
        for copy in notebook.copies:
            for number in copy.candidates:
                own.setdefault(number, {})[notebook.name] = copy
    return {number: _share(epreuve.notebooks, copies, wanted) for number, copies in sorted(own.items())}


def _share(
    notebooks: tuple[Notebook, ...], copies: dict[str, CohortCopy], wanted: Callable[[CohortElement], bool]
) -> Share:
    points = maximum = 0.0
    whole = True
    for notebook in notebooks:
        copy = copies.get(notebook.name)
        for place, element in enumerate(notebook.elements):
            if not wanted(element):
                continue
            given = 0.0 if copy is None else copy.points[place]
            if given is None:
                whole = False
                continue
            points, maximum = points + given, maximum + element.maximum
    return Share(points / maximum if maximum else None, whole)
