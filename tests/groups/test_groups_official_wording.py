"""The certifier's wording, once laid in a course, stands beside each criterion: in the notebook, for graders, and in the feedback."""

import html
from random import Random

import pytest

from epreuves_kit.build.importing import importer
from epreuves_kit.referentiel.reading import referentiel
from epreuves_kit.rubric.register import Register
from tests.conftest import nbgrader
from tests.corpus import ASSIGNMENT
from tests.course import ROOT
from tests.referentiel.fake_document import write

CODE = "C15.1-k1"
#: As a certifier might word it, with what Markdown or HTML would take for its own.
WORDING = "Les indicateurs * retenus <b>le sont</b> & se justifient"


@pytest.fixture
def laid(course, tmp_path):
    """The course with a certifier's document laid by the command, one criterion mended by hand; not yet built."""
    document = tmp_path / "document.txt"
    document.write_text(write(referentiel(ROOT), Random(6)), "utf-8")
    done = course.run("referentiel", "--officiel", str(document), "--poser")
    assert done.returncode == 0, done.stderr
    assert "190 critères" in done.stderr
    file = course.root / "officiel.yaml"
    own = referentiel(ROOT).critere(CODE).label
    text = file.read_text("utf-8")
    assert text.count(f"{CODE}: {own}\n") == 1
    file.write_text(text.replace(f"{CODE}: {own}\n", f"{CODE}: {WORDING}\n"), "utf-8")
    return course


def test_from_the_certifiers_document_to_the_feedback(laid):
    assert f"{ASSIGNMENT}.ipynb" in laid.run("build", "--check", ASSIGNMENT).stdout
    assert laid.run("build", ASSIGNMENT).returncode == 0
    nbgrader(laid.root, "generate_assignment", ASSIGNMENT, "--force")
    (cell,) = [c for c in laid.released(ASSIGNMENT)["cells"] if "Critère C15.1-k1" in "".join(c["source"])]
    assert WORDING in "".join(cell["source"])

    laid.hand_in("lea")
    laid.mark()
    with Register(laid.root) as register:
        criteria = {c.grade_id: c for c in register.criteria(ASSIGNMENT)}
    found = criteria["C15_1-k1"]
    assert found.official == WORDING
    assert found.look
    assert "Texte officiel" not in found.look

    assert laid.run("feedback", ASSIGNMENT).returncode == 0
    page = (laid.root / "feedback" / "lea" / ASSIGNMENT / f"{ASSIGNMENT}.html").read_text("utf-8")
    assert html.escape(WORDING) in page


def test_what_was_laid_is_no_authors_text(laid):
    assert laid.run("build", ASSIGNMENT).returncode == 0
    assert not any(report.change for report in importer(laid.root, ASSIGNMENT))


def test_a_criterion_that_the_referentiel_lacks_is_told_with_its_file(laid):
    file = laid.root / "officiel.yaml"
    file.write_text(file.read_text("utf-8").replace(f"{CODE}:", "C15.1-k9:"), "utf-8")
    done = laid.run("build", ASSIGNMENT)
    assert done.returncode == 2
    said = " ".join(done.stderr.split())
    assert "officiel.yaml" in said
    assert "C15.1-k9" in said


def test_to_lay_it_takes_a_document(course):
    done = course.run("referentiel", "--poser")
    assert done.returncode == 2
    assert "--officiel" in done.stderr
    assert not (course.root / "officiel.yaml").exists()
