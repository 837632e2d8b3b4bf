"""The agreement told plainly first: times out of times, intervals from few copies on, kappa last and where it means something."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import betainc

from epreuves_kit.rubric import agreement_text as text
from epreuves_kit.rubric.agreement import Calibrated, Calibration
from epreuves_kit.rubric.panel.situation import agreement_told
from epreuves_kit.rubric.proportions import proportion
from tests.agreement.test_agreement_result import K1, K2, compare, copies, said

TIMES = st.integers(1, 60).flatmap(lambda whole: st.tuples(st.integers(0, whole), st.just(whole)))


@given(TIMES)
def test_an_interval_holds_what_was_seen_and_stays_between_nothing_and_always(seen):
    measured = proportion(*seen)
    assert 0 <= measured.low <= seen[0] / seen[1] <= measured.high <= 1
    assert measured.low < measured.high


@given(TIMES)
def test_the_other_way_round_an_interval_is_the_same(seen):
    measured, turned = proportion(*seen), proportion(seen[1] - seen[0], seen[1])
    assert measured.low == pytest.approx(1 - turned.high, abs=1e-9)


@given(TIMES, st.integers(2, 5))
def test_more_cases_say_more_and_criteria_of_the_same_copies_do_not(seen, more):
    times, whole = seen
    few, many = proportion(times, whole), proportion(times * more, whole * more)
    assert many.high - many.low < few.high - few.low
    together = proportion(times * more, whole * more, whole)
    assert (together.low, together.high) == pytest.approx((few.low, few.high))


def test_the_interval_is_that_of_jeffreys():
    measured = proportion(6, 13)
    assert betainc(6.5, 7.5, [measured.low, measured.high]) == pytest.approx([0.025, 0.975])
    assert (proportion(0, 4).low, proportion(4, 4).high) == (0, 1)
    assert proportion(0, 0) is None


def judged(*levels, grade_id="C1_1-k1"):
    return [
        (f"e{n:02}", grade_id, who, level)
        for n, pair in enumerate(levels, 1)
        for who, level in zip(("Alice", "Bruno"), pair, strict=True)
    ]


def test_plain_agreement_comes_first_then_what_to_expect_then_who_is_above():
    compared = compare(
        copies(3), [K1, K2], said(*judged((2, 2), (1, 2), (3, 1)), *judged((2, 2), (2, 2), (0, 0), grade_id="C1_1-k2"))
    )
    first, second, third, fourth = text.readings(compared)
    assert first == "Tous critères ensemble : 4 fois sur 6 le même niveau, 5 fois sur 6 à un niveau près."
    assert second.startswith("Sur beaucoup d'autres copies, attendez le même niveau de ")
    assert second.endswith(" fois sur 100. 3 copies, c'est peu : n'en tirez rien de définitif.")
    assert "celui d'Alice est le plus haut 1 fois, celui de Bruno 1 fois. C'est trop peu pour dire qui est" in third
    assert fourth.endswith("moins d'une fois sur deux : C1.1-k1 (1 fois sur 3).")
    assert text.kappas(compared) == [
        "Pas de κ (l'accord au-delà du hasard) : 3 copies jugées deux fois : il en faut 10 au moins."
    ]


def test_a_competence_has_the_times_of_all_its_criteria():
    compared = compare(copies(2), [K1, K2], said(*judged((2, 2), (1, 2)), *judged((2, 2), (1, 3), grade_id="C1_1-k2")))
    (competence,) = compared.competences
    assert (competence.grade_id, competence.same.times, competence.same.whole, competence.within.times) == (
        "C1.1",
        2,
        4,
        3,
    )
    assert competence.same.cases == 2
    assert (competence.exact, competence.near) == (0.5, 0.75)


def test_a_kappa_comes_with_how_to_read_it():
    levels = [(0, 0), (1, 1), (2, 2), (3, 3), (1, 2), (2, 1)] * 2
    sentences = text.kappas(compare(copies(12), [K1], said(*judged(*levels))))
    assert sentences[0].startswith("κ, ce que l'accord a de plus que celui de niveaux tirés au hasard : 0,")
    assert sentences[1].startswith("Par critère : C1.1-k1, accord ")
    assert sentences[-1] == text.HOW


def test_a_kappa_that_can_only_be_nothing_is_not_told_as_one():
    sentences = text.kappas(compare(copies(12), [K1], said(*judged(*[(2, 2), (2, 1)] * 6))))
    assert len(sentences) == 1
    assert sentences[0].startswith(
        "Pas de κ (l'accord au-delà du hasard) : le premier correcteur n'a donné que le niveau 2"
    )


def test_without_a_copy_judged_by_both_nothing_is_told_of_agreement():
    compared = compare(copies(2), [K1], said(("e01", "C1_1-k1", "Alice", 2)))
    assert text.readings(compared) == ["Tous critères ensemble : rien n'est encore jugé par les deux."]
    assert text.kappas(compared) == []


def test_who_has_calibrated_reads_how_often_levels_are_one_apart_at_most():
    pair = Calibrated(("Alice", "Bruno"), 13, 6, 0.5, 12, proportion(6, 13, 2))
    together = Calibration("e", 2, ("Alice", "Bruno"), (0, 0), (pair,), ())
    assert agreement_told(together, "Alice") == (
        "Étalonnage jugé. Même niveau que vous : Bruno, 6 fois sur 13, 12 à un niveau près "
        "(vous êtes en moyenne 0,5 niveau au-dessus)."
    )
