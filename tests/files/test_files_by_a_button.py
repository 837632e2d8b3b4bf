"""Files handed in by the button of their form, in real JupyterLab: put beside the notebook, recognised, shown again, taken back; marked as any."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from epreuves_kit.gradebook.marked_notebook import read_record
from tests.browser.contrasts import measured
from tests.browser.test_candidate_page import Paper
from tests.conftest import nbgrader
from tests.corpus import ASSIGNMENT
from tests.entry.bench import ENTRY
from tests.files.hostile import chiffre, plain
from tests.files.test_files_marked import PNG
from tests.seen import serving

WHO = "fictif-candidate"
CHOOSE, REPLACE = "Choisir un fichier…", "Remplacer par un autre fichier…"


@pytest.fixture
def paper(page: Page, course: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Paper]:
    """The épreuve of files, begun by a candidate in a folder of its own."""
    folder = course / "copies" / "remise" / ASSIGNMENT
    shutil.copytree(course / "release" / ASSIGNMENT, folder)
    page.set_viewport_size({"width": 1280, "height": 720})
    with serving(course, tmp_path_factory.mktemp("jupyter")) as address:
        paper = Paper(page, address, course, folder, ASSIGNMENT)
        paper.open()
        paper.begin()
        yield paper


def form(page: Page, name: str) -> Locator:
    """The form that asks for the file of that name, brought into view."""
    found = page.locator(".en-form").filter(has=page.locator(".en-expected", has_text=f"« {name}"))
    found.scroll_into_view_if_needed()
    return found


@pytest.fixture
def give(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., None]:
    """Chooses a file as a candidate does: the button by keyboard, then the browser's own window."""
    desktop = tmp_path_factory.mktemp("bureau")

    def chosen(form: Locator, name: str, content: bytes, label: str = CHOOSE) -> None:
        (desktop / name).write_bytes(content)
        with form.page.expect_file_chooser() as window:
            form.get_by_role("button", name=label).press("Enter")
        window.value.set_files(desktop / name)

    return chosen


