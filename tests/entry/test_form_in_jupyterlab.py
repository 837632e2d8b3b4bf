"""The form under a question in a real notebook: typed, saved by Ctrl+S, reloaded, its kernel restarted; nothing of it is lost. A chart is drawn."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from tests.browser.contrasts import measured
from tests.browser.test_jupyterlab import Lab
from tests.entry.bench import ENTRY
from tests.seen import serving

QUESTIONS = {
    "q-montant": 'nombre(unite="€"), "Question 1 — Le chiffre d\'affaires"',
    "q-canal": 'choix("Shopping", "Search", "Display"), "Question 2 — Le canal"',
    "q-canaux": 'tableau(cle="canal", colonnes={"clics": entier(), "dépense": nombre(unite="€")}, cles=("Shopping", "Search", "Display")), "Question 3 — Par canal"',
    "q-etapes": 'liste(texte(), ordre=True), "Question 4 — Les étapes"',
    "q-graphique": 'graphique("barres", x="canal", y="dépense", unite_y="€"), "Question 5 — Le graphique"',
}
CODE = """from matplotlib.figure import Figure
dessin = Figure()
axes = dessin.subplots()
axes.bar(["Shopping", "Search"], [1, 2])
axes.set(title="Search d'abord", xlabel="canal", ylabel="dépense (€)")
verifier("q-graphique", dessin, graphique("barres", x="canal", y="dépense", unite_y="€"))"""
LATE = "Pas encore enregistré : Python est occupé ou arrêté."
KERNEL = "window.jupyterapp.shell.currentWidget.sessionContext.session.kernel"


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one notebook, its forms as a build lays them."""
    root = tmp_path_factory.mktemp("epreuve")
    cells = [
        nbformat.v4.new_code_cell("from epreuves import *", id="debut"),
        *(nbformat.v4.new_code_cell(f'formulaire("{id}", {call})', id=id) for id, call in QUESTIONS.items()),
        nbformat.v4.new_code_cell("import time; time.sleep(4)", id="attente"),
        nbformat.v4.new_code_cell(CODE, id="calcul"),
    ]
    notebook = nbformat.v4.new_notebook(cells=cells)
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}
    nbformat.write(notebook, root / "epreuve.ipynb")
    return root


