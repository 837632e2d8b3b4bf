"""A change of group, of state or of copy is marked again for whom it concerns, and for nobody else."""

from epreuves_kit.build.build import build
from epreuves_kit.grading.collective import BEFORE, FOLDER
from tests.corpus import ASSIGNMENT, GOOD
from tests.groups.trial import INVERSE, REX

GROUPS = ("G1;lea", "G1;karim", "G1;zoe", "G2;noe", "G2;ali")


def submitted(course):
    course.groups(*GROUPS)
    course.hand_in("lea", INVERSE)
    course.hand_in("karim", {})
    course.hand_in("zoe", None)
    course.hand_in("noe", GOOD)
    course.hand_in("ali", None)
    course.hand_in("seul", GOOD)
    return course.mark()


def again(course, *words):
    """Mark once more: what is told of those that were not skipped."""
    return {who: told for who, told in course.mark(*words).items() if told["status"] != "skipped"}


def test_marked_twice_nobody_is_marked_again_and_why_is_said_still(course):
    submitted(course)
    told = course.mark()
    assert {t["status"] for t in told.values()} == {"skipped"}
    assert told["karim"]["reason"].startswith("Déjà corrigée et inchangée")
    assert told["karim"]["reason"].endswith("Groupe G1 : copie collective rendue par lea.")


def test_who_changes_group_is_marked_again_on_the_other_groups_copy_and_the_others_are_skipped(course):
    first = submitted(course)
    course.groups(*GROUPS[:2], "G2;zoe", *GROUPS[3:])
    told = again(course)
    assert set(told) == {"zoe"}
    assert first["zoe"]["score"] < told["zoe"]["score"] == 15
    assert told["zoe"]["variant"] == first["noe"]["variant"]
    assert told["zoe"]["reason"] == "Groupe G2 : copie collective rendue par noe."
    assert course.outputs("zoe") == course.outputs("noe")


def test_built_again_after_a_change_the_released_places_make_no_copy_run_again(course):
    """A cell that shows the time tells whether it was run."""
    course.groups(*GROUPS)
    clock = {"roas": "__import__('time').time_ns()"}
    course.hand_in("lea", INVERSE, after={ASSIGNMENT: clock})
    course.hand_in("karim", {})
    course.hand_in("zoe", None)
    course.hand_in("noe", GOOD)
    first = course.mark()
    shown = course.outputs("lea"), course.outputs("karim")
    course.groups(*GROUPS[:2], "G2;zoe", *GROUPS[3:])
    build(course.root)
    then = course.mark()
    assert (course.outputs("lea"), course.outputs("karim")) == shown
    assert then["zoe"]["score"] == 15
    for student in ("lea", "karim", "noe"):
        assert then[student]["questions"] == first[student]["questions"]
    build(course.root)
    assert again(course) == {}


#: A part of the work, as a member has it who did the rest elsewhere.
PART = {"roas": GOOD["roas"]}


def test_a_collective_copy_handed_in_again_is_told_and_changes_nothing(course):
    first = submitted(course)
    course.hand_in("karim", PART, REX)
    done = course.run("autograde", ASSIGNMENT)
    # The rest of what the command says is true all the same: its code tells that there is something to look at.
    assert done.returncode == 3
    told = " ".join((done.stderr + done.stdout).split())
    assert (
        "Groupe G1 : la copie collective de lea, déjà corrigée, reste celle du groupe ; une autre est arrivée depuis, "
        "rendue par karim, qui en diffère par : " in told
    )
    assert f"epreuves groupes {ASSIGNMENT} --prendre G1" in told
    for student in ("lea", "karim", "zoe"):
        assert {q: m["points"] for q, m in course.mark_odd()[student]["questions"].items() if "rex" not in q} == {
            q: m["points"] for q, m in first[student]["questions"].items() if "rex" not in q
        }
    assert "une autre est arrivée depuis, rendue par karim" in " ".join(course.run("statut").stdout.split())


