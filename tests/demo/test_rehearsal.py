"""`epreuves essai` plays the reference, a blank and each mistake through the real marking, and touches nothing of the course."""

import shutil

import pytest
from typer.testing import CliRunner

from epreuves_kit.cli import application
from tests.authoring.trial_course import COURS, ID, remplacer, sujet


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """The smallest course, where what follows one of its mistakes stops the reference."""
    root = tmp_path_factory.mktemp("essai") / "cours"
    shutil.copytree(COURS, root)
    best = "meilleur_canal = roas_par_canal.idxmax()\n"
    fragile = 'assert (roas_par_canal - sommes["revenu"] / sommes["cout"]).abs().max() < 1e-9\n'
    remplacer(sujet(root), best, f"{fragile}{best}")
    return root


@pytest.fixture(scope="module")
def played(course):
    """What the command says on one variant, and the code that it ends with."""
    before = {path for path in course.rglob("*") if ".epreuves" not in path.parts}
    with pytest.MonkeyPatch.context() as patched:
        patched.chdir(course)
        done = CliRunner().invoke(application(["essai"]), ["essai", "e99", "--variante", "C", "--sortie", "pages"])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    after = {path for path in course.rglob("*") if ".epreuves" not in path.parts}
    return done.exit_code, done.output, {path for path in after - before if path.is_file()}


def test_each_copy_earns_what_is_promised_or_it_is_told(played):
    code, said, _ = played
    assert code == 1
    assert f"{ID}, variante C : 5 copies" in said
    assert "le corrigé" in said
    assert "8/8" in said
    assert "0/8 toutes les questions" in said
    # The mistake keeps a quarter of its four points, and what follows is lost for a reason that is no candidate's.
    assert "✗ C15_1-roas, moyenne_des_ratios\n    C15_1-meilleur : 0 au lieu de 2" in said
    assert said.count("✗ C15_1") == 1


def test_the_pages_are_written_where_asked_and_nothing_else_is_touched(course, played):
    _, said, written = played
    names = {
        "corrige",
        "vide",
        "C15_1-cout-moyenne",
        "C15_1-roas-moyenne_des_ratios",
        "C15_1-meilleur-le_plus_cher",
    }
    assert written == {course / "pages" / f"{name}.html" for name in names}
    assert "5 restitutions dans pages/" in said
    assert "Vous avez fait la moyenne des coûts" in (course / "pages" / "C15_1-cout-moyenne.html").read_text("utf-8")


def test_one_letter_is_asked_for(course, monkeypatch):
    monkeypatch.chdir(course)
    done = CliRunner().invoke(application(["essai"]), ["essai", "e99", "--variante", "A,B"])
    assert done.exit_code == 2
    assert "une seule lettre est attendue" in done.output


def test_pages_are_not_written_where_candidates_are_given_files(course, monkeypatch):
    monkeypatch.chdir(course)
    done = CliRunner().invoke(application(["essai"]), ["essai", "e99", "--sortie", "source/e99_mini/pages"])
    assert done.exit_code == 2
    assert "ce qui est dans source/ peut être distribué" in done.output
