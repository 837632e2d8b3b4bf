"""The room of an épreuve on a real hub: who watches sees who is there and what is saved, writes to them, gives minutes back, takes what is not handed in."""

from __future__ import annotations

import datetime
import json
import os
import time
from pathlib import Path
from zoneinfo import ZoneInfo

import psutil
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect

from epreuves_kit.extensions.hub import journal
from tests.corpus import ASSIGNMENT
from tests.hub.conftest import INSTRUCTOR, KARIM, LEA, Hub
from tests.hub.test_hub import NOTEBOOK, Session, _type_mean, receive

PARIS = ZoneInfo("Europe/Paris")
WRITTEN = "Le réseau est revenu : reprenez où vous en étiez."


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = Path(os.environ.get("EPREUVES_IMAGES") or tmp_path_factory.mktemp("images"))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def sit(hub: Hub) -> datetime.datetime:
    """Give the épreuve hours that are under way; its end."""
    now = datetime.datetime.now(PARIS).replace(second=0, microsecond=0)
    begins, ends = now - datetime.timedelta(minutes=10), now + datetime.timedelta(minutes=50)
    hub.epreuves(
        "session",
        "date",
        ASSIGNMENT,
        f"--jour {begins:%Y-%m-%d} --debut {begins:%H:%M} --fin {ends:%H:%M} --jour-de-fin {ends:%Y-%m-%d} --oui",
    )
    return ends


def line(camille: Session, name: str) -> Locator:
    return camille.root.locator("tr", has=camille.page.get_by_role("rowheader", name=name, exact=True)).filter(
        has_text="sur 5"
    )


def told(camille: Session, label: str, ended: str) -> None:
    camille.page.get_by_role("dialog").get_by_role("button", name=label).click()
    expect(camille.root.locator(".es-work h3")).to_have_text(f"{ended} de E98 : terminé")


def news(page: Page) -> Locator:
    return page.get_by_role("region", name="Message de la personne qui surveille")


