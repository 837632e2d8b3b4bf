"""A juror's page on a telephone and a professional's on a tablet, in a real browser: seen, by keyboard, without the network, by two jurors."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pypdf
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from epreuves_kit.exam.asking import Asked
from epreuves_kit.jury.oral_sheet import Sheets
from epreuves_kit.jury.record import OralAct, PassUseAct, TrialAct, stand
from epreuves_kit.page.drawn import do
from tests.jury.cours import E01, E06, E11
from tests.visitors import counter
from tests.visitors.counter import IDRISS, NADIA, Served, acts, given

# One browser: all that is seen goes to the same worker.
pytestmark = pytest.mark.xdist_group("vu")

PHONE, TABLET = {"width": 390, "height": 844}, {"width": 820, "height": 1180}
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]}


@contextmanager
def holding(browser: Browser, size: dict[str, int] = PHONE) -> Iterator[BrowserContext]:
    """A telephone or a tablet of somebody's."""
    context = browser.new_context(viewport=size, locale="fr-FR", has_touch=True)
    context.set_default_timeout(30_000)
    yield context
    context.close()


def opened(context: BrowserContext, served: Served, code: str) -> Page:
    """The page of a link."""
    page = context.new_page()
    page.goto(f"{served.address}#{code}")
    page.locator(".card").first.wait_for()
    return page


def level(page: Page, code: str, value: int) -> Locator:
    return page.get_by_role("group", name=f"Mon niveau, {code}").get_by_role("radio").nth(value)


def saved(page: Page) -> None:
    expect(page.get_by_role("status")).to_contain_text("Enregistré à")


def seen_well(page: Page) -> None:
    """Nothing against it by axe, nothing beside the screen, and nothing too small for a finger."""
    found = Axe().run(page, options=RULES)
    assert found.response["violations"] == [], found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    small = page.evaluate(
        """() => [...document.querySelectorAll("button, a, summary, textarea, input:not([type=radio], [type=checkbox]), label:has(> input)")]
        .map((element) => [element.outerHTML.slice(0, 80), element.getBoundingClientRect()])
        .filter(([, { width, height }]) => height && (height < 44 || width < 44)).map(([name]) => name)"""
    )
    assert small == []


def test_a_juror_holds_an_oral_on_a_telephone(browser: Browser, served: Served, course: Path, pictures: Path) -> None:
    _, code = given(course, NADIA, panel="Jury A")
    with holding(browser) as context:
        asked: list[str] = []
        context.on("request", lambda request: asked.append(request.url))
        page = opened(context, served, code)
        # The code is in no request, nor left in the address.
        assert not any(code in url for url in asked)
        assert code not in page.url
        assert all(url.startswith(served.address) for url in asked)
        expect(page.get_by_role("link", name="G1")).to_contain_text("09:00 – 09:40")
        seen_well(page)
        page.screenshot(path=pictures / "guichet-liste.png")
        page.get_by_role("link", name="G1").click()
        page.get_by_role("button", name="Commencer").click()
        expect(page.get_by_role("button", name="Terminer")).to_be_visible()
        expect(page.get_by_text("reste 40 min")).to_be_visible()
        assert "J'ai relu" not in page.content()
        level(page, "C6.1", 2).check()
        expect(page.get_by_text("<img src=x onerror=document.title='pris'> J'ai relu.")).to_be_visible()
        assert page.locator("main img").count() == 0
        page.get_by_label("Votre plan de charge").check()
        page.get_by_label("Mes remarques, C6.1").fill("Chiffres cités.")
        page.get_by_label("Mes remarques, C6.2").focus()
        saved(page)
        page.get_by_text("Ce qui se voit à chaque niveau").first.click()
        expect(page.get_by_text("2 — acquis :").first).to_be_visible()
        seen_well(page)
        page.evaluate("scrollTo(0, 0)")
        page.screenshot(path=pictures / "guichet-oral.png")
        level(page, "C6.1", 2).scroll_into_view_if_needed()
        page.screenshot(path=pictures / "guichet-niveau.png")
        page.get_by_role("link", name="Karim Benali").click()
        expect(page.get_by_role("heading", name="Karim Benali")).to_be_visible()
        expect(level(page, "C6.1", 2)).not_to_be_checked()
        expect(page.get_by_role("button", name="Terminer")).to_be_visible()
        page.get_by_role("radio", name="Absence justifiée").check()
        saved(page)
        expect(page.get_by_role("link", name="Karim Benali")).to_contain_text("absence")
        page.reload()
        expect(page.get_by_role("radio", name="Absence justifiée")).to_be_checked()
        page.get_by_role("link", name="Toutes les personnes").click()
        expect(page.get_by_role("link", name="G1")).to_contain_text("1 sur 3 niveaux")
        page.get_by_role("button", name="Quitter").click()
        expect(page.get_by_text("Ouvrez le lien que vous avez reçu")).to_be_visible()
        page.goto(f"{served.address}acces/1/")
        expect(page.get_by_role("heading", name="Page fermée")).to_be_visible()
        seen_well(page)
    sheets = Sheets(course, E06, "Camille Aubert")
    try:
        sheet = sheets.sheet("lea")
    finally:
        sheets.close()
    assert (sheet.levels, sheet.asked, sheet.own) == ({"C6.1": 2}, {1}, {NADIA: {"C6.1": "Chiffres cités."}})
    assert sheet.start


