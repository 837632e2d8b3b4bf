"""A chart judged against the reference's: what it draws, and whether it can be read.

A chart of another genre has no data credit, an empty one no credit at all; the rest is in CHECKS, of which the weights add up to what
DATA_WEIGHT leaves.
"""

import itertools
import math
import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from epreuves.answers.charts.colours import GRAPHICAL_OBJECTS, contrast
from epreuves.answers.charts.data import same_point, share_drawn
from epreuves.answers.charts.description import AxesDescription, Description, Trace, read_chart
from epreuves.answers.charts.frame import OUT_OF_FRAME, as_read, frame_defects, time_defects
from epreuves.answers.charts.names import misplaced
from epreuves.answers.equality import Comparison
from epreuves.answers.forms import KINDS, ChartForm
from epreuves.answers.keys import fold
from epreuves.answers.numbers import canonical_unit, money_scale
from epreuves.wording.french import either, listed, number

DATA_WEIGHT = 0.5
#: What readability earns at most of a chart of which less than half of the data are right.
READABLE_ALONE = 0.1
PLACEHOLDERS = frozenset(
    {
        "titre",
        "title",
        "graphique",
        "mon graphique",
        "titre du graphique",
        "sans titre",
        "untitled",
        "figure",
        "plot",
        "test",
        "graph",
        "chart",
    }
)
_MONEY_WORDS = re.compile(r"(?:(?:k|m|md|mille|milliers?|millions?|milliards?) ?(?:d'|de )?)?(?:€|\beuros?\b|\beur\b)")
_PERCENT = re.compile(r"%|\bpour ?cents?\b|\bpourcentages?\b")

#: What a check finds: how far it is met, from 0 to 1, and the sentence where it is not.
Found = tuple[float, str]
_MET: Found = (1.0, "")


def judge(form: ChartForm, expected: Any, received: Any, tolerance: float, gap: float) -> Comparison:
    """Compare two charts (portable nodes): `share` weighs the data and what makes them readable, of which the sentences say what is right."""
    reference, chart = read_chart(expected), as_read(form, read_chart(received))
    if not _shows(chart):
        # An empty figure has neither bad colours nor a missing legend; that earns nothing.
        return Comparison(0.0, 0, 1, visible_defects(form, received))
    data, data_sentence = _data(form, reference, chart, tolerance, gap)
    checks = [(weight, *check(form, chart)) for check, weight in CHECKS.items()]
    readable = math.fsum(weight * part for weight, part, _ in checks)
    whole = data >= 1.0 and all(part >= 1.0 for _, part, _ in checks)
    remarks = [data_sentence] if data_sentence else []
    remarks += [sentence for _, part, sentence in checks if part < 1.0 and sentence]
    if data < 0.5 and readable:
        remarks.append(
            "Moins de la moitié des données tracées est juste : un graphique lisible ne garde alors qu'un dixième des points, quel que soit le reste."
        )
    share = DATA_WEIGHT * data + readable * _worth(data)
    return Comparison(1.0 if whole else share, int(whole), 1, tuple(remarks))


def _worth(data: float) -> float:
    """The share that a readable chart keeps of what readability is worth: all of it where half of its data are right, a tenth of the question below."""
    return 1.0 if data >= 0.5 else READABLE_ALONE / (1 - DATA_WEIGHT)


def visible_defects(form: ChartForm, received: Any) -> tuple[str, ...]:
    """Sentences on what cannot be read, whatever the data: what JupyterLab may tell."""
    chart = as_read(form, read_chart(received))
    if not _shows(chart):
        # An empty figure: the rest would only add noise.
        return (_nothing(form, chart),)
    return tuple(sentence for part, sentence in (check(form, chart) for check in CHECKS) if part < 1.0)


def _shows(chart: Description) -> bool:
    """True if anything is drawn that can be seen."""
    return any(trace.y for axes in chart.axes for trace in axes.series)


def _nothing(form: ChartForm, chart: Description) -> str:
    """The sentence on a chart on which nothing can be seen."""
    if any(trace.beyond for axes in chart.axes for trace in axes.series):
        return OUT_OF_FRAME
    return f"Un graphique {either(KINDS[kind] for kind in form.kind)} est attendu, rien n'y est tracé."


