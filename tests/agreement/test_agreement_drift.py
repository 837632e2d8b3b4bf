"""Drift and severity against published examples."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from epreuves_kit.rubric.statistics import FEWEST_COPIES, drift, severity, slope

#: NIST Statistical Reference Datasets, linear regression, « Norris »: y, x.
NORRIS = """
0.1 0.2 338.8 337.4 118.1 118.2 888.0 884.6 9.2 10.1 228.1 226.5 668.5 666.3 998.5 996.3 449.1 448.6 778.9 777.0 559.2 558.2
0.3 0.4 0.1 0.6 778.1 775.5 668.8 666.9 339.3 338.0 448.9 447.5 10.8 11.6 557.7 556.0 228.3 228.1 998.0 995.8 888.8 887.6
119.6 120.2 0.3 0.3 0.6 0.3 557.6 556.8 339.3 339.1 888.0 887.2 998.5 999.0 778.9 779.0 10.2 11.1 117.6 118.3 228.9 229.2
668.4 669.1 449.2 448.9 0.2 0.5
"""
#: « Student », The probable error of a mean, Biometrika 6 (1908): hours of sleep gained with two drugs by ten patients.
SLEEP = (
    (0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0),
    (1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4),
)


def test_the_slope_of_nist_s_norris_has_its_certified_value_and_error():
    y, x = np.array(NORRIS.split(), float).reshape(-1, 2).T
    found = slope(x, y)
    assert found.copies == 36
    assert found.value == pytest.approx(1.00211681802045, rel=1e-11)
    assert found.error == pytest.approx(0.429796848199937e-03, rel=1e-9)


def test_severity_on_student_s_sleep_data_is_his_mean_difference_with_its_interval():
    found = severity([b - a for a, b in zip(*SLEEP, strict=True)], range(10))
    assert found.value == pytest.approx(1.58)
    assert (found.low, found.high) == pytest.approx((0.7001142, 2.4598858), abs=1e-6)
    assert found.marked


def test_a_grader_who_grows_severe_by_one_level_has_a_drift_of_minus_one():
    found = drift(range(21), [-rank / 20 for rank in range(21)])
    assert found.value == pytest.approx(-1)
    assert found.marked


def test_a_grader_who_alternates_has_no_marked_drift():
    found = drift(range(20), [(-1) ** rank for rank in range(20)])
    assert not found.marked
    assert found.low < 0 < found.high


@settings(deadline=None)
@given(st.lists(st.integers(-3, 3), min_size=FEWEST_COPIES, max_size=40))
def test_drift_turns_its_sign_when_time_or_severity_turns(gaps):
    order = list(range(len(gaps)))
    found = drift(order, gaps)
    assert drift(order[::-1], gaps).value == pytest.approx(-found.value, abs=1e-9)
    assert drift(order, [-g for g in gaps]).value == pytest.approx(-found.value, abs=1e-9)


@settings(deadline=None)
@given(st.lists(st.integers(-3, 3), min_size=FEWEST_COPIES, max_size=30), st.floats(-2, 2))
def test_drift_depends_neither_on_the_hours_nor_on_a_constant_severity(gaps, constant):
    early = drift([1000.0 + 60 * rank for rank in range(len(gaps))], gaps)
    late = drift([2.0**rank for rank in range(len(gaps))], [g + constant for g in gaps])
    assert late.value == pytest.approx(early.value, abs=1e-9)


def test_judgements_of_one_copy_are_not_counted_as_so_many_pieces_of_evidence():
    # Twelve copies, five criteria each, judged copy by copy: within a copy the gap is the same.
    copies = [copy for copy in range(12) for _ in range(5)]
    gaps = [(copy * 7 % 12) / 4 for copy in copies]
    alone, together = drift(range(60), gaps), drift(range(60), gaps, copies)
    assert together.value == pytest.approx(alone.value)
    assert together.error > 1.5 * alone.error
    assert together.copies == 12


def test_levels_that_came_all_at_once_have_no_order_and_it_is_said():
    found = drift([5.0] * 12, [0, 1] * 6)
    assert found.value is None
    assert found.reason == "tous les niveaux sont arrivés ensemble : leur ordre n'est pas connu"


def test_too_few_copies_give_a_sentence_and_no_figure():
    assert drift(range(3), [0, 1, 0]).reason == f"3 copies : il en faut {FEWEST_COPIES} au moins"
    assert drift([], []).value is None
    assert severity([1], ["a"]).reason == f"1 copie : il en faut {FEWEST_COPIES} au moins"
