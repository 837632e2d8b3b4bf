"""Where the session stands: each stage of an épreuve, read from courses that were really built, marked and judged, with what comes next."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from nbgrader.api import Gradebook
from typer.testing import CliRunner

from epreuves.variants.preparation import preparer
from epreuves.wording.errors import KitError
from epreuves_kit.cli import application
from epreuves_kit.course.folders import Course
from epreuves_kit.exam.asking import Unconfirmed
from epreuves_kit.exam.status import EpreuveStatus, status
from epreuves_kit.gradebook.marked_notebook import read_record
from epreuves_kit.grading.assignment import Assignment
from epreuves_kit.grading.odd import OtherVariant
from epreuves_kit.jury import session
from epreuves_kit.jury.record import JuryRecord
from epreuves_kit.rubric.register import Register
from epreuves_kit.rules import jury_rules
from tests.corpus import ASSIGNMENT
from tests.exam.session_application import act
from tests.jury.cours import E06, E17, NotebookFile, lay, url


def run(root: Path, monkeypatch: pytest.MonkeyPatch, *words: str) -> tuple[str, int]:
    """A command of the kit in a course: what it said, and its exit code."""
    monkeypatch.chdir(root)
    result = CliRunner().invoke(application(), list(words))
    return result.stdout, result.exit_code


def enrol(root: Path, *ids: str) -> None:
    with Gradebook(url(root)) as book:
        for id in ids:
            book.update_or_create_student(id)


def of(root: Path, id: str = ASSIGNMENT) -> EpreuveStatus:
    return next(one for one in status(Course(root)).epreuves if one.epreuve == id)


def hand_in(root: Path, student: str) -> Path:
    """A candidate's copy, as it was released: nothing in it is answered."""
    return Path(shutil.copytree(root / "release" / ASSIGNMENT, root / "submitted" / student / ASSIGNMENT))


def test_an_epreuve_goes_from_its_text_to_the_feedback(model, tmp_path, monkeypatch):
    root = Path(shutil.copytree(model, tmp_path / "cours"))
    enrol(root, "lea", "karim")
    assert (of(root).stage, of(root).expected, of(root).missing) == ("à rendre", 2, ("karim", "lea"))
    copy = hand_in(root, "lea")
    assert (of(root).stage, of(root).waiting) == ("à corriger", ("lea",))
    assert of(root).command == f"epreuves autograde {ASSIGNMENT}"
    run(root, monkeypatch, "autograde", ASSIGNMENT)
    found = of(root)
    assert (found.received, found.marked, found.waiting, found.missing) == (1, 1, (), ("karim",))
    assert (found.stage, found.command) == ("à juger", f"epreuves grille export {ASSIGNMENT}")
    with Register(root) as register:
        [copied] = register.copies(ASSIGNMENT)
        for criterion in register.criteria(ASSIGNMENT):
            register.judge(ASSIGNMENT, copied.key, criterion.grade_id, "C. Aubert", 2)
    assert (of(root).stage, of(root).command) == ("à restituer", f"epreuves feedback {ASSIGNMENT}")
    run(root, monkeypatch, "feedback", ASSIGNMENT)
    assert (of(root).stage, of(root).returned) == ("à pointer", 1)
    assert "karim" in of(root).next
    # Handed in again since it was marked.
    (copy / "note.txt").write_text("Une pièce de plus.")
    assert (of(root).stage, of(root).waiting) == ("à corriger", ("lea",))
    assert status(Course(root)).finished is False


