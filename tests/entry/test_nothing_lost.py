"""A candidate's work in the room, in real JupyterLab: whatever is closed, killed, full or opened twice, it is there afterwards or the page says what is not kept."""

from __future__ import annotations

import contextlib
import datetime
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import nbformat
import psutil
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from epreuves.answers import typed
from epreuves.entry.history import keep_state
from tests.browser.test_candidate_page import Paper
from tests.corpus import ASSIGNMENT
from tests.seen import serving

#: A question that is answered by a number, its form's title, and a writing.
QUESTION, TITLE, WRITING = "C15_2-moyen", "moyen", "C15_3-synthese"
TWICE = "Cette épreuve est déjà ouverte dans un autre onglet"


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that JupyterLab serves."""
    return tmp_path_factory.mktemp("candidats")


@pytest.fixture(scope="module")
def server(course: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a JupyterLab on it."""
    with serving(course, tmp_path_factory.mktemp("jupyter")) as address:
        yield address


@pytest.fixture
def folder(course: Path, model: Path, request: pytest.FixtureRequest) -> Path:
    """The trial épreuve as a candidate has it."""
    return Path(shutil.copytree(model / "release" / ASSIGNMENT, course / request.node.name[5:40] / ASSIGNMENT))


@pytest.fixture
def paper(page: Page, server: str, course: Path, folder: Path) -> Paper:
    """It open and begun, in a window of 1280 × 720."""
    page.set_viewport_size({"width": 1280, "height": 720})
    paper = Paper(page, server, course, folder, ASSIGNMENT)
    paper.open()
    paper.begin()
    return paper


def form(page: Page, number: int) -> Locator:
    """The form of a question."""
    return page.locator(".en-form").filter(has=page.locator(".en-title", has_text=f"Question {number} —"))


def field(page: Page, number: int = 3) -> Locator:
    """The field of a question that takes one line."""
    return form(page, number).get_by_role("textbox")


def notice(page: Page, number: int = 3) -> Locator:
    """The line under a question's form."""
    return form(page, number).get_by_role("status").first


def saving(page: Page) -> Locator:
    """The bar that speaks of what is saved."""
    return page.get_by_role("region", name="Enregistrement")


def write(page: Page, text: str) -> None:
    """Type at the end of the writing's cell."""
    cell = page.locator(".jp-Notebook .jp-Cell").nth(
        page.evaluate(
            f"window.jupyterapp.shell.currentWidget.content.widgets.findIndex((cell) => cell.model.id === '{WRITING}')"
        )
    )
    cell.scroll_into_view_if_needed()
    cell.dblclick()
    cell.locator(".cm-content").click()
    page.keyboard.press("Control+End")
    page.keyboard.type(text)


def written(folder: Path) -> str:
    """The writing, as its notebook has it on the disk; empty while the server writes the file, which it empties first."""
    try:
        cells = nbformat.read(folder / f"{ASSIGNMENT}.ipynb", as_version=4).cells
    except nbformat.reader.NotJSONError:
        return ""
    source: str = next(cell.source for cell in cells if cell.id == WRITING)
    return source


def shown(page: Page) -> str:
    """The writing, as the page has it."""
    source: str = page.evaluate(
        "id => window.jupyterapp.shell.currentWidget.content.widgets.find((cell) => cell.model.id === id).model.sharedModel.getSource()",
        WRITING,
    )
    return source


def kept(folder: Path, question: str = QUESTION) -> Any:
    """What is kept of a question's form; None where nothing of the file can be read."""
    with contextlib.suppress(typed.UnreadableAnswers):
        return typed.read(folder).answers.get(question, typed.TypedAnswer()).value
    return None


def until(true: Callable[[], bool], page: Page, seconds: int = 30) -> None:
    """Wait for what the disk holds."""
    for _ in range(seconds * 5):
        if true():
            return
        page.wait_for_timeout(200)
    raise AssertionError("the disk does not hold it")


