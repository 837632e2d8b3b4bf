"""A whole session run from its page by clicks, in a real browser on real JupyterLab: from the school's workbook to the sealed archive."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import msgspec
import nbformat
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect
from typer.testing import CliRunner

from epreuves_kit.cli import application
from epreuves_kit.course import letterhead
from epreuves_kit.exam.closing import archive
from epreuves_kit.page.desk import SessionPanel
from epreuves_kit.rubric.register import Register
from epreuves_kit.variants.session import WrittenSitting, read_written
from tests.browser.contrasts import measured
from tests.conftest import nbgrader
from tests.exam import session_of_three as three
from tests.seen import serving

expect.set_options(timeout=120_000)
E03, E10, E17 = three.EPREUVES
#: Who brings a copy by hand: the exchange had nothing of theirs.
BY_HAND, BY_HAND_NAME = "soconnor", "Siobhán O'CONNOR"
SITTING = {
    "Numéro du procès-verbal": "2026-06-A",
    "Date de la délibération": "2026-06-30",
    "Lieu": "Paris",
    "Début": "14:00",
    "Fin": "17:30",
    "Date à laquelle les candidats sont prévenus": "2026-07-03",
    "Délai pour contester": "2 mois",
}
#: Who the page believes is there, by the account of JupyterLab.
AUTHOR = "fictif-candidate"
#: What is open in JupyterLab.
WIDGET = "window.jupyterapp?.shell.currentWidget"
#: What the page's notebook runs.
SOURCE = "from epreuves_kit.exam import session\n\nsession()"
BY_EQUIVALENCE = "Le bloc B2 est acquis par équivalence."


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The course of three épreuves, with an exchange: nothing is built, nobody enrolled."""
    home = tmp_path_factory.mktemp("session")
    return three.lay(home / "cours", home / "echange")


