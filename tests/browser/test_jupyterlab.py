"""What a candidate and a grader see and do, in a real browser on real JupyterLab."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import nbformat
import pytest
from axe_playwright_python.sync_playwright import Axe
from nbgrader.api import Gradebook
from nbgrader.utils import is_solution
from playwright.sync_api import Page, expect

from tests.browser.conftest import EPREUVE
from tests.seen import ROOT


class Lab:
    """A notebook open in JupyterLab, driven as a person does: click in a cell, type, run."""

    def __init__(self, page: Page, server: str, path: Path, course: Path) -> None:
        self.page = page
        self.ids = [c["id"] for c in nbformat.read(path, as_version=4).cells]
        page.goto(f"{server}/lab/tree/{path.relative_to(course)}?reset")
        page.wait_for_selector(".jp-Notebook")
        page.wait_for_function(
            "window.jupyterapp?.shell.currentWidget?.sessionContext?.session?.kernel?.status === 'idle'"
        )

    def cell(self, id: str) -> Any:
        """Bring a cell into view, its code unfolded, and give its element."""
        index = self.ids.index(id)
        self.page.evaluate(
            "async i => { const n = window.jupyterapp.shell.currentWidget.content; n.activeCellIndex = i; n.mode = 'command'; n.widgets[i].inputHidden = false; await n.scrollToItem(i, 'center'); }",
            index,
        )
        found = self.page.locator(f'.jp-Notebook .jp-Cell[data-windowed-list-index="{index}"]')
        found.wait_for()
        return found

    def run(self, id: str) -> Any:
        """Run a cell as Ctrl+Enter does, and wait for its outputs."""
        found = self.cell(id)
        index = self.ids.index(id)
        model = f"window.jupyterapp.shell.currentWidget.content.widgets[{index}].model.sharedModel"
        # Forgotten first, for a count of 1 after a restart says as much as before it.
        self.page.evaluate(f"() => {{ {model}.execution_count = null; }}")
        found.locator(".cm-content").click()
        self.page.keyboard.press("Control+Enter")
        self.page.wait_for_function(
            f"() => {model}.execution_count && window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.status === 'idle'",
            timeout=90_000,
        )
        self.page.wait_for_timeout(300)
        return found

    def write(self, id: str, text: str) -> None:
        """Replace a cell's text by typing, then run it."""
        found = self.cell(id)
        found.locator(".cm-content").click()
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(text)
        self.run(id)

    def validate(self) -> str:
        """Save, press nbgrader's Validate, which a candidate's page puts out of sight, and give what its dialog says."""
        self.page.keyboard.press("Escape")
        self.page.keyboard.press("Control+S")
        self.page.wait_for_timeout(1500)
        self.page.locator(".validate-button").evaluate("button => button.click()")
        dialog = self.page.locator(".jp-Dialog, .nbgrader-ValidateDialog, [role=dialog]").first
        dialog.wait_for(timeout=120_000)
        return dialog.inner_text()

    def output(self, id: str) -> str:
        """The text that a cell shows."""
        return self.cell(id).locator(".jp-Cell-outputArea").inner_text()


def test_a_candidate_prepares_answers_reads_what_is_wrong_mends_it_and_validates(
    page: Page, server: str, course: Path, pictures: Path
) -> None:
    path = course / "release" / EPREUVE / f"{EPREUVE}.ipynb"
    lab = Lab(page, server, path, course)
    lab.run("preparation")
    assert "fictif-candidate" in lab.output("preparation")
    assert (path.parent / "donnees" / "commandes.csv").is_file()
    lab.run("tables")

    lab.write("effet_email", 'ajout_par_envoi = "une douzaine"')
    lab.run("C15_1-email")
    wrong = lab.output("C15_1-email")
    assert wrong.startswith("✗ ")
    assert "nombre" in wrong
    page.screenshot(path=pictures / "candidat-forme-a-revoir.png")

    lab.write("effet_email", 'ajout_par_envoi = "12,33 commandes"')
    lab.run("C15_1-email")
    right = lab.output("C15_1-email")
    assert right.startswith("✓ ")
    assert "La valeur sera jugée à la correction" in right
    page.screenshot(path=pictures / "candidat.png")

    said = lab.validate()
    page.screenshot(path=pictures / "candidat-validate.png")
    # Every question but the one answered still waits; the one answered is not among those that fail.
    assert "Pas encore de réponse" in said
    assert '"C15_1-rendement"' in said
    assert '"C15_1-email"' not in said


