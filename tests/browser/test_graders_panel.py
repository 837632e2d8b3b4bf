"""Graders who share an épreuve, in a real browser: calibration first, then their own, a group's work beside its REX, a copy told of."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from epreuves_kit.rubric.appreciation import Copy
from epreuves_kit.rubric.register import Register
from epreuves_kit.rubric.sharing import AskedAllotment
from tests.browser.desktop import Bureau
from tests.conftest import trial_course
from tests.corpus import ASSIGNMENT
from tests.groups.trial import REX, Cours
from tests.rubric.trial import mark_all
from tests.seen import serving

expect.set_options(timeout=30_000)
#: What a REX of the trial is judged by.
CRITERION = """
# %% [markdown] role="task" id="C14_1-k1" points=3
# #### Critère C14.1-k1 — Un recul sur le travail du groupe (3 points)
#
# Jugé sur tout le REX.
"""
GRADERS = ("Alice", "Bruno")


@pytest.fixture(scope="module")
def course(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The trial course of groups, with a criterion in the REX; its copies marked, then shared out between two graders."""
    made = tmp_path_factory.mktemp("rex")
    text = made / "rex.py"
    text.write_text((Path(__file__).parents[1] / "groups" / "rex.py").read_text("utf-8") + CRITERION, "utf-8")
    root = Path(shutil.copytree(trial_course(shared, "modele-rex", [text]), made / "cours"))
    mark_all(Cours(root))
    with Register(root) as register:
        register.allot(ASSIGNMENT, AskedAllotment(GRADERS, calibration=1), "Chef")
    return root


