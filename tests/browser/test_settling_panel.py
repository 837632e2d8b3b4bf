"""What two graders gave differently, settled in a real browser on real JupyterLab, down to nbgrader's scores."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from axe_playwright_python.sync_playwright import Axe
from nbgrader.api import Gradebook
from playwright.sync_api import Page, expect

from epreuves_kit.course import closing
from epreuves_kit.rubric.panel.settling import SettlingPanel
from epreuves_kit.rubric.register import Register
from tests.browser.conftest import EPREUVE
from tests.browser.contrasts import measured
from tests.browser.test_jupyterlab import Lab
from tests.seen import serving

expect.set_options(timeout=30_000)
K1, K2 = "C15_1-k1", "C15_2-k1"
ACTING = (
    "<img src=x onerror=\"document.body.dataset.pris='oui'\"><script>document.body.dataset.pris='oui'</script> Bien."
)


@pytest.fixture(scope="module")
def judged(course: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The course with two graders' levels on all copies, alike but in two places."""
    root = Path(shutil.copytree(course, tmp_path_factory.mktemp("accord") / "cours"))
    with Register(root) as register:
        first, second = register.copies(EPREUVE)[:2]
        register.plan_double(EPREUVE, ("Alice", "Bruno"), 1.0, 7, "Chef")
        differ = {(first.key, K1): (0, 3), (second.key, K2): (2, 1)}
        criteria = register.criteria(EPREUVE)
        for place, grader in enumerate(("Alice", "Bruno")):
            for copy in register.copies(EPREUVE):
                for c in criteria:
                    levels = differ.get((copy.key, c.grade_id), (2, 2))
                    said = ("Rien sur la fidélisation.", ACTING)[place] if (copy.key, c.grade_id) in differ else ""
                    register.judge(EPREUVE, copy.key, c.grade_id, grader, levels[place], said)
    return root


@pytest.fixture(scope="module")
def server(judged: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a JupyterLab on that course."""
    with serving(judged, tmp_path_factory.mktemp("jupyter")) as address:
        yield address


def score(root: Path, student: str, grade_id: str) -> float | None:
    """A criterion's score by hand, as formgrader shows it."""
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}") as gradebook:
        return gradebook.find_grade(grade_id, EPREUVE, EPREUVE, student).manual_score


