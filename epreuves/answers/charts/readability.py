"""What makes a chart readable: title, axis labels with units, legend, contrast (WCAG 2.2), not by colour alone.

Source: W3C, Web Content Accessibility Guidelines 2.2, « relative luminance » and « contrast ratio »
(https://www.w3.org/TR/WCAG22/#dfn-relative-luminance); 3:1 for graphical objects is criterion 1.4.11.
"""

import re
from collections.abc import Sequence

import msgspec

from epreuves.answers.charts.description import AxesDescription, Description, Trace
from epreuves.answers.forms import KINDS, ChartForm
from epreuves.answers.keys import fold
from epreuves.answers.numbers import canonical_unit, money_scale
from epreuves.wording.french import either, listed, number

GRAPHICAL_OBJECTS = 3.0
_HEX = re.compile(r"#[0-9a-f]{6}", re.ASCII)


def relative_luminance(colour: str) -> float:
    """Relative luminance in [0, 1] of a colour « #rrggbb » (sRGB); raises ValueError for anything else."""
    if not _HEX.fullmatch(colour):
        raise ValueError(f"couleur attendue sous la forme #rrggbb, reçu {colour!r}")
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    # 0.04045 is sRGB's threshold; WCAG first printed 0.03928, which changes no 8-bit colour.
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def contrast(first: str, second: str) -> float:
    """Contrast ratio of two colours, from 1 (same luminance) to 21 (black and white)."""
    low, high = sorted((relative_luminance(first), relative_luminance(second)))
    return (high + 0.05) / (low + 0.05)


def over(rgba: tuple[float, float, float, float], background: str) -> str:
    """The colour seen when `rgba` (channels in [0, 1]) lies over an opaque background « #rrggbb »."""
    alpha = min(max(rgba[3], 0.0), 1.0)
    seen = []
    for channel, at in zip(rgba[:3], (1, 3, 5), strict=True):
        under = int(background[at : at + 2], 16) / 255
        seen.append(round(255 * (min(max(channel, 0.0), 1.0) * alpha + under * (1 - alpha))))
    return "#{:02x}{:02x}{:02x}".format(*seen)


PLACEHOLDERS = frozenset({"titre", "title", "graphique", "mon graphique", "titre du graphique", "sans titre",
                          "untitled", "figure", "plot", "test", "graph", "chart"})  # fmt: skip
_MONEY_WORDS = re.compile(
    r"(?:(?:k|m|md|mille|milliers?|millions?|milliards?) ?(?:d'|de )?)?(?:€|\beuros?\b|\beur\b)"
)
_PERCENT = re.compile(r"%|\bpour ?cents?\b|\bpourcentages?\b")


class ReadabilityCheck(msgspec.Struct, frozen=True):
    """One check: its share of the chart's points, how far it is met (0 to 1), the sentence if it is not."""

    name: str
    weight: float
    part: float
    sentence: str = ""


def accepted_traces(form: ChartForm, chart: Description) -> list[Trace]:
    """Series drawn in an accepted genre; touching bars on a number scale may be either kind of bars."""
    return [trace for axes in chart.axes for trace in axes.series if _accepts(form.kind, trace.kind)]


def _accepts(genres: Sequence[str], kind: str) -> bool:
    return kind in genres or (kind == "histogramme" and "barres" in genres)


def check_kind(form: ChartForm, chart: Description) -> ReadabilityCheck:
    """The chart is of an accepted genre."""
    if accepted_traces(form, chart):
        return ReadabilityCheck("genre", 0.1, 1.0)
    wanted = either(KINDS[kind] for kind in form.kind)
    drawn = sorted({KINDS[t.kind] for axes in chart.axes for t in axes.series if t.kind in KINDS})
    received = f"le vôtre est {listed(drawn)}" if drawn else "rien n'y est tracé"
    return ReadabilityCheck("genre", 0.1, 0.0, f"Un graphique {wanted} est attendu, {received}.")


def check_title(form: ChartForm, chart: Description) -> ReadabilityCheck:
    """There is a title, and it says something: three words or twelve characters, no placeholder."""
    titles = [chart.title, *(axes.title for axes in chart.axes)]
    if any(_says_something(title) for title in titles):
        return ReadabilityCheck("titre", 0.1, 1.0)
    if any(title for title in titles):
        return ReadabilityCheck("titre", 0.1, 0.0, "Le titre ne dit pas ce que montre le graphique.")
    return ReadabilityCheck("titre", 0.1, 0.0, "Le titre manque.")


