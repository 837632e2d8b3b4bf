"""A juror keeps an oral's sheet in JupyterLab, by keyboard; nothing is lost; what a candidate wrote comes after, inert."""

from __future__ import annotations

import os
import re
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import nbformat
import psutil
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from epreuves.answers.self_assessment import AutoEvaluation, Estimation, register
from epreuves_kit.jury.record import JuryRecord, OralAct
from tests.browser.test_jupyterlab import Lab
from tests.jury.cours import E01, E06, NotebookFile, lay
from tests.seen import ROOT, serving

HOSTILE = (
    "<img src=http://127.0.0.1:9/x onerror=document.title='pris'> <script>document.title='pris'</script> J'ai relu."
)


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = lay(tmp_path_factory.mktemp("oral") / "cours")
    for id in (E06, E01):
        (root / "sujets" / id).mkdir(parents=True)
        for file in ("oral.yaml", "grille.yaml"):
            shutil.copy(ROOT / "sujets" / id / file, root / "sujets" / id)
    with NotebookFile(root) as book:
        for name, last in (("lea", "Fontaine"), ("karim", "Benali"), ("sam", "<b>Roy</b>")):
            book.student(name, name.capitalize(), last)
        book.release(E06)
        book.mark("lea", E06)
    lines = "".join(f"{E06};G1;{name}\n" for name in ("lea", "karim"))
    (root / "groupes.csv").write_text(f"epreuve;groupe;candidat\n{lines}", encoding="utf-8")
    handed = root / "submitted" / "lea" / E06
    handed.mkdir(parents=True)
    register(handed, AutoEvaluation({"C6.1": Estimation(1, HOSTILE), "C6.2": Estimation(3, "")}))
    for name, asked in (
        ("oral", f'oral("{E06}", jure="C. Aubert")'),
        ("grand_oral", 'grand_oral(jure="C. Aubert")'),
    ):
        cell = nbformat.v4.new_code_cell(f"from epreuves_kit.jury import {name}\n\n{asked}", id="oral")
        notebook = nbformat.v4.new_notebook(cells=[cell])
        notebook.metadata["kernelspec"] = {
            "name": "python3",
            "display_name": "Python 3",
            "language": "python",
        }
        nbformat.write(notebook, root / f"{name}.ipynb")
    return root


