"""What graders say is kept as they said it, and the level that counts reaches nbgrader's marks."""

import datetime
import sqlite3

import pytest
from sqlalchemy import create_engine

from epreuves.wording.errors import KitError
from epreuves_kit.rubric import database
from epreuves_kit.rubric.register import Register
from tests.corpus import ASSIGNMENT
from tests.groups.trial import Cours
from tests.rubric.trial import GROUPS, K1, K2, K3, copy_of

LEVELS = {0: 0.0, 1: 1.0, 2: 2.0, 3: 3.0}


def rows(root):
    """All rows of the record's tables, as text."""
    engine = create_engine(f"sqlite:///{root / 'gradebook.db'}")
    try:
        with engine.connect() as db:
            return {(t.name, *map(str, row)) for t in database.METADATA.sorted_tables for row in db.execute(t.select())}
    finally:
        engine.dispose()


def test_a_group_has_one_copy_and_who_was_absent_none(register):
    copies = register.copies(ASSIGNMENT)
    assert {c.students for c in copies} == {("lea", "karim"), ("ines", "chloe"), ("seul",)}
    assert [c.number for c in copies] == [1, 2, 3]
    assert [c.key for c in copies] == sorted(c.key for c in copies)
    for copy in copies:
        assert copy.path.endswith(f"{copy.students[0]}/{ASSIGNMENT}/{ASSIGNMENT}.ipynb")
        assert not any(name in copy.key for name in ("lea", "G1", "seul"))


def test_a_notebook_that_is_not_there_makes_no_copy(root, register):
    path = root / "autograded" / "seul" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    path.unlink()
    assert {c.students for c in register.copies(ASSIGNMENT)} == {("lea", "karim"), ("ines", "chloe")}


def test_keys_stay_when_the_session_s_key_changes_and_differ_from_one_session_to_the_next(root, register):
    keys = [c.key for c in register.copies(ASSIGNMENT)]
    (root / "seance.yaml").write_text("nom: Autre\ncle: une autre clé\n", "utf-8")
    with Register(root) as again:
        assert [c.key for c in again.copies(ASSIGNMENT)] == keys
    with sqlite3.connect(root / "gradebook.db") as db:
        db.execute("DELETE FROM epreuves_cle")
    db.close()
    with Register(root) as other:
        assert not set(keys) & {c.key for c in other.copies(ASSIGNMENT)}


def test_a_criterion_comes_with_what_is_seen_at_each_level(register):
    criteria = register.criteria(ASSIGNMENT)
    assert [c.grade_id for c in criteria] == [f"C15_{n}-k{k}" for n in (1, 2, 3) for k in (1, 2, 3)]
    first = criteria[0]
    assert (first.notebook, first.competence, first.points) == (ASSIGNMENT, "C15.1", 3.0)
    assert first.look == "Jugé sur la synthèse."
    assert first.descriptors[0] == "Rien sur C15.1, critère 1."
    assert first.descriptors[3] == "Une réponse complète et argumentée sur C15.1, critère 1."
    assert "indicateurs" in first.label


@pytest.mark.parametrize(("level", "points"), LEVELS.items())
def test_a_group_s_copy_is_judged_once_and_each_member_present_has_the_level(register, formgrader, level, points):
    key = copy_of(register, "lea").key
    before = datetime.datetime.now(datetime.UTC)
    word = register.judge(ASSIGNMENT, key, K1, "Anne", level, "  Bien vu.\r\nÀ préciser. ")
    assert (word.level, word.comment, word.grader) == (level, "Bien vu.\nÀ préciser.", "Anne")
    assert before <= word.at <= datetime.datetime.now(datetime.UTC)
    for member in ("lea", "karim"):
        assert formgrader.shows(member, K1) == (points, False, "Bien vu.\nÀ préciser.")
    assert formgrader.shows("hugo", K1) == (None, False, None)
    for other in ("ines", "chloe", "seul"):
        assert formgrader.shows(other, K1) == (None, True, None)
    settled = register.settled(ASSIGNMENT)[key, K1]
    assert (settled.level, settled.points, settled.author, settled.origin) == (level, points, "Anne", "alone")


