"""A candidate's notebook as a page in JupyterLab: one button, then forms are there, and nothing of a laboratory is around."""

from __future__ import annotations

import datetime
import re
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import nbformat
import pytest
from axe_playwright_python.sync_playwright import Axe
from nbgrader.utils import is_grade, is_locked, is_solution
from playwright.sync_api import Locator, Page, expect

from epreuves.answers.allowed import Allowed
from epreuves.variants.codes import code_digest, code_of
from epreuves.variants.published import PUBLISHED_FILE, PublishedSitting, publish, read_published
from epreuves.wording.time_left import SittingHours
from tests.browser.conftest import EPREUVE
from tests.seen import serving

HOUR = datetime.timedelta(hours=1)
BEGIN, AGAIN, FIRST = "Commencer l'épreuve", "Réessayer", "Aller à la première question"
#: What a person would see of a laboratory, each hidden on a candidate's page.
LABORATORY = (
    "#jp-right-stack",
    ".jp-SideBar.jp-mod-right",
    "#jp-main-statusbar",
    "[data-id=jp-running-sessions]",
    "[data-jp-item-name=kernelName]",
    "[data-jp-item-name=cellType]",
    "[data-jp-item-name=debugger-icon]",
)


class Paper:
    """An épreuve handed out in a folder of its own, opened by a candidate."""

    def __init__(self, page: Page, server: str, course: Path, folder: Path, name: str = EPREUVE) -> None:
        self.page, self.path = page, folder / f"{name}.ipynb"
        self.address = f"{server}/lab/tree/{self.path.relative_to(course)}"
        cells = [cell for cell in nbformat.read(self.path, as_version=4).cells if cell.cell_type == "code"]
        self.forms = [c.id for c in cells if "formulaire" in c.metadata.get("epreuves", {})]
        locked = [c.id for c in cells if is_locked(c) and not is_grade(c) and c.id != "avant-de-rendre"]
        # Those of forms are none of nbgrader's.
        self.given = [c.id for c in cells if c.id in (*locked, *self.forms)]
        self.own = [c.id for c in cells if is_solution(c) or is_grade(c) or c.id == "avant-de-rendre"]

    def open(self, reset: bool = True) -> None:
        self.page.goto(self.address + ("?reset" if reset else ""))
        self.page.wait_for_selector(".jp-Notebook")

    def begin(self) -> None:
        self.button(BEGIN).click()
        self.button(FIRST).wait_for(timeout=90_000)

    def leave(self) -> None:
        """Close the page once nothing waits to be saved: a saving under way would write over what a test changes in the file."""
        self.page.wait_for_function(
            "quiet => { const { context, sessionContext } = window.jupyterapp.shell.currentWidget;"
            " const settled = !context.model.dirty && sessionContext.session?.kernel?.status === 'idle';"
            " window.settledAt = settled ? window.settledAt ?? performance.now() : undefined;"
            " return settled && performance.now() - window.settledAt > quiet; }",
            arg=4_000,
            timeout=90_000,
        )
        self.page.goto("about:blank")

    @property
    def bar(self) -> Locator:
        return self.page.get_by_role("region", name="Préparation de l'épreuve")

    def button(self, name: str) -> Locator:
        return self.bar.get_by_role("button", name=name)

    def asked(self, script: str) -> Any:
        return self.page.evaluate(
            f"() => {{ const cells = window.jupyterapp.shell.currentWidget.content.widgets; {script} }}"
        )

    def ran(self) -> list[str]:
        """The cells that have been run, in order."""
        return self.asked("return cells.filter((cell) => cell.model.executionCount).map((cell) => cell.model.id);")

    def drawn(self) -> list[str]:
        """The cells under which a form is drawn, with something to type or to choose in."""
        return self.asked(
            "return cells.filter((cell) => cell.outputArea?.node.querySelector('.jp-OutputArea-output :is(input, select, textarea, button)')).map((cell) => cell.model.id);"
        )

    def wait_for_forms(self) -> None:
        """Wait until each form is drawn by the kernel that runs now, and nothing is left to say."""
        self.page.wait_for_function(
            "forms => { const { content, sessionContext } = window.jupyterapp.shell.currentWidget;"
            " return sessionContext.session?.kernel?.status === 'idle' && forms.every((id) => { const cell = content.widgets.find((one) => one.model.id === id);"
            " return cell.model.executionCount && cell.outputArea.node.querySelector('.jp-OutputArea-output :is(input, select, textarea, button)'); }); }",
            arg=self.forms,
            timeout=90_000,
        )
        expect(self.bar).to_be_hidden(timeout=30_000)

    def restart(self) -> None:
        # Not awaited: the command ends when its dialog is answered.
        self.page.evaluate("() => { window.jupyterapp.commands.execute('kernelmenu:restart'); }")
        self.page.locator(".jp-Dialog button.jp-mod-accept").click()
        self.page.wait_for_function(
            "() => window.jupyterapp.shell.currentWidget.sessionContext.session?.kernel?.status !== 'idle'"
        )

    def seen(self) -> list[Any]:
        """The first cell that is seen, and where it begins."""
        return self.asked(
            "const top = document.querySelector('.jp-NotebookPanel .jp-WindowedPanel-outer').getBoundingClientRect().top;"
            "const cell = cells.find((one) => one.node.getBoundingClientRect().bottom > top);"
            "return [cell.model.id, cell.node.getBoundingClientRect().top - top];"
        )


