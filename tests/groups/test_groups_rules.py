"""Which collective copy each member is marked on, and what is said of it: a test a rule."""

import pytest

from epreuves.answers import typed
from tests.corpus import ASSIGNMENT, GOOD
from tests.groups.trial import INVERSE, REX

COLLECTIVE = {"C15_1-roas", "C15_2-meilleur", "C15_2-moyen", "C15_2-jour", "C15_3-graphe", "C15_3-synthese"}
NOTE = "note.txt"


def auto(course, student, ids=COLLECTIVE):
    """Scores by the machine of the cells named."""
    return {id: score for id, (score, _, _) in course.grades(student).items() if id in ids}


def test_one_collective_copy_is_every_present_members(course):
    course.groups("G1;lea", "G1;karim", "G1;zoe")
    shown = {"roas": "open('note.txt').read(), __import__('os').environ['EPREUVES_CANDIDAT']"}
    course.hand_in("lea", INVERSE, after={ASSIGNMENT: shown}, note="les chiffres du groupe")
    course.hand_in("karim", {}, REX | {"rex-depense": "depense = 1"})
    course.hand_in("zoe", None)
    told = course.mark()
    assert {t["status"] for t in told.values()} == {"marked"}
    assert {t["reason"] for t in told.values()} == {"Groupe G1 : copie collective rendue par lea."}
    assert len({t["variant"] for t in told.values()}) == 1
    assert told["lea"]["score"] == told["zoe"]["score"] == told["karim"]["score"] + 2
    assert told["lea"]["questions"]["C15_1-roas"]["mistake"] == "inverse"
    for student in ("karim", "zoe"):
        assert auto(course, student) == auto(course, "lea")
        assert course.outputs(student) == course.outputs("lea")
        assert course.record(student).marks == course.record("lea").marks
        assert course.record(student).group.said == "Groupe G1 : copie collective rendue par lea."
        assert (course.marked(student) / NOTE).read_text("utf-8") == "les chiffres du groupe"
    assert "les chiffres du groupe" in str(course.outputs("lea"))
    assert auto(course, "karim", {"C15_3-rex_depense"}) == {"C15_3-rex_depense": 0}
    assert auto(course, "zoe", {"C15_3-rex_depense"}) == {"C15_3-rex_depense": 2}


def test_of_two_that_differ_the_last_handed_in_counts_and_it_is_said_why(course):
    course.groups("G1;lea", "G1;karim")
    course.hand_in("lea", INVERSE, at="2026-06-12 12:00:00 UTC")
    course.hand_in("karim", GOOD, at="2026-06-12 11:00:00 UTC")
    told = course.mark()
    for student in ("lea", "karim"):
        assert told[student]["questions"]["C15_1-roas"]["mistake"] == "inverse"
        assert "rendue par lea, la dernière rendue (12/06/2026 à 12:00:00 UTC)" in told[student]["reason"]
        assert "2 copies diffèrent (lea, karim)" in told[student]["reason"]


def test_of_two_that_differ_the_one_marked_depot_counts_whenever_it_came(course):
    course.groups("G1;lea;;", "G1;karim;;x")
    course.hand_in("lea", INVERSE, at="2026-06-12 12:00:00 UTC")
    course.hand_in("karim", GOOD, at="2026-06-12 11:00:00 UTC")
    told = course.mark()
    assert told["lea"]["score"] == told["karim"]["score"] == 15
    assert "rendue par karim, désignée comme celle qui compte" in told["lea"]["reason"]


def test_without_dates_the_first_of_the_file_counts(course):
    course.groups("G1;karim", "G1;lea")
    course.hand_in("lea", INVERSE)
    course.hand_in("karim", GOOD, at="hier")
    (course.folder("karim") / "timestamp.txt").unlink()
    told = course.mark()
    assert told["lea"]["score"] == 15
    assert "rendue par karim, celle du premier membre du groupe, faute de dates" in told["lea"]["reason"]