def test_the_last_judgement_given_is_the_one_that_counts(register, formgrader):
    key = copy_of(register, "seul").key
    register.judge(ASSIGNMENT, key, K1, "Anne", 1, "Court.")
    register.judge(ASSIGNMENT, key, K1, "Benoît", 3)
    assert formgrader.shows("seul", K1) == (3.0, False, None)
    register.judge(ASSIGNMENT, key, K1, "Anne", 2, "Mieux que je ne pensais.")
    assert formgrader.shows("seul", K1) == (2.0, False, "Mieux que je ne pensais.")
    said = register.judgements(ASSIGNMENT)
    assert {who: said[key, K1, who].level for who in ("Anne", "Benoît")} == {"Anne": 2, "Benoît": 3}
    assert list(register.judgements(ASSIGNMENT, "Benoît")) == [(key, K1, "Benoît")]


def test_a_comment_alone_is_kept_and_waits_for_a_level(register, formgrader):
    key = copy_of(register, "seul").key
    register.judge(ASSIGNMENT, key, K1, "Anne", None, "À relire.")
    assert formgrader.shows("seul", K1) == (None, True, "À relire.")


def test_undo_walks_back_gesture_by_gesture_and_erases_nothing(register, formgrader):
    key = copy_of(register, "seul").key
    first = register.judge(ASSIGNMENT, key, K1, "Anne", 1, "Un.")
    register.judge(ASSIGNMENT, key, K1, "Benoît", 3)
    register.judge(ASSIGNMENT, key, K2, "Anne", 2)
    register.judge(ASSIGNMENT, key, K1, "Anne", 0, "Deux.")
    assert formgrader.shows("seul", K1) == (0.0, False, "Deux.")

    assert register.undo(ASSIGNMENT, "Anne") == first
    # Her word of before is older than Benoît's, which counts again.
    assert formgrader.shows("seul", K1) == (3.0, False, None)
    undone = register.undo(ASSIGNMENT, "Anne")
    assert (undone.grade_id, undone.level) == (K2, None)
    assert formgrader.shows("seul", K2) == (None, True, None)
    assert register.undo(ASSIGNMENT, "Anne").level is None
    assert formgrader.shows("seul", K1) == (3.0, False, None)
    assert register.undo(ASSIGNMENT, "Anne") is None

    register.judge(ASSIGNMENT, key, K3, "Anne", 3)
    assert register.undo(ASSIGNMENT, "Anne").grade_id == K3
    assert register.undo(ASSIGNMENT, "Anne") is None
    gestures = [e.kind for e in register.history(ASSIGNMENT) if e.who == "Anne" and e.kind != "settled"]
    assert gestures == ["judgement"] * 3 + ["undo"] * 3 + ["judgement", "undo"]
    assert register.judgements(ASSIGNMENT)[key, K1, "Benoît"].level == 3


def test_rows_are_added_and_none_is_changed_or_removed(root, register, formgrader):
    keys = [c.key for c in register.copies(ASSIGNMENT)]
    known = rows(root)
    for gesture in (
        lambda: register.judge(ASSIGNMENT, keys[0], K1, "Anne", 2),
        lambda: register.judge(ASSIGNMENT, keys[0], K1, "Anne", 1),
        lambda: register.undo(ASSIGNMENT, "Anne"),
        lambda: register.judge_many(ASSIGNMENT, "Benoît", [(k, K1, 3, "Oui.") for k in keys]),
        lambda: (formgrader.types("seul", K1, 0.5), register.sync(ASSIGNMENT)),
        lambda: register.plan_double(ASSIGNMENT, ("Anne", "Benoît"), 1, 7, "Chef"),
        lambda: register.judge(ASSIGNMENT, keys[1], K1, "Anne", 3),
        lambda: register.settle(ASSIGNMENT, keys[2], K1, 2, "", "Chef", "Le descripteur 2 y est mot pour mot."),
        lambda: register.plan_double(ASSIGNMENT, ("Anne", "Claire"), 0.5, 7, "Chef"),
    ):
        gesture()
        assert known < rows(root)
        known = rows(root)


