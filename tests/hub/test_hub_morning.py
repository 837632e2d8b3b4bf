"""A morning on a real hub: a room of candidates in browsers of their own, three with arrangements, through a network cut, killed servers and a machine
that goes down, to copies that are sealed, collected and marked; not one answer that was said to be kept lacks.
"""

from __future__ import annotations

import datetime
import json
import os
import re
import time
from pathlib import Path

import psutil
import pytest
from nbgrader.api import Gradebook
from playwright.sync_api import Browser, Locator, Page, expect

from epreuves_kit.extensions.hub import journal
from tests.corpus import ASSIGNMENT
from tests.hub.conftest import INSTRUCTOR, Hub
from tests.hub.test_hub import NOTEBOOK, Session, _until
from tests.hub.test_hub_room import news, sit

#: Accents, particles, homonyms, an apostrophe; as many as are asked for.
NAMES = (
    ("le-goff", "LE GOFF", "Zoé"), ("benali", "BENALI", "Karim"), ("lafontaine", "DE LA FONTAINE", "Aurélien"), ("oconnor", "O'CONNOR", "Siobhán"),
    ("nguyen", "NGUYỄN", "Thị Mai"), ("martin", "MARTIN", "Camille"), ("martin2", "MARTIN", "Camille"), ("dupont", "DUPONT-MOREAU", "Léa-Marie"),
    ("berg", "VAN DEN BERG", "Joris"), ("celik", "ÇELİK", "Ayşe"), ("darc", "D'ARC", "Éloïse"), ("garcia", "GARCÍA LÓPEZ", "José"),
    *((f"place{rank}", "PLACE", f"Numéro {rank}") for rank in range(13, 21)),
)  # fmt: skip
MANY = int(os.environ.get("EPREUVES_CANDIDATS", "12"))
ROOM = tuple((f"epr-essai-{id}", surname, first) for id, surname, first in NAMES[:MANY])
#: Who has a third more, pauses, somebody beside them.
GRANTED = {ROOM[0][0]: "--temps 'un tiers'", ROOM[1][0]: "--pauses 20", ROOM[2][0]: "--temps '50 %' --assistant oui"}


@pytest.fixture(scope="module")
def candidates() -> tuple[tuple[str, str, str], ...]:
    return ROOM


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = Path(os.environ.get("EPREUVES_IMAGES") or tmp_path_factory.mktemp("images"))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


class Seat:
    """A candidate before their page, and what they were told is kept."""

    def __init__(self, hub: Hub, who: str, page: Page) -> None:
        self.hub, self.who, self.page = hub, who, page
        self.kept: dict[int, str] = {}

    @property
    def folder(self) -> Path:
        return Path(f"/home/{self.who}/{ASSIGNMENT}")

    def open(self) -> None:
        """Open the épreuve from the page that opens, and begin."""
        stopped = self.page.get_by_role("link", name="Démarrer JupyterLab")
        opening = self.page.get_by_role("article", name=re.compile("E98")).get_by_role(
            "button", name=re.compile("Ouvrir l'épreuve|Continuer l'épreuve")
        )
        stopped.or_(opening).first.wait_for()
        if stopped.is_visible():
            stopped.click()
        opening.click()
        start = self.page.get_by_role("button", name="Commencer l'épreuve")
        self.page.locator(".en-form").or_(start).first.wait_for()
        if start.is_visible():
            start.click()
        self.form(2).wait_for()

    def form(self, rank: int) -> Locator:
        return self.page.locator(".en-form").nth(rank).get_by_role("textbox").first

    def types(self, value: str, rank: int = 2) -> None:
        """Type an answer, and wait to be told that it is kept, by the value that was read."""
        self.form(rank).fill(value)
        told = self.page.locator(".en-form").nth(rank).locator(".en-notice[data-state=kept]")
        expect(told).to_contain_text(f"«\N{NO-BREAK SPACE}{value}")
        self.kept[rank] = value

    def back(self) -> None:
        """Come back after whatever happened, as somebody does who loads the page again."""
        self.page.goto(f"{self.hub.address}/user/{self.who}/epreuves/")
        self.open()
        for rank, value in self.kept.items():
            expect(self.form(rank)).to_have_value(value)

    def saved(self) -> list[str]:
        """The answers on the disk, as text."""
        typed = json.loads((self.folder / "reponses.json").read_text("utf-8"))
        return re.findall(r'"([^"]*)"', json.dumps(typed, ensure_ascii=False))

    def hand_in(self) -> None:
        self.page.goto(f"{self.hub.address}/user/{self.who}/epreuves/")
        article = self.page.get_by_role("article", name=re.compile("E98"))
        article.get_by_role("button", name="Rendre", exact=True).click()
        self.page.get_by_role("group", name="Rendre cette épreuve").get_by_role(
            "button", name="Rendre maintenant"
        ).click()
        expect(article).to_contain_text("gardée sous scellé par la machine de l'école")


def kill(who: str) -> None:
    for one in psutil.process_iter(["username"]):
        if one.info["username"] == who:
            one.kill()


def said(what: str, since: float) -> None:
    print(f"{what} : {time.monotonic() - since:.0f} s", flush=True)


