"""What stands under a form once it is kept: how it was read, or how many cells are to be seen again; a chart's cells like a table's."""

from __future__ import annotations

import datetime

import pytest

from epreuves import entier, graphique, liste, nombre, tableau
from epreuves.answers.forms import Form
from epreuves.answers.typed_values import TypedChart, TypedGrid, TypedValue
from epreuves.entry.notice import notice

AT = datetime.datetime(2026, 6, 12, 14, 32)
TABLE = tableau(cle="canal", colonnes={"clics": entier(), "dépense": nombre(unite="€")}, cles=("Shopping", "Search"))
BARS = graphique("barres", x="canal", y="dépense", unite_y="€")
HEAT = graphique("carte_chaleur", x="phase", y="canal")


def grid(*rows: tuple[str, ...]) -> TypedGrid:
    """A table's cells."""
    return TypedGrid(("canal", "clics", "dépense"), 1, rows)


def bars(*rows: tuple[str, str], title: str = "La dépense va à Shopping") -> TypedChart:
    """The cells of a chart in bars."""
    return TypedChart(
        "barres", ("canal", "dépense"), rows, ("", "€"), title=title, x_label="canal", y_label="dépense (€)"
    )


@pytest.mark.parametrize(
    ("form", "value", "sentence", "places"),
    [
        (TABLE, grid(("Shopping", "x", "1"), ("Search", "2", "3")), "✗ Enregistré à 14:32, mais 1 cellule à revoir.", [(0, 1)]),
        (TABLE, grid(("Shopping", "x", "1"), ("Search", "2", "y")), "✗ Enregistré à 14:32, mais 2 cellules à revoir.", [(0, 1), (1, 2)]),
        (TABLE, grid(("Shopping", "1", "1"), ("Search", "2", "3")), "✓ Enregistré à 14:32 — 2 lignes.", []),
        (BARS, bars(("Shopping", "douze"), ("Search", "3 €")), "✗ Enregistré à 14:32, mais 1 cellule à revoir.", [(0, 1)]),
        (BARS, bars(("Shopping", "12"), ("Search", "3 €")), "✓ Enregistré à 14:32 — graphique dessiné.", []),
        (BARS, bars(("Shopping", "")), "Pas encore de réponse (enregistré à 14:32).", []),
        # The first row of a heat map names its columns.
        (HEAT, TypedChart("carte_chaleur", ("canal", "1", "2"), (("", "lancement", "suivi"), ("Shopping", "1", "x"))), "✗ Enregistré à 14:32, mais 1 cellule à revoir.", [(1, 2)]),
    ],
)  # fmt: skip
def test_cells_are_counted_and_each_is_told_in_its_place(
    form: Form, value: TypedValue, sentence: str, places: list[tuple[int, int]]
) -> None:
    told = notice(form, value, AT)
    assert told.sentence.replace("\N{NO-BREAK SPACE}", " ") == sentence
    assert [(fault.row, fault.column) for fault in told.faults] == places


def test_what_is_no_cell_is_told_by_its_sentence() -> None:
    assert "titre" in notice(BARS, bars(("Shopping", "12"), ("Search", "3"), title=""), AT).sentence
    assert "ne se lit pas" in notice(liste(nombre()), ("x", "1"), AT).sentence
