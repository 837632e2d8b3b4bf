"""Compétences near their threshold: what is listed changes the decision, what is not cannot, and chances are those of all cases."""

import datetime
import itertools
from fractions import Fraction

import msgspec
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from epreuves_kit.jury.evidence import Changed, CompetenceFacts, Status
from epreuves_kit.jury.near_threshold import JudgedCriterion, Stake, decisions, near, passes, single_changes
from epreuves_kit.rubric.transitions import BothGave, transitions
from epreuves_kit.rules.result import EvidencePart, result
from tests.jury.facts import rules

ID, CODE = "e17_impact_digital", "C15.1"
LEVEL = st.integers(0, 3)
MEASURED = transitions(
    [BothGave(str(at), f"k{at % 2}", pair) for at, pair in enumerate([(1, 1), (1, 2), (2, 2), (3, 2), (0, 0), (3, 3)])]
)


def percent(low=0, high=100):
    return st.integers(low, high).map(lambda value: Fraction(value, 100))


RULES = st.builds(
    lambda least, whole, alone, own, cap: rules(
        thresholds_lowest_level=least,
        thresholds_competence=whole,
        thresholds_criteria=alone,
        thresholds_own=own,
        cap=cap,
    ),
    st.integers(0, 2),
    percent(20, 80),
    percent(0, 70),
    percent(0, 70),
    percent(),
)


@st.composite
def stakes(draw, oral=True):
    """A compétence of one épreuve: its figures, the criteria of a copy, those of another notebook, its oral."""
    criteria = tuple(
        JudgedCriterion(f"k{place}", level, Fraction(level * worth, 3), Fraction(worth), own)
        for place, (level, worth, own) in enumerate(
            draw(st.lists(st.tuples(LEVEL, st.integers(1, 4), st.booleans()), min_size=1, max_size=4))
        )
    )
    elsewhere = draw(st.lists(LEVEL, max_size=2))
    own = [criterion for criterion in criteria if criterion.own]
    fact = CompetenceFacts(
        CODE,
        machine=draw(st.none() | st.integers(0, 20).map(lambda points: EvidencePart(Fraction(points), Fraction(20)))),
        grille=EvidencePart(
            sum(c.points for c in criteria) + sum(elsewhere), sum(c.maximum for c in criteria) + 3 * len(elsewhere)
        ),
        own=EvidencePart(sum(c.points for c in own), sum(c.maximum for c in own)) if own else None,
        levels=tuple(sorted([*(c.level for c in criteria), *elsewhere])),
        oral_due=oral and draw(st.booleans()),
        oral=draw(LEVEL),
    )
    return Stake(CODE, {ID: fact}, ID, criteria)


def by_the_rule(stake, jury, levels):
    """The decision of the one function that makes a compétence's result, of figures added up here."""
    fact = stake.facts(levels)
    made = result(
        jury.of(ID), fact.machine, fact.grille, fact.levels, fact.oral if fact.oral_due else None, False, fact.own
    )
    return made.passes


@given(stakes(), RULES)
def test_a_change_that_is_listed_changes_the_decision_and_no_other_does(stake, jury):
    now = by_the_rule(stake, jury, stake.levels)
    assert passes(stake, jury) == (now,)
    due = [change for change, levels in single_changes(stake) if by_the_rule(stake, jury, levels) != now]
    close = near(stake, jury)
    assert (list(close.changes) if close else []) == due
    if close:
        assert close.passes == (now,)
        assert close.possible == len(list(single_changes(stake)))


@given(stakes())
def test_each_level_is_tried_one_up_and_one_down_where_there_is_one(stake):
    for change, levels in single_changes(stake):
        assert abs(change.other - change.level) == 1
        assert sum(a != b for a, b in zip(levels, stake.levels, strict=True)) == 1
    ends = sum(level in (0, 3) for level in stake.levels)
    assert len(list(single_changes(stake))) == 2 * len(stake.levels) - ends