@pytest.mark.slow
def test_a_morning_from_the_first_sign_in_to_marked_copies_with_nothing_lost(
    hub: Hub, browser: Browser, pictures: Path
) -> None:
    begun = time.monotonic()
    for who, granted in GRANTED.items():
        surname, first = next((surname, first) for id, surname, first in ROOM if id == who)
        hub.epreuves("candidats", "inscrire", f'"{surname}" "{first}" --identifiant {who} {granted} --oui')
    ends = sit(hub)
    camille = Session(hub.seat(browser, INSTRUCTOR))
    camille.open()
    camille.follow("Distribuer l'épreuve", "Distribution")
    seats = []
    for who, _, _ in ROOM:
        seat = Seat(hub, who, hub.door(browser, who))
        seat.open()
        seats.append(seat)
        said(f"{who} devant son épreuve", begun)
    for rank, seat in enumerate(seats):
        seat.types(f"{rank + 1},25")
    said("une réponse gardée chacun", begun)
    third, pauses, _, *others = seats
    expect(others[0].page.locator(".epreuves-temps")).to_contain_text(f"{ends:%H:%M}")
    expect(third.page.locator(".epreuves-temps")).to_contain_text(f"{ends + datetime.timedelta(minutes=20):%H:%M}")
    expect(pauses.page.locator(".epreuves-temps")).to_contain_text(f"{ends + datetime.timedelta(minutes=20):%H:%M}")
    camille.root.get_by_role("heading", name="La salle · E98").wait_for()
    expect(camille.root.locator("tr").filter(has_text="1 sur 5")).to_have_count(len(seats))
    camille.page.screenshot(path=pictures / "matin-salle.png", full_page=True)

    # The network is cut for some, who go on typing; the servers of others are killed.
    cut, killed = seats[3:6], seats[6:9]
    for seat in cut:
        seat.page.context.set_offline(True)
        seat.form(2).fill("99,5")
    for seat in killed:
        kill(seat.who)
    time.sleep(20)
    for name, seat in (("coupure", cut[0]), ("serveur-tue", killed[0])):
        seat.page.screenshot(path=pictures / f"matin-{name}.png")
    for seat in cut:
        expect(seat.page.locator(".en-form").nth(2).locator(".en-notice")).not_to_contain_text("✓")
        seat.page.context.set_offline(False)
    for seat in cut:
        # What was typed meanwhile is kept once the network is there again, or said not to be.
        notice = seat.page.locator(".en-form").nth(2).locator(".en-notice")
        seat.page.wait_for_timeout(15_000)
        if "✓" in notice.inner_text():
            seat.kept[2] = "99,5"
    seats[3].page.screenshot(path=pictures / "matin-retour.png")
    for seat in (*cut, *killed):
        seat.back()
        said(f"{seat.who} de retour", begun)

    # The machine goes down, and comes up again.
    for rank, seat in enumerate(seats):
        seat.types(f"{rank + 1},5")
    hub.stop()
    time.sleep(10)
    seats[0].page.screenshot(path=pictures / "matin-panne.png")
    hub.start()
    said("le hub est reparti", begun)
    for seat in seats:
        for value in seat.kept.values():
            assert value in seat.saved(), (seat.who, value)
        seat.back()
    said("chacun de retour après la panne", begun)

    # Minutes are given back to all, with the reason, and told on each page.
    camille = Session(hub.seat(browser, INSTRUCTOR))
    camille.open()
    camille.root.get_by_role("button", name="Rendre des minutes", exact=True).first.click()
    camille.page.get_by_label("Minutes", exact=True).fill("15")
    camille.page.get_by_label("Pourquoi").fill("panne de la machine")
    camille.page.get_by_role("dialog").get_by_role("button", name="Continuer").click()
    camille.ended("Minutes rendues")
    for seat in seats:
        expect(news(seat.page)).to_contain_text("15 minutes vous sont rendues (panne de la machine)")
    seats[0].page.screenshot(path=pictures / "matin-minutes.png")

    # All but two hand in; these are taken as they are.
    for rank, seat in enumerate(seats):
        seat.types(f"{rank + 1},75")
    left = seats[-2:]
    for seat in seats[:-2]:
        seat.hand_in()
        said(f"{seat.who} a rendu", begun)
    camille.root.get_by_role("button", name="Prendre ce qui n'est pas rendu").click()
    dialog = camille.page.get_by_role("dialog")
    for _, surname, first in ROOM[-2:]:
        dialog.get_by_label(f"{first} {surname}", exact=False).last.check()
    dialog.get_by_role("button", name="Continuer").click()
    camille.root.locator(".es-work").get_by_role("button", name="Prendre ces copies").click()
    camille.ended("Copies prises telles quelles")
    camille.page.screenshot(path=pictures / "matin-fin.png", full_page=True)
    copies = _until(
        lambda: {copy.arrival.candidate: copy.arrival for copy in journal.read(hub.arrivals).copies},
        lambda arrived: len(arrived) == len(seats),
    )
    assert {who for who, arrival in copies.items() if arrival.as_is is not None} == {seat.who for seat in left}
    camille.root.get_by_role("button", name="Ramasser les copies").first.click()
    camille.ended("Ramassage")
    camille.root.get_by_role("button", name="Corriger les copies").first.click()
    camille.ended("Correction")
    said("tout est corrigé", begun)
    for seat in seats:
        place = hub.course / "submitted" / seat.who / ASSIGNMENT
        kept = hub.arrivals / "copies" / str(copies[seat.who].number)
        for name in (NOTEBOOK, "reponses.json"):
            assert (place / name).read_bytes() == (kept / name).read_bytes()
        assert seat.kept[2] in (place / "reponses.json").read_text("utf-8")
    with Gradebook(f"sqlite:///{hub.course / 'gradebook.db'}") as gradebook:
        marked = {submission.student.id for submission in gradebook.assignment_submissions(ASSIGNMENT)}
    assert marked == {seat.who for seat in seats}
    assert hub.epreuves("accuses", "--verifier", check=False).returncode in (0, 1)
    assert hub.epreuves("retards", ASSIGNMENT).stdout.count("aucune copie en retard") == 1