def test_a_second_tab_says_so_and_what_is_typed_in_both_is_written_over_by_nobody_unseen(
    page: Page, server: str, course: Path, paper: Paper, folder: Path, pictures: Path
) -> None:
    field(page).fill("12")
    write(page, " Premier onglet.")
    until(lambda: kept(folder) == "12" and "Premier" in written(folder), page)
    tab = page.context.new_page()
    other = Paper(tab, server, course, folder, ASSIGNMENT)
    other.open(reset=False)
    expect(saving(tab)).to_contain_text(TWICE)
    expect(saving(tab).get_by_role("button", name="Travailler ici quand même")).to_be_focused()
    tab.screenshot(path=pictures / "candidat-deux-onglets.png")
    tab.keyboard.press("Enter")
    other.wait_for_forms()
    expect(saving(tab)).to_contain_text(TWICE)
    # Two questions, then the same one.
    field(tab, 4).fill("2026-01-02")
    expect(field(page, 4)).to_have_value("2026-01-02")
    form(page, 2).get_by_label("Social").check()
    field(tab).fill("34")
    expect(field(page)).to_have_value("34")
    expect(form(page, 3)).to_contain_text("Réponse changée dans un autre onglet.")
    form(page, 3).get_by_role("button", name="Remettre ce qui était ici").click()
    expect(field(tab)).to_have_value("12")
    until(
        lambda: (
            [kept(folder), kept(folder, "C15_2-meilleur"), kept(folder, "C15_2-jour")] == ["12", "Social", "2026-01-02"]
        ),
        page,
    )
    # A writing: JupyterLab asks before one tab's notebook takes the place of the other's.
    write(tab, " Second onglet.")
    page.evaluate(
        "id => { const { sharedModel } = window.jupyterapp.shell.currentWidget.content.widgets.find((cell) => cell.model.id === id).model;"
        " sharedModel.setSource(`${sharedModel.getSource()} Encore.`); }",
        WRITING,
    )
    until(lambda: page.locator(".jp-Dialog").count() + tab.locator(".jp-Dialog").count() > 0, page)
    dialog = next(one.locator(".jp-Dialog") for one in (page, tab) if one.locator(".jp-Dialog").count())
    expect(dialog).to_contain_text("a changé sur le disque")


def test_a_tab_that_waits_begins_when_the_other_is_closed(
    page: Page, server: str, course: Path, paper: Paper, folder: Path
) -> None:
    tab = page.context.new_page()
    other = Paper(tab, server, course, folder, ASSIGNMENT)
    other.open(reset=False)
    expect(saving(tab)).to_contain_text(TWICE)
    write(page, " Écrit ailleurs.")
    until(lambda: "Écrit ailleurs" in written(folder), page)
    page.close()
    expect(saving(tab)).to_be_hidden()
    other.wait_for_forms()
    assert "Écrit ailleurs" in shown(tab)


def test_what_was_typed_is_soon_kept_with_no_press_and_is_there_after_the_browser_was_killed(
    browser: Browser, server: str, course: Path, folder: Path
) -> None:
    page = browser.new_page()
    paper = Paper(page, server, course, folder, ASSIGNMENT)
    paper.open()
    paper.begin()
    write(page, " Écrit juste avant.")
    field(page).press_sequentially("12,5")
    until(lambda: kept(folder) == "12,5" and "Écrit juste avant" in written(folder), page)
    page.context.close()
    again = browser.new_page()
    paper = Paper(again, server, course, folder, ASSIGNMENT)
    paper.open()
    paper.begin()
    expect(field(again)).to_have_value("12,5")
    assert "Écrit juste avant" in shown(again)
    again.context.close()


@pytest.mark.slow
def test_a_server_that_is_killed_and_started_again_loses_nothing(
    page: Page, course: Path, folder: Path, tmp_path: Path, pictures: Path
) -> None:
    with serving(course, tmp_path) as address:
        paper = Paper(page, address, course, folder, ASSIGNMENT)
        paper.open()
        paper.begin()
        field(page).fill("12")
        until(lambda: kept(folder) == "12", page)
        port = address.rpartition(":")[2]
        # JupyterLab says so too, over the page, each time that it tries again.
        again = page.get_by_role("button", name="Fermer", exact=True)
        page.add_locator_handler(again, lambda: again.last.click(), no_wait_after=True)
        next(child for child in psutil.Process().children() if f"--port={port}" in child.cmdline()).kill()
        field(page).fill("34")
        write(page, " Écrit sans serveur.")
        expect(notice(page)).to_contain_text("Pas encore enregistré")
        expect(paper.bar).to_contain_text("La connexion à Python est perdue", timeout=60_000)
        expect(saving(page)).to_contain_text("Le notebook ne s'enregistre plus", timeout=60_000)
        page.screenshot(path=pictures / "candidat-serveur-arrete.png")
    with serving(course, tmp_path, int(port)):
        paper.button("Redémarrer Python").click()
        paper.wait_for_forms()
        expect(saving(page)).to_be_hidden()
        expect(field(page)).to_have_value("34")
        until(lambda: kept(folder) == "34" and "Écrit sans serveur" in written(folder), page)