@settings(max_examples=30)
@given(stakes(), RULES)
def test_a_chance_is_that_of_all_the_levels_that_another_grader_may_give(stake, jury):
    close = near(stake, jury, MEASURED)
    assume(close is not None)
    whole = Fraction(0)
    for levels in itertools.product(range(4), repeat=len(stake.criteria)):
        chance = Fraction(1)
        for criterion, level in zip(stake.criteria, levels, strict=True):
            chance *= MEASURED.beside(criterion.grade_id, criterion.level)[level]
        whole += chance * (by_the_rule(stake, jury, levels) != close.passes[0])
    assert close.chance == whole
    assert 0 < close.chance < 1


@given(stakes(oral=False), percent(), percent(50, 100))
def test_the_nearer_a_threshold_comes_the_likelier_the_other_decision(stake, cap, part):
    share = decisions(stake, rules(cap=cap))[0].share
    at, below = (rules(cap=cap, thresholds_competence=share * times) for times in (Fraction(1), part))
    close, far = near(stake, at, MEASURED), near(stake, below, MEASURED)
    if far is not None:
        assert close.passes == far.passes == (True,)
        assert close.chance >= far.chance
        assert close.gap <= far.gap
        assert set(far.changes) <= set(close.changes)


@settings(max_examples=40)
@given(stakes(), RULES)
def test_an_oral_that_is_not_judged_is_told_for_each_level_that_it_may_have(stake, jury):
    fact = msgspec.structs.replace(stake.parts[ID], oral_due=True, oral=None)
    unknown = msgspec.structs.replace(stake, parts={ID: fact})
    supposed = [
        msgspec.structs.replace(stake, parts={ID: msgspec.structs.replace(fact, oral=level)}) for level in range(4)
    ]
    assert passes(unknown, jury) == tuple(passes(each, jury)[0] for each in supposed)
    each_near = [near(each, jury, MEASURED) for each in supposed]
    close = near(unknown, jury, MEASURED)
    changes = {change for each in each_near if each for change in each.changes}
    assert (set(close.changes) if close else set()) == changes
    if close:
        assert close.chance == max(close.chances)
        assert all(each is None or each.chance == chance for each, chance in zip(each_near, close.chances, strict=True))


@given(stakes(), RULES)
def test_what_else_lacks_leaves_a_decision_unknown(stake, jury):
    fact = msgspec.structs.replace(stake.parts[ID], lacking=("1 critère à juger",), oral=None)
    unknown = msgspec.structs.replace(stake, parts={ID: fact})
    assert passes(unknown, jury) == ()
    assert near(unknown, jury, MEASURED) is None
    assert decisions(unknown, jury)[0].lacking[0] == "1 critère à juger"


@given(stakes(), RULES)
def test_no_level_changes_what_the_jury_decided_itself(stake, jury):
    word = Changed(Status.VALIDATED, "Vu.", "Jury", datetime.datetime.now(datetime.UTC))
    fact = msgspec.structs.replace(stake.parts[ID], changed=word)
    assert near(msgspec.structs.replace(stake, parts={ID: fact}), jury, MEASURED) is None


def test_a_score_that_is_no_level_is_kept_where_the_level_is_not_changed():
    criterion = JudgedCriterion("k0", 2, Fraction(7, 4), Fraction(3))
    assert [criterion.worth(level) for level in range(4)] == [0, 1, Fraction(7, 4), 3]


def test_without_a_measure_ranks_are_by_the_changes_that_suffice_then_by_points():
    def stake(level, points):
        criteria = (JudgedCriterion("k0", level, Fraction(level), Fraction(3)),)
        machine = EvidencePart(Fraction(points), Fraction(20))
        fact = CompetenceFacts(CODE, machine, EvidencePart(Fraction(level), Fraction(3)), levels=(level,))
        return Stake(CODE, {ID: fact}, ID, criteria)

    ranked = [near(stake(1, points), rules(cap=Fraction(3, 10))) for points in (12, 10)]
    assert ranked[0].chance is None
    assert ranked[0].rank < ranked[1].rank