@pytest.fixture
def paper(page: Page, server: str, course: Path, request: pytest.FixtureRequest) -> Paper:
    """The épreuve in a folder of its own, as a candidate fetches it, in a window of 1280 × 720."""
    folder = course / "copies" / request.node.name[:40]
    shutil.copytree(course / "release" / EPREUVE, folder)
    page.set_viewport_size({"width": 1280, "height": 720})
    return Paper(page, server, course, folder)


def edit(path: Path, id: str, change: Callable[[str], str]) -> None:
    notebook = nbformat.read(path, as_version=4)
    cell = next(cell for cell in notebook.cells if cell.id == id)
    cell.source = change(cell.source)
    nbformat.write(notebook, path)


def test_one_press_shows_every_form_runs_nothing_of_the_candidate_s_and_nothing_of_a_laboratory_is_around(
    page: Page, paper: Paper, pictures: Path
) -> None:
    paper.open()
    expect(paper.button(BEGIN)).to_be_focused()
    page.screenshot(path=pictures / "candidat-page-ouverte.png")
    assert paper.ran() == []
    found = Axe().run(page, context=".epreuves-barre")
    assert found.violations_count == 0, found.generate_report()
    for part in LABORATORY:
        expect(page.locator(part).first).to_be_hidden()
    for command in ("save", "run", "restart", "epreuves-verifier"):
        expect(page.locator(f"[data-jp-item-name={command}]")).to_be_visible()

    pressed = time.monotonic()
    page.keyboard.press("Enter")
    paper.button(FIRST).wait_for(timeout=90_000)
    page.wait_for_function(
        "count => document.querySelectorAll('.jp-OutputArea-output :is(input, select, textarea, button)').length >= count",
        arg=len(paper.forms),
    )
    print(f"\nfrom the press to {len(paper.forms)} forms: {time.monotonic() - pressed:.1f} s")
    assert paper.drawn()[: len(paper.forms)] == paper.forms
    # Texts of the data's tables are read from the left, figures from the right.
    sides = page.evaluate(
        "() => { const cells = [...document.querySelectorAll('.dataframe td')];"
        " return [/^[a-zé ]+$/i, /^[\\d., ]+$/].map((kind) => [...new Set(cells.filter((cell) => kind.test(cell.textContent)).map((cell) => getComputedStyle(cell).textAlign))]); }"
    )
    assert sides == [["left"], ["right"]], sides
    assert paper.ran() == paper.given
    assert not set(paper.ran()) & set(paper.own)
    assert paper.seen()[0] == "cas"
    expect(paper.bar).to_contain_text(f"{len(paper.forms)} formulaires")
    # By keyboard alone, from the bar to the first form.
    expect(paper.button(FIRST)).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.activeElement.closest('.jp-OutputArea-output')")
    assert (
        paper.asked("return cells.find((cell) => cell.node.contains(document.activeElement)).model.id;")
        == paper.forms[0]
    )
    expect(paper.bar).to_be_hidden()
    page.screenshot(path=pictures / "candidat-page-question.png")
    # At 200 %, tables and pictures of given cells with the forms: JupyterLab's own list of cells and its buttons are not ours to name.
    page.set_viewport_size({"width": 640, "height": 360})
    for form in page.locator(".en-form").all():
        form.scroll_into_view_if_needed()
    theirs = {"aria-required-children": {"enabled": False}, "button-name": {"enabled": False}}
    found = Axe().run(page, context=".jp-Notebook", options={"rules": theirs})
    assert found.violations_count == 0, found.generate_report()