@pytest.fixture(scope="module")
def server(course: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a JupyterLab on that course."""
    with serving(course, tmp_path_factory.mktemp("jupyter")) as address:
        yield address


def application_source() -> str:
    """The session's page as JupyterLab is given it."""
    return str(SessionPanel._esm)


class SessionPage:
    """The session's page, opened by its card."""

    def __init__(self, page: Page, server: str, pictures: Path) -> None:
        self.page, self.pictures, self.taken = page, pictures, 0
        page.set_default_timeout(120_000)
        page.goto(f"{server}/lab?reset")
        card = page.locator(".jp-LauncherCard", has_text="Session d'examen")
        card.wait_for()
        self.picture("carte")
        card.click()
        self.root = page.locator(".es-page")
        # The kernel starts meanwhile.
        self.root.get_by_role("heading", name="À faire maintenant").wait_for(timeout=120_000)

    def picture(self, name: str) -> None:
        """Keep what is seen."""
        self.taken += 1
        self.page.screenshot(path=self.pictures / f"session-{self.taken:02d}-{name}.png")

    @property
    def next(self) -> Locator:
        """What comes next."""
        return self.root.locator(".es-next")

    def follow(self, label: str, ended: str) -> None:
        """Press the button of what comes next, and wait until it is said to have ended."""
        self.next.get_by_role("button", name=label).click()
        self.ended(ended)

    def press(self, label: str, ended: str = "", **fields: str) -> None:
        """Press a button, wherever it is, say what it asks, and wait for the end."""
        # What comes next has the same button, before the others.
        self.root.get_by_role("button", name=label, exact=True).last.click()
        if fields:
            self.tell(fields)
        if ended:
            self.ended(ended)

    def tell(self, fields: dict[str, str]) -> None:
        """Fill the dialog that asks, and go on."""
        dialog = self.root.get_by_role("dialog")
        for label, value in fields.items():
            field = dialog.get_by_label(label)
            if field.evaluate("one => one.tagName") == "SELECT":
                field.select_option(value)
            else:
                field.fill(value)
        dialog.get_by_role("button", name="Continuer").click()

    def sure(self, label: str, ended: str) -> None:
        """Accept what a work asks to be confirmed."""
        self.root.locator(".es-work").get_by_role("button", name=label).click()
        self.ended(ended)

    def ended(self, said: str) -> None:
        """Wait for the end of the work under way; no sentence of it names a command."""
        expect(self.root.locator(".es-work h3")).to_have_text(said, timeout=240_000)

    def part(self, name: str) -> Locator:
        """A part of what ends the session."""
        return self.root.locator(".es-part", has=self.page.get_by_role("heading", name=name, exact=True))

    def seen(self, name: str, at: Locator | None = None) -> None:
        """Keep what is seen; no rule of axe is broken by it, and no command is named in it."""
        if at is not None:
            at.scroll_into_view_if_needed()
        self.picture(name)
        found = Axe().run(self.page, context=".es-page")
        assert found.violations_count == 0, found.generate_report()
        measured(self.root, str(SessionPanel._css))
        said = self.root.inner_text()
        assert "epreuves " not in said.replace("Les epreuves", ""), said
        assert "--" not in said, said


def test_the_page_opens_on_what_comes_next_and_passes_axe(
    page: Page, server: str, course: Path, pictures: Path
) -> None:
    shown = SessionPage(page, server, pictures)
    expect(shown.next).to_contain_text("Inscrivez les candidats")
    shown.seen("ouverte")


def test_a_form_opens_on_what_is_written_already_and_sends_it_back_line_by_line(
    page: Page, server: str, course: Path, pictures: Path
) -> None:
    before = letterhead.Letterhead(name="École des Lices", address="12 rue des Lices\n49100 Angers : 2e étage")
    letterhead.write(course, before)
    shown = SessionPage(page, server, pictures)
    shown.root.get_by_role("button", name="Écrire l'en-tête", exact=True).click()
    dialog = shown.root.get_by_role("dialog")
    expect(dialog.get_by_label("Adresse (plusieurs lignes)")).to_have_value(before.address)
    dialog.get_by_label("Courriel et téléphone").fill("02 00 00 00 00")
    shown.picture("entete")
    dialog.get_by_role("button", name="Continuer").click()
    shown.ended("En-tête des papiers : terminé")
    assert letterhead.read(course) == msgspec.structs.replace(before, contact="02 00 00 00 00")
    (course / letterhead.FILE).unlink()


def test_a_session_is_named_and_dated_by_its_forms_with_the_keyboard_alone(
    page: Page, server: str, course: Path, pictures: Path
) -> None:
    path = course / "seance.yaml"
    before = path.read_bytes()
    shown = SessionPage(page, server, pictures)
    part, dialog = shown.part("La séance"), shown.root.get_by_role("dialog")
    try:
        shown.seen("seance", part)
        part.get_by_role("button", name="Régler la session").press("Enter")
        for key in ("ControlOrMeta+a", *"Juin 2027", "Tab"):
            page.keyboard.press(key)
        boxes = dialog.get_by_role("group", name="Épreuves de la session").get_by_role("checkbox")
        expect(boxes.first).to_be_focused()
        assert [box.is_checked() for box in boxes.all()] == [True] * 3
        page.keyboard.press("Space")
        shown.picture("reglages")
        dialog.get_by_label("Comment contester une décision").fill("Par lettre au jury.\nDans les deux mois.")
        dialog.get_by_role("button", name="Continuer").press("Enter")
        expect(shown.root.locator(".es-work")).to_contain_text("« Juin 2027 »")
        shown.picture("reglages-a-accepter")
        shown.root.locator(".es-work").get_by_role("button", name="Écrire ces changements").press("Enter")
        shown.ended("Réglages de la session : terminé")
        expect(part).not_to_contain_text("E03")
        part.get_by_role("button", name="Donner la date et le lieu : E10").press("Enter")
        expect(dialog.get_by_label("Jour", exact=True)).to_be_focused()
        for label, value in {"Jour": "2027-06-10", "Début": "09:00", "Fin": "13:00"}.items():
            dialog.get_by_label(label, exact=True).fill(value)
        dialog.get_by_label("Lieu").press_sequentially("Salle 204")
        shown.picture("date")
        dialog.get_by_label("Lieu").press("Enter")
        shown.ended("Date et lieu de E10 : terminé")
        expect(part.get_by_role("row", name="E10")).to_contain_text("de 09:00 à 13:00")
        shown.seen("seance-datee", part)
        now, _ = read_written(path.read_bytes())
        assert (now.name, now.epreuves, now.appeal) == (
            "Juin 2027",
            (E10, E17),
            "Par lettre au jury.\nDans les deux mois.\n",
        )
        assert now.dates[E10] == WrittenSitting("2027-06-10 09:00", "2027-06-10 13:00", "Salle 204")
    finally:
        path.write_bytes(before)


def test_a_form_that_is_refused_opens_again_as_it_was_and_what_waits_is_not_dropped_without_a_word(
    page: Page, server: str, course: Path, pictures: Path
) -> None:
    path = course / "seance.yaml"
    before = path.read_bytes()
    shown = SessionPage(page, server, pictures)
    part, dialog, work = shown.part("La séance"), shown.root.get_by_role("dialog"), shown.root.locator(".es-work")
    typed = {
        "Jour": "2099-06-10",
        "Début": "13:00",
        "Fin": "09:00",
        "Lieu (salle, adresse)": "Salle 204, rez-de-chaussée",
    }
    try:
        part.get_by_role("button", name="Donner la date et le lieu : E10").click()
        for label, value in typed.items():
            dialog.get_by_label(label, exact=True).fill(value)
        dialog.get_by_role("button", name="Continuer").click()
        expect(work).to_contain_text("finirait avant d'avoir commencé")
        shown.seen("formulaire-refuse", work)
        work.get_by_role("button", name="Corriger").press("Enter")
        for label, value in typed.items():
            expect(dialog.get_by_label(label, exact=True)).to_have_value(value)
        dialog.get_by_label("Fin", exact=True).fill("17:00")
        dialog.get_by_role("button", name="Continuer").click()
        shown.ended("Date et lieu de E10 : terminé")
        # Once it is done, the form opens on what is written.
        part.get_by_role("button", name="Donner la date et le lieu : E10").click()
        expect(dialog.get_by_label("Fin", exact=True)).to_have_value("17:00")
        dialog.get_by_label("Fin", exact=True).fill("18:00")
        dialog.get_by_role("button", name="Continuer").click()
        expect(work.get_by_role("button", name="Écrire ces changements")).to_be_visible()
        part.get_by_role("button", name="Donner la date et le lieu : E03").click()
        expect(dialog).to_contain_text("attend encore votre accord")
        shown.picture("attend-un-accord")
        dialog.get_by_role("button", name="Annuler").click()
        work.get_by_role("button", name="Écrire ces changements").click()
        shown.ended("Date et lieu de E10 : terminé")
        assert read_written(path.read_bytes())[0].dates[E10].ends == "2099-06-10 18:00"
    finally:
        path.write_bytes(before)


def test_keys_pressed_on_a_button_or_in_a_list_are_the_page_s_and_not_jupyterlab_s(
    page: Page, server: str, course: Path, pictures: Path
) -> None:
    shown = SessionPage(page, server, pictures)
    cells = page.locator(".jp-Notebook .jp-Cell")
    before = cells.count()
    refresh = shown.root.get_by_role("button", name="Actualiser")
    refresh.focus()
    # In JupyterLab: a cell below, a cell cut, a cell deleted.
    for key in ("b", "x", "d", "d"):
        page.keyboard.press(key)
    expect(refresh).to_be_focused()
    assert cells.count() == before
    # A list stands for those that the page asks with.
    page.evaluate(
        "() => document.querySelector('.es-page').insertAdjacentHTML('beforeend', '<select id=essai><option>un</option><option>deux</option></select>')"
    )
    page.locator("#essai").focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator("#essai")).to_have_value("deux")


