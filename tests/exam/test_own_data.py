"""A person's own data: all that the course holds of them, graders' annotations among it, and nothing of anybody else."""

from __future__ import annotations

import csv
import datetime
import io
import json
import shutil
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbgrader.api import Gradebook
from typer.testing import CliRunner

from epreuves_kit.cli import application
from epreuves_kit.course import given_minutes
from epreuves_kit.exam.closing.naming import Mask
from epreuves_kit.jury import session as jury_session
from epreuves_kit.jury.record import JuryRecord
from epreuves_kit.rubric.register import Register
from epreuves_kit.rules import jury_rules
from tests.corpus import ASSIGNMENT
from tests.rubric.trial import copy_of

PEOPLE = {
    "lea": ("Léa", "Fontaine", "lea.fontaine@ecole.fr"),
    "karim": ("Karim", "Benali", "k.benali@ecole.fr"),
    "ines": ("Inès", "Nuñez", "ines.n@ecole.fr"),
}


def told_of_people(root: Path) -> None:
    """Who they are, what two graders and the jury said of them."""
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}") as book:
        for id, (first_name, surname, email) in PEOPLE.items():
            book.update_or_create_student(id, first_name=first_name, last_name=surname, email=email)
    at = datetime.datetime(2026, 6, 10, 10, 42)
    for who, reason in (("karim", "malaise"), ("ines", "poste en panne")):
        given_minutes.add(root, [who], ASSIGNMENT, 10, reason, at, "Secrétariat")
    with Register(root) as register:
        group, other = copy_of(register, "lea").key, copy_of(register, "ines").key
        register.judge(ASSIGNMENT, group, "C15_1-k1", "C. Aubert", 1, "Karim Benali a tout rédigé, dit LÉA  FONTAINE.")
        register.judge(ASSIGNMENT, group, "C15_1-k1", "D. Marchand", 2, "D'accord avec C. Aubert sur le fond.")
        register.judge(ASSIGNMENT, other, "C15_1-k1", "C. Aubert", 3, "Une analyse que personne d'autre n'a.")
    with JuryRecord(root) as record:
        rules = jury_rules.read(root)
        jury_session.absent(record, rules, "P. Sorel", "karim", "e17", True, False, False, "Certificat transmis.")
        jury_session.decide(record, rules, "P. Sorel", "ines", "C15.1", "validé", "Le motif d'Inès.")


