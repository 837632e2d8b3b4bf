"""A member who would cheat the group gains nothing, and takes nothing from the others."""

import pytest

from epreuves_kit.runner.warm import missing
from tests.corpus import ASSIGNMENT, GOOD
from tests.groups.trial import INVERSE, REX

#: Looks for the other member's files where they lie in the course, and around.
READ = """
import os, pathlib
found = [*pathlib.Path("@COURSE@").glob("**/carnet.txt"), *pathlib.Path("..").glob("*/*/carnet.txt")]
found += [p for p in ("@COURSE@/submitted/lea", "@COURSE@/autograded/lea", "../lea", "../../lea") if os.path.exists(p)]
print("vu", found, os.environ["EPREUVES_CANDIDAT"], sorted(p.name for p in pathlib.Path(".").iterdir()))
"""


def test_a_link_in_place_of_the_collective_notebook_gains_nothing_and_is_not_followed(course):
    course.groups("G1;lea", "G1;karim", "G2;zoe", "G2;noe")
    course.hand_in("zoe", GOOD)
    course.hand_in("noe", {})
    course.hand_in("lea", INVERSE, at="2026-06-12 11:00:00 UTC")
    for thief in ("karim", "max"):
        course.hand_in(thief, None, at="2026-06-12 12:00:00 UTC")
        (course.folder(thief) / f"{ASSIGNMENT}.ipynb").symlink_to(course.folder("zoe") / f"{ASSIGNMENT}.ipynb")
    source = course.root / "source" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    course.groups("G1;lea", "G1;karim", "G2;zoe", "G2;noe", "G3;max", "G3;ali")
    course.hand_in("ali", None)
    (course.folder("ali") / f"{ASSIGNMENT}.ipynb").symlink_to(source)
    told = course.mark()
    assert told["karim"]["reason"] == "Groupe G1 : copie collective rendue par lea."
    assert told["karim"]["score"] == told["lea"]["score"] < 15
    for student in ("max", "ali"):
        assert told[student]["status"] == "unreadable"
        assert "est un lien" in told[student]["reason"]
        assert told[student]["score"] == 2  # the REX


@pytest.mark.skipif(bool(missing()), reason=missing())
def test_a_rex_sees_its_own_folder_alone(course):
    course.groups("G1;lea", "G1;karim")
    prying = READ.replace("@COURSE@", str(course.root))
    course.hand_in("lea", GOOD, after={"rex": {"rex-depense": prying}}, notebook="secret de lea")
    course.hand_in("karim", {}, REX, after={"rex": {"rex-depense": prying}}, brouillon="le mien")
    told = course.mark()
    shown = str([c.get("outputs") for c in course.notebook("karim", "rex")["cells"]])
    assert "vu [] karim" in shown
    assert "brouillon.txt" in shown
    assert "carnet.txt" not in shown
    assert told["karim"]["score"] == 15
    # The probe finds what is there to be found.
    assert "carnet.txt" in str(course.notebook("lea", "rex")["cells"])


def test_what_a_collective_copy_claims_of_its_group_and_marks_is_not_believed(course):
    import json

    course.groups("G1;lea", "G1;karim")
    course.hand_in("lea", INVERSE)
    course.hand_in("karim", {})
    path = course.folder("lea") / f"{ASSIGNMENT}.ipynb"
    notebook = json.loads(path.read_bytes())
    notebook["metadata"]["epreuves"] = {"status": "marked", "group": {"name": "G2", "said": "rendue par zoe"}}
    path.write_text(json.dumps(notebook), "utf-8")
    told = course.mark()
    assert told["karim"]["reason"] == "Groupe G1 : copie collective rendue par lea."
    assert course.record("karim").group.name == "G1"
    assert told["karim"]["questions"]["C15_1-roas"]["points"] == 1
