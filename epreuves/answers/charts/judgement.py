"""A chart judged against the reference's: what it draws, and whether it can be read.

Weights: data 0.5, labels and units 0.2, title 0.1, genre 0.1, readability 0.1 (legend 0.04, contrast 0.03,
not by colour alone 0.03). A chart of another genre has no data credit, an empty one no credit at all.
"""

import math
from typing import Any

from epreuves.answers.charts.data import share_drawn
from epreuves.answers.charts.description import Description, read_chart
from epreuves.answers.charts.readability import READABILITY, ReadabilityCheck, accepted_traces, money_factor
from epreuves.answers.equality import Comparison
from epreuves.answers.forms import ChartForm
from epreuves.answers.numbers import money_scale

DATA_WEIGHT = 0.5


def judge(form: ChartForm, expected: Any, received: Any, tolerance: float, gap: float) -> Comparison:
    """Compare two charts (portable nodes); `right` and `total` count checks, `share` weighs them."""
    reference, chart = read_chart(expected), read_chart(received)
    if not any(axes.series for axes in chart.axes):
        # An empty figure has neither bad colours nor a missing legend; that earns nothing.
        total = 1 + len(READABILITY)
        return Comparison(0.0, 0, total, visible_defects(form, received))
    checks = [check_data(form, reference, chart, tolerance, gap)]
    checks += [check(form, chart) for check in READABILITY]
    weight = math.fsum(check.weight for check in checks)
    share = math.fsum(check.weight * check.part for check in checks) / weight
    right = sum(check.part >= 1.0 for check in checks)
    remarks = tuple(check.sentence for check in checks if check.part < 1.0 and check.sentence)
    return Comparison(1.0 if right == len(checks) else share, right, len(checks), remarks)


def visible_defects(form: ChartForm, received: Any) -> tuple[str, ...]:
    """Sentences on what cannot be read, whatever the data: what JupyterLab may tell."""
    chart = read_chart(received)
    kind = READABILITY[0](form, chart)
    if not any(axes.series for axes in chart.axes):
        # An empty figure: the rest would only add noise.
        return (kind.sentence,)
    return tuple(c.sentence for c in (check(form, chart) for check in READABILITY) if c.part < 1.0)


def check_data(
    form: ChartForm, reference: Description, chart: Description, tolerance: float, gap: float
) -> ReadabilityCheck:
    """The series of the reference are drawn, in an accepted genre."""
    wanted, drawn = accepted_traces(form, reference), accepted_traces(form, chart)
    if not drawn:
        return ReadabilityCheck("données", DATA_WEIGHT, 0.0)
    share, incomplete = share_drawn(wanted, drawn, tolerance, gap, _factors(form, reference, chart))
    if share >= 1.0 and not incomplete:
        return ReadabilityCheck("données", DATA_WEIGHT, 1.0)
    names = ", ".join(f"« {name} »" for name in incomplete if name)
    if share <= 0.0:
        sentence = "Les données tracées ne sont pas celles attendues."
    elif names and len(wanted) > 1:
        sentence = f"Une partie des données tracées est à revoir : {names}."
    else:
        sentence = "Une partie des données tracées est à revoir."
    return ReadabilityCheck("données", DATA_WEIGHT, share, sentence)


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
        for label in ((axes.xlabel,) if axes.horizontal else (axes.ylabel,)) + (axes.bar or "",):
            factor = money_factor(label)
            if factor is not None:
                return factor
    return None
