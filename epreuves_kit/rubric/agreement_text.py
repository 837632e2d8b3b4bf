"""The agreement of graders in sentences, and in figures as people read them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from epreuves.wording.french import counted, number, of, percent
from epreuves_kit.rubric.appreciation import code

if TYPE_CHECKING:
    from epreuves_kit.rubric.agreement import Agreement, Calibration
    from epreuves_kit.rubric.statistics import Estimate, Kappa

#: How the figures are to be read.
HOW = (
    "κ : kappa pondéré (poids quadratiques), 1 pour un accord complet, 0 pour celui du hasard ; mots de Landis et Koch (1977). "
    "Entre crochets, l'intervalle à 95 %. Sur vingt intervalles, un en moyenne se trompe : ne concluez pas d'un seul."
)
#: Criteria of a calibration that are named.
_TOLD = 5


def readings(agreement: Agreement) -> list[str]:
    """A sentence on each criterion, on all of them, and on who is more severe."""
    return [
        *(f"{code(c.grade_id)} ({c.label}) : {c.reading}." for c in agreement.criteria),
        f"Ensemble : {agreement.overall.reading}.",
        f"Sévérité : les niveaux {of(agreement.graders[0])}, moins ceux de l'autre. {_severity(agreement)}",
    ]


def _severity(agreement: Agreement) -> str:
    gap = agreement.overall.severity
    if gap.value is None:
        return f"Rien à en dire : {gap.reason}."
    if not gap.marked:
        return "Aucune différence marquée entre les deux."
    severe = agreement.graders[gap.value >= 0]
    return f"{severe} est plus sévère : {figure(abs(gap.value))} niveau de moins, en moyenne."


def drifting(agreement: Agreement) -> list[str]:
    """A sentence for each drift whose interval leaves zero out; one that says why none could be worked out."""
    lines = []
    for compared in (agreement.overall, *agreement.criteria):
        for drift in compared.drifts:
            for estimate, against in (
                (drift.against_other, "face à l'autre"),
                (drift.against_own, "face à sa propre moyenne"),
            ):
                if estimate.marked and estimate.value is not None:
                    way = "indulgent·e" if estimate.value > 0 else "sévère"
                    where = f"sur {code(compared.grade_id)}" if compared.grade_id else "sur l'ensemble"
                    lines.append(
                        f"{drift.grader} devient plus {way} {where}, {against} : {figure(estimate.value, True)} niveau."
                    )
    if not lines:
        reasons = {e.reason for d in agreement.overall.drifts for e in (d.against_other, d.against_own) if e.reason}
        lines = [f"Dérive non calculée : {reason}." for reason in sorted(reasons)] or ["Aucune dérive marquée."]
    return lines


def waiting(comparison: Agreement | Calibration, why: str = "") -> Iterator[str]:
    """A sentence on each grader who has levels still to give; why: their purpose, as it ends the sentence."""
    for grader, count in zip(comparison.graders, comparison.waiting, strict=True):
        if count:
            yield f"{grader} a encore {counted(count, 'niveau')} à donner{why}."


FOR_CALIBRATION = " pour l'étalonnage"


def widest(calibration: Calibration) -> str:
    """The criteria of a calibration to be talked about first; empty for none."""
    wide = [criterion for criterion in calibration.criteria if criterion.spread >= 1][:_TOLD]
    names = ", ".join(f"{code(criterion.grade_id)} ({figure(criterion.spread)})" for criterion in wide)
    return f"À discuter d'abord, par leur écart entre le plus haut et le plus bas niveau : {names}." if names else ""


def share(value: float | None) -> str:
    """A share, in percent."""
    return "—" if value is None else percent(value)


def kappa(measure: Kappa) -> str:
    """A kappa with its interval."""
    if measure.value is None:
        return "—"
    interval = "" if measure.low is None else f" [{figure(measure.low)} ; {figure(measure.high)}]"
    return f"{figure(measure.value)}{interval}"


def estimate(measure: Estimate) -> str:
    """A figure in levels with its interval."""
    if measure.value is None or measure.low is None or measure.high is None:
        return "—"
    return f"{figure(measure.value, True)} [{figure(measure.low, True)} ; {figure(measure.high, True)}]"


def figure(value: float | None, signed: bool = False) -> str:
    """A figure, with its sign where it tells a direction."""
    return "—" if value is None else number(value, fixed=True, signed=signed)