#: What stands for the kernel: it keeps what the page sends, and says what the test has it say.
KERNEL = """async source => {
  const { default: { render } } = await import(URL.createObjectURL(new Blob([source], { type: "text/javascript" })));
  window.sent = [];
  render({ el: document.querySelector("main"), model: { on: (_, hear) => { window.hear = hear; }, send: (said) => window.sent.push(said) } });
}"""


def test_a_part_far_down_the_page_is_reached_in_a_few_keys(
    page: Page, server: str, course: Path, pictures: Path
) -> None:
    shown = SessionPage(page, server, pictures)
    places = shown.root.get_by_role("combobox", name="Une partie de la page")
    titles = places.locator("option").all_inner_texts()
    assert titles[0] == "Les épreuves de la session"
    places.select_option(label="Clore la session")
    places.press("Tab")
    page.keyboard.press("Enter")
    expect(shown.root.get_by_role("heading", name="Clore la session")).to_be_focused()
    expect(shown.root.get_by_role("heading", name="Clore la session")).to_be_in_viewport()


def test_what_asks_to_be_confirmed_is_sent_again_once_somebody_has_said_yes(page: Page) -> None:
    page.set_content("<main></main>")
    page.evaluate(KERNEL, application_source())

    def kinds() -> list[tuple[str, bool]]:
        return page.evaluate("window.sent.map(one => [one.kind, one.sure === true])")

    asked = "Une copie de Zoé est déjà là : mettre celle-ci à sa place ?"
    ask = "said => window.hear({ ...window.sent.at(-1), kind: 'ask', sentence: said })"
    page.evaluate(ask, asked)
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("mettre celle-ci à sa place")
    assert kinds() == [["hello", False]]
    dialog.get_by_role("button", name="Annuler").click()
    expect(dialog).to_be_hidden()
    assert kinds() == [["hello", False]]
    page.get_by_role("button", name="Actualiser").click()
    page.evaluate(ask, asked)
    dialog.get_by_role("button", name="Continuer").click()
    expect(dialog).to_be_hidden()
    assert kinds() == [["hello", False], ["hello", False], ["hello", True]]


