"""`epreuves demo` plays the épreuves that it is asked for, shows a first feedback page at once, and says what waits for a person."""

import io
import re
import shutil

import nbformat
import pytest
from rich.console import Console
from typer.testing import CliRunner

from epreuves_kit.cli import application
from epreuves_kit.cli import demo as command
from epreuves_kit.demo.cohort import COHORT, FEW, WRITERS, cohort, there
from epreuves_kit.demo.copies import FictionalCopy
from epreuves_kit.grading.copies import CopyResult
from tests.conftest import epreuves, once
from tests.corpus import ASSIGNMENT
from tests.course import PLAYED, ROOT

PROSE = "C15_3-synthese:\n  solide: Un texte solide.\n  moyen: Un texte moyen.\n  faible: Un texte faible.\n"


@pytest.fixture(scope="session")
def told(model, shared):
    """The trial course, played once, and what was said; not to be written in."""
    course, said = shared / "demonstration", shared / "demonstration.txt"
    with once(shared, "demonstration") as first:
        if first:
            shutil.rmtree(course, ignore_errors=True)
            shutil.copytree(model, course)
            (course / "sujets" / ASSIGNMENT / "demo.yaml").write_text(PROSE, "utf-8")
            (course / "sujets" / "e99_sans_prose").mkdir()
            (course / "sujets" / "e99_sans_prose" / "sujet.py").touch()
            done = epreuves(course, "demo", "e98")
            assert done.returncode == 0, done.stderr
            said.write_text(done.stdout, "utf-8")
    return course, said.read_text("utf-8")


def asked(course, monkeypatch, *words):
    """What the command says where it is not to play, with what it opened."""
    opened = []
    monkeypatch.chdir(course)
    monkeypatch.setattr(command, "_serve", lambda root, port, browser: opened.append(root) or 0)
    monkeypatch.setattr(command, "_played", lambda root, candidates: opened.append(list(candidates)))
    done = CliRunner().invoke(application(["demo"]), ["demo", *words])
    return done, opened


def test_a_first_feedback_page_is_told_before_the_other_copies_are_handed_in(told):
    course, said = told
    page = f"feedback/fictif-ines-marchand/{ASSIGNMENT}/{ASSIGNMENT}.html"
    assert f"Une première restitution :\n  {page}\n" in said
    assert (course / page).exists()
    before, _, after = said.partition(page)
    assert "1/" not in before
    assert "copies fictives 11/11" in after
    assert after.index("12 copies fictives") > after.index("restitutions 11/11")


def test_what_there_is_to_see_is_told_last_and_is_there(told):
    course, said = told
    last = said.partition("12 copies fictives")[2]
    places = ("correction-e98.ipynb", "rapports/proces-verbal.pdf", "rapports/tableau.html")
    assert [place for place in places if f"\n  {place}\n" not in last] == []
    assert [place for place in places if not (course / place).exists()] == []
    (cell,) = nbformat.read(course / "correction-e98.ipynb", as_version=4).cells
    assert f'corriger("{ASSIGNMENT}")' in cell.source
    assert ".venv/bin/epreuves demo --serve" in last


def test_a_copy_that_waits_for_a_person_is_told_with_its_reason(told):
    _, said = told
    (row,) = [line for line in said.splitlines() if "fichier tronqué" in line]
    assert "⚠ illisible" in row
    assert f"⚠ {row.split()[0]} : Le fichier rendu est tronqué" in said


@pytest.mark.parametrize("words", [(), ("e98",), (ASSIGNMENT,)])
def test_what_was_played_is_opened_and_not_played_again(told, monkeypatch, words):
    course, _ = told
    done, opened = asked(course, monkeypatch, *words, "--serve")
    assert done.exit_code == 0, done.output
    assert opened == [course]


def test_opening_one_of_several_plays_none_of_the_others(told, monkeypatch):
    course, _ = told
    monkeypatch.setattr(command, "chosen", lambda root, names: [ASSIGNMENT, "e99_sans_prose"])
    assert asked(course, monkeypatch, "--serve")[1] == [course]
    assert asked(course, monkeypatch, "e98", "e99", "--serve")[1] == [[ASSIGNMENT, "e99_sans_prose"]]


