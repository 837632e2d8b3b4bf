"""A chart's form in a real browser: its cells and settings sent whole, its picture, another answer taken up; the radios' way back beside it."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from epreuves.answers.charts.drawing import image
from epreuves.answers.typed_values import TypedChart
from tests.entry.bench import BARS, HEAT, SETTINGS, Bench, column, form
from tests.entry.test_form_in_browser import RADIO, box, current

LENT = [["Search", "5", "6"], ["E-mail", "7", ""]]
SOURCES = [{"id": "q-4", "title": "Question 4"}, {"id": "q-5", "title": "Question 5"}]


def chart(*rows: tuple[str, ...], kind: str = "barres", **settings: Any) -> dict[str, Any]:
    """A chart's value, in the order in which a page sends it."""
    names = [column["name"] for column in (HEAT if kind == "carte_chaleur" else BARS)["columns"]]
    filled = [[*row, *[""] * (len(names) - len(row))] for row in rows]
    return {"kind": kind, "columns": names, "rows": filled, **SETTINGS, **settings}


def shown(view: Locator) -> set[str]:
    """The settings in sight."""
    found: list[str] = view.evaluate(
        "form => [...form.querySelectorAll('.en-setting')].filter(one => one.checkVisibility()).map(one => one.firstChild.textContent)"
    )
    return set(found)


def picture() -> dict[str, str]:
    """A picture as Python sends it."""
    drawn = TypedChart("barres", ("canal", "clics"), (("Shopping", "12"),))
    return {"png": base64.b64encode(image(drawn)).decode(), "alt": "Graphique sans titre : Shopping 12"}


def test_a_chart_is_typed_pasted_and_set_by_the_keyboard_alone(bench: Bench) -> None:
    view = bench.draw(BARS)
    box(view, "Ligne 1, canal").focus()
    bench.paste("Canal\tVentes (k)\tclics\r\nShopping\t3\t12\r\nSearch\t6\t5\r\n")
    rows = (("Shopping", "12", "3"), ("Search", "5", "6"))
    bench.kept("q-barres", chart(*rows))
    # From the last row, through its buttons, to each setting in turn.
    box(view, "Ligne 3, canal").focus()
    bench.press("Tab", "Tab", "Tab", "Tab")
    assert current(bench) == "Retirer la ligne"
    bench.press("Tab")
    assert current(bench) == "Choisir un classeur .xlsx…"
    bench.press("Tab", "Tab")
    for text, key in (("Shopping d'abord", "Tab"), ("canal", "Tab"), ("milliers", "Tab"), ("d", "Tab"), (" ", "Tab"), ("10", "Tab"), ("seuil", "Tab")):  # fmt: skip
        bench.page.keyboard.type(text)
        bench.press(key)
    bench.press("ArrowRight", "ArrowRight")
    settings = {
        "order": "decroissant", "stacked": True, "title": "Shopping d'abord", "x_label": "canal", "y_label": "milliers", "line": "10",
        "line_label": "seuil", "colour": 2,
    }  # fmt: skip
    bench.kept("q-barres", chart(*rows, **settings))
    # What is typed in one setting is one gesture, taken back from wherever one is.
    bench.press("Control+z", "Control+z", "Control+z")
    bench.kept("q-barres", chart(*rows, **{**settings, "colour": 0, "line_label": ""}))
    bench.press("Control+y")
    bench.kept("q-barres", chart(*rows, **{**settings, "colour": 0}))
    again = bench.draw(BARS)
    expect(box(again, "Titre")).to_have_value("Shopping d'abord")
    expect(box(again, "Barres empilées")).to_be_checked()
    expect(again.get_by_label("bleu nuit")).to_be_checked()
    expect(box(again, "Ordre des barres")).to_have_value("decroissant")


