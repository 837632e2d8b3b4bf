"""The form under a question in a real browser, before a kernel that answers, waits or is gone: what is typed is sent as it is, and never lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, expect

from tests.entry.bench import CHANNELS, EVERY, HERE, OWN, SETTINGS, Bench, column, form

NAMES = ["canal", "clics", "chiffre d'affaires"]
LATE = "Pas encore enregistré : Python est occupé ou arrêté. Votre saisie est gardée sur cet ordinateur."
ORDERED = form("q-ordre", "list", ordered=True)
LINE = form("q-nombre", "line", unit="€")
RADIO = form("q-radio", "radio", options=["Shopping", "Search", "Display"])


def grid(*rows: tuple[str, ...], names: list[str] = NAMES) -> dict[str, Any]:
    """A grid's value."""
    return {"columns": names, "rows": [list(row) for row in rows]}


def clipboard(name: str) -> str:
    """The text that a spreadsheet put on the clipboard."""
    return (HERE / "clipboards" / name).read_bytes().decode("utf-8")


def box(form: Locator, name: str) -> Locator:
    """A form's control, by its whole name."""
    return form.get_by_label(name, exact=True)


def current(bench: Bench) -> str:
    """The name of what has the focus."""
    name: str = bench.page.evaluate("document.activeElement.ariaLabel ?? document.activeElement.textContent")
    return name


# --- Typed, and sent as it is typed


def type_number(bench: Bench, form: Locator) -> None:
    form.get_by_role("textbox").click()
    bench.page.keyboard.type(" 12 345,60 € ")


def choose_by_arrow(bench: Bench, form: Locator) -> None:
    form.get_by_label("Shopping").focus()
    bench.press("Space", "ArrowDown")


def choose_in_list(bench: Bench, form: Locator) -> None:
    form.get_by_role("combobox").select_option("Cible 11")


def tick(bench: Bench, form: Locator) -> None:
    for name in ("Display", "Search", "Shopping"):
        form.get_by_label(name).click()
    form.get_by_label("Search").press("Space")


def list_entries(bench: Bench, form: Locator) -> None:
    box(form, "Entrée 1").click()
    bench.page.keyboard.type("Écouter")
    bench.press("Enter", "Enter")
    bench.page.keyboard.type("Cibler")


def rank(bench: Bench, form: Locator) -> None:
    box(form, "Entrée 1").select_option("Promotion")
    box(form, "Entrée 2").select_option("Prix")


def fill_cells(bench: Bench, form: Locator) -> None:
    box(form, "Shopping, clics").click()
    for text, key in (("12", "Tab"), ("0,5", "Enter"), ("-4", "Shift+Tab"), ("x", "Tab")):
        bench.page.keyboard.type(text)
        bench.press(key)


def fill_own(bench: Bench, form: Locator) -> None:
    box(form, "Ligne 1, objectif").click()
    bench.page.keyboard.type("Ventes")
    bench.press("Tab")
    bench.page.keyboard.type("panier")
    box(form, "Ventes, sens").select_option("hausse")


def draw_bars(bench: Bench, form: Locator) -> None:
    fill(bench, form, "Ligne 1, canal", "Ventes", "12")
    box(form, "Titre").fill("Un titre")
    form.get_by_label("en courbes").check()


def draw_heat(bench: Bench, form: Locator) -> None:
    fill(bench, form, "Nom de la colonne 1", "mai", "juin")
    box(form, "Ligne 1, canal").fill("TV")


def fill(bench: Bench, form: Locator, first: str, *texts: str) -> None:
    box(form, first).click()
    for text in texts:
        bench.page.keyboard.type(text)
        bench.press("Tab")


HEADS = ["canal", *map(str, range(1, 13))]

TYPED: dict[str, tuple[Callable[[Bench, Locator], None], Any]] = {
    "q-nombre": (type_number, " 12 345,60 € "),
    "q-texte": (type_number, " 12 345,60 € "),
    "q-court": (type_number, " 12 345,60 € "),
    "q-radio": (choose_by_arrow, "Search"),
    "q-liste": (choose_in_list, "Cible 11"),
    "q-cases": (tick, ["Shopping", "Display"]),
    "q-ordre": (list_entries, ["Écouter", "", "Cibler"]),
    "q-rangs": (rank, ["Promotion", "Prix"]),
    "q-sac": (list_entries, ["Écouter", "", "Cibler"]),
    "q-canaux": (fill_cells, grid(("Shopping", "12", "0,5"), ("Search", "x", "-4"), ("Display", "", ""), ("E-mail", "", ""))),
    "q-kpi": (fill_own, grid(("Ventes", "panier", "hausse"), names=["objectif", "indicateur", "sens"])),
    "q-barres": (draw_bars, {"kind": "courbes", **grid(("Ventes", "12", ""), names=["canal", "clics", "ventes"]), **SETTINGS, "title": "Un titre"}),
    "q-carte": (draw_heat, {"kind": "carte_chaleur", **grid(("", "mai", "juin", *[""] * 10), ("TV", *[""] * 12), names=HEADS), **SETTINGS}),
}  # fmt: skip


