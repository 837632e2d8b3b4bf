"""Each épreuve's schemes, worked out once for the tests that put answers to them: on all its variants, or on that of the day."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pytest

from epreuves.answers.tree import CheckedTree
from epreuves.variants.attribution import letters
from epreuves_kit.marking.judging import judge
from epreuves_kit.marking.marks import Mark, Scheme
from epreuves_kit.proof.own_tables import own_questions
from tests.course import ROOT, by_epreuve, reference, turn, whole


class Exam:
    """One épreuve: the scheme of each of these variants, and the marks of an answer sheet on one of them."""

    def __init__(self, epreuve: str, variants: str) -> None:
        self.folder = ROOT / "source" / epreuve
        self.notebook = f"{epreuve}.ipynb"
        self.references = reference(epreuve, epreuve, variants)
        # Each variant's process is kept: every test of an épreuve follows answers on all of them.
        self.references.prepare(variants, together=2)
        self.schemes: dict[str, Scheme] = {letter: self.references.get(letter) for letter in variants}
        first = next(iter(self.schemes.values()))
        #: What somebody works out from a table of their own is theirs, invented or not: it is capped by `epreuves check`.
        self.own = own_questions(first)
        self.maximum = sum(q.points for q in first.questions if q.id not in self.own)

    def marks(self, variant: str, sheet: Mapping[str, Any]) -> tuple[Mark, ...]:
        """The marks of answers (portable trees by question), as a batch gives them."""
        answers = {id: CheckedTree(tree) for id, tree in sheet.items()}
        return judge(self.references, variant, list(self.schemes), answers).marks

    def share(self, marks: Iterable[Mark]) -> float:
        """The share of the points on the case that marks earn."""
        return sum(m.points for m in marks if m.question not in self.own) / self.maximum


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "proven_whole" in metafunc.fixturenames:
        metafunc.parametrize("proven_whole", by_epreuve(whole(metafunc.config)))


@pytest.fixture(scope="session")
def some(request: pytest.FixtureRequest) -> Callable[[Exam, str], list[str]]:
    """The variants on which a proof is made: two that hang on what is proven, all of them with --all-variants."""

    def chosen(held: Exam, what: str) -> list[str]:
        letters = list(held.schemes)
        if request.config.getoption("--all-variants"):
            return letters
        return random.Random(what).sample(letters, min(2, len(letters)))

    return chosen


@pytest.fixture(scope="session")
def exam(request: pytest.FixtureRequest) -> Callable[[str], Exam]:
    known: dict[str, Exam] = {}

    def found(epreuve: str) -> Exam:
        if epreuve not in known:
            # All the tests of an épreuve are one worker's, one after the other: those of the last one need no process any more.
            known.clear()
            known[epreuve] = Exam(epreuve, letters() if epreuve in whole(request.config) else turn(epreuve))
        return known[epreuve]

    return found