def test_each_kind_has_its_settings_and_none_is_lost_by_looking_at_another(bench: Bench) -> None:
    view = bench.draw(BARS)
    always = {"Graphique", "Titre", "Couleur"}
    axes = {"Nom de l'axe horizontal", "Nom de l'axe vertical"}
    mark = {"Ligne repère (si la question en veut une)"}
    assert shown(view) == {*always, *axes, *mark, "Ordre des barres", "Barres empilées"}
    box(view, "Nom de l'axe vertical").fill("milliers")
    view.get_by_label("en courbes").check()
    assert shown(view) == {*always, *axes, *mark}
    view.get_by_label("en secteurs").check()
    assert shown(view) == {*always, "Ordre des parts"}
    bench.kept("q-barres", chart(kind="secteurs", y_label="milliers"))
    # Where the statement says how bars stand, and where there is one series, there is nothing to choose.
    side = bench.draw({**BARS, "id": "q-cote", "stacked": True})
    assert "Barres empilées" not in shown(side)
    box(side, "Titre").fill("x")
    bench.kept("q-cote", chart(title="x", stacked=True))
    alone = bench.draw({**BARS, "id": "q-seule", "columns": BARS["columns"][:2], "kinds": BARS["kinds"][:1]})
    assert shown(alone) == {"Titre", "Couleur", *axes, *mark, "Ordre des barres"}
    # Its table is too narrow for names that stay in sight: each stands under its header.
    head, cell = alone.get_by_role("columnheader", name="canal"), alone.locator("td").first
    places = [one.bounding_box() or {} for one in (head, cell)]
    assert places[0]["x"] == places[1]["x"]


def test_the_first_row_of_a_heat_map_names_its_columns_whatever_these_names_are(bench: Bench) -> None:
    view = bench.draw(HEAT)
    expect(view).to_contain_text(
        "La première ligne donne le nom des colonnes ; les suivantes se dessinent dans cet ordre, de haut en bas."
    )
    box(view, "Coin du tableau, non utilisé").click()
    # Figures as names, which a grid that had names of its own would take for its own.
    bench.paste("gravité\t1\t2\t3\r\nfaible\t4\t5\t6\r\nforte\t7\t8\t9\r\n")
    bench.kept(
        "q-carte",
        chart(("gravité", "1", "2", "3"), ("faible", "4", "5", "6"), ("forte", "7", "8", "9"), kind="carte_chaleur"),
    )
    box(view, "Nom de la colonne 2").fill("suivi")
    expect(box(view, "forte, suivi")).to_have_value("8")
    assert view.get_by_role("columnheader").count() == 14
    # The row of names is no row to be removed.
    box(view, "Nom de la colonne 2").focus()
    expect(view.get_by_role("button", name="Retirer la ligne")).to_have_attribute("aria-disabled", "true")
    bench.press("ArrowDown", "ArrowDown")
    assert current(bench) == "forte, suivi"
    view.get_by_role("button", name="Retirer la ligne 2").click()
    bench.kept("q-carte", chart(("gravité", "1", "suivi", "3"), ("faible", "4", "5", "6"), kind="carte_chaleur"))
    assert shown(view) == {"Titre", "Nom de l'axe horizontal", "Nom de l'axe vertical", "Ce que mesurent les couleurs"}


def test_a_narrow_page_cuts_no_name_and_keeps_the_rows_names_in_sight(bench: Bench) -> None:
    bench.page.set_viewport_size({"width": 640, "height": 360})
    rows = [["", "lancement", "suivi", *[""] * 10], ["Shopping", "1", "2", *[""] * 10]]
    view = bench.draw(HEAT, value=chart(*map(tuple, rows), kind="carte_chaleur"))
    for name in ("Nom de la colonne 1", "Ligne 1, canal"):
        assert box(view, name).evaluate("one => one.scrollWidth <= one.clientWidth")
    box(view, "Shopping, colonne 12").focus()
    frame, row_head, at = (
        found.bounding_box() or {}
        for found in (view.locator(".en-scroll"), box(view, "Ligne 1, canal"), box(view, "Shopping, colonne 12"))
    )
    assert frame["x"] <= row_head["x"] < frame["x"] + 60
    assert at["x"] >= row_head["x"] + row_head["width"] - 1
    assert at["x"] + at["width"] <= frame["x"] + frame["width"]


