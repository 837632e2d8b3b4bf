"""What is odd around copies is said by `epreuves autograde`, with an exit code of its own."""

from __future__ import annotations

import json
import shutil
from collections import defaultdict
from pathlib import Path

import pytest
import yaml
from nbgrader.api import Gradebook

from epreuves.variants.attribution import letters, variant
from epreuves.variants.codes import code_of
from epreuves.variants.published import read_published
from epreuves_kit.course.folders import Course
from epreuves_kit.exam import codes
from epreuves_kit.jury.record import AbsenceAct, JuryRecord
from epreuves_kit.runner.sandbox import UNGUARDED
from epreuves_kit.runner.warm import missing
from tests.conftest import nbgrader
from tests.corpus import ASSIGNMENT, GOOD, encoded, written
from tests.groups.trial import Cours

ODD = 3


@pytest.fixture
def course(model: Path, tmp_path: Path) -> Cours:
    return Cours(Path(shutil.copytree(model, tmp_path / "cours")))


def enrol(course: Cours, *students: str) -> None:
    with Gradebook(course.db_url) as gradebook:
        for student in students:
            gradebook.add_student(student)


def marked(course: Cours, *words: str, code: int = 0) -> list[str]:
    """Mark, and give what is said around the copies, but that there are no walls."""
    done = course.run("autograde", ASSIGNMENT, "--json", *words)
    assert done.returncode == code, done.stderr + done.stdout
    assert all(json.loads(line)["status"] != "error" for line in done.stdout.splitlines())
    said = [line.removeprefix("⚠ ") for line in done.stderr.splitlines() if line.startswith("⚠ ")]
    return [line for line in said if line != UNGUARDED.format(reason=missing())]


def by_letter(course: Cours) -> dict[str, list[str]]:
    """Names of candidates by the variant that is theirs."""
    session = read_published((course.root / "source" / ASSIGNMENT / "seance.json").read_bytes())
    found = defaultdict(list)
    for number in range(60):
        found[variant(session, ASSIGNMENT, f"candidat{number}")].append(f"candidat{number}")
    return found


def test_where_all_is_in_order_nothing_is_said(course):
    enrol(course, "lea", "karim")
    for student in ("lea", "karim"):
        course.hand_in(student, GOOD, rex=None)
    assert marked(course) == []


def test_a_course_that_keeps_no_list_of_students_takes_everybody(course):
    for student in ("lea", "karim"):
        course.hand_in(student, GOOD, rex=None)
    assert marked(course, "-s", "lea") == []
    assert marked(course) == []
    course.hand_in("zoe", GOOD, rex=None)
    assert marked(course) == []


def test_who_is_enrolled_and_handed_nothing_in_is_named(course):
    enrol(course, "lea", "zoe", "ines")
    (course.root / "places.csv").write_text("candidat;epreuve;variante\nnoe;e99_autre;A\n", "utf-8")
    course.hand_in("lea", GOOD, rex=None)
    assert marked(course, code=ODD) == [f"{ASSIGNMENT} : 2 personnes inscrites n'ont rien rendu : ines et zoe."]
    assert marked(course, "-s", "lea") == []
    with JuryRecord(course.root) as record:
        record.add("Nadia", AbsenceAct(ASSIGNMENT, "Zoe", "épreuve", "justifiée"))
    assert marked(course, code=ODD) == [f"{ASSIGNMENT} : une personne inscrite n'a rien rendu : ines."]


@pytest.mark.parametrize(
    ("strangers", "told"),
    [
        (
            ["inconnu"],
            "submitted/inconnu : cet identifiant n'est pas inscrit au carnet de notes ; la copie est corrigée, vérifiez-le.",
        ),
        (
            ["inconnu", "passant"],
            f"{ASSIGNMENT} : 2 identifiants ne sont pas inscrits au carnet de notes : inconnu et passant ; leurs copies sont "
            "corrigées, vérifiez-les.",
        ),
    ],
    ids=["one", "several"],
)
def test_who_is_not_enrolled_is_named_and_a_name_near_is_told(strangers, told, course):
    enrol(course, "lea.fontaine", "karim.benali")
    course.hand_in("karim.benali", GOOD, rex=None)
    course.hand_in("lea_fontaine", GOOD, rex=None)
    for stranger in strangers:
        course.hand_in(stranger, GOOD, rex=None)
    assert marked(course, code=ODD) == [
        f"{ASSIGNMENT} : une personne inscrite n'a rien rendu : lea.fontaine.",
        "submitted/lea_fontaine : cet identifiant n'est pas inscrit et ressemble à celui de lea.fontaine, qui n'a rien rendu ; "
        "si c'est la même personne, renommez le dossier, puis recommencez.",
        told,
    ]


def test_a_folder_renamed_after_its_copy_was_marked_leaves_marks_that_are_told_until_they_are_gone(course):
    enrol(course, "lea.fontaine")
    course.hand_in("lea_fontaine", GOOD, rex=None)
    marked(course, code=ODD)
    (course.root / "submitted" / "lea_fontaine").rename(course.root / "submitted" / "lea.fontaine")
    assert marked(course, code=ODD) == [
        f"autograded/lea_fontaine/{ASSIGNMENT} : cette copie est corrigée, et n'est plus dans submitted/. Remettez-la ; ou, si "
        "personne n'a cet identifiant, effacez ce dossier et lancez « nbgrader db student remove lea_fontaine --force »."
    ]
    shutil.rmtree(course.root / "autograded" / "lea_fontaine")
    nbgrader(course.root, "db", "student", "remove", "lea_fontaine", "--force")
    assert marked(course) == []