#: Gives what has the focus a text from the clipboard.
PASTE = """text => {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/plain", text);
  document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
}"""


def test_a_writing_is_a_field_on_one_click_and_letters_beside_it_change_no_cell(page: Page, paper: Paper) -> None:
    paper.open()
    paper.begin()
    cells = paper.asked("return cells.length;")
    writing = page.locator(".epreuves-ecrit").first
    field, count = writing.get_by_role("textbox"), writing.locator(".epreuves-mots")
    expect(count).to_contain_text("0 mot, environ ")
    field.click()
    expect(field).to_have_text("")
    expect(paper.bar).to_be_visible()
    page.keyboard.type("abx : deux mots, dd")
    # Who answers has no more use for what was said at the beginning.
    expect(paper.bar).to_be_hidden()
    page.keyboard.press("Enter")
    page.evaluate(PASTE, "Phase\tMois\r\nRentrée\t3\r\n")
    page.evaluate(PASTE, "\tune ligne,\n\tsans tableau")
    expect(count).to_contain_text("12 mots")
    # What runs a cell elsewhere, or draws it, leaves the field open with its text.
    for keys in ("Control+Enter", "Shift+Enter"):
        page.keyboard.press(keys)
    expect(field).to_be_focused()
    page.evaluate("() => window.jupyterapp.commands.execute('notebook:render-all-markdown')")
    expect(field).to_contain_text("| Rentrée | 3 |")
    page.keyboard.press("Tab")
    expect(field).not_to_be_focused()
    assert paper.asked("return cells.length;") == cells

    # Between fields, letters are no commands.
    page.locator(".jp-MarkdownCell .jp-RenderedMarkdown").first.click()
    page.keyboard.type("abddx")
    assert paper.asked("return cells.length;") == cells
    # One that is left empty says again what it waits for.
    second = page.locator(".epreuves-ecrit").nth(1)
    second.get_by_role("textbox").click()
    page.get_by_role("button", name="Vérifier avant de rendre").click()
    told = page.locator(".jp-OutputArea-output", has_text="Il manque encore")
    expect(told).to_contain_text("1 écrit est court")
    expect(told).to_contain_text("pas encore de réponse")
    expect(told).not_to_contain_text("pas encore exécutée")
    expect(second).to_contain_text("Votre réponse ici.")
    kept = [
        cell.source for cell in nbformat.read(paper.path, as_version=4).cells if cell.source.startswith("abx : deux")
    ]
    assert kept == [
        "abx : deux mots, dd\n\n\n| Phase | Mois |\n| --- | --- |\n| Rentrée | 3 |\n\n\tune ligne,\n\tsans tableau"
    ]


def test_forms_come_back_without_a_gesture_when_the_page_is_loaded_again_and_when_python_restarts(
    page: Page, paper: Paper
) -> None:
    paper.open()
    paper.begin()
    paper.open(reset=False)
    paper.wait_for_forms()
    assert not set(paper.ran()) & set(paper.own)
    page.mouse.move(640, 400)
    page.mouse.wheel(0, 5_000)
    page.wait_for_timeout(1_500)
    before = paper.seen()
    paper.restart()
    paper.wait_for_forms()
    page.wait_for_timeout(1_500)
    after = paper.seen()
    assert after[0] == before[0]
    assert after[1] == pytest.approx(before[1], abs=60)
    assert paper.ran() == paper.given
    # All of it run by the candidate: what was run already is not run again.
    page.evaluate("() => { window.jupyterapp.commands.execute('notebook:restart-run-all'); }")
    page.locator(".jp-Dialog button.jp-mod-accept").click()
    page.wait_for_function(
        "() => window.jupyterapp.shell.currentWidget.content.widgets.at(-1).model.executionCount > 20", timeout=90_000
    )
    page.wait_for_timeout(2_000)
    counts = paper.asked("return cells.map((cell) => cell.model.executionCount).filter(Boolean);")
    assert counts == sorted(counts) == list(range(1, len(counts) + 1))


