"""Groups, graders, machine and jury, times: against published examples, scipy, and what is worked by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from epreuves_kit.extensions.dashboard import comparisons
from epreuves_kit.extensions.dashboard.cohort import Judged
from epreuves_kit.extensions.dashboard.comparisons import pace
from epreuves_kit.extensions.dashboard.items import relation

#: Bottle caps of three machines (W. H. Kruskal and W. A. Wallis, 1952, section 1.2): they find H = 5.656.
CAPS = {"1": [340, 345, 330, 342, 338], "2": [339, 333, 344], "3": [347, 343, 349, 355]}


def shares(*groups):
    return dict(zip("ABCDEFGHIJKL", groups, strict=False))


def test_h_is_the_one_that_kruskal_and_wallis_publish(monkeypatch):
    monkeypatch.setattr(comparisons, "FEWEST", 3)
    assert round(comparisons.compare_groups(CAPS).statistic, 3) == 5.656


def test_groups_of_fewer_than_five_copies_make_no_test_and_the_sentence_says_so():
    found = comparisons.compare_groups(CAPS)
    assert found.tested == ()
    assert (found.statistic, found.chance, found.effect) == (None, None, None)
    assert "Trop peu de copies par variante" in found.sentence
    assert not found.alarming


def test_one_variant_is_compared_with_nothing():
    assert "rien à comparer" in comparisons.compare_groups({"A": [0.2, 0.4]}).sentence


def test_a_variant_that_is_harder_alarms():
    found = comparisons.compare_groups(shares([0.9, 0.8, 0.85, 0.95, 0.88, 0.91], [0.2, 0.3, 0.1, 0.25, 0.15, 0.05]))
    assert found.alarming
    assert "plus difficiles" in found.sentence


def test_a_small_variant_is_left_out_and_counted():
    found = comparisons.compare_groups(shares([0.5, 0.6, 0.7, 0.4, 0.3], [0.5, 0.61, 0.72, 0.41, 0.3], [0.9]))
    assert found.tested == ("A", "B")
    assert "Une variante de moins de 5 copies" in found.sentence
    assert found.groups[2].low is None


def test_equal_copies_do_not_differ():
    assert comparisons.compare_groups(shares([1.0] * 5, [1.0] * 5)).sentence.endswith("aucun écart.")


copies = st.lists(st.integers(0, 12).map(lambda n: n / 12), min_size=5, max_size=15)


@given(st.lists(copies, min_size=2, max_size=6))
def test_the_comparison_of_groups_is_scipys(groups):
    found = comparisons.compare_groups(shares(*groups))
    assert len(found.groups) == len(groups)
    for group, values in zip(found.groups, groups, strict=True):
        assert group.mean == pytest.approx(np.mean(values))
        assert group.low <= group.mean + 1e-12
        assert group.high >= group.mean - 1e-12
        if np.ptp(values):
            low, high = stats.t.interval(0.95, len(values) - 1, np.mean(values), stats.sem(values))
            assert (group.low, group.high) == pytest.approx((low, high))
    if found.statistic is not None:
        assert (found.statistic, found.chance) == pytest.approx(tuple(stats.kruskal(*groups)))
        assert found.effect == pytest.approx(found.statistic / (sum(map(len, groups)) - 1), abs=1e-12)
        assert 0 <= found.effect <= 1


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)), min_size=10, max_size=60))
def test_the_correlation_of_machine_and_jury_and_its_interval_are_scipys(pairs):
    machine, jury = ([value / 20 for value in side] for side in zip(*pairs, strict=True))
    found = relation(machine, jury)
    if found.value is None:
        assert not np.ptp(machine) or not np.ptp(jury)
        return
    expected = stats.pearsonr(machine, jury)
    assert found.value == pytest.approx(expected.statistic)
    if abs(found.value) < 0.999:
        interval = expected.confidence_interval(0.95)
        assert (found.low, found.high) == pytest.approx((interval.low, interval.high), abs=1e-9)


def test_few_copies_have_no_correlation_and_the_reason_is_said():
    assert relation([0.1] * 9, [0.2] * 9).reason == "trop peu de copies : il en faut 10 au moins"


def judged(grader, copy, level, at=0.0, element="C15_1-k1", sheet=False):
    return Judged("e17", copy, element, grader, level, at, sheet)


def test_a_severe_grader_is_found_on_the_same_copies():
    rows = [
        judged(who, copy, level)
        for copy in range(12)
        for who, level in (("A", 2 + (copy % 2)), ("B", 1 + (copy % 3 == 0)))
    ]
    (pair,) = comparisons.compare_graders(rows).pairs
    gaps = [(2 + (c % 2)) - (1 + (c % 3 == 0)) for c in range(12)]
    assert pair.gap.value == pytest.approx(np.mean(gaps))
    low, high = stats.t.interval(0.95, 11, np.mean(gaps), stats.sem(gaps))
    assert (pair.gap.low, pair.gap.high) == pytest.approx((low, high))
    assert pair.gap.marked


def test_graders_who_share_no_copy_are_compared_with_all_and_not_by_pair():
    rows = [judged("A", c, 3) for c in range(10)] + [judged("B", c, 1) for c in range(10, 20)]
    found = comparisons.compare_graders(rows)
    assert found.pairs == ()
    assert [(g.name, g.mean, g.gap.value) for g in found.graders] == [("A", 3, 1), ("B", 1, -1)]


def test_a_grader_alone_on_a_criterion_has_no_gap():
    (grader,) = comparisons.compare_graders([judged("A", c, 2) for c in range(20)]).graders
    assert (grader.gap.value, grader.gap.reason) == (None, "seul à juger ces critères")


def test_times_are_between_gestures_of_one_grader_and_pauses_are_left_out():
    rows = [
        judged("A", 1, 2, at=1000, element="k1"),
        judged("A", 1, 2, at=1030, element="k2"),
        judged("A", 2, 2, at=1130, element="k1"),
        judged("A", 2, 2, at=1150, element="k2"),
        judged("A", 3, 2, at=9000, element="k1"),
        judged("B", 3, 2, at=9001, element="k1"),
        judged("B", 3, 2, at=9041, element="k2"),
    ]
    found = pace(reversed(rows))
    # A: 30 s, 100 s, 20 s, a pause; B: 40 s. Copies: A's first 30 s, A's second 120 s, B's 40 s.
    assert (found.gestures, found.pauses, found.imported, found.copies) == (4, 1, 0, 3)
    assert (found.by_level, found.by_copy) == (35, 40)


def test_ten_minutes_are_still_work_and_a_second_more_is_a_pause():
    assert pace([judged("A", 1, 2, at=0), judged("A", 1, 2, at=600, element="k2")]).by_level == 600
    assert pace([judged("A", 1, 2, at=0), judged("A", 1, 2, at=601, element="k2")]).pauses == 1


def test_levels_of_a_spreadsheet_have_no_time():
    found = pace([judged("A", c, 2, at=5, sheet=True) for c in range(30)])
    assert (found.gestures, found.imported, found.by_level) == (0, 30, None)
