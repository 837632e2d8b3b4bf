"""A whole session run from its page by clicks, in a real browser on real JupyterLab: from the school's list to the procès-verbal."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import serving
from tests.corpus import ASSIGNMENT, COPIES, GOOD, written

expect.set_options(timeout=60_000)
LIST = "Nom;Prénom;Courriel\nLE GOFF;Zoé;zoe@ecole.fr\nBenali;Karim;karim@ecole.fr\n"


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The trial course as its author left it: nothing is built, nobody enrolled."""
    return Path(shutil.copytree(COPIES / "cours", tmp_path_factory.mktemp("session") / "cours"))


@pytest.fixture(scope="module")
def server(course: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a JupyterLab on that course."""
    with serving(course, tmp_path_factory.mktemp("jupyter")) as address:
        yield address


class SessionPage:
    """The session's page, opened by its card."""

    def __init__(self, page: Page, server: str, pictures: Path) -> None:
        self.page, self.pictures = page, pictures
        page.goto(f"{server}/lab?reset")
        card = page.locator(".jp-LauncherCard", has_text="Session d'examen")
        card.wait_for()
        self.picture("carte")
        card.click()
        self.root = page.locator(".es-page")
        self.root.get_by_role("heading", name="À faire maintenant").wait_for()

    def picture(self, name: str) -> None:
        """Keep what is seen."""
        self.page.screenshot(path=self.pictures / f"session-{name}.png")

    @property
    def next(self) -> Locator:
        """What comes next."""
        return self.root.locator(".es-next")

    def follow(self, label: str, ended: str) -> None:
        """Press the button of what comes next, and wait until it is said to have ended."""
        self.next.get_by_role("button", name=label).click()
        self.ended(ended)

    def ended(self, said: str) -> None:
        """Wait for the end of the work under way, and close what it says."""
        expect(self.root.locator(".es-work h3")).to_have_text(said, timeout=90_000)

    def accessible(self) -> None:
        """No rule of axe is broken by what is shown."""
        found = Axe().run(self.page, context=".es-page")
        assert found.violations_count == 0, found.generate_report()


def answered(course: Path) -> bytes:
    """A copy in which all is right, and the text written."""
    released = json.loads((course / "release" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb").read_text("utf-8"))
    return json.dumps(written(released, GOOD)).encode()


def test_a_session_goes_from_the_list_to_the_feedback_by_clicks(page: Page, server: str, course: Path, pictures: Path) -> None:  # fmt: skip
    shown = SessionPage(page, server, pictures)
    expect(shown.next).to_contain_text("Inscrivez les candidats")
    shown.accessible()
    shown.picture("depart")

    # The list is shown first, and nobody is enrolled before that is accepted.
    with page.expect_file_chooser() as chooser:
        shown.next.get_by_role("button", name="Choisir la liste de l'école").click()
    chooser.value.set_files({"name": "liste.csv", "mimeType": "text/csv", "buffer": LIST.encode()})
    preview = shown.root.locator(".es-preview")
    expect(preview).to_contain_text("2 nouveaux candidats")
    assert not (course / "gradebook.db").exists()
    shown.accessible()
    shown.picture("liste")
    preview.get_by_role("button", name="Inscrire ces candidats").click()
    shown.ended("Inscription : terminé")
    expect(shown.root).to_contain_text("2 candidats inscrits")

    shown.follow("Construire l'épreuve", "Construction de E98 : terminé")
    shown.follow("Distribuer l'épreuve", "Distribution de E98 : terminé")
    assert (course / "exports" / f"{ASSIGNMENT}.zip").is_file()
    with page.expect_download() as download:
        shown.root.get_by_role("button", name=f"Télécharger « {ASSIGNMENT}.zip »").click()
    assert download.value.suggested_filename == f"{ASSIGNMENT}.zip"

    # No exchange: copies are given by hand, on each candidate's line.
    shown.next.get_by_role("button", name="Déposer les copies").click()
    for who in ("Zoé LE GOFF", "Karim Benali"):
        shown.root.get_by_role("button", name=f"Déposer la copie de {who}").click()
        shown.root.get_by_label("Fichiers de la copie").set_input_files({"name": f"{ASSIGNMENT}.ipynb", "mimeType": "application/json", "buffer": answered(course)})  # fmt: skip
        shown.root.get_by_role("button", name="Déposer", exact=True).click()
        expect(shown.root.get_by_role("row", name=who)).to_contain_text("✓ rendue")
    shown.follow("Corriger les copies", "Correction de E98 : terminé")
    expect(shown.next).to_contain_text("E98, e98_publicite : faites juger ce qui reste, 18 critères")
    shown.accessible()
    shown.picture("corrigee")

    # A grader's panel, opened beside the page.
    shown.next.get_by_role("button", name="Ouvrir le panneau des correcteurs").click()
    panel = page.locator(".ep-panel")
    for number in (1, 2):
        expect(panel.get_by_role("heading", level=2)).to_have_text(f"Copie n° {number}")
        for _ in range(9):
            page.keyboard.press("2")
            page.keyboard.press("Enter")
    expect(panel.get_by_text("18 / 18")).to_be_visible()
    page.get_by_role("tab", name="session-examen.ipynb").click()
    shown.root.get_by_role("button", name="Actualiser").click()
    shown.follow("Écrire les restitutions", "Restitutions de E98 : terminé")
    assert len(list((course / "feedback").glob(f"*/{ASSIGNMENT}/*.html"))) == 2
    expect(shown.root.get_by_role("row", name="Zoé LE GOFF")).to_contain_text("9 sur 9 (fictif-candidate)")

    # The page loaded again, as after a tab that was closed: it is there, and says what was done last.
    page.reload()
    shown.next.get_by_role("button", name="Conclure la session").wait_for()
    expect(page.locator(".jp-Cell-inputWrapper:visible")).to_have_count(0)

    # What is given to each, and what the jury signs.
    shown.follow("Conclure la session", "Restitutions de E98 : terminé")
    shown.root.get_by_role("button", name="Préparer ce que l'on remet à chacun").click()
    shown.root.get_by_role("button", name="Continuer").click()
    shown.ended("Remise : terminé")
    assert sorted(path.name for path in (course / "remises").glob("*.zip")) == ["karim.benali.zip", "zoe.le-goff.zip"]  # fmt: skip
    shown.root.get_by_role("button", name="Écrire le procès-verbal du jury").click()
    shown.picture("dialogue")
    shown.root.get_by_label("Date de la délibération").fill("2026-06-30")
    shown.root.get_by_role("button", name="Continuer").click()
    shown.ended("Procès-verbal : terminé")
    assert (course / "proces-verbal-2026-06-30.pdf").read_bytes().startswith(b"%PDF")
    shown.accessible()
    shown.picture("fin")
