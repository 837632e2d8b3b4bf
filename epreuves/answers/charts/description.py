"""A chart described as data: what is drawn, with which labels and colours; no matplotlib on this side.

`lecture_graphique` makes descriptions from figures; `read_chart` takes them back, checked, to be judged.
"""

from typing import Annotated, Any

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
Course = Annotated[tuple[Label | float, ...], msgspec.Meta(max_length=MAX_POINTS)]


class _Described(
    msgspec.Struct,
    frozen=True,
    forbid_unknown_fields=True,
    rename={
        "background": "fond", "bar": "barre", "colours": "couleurs", "hatch": "hachure", "height": "hauteur",
        "kind": "genre", "legend": "legende", "marker": "marqueur", "title": "titre", "width": "largeur",
    },
):  # fmt: skip
    """Base of all that describes a chart: closed to other fields, written with French names."""


class Trace(_Described, frozen=True):
    """One drawn series: places `x` (keys or numbers), values `y`, and how it looks.

    Bars: `bases` are where they start. Secteurs: `y` in percent of the disc. Carte de chaleur: one series a
    row. Histogramme: `x` are the centres of the classes. Colours are as seen over the background.
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

    def __post_init__(self) -> None:
        if len(self.x) != len(self.y) or len(self.bases) not in (0, len(self.y)):
            raise ValueError("places, values and bases differ in number")


class AxesDescription(_Described, frozen=True):
    """One pair of axes. `horizontal`: values are read along x. `barre`: label of the colour scale, if any."""

    title: Label
    xlabel: Label
    ylabel: Label
    xticks: Labels
    yticks: Labels
    legend: Labels
    annotations: Labels
    background: Colour
    horizontal: bool
    bar: Label | None
    series: Annotated[tuple[Trace, ...], msgspec.Meta(max_length=MAX_SERIES)]


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