@pytest.mark.parametrize("drawn", EVERY, ids=lambda drawn: str(drawn["id"]))
def test_what_is_typed_is_sent_as_it_is_numbered_and_shown_again(bench: Bench, drawn: dict[str, Any]) -> None:
    act, value = TYPED[drawn["id"]]
    view = bench.draw(drawn)
    act(bench, view)
    bench.kept(drawn["id"], value)
    expect(view.get_by_role("status").first).to_have_text("✓ Enregistré à 14:32.")
    heard = bench.heard(drawn["id"])
    assert {message["kind"] for message in heard} - {"sources"} == {"typed"}
    assert len({message["client"] for message in heard}) == 1
    assert [message["n"] for message in heard] == sorted({message["n"] for message in heard})
    # Answered, it is kept nowhere else.
    assert bench.drafts() == {}
    shown = bench.draw(drawn)
    state = "form => [...form.querySelectorAll('input, select, textarea')].map(one => [one.checked ?? null, one.value])"
    assert shown.evaluate(state) == view.evaluate(state)


def test_typing_is_sent_once_it_pauses_and_at_once_where_it_is_left(bench: Bench) -> None:
    bench.page.clock.install()
    view = bench.draw(LINE)
    bench.page.clock.pause_at("2030-01-01")
    view.get_by_role("textbox").press_sequentially("123")
    bench.page.clock.run_for(240)
    assert bench.heard("q-nombre") == []
    assert bench.drafts() == {"epreuves:a1b2:q-nombre": "123"}
    bench.page.clock.run_for(20)
    assert [message["value"] for message in bench.heard("q-nombre")] == ["123"]
    bench.press("4", "Tab")
    assert [message["value"] for message in bench.heard("q-nombre")] == ["123", "1234"]
    view.get_by_role("textbox").press("End")
    bench.press("5")
    bench.page.evaluate("window.dispatchEvent(new Event('pagehide'))")
    assert bench.heard("q-nombre")[-1]["value"] == "12345"


def test_a_text_longer_than_asked_is_counted_and_never_cut(bench: Bench) -> None:
    view = bench.draw(form("q-court", "line", most=10))
    view.get_by_role("textbox").click()
    bench.paste("beaucoup trop long")
    bench.kept("q-court", "beaucoup trop long")
    expect(view).to_contain_text("18 / 10 caractères")


def test_radios_of_two_forms_and_of_two_views_never_merge(bench: Bench) -> None:
    first = bench.draw(RADIO, views=2)
    other = bench.draw({**RADIO, "id": "q-autre"})
    first.get_by_label("Shopping").focus()
    bench.press("Space", "ArrowDown", "ArrowDown", "ArrowDown")
    bench.kept("q-radio", "Shopping")
    other.get_by_label("Display").click()
    bench.kept("q-autre", "Display")
    for view in (first, bench.page.locator(".view").nth(1)):
        expect(view.get_by_label("Shopping")).to_be_checked()
    ids = bench.page.evaluate("[...document.querySelectorAll('[id]')].map(one => one.id)")
    assert len(ids) == len(set(ids))


# --- Ranges


def test_a_range_of_excel_fills_the_grid_from_the_current_cell(bench: Bench) -> None:
    view = bench.draw(CHANNELS)
    box(view, "Shopping, clics").click()
    bench.paste(clipboard("excel.txt"))
    bench.kept(
        "q-canaux",
        grid(
            ("Shopping", "1\u202f204", "12\u202f345,60\u00a0€"),
            ("Search", "987", "9\u202f876,00\u00a0€"),
            ("Display", "0", "-4,50\u00a0€"),
            ("E-mail", "12", "12,5\u202f%"),
        ),
    )
    expect(view).to_contain_text("Plage collée : 4 lignes, 2 colonnes.")
    assert current(bench) == "Shopping, clics"
    # One gesture: it is undone and done again as a whole.
    bench.press("Control+z")
    bench.kept("q-canaux", grid(*((name, "", "") for (name,) in CHANNELS["keys"])))
    bench.press("Control+y")
    expect(box(view, "E-mail, chiffre d'affaires")).to_have_value("12,5\u202f%")


def test_a_range_with_its_own_headers_and_rows_is_laid_by_their_names(bench: Bench) -> None:
    view = bench.draw(CHANNELS)
    box(view, "E-mail, chiffre d'affaires").click()
    bench.paste(clipboard("excel-with-names.txt"))
    bench.kept(
        "q-canaux",
        grid(
            ("Shopping", "1\u202f204", "12\u202f345,60\u00a0€"),
            ("Search", "987", "9\u202f876,00\u00a0€"),
            ("Display", "", ""),
            ("E-mail", "", ""),
        ),
    )
    expect(view).to_contain_text(
        "1 ligne n'a pas trouvé place : « Total ». 1 colonne n'a pas trouvé place : « Commentaire »."
    )