@pytest.fixture
def course(marked_groups: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = Path(shutil.copytree(marked_groups, tmp_path / "cours"))
    monkeypatch.chdir(root)
    told_of_people(root)
    return root


def given_to(root: Path, who: str, *words: str) -> dict[str, bytes]:
    """What is in somebody's archive."""
    result = CliRunner().invoke(application(["session"]), ["session", "donnees", who, *words])
    assert result.exit_code == 0, result.output
    with zipfile.ZipFile(root / "donnees-personnelles" / f"{who}.zip") as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def table(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def test_a_person_is_given_their_copies_marks_annotations_and_lists(course):
    found = given_to(course, "karim")
    assert {
        "LISEZ-MOI.txt",
        "identite.csv",
        "listes.csv",
        "notes.csv",
        "annotations.csv",
        "jury.csv",
        "decisions.csv",
    } <= set(found)
    own = course / "submitted" / "karim" / ASSIGNMENT
    assert found[f"copies-rendues/{ASSIGNMENT}/rex.ipynb"] == (own / "rex.ipynb").read_bytes()
    # The collective copy that Léa handed in is Karim's too.
    collective = json.loads((course / "submitted" / "lea" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb").read_bytes())
    assert json.loads(found[f"copies-rendues/{ASSIGNMENT}/copie collective 1.ipynb"]) == collective
    assert f"copies-corrigees/{ASSIGNMENT}/{ASSIGNMENT}.ipynb" in found
    assert table(found["identite.csv"]) == [
        {"Identifiant": "karim", "Prénom": "Karim", "Nom": "Benali", "Courriel": "k.benali@ecole.fr"}
    ]
    listed = {row["Valeur"] for row in table(found["listes.csv"])}
    assert listed >= {"karim", "G1", "malaise"}
    assert "poste en panne" not in listed
    (away,) = table(found["jury.csv"])
    assert (away["Quoi"], away["Par"]) == ("absence", "membre du jury 1")
    assert "Certificat transmis." in away["Ce qui est écrit"]
    assert {row["Question ou critère"] for row in table(found["notes.csv"])} > {"C15.1-k1"}
    assert "C15.1" in {row["Quoi"] for row in table(found["decisions.csv"])}


def test_each_grader_s_word_is_there_under_one_name_that_is_not_theirs(course):
    said = [row for row in table(given_to(course, "karim")["annotations.csv"]) if row["Quoi"] == "niveau donné"]
    assert [(row["Qui"], row["Niveau (0 à 3)"]) for row in said] == [
        ("correcteur 1", "1"),
        ("correcteur 2", "2"),
    ]
    assert said[0]["Commentaire"] == "Karim Benali a tout rédigé, dit autre candidat."
    assert said[1]["Commentaire"] == "D'accord avec correcteur 1 sur le fond."
    named = [row["Qui"] for row in table(given_to(course, "karim", "--noms-des-correcteurs")["annotations.csv"])]
    assert set(named) == {"C. Aubert", "D. Marchand"}


def test_what_a_grader_told_of_a_copy_is_given_too_with_its_answer(course):
    with Register(course) as register:
        told = register.flag(ASSIGNMENT, copy_of(register, "lea").key, "C. Aubert", "Deux paragraphes d'Inès Nuñez.")
        register.answer_flag(ASSIGNMENT, told.rank, "N. Roux", "C. Aubert a raison : vu avec elles.")
    rows = [row for row in table(given_to(course, "karim")["annotations.csv"]) if "signalement" in row["Quoi"]]
    assert [(row["Quoi"], row["Qui"], row["Commentaire"]) for row in rows] == [
        ("signalement", "correcteur 1", "Deux paragraphes d'autre candidat."),
        ("réponse au signalement", "correcteur 3", "correcteur 1 a raison : vu avec elles."),
    ]


def test_a_grader_called_by_a_word_of_a_copy_changes_no_copy(course):
    with Register(course) as register:
        register.judge(ASSIGNMENT, copy_of(register, "lea").key, "C15_1-k2", "Recherche", 2, "Vu par Recherche.")
    found = given_to(course, "karim")
    own = course / "submitted" / "karim" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    assert b"Recherche" in own.read_bytes()
    assert found[f"copies-rendues/{ASSIGNMENT}/{ASSIGNMENT}.ipynb"] == own.read_bytes()
    assert "Vu par correcteur 3." in found["annotations.csv"].decode()


def test_nothing_in_it_names_or_shows_anybody_else(course):
    for who, (first_name, surname, _) in PEOPLE.items():
        found = given_to(course, who)
        whole = "\n".join([*found, *(content.decode("utf-8") for content in found.values())])
        others = [one for id, told in PEOPLE.items() if id != who for one in (f"{told[0]} {told[1]}", told[2])]
        assert not [
            one for one in (*others, "C. Aubert", "D. Marchand", "P. Sorel") if one.casefold() in whole.casefold()
        ]
        assert ("Une analyse que personne d'autre n'a." in whole) == (who == "ines")
        assert ("Le motif d'Inès." in whole) == (who == "ines")
        assert surname in whole
        assert first_name in whole


def test_the_same_course_gives_the_same_bytes_and_they_are_their_owner_s_alone(course):
    given_to(course, "lea")
    path = course / "donnees-personnelles" / "lea.zip"
    before = path.read_bytes()
    given_to(course, "lea")
    assert path.read_bytes() == before
    assert path.stat().st_mode & 0o077 == 0


def test_who_is_nobody_is_told_and_what_goes_to_candidates_is_not_written_in(course):
    for words, said in (
        (["personne"], "n'est pas un candidat"),
        (["lea", "--sortie", "release"], "peut être distribué"),
    ):
        result = CliRunner().invoke(application(["session"]), ["session", "donnees", *words])
        assert result.exit_code == 2
        assert said in " ".join((result.stdout + result.stderr).split())
    assert not (course / "donnees-personnelles").exists()


def test_what_no_name_can_be_looked_for_in_is_told(course):
    (course / "submitted" / "lea" / ASSIGNMENT / "affiche.pdf").write_bytes(b"%PDF-1.4")
    result = CliRunner().invoke(application(["session"]), ["session", "donnees", "lea"])
    assert "affiche.pdf" in result.stdout + result.stderr
    with zipfile.ZipFile(course / "donnees-personnelles" / "lea.zip") as archive:
        assert archive.read(f"copies-rendues/{ASSIGNMENT}/affiche.pdf") == b"%PDF-1.4"
        assert "affiche.pdf" in archive.read("LISEZ-MOI.txt").decode()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("écrit par Léa Fontaine.", "écrit par X."), ("FONTAINE  Léa", "X"), ("lea-fontaine a dit", "X a dit"),
        ("Lea\nFontaine", "X"), ("le Fontainebleau de Léa", "le Fontainebleau de Léa"), ("La Fontaine", "La Fontaine"),
        ("à lea.f@ecole.fr, vite", "à X, vite"), ("Le\u0301a Fontaine", "X"),
    ],
)  # fmt: skip
def test_a_name_is_found_however_it_is_written(text, said):
    assert Mask({"Léa Fontaine": "X", "Fontaine Léa": "X", "lea.f@ecole.fr": "X"}).text(text) == said


@given(st.text(max_size=60), st.text(max_size=60))
def test_what_is_around_a_name_stays_as_it_is(before, after):
    mask = Mask({"Zoé Qwertz": "autre candidat"})
    assert mask.text(before) == before or "qwertz" in before.casefold()
    found = mask.text(f"{before} | ZOE QWERTZ | {after}")
    assert "QWERTZ" not in found
    assert "autre candidat" in found


@given(st.binary(max_size=200), st.sampled_from(["a.ipynb", "a.json", "a.html", "a.bin"]))
def test_any_bytes_whatever_pass_through(raw, name):
    assert Mask({"Zoé Qwertz": "autre candidat"}).content(name, raw) == raw
