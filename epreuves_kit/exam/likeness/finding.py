"""The copies of an épreuve that resemble one another, by their writings, their files and their own tables; nothing is written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations
from pathlib import Path

import msgspec

from epreuves.referentiel.spelling import EpreuveId
from epreuves.wording.errors import KitError
from epreuves.wording.remedies import remedy
from epreuves_kit.course.folders import Course
from epreuves_kit.exam.likeness import gathering
from epreuves_kit.exam.likeness.gathering import ComparedCopy, CopyWriting
from epreuves_kit.exam.likeness.measure import USUAL_SHARE, SoughtText, TextCouple, couples, runs, worded
from epreuves_kit.gradebook.rows import NotebookFile
from epreuves_kit.marking.dependencies import titles
from epreuves_kit.referentiel.reading import referentiel
from epreuves_kit.rubric.register import Register


class Placed(msgspec.Struct, frozen=True):
    """A writing in the copy that it is of, and its text as it is shown."""

    copy: ComparedCopy
    writing: CopyWriting
    shown: str


class Resemblance(msgspec.Struct, frozen=True):
    """Two writings that resemble each other, and by how much (see `TextCouple`); the second may be of an earlier session."""

    first: Placed
    second: Placed
    couple: TextCouple


class SameTrace(msgspec.Struct, frozen=True):
    """Copies of people who do not work together that hold the same file, or give the same table for their own."""

    kind: str
    name: str
    copies: tuple[ComparedCopy, ...]


class EpreuveLikeness(msgspec.Struct, frozen=True):
    """The resemblances of an épreuve.

    title: as the référentiel has it, with the épreuve's id; the id alone where it has none. share: the one from which two writings are told. copies, earlier: the numbers of copies compared. beyond: couples found and not kept.
    aside: a sentence on each thing that was not compared whole.
    """

    epreuve: EpreuveId
    title: str
    share: float
    copies: int
    earlier: int
    names: dict[str, str]
    found: tuple[Resemblance, ...]
    beyond: int = 0
    same: tuple[SameTrace, ...] = ()
    aside: tuple[str, ...] = ()

    @property
    def alike(self) -> bool:
        """True if there is something to read."""
        return bool(self.found or self.same)


def likeness(
    course: Course, assignment: EpreuveId, folders: Iterable[Path] = (), share: float = USUAL_SHARE
) -> EpreuveLikeness:
    """Compare the copies of an épreuve two by two, and with those of earlier sessions in folders.

    Raises KitError where no copy is marked, or something of the course cannot be read.
    """
    with Register(course.root) as register:
        listed = register.copies(assignment)
    if not listed:
        raise KitError(
            f"Aucune copie de « {assignment} » n'est corrigée : lancez d'abord {remedy('autograde', assignment)}."
        )
    with NotebookFile(course.db_url, course.root) as gradebook:
        names = gradebook.students()
    cells = gathering.given_cells(course, assignment)
    named = titles(cells)
    copies, aside = gathering.marked(course, assignment, listed, named)
    count = len(copies)
    if not cells:
        aside.append("L'énoncé n'est pas dans release/ : ce que les copies en reprennent compte comme ressemblance.")
    for folder in folders:
        more, remarks = gathering.earlier(folder, assignment, named)
        copies, aside = copies + more, aside + remarks
    given = {run for text in gathering.given(course, assignment, cells) for run in runs(worded(text).words)}
    placed, sought, cut = _sought(copies, assignment)
    pairs, beyond = couples(sought, given, share)
    resemblances = _together(Resemblance(placed[pair.first], placed[pair.second], pair) for pair in pairs)
    official = referentiel(course.root).known(assignment)
    title = f"{official.title} ({assignment})" if official else assignment
    return EpreuveLikeness(
        assignment,
        title,
        share,
        count,
        len(copies) - count,
        names,
        resemblances,
        beyond,
        _same(copies[:count]),
        (*aside, *cut),
    )


def _together(resemblances: Iterable[Resemblance]) -> tuple[Resemblance, ...]:
    """The couples of writings of the same two copies one after the other; the two that are most alike first."""
    by: dict[tuple[int, str, int], list[Resemblance]] = {}
    for resemblance in resemblances:
        by.setdefault(
            (resemblance.first.copy.number, resemblance.second.copy.session, resemblance.second.copy.number), []
        ).append(resemblance)
    return tuple(resemblance for same in by.values() for resemblance in same)


def _sought(copies: Sequence[ComparedCopy], assignment: EpreuveId) -> tuple[list[Placed], list[SoughtText], list[str]]:
    """The texts to compare, of this session's copies then of the others, and a sentence for each that is compared in part."""
    placed: list[Placed] = []
    sought: list[SoughtText] = []
    cut: list[str] = []
    collective: dict[str, frozenset[int]] = {}
    # A group's own notebook precedes its members', which may quote it.
    order = sorted(range(len(copies)), key=lambda at: (bool(copies[at].session), copies[at].notebook != assignment, at))
    for at in order:
        copy = copies[at]
        own = copy.notebook != assignment and not copy.session
        quoted = frozenset[int]().union(*(collective.get(candidate, ()) for candidate in copy.people if own))
        for writing in copy.writings:
            text = worded(writing.text)
            placed.append(Placed(copy, writing, text.shown))
            sought.append(SoughtText(at, copy.people, text, bool(copy.session), quoted))
            if text.cut:
                cut.append(f"{label(copy)}, « {writing.title} » : trop long, seul le début est comparé et montré.")
            if not own and not copy.session:
                for candidate in copy.people:
                    collective[candidate] = collective.get(candidate, frozenset()).union(runs(text.words))
    return placed, sought, cut


def _same(copies: Iterable[ComparedCopy]) -> tuple[SameTrace, ...]:
    """Files and tables that copies of people who do not work together hold alike."""
    by: dict[tuple[str, str], list[tuple[str, ComparedCopy]]] = {}
    for copy in copies:
        for trace in dict.fromkeys(copy.traces):
            by.setdefault((trace.kind, trace.digest), []).append((trace.name, copy))
    traces = []
    for (kind, _), owners in by.items():
        apart = any(not a.team & b.team for (_, a), (_, b) in combinations(owners, 2))
        if apart:
            held = {copy.number: copy for _, copy in owners}
            traces.append(SameTrace(kind, owners[0][0], tuple(held[n] for n in sorted(held))))
    return tuple(sorted(traces, key=lambda trace: (trace.kind, trace.name, [c.number for c in trace.copies])))


def label(copy: ComparedCopy, names: dict[str, str] | None = None) -> str:
    """The candidates of a copy, by names; its number where none is given. names: of candidates, by identifier."""
    if names is None:
        if copy.session:
            return f"Copie antérieure n° {copy.number}, « {copy.session} »"
        return f"Copie n° {copy.number}"
    who = ", ".join(s if names.get(s, s) == s or copy.session else f"{names[s]} ({s})" for s in copy.students)
    return f"{who}, session « {copy.session} »" if copy.session else who