def test_given_points_are_named_by_the_question(bench: Bench) -> None:
    columns = [column("nom", key=True), column("affinité"), column("coût", "€")]
    points = form("q-nuage", "chart", columns=columns, keys=[["TV"], ["Radio"]], kinds=[["nuage", "en nuage de points"]], stacked=None, colours=BARS["colours"])  # fmt: skip
    view = bench.draw(points)
    box(view, "Radio, coût").fill("5")
    bench.kept("q-nuage", {"kind": "nuage", "columns": ["nom", "affinité", "coût"], "rows": [["TV", "", ""], ["Radio", "", "5"]], **SETTINGS})  # fmt: skip


def test_the_picture_is_shown_with_its_words_and_greyed_while_another_is_drawn(bench: Bench) -> None:
    view = bench.draw(BARS)
    expect(view.get_by_role("img")).to_have_count(0)
    bench.set("q-barres", "image", picture())
    img = view.get_by_role("img", name="Graphique sans titre : Shopping 12")
    expect(img).to_be_visible()
    assert img.evaluate("async one => { await one.decode(); return one.naturalWidth; }") == 880
    expect(view.get_by_text("Dessin en cours…")).not_to_be_visible()
    bench.busy("q-barres")
    place = box(view, "Titre").bounding_box()
    box(view, "Titre").fill("Shopping")
    expect(view.get_by_text("Dessin en cours…")).to_be_visible()
    assert float(img.evaluate("one => getComputedStyle(one).opacity")) < 1
    assert box(view, "Titre").bounding_box() == place
    bench.busy("q-barres", False)
    expect(view.get_by_text("Dessin en cours…")).not_to_be_visible()
    assert float(img.evaluate("one => getComputedStyle(one).opacity")) == 1
    # Given by code, only the sentence is there.
    bench.set("q-barres", "computed", {"sentence": "Calculé.", "value": None, "preferred": False})
    expect(img).not_to_be_visible()
    expect(view.get_by_text("Calculé.")).to_be_visible()


def test_another_answer_is_taken_up_after_what_was_typed_and_undone_by_one_gesture(bench: Bench) -> None:
    view = bench.draw(BARS, lends={"q-5": LENT})
    take = view.get_by_role("button", name="Reprendre")
    expect(take).to_have_count(0)
    bench.set("q-barres", "sources", SOURCES)
    take.click()
    expect(view).to_contain_text("Choisissez d'abord la réponse à reprendre.")
    box(view, "Ligne 1, canal").fill("Display")
    box(view, "Titre").fill("Un titre")
    box(view, "Reprendre une de vos réponses").select_option("Question 5")
    # A source that is no more goes; the one that is chosen stays so.
    bench.set("q-barres", "sources", SOURCES[1:])
    expect(box(view, "Reprendre une de vos réponses")).to_have_value("q-5")
    take.press("Enter")
    taken = chart(*map(tuple, LENT), title="Un titre")
    expect(view).to_contain_text("Réponse reprise. Ctrl + Z remet ce qui était là.")
    assert bench.value("q-barres") == taken
    expect(box(view, "Search, clics")).to_have_value("5")
    sent = [message["kind"] for message in bench.heard("q-barres") if message["kind"] != "sources"]
    assert sent[-2:] == ["typed", "borrow"]
    assert len({message["n"] for message in bench.heard("q-barres")}) == len(bench.heard("q-barres"))
    box(view, "Ligne 1, canal").focus()
    bench.press("Control+z")
    bench.kept("q-barres", chart(("Display",), title="Un titre"))
    bench.press("Control+y")
    bench.kept("q-barres", taken)
    take.click()
    expect(view).to_contain_text("Rien n'a changé : cette réponse est vide, ou déjà reprise.")


