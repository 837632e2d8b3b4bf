"""The page that verifies a parchemin, opened from a disk: what it says of a code that is true, changed, cut short, cancelled; by keyboard."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from epreuves_kit.exam.awards.paper import PAGE
from epreuves_kit.exam.awards.register import register
from epreuves_kit.jury.record import JuryRecord
from tests.exam.session_application import act, decided_session


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course with two attestations, the second of which is cancelled."""
    root = decided_session(tmp_path_factory.mktemp("parchemins") / "cours")
    for who, name in (("lea", "certification"), ("karim", "B1")):
        act(root, "jury decider", sure=True, candidate=who, about=name, decision="validé", reason="Vu.")
    act(root, "jury seance", number="2026-07", date="2026-07-02")
    act(root, "jury pv --rectificatif", sure=True, partial="oui", date="2026-07-02")
    act(root, "certification", register_code="RNCP 38504", specialty="312", decided="2024-04-24")
    act(root, "parchemins", sure=True, signatory="Jeanne Morin, directrice", day="2026-07-10")
    act(root, "parchemins annuler", sure=True, number="2026-07-001", reason="Nom mal écrit.")
    return root


def text(course: Path, number: str) -> str:
    with JuryRecord(course) as record:
        return "\n".join(register(record)[number].lines)


def verify(page: Page, typed: str) -> str:
    page.get_by_label("Texte du code").fill(typed)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    verdict = page.get_by_role("status")
    expect(verdict).not_to_be_empty()
    said = verdict.inner_text()
    verdict.evaluate("e => e.replaceChildren()")
    return said


def test_a_true_code_is_told_from_one_that_was_changed_cut_or_cancelled(
    page: Page, course: Path, pictures: Path
) -> None:
    page.goto((course / "exports" / PAGE).as_uri())
    true = text(course, "2026-07-002")
    assert "Authentique" in verify(page, true)
    # As a telephone or a message may give it: other ends of lines, spaces that do not break, the signature cut in two.
    *said, last = true.splitlines()
    assert "Authentique" in verify(
        page, "\r\n".join([line.replace(" ", "\xa0") for line in said] + [last[:60], last[60:]])
    )
    assert "n'est pas authentique" in verify(page, true.replace("Léa", "Lea"))
    assert "n'est pas entier" in verify(page, "\n".join(said))
    assert "n'est pas authentique" in verify(page, "\n".join([*said, "Signature : <b>rien</b>"]))
    assert "a été annulé le" in verify(page, text(course, "2026-07-001"))
    page.get_by_label("Texte du code").fill(true)
    page.get_by_role("button", name="Vérifier").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Léa FONTAINE")
    page.screenshot(path=pictures / "verifier-un-parchemin.png")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
