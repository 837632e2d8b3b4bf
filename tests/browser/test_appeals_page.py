"""An appeal as the session's page shows it: given to two whose names are proposed or typed, answered criterion by criterion, withdrawn."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_session_page import SessionPage
from tests.exam.session_application import act, decided_session
from tests.seen import serving


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A session whose jury has decided, and to which an appeal came."""
    root = decided_session(tmp_path_factory.mktemp("recours") / "cours")
    today = datetime.date.today().isoformat()
    act(root, "recours recevoir", candidate="karim", about="C15.1", date=today, reason="Mon tableau n'a pas été lu.")
    return root


@pytest.fixture(scope="module")
def server(course: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(course, tmp_path_factory.mktemp("jupyter")) as address:
        yield address


def test_an_appeal_is_given_to_two_names_proposed_or_typed_then_withdrawn(
    page: Page, server: str, pictures: Path
) -> None:
    shown = SessionPage(page, server, pictures)
    shown.press("Confier le recours n° 1")
    dialog = shown.root.get_by_role("dialog")
    first = dialog.get_by_label("L'une")
    proposed = first.evaluate("field => [...field.list.options].map((option) => option.value)")
    assert proposed == ["Camille Aubert"]
    shown.seen("recours-confier", dialog)
    shown.tell({"L'une": "Camille Aubert", "L'autre": "Eve Lang"})
    shown.ended("Second tour : terminé")
    expect(shown.root.locator(".es-work")).to_contain_text("confié à Camille Aubert et Eve Lang")
    expect(shown.root.locator(".es-work")).to_contain_text("« Reprendre une grille »")
    shown.press("Saisir les niveaux pour le recours n° 1")
    fields = dialog.get_by_role("combobox")
    expect(fields).not_to_have_count(1)
    expect(dialog).not_to_contain_text("compte")
    for rank in range(1, fields.count()):
        fields.nth(rank).select_option("3")
    shown.seen("recours-niveaux", dialog)
    shown.tell({"Niveaux de": "Eve Lang"})
    shown.ended("Niveaux du second tour : terminé")
    expect(shown.root.locator(".es-work")).to_contain_text("Attendus encore : Camille Aubert")
    shown.press("Retirer le recours n° 1")
    shown.tell({"Pourquoi il est retiré": "Le candidat y renonce."})
    shown.ended("Retrait d'un recours : à confirmer")
    shown.sure("Retirer ce recours", "Retrait d'un recours : terminé")
    expect(shown.part("Les recours").get_by_role("row").last).to_contain_text(
        re.compile(r"retiré, le \d.+\s: Le candidat y renonce\.")
    )
    shown.seen("recours-retire", shown.part("Les recours"))
