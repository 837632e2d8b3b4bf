"""Plain `nbgrader autograde` in the course folder gives what `epreuves autograde` gives, row by row; formgrader opens the copies."""

import shutil
import sqlite3
from contextlib import closing

import nbgrader.server_extensions.formgrader.handlers as handlers
import pytest
from nbconvert.exporters import HTMLExporter
from traitlets.config import Config

from tests.conftest import nbgrader, once
from tests.corpus import ASSIGNMENT, COPIES, hand_in, read
from tests.gradebook.pages import acting

NAMES = (
    "erreur_inverse",
    "cellule_copiee_collee",
    "verification_supprimee",
    "fichier_vide",
    "notebook_renomme",
    "sortie_forcee",
    "crochet_qui_publie",
    "texte_qui_s_execute",
)

ROWS = {
    "grades": """
        SELECT s.student_id, b.name, g.auto_score, g.manual_score, g.extra_credit, g.needs_manual_grade, c.max_score
        FROM grade g JOIN submitted_notebook n ON g.notebook_id = n.id JOIN submitted_assignment s ON n.assignment_id = s.id
        JOIN base_cell b ON g.cell_id = b.id LEFT JOIN grade_cells c ON c.id = b.id""",
    "comments": """
        SELECT s.student_id, b.name, c.auto_comment, c.manual_comment
        FROM comment c JOIN submitted_notebook n ON c.notebook_id = n.id JOIN submitted_assignment s ON n.assignment_id = s.id
        JOIN base_cell b ON c.cell_id = b.id""",
    "notebooks": """
        SELECT s.student_id, k.name, n.late_submission_penalty
        FROM submitted_notebook n JOIN submitted_assignment s ON n.assignment_id = s.id JOIN notebook k ON n.notebook_id = k.id""",
    "submissions": "SELECT student_id, timestamp, extension FROM submitted_assignment",
}


def rows(course, name):
    """Rows of one kind for the copies compared, in order."""
    with closing(sqlite3.connect(course / "gradebook.db")) as database:
        found = database.execute(ROWS[name]).fetchall()
    return sorted((row for row in found if row[0] in NAMES), key=repr)


@pytest.fixture(scope="session")
def plain(model, shared, schemes):
    """A course in which the same copies were marked by nbgrader's own command."""
    course = shared / "nbgrader_seul"
    with once(shared, "nbgrader_seul") as first:
        if first:
            shutil.rmtree(course, ignore_errors=True)
            shutil.copytree(model, course)
            for name in NAMES:
                hand_in(read(COPIES / f"{name}.py"), course, schemes)
            nbgrader(course, "autograde", ASSIGNMENT)
    return course


@pytest.fixture(scope="session")
def kit(marked):
    """Rows of the two courses of the corpus together."""
    return lambda name: sorted(rows(marked / "0", name) + rows(marked / "1", name), key=repr)


@pytest.mark.parametrize("name", ROWS)
def test_both_ways_write_the_same_rows(name, plain, kit):
    found = rows(plain, name)
    assert {row[0] for row in found} == set(NAMES)
    assert found == kit(name)


@pytest.mark.parametrize(
    "name",
    [
        "texte_qui_s_execute",
        "moities_de_caracteres",
        "fichier_binaire",
        "sorties_forgees",
        "trois_mille_cellules",
    ],
)
def test_formgrader_opens_a_hostile_copy_in_which_nothing_acts(name, marked, results):
    assert results[name]["status"] != "error"
    path = next(
        p
        for half in (0, 1)
        if (p := marked / str(half) / "autograded" / name / ASSIGNMENT / f"{ASSIGNMENT}.ipynb").is_file()
    )
    config = Config()
    config.HTMLExporter.template_name = "formgrade"
    config.HTMLExporter.extra_template_basedirs = [handlers.template_path]
    resources = {
        "assignment_id": ASSIGNMENT,
        "notebook_id": ASSIGNMENT,
        "submission_id": "x",
        "index": 0,
        "total": 1,
        "base_url": "",
        "student": name,
        "last_name": None,
        "first_name": None,
        "notebook_path": "x",
        "keyword": "x",
        "windows": False,
        "mathjax_url": "",
    }
    page, _ = HTMLExporter(config=config).from_filename(str(path), resources=resources)
    empty, _ = HTMLExporter(config=config).from_filename(
        str(marked.parent / "modele" / "release" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"), resources=resources
    )
    # What formgrader's own page does is its business: nothing more may act in that of a copy.
    assert set(acting(page)) - set(acting(empty)) == set()
    assert "alert(1)</script>" not in page