def test_the_list_to_settle_is_worked_through_and_formgrader_has_the_levels(
    page: Page, server: str, judged: Path, pictures: Path
) -> None:
    path = judged / "accord.ipynb"
    source = f'from epreuves_kit.rubric import accorder\n\naccorder("{EPREUVE}", auteur="Chef")'
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source, id="accorder")])
    notebook.metadata["kernelspec"] = {
        "name": "python3",
        "display_name": "Python 3 (ipykernel)",
        "language": "python",
    }
    nbformat.write(notebook, path)
    lab = Lab(page, server, path, judged)
    lab.run("accorder")
    panel = page.locator(".ep-panel")
    panel.locator(".ep-copy h3").first.wait_for()
    with Register(judged) as register:
        first, second = register.copies(EPREUVE)[:2]
        assert [score(judged, c.students[0], k) for c, k in ((first, K1), (second, K2))] == [None, None]

    # The widest gap first; both graders' words side by side, whatever is in them shown as a text.
    expect(panel.get_by_role("heading", level=2)).to_have_text("À régler : 2")
    expect(panel.locator(".ep-word")).to_have_count(2)
    expect(panel.locator(".ep-word").nth(0)).to_contain_text("Niveau 0, non acquis")
    expect(panel.locator(".ep-word").nth(1)).to_contain_text("onerror")
    assert panel.locator(".ep-word img, .ep-word script").count() == 0
    assert page.evaluate("document.body.dataset.pris") is None
    found = Axe().run(page, context=".ep-panel")
    assert found.violations_count == 0, found.generate_report()
    measured(panel, str(SettlingPanel._css))

    page.screenshot(path=pictures / "accord.png")

    # No decision without a level, nor without a reason.
    panel.get_by_role("button", name="Décider").click()
    expect(panel.get_by_role("alert")).to_have_text("Choisissez le niveau retenu, de 0 à 3.")
    panel.get_by_role("group", name="Niveau retenu").get_by_role("button").nth(1).focus()
    page.keyboard.press("3")
    expect(panel.locator(".ep-level[aria-pressed=true] strong")).to_have_text("maîtrisé")
    expect(panel.get_by_label("Commentaire que lira le candidat")).to_have_value(ACTING)
    panel.get_by_role("button", name="Décider").click()
    expect(panel.get_by_role("alert")).to_have_text("Écrivez le motif : une décision se motive.")
    page.keyboard.press("0")  # the reason has the focus: a digit is a letter of it
    page.keyboard.type(" point oublié, relu ensemble.")
    comment = panel.get_by_label("Commentaire que lira le candidat")
    comment.fill("Relu : le choix est justifié.")
    # What is proposed for another level takes the place of what was proposed, never of what somebody wrote.
    for level in (0, 3):
        panel.locator(".ep-level").nth(level).click()
        expect(comment).to_have_value("Relu : le choix est justifié.")
    comment.press("Control+Enter")
    expect(panel.get_by_role("status")).to_contain_text("Enregistré : copie n° 1, C15.1-k1, niveau 3, décidé par Chef.")
    expect(panel.get_by_role("heading", level=2)).to_have_text("À régler : 1")
    with Register(judged) as register:
        whole = next(c.points for c in register.criteria(EPREUVE) if c.grade_id == K1)
        done = register.settled(EPREUVE)[first.key, K1]
    assert score(judged, first.students[0], K1) == whole
    assert (done.origin, done.author, done.reason) == ("decision", "Chef", "0 point oublié, relu ensemble.")
    assert done.comment == "Relu : le choix est justifié."

    # A closed session is read alone, and says so before any key.
    seal = judged / closing.FOLDER / closing.SEAL
    seal.parent.mkdir()
    seal.touch()
    lab.run("accorder")
    expect(panel.get_by_role("note").filter(has_text="La session est close")).to_be_visible()
    expect(panel.get_by_role("button", name="Décider")).to_be_disabled()
    for button in panel.locator(".ep-level").all():
        expect(button).to_be_disabled()
    seal.unlink()
    seal.parent.rmdir()

    # What is left is found after the cell is run again; then nothing is left.
    lab.run("accorder")
    expect(panel.get_by_role("heading", level=2)).to_have_text("À régler : 1")
    expect(panel.locator(".ep-criterion")).to_contain_text("Copie n° 2 · C15.2-k1")
    panel.get_by_role("group", name="Niveau retenu").get_by_role("button").nth(1).click()
    panel.get_by_label("Motif (obligatoire, non montré au candidat)").fill("Le tableau n'a pas d'unités.")
    panel.get_by_role("button", name="Décider").click()
    expect(panel.get_by_role("heading", level=2)).to_have_text("Tout est réglé")
    expect(panel.get_by_text("Il n'y a rien à régler")).to_be_visible()
    expect(panel.get_by_role("button", name="Décider")).to_be_hidden()
    assert Axe().run(page, context=".ep-panel").violations_count == 0
    with Register(judged) as register:
        worth = next(c.points for c in register.criteria(EPREUVE) if c.grade_id == K2)
    assert score(judged, second.students[0], K2) == pytest.approx(worth / 3, abs=1e-4)


def test_no_word_of_a_copy_or_of_a_grader_is_saved_with_the_notebook(judged: Path) -> None:
    from epreuves_kit.gradebook.rows import NotebookFile
    from epreuves_kit.rubric.panel.settling import SettlingDesk

    url = f"sqlite:///{judged / 'gradebook.db'}"
    with Register(judged) as register, NotebookFile(url, judged) as notebook:
        state = str(SettlingPanel(SettlingDesk(register, notebook, EPREUVE, "Chef")).get_state())
    assert "fidélisation." not in state
    assert "fictif-" not in state
