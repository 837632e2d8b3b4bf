"""What makes a chart readable: title, axis labels with units, legend, contrast, not by colour alone.

None of it needs to know what is right: the same checks speak in JupyterLab and at marking.
Decisions: a unit may stand in the axis label, on every tick (« 12 % »), or for discs and colour scales in the
title or the labels; series are told apart by more than colour if their lines, markers or hatches differ,
if each is named or has its values written on the chart, or if their luminances differ by 3:1.
"""

import re
from collections.abc import Sequence

import msgspec

from epreuves.answers.cles import fold
from epreuves.answers.contraste import GRAPHICAL_OBJECTS, contrast
from epreuves.answers.formes import GENRES, Graphique
from epreuves.answers.graphiques import Description, Repere, Trace
from epreuves.answers.nombres import canonical_unit, money_scale
from epreuves.wording.french import either, listed, number

PLACEHOLDERS = frozenset({"titre", "title", "graphique", "mon graphique", "titre du graphique", "sans titre",
                          "untitled", "figure", "plot", "test", "graph", "chart"})  # fmt: skip
_MONEY_WORDS = re.compile(
    r"(?:(?:k|m|md|mille|milliers?|millions?|milliards?) ?(?:d'|de )?)?(?:€|\beuros?\b|\beur\b)"
)
_PERCENT = re.compile(r"%|\bpour ?cents?\b|\bpourcentages?\b")


class Controle(msgspec.Struct, frozen=True):
    """One check: its share of the chart's points, how far it is met (0 to 1), the sentence if it is not."""

    nom: str
    poids: float
    part: float
    phrase: str = ""


def accepted_traces(form: Graphique, chart: Description) -> list[Trace]:
    """Series drawn in an accepted genre; touching bars on a number scale may be either kind of bars."""
    return [trace for axes in chart.axes for trace in axes.series if _accepts(form.genre, trace.genre)]


def _accepts(genres: Sequence[str], genre: str) -> bool:
    return genre in genres or (genre == "histogramme" and "barres" in genres)


def check_kind(form: Graphique, chart: Description) -> Controle:
    """The chart is of an accepted genre."""
    if accepted_traces(form, chart):
        return Controle("genre", 0.1, 1.0)
    wanted = either(GENRES[genre] for genre in form.genre)
    drawn = sorted({GENRES[t.genre] for axes in chart.axes for t in axes.series if t.genre in GENRES})
    received = f"le vôtre est {listed(drawn)}" if drawn else "rien n'y est tracé"
    return Controle("genre", 0.1, 0.0, f"Un graphique {wanted} est attendu, {received}.")


def check_title(form: Graphique, chart: Description) -> Controle:
    """There is a title, and it says something: three words or twelve characters, no placeholder."""
    titles = [chart.titre, *(axes.titre for axes in chart.axes)]
    if any(_says_something(title) for title in titles):
        return Controle("titre", 0.1, 1.0)
    if any(title for title in titles):
        return Controle("titre", 0.1, 0.0, "Le titre ne dit pas ce que montre le graphique.")
    return Controle("titre", 0.1, 0.0, "Le titre manque.")


def _says_something(title: str) -> bool:
    folded = fold(title).strip(" .:!")
    return folded not in PLACEHOLDERS and (len(folded.split()) >= 3 or len(folded) >= 12)


def check_labels(form: Graphique, chart: Description) -> Controle:
    """Both axes of every chart are labelled; a disc has none."""
    missing = []
    for axes in _main_axes(form, chart):
        if all(trace.genre == "secteurs" for trace in axes.series):
            continue
        missing += [name for name, label in (("x", axes.xlabel), ("y", axes.ylabel)) if not label]
    if _shared(chart, missing):
        missing = []
    if not missing:
        return Controle("axes", 0.1, 1.0)
    names = sorted(set(missing))
    phrase = (
        f"Le nom de l'axe {names[0]} manque." if len(names) == 1 else "Les noms des axes x et y manquent."
    )
    return Controle("axes", 0.1, 0.5 if len(names) == 1 else 0.0, phrase)


def _shared(chart: Description, missing: list[str]) -> bool:
    """Subplots in a column share their x label, in a row their y label: one of them says it for all."""
    if len(chart.axes) < 2 or not missing:
        return False
    labels = {"x": [axes.xlabel for axes in chart.axes], "y": [axes.ylabel for axes in chart.axes]}
    return all(any(labels[name]) for name in set(missing))


def check_units(form: Graphique, chart: Description) -> Controle:
    """The units that the form names are written where their axis is read."""
    missing = []
    for unit, side in ((form.unite_y, "valeurs"), (form.unite_x, "catégories")):
        if unit and not any(_unit_stands(unit, side, axes, chart) for axes in _main_axes(form, chart)):
            missing.append(f"« {unit} » (axe des {side})")
    if not missing:
        return Controle("unités", 0.1, 1.0)
    plural = len(missing) > 1
    start = "Les unités manquent" if plural else "L'unité manque"
    return Controle("unités", 0.1, 0.0, f"{start} : {', '.join(missing)}.")


