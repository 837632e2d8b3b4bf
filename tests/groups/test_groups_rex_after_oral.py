"""The REX tells what the jury says at the oral: it is in nothing that candidates receive before, and changes nothing of the group's work after."""

import zipfile
from pathlib import Path

import numpy as np
from nbgrader.api import Gradebook

from epreuves.variants.attribution import seed, variant
from epreuves.variants.published import publish_rex, read_published
from epreuves_kit.course.folders import Course
from epreuves_kit.exam.asking import Asked
from epreuves_kit.page.drawn import do
from tests.conftest import nbgrader
from tests.corpus import ASSIGNMENT, GOOD
from tests.exam.session_application import screen
from tests.groups.trial import REX, Cours

#: A criterion that is judged in the collective copy, and a question of the REX.
CRITERION, QUESTION = "C15_1-k1", "C15_3-rex_depense"
#: What is released of the épreuve, the archives of its data apart, before the oral; what comes after it.
BEFORE, OF_REX = {f"{ASSIGNMENT}.ipynb", "seance.json"}, {"rex.ipynb", "rex.json"}


def released(course: Cours, exchange: Path) -> set[str]:
    """The files that candidates can fetch, beside the archives of their data."""
    place = exchange / "essai" / "outbound" / ASSIGNMENT
    return {path.name for path in place.iterdir() if path.is_file()}


def test_through_the_exchange_the_rex_comes_after_the_oral_alone(course: Cours, tmp_path: Path) -> None:
    exchange = tmp_path / "echange"
    exchange.mkdir(mode=0o777)
    exchange.chmod(0o777)
    with (course.root / "nbgrader_config.py").open("a", encoding="utf-8") as config:
        config.write(f"\nc.CourseDirectory.course_id = 'essai'\nc.Exchange.root = {str(exchange)!r}\n")
    nbgrader(course.root, "generate_assignment", ASSIGNMENT, "--force")
    nbgrader(course.root, "release_assignment", ASSIGNMENT)
    assert released(course, exchange) == BEFORE
    asked = course.run("rex", ASSIGNMENT)
    assert asked.returncode == 2
    assert "contient ce que le jury dit à l'oral" in asked.stderr
    nbgrader(course.root, "release_assignment", ASSIGNMENT, "--force")
    assert released(course, exchange) == BEFORE
    given = course.run("rex", ASSIGNMENT, "--oui")
    assert given.returncode == 0, given.stderr
    assert released(course, exchange) == BEFORE | OF_REX
    # Those who have the épreuve already are given the two files; nobody is sent to a terminal.
    with zipfile.ZipFile(course.root / "exports" / f"{ASSIGNMENT}-rex.zip") as archive:
        assert {name.rpartition("/")[2] for name in archive.namelist()} == OF_REX
    assert "nbgrader" not in given.stdout
    nbgrader(course.root, "release_assignment", ASSIGNMENT, "--force")
    assert released(course, exchange) == BEFORE | OF_REX


def test_without_an_exchange_it_is_in_an_archive_of_its_own(course: Cours) -> None:
    def names(archive: str) -> set[str]:
        with zipfile.ZipFile(course.root / archive) as found:
            return {name.rpartition("/")[2] for name in found.namelist() if "/variantes/" not in name}

    def act(action: str) -> str:
        done = do(course.root, Asked(action, ASSIGNMENT, sure=True), lambda what, done, of: None)
        (archive,) = done.files
        return archive

    assert not Course(course.root).has_exchange

    def hint() -> str:
        steps = screen(course.root)["steps"]
        return next(button["hint"] for step in steps for button in step["buttons"] if button["what"] == "rex")

    assert names(act("distribuer")) == BEFORE
    assert hint().startswith("après l'oral")
    assert names(act("rex")) == OF_REX
    assert hint() == "il est distribué"
    # Whoever is given the épreuve from now on is given both.
    assert names(act("distribuer")) == BEFORE | OF_REX


def test_a_group_played_to_its_end_keeps_its_marks_and_levels_through_the_rex(course: Cours) -> None:
    course.groups("G1;lea", "G1;karim", "G1;zoe")
    nbgrader(course.root, "generate_assignment", ASSIGNMENT, "--force")
    course.hand_in("lea", GOOD, None)
    before = course.mark()
    # No REX is due before it is given: nobody lacks one.
    assert {name: line["status"] for name, line in before.items()} == dict.fromkeys(("lea", "karim", "zoe"), "marked")
    assert not any(QUESTION in line["questions"] for line in before.values())
    with Gradebook(course.db_url) as gradebook:
        gradebook.find_grade(CRITERION, ASSIGNMENT, ASSIGNMENT, "lea").manual_score = 2.0
        gradebook.db.commit()
    assert course.run("rex", ASSIGNMENT, "--oui").returncode == 0

    # Each hands in again with the REX, beside a collective notebook that holds a part of the work, or nothing.
    course.hand_in("lea", {"roas": GOOD["roas"]})
    course.hand_in("karim", {"roas": "roas = 3"})
    after = course.mark_odd()
    for name in ("lea", "karim"):
        assert after[name]["status"] == "marked"
        assert after[name]["score"] == before[name]["score"] + after[name]["questions"][QUESTION]["max"]
        collective = {q: m for q, m in after[name]["questions"].items() if q != QUESTION}
        assert collective == before[name]["questions"]
    assert after["zoe"]["status"] == "missing"
    assert "Le notebook « rex » n'est pas rendu." in after["zoe"]["reason"]
    # The level reaches every member.
    assert {course.grades(name)[CRITERION][1] for name in ("lea", "karim", "zoe")} == {2.0}


def test_the_facts_are_those_of_the_session_s_key_whatever_a_candidate_makes_of_the_file(course: Cours) -> None:
    nbgrader(course.root, "generate_assignment", ASSIGNMENT, "--force")
    assert course.run("rex", ASSIGNMENT, "--oui").returncode == 0
    course.hand_in("lea", GOOD)
    course.hand_in("karim", GOOD)
    (course.folder("karim") / "rex.json").write_bytes(publish_rex("une autre clé"))
    course.hand_in("zoe", GOOD, REX | {"rex-depense": f'depense = pub["cout"].sum() + {_foreseen(course)}'})
    after = course.mark()
    scores = {name: line["questions"][QUESTION]["points"] for name, line in after.items()}
    assert scores == {"lea": 2, "karim": 2, "zoe": 0}


def _foreseen(course: Cours) -> int:
    """What a candidate would draw before the oral, with the key that is released with the épreuve."""
    released = read_published((course.root / "release" / ASSIGNMENT / "seance.json").read_bytes())
    letter = variant(released, ASSIGNMENT, "zoe")
    return int(np.random.RandomState(seed(released.key, ASSIGNMENT, letter)).randint(1_000, 1_000_000))
