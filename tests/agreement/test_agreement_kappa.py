"""Kappa against published examples, scikit-learn, and what must hold of it whatever the levels."""

import math

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

from epreuves_kit.rubric.statistics import FEWEST_PAIRS, Kappa, kappa, kappa_of_table, reading, table, weights

LEVELS = st.integers(0, 3)
PAIRS = st.lists(st.tuples(LEVELS, LEVELS), min_size=FEWEST_PAIRS, max_size=60)
KINDS = st.sampled_from(["linear", "quadratic"])

#: Fleiss, Cohen and Everitt (1969), table 1: 200 cases, two clinicians, three diagnoses; their weights.
CLINICIANS = np.array([[106, 10, 4], [22, 28, 10], [2, 12, 6]])
CLINICAL_WEIGHTS = np.array([[1, 0, 0.4444], [0, 1, 0.6667], [0.4444, 0.6667, 1]])
#: Cohen (1968), table 1: 200 cases; weights of disagreement 1, 3, 6 turned into agreement.
COHEN = np.array([[88, 14, 18], [10, 40, 10], [2, 6, 12]])
COHEN_DISAGREEMENT = np.array([[0, 1, 3], [1, 0, 6], [3, 6, 0]])
#: Agresti, Categorical Data Analysis (2002), table 10.8: 118 slides, two pathologists, four ordered categories.
PATHOLOGISTS = np.array([[22, 2, 2, 0], [5, 7, 14, 0], [0, 2, 36, 0], [0, 1, 17, 10]])
#: SAS/STAT user's guide, FREQ: 88 patients, two dermatologists, four ordered categories.
DERMATOLOGISTS = np.array([[10, 4, 1, 0], [5, 10, 12, 2], [2, 4, 12, 5], [0, 2, 6, 13]])


def test_the_example_of_fleiss_cohen_and_everitt_gives_their_kappas_and_variances():
    plain = kappa_of_table(CLINICIANS, np.eye(3))
    weighted = kappa_of_table(CLINICIANS, CLINICAL_WEIGHTS)
    assert plain.value == pytest.approx(0.429, abs=0.0005)
    assert plain.error**2 == pytest.approx(0.002885, abs=5e-7)
    assert weighted.value == pytest.approx(0.507, abs=0.0005)
    assert weighted.error**2 == pytest.approx(0.003248, abs=5e-7)


def test_the_example_of_cohen_gives_his_kappas():
    assert kappa_of_table(COHEN, np.eye(3)).value == pytest.approx(0.492, abs=0.0005)
    assert kappa_of_table(COHEN, 1 - COHEN_DISAGREEMENT / 6).value == pytest.approx(0.348, abs=0.0005)


def test_the_example_of_agresti_gives_his_kappas_and_error():
    plain = kappa_of_table(PATHOLOGISTS, np.eye(4))
    assert (plain.value, plain.error) == pytest.approx((0.493, 0.057), abs=0.0005)
    assert kappa_of_table(PATHOLOGISTS, weights("quadratic")).value == pytest.approx(0.78, abs=0.005)


def test_the_example_of_sas_gives_its_kappa_and_interval():
    found = kappa_of_table(DERMATOLOGISTS, np.eye(4))
    assert (found.value, found.low, found.high) == pytest.approx((0.3449, 0.2030, 0.4868), abs=0.00005)


@settings(max_examples=300)
@given(PAIRS, KINDS)
def test_it_equals_scikit_learn_on_random_levels(pairs, kind):
    found = kappa(pairs, kind)
    first, second = zip(*pairs, strict=True)
    if found.value is None:
        assert len(set(first)) == len(set(second)) == 1
        return
    expected = cohen_kappa_score(first, second, labels=[0, 1, 2, 3], weights=kind)
    assert found.value == pytest.approx(expected, abs=1e-9)


@settings(deadline=None)
@given(PAIRS, KINDS)
def test_it_does_not_depend_on_who_is_first(pairs, kind):
    one, other = kappa(pairs, kind), kappa([(b, a) for a, b in pairs], kind)
    assert one.value == pytest.approx(other.value) if one.value is not None else other.value is None
    assert one.error == pytest.approx(other.error) if one.error is not None else other.error is None