def fill(disk: Path) -> None:
    """Leave no byte on a disk."""
    with (disk / "plein").open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while True:
            file.write(b"x" * 4096)


def free(disk: Path) -> None:
    (disk / "plein").unlink()


def close(disk: Path) -> None:
    """Let nothing be written on a disk."""
    mounted("-o", "remount,ro", disk)


def reopen(disk: Path) -> None:
    mounted("-o", "remount,rw", disk)


def mounted(*words: str | Path) -> None:
    subprocess.run(["mount", *words], check=True)


@pytest.fixture
def disk(course: Path, request: pytest.FixtureRequest) -> Iterator[Path]:
    """A small disk under the folder that JupyterLab serves."""
    if os.geteuid():
        pytest.skip("only root mounts a disk")
    place = course / f"disque-{request.node.callspec.id}"
    place.mkdir()
    mounted("-t", "tmpfs", "-o", "size=4m", "tmpfs", place)
    yield place
    subprocess.run(["umount", "--lazy", place], check=True)


@pytest.mark.parametrize(
    ("hinder", "mend", "reason"),
    [(fill, free, "le disque est plein"), (close, reopen, "le dossier de l'épreuve ne se laisse plus écrire")],
    ids=["plein", "ferme"],
)
def test_a_disk_that_takes_nothing_is_said_what_was_there_stays_and_all_is_saved_once_it_does(
    hinder: Callable[[Path], None],
    mend: Callable[[Path], None],
    reason: str,
    page: Page,
    server: str,
    course: Path,
    model: Path,
    disk: Path,
    pictures: Path,
) -> None:
    folder = Path(shutil.copytree(model / "release" / ASSIGNMENT, disk / ASSIGNMENT))
    paper = Paper(page, server, course, folder, ASSIGNMENT)
    paper.open()
    paper.begin()
    field(page).fill("12")
    write(page, " Écrit avant.")
    until(lambda: kept(folder) == "12" and "Écrit avant" in written(folder), page)
    hinder(disk)
    before = (folder / typed.FILE).read_bytes(), (folder / f"{ASSIGNMENT}.ipynb").read_bytes()
    field(page).fill("34")
    expect(notice(page)).to_contain_text(f"Non enregistré : {reason}. Prévenez la personne qui surveille")
    page.wait_for_timeout(5_000)
    expect(notice(page)).to_contain_text(reason)
    write(page, " Écrit après.")
    expect(saving(page)).to_contain_text("Le notebook ne s'enregistre plus")
    page.screenshot(path=pictures / f"candidat-disque-{disk.name}.png")
    page.get_by_role("button", name="Fermer", exact=True).click()
    assert ((folder / typed.FILE).read_bytes(), (folder / f"{ASSIGNMENT}.ipynb").read_bytes()) == before
    mend(disk)
    until(lambda: kept(folder) == "34", page)
    expect(notice(page)).to_contain_text("✓ Enregistré à ")
    saving(page).get_by_role("button", name="Enregistrer").click()
    expect(saving(page)).to_be_hidden()
    assert "Écrit après" in written(folder)


def test_a_file_of_answers_that_is_deleted_or_cut_under_the_page_is_made_again_of_what_it_shows(
    page: Page, paper: Paper, folder: Path
) -> None:
    field(page).fill("12")
    form(page, 2).get_by_label("Social").check()
    until(lambda: kept(folder) == "12" and kept(folder, "C15_2-meilleur") == "Social", page)
    path = folder / typed.FILE
    path.unlink()
    field(page, 4).fill("2026-01-01")
    until(lambda: kept(folder, "C15_2-jour") == "2026-01-01", page)
    assert (kept(folder), kept(folder, "C15_2-meilleur")) == ("12", "Social")
    path.write_bytes(path.read_bytes()[:40])
    field(page, 4).fill("2026-01-02")
    until(lambda: kept(folder, "C15_2-jour") == "2026-01-02", page)
    assert (kept(folder), kept(folder, "C15_2-meilleur")) == ("12", "Social")
    # Python restarted meanwhile: nothing shows them any more, and the last cell takes them back.
    assert keep_state(folder, datetime.datetime.now(), datetime.timedelta(0))
    path.unlink()
    paper.restart()
    paper.wait_for_forms()
    expect(notice(page)).to_contain_text(
        "Le fichier reponses.json n'est plus là. La dernière cellule du notebook propose de revenir"
    )
    last = run_last(page)
    last.get_by_role("button", name="Reprendre cet état").click()
    expect(last).to_contain_text("est repris")
    expect(field(page)).to_have_value("12")
    assert kept(folder) == "12"