@pytest.mark.slow
def test_the_last_cell_tells_what_is_missing_and_validate_does_not_call_an_unwritten_paper_a_success(
    page: Page, server: str, course: Path, pictures: Path
) -> None:
    paper = shutil.copytree(course / "release" / EPREUVE, course / "essai", dirs_exist_ok=True)
    path = paper / f"{EPREUVE}.ipynb"
    lab = Lab(page, server, path, course)
    page.evaluate("() => window.jupyterapp.commands.execute('notebook:run-all-cells')")
    lab.write("effet_email", "ajout_par_envoi = 12.33")
    lab.run("avant-de-rendre")
    told = lab.output("avant-de-rendre")
    assert re.search(r"Il manque encore \d+ réponses, \d+ écrits, 1 fichier et l'auto-évaluation", told)
    page.keyboard.press("Escape")
    page.keyboard.press("Control+S")
    page.wait_for_timeout(1500)
    lab.run("avant-de-rendre")
    assert "le texte enregistré n'est pas celui" not in lab.output("avant-de-rendre")
    page.screenshot(path=pictures / "candidat-avant-de-rendre.png")
    found = Axe().run(page, context=".jp-RenderedHTMLCommon:has(h2 + p + p > strong)")
    assert found.violations_count == 0, found.generate_report()
    said = lab.validate()
    page.screenshot(path=pictures / "candidat-validate-ecrits.png")
    assert "Success" not in said
    assert "Écrit A — Le choix des indicateurs · rien n'est écrit" in said


@pytest.mark.slow
def test_a_self_assessment_is_saved_when_a_level_is_chosen_and_comes_back_after_a_restart(
    page: Page, server: str, course: Path, pictures: Path
) -> None:
    path = course / "release" / EPREUVE / f"{EPREUVE}.ipynb"
    lab = Lab(page, server, path, course)
    lab.run("preparation")
    lab.run("autoevaluation")
    panel = lab.cell("autoevaluation")
    panel.get_by_role("button", name=re.compile("^acquis$", re.IGNORECASE)).first.click()
    page.wait_for_timeout(1000)
    saved = json.loads((path.parent / "autoevaluation.json").read_text("utf-8"))
    assert saved["competences"]["C15.1"]["niveau"] == 2
    page.screenshot(path=pictures / "autoevaluation.png")
    # Not awaited: the command ends when its dialog is answered.
    page.evaluate("() => { window.jupyterapp.commands.execute('kernelmenu:restart'); }")
    page.locator(".jp-Dialog button.jp-mod-accept").click()
    page.wait_for_timeout(3000)
    lab.run("preparation")
    lab.run("autoevaluation")
    assert "C15.1 : acquis" in lab.output("autoevaluation")


def test_a_grader_sees_mark_sentence_and_descriptors_and_the_level_given_is_kept(
    page: Page, server: str, course: Path, pictures: Path
) -> None:
    url = f"sqlite:///{course / 'gradebook.db'}"
    student = "fictif-zoe-vidal"
    with Gradebook(url) as gradebook:
        submission = gradebook.find_submission_notebook(EPREUVE, EPREUVE, student).id
    alerts: list[str] = []
    page.on("dialog", lambda d: (alerts.append(d.message), d.dismiss()))
    page.goto(f"{server}/formgrader/submissions/{submission}")
    page.wait_for_selector("input.score")
    page.wait_for_load_state("networkidle")  # the fields listen once the marks are loaded
    text = page.locator("body").inner_text()
    assert "Maîtrisé" in text
    assert "0 / 4" in text
    assert "MARK SCHEME" not in text
    assert student not in text  # copies are read blind
    field = page.locator("#C15_1-k1, input.score[id*='C15_1-k1']").first
    if not field.count():
        field = page.locator("input.score").last
    field.scroll_into_view_if_needed()
    page.screenshot(path=pictures / "formgrader-critere.png")
    with page.expect_response(lambda r: "/api/grade/" in r.url and r.request.method == "PUT") as saved:
        field.fill("2")
        field.press("Tab")
    assert saved.value.ok
    page.reload()
    page.wait_for_selector("input.score")
    with Gradebook(url) as gradebook:
        kept = [g for g in gradebook.find_submission_notebook(EPREUVE, EPREUVE, student).grades if g.manual_score == 2]
    assert len(kept) == 1
    assert alerts == []


