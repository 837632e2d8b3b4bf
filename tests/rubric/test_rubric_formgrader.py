"""The record and nbgrader agree: what is typed in formgrader is kept, what is settled reaches marks, exports and feedback."""

import csv
import re

import pytest

from epreuves_kit.course.folders import Course
from epreuves_kit.rubric.register import Register
from tests.conftest import nbgrader
from tests.corpus import ASSIGNMENT
from tests.groups.trial import Cours
from tests.rubric.trial import K1, K2, K3, copy_of


def test_a_score_typed_in_formgrader_is_a_change_of_the_level_that_counts(register, formgrader):
    key = copy_of(register, "lea").key
    register.judge(ASSIGNMENT, key, K1, "Anne", 3, "Très bien.")
    formgrader.types("karim", K1, 1.9)
    (found,) = register.sync(ASSIGNMENT)
    assert (found.copy, found.grade_id, found.level, found.points) == (key, K1, 2, 1.9)
    assert (found.comment, found.author, found.origin) == ("Très bien.", "Formgrader", "formgrader")
    for member in ("lea", "karim"):
        assert formgrader.shows(member, K1) == (1.9, False, "Très bien.")
    assert register.sync(ASSIGNMENT) == []
    assert register.settled(ASSIGNMENT)[key, K1] == found
    assert [(e.kind, e.level) for e in register.history(ASSIGNMENT)] == [
        ("judgement", 3),
        ("settled", 3),
        ("settled", 2),
    ]


def test_a_comment_typed_in_formgrader_is_a_change_too(register, formgrader):
    key = copy_of(register, "seul").key
    register.judge(ASSIGNMENT, key, K1, "Anne", 3, "Très bien.")
    formgrader.comments("seul", K1, "Très bien.\r\n")
    assert register.sync(ASSIGNMENT) == [], "only the end of the line differs"
    formgrader.comments("seul", K1, "Très bien, mais long.")
    (found,) = register.sync(ASSIGNMENT)
    assert (found.level, found.points, found.comment) == (3, 3.0, "Très bien, mais long.")


def test_a_box_emptied_in_formgrader_leaves_nothing_that_counts(register, formgrader):
    key = copy_of(register, "seul").key
    register.judge(ASSIGNMENT, key, K1, "Anne", 3)
    formgrader.types("seul", K1, None)
    (found,) = register.sync(ASSIGNMENT)
    assert (found.level, found.points, found.origin) == (None, None, "formgrader")
    assert formgrader.shows("seul", K1) == (None, True, None)


def test_what_was_judged_in_formgrader_alone_is_taken_in(register, formgrader):
    key = copy_of(register, "ines").key
    formgrader.types("ines", K1, 2.0)
    formgrader.comments("ines", K2, "À relire.")
    found = {s.grade_id: s for s in register.sync(ASSIGNMENT)}
    assert {k: (s.copy, s.level, s.comment) for k, s in found.items()} == {
        K1: (key, 2, ""),
        K2: (key, None, "À relire."),
    }
    assert formgrader.shows("chloe", K1) == (2.0, False, None)
    assert formgrader.shows("chloe", K2) == (None, True, "À relire.")


def test_a_level_typed_in_formgrader_just_before_a_judgement_is_in_the_record(register, formgrader):
    key = copy_of(register, "seul").key
    register.judge(ASSIGNMENT, key, K1, "Anne", 3)
    formgrader.types("seul", K1, 0.5)
    register.judge(ASSIGNMENT, key, K1, "Anne", 2)
    told = [(e.kind, e.who, e.points) for e in register.history(ASSIGNMENT) if e.kind == "settled"]
    assert told == [("settled", "Anne", 3.0), ("settled", "Formgrader", 0.5), ("settled", "Anne", 2.0)]
    assert formgrader.shows("seul", K1)[0] == 2.0


def test_undoing_an_older_judgement_leaves_what_was_typed_since(register, formgrader):
    key = copy_of(register, "seul").key
    register.judge(ASSIGNMENT, key, K1, "Anne", 3)
    formgrader.types("seul", K1, 0.5)
    register.undo(ASSIGNMENT, "Anne")
    assert formgrader.shows("seul", K1)[0] == 0.5
    register.judge(ASSIGNMENT, key, K1, "Anne", 1)
    assert formgrader.shows("seul", K1)[0] == 1.0
    register.undo(ASSIGNMENT, "Anne")
    assert formgrader.shows("seul", K1)[0] == 0.5
    register.undo(ASSIGNMENT, "Anne")
    assert formgrader.shows("seul", K1)[0] == 0.5