def _exchanged(form: ChartForm, chart: Description) -> bool:
    """True if the titles of the axes name along x what is asked along y, and the reverse."""
    x, y = fold(form.x), fold(form.y)
    return bool(x and y) and any(
        y in fold(axes.xlabel) and x in fold(axes.ylabel) and x not in fold(axes.xlabel) for axes in chart.axes
    )


def _data(form: ChartForm, reference: Description, chart: Description, tolerance: float, gap: float) -> Found:
    """The series of the reference are drawn, in an accepted genre."""
    wanted, drawn = _accepted(form, reference), _accepted(form, chart)
    if not drawn:
        return 0.0, ""
    factors = _factors(form, reference, chart)
    drawn_points = share_drawn(wanted, drawn, tolerance, gap, factors, _exchanged(form, chart))
    astray = _astray(form, reference, chart, tolerance, gap, factors)
    if drawn_points.share >= 1.0 and not drawn_points.incomplete and not astray:
        return _MET
    # The point of a misplaced name is a wrong one.
    share = max(0.0, drawn_points.share - len(astray) / max(1, drawn_points.total))
    if share <= 0.0:
        return 0.0, "Les données tracées ne sont pas celles attendues."
    names = ", ".join(f"« {name} »" for name in drawn_points.incomplete if name)
    which = f" ; à revoir : {names}" if names and len(wanted) > 1 else ""
    sentences = [f"Données justes : {drawn_points.right - len(astray)} sur {drawn_points.total}{which}."]
    if astray:
        sentences.append(f"Des noms ne sont pas sur leur point : {', '.join(f'« {name} »' for name in astray)}.")
    return share, " ".join(sentences)


def _astray(
    form: ChartForm,
    reference: Description,
    chart: Description,
    tolerance: float,
    gap: float,
    factors: Sequence[float],
) -> tuple[str, ...]:
    """Names of a cloud's points that are written on another point, on the scale on which there are fewest."""
    if "nuage" not in form.kind or not form.series:
        return ()
    by_factor = (
        misplaced(form.series, reference, chart, same_point(reference, tolerance, gap, factor)) for factor in factors
    )
    return min(by_factor, key=len)


def _factors(form: ChartForm, reference: Description, chart: Description) -> tuple[float, ...]:
    """Factors from what is drawn to the reference's scale that the units allow."""
    if form.unite_y == "%":
        return (1.0, 100.0, 0.01)
    ours = money_scale(form.unite_y)
    if ours is None:
        return (1.0,)
    ours, theirs = _announced(reference) or ours, _announced(chart) or ours
    return (theirs / ours,)


def _announced(chart: Description) -> float | None:
    """Euros in one unit of the value axis, as its label says."""
    for axes in chart.axes:
        for label in (axes.xlabel if axes.horizontal else axes.ylabel, axes.bar or ""):
            # 1,000 for « CA (k€) », 1 for « en euros ».
            if (money := _MONEY_WORDS.search(fold(label))) and (factor := money_scale(money[0])) is not None:
                return factor
    return None


def _accepted(form: ChartForm, chart: Description) -> list[Trace]:
    """Series drawn in an accepted genre; touching bars on a number scale may be either kind of bars."""
    return [trace for axes in chart.axes for trace in axes.series if _accepts(form.kind, trace.kind)]


def _accepts(genres: Sequence[str], kind: str) -> bool:
    return kind in genres or (kind == "histogramme" and "barres" in genres)


def _kind(form: ChartForm, chart: Description) -> Found:
    """The chart is of an accepted genre."""
    if _accepted(form, chart):
        return _MET
    wanted = either(KINDS[kind] for kind in form.kind)
    drawn = sorted({KINDS[t.kind] for axes in chart.axes for t in axes.series if t.kind in KINDS})
    received = f"le vôtre est {listed(drawn)}" if drawn else "rien n'y est tracé"
    return 0.0, f"Un graphique {wanted} est attendu, {received}."


def _frame(form: ChartForm, chart: Description) -> Found:
    """All the data are within the frame, no bar behind another, bars as they are asked for and from zero."""
    defects = frame_defects(form, chart)
    return (0.0, " ".join(defects)) if defects else _MET


