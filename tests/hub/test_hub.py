"""A whole épreuve on a real hub, each in a browser of their own: from the spawned server to the feedback that a candidate fetches."""

from __future__ import annotations

import json
import os
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import psutil
import pytest
from axe_playwright_python.sync_playwright import Axe
from nbgrader.api import Gradebook
from playwright.sync_api import Browser, Locator, Page, expect

from epreuves_kit.extensions.hub import journal
from tests.corpus import ASSIGNMENT, GOOD, encoded, french, own_tables, written
from tests.hub.conftest import COURSE, GRADER, INSTRUCTOR, KARIM, LEA, Hub

expect.set_options(timeout=90_000)
NOTEBOOK = f"{ASSIGNMENT}.ipynb"
T = TypeVar("T")


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where screenshots go; EPREUVES_IMAGES keeps them."""
    folder = Path(os.environ.get("EPREUVES_IMAGES") or tmp_path_factory.mktemp("images"))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.mark.slow
def test_an_epreuve_goes_from_the_spawned_server_to_the_fetched_feedback(
    hub: Hub, browser: Browser, pictures: Path
) -> None:
    def picture(page: Page, name: str) -> None:
        page.screenshot(path=pictures / f"hub-{name}.png")

    # The instructor gives the épreuve out from the session's page.
    camille = Session(hub.seat(browser, INSTRUCTOR))
    picture(camille.page, "formateur")
    camille.open()
    camille.follow("Distribuer l'épreuve", "Distribution")

    # A candidate has nothing of nbgrader's, and nothing of the instructor's.
    # What is in their home does not bring it back.
    theirs = ".jupyter/labconfig/page_config.json", ".jupyter/jupyter_server_config.d/tout.json"
    shown = '{"disabledExtensions": {"@jupyter/nbgrader:formgrader": false, "epreuves:session": false}}'
    loaded = '{"ServerApp": {"jpserver_extensions": {"nbgrader.server_extensions.formgrader": true}}}'
    for path, content in zip(theirs, (shown, loaded), strict=True):
        hub.as_account(LEA, "sh", "-c", f"mkdir -p $(dirname {path}) && printf '%s' '{content}' > {path}")
    lea = hub.seat(browser, LEA)
    expect(lea.locator(".jp-LauncherCard", has_text="Session d'examen")).to_have_count(0)
    expect(lea.locator(".jp-LauncherCard", has_text="Terminal")).to_have_count(0)
    expect(lea.get_by_role("menuitem", name="Nbgrader")).to_have_count(0)
    picture(lea, "candidate")
    for part in ("formgrader", "formgrader/api/assignments", "course_list", "assignments", "nbgrader_version"):
        assert lea.request.get(f"{hub.address}/user/{LEA}/{part}").status == 404
    servers = [one for one in psutil.process_iter(["username"]) if one.info["username"] == LEA]
    assert servers
    for one in servers:
        limits = Path(f"/proc/{one.pid}/limits").read_text("ascii")
        assert re.search(rf"Max address space +{4096 << 20} +{4096 << 20} ", limits)
        assert re.search("Max processes +256 +256 ", limits)
    receive(hub, lea, LEA)
    lea.goto(f"{hub.address}/user/{LEA}/epreuves/")
    # One of her answers is typed in its form, and no code gives it.
    _answer(hub, LEA, {id: source for id, source in GOOD.items() if id != "moyen"})
    tab = lea.context.new_page()
    _type_mean(hub, tab)
    picture(tab, "formulaire")
    # The kernel works within the candidate's limits: the whole notebook is run, and no answer lacks.
    tab.get_by_role("menuitem", name="Exécution").click()
    tab.locator(".lm-Menu-item", has_text="Exécuter toutes les cellules").first.click()
    expect(tab.locator(".jp-OutputArea-output", has_text="✓")).to_have_count(4)
    tab.get_by_role("button", name="Vérifier avant de rendre").click()
    checked = tab.locator(".jp-OutputArea-output", has_text="manque")
    expect(checked).to_be_visible()
    expect(checked).not_to_contain_text("réponse")
    picture(tab, "verifiee")
    tab.keyboard.press("Control+s")
    tab.close()
    hand_in(hub, lea, LEA)
    picture(lea, "rendue")

    karim = hub.seat(browser, KARIM)
    receive(hub, karim, KARIM)
    karim.goto(f"{hub.address}/user/{KARIM}/epreuves/")
    _answer(hub, KARIM, GOOD | {"meilleur": "meilleur = roas.idxmin()"})
    hand_in(hub, karim, KARIM)
    copies = _until(
        lambda: {c.arrival.candidate: c for c in journal.read(hub.arrivals).copies}, lambda found: len(found) == 2
    )

    # Whose place is another's is closed to a candidate, in the browser and out of it.
    refused = karim.context.new_page()
    for who in (INSTRUCTOR, LEA):
        assert refused.goto(f"{hub.address}/user/{who}/lab").status == 403
    expect(refused.get_by_role("heading")).to_have_text("Cette page n'est pas la vôtre")
    _accessible(refused)
    picture(refused, "refusee")
    refused.close()
    sealed = hub.inbound / copies[LEA].arrival.folder
    own = hub.inbound / copies[KARIM].arrival.folder
    for words in (
        ("ls", f"/home/{LEA}"),
        ("ls", str(hub.inbound)),
        ("ls", str(hub.course)),
        ("cat", str(hub.course / "gradebook.db")),
        ("cat", str(hub.arrivals / "journal.jsonl")),
        ("ls", str(hub.base / "hub")),
        ("cat", str(sealed / NOTEBOOK)),
        # Their own copy, once it has arrived: neither read, nor changed, nor dated otherwise, nor taken away.
        ("cat", str(own / NOTEBOOK)),
        ("sh", "-c", f"echo 2020-01-01 > '{own}/timestamp.txt'"),
        ("chmod", "777", str(own)),
        ("mv", str(own), f"{own}-x"),
        ("rm", "-r", str(own)),
    ):
        tried = hub.as_account(KARIM, *words, check=False)
        assert tried.returncode, words
        assert "Permission denied" in tried.stderr or "not permitted" in tried.stderr, tried.stderr
    # What candidates may make there: a link to the course, a copy in another's name, one that says it came years ago.
    stamp = "{} 12:00:00.000000 UTC"
    link = f"{KARIM}+{ASSIGNMENT}+{stamp.format('2099-01-01')}+lien"
    hub.as_account(KARIM, "ln", "-s", str(hub.course / "source" / ASSIGNMENT), str(hub.inbound / link))
    for who, day in ((LEA, "2000-01-01"), (KARIM, "2020-01-01")):
        forged = hub.inbound / f"{who}+{ASSIGNMENT}+{stamp.format(day)}+faux"
        hub.as_account(KARIM, "cp", "-r", f"/home/{KARIM}/{ASSIGNMENT}", str(forged))
        hub.as_account(
            KARIM,
            "sh",
            "-c",
            f"cd '{forged}' && printf '{stamp.format(day)}' > timestamp.txt && echo x > submission_secret.txt && chmod 777 .",
        )
    known = _until(lambda: journal.read(hub.arrivals), lambda found: len(found.copies) == 4 and found.put_aside)
    assert [one.account for one in known.put_aside] == [KARIM]
    # A copy changed in the exchange by somebody who may, after it has arrived.
    changed = json.loads(hub.as_account(INSTRUCTOR, "cat", str(sealed / NOTEBOOK)).stdout)
    changed["cells"][-1]["source"] = "# changée"
    (sealed / NOTEBOOK).write_bytes(encoded(changed))

    camille.follow("Ramasser les copies", "Ramassage")
    said = camille.said
    assert f"Léa Fontaine ({LEA}) : la copie ramassée n'est pas celle qui est arrivée le" in said
    assert f"« {NOTEBOOK} »" in said
    assert f"Une copie au nom de {LEA} est arrivée sous le compte {KARIM}" in said
    assert f"Karim Benali ({KARIM}) : la copie dit avoir été rendue le 01/01/2020" in said
    assert "n'était pas une copie : il a été écarté" in said
    picture(camille.page, "ramassage")
    for who in (LEA, KARIM):
        kept = (
            hub.arrivals
            / "copies"
            / str(max(c.arrival.number for c in known.copies if c.arrival.candidate == who == c.arrival.account))
        )
        place = hub.course / "submitted" / who / ASSIGNMENT
        assert (place / NOTEBOOK).read_bytes() == (kept / NOTEBOOK).read_bytes()
    verified = hub.epreuves("accuses", "--verifier", check=False)
    assert verified.returncode == 1, verified.stdout + verified.stderr
    assert f"Une copie au nom de {LEA}" in verified.stderr
    assert "empreinte de sa dernière ligne" in verified.stdout

    camille.follow("Corriger les copies", "Correction")
    with Gradebook(f"sqlite:///{hub.course / 'gradebook.db'}") as gradebook:
        mean = gradebook.find_grade("C15_2-moyen", ASSIGNMENT, ASSIGNMENT, LEA)
        assert mean.auto_score == mean.max_score > 0

    # A grader judges under their own account, in the same course.
    claire = Session(hub.seat(browser, GRADER))
    assert _nbgrader_menu(claire.page) == ["Formgrader"]
    claire.open()
    picture(claire.page, "correctrice")
    claire.root.locator(".es-next").get_by_role("button", name="Ouvrir le panneau des correcteurs").click()
    panel = claire.page.locator(".ep-panel")
    for number in (1, 2):
        expect(panel.get_by_role("heading", level=2)).to_have_text(f"Copie n° {number}")
        for _ in range(9):
            claire.page.keyboard.press("2")
            claire.page.keyboard.press("Enter")
    expect(panel.get_by_text("18 / 18")).to_be_visible()
    picture(claire.page, "panneau")
    claire.page.get_by_role("tab", name="session-examen.ipynb").click()
    claire.refresh()
    claire.root.locator(".es-next").get_by_role("button", name="Écrire les restitutions").click()
    expect(claire.root).to_contain_text("les actions se font sous le compte de qui tient la session")
    picture(claire.page, "correctrice-refusee")

    camille.refresh()
    camille.follow("Écrire les restitutions", "Restitutions")
    camille.root.get_by_role("button", name="Déposer les restitutions dans l'échange").click()
    camille.ended("Dépôt des restitutions")
    picture(camille.page, "restituee")

    lea.goto(f"{hub.address}/user/{LEA}/epreuves/")
    lea.get_by_role("button", name="Lire la restitution").press("Enter")
    expect(lea.get_by_text("Restitution à Léa Fontaine")).to_be_visible()
    picture(lea, "restitution")
    pages = list(Path(f"/home/{LEA}/{ASSIGNMENT}/feedback").rglob("*.html"))
    assert len(pages) == 1
    assert "Restitution à <strong>Léa Fontaine</strong>" in pages[0].read_text("utf-8")
    assert hub.as_account(KARIM, "ls", str(hub.exchange / COURSE / "feedback"), check=False).returncode


def test_the_hubs_own_pages_are_french_and_let_nobody_in_without_a_password(
    hub: Hub, browser: Browser, pictures: Path
) -> None:
    page = hub.context(browser).new_page()
    # « nobody » has an account on the machine, and no part in the session.
    for who, password in ((LEA, "azerty"), ("nobody", ""), ("root", "root")):
        page.goto(f"{hub.address}/hub/login")
        page.get_by_label("Identifiant").fill(who)
        page.get_by_label("Mot de passe").fill(password)
        page.get_by_role("button", name="Se connecter").click()
        expect(page.get_by_role("alert")).to_contain_text("Identifiant ou mot de passe inconnu")
    _accessible(page)
    page.screenshot(path=pictures / "hub-connexion.png")
    page.get_by_label("Identifiant").fill(GRADER)
    page.get_by_label("Mot de passe").fill(hub.passwords[GRADER])
    page.get_by_role("button", name="Se connecter").click()
    page.wait_for_url("**/lab**")
    page.goto(f"{hub.address}/hub/home")
    expect(page.get_by_role("link", name="Entrer")).to_be_visible()
    _accessible(page)
    page.screenshot(path=pictures / "hub-accueil.png")
    page.context.close()


@pytest.mark.slow
def test_the_installer_run_again_changes_nothing(hub: Hub) -> None:
    before = {path: path.lstat().st_mtime_ns for path in (hub.base / "roles").rglob("*")}
    said = hub.install().splitlines()
    assert said[0] == "Tout est en place. Le hub se lance par :"
    assert {path: path.lstat().st_mtime_ns for path in (hub.base / "roles").rglob("*")} == before


class Session:
    """The session's page, as who tends the session sees it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.root = page.locator(".es-page")

    def open(self) -> None:
        self.page.locator(".jp-LauncherCard", has_text="Session d'examen").click()
        self.root.get_by_role("heading", name="À faire maintenant").wait_for()

    def follow(self, label: str, ended: str) -> None:
        """Press the button of what comes next, and wait until it has ended."""
        self.root.locator(".es-next").get_by_role("button", name=label).click()
        self.ended(ended)

    def ended(self, said: str) -> None:
        expect(self.root.locator(".es-work h3")).to_have_text(f"{said} de E98 : terminé")

    @property
    def said(self) -> str:
        """What the last work said."""
        return self.root.locator(".es-work").inner_text().replace("\N{NO-BREAK SPACE}", " ")

    def refresh(self) -> None:
        self.root.get_by_role("button", name="Actualiser").click()


