"""Épreuves sat in JupyterLab by keyboard alone, from the button that begins them to the last form, without a line of code: paid in full."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from nbgrader.api import Gradebook
from playwright.sync_api import Page, expect

from epreuves.answers import typed
from epreuves.answers.files.workbook import workbook_tree
from epreuves.answers.forms import ChartForm, WorkbookForm
from epreuves.answers.tree import CheckedTree
from epreuves.answers.typed_values import TypedChart, TypedGrid, TypedValue
from epreuves.entry.drawn import as_typed, drawn
from epreuves.referentiel.spelling import EpreuveId
from epreuves.variants.attribution import variant
from epreuves.variants.candidate import FILE
from epreuves.variants.published import PUBLISHED_FILE, read_published
from epreuves_kit.demo import journey
from epreuves_kit.demo.copies import typed_chart
from epreuves_kit.grading import batch
from epreuves_kit.grading.assignment import Assignment
from epreuves_kit.marking.marks import Question, Scheme, mark
from epreuves_kit.proof.workbooks import workbook
from tests.conftest import epreuves
from tests.course import lay, lay_session, reference, sat_by
from tests.seen import serving

pytestmark = pytest.mark.slow

WHO = "marie.dupont"
#: The épreuves that are sat so: a table of choices, a chart, grids of which candidates type the names, a heat map.
SAT = ("e17_impact_digital", "e03_cible", "e10_plan_media")
#: The épreuve that a group sits, and its members.
GROUP, MEMBERS = EpreuveId("e06_objectifs"), ("lea.fontaine", "karim.benali")
#: The one control of a form that has one.
ALONE = "seul"
#: Presses of Tab from one form to the next, at most.
_FAR = 400
_FOCUS = """() => { const at = document.activeElement, form = at.closest('.en-form');
  return { form: form ? form.querySelector('.en-title').textContent : '', tag: at.tagName, type: at.type || '', checked: !!at.checked,
    name: at.getAttribute('aria-label') || (at.labels && at.labels[0] ? at.labels[0].textContent.trim() : '') || at.textContent.trim(),
    chosen: at.selectedOptions && at.selectedOptions[0] ? at.selectedOptions[0].textContent : '' }; }"""


@pytest.fixture(params=SAT)
def paper(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The folder of an épreuve as a candidate has it."""
    return sat_by(request.param, WHO, tmp_path)