@pytest.mark.slow
def test_a_room_is_watched_spoken_to_given_time_and_emptied(hub: Hub, browser: Browser, pictures: Path) -> None:
    ends = sit(hub)
    camille = Session(hub.seat(browser, INSTRUCTOR))
    camille.open()
    camille.follow("Distribuer l'épreuve", "Distribution")
    lea, karim = (hub.seat(browser, who) for who in (LEA, KARIM))
    for page, who in ((lea, LEA), (karim, KARIM)):
        receive(hub, page, who)
    _type_mean(hub, lea)

    # Who watches sees it without doing anything: nothing of what is written.
    room = camille.root.get_by_role("heading", name="La salle · E98")
    room.wait_for()
    expect(line(camille, "Léa Fontaine")).to_contain_text("devant sa page")
    expect(line(camille, "Léa Fontaine")).to_contain_text("1 sur 5")
    expect(line(camille, "Karim Benali")).to_contain_text("0 sur 5")
    expect(line(camille, "Léa Fontaine")).to_contain_text(f"({ends:%H:%M})")
    camille.page.screenshot(path=pictures / "salle.png")
    camille.root.locator(".es-part").first.screenshot(path=pictures / "salle-table.png")

    # A message to one is shown to her alone, until she has read it.
    line(camille, "Léa Fontaine").get_by_role("button", name="Écrire à Léa Fontaine").click()
    camille.page.get_by_label("Message, affiché sur leur page").fill(WRITTEN)
    told(camille, "Continuer", "Message à la salle")
    expect(news(lea)).to_contain_text(WRITTEN)
    lea.screenshot(path=pictures / "salle-message.png")
    assert hub.as_account(KARIM, "ls", str(hub.base / "annonces"), check=False).returncode
    assert hub.as_account(KARIM, "cat", str(hub.base / "annonces" / f"{LEA}.json"), check=False).returncode
    assert WRITTEN not in (hub.base / "annonces" / f"{KARIM}.json").read_text("utf-8")
    news(lea).get_by_role("button", name="J'ai lu").press("Enter")
    expect(news(lea)).to_be_hidden()

    # Minutes given back are on each page, in its clock, and in the hours that lateness is counted by.
    camille.root.get_by_role("button", name="Rendre des minutes", exact=True).first.click()
    camille.page.get_by_label("Minutes", exact=True).fill("10")
    camille.page.get_by_label("Pourquoi").fill("coupure du réseau")
    told(camille, "Continuer", "Minutes rendues")
    later = f"{ends + datetime.timedelta(minutes=10):%H:%M}"
    expect(news(lea)).to_contain_text("10 minutes vous sont rendues (coupure du réseau). Vous finissez à " + later)
    expect(lea.locator(".epreuves-temps")).to_contain_text(f"Fin à {later}")
    expect(line(camille, "Léa Fontaine")).to_contain_text(f"({later})")
    lea.screenshot(path=pictures / "salle-minutes.png")
    assert "10;coupure du réseau" in hub.as_account(INSTRUCTOR, "cat", str(hub.course / "minutes.csv")).stdout
    # A page loaded again has read what was read.
    lea.reload()
    lea.locator(".en-form").first.wait_for()
    expect(news(lea)).to_contain_text("10 minutes")
    expect(news(lea)).not_to_contain_text(WRITTEN)

    # Her server is killed: within half a minute she is to be seen, and nothing that she saved lacks.
    for one in psutil.process_iter(["username"]):
        if one.info["username"] == LEA:
            one.kill()
    expect(line(camille, "Léa Fontaine")).to_contain_text("page fermée, ou réseau coupé")
    expect(line(camille, "Léa Fontaine")).to_have_attribute("data-kind", "à voir")
    expect(line(camille, "Léa Fontaine")).to_contain_text("1 sur 5")
    camille.page.screenshot(path=pictures / "salle-absente.png")
    found = Axe().run(camille.page, context=".es-page")
    assert found.violations_count == 0, found.generate_report()

    # What is not handed in is taken as it is saved, by the hour of its last change.
    home = Path(f"/home/{LEA}/{ASSIGNMENT}")
    kept = {name: (home / name).read_bytes() for name in (NOTEBOOK, "reponses.json")}
    changed = max(path.stat().st_ctime for path in home.rglob("*") if path.is_file())
    camille.root.get_by_role("button", name="Prendre ce qui n'est pas rendu").click()
    camille.page.get_by_role("dialog").get_by_label("Léa Fontaine").check()
    camille.page.get_by_role("dialog").get_by_role("button", name="Continuer").click()
    expect(camille.root.locator(".es-work")).to_contain_text("Léa Fontaine a encore")
    camille.root.locator(".es-work").get_by_role("button", name="Prendre ces copies").click()
    camille.ended("Copies prises telles quelles")
    [copy] = journal.read(hub.arrivals).copies
    assert copy.arrival.account == copy.arrival.candidate == LEA
    assert copy.arrival.as_is is not None
    assert abs(copy.arrival.as_is.timestamp() - changed) < 1
    expect(line(camille, "Léa Fontaine")).to_contain_text("prise telle quelle")
    camille.root.get_by_role("button", name="Ramasser les copies").first.click()
    camille.ended("Ramassage")
    assert "n'a pas été rendue" in camille.said
    place = hub.course / "submitted" / LEA / ASSIGNMENT
    assert {name: (place / name).read_bytes() for name in kept} == kept
    assert hub.epreuves("retards", ASSIGNMENT).stdout.count("aucune copie en retard") == 1


@pytest.mark.slow
def test_nobody_but_the_instructor_asks_anything_of_the_service(hub: Hub) -> None:
    asked = json.dumps({"demande": "tel-quel", "comptes": [LEA], "epreuve": ASSIGNMENT})
    place = hub.arrivals / "demandes"
    for who in (LEA, KARIM):
        tried = hub.as_account(who, "sh", "-c", f"printf '%s' '{asked}' > {place}/aa.json", check=False)
        assert tried.returncode
    # Neither a link, nor what names a folder elsewhere, nor an account that is no candidate's.
    before = len(journal.read(hub.arrivals).copies)
    for name, text in {
        "b1": json.dumps({"demande": "tel-quel", "comptes": [INSTRUCTOR, "root"], "epreuve": ASSIGNMENT}),
        "b2": json.dumps({"demande": "tel-quel", "comptes": [KARIM], "epreuve": "../../root"}),
        "b3": "{",
    }.items():
        hub.as_account(INSTRUCTOR, "sh", "-c", f"printf '%s' '{text}' > {place}/{name}.json")
    hub.as_account(INSTRUCTOR, "ln", "-s", "/etc/shadow", f"{place}/b4.json")
    names = ("b1", "b2")
    places = {name: hub.arrivals / "reponses" / f"{name}.json" for name in names}
    for _ in range(60):
        if not any((place / f"{name}.json").is_symlink() for name in (*names, "b3", "b4")) and all(
            path.exists() for path in places.values()
        ):
            break
        time.sleep(0.5)
    assert list(place.iterdir()) == []
    assert len(journal.read(hub.arrivals).copies) == before
    answers = {name: json.loads(path.read_text()) for name, path in places.items()}
    assert not any((hub.arrivals / "reponses" / f"{name}.json").exists() for name in ("b3", "b4"))
    assert all(not answer["faits"] for answer in answers.values())