def test_what_would_be_run_has_changed_so_the_candidate_is_asked_again(page: Page, paper: Paper) -> None:
    paper.open()
    paper.begin()
    paper.leave()
    edit(paper.path, "tables", lambda source: f"{source}\nprint('autre chose')")
    paper.open()
    paper.button("Reprendre l'épreuve").wait_for()
    expect(paper.bar).to_contain_text("L'énoncé a changé")
    assert "autre chose" not in page.locator(".jp-Notebook").inner_text()
    paper.button("Reprendre l'épreuve").click()
    paper.button(FIRST).wait_for(timeout=90_000)
    page.locator(".jp-OutputArea-output", has_text="autre chose").first.wait_for()


def test_a_given_cell_that_fails_is_named_and_tried_again_and_a_question_of_python_s_is_told(
    page: Page, paper: Paper, pictures: Path
) -> None:
    edit(paper.path, "preparation", lambda source: f'input("Votre identifiant : ")\n{source}')
    away = (paper.path.parent / "variantes").rename(paper.path.parent / "ailleurs")
    paper.open()
    paper.button(BEGIN).click()
    expect(paper.bar).to_contain_text("puis Entrée", timeout=60_000)
    field = page.locator(".jp-Stdin-input")
    expect(field).to_be_in_viewport()
    page.screenshot(path=pictures / "candidat-page-identifiant.png")
    field.fill("fictif")
    field.press("Enter")
    paper.button(AGAIN).wait_for(timeout=60_000)
    expect(paper.bar).to_contain_text("s'est arrêtée à la cellule")
    page.screenshot(path=pictures / "candidat-page-arret.png")
    assert paper.drawn() == []
    away.rename(paper.path.parent / "variantes")
    paper.button(AGAIN).click()
    page.locator(".jp-Stdin-input").fill("fictif")
    page.locator(".jp-Stdin-input").press("Enter")
    paper.button(FIRST).wait_for(timeout=90_000)
    assert paper.ran() == paper.given


def test_python_that_is_gone_is_told_and_one_button_brings_the_forms_back(page: Page, paper: Paper) -> None:
    paper.open()
    paper.begin()
    page.evaluate("() => { window.jupyterapp.shell.currentWidget.sessionContext.shutdown(); }")
    expect(paper.bar).to_contain_text("Python s'est arrêté")
    paper.button("Redémarrer Python").click()
    paper.wait_for_forms()
    assert paper.ran() == paper.given


def test_other_notebooks_keep_jupyterlab_whole_and_it_comes_back_when_one_is_shown(
    page: Page, server: str, course: Path, paper: Paper
) -> None:
    ordinary = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1 + 1", id="calcul")])
    ordinary.metadata["kernelspec"] = nbformat.read(paper.path, as_version=4).metadata["kernelspec"]
    nbformat.write(ordinary, course / "brouillon.ipynb")
    copy = next((course / "submitted").glob(f"*/{EPREUVE}/{EPREUVE}.ipynb"))
    paper.open()
    paper.begin()
    strip = page.locator(".jp-SideBar.jp-mod-right")
    expect(strip).to_be_hidden()
    table = paper.path.parent / "donnees" / "commandes.csv"
    for path, whole in (
        (course / "brouillon.ipynb", True),
        (paper.path, False),
        (table, False),
        (course / "source" / EPREUVE / f"{EPREUVE}.ipynb", True),
        (copy, True),
        (paper.path, False),
    ):
        at = str(path.relative_to(course))
        page.evaluate("path => { window.jupyterapp.commands.execute('docmanager:open', { path }); }", at)
        page.wait_for_function("path => window.jupyterapp.shell.currentWidget?.context?.path === path", arg=at)
        expect(strip).to_be_visible(visible=whole)
        expect(page.locator("#jp-main-statusbar")).to_be_visible(visible=whole)
        expect(page.locator("#jp-left-stack")).to_be_visible(visible=whole)
        if whole:
            page.wait_for_timeout(500)
            assert not page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .epreuves-barre").count()
            expect(page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) [data-jp-item-name=cellType]")).to_be_visible()
            assert paper.ran() == []
    # The session's page, in its own way.
    page.evaluate("() => { window.jupyterapp.commands.execute('epreuves:session', { cwd: '' }); }")
    page.locator(".epreuves-session").wait_for(timeout=60_000)
    expect(strip).to_be_visible()
    assert page.locator(".epreuves-session .epreuves-barre").count() == 0


