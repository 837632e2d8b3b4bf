"""A change of group, of state or of copy is marked again for whom it concerns, and for nobody else."""

from epreuves.authoring.construction import build
from tests.corpus import ASSIGNMENT, GOOD
from tests.groupes.essai import INVERSE, REX

GROUPS = ("G1;lea", "G1;karim", "G1;zoe", "G2;noe", "G2;ali")


def submitted(cours):
    cours.groups(*GROUPS)
    cours.hand_in("lea", INVERSE)
    cours.hand_in("karim", {})
    cours.hand_in("zoe", None)
    cours.hand_in("noe", GOOD)
    cours.hand_in("ali", None)
    cours.hand_in("seul", GOOD)
    return cours.mark()


def again(cours, *words):
    """Mark once more: what is told of those that were not skipped."""
    return {who: told for who, told in cours.mark(*words).items() if told["status"] != "skipped"}


def test_marked_twice_nobody_is_marked_again_and_why_is_said_still(cours):
    submitted(cours)
    told = cours.mark()
    assert {t["status"] for t in told.values()} == {"skipped"}
    assert told["karim"]["reason"].startswith("Déjà corrigée et inchangée")
    assert told["karim"]["reason"].endswith("Groupe G1 : copie collective rendue par lea.")


def test_who_changes_group_is_marked_again_on_the_other_groups_copy_and_the_others_are_skipped(cours):
    first = submitted(cours)
    cours.groups(*GROUPS[:2], "G2;zoe", *GROUPS[3:])
    told = again(cours)
    assert set(told) == {"zoe"}
    assert first["zoe"]["score"] < told["zoe"]["score"] == 15
    assert told["zoe"]["variant"] == first["noe"]["variant"]
    assert told["zoe"]["reason"] == "Groupe G2 : copie collective rendue par noe."
    assert cours.outputs("zoe") == cours.outputs("noe")


def test_built_again_after_a_change_the_released_places_make_no_copy_run_again(cours):
    """A cell that shows the time tells whether it was run."""
    cours.groups(*GROUPS)
    clock = {"roas": "__import__('time').time_ns()"}
    cours.hand_in("lea", INVERSE, after={ASSIGNMENT: clock})
    cours.hand_in("karim", {})
    cours.hand_in("zoe", None)
    cours.hand_in("noe", GOOD)
    first = cours.mark()
    shown = cours.outputs("lea"), cours.outputs("karim")
    cours.groups(*GROUPS[:2], "G2;zoe", *GROUPS[3:])
    build(cours.root)
    then = cours.mark()
    assert (cours.outputs("lea"), cours.outputs("karim")) == shown
    assert then["zoe"]["score"] == 15
    for student in ("lea", "karim", "noe"):
        assert then[student]["questions"] == first[student]["questions"]
    build(cours.root)
    assert again(cours) == {}


def test_a_collective_copy_handed_in_again_is_marked_again_for_its_group_alone(cours):
    submitted(cours)
    cours.hand_in("lea", GOOD)
    told = again(cours)
    assert set(told) == {"lea", "karim", "zoe"}
    assert {t["score"] for t in told.values()} == {15}


def test_a_file_beside_the_collective_copy_counts_for_the_group_and_one_of_ones_own_does_not(cours):
    submitted(cours)
    (cours.folder("lea") / "annexe.txt").write_text("nouveau", "utf-8")
    assert set(again(cours)) == {"lea", "karim", "zoe"}
    (cours.folder("lea") / "autoevaluation.json").write_text("{}", "utf-8")
    assert set(again(cours)) == {"lea"}
    cours.hand_in("karim", {}, REX | {"rex-depense": "depense = 1"})
    assert set(again(cours)) == {"karim"}


def test_who_is_said_absent_afterwards_loses_the_collective_marks_with_or_without_a_folder(cours):
    submitted(cours)
    cours.groups(*GROUPS, "G2;max")
    assert set(again(cours)) == {"max"}
    assert cours.grades("max")["C15_1-roas"][0] == 4
    cours.groups("G1;lea", "G1;karim", "G1;zoe;absent", "G2;noe", "G2;ali", "G2;max;absent")
    told = again(cours)
    assert set(told) == {"zoe", "max"}
    assert "sont retirés" in told["max"]["reason"]
    for student in ("zoe", "max"):
        assert cours.grades(student)["C15_1-roas"][:2] == (0, None)
        assert cours.record(student) is None
    assert cours.record("zoe", "rex").status == "marked"
    assert list(cours.marked("max").glob("*.ipynb")) == []
    # Once taken back, there is nothing more to do; back in the group, the marks come back.
    assert "retirés" not in cours.mark()["max"]["reason"]
    cours.groups(*GROUPS, "G2;max")
    assert set(again(cours)) == {"zoe", "max"}
    assert cours.grades("max")["C15_1-roas"][0] == 4


def test_marks_by_hand_on_the_collective_copy_stay_when_it_is_marked_again(cours):
    from nbgrader.api import Gradebook

    submitted(cours)
    with Gradebook(cours.db_url) as gradebook:
        grade = gradebook.find_grade("C15_1-k1", ASSIGNMENT, ASSIGNMENT, "karim")
        grade.manual_score = 1.0
        gradebook.db.commit()
    cours.hand_in("lea", GOOD)
    assert "karim" in again(cours)
    assert cours.grades("karim")["C15_1-k1"][1] == 1.0


def test_a_submitted_folder_that_is_emptied_takes_nothing_back(cours):
    import shutil

    submitted(cours)
    before = cours.rows("karim")
    shutil.rmtree(cours.root / "submitted")
    (cours.root / "submitted").mkdir()
    assert {t["status"] for t in cours.mark().values()} == {"missing"}
    assert cours.rows("karim") == before