def test_a_range_of_libreoffice_with_its_rows_names_needs_no_headers(bench: Bench) -> None:
    view = bench.draw(CHANNELS)
    box(view, "Shopping, clics").click()
    bench.paste(clipboard("libreoffice.txt"))
    bench.kept(
        "q-canaux",
        grid(("Shopping", "", ""), ("Search", "", ""), ("Display", "0", "-4,50 €"), ("E-mail", "12", "12 345,60 €")),
    )


def test_a_pasted_range_adds_rows_fills_lists_and_keeps_what_is_no_option(bench: Bench) -> None:
    view = bench.draw(OWN)
    box(view, "Ligne 1, objectif").click()
    bench.paste(clipboard("libreoffice-own-rows.txt"))
    bench.kept(
        "q-kpi",
        grid(
            ("Notoriété", 'Taux de mémorisation au bout de "7" jours', "hausse"),
            ("Ventes", 'dit "le panier"', "hausse"),
            ("Coûts", "avec\tune tabulation", "stable"),
            names=["objectif", "indicateur", "sens"],
        ),
    )
    # One row more, and never more than the form lets.
    expect(view.locator("tbody tr")).to_have_count(4)
    box(view, "Ligne 4, objectif").click()
    bench.paste("".join(f"ligne {i}\r\n" for i in range(5)))
    expect(view.locator("tbody tr")).to_have_count(6)
    expect(view).to_contain_text("2 lignes n'ont pas trouvé place : « ligne 3 », « ligne 4 ».")


@pytest.mark.parametrize(
    ("text", "cell", "expected", "told"),
    [
        ("7", "Search, clics", {"Search, clics": "7"}, ""),
        ("7\r\n", "Search, clics", {"Search, clics": "7"}, ""),
        ("1\t2\t3\r\n", "Display, clics", {"Display, clics": "1", "Display, chiffre d'affaires": "2"}, "1 colonne n'a pas trouvé place."),
        ("1\n2\n3\n", "Display, clics", {"Display, clics": "1", "E-mail, clics": "2"}, "1 ligne n'a pas trouvé place : « 3 »."),
        ("clics\n5\n6", "Display, clics", {"Display, clics": "5", "E-mail, clics": "6"}, "2 lignes, 1 colonne."),
        ("canal\tclics\nE-MAIL \t5\nshopping\t6", "Display, clics", {"E-mail, clics": "5", "Shopping, clics": "6"}, "2 lignes, 1 colonne."),
        ("\tchiffre d'affaires\nSearch\t5", "Shopping, clics", {"Search, chiffre d'affaires": "5"}, "1 ligne, 1 colonne."),
        ("Display\t5\n\t\nSearch\t6", "Shopping, chiffre d'affaires", {"Display, chiffre d'affaires": "5", "Search, chiffre d'affaires": "6"}, "2 lignes, 1 colonne."),
        ("Display\t5\nDisplay\t6", "Shopping, clics", {"Display, clics": "5"}, "1 ligne n'a pas trouvé place"),
    ],
)  # fmt: skip
def test_each_text_of_a_range_lands_in_its_place_or_is_told(
    bench: Bench, text: str, cell: str, expected: dict[str, str], told: str
) -> None:
    view = bench.draw(CHANNELS)
    box(view, cell).click()
    bench.paste(text)
    filled = "form => Object.fromEntries([...form.querySelectorAll('td input')].filter(one => one.value).map(one => [one.ariaLabel, one.value]))"
    expect(box(view, next(iter(expected)))).to_have_value(expected[next(iter(expected))])
    assert view.evaluate(filled) == expected
    expect(view).to_contain_text(told)


def test_rows_named_by_figures_are_not_mistaken_for_answers(bench: Bench) -> None:
    months = form("q-mois", "grid", columns=[column("mois", key=True), column("rang"), column("clics")], keys=[["1"], ["2"], ["3"]])  # fmt: skip
    view = bench.draw(months)
    box(view, "1, rang").click()
    bench.paste("3\t30\n1\t10\n2\t20")
    names = ["mois", "rang", "clics"]
    bench.kept("q-mois", grid(("1", "3", "30"), ("2", "1", "10"), ("3", "2", "20"), names=names))
    bench.paste("3\t9\t90\n1\t7\t70")
    bench.kept("q-mois", grid(("1", "7", "70"), ("2", "1", "10"), ("3", "9", "90"), names=names))


