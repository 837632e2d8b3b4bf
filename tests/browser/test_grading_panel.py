"""What graders see and do in the panel, in a real browser on real JupyterLab, on a real gradebook."""

from __future__ import annotations

import os
import re
import shutil
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import nbformat
import psutil
import pytest
from axe_playwright_python.sync_playwright import Axe
from nbgrader.api import Gradebook
from playwright.sync_api import Page, expect

from epreuves.wording.french import number as told
from epreuves_kit.authoring.grille import read as read_grille
from epreuves_kit.course import closing
from epreuves_kit.demo import cohort, journey
from epreuves_kit.grading import batch
from epreuves_kit.marking import Scheme
from epreuves_kit.page import opened
from epreuves_kit.rubric.panel.desk import asset
from epreuves_kit.rubric.register import Register
from tests import corpus
from tests.browser.conftest import EPREUVE
from tests.browser.contrasts import measured
from tests.browser.desktop import Bureau
from tests.seen import ROOT, serving

expect.set_options(timeout=30_000)
CRITERIA = ("C15_1-k1", "C15_1-k2", "C15_1-k3", "C15_2-k1", "C15_2-k2", "C15_2-k3", "C15_3-k1", "C15_3-k2", "C15_3-k3")
#: What each is worth, by the épreuve's own rubric.
WORTH = {
    code.replace(".", "_"): one.points
    for code, one in read_grille(ROOT / "sujets" / EPREUVE / "grille.yaml").criteres.items()
}
HOSTILES = ROOT / "tests" / "hostile" / "copies"
ACTING = [
    *(corpus.COPIES / f"{name}.py" for name in ("texte_qui_s_execute", "sorties_forgees", "metadonnees_forgees")),
    *(
        HOSTILES / f"{name}.py"
        for name in (
            "affichages_qui_agissent",
            "liens_et_images_du_dehors",
            "pieces_jointes_abimees",
            "images_abimees",
            "formules_de_mathematiques_piegees",
            "balises_de_fin",
            "texte_a_contresens",
            "widgets_piegees",
        )
    ),
]


@pytest.fixture(scope="module")
def course(
    tmp_path_factory: pytest.TempPathFactory, model: Path, schemes: Callable[[str], tuple[Scheme, Scheme]]
) -> Path:
    """The trial course with hostile copies, and e17 with four copies; all marked by machine, none judged."""
    root = tmp_path_factory.mktemp("panneau") / "cours"
    shutil.copytree(model, root)
    # Built in this course's own session, whose key is not the repository's.
    shutil.copytree(ROOT / "sujets" / EPREUVE, root / "sujets" / EPREUVE)
    opened = batch.MarkingCourse(root)
    kept = cohort.cohort(EPREUVE)[:4]
    journey.release(opened, EPREUVE)
    journey.submit(opened, EPREUVE, kept)
    journey.autograde(opened, EPREUVE, kept)
    for path in ACTING:
        corpus.hand_in(corpus.read(path), root, schemes)
    found = list(batch.autograde(opened, corpus.ASSIGNMENT, [p.stem for p in ACTING]))
    assert {r.status for r in found} == {"marked"}, found
    return root