def test_a_name_that_is_not_one_s_own_is_given_anew_by_a_button_and_what_was_typed_stays(
    page: Page, course: Path, tmp_path: Path
) -> None:
    folder = course / "copies" / "autre-nom"
    shutil.copytree(course / "release" / EPREUVE, folder)
    file = folder / "candidat.txt"
    file.write_text("somebody.else\n", encoding="utf-8")
    with serving(course, tmp_path, account="") as server:
        paper = Paper(page, server, course, folder)
        paper.open()
        paper.begin()
        field = page.locator(".en-form input[type=text]").first
        field.fill("12,5")
        expect(page.locator(".en-form .en-notice", has_text="nregistré").first).to_be_visible()
        page.get_by_role("button", name="Donner un autre identifiant").press("Enter")
        for typed, question in (("Marie Dupont", "Votre identifiant"), ("marie.dupont", "est-ce l'identifiant")):
            asked = page.locator(".jp-OutputArea-child", has_text=question).locator(".jp-Stdin-input")
            asked.fill(typed)
            asked.press("Enter")
        paper.wait_for_forms()
        expect(page.locator(".jp-CodeCell", has_text="retenu dans candidat.txt").first).to_contain_text("marie.dupont")
        assert file.read_text("utf-8") == "marie.dupont\n"
        expect(field).to_have_value("12,5")


def test_a_code_is_asked_the_rules_are_told_and_the_time_left_is_counted_quietly(
    page: Page, paper: Paper, pictures: Path
) -> None:
    file, key = paper.path.parent / PUBLISHED_FILE, "la clé de l'école"
    held = read_published(file.read_bytes())
    now = datetime.datetime.now(datetime.UTC)
    everybody, own = (SittingHours(now - HOUR, now + hours * HOUR) for hours in (2, 3))
    codes = {code_digest(held.key, EPREUVE, "zoé.dupré", code_of(key, "zoé.dupré")): own}
    rules = PublishedSitting(everybody, Allowed(documents="oui", ai="non"), codes)
    file.write_bytes(publish(msgspec.structs.replace(held, sitting=rules)))
    (paper.path.parent / "candidat.txt").write_text("zoé.dupré", encoding="utf-8")
    paper.open()
    paper.button(BEGIN).click()
    typed = page.locator(".jp-Stdin-input")
    typed.wait_for(timeout=90_000)
    expect(paper.bar).to_contain_text("votre identifiant")
    typed.fill(code_of(key, "zoé.dupré").lower())
    typed.press("Enter")
    paper.button(FIRST).wait_for(timeout=90_000)
    preparation = page.locator(".jp-CodeCell", has_text="code reconnu")
    expect(preparation).to_contain_text("Interdit : l'intelligence artificielle.".replace(" :", "\xa0:"))
    clock = page.locator(".epreuves-temps button")
    expect(clock).to_contain_text(re.compile(r"il\s+reste\s+2\s+h\s+5\d"))
    page.screenshot(path=pictures / "candidat-temps.png")
    found = Axe().run(page, context=".epreuves-temps")
    assert found.violations_count == 0, found.generate_report()

    clock.focus()
    page.keyboard.press("Enter")
    expect(clock).to_have_text("Afficher le temps")
    # Hidden once, it stays so; Python restarted asks for no code again.
    paper.open(reset=False)
    paper.wait_for_forms()
    expect(clock).to_have_text("Afficher le temps")
    clock.click()
    expect(clock).to_contain_text("Fin à")