def test_rows_with_two_names_are_found_by_both_in_any_order(bench: Bench) -> None:
    keys = [["Paris", "mai"], ["Paris", "juin"], ["Lyon", "mai"]]
    names = ["ville", "mois", "ventes"]
    towns = form("q-villes", "grid", columns=[column("ville", key=True), column("mois", key=True), column("ventes", "k€")], keys=keys)  # fmt: skip
    view = bench.draw(towns)
    box(view, "Paris mai, ventes").click()
    bench.paste("mois\tventes (k€)\tVille\nmai\t3\tLyon\njuin\t2\tParis")
    bench.kept("q-villes", grid(("Paris", "mai", ""), ("Paris", "juin", "2"), ("Lyon", "mai", "3"), names=names))
    bench.paste("Lyon\tmai\t4\nParis\tmai\t5\nLyon\tjuin\t6")
    bench.kept("q-villes", grid(("Paris", "mai", "5"), ("Paris", "juin", "2"), ("Lyon", "mai", "4"), names=names))
    expect(view).to_contain_text("1 ligne n'a pas trouvé place : « Lyon juin ».")


def test_a_selection_is_copied_for_a_spreadsheet_emptied_undone_and_filled(bench: Bench) -> None:
    view = bench.draw(CHANNELS, value=grid(("Shopping", "1", "2"), ("Search", "3", '"4"'), ("Display", "5", "6")))
    box(view, "Shopping, clics").click()
    bench.press("Shift+ArrowDown", "Shift+ArrowRight")
    assert bench.copied() == '1\t2\r\n3\t"""4"""'
    bench.press("Delete")
    empty = grid(("Shopping", "", ""), ("Search", "", ""), ("Display", "5", "6"), ("E-mail", "", ""))
    bench.kept("q-canaux", empty)
    bench.press("Control+z")
    full = grid(("Shopping", "1", "2"), ("Search", "3", '"4"'), ("Display", "5", "6"), ("E-mail", "", ""))
    bench.kept("q-canaux", full)
    bench.press("Control+Shift+Z")
    bench.kept("q-canaux", empty)
    # By the mouse, from one corner to the other; a single text fills all of it.
    box(view, "Display, clics").hover()
    bench.page.mouse.down()
    box(view, "E-mail, chiffre d'affaires").hover()
    bench.page.mouse.up()
    bench.paste("9")
    bench.kept("q-canaux", grid(("Shopping", "", ""), ("Search", "", ""), ("Display", "9", "9"), ("E-mail", "9", "9")))
    # What is typed in one cell without leaving it is one gesture.
    box(view, "Shopping, clics").click()
    bench.page.keyboard.type("123")
    bench.press("Control+z")
    expect(box(view, "Shopping, clics")).to_have_value("")
    # The selection of one cell is the browser's own.
    box(view, "Display, clics").click()
    assert bench.copied() == "9"


def test_arrows_enter_and_tab_go_from_cell_to_cell_and_a_cell_is_replaced_by_what_is_typed(bench: Bench) -> None:
    view = bench.draw(CHANNELS, value=grid(("Shopping", "12", "34")))
    box(view, "Shopping, clics").focus()
    # The whole cell is selected: an arrow leaves it, a figure replaces it.
    seen = []
    for key in ("ArrowRight", "ArrowLeft", "ArrowDown", "Enter", "Shift+Enter", "ArrowUp", "Tab", "Tab", "Shift+Tab"):
        bench.press(key)
        seen.append(current(bench))
    right = "chiffre d'affaires"
    assert seen == [
        f"Shopping, {right}", "Shopping, clics", "Search, clics", "Display, clics", "Search, clics", "Shopping, clics",
        f"Shopping, {right}", "Search, clics", f"Shopping, {right}",
    ]  # fmt: skip
    bench.page.keyboard.type("5")
    expect(box(view, f"Shopping, {right}")).to_have_value("5")
    # Within a text, arrows are the text's.
    bench.page.keyboard.type("67")
    bench.press("ArrowLeft")
    bench.page.keyboard.type("x")
    expect(box(view, f"Shopping, {right}")).to_have_value("56x7")
    bench.press("Home", "ArrowLeft")
    assert current(bench) == "Shopping, clics"


def test_a_list_in_a_cell_opens_by_the_space_bar_and_arrows_leave_it(bench: Bench) -> None:
    view = bench.draw(OWN)
    box(view, "Ligne 1, sens").focus()
    bench.press("h")
    bench.kept("q-kpi", grid(("", "", "hausse"), names=["objectif", "indicateur", "sens"]))
    bench.press("ArrowDown")
    assert current(bench) == "Ligne 2, sens"
    bench.press("Space", "ArrowDown", "ArrowDown", "Enter")
    expect(box(view, "Ligne 2, sens")).to_have_value("baisse")
    bench.paste("Hausse\r\n")
    expect(box(view, "Ligne 2, sens")).to_have_value("hausse")
    ranks = bench.draw(next(drawn for drawn in EVERY if drawn["id"] == "q-rangs"))
    box(ranks, "Entrée 1").focus()
    bench.paste("Produit\nPrix\nPromotion\nPub\n")
    bench.kept("q-rangs", ["Produit", "Prix", "Promotion"])
    expect(ranks).to_contain_text("1 ligne n'a pas trouvé place : « Pub ».")


