"""Levels that another grader would give: chances that add up to one, and follow what two graders were seen to give."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from epreuves_kit.rubric.register import Register
from epreuves_kit.rubric.sharing import AskedAllotment
from epreuves_kit.rubric.transitions import BothGave, both_gave, transitions
from tests.corpus import ASSIGNMENT
from tests.rubric.trial import K1, K2

LEVEL = st.integers(0, 3)
PAIRS = st.lists(st.tuples(st.sampled_from("abc"), LEVEL, LEVEL), min_size=1, max_size=30)


def pairs(every):
    """Levels given twice, each in a copy of its own."""
    return [BothGave(str(at), grade_id, (a, b)) for at, (grade_id, a, b) in enumerate(every)]


@given(PAIRS, PAIRS, LEVEL, st.sampled_from("abcd"))
def test_chances_add_up_to_one_and_no_level_is_impossible(own, others, level, grade_id):
    chances = transitions(pairs(own), pairs(others)).beside(grade_id, level)
    assert sum(chances) == 1
    assert all(0 < chance < 1 for chance in chances)


@given(PAIRS, LEVEL, st.sampled_from("abc"))
def test_whoever_is_named_first_the_chances_are_the_same(every, level, grade_id):
    turned = [(name, b, a) for name, a, b in every]
    assert transitions(pairs(every)).beside(grade_id, level) == transitions(pairs(turned)).beside(grade_id, level)


@given(PAIRS, LEVEL, st.sampled_from("abc"))
def test_an_agreement_more_makes_agreement_likelier(every, level, grade_id):
    before = transitions(pairs(every)).beside(grade_id, level)[level]
    assert transitions(pairs([*every, (grade_id, level, level)])).beside(grade_id, level)[level] > before


def test_a_criterion_that_is_often_judged_twice_has_its_own_chances_and_others_those_of_all():
    seen = transitions(pairs([("a", 1, 2)] * 100 + [("b", 2, 2)] * 100))
    assert seen.beside("a", 1)[2] > Fraction(9, 10)
    assert seen.beside("b", 2)[2] > Fraction(9, 10)
    assert seen.beside("c", 2)[2] == pytest.approx(1 / 2, abs=0.02)


def test_other_epreuves_say_how_far_graders_are_apart_and_nothing_of_a_criterion():
    seen = transitions([], pairs([("a", 1, 2)] * 100))
    assert seen.beside("a", 1) == seen.beside("b", 1)
    assert (seen.pairs, seen.copies) == (100, 100)


def test_without_a_copy_judged_twice_there_is_none():
    assert transitions([]) is None


def test_levels_of_a_double_marking_and_of_a_calibration_are_taken_and_no_others(register):
    first, *_, last = register.copies(ASSIGNMENT)
    register.judge(ASSIGNMENT, last.key, K1, "Anne", 3)
    register.judge(ASSIGNMENT, last.key, K1, "Benoît", 1)
    assert _seen(register) == []
    register.allot(ASSIGNMENT, AskedAllotment(("Anne", "Benoît", "Zoé"), calibration=frozenset({first.key})), "Chef")
    for grader, level in (("Anne", 0), ("Benoît", 1), ("Zoé", 3)):
        register.judge(ASSIGNMENT, first.key, K1, grader, level)
    register.judge(ASSIGNMENT, first.key, K2, "Anne", 2)
    assert [pair.levels for pair in _seen(register)] == [(0, 1), (0, 3), (1, 3)]


def _seen(register: Register) -> list[BothGave]:
    return both_gave(
        register.duties(ASSIGNMENT),
        register.copies(ASSIGNMENT),
        register.criteria(ASSIGNMENT),
        register.judgements(ASSIGNMENT),
    )
