"""Which level counts, by the rule alone, on whatever can be said of a criterion."""

import datetime

from hypothesis import given
from hypothesis import strategies as st

from epreuves_kit.rubric.appreciation import Judgement, Settled
from epreuves_kit.rubric.settling import CountedLevel, Drawn, Given, decide, level_of, points_of, same_points

AT = datetime.datetime(2026, 6, 1, tzinfo=datetime.UTC)
GRADERS = ("Anne", "Benoît", "Claire")
LEVELS = st.none() | st.integers(0, 3)
MAXIMA = st.sampled_from([1.0, 2.5, 3.0, 4.0, 6.0, 10.0])


@st.composite
def words(draw):
    """Graders' words, each of its own rank."""
    who = draw(st.sets(st.sampled_from(GRADERS)))
    ranks = draw(st.permutations(range(1, 20)))
    return {
        g: Given(Judgement("c", "k", g, draw(LEVELS), draw(st.sampled_from(["", "a", "b"])), AT), rank)
        for g, rank in zip(sorted(who), ranks, strict=False)
    }


@st.composite
def standings(draw):
    """Nothing, or something typed or decided, after some of the words and before others (ranks between theirs)."""
    if draw(st.booleans()):
        return None
    origin = draw(st.sampled_from(["formgrader", "decision"]))
    settled = Settled("c", "k", draw(LEVELS), draw(st.none() | st.floats(0, 3)), "typed", "X", "why", origin, AT)
    return CountedLevel(settled, draw(st.integers(0, 20)))


def counting(said, standing):
    """What is left of what was said once a copy is taken out, which a decision without level says; else all of it."""
    if standing is None or standing.settled.origin != "decision" or standing.settled.level is not None:
        return said, standing
    return {grader: word for grader, word in said.items() if word.rank > standing.rank}, None


@given(words(), standings(), MAXIMA)
def test_judged_once_the_level_that_counts_was_given_and_nothing_later_says_otherwise(said, standing, maximum):
    verdict = decide(said, standing, None, maximum)
    said, standing = counting(said, standing)
    levels = [g for g in said.values() if g.judgement.level is not None]
    if verdict.origin in ("formgrader", "decision"):
        assert all(g.rank < standing.rank for g in levels)
        assert (verdict.level, verdict.points) == (standing.settled.level, standing.settled.points)
    elif verdict.level is None:
        assert not levels
    else:
        mine = said[verdict.author]
        assert mine.judgement.level == verdict.level
        assert all(g.rank <= mine.rank for g in levels)
        assert standing is None or standing.rank <= mine.rank
        assert verdict.points == points_of(verdict.level, maximum)


@given(words(), st.integers(0, 20), st.sampled_from((None, Drawn(("Anne", "Benoît"), 3))), MAXIMA)
def test_nothing_said_before_a_copy_is_taken_out_counts(said, rank, drawn, maximum):
    withdrawn = CountedLevel(Settled("c", "k", None, None, "typed", "X", "why", "decision", AT), rank)
    later = {grader: word for grader, word in said.items() if word.rank > rank}
    assert decide(said, withdrawn, drawn, maximum) == decide(later, None, drawn, maximum)


@given(words(), standings(), st.integers(0, 20), MAXIMA)
def test_marked_twice_a_level_counts_where_both_gave_it_or_somebody_decided(said, standing, after, maximum):
    verdict = decide(said, standing, Drawn(("Anne", "Benoît"), after), maximum)
    said, standing = counting(said, standing)
    if standing is not None and (standing.settled.origin == "decision" or standing.rank > after):
        assert (verdict.points, verdict.origin) == (standing.settled.points, standing.settled.origin)
        return
    pair = [said[g].judgement.level if g in said else None for g in ("Anne", "Benoît")]
    assert verdict.origin == "agreement"
    assert verdict.level == (pair[0] if pair[0] == pair[1] else None)
    if verdict.level is None:
        assert verdict.empty


@given(words(), standings(), MAXIMA)
def test_a_third_grader_s_word_changes_nothing_of_a_copy_marked_twice(said, standing, maximum):
    drawn = Drawn(("Anne", "Benoît"), 0)
    two = {g: w for g, w in said.items() if g != "Claire"}
    assert decide(said, standing, drawn, maximum) == decide(two, standing, drawn, maximum)


@given(words(), MAXIMA)
def test_the_order_in_which_words_are_told_does_not_matter(said, maximum):
    backwards = dict(reversed(said.items()))
    for drawn in (None, Drawn(("Anne", "Benoît"), 0)):
        assert decide(said, None, drawn, maximum) == decide(backwards, None, drawn, maximum)


@given(st.integers(0, 3), MAXIMA)
def test_the_points_of_a_level_are_read_back_as_that_level(level, maximum):
    assert level_of(points_of(level, maximum), maximum) == level


@given(st.floats(0, 10), MAXIMA)
def test_the_nearest_level_is_the_one_whose_points_are_nearest(points, maximum):
    found = level_of(points, maximum)
    gaps = [abs(points - maximum * level / 3) for level in range(4)]
    assert gaps[found] <= min(gaps) + 1e-9


def test_points_that_differ_beyond_four_digits_are_the_same():
    assert same_points(1.3333, 4 / 3)
    assert not same_points(1.33, 4 / 3)
    assert not same_points(0.0, None)
    assert same_points(None, None)
