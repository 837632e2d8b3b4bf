"""What variants hang on is what the épreuve was built with: a session corrected afterwards changes no mark unasked."""

from __future__ import annotations

import subprocess

import pytest

from epreuves.variantes import variante
from epreuves.variantes.lettres import LETTRES
from epreuves.variantes.seance import Seance, lire_publiee
from tests.corpus import ASSIGNMENT, GOOD
from tests.groupes.essai import Cours

NAME = "Session d'essai, nom corrigé"


def published(cours: Cours, step: str = "source") -> Seance:
    return lire_publiee((cours.root / step / ASSIGNMENT / "seance.json").read_bytes())


def correct(cours: Cours, field: str, value: str) -> None:
    """Write another name or key in `seance.yaml`."""
    path = cours.root / "seance.yaml"
    lines = [
        f"{field}: {value}" if line.startswith(f"{field}:") else line
        for line in path.read_text("utf-8").splitlines()
    ]
    path.write_text("\n".join([*lines, ""]), "utf-8")


def scores(
    cours: Cours, code: int = 0
) -> tuple[dict[str, tuple[str, float]], subprocess.CompletedProcess[str]]:
    """Mark everything anew; each one's variant and score by the gradebook, and the command."""
    done = cours.run("autograde", ASSIGNMENT, "--force")
    assert done.returncode == code, done.stderr
    found = {}
    for student in ("lea", "karim", "zoe"):
        given = [score for score, _, _ in cours.grades(student).values() if score is not None]
        found[student] = (cours.record(student).variant, sum(given))
    return found, done


@pytest.fixture
def session(cours: Cours) -> tuple[Cours, dict[str, tuple[str, float]]]:
    """Two members of a group and somebody alone, marked; and what each had."""
    cours.groups("G1;lea", "G1;karim")
    assert cours.run("build").returncode == 0
    cours.hand_in("lea", GOOD)
    cours.hand_in("karim", None)
    cours.hand_in("zoe", GOOD)
    due, _ = scores(cours)
    assert min(score for _, score in due.values()) > 10
    return cours, due


def test_a_name_corrected_after_the_release_is_shown_and_changes_no_variant_nor_mark(session):
    cours, due = session
    before = published(cours)
    correct(cours, "nom", NAME)
    done = cours.run("build")
    assert done.returncode == 0, done.stderr
    assert (
        f"« {NAME} » s'affiche désormais, mais les variantes de {ASSIGNMENT} restent celles de « {before.nom} »"
        in done.stdout
    )
    assert published(cours) == published(cours, "release") == before
    assert cours.run("build", "--check").returncode == 0
    found, said = scores(cours)
    assert found == due
    assert f"« {NAME} » s'affiche désormais" in said.stderr
    # A group may still change: whoever joins one has its variant, drawn with the name of then.
    cours.groups("G1;lea", "G1;karim", "G1;zoe")
    assert cours.run("build").returncode == 0
    assert variante(published(cours), ASSIGNMENT, "zoe") == due["lea"][0]


def test_a_session_file_that_an_update_took_away_comes_back_from_what_was_released(session):
    cours, due = session
    before = published(cours)
    correct(cours, "nom", NAME)
    (cours.root / "source" / ASSIGNMENT / "seance.json").unlink()
    assert scores(cours)[0] == due
    assert published(cours) == before


def test_another_key_is_refused_until_it_is_asked_for_and_says_what_it_does_first(session):
    cours, due = session
    before = {step: published(cours, step) for step in ("source", "release")}
    correct(cours, "cle", "une tout autre phrase")
    done = cours.run("build")
    assert done.returncode == 1
    assert "seance.yaml, champ « cle » : la clé a changé ; toutes les variantes" in done.stderr
    assert f"« epreuves build {ASSIGNMENT} --nouvelle-seance »" in done.stderr
    assert {step: published(cours, step) for step in before} == before
    found, said = scores(cours, code=3)
    assert found == due
    assert "la clé a changé" in said.stderr
    assert f"Les copies de {ASSIGNMENT} sont corrigées avec les variantes distribuées" in said.stderr

    correct(cours, "nom", NAME)
    done = cours.run("build", "--nouvelle-seance")
    assert done.returncode == 0
    assert f"« {before['source'].nom} » devient « {NAME} »" in done.stderr
    assert "3 copies sont déjà rendues : elles seront corrigées sur d'autres données" in done.stderr
    assert published(cours) == published(cours, "release")
    assert (published(cours).nom, published(cours).cle) == (NAME, "une tout autre phrase")
    assert scores(cours)[0] != due


def test_a_place_written_after_the_release_is_refused_where_it_changes_a_variant(session):
    cours, due = session
    own = due["zoe"][0]
    other = next(letter for letter in LETTRES if letter != own)
    places = cours.root / "places.csv"
    places.write_text(f"candidat;epreuve;variante\nzoe;{ASSIGNMENT};{own}\n", "utf-8")
    assert cours.run("build").returncode == 0
    places.write_text(f"candidat;epreuve;variante\nzoe;{ASSIGNMENT};{other}\n", "utf-8")
    done = cours.run("build")
    assert done.returncode == 1
    assert f"une autre variante est écrite pour zoe ({own} puis {other})" in done.stderr
    assert scores(cours, code=3)[0] == due
    assert cours.run("build", "--nouvelle-seance").returncode == 0
    assert variante(published(cours), ASSIGNMENT, "zoe") == other


def test_a_place_that_is_written_no_more_is_refused_as_well(cours):
    letters = variante(published(cours), ASSIGNMENT, "zoe")
    other = next(letter for letter in LETTRES if letter != letters)
    places = cours.root / "places.csv"
    places.write_text(f"candidat;epreuve;variante\nzoe;{ASSIGNMENT};{other}\n", "utf-8")
    assert cours.run("build", "--nouvelle-seance").returncode == 0
    places.unlink()
    done = cours.run("build")
    assert done.returncode == 1
    assert "une place n'est plus écrite" in done.stderr
    assert variante(published(cours), ASSIGNMENT, "zoe") == other