def _accessible(page: Page) -> None:
    """No rule of axe is broken by what is shown."""
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def _nbgrader_menu(page: Page) -> list[str]:
    page.get_by_role("menuitem", name="Nbgrader").click()
    found = page.locator(".lm-Menu-item:not(.lm-mod-hidden) .lm-Menu-itemLabel")
    found.first.wait_for()
    shown = found.all_inner_texts()
    page.keyboard.press("Escape")
    return shown


def card(page: Page) -> Locator:
    """The trial épreuve on a candidate's own page."""
    return page.get_by_role("article", name="E98 · La boutique")


def receive(hub: Hub, page: Page, who: str) -> None:
    """Open the épreuve from a candidate's own page."""
    page.goto(f"{hub.address}/user/{who}/epreuves/")
    card(page).get_by_role("button", name="Ouvrir l'épreuve").click()
    page.get_by_role("button", name="Commencer l'épreuve").wait_for()


def hand_in(hub: Hub, page: Page, who: str) -> None:
    """Hand in from there, and wait for the receipt."""
    page.goto(f"{hub.address}/user/{who}/epreuves/")
    card(page).get_by_role("button", name="Rendre", exact=True).click()
    page.get_by_role("group", name="Rendre cette épreuve").get_by_role("button", name="Rendre maintenant").click()
    expect(card(page)).to_contain_text("gardée sous scellé par la machine de l'école")


def _answer(hub: Hub, who: str, answers: dict[str, str]) -> None:
    """Write answers in a candidate's notebook, as the file that JupyterLab saves."""
    path = Path(f"/home/{who}/{ASSIGNMENT}/{NOTEBOOK}")
    path.write_bytes(encoded(written(json.loads(path.read_bytes()), answers)))


def _type_mean(hub: Hub, page: Page) -> None:
    """Type the answer to the third question in its form."""
    channels, _ = own_tables(hub.course, LEA)
    page.goto(f"{hub.address}/user/{LEA}/lab/tree/{ASSIGNMENT}/{NOTEBOOK}")
    page.get_by_role("button", name="Commencer l'épreuve").click()
    form = page.locator(".en-form").nth(2)
    form.get_by_role("textbox").fill(
        french(sum(r for _, r in channels.values()) / sum(c for c, _ in channels.values()))
    )
    expect(form.locator(".en-notice")).to_contain_text("✓")


def _until(look: Callable[[], T], enough: Callable[[T], object]) -> T:
    """What is seen once it is enough; what is seen last, at the latest after a minute."""
    for _ in range(120):
        found = look()
        if enough(found):
            break
        time.sleep(0.5)
    return found