def test_a_sheet_is_kept_by_keyboard_alone(browser: Browser, served: Served, course: Path) -> None:
    _, code = given(course, NADIA, panel="Jury A")
    with holding(browser) as context:
        page = opened(context, served, code)
        press = page.keyboard.press
        press("Tab")
        expect(page.get_by_role("button", name="Quitter")).to_be_focused()
        press("Tab")
        press("Enter")
        page.get_by_role("button", name="Commencer").wait_for()
        expect(page.get_by_role("main")).to_be_focused()
        for _ in range(2):  # the way back, then the button
            press("Tab")
        press("Enter")
        expect(page.get_by_role("button", name="Terminer")).to_be_focused()
        level(page, "C6.1", 0).focus()
        press("Space")
        press("ArrowRight")
        expect(level(page, "C6.1", 1)).to_be_checked()
        press("Tab")
        expect(page.get_by_role("button", name="Retirer mon niveau").first).to_be_focused()
        saved(page)
    levels = [
        entry.act.level for entry in acts(course) if isinstance(entry.act, OralAct) and entry.act.field == "niveau"
    ]
    assert levels[-1] == 1


def test_a_cut_of_the_network_loses_nothing_and_all_is_sent_in_order_once(
    browser: Browser, served: Served, course: Path, pictures: Path
) -> None:
    _, code = given(course, NADIA, panel="Jury A")
    with holding(browser) as context:
        page = opened(context, served, code)
        page.get_by_role("link", name="G1").click()
        level(page, "C6.1", 1).check()
        saved(page)
        before = acts(course)
        context.set_offline(True)
        level(page, "C6.1", 2).check()
        level(page, "C6.1", 3).check()
        level(page, "C6.2", 2).check()
        page.get_by_label("Mes remarques, C6.2").fill("Dit sans réseau.")
        page.get_by_role("link", name="Karim Benali").click()
        level(page, "C6.1", 0).check()
        expect(page.get_by_role("status")).to_contain_text("Hors ligne : 4 gestes gardés ici")
        seen_well(page)
        page.screenshot(path=pictures / "guichet-hors-ligne.png")
        # From one sheet to another and back, what is not saved yet is shown.
        page.get_by_role("link", name="Léa Fontaine").click()
        expect(level(page, "C6.1", 3)).to_be_checked()
        expect(page.get_by_label("Mes remarques, C6.2")).to_have_value("Dit sans réseau.")
        page.get_by_role("button", name="Quitter").click()
        expect(page.get_by_role("alert")).to_contain_text("ne sont pas encore enregistrés")
        assert acts(course) == before
        # Reloaded without a network the browser has no page; it comes back with it, and nothing that was typed is lost.
        address = page.url
        page.get_by_label("Mes remarques, C6.2").fill("Dit sans réseau, et rechargé.")
        with pytest.raises(Exception, match="ERR_INTERNET_DISCONNECTED"):
            page.reload()
        context.set_offline(False)
        page.goto(address)
        saved(page)
        expect(page.get_by_label("Mes remarques, C6.2")).to_have_value("Dit sans réseau, et rechargé.")
        assert page.evaluate("localStorage.length") == 0
    kept = [
        entry.act
        for entry in acts(course)[len(before) :]
        if isinstance(entry.act, OralAct) and entry.act.field in ("niveau", "remarque")
    ]
    assert [(act.candidate, act.key, act.level, act.text) for act in kept] == [
        ("lea", "C6.1", 3, ""),
        ("lea", "C6.2", 2, ""),
        ("karim", "C6.1", 0, ""),
        ("lea", "C6.2", None, "Dit sans réseau, et rechargé."),
    ]


