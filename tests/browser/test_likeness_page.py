"""The page of resemblances in a real browser: read by everybody at any width, side by side where there is room, and nothing of a copy acts."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser
from typer.testing import CliRunner

from epreuves_kit.cli import application
from tests.corpus import ASSIGNMENT
from tests.exam.test_likeness import marked_alike

__all__ = ["marked_alike"]


@pytest.fixture(scope="module")
def written(marked_alike: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of the page of a course one of whose copies is hostile."""
    root = Path(shutil.copytree(marked_alike, tmp_path_factory.mktemp("ressemblances") / "cours"))
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(root)
        assert CliRunner().invoke(application(["ressemblances"]), ["ressemblances", "e98"]).exit_code == 1
    return (root / "ressemblances" / f"{ASSIGNMENT}.html").as_uri()


@pytest.mark.parametrize("width", [360, 1400])
def test_the_page_can_be_read_by_everybody_at_any_width(
    browser: Browser, written: str, pictures: Path, width: int
) -> None:
    # axe is put into the page, which lets no script in.
    context = browser.new_context(viewport={"width": width, "height": 900}, locale="fr-FR", bypass_csp=True)
    page = context.new_page()
    page.goto(written)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    first, second = (page.locator(".pair").first.locator("> div").nth(n).bounding_box() for n in (0, 1))
    assert first is not None
    assert second is not None
    assert (first["y"] == second["y"]) == (width > 800)
    page.screenshot(path=pictures / f"ressemblances-{width}.png")
    page.locator(".pair").first.scroll_into_view_if_needed()
    page.screenshot(path=pictures / f"ressemblances-{width}-textes.png")
    context.close()


def test_a_hostile_copy_runs_nothing_and_asks_for_nothing(browser: Browser, written: str) -> None:
    context = browser.new_context(
        locale="fr-FR", bypass_csp=True
    )  # what a copy holds is harmless without the page's own wall
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    page.goto(written)
    assert "alert(1)" in page.inner_text("main")
    assert asked == [written]
    assert page.locator("main script, main img, main style, main iframe, .paper :not(mark)").count() == 0
    context.close()