#: Observed and expected agreement are equal, and the formula's error is nil.
NIL = [(1, 0)] * 9 + [(3, 1)]


def test_an_error_of_nil_is_no_interval_of_one_figure():
    found = kappa(NIL, "linear")
    assert (found.value, found.error, found.low, found.high) == (0.0, None, None, None)
    assert reading(found).endswith("(l'erreur est nulle d'après la formule : l'intervalle ne se calcule pas)")


@settings(deadline=None)
@given(PAIRS, KINDS)
@example(NIL, "linear")
def test_it_does_not_depend_on_the_direction_of_the_scale_or_the_order_of_the_copies(pairs, kind):
    one, other = kappa(pairs, kind), kappa([(3 - a, 3 - b) for a, b in reversed(pairs)], kind)
    assert one.value == pytest.approx(other.value) if one.value is not None else other.value is None
    assert one.low == pytest.approx(other.low) if one.low is not None else other.low is None


@settings(deadline=None)
@given(PAIRS, KINDS)
def test_it_stays_within_its_bounds_and_never_is_a_number_that_is_none(pairs, kind):
    found = kappa(pairs, kind)
    figures = [f for f in (found.value, found.error, found.low, found.high) if f is not None]
    assert all(math.isfinite(f) for f in figures)
    assert found.value is None or -1 - 1e-9 <= found.value <= 1 + 1e-9
    assert found.reason or found.low <= found.value <= found.high


@settings(deadline=None)
@given(PAIRS, KINDS, st.integers(2, 5))
def test_the_same_table_seen_more_often_keeps_its_kappa_and_narrows_its_error_by_the_root(pairs, kind, times):
    once, more = kappa(pairs, kind), kappa(pairs * times, kind)
    assert once.value == pytest.approx(more.value) if once.value is not None else more.value is None
    if once.error:
        assert more.error == pytest.approx(once.error / math.sqrt(times), rel=1e-6, abs=1e-9)


def test_too_few_pairs_give_a_sentence_and_no_figure():
    found = kappa([(1, 2)] * (FEWEST_PAIRS - 1))
    assert found.value is None
    assert found.reason == f"9 copies jugées deux fois : il en faut {FEWEST_PAIRS} au moins"
    assert kappa([(1, 2)]).reason.startswith("1 copie jugée deux fois")


def test_all_in_one_cell_gives_a_sentence_and_no_figure():
    agreed, apart = kappa([(2, 2)] * 12), kappa([(2, 3)] * 12)
    assert agreed.value is None
    assert agreed.reason.startswith("tous deux n'ont donné que le niveau 2")
    assert apart.value is None
    assert apart.reason == "l'un n'a donné que le niveau 2, l'autre que le niveau 3"


def test_a_grader_who_gives_one_level_only_makes_a_kappa_of_zero_and_says_so():
    found = kappa([(2, level % 4) for level in range(12)])
    assert (found.value, found.low) == (0.0, None)
    assert found.reason.startswith("le premier correcteur n'a donné que le niveau 2")


def test_complete_agreement_has_no_interval_that_would_promise_certainty():
    found = kappa([(level % 4, level % 4) for level in range(12)])
    assert (found.value, found.error, found.low, found.high) == (1.0, None, None, None)
    assert reading(found) == "accord presque parfait (accord complet : l'intervalle ne se calcule pas)"


def test_a_level_outside_of_the_scale_is_refused():
    with pytest.raises(ValueError, match="attendus de 0 à 3"):
        table([(0, 4)])


@pytest.mark.parametrize(
    ("value", "word"),
    [
        (-0.1, "pire que le hasard"),
        (0, "très faible"),
        (0.2, "très faible"),
        (0.21, "faible"),
        (0.41, "modéré"),
        (0.61, "fort"),
        (0.81, "presque parfait"),
        (1, "presque parfait"),
    ],
)
def test_a_kappa_is_read_in_the_words_of_landis_and_koch(value, word):
    assert reading(Kappa(20, value, 0.0, value, value)) == f"accord {word}"


def test_a_wide_interval_is_read_too():
    assert (
        reading(Kappa(20, 0.5, 0.2, 0.1, 0.9))
        == "accord modéré (d'après l'intervalle, de très faible à presque parfait)"
    )
