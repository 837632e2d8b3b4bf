"""Two graders compared: which levels count in the comparison, what remains to settle, what is said where figures lack."""

import datetime
import math

import msgspec
import pytest

from epreuves_kit.rubric.agreement import Pair, agreement, pair_of, proposed_comment
from epreuves_kit.rubric.appreciation import Copy, Criterion, Judgement, Plan, Settled
from epreuves_kit.rubric.statistics import kappa, pooled

START = datetime.datetime(2026, 6, 1, 9, tzinfo=datetime.UTC)
K1 = Criterion("e", "C1_1-k1", "C1.1", "Un critère", "", ("", "", "", ""), 3.0)
K2 = msgspec.structs.replace(K1, grade_id="C1_1-k2", label="Un autre")
REX = msgspec.structs.replace(K1, notebook="rex", grade_id="C1_2-k1")


def copies(count, notebook="e"):
    return [Copy(f"{notebook}{n:02}", n, notebook, ("x",), "") for n in range(1, count + 1)]


def plan(*keys):
    return Plan(("Alice", "Bruno"), frozenset(keys), 1.0, 7, "Chef", START)


def said(*words):
    """(copy, grade_id, grader, level[, comment]), a minute apart."""
    found = {}
    for minute, (copy, grade_id, grader, level, *comment) in enumerate(words):
        at = START + datetime.timedelta(minutes=minute)
        found[copy, grade_id, grader] = Judgement(copy, grade_id, grader, level, "".join(comment), at)
    return found


def compare(there, criteria, judgements, settled=None, drawn=None):
    keys = [c.key for c in there] if drawn is None else drawn
    return agreement("e", plan(*keys), there, criteria, judgements, settled or {})


def settled(copy, grade_id, origin="decision", points=2.0):
    return Settled(copy, grade_id, 2, points, "", "Chef", "vu", origin, START)


def test_only_copies_drawn_and_judged_by_both_are_compared():
    there = copies(3)
    found = compare(
        there,
        [K1],
        said(
            ("e01", "C1_1-k1", "Alice", 2),
            ("e01", "C1_1-k1", "Bruno", 2),
            ("e02", "C1_1-k1", "Alice", 1),
            ("e03", "C1_1-k1", "Alice", 0),
            ("e03", "C1_1-k1", "Bruno", 3),
            ("e01", "C1_1-k1", "Claire", 0),
        ),
        drawn=["e01", "e02"],
    )
    assert (found.drawn, found.copies, found.criteria[0].pairs) == (2, 3, 1)
    assert found.criteria[0].exact == 1.0
    assert found.waiting == (0, 1)
    assert found.to_settle == ()


def test_a_criterion_is_asked_only_in_copies_of_its_notebook():
    there = [*copies(1), *copies(1, "rex")]
    found = compare(there, [K1, REX], said(("e01", "C1_1-k1", "Alice", 2)))
    assert found.waiting == (1, 2)


def test_a_comment_without_a_level_still_waits():
    found = compare(
        copies(1), [K1], said(("e01", "C1_1-k1", "Alice", None, "à revoir"), ("e01", "C1_1-k1", "Bruno", 1))
    )
    assert found.waiting == (1, 0)
    assert found.criteria[0].pairs == 0
    assert (found.criteria[0].exact, found.criteria[0].near) == (None, None)


def test_the_list_to_settle_starts_with_the_widest_gaps_and_leaves_out_what_counts_already():
    there = copies(4)
    words = [
        (f"e0{n}", "C1_1-k1", who, level)
        for n, pair in enumerate([(1, 2), (0, 3), (3, 1), (2, 0)], 1)
        for who, level in zip(("Alice", "Bruno"), pair, strict=True)
    ]
    decided = {
        ("e04", "C1_1-k1"): settled("e04", "C1_1-k1"),
        ("e03", "C1_1-k1"): settled("e03", "C1_1-k1", "agreement", None),
    }
    found = compare(there, [K1], said(*words), decided)
    assert [(p.number, p.levels) for p in found.to_settle] == [(2, (0, 3)), (3, (3, 1)), (1, (1, 2))]
    assert found.decided == 1
    assert (found.criteria[0].exact, found.criteria[0].near) == (0.0, 0.25)