def test_history_tells_every_row_in_order_of_a_copy_or_a_criterion(register):
    one, two = (copy_of(register, s).key for s in ("lea", "seul"))
    register.judge(ASSIGNMENT, one, K1, "Anne", 2)
    register.judge(ASSIGNMENT, two, K1, "Anne", 1)
    register.judge(ASSIGNMENT, one, K2, "Benoît", 0)
    told = [(e.kind, e.copy, e.grade_id, e.who, e.level) for e in register.history(ASSIGNMENT)]
    assert told == [
        (kind, copy, grade_id, who, level)
        for copy, grade_id, who, level in ((one, K1, "Anne", 2), (two, K1, "Anne", 1), (one, K2, "Benoît", 0))
        for kind in ("judgement", "settled")
    ]
    assert [e.rank for e in register.history(ASSIGNMENT, one)] == [1, 2, 5, 6]
    assert [e.rank for e in register.history(ASSIGNMENT, grade_id=K1)] == [1, 2, 3, 4]
    assert [e.rank for e in register.history(ASSIGNMENT, one, K2)] == [5, 6]


def test_a_sheet_is_taken_whole_or_not_at_all(root, register, formgrader):
    one, two = (copy_of(register, s).key for s in ("lea", "seul"))
    before = rows(root)
    with pytest.raises(KitError, match="niveau « 4 »"):
        register.judge_many(ASSIGNMENT, "Anne", [(one, K1, 2, ""), (two, K1, 4, "")])
    assert rows(root) == before
    register.judge_many(ASSIGNMENT, "Anne", [(one, K1, 2, "Oui."), (two, K1, None, ""), (two, K2, 3, "")])
    assert formgrader.shows("karim", K1) == (2.0, False, "Oui.")
    assert formgrader.shows("seul", K2) == (3.0, False, None)
    assert {k: s.origin for k, s in register.settled(ASSIGNMENT).items()} == {
        (one, K1): "sheet",
        (two, K2): "sheet",
    }


def test_what_a_sheet_says_again_is_not_written_again(root, register):
    one, two = (copy_of(register, s).key for s in ("lea", "seul"))
    register.judge(ASSIGNMENT, one, K1, "Anne", 2, "Oui.")
    register.judge(ASSIGNMENT, two, K1, "Anne", 2, "Oui.")
    register.judge(ASSIGNMENT, two, K1, "Benoît", 1)
    before = rows(root)
    register.judge_many(ASSIGNMENT, "Anne", [(one, K1, 2, "Oui."), (two, K1, 2, "Oui.")])
    assert rows(root) == before


def test_a_sheet_is_not_undone_cell_by_cell(register, formgrader):
    key = copy_of(register, "seul").key
    register.judge(ASSIGNMENT, key, K1, "Anne", 1)
    register.judge_many(ASSIGNMENT, "Anne", [(key, K1, 3, ""), (key, K2, 2, "")])
    assert register.undo(ASSIGNMENT, "Anne") is None
    assert formgrader.shows("seul", K1)[0] == 3.0
    register.judge(ASSIGNMENT, key, K1, "Anne", 0)
    assert register.undo(ASSIGNMENT, "Anne").level == 3
    assert register.settled(ASSIGNMENT)[key, K1].origin == "sheet"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"copy": "0000"}, "La copie « 0000 » n'est pas de"),
        ({"grade_id": "C15_1-roas"}, "Le critère « C15_1-roas » ne se juge pas dans la copie n°"),
        ({"level": 4}, "Le niveau « 4 » n'existe pas"),
        ({"level": -1}, "Le niveau « -1 » n'existe pas"),
        ({"level": True}, "Le niveau « True » n'existe pas"),
        ({"level": 1.5}, "Le niveau « 1.5 » n'existe pas"),
        ({"grader": "  "}, "Le nom de qui corrige"),
        ({"grader": "a" * 61}, "Le nom de qui corrige"),
        ({"grader": "Anne\nBenoît"}, "Le nom de qui corrige"),
        ({"comment": "a" * 5001}, "5001 caractères"),
        ({"assignment": "e99_rien"}, "ne connaît pas l'épreuve « e99_rien »"),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_is_refused_with_a_sentence_and_leaves_nothing(root, register, changes, said):
    register.copies(ASSIGNMENT)
    before = rows(root)
    asked = {
        "assignment": ASSIGNMENT,
        "copy": copy_of(register, "seul").key,
        "grade_id": K1,
        "grader": "Anne",
        "level": 2,
    } | changes
    with pytest.raises(KitError, match=said):
        register.judge(**asked)
    assert rows(root) == before