def _time(form: ChartForm, chart: Description) -> Found:
    """Months, quarters and days follow one another."""
    defects = time_defects(chart)
    return (0.0, " ".join(defects)) if defects else _MET


def _title(form: ChartForm, chart: Description) -> Found:
    """There is a title, and it says something: three words or twelve characters, no placeholder."""
    titles = [title for title in (chart.title, *(axes.title for axes in chart.axes)) if title]
    if any(map(_says_something, titles)):
        return _MET
    return 0.0, "Le titre ne dit pas ce que montre le graphique." if titles else "Le titre manque."


def _says_something(title: str) -> bool:
    folded = fold(title).strip(" .:!")
    return folded not in PLACEHOLDERS and (len(folded.split()) >= 3 or len(folded) >= 12)


def _labels(form: ChartForm, chart: Description) -> Found:
    """Both axes of every chart are labelled; a disc has none. Of subplots that share an axis, one says it for all."""
    missing = set()
    for axes in _main_axes(form, chart):
        if not all(trace.kind == "secteurs" for trace in axes.series):
            missing |= {name for name, label in (("x", axes.xlabel), ("y", axes.ylabel)) if not label}
    labelled = {"x": any(axes.xlabel for axes in chart.axes), "y": any(axes.ylabel for axes in chart.axes)}
    if not missing or (len(chart.axes) > 1 and all(labelled[name] for name in missing)):
        return _MET
    if len(missing) == 2:
        return 0.0, "Les noms des deux axes manquent."
    return 0.5, f"Le nom de l'axe {'horizontal' if 'x' in missing else 'vertical'} manque."


def _units(form: ChartForm, chart: Description) -> Found:
    """The units that the form names are written where their axis is read."""
    missing = []
    for unit, side in ((form.unite_y, "valeurs"), (form.unite_x, "catégories")):
        if unit and not any(_unit_stands(unit, side, axes, chart) for axes in _main_axes(form, chart)):
            missing.append(f"« {unit} » (axe des {side})")
    if not missing:
        return _MET
    start = "Les unités manquent" if len(missing) > 1 else "L'unité manque"
    return 0.0, f"{start} : {', '.join(missing)}."


def _unit_stands(unit: str, side: str, axes: AxesDescription, chart: Description) -> bool:
    along_y = (side == "valeurs") != axes.horizontal
    label, ticks = (axes.ylabel, axes.yticks) if along_y else (axes.xlabel, axes.xticks)
    if _has_unit(label, unit) or (ticks and all(_has_unit(tick, unit) for tick in ticks)):
        return True
    genres = {trace.kind for trace in axes.series}
    if side == "valeurs" and genres & {"secteurs", "carte_chaleur"}:
        places = [axes.bar or "", axes.title, chart.title]
        return any(_has_unit(text, unit) for text in (*places, *_written(axes), *axes.legend))
    return False


def _has_unit(label: str, unit: str) -> bool:
    """True if a label names a unit, in any of its spellings (« € », « euros », « k€ » for money)."""
    folded = fold(label)
    if money_scale(unit) is not None:
        return bool(_MONEY_WORDS.search(folded))
    if fold(unit) == "%":
        return bool(_PERCENT.search(folded))
    wanted = canonical_unit(unit)
    words = re.findall(r"[^\W_]+(?:'[^\W_]+)?|[%€°]", folded)
    spans = [" ".join(words[at : at + size]) for size in (1, 2, 3, 4) for at in range(len(words))]
    return any(canonical_unit(span) == wanted for span in spans) or fold(unit) in spans


