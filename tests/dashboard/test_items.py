"""Item statistics agree with published examples, with computations written independently, and with what must always hold."""

import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from epreuves_kit.extensions.dashboard.items import (
    Alpha,
    alpha,
    analyse,
    corrected_correlation,
    correlation,
    extremes,
)

#: LSAT, section 6: answers of 1,000 persons to five items (R. D. Bock and M. Lieberman, Psychometrika 35 (1970), 179-197), as
#: numbers of persons for the answers 00000, 00001, 00010… 11111.
LSAT = (
    3,
    6,
    2,
    11,
    1,
    1,
    3,
    4,
    1,
    8,
    0,
    16,
    0,
    3,
    2,
    15,
    10,
    29,
    14,
    81,
    3,
    28,
    15,
    80,
    16,
    56,
    21,
    173,
    11,
    61,
    28,
    298,
)
#: What D. Rizopoulos, Journal of Statistical Software 17, 5 (2006), prints of them (`descript(LSAT)`): proportions right, point
#: biserial correlations with the total without the item, alpha.
PROPORTIONS = (0.924, 0.709, 0.553, 0.763, 0.870)
EXCLUDED = (0.1128, 0.1532, 0.1728, 0.1444, 0.1216)
ALPHA = 0.2950
#: Four judges on six targets (P. E. Shrout and J. L. Fleiss, Psychological Bulletin 86 (1979), 420-428, table 2), of which they
#: give 0.91 for ICC(3, 4), which is alpha.
JUDGES = ((9, 2, 5, 8), (6, 1, 3, 2), (8, 4, 6, 8), (7, 1, 2, 6), (10, 5, 6, 9), (6, 2, 4, 7))


@pytest.fixture(scope="module")
def lsat():
    patterns = np.array(list(itertools.product((0, 1), repeat=5)))
    return np.repeat(patterns, LSAT, axis=0)


def test_difficulties_of_the_lsat_are_those_published(lsat):
    assert [round(item.difficulty, 3) for item in analyse(lsat, [1] * 5)] == list(PROPORTIONS)


def test_correlations_of_the_lsat_with_the_rest_are_those_published(lsat):
    assert [round(item.correlation, 4) for item in analyse(lsat, [1] * 5)] == list(EXCLUDED)


def test_alpha_of_the_lsat_is_the_one_published(lsat):
    assert round(alpha(lsat).value, 4) == ALPHA


def test_alpha_of_the_four_judges_is_the_one_published():
    assert round(alpha(JUDGES).value, 2) == 0.91


def test_the_interval_of_alpha_is_that_of_the_analysis_of_variance():
    # K. O. McGraw and S. P. Wong, Psychological Methods 1 (1996), 30-46, table 7: F of the rows by the two-way analysis.
    from scipy.stats import f

    table = np.array(JUDGES, float)
    n, k = table.shape
    rows, columns, mean = table.mean(1), table.mean(0), table.mean()
    residual = ((table - rows[:, None] - columns + mean) ** 2).sum() / ((n - 1) * (k - 1))
    ratio = k * ((rows - mean) ** 2).sum() / (n - 1) / residual
    found = alpha(JUDGES)
    assert found.low == pytest.approx(1 - f.ppf(0.975, n - 1, (n - 1) * (k - 1)) / ratio)
    assert found.high == pytest.approx(1 - 1 / (ratio * f.ppf(0.975, (n - 1) * (k - 1), n - 1)))


def test_the_index_of_discrimination_worked_by_hand():
    # Eleven copies: 27 % of them is 2.97, three. Totals 10 to 0; the item is right in the copies of totals 10, 9, 7, 2.
    totals = np.arange(10, -1, -1.0)
    item = np.array([1, 1, 0, 1, 0, 0, 0, 0, 1, 0, 0.0])
    table = np.column_stack([item, totals - item])
    found = analyse(table, [1, 10])[0]
    assert (found.upper, found.lower, found.index) == pytest.approx((2 / 3, 1 / 3, 1 / 3))


def test_copies_of_equal_total_share_the_places_that_are_left():
    # Of eight copies two are in each group (2.16). One is best; three are level behind it for one place.
    upper, lower = extremes([9, 7, 7, 7, 5, 3, 2, 1])
    assert upper == pytest.approx([1 / 2, 1 / 6, 1 / 6, 1 / 6, 0, 0, 0, 0])
    assert lower == pytest.approx([0, 0, 0, 0, 0, 0, 1 / 2, 1 / 2])


def table(least=12, most=40):
    """Points out of 4 by thirds, as criteria give them."""
    shapes = st.tuples(st.integers(least, most), st.integers(2, 6))
    return shapes.flatmap(lambda shape: arrays(float, shape, elements=st.integers(0, 3).map(lambda n: n * 4 / 3)))