def test_what_is_typed_after_an_answer_was_taken_up_counts_even_where_python_is_late(bench: Bench) -> None:
    bench.page.clock.install()
    view = bench.draw(BARS, lends={"q-5": LENT}, sources=SOURCES)
    bench.busy("q-barres")
    bench.page.clock.pause_at("2030-01-01")
    box(view, "Titre").fill("Un")
    box(view, "Reprendre une de vos réponses").select_option("Question 5")
    view.get_by_role("button", name="Reprendre").click()
    box(view, "Titre").fill("Un titre")
    bench.page.clock.run_for(2_300)
    heard = [message for message in bench.heard("q-barres") if message["kind"] != "sources"]
    assert [message["kind"] for message in heard] == ["typed", "borrow", "typed", "borrow", "typed"]
    bench.busy("q-barres", False)
    bench.page.clock.run_for(1_000)
    bench.kept("q-barres", chart(title="Un titre"))
    expect(box(view, "Titre")).to_have_value("Un titre")


def test_a_chart_that_no_kernel_has_answered_is_found_again(bench: Bench) -> None:
    view = bench.draw(BARS)
    bench.busy("q-barres")
    box(view, "Titre").fill("Un titre")
    bench.open()
    again = bench.draw(BARS)
    expect(box(again, "Titre")).to_have_value("Un titre")
    bench.kept("q-barres", chart(title="Un titre"))


def test_a_name_that_reaches_its_bound_says_so(bench: Bench) -> None:
    view = bench.draw(BARS)
    box(view, "Titre").focus()
    bench.paste("x" * 400)
    bench.kept("q-barres", chart(title="x" * 300))
    expect(view).to_contain_text("300 caractères au plus ici : vérifiez la fin du texte.")


@pytest.mark.parametrize("way", ["click", "Enter", "Delete"])
def test_a_radio_is_emptied_by_its_button_and_by_the_keyboard(bench: Bench, way: str) -> None:
    view = bench.draw(RADIO)
    clear = view.get_by_role("button", name="Effacer la réponse")
    expect(clear).to_have_count(0)
    height = view.bounding_box()
    view.get_by_label("Search").check()
    bench.kept("q-radio", "Search")
    if way == "click":
        clear.click()
    else:
        bench.press(*(["Tab"] if way == "Enter" else []), way)
    bench.kept("q-radio", "")
    expect(view.get_by_label("Search")).not_to_be_checked()
    expect(view.get_by_label("Search")).to_be_focused()
    expect(clear).to_have_count(0)
    expect(view).to_contain_text("Réponse effacée.")
    assert view.bounding_box() == height


def test_a_chart_made_in_a_spreadsheet_is_sent_whole_and_what_is_taken_of_it_is_undone(bench: Bench) -> None:
    lent = [["Search", "5", "6"]]
    view = bench.draw(BARS, lends={"budget.xlsx": lent})
    box(view, "Ligne 1, canal").fill("Display")
    button = view.get_by_role("button", name="Choisir un classeur .xlsx…")

    def give(size: int) -> None:
        with view.page.expect_file_chooser() as chosen:
            button.press("Enter")
        chosen.value.set_files({"name": "budget.xlsx", "mimeType": "", "buffer": bytes(size)})

    give(5_000_001)
    expect(view).to_contain_text("Ce classeur dépasse 5 Mo")
    give(4_000_000)
    expect(view.get_by_role("status").filter(has_text="budget.xlsx : repris")).to_be_visible()
    sent = [(message["name"], message["bytes"]) for message in bench.heard("q-barres") if message["kind"] == "workbook"]
    assert sent == [("budget.xlsx", [4_000_000])]
    bench.kept("q-barres", {**chart(), **{"rows": lent}})
    box(view, "Ligne 1, canal").focus()
    bench.press("Control+z")
    bench.kept("q-barres", chart(("Display",)))


def test_a_heat_map_is_taken_of_no_spreadsheet(bench: Bench) -> None:
    view = bench.draw(HEAT)
    expect(view.get_by_role("button", name="Choisir un classeur .xlsx…")).to_be_hidden()