def test_the_copy_that_came_afterwards_is_taken_by_a_decision_that_says_what_it_changes(course):
    submitted(course)
    course.hand_in("lea", GOOD)
    before = course.mark_odd()
    assert {before[s]["score"] for s in ("lea", "karim", "zoe")} != {15}
    asked = course.run("groupes", ASSIGNMENT, "--prendre", "G1")
    assert asked.returncode == 2
    said = " ".join(asked.stderr.split())
    assert "la copie collective de lea prendra la place de celle d'avant, dont elle diffère par : Question 1." in said
    assert "les niveaux déjà donnés par les correcteurs restent" in said
    assert {s: t["score"] for s, t in course.mark_odd().items()} == {s: t["score"] for s, t in before.items()}
    assert course.run("groupes", ASSIGNMENT, "--prendre", "G1", "--oui").returncode == 0
    told = again(course)
    assert set(told) == {"lea", "karim", "zoe"}
    assert {t["score"] for t in told.values()} == {15}
    assert course.run("groupes", ASSIGNMENT, "--prendre", "G1", "--oui").returncode != 0
    # The one before is kept beside.
    assert list((course.root / "submitted" / FOLDER).glob(f"*{BEFORE}1"))


def test_a_file_beside_the_collective_copy_stays_as_it_was_marked_and_one_of_ones_own_does_not(course):
    submitted(course)
    (course.folder("lea") / "annexe.txt").write_text("nouveau", "utf-8")
    told = course.mark_odd()
    assert {s for s, t in told.items() if t["status"] != "skipped"} == {"lea"}
    assert "fichier annexe.txt" in " ".join(course.run("groupes", ASSIGNMENT, "--prendre", "G1").stderr.split())
    assert not (course.marked("karim") / "annexe.txt").exists()
    (course.folder("lea") / "annexe.txt").unlink()
    (course.folder("lea") / "autoevaluation.json").write_text("{}", "utf-8")
    assert set(again(course)) == {"lea"}
    course.hand_in("karim", {}, REX | {"rex-depense": "depense = 1"})
    assert set(again(course)) == {"karim"}


def test_who_is_said_absent_afterwards_loses_the_collective_marks_with_or_without_a_folder(course):
    submitted(course)
    course.groups(*GROUPS, "G2;max")
    assert set(again(course)) == {"max"}
    assert course.grades("max")["C15_1-roas"][0] == 4
    course.groups("G1;lea", "G1;karim", "G1;zoe;absent", "G2;noe", "G2;ali", "G2;max;absent")
    told = again(course)
    assert set(told) == {"zoe", "max"}
    assert "sont retirés" in told["max"]["reason"]
    for student in ("zoe", "max"):
        assert course.grades(student)["C15_1-roas"][:2] == (0, None)
        assert course.record(student) is None
    assert course.record("zoe", "rex").status == "marked"
    assert list(course.marked("max").glob("*.ipynb")) == []
    # Once taken back, there is nothing more to do; back in the group, the marks come back.
    assert "retirés" not in course.mark()["max"]["reason"]
    course.groups(*GROUPS, "G2;max")
    assert set(again(course)) == {"zoe", "max"}
    assert course.grades("max")["C15_1-roas"][0] == 4


def test_marks_by_hand_on_the_collective_copy_stay_when_it_is_marked_again(course):
    from nbgrader.api import Gradebook

    submitted(course)
    with Gradebook(course.db_url) as gradebook:
        grade = gradebook.find_grade("C15_1-k1", ASSIGNMENT, ASSIGNMENT, "karim")
        grade.manual_score = 1.0
        gradebook.db.commit()
    course.hand_in("lea", GOOD)
    assert course.run("groupes", ASSIGNMENT, "--prendre", "G1", "--oui").returncode == 0
    assert "karim" in again(course)
    assert course.grades("karim")["C15_1-k1"][1] == 1.0


def test_a_submitted_folder_that_is_emptied_takes_nothing_back(course):
    import shutil

    submitted(course)
    before = course.rows("karim")
    shutil.rmtree(course.root / "submitted")
    (course.root / "submitted").mkdir()
    assert {t["status"] for t in course.mark().values()} == {"missing"}
    assert course.rows("karim") == before