def test_a_folder_that_bears_no_assignments_name_is_told_with_the_nearest(course):
    enrol(course, "lea", "karim", "zoe")
    course.hand_in("lea", GOOD, rex=None)
    for student, folder in (("karim", "e98-Publicité"), ("zoe", "e98"), ("lea", "brouillon")):
        place = course.root / "submitted" / student / folder
        shutil.copytree(course.folder("lea"), place)
    due = [
        f"submitted/{student}/{folder} : ce dossier ne porte le nom d'aucune épreuve, rien n'y est corrigé ; "
        f"s'il s'agit de « {ASSIGNMENT} », renommez-le, puis recommencez."
        for student, folder in (("karim", "e98-Publicité"), ("zoe", "e98"))
    ]
    assert marked(course, code=ODD) == due
    done = course.run("autograde", "--all")
    assert done.returncode == ODD
    assert "submitted/lea/brouillon : ce dossier ne porte le nom d'aucune épreuve" in done.stderr
    assert all(sentence in done.stderr for sentence in due)


def test_a_copy_filed_under_another_identifier_says_whose_place_its_figures_fit(course, schemes):
    dealt = by_letter(course)
    # Every figure of the copy is right in a variant in which all differ from the owner's.
    for owner in (name for names in dealt.values() for name in names):
        _, other = schemes(owner)
        if len(dealt[other.variant]) >= 2:
            break
    absent, present = dealt[other.variant][:2]
    enrol(course, owner, absent, present)
    session = read_published((course.root / "source" / ASSIGNMENT / "seance.json").read_bytes())
    assert variant(session, ASSIGNMENT, absent) == other.variant in letters()
    course.hand_in(present, GOOD, rex=None)
    roas, jour, average = (other.question(f"C15_{q}").expected for q in ("1-roas", "2-jour", "2-moyen"))
    answers = {
        "roas": f"import pandas as pd\nroas = pd.Series({dict(roas)!r})",
        "meilleur": "meilleur = roas.idxmax()",
        "moyen": f"moyen = {average!r}",
        "jour": f"meilleur_jour = {jour!r}",
    }
    place = course.folder(owner)
    place.mkdir(parents=True)
    (place / f"{ASSIGNMENT}.ipynb").write_bytes(encoded(written(course.released(ASSIGNMENT), answers)))
    missing, figures = marked(course, code=ODD)
    assert missing == f"{ASSIGNMENT} : une personne inscrite n'a rien rendu : {absent}."
    assert figures.startswith(f"submitted/{owner}/{ASSIGNMENT} : ")
    assert f"de la variante {other.variant}, qui est celle de {absent}." in figures
    assert "Si toute la copie est à quelqu'un d'autre, renommez le dossier, puis recommencez." in figures
    # As long as it is so, it is said.
    assert marked(course, code=ODD) == [missing, figures]


def test_a_copy_filled_in_under_another_name_is_told(course):
    enrol(course, "lea", "karim")
    course.hand_in("lea", GOOD, rex=None, candidat="karim\n")
    course.hand_in("karim", GOOD, rex=None, candidat="KARIM\n")
    assert marked(course, code=ODD) == [
        f"submitted/lea/{ASSIGNMENT} : le notebook a été rempli au nom de « karim » (candidat.txt) ; si la copie est à cette "
        "personne, renommez le dossier, puis recommencez."
    ]


def test_a_copy_begun_without_its_candidate_s_code_is_told_and_a_hub_s_needs_none(course):
    enrol(course, "lea", "karim", "zoe")
    file = course.root / "seance.yaml"
    key = yaml.safe_load(file.read_text("utf-8"))["cle"]
    file.write_text(file.read_text("utf-8") + "\ncodes: oui\n", "utf-8")
    codes.lay(Course(course.root), ASSIGNMENT)
    course.hand_in("lea", GOOD, rex=None, candidat=f"lea\n{code_of(key, 'lea')}\n")
    course.hand_in("karim", GOOD, rex=None, candidat=f"karim\n{code_of(key, 'lea')}\n")
    course.hand_in("zoe", GOOD, rex=None)
    assert marked(course, code=ODD) == [
        f"{ASSIGNMENT} : commencée sans le code de la personne, vérifiez que la copie est la sienne : karim."
    ]


def test_two_folders_of_one_person_are_told(course):
    for student in ("lea", "LEA"):
        course.hand_in(student, GOOD, rex=None)
    assert marked(course, code=ODD) == [
        "submitted/ : « LEA » et « lea » sont le même identifiant, écrit de plusieurs façons ; gardez le dossier qui compte, "
        "puis recommencez."
    ]


def test_what_is_said_obeys_no_terminal(course):
    enrol(course, "lea")
    course.hand_in("lea", GOOD, rex=None, candidat="\x1b[31mkarim\x07 <b>\n")
    (said,) = marked(course, code=ODD)
    assert "\x1b" not in said
    assert "\x07" not in said
