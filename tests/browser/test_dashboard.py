"""The cohort's dashboard seen: wide, narrow, on paper, and explored in JupyterLab."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from epreuves_kit.extensions.dashboard import making
from tests.browser.test_jupyterlab import Lab
from tests.dashboard.conftest import NAMES, marked_cohort  # noqa: F401  (a fixture)
from tests.seen import serving

expect.set_options(timeout=30_000)


@pytest.fixture(scope="module")
def cohort_course(marked_cohort: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:  # noqa: F811
    """A course whose dashboard, with names, is written."""
    root = Path(shutil.copytree(marked_cohort, tmp_path_factory.mktemp("tableau") / "cours"))
    making.write(root, root / "rapports", named=True)
    return root


@pytest.fixture(scope="module")
def lab_server(cohort_course: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a JupyterLab on that course."""
    with serving(cohort_course, tmp_path_factory.mktemp("jupyter")) as address:
        yield address


@pytest.mark.parametrize("width", [360, 1400])
def test_the_dashboard_passes_axe_and_never_scrolls_sideways(
    page: Page, cohort_course: Path, pictures: Path, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto((cohort_course / "rapports" / "tableau.html").as_uri())
    page.screenshot(path=pictures / f"tableau-{width}.png", full_page=True)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert page.get_by_text("<script>alert(1)</script>").first.is_visible()


@pytest.mark.slow
def test_the_dashboard_on_paper_loses_no_column(page: Page, cohort_course: Path, tmp_path: Path) -> None:
    page.goto((cohort_course / "rapports" / "tableau.html").as_uri())
    page.emulate_media(media="print")
    # A4 less its margins, at 96 points an inch.
    page.set_viewport_size({"width": 680, "height": 1000})
    wide = page.eval_on_selector_all(
        ".cadre", "all => all.filter(e => e.scrollWidth > e.clientWidth + 1).map(e => e.ariaLabel)"
    )
    assert wide == []
    page.pdf(path=tmp_path / "tableau.pdf", format="A4", prefer_css_page_size=True)
    text = "\n".join(sheet.extract_text() for sheet in PdfReader(tmp_path / "tableau.pdf").pages)
    assert "Le temps de correction" in text
    assert NAMES["c00"][0] in text


@pytest.mark.slow
def test_an_epreuve_and_a_competence_are_explored_in_jupyterlab(
    page: Page, lab_server: str, cohort_course: Path, pictures: Path
) -> None:
    path = cohort_course / "rapports" / "tableau.ipynb"
    lab = Lab(page, lab_server, path, cohort_course)
    explorer = lab.run(lab.ids[-1])
    explorer.get_by_label("Épreuve").select_option(label="e17 — Cas pratique : mesurer l'impact digital")
    explorer.get_by_label("Compétence").select_option(label="C15.1")
    expect(explorer.get_by_text("C15_2-q")).to_have_count(0)
    expect(explorer.get_by_text("C15_1-q").first).to_be_visible()
    expect(explorer.locator(".jp-OutputArea-output img, .jp-OutputArea-output svg").first).to_be_visible()
    page.screenshot(path=pictures / "tableau-jupyterlab.png")
