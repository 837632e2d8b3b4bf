"""What opens for a candidate on a real hub: the page of their épreuves, from the one that is given out to its receipt."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from epreuves_kit.extensions.hub import journal
from tests.corpus import ASSIGNMENT
from tests.hub.conftest import INSTRUCTOR, KARIM, LEA, Hub
from tests.hub.test_hub import NOTEBOOK, Session, _until, card
from tests.hub.test_hub_room import sit


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = Path(os.environ.get("EPREUVES_IMAGES") or tmp_path_factory.mktemp("images"))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def order() -> list[str]:
    """The ids of the cells that are on the disk, in order; JupyterLab empties the file before it writes it."""
    content = _until(Path(f"/home/{LEA}/{ASSIGNMENT}/{NOTEBOOK}").read_bytes, lambda written: written)
    return [cell["id"] for cell in json.loads(content)["cells"]]


@pytest.mark.slow
def test_a_candidate_receives_opens_and_hands_in_from_the_page_that_opens(
    hub: Hub, browser: Browser, pictures: Path
) -> None:
    ends = sit(hub)
    lea = hub.door(browser, LEA)
    expect(lea).to_have_url(f"{hub.address}/user/{LEA}/epreuves/")
    expect(lea.get_by_role("status")).to_contain_text("Aucune épreuve n'est distribuée")
    camille = Session(hub.seat(browser, INSTRUCTOR))
    camille.open()
    camille.follow("Distribuer l'épreuve", "Distribution")
    assert "sur leur page « Mes épreuves »" in camille.said

    # It is there without a gesture, with the candidate's hours.
    expect(card(lea)).to_contain_text(f"L'épreuve finit à {ends:%H:%M}")
    axe = Axe().run(lea)
    assert axe.violations_count == 0, axe.generate_report()
    lea.screenshot(path=pictures / "mes-epreuves.png")
    card(lea).get_by_role("button", name="Ouvrir l'épreuve").press("Enter")
    lea.get_by_role("button", name="Commencer l'épreuve").click()
    form = lea.locator(".en-form").nth(2)
    form.get_by_role("textbox").fill("2,5")
    expect(form.locator(".en-notice")).to_contain_text("✓")

    # Cells stay where they are, by the keyboard and by the mouse.
    before = order()
    lea.locator(".jp-Cell .jp-InputArea-prompt:visible").first.click()
    lea.keyboard.press("Escape")
    lea.keyboard.press("Control+Shift+ArrowDown")
    prompts = lea.locator(".jp-CodeCell .jp-InputPrompt:visible")
    prompts.first.drag_to(prompts.last)
    lea.keyboard.press("Control+s")

    # From the notebook to where copies are handed in, with what is to be known first; one may stay.
    lea.get_by_role("button", name="Rendre…").click()
    asked = lea.get_by_role("group", name="Rendre cette épreuve")
    expect(asked).to_contain_text("1 réponse sur 5")
    assert order() == before
    asked.get_by_role("button", name="Ne pas rendre").press("Enter")
    expect(asked).to_have_count(0)
    assert journal.read(hub.arrivals).copies == ()
    card(lea).get_by_role("button", name="Rendre", exact=True).click()
    lea.screenshot(path=pictures / "mes-epreuves-rendre.png")
    asked.get_by_role("button", name="Rendre maintenant").click()
    expect(card(lea)).to_contain_text("gardée sous scellé par la machine de l'école")

    # The receipt is that of the bytes that the hub has sealed.
    [copy] = journal.read(hub.arrivals).copies
    assert (copy.arrival.account, copy.arrival.candidate) == (LEA, LEA)
    card(lea).get_by_text("Ce qui est rendu").click()
    rows = [row.locator("th, td").all_inner_texts() for row in card(lea).locator("tbody tr").all()]
    assert [name for name, _, _ in rows] == [NOTEBOOK, "reponses.json"]
    for name, _, digest in rows:
        kept = hub.arrivals / "copies" / str(copy.arrival.number) / name
        assert hashlib.sha256(kept.read_bytes()).hexdigest() == digest
    axe = Axe().run(lea)
    assert axe.violations_count == 0, axe.generate_report()
    lea.screenshot(path=pictures / "mes-epreuves-rendue.png", full_page=True)

    # Opened again, it is run and saved again, and nothing of it is changed.
    handed = (Path(f"/home/{LEA}/{ASSIGNMENT}") / NOTEBOOK).stat().st_mtime_ns
    card(lea).get_by_role("button", name="Continuer l'épreuve").click()
    lea.locator(".en-form").nth(2).get_by_role("textbox").wait_for()
    lea.keyboard.press("Control+s")
    _until(lambda: (Path(f"/home/{LEA}/{ASSIGNMENT}") / NOTEBOOK).stat().st_mtime_ns, lambda at: at != handed)
    lea.goto(f"{hub.address}/user/{LEA}/epreuves/")
    expect(card(lea)).to_contain_text("1 réponse sur 5")
    expect(card(lea)).not_to_contain_text("n'est pas rendu.")

    # What changes afterwards is told, a file that is added too, and the next copy says what it takes the place of.
    typed, plan = (f"/home/{LEA}/{ASSIGNMENT}/{name}" for name in ("reponses.json", "plan.txt"))
    for change, back in ((f"echo x > {plan}", f"rm {plan}"), (f"sed -i 's/2,5/2,6/' {typed}", "true")):
        hub.as_account(LEA, "sh", "-c", change)
        expect(card(lea)).to_contain_text("Ce que vous avez changé depuis n'est pas rendu.")
        hub.as_account(LEA, "sh", "-c", back)
    card(lea).get_by_role("button", name="Rendre de nouveau").click()
    expect(asked).to_contain_text("Une copie est déjà rendue")
    asked.get_by_role("button", name="Rendre maintenant").click()
    assert len(_until(lambda: journal.read(hub.arrivals).copies, lambda copies: len(copies) == 2)) == 2
    expect(card(lea)).not_to_contain_text("n'est pas rendu.")


@pytest.mark.slow
def test_an_exchange_that_does_not_answer_is_said_and_the_page_is_its_candidate_s_own(
    hub: Hub, browser: Browser
) -> None:
    karim = hub.door(browser, KARIM)
    card(karim).get_by_role("button", name="Ouvrir l'épreuve").click()
    karim.get_by_role("button", name="Commencer l'épreuve").wait_for()
    other = karim.context.new_page()
    for path in ("", "liste"):
        answer = other.goto(f"{hub.address}/user/{LEA}/epreuves/{path}")
        assert answer is not None
        assert answer.status == 403
    karim.goto(f"{hub.address}/user/{KARIM}/epreuves/")
    hub.inbound.chmod(0o700)
    try:
        card(karim).get_by_role("button", name="Rendre", exact=True).click()
        karim.get_by_role("button", name="Rendre maintenant").click()
        expect(karim.get_by_role("status")).to_contain_text("E98 n'est pas rendue")
        expect(karim.get_by_role("status")).to_contain_text("Prévenez la personne qui surveille.")
    finally:
        hub.inbound.chmod(0o3773)
    # What names no épreuve of the list is refused, and nothing of the machine is told.
    token = "document.cookie.match(/_xsrf=([^;]+)/)?.[1] ?? ''"
    for name in ("../../etc", "", "e99_autre"):
        refused = karim.evaluate(
            f"async (name) => {{ const answer = await fetch('rendre', {{ method: 'POST', headers: {{ 'X-XSRFToken': {token} }}, body: JSON.stringify({{ epreuve: name, sure: true }}) }}); return [answer.status, await answer.text()]; }}",
            name,
        )
        assert refused[0] == 422
        assert "n'est plus dans la liste" in refused[1]