def test_characters_that_nobody_sees_are_left_out_of_a_comment(register, formgrader):
    register.judge(ASSIGNMENT, copy_of(register, "seul").key, K1, "Anne", 2, "Bi\x00en\x1b[2J\tvu")
    assert formgrader.shows("seul", K1)[2] == "Bien[2J\tvu"


def test_a_gradebook_that_stays_locked_is_told_and_nothing_is_kept(root):
    with Register(root, patience=0.2) as register:
        key = copy_of(register, "seul").key
        other = sqlite3.connect(root / "gradebook.db", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        try:
            with pytest.raises(KitError, match=r"occupé par un autre programme depuis 0,2 s"):
                register.judge(ASSIGNMENT, key, K1, "Anne", 2)
        finally:
            other.close()
        assert register.history(ASSIGNMENT) == []
        assert register.judge(ASSIGNMENT, key, K1, "Anne", 2).level == 2


def test_a_course_without_a_gradebook_is_told_what_to_do(root):
    (root / "gradebook.db").unlink()
    with pytest.raises(KitError, match="pas de carnet de notes"):
        Register(root)
    assert not (root / "gradebook.db").exists()


def test_a_file_that_is_no_gradebook_gets_no_table_of_ours(root):
    (root / "gradebook.db").unlink()
    sqlite3.connect(root / "gradebook.db").close()
    (root / "gradebook.db").touch()
    with pytest.raises(KitError, match="ne s'ouvre pas"):
        Register(root)
    with sqlite3.connect(root / "gradebook.db") as db:
        assert db.execute("SELECT name FROM sqlite_master").fetchall() == []
    db.close()


def test_a_criterion_that_the_source_lost_is_told(root, register):
    source = root / "source" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    source.write_text(source.read_text("utf-8").replace("C15_2-k2", "C15_2-k9"), "utf-8")
    with pytest.raises(KitError, match="n'a plus le critère « C15_2-k2 »"):
        register.criteria(ASSIGNMENT)


def test_groups_that_cannot_be_applied_are_told(root, register):
    (root / "groupes.csv").write_text("epreuve;groupe\n", "utf-8")
    with pytest.raises(KitError, match=r"groupes\.csv, ligne 1"):
        register.copies(ASSIGNMENT)


def test_a_member_who_comes_later_has_the_level_too_and_one_absent_after_all_loses_it(root, register, formgrader):
    course = Cours(root)
    key = copy_of(register, "lea").key
    register.judge(ASSIGNMENT, key, K1, "Anne", 2, "Oui.")
    present = [line.replace("absent", "présent") for line in GROUPS]
    course.groups(*[line for line in present if "karim" not in line], "G1;karim;absent")
    course.mark()
    assert register.sync(ASSIGNMENT) == []
    assert copy_of(register, "lea").students == ("lea", "hugo")
    assert copy_of(register, "lea").key == key
    assert formgrader.shows("hugo", K1) == (2.0, False, "Oui.")
    assert formgrader.shows("karim", K1) == (None, False, None)
    assert formgrader.shows("lea", K1) == (2.0, False, "Oui.")


def test_copies_that_are_not_at_hand_lose_no_level(root, register, formgrader):
    register.judge(ASSIGNMENT, copy_of(register, "lea").key, K1, "Anne", 2, "Oui.")
    (root / "autograded").rename(root / "ailleurs")
    assert register.sync(ASSIGNMENT) == []
    assert formgrader.shows("lea", K1) == (2.0, False, "Oui.")
