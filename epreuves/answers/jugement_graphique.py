"""A chart judged against the reference's: what it draws, and whether it can be read.

Weights: data 0.5, labels and units 0.2, title 0.1, genre 0.1, readability 0.1 (legend 0.04, contrast 0.03,
not by colour alone 0.03). A chart of another genre has no data credit, an empty one no credit at all.
"""

import math
from typing import Any

from epreuves.answers.comparaison import Comparison
from epreuves.answers.donnees_graphique import share_drawn
from epreuves.answers.formes import Graphique
from epreuves.answers.graphiques import Description, read_chart
from epreuves.answers.lisibilite_graphique import READABILITY, Controle, accepted_traces, money_factor
from epreuves.answers.nombres import money_scale

DATA_WEIGHT = 0.5


def judge(form: Graphique, expected: Any, received: Any, tolerance: float, ecart: float) -> Comparison:
    """Compare two charts (portable nodes); `right` and `total` count checks, `share` weighs them."""
    reference, chart = read_chart(expected), read_chart(received)
    if not any(axes.series for axes in chart.axes):
        # An empty figure has neither bad colours nor a missing legend; that earns nothing.
        total = 1 + len(READABILITY)
        return Comparison(0.0, 0, total, visible_defects(form, received))
    checks = [check_data(form, reference, chart, tolerance, ecart)]
    checks += [check(form, chart) for check in READABILITY]
    weight = math.fsum(check.poids for check in checks)
    share = math.fsum(check.poids * check.part for check in checks) / weight
    right = sum(check.part >= 1.0 for check in checks)
    remarks = tuple(check.phrase for check in checks if check.part < 1.0 and check.phrase)
    return Comparison(1.0 if right == len(checks) else share, right, len(checks), remarks)


def visible_defects(form: Graphique, received: Any) -> tuple[str, ...]:
    """Sentences on what cannot be read, whatever the data: what JupyterLab may tell."""
    chart = read_chart(received)
    kind = READABILITY[0](form, chart)
    if not any(axes.series for axes in chart.axes):
        # An empty figure: the rest would only add noise.
        return (kind.phrase,)
    return tuple(c.phrase for c in (check(form, chart) for check in READABILITY) if c.part < 1.0)


def check_data(
    form: Graphique, reference: Description, chart: Description, tolerance: float, ecart: float
) -> Controle:
    """The series of the reference are drawn, in an accepted genre."""
    wanted, drawn = accepted_traces(form, reference), accepted_traces(form, chart)
    if not drawn:
        return Controle("données", DATA_WEIGHT, 0.0)
    share, incomplete = share_drawn(wanted, drawn, tolerance, ecart, _factors(form, reference, chart))
    if share >= 1.0 and not incomplete:
        return Controle("données", DATA_WEIGHT, 1.0)
    names = ", ".join(f"« {name} »" for name in incomplete if name)
    if share <= 0.0:
        phrase = "Les données tracées ne sont pas celles attendues."
    elif names and len(wanted) > 1:
        phrase = f"Une partie des données tracées est à revoir : {names}."
    else:
        phrase = "Une partie des données tracées est à revoir."
    return Controle("données", DATA_WEIGHT, share, phrase)


def _factors(form: Graphique, reference: Description, chart: Description) -> tuple[float, ...]:
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
        for label in ((axes.xlabel,) if axes.horizontal else (axes.ylabel,)) + (axes.barre or "",):
            factor = money_factor(label)
            if factor is not None:
                return factor
    return None
