"""An ordinary nbgrader course: answers that have a rubric are judged in the panel, and nbgrader has the points, the comment and the page."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from epreuves.wording.errors import KitError
from epreuves_kit.gradebook.rows import NotebookFile
from epreuves_kit.rubric.panel.copy_view import page
from epreuves_kit.rubric.panel.desk import Desk
from epreuves_kit.rubric.register import Register
from tests.conftest import epreuves, nbgrader, once
from tests.corpus import ASSIGNMENT, cell_of, encoded, grade_id
from tests.ledger.ordinary_rows import PS1
from tests.ledger.tables import comments, grades
from tests.rubric.quickstart import CODED, HONEST, HOSTILE, RUBRICS, TASK, WRITTEN, copy_of, course, declare
from tests.rubric.test_panel_desk import Client

BASE_CASES = "Recursion is explained, without its base cases."


@pytest.fixture(scope="session")
def quickstart(shared: Path) -> Path:
    """The course, with its copies marked and none judged; not to be written in."""
    place = shared / "quickstart-grilles"
    with once(shared, place.name) as first:
        if first:
            shutil.rmtree(place, ignore_errors=True)
            course(place)
    return place


@pytest.fixture
def root(quickstart: Path, tmp_path: Path) -> Path:
    """That course, to be written in."""
    return Path(shutil.copytree(quickstart, tmp_path / "course101"))


@pytest.fixture
def register(root: Path) -> Iterator[Register]:
    """Its record."""
    with Register(root) as opened:
        yield opened


def held(root: Path, student: str, notebook: str, grade_id: str) -> tuple[float, float | None, bool, str | None]:
    """A cell as nbgrader has it: its score, that by hand, whether a person is waited for, the comment that counts."""
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}") as book:
        grade = book.find_grade(grade_id, notebook, PS1, student)
        comment = book.find_comment(grade_id, notebook, PS1, student)
        return grade.score, grade.manual_score, grade.needs_manual_grade, comment.comment


def test_answers_with_a_rubric_and_tasks_are_the_criteria_in_the_order_of_the_notebooks(register):
    criteria = register.criteria(PS1)
    assert [(c.notebook, c.grade_id, c.points) for c in criteria] == [
        ("problem1", CODED, 2.0),
        ("problem1", TASK, 4.0),
        ("problem2", WRITTEN, 1.0),
    ]
    written = criteria[-1]
    assert (written.label, written.competence) == ("The algorithm is explained", "")
    assert written.descriptors[2] == BASE_CASES


@pytest.mark.parametrize("level", range(4))
def test_a_level_is_nbgraders_score_by_hand_and_the_comment_its_own(level, register, root):
    for student in (HONEST, HOSTILE):
        copy = copy_of(register, student, "problem2")
        assert held(root, student, "problem2", WRITTEN) == (0, None, True, None)
        register.judge(PS1, copy.key, WRITTEN, "Anne", level, "Clear.")
        points = round(level / 3, 4)
        assert held(root, student, "problem2", WRITTEN) == (points, points, False, "Clear.")
    # An answer without a rubric is formgrader's as ever.
    assert held(root, HONEST, "problem2", "part-b") == (0, None, False, "No response.")


def test_code_that_a_person_grades_is_judged_the_same(register, root):
    register.judge(PS1, copy_of(register, HONEST, "problem1").key, CODED, "Anne", 3)
    assert held(root, HONEST, "problem1", CODED)[:3] == (2, 2, False)


def test_what_is_undone_waits_again_as_nbgrader_has_it(register, root):
    before = held(root, HONEST, "problem2", WRITTEN)
    register.judge(PS1, copy_of(register, HONEST, "problem2").key, WRITTEN, "Anne", 2, "Clear.")
    register.undo(PS1, "Anne")
    assert held(root, HONEST, "problem2", WRITTEN) == before


def test_an_answer_left_as_it_was_given_out_keeps_the_machines_zero_once_its_level_is_undone(root):
    blank = "part-b"
    declare(root, RUBRICS.replace(WRITTEN, blank))
    before = held(root, HONEST, "problem2", blank)
    with Register(root) as register:
        register.judge(PS1, copy_of(register, HONEST, "problem2").key, blank, "Anne", 1, "A title.")
        assert held(root, HONEST, "problem2", blank) == (0.6667, 0.6667, False, "A title.")
        register.undo(PS1, "Anne")
    assert held(root, HONEST, "problem2", blank) == before == (0, None, False, "No response.")


def test_a_score_typed_in_formgrader_is_taken_in_and_kept(register, root):
    copy = copy_of(register, HONEST, "problem2")
    register.judge(PS1, copy.key, WRITTEN, "Anne", 3, "Clear.")
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}") as book:
        book.find_grade(WRITTEN, "problem2", PS1, HONEST).manual_score = 0.3
        book.find_comment(WRITTEN, "problem2", PS1, HONEST).manual_comment = "Less."
        book.db.commit()
    (change,) = register.sync(PS1)
    assert (change.grade_id, change.level, change.points, change.comment) == (WRITTEN, 1, 0.3, "Less.")
    assert held(root, HONEST, "problem2", WRITTEN) == (0.3, 0.3, False, "Less.")


def test_nothing_of_a_copy_stands_for_the_instructors_rubric(register, root):
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}") as book:
        worths = {
            student: {
                (g.notebook.name, g.name): g.max_score
                for n in ("problem1", "problem2")
                for g in book.find_submission_notebook(n, PS1, student).grades
            }
            for student in (HONEST, HOSTILE)
        }
    assert worths[HOSTILE] == worths[HONEST]
    criteria = register.criteria(PS1)
    assert not any("Everything" in text for c in criteria for text in (c.label, c.look, *c.descriptors))
    copy = copy_of(register, HOSTILE, "problem2")
    register.judge(PS1, copy.key, WRITTEN, "Anne", 0)
    assert held(root, HOSTILE, "problem2", WRITTEN)[:3] == (0, 0, False)
    done = epreuves(root, "feedback", PS1)
    assert done.returncode == 0, done.stderr
    page = (root / "feedback" / HOSTILE / PS1 / "problem2.html").read_text("utf-8")
    assert "level 0 of 3. Nothing says how the function works." in page


def test_a_page_says_the_level_what_is_seen_at_it_and_the_comment_by_either_command(register, root):
    register.judge(PS1, copy_of(register, HONEST, "problem2").key, WRITTEN, "Anne", 2, "And what of *n* = 0?")
    assert epreuves(root, "feedback", PS1).returncode == 0
    place = root / "feedback" / HONEST / PS1 / "problem2.html"
    told = "<strong>The algorithm is explained:</strong> level 2 of 3. Recursion is explained, without its base cases."
    page = place.read_text("utf-8")
    assert told in page
    assert "And what of <em>n</em> = 0?" in page
    nbgrader(root, "generate_feedback", PS1, "--force")
    assert told in place.read_text("utf-8")
    other = (root / "feedback" / HONEST / PS1 / "problem1.html").read_text("utf-8")
    assert "of 3." not in other, "nobody gave a level there"


def test_a_page_is_written_anew_when_its_rubric_says_something_else(register, root):
    register.judge(PS1, copy_of(register, HONEST, "problem2").key, WRITTEN, "Anne", 2)
    words = ("feedback", PS1, "--json")
    first, again = (epreuves(root, *words).stdout.splitlines() for _ in range(2))
    assert {json.loads(line)["status"] for line in first} == {"written"}
    assert {json.loads(line)["status"] for line in again} == {"skipped"}
    declare(root, RUBRICS.replace("without its base cases", "but not where it ends"))
    assert {json.loads(line)["status"] for line in epreuves(root, *words).stdout.splitlines()} == {"written"}
    assert "but not where it ends" in (root / "feedback" / HONEST / PS1 / "problem2.html").read_text("utf-8")


def test_nbgraders_export_has_the_points_of_levels(register, root):
    for student, level in ((HONEST, 3), (HOSTILE, 0)):
        register.judge(PS1, copy_of(register, student, "problem2").key, WRITTEN, "Anne", level)
    nbgrader(root, "export")
    with (root / "grades.csv").open(encoding="utf-8") as file:
        rows = {row["student_id"]: row for row in csv.DictReader(file)}
    assert {id: float(row["score"]) for id, row in rows.items()} == {HONEST: 1.0, HOSTILE: 0.0}
    assert {row["max_score"] for row in rows.values()} == {"13.0"}


def test_marking_again_keeps_the_level_and_its_comment(register, root):
    register.judge(PS1, copy_of(register, HONEST, "problem2").key, WRITTEN, "Anne", 2, "Clear.")
    assert epreuves(root, "autograde", PS1, "--force").returncode == 0
    score, manual, _, comment = held(root, HONEST, "problem2", WRITTEN)
    assert (score, manual, comment) == (0.6667, 0.6667, "Clear.")


def test_a_rubric_reaches_no_release(root):
    for path in (root / "release").rglob("*"):
        if path.is_file():
            assert b"base cases" not in path.read_bytes()


def test_the_panel_shows_an_answer_without_its_author_and_saves_a_level(root):
    with Register(root) as register, NotebookFile(f"sqlite:///{root / 'gradebook.db'}") as notebook:
        client = Client(Desk(register, notebook, PS1, "Anne"))
        client.opens()
        copy = copy_of(register, HONEST, "problem2")
        answers = client.says("go", where="copy", to=copy.key)
        screen = next(a for a in answers if a["kind"] == "screen")
        assert screen["criterion"]["levels"][2] == ["acquis", "0,67 point", BASE_CASES]
        (page, *_) = client.says("page", key=copy.key)
        assert "<strong>two before it</strong>" in page["tabs"][0]["html"]
        (saved, *_) = client.says("judge", copy=copy.key, grade_id=WRITTEN, level=2, comment="Clear.")
        assert saved["saved"]["level"] == 2
        assert not any(name in json.dumps([screen, page, saved, *answers]) for name in (HONEST, HOSTILE))
    assert held(root, HONEST, "problem2", WRITTEN) == (0.6667, 0.6667, False, "Clear.")


FAULTS = {
    "notebook": ("problem2:", "problem9:", "ligne 10, cellule « part-a » de « problem9 » : {source} n'a pas de « problem9.ipynb » ; nommez l'un de ses notebooks : problem1 et problem2."),
    "cell": (WRITTEN, "part-z", "ligne 10, cellule « part-z » de « problem2 » : ce notebook n'a pas de cellule de cet identifiant ; nommez une cellule qu'une personne note (« part-a » et « part-b »)."),
    "tests": (CODED, "correct_squares", "ligne 2, cellule « correct_squares » de « problem1 » : la machine la note ; nommez une cellule qu'une personne note (« sum_of_squares_equation », « sum_of_squares_application » et « cell-938593c4a215c6cc »)."),
    "solution": (CODED, "squares", "ligne 2, cellule « squares » de « problem1 » : elle n'est pas notée ; nommez une cellule qu'une personne note (« sum_of_squares_equation », « sum_of_squares_application » et « cell-938593c4a215c6cc »)."),
    "three levels": ("      - Recursion is named.\n", "", "ligne 10, cellule « part-a » de « problem2 » : « levels » a 3 textes, attendu 4, du niveau 0 au niveau 3 ; écrivez ce qui se voit à chaque niveau."),
    "no title": ("title: The algorithm is explained", "title: ' '", "ligne 10, cellule « part-a » de « problem2 » : « title » est vide ; écrivez en quelques mots ce qui est jugé."),
    "empty level": ("- Recursion is named.", "- ''", "ligne 10, cellule « part-a » de « problem2 » : le texte du niveau 1 est vide ; écrivez ce qui s'y voit."),
    "unknown field": ("    title: The algorithm is explained", "    titre: The algorithm is explained", "ligne 11, champ problem2.part-a.titre : champ inconnu ; vérifiez son orthographe ou retirez-le."),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_a_rubric_that_cannot_be_applied_is_refused_in_a_sentence(name, root, register):
    before, after, sentence = FAULTS[name]
    assert RUBRICS.count(before) == 1
    declare(root, RUBRICS.replace(before, after))
    with pytest.raises(KitError) as refused:
        register.criteria(PS1)
    due = sentence.format(source=root / "source" / PS1)
    assert str(refused.value) == f"{root / 'rubrics' / 'ps1.yaml'}, {due}"


def test_a_cell_that_is_worth_nothing_or_that_nbgrader_has_not_released_is_refused(root, register):
    path = root / "source" / PS1 / "problem2.ipynb"
    notebook = json.loads(path.read_text("utf-8"))
    cell_of(notebook, "part-b")["metadata"]["nbgrader"]["grade_id"] = "part-c"
    path.write_bytes(encoded(notebook))
    declare(root, RUBRICS.replace(WRITTEN, "part-c"))
    with pytest.raises(
        KitError,
        match=r"le carnet de notes ne la connaît pas ; publiez de nouveau \(« nbgrader generate_assignment ps1 »\)",
    ):
        register.criteria(PS1)
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}") as book:
        book.find_graded_cell(WRITTEN, "problem2", PS1).max_score = 0
        book.db.commit()
    declare(root, RUBRICS)
    with pytest.raises(KitError, match=r"elle vaut 0 point ; donnez-lui des points dans le notebook"):
        register.criteria(PS1)


def test_a_faulty_file_stops_feedback_before_a_page_is_written(root):
    declare(root, RUBRICS.replace("      - Recursion is named.\n", ""))
    done = epreuves(root, "feedback", PS1)
    assert done.returncode != 0
    assert "« levels » a 3 textes" in done.stderr
    assert not (root / "feedback").exists()


def test_without_a_rubric_tasks_alone_are_criteria_and_marks_are_the_same(root, quickstart):
    (root / "rubrics" / f"{PS1}.yaml").unlink()
    with Register(root) as register:
        assert [c.grade_id for c in register.criteria(PS1)] == [TASK]
    url = f"sqlite:///{root / 'gradebook.db'}"
    before = [(grades(url, s), comments(url, s)) for s in (HONEST, HOSTILE)]
    assert epreuves(root, "autograde", PS1, "--force").returncode == 0
    assert [(grades(url, s), comments(url, s)) for s in (HONEST, HOSTILE)] == before


def test_two_judged_cells_of_one_identifier_are_refused_since_levels_are_given_by_identifier(root):
    path = root / "source" / PS1 / "problem1.ipynb"
    notebook = json.loads(path.read_text("utf-8"))
    cell_of(notebook, CODED)["metadata"]["nbgrader"]["grade_id"] = WRITTEN
    path.write_bytes(encoded(notebook))
    (root / "gradebook.db").unlink()  # nbgrader changes no cell of which there are copies
    nbgrader(root, "generate_assignment", PS1, "--force")
    declare(root, RUBRICS.replace(CODED, WRITTEN))
    with Register(root) as register, pytest.raises(KitError) as refused:
        register.criteria(PS1)
    sentence = "« problem1 » et « problem2 » ont chacun une cellule jugée de cet identifiant ; changez-en un, puis publiez de nouveau."
    assert str(refused.value).splitlines() == [
        f"{root / 'rubrics' / 'ps1.yaml'}, ligne {line}, cellule « part-a » de « {name} » : {sentence}"
        for line, name in ((2, "problem1"), (10, "problem2"))
    ]


def test_an_epreuve_of_the_kits_has_its_criteria_in_its_own_grille(marked_groups, tmp_path):
    place = Path(shutil.copytree(marked_groups, tmp_path / "cours"))
    (place / "rubrics").mkdir()
    text = RUBRICS.replace("problem2", ASSIGNMENT).replace(WRITTEN, "C15_3-synthese")
    (place / "rubrics" / f"{ASSIGNMENT}.yaml").write_text(text, "utf-8")
    with Register(place) as register, pytest.raises(KitError, match=f"sujets/{ASSIGNMENT}/grille.yaml"):
        register.criteria(ASSIGNMENT)


def test_the_panel_tells_what_was_asked_from_what_the_candidate_added(root):
    path = root / "autograded" / HONEST / PS1 / "problem2.ipynb"
    notebook = json.loads(path.read_text("utf-8"))
    place = next(n for n, c in enumerate(notebook["cells"]) if grade_id(c) == WRITTEN)
    notebook["cells"].insert(place + 1, {"cell_type": "markdown", "id": "ajout", "metadata": {}, "source": "And more."})
    path.write_bytes(encoded(notebook))
    with NotebookFile(f"sqlite:///{root / 'gradebook.db'}") as gradebook, Register(root) as register:
        copy = copy_of(register, HONEST, "problem2")
        (tab,) = page(gradebook, root, PS1, copy)["tabs"]
    first, second = tab["html"].split('<section class="ep-writing')[1:3]
    assert "<h3>Part A (1 point)" in first
    assert "What does the following function do" not in first.partition("</details>")[2]
    assert "two before it" in first.partition("</details>")[2]
    assert "And more." in first
    assert "<h3>Part B" in second
    assert "Cellules ajoutées" not in tab["html"]


def test_an_answer_left_as_it_was_given_out_is_told_unless_it_is_written_under_it(root):
    declare(root, RUBRICS.replace(WRITTEN, "part-b"))
    path = root / "autograded" / HONEST / PS1 / "problem2.ipynb"
    notebook = json.loads(path.read_text("utf-8"))
    with Register(root) as register, NotebookFile(f"sqlite:///{root / 'gradebook.db'}") as gradebook:
        client = Client(Desk(register, gradebook, PS1, "Anne"))
        client.opens()
        key = copy_of(register, HONEST, "problem2").key

        def told() -> str:
            screen = next(a for a in client.says("go", where="copy", to=key) if a["kind"] == "screen")
            return screen["unwritten"]

        assert told() == "Resté tel qu'il a été distribué : « The algorithm is explained »."
        notebook["cells"].append({"cell_type": "markdown", "id": "ajout", "metadata": {}, "source": "Under it."})
        path.write_bytes(encoded(notebook))
        assert told() == ""