def opened_and_not_run(page: Page, server: str, path: str) -> None:
    """Open a notebook from the list of files, and see that its cell is not run once its kernel is ready."""
    page.goto(f"{server}/lab/tree/{path}?reset")
    page.wait_for_selector(".jp-Notebook")
    page.wait_for_function(f"{WIDGET}?.sessionContext?.session?.kernel?.status === 'idle'", timeout=120_000)
    page.wait_for_timeout(1_500)
    assert page.evaluate(f"{WIDGET}.content.widgets[0].model.executionCount") is None


def test_a_notebook_that_bears_the_page_s_name_and_says_anything_else_is_not_run_for_being_opened(
    page: Page, server: str, course: Path
) -> None:
    path = course / "session-examen.ipynb"
    other = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("open('essai.txt', 'w').close()")])
    other.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}
    nbformat.write(other, path)
    try:
        opened_and_not_run(page, server, path.name)
        assert not (course / "essai.txt").exists()
        # Asked for by its card, it is told to be another.
        # The command ends with its dialog: nobody waits for it here.
        page.evaluate("() => void window.jupyterapp.commands.execute('epreuves:session', { cwd: '' })")
        expect(page.locator(".jp-Dialog")).to_contain_text("« session-examen.ipynb » a été modifié")
        assert not (course / "essai.txt").exists()
    finally:
        path.unlink()


def test_a_page_that_lies_in_a_copy_is_not_run_and_the_card_goes_to_the_course(
    page: Page, server: str, course: Path
) -> None:
    place = course / "submitted" / "eve" / E17
    place.mkdir(parents=True)
    # What the page would read first there.
    (place / "nbgrader_config.py").write_text(f"open({str(course / 'essai.txt')!r}, 'w').close()\n", "utf-8")
    laid = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(SOURCE)])
    laid.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}
    nbformat.write(laid, place / "session-examen.ipynb")
    try:
        opened_and_not_run(page, server, f"{place.relative_to(course)}/session-examen.ipynb")
        page.evaluate(
            "cwd => window.jupyterapp.commands.execute('epreuves:session', { cwd })",
            str(place.relative_to(course)),
        )
        page.locator(".es-page").get_by_role("heading", name="À faire maintenant").wait_for(timeout=120_000)
        assert page.evaluate(f"{WIDGET}.context.path") == "session-examen.ipynb"
        assert not (course / "essai.txt").exists()
    finally:
        shutil.rmtree(course / "submitted" / "eve")