@pytest.fixture(scope="module")
def server(course: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a JupyterLab on that course."""
    with serving(course, tmp_path_factory.mktemp("jupyter")) as address:
        yield address


@pytest.fixture
def unjudged(course: Path) -> Path:
    """The course as it was before anybody judged, whatever the test before did."""
    kept = course.parent / "carnet.db"
    if not kept.exists():
        shutil.copy(course / "gradebook.db", kept)
    shutil.copy(kept, course / "gradebook.db")
    for left in course.glob("gradebook.db-*"):
        left.unlink()
    return course


def scores(course: Path) -> dict[tuple[str, str], float | None]:
    """Manual scores of the criteria of e17 in nbgrader's gradebook, by student and criterion."""
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        return {
            (s.student.id, g.name): g.manual_score
            for s in gradebook.assignment_submissions(EPREUVE)
            for g in s.notebooks[0].grades
            if g.name in CRITERIA
        }


def students(course: Path) -> list[str]:
    """Whose copies have the numbers 1, 2, 3…"""
    with Register(course) as register:
        return [copy.students[0] for copy in register.copies(EPREUVE)]


def test_a_grader_marks_three_copies_by_keyboard_alone_and_finds_them_after_a_reload(
    page: Page, server: str, unjudged: Path, pictures: Path
) -> None:
    bureau = Bureau(page, server, unjudged, EPREUVE, "claire")
    assert "ep-panel" in page.evaluate("document.activeElement.className")
    for number in (1, 2, 3):
        bureau.title(f"Copie n° {number}")
        # Levels 0 to 3 in turn; each key falls on the criterion that the one before led to, however fast they come.
        for place in range(9):
            bureau.press(str((place + number) % 4), "Enter")
        bureau.title(f"Copie n° {number + 1}")
    bureau.press("ArrowLeft", "c")
    page.keyboard.type("Le seuil de réaction manque.")
    bureau.press("Escape")
    bureau.saved("copie n° 3, C15.1-k1, niveau 3")
    bureau.press("t")
    expect(bureau.panel.get_by_role("tab", name="C15.2")).to_have_attribute("aria-selected", "true")
    expect(bureau.copy.locator("img").first).to_be_visible()
    page.screenshot(path=pictures / "panneau-graphiques.png")
    bureau.press("t", "t")
    page.screenshot(path=pictures / "panneau.png")

    whose = students(unjudged)
    expected = {
        (whose[n - 1], id): round(((place + n) % 4) * WORTH[id] / 3, 4)
        for n in (1, 2, 3)
        for place, id in enumerate(CRITERIA)
    }
    assert {k: v for k, v in scores(unjudged).items() if v is not None} == expected

    bureau.press("Control+s")
    page.wait_for_function("window.jupyterapp.shell.currentWidget.context.model.dirty === false")
    page.reload()
    bureau.panel.locator(".ep-copy h3").first.wait_for()
    bureau.title("Copie n° 3")
    assert bureau.level() == "maîtrisé"
    expect(bureau.panel.get_by_role("textbox")).to_have_value("Le seuil de réaction manque.")
    expect(bureau.panel).to_contain_text("27 / 36 jugés")


@pytest.mark.slow
def test_formgrader_shows_the_scores_and_the_comment_given_in_the_panel(
    page: Page, server: str, unjudged: Path
) -> None:
    bureau = Bureau(page, server, unjudged, EPREUVE, "claire")
    bureau.press("2", "c")
    page.keyboard.type("Deux indicateurs sur trois.")
    bureau.press("Escape")
    bureau.saved(f"niveau 2 ({told(2 * WORTH[CRITERIA[0]] / 3)} points sur {told(WORTH[CRITERIA[0]])})")
    with Gradebook(f"sqlite:///{unjudged / 'gradebook.db'}") as gradebook:
        submission = gradebook.find_submission_notebook(EPREUVE, EPREUVE, students(unjudged)[0]).id
    page.goto(f"{server}/formgrader/submissions/{submission}")
    page.wait_for_selector("input.score")
    page.wait_for_load_state("networkidle")
    assert (
        page.evaluate(
            "due => [...document.querySelectorAll('input.score')].filter(i => Math.abs(i.value - due) < 0.01).length",
            2 * WORTH[CRITERIA[0]] / 3,
        )
        == 1
    )
    assert (
        page.evaluate("[...document.querySelectorAll('textarea.comment')].map(t => t.value).filter(Boolean)").count(
            "Deux indicateurs sur trois."
        )
        == 1
    )


@pytest.mark.slow
def test_a_score_typed_in_formgrader_is_shown_in_the_panel(page: Page, server: str, unjudged: Path) -> None:
    with Gradebook(f"sqlite:///{unjudged / 'gradebook.db'}") as gradebook:
        for grade in gradebook.find_submission_notebook(EPREUVE, EPREUVE, students(unjudged)[0]).grades:
            if grade.name == "C15_1-k1":
                grade.manual_score, grade.needs_manual_grade = 1.5, False
        gradebook.db.commit()
    bureau = Bureau(page, server, unjudged, EPREUVE, "claire")
    bureau.title("Copie n° 1")
    bureau.press("k")
    expect(bureau.panel).to_contain_text(f"1,5 / {told(WORTH[CRITERIA[0]])}, saisis dans Formgrader.")


@pytest.mark.slow
def test_a_kernel_killed_between_two_gestures_loses_nothing(page: Page, server: str, unjudged: Path) -> None:
    bureau = Bureau(page, server, unjudged, EPREUVE, "claire")
    bureau.press("3")
    bureau.saved("C15.1-k1, niveau 3")
    kill_kernels()
    page.keyboard.press("Enter")
    page.keyboard.press("1")
    alert = bureau.panel.locator(".ep-alert")
    expect(alert).to_contain_text("Le noyau ne répond pas")
    # JupyterLab tells it too; what is typed while nothing answers is then kept by the browser alone.
    page.locator(".jp-Dialog").wait_for()
    page.keyboard.press("Enter")
    page.locator(".jp-Dialog").wait_for(state="detached")
    bureau.panel.focus()
    bureau.press("c")
    page.keyboard.type("Tapé sans noyau.")
    bureau.press("Escape")
    expect(alert).to_contain_text(
        "il est gardé dans ce navigateur",
    )

    page.reload()
    page.wait_for_selector(".jp-Notebook")
    page.wait_for_function("window.jupyterapp?.shell.currentWidget?.sessionContext?.session?.kernel?.status === 'idle'")
    bureau.run()
    expect(alert).to_contain_text("copie n° 1, C15.1-k1, niveau 3, « Tapé sans noyau. »")
    alert.get_by_role("button", name="Enregistrer maintenant").press("Enter")
    bureau.saved("copie n° 1, C15.1-k1, niveau 3")
    expect(alert).to_be_empty()
    with Register(unjudged) as register:
        (said,) = register.judgements(EPREUVE).values()
    assert (said.grade_id, said.level, said.comment) == ("C15_1-k1", 3, "Tapé sans noyau.")


@pytest.mark.slow
def test_a_comment_typed_while_the_panel_moves_lands_whole_on_the_copy_that_comes(
    page: Page, server: str, unjudged: Path
) -> None:
    bureau = Bureau(page, server, unjudged, EPREUVE, "claire")
    bureau.press("c")
    page.keyboard.type("Pour la première.")
    bureau.press("Escape")
    bureau.saved("copie n° 1")
    kill_kernels(signal.SIGSTOP)
    bureau.press("ArrowRight", "c")
    page.keyboard.type("À vérifier : l'écart, où ça ?")
    bureau.press("Escape", "2")
    kill_kernels(signal.SIGCONT)
    bureau.title("Copie n° 2")
    bureau.saved("copie n° 2, C15.1-k1, niveau 2")
    expect(bureau.panel.get_by_role("textbox")).to_have_value("À vérifier : l'écart, où ça ?")
    with Register(unjudged) as register:
        said = {
            copy.number: (j.level, j.comment)
            for j in register.judgements(EPREUVE).values()
            for copy in register.copies(EPREUVE)
            if copy.key == j.copy
        }
    assert said == {1: (None, "Pour la première."), 2: (2, "À vérifier : l'écart, où ça ?")}


def kill_kernels(how: signal.Signals = signal.SIGKILL) -> None:
    """Kill the kernels of the servers that this process started, as a machine short of memory does; or stop them, or let them go on."""
    for process in psutil.Process().children(recursive=True):
        if "ipykernel_launcher" in " ".join(process.cmdline()):
            os.kill(process.pid, how)


@pytest.mark.slow
def test_a_second_grader_marks_blind(page: Page, server: str, unjudged: Path) -> None:
    with Register(unjudged) as register:
        register.plan_double(EPREUVE, ("claire", "denis"), 1.0, 7, "jury")
        first = register.copies(EPREUVE)[0]
        register.judge(EPREUVE, first.key, "C15_1-k1", "claire", 3, "Secret de Claire.")
    bureau = Bureau(page, server, unjudged, EPREUVE, "denis")
    bureau.title("Copie n° 1")
    assert bureau.level() is None
    assert "Secret de Claire" not in bureau.panel.inner_text()
    expect(bureau.panel).to_contain_text("0 / 36 jugés")
    bureau.press("ArrowRight")
    bureau.title("Copie n° 2")
    assert "Secret de Claire" not in bureau.panel.inner_text()  # nor among the comments that can be used again
    bureau.press("ArrowLeft", "1")
    bureau.saved(f"niveau 1 ({told(WORTH[CRITERIA[0]] / 3)} point sur {told(WORTH[CRITERIA[0]])})")
    assert set(scores(unjudged).values()) == {None}  # they differ: nothing counts before it is settled
    # Who is neither of the two judges nothing of it.
    other = Bureau(page, server, unjudged, EPREUVE, "emma")
    expect(other.panel).to_contain_text("Cette copie est jugée en double par claire et denis")
    expect(other.panel.locator(".ep-level").first).to_be_disabled()


def test_a_closed_session_is_read_in_the_panel_and_says_so_before_any_key(
    page: Page, server: str, unjudged: Path, pictures: Path
) -> None:
    with Register(unjudged) as register:
        register.judge(EPREUVE, register.copies(EPREUVE)[0].key, CRITERIA[0], "claire", 2, "Vu.")
    before, seal = scores(unjudged), unjudged / closing.FOLDER / closing.SEAL
    seal.parent.mkdir()
    seal.touch()
    try:
        bureau = Bureau(page, server, unjudged, EPREUVE, "claire")
        notice = bureau.panel.get_by_role("note").filter(has_text="La session est close")
        expect(notice).to_be_visible()
        for level in bureau.panel.locator(".ep-level").all():
            expect(level).to_have_attribute("aria-disabled", "true")
        for name in ("Annuler (U)", "Signaler (S)", "Remarque sur le texte (X)"):
            expect(bureau.panel.get_by_role("button", name=name)).to_be_disabled()
        bureau.panel.screenshot(path=pictures / "panneau-session-close.png")
        measured(bureau.panel, asset("panel.css"))
        bureau.press("k", "3")
        expect(bureau.panel.locator(".ep-refusal")).to_contain_text("La session est close")
        assert bureau.level() == "acquis"
        bureau.panel.locator(".ep-levels").screenshot(path=pictures / "panneau-session-close-niveaux.png")
        assert scores(unjudged) == before
    finally:
        seal.unlink()
        seal.parent.rmdir()


@pytest.mark.slow
def test_an_undo_takes_back_the_last_gesture_and_shows_where_it_was(page: Page, server: str, unjudged: Path) -> None:
    bureau = Bureau(page, server, unjudged, EPREUVE, "claire")
    bureau.press("2", "Enter", "1", "ArrowRight", "u")
    bureau.saved("Annulé : copie n° 1, C15.1-k2, de nouveau pas encore jugé.")
    bureau.title("Copie n° 1")
    assert bureau.level() is None
    bureau.press("u")
    bureau.saved("Annulé : copie n° 1, C15.1-k1")
    assert set(scores(unjudged).values()) == {None}


@pytest.mark.slow
def test_an_empty_copy_is_judged_at_once_and_taken_back_at_once(page: Page, server: str, unjudged: Path) -> None:
    bureau = Bureau(page, server, unjudged, EPREUVE, "claire")
    expect(bureau.panel.locator(".ep-who")).to_have_text("E17 · Cas pratique : mesurer l'impact digital — claire")
    before = set(scores(unjudged).values())
    bureau.panel.get_by_role("button", name="Copie vide : 0 partout").click()
    bureau.saved("« Annuler » les reprend tous.")
    expect(bureau.panel.get_by_role("button", name="Copie vide")).to_be_hidden()
    assert before == {None}
    assert 0.0 in scores(unjudged).values()
    bureau.press("u")
    bureau.saved("de nouveau à juger")
    assert set(scores(unjudged).values()) == {None}


@pytest.mark.slow
def test_the_copy_opens_at_the_piece_that_the_criterion_is_about(page: Page, server: str, unjudged: Path) -> None:
    bureau = Bureau(page, server, unjudged, EPREUVE, "claire")
    copy = bureau.panel.locator(".ep-copy[aria-label]")
    look = bureau.panel.locator(".ep-look")
    bureau.panel.locator(".ep-criteria button", has_text="C15.2-k1").click()
    expect(look).to_contain_text("écrit B")
    title = copy.locator("h3", has_text="Écrit B").first
    expect(title).to_be_in_viewport()
    top = copy.evaluate("e => e.getBoundingClientRect().top")
    assert title.evaluate("e => e.getBoundingClientRect().top") - top < 60


@pytest.mark.slow
def test_what_is_focused_stays_so_when_the_answer_to_a_gesture_comes(page: Page, server: str, unjudged: Path) -> None:
    """Else a key pressed after the answer falls outside the panel, and what it asked for is lost without a word."""
    bureau = Bureau(page, server, unjudged, EPREUVE, "claire")
    bureau.press("m", "1", "c")
    page.keyboard.type("Aucun seuil.")
    bureau.press("Escape")
    bureau.saved("niveau 1")
    bureau.press("Enter")
    comment = bureau.panel.get_by_role("button", name="Aucun seuil. (1 fois)")
    expect(comment).to_be_visible()
    bureau.press("2", "r")
    bureau.saved("niveau 2")
    expect(comment).to_be_focused()
    bureau.panel.locator(".ep-level").nth(3).click()
    bureau.saved("niveau 3")
    expect(bureau.panel.locator(".ep-level").nth(3)).to_be_focused()
    bureau.panel.get_by_role("tab").nth(1).click()
    expect(bureau.panel.get_by_role("tab").nth(1)).to_be_focused()


@pytest.mark.slow
def test_comments_already_written_for_a_criterion_are_used_again_by_keyboard(
    page: Page, server: str, unjudged: Path
) -> None:
    bureau = Bureau(page, server, unjudged, EPREUVE, "claire")
    bureau.press("m", "1", "c")
    page.keyboard.type("Aucun seuil.")
    bureau.press("Escape")
    bureau.saved("niveau 1")
    bureau.press("Enter")
    expect(bureau.panel.get_by_role("button", name="Aucun seuil. (1 fois)")).to_be_visible()
    bureau.press("2", "r", "Enter")
    expect(bureau.panel.get_by_role("textbox")).to_have_value("Aucun seuil.")
    bureau.saved("niveau 2")
    with Register(unjudged) as register:
        said = register.judgements(EPREUVE)
    assert sorted((j.grade_id, j.level, j.comment) for j in said.values()) == [
        ("C15_1-k1", 1, "Aucun seuil."),
        ("C15_1-k1", 2, "Aucun seuil."),
    ]


@pytest.mark.slow
def test_one_criterion_goes_through_all_the_copies_in_an_order_of_its_own(
    page: Page, server: str, unjudged: Path
) -> None:
    bureau = Bureau(page, server, unjudged, EPREUVE, "claire")
    bureau.press("m")
    orders = []
    for grade_id in CRITERIA[:5]:
        bureau.panel.get_by_role("button", name=re.compile(f"^{grade_id.replace('_', '.')} :")).press("Enter")
        expect(
            bureau.panel.get_by_role("heading", level=3, name=re.compile(grade_id.replace("_", ".")))
        ).to_be_visible()
        orders.append(
            bureau.panel.locator("select option").evaluate_all("all => all.map(o => o.textContent.split(' ')[1])")
        )
    assert all(sorted(order) == ["1", "2", "3", "4"] for order in orders)
    assert len({tuple(order) for order in orders}) > 1


def test_the_panel_passes_axe_wide_and_narrow(page: Page, server: str, unjudged: Path, pictures: Path) -> None:
    bureau = Bureau(page, server, unjudged, EPREUVE, "claire")
    bureau.press("2", "t", "?")
    bureau.saved("niveau 2")
    bureau.panel.locator("details").evaluate_all("all => all.forEach(d => { d.open = true; })")
    for width, height in ((1366, 900), (820, 1000)):
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_timeout(300)
        found = Axe().run(page, context=".ep-panel")
        assert found.violations_count == 0, found.generate_report()
        assert bureau.panel.evaluate("e => e.scrollWidth <= e.clientWidth + 1")
        page.screenshot(path=pictures / f"panneau-{width}.png")


@pytest.mark.parametrize("package", ["epreuves_kit", "epreuves"], ids=["as laid", "as laid before 0.17"])
def test_the_notebook_that_the_kit_lays_shows_its_panel_as_soon_as_it_is_open(
    page: Page, server: str, unjudged: Path, package: str
) -> None:
    name = opened.lay(unjudged, "panel", EPREUVE)
    laid = (unjudged / name).read_text("utf-8")
    (unjudged / name).write_text(laid.replace("epreuves_kit", "epreuves").replace("epreuves.", f"{package}."), "utf-8")
    page.goto(f"{server}/lab/tree/{name}?reset")
    page.locator(".ep-panel .ep-copy h3").first.wait_for(timeout=120_000)


def test_hostile_copies_open_run_nothing_and_ask_the_network_for_nothing(
    page: Page, server: str, unjudged: Path, pictures: Path
) -> None:
    forge(unjudged)
    bureau = Bureau(page, server, unjudged, corpus.ASSIGNMENT, "claire")
    said: list[str] = []
    page.on("dialog", lambda d: (said.append(d.message), d.dismiss()))
    page.on("request", lambda r: said.append(r.url) if watched(r.url) else None)
    page.on("popup", lambda p: said.append(p.url))
    page.evaluate("""() => { window.__changed = []; new MutationObserver(list => list.forEach(m => m.addedNodes.forEach(n => n.nodeType === 1 && n.rel !== 'icon' && window.__changed.push(n.outerHTML.slice(0, 160)))))
        .observe(document.head, { childList: true }); }""")
    shown = ""
    for number in range(1, len(ACTING) + 1):
        bureau.title(f"Copie n° {number}")
        for _ in range(bureau.panel.get_by_role("tab").count() or 1):
            bureau.panel.locator(".ep-copy").locator("h3, p").first.wait_for()
            bureau.copy.locator("details").evaluate_all("all => all.forEach(d => { d.open = true; })")
            assert bureau.copy.evaluate(DANGERS) == []
            shown += bureau.copy.inner_text()
            bureau.press("t")
        bureau.press("ArrowRight")
    page.wait_for_timeout(500)
    assert "dehors.example" in shown  # the addresses are there to be read, and lead nowhere
    assert "alert(1)" in shown
    assert said == []
    assert page.evaluate("window.__forged") is None
    assert page.evaluate("window.__changed") == []
    page.screenshot(path=pictures / "panneau-hostile.png")


def test_the_panel_s_last_wall_stands_alone_where_nothing_before_it_has_taken_anything_out(
    page: Page,
) -> None:
    said: list[str] = []
    page.on("request", lambda r: said.append(r.url))
    page.set_content("<main></main>")
    kept = f"<h4 class='ep-titre'>Titre</h4><h4 class='jp-Dialog'>Autre</h4><img alt='point' src='data:image/png;base64,{PNG}'>"
    page.evaluate(
        f"html => {{ {asset('inert.js')}; document.querySelector('main').append(inert(html)); }}", EVIL + kept
    )
    copy = page.locator("main")
    copy.locator("details").evaluate_all("all => all.forEach(d => { d.open = !d.open; })")
    page.wait_for_timeout(300)
    assert copy.evaluate(DANGERS) == []
    assert page.evaluate("window.__forged") is None
    assert [url for url in said if not url.startswith(("data:", "about:"))] == []
    assert copy.locator("h4").evaluate_all("all => all.map(one => one.className)") == ["ep-titre", ""]
    expect(copy.get_by_role("img", name="point")).to_have_attribute("src", f"data:image/png;base64,{PNG}")


@pytest.mark.slow
@pytest.mark.langue
def test_hints_on_language_are_asked_for_shown_under_the_text_and_change_no_mark(
    page: Page, server: str, unjudged: Path, pictures: Path
) -> None:
    if shutil.which("grammalecte-cli") is None:
        pytest.fail("Grammalecte manque : apt-get install grammalecte-cli.", pytrace=False)
    before = scores(unjudged)
    mistaken(unjudged, students(unjudged)[0])
    bureau = Bureau(page, server, unjudged, EPREUVE, "claire")
    asked = bureau.panel.get_by_role("button", name="Indications de langue")
    expect(asked).to_be_visible()
    assert bureau.copy.locator(".ep-hinted").count() == 0  # nothing is looked for before it is asked for
    asked.press("Enter")
    expect(bureau.panel).to_contain_text("2 indications de langue, sous les écrits de C15.1")
    told = bureau.copy.locator(".ep-paper + .ep-hinted").first
    expect(told.locator("mark")).to_have_text(["est", "recomander"])
    expect(told).to_contain_text("sont")
    assert bureau.copy.evaluate(DANGERS) == []
    assert page.evaluate("window.__forged") is None
    found = Axe().run(page, context=".ep-panel")
    assert found.violations_count == 0, found.generate_report()
    told.scroll_into_view_if_needed()
    page.screenshot(path=pictures / "panneau-langue.png")
    bureau.press("2")
    bureau.saved("C15.1-k1, niveau 2")
    bureau.press("j")
    # The next criterion is on something else; the keys are still the panel's, and what was found is not looked for again.
    expect(asked).to_be_hidden()
    expect(bureau.copy.locator(".ep-hinted")).to_have_count(0)
    bureau.press("k")
    expect(told.locator("mark")).to_have_text(["est", "recomander"])
    first = (students(unjudged)[0], "C15_1-k1")
    assert {k: v for k, v in scores(unjudged).items() if k != first} == {k: v for k, v in before.items() if k != first}


def mistaken(course: Path, student: str) -> None:
    """Write mistakes in a candidate's first text, with markup; have the first criterion ask for spelling, as a school may word it."""
    texts = []
    for path in (course / "source" / EPREUVE, course / "autograded" / student / EPREUVE):
        path = path / f"{EPREUVE}.ipynb"
        path.chmod(0o644)
        notebook = nbformat.read(path, as_version=4)
        for cell in notebook.cells:
            meta = cell.metadata.get("nbgrader", {})
            if path.parent.parent.name == "source" and meta.get("grade_id") == CRITERIA[0]:
                asked = "Texte officiel\u00a0: «\u00a0L'orthographe est digne du métier.\u00a0»"
                cell.source = cell.source.replace("\n", f"\n\n{asked}\n", 1)
            elif path.parent.parent.name != "source" and meta.get("grade") and meta.get("solution"):
                cell.source = (
                    ""
                    if texts
                    else "Les **ventes** est en hausse. <img src=x onerror='window.__forged = 1'> Il faut le recomander."
                )
                texts.append(cell)
        nbformat.write(notebook, path)


#: What in the copy could act: other tags than text, tables and images, other attributes than those of the kit, images that are no data.
DANGERS = """copy => [...copy.querySelectorAll('*')].flatMap(e => {
  const bad = [...e.attributes].filter(a => /^on|^(href|style|id|srcset|action|background|data-.*)$/i.test(a.name) || (a.name === 'src' && !/^data:image\\/(png|jpeg|gif);base64,/.test(a.value)));
  return /^(script|style|iframe|object|embed|svg|math|form|input|link|meta|base|video|audio|a|button)$/i.test(e.tagName) || bad.length ? [e.outerHTML.slice(0, 200)] : [];
})"""


def watched(url: str) -> bool:
    """Whether a request comes from what a copy holds: JupyterLab's own go to its API, and data needs nobody."""
    return not re.match(
        r"(data|blob):|(https?|wss?)://127\.0\.0\.1:\d+/(api|lab|static|nbextensions|lab/extensions)\b", url
    )


#: A picture of one pixel.
PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
#: What marking never leaves in a copy: each of these acts where it is let through.
EVIL = (
    "<script>window.__forged = 1</script><img src=x onerror='window.__forged = 2'><img src='https://dehors.example/forge.png'>"
    "<svg onload='window.__forged = 3'></svg><style>@import url(https://dehors.example/forge.css)</style><a href='javascript:window.__forged = 4'>x</a>"
    "<table class='ep-panel' style='background:url(https://dehors.example/fond.png)' onclick='window.__forged = 5'><tr><td>forgé</td></tr></table>"
    "<details open ontoggle='window.__forged = 6'><summary>x</summary></details><iframe srcdoc='<script>parent.__forged = 7</script>'></iframe>"
)


def forge(course: Path) -> None:
    """Write into a marked copy what marking never leaves: a grader's page must bear it all the same."""
    path = course / "autograded" / "texte_qui_s_execute" / corpus.ASSIGNMENT / f"{corpus.ASSIGNMENT}.ipynb"
    path.chmod(0o644)
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        id = cell.metadata.get("nbgrader", {}).get("grade_id", "")
        if id == "C15_3-synthese":
            cell.source = f"{EVIL}\n\n![x](https://dehors.example/m.png) [lien](javascript:alert(1)) ![svg](data:image/svg+xml;base64,PHN2Zy8+)"
        if cell.cell_type == "code" and id == "meilleur":
            cell.outputs = [
                nbformat.v4.new_output("display_data", {"text/html": EVIL, "image/svg+xml": EVIL}),
                nbformat.v4.new_output("display_data", {"image/png": "' onerror='window.__forged = 8"}),
                nbformat.v4.new_output("display_data", {"application/javascript": "window.__forged = 9"}),
                nbformat.v4.new_output("stream", text=EVIL),
                nbformat.v4.new_output("error", ename=EVIL, evalue=EVIL, traceback=[EVIL]),
            ]
    nbformat.write(notebook, path)


def test_a_remark_is_hung_on_a_passage_by_keyboard_then_by_pointer_and_told_where_the_text_changed(
    page: Page, server: str, unjudged: Path, pictures: Path
) -> None:
    bureau = Bureau(page, server, unjudged, EPREUVE, "rémi")
    blank, written = (
        bureau.copy.get_by_text("Rien n'est écrit."),
        bureau.copy.locator(".ep-writing.ep-piece > .ep-paper > .ep-text").first,
    )
    # Where nothing is written there is nothing to choose, and the panel's own sentence is no passage.
    for number in range(2, 12):
        if not blank.count():
            break
        bureau.press("x")
        expect(bureau.panel.locator(".ep-refusal")).to_contain_text("n'a pas d'écrit")
        bureau.press("ArrowRight")
        bureau.title(f"Copie n° {number}")
        expect(blank.or_(written).first).to_be_visible()
    bureau.press("x", "ArrowDown", "Shift+ArrowDown", "Enter")
    field = bureau.panel.get_by_label("Remarque sur ce passage")
    expect(field).to_be_focused()
    quote = bureau.panel.locator(".ep-quote").inner_text()
    page.keyboard.type("Dites d'où vient ce chiffre.")
    assert Axe().run(page, ".ep-panel").violations_count == 0
    field.press("Control+Enter")
    bureau.saved("remarque sur un passage")
    marks = bureau.copy.locator("mark.ep-passage")
    assert " ".join("".join(marks.all_inner_texts()).split()).startswith(" ".join(quote.removesuffix(" …").split()))
    expect(bureau.copy.locator(".ep-remarks")).to_contain_text("Dites d'où vient ce chiffre.")
    assert Axe().run(page, ".ep-panel").violations_count == 0
    page.screenshot(path=pictures / "panneau-remarque.png")
    # The panel keeps the keys: a level falls on the criterion as before.
    bureau.press("2")
    bureau.saved("niveau 2")
    bureau.press("u", "u")
    expect(bureau.copy.locator(".ep-remarks")).to_have_count(0)

    bureau.copy.locator(".ep-writing.ep-piece .ep-paper p").first.click(click_count=3)
    bureau.panel.get_by_role("button", name="Remarque sur le texte (X)").click()
    page.keyboard.type("Bien relié au tableau.")
    bureau.panel.get_by_role("button", name="Enregistrer (Ctrl + Entrée)").click()
    bureau.saved("remarque sur un passage")
    with Register(unjudged) as register:
        (kept,) = register.passages(EPREUVE)
    path = next(Path(copy.path) for copy in register.copies(EPREUVE) if copy.key == kept.copy)
    notebook = nbformat.read(path, as_version=4)
    (cell,) = [c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("grade_id") == kept.cell]
    cell.source = cell.source.replace(max(kept.quote.split(), key=len), "autrement")
    nbformat.write(notebook, path)
    bureau.run()
    bureau.panel.get_by_label("Aller à la copie").select_option(kept.copy)
    expect(bureau.copy.locator(".ep-remarks")).to_contain_text("Ce passage a changé depuis")