def test_a_file_is_chosen_recognised_shown_again_and_marked_as_one_laid_by_hand(
    paper: Paper, course: Path, right: Callable[[str], bytes], give: Callable[..., None], pictures: Path
) -> None:
    page, folder = paper.page, paper.path.parent
    book = right(WHO)
    for name in ("suivi", "retroplanning", "affiche"):
        expect(form(page, name)).to_contain_text("Pas encore de fichier.")
    page.screenshot(path=pictures / "fichier-attendu.png")

    # The right workbook, under a name of the candidate's own.
    suivi = form(page, "suivi")
    give(suivi, "Mon suivi (v3).xlsx", book)
    expect(suivi).to_contain_text(
        "« Mon suivi (v3).xlsx » est enregistré dans le dossier de l'épreuve sous le nom « suivi.xlsx »."
    )
    expect(suivi.get_by_role("status").first).to_contain_text("lu : 5 lignes et 1 cellule.")
    assert (folder / "suivi.xlsx").read_bytes() == book
    page.screenshot(path=pictures / "fichier-enregistre.png")

    # One that is none of what is asked, or does not open, changes nothing, and says what to do.
    affiche = form(page, "affiche")
    give(affiche, "affiche.png", PNG)
    expect(affiche).to_contain_text("Enregistré à ")
    for name, content, sentence in (
        (
            "affiche.pdf",
            book,
            "« affiche.pdf » est un classeur Excel (.xlsx) ; un PDF, une image PNG ou une photo JPEG est attendu.",
        ),
        ("vide.png", b"", "le fichier est vide : enregistrez-le de nouveau."),
        ("secret.pdf", chiffre(), "ôtez le mot de passe"),
        ("énorme.png", bytes(26_000_000), "le fichier dépasse 25 Mo : allégez-le"),
    ):
        give(affiche, name, content, REPLACE)
        expect(affiche).to_contain_text(sentence)
        assert (folder / "affiche.png").read_bytes() == PNG
    page.screenshot(path=pictures / "fichier-refuse.png")

    # Larger than one message: it leaves in pieces, and is whole.
    retro = form(page, "retroplanning")
    heavy = PNG + bytes(3_300_000)
    give(affiche, "grande.png", heavy, REPLACE)
    expect(affiche).to_contain_text("« grande.png » est enregistré")
    assert (folder / "affiche.png").read_bytes() == heavy
    affiche.get_by_role("button", name="Reprendre « affiche.png »").press("Enter")
    expect(affiche).to_contain_text("« affiche.png » est repris.")
    assert (folder / "affiche.png").read_bytes() == PNG

    # Without the sheet that is asked it is kept all the same, and what is to be mended is listed.
    give(retro, "retro.xlsx", plain())
    expect(retro.get_by_role("list", name="À reprendre")).to_contain_text("il n'y a pas de feuille « Planning »")
    page.screenshot(path=pictures / "fichier-a-reprendre.png")
    retro.get_by_role("button", name="Retirer").press("Enter")
    expect(retro).to_contain_text("Pas encore de fichier.")
    expect(retro.get_by_role("button", name=CHOOSE)).to_be_focused()
    assert not (folder / "retroplanning.xlsx").exists()

    for theme in ("JupyterLab Light", "JupyterLab Dark"):
        page.evaluate("theme => window.jupyterapp.commands.execute('apputils:change-theme', { theme })", theme)
        page.wait_for_function(
            "light => document.body.dataset.jpThemeLight === light", arg=str(theme.endswith("Light")).lower()
        )
        page.wait_for_timeout(500)
        for name in ("suivi", "retroplanning", "affiche"):
            form(page, name)
            found = Axe().run(page, context=".en-form")
            assert found.violations_count == 0, found.generate_report()
            page.screenshot(path=pictures / f"fichier-{name}-{theme.split()[-1].lower()}.png")
    measured(form(page, "retroplanning"), (ENTRY / "entry.css").read_text("utf-8"))

    # Laid by hand while the page is elsewhere: seen when somebody comes back to it.
    (folder / "Retroplanning.xlsx").write_bytes(plain())
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(form(page, "retroplanning")).to_contain_text("« Retroplanning.xlsx »")

    # Reloaded, then its kernel restarted: forms show what is there, without a gesture.
    paper.open(reset=False)
    paper.wait_for_forms()
    expect(form(page, "suivi")).to_contain_text("5 lignes et 1 cellule")
    expect(form(page, "retroplanning")).to_contain_text("« Retroplanning.xlsx »")
    paper.restart()
    paper.wait_for_forms()
    expect(form(page, "affiche")).to_contain_text("« affiche.png », une image PNG")
    expect(form(page, "affiche").get_by_role("button", name="Reprendre « affiche.png »")).to_be_visible()

    # Handed in as it stands, it is marked as a file that was laid by hand.
    laid = {path.name for path in folder.iterdir() if path.suffix in (".png", ".xlsx", ".partiel")}
    assert laid == {"suivi.xlsx", "affiche.png", "Retroplanning.xlsx"}
    (folder / "Retroplanning.xlsx").unlink()
    shutil.copytree(folder, course / "submitted" / WHO / ASSIGNMENT, ignore=shutil.ignore_patterns("variantes"))
    nbgrader(course, "autograde", ASSIGNMENT, "--student", WHO, "--create")
    record = read_record(course / "autograded" / WHO / ASSIGNMENT / f"{ASSIGNMENT}.ipynb")
    assert record is not None
    mark = next(mark for mark in record.marks if mark.question == "C15_2-suivi")
    assert mark.outcome == "right", mark.sentence
    assert {file.id: (file.name, bool(file.faults)) for file in record.files} == {
        "C15_2-suivi": ("suivi.xlsx", False),
        "C15_2-retroplanning": ("", True),
        "C15_3-affiche": ("affiche.png", False),
    }
