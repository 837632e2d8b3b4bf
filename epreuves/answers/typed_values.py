"""The values that are typed in forms: a text, several, the cells of a grid, a chart; bounded, and nothing but texts."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from epreuves.answers.tree import MAX_TEXT

Text = Annotated[str, msgspec.Meta(max_length=MAX_TEXT)]
Row = Annotated[tuple[Text, ...], msgspec.Meta(max_length=100)]


class TypedGrid(
    msgspec.Struct,
    frozen=True,
    forbid_unknown_fields=True,
    tag_field="genre",
    tag="grille",
    rename={"columns": "colonnes", "keys": "cles", "rows": "lignes"},
):
    """A grid's cells, row by row; keys: how many of its columns, the first ones, name a row."""

    columns: Row
    keys: Annotated[int, msgspec.Meta(ge=0, le=20)]
    rows: Annotated[tuple[Row, ...], msgspec.Meta(max_length=5_000)]

    def __post_init__(self) -> None:
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError("a row of another width")


Label = Annotated[str, msgspec.Meta(max_length=300)]


class TypedChart(
    msgspec.Struct,
    frozen=True,
    forbid_unknown_fields=True,
    omit_defaults=True,
    tag_field="genre",
    tag="graphique",
    rename={
        "kind": "type",
        "columns": "colonnes",
        "units": "unites",
        "rows": "lignes",
        "order": "ordre",
        "stacked": "empile",
        "starts": "departs",
        "title": "titre",
        "x_label": "axe_x",
        "y_label": "axe_y",
        "scale_label": "echelle",
        "line": "repere",
        "line_label": "nom_du_repere",
        "colour": "couleur",
    },
):
    """A chart's cells, row by row, the first column naming what is drawn, with the unit of each column; and its settings.

    order: of bars, by the first values. starts: the first values are where bars begin, the second ones their lengths. line: a value to be marked. scale_label: what the colours of a heat map measure.
    """

    kind: Literal["barres", "courbes", "nuage", "secteurs", "carte_chaleur", "histogramme"]
    columns: Row
    rows: Annotated[tuple[Row, ...], msgspec.Meta(max_length=1_000)]
    units: Row = ()
    order: Literal["", "croissant", "decroissant"] = ""
    stacked: bool = False
    starts: bool = False
    title: Label = ""
    x_label: Label = ""
    y_label: Label = ""
    scale_label: Label = ""
    line: Label = ""
    line_label: Label = ""
    colour: Annotated[int, msgspec.Meta(ge=0, le=7)] = 0

    def __post_init__(self) -> None:
        least = 3 if self.kind == "nuage" or self.starts else 2
        if len(self.columns) < least or any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError("a row of another width")


TypedValue = Text | Annotated[tuple[Text, ...], msgspec.Meta(max_length=1_000)] | TypedGrid | TypedChart