@pytest.mark.slow
def test_a_session_goes_from_the_school_s_list_to_the_archive_by_clicks(
    page: Page, server: str, course: Path, pictures: Path
) -> None:
    exchange = course.parent / "echange"
    shown = SessionPage(page, server, pictures)
    expect(shown.next).to_contain_text("Inscrivez les candidats")
    shown.seen("depart")

    # The workbook is shown first, and nobody is enrolled before that is accepted.
    with page.expect_file_chooser() as chooser:
        shown.next.get_by_role("button", name="Choisir la liste de l'école").click()
    chooser.value.set_files(
        {"name": "Promotion 2026.xlsx", "mimeType": "application/octet-stream", "buffer": three.school_list()}
    )
    preview = shown.root.locator(".es-preview")
    expect(preview).to_contain_text("12 nouveaux candidats")
    expect(preview).to_contain_text("ont le même nom")
    assert not (course / "gradebook.db").exists()
    shown.seen("liste")
    preview.get_by_role("button", name="Inscrire ces candidats").click()
    shown.ended("Inscription : terminé")
    expect(shown.root).to_contain_text("12 candidats inscrits")

    for id, name in ((E03, "E03"), (E10, "E10"), (E17, "E17")):
        shown.follow("Construire l'épreuve", f"Construction de {name} : terminé")
        shown.follow("Distribuer l'épreuve", f"Distribution de {name} : terminé")
        three.send(course, exchange, id, but=BY_HAND if id == E17 else "")
    # A button that has nothing to do yet says why, under its own name.
    shown.root.get_by_role("button", name="Écrire les restitutions", exact=True).last.press("Enter")
    expect(shown.root.locator(".es-alert")).to_have_text(
        re.compile("^Écrire les restitutions ?Aucune copie n'est corrigée.$")
    )
    shown.seen("distribuee")

    for id, name in ((E03, "E03"), (E10, "E10"), (E17, "E17")):
        shown.root.locator(".es-link", has_text=f"{name} ·").click()
        expect(shown.root.get_by_role("heading", name=f"{name} ·")).to_be_visible()
        shown.press("Ramasser les copies", f"Ramassage de {name} : terminé")
        if id == E17:
            shown.root.get_by_role("button", name=f"Déposer la copie : {BY_HAND_NAME}").click()
            shown.root.get_by_label("Fichiers de la copie").set_input_files(
                {"name": f"{id}.ipynb", "mimeType": "application/json", "buffer": three.copy_of(course, id, BY_HAND)}
            )
            shown.root.get_by_role("button", name="Déposer", exact=True).click()
            # The copies of this session are alike: a notebook that is somebody else's is asked about.
            expect(shown.root.get_by_role("dialog")).to_contain_text("est, au signe près, celui de la copie de")
            shown.root.get_by_role("dialog").get_by_role("button", name="Continuer").click()
            expect(shown.root.get_by_role("row", name=f"{BY_HAND_NAME} {BY_HAND}")).to_contain_text("✓ rendue")
            shown.press("Écrire les accusés de réception", "Accusés de réception de E17 : terminé")
            assert len(list((course / "accuses").rglob("*.html"))) == 11
        shown.press("Corriger les copies", f"Correction de {name} : terminé")
    shown.seen("corrigee")

    # One copy is judged in the panel, beside the page; the others as graders do elsewhere.
    shown.press("Ouvrir le panneau des correcteurs")
    panel = page.locator(".ep-panel")
    expect(panel.get_by_role("heading", level=2)).to_have_text("Copie n° 1")
    with Register(course) as register:
        criteria = register.criteria(E17)
    for _ in criteria:
        page.keyboard.press("2")
        page.keyboard.press("Enter")
    expect(panel.get_by_role("heading", level=2)).to_have_text("Copie n° 2")
    shown.picture("panneau")
    for id in three.EPREUVES:
        three.judge(course, id)
    page.get_by_role("tab", name="session-examen.ipynb").click()
    shown.root.get_by_role("button", name="Actualiser").click()
    for name in ("E03", "E10", "E17"):
        shown.follow("Écrire les restitutions", f"Restitutions de {name} : terminé")
    assert len(list((course / "feedback").glob("*/*/*.html"))) == 35
    shown.press("Écrire le livrable d'une copie", "Livrable de E17 : terminé", **{"La copie de": BY_HAND})
    expect(shown.root.locator(".es-work")).to_contain_text(
        f"Le livrable de {BY_HAND_NAME} ({BY_HAND}) pour E17 est écrit"
    )
    shown.seen("livrable", shown.root.locator(".es-work"))
    shown.press("Préparer ce que l'on installe chez soi", "Installation chez soi : terminé")
    with page.expect_download() as download:
        shown.root.get_by_role("button", name="Télécharger « LISEZMOI.txt »").click()
    assert download.value.suggested_filename == "LISEZMOI.txt"
    shown.seen("ailleurs", shown.root.get_by_role("button", name="Faire le site des épreuves"))

    # Who was away is written down, where the candidate's line is.
    expect(shown.next).to_contain_text("cherchez la copie, ou écrivez l'absence")
    shown.next.get_by_role("button", name="Voir qui manque").click()
    shown.root.get_by_role("button", name="Écrire l'absence de José GARCÍA LÓPEZ").click()
    shown.tell({"L'absence est-elle justifiée": "oui", "Motif, ou pièce reçue": "Certificat médical."})
    shown.ended("Absence de E17 : terminé")

    # The page loaded again, as after a tab that was closed: it is there, and says what comes next.
    page.reload()
    shown.next.get_by_role("button", name="Aller au jury").wait_for()
    expect(page.locator(".jp-Cell-inputWrapper:visible")).to_have_count(0)
    expect(shown.next).to_contain_text("le jury peut décider")

    shown.next.get_by_role("button", name="Aller au jury").click()
    shown.press("Montrer les décisions")
    jury = shown.part("Le jury")
    expect(jury.get_by_role("row", name="Thị Mai NGUYỄN")).to_contain_text("✓ validé")
    # Right figures with level 1 everywhere acquire nothing.
    expect(jury.get_by_role("row", name="Zoé LE GOFF")).to_contain_text("✗ non validé")
    expect(jury.get_by_role("row", name="José GARCÍA LÓPEZ")).to_contain_text("↻ rattrapage")
    shown.seen("decisions", jury)
    shown.press(
        "Décider pour Zoé LE GOFF",
        "Décision du jury : à confirmer",
        **{"Sur quoi": "B2", "Décision du jury": "validé", "Motif": BY_EQUIVALENCE},
    )
    # The bloc is granted before all of it is there: that is said first.
    shown.sure("Écrire cette décision", "Décision du jury : terminé")
    expect(jury.get_by_role("row", name="Zoé LE GOFF")).to_contain_text("validé (jury)")
    shown.root.get_by_role("button", name="Dire la séance du jury", exact=True).click()
    shown.picture("seance")
    shown.tell(SITTING)
    shown.ended("Séance du jury : terminé")
    # It is asked about once, though three épreuves of seventeen are held: it speaks of those.
    shown.follow("Écrire le procès-verbal du jury", "Procès-verbal : à confirmer")
    shown.sure("Écrire ce procès-verbal", "Procès-verbal : terminé")
    minutes = course / "proces-verbal-2026-06-A.pdf"
    assert BY_EQUIVALENCE in three.bare_text(minutes)
    with page.expect_download() as download:
        shown.root.get_by_role("button", name="Télécharger « proces-verbal-2026-06-A.pdf »").click()
    assert download.value.suggested_filename == minutes.name
    shown.seen("proces-verbal", shown.root.locator(".es-work"))

    # What is given to each: through the exchange, and as archives.
    shown.press("Déposer les restitutions dans l'échange", "Dépôt des restitutions de E03 : terminé")
    assert len(list(exchange.glob("*/feedback/*.html"))) == 12
    shown.press("Préparer ce que l'on remet à chacun")
    shown.tell({})
    shown.ended("Remise : terminé")
    # One for each, and one that holds them all.
    assert len(list((course / "remises").glob("*.zip"))) == 12 + 1

    # What is closed is seen first, then closed, then looked at again.
    shown.press("Voir ce qui serait clos", "Clôture simulée : terminé", **{"Date de la clôture": "2026-10-01"})
    assert not (course / "cloture").exists()
    shown.seen("simulation", shown.root.locator(".es-work"))
    shown.press("Clore la session", "Clôture : à confirmer", **{"Date de la clôture": "2026-10-01"})
    shown.sure("Clore la session", "Clôture : terminé")
    seal = archive.check(course / "cloture" / "archive.zip")
    assert seal.head.lacking == ()
    expect(shown.next).to_contain_text("La session est close")
    shown.press(
        "Vérifier la clôture",
        "Vérification de la clôture : terminé",
        **{"Le numéro de contrôle du papier signé": seal.root},
    )
    expect(shown.root.locator(".es-work")).to_contain_text("rien n'a changé depuis la clôture")
    shown.seen("close", shown.root.locator(".es-work"))

    # A person is given what is held of them; what would be erased is seen, and nothing is erased.
    shown.press("Réunir les données d'une personne", "Données d'une personne : terminé", **{"Candidat·e": three.AWAY})
    expect(shown.root.locator(".es-work")).to_contain_text(f"Les données de José GARCÍA LÓPEZ ({three.AWAY}) sont dans")
    shown.press(
        "Voir ce qui serait effacé",
        "Effacement simulé : terminé",
        **{"Jour jusqu'auquel les données se gardent": "2020-01-01"},
    )
    expect(shown.root.locator(".es-work")).to_contain_text("submitted/ : ")
    assert len(list((course / "submitted").iterdir())) > 10
    shown.seen("effacement", shown.root.locator(".es-work"))