def test_a_copy_worked_on_another_variant_is_told_before_it_is_marked_and_marked_as_that_one_by_a_decision(
    model, tmp_path, monkeypatch, capsys
):
    root = Path(shutil.copytree(model, tmp_path / "cours"))
    enrol(root, "lea", "karim")
    assignment = Assignment.of(Course(root), ASSIGNMENT)
    own = assignment.variant("lea")
    account = next(f"compte{n}" for n in range(99) if assignment.variant(f"compte{n}") != own)
    folder = hand_in(root, "lea")
    hand_in(root, "karim")
    # What the first cell shows on the candidate's computer.
    monkeypatch.chdir(shutil.copytree(root / "release" / ASSIGNMENT, tmp_path / "chez-soi"))
    preparer(ASSIGNMENT, candidat=account)
    shown = capsys.readouterr().out
    path = folder / f"{ASSIGNMENT}.ipynb"
    notebook = json.loads(path.read_bytes())
    cell = next(c for c in notebook["cells"] if "preparer(" in "".join(c["source"]) and c["cell_type"] == "code")
    cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": shown}]
    path.write_text(json.dumps(notebook))
    other = assignment.variant(account)
    assert of(root).other_variants == (OtherVariant("lea", other, own),)
    said = f"la copie de lea est faite sur la variante {other}, et sera corrigée sur la variante {own}"
    assert said in run(root, monkeypatch, "statut")[0].replace("\n", " ")
    with pytest.raises(Unconfirmed, match="Rien n'est encore corrigé") as asked:
        act(root, "autograde", ASSIGNMENT)
    assert said in asked.value.look[0]
    assert not (root / "autograded" / "lea").exists()
    (root / "places.csv").write_text(
        f"candidat;epreuve;variante;motif\nLEA;{ASSIGNMENT};{other};Compte de son ordinateur.\n"
    )
    assert of(root).other_variants == ()
    told, _ = run(root, monkeypatch, "autograde", ASSIGNMENT)
    record = read_record(root / "autograded" / "lea" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb")
    assert record.variant == other
    assert "n'y est pas suivi" not in told


def test_what_was_not_built_comes_first(model, tmp_path):
    root = Path(shutil.copytree(model, tmp_path / "cours"))
    enrol(root, "lea")
    shutil.rmtree(root / "source" / ASSIGNMENT / "variantes")
    assert (of(root).stage, of(root).command) == ("à construire", f"epreuves build {ASSIGNMENT}")


def test_a_group_s_criteria_count_once_and_what_two_graders_disagree_on_is_to_settle(
    marked_groups, tmp_path, monkeypatch
):
    root = Path(shutil.copytree(marked_groups, tmp_path / "cours"))
    found = of(root)
    assert (found.stage, found.judged) == ("à juger", 0)
    with Register(root) as register:
        copies, criteria = register.copies(ASSIGNMENT), register.criteria(ASSIGNMENT)
        cells = [(copy.key, c.grade_id) for copy in copies for c in criteria if c.notebook == copy.notebook]
        assert found.to_judge == len(cells)
        assert any(len(copy.students) > 1 for copy in copies)
        for copy, criterion in cells[1:]:
            register.judge(ASSIGNMENT, copy, criterion, "C. Aubert", 2)
    assert (of(root).stage, of(root).judged) == ("à juger", len(cells) - 1)
    with Register(root) as register:
        register.judge(ASSIGNMENT, *cells[0], "C. Aubert", 2)
    assert (of(root).stage, of(root).to_settle) == ("à restituer", 0)


def test_a_group_of_which_nothing_came_has_no_copy_and_one_copy_is_that_of_each_member_present(
    trial_of_groups, tmp_path
):
    root = Path(shutil.copytree(trial_of_groups, tmp_path / "cours"))
    enrol(root, "lea", "karim", "zoe", "hugo")
    rows = "".join(
        f"{ASSIGNMENT};{group};{who};;\n"
        for group, who in (("G1", "lea"), ("G1", "karim"), ("G2", "zoe"), ("G2", "hugo"))
    )
    (root / "groupes.csv").write_text(f"epreuve;groupe;candidat;etat;depot\n{rows}", "utf-8")
    found = of(root)
    assert (found.stage, found.received, found.waiting, len(found.missing)) == ("à rendre", 0, (), 4)
    hand_in(root, "lea")
    found = of(root)
    assert (found.stage, found.received, found.missing) == ("à corriger", 2, ("hugo", "zoe"))
    assert Course(root).to_mark(ASSIGNMENT) == ["karim", "lea"]


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """Two épreuves that three who are enrolled are expected at; nobody has handed anything in."""
    root = lay(tmp_path / "cours")
    with NotebookFile(root) as book:
        for id in ("lea", "karim", "zoe"):
            book.student(id)
        book.release(E17)
    for id in (E06, E17):
        (root / "source" / id / "variantes").mkdir(parents=True)
        (root / "source" / id / f"{id}.ipynb").write_text("{}")
    return root


def test_what_the_gradebook_does_not_know_is_to_be_entered(course):
    assert (of(course, E06).stage, of(course, E17).stage) == ("à inscrire", "à rendre")


def test_waiting_for_copies_does_not_hide_what_there_is_to_do(course):
    with NotebookFile(course) as book:
        book.release(E06, {E06: ["C6.1"]})
    assert (of(course, E06).stage, of(course, E17).stage) == ("à rendre", "à rendre")
    assert status(Course(course)).command == f"epreuves ramasser {E06}"
    folder = course / "submitted" / "lea" / E17
    folder.mkdir(parents=True)
    (folder / f"{E17}.ipynb").write_text("{}")
    assert status(Course(course)).command == f"epreuves autograde {E17}"


def test_who_is_not_expected_is_not_missing(course):
    assert of(course, E17).missing == ("karim", "lea", "zoe")
    rules = jury_rules.read(course)
    other = next(bloc.code for bloc in rules.blocs if "C15.1" not in bloc.competences)
    (course / "inscriptions.csv").write_text(f"candidat;blocs\nzoe;{other}\n")
    assert (of(course, E17).expected, of(course, E17).missing) == (2, ("karim", "lea"))
    with JuryRecord(course) as record:
        session.absent(record, rules, "C. Aubert", "lea", "e17", True, False, False, "")
    assert of(course, E17).missing == ("karim",)


def test_the_session_says_which_epreuves_it_holds(course):
    assert [one.epreuve for one in status(Course(course)).epreuves] == [E06, E17]
    written = (course / "seance.yaml").read_text()
    (course / "seance.yaml").write_text(f"{written}epreuves: [e17]\n")
    assert [one.epreuve for one in status(Course(course)).epreuves] == [E17]
    (course / "seance.yaml").write_text(f"{written}epreuves: [e17, e99]\n")
    with pytest.raises(KitError, match=r"seance\.yaml, champ « epreuves » : « e99 » n'est pas une épreuve"):
        status(Course(course))


def test_the_command_says_what_comes_next_and_ends_with_1_while_something_lacks(course, monkeypatch):
    told, code = run(course, monkeypatch, "statut", "e17")
    assert code == 1
    assert f"epreuves ramasser {E17}" in told
    rows = [json.loads(line) for line in run(course, monkeypatch, "statut", "--json")[0].splitlines()]
    assert [(row["epreuve"], row["stage"]) for row in rows] == [(E06, "à inscrire"), (E17, "à rendre")]
    assert run(course, monkeypatch, "statut", "e99")[1] == 2


def test_nobody_enrolled_comes_first_and_nothing_is_made(course):
    (course / "gradebook.db").unlink()
    found = status(Course(course))
    assert (found.enrolled, found.command) == (0, "epreuves candidats import LISTE.xlsx")
    assert not (course / "gradebook.db").exists()


NAUGHTY = "a\x1b[2J\x1b]0;pris\x07b"


@pytest.mark.parametrize(
    "words",
    [
        ("statut",), ("statut", NAUGHTY), ("candidats",), ("groupes",), ("accuses",), ("ressemblances",), ("correcteurs",), ("retards",), ("jury",),
        ("autograde", NAUGHTY), ("feedback", NAUGHTY), ("recevoir", f"reçu{NAUGHTY}"), ("recevoir", f"absent{NAUGHTY}"), ("session", "clore", "--simuler"),
        ("session", "effacer", "--au", "2026-01-01", "--simuler"), ("session", "donnees", NAUGHTY), ("statut", f"--{NAUGHTY}"),
    ],
    ids=lambda words: " ".join(words).encode("unicode_escape").decode(),
)  # fmt: skip
def test_no_name_of_a_folder_acts_on_the_terminal(model, tmp_path, monkeypatch, words):
    root = Path(shutil.copytree(model, tmp_path / "cours"))
    enrol(root, "lea", f"karim{NAUGHTY}")
    hand_in(root, f"lea{NAUGHTY}")
    for step in ("source", "release"):
        shutil.copytree(root / step / ASSIGNMENT, root / step / NAUGHTY)
    shutil.copytree(root / "release" / ASSIGNMENT, root / "submitted" / "lea" / NAUGHTY)
    shutil.copytree(root / "release" / ASSIGNMENT, root / f"reçu{NAUGHTY}" / f"inconnu{NAUGHTY}")
    monkeypatch.chdir(root)
    done = CliRunner().invoke(application(list(words[:1])), list(words))
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    assert done.output
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f]", done.output), done.output
