"""The panel on nbgrader's quickstart, in a real browser on real JupyterLab: an answer is seen, judged, and in nbgrader's gradebook."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from nbgrader.api import Gradebook
from playwright.sync_api import Page, expect

from epreuves_kit.rubric.register import Register
from tests.browser.desktop import Bureau
from tests.ledger.ordinary_rows import PS1
from tests.rubric import quickstart
from tests.rubric.quickstart import HONEST, HOSTILE, WRITTEN, copy_of
from tests.seen import serving


@pytest.fixture(scope="module")
def ordinary(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A quickstart course, its two copies marked."""
    root = tmp_path_factory.mktemp("ordinaire") / "course101"
    quickstart.course(root)
    return root


@pytest.fixture(scope="module")
def lab(ordinary: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a JupyterLab on that course."""
    with serving(ordinary, tmp_path_factory.mktemp("jupyter")) as address:
        yield address


def test_a_grader_reads_an_answer_of_an_ordinary_course_and_gives_a_level_by_a_key(
    page: Page, lab: str, ordinary: Path, pictures: Path
):
    bureau = Bureau(page, lab, ordinary, PS1, "Anne")
    panel = bureau.panel
    with Register(ordinary) as register:
        copy = copy_of(register, HONEST, "problem2")
    panel.get_by_role("combobox").first.select_option(copy.key)
    bureau.title(f"Copie n° {copy.number} · problem2")
    expect(bureau.copy.get_by_text("two before it")).to_be_visible()
    expect(panel.locator(".ep-level").nth(2)).to_contain_text("Recursion is explained, without its base cases.")
    assert not any(name in panel.inner_text() for name in (HONEST, HOSTILE))
    panel.get_by_role("heading", level=2).click()
    bureau.press("2")
    bureau.saved("niveau 2 (0,67 point sur 1)")
    page.screenshot(path=pictures / "panneau-ordinaire.png")
    with Gradebook(f"sqlite:///{ordinary / 'gradebook.db'}") as book:
        grade = book.find_grade(WRITTEN, "problem2", PS1, HONEST)
        assert (grade.manual_score, grade.needs_manual_grade) == (0.6667, False)
    seen = Axe().run(page, context=".ep-panel")
    assert seen.violations_count == 0, seen.generate_report()