def test_a_demonstration_that_was_interrupted_is_not_taken_for_one_that_is_there(told, tmp_path):
    course, _ = told
    assert there(course, ASSIGNMENT, FEW)
    first = f"{FEW[0].id}/{ASSIGNMENT}"
    shutil.copytree(course / "feedback" / first, tmp_path / "feedback" / first)
    assert not there(tmp_path, ASSIGNMENT, FEW)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("e42", "« e42 » n'est pas une épreuve du cours. Épreuves : e98_publicite, e99_sans_prose."),
        ("e99", "e99_sans_prose ne peut pas être jouée : sujets/e99_sans_prose/demo.yaml manque"),
    ],
)
def test_an_epreuve_that_cannot_be_played_is_refused(told, monkeypatch, name, said):
    course, _ = told
    done, played = asked(course, monkeypatch, name)
    assert done.exit_code == 2
    assert said in " ".join(done.output.split())
    assert played == []


def test_an_interrupted_demonstration_says_how_it_is_taken_up(told, monkeypatch):
    course, _ = told
    monkeypatch.chdir(course)

    def interrupted(root, candidates):
        raise KeyboardInterrupt

    monkeypatch.setattr(command, "_played", interrupted)
    done = CliRunner().invoke(application(["demo"]), ["demo"])
    assert done.exit_code == 130
    assert "Interrompu : la même commande joue la démonstration de nouveau" in " ".join(done.output.split())


def test_a_file_that_was_not_opened_is_told_on_its_row_within_eighty_columns():
    ines = FEW[0].id
    results = [CopyResult(student=c.id, assignment="e99_x", status="marked", score=46.0, max_score=50.0) for c in FEW]
    unopened = {ines: {"suivi.xlsx": "sans_murs"}, FEW[1].id: {"a.pdf": "sans_murs", "b.pdf": "lent"}}
    output = io.StringIO()
    table = command._table(results, "e99_x", {ines: 25}, FEW, unopened)
    Console(file=output, width=80).print(table)
    rows = output.getvalue().splitlines()
    place = next(n for n, line in enumerate(rows) if ines in line)
    assert "corrigée (+25 min)," in rows[place]
    assert "46 / 50" in rows[place]
    assert "1 fichier à relire" in rows[place + 1]
    assert output.getvalue().count("à relire") == 2
    assert "2 fichiers à relire" in output.getvalue()
    remarks = command._remarks(results, unopened)
    assert remarks[0].startswith("⚠ À relire : le fichier n'a pas été ouvert")
    assert len(remarks) == 2


def test_a_copy_is_handed_in_the_same_each_time(told):
    course, _ = told
    seldom = ("tentatives de fraude", "notebook abîmé par mégarde", "chiffres d'une voisine")

    def written(candidate):
        submission = FictionalCopy(course, ASSIGNMENT, candidate.id)
        candidate.write(submission)
        return submission.notebook

    assert all(written(candidate) == written(candidate) for candidate in FEW if candidate.profile in seldom)


def test_a_user_s_targets_ask_for_no_tool_of_the_tests():
    targets = dict(
        re.findall(r"^([\w./-]+):([^=#\n]*?)(?:##.*)?$", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    )
    users = {name for name, needs in targets.items() if needs.split() == [".venv/.installed"]}
    assert users == {"demo", "demo-all", "serve", "build", "check", "bench", ".venv/.tools"}
    assert targets["install"].split() == [".venv/.tools"]


@pytest.mark.parametrize("among", [COHORT, FEW])
@pytest.mark.parametrize("epreuve", PLAYED)
def test_the_first_candidate_is_right_and_writes_for_their_group(epreuve, among):
    first = cohort(epreuve, among)[0]
    assert first.id in WRITERS
    assert first.profile in {
        "tout juste",
        "tout juste au formulaire, en retard",
        "travail au tableur, collé dans les formulaires",
        "notebook abîmé par mégarde",
        "tableur, en retard",
        "tout juste, sans auto-évaluation",
    }