def test_two_members_given_different_scores_in_formgrader_end_with_the_last_and_both_are_kept(register, formgrader):
    formgrader.types("lea", K1, 1.0)
    formgrader.types("karim", K1, 3.0)
    assert [s.points for s in register.sync(ASSIGNMENT)] == [1.0, 3.0]
    assert {formgrader.shows(m, K1)[0] for m in ("lea", "karim")} == {3.0}


def test_a_score_typed_in_formgrader_counts_in_a_copy_marked_twice(register, formgrader):
    register.plan_double(ASSIGNMENT, ("Anne", "Benoît"), 1, 7, "Chef")
    key = copy_of(register, "seul").key
    formgrader.types("seul", K1, 1.0)
    assert [s.level for s in register.sync(ASSIGNMENT)] == [1]
    for grader in ("Anne", "Benoît"):
        register.judge(ASSIGNMENT, key, K1, grader, 3)
    assert formgrader.shows("seul", K1)[0] == 1.0


@pytest.mark.parametrize("by", ["epreuves", pytest.param("nbgrader", marks=pytest.mark.slow)])
def test_marking_again_keeps_levels_and_comments(root, register, formgrader, by):
    register.judge(ASSIGNMENT, copy_of(register, "lea").key, K1, "Anne", 2, "Bien.")
    register.judge(ASSIGNMENT, copy_of(register, "seul").key, K2, "Anne", 0)
    shown = [formgrader.shows(s, k) for s in ("lea", "karim", "seul") for k in (K1, K2, K3)]
    if by == "epreuves":
        Cours(root).mark("--force")
    else:
        for student in ("lea", "karim", "seul"):
            nbgrader(root, "autograde", ASSIGNMENT, "--student", student, "--force")
    assert [formgrader.shows(s, k) for s in ("lea", "karim", "seul") for k in (K1, K2, K3)] == shown
    assert register.sync(ASSIGNMENT) == []


def test_nbgraders_export_and_the_feedback_say_the_settled_level(root, register):
    register.plan_double(ASSIGNMENT, ("Anne", "Benoît"), 1, 7, "Chef")
    key = copy_of(register, "lea").key
    before = exported(root)
    for criterion in register.criteria(ASSIGNMENT):
        for grader in ("Anne", "Benoît"):
            register.judge(ASSIGNMENT, key, criterion.grade_id, grader, 2, f"Vu par {grader}.")
    after = exported(root)
    for member in ("lea", "karim"):
        assert after[member] - before[member] == pytest.approx(9 * 2.0)
    assert after["ines"] == before["ines"]
    done = Cours(root).run("feedback", ASSIGNMENT)
    assert done.returncode == 0, done.stderr
    where = Course(root)
    for member in ("lea", "karim"):
        page = (where.folder("feedback", member, ASSIGNMENT) / f"{ASSIGNMENT}.html").read_text("utf-8")
        text = re.sub(r"<[^>]+>", " ", page)
        said = re.findall(r"Une réponse complète sur (C[\d.]+, critère \d+)", text)
        assert len(set(said)) == 9  # one of them is told first too, among what was done well
        assert text.count("Vu par Anne.") == text.count("Vu par Benoît.") == 9


def exported(root):
    """Each student's score, by nbgrader's own export."""
    nbgrader(root, "export", "--to", "notes.csv")
    with (root / "notes.csv").open(encoding="utf-8", newline="") as lines:
        return {row["student_id"]: float(row["score"]) for row in csv.DictReader(lines)}


def test_two_records_open_at_once_say_the_same(root, register):
    key = copy_of(register, "seul").key
    with Register(root) as other:
        register.judge(ASSIGNMENT, key, K1, "Anne", 2)
        assert other.settled(ASSIGNMENT) == register.settled(ASSIGNMENT)
        other.judge(ASSIGNMENT, key, K2, "Benoît", 1)
        assert other.judgements(ASSIGNMENT) == register.judgements(ASSIGNMENT)
