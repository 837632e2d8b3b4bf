"""The marking put to the test on all the variants of an épreuve, by its own functions: right answers told otherwise, a neighbour's answers, mistakes.

What `check` ran is kept with it, and taken up. Nothing of what is measured says what is right: counts and shares alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import msgspec

from epreuves.answers.forms import (
    BooleanForm,
    ChartForm,
    ChoiceForm,
    Date,
    Form,
    ListForm,
    NumberForm,
    OwnTableForm,
    PercentageForm,
    SeriesForm,
    TableForm,
    TextForm,
    WorkbookForm,
)
from epreuves.answers.tree import CheckedTree
from epreuves.wording.errors import KitError
from epreuves_kit.marking.marks import Question, Scheme, mark
from epreuves_kit.marking.neighbours import Origins
from epreuves_kit.proof.evidence import Evidence, NotebookEvidence
from epreuves_kit.proof.own_tables import own_questions
from epreuves_kit.proof.trees import as_given, rounded, scalars

#: Kinds of answers, in the order in which they are told.
KINDS = ("nombre", "liste", "tableau", "choix", "graphique", "classeur", "propre")


class GuiseCount(msgspec.Struct, frozen=True):
    """A way of giving right answers: how many were tried, over all questions and variants, and how many were paid in full."""

    name: str
    tried: int
    paid: int


class KindCount(msgspec.Struct, frozen=True):
    """A kind of answer: questions that ask for it, mistakes that are recognised there, the least and the most share that these keep (None without any)."""

    kind: str
    questions: int
    mistakes: int
    least: float | None
    most: float | None


class MachineMeasures(msgspec.Struct, frozen=True):
    """The measures of an épreuve's questions over its variants.

    own: the questions on what candidates give as their own, which no variant answers. neighbours: shares of the points earned by who hands over another variant's right answers, the mean and the most; None with one variant.
    pairs: how many were tried.
    """

    questions: int
    guises: tuple[GuiseCount, ...]
    kinds: tuple[KindCount, ...]
    pairs: int
    neighbours: tuple[float, float] | None
    own: frozenset[str] = frozenset()


def measure(evidence: Evidence) -> MachineMeasures | None:
    """Put the marking to the test; None where an épreuve has no question, or its variants cannot be run here."""
    try:
        notebooks = [notebook for notebook in evidence.notebooks.values() if _whole(evidence, notebook)]
        if not notebooks or len(notebooks) < len(evidence.notebooks):
            return None
        asked = [notebook for notebook in notebooks if notebook.schemes[0].questions]
        if not asked:
            return None
        shares = _neighbours(asked)
        return MachineMeasures(
            sum(len(notebook.schemes[0].questions) for notebook in asked),
            tuple(_guises(asked)),
            tuple(_kinds(asked)),
            len(shares),
            (sum(shares) / len(shares), max(shares)) if shares else None,
            frozenset(id for notebook in asked for id in own_questions(notebook.schemes[0])),
        )
    except KitError:
        return None


def _whole(evidence: Evidence, notebook: NotebookEvidence) -> bool:
    """True if the notebook ran to its end on every variant."""
    return len(notebook.recordings) == len(evidence.letters)


def _guises(notebooks: Sequence[NotebookEvidence]) -> Iterator[GuiseCount]:
    """Right answers as the solution gives them, as values that are told again, and as somebody copies a result."""
    ways: Mapping[str, Callable[[NotebookEvidence, Scheme, Question], Any]] = {
        "calcul": lambda notebook, scheme, question: notebook.recordings[scheme.variant].answers.get(question.id),
        "valeurs": lambda _, __, question: as_given(question.form, question.expected),
        "arrondi": lambda _, __, question: as_given(question.form, rounded(question.form, question.expected)),
    }
    for name, way in ways.items():
        tried = paid = 0
        for notebook in notebooks:
            for scheme in notebook.schemes:
                for question in scheme.questions:
                    # A table of the candidate's own is compared with nothing; what asks for decimals is not to be rounded.
                    if isinstance(question.form, OwnTableForm) or (name == "arrondi" and not _may_round(question.form)):
                        continue
                    alone = msgspec.structs.replace(scheme, questions=(question,))
                    (given,) = mark(alone, {question.id: CheckedTree(way(notebook, scheme, question))})
                    tried += 1
                    paid += given.points >= given.maximum
        yield GuiseCount(name, tried, paid)


def _may_round(form: Form) -> bool:
    """True if an answer has figures, of which none is asked with a number of decimals."""
    figures = [of for of in scalars(form) if isinstance(of, NumberForm | PercentageForm)]
    return bool(figures) and all(of.decimals is None for of in figures)


def _neighbours(notebooks: Sequence[NotebookEvidence]) -> list[float]:
    """The share of the points on the case that each variant's right answers earn on each other one: nothing follows from a neighbour's figures."""
    letters = list(notebooks[0].recordings)
    shares = []
    for own in letters:
        for other in letters:
            if own == other:
                continue
            points = maximum = 0.0
            for notebook in notebooks:
                schemes = {scheme.variant: scheme for scheme in notebook.schemes}
                aside = own_questions(schemes[own])
                answers = {
                    id: CheckedTree(tree) for id, tree in notebook.recordings[other].answers.items() if id not in aside
                }
                plain = mark(schemes[own], answers)
                copied = Origins(schemes[own], schemes.values(), answers, plain).copied()
                marks = mark(schemes[own], answers, neighbours=copied) if copied else plain
                points += sum(given.points for given in marks if given.question not in aside)
                maximum += sum(given.maximum for given in marks if given.question not in aside)
            if maximum:
                shares.append(points / maximum)
    return shares


def _kinds(notebooks: Sequence[NotebookEvidence]) -> Iterator[KindCount]:
    questions: dict[str, set[tuple[str, str]]] = {}
    mistakes: dict[str, dict[tuple[str, str, str], float]] = {}
    for notebook in notebooks:
        for scheme in notebook.schemes:
            for question in scheme.questions:
                kind = _kind(question.form)
                questions.setdefault(kind, set()).add((notebook.name, question.id))
                for mistake in question.mistakes:
                    mistakes.setdefault(kind, {})[notebook.name, question.id, mistake.code] = mistake.part
    for kind in KINDS:
        if kind in questions:
            parts = mistakes.get(kind, {}).values()
            yield KindCount(kind, len(questions[kind]), len(parts), min(parts, default=None), max(parts, default=None))


def _kind(form: Form) -> str:
    match form:
        case OwnTableForm():
            return "propre"
        case TableForm():
            return "tableau"
        case ListForm() | SeriesForm():
            return "liste"
        case ChartForm():
            return "graphique"
        case WorkbookForm():
            return "classeur"
        case ChoiceForm() | BooleanForm() | TextForm() | Date():
            return "choix"
    return "nombre"
