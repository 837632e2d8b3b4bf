"""The jury's sheet of an oral, as a browser shows it: no fault of accessibility, a page for each compétence in print."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from epreuves_kit.authoring import oral
from epreuves_kit.build import skeleton
from epreuves_kit.jury import paper_sheet
from tests.course import lay_referentiel
from tests.seen import ROOT


@pytest.mark.parametrize("name", ["e01", "e06", "e11", oral.GRAND_ORAL])
def test_the_sheet_of_an_oral_passes_axe(page: Page, tmp_path: Path, name: str) -> None:
    shutil.copy(ROOT / "seance.yaml", tmp_path)
    lay_referentiel(tmp_path)
    (tmp_path / "sujets").mkdir()
    id = skeleton.create(tmp_path, "e01" if name == oral.GRAND_ORAL else name)[0].parent.name
    sheet = tmp_path / "sujets" / id / "oral.yaml"
    text = sheet.read_text("utf-8")
    sheet.write_text(text.replace("presentation: 0", "presentation: 20").replace("echange: 0", "echange: 20"), "utf-8")
    paper_sheet.write(tmp_path, name if name == oral.GRAND_ORAL else id, tmp_path / "oral.html")
    page.set_viewport_size({"width": 900, "height": 1000})
    page.goto((tmp_path / "oral.html").as_uri())
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.emulate_media(media="print")
    assert page.locator("section.competence").first.evaluate("e => getComputedStyle(e).breakBefore") == "page"
