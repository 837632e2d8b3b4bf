"""What variants hang on is what the épreuve was built with: a session corrected afterwards changes no mark unasked."""

from __future__ import annotations

import subprocess

import pytest

from epreuves.variants.attribution import letters, own_key, variant
from epreuves.variants.published import ExamSession, read_published
from tests.corpus import ASSIGNMENT, GOOD
from tests.groups.trial import Cours

NAME = "Session d'essai, nom corrigé"
#: What is built here is proven elsewhere.
BUILD = ("build", "--sans-preuve")


def published(course: Cours, step: str = "source") -> ExamSession:
    return read_published((course.root / step / ASSIGNMENT / "seance.json").read_bytes())


def correct(course: Cours, field: str, value: str) -> None:
    """Write another name or key in `seance.yaml`."""
    path = course.root / "seance.yaml"
    lines = [
        f"{field}: {value}" if line.startswith(f"{field}:") else line for line in path.read_text("utf-8").splitlines()
    ]
    path.write_text("\n".join([*lines, ""]), "utf-8")


def scores(course: Cours, code: int = 0) -> tuple[dict[str, tuple[str, float]], subprocess.CompletedProcess[str]]:
    """Mark everything anew; each one's variant and score by the gradebook, and the command."""
    done = course.run("autograde", ASSIGNMENT, "--force")
    assert done.returncode == code, done.stderr
    found = {}
    for student in ("lea", "karim", "zoe"):
        given = [score for score, _, _ in course.grades(student).values() if score is not None]
        found[student] = (course.record(student).variant, sum(given))
    return found, done


@pytest.fixture
def session(course: Cours) -> tuple[Cours, dict[str, tuple[str, float]]]:
    """Two members of a group and somebody alone, marked; and what each had."""
    course.groups("G1;lea", "G1;karim")
    assert course.run(*BUILD).returncode == 0
    course.hand_in("lea", GOOD)
    course.hand_in("karim", None)
    course.hand_in("zoe", GOOD)
    due, _ = scores(course)
    assert min(score for _, score in due.values()) > 10
    return course, due


def test_a_name_corrected_after_the_release_is_shown_and_changes_no_variant_nor_mark(session):
    course, due = session
    before = published(course)
    correct(course, "nom", NAME)
    done = course.run(*BUILD)
    assert done.returncode == 0, done.stderr
    assert (
        f"« {NAME} » s'affiche désormais, mais les variantes de {ASSIGNMENT} restent celles de « {before.name} »"
        in done.stderr
    )
    assert published(course) == published(course, "release") == before
    assert course.run("build", "--check").returncode == 0
    found, said = scores(course)
    assert found == due
    assert f"« {NAME} » s'affiche désormais" in said.stderr
    # A group may still change: whoever joins one has its variant, drawn with the name of then.
    course.groups("G1;lea", "G1;karim", "G1;zoe")
    assert course.run(*BUILD).returncode == 0
    assert variant(published(course), ASSIGNMENT, "zoe") == due["lea"][0]


def test_a_session_file_that_an_update_took_away_comes_back_from_what_was_released(session):
    course, due = session
    before = published(course)
    correct(course, "nom", NAME)
    (course.root / "source" / ASSIGNMENT / "seance.json").unlink()
    assert scores(course)[0] == due
    assert published(course) == before


def test_another_key_is_refused_until_it_is_asked_for_and_says_what_it_does_first(session):
    course, due = session
    before = {step: published(course, step) for step in ("source", "release")}
    correct(course, "cle", "une tout autre phrase")
    done = course.run(*BUILD)
    assert done.returncode == 2
    assert "seance.yaml, champ « cle » : la clé a changé ; toutes les variantes" in done.stderr
    assert f"« epreuves build {ASSIGNMENT} --nouvelle-seance »" in done.stderr
    assert {step: published(course, step) for step in before} == before
    found, said = scores(course, code=3)
    assert found == due
    assert "la clé a changé" in said.stderr
    assert f"Les copies de {ASSIGNMENT} sont corrigées avec les variantes distribuées" in said.stderr

    correct(course, "nom", NAME)
    done = course.run(*BUILD, "--nouvelle-seance")
    assert done.returncode == 0
    assert f"« {before['source'].name} » devient « {NAME} »" in done.stderr
    assert "3 copies sont déjà rendues : elles seront corrigées sur d'autres données" in done.stderr
    assert published(course) == published(course, "release")
    assert (published(course).name, published(course).key) == (
        NAME,
        own_key("une tout autre phrase", ASSIGNMENT),
    )
    assert scores(course)[0] != due


def test_copies_are_marked_on_as_many_variants_as_the_session_has_and_the_number_is_the_one_built_with(
    course,
):
    yaml = course.root / "seance.yaml"
    yaml.write_text(f"{yaml.read_text('utf-8')}variantes: 2\n", "utf-8")
    done = course.run(*BUILD)
    assert done.returncode == 2
    assert (
        f"« variantes » : 2 au lieu de 12 ; les candidats de {ASSIGNMENT} n'auraient plus la même variante"
        in done.stderr
    )
    assert course.run(*BUILD, "--nouvelle-seance").returncode == 0
    session = published(course)
    assert session == published(course, "release")
    assert len(list((course.root / "release" / ASSIGNMENT / "variantes").iterdir())) == 2
    dealt = {
        variant(session, ASSIGNMENT, who): who for who in ("lea", "karim", "zoe", "noe", "ida", "max", "ali", "eva")
    }
    assert set(dealt) == {"A", "B"}
    for who in dealt.values():
        course.hand_in(who, GOOD, rex=None)
    told = course.mark()
    assert {t["variant"]: who for who, t in told.items()} == dealt
    assert len({t["score"] for t in told.values()}) == 1


def test_a_place_written_after_the_release_is_refused_where_it_changes_a_variant(session):
    course, due = session
    own = due["zoe"][0]
    other = next(letter for letter in letters() if letter != own)
    places = course.root / "places.csv"
    places.write_text(f"candidat;epreuve;variante\nzoe;{ASSIGNMENT};{own}\n", "utf-8")
    assert course.run(*BUILD).returncode == 0
    places.write_text(f"candidat;epreuve;variante\nzoe;{ASSIGNMENT};{other}\n", "utf-8")
    done = course.run(*BUILD)
    assert done.returncode == 2
    assert f"une autre variante est écrite pour zoe ({own} puis {other})" in done.stderr
    assert scores(course, code=3)[0] == due
    assert course.run(*BUILD, "--nouvelle-seance").returncode == 0
    assert variant(published(course), ASSIGNMENT, "zoe") == other


def test_a_place_that_is_written_no_more_is_refused_as_well(course):
    due = variant(published(course), ASSIGNMENT, "zoe")
    other = next(letter for letter in letters() if letter != due)
    places = course.root / "places.csv"
    places.write_text(f"candidat;epreuve;variante\nzoe;{ASSIGNMENT};{other}\n", "utf-8")
    assert course.run(*BUILD, "--nouvelle-seance").returncode == 0
    places.unlink()
    done = course.run(*BUILD)
    assert done.returncode == 2
    assert "une place n'est plus écrite" in done.stderr
    assert variant(published(course), ASSIGNMENT, "zoe") == other