def _unit_stands(unit: str, side: str, axes: Repere, chart: Description) -> bool:
    along_y = (side == "valeurs") != axes.horizontal
    label, ticks = (axes.ylabel, axes.yticks) if along_y else (axes.xlabel, axes.xticks)
    if has_unit(label, unit) or (ticks and all(has_unit(tick, unit) for tick in ticks)):
        return True
    genres = {trace.genre for trace in axes.series}
    if side == "valeurs" and genres & {"secteurs", "carte_chaleur"}:
        places = [axes.barre or "", axes.titre, chart.titre]
        return any(has_unit(text, unit) for text in (*places, *axes.annotations, *axes.legende))
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


def check_legend(form: Graphique, chart: Description) -> Controle:
    """From two series on, each is named by a legend or on the chart; so are those the form names."""
    said = [fold(text) for text in chart.legende]
    unnamed = False
    for axes in chart.axes:
        own = [
            fold(text) for text in (*axes.legende, *axes.annotations, *axes.xticks, *axes.yticks, axes.titre)
        ]
        said += own
        traces = [trace for trace in axes.series if trace.genre != "carte_chaleur"]
        if len(traces) == 1 and traces[0].genre == "secteurs":
            unnamed |= not all(traces[0].x)
        elif len(traces) > 1:
            known = (*axes.legende, *chart.legende)
            unnamed |= len(known) < len(traces) and not all(_named_on(trace, own) for trace in traces)
        elif not traces and axes.series:
            unnamed |= axes.barre is None and len(axes.annotations) < len(axes.series)
        said += [
            fold(key)
            for trace in axes.series
            if trace.genre == "secteurs"
            for key in trace.x
            if type(key) is str
        ]
        said += [fold(trace.label) for trace in axes.series if trace.genre == "carte_chaleur"]
    absent = [name for name in form.series or () if not any(fold(name) in text for text in said)]
    if not unnamed and not absent:
        return Controle("légende", 0.04, 1.0)
    names = f" : {', '.join(f'« {name} »' for name in absent)}" if absent else ""
    return Controle("légende", 0.04, 0.0, f"Une légende doit nommer chaque série{names}.")


def _named_on(trace: Trace, texts: list[str]) -> bool:
    return bool(trace.label) and any(fold(trace.label) in text for text in texts)


def check_contrast(form: Graphique, chart: Description) -> Controle:
    """Every drawn colour stands out from the background by 3:1 (WCAG 2.2, criterion 1.4.11)."""
    colours = {
        (colour, axes.fond) for axes in chart.axes for trace in axes.series for colour in trace.couleurs
    }
    ratios = sorted((contrast(colour, back), colour) for colour, back in colours)
    if not ratios or ratios[0][0] >= GRAPHICAL_OBJECTS:
        return Controle("contraste", 0.03, 1.0)
    ratio, colour = ratios[0]
    written = number(int(ratio * 10) / 10, 1, fixed=True)
    phrase = f"La couleur {colour} se distingue mal du fond : contraste de {written}, il en faut au moins 3."
    return Controle("contraste", 0.03, 0.0, phrase)


def check_not_colour_alone(form: Graphique, chart: Description) -> Controle:
    """Series of the same axes can be told apart without seeing colours."""
    if all(_told_apart(axes) for axes in chart.axes):
        return Controle("couleur seule", 0.03, 1.0)
    phrase = (
        "Les séries ne se distinguent que par la couleur : variez aussi le trait, le marqueur ou les "
        "hachures, ou écrivez leur nom sur le graphique."
    )
    return Controle("couleur seule", 0.03, 0.0, phrase)


def _told_apart(axes: Repere) -> bool:
    traces = [trace for trace in axes.series if trace.genre != "carte_chaleur"]
    if len(traces) == 1 and traces[0].genre == "secteurs":
        texts = [fold(text) for text in axes.annotations]
        written = all(type(key) is str and any(fold(key) in text for text in texts) for key in traces[0].x)
        return written or bool(traces[0].hachure) or _luminances_differ(list(traces[0].couleurs))
    if len(traces) < 2:
        return True
    looks = {(trace.genre, trace.trait, trace.marqueur, trace.hachure) for trace in traces}
    if len(looks) == len(traces):
        return True
    texts = [fold(text) for text in axes.annotations]
    if all(_named_on(trace, texts) for trace in traces):
        return True
    values = sum(len(trace.y) for trace in traces)
    if all(trace.genre == "barres" for trace in traces) and len(axes.annotations) >= values:
        return True
    return _luminances_differ([trace.couleurs[0] for trace in traces if trace.couleurs])


def _luminances_differ(colours: list[str]) -> bool:
    pairs = [(a, b) for place, a in enumerate(colours) for b in colours[:place]]
    return bool(pairs) and all(contrast(a, b) >= GRAPHICAL_OBJECTS for a, b in pairs)


def _main_axes(form: Graphique, chart: Description) -> list[Repere]:
    """Axes with something drawn in an accepted genre; all that have anything drawn if there are none."""
    kept = [axes for axes in chart.axes if any(_accepts(form.genre, t.genre) for t in axes.series)]
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