@pytest.mark.slow
def test_a_grader_reads_a_marked_copy_with_its_figures(page: Page, server: str, course: Path, pictures: Path) -> None:
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        submission = gradebook.find_submission_notebook(EPREUVE, EPREUVE, "fictif-chloe-garnier").id
    page.goto(f"{server}/formgrader/submissions/{submission}")
    page.wait_for_selector("input.score")
    sentence = page.get_by_text("Juste compte tenu de votre réponse").first
    sentence.scroll_into_view_if_needed()
    expect(sentence).to_be_visible()
    page.screenshot(path=pictures / "formgrader.png")
    assert page.locator("img[src^='data:image/png']").count() >= 2


@pytest.mark.slow
def test_formgrader_s_own_button_gives_the_same_marks(page: Page, server: str, course: Path) -> None:
    student = "fictif-chloe-garnier"
    before = _marks(course, student)
    page.goto(f"{server}/formgrader/manage_submissions/{EPREUVE}")
    page.locator("tr", has_text=student).locator("td.autograde a").click()
    page.locator("#success-modal").wait_for(timeout=90_000)
    assert _marks(course, student) == before
    assert any(score not in (0, maximum) for _, score, maximum in before)


def _marks(course: Path, student: str) -> list[tuple[str, float | None, float]]:
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        return sorted(
            (g.name, g.auto_score, g.max_score)
            for g in gradebook.find_submission_notebook(EPREUVE, EPREUVE, student).grades
        )


@pytest.mark.parametrize("student", ["fictif-chloe-garnier", "fictif-zoe-vidal", "fictif-paul-girard"])
def test_a_feedback_opens_passes_axe_and_tells_no_key(page: Page, course: Path, pictures: Path, student: str) -> None:
    feedback = course / "feedback" / student / EPREUVE / f"{EPREUVE}.html"
    page.goto(feedback.as_uri())
    page.screenshot(path=pictures / f"restitution-{student}.png", full_page=True)
    if student == "fictif-chloe-garnier":
        page.screenshot(path=pictures / "restitution.png")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    text = page.locator("main").inner_text()
    assert "C15.1" in text
    assert "BEGIN" not in feedback.read_text("utf-8")
    assert "Repères pour le jury" not in text


@pytest.mark.slow
def test_a_group_joins_its_parts_with_a_button_and_reloads(
    page: Page, server: str, course: Path, pictures: Path
) -> None:
    group = "e06_objectifs"
    paper = shutil.copytree(ROOT / "release" / group, course / "groupe", dirs_exist_ok=True)
    path = paper / f"{group}.ipynb"
    part = nbformat.read(path, as_version=4)
    answers = [c for c in part.cells if is_solution(c) and c.cell_type == "code"]
    for cell in answers[:2]:
        cell.source = f"{cell.source}\nreponse_de_camille = 1"
    own = nbformat.read(path, as_version=4)
    next(c for c in own.cells if c.id == answers[0].id).source += "\nreponse_du_groupe = 2"
    nbformat.write(own, path)
    (paper / "parts").mkdir(exist_ok=True)
    nbformat.write(part, paper / "parts" / "Camille.ipynb")

    lab = Lab(page, server, path, course)
    cell = lab.run("avant-de-rendre")
    assert "Camille" in lab.output("avant-de-rendre")
    page.keyboard.press("Escape")
    page.keyboard.press("Control+S")
    page.wait_for_timeout(1000)
    cell.get_by_role("button", name="Réunir les parts du groupe").click()
    expect(cell.get_by_text("2 cellules remplies, dont 1 à trancher")).to_be_visible()
    page.screenshot(path=pictures / "groupe-reunion.png")
    # What the sentence asks for. The notebook on the screen was not touched, so that nothing is to be confirmed but the reload itself.
    page.evaluate("() => { window.jupyterapp.commands.execute('docmanager:reload'); }")
    accept = page.locator(".jp-Dialog button.jp-mod-accept")
    if accept.count():
        accept.click()
    page.wait_for_function(
        "() => window.jupyterapp.shell.currentWidget.content.model.toString().includes('À trancher')"
    )
    kept = nbformat.read(path, as_version=4)
    sources = {c.id: c.source for c in kept.cells}
    assert "reponse_du_groupe" in sources[answers[0].id]
    assert "reponse_de_camille" in sources[answers[1].id]
    lab.ids = [c.id for c in kept.cells]
    lab.run("avant-de-rendre")
    assert "1 version à trancher" in lab.output("avant-de-rendre")
    page.screenshot(path=pictures / "groupe-reuni.png")