def _says_something(title: str) -> bool:
    folded = fold(title).strip(" .:!")
    return folded not in PLACEHOLDERS and (len(folded.split()) >= 3 or len(folded) >= 12)


def check_labels(form: ChartForm, chart: Description) -> ReadabilityCheck:
    """Both axes of every chart are labelled; a disc has none."""
    missing = []
    for axes in _main_axes(form, chart):
        if all(trace.kind == "secteurs" for trace in axes.series):
            continue
        missing += [name for name, label in (("x", axes.xlabel), ("y", axes.ylabel)) if not label]
    if _shared(chart, missing):
        missing = []
    if not missing:
        return ReadabilityCheck("axes", 0.1, 1.0)
    names = sorted(set(missing))
    sentence = (
        f"Le nom de l'axe {names[0]} manque." if len(names) == 1 else "Les noms des axes x et y manquent."
    )
    return ReadabilityCheck("axes", 0.1, 0.5 if len(names) == 1 else 0.0, sentence)


def _shared(chart: Description, missing: list[str]) -> bool:
    """Subplots in a column share their x label, in a row their y label: one of them says it for all."""
    if len(chart.axes) < 2 or not missing:
        return False
    labels = {"x": [axes.xlabel for axes in chart.axes], "y": [axes.ylabel for axes in chart.axes]}
    return all(any(labels[name]) for name in set(missing))


def check_units(form: ChartForm, chart: Description) -> ReadabilityCheck:
    """The units that the form names are written where their axis is read."""
    missing = []
    for unit, side in ((form.unite_y, "valeurs"), (form.unite_x, "catégories")):
        if unit and not any(_unit_stands(unit, side, axes, chart) for axes in _main_axes(form, chart)):
            missing.append(f"« {unit} » (axe des {side})")
    if not missing:
        return ReadabilityCheck("unités", 0.1, 1.0)
    plural = len(missing) > 1
    start = "Les unités manquent" if plural else "L'unité manque"
    return ReadabilityCheck("unités", 0.1, 0.0, f"{start} : {', '.join(missing)}.")


def _unit_stands(unit: str, side: str, axes: AxesDescription, chart: Description) -> bool:
    along_y = (side == "valeurs") != axes.horizontal
    label, ticks = (axes.ylabel, axes.yticks) if along_y else (axes.xlabel, axes.xticks)
    if has_unit(label, unit) or (ticks and all(has_unit(tick, unit) for tick in ticks)):
        return True
    genres = {trace.kind for trace in axes.series}
    if side == "valeurs" and genres & {"secteurs", "carte_chaleur"}:
        places = [axes.bar or "", axes.title, chart.title]
        return any(has_unit(text, unit) for text in (*places, *axes.annotations, *axes.legend))
    return False


def has_unit(label: str, unit: str) -> bool:
    """Whether a label names a unit, in any of its spellings (« € », « euros », « k€ » for money)."""
    folded = fold(label)
    if money_scale(unit) is not None:
        return bool(_MONEY_WORDS.search(folded))
    if fold(unit) == "%":
        return bool(_PERCENT.search(folded))
    wanted = canonical_unit(unit)
    words = re.findall(r"[^\W_]+(?:'[^\W_]+)?|[%€°]", folded)
    spans = [" ".join(words[at : at + size]) for size in (1, 2, 3, 4) for at in range(len(words))]
    return any(canonical_unit(span) == wanted for span in spans) or fold(unit) in spans


def money_factor(label: str) -> float | None:
    """Euros in one unit of a labelled axis: 1,000 for « CA (k€) », 1 for « en euros », None without money."""
    match = _MONEY_WORDS.search(fold(label))
    return money_scale(match[0]) if match else None