def test_a_button_goes_where_a_range_is_pasted_without_opening_a_list(bench: Bench) -> None:
    view = bench.draw(OWN)
    box(view, "Ligne 2, sens").focus()
    view.get_by_role("button", name="Coller une plage").click()
    assert current(bench) == "Ligne 2, sens"
    expect(view).to_contain_text("Appuyez sur Ctrl + V")
    bench.paste("Hausse\nbaisse\n")
    empty = ("", "")
    bench.kept(
        "q-kpi", grid((*empty, ""), (*empty, "hausse"), (*empty, "baisse"), names=["objectif", "indicateur", "sens"])
    )


def test_rows_are_added_removed_and_taken_back(bench: Bench) -> None:
    view = bench.draw(OWN)
    expect(view.locator("tbody tr")).to_have_count(2)
    box(view, "Ligne 1, objectif").click()
    bench.paste("un\ndeux\ntrois")
    box(view, "Ligne 2, objectif").click()
    view.get_by_role("button", name="Retirer la ligne 2").click()
    names = ["objectif", "indicateur", "sens"]
    bench.kept("q-kpi", grid(("un", "", ""), ("trois", "", ""), names=names))
    assert current(bench) == "Ligne 2, objectif"
    expect(view).to_contain_text("deux : ligne retirée. Ctrl + Z la remet.")
    bench.press("Control+z")
    bench.kept("q-kpi", grid(("un", "", ""), ("deux", "", ""), ("trois", "", ""), names=names))
    add = view.get_by_role("button", name="Ajouter une ligne")
    for _ in range(4):
        add.press("Enter")
    expect(view.locator("tbody tr")).to_have_count(6)
    expect(add).to_have_attribute("aria-disabled", "true")


# --- Lists


def test_an_entry_is_moved_by_keyboard_by_button_and_by_pointer_and_the_move_is_told(bench: Bench) -> None:
    view = bench.draw(ORDERED)
    box(view, "Entrée 1").click()
    bench.paste("un\r\ndeux\r\ntrois\r\n")
    bench.kept("q-ordre", ["un", "deux", "trois"])
    bench.press("Alt+ArrowDown")
    bench.kept("q-ordre", ["deux", "un", "trois"])
    expect(view).to_contain_text("un : place 2 sur 3.")
    assert bench.page.evaluate("document.activeElement.value") == "un"
    up = view.get_by_role("button", name="Monter trois")
    up.focus()
    bench.press("Enter", "Enter", "Enter")
    bench.kept("q-ordre", ["trois", "deux", "un"])
    expect(up).to_be_focused()
    expect(up).to_have_attribute("aria-disabled", "true")
    handles = view.locator(".en-handle")
    handles.nth(0).hover()
    bench.page.mouse.down()
    handles.nth(1).hover()
    handles.nth(2).hover()
    bench.page.mouse.up()
    bench.kept("q-ordre", ["deux", "un", "trois"])
    expect(view).to_contain_text("trois : place 3 sur 3.")
    view.get_by_role("button", name="Retirer deux").click()
    bench.kept("q-ordre", ["un", "trois"])
    bench.press("Control+z")
    bench.kept("q-ordre", ["deux", "un", "trois"])


# --- A kernel that does not answer


def test_a_kernel_that_does_not_answer_is_told_asked_again_and_believed_when_it_answers(bench: Bench) -> None:
    bench.page.clock.install()
    view = bench.draw(LINE)
    bench.busy("q-nombre")
    bench.page.clock.pause_at("2030-01-01")
    view.get_by_role("textbox").press_sequentially("42")
    notice = view.get_by_role("status").first
    bench.page.clock.run_for(2200)
    expect(notice).to_have_text("Pas encore de réponse.")
    bench.page.clock.run_for(100)
    expect(notice).to_have_text(LATE)
    bench.page.clock.run_for(28_000)
    heard = bench.heard("q-nombre")
    assert {(message["n"], message["value"]) for message in heard} == {(heard[0]["n"], "42")}
    assert [round((message["sent"] - heard[0]["sent"]) / 1000) for message in heard] == [0, 2, 5, 10, 20, 30]
    # Typing more changes nothing of it; an answer to what came before is none to what is typed now.
    view.get_by_role("textbox").press_sequentially("3")
    bench.page.clock.run_for(300)
    expect(notice).to_have_text(LATE)
    assert bench.drafts() == {"epreuves:a1b2:q-nombre": "423"}
    bench.page.evaluate("window.kernels['q-nombre'].take(window.kernels['q-nombre'].heard[0])")
    assert view.get_by_role("textbox").input_value() == "423"
    assert bench.drafts() == {"epreuves:a1b2:q-nombre": "423"}
    bench.busy("q-nombre", False)
    expect(notice).to_have_text("✓ Enregistré à 14:32.")
    assert bench.value("q-nombre") == "423"
    assert bench.drafts() == {}


