"""A chart takes up what another question was answered: names, columns by their names or in their order, given rows, a heat map whole."""

from __future__ import annotations

import pytest

from epreuves import graphique
from epreuves.answers.forms import ChartForm
from epreuves.answers.typed_values import TypedGrid
from epreuves.entry.borrowing import Cells, borrowed, names_of, suits
from epreuves.entry.drawn import drawn

CHANNELS = TypedGrid(
    ("canal", "clics", "dépense"), 1, (("Shopping", "1 204", "12,5 €"), ("Search", "987", ""), ("E-mail", "", "3 €"))
)
TOWNS = TypedGrid(("ville", "mois", "ventes"), 2, (("Paris", "mai", "3"), ("Lyon", " juin ", "4"), ("Nice", "", "5")))

BARS = graphique("barres", x="canal", y="dépense", unite_y="€")
TWO = graphique("barres", x="canal", series=("Depense", "CLICS"))


@pytest.mark.parametrize(
    ("source", "form", "cells"),
    [
        # One column by its name, in whatever place.
        (CHANNELS, BARS, (("Shopping", "12,5 €"), ("Search", ""), ("E-mail", "3 €"))),
        # Several, whatever their accents, capitals and order.
        (CHANNELS, TWO, (("Shopping", "12,5 €", "1 204"), ("Search", "", "987"), ("E-mail", "3 €", ""))),
        # No name in common: in their order, and what lacks is left empty.
        (CHANNELS, graphique("courbes", x="canal", y="coût"), (("Shopping", "1 204"), ("Search", "987"), ("E-mail", ""))),
        (TOWNS, graphique("barres", series=("vente", "stock")), (("Paris, mai", "3", ""), ("Lyon, juin", "4", ""), ("Nice", "5", ""))),
        # One name in common: the other column is not guessed.
        (CHANNELS, graphique("barres", series=("clics", "stock")), (("Shopping", "1 204", ""), ("Search", "987", ""), ("E-mail", "", ""))),
        # Two columns are a scatter, laid on the rows that the question gives.
        (CHANNELS, graphique("nuage", x="notoriété", y="coût"), (("Shopping", "1 204", "12,5 €"), ("Search", "987", ""), ("E-mail", "", "3 €"))),
        (CHANNELS, graphique("nuage", x="clics", y="dépense", series=("E‑MAIL", "Display", "shopping")), (("E‑MAIL", "", "3 €"), ("Display", "", ""), ("shopping", "1 204", "12,5 €"))),
    ],
)  # fmt: skip
def test_a_chart_takes_the_columns_of_a_table(source: TypedGrid, form: ChartForm, cells: Cells) -> None:
    assert borrowed(source, drawn("q", "", form), form.kind[0]) == cells


def test_a_heat_map_takes_all_columns_and_their_names_as_its_first_row() -> None:
    shown = drawn("q", "", graphique("carte_chaleur", x="phase", y="canal"))
    rows = borrowed(CHANNELS, shown, "carte_chaleur")
    assert {len(row) for row in rows} == {len(shown.columns)}
    assert [row[:4] for row in rows] == [
        ("", "clics", "dépense", ""),
        ("Shopping", "1 204", "12,5 €", ""),
        ("Search", "987", "", ""),
        ("E-mail", "", "3 €", ""),
    ]


def test_a_grid_of_words_is_none_of_a_chart_s_and_one_of_its_own_axis_is_told_apart() -> None:
    words = TypedGrid(("canal", "genre"), 1, (("Shopping", "média"), ("Search", "digital")))
    bars = drawn("q", "", BARS)
    assert (suits(words, bars), suits(CHANNELS, bars), suits(TOWNS, bars)) == (False, True, True)
    assert (names_of(CHANNELS, bars), names_of(TOWNS, bars)) == (True, False)
    named = drawn("q", "", graphique("nuage", x="clics", y="dépense", series=("Display",)))
    assert not suits(CHANNELS, named)
    assert suits(CHANNELS, drawn("q", "", graphique("carte_chaleur", x="phase", y="canal")))
