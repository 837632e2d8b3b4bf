"""A chart described as data: what is drawn, with which labels and colours; no matplotlib on this side.

`describe_chart` makes descriptions from figures; `read_chart` takes them back, checked, to be judged.
"""

from typing import Annotated, Any, Literal

import msgspec

MAX_POINTS = 5_000
MAX_SERIES = 60
MAX_AXES = 16
MAX_LABELS = 200
MAX_LABEL = 300

Label = Annotated[str, msgspec.Meta(max_length=MAX_LABEL)]
Labels = Annotated[tuple[Label, ...], msgspec.Meta(max_length=MAX_LABELS)]
Colour = Annotated[str, msgspec.Meta(pattern=r"^#[0-9a-f]{6}$")]
Values = Annotated[tuple[float | None, ...], msgspec.Meta(max_length=MAX_POINTS)]
#: How the bars of several series stand; « superposées »: one hides another.
Standing = Literal["côte à côte", "empilées", "superposées"]
Course = Annotated[tuple[Label | float, ...], msgspec.Meta(max_length=MAX_POINTS)]


class _Described(
    msgspec.Struct,
    frozen=True,
    forbid_unknown_fields=True,
    rename={
        "background": "fond",
        "bar": "barre",
        "beyond": "hors_cadre",
        "colours": "couleurs",
        "hatch": "hachure",
        "height": "hauteur",
        "kind": "genre",
        "legend": "legende",
        "limits": "limites",
        "marker": "marqueur",
        "text": "texte",
        "title": "titre",
        "width": "largeur",
        "x_order": "ordre_x",
        "y_order": "ordre_y",
    },
):
    """Base of all that describes a chart: closed to other fields, written with French names."""


class Trace(_Described, frozen=True):
    """One drawn series: places `x` (keys or numbers), values `y`, and how it looks.

    Bars: `bases` are where they start. Secteurs: `y` in percent of the disc. Carte de chaleur: one series a
    row. Histogramme: `x` are the centres of the classes. Colours are as seen over the background. What is out
    of the axes' limits is left out, and counted in `beyond`.
    """

    label: Label
    kind: Label
    x: Course
    y: Values
    bases: Values = ()
    colours: Annotated[tuple[Colour, ...], msgspec.Meta(max_length=MAX_LABELS)] = ()
    trait: Label = ""
    marker: Label = ""
    hatch: Label = ""
    beyond: Annotated[int, msgspec.Meta(ge=0)] = 0

    def __post_init__(self) -> None:
        if len(self.x) != len(self.y) or len(self.bases) not in (0, len(self.y)):
            raise ValueError("places, values and bases differ in number")


class Note(_Described, frozen=True):
    """A text written on the axes, and the place that it points at, in data coordinates; None where it is placed otherwise."""

    text: Label
    x: float | None = None
    y: float | None = None


class AxesDescription(_Described, frozen=True):
    """One pair of axes. `horizontal`: values are read along x. `barre`: label of the colour scale, if any.

    `limits`: the least and the greatest place seen along x, then along y, in data coordinates. `x_order`, `y_order`: the texts of an
    axis of categories, from left to right or from bottom to top. `disposition`: how bars of several series stand, where it is
    one of these.
    """

    title: Label
    xlabel: Label
    ylabel: Label
    xticks: Labels
    yticks: Labels
    legend: Labels
    annotations: Annotated[tuple[Note, ...], msgspec.Meta(max_length=MAX_LABELS)]
    background: Colour
    horizontal: bool
    bar: Label | None
    series: Annotated[tuple[Trace, ...], msgspec.Meta(max_length=MAX_SERIES)]
    limits: tuple[float, float, float, float] | None = None
    x_order: Labels = ()
    y_order: Labels = ()
    disposition: Standing | None = None


class Description(_Described, frozen=True, tag_field="$", tag="graphique"):
    """A figure: its size in inches, its own title and legend, its axes."""

    title: Label
    legend: Labels
    width: float
    height: float
    axes: Annotated[tuple[AxesDescription, ...], msgspec.Meta(max_length=MAX_AXES)]


def read_chart(node: Any) -> Description:
    """A description from its portable node; raises msgspec.ValidationError."""
    return msgspec.convert(node, Description)
