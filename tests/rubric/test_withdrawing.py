"""A copy laid by mistake, taken out once it was marked and judged: nothing of it counts, and what is put back is to be judged again."""

from __future__ import annotations

from pathlib import Path

import pytest

from epreuves.referentiel.spelling import EpreuveId
from epreuves.wording.errors import KitError
from epreuves_kit.course.folders import Course
from epreuves_kit.exam import laying, withdrawing
from epreuves_kit.exam.status import status
from epreuves_kit.rubric.register import Register
from tests.corpus import ASSIGNMENT
from tests.groups.trial import Cours
from tests.rubric.trial import K1, K2, copy_of

ID = EpreuveId(ASSIGNMENT)
REASON = "Déposée pour une autre personne."


def take_out(root: Path, who: str) -> withdrawing.WithdrawnCopy:
    course = Course(root)
    asked = withdrawing.look(course, who, ID)
    withdrawing.take_out(course, asked, "Secrétariat", REASON)
    return asked


def judged(root: Path, who: str, **levels: int) -> None:
    """Give levels to somebody's copy."""
    with Register(root) as register:
        register.judge_copy(ID, copy_of(register, who).key, "Sophie", {K1: levels["k1"], K2: levels["k2"]})


def test_a_copy_taken_out_leaves_neither_marks_nor_levels_and_is_no_more_counted(root: Path) -> None:
    judged(root, "seul", k1=3, k2=2)
    before = status(Course(root), [ID]).epreuves[0]
    asked = take_out(root, "seul")
    assert (asked.levels, asked.graders, asked.marked, asked.group) == (2, ("Sophie",), ("seul",), "")
    assert not Cours(root).folder("seul").exists()
    assert not Cours(root).marked("seul").exists()
    assert Cours(root).grades("seul") == {}
    after = status(Course(root), [ID]).epreuves[0]
    assert (after.received, after.marked, after.judged) == (before.received - 1, before.marked - 1, before.judged - 2)
    with pytest.raises(KitError, match="Il n'y a pas de copie"):
        withdrawing.look(Course(root), "seul", ID)


def test_what_is_put_back_is_to_be_judged_again_and_the_journal_keeps_what_was_given(root: Path) -> None:
    judged(root, "seul", k1=3, k2=2)
    with Register(root) as register:
        key = copy_of(register, "seul").key
        register.settle(ID, key, K2, 1, "", "Présidente", "Trop bref.")
    take_out(root, "seul")
    laying.put_back(Course(root), "seul", ID)
    Cours(root).mark()
    with Register(root) as register:
        assert register.sync(ID) == []
        assert copy_of(register, "seul").key == key
        settled = register.settled(ID, key)
        assert [(settled[key, id].level, settled[key, id].reason) for id in (K1, K2)] == [(None, REASON)] * 2
        history = register.history(ID, key, K2)
        assert [(entry.kind, entry.who, entry.level) for entry in history] == [
            ("judgement", "Sophie", 2),
            ("settled", "Sophie", 2),
            ("settled", "Présidente", 1),
            ("judgement", "Sophie", None),
            ("settled", "Secrétariat", None),
        ]
    assert all(manual is None for _, manual, _ in Cours(root).grades("seul").values())
    judged(root, "seul", k1=1, k2=0)
    with Register(root) as register:
        settled = register.settled(ID, key)
        assert [(settled[key, id].level, settled[key, id].author) for id in (K1, K2)] == [(1, "Sophie"), (0, "Sophie")]


def test_two_graders_agree_again_on_a_copy_that_a_decision_had_settled(root: Path) -> None:
    with Register(root) as register:
        key = copy_of(register, "seul").key
        register.plan_chosen(ID, ("Sophie", "Karim"), [key], "Secrétariat")
        register.settle(ID, key, K1, 3, "", "Présidente", "Vu ensemble.")
    take_out(root, "seul")
    laying.put_back(Course(root), "seul", ID)
    Cours(root).mark()
    with Register(root) as register:
        for grader in ("Sophie", "Karim"):
            assert register.settled(ID, key)[key, K1].level is None
            register.judge(ID, key, K1, grader, 1)
        assert register.settled(ID, key)[key, K1].level == 1


def test_the_copy_that_counts_for_a_group_takes_its_members_marks_with_it_and_the_next_one_counts(root: Path) -> None:
    judged(root, "lea", k1=3, k2=3)
    asked = take_out(root, "lea")
    assert (set(asked.marked), asked.levels, asked.group) == ({"lea", "karim", "hugo"}, 2, "G1")
    assert Cours(root).grades("karim") == {}
    assert Cours(root).grades("ines")
    Cours(root).mark()
    record = Cours(root).record("lea")
    assert record is not None
    assert "karim" in str(record)
    with Register(root) as register:
        key = copy_of(register, "karim").key
        assert set(copy_of(register, "karim").students) == {"lea", "karim"}
        assert register.settled(ID, key)[key, K1].level is None


def test_a_member_whose_copy_does_not_count_leaves_the_groups_levels_alone(root: Path) -> None:
    judged(root, "lea", k1=3, k2=2)
    asked = take_out(root, "karim")
    assert (asked.marked, asked.levels, asked.group) == (("karim",), 0, "")
    with Register(root) as register:
        key = copy_of(register, "lea").key
        assert [register.settled(ID, key)[key, id].level for id in (K1, K2)] == [3, 2]


def test_a_copy_that_nobody_marked_goes_aside_and_a_second_time_is_refused(root: Path) -> None:
    Cours(root).hand_in("tard")
    take_out(root, "tard")
    assert laying.replaced(Course(root), "tard", ID) is not None
    with pytest.raises(KitError, match="rien n'est à retirer"):
        take_out(root, "tard")
