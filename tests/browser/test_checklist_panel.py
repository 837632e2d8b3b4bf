"""A criterion judged by a list, in a real browser: what lacks is pressed, the level follows, the comment says it, and it is found again."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from epreuves_kit.course import checklist, criterion_cell
from epreuves_kit.course.criterion_cell import CriterionText
from epreuves_kit.rubric.register import Register
from tests.browser.desktop import Bureau
from tests.conftest import trial_course
from tests.corpus import ASSIGNMENT
from tests.groups.trial import Cours
from tests.rubric.trial import mark_all
from tests.seen import serving

EXPECTED = (
    "deux faits sont datés",
    "une cause a son chiffre",
    "le REX dit ce que l'auteur a fait seul",
    "une décision a son responsable",
)
LACKS = "Il manque\N{NO-BREAK SPACE}: "


@pytest.fixture(scope="module")
def course(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The trial course of groups, with a criterion judged by a list in the REX; its copies marked."""
    made = tmp_path_factory.mktemp("rex")
    text = CriterionText("Un recul sur le travail du groupe", "Jugé sur tout le REX.", checklist.write(EXPECTED))
    cell = "\n".join(f"# {line}".rstrip() for line in criterion_cell.write(text, "C14.1-k1", 3).splitlines())
    rex = (Path(__file__).parents[1] / "groups" / "rex.py").read_text("utf-8")
    (made / "rex.py").write_text(f'{rex}\n# %% [markdown] role="task" id="C14_1-k1" points=3\n{cell}\n', "utf-8")
    root = Path(shutil.copytree(trial_course(shared, "modele-liste", [made / "rex.py"]), made / "cours"))
    mark_all(Cours(root))
    return root


@pytest.fixture(scope="module")
def server(course: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a JupyterLab on that course."""
    with serving(course, tmp_path_factory.mktemp("jupyter")) as address:
        yield address


def test_what_lacks_is_pressed_and_the_level_follows(page: Page, server: str, course: Path, pictures: Path) -> None:
    bureau = Bureau(page, server, course, ASSIGNMENT, "Alice", ready=".ep-level")
    rex = bureau.panel.get_by_label("Aller à la copie")
    rex.select_option(rex.locator("option", has_text="REX").first.get_attribute("value"))
    things, comment = bureau.panel.locator(".ep-expected button"), bureau.panel.locator(".ep-comment")
    expect(things).to_have_text(list(EXPECTED))
    pressed = bureau.panel.locator(".ep-level[aria-pressed=true] strong")
    bureau.panel.focus()
    # By keyboard alone: L, then arrows and Space; the focus stays where it was.
    bureau.press("l")
    expect(things.first).to_be_focused()
    bureau.press(" ")
    expect(pressed).to_have_text("acquis")
    bureau.press("ArrowDown", "ArrowDown", " ")
    expect(pressed).to_have_text("en cours d'acquisition")
    expect(comment).to_have_value(f"{LACKS}{EXPECTED[0]}\N{NO-BREAK SPACE}; {EXPECTED[2]}.")
    expect(things.nth(2)).to_be_focused()
    page.screenshot(path=pictures / "panneau-attendus.png")
    found = Axe().run(page, context=".ep-panel")
    assert found.violations_count == 0, found.generate_report()
    # Words of one's own are kept under it, begun on its line or on another; a thing found after all goes, and its level with it.
    comment.click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" Revoyez-le.\nRelisez la consigne 2.")
    # A press lasts, and what was typed is recorded meanwhile.
    things.nth(0).click(delay=1_000)
    expect(pressed).to_have_text("acquis")
    expect(comment).to_have_value(f"{LACKS}{EXPECTED[2]}.\nRevoyez-le.\nRelisez la consigne 2.")
    expect(bureau.panel.locator(".ep-status")).to_contain_text("Enregistré")
    # Found again by who opens the panel anew; the highest level says that nothing lacks.
    bureau.run(".ep-level")
    rex.select_option(rex.locator("option", has_text="REX").first.get_attribute("value"))
    expect(things.nth(2)).to_have_attribute("aria-pressed", "true")
    expect(things.nth(0)).to_have_attribute("aria-pressed", "false")
    bureau.panel.focus()
    bureau.press("3")
    expect(comment).to_have_value("Revoyez-le.\nRelisez la consigne 2.")
    expect(things.nth(2)).to_have_attribute("aria-pressed", "false")
    expect(bureau.panel.locator(".ep-status")).to_contain_text("Enregistré")
    with Register(course) as register:
        kept = {(j.level, j.comment) for j in register.judgements(ASSIGNMENT).values()}
    assert kept == {(3, "Revoyez-le.\nRelisez la consigne 2.")}