@pytest.mark.slow
def test_the_same_session_by_commands_gives_the_same_proces_verbal(
    course: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = three.lay(tmp_path / "cours")
    for folder in ("source", "release", "datasets", "submitted"):
        shutil.copytree(course / folder, root / folder)
    monkeypatch.chdir(root)
    (root / "liste.xlsx").write_bytes(three.school_list())

    def run(*words: str) -> None:
        done = CliRunner().invoke(application([words[0]]), list(words))
        assert done.exit_code in (0, 1, 3), done.output

    run("candidats", "import", "liste.xlsx", "--oui")
    for id in three.EPREUVES:
        run("build", id)
        nbgrader(root, "generate_assignment", id, "--force")
        run("autograde", id)
    # The copy that was judged in the panel: numbers are each course's own.
    with Register(course) as register:
        whose = min(register.copies(E17), key=lambda copy: copy.number).students
    with Register(root) as register:
        (first,) = [copy for copy in register.copies(E17) if copy.students == whose]
        register.judge_many(E17, AUTHOR, [(first.key, one.grade_id, 2, "") for one in register.criteria(E17)])
    for id in three.EPREUVES:
        three.judge(root, id)
        run("feedback", id)
    run(
        "jury",
        "absence",
        three.AWAY,
        "e17",
        "--justifiee",
        "--motif",
        "Certificat médical.",
        "--auteur",
        AUTHOR,
    )
    run(
        "jury",
        "decider",
        "zlegoff",
        "B2",
        "--decision",
        "validé",
        "--motif",
        BY_EQUIVALENCE,
        "--auteur",
        AUTHOR,
        "--oui",
    )
    options = ("--numero", "--date", "--lieu", "--debut", "--fin", "--notification", "--delai")
    run("jury", "seance", *(word for pair in zip(options, SITTING.values(), strict=True) for word in pair))
    run("jury", "pv", "--oui", "--partielle", "--auteur", AUTHOR)
    name = "proces-verbal-2026-06-A.pdf"
    assert three.bare_text(root / name) == three.bare_text(course / name)


@pytest.mark.slow
def test_what_is_erased_is_what_was_shown_and_the_page_then_says_what_is_kept(
    page: Page, server: str, course: Path, pictures: Path
) -> None:
    # Last of all: nothing is left of the course that the others played.
    shown = SessionPage(page, server, pictures)
    shown.press(
        "Effacer les données de la session",
        "Effacement : à confirmer",
        **{"Jour jusqu'auquel les données se gardent": "2020-01-01"},
    )
    work = shown.root.locator(".es-work")
    expect(work).to_contain_text("Ceci serait effacé, sans retour possible")
    shown.seen("effacement-a-confirmer", work)

    # What came meanwhile was shown to nobody: nothing goes, and what would go now is shown.
    late = course / "submitted" / three.AWAY / E17 / "arrivée tard.txt"
    late.parent.mkdir(parents=True, exist_ok=True)
    late.write_text("Ma copie.", "utf-8")
    work.get_by_role("button", name="Effacer tout cela").click()
    expect(work).to_contain_text(
        "Le cours a changé depuis ce qui vous a été montré : rien n'est effacé.".replace(" :", "\u00a0:")
    )
    assert late.exists()
    shown.seen("effacement-change", work)
    shown.sure("Effacer tout cela", "Effacement : terminé")
    assert not (course / "submitted").exists()
    assert not (course / "cloture" / "archive.zip").exists()
    expect(shown.next).to_contain_text("12 personnes, dont les décisions sont gardées dans cloture/effacements.csv")
    expect(shown.root).to_contain_text("données effacées")
    expect(shown.next.get_by_role("heading")).to_have_text("Session effacée")
    expect(shown.root).not_to_contain_text("inscrit")
    expect(shown.root.locator(".es-part h4")).to_have_text(["Les données personnelles"])
    shown.seen("efface", shown.next)
    shown.seen("efface-fin", shown.part("Les données personnelles"))