def test_what_no_kernel_has_answered_is_found_again_sent_and_told(bench: Bench) -> None:
    view = bench.draw(CHANNELS)
    bench.busy("q-canaux")
    box(view, "Search, clics").fill("987")
    bench.open()
    again = bench.draw(CHANNELS)
    expect(box(again, "Search, clics")).to_have_value("987")
    expect(again).to_contain_text("Saisie retrouvée sur cet ordinateur.")
    bench.kept("q-canaux", grid(("Shopping", "", ""), ("Search", "987", ""), ("Display", "", ""), ("E-mail", "", "")))
    expect(again.get_by_role("status").first).to_have_text("✓ Enregistré à 14:32.")
    assert bench.drafts() == {}


def test_another_candidate_s_draft_and_one_of_another_shape_are_left_alone(bench: Bench) -> None:
    bench.draw(LINE)
    bench.busy("q-nombre")
    bench.page.get_by_role("textbox").fill("42")
    bench.open()
    other = bench.draw({**LINE, "owner": "c3d4"})
    expect(other.get_by_role("textbox")).to_have_value("")
    bench.open()
    changed = bench.draw({**CHANNELS, "id": "q-nombre"})
    expect(box(changed, "Shopping, clics")).to_have_value("")
    assert bench.drafts() == {"epreuves:a1b2:q-nombre": "42"}


def test_what_could_not_be_written_stays_on_this_computer_and_is_sent_again_until_it_is(bench: Bench) -> None:
    bench.page.clock.install()
    view = bench.draw(LINE)
    bench.page.clock.pause_at("2030-01-01")
    bench.page.evaluate("window.kernels['q-nombre'].refuses = true")
    view.get_by_role("textbox").fill("42")
    notice = view.get_by_role("status").first
    for _ in range(5):
        bench.page.clock.run_for(2_500)
        expect(notice).to_have_text("✗ Non enregistré (disque plein).")
    assert bench.drafts() == {"epreuves:a1b2:q-nombre": "42"}
    bench.page.evaluate("window.kernels['q-nombre'].refuses = false")
    bench.page.clock.run_for(2_500)
    expect(notice).to_have_text("✓ Enregistré à 14:32.")
    assert (bench.value("q-nombre"), bench.drafts()) == ("42", {})
    # Nothing more is sent.
    sent = len(bench.heard("q-nombre"))
    bench.page.clock.run_for(30_000)
    assert len(bench.heard("q-nombre")) == sent


def test_what_another_tab_writes_over_is_told_and_put_back_by_a_button(bench: Bench) -> None:
    first = bench.draw(LINE, views=2)
    second = bench.page.locator(".view").nth(1)
    for view, text in ((first, "42"), (second, "4")):
        view.get_by_role("textbox").fill(text)
        bench.kept("q-nombre", text)
    expect(first.get_by_role("textbox")).to_have_value("4")
    expect(first).to_contain_text("Réponse changée dans un autre onglet.")
    second.get_by_role("textbox").fill("43")
    bench.kept("q-nombre", "43")
    expect(second.get_by_role("button", name="Remettre ce qui était ici")).to_be_hidden()
    first.get_by_role("button", name="Remettre ce qui était ici").press("Enter")
    bench.kept("q-nombre", "42")
    expect(first.get_by_role("textbox")).to_be_focused()
    expect(first).not_to_contain_text("autre onglet")
    expect(second).to_contain_text("Réponse changée dans un autre onglet.")


@pytest.mark.parametrize("storage", ["setItem() { throw new Error('full'); }", None], ids=["full", "forbidden"])
def test_a_browser_that_keeps_nothing_breaks_nothing(bench: Bench, storage: str | None) -> None:
    forbidden = "get() { throw new DOMException('denied', 'SecurityError'); }"
    given = forbidden if storage is None else f"value: {{ getItem: () => null, removeItem() {{}}, {storage} }}"
    bench.page.evaluate(f"Object.defineProperty(window, 'localStorage', {{ {given} }})")
    view = bench.draw(LINE)
    view.get_by_role("textbox").fill("42")
    bench.kept("q-nombre", "42")
    expect(view.get_by_role("status").first).to_have_text("✓ Enregistré à 14:32.")


# --- What is told


