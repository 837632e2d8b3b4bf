"""The REX tells what the jury says at the oral: nbgrader itself keeps it back until then, as the guide shows."""

from nbgrader.api import Gradebook

from tests.conftest import nbgrader
from tests.corpus import ASSIGNMENT, GOOD
from tests.groups.trial import Cours

#: A criterion that is judged in the collective copy, and a question of the REX.
CRITERION, QUESTION = "C15_1-k1", "C15_3-rex_depense"


def test_a_rex_given_out_after_the_oral_adds_its_points_to_what_was_marked_and_judged_before(
    course: Cours,
) -> None:
    course.groups("G1;lea", "G1;karim")
    nbgrader(course.root, "generate_assignment", ASSIGNMENT, "--force")
    (course.root / "release" / ASSIGNMENT / "rex.ipynb").unlink()
    course.hand_in("lea", GOOD, None)
    before = course.mark()
    assert {name: line["status"] for name, line in before.items()} == {"lea": "marked", "karim": "marked"}
    assert not any(QUESTION in line["questions"] for line in before.values())
    with Gradebook(course.db_url) as gradebook:
        gradebook.find_grade(CRITERION, ASSIGNMENT, ASSIGNMENT, "lea").manual_score = 2.0
        gradebook.db.commit()

    nbgrader(course.root, "generate_assignment", ASSIGNMENT, "--force")
    course.hand_in("lea", GOOD)
    after = course.mark()
    assert after["lea"]["status"] == "marked"
    assert after["lea"]["score"] == before["lea"]["score"] + after["lea"]["questions"][QUESTION]["max"]
    assert course.grades("lea")[CRITERION][1] == 2.0
    assert after["karim"]["status"] == "missing"
    assert "Le notebook « rex » n'est pas rendu." in after["karim"]["reason"]