def test_what_a_withdrawn_link_had_kept_is_sent_by_the_one_that_replaces_it(
    browser: Browser, served: Served, course: Path
) -> None:
    with holding(browser) as context:
        page = opened(context, served, given(course, NADIA, panel="Jury A")[1])
        page.get_by_role("link", name="G1").click()
        context.set_offline(True)
        level(page, "C6.1", 2).check()
        code = given(course, NADIA, panel="Jury A")[1]
        context.set_offline(False)
        expect(page.get_by_role("status")).to_contain_text("Page fermée : 1 geste n'est pas enregistré, gardé")
        expect(page.get_by_role("alert")).to_contain_text("demandez-en un autre")
        assert not stand(acts(course)).orals
        page = opened(context, served, code)
        saved(page)
    assert stand(acts(course)).orals == {(E06, "lea", "C6.1"): 2}


def test_an_answer_that_is_lost_does_not_make_two_gestures(browser: Browser, served: Served, course: Path) -> None:
    _, code = given(course, NADIA, panel="Jury A")
    with holding(browser) as context:
        page = opened(context, served, code)
        page.get_by_role("link", name="G1").click()
        lost: list[str] = []

        def lose(route):
            if lost:
                route.continue_()
                return
            lost.append(route.request.post_data)
            route.fetch()  # the server has it, and the page never hears of it
            route.abort()

        page.route("**/geste", lose)
        level(page, "C6.1", 2).check()
        expect(page.get_by_role("status")).to_contain_text("Hors ligne : 1 geste gardé ici")
        saved(page)
    own = json.loads(lost[0])["id"]
    uses = [entry.act.gesture for entry in acts(course) if isinstance(entry.act, PassUseAct)]
    assert uses.count(own) == 1
    assert [entry.act.field for entry in acts(course) if isinstance(entry.act, OralAct)].count("niveau") == 1


def test_a_group_is_heard_by_two_jurors_who_agree_at_last_and_the_minutes_hold_it(
    browser: Browser, served: Served, course: Path, pictures: Path
) -> None:
    codes = [given(course, name, panel="Jury A")[1] for name in (NADIA, IDRISS)]
    with holding(browser) as hers, holding(browser, TABLET) as his:
        nadia, idriss = opened(hers, served, codes[0]), opened(his, served, codes[1])
        for page in (nadia, idriss):
            page.get_by_role("link", name="G1").click()
        nadia.get_by_role("button", name="Commencer").click()
        saved(nadia)
        for rank, who in enumerate(("Léa Fontaine", "Karim Benali")):
            for page in (nadia, idriss):
                page.get_by_role("link", name=who).click()
                page.get_by_role("heading", name=who).wait_for()
                for code in ("C6.1", "C6.2", "C6.3"):
                    own = 3 if (page, code, rank) == (idriss, "C6.2", 0) else 2
                    level(page, code, own).check()
                saved(page)
        idriss.get_by_role("link", name="Léa Fontaine").click()
        nadia.get_by_role("link", name="Léa Fontaine").click()
        nadia.reload()
        expect(nadia.get_by_text("Idriss Koné : 3 — à accorder")).to_be_visible()
        expect(idriss.get_by_text("Nadia Roux : 2 — à accorder")).to_be_visible()
        expect(idriss.get_by_text("Nadia Roux : 2 — d'accord.")).to_have_count(2)
        seen_well(nadia)
        seen_well(idriss)
        nadia.get_by_text("Idriss Koné : 3 — à accorder").scroll_into_view_if_needed()
        nadia.screenshot(path=pictures / "guichet-accorder.png")
        idriss.evaluate("scrollTo(0, 0)")
        idriss.screenshot(path=pictures / "guichet-tablette.png")
        assert (E06, "lea", "C6.2") in stand(acts(course)).to_settle
        level(nadia, "C6.2", 3).check()
        saved(nadia)
        expect(nadia.get_by_text("Idriss Koné : 3 — d'accord.")).to_be_visible()
        nadia.get_by_role("button", name="Terminer").or_(nadia.get_by_text("Corriger les heures")).first.wait_for()
    state = stand(acts(course))
    assert not state.to_settle
    assert {state.orals[E06, who, "C6.1"] for who in ("lea", "karim")} == {2}
    assert state.orals[E06, "lea", "C6.2"] == 3
    levels = [entry for entry in acts(course) if isinstance(entry.act, OralAct) and entry.act.field == "niveau"]
    assert {entry.author for entry in levels} == {NADIA, IDRISS}
    for action, values in (
        ("jury seance", {"number": "2026-12-A", "date": counter.now(course).date().isoformat(), "place": "Paris"}),
        ("jury pv", {"partial": "oui"}),
    ):
        do(course, Asked(action, "", {"author": "Secrétariat", **values}, True), lambda what, done, of: None)
    # 80 % of the writing's half, and 20 % of the oral's two thirds, or of its whole where they agreed on three.
    text = minutes(course)
    assert "C6.1 53,33 %, C6.2 60 %, C6.3 53,33 %" in text
    assert "C6.1 53,33 %, C6.2 53,33 %, C6.3 53,33 %" in text