def test_a_score_typed_in_formgrader_settles_a_disagreement_too():
    words = said(("e01", "C1_1-k1", "Alice", 0), ("e01", "C1_1-k1", "Bruno", 3))
    typed = {("e01", "C1_1-k1"): settled("e01", "C1_1-k1", "formgrader", 1.25)}
    assert compare(copies(1), [K1], words, typed).to_settle == ()


def test_figures_that_lack_have_their_sentence_and_none_is_not_a_number():
    found = compare(copies(3), [K1], said(("e01", "C1_1-k1", "Alice", 2), ("e01", "C1_1-k1", "Bruno", 1)))
    assert found.criteria[0].reading == "1 copie jugée deux fois : il en faut 10 au moins"
    assert found.criteria[0].severity.reason == "1 copie : il en faut 10 au moins"
    decoded = msgspec.json.decode(msgspec.json.encode(found))
    assert decoded["overall"]["quadratic"]["value"] is None


def test_severity_and_drift_are_told_of_the_grader_who_has_them():
    there = copies(20)
    words = []
    for n in range(20):
        true = (n * 7) % 2 + 1
        words.append((f"e{n + 1:02}", "C1_1-k1", "Alice", true + 1))
        words.append((f"e{n + 1:02}", "C1_1-k1", "Bruno", true if n < 10 else true - 1))
    found = compare(there, [K1], said(*words))
    one = found.criteria[0]
    assert one.severity.value == pytest.approx(1.5)  # ten times one level, ten times two
    alice, bruno = one.drifts
    assert alice.grader == "Alice"
    assert bruno.against_other.value == pytest.approx(-alice.against_other.value)
    assert bruno.against_other.marked
    assert bruno.against_other.value < 0
    assert not alice.against_own.marked


def test_a_grader_s_own_mean_is_that_of_each_criterion():
    # All of the easy criterion, then all of the hard one: no drift, though levels fall by two.
    words = [
        (f"e{n:02}", grade_id, "Alice", level)
        for grade_id, level in (("C1_1-k1", 3), ("C1_1-k2", 1))
        for n in range(1, 13)
    ]
    found = compare(copies(12), [K1, K2], said(*words))
    assert found.overall.drifts[0].against_own.value == pytest.approx(0)


def test_levels_on_copies_that_are_gone_do_not_count():
    words = said(("parti", "C1_1-k1", "Alice", 3), ("parti", "C1_1-k1", "Bruno", 0))
    found = compare(copies(1), [K1], words, drawn=["parti", "e01"])
    assert (found.drawn, found.to_settle, found.overall.pairs) == (1, (), 0)


def test_the_comment_proposed_is_that_of_who_gave_the_level_and_else_both():
    pair = Pair("e01", 1, "e", "C1_1-k1", (1, 3), ("manque un chiffre", "très clair"))
    assert proposed_comment(pair, 3) == "très clair"
    assert proposed_comment(pair, 2) == "manque un chiffre\n\ntrès clair"
    assert proposed_comment(Pair("e01", 1, "e", "C1_1-k1", (1, 3), ("", "")), 1) == ""


def test_there_is_no_pair_until_both_gave_a_level():
    assert pair_of(copies(1)[0], "C1_1-k1", ("Alice", "Bruno"), said(("e01", "C1_1-k1", "Alice", 2))) is None


LEVELS = [(0, 0), (1, 1), (2, 1), (3, 3), (2, 2), (1, 0), (3, 2), (0, 1), (2, 2), (3, 3), (1, 2), (0, 0)]


def test_over_one_criterion_the_pooled_kappa_is_the_criterion_s_own_and_its_error_nearly():
    many = LEVELS * 10
    own, all_ = kappa(many), pooled([(n, *pair) for n, pair in enumerate(many)])
    assert all_.value == pytest.approx(own.value)
    assert all_.error == pytest.approx(own.error, rel=0.03)


def test_criteria_that_say_the_same_of_a_copy_do_not_narrow_the_pooled_interval():
    once = pooled([(n, *pair) for n, pair in enumerate(LEVELS)])
    five = pooled([(n, *pair) for n, pair in enumerate(LEVELS) for _ in range(5)])
    assert five.pairs == 5 * once.pairs
    assert five.error == pytest.approx(once.error)
    assert kappa(LEVELS * 5).error == pytest.approx(kappa(LEVELS).error / math.sqrt(5))