def run_last(page: Page) -> Locator:
    """The last cell, once it is run."""
    page.evaluate(
        "() => { const { content, sessionContext } = window.jupyterapp.shell.currentWidget; content.activeCellIndex = content.widgets.length - 1;"
        " content.scrollToItem(content.activeCellIndex, 'center'); window.jupyterapp.commands.execute('notebook:run-cell'); }"
    )
    last = page.locator(".jp-Notebook .jp-Cell").last
    expect(last.get_by_text("Avant de rendre").last).to_be_visible()
    return last


def test_an_earlier_state_is_taken_back_by_keyboard_writings_included(page: Page, paper: Paper, folder: Path) -> None:
    field(page).fill("12")
    write(page, " Premier état.")
    until(lambda: kept(folder) == "12" and "Premier" in written(folder), page)
    assert keep_state(folder, datetime.datetime.now(), datetime.timedelta(0))
    field(page).fill("99")
    write(page, " De trop.")
    until(lambda: kept(folder) == "99" and "De trop" in written(folder), page)
    last = run_last(page)
    button = last.get_by_role("button", name="Reprendre cet état")
    button.press("Enter")
    again = last.get_by_role("button", name="Recharger le notebook")
    expect(again).to_be_visible()
    page.keyboard.press("Tab")
    expect(again).to_be_focused()
    page.keyboard.press("Enter")
    # JupyterLab asks where something is not saved yet.
    sure = page.get_by_role("dialog").get_by_role("button", name="Recharger")
    expect(sure.or_(paper.button("Continuer"))).to_be_focused(timeout=60_000)
    if sure.count():
        page.keyboard.press("Enter")
    expect(paper.button("Continuer")).to_be_focused(timeout=60_000)
    assert shown(page).endswith(" Premier état.")
    until(lambda: written(folder) == shown(page), page)
    expect(field(page)).to_have_value("12", timeout=30_000)
    field(page).fill("13")
    until(lambda: kept(folder) == "13", page)


def test_python_restarted_while_one_types_takes_no_letter_and_keeps_the_focus(
    page: Page, paper: Paper, folder: Path
) -> None:
    cells = page.locator(".jp-Cell").count()
    field(page).click()
    page.keyboard.type("1")
    page.evaluate("() => { window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.restart(); }")
    page.keyboard.type("234567890", delay=100)
    typed_before = field(page).input_value()
    expect(paper.bar).to_contain_text("Préparation…", timeout=60_000)
    # On a cell these would cut it, or restart Python.
    for key in "ddx00":
        page.keyboard.press(key)
    paper.wait_for_forms()
    expect(field(page)).to_be_focused()
    page.keyboard.type("77")
    expect(notice(page)).to_contain_text("✓ Enregistré à ")
    assert page.locator(".jp-Cell").count() == cells
    assert field(page).input_value().startswith(typed_before)
    assert field(page).input_value().endswith("77")
    until(lambda: kept(folder) == field(page).input_value(), page)


@pytest.mark.slow
def test_python_busy_for_twenty_seconds_is_said_and_what_is_typed_meanwhile_is_kept(
    page: Page, paper: Paper, folder: Path
) -> None:
    page.evaluate(
        "() => { window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.requestExecute({ code: 'import time; time.sleep(20)' }); }"
    )
    field(page).fill("12")
    write(page, " Écrit pendant le calcul.")
    expect(notice(page)).to_contain_text("Pas encore enregistré : Python est occupé ou arrêté.")
    until(lambda: "pendant le calcul" in written(folder), page)
    assert kept(folder) is None
    until(lambda: kept(folder) == "12", page, 60)
    expect(notice(page)).to_contain_text("✓ Enregistré à ")