@pytest.fixture
def server(paper: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a JupyterLab on that folder's."""
    with serving(paper.parent, tmp_path_factory.mktemp("jupyter")) as address:
        yield address


class Sitting:
    """A candidate's hands on the keyboard."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.keys = page.context.new_cdp_session(page)
        self.names: set[str] = set()

    @property
    def focus(self) -> dict[str, Any]:
        """What the keyboard acts on: its form, its name, its kind."""
        found: dict[str, Any] = self.page.evaluate(_FOCUS)
        return found

    def reach(self, title: str) -> None:
        """Press Tab until a form has the focus."""
        for _ in range(_FAR):
            if self.focus["form"] == title:
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"« {title} » is not reached by Tab")

    def pick(self, option: str) -> None:
        """Choose in a list by its first letter, pressed again until the option is there."""
        for _ in range(12):
            # A French keyboard has keys for letters with accents, which Playwright's has not.
            self.keys.send("Input.dispatchKeyEvent", {"type": "keyDown", "key": option[0], "text": option[0]})
            self.keys.send("Input.dispatchKeyEvent", {"type": "keyUp", "key": option[0]})
            if self.focus["chosen"] == option:
                return
        raise AssertionError(f"« {option} » is not reached by its letter")

    def hand_in(self, title: str, file: Path) -> None:
        """Go to a form that asks for a file, and choose it in the browser's window."""
        self.reach(title)
        with self.page.expect_file_chooser() as window:
            # Asked of the page once the window is waited for: on a busy machine a key can overtake that.
            assert self.focus["name"] == "Choisir un fichier…"
            self.page.keyboard.press("Enter")
        window.value.set_files(file)
        form = self.page.locator(".en-form").filter(has=self.page.get_by_text(title, exact=True))
        expect(form.get_by_role("status").first).to_contain_text("✓ Enregistré à ", timeout=30_000)

    def fill(self, title: str, texts: dict[str, str], picked: tuple[str, ...] = ()) -> None:
        """Go through a form: type each control's text by its name, tick or choose what is picked, and leave it."""
        self.reach(title)
        done: set[str] = set()
        for _ in range(_FAR):
            at = self.focus
            if at["form"] != title:
                break
            self.names.add(at["name"])
            name = ALONE if ALONE in texts and at["type"] in ("text", "textarea") else at["name"]
            if name in texts and name not in done:
                done.add(name)
                if at["tag"] == "SELECT":
                    self.pick(texts[name])
                else:
                    self.page.keyboard.type(texts[name])
            elif at["type"] == "checkbox" and at["name"] in picked and not at["checked"]:
                self.page.keyboard.press("Space")
            elif at["type"] == "radio" and picked and title not in done:
                done.add(title)
                self.page.keyboard.press("Space")
                for _ in range(20):
                    if self.focus["name"] in picked:
                        break
                    self.page.keyboard.press("ArrowDown")
            elif at["tag"] == "SELECT" and picked and title not in done:
                done.add(title)
                self.pick(picked[0])
            self.page.keyboard.press("Tab")
        assert done >= set(texts), (title, set(texts) - done)


def in_controls(question: Question, value: TypedValue) -> tuple[dict[str, str], tuple[str, ...]]:
    """The text of each control by its name, and what is ticked or chosen."""
    form = drawn(question.id, "", question.form)
    match value:
        case TypedChart(columns=columns, rows=rows):
            texts = {
                "Titre": value.title,
                "Nom de l'axe horizontal": value.x_label,
                "Nom de l'axe vertical": value.y_label,
            }
            texts |= {"Ce que mesurent les couleurs": value.scale_label} if value.kind == "carte_chaleur" else {}
            return texts | cells(columns, 1, rows, bool(form.keys), value.kind == "carte_chaleur"), ()
        case TypedGrid(columns=columns, keys=keys, rows=rows):
            return cells(columns, keys, rows, bool(form.keys), False), ()
        case str() if form.kind == "line":
            return {ALONE: value}, ()
        case str():
            return {}, (value,)
        case _ if form.kind == "boxes":
            return {}, tuple(value)
        case _:
            return {f"Entrée {place}": text for place, text in enumerate(value, 1)}, ()


def cells(columns: Any, keys: int, rows: Any, given: bool, wide: bool) -> dict[str, str]:
    """The cells of a grid by their names, as a screen reader says them."""
    texts: dict[str, str] = {}
    for place, row in enumerate(rows):
        name = " ".join(row[:keys]) or f"Ligne {place + 1}"
        for column, text in enumerate(row):
            if wide and not place:
                texts |= {f"Nom de la colonne {column}": text} if text else {}
            elif text and column >= keys:
                texts[f"{name}, {rows[0][column] if wide else columns[column]}"] = text
            elif text and not given:
                texts[f"Ligne {place if wide else place + 1}, {columns[column]}"] = text
    return texts


def begun(page: Page, address: str) -> list[str]:
    """Open a notebook and begin by keyboard, on its first question; gives the titles of its forms."""
    page.set_viewport_size({"width": 1280, "height": 720})
    page.goto(f"{address}?reset")
    for name in ("Commencer l'épreuve", "Aller à la première question"):
        expect(page.get_by_role("button", name=name)).to_be_focused(timeout=90_000)
        page.keyboard.press("Enter")
    page.wait_for_function("() => document.activeElement.closest('.en-form')")
    titles: list[str] = page.locator(".en-form .en-title").all_text_contents()
    # A file that people judge has a form too, and no question.
    return [title for title in titles if not title.startswith("Fichier à remettre")]


def typed_in(page: Page, scheme: Scheme, titles: list[str], files: Path, part: slice = slice(None)) -> set[str]:
    """Type what is expected of a part of the questions, each in its form; gives the names of the controls gone through. files: where those
    that are handed in are made."""
    sitting = Sitting(page)
    for title, question in list(zip(titles, scheme.questions, strict=True))[part]:
        if isinstance(question.form, WorkbookForm):
            (files / "mon classeur.xlsx").write_bytes(workbook(question.form, question.expected))
            sitting.hand_in(title, files / "mon classeur.xlsx")
            continue
        if isinstance(question.form, ChartForm):
            value: TypedValue | None = typed_chart(question.form, question.expected)
        else:
            value = as_typed(question.form, question.expected)
        assert value is not None
        sitting.fill(title, *in_controls(question, value))
    # A chart is drawn again at each change: Python may be behind.
    expect(page.locator(".en-notice:is([data-state=waiting], [data-state=failed])")).to_have_count(0, timeout=60_000)
    return sitting.names


def test_an_epreuve_is_sat_by_keyboard_alone_and_paid_in_full(
    page: Page, server: str, paper: Path, tmp_path: Path
) -> None:
    epreuve = paper.name
    letter = variant(read_published((paper / PUBLISHED_FILE).read_bytes()), epreuve, WHO)
    scheme = reference(epreuve, epreuve, letter).get(letter)
    titles = begun(page, f"{server}/lab/tree/{epreuve}/{epreuve}.ipynb")
    start = time.monotonic()
    names = typed_in(page, scheme, titles, tmp_path)
    page.keyboard.press("Control+S")
    print(f"\n{epreuve} : {len(titles)} formulaires remplis au clavier en {time.monotonic() - start:.0f} s")
    print("Noms des commandes :", " | ".join(sorted(names)))
    answers = typed.read(paper).answers
    for question in scheme.questions:
        alone = Scheme(scheme.epreuve, scheme.variant, (question,))
        if isinstance(question.form, WorkbookForm):
            name = f"{question.form.file}.xlsx"
            tree = workbook_tree(question.form, name, (paper / name).read_bytes())
        else:
            tree = typed.tree_of(answers[question.id].value)
        given = mark(alone, {question.id: CheckedTree(tree)})[0]
        assert given.points == given.maximum, (question.id, given.sentence, tree)


@pytest.fixture(scope="module")
def group_course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course whose one épreuve is done by a group of two, built and released, its REX given."""
    root = tmp_path_factory.mktemp("cours")
    lay(GROUP, root)
    lay_session(root)
    rows = "".join(f"{GROUP};G1;{member}\n" for member in MEMBERS)
    (root / "groupes.csv").write_text(f"epreuve;groupe;candidat\n{rows}", encoding="utf-8")
    journey.release(batch.MarkingCourse(root), GROUP)
    return root


def test_a_group_answers_by_form_joins_its_parts_by_the_button_then_its_rex_and_is_paid_in_full_by_the_marking(
    page: Page, group_course: Path, tmp_path: Path, pictures: Path
) -> None:
    assignment = Assignment.of(batch.MarkingCourse(group_course), GROUP)
    letters = {assignment.variant(member) for member in MEMBERS}
    assert len(letters) == 1
    (letter,) = letters
    collective, rex = (assignment.references(name).get(letter) for name in (GROUP, "rex"))
    folders = [tmp_path / "candidats" / member / GROUP for member in MEMBERS]
    for member, folder in zip(MEMBERS, folders, strict=True):
        shutil.copytree(group_course / "release" / GROUP, folder, ignore=shutil.ignore_patterns("rex.*"))
        (folder / FILE).write_text(member, encoding="utf-8")
    own, other = folders
    (tmp_path / "jupyter").mkdir()
    with serving(tmp_path / "candidats", tmp_path / "jupyter") as server:
        # Each answers a half; one has the other's files in a folder of their name.
        for member, part in ((MEMBERS[1], slice(6, None)), (MEMBERS[0], slice(0, 6))):
            titles = begun(page, f"{server}/lab/tree/{member}/{GROUP}/{GROUP}.ipynb")
            typed_in(page, collective, titles, tmp_path, part)
        place = own / "parts" / "Karim"
        place.mkdir(parents=True)
        for name in (f"{GROUP}.ipynb", typed.FILE):
            shutil.copy(other / name, place)
        page.evaluate(
            "() => { const { content } = window.jupyterapp.shell.currentWidget; content.activeCellIndex = content.widgets.length - 1; content.activate(); }"
        )
        page.keyboard.press("Control+Enter")
        join = page.get_by_role("button", name="Réunir les parts du groupe")
        join.wait_for(timeout=60_000)
        join.press("Enter")
        expect(page.get_by_text("12 formulaires remplis, sans désaccord.")).to_be_visible(timeout=30_000)
        expect(join).to_be_focused()
        page.screenshot(path=pictures / "groupe-formulaires-reunis.png")
        page.keyboard.press("Tab")
        expect(page.get_by_role("button", name="Recharger le notebook")).to_be_focused()
        page.keyboard.press("Enter")
        sure = page.get_by_role("dialog").get_by_role("button", name="Recharger")
        resumed = page.get_by_role("button", name="Continuer")
        expect(sure.or_(resumed)).to_be_focused(timeout=60_000)
        if sure.count():
            page.keyboard.press("Enter")
        expect(resumed).to_be_focused(timeout=60_000)
        page.keyboard.press("Enter")
        expect(page.locator(".en-notice[data-state=kept]")).to_have_count(len(titles), timeout=60_000)
        # After the oral: each alone, by form too.
        for path in (group_course / "release" / GROUP).glob("rex.*"):
            shutil.copy(path, own)
        titles = begun(page, f"{server}/lab/tree/{MEMBERS[0]}/{GROUP}/rex.ipynb")
        typed_in(page, rex, titles, tmp_path)
        page.keyboard.press("Control+S")
        page.wait_for_timeout(1_500)
    shutil.copytree(own, group_course / "submitted" / MEMBERS[0] / GROUP)
    done = epreuves(group_course, "autograde", GROUP, "--json")
    assert done.returncode in (0, 3), done.stderr + done.stdout
    questions = {question.id for scheme in (collective, rex) for question in scheme.questions}
    with Gradebook(f"sqlite:///{group_course / 'gradebook.db'}") as book:
        notebooks = book.find_submission(GROUP, MEMBERS[0]).notebooks
        given = {grade.name: (grade.auto_score, grade.max_score) for notebook in notebooks for grade in notebook.grades}
    assert given.keys() >= questions
    assert {id: given[id] for id in questions if given[id][0] != given[id][1]} == {}