def _legend(form: ChartForm, chart: Description) -> Found:
    """From two series on, each is named by a legend or on the chart; so are those the form names."""
    shown = _folded(chart.legend)
    unnamed = False
    for axes in chart.axes:
        own = _folded((*axes.legend, *_written(axes), *axes.xticks, *axes.yticks, axes.title))
        shown += own
        for trace in axes.series:
            if trace.kind == "secteurs":
                shown += _folded(key for key in trace.x if isinstance(key, str))
            elif trace.kind == "carte_chaleur":
                shown.append(fold(trace.label))
        traces = [trace for trace in axes.series if trace.kind != "carte_chaleur"]
        if len(traces) == 1 and traces[0].kind == "secteurs":
            unnamed |= not all(traces[0].x)
        elif len(traces) > 1:
            legends = (*axes.legend, *chart.legend)
            unnamed |= len(legends) < len(traces) and not _all_named(traces, own)
        elif not traces and axes.series:
            unnamed |= axes.bar is None and len(axes.annotations) < len(axes.series)
    absent = [name for name in form.series or () if not _said(name, shown)]
    if not unnamed and not absent:
        return _MET
    names = f" : {', '.join(f'« {name} »' for name in absent)}" if absent else ""
    return 0.0, f"Une légende doit nommer chaque série{names}."


def _written(axes: AxesDescription) -> list[str]:
    return [note.text for note in axes.annotations]


def _folded(texts: Iterable[str]) -> list[str]:
    return [fold(text) for text in texts]


def _said(name: str, folded: Sequence[str]) -> bool:
    wanted = fold(name)
    return any(wanted in text for text in folded)


def _all_named(traces: Sequence[Trace], folded: Sequence[str]) -> bool:
    return all(trace.label and _said(trace.label, folded) for trace in traces)


def _contrast(form: ChartForm, chart: Description) -> Found:
    """Every drawn colour stands out from the background by 3:1 (WCAG 2.2, criterion 1.4.11)."""
    colours = {(colour, axes.background) for axes in chart.axes for trace in axes.series for colour in trace.colours}
    ratio, colour = min(((contrast(*pair), pair[0]) for pair in colours), default=(math.inf, ""))
    if ratio >= GRAPHICAL_OBJECTS:
        return _MET
    written = number(int(ratio * 10) / 10, 1, fixed=True)
    return (
        0.0,
        f"La couleur {colour} se distingue mal du fond : contraste de {written}, il en faut au moins 3.",
    )


def _not_colour_alone(form: ChartForm, chart: Description) -> Found:
    """Series of the same axes can be told apart without seeing colours."""
    if all(map(_told_apart, chart.axes)):
        return _MET
    return 0.0, (
        "Les séries ne se distinguent que par la couleur : variez aussi le trait, le marqueur ou les "
        "hachures, ou écrivez leur nom sur le graphique."
    )


def _told_apart(axes: AxesDescription) -> bool:
    traces = [trace for trace in axes.series if trace.kind != "carte_chaleur"]
    texts = _folded(_written(axes))
    if len(traces) == 1 and traces[0].kind == "secteurs":
        written = all(isinstance(key, str) and _said(key, texts) for key in traces[0].x)
        return written or bool(traces[0].hatch) or _luminances_differ(traces[0].colours)
    looks = {(trace.kind, trace.trait, trace.marker, trace.hatch) for trace in traces}
    if len(traces) < 2 or len(looks) == len(traces) or _all_named(traces, texts):
        return True
    values = sum(len(trace.y) for trace in traces)
    if all(trace.kind == "barres" for trace in traces) and len(axes.annotations) >= values:
        return True
    return _luminances_differ([trace.colours[0] for trace in traces if trace.colours])


def _luminances_differ(colours: Sequence[str]) -> bool:
    pairs = list(itertools.combinations(colours, 2))
    return bool(pairs) and all(contrast(a, b) >= GRAPHICAL_OBJECTS for a, b in pairs)


def _main_axes(form: ChartForm, chart: Description) -> list[AxesDescription]:
    """Axes with something drawn in an accepted genre; all that have anything drawn if there are none."""
    kept = [axes for axes in chart.axes if any(_accepts(form.kind, t.kind) for t in axes.series)]
    return kept or [axes for axes in chart.axes if axes.series] or list(chart.axes)


#: What a chart must be, whatever its data, and the weight of each beside DATA_WEIGHT.
CHECKS: dict[Callable[[ChartForm, Description], Found], float] = {
    _kind: 0.08,
    _title: 0.1,
    _labels: 0.08,
    _units: 0.09,
    _legend: 0.04,
    _contrast: 0.03,
    _not_colour_alone: 0.03,
    _frame: 0.03,
    _time: 0.02,
}
