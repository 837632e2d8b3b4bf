"""What decides, around the marks, between a candidate's own work and a neighbour's: what follows from either, and when proportions tell."""

import math

import msgspec
import pytest

from epreuves.answers.forms import NumberForm, nombre, serie
from epreuves.answers.tree import CheckedTree
from epreuves_kit.marking import Mistake, Question, Scheme
from epreuves_kit.marking.columns import apart, side_by_side
from epreuves_kit.marking.judging import judge
from epreuves_kit.marking.marks import mark
from epreuves_kit.marking.neighbours import Origins

SERIES = serie("canal", nombre())
KEYS = "abcdefgh"


def question(id, form, expected, depends=(), mistakes=()):
    return Question(
        id=id,
        title=id,
        points=4.0,
        variable=id,
        form=form,
        tolerance=0.005,
        gap=0.0,
        expected=expected,
        depends=depends,
        mistakes=mistakes,
    )


def rows(*values):
    return [[key, value] for key, value in zip(KEYS, values, strict=False)]


def sent(value):
    """A canonical value as `verifier` sends it."""
    return CheckedTree({"$": "dict", "paires": value} if isinstance(value, list) else value)


class Known:
    """The references of two variants, A and B, which `follow` an answer to « amont » and no other."""

    def __init__(self, own, other, followed):
        self._schemes = {
            letter: Scheme(epreuve="e", variant=letter, questions=tuple(questions))
            for letter, questions in (("A", own), ("B", other))
        }
        self._followed = followed

    def own(self, variant):
        return self._schemes[variant]

    def all(self, letters):
        return [self._schemes[letter] for letter in letters]

    def follow(self, variant, answers, wanted, near=()):
        upstream, below = self.own(variant).questions
        if "amont" in answers:
            below = msgspec.structs.replace(below, expected=self._followed, depends=("amont",))
        else:
            below = msgspec.structs.replace(below, depends=(), closed=("amont",))
        return Scheme(epreuve="e", variant=variant, questions=(msgspec.structs.replace(upstream, depends=()), below))


def marks_of(known, answers):
    told = judge(known, "A", "AB", {id: sent(value) for id, value in answers.items()})
    return {one.question: one for one in told.marks}


def test_nothing_that_follows_from_a_neighbour_s_figures_is_paid():
    own, theirs = rows(1.0, 2.0, 3.0, 4.0, 5.0), rows(7.0, 2.5, 9.0, 1.5, 8.0)
    known = Known(
        [question("amont", SERIES, own), question("aval", NumberForm(), 15.0, ("amont",))],
        [question("amont", SERIES, theirs), question("aval", NumberForm(), 99.0, ("amont",))],
        28.0,
    )
    found = marks_of(known, {"amont": theirs, "aval": 28.0})
    assert "variante B" in found["amont"].sentence
    assert (found["aval"].outcome, found["aval"].points) == ("wrong", 0)


def test_what_follows_from_one_s_own_mistake_is_no_neighbour_s_though_it_is_right_there():
    wrong, below = rows(1.0, 4.0, 9.0, 16.0, 25.0), rows(2.0, 9.0, 4.0, 7.0, 3.0)
    named = Mistake("carre", wrong, "Vous avez élevé au carré.", 0.25)
    known = Known(
        [
            question("amont", SERIES, rows(1.0, 2.0, 3.0, 4.0, 5.0), mistakes=(named,)),
            question("aval", SERIES, rows(5.0, 1.0, 8.0, 2.0, 6.0), ("amont",)),
        ],
        [question("amont", SERIES, rows(3.0, 1.0, 6.0, 2.0, 9.0)), question("aval", SERIES, below, ("amont",))],
        below,
    )
    found = marks_of(known, {"amont": wrong, "aval": below})
    assert (found["amont"].outcome, found["aval"].outcome) == ("mistake", "follow_through")
    assert found["aval"].points == 4


@pytest.mark.parametrize(("other", "copied"), [(1.5, False), (None, True)], ids=["alike", "apart"])
def test_proportions_tell_a_neighbour_s_only_where_the_candidate_s_own_data_have_others(other, copied):
    own = [1.0, 3.0, 2.0, 7.0, 5.0, 4.0, 6.0, 8.0]
    theirs = [other * value for value in own] if other else own[::-1]
    given_ = [2.0 * value for value in theirs]
    schemes = [
        Scheme(epreuve="e", variant=letter, questions=(question("q", SERIES, rows(*values)),))
        for letter, values in (("A", own), ("B", theirs))
    ]
    answers = {"q": sent(rows(*given_))}
    origins = Origins(schemes[0], schemes, answers, mark(schemes[0], answers))
    assert bool(origins.copied()) is copied


def test_how_far_apart_proportions_are_is_told_over_what_is_free_to_vary():
    """Two figures have one gap: the other is what the factor between the answers takes."""
    columns = side_by_side(SERIES, rows(1.0, 1.0), rows(math.exp(0.1), math.exp(-0.1)))
    assert apart(columns) == pytest.approx(math.sqrt(2) * 0.1)
    assert apart(side_by_side(SERIES, rows(1.0, 2.0, 3.0), rows(10.0, 20.0, 30.0))) == pytest.approx(0)
