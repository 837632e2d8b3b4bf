"""Files handed in, as they are seen: a candidate mends a workbook by what the room says; a grader sees pages and formulas, and judges."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image, ImageDraw
from playwright.sync_api import Page, expect

from epreuves_kit.demo.copies import FictionalCopy
from epreuves_kit.grading import batch
from epreuves_kit.proof.workbooks import workbook
from tests.browser.desktop import Bureau
from tests.browser.test_jupyterlab import Lab
from tests.conftest import trial_course
from tests.corpus import ASSIGNMENT
from tests.seen import serving

TEXT = Path(__file__).parents[1] / "files" / "sujets" / ASSIGNMENT / "sujet.py"
#: Judged on the workbook of another compétence.
CRITERION = """
# %% [markdown] role="task" id="C15_3-k9" points=3
# #### Critère C15.3-k9 — Un tableur employé avec aisance (3 points)
#
# Jugé sur la feuille « Planning » du classeur : filtre, listes déroulantes, alerte.
"""


@pytest.fixture(scope="module")
def course(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The course of files, with one copy marked: a right workbook, a planning, a poster."""
    root = tmp_path_factory.mktemp("fichiers") / "cours"
    text = tmp_path_factory.mktemp("texte") / "sujet.py"
    text.write_text(TEXT.read_text("utf-8") + CRITERION, "utf-8")
    shutil.copytree(trial_course(shared, "modele-fichiers-vus", [text]), root)
    copy = FictionalCopy(root, ASSIGNMENT, "ana")
    copy.hand_in_workbooks()
    copy.files["retroplanning.xlsx"] = planning()
    copy.files["affiche.png"] = poster()
    copy.add(root / "submitted" / "ana" / ASSIGNMENT)
    found = list(batch.autograde(batch.MarkingCourse(root), ASSIGNMENT, ["ana"]))
    assert [r.status for r in found] == ["marked"], found
    return root


@pytest.fixture(scope="module")
def server(course: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a JupyterLab on that course."""
    with serving(course, tmp_path_factory.mktemp("jupyter")) as address:
        yield address


def planning() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Planning"
    for row in [
        ("Tâche", "Début", "Durée (jours)"),
        ("Brief", 1, 3),
        ("Maquette", "=B2+C2", 5),
        ("Impression", "=B3+C3", 4),
    ]:
        sheet.append(row)
    sheet.auto_filter.ref = "A1:C4"
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def poster() -> bytes:
    picture = Image.new("RGB", (900, 600), "#24557a")
    ImageDraw.Draw(picture).text((60, 60), "Camille, 34 ans", fill="white", font_size=60)
    content = io.BytesIO()
    picture.save(content, "PNG")
    return content.getvalue()


@pytest.mark.slow
def test_a_candidate_reads_what_is_wrong_in_a_workbook_and_mends_it(
    page: Page, server: str, course: Path, pictures: Path
) -> None:
    paper = Path(shutil.copytree(course / "release" / ASSIGNMENT, course / "salle"))
    lab = Lab(page, server, paper / f"{ASSIGNMENT}.ipynb", course)
    for id in ("preparation", "suivi", "C15_2-suivi"):
        lab.run(id)
    assert "Il n'y a pas de classeur « suivi.xlsx »" in lab.output("C15_2-suivi")

    question = FictionalCopy(course, ASSIGNMENT, "ana").scheme.question("C15_2-suivi")
    assert question is not None
    right = workbook(question.form, question.expected)
    book = openpyxl.load_workbook(io.BytesIO(right), data_only=True)  # values in the place of formulas
    book.save(paper / "suivi.xlsx")
    lab.run("C15_2-suivi")
    wrong = lab.output("C15_2-suivi")
    assert "colonne « roas », lignes 2, 3, 4, 5, 6 : des valeurs y sont tapées, une formule est demandée" in wrong
    page.screenshot(path=pictures / "candidat-classeur.png")

    (paper / "suivi.xlsx").write_bytes(right)
    lab.run("C15_2-suivi")
    assert lab.output("C15_2-suivi").startswith("✓ Forme correcte")

    (paper / "affiche.png").write_bytes(b"<html></html>")
    lab.run("C15_3-affiche")
    assert "son contenu n'est d'aucun format connu" in lab.output("C15_3-affiche")
    (paper / "affiche.png").write_bytes(poster())
    lab.run("C15_3-affiche")
    assert lab.output("C15_3-affiche").startswith("✓ Fichier remis")

    lab.run("avant-de-rendre")
    told = lab.output("avant-de-rendre")
    assert "Fichier 1 — Le rétroplanning · le fichier « retroplanning.xlsx » ou « retroplanning.ods » n'est pas" in told
    page.screenshot(path=pictures / "candidat-fichiers-avant-de-rendre.png")


def test_a_grader_sees_the_pages_and_formulas_of_files_and_judges(
    page: Page, server: str, course: Path, pictures: Path
) -> None:
    bureau = Bureau(page, server, course, ASSIGNMENT, "claire", ".ep-self")
    bureau.panel.get_by_role("tab", name="C15.2").click()
    shown = bureau.copy
    expect(shown).to_contain_text("Fichier 1 — Le rétroplanning")
    expect(shown).to_contain_text("1 feuille (Planning)")
    expect(shown.locator("code", has_text="=B2+C2")).to_be_visible()
    page.screenshot(path=pictures / "correcteur-classeur.png")
    with page.expect_download() as kept:
        shown.get_by_role("button", name="Télécharger « retroplanning.xlsx »").click()
    assert kept.value.suggested_filename == "retroplanning-copie-1.xlsx"
    assert (
        Path(kept.value.path()).read_bytes()
        == (course / "submitted/ana" / ASSIGNMENT / "retroplanning.xlsx").read_bytes()
    )
    # A criterion that turns on how the workbook is built opens there, whatever its compétence.
    bureau.panel.get_by_role("tab", name="C15.3").click()
    bureau.panel.get_by_role("button", name="C15.3-k9").click()
    expect(bureau.panel.get_by_role("tab", name="C15.2")).to_have_attribute("aria-selected", "true")
    construction = shown.get_by_role("table", name="Comment le classeur est construit")
    expect(construction).to_be_in_viewport()
    expect(construction.get_by_role("row", name="Filtre")).to_contain_text("Planning : A1:C4, aucune ligne masquée")
    page.screenshot(path=pictures / "correcteur-classeur-construit.png")
    bureau.panel.get_by_role("button", name="C15.3-k1").click()
    bureau.panel.get_by_role("tab", name="C15.3").click()
    expect(shown).to_contain_text("affiche.png")
    picture = shown.locator("img").first
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.naturalWidth") == 900
    page.screenshot(path=pictures / "correcteur-affiche.png")
    bureau.panel.locator(".ep-level").nth(2).click()
    bureau.saved("niveau 2")
    found = Axe().run(page, context=".ep-panel")
    assert found.violations_count == 0, found.generate_report()
