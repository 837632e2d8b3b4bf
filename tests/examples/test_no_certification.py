"""A course without a référentiel, whose grilles label their own criteria, is marked, judged and told; its jury is told that it needs one."""

import json
import re
import shutil

import pytest
from openpyxl import load_workbook

from tests.conftest import epreuves, nbgrader
from tests.corpus import ASSIGNMENT, COPIES, GOOD, encoded, written

pytestmark = pytest.mark.xdist_group("sans_referentiel")


def bare(root):
    """The trial course without its référentiel."""
    shutil.copytree(COPIES / "cours", root, ignore=shutil.ignore_patterns("referentiel"))
    (root / "seance.yaml").write_text((root / "seance.yaml").read_text("utf-8") + "variantes: 2\n", "utf-8")
    return root


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """One copy, marked, judged and told."""
    root = bare(tmp_path_factory.mktemp("sans") / "cours")
    grille = root / "sujets" / ASSIGNMENT / "grille.yaml"
    labelled = re.sub(
        r"^  (\S+):\n", r'  \1:\n    libelle: "Ce que demande \1"\n', grille.read_text("utf-8"), flags=re.MULTILINE
    )
    grille.write_text(labelled, "utf-8")
    run(root, "build")
    nbgrader(root, "generate_assignment", ASSIGNMENT, "--force")
    released = json.loads((root / "release" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb").read_bytes())
    place = root / "submitted" / "lea" / ASSIGNMENT
    place.mkdir(parents=True)
    (place / f"{ASSIGNMENT}.ipynb").write_bytes(encoded(written(released, GOOD)))
    run(root, "autograde", ASSIGNMENT)
    run(root, "lecture", ASSIGNMENT)
    run(root, "correcteurs", "repartir", ASSIGNMENT, "--correcteur", "Alice")
    run(root, "grille", "export", ASSIGNMENT, "g.xlsx", "--correcteur", "Alice")
    book = load_workbook(root / "g.xlsx")
    for cell in book[ASSIGNMENT][3][2::2]:
        cell.value = 2
    book.save(root / "g.xlsx")
    run(root, "grille", "import", "g.xlsx", "--correcteur", "Alice")
    run(root, "feedback", ASSIGNMENT)
    return root


def run(root, *words):
    done = epreuves(root, *words)
    assert done.returncode == 0, done.stdout + done.stderr


def test_its_feedback_tells_points_levels_and_the_labels_of_its_own_grille(course):
    page = (course / "feedback" / "lea" / ASSIGNMENT / f"{ASSIGNMENT}.html").read_text("utf-8")
    said = " ".join(re.sub(r"(?s)<(style|svg)\b.*?</\1>|<[^>]+>", " ", page).split())
    assert "31 / 40 points" in said  # thirteen of the machine's, and two thirds of twenty-seven
    assert "Ce que demande C15.1-k1" in said
    assert "Une réponse complète sur C15.1, critère 1." in said
    assert "compétence" not in said


@pytest.mark.parametrize(
    "words",
    [
        ("jury",), ("jury", "pv"), ("jury", "regles"), ("recours",), ("releve", "--all"), ("export", "case"), ("export", "badges"), ("referentiel",),
    ],
    ids=" ".join,
)  # fmt: skip
def test_what_a_jury_alone_does_says_that_it_needs_a_referentiel(course, words):
    done = epreuves(course, *words)
    assert done.returncode == 2
    assert "n'a pas de référentiel" in done.stderr


def test_the_points_of_each_element_still_go_out_and_all_reports_are_those_there_are(course):
    run(course, "export", "csv")
    assert ";C15_1-k1;Question 6 — Synthèse;2;3;" in (course / "exports" / "resultats-detail.csv").read_text(
        "utf-8-sig"
    )
    run(course, "rapports", "--all")
    assert not (course / "feedback" / "lea" / "releve.pdf").exists()


def test_a_course_whose_grilles_take_their_labels_from_a_referentiel_is_told_to_lay_it(tmp_path):
    done = epreuves(bare(tmp_path / "cours"), "build")
    assert done.returncode == 2
    assert "n'a pas de dossier referentiel/" in done.stderr