def minutes(root: Path) -> str:
    """The text of the procès-verbal."""
    [path] = root.rglob("proces-verbal*.pdf")
    return " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(path).pages).split())


def test_a_grand_oral_has_its_parts(browser: Browser, served: Served, course: Path, pictures: Path) -> None:
    _, code = given(course, NADIA, E01)
    with holding(browser) as context:
        page = opened(context, served, code)
        page.get_by_role("link", name="Léa Fontaine").click()
        page.get_by_text("Fiche de compétences").first.click()
        questions = page.get_by_role("checkbox")
        questions.nth(0).check()
        questions.nth(1).check()
        saved(page)
        questions.nth(2).check(force=True)
        expect(page.get_by_role("alert")).to_contain_text("Deux questions au plus par partie")
        expect(questions.nth(2)).not_to_be_checked()
        seen_well(page)
        page.evaluate("scrollTo(0, 0)")
        page.screenshot(path=pictures / "guichet-grand-oral.png")


def test_a_professional_marks_a_production_on_a_tablet(
    browser: Browser, served: Served, course: Path, pictures: Path
) -> None:
    counter.drawn(course)
    _, code = given(course, "Léo Paul, acheteur", E11, trial=True)
    with holding(browser, TABLET) as context:
        page = opened(context, served, code)
        seen_well(page)
        page.get_by_role("link", name="Léa Fontaine").click()
        first, second = (page.get_by_role("region", name=f"Tâche {rank}") for rank in (1, 2))
        first.get_by_role("radio", name="Trouvée", exact=True).check()
        first.get_by_label("Secondes").fill("42")
        first.get_by_role("radio", name="Oui").check()
        context.set_offline(True)
        second.get_by_role("radio", name="Non trouvée").check()
        second.get_by_role("radio", name="Non", exact=True).check()
        for group in page.locator(".marks").all():
            group.get_by_role("radio").nth(3).check()
        page.get_by_label("Remarque").fill("Un guide que l'on suit.")
        expect(page.get_by_role("status")).to_contain_text("Hors ligne")
        context.set_offline(False)
        saved(page)
        expect(page.get_by_text("Complète")).to_be_visible()
        seen_well(page)
        page.screenshot(path=pictures / "guichet-essais.png", full_page=True)
        page.reload()
        expect(first.get_by_label("Secondes")).to_have_value("42")
        expect(page.get_by_label("Remarque")).to_have_value("Un guide que l'on suit.")
    last = [entry.act for entry in acts(course) if isinstance(entry.act, TrialAct)][-1]
    assert set(last.marks.values()) == {4}
    assert [(task.seconds, task.understood) for task in last.tasks] == [(42, True), (None, False)]