@given(table())
def test_statistics_are_those_of_pandas(points):
    frame = pd.DataFrame(points)
    for column, item in enumerate(analyse(points, [4.0] * points.shape[1])):
        assert item.difficulty == pytest.approx(frame[column].mean() / 4)
        rest = frame.drop(columns=column).sum(axis=1)
        if frame[column].nunique() > 1 and rest.round(6).nunique() > 1:
            assert item.correlation == pytest.approx(frame[column].corr(rest))
        else:
            assert item.correlation is None
    k, total = points.shape[1], frame.sum(axis=1)
    found = alpha(points)
    if total.round(6).nunique() > 1:
        assert found.value == pytest.approx(k / (k - 1) * (1 - frame.var().sum() / total.var()), abs=1e-9)
        # C. F. Cronbach's alpha by covariances: the other way of writing it.
        covariances = frame.cov().to_numpy()
        outside = covariances.sum() - np.trace(covariances)
        assert found.value == pytest.approx(k / (k - 1) * outside / covariances.sum(), abs=1e-9)
        assert found.low <= found.value <= found.high <= 1
    else:
        assert found.value is None
        assert found.reason


@given(table())
def test_what_is_known_of_an_item_stays_in_its_bounds(points):
    for item in analyse(points, [4.0] * points.shape[1]):
        assert 0 <= item.difficulty <= 1
        assert item.correlation is None or -1 <= item.correlation <= 1
        assert -1 <= item.index <= 1
        assert 0 <= item.lower <= 1 + 1e-12


@given(table(), st.randoms(use_true_random=False))
def test_the_order_of_copies_changes_nothing(points, random):
    order = list(range(len(points)))
    random.shuffle(order)
    maxima = [4.0] * points.shape[1]
    for one, other in zip(analyse(points, maxima), analyse(points[order], maxima), strict=True):
        assert one.index == pytest.approx(other.index)
        assert one.correlation == pytest.approx(other.correlation)
        assert one.flags == other.flags


@given(table(), st.sampled_from([0.5, 2.0, 10.0]))
def test_points_out_of_another_maximum_change_no_share_nor_correlation(points, factor):
    k = points.shape[1]
    for one, other in zip(analyse(points, [4.0] * k), analyse(points * factor, [4.0 * factor] * k), strict=True):
        assert one.difficulty == pytest.approx(other.difficulty)
        assert one.correlation == pytest.approx(other.correlation)
        assert one.index == pytest.approx(other.index)


@given(table())
def test_an_item_given_twice_goes_with_itself(points):
    if np.ptp(points[:, 0]):
        assert corrected_correlation(np.column_stack([points[:, 0]] * 2), 0) == pytest.approx(1)
        assert alpha(np.column_stack([points[:, 0]] * 2)).value == pytest.approx(1)


def test_what_is_not_judged_yet_is_no_zero():
    points = np.array([[1, 2, np.nan], [0, 1, np.nan], [1, 0, np.nan]])
    *known, waiting = analyse(points, [1, 2, 4])
    assert [item.difficulty for item in known] == pytest.approx([2 / 3, 1 / 2])
    assert waiting.difficulty is None
    assert waiting.flags == ("Personne n'a encore de note ici.",)
    assert alpha(points).items == 2


def test_a_copy_that_lacks_a_criterion_counts_for_the_difficulty_of_the_others_alone():
    whole = np.tile([[1.0, 2.0, 0.0], [0.0, 1.0, 4.0], [1.0, 0.0, 2.0]], (4, 1))
    lacking = np.vstack([whole, [1.0, 2.0, np.nan]])
    items = analyse(lacking, [1, 2, 4])
    assert items[0].difficulty == pytest.approx(9 / 13)
    assert items[0].correlation == pytest.approx(analyse(whole, [1, 2, 4])[0].correlation)
    assert alpha(lacking).copies == 12


def test_few_copies_have_a_difficulty_and_no_discrimination():
    (item, _) = analyse([[1, 0], [0, 1], [1, 1]], [1, 1])
    assert item.difficulty == pytest.approx(2 / 3)
    assert (item.correlation, item.index, item.flags) == (None, None, ())


@pytest.mark.parametrize(
    ("column", "word"),
    [
        ([0] * 19 + [1], "Très difficile"),
        ([1] * 19 + [0], "Très facile"),
        ([1] * 20, "Toutes les copies"),
        ([1] * 8 + [0] * 12, "À l'envers"),
    ],
)
def test_an_item_to_look_at_says_why(column, word):
    rest = np.arange(20.0)
    item = analyse(np.column_stack([column, rest]), [1, 20])[0]
    assert item.flags
    assert any(flag.startswith(word) for flag in item.flags)


def test_a_sound_item_says_nothing():
    assert analyse(np.column_stack([[0] * 8 + [1] * 12, np.arange(20.0)]), [1, 20])[0].flags == ()


def test_one_item_or_one_total_has_no_alpha_and_says_why():
    assert alpha([[1], [2]]) == Alpha(2, 1, reason="il faut au moins deux questions ou critères notés")
    assert alpha([[1, 2], [2, 1], [0, 3]]).reason == "toutes les copies ont le même total"
    assert alpha(np.empty((0, 3))).value is None


def test_a_correlation_of_what_does_not_vary_is_none():
    assert correlation([1 / 3 + 1 / 3 + 1 / 3, 1.0, 0.1 * 10], [1, 2, 3]) is None


def test_tables_of_another_shape_are_refused():
    with pytest.raises(ValueError, match="une colonne par élément"):
        analyse([[1, 2]], [1])
    with pytest.raises(ValueError, match="plus grand que zéro"):
        analyse([[1, 2]], [1, 0])