def check_legend(form: ChartForm, chart: Description) -> ReadabilityCheck:
    """From two series on, each is named by a legend or on the chart; so are those the form names."""
    said = [fold(text) for text in chart.legend]
    unnamed = False
    for axes in chart.axes:
        own = [
            fold(text) for text in (*axes.legend, *axes.annotations, *axes.xticks, *axes.yticks, axes.title)
        ]
        said += own
        traces = [trace for trace in axes.series if trace.kind != "carte_chaleur"]
        if len(traces) == 1 and traces[0].kind == "secteurs":
            unnamed |= not all(traces[0].x)
        elif len(traces) > 1:
            known = (*axes.legend, *chart.legend)
            unnamed |= len(known) < len(traces) and not all(_named_on(trace, own) for trace in traces)
        elif not traces and axes.series:
            unnamed |= axes.bar is None and len(axes.annotations) < len(axes.series)
        said += [
            fold(key)
            for trace in axes.series
            if trace.kind == "secteurs"
            for key in trace.x
            if type(key) is str
        ]
        said += [fold(trace.label) for trace in axes.series if trace.kind == "carte_chaleur"]
    absent = [name for name in form.series or () if not any(fold(name) in text for text in said)]
    if not unnamed and not absent:
        return ReadabilityCheck("légende", 0.04, 1.0)
    names = f" : {', '.join(f'« {name} »' for name in absent)}" if absent else ""
    return ReadabilityCheck("légende", 0.04, 0.0, f"Une légende doit nommer chaque série{names}.")


def _named_on(trace: Trace, texts: list[str]) -> bool:
    return bool(trace.label) and any(fold(trace.label) in text for text in texts)


def check_contrast(form: ChartForm, chart: Description) -> ReadabilityCheck:
    """Every drawn colour stands out from the background by 3:1 (WCAG 2.2, criterion 1.4.11)."""
    colours = {
        (colour, axes.background) for axes in chart.axes for trace in axes.series for colour in trace.colours
    }
    ratios = sorted((contrast(colour, back), colour) for colour, back in colours)
    if not ratios or ratios[0][0] >= GRAPHICAL_OBJECTS:
        return ReadabilityCheck("contraste", 0.03, 1.0)
    ratio, colour = ratios[0]
    written = number(int(ratio * 10) / 10, 1, fixed=True)
    sentence = (
        f"La couleur {colour} se distingue mal du fond : contraste de {written}, il en faut au moins 3."
    )
    return ReadabilityCheck("contraste", 0.03, 0.0, sentence)


def check_not_colour_alone(form: ChartForm, chart: Description) -> ReadabilityCheck:
    """Series of the same axes can be told apart without seeing colours."""
    if all(_told_apart(axes) for axes in chart.axes):
        return ReadabilityCheck("couleur seule", 0.03, 1.0)
    sentence = (
        "Les séries ne se distinguent que par la couleur : variez aussi le trait, le marqueur ou les "
        "hachures, ou écrivez leur nom sur le graphique."
    )
    return ReadabilityCheck("couleur seule", 0.03, 0.0, sentence)


def _told_apart(axes: AxesDescription) -> bool:
    traces = [trace for trace in axes.series if trace.kind != "carte_chaleur"]
    if len(traces) == 1 and traces[0].kind == "secteurs":
        texts = [fold(text) for text in axes.annotations]
        written = all(type(key) is str and any(fold(key) in text for text in texts) for key in traces[0].x)
        return written or bool(traces[0].hatch) or _luminances_differ(list(traces[0].colours))
    if len(traces) < 2:
        return True
    looks = {(trace.kind, trace.trait, trace.marker, trace.hatch) for trace in traces}
    if len(looks) == len(traces):
        return True
    texts = [fold(text) for text in axes.annotations]
    if all(_named_on(trace, texts) for trace in traces):
        return True
    values = sum(len(trace.y) for trace in traces)
    if all(trace.kind == "barres" for trace in traces) and len(axes.annotations) >= values:
        return True
    return _luminances_differ([trace.colours[0] for trace in traces if trace.colours])


def _luminances_differ(colours: list[str]) -> bool:
    pairs = [(a, b) for place, a in enumerate(colours) for b in colours[:place]]
    return bool(pairs) and all(contrast(a, b) >= GRAPHICAL_OBJECTS for a, b in pairs)


def _main_axes(form: ChartForm, chart: Description) -> list[AxesDescription]:
    """Axes with something drawn in an accepted genre; all that have anything drawn if there are none."""
    kept = [axes for axes in chart.axes if any(_accepts(form.kind, t.kind) for t in axes.series)]
    return kept or [axes for axes in chart.axes if axes.series] or list(chart.axes)


READABILITY = (
    check_kind,
    check_title,
    check_labels,
    check_units,
    check_legend,
    check_contrast,
    check_not_colour_alone,
)