@pytest.fixture(scope="module")
def address(course: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(course, tmp_path_factory.mktemp("jupyter")) as found:
        yield found


def opened(page: Page, address: str, course: Path, name: str = "oral") -> Locator:
    """The panel, in a notebook opened anew and run."""
    Lab(page, address, course / f"{name}.ipynb", course).run("oral")
    panel = page.locator(".epreuves-oral")
    panel.get_by_label("Candidat·e").wait_for()
    return panel


def kill() -> None:
    """Kill the kernels of the servers that this process started, as a machine short of memory does."""
    for process in psutil.Process().children(recursive=True):
        if "ipykernel_launcher" in process.cmdline():
            os.kill(process.pid, signal.SIGKILL)


def test_a_juror_keeps_a_sheet_by_keyboard_and_a_killed_kernel_loses_nothing(
    page: Page, address: str, course: Path, pictures: Path
) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    panel = opened(page, address, course)
    press = page.keyboard.press
    panel.get_by_label("Candidat·e").focus()
    press("g")  # « G1 · … »
    expect(panel.get_by_role("heading", name="C6.1 —")).to_be_visible()
    press("Tab")
    expect(panel.get_by_label("Présence")).to_be_focused()
    for _ in range(3):  # jurors, then the hour of the beginning, then its button
        press("Tab")
    press("Enter")
    expect(panel.get_by_label("Début", exact=True)).not_to_have_value("")
    assert "J'ai relu" not in panel.inner_text()

    panel.get_by_label(re.compile("^Posée : ")).first.focus()
    press("Space")
    level = panel.get_by_label("Niveau, C6.1")
    level.focus()
    page.keyboard.type("2")
    press("Tab")
    press("Shift+Tab")
    press("a")  # a cell above, elsewhere in JupyterLab
    assert page.locator(".jp-Notebook .jp-CodeCell").count() == 1
    expect(panel.get_by_text("Auto-évaluation du candidat : 1 — en cours d'acquisition")).to_be_visible()
    expect(panel.get_by_text("<script>document.title='pris'</script> J'ai relu.")).to_be_visible()
    assert panel.locator("img, script").count() == 0
    assert page.title() != "pris"
    assert not [url for url in asked if ":9/" in url]
    assert "3 — maîtrisé" not in panel.locator(".widget-html").all_inner_texts()
    panel.get_by_label("Remarques, C6.1").focus()
    page.keyboard.type("Chiffres cités, écarts expliqués.")
    press("Tab")
    expect(panel.get_by_role("status")).to_contain_text("Enregistré à")
    page.screenshot(path=pictures / "oral.png")

    kill()
    panel = opened(page, address, course)
    panel.get_by_label("Candidat·e").select_option("G1 · Lea Fontaine")
    expect(panel.get_by_label("Niveau, C6.1")).to_have_value("2 — acquis")
    expect(panel.get_by_label("Remarques, C6.1")).to_have_value("Chiffres cités, écarts expliqués.")
    expect(panel.get_by_label(re.compile("^Posée : ")).first).to_be_checked()
    began = panel.get_by_label("Début", exact=True).input_value()
    # Who was heard with her has the hour of the group, and nothing that was said of her.
    panel.get_by_label("Candidat·e").select_option("G1 · Karim Benali")
    expect(panel.get_by_text("Jurés et heures, écrits une fois, valent pour G1 : 2 personnes.")).to_be_visible()
    expect(panel.get_by_label("Début", exact=True)).to_have_value(began)
    expect(panel.get_by_label("Niveau, C6.1")).not_to_have_value("2 — acquis")
    expect(panel.get_by_label("Remarques, C6.1")).to_have_value("")
    expect(panel.get_by_label(re.compile("^Posée : ")).first).not_to_be_checked()
    with JuryRecord(course) as record:
        found = [(entry.author, entry.act.field, entry.act.level) for entry in record.entries(OralAct)]
    assert ("C. Aubert", "niveau", 2) in found


@pytest.mark.slow
def test_what_cannot_be_kept_is_said_and_an_absence_is_kept(page: Page, address: str, course: Path) -> None:
    panel = opened(page, address, course)
    panel.get_by_label("Candidat·e").select_option("Sam <b>Roy</b>")
    panel.get_by_label("Début", exact=True).fill("midi")
    page.keyboard.press("Tab")
    expect(panel.get_by_role("status")).to_have_text("⚠ « midi » n'est pas une heure : écrivez-la comme 14:05.")
    panel.get_by_label("Présence").select_option("absent·e, absence justifiée")
    expect(panel.get_by_role("status")).to_contain_text("Enregistré à")
    with JuryRecord(course) as record:
        last = record.entries()[-1]
    assert (last.act.candidate, last.act.where, last.act.state) == ("sam", "oral", "justifiée")


def test_the_panel_passes_axe(page: Page, address: str, course: Path, pictures: Path) -> None:
    panel = opened(page, address, course)
    panel.get_by_label("Candidat·e").select_option("G1 · Lea Fontaine")
    panel.get_by_label("Niveau, C6.2").select_option("0 — non acquis")
    expect(panel.get_by_text("Auto-évaluation du candidat : 3 — maîtrisé")).to_be_visible()
    descriptor = panel.get_by_text("les six personnes sont listées, par leur nom")
    expect(descriptor).not_to_be_visible()
    panel.get_by_text("Ce qui se voit à chaque niveau").first.click()
    expect(descriptor).to_be_visible()
    found = Axe().run(
        page,
        context=".epreuves-oral",
        options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "best-practice"]},
    )
    assert found.response["violations"] == [], found.generate_report()
    panel.get_by_label("Niveau, C6.2").scroll_into_view_if_needed()
    page.screenshot(path=pictures / "oral-niveau.png")


@pytest.mark.slow
def test_a_grand_oral_is_held_in_one_sheet_two_questions_a_part(
    page: Page, address: str, course: Path, pictures: Path
) -> None:
    panel = opened(page, address, course, "grand_oral")
    panel.get_by_label("Candidat·e").select_option("Lea Fontaine")
    panel.get_by_role("button", name="Début : maintenant").click()
    questions = panel.get_by_label(re.compile("^Posée : "))
    questions.nth(0).check()
    questions.nth(3).check()
    expect(panel.get_by_role("row", name="Fiche de compétences « Veille »")).to_contain_text("2 sur 2 au plus")
    questions.nth(1).click()
    expect(panel.get_by_role("status")).to_contain_text("Deux questions au plus par partie")
    expect(questions.nth(1)).not_to_be_checked()
    panel.get_by_label("Niveau, C1.2").select_option("2 — acquis")
    expect(panel.get_by_role("row", name="Fiche de compétences « Veille »")).to_contain_text("1 sur 3")
    found = Axe().run(
        page,
        context=".epreuves-oral",
        options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "best-practice"]},
    )
    assert found.response["violations"] == [], found.generate_report()
    panel.get_by_label("Candidat·e").scroll_into_view_if_needed()
    page.screenshot(path=pictures / "grand-oral.png")
    with JuryRecord(course) as record:
        kept = {(e.act.field, e.act.key, e.act.level) for e in record.entries(OralAct) if e.act.epreuve == E01}
    assert {("posée", "1", 1), ("posée", "4", 1), ("niveau", "C1.2", 2)} <= kept
    assert ("posée", "2", 1) not in kept