def test_two_copies_whose_cells_are_the_same_are_one(course):
    course.groups("G1;lea", "G1;karim")
    course.hand_in("lea", GOOD, at="2026-06-12 12:00:00 UTC")
    course.hand_in("karim", GOOD, at="2026-06-12 11:00:00 UTC")
    path = course.folder("karim") / f"{ASSIGNMENT}.ipynb"
    path.write_text(path.read_text("utf-8").replace('"outputs": []', '"outputs": [] '), "utf-8")
    told = course.mark()
    assert {t["reason"] for t in told.values()} == {"Groupe G1 : copie collective rendue par lea."}


def test_a_mark_on_who_handed_nothing_in_is_said_and_the_other_copy_counts(course):
    course.groups("G1;lea", "G1;karim;;x")
    course.hand_in("lea", GOOD)
    course.hand_in("karim", {})
    told = course.mark()
    assert told["karim"]["score"] == 15
    assert "devait être celle de karim, dont aucune copie collective n'est rendue" in told["karim"]["reason"]


def test_with_no_collective_copy_that_part_is_missing_and_each_rex_is_marked(course):
    course.groups("G1;lea", "G1;karim")
    course.hand_in("lea", {})
    course.hand_in("karim", None)
    told = course.mark()
    for student in ("lea", "karim"):
        assert (told[student]["status"], told[student]["score"]) == ("missing", 2)
        assert "Groupe G1 : aucune copie collective rendue" in told[student]["reason"]
        assert set(auto(course, student).values()) == {0}
        assert not any(needs for id, (_, _, needs) in course.grades(student).items() if "rex" not in id)
        assert course.record(student) is None
        assert course.record(student, "rex").status == "marked"


@pytest.mark.parametrize(("state", "said"), [("absent", "est absent·e"), ("parti", "a quitté le groupe")])
def test_who_was_absent_or_left_does_not_receive_the_copy_and_their_rex_is_marked(course, state, said):
    course.groups("G1;lea", "G1;karim", f"G1;zoe;{state}")
    course.hand_in("lea", GOOD)
    course.hand_in("karim", {})
    course.hand_in("zoe", INVERSE, at="2026-06-12 12:00:00 UTC")
    told = course.mark()
    assert told["karim"]["reason"] == "Groupe G1 : copie collective rendue par lea."
    assert (told["zoe"]["status"], told["zoe"]["score"]) == ("missing", 2)
    assert f"zoe {said}, la copie collective ne lui est pas attribuée" in told["zoe"]["reason"]
    assert "Le notebook collectif de son dossier n'est pas corrigé" in told["zoe"]["reason"]
    assert set(auto(course, "zoe").values()) == {0}


def test_who_left_and_had_handed_in_for_the_group_is_named_by_depot(course):
    course.groups("G1;lea;parti;x", "G1;karim", "G1;zoe")
    course.hand_in("lea", GOOD)
    course.hand_in("karim", {})
    course.hand_in("zoe", {})
    told = course.mark()
    assert told["karim"]["score"] == told["zoe"]["score"] == 15
    assert told["lea"]["score"] == 2


def test_a_present_member_without_a_folder_receives_the_copy_and_lacks_the_rex(course):
    course.groups("G1;lea", "G1;karim")
    course.hand_in("lea", GOOD, at="2026-06-12 12:00:00 UTC")
    told = course.mark()
    assert (told["karim"]["status"], told["karim"]["score"]) == ("missing", 13)
    assert "karim n'a rendu aucun dossier." in told["karim"]["reason"]
    assert "Le notebook « rex » n'est pas rendu." in told["karim"]["reason"]
    assert auto(course, "karim") == auto(course, "lea")
    assert auto(course, "karim", {"C15_3-rex_depense", "C15_3-rex_analyse"}) == {
        "C15_3-rex_depense": 0,
        "C15_3-rex_analyse": 0,
    }


def test_who_is_in_no_group_is_marked_alone_with_a_warning(course):
    course.groups("G1;lea", "G1;karim")
    course.hand_in("lea", GOOD)
    course.hand_in("zoe", INVERSE)
    told = course.mark()
    assert told["zoe"]["questions"]["C15_1-roas"]["mistake"] == "inverse"
    assert "zoe n'est dans aucun groupe : copie corrigée seule" in told["zoe"]["reason"]
    assert "mettez cette personne dans un groupe" in told["zoe"]["reason"]


