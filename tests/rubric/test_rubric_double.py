"""Copies marked twice: nothing counts before two graders agree, or somebody decides."""

import pytest

from epreuves.wording.errors import KitError
from epreuves_kit.rubric.register import Register
from tests.corpus import ASSIGNMENT
from tests.rubric.trial import K1, K2, copy_of

PAIR = ("Anne", "Benoît")


@pytest.fixture
def key(register):
    """A copy that is marked twice, as all are."""
    register.plan_double(ASSIGNMENT, PAIR, 1, 7, "Chef")
    return copy_of(register, "lea").key


def test_nothing_reaches_nbgrader_before_both_have_judged_then_equal_levels_settle(register, formgrader, key):
    register.judge(ASSIGNMENT, key, K1, "Benoît", 2, "Clair.")
    assert formgrader.shows("lea", K1) == (None, True, None)
    assert (key, K1) not in register.settled(ASSIGNMENT)
    register.judge(ASSIGNMENT, key, K1, "Anne", None, "Je réfléchis.")
    assert formgrader.shows("lea", K1) == (None, True, None)
    register.judge(ASSIGNMENT, key, K1, "Anne", 2, "Complet.")
    for member in ("lea", "karim"):
        assert formgrader.shows(member, K1) == (2.0, False, "Complet.\n\nClair.")
    settled = register.settled(ASSIGNMENT)[key, K1]
    assert (settled.level, settled.author, settled.origin) == (2, "Anne, Benoît", "agreement")


def test_the_same_comment_given_twice_is_written_once(register, formgrader, key):
    for grader in PAIR:
        register.judge(ASSIGNMENT, key, K1, grader, 3, "Bien.")
    assert formgrader.shows("lea", K1) == (3.0, False, "Bien.")


def test_levels_that_differ_wait_for_a_decision_with_its_reason(register, formgrader, key):
    register.judge(ASSIGNMENT, key, K1, "Anne", 3)
    register.judge(ASSIGNMENT, key, K1, "Benoît", 1)
    assert formgrader.shows("lea", K1) == (None, True, None)
    with pytest.raises(KitError, match="Une décision se motive"):
        register.settle(ASSIGNMENT, key, K1, 2, "Bien.", "Chef", " ")
    with pytest.raises(KitError, match="Une décision donne un niveau"):
        register.settle(ASSIGNMENT, key, K1, None, "Bien.", "Chef", "Parce que.")
    settled = register.settle(ASSIGNMENT, key, K1, 2, "Bien.", "Chef", "Un indicateur sur deux est justifié.")
    assert register.settled(ASSIGNMENT)[key, K1] == settled
    assert (settled.level, settled.points, settled.author, settled.origin) == (2, 2.0, "Chef", "decision")
    assert formgrader.shows("karim", K1) == (2.0, False, "Bien.")
    # A decision stands, whatever the two say afterwards.
    register.judge(ASSIGNMENT, key, K1, "Anne", 1)
    assert register.settled(ASSIGNMENT)[key, K1] == settled


def test_an_agreement_that_is_left_counts_no_more(register, formgrader, key):
    for grader in PAIR:
        register.judge(ASSIGNMENT, key, K1, grader, 2)
    register.judge(ASSIGNMENT, key, K1, "Anne", 3)
    assert formgrader.shows("lea", K1) == (None, True, None)
    assert register.settled(ASSIGNMENT)[key, K1].level is None
    register.undo(ASSIGNMENT, "Anne")
    assert formgrader.shows("lea", K1) == (2.0, False, None)


def test_a_third_grader_is_told_that_the_copy_is_others(register, key):
    with pytest.raises(KitError, match=r"double correction, confiée à Anne et Benoît"):
        register.judge(ASSIGNMENT, key, K1, "Claire", 2)
    with pytest.raises(KitError, match=r"double correction"):
        register.judge_many(ASSIGNMENT, "Claire", [(key, K1, 2, "")])
    assert register.judgements(ASSIGNMENT) == {}


def test_a_sample_is_drawn_again_the_same_from_its_seed_and_the_others_are_judged_once(root, register, formgrader):
    keys = {c.key for c in register.copies(ASSIGNMENT)}
    drawn = [register.plan_double(ASSIGNMENT, PAIR, 0.3, seed, "Chef").copies for seed in range(12)]
    assert {len(d) for d in drawn} == {1}
    assert set().union(*drawn) == keys, "twelve seeds draw each of three copies"
    with Register(root) as again:
        plan = again.plan_double(ASSIGNMENT, PAIR, 0.3, 5, "Chef")
        assert plan.copies == drawn[5]
        assert again.plan(ASSIGNMENT) == plan
    assert register.plan_double(ASSIGNMENT, PAIR, 0.5, 5, "Chef").copies > drawn[5], "a larger share keeps those drawn"
    plan = register.plan(ASSIGNMENT)
    assert (plan.graders, plan.share, plan.seed, plan.author) == (PAIR, 0.5, 5, "Chef")
    (once,) = keys - plan.copies
    register.judge(ASSIGNMENT, once, K1, "Claire", 2)
    assert register.settled(ASSIGNMENT)[once, K1].origin == "alone"


def test_what_one_settled_alone_waits_for_the_other_once_the_copy_is_drawn(register, formgrader):
    key = copy_of(register, "lea").key
    register.judge(ASSIGNMENT, key, K1, "Anne", 2)
    decided = register.settle(ASSIGNMENT, key, K2, 1, "", "Chef", "Décidé en jury.")
    register.plan_double(ASSIGNMENT, PAIR, 1, 7, "Chef")
    assert formgrader.shows("lea", K1) == (None, True, None)
    assert register.settled(ASSIGNMENT)[key, K2] == decided
    register.judge(ASSIGNMENT, key, K1, "Benoît", 2)
    assert formgrader.shows("lea", K1) == (2.0, False, None)


def test_a_larger_sample_leaves_what_was_settled_in_the_first(register, formgrader):
    first = register.plan_double(ASSIGNMENT, PAIR, 0.3, 5, "Chef")
    (key,) = first.copies
    student = next(c.students[0] for c in register.copies(ASSIGNMENT) if c.key == key)
    for grader in PAIR:
        register.judge(ASSIGNMENT, key, K1, grader, 2)
    formgrader.types(student, K2, 1.0)
    register.sync(ASSIGNMENT)
    register.plan_double(ASSIGNMENT, PAIR[::-1], 1, 5, "Chef")
    assert formgrader.shows(student, K1)[0] == 2.0
    assert formgrader.shows(student, K2)[0] == 1.0


@pytest.mark.parametrize(
    ("graders", "share", "seed", "said"),
    [
        (("Anne", " Anne"), 1, 7, "deux personnes différentes"),
        (("Anne", ""), 1, 7, "Le nom de qui corrige"),
        (PAIR, 0, 7, "plus grande que 0"),
        (PAIR, 1.5, 7, "plus grande que 0"),
        (PAIR, float("nan"), 7, "plus grande que 0"),
        (PAIR, 1, "sept", "Le numéro du tirage"),
        (PAIR, 1, 2**63, "Le numéro du tirage"),
    ],
)
def test_a_plan_that_cannot_be_is_refused(register, graders, share, seed, said):
    with pytest.raises(KitError, match=said):
        register.plan_double(ASSIGNMENT, graders, share, seed, "Chef")
    assert register.plan(ASSIGNMENT) is None