@pytest.fixture(scope="module")
def server(course: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a JupyterLab on that folder."""
    with serving(course, tmp_path_factory.mktemp("jupyter")) as address:
        yield address


def opened(page: Page, server: str, course: Path) -> Lab:
    """The notebook, its forms drawn."""
    lab = Lab(page, server, course / "epreuve.ipynb", course)
    for id in ("debut", *QUESTIONS):
        lab.run(id)
    return lab


def form(page: Page, question: int) -> Locator:
    """The form of a question, by its number."""
    return page.locator(".en-form").filter(has=page.locator(".en-title", has_text=f"Question {question} —"))


def kept(course: Path) -> dict[str, Any]:
    """What is typed, as `reponses.json` has it."""
    read = json.loads((course / "reponses.json").read_text("utf-8"))
    return {id: answer["saisie"] for id, answer in read["reponses"].items()}


def saved(form: Locator) -> None:
    """Wait until a form says that it is kept."""
    expect(form.get_by_role("status").first).to_contain_text("Enregistré à ")


def test_an_answer_is_typed_reloaded_and_outlives_its_kernel(page: Page, server: str, course: Path) -> None:
    page.set_viewport_size({"width": 1280, "height": 720})
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    lab = opened(page, server, course)
    cells = page.locator(".jp-Notebook .jp-Cell").count()
    first = form(page, 1)
    first.get_by_role("textbox").click()
    page.keyboard.type("12 345,60 €")
    saved(first)
    # Keys that JupyterLab would take: arrows, letters and Enter stay in the form.
    second = form(page, 2)
    second.get_by_label("Shopping").click()
    for key in ("ArrowDown", "a", "b", "d", "d", "x", "Shift+Enter"):
        page.keyboard.press(key)
    expect(second.get_by_label("Search")).to_be_focused()
    saved(second)
    third = form(page, 3)
    third.get_by_label("Shopping, clics").click()
    page.evaluate("text => navigator.clipboard.writeText(text)", "1\u202f204\t12,5\u00a0€\r\n987\t9,00\u00a0€\r\n")
    page.keyboard.press("Control+V")
    saved(third)
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+y")
    page.keyboard.press("Control+End")
    fourth = form(page, 4)
    fourth.get_by_label("Entrée 1", exact=True).click()
    page.keyboard.type("Écouter")
    page.keyboard.press("Enter")
    page.keyboard.type("Cibler")
    page.keyboard.press("Alt+ArrowUp")
    saved(fourth)
    page.keyboard.press("Control+s")
    page.wait_for_function("!window.jupyterapp.shell.currentWidget.context.model.dirty")
    expected = {
        "q-montant": "12 345,60 €",
        "q-canal": "Search",
        "q-canaux": {
            "genre": "grille",
            "colonnes": ["canal", "clics", "dépense"],
            "cles": 1,
            "lignes": [
                ["Shopping", "1\u202f204", "12,5\u00a0€"],
                ["Search", "987", "9,00\u00a0€"],
                ["Display", "", ""],
            ],
        },
        "q-etapes": ["Cibler", "Écouter"],
    }
    assert kept(course) == expected
    assert page.locator(".jp-Notebook .jp-Cell").count() == cells

    # Reloaded, kernel alive: what was typed is there, in forms that go on keeping it.
    lab = opened(page, server, course)
    expect(form(page, 1).get_by_role("textbox")).to_have_value("12 345,60 €")
    expect(form(page, 3).get_by_label("Search, dépense")).to_have_value("9,00\u00a0€")
    expect(form(page, 4).get_by_label("Entrée 2", exact=True)).to_have_value("Écouter")

    # A kernel that is busy is told, and keeps what was typed once it is free.
    busy = lab.cell("attente")
    busy.locator(".cm-content").click()
    page.keyboard.press("Control+Enter")
    lab.cell("q-montant")
    form(page, 1).get_by_role("textbox").fill("1,5")
    expect(form(page, 1).get_by_role("status").first).to_contain_text(LATE)
    saved(form(page, 1))
    assert kept(course)["q-montant"] == "1,5"

    # Restarted: the form says that nothing is kept, and once its cell is run again what was typed is found.
    page.evaluate(f"() => {KERNEL}.restart()")
    page.wait_for_function(f"() => {KERNEL}.status === 'idle'")
    form(page, 1).get_by_role("textbox").fill("77")
    expect(form(page, 1).get_by_role("status").first).to_contain_text(LATE)
    assert kept(course)["q-montant"] == "1,5"
    lab.run("debut")
    lab.run("q-montant")
    expect(form(page, 1).get_by_role("textbox")).to_have_value("77")
    expect(form(page, 1)).to_contain_text("Saisie retrouvée sur cet ordinateur.")
    saved(form(page, 1))
    assert kept(course)["q-montant"] == "77"
    assert page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('epreuves:'))") == []


def test_a_chart_is_drawn_from_what_is_typed_and_from_another_answer(
    page: Page, server: str, course: Path, pictures: Path
) -> None:
    page.set_viewport_size({"width": 1280, "height": 720})
    lab = opened(page, server, course)
    third, fifth = form(page, 3), form(page, 5)
    third.get_by_label("Shopping, dépense").fill("12,5 €")
    third.get_by_label("Search, dépense").fill("9")
    saved(third)
    lab.cell("q-graphique")
    fifth.get_by_label("Ligne 1, canal").fill("Display")
    fifth.get_by_label("Display, dépense").fill("4")
    fifth.get_by_label("Titre").fill("Coût en $ : de 4 $ à 12 $")
    expect(fifth.get_by_role("img")).to_have_accessible_name(re.compile(r"Coût en \$.*Display 4"))
    # The statement of a chart is whole once it is: what lacks is told until then.
    expect(fifth.get_by_role("status").first).to_contain_text("Les noms des deux axes manquent.")
    fifth.get_by_label("Nom de l'axe horizontal").fill("canal")
    fifth.get_by_label("Nom de l'axe vertical").fill("dépense (€)")
    expect(fifth.get_by_role("status").first).to_contain_text("graphique dessiné.")
    fifth.get_by_label("Reprendre une de vos réponses").select_option("Question 3 — Par canal")
    fifth.get_by_role("button", name="Reprendre").click()
    expect(fifth).to_contain_text("Réponse reprise.")
    expect(fifth.get_by_role("img")).to_have_accessible_name(re.compile(r"Shopping 12,5\s€\s; Search 9"))
    assert fifth.get_by_role("img").evaluate("async one => { await one.decode(); return one.naturalWidth; }") == 880
    typed = kept(course)["q-graphique"]
    assert typed["lignes"][:2] == [["Shopping", "12,5 €"], ["Search", "9"]]
    assert (typed["unites"], typed["titre"]) == (["", "€"], "Coût en $ : de 4 $ à 12 $")
    page.screenshot(path=pictures / "formulaire-graphique.png")
    fifth.get_by_label("Ligne 1, canal").press("Control+z")
    expect(fifth.get_by_role("img")).to_have_accessible_name(re.compile("Display 4"))
    assert kept(course)["q-graphique"]["lignes"] == [["Display", "4"]]
    # Emptied, an answer is offered no more; drawn by code, the chart is the notebook's.
    for name in ("Shopping", "Search"):
        for column in ("clics", "dépense"):
            third.get_by_label(f"{name}, {column}").fill("")
    expect(fifth.get_by_label("Reprendre une de vos réponses")).not_to_be_visible()
    lab.run("calcul")
    expect(fifth).to_contain_text("c'est cette valeur qui compte.")
    expect(fifth.get_by_role("img")).not_to_be_visible()
    fifth.get_by_role("button", name="Répondre ici plutôt").click()
    expect(fifth.get_by_role("img")).to_be_visible()


def test_forms_pass_axe_in_both_themes_with_the_styles_of_jupyterlab(
    page: Page, server: str, course: Path, pictures: Path
) -> None:
    page.set_viewport_size({"width": 1280, "height": 720})
    lab = opened(page, server, course)
    third = form(page, 3)
    third.get_by_label("Shopping, clics").fill("douze")
    expect(third.get_by_role("list", name="À revoir")).to_contain_text("Shopping, clics")
    for theme in ("JupyterLab Light", "JupyterLab Dark"):
        page.evaluate("theme => window.jupyterapp.commands.execute('apputils:change-theme', { theme })", theme)
        page.wait_for_function(
            "light => document.body.dataset.jpThemeLight === light", arg=str(theme.endswith("Light")).lower()
        )
        page.wait_for_timeout(500)
        for question, id in enumerate(QUESTIONS, 1):
            lab.cell(id)
            found = Axe().run(page, context=".en-form")
            assert found.violations_count == 0, found.generate_report()
            page.screenshot(path=pictures / f"formulaire-{question}-{theme.split()[-1].lower()}.png")
    measured(form(page, 3), (ENTRY / "entry.css").read_text("utf-8"))