def test_a_value_of_the_notebook_is_read_and_the_form_taken_back_loses_nothing(bench: Bench) -> None:
    computed = {
        "sentence": "Calculé dans le notebook : c'est cette valeur qui compte.",
        "value": grid(("Shopping", "12", "7"), ("Search", "3", "")),
        "preferred": False,
    }
    view = bench.draw(CHANNELS, value=grid(("Shopping", "1", "")), computed=computed)
    expect(view).to_contain_text(computed["sentence"])
    expect(view.get_by_role("textbox")).to_have_count(0)
    expect(view.get_by_role("row").nth(1)).to_have_text("Shopping127")
    view.get_by_role("button", name="Répondre ici plutôt").press("Enter")
    expect(box(view, "Shopping, clics")).to_have_value("1")
    expect(view.get_by_role("button", name="Revenir au calcul du notebook")).to_be_focused()
    view.get_by_role("button", name="Revenir au calcul du notebook").click()
    expect(view.get_by_role("textbox")).to_have_count(0)
    sent = [(message["kind"], message["form"]) for message in bench.heard("q-canaux")]
    assert sent == [("prefer", True), ("prefer", False)]
    bench.set("q-canaux", "computed", None)
    expect(box(view, "Shopping, clics")).to_have_value("1")
    bench.set("q-canaux", "computed", {"sentence": "Ne se lit pas.", "value": None, "preferred": False})
    expect(view).to_contain_text("Ne se lit pas.")


def test_what_does_not_fit_is_marked_named_and_reached(bench: Bench) -> None:
    view = bench.draw(CHANNELS, value=grid(("Shopping", "1", "2"), ("Search", "x", "3")))
    place = view.locator(".en-notice").bounding_box()
    faults = [{"row": 1, "column": 1, "sentence": "« x » n'est pas un nombre."}]
    bench.set("q-canaux", "notice", {"state": "unfit", "sentence": "✗ À revoir.", "faults": faults})
    wrong = box(view, "Search, clics")
    expect(wrong).to_have_attribute("aria-invalid", "true")
    expect(wrong).to_have_accessible_description("Search, clics : « x » n'est pas un nombre.")
    expect(view.get_by_label("Shopping, clics")).not_to_have_attribute("aria-invalid", "true")
    sign = wrong.evaluate("one => getComputedStyle(one.parentElement, '::after').content")
    assert sign == '"!"'
    assert view.locator(".en-notice").bounding_box() == place
    view.get_by_role("list", name="À revoir").get_by_role("button", name="Search, clics").press("Enter")
    expect(wrong).to_be_focused()
    bench.set("q-canaux", "notice", {"state": "kept", "sentence": "✓ Enregistré.", "faults": []})
    expect(wrong).not_to_have_attribute("aria-invalid", "true")
    expect(view.get_by_role("list", name="À revoir")).to_have_count(0)


def test_the_fault_of_a_line_and_of_a_list_are_marked_too(bench: Bench) -> None:
    fault = [{"row": 0, "column": 0, "sentence": "« x » n'est pas un nombre."}]
    told = {"state": "unfit", "sentence": "✗ Enregistré, mais « x » n'est pas un nombre.", "faults": fault}
    line = bench.draw(LINE, value="x", notice=told).get_by_role("textbox")
    expect(line).to_have_attribute("aria-invalid", "true")
    expect(line).to_have_accessible_description(f"{LINE['expected']} {told['sentence']}")
    entries = bench.draw(ORDERED, value=["x", "y"], notice=told)
    expect(box(entries, "Entrée 1")).to_have_attribute("aria-invalid", "true")
    entries.get_by_role("list", name="À revoir").get_by_role("button", name="Entrée 1").click()
    expect(box(entries, "Entrée 1")).to_be_focused()


def test_two_views_are_in_step_and_neither_writes_over_what_the_other_has_not_sent(bench: Bench) -> None:
    first = bench.draw(LINE, views=2)
    second = bench.page.locator(".view").nth(1)
    first.get_by_role("textbox").fill("42")
    expect(second.get_by_role("textbox")).to_have_value("42")
    bench.busy("q-nombre")
    second.get_by_role("textbox").fill("43")
    bench.set("q-nombre", "value", "7")
    expect(first.get_by_role("textbox")).to_have_value("7")
    expect(second.get_by_role("textbox")).to_have_value("43")
    bench.busy("q-nombre", False)
    expect(first.get_by_role("textbox")).to_have_value("43")


def test_a_view_that_is_gone_sends_what_it_had_and_asks_no_more(bench: Bench) -> None:
    bench.page.clock.install()
    view = bench.draw(LINE)
    bench.busy("q-nombre")
    bench.page.clock.pause_at("2030-01-01")
    view.get_by_role("textbox").press_sequentially("42")
    bench.page.evaluate("window.leave.forEach(stop => stop())")
    bench.page.clock.run_for(30_000)
    assert [message["value"] for message in bench.heard("q-nombre")] == ["42"]
    assert bench.page.evaluate("window.kernels['q-nombre'].listeners.length") == 0


