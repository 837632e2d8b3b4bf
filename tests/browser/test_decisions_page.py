"""The jury's decisions as the session's page shows them, at 850 pixels: names and buttons stay, a sign an épreuve, lines chosen by name and by decision."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from epreuves_kit.referentiel.reading import referentiel
from tests.browser.test_session_page import SessionPage
from tests.course import ROOT
from tests.exam.session_application import JURY, act
from tests.jury.cours import NotebookFile, lay
from tests.seen import serving

PEOPLE = {"lea": ("Léa", "FONTAINE"), "jose": ("José Ángel", "GARCÍA LÓPEZ"), "thi": ("Thị Mai", "NGUYỄN")}


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three people with figures in each of the certification's épreuves; one has level 0 everywhere, the jury has decided of another."""
    root = lay(tmp_path_factory.mktemp("decisions") / "cours")
    (root / "jury.yaml").write_text(JURY, "utf-8")
    for epreuve in referentiel(ROOT).epreuves:
        (root / "source" / epreuve.id).mkdir(parents=True)
    with NotebookFile(root) as book:
        for id, (first, last) in PEOPLE.items():
            book.student(id, first, last)
        for epreuve in referentiel(ROOT).epreuves:
            book.release(epreuve.id)
            for id in PEOPLE:
                book.mark(id, epreuve.id, machine=9, levels=(0, 0) if id == "thi" else (3, 3))
    act(root, "jury decider", sure=True, candidate="lea", about="certification", decision="validé", reason="Vu.")
    return root


@pytest.fixture(scope="module")
def server(course: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(course, tmp_path_factory.mktemp("jupyter")) as address:
        yield address


def test_decisions_are_read_at_850_pixels_and_chosen_by_keyboard(page: Page, server: str, pictures: Path) -> None:
    shown = SessionPage(page, server, pictures)
    shown.press("Montrer les décisions")
    jury = shown.part("Le jury")
    table = jury.get_by_role("group")
    expect(table.get_by_role("row")).to_have_count(1 + len(PEOPLE))
    assert table.get_by_role("columnheader").count() == 1 + 17 + 4 + 3
    # As wide as the page is beside JupyterLab's own panels.
    shown.root.evaluate("page => page.style.width = '850px'")
    table.evaluate("place => place.scrollLeft = 400")
    frame = table.bounding_box()
    assert frame is not None
    for seen in (
        jury.get_by_role("rowheader", name="Léa FONTAINE"),
        jury.get_by_role("button", name="Décider pour Léa FONTAINE"),
        jury.get_by_role("button", name="Détail de Léa FONTAINE"),
    ):
        box = seen.bounding_box()
        assert box is not None
        assert frame["x"] - 1 <= box["x"]
        assert box["x"] + box["width"] <= frame["x"] + frame["width"] + 1
    # A sign, which is said in words too.
    expect(jury.get_by_role("row", name="Thị Mai NGUYỄN")).to_contain_text("✗ non validée")
    shown.seen("decisions-850", jury)

    jury.get_by_label("Chercher un nom").focus()
    page.keyboard.type("garcia")
    expect(table.get_by_role("row")).to_have_count(2)
    expect(jury.get_by_role("status")).to_have_text("1 sur 3")
    jury.get_by_label("Chercher un nom").fill("")
    certification = jury.get_by_label("Certification")
    certification.select_option("validée (jury)")
    expect(jury.get_by_role("status")).to_have_text("1 sur 3")
    expect(jury.get_by_role("rowheader")).to_have_text(["Léa FONTAINE"])
    # Drawn again, the page keeps what was chosen.
    jury.get_by_role("button", name="Détail de Léa FONTAINE").press("Enter")
    shown.ended("Décisions du jury : terminé")
    expect(shown.root.locator(".es-work")).to_contain_text("Compétences")
    expect(jury.get_by_label("Certification")).to_have_value("validée (jury)")


def test_what_is_asked_about_and_given_up_leads_back_to_where_one_was_and_the_page_is_no_wider(
    page: Page, server: str, pictures: Path
) -> None:
    page.set_viewport_size({"width": 1366, "height": 768})
    shown = SessionPage(page, server, pictures)
    shown.press("Montrer les décisions")
    deciding = shown.part("Le jury").get_by_role("button", name="Décider pour Léa FONTAINE")
    deciding.press("Enter")
    shown.tell(
        {"Sur quoi": "certification", "Décision du jury": "non validé", "Motif, que le procès-verbal dira": "Vu."}
    )
    shown.ended("Décision du jury : à confirmer")
    expect(shown.root.locator(".es-work")).to_contain_text("le jury refuserait ce qui est validé")
    assert shown.root.evaluate("page => page.parentElement.scrollWidth <= page.parentElement.clientWidth")
    shown.root.get_by_role("button", name="Ne rien faire").press("Enter")
    expect(deciding).to_be_focused()
    expect(deciding).to_be_in_viewport()
