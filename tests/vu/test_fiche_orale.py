"""The jury's sheet of an oral, as a browser shows it: no fault of accessibility, a page for each compétence in print."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from epreuves.authoring import fiche_orale, squelette
from tests.vu.conftest import ROOT


@pytest.mark.parametrize("nom", ["e01", "e06", "e11"])
def test_the_sheet_of_an_oral_passes_axe(page: Page, tmp_path: Path, nom: str) -> None:
    shutil.copy(ROOT / "seance.yaml", tmp_path)
    (tmp_path / "sujets").mkdir()
    id = squelette.creer(tmp_path, nom)[0].parent.name
    fiche = tmp_path / "sujets" / id / "oral.yaml"
    texte = fiche.read_text("utf-8")
    fiche.write_text(
        texte.replace("presentation: 0", "presentation: 20").replace("echange: 0", "echange: 20"), "utf-8"
    )
    fiche_orale.ecrire(tmp_path, id, tmp_path / "oral.html")
    page.set_viewport_size({"width": 900, "height": 1000})
    page.goto((tmp_path / "oral.html").as_uri())
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.emulate_media(media="print")
    assert page.locator("section.competence").first.evaluate("e => getComputedStyle(e).breakBefore") == "page"