def test_keys_of_a_form_reach_no_shortcut_of_the_page_but_saving(bench: Bench) -> None:
    for drawn in EVERY:
        view = bench.draw(drawn)
        view.locator("input, select, textarea").first.focus()
        bench.press("a", "ArrowDown", "Enter", "Shift+Enter", "Control+b", "d", "Escape", "Alt+ArrowUp")
    assert bench.page.evaluate("window.reached") == []
    bench.page.evaluate("window.addEventListener('keydown', event => event.preventDefault())")
    bench.press("Control+s")
    assert bench.page.evaluate("window.reached") == ["Control+s"]


def test_a_form_that_the_page_cannot_draw_says_where_to_answer(bench: Bench) -> None:
    view = bench.draw(form("q-futur", "hologram"), value={"columns": ["a"], "rows": []})
    expect(view).to_contain_text("donnez votre réponse par du code, dans la cellule qui suit.")
    assert bench.heard("q-futur") == []


def test_texts_are_shown_as_texts(bench: Bench) -> None:
    hostile = "<img src=x onerror=\"document.body.dataset.ran='1'\">"
    view = bench.draw(
        form("q-hostile", "grid", title=hostile, expected=hostile, columns=[column(hostile, hostile, key=True), column(hostile)], keys=[[hostile]]),
        notice={"state": "unfit", "sentence": hostile, "faults": [{"row": 0, "column": 1, "sentence": hostile}]},
        computed={"sentence": hostile, "value": grid((hostile, hostile), names=[hostile, "b"]), "preferred": False},
    )  # fmt: skip
    expect(view.locator("img")).to_have_count(0)
    assert view.inner_text().count(hostile) >= 8
    assert bench.page.evaluate("document.body.dataset.ran") is None


# --- How it looks

WIDE = form(
    "q-large",
    "grid",
    columns=[column("semaine", key=True), *(column(f"indicateur numéro {i}", "€") for i in range(1, 13))],
    keys=[[f"semaine {i}"] for i in range(1, 31)],
)


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (640, 360)])
def test_a_wide_grid_scrolls_within_itself_and_its_headers_stay_in_sight(bench: Bench, width: int, height: int) -> None:
    bench.page.set_viewport_size({"width": width, "height": height})
    for drawn in (*EVERY, WIDE):
        bench.draw(drawn)
    assert bench.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    view = bench.page.locator(".view").last
    box(view, "semaine 30, indicateur numéro 12").focus()
    frame, row, head, at = (
        found.bounding_box() or {}
        for found in (
            view.locator(".en-scroll"),
            view.get_by_role("rowheader", name="semaine 30"),
            view.get_by_role("columnheader", name="indicateur numéro 12"),
            box(view, "semaine 30, indicateur numéro 12"),
        )
    )
    assert abs(row["x"] - frame["x"]) <= 2
    assert abs(head["y"] - frame["y"]) <= 2
    assert at["x"] >= row["x"] + row["width"] - 1
    assert at["y"] >= head["y"] + head["height"] - 1
    # A narrow one takes no more than it needs.
    narrow = bench.page.locator(".view").nth(9).get_by_role("table").bounding_box()
    assert narrow is not None
    assert narrow["width"] < 560


@pytest.mark.parametrize("light", ["true", "false"])
def test_every_form_passes_axe(bench: Bench, light: str) -> None:
    bench.page.evaluate("light => { document.body.dataset.jpThemeLight = light; }", light)
    faults = [{"row": 0, "column": 1, "sentence": "N'est pas un nombre."}]
    for state in ("empty", "kept", "unfit", "failed"):
        for drawn in EVERY:
            act = {**drawn, "id": f"{drawn['id']}-{state}"}
            bench.draw(act, notice={"state": state, "sentence": "Une phrase.", "faults": faults if state == "unfit" else []})  # fmt: skip
    for value in ("12", ["a", "b"], grid(("Shopping", "1", "2"))):
        kind = {str: "line", list: "list", dict: "grid"}[type(value)]
        read = {**CHANNELS, "kind": kind, "id": f"q-calcul-{kind}"}
        bench.draw(read, computed={"sentence": "Calculé dans le notebook.", "value": value, "preferred": False})
    chosen = bench.page.locator(".view").nth(9)
    box(chosen, "Shopping, clics").click()
    bench.press("Shift+ArrowDown")
    found = Axe().run(bench.page)
    assert found.violations_count == 0, found.generate_report()
    # Each control has a name, and no two of a form the same.
    for view in bench.page.locator(".view").all():
        names = view.evaluate(
            "form => [...form.querySelectorAll('input, select, textarea, button:not(.en-faults *)')].filter(one => one.checkVisibility({ visibilityProperty: true })).map(one => one.ariaLabel ?? one.labels?.[0]?.textContent ?? one.textContent)"
        )
        assert all(names)
        assert len(names) == len(set(names))
