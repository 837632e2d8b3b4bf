"""A member who would cheat the group gains nothing, and takes nothing from the others."""

from tests.corpus import ASSIGNMENT, GOOD
from tests.groupes.essai import INVERSE, REX

#: Looks for the other member's files where they lie in the course, and around.
READ = """
import os, pathlib
found = [*pathlib.Path("@COURSE@").glob("**/carnet.txt"), *pathlib.Path("..").glob("*/*/carnet.txt")]
found += [p for p in ("@COURSE@/submitted/lea", "@COURSE@/autograded/lea", "../lea", "../../lea") if os.path.exists(p)]
print("vu", found, os.environ["EPREUVES_CANDIDAT"], sorted(p.name for p in pathlib.Path(".").iterdir()))
"""


def test_a_link_in_place_of_the_collective_notebook_gains_nothing_and_is_not_followed(cours):
    cours.groups("G1;lea", "G1;karim", "G2;zoe", "G2;noe")
    cours.hand_in("zoe", GOOD)
    cours.hand_in("noe", {})
    cours.hand_in("lea", INVERSE, at="2026-06-12 11:00:00 UTC")
    for thief in ("karim", "max"):
        cours.hand_in(thief, None, at="2026-06-12 12:00:00 UTC")
        (cours.folder(thief) / f"{ASSIGNMENT}.ipynb").symlink_to(cours.folder("zoe") / f"{ASSIGNMENT}.ipynb")
    source = cours.root / "source" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    cours.groups("G1;lea", "G1;karim", "G2;zoe", "G2;noe", "G3;max", "G3;ali")
    cours.hand_in("ali", None)
    (cours.folder("ali") / f"{ASSIGNMENT}.ipynb").symlink_to(source)
    told = cours.mark()
    assert told["karim"]["reason"] == "Groupe G1 : copie collective rendue par lea."
    assert told["karim"]["score"] == told["lea"]["score"] < 15
    for student in ("max", "ali"):
        assert told[student]["status"] == "unreadable"
        assert "est un lien" in told[student]["reason"]
        assert told[student]["score"] == 2  # the REX


def test_a_rex_sees_its_own_folder_alone(cours):
    cours.groups("G1;lea", "G1;karim")
    prying = READ.replace("@COURSE@", str(cours.root))
    cours.hand_in("lea", GOOD, after={"rex": {"rex-depense": prying}}, carnet="secret de lea")
    cours.hand_in("karim", {}, REX, after={"rex": {"rex-depense": prying}}, brouillon="le mien")
    told = cours.mark()
    shown = str([c.get("outputs") for c in cours.notebook("karim", "rex")["cells"]])
    assert "vu [] karim" in shown
    assert "brouillon.txt" in shown
    assert "carnet.txt" not in shown
    assert told["karim"]["score"] == 15
    # The probe finds what is there to be found.
    assert "carnet.txt" in str(cours.notebook("lea", "rex")["cells"])


def test_what_a_collective_copy_claims_of_its_group_and_marks_is_not_believed(cours):
    import json

    cours.groups("G1;lea", "G1;karim")
    cours.hand_in("lea", INVERSE)
    cours.hand_in("karim", {})
    path = cours.folder("lea") / f"{ASSIGNMENT}.ipynb"
    notebook = json.loads(path.read_bytes())
    notebook["metadata"]["epreuves"] = {"status": "marked", "group": {"name": "G2", "said": "rendue par zoe"}}
    path.write_text(json.dumps(notebook), "utf-8")
    told = cours.mark()
    assert told["karim"]["reason"] == "Groupe G1 : copie collective rendue par lea."
    assert cours.record("karim").group.name == "G1"
    assert told["karim"]["questions"]["C15_1-roas"]["points"] == 1
