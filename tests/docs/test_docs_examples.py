"""Examples are run: answers read by their form, the author's small épreuve built and tried."""

import ast
import shutil

import pandas as pd
import pytest

import epreuves
from epreuves.answers.coercion import Valid, coerce
from epreuves.answers.forms import PercentageForm, SeriesForm, TableForm
from epreuves.answers.portable import portable
from epreuves.answers.tree import CheckedTree
from epreuves_kit.build.build import build
from epreuves_kit.proof.checking import check_epreuve
from tests.course import lay_referentiel
from tests.docs import pages

NAMES = {name: getattr(epreuves, name) for name in epreuves.__all__} | {"pd": pd}
READINGS = [
    (pages.name(page), marker.removeprefix("forme: "), *row)
    for page in pages.PAGES
    for marker, rows in pages.tables(page)
    if marker.startswith("forme: ")
    for row in rows
]
AUTHOR = pages.ROOT / "docs" / "auteur.md"


def told(form, value):
    """A canonical value as the pages write it."""
    if isinstance(form, SeriesForm):
        return " ; ".join(f"{key} : {told(form.values, item)}" for key, item in value)
    if isinstance(form, TableForm):
        return " ; ".join(
            f"{key} : " + ", ".join(f"{column} {told(of, row[column])}" for column, of in form.columns.items())
            for key, row in value
        )
    if isinstance(form, PercentageForm):
        return number(value["valeur"]) + (" %" if value["signe"] else "")
    if isinstance(value, bool):
        return "vrai" if value else "faux"
    if isinstance(value, list):
        return " ; ".join(told(None, item) for item in value)
    return number(value) if isinstance(value, int | float) else value


def number(value):
    return f"{value:.12g}".replace(".", ",")


@pytest.mark.parametrize(("page", "form", "answer", "reading"), READINGS)
def test_an_answer_is_read_as_the_page_says(page, form, answer, reading):
    built = eval(form, dict(NAMES))
    read = coerce(built, CheckedTree(portable(eval(answer.strip("`"), dict(NAMES)))))
    if isinstance(read, Valid) and read.doubt:
        assert reading == f"✗ {read.doubt}"
    elif isinstance(read, Valid):
        assert reading == f"✓ {told(built, read.value)}"
    else:
        assert reading == f"✗ {read.sentence}"


def test_every_form_but_charts_has_examples_for_authors():
    shown = {form.partition("(")[0] for page, form, *_ in READINGS if page == "docs/auteur.md"}
    forms = {
        "nombre",
        "entier",
        "pourcentage",
        "texte",
        "booleen",
        "date",
        "choix",
        "liste",
        "serie",
        "tableau",
        "vos_donnees",
    }
    assert shown == forms


@pytest.mark.parametrize(
    ("page", "block"),
    [(pages.name(page), block) for page in pages.PAGES for block in pages.blocks(page, "python")],
    ids=lambda value: value if isinstance(value, str) else str(value.line),
)
def test_python_in_the_pages_parses(page, block):
    ast.parse(block.text)


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A course that holds nothing but what the author's guide says to write."""
    root = tmp_path_factory.mktemp("cours")
    for path, content in pages.files(AUTHOR).items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(content, "utf-8")
    for name in ("nbgrader_config.py", "seance.yaml"):
        shutil.copy(pages.ROOT / name, root / name)
    lay_referentiel(root)
    return root


def test_the_authors_example_is_the_files_of_an_epreuve():
    names = {
        "sujet.py",
        "donnees.py",
        "dictionnaire.yaml",
        "grille.yaml",
        "oral.yaml",
        "demo.yaml",
        "demo.py",
    }
    assert set(pages.files(AUTHOR)) == {f"sujets/e18_newsletter/{name}" for name in names}


def test_the_authors_example_builds(course):
    (result,) = build(course, ["e18"])
    assert result.writings
    assert not result.stale
    assert (course / "release/e18_newsletter/e18_newsletter.ipynb").is_file()


def test_the_authors_example_passes_the_check_on_two_variants(course):
    assert [finding.sentence() for finding in check_epreuve(course, "e18_newsletter", ("A", "H"))] == []


def test_the_course_session_and_seats_of_the_instructors_guide_are_read(tmp_path):
    from epreuves_kit.course import arrangements, timetable
    from epreuves_kit.course.folders import Course
    from epreuves_kit.variants import session

    guide = pages.ROOT / "docs" / "formateur.md"
    yaml, of_two_sujets, dates = pages.blocks(guide, "yaml")
    granted, places, *_decided = pages.blocks(guide, "csv")
    (tmp_path / session.FILE).write_text(f"{yaml.text}\n{dates.text}", "utf-8")
    (tmp_path / session.SEATS_FILE).write_text(places.text, "utf-8")
    read = session.read(tmp_path, "e17_impact_digital")
    assert read.name == "Session de juin 2026"
    assert sorted(read.places.values()) == ["C", "F"]
    (tmp_path / arrangements.FILE).write_text(granted.text, "utf-8")
    for id in ("e06_objectifs", "e17_impact_digital"):
        (tmp_path / "source" / id).mkdir(parents=True)
    known = timetable.read(Course(tmp_path))
    assert known.late == timetable.LateRule(10, 2, 24)
    ends = {who: known.end("e06_objectifs", who).strftime("%H:%M") for who in ("lea.fontaine", "karim.benali")}
    assert ends == {"lea.fontaine": "14:40", "karim.benali": "13:15"}
    (tmp_path / session.FILE).write_text(f"nom: Juin\ncle: une clé\n{of_two_sujets.text}", "utf-8")
    shutil.copytree(pages.ROOT / "referentiel", tmp_path / "referentiel")
    for id in ("e03_cible", "e03b_hiver"):
        (tmp_path / "source" / id).mkdir(parents=True)
    assert Course(tmp_path).held() == ("e03_cible", "e03b_hiver")
    assert {id: sitting.place for id, sitting in timetable.read(Course(tmp_path)).sittings.items()} == {
        "e03_cible": "Salle 204",
        "e03b_hiver": "Salle 12",
    }