@pytest.fixture(scope="module")
def server(course: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a JupyterLab on that course."""
    with serving(course, tmp_path_factory.mktemp("jupyter")) as address:
        yield address


def of(course: Path, grader: str, notebook: str) -> list[Copy]:
    """A grader's own copies of a notebook."""
    with Register(course) as register:
        allotment = register.duties(ASSIGNMENT).allotment
        assert allotment is not None
        return [
            c for c in register.copies(ASSIGNMENT) if c.notebook == notebook and allotment.owners.get(c.key) == grader
        ]


def go(bureau: Bureau, copy: Copy) -> None:
    """Choose a copy from the list."""
    bureau.panel.get_by_label("Aller à la copie").select_option(copy.key)
    expect(bureau.panel.get_by_role("heading", level=2)).to_contain_text(f"Copie n° {copy.number}")
    bureau.panel.locator(".ep-own .ep-tabs button").first.wait_for()
    bureau.panel.focus()


def test_a_grader_sees_what_is_theirs_first_and_reads_the_others(page: Page, server: str, course: Path) -> None:
    bureau = Bureau(page, server, course, ASSIGNMENT, "Alice")
    own = len(of(course, "Alice", ASSIGNMENT)) + len(of(course, "Alice", "rex"))
    expect(bureau.panel).to_contain_text(f"Vos copies : 0 sur {own} jugées")
    expect(bureau.panel.locator(".ep-calibration")).to_contain_text("Étalonnage : 0 sur 2 copies jugées.")
    labels = bureau.panel.locator("optgroup").evaluate_all("all => all.map(g => g.label)")
    assert labels == ["Étalonnage", "Vos copies", "Les autres copies"]
    (theirs, *_) = [*of(course, "Bruno", "rex"), *of(course, "Bruno", ASSIGNMENT)]
    go(bureau, theirs)
    expect(bureau.panel).to_contain_text("Cette copie est confiée à Bruno : vous pouvez la lire.")
    expect(bureau.panel.locator(".ep-level").first).to_be_disabled()


@pytest.mark.slow
def test_a_group_s_work_stands_beside_the_rex_that_looks_back_on_it(
    page: Page, server: str, course: Path, pictures: Path
) -> None:
    bureau = Bureau(page, server, course, ASSIGNMENT, "Alice")
    with Register(course) as register:
        rex = next(c for c in register.copies(ASSIGNMENT) if c.notebook == "rex" and c.students == ("karim",))
    # At once, while the copy is still being read: it is done when the copy comes.
    bureau.panel.get_by_label("Aller à la copie").select_option(rex.key)
    bureau.panel.focus()
    bureau.press("b")
    group, own = bureau.panel.locator(".ep-group"), bureau.panel.locator(".ep-own")
    expect(bureau.panel.get_by_role("heading", level=2)).to_contain_text(f"Copie n° {rex.number}")
    expect(group.get_by_role("tab")).not_to_have_count(0)
    own.get_by_role("tab", name="C15.3", exact=True).click()
    expect(own.get_by_role("tabpanel")).to_contain_text(REX["C15_3-rex_analyse"])
    expect(own.get_by_role("tab", name="Groupe")).to_have_count(0)
    with Register(course) as register:
        names = [student for copy in register.copies(ASSIGNMENT) for student in copy.students]
    assert not [name for name in names if name in bureau.panel.inner_text()]
    for width, height in ((1366, 900), (1920, 1080), (820, 1100)):
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_timeout(300)
        found = Axe().run(page, context=".ep-panel")
        assert found.violations_count == 0, found.generate_report()
        assert bureau.panel.evaluate("e => e.scrollWidth <= e.clientWidth + 1")
        page.screenshot(path=pictures / f"panneau-groupe-{width}.png")
    bureau.press("b")
    expect(group).to_be_hidden()
    expect(own.get_by_role("tab", name="Groupe")).not_to_have_count(0)


def test_the_panel_s_messages_go_to_the_thread_that_runs_cells(page: Page, server: str, course: Path) -> None:
    Bureau(page, server, course, ASSIGNMENT, "Alice")
    asked = "window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.requestListSubshell({}).done.then(reply => reply.content)"
    assert page.evaluate(asked) == {"status": "ok", "subshell_id": []}


@pytest.mark.slow
def test_a_copy_that_is_not_read_in_time_is_said_and_shown_when_it_comes(page: Page, server: str, course: Path) -> None:
    slow = "import time\nfrom epreuves_kit.rubric.panel import desk\nread, waits = desk.page, [0, 0, 9]\ndesk.page = lambda *asked: (time.sleep(waits.pop(0) if waits else 0), read(*asked))[1]\n"
    bureau = Bureau(page, server, course, ASSIGNMENT, "Alice", before=slow)
    other = bureau.panel.get_by_label("Aller à la copie").locator("option").nth(3)
    bureau.panel.get_by_label("Aller à la copie").select_option(other.get_attribute("value"))
    expect(bureau.copy).to_have_text("Lecture de la copie…")
    expect(bureau.panel.locator(".ep-alert")).to_contain_text("Le noyau ne répond pas.")
    bureau.panel.locator(".ep-copy h3").first.wait_for()
    expect(bureau.panel.locator(".ep-alert")).to_be_empty()


@pytest.mark.slow
def test_a_copy_told_of_is_in_the_record_and_its_answer_comes_back(
    page: Page, server: str, course: Path, pictures: Path
) -> None:
    bureau = Bureau(page, server, course, ASSIGNMENT, "Bruno")
    (copy, *_) = of(course, "Bruno", ASSIGNMENT) + of(course, "Bruno", "rex")
    go(bureau, copy)
    bureau.press("s")
    page.keyboard.type("Le classeur ne s'ouvre pas 0")  # a digit typed there is no level
    page.screenshot(path=pictures / "panneau-signaler.png")
    bureau.press("Enter")
    bureau.saved(f"copie n° {copy.number}. Qui conduit la session le verra")
    expect(bureau.panel.get_by_label("Signalements de cette copie")).to_contain_text("En attente de réponse.")
    with Register(course) as register:
        (told,) = register.flags(ASSIGNMENT, copy.key)
        assert (told.grader, told.text) == ("Bruno", "Le classeur ne s'ouvre pas 0")
        assert register.judgements(ASSIGNMENT, "Bruno", copy.key) == {}
        register.answer_flag(ASSIGNMENT, told.rank, "Chef", "Ramassé de nouveau.")
    bureau.press("j")
    expect(bureau.panel.get_by_label("Signalements de cette copie")).to_contain_text(
        "Réponse de Chef : Ramassé de nouveau."
    )
    found = Axe().run(page, context=".ep-panel")
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.slow
def test_a_copy_that_is_refused_until_the_calibration_is_judged_is_told_as_a_refusal(
    page: Page, server: str, course: Path, pictures: Path
) -> None:
    with Register(course) as register:
        register.allot(ASSIGNMENT, AskedAllotment(GRADERS, calibration=1, calibration_first=True), "Chef")
    try:
        bureau = Bureau(page, server, course, ASSIGNMENT, "Alice")
        (own, *_) = of(course, "Alice", ASSIGNMENT) + of(course, "Alice", "rex")
        here = bureau.panel.get_by_role("heading", level=2).inner_text()
        bureau.panel.get_by_label("Aller à la copie").select_option(own.key)
        refusal = bureau.panel.get_by_role("alert").filter(has_text="✗ Refusé.")
        expect(refusal).to_contain_text("étalonnage")
        expect(bureau.panel.locator(".ep-status")).to_be_hidden()
        expect(bureau.panel.get_by_role("heading", level=2)).to_have_text(here)
        found = Axe().run(page, context=".ep-panel")
        assert found.violations_count == 0, found.generate_report()
        page.screenshot(path=pictures / "panneau-refus.png")
        bureau.press("j")
        expect(refusal).to_have_count(0)
    finally:
        with Register(course) as register:
            register.allot(ASSIGNMENT, AskedAllotment(GRADERS, calibration=1, calibration_first=False), "Chef")


@pytest.mark.slow
def test_who_has_judged_the_calibration_reads_how_they_agree(
    page: Page, server: str, course: Path, pictures: Path
) -> None:
    with Register(course) as register:
        allotment = register.duties(ASSIGNMENT).allotment
        assert allotment is not None
        criteria = register.criteria(ASSIGNMENT)
        cells = [
            (c.key, k.grade_id)
            for c in register.copies(ASSIGNMENT)
            for k in criteria
            if c.key in allotment.calibration and k.notebook == c.notebook
        ]
        for place, (key, grade_id) in enumerate(cells):
            register.judge(ASSIGNMENT, key, grade_id, "Bruno", 2, "Secret de Bruno.")
            if place:
                register.judge(ASSIGNMENT, key, grade_id, "Alice", 2)
    bureau = Bureau(page, server, course, ASSIGNMENT, "Alice")
    calibration = bureau.panel.locator(".ep-calibration")
    expect(calibration).to_contain_text("Étalonnage : 1 sur 2 copies jugées.")
    assert "Secret de Bruno" not in bureau.panel.inner_text()
    bureau.press("3")
    expect(calibration).to_contain_text(
        f"Étalonnage jugé. Même niveau que vous : Bruno, {len(cells) - 1} fois sur {len(cells)}"
    )
    page.screenshot(path=pictures / "panneau-etalonnage.png")