def test_a_copy_that_cannot_be_read_counts_where_there_is_no_other(course):
    course.groups("G1;lea", "G1;karim", "G2;zoe", "G2;noe")
    for student in ("lea", "zoe"):
        course.hand_in(student, GOOD, at="2026-06-12 12:00:00 UTC")
        path = course.folder(student) / f"{ASSIGNMENT}.ipynb"
        path.write_bytes(path.read_bytes()[:900])
    course.hand_in("karim", GOOD, at="2026-06-12 11:00:00 UTC")
    course.hand_in("noe", {}, at="2026-06-12 11:00:00 UTC")
    told = course.mark()
    assert told["lea"]["score"] == told["karim"]["score"] == 15
    assert "rendue par karim" in told["lea"]["reason"]
    assert told["zoe"]["status"] == told["noe"]["status"] == "unreadable"
    assert told["zoe"]["score"] == told["noe"]["score"] == 2


def test_one_student_alone_is_marked_with_the_groups_copy(course):
    course.groups("G1;lea", "G1;karim")
    course.hand_in("lea", GOOD)
    course.hand_in("karim", {})
    told = course.mark("--student", "karim")
    assert set(told) == {"karim"}
    assert told["karim"]["score"] == 15


def test_a_self_assessment_is_each_ones_own(course):
    course.groups("G1;lea", "G1;karim")
    said = '{"v": 1, "competences": {"C15.1": {"niveau": 3, "pourquoi": ""}}}'
    course.hand_in("lea", GOOD)
    (course.folder("lea") / "autoevaluation.json").write_text(said, "utf-8")
    course.hand_in("karim", {})
    course.mark()
    assert course.record("lea").self_assessment["competences"]
    assert not course.record("karim").self_assessment["competences"]


def test_without_groupes_csv_each_is_marked_on_their_own_copy_and_nothing_is_said(course):
    course.hand_in("lea", GOOD)
    course.hand_in("karim", {}, None)
    told = course.mark()
    assert [(t["score"], t["status"], t["reason"]) for t in (told["lea"], told["karim"])] == [
        (15, "marked", ""),
        (0, "marked", ""),
    ]


def test_a_collective_notebook_that_was_renamed_is_known_by_its_cells_and_a_draft_is_not(course):
    course.groups("G1;lea", "G1;karim")
    for student in ("lea", "karim"):
        course.hand_in(student, GOOD if student == "lea" else None)
    path = course.folder("lea") / f"{ASSIGNMENT}.ipynb"
    path.rename(path.with_name(f"{ASSIGNMENT} (1).ipynb"))
    (course.folder("karim") / "brouillon.ipynb").write_text('{"cells": []}', "utf-8")
    told = course.mark()
    assert told["lea"]["score"] == told["karim"]["score"] == 15
    assert any("(1).ipynb » : lu comme" in mend for mend in told["karim"]["mends"])


def typed_in_forms(course, student, answers):
    kept = typed.TypedAnswers(ASSIGNMENT, {id: typed.TypedAnswer(value) for id, value in answers.items()})
    (course.folder(student) / typed.FILE).write_bytes(typed.encoded(kept))


def test_a_collective_copy_answered_by_forms_alone_is_no_blank_one(course):
    course.groups("G1;lea", "G1;karim")
    course.hand_in("lea", {}, rex=None)
    course.hand_in("karim", {}, rex=None)
    # Blanks are nothing typed, and neither is what no form wrote.
    typed_in_forms(course, "karim", {"C15_2-meilleur": " "})
    (course.folder("lea") / typed.FILE).write_bytes(b"[" * 100_000)
    assert "aucune copie collective rendue" in course.mark()["lea"]["reason"]
    typed_in_forms(course, "lea", {"C15_2-meilleur": "Recherche"})
    told = course.mark()
    assert "copie collective rendue par lea" in told["karim"]["reason"]
    assert told["karim"]["questions"]["C15_2-meilleur"]["outcome"] != "missing"
