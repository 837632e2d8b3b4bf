"""What graders' agreement comes to, in sentences and in figures as people read them."""

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


def readings(found: Agreement) -> list[str]:
    """A sentence on each criterion, on all of them, and on who is more severe."""
    return [
        *(f"{code(c.grade_id)} ({c.label}) : {c.reading}." for c in found.criteria),
        f"Ensemble : {found.overall.reading}.",
        f"Sévérité : les niveaux {of(found.graders[0])}, moins ceux de l'autre. {_severity(found)}",
    ]


def _severity(found: Agreement) -> str:
    gap = found.overall.severity
    if gap.value is None:
        return f"Rien à en dire : {gap.reason}."
    if not gap.marked:
        return "Aucune différence marquée entre les deux."
    severe = found.graders[gap.value >= 0]
    return f"{severe} est plus sévère : {figure(abs(gap.value))} niveau de moins, en moyenne."


def drifting(found: Agreement) -> list[str]:
    """A sentence for each drift whose interval leaves zero out; one that says why none could be worked out."""
    lines = []
    for one in (found.overall, *found.criteria):
        for drift in one.drifts:
            for estimate, against in (
                (drift.against_other, "face à l'autre"),
                (drift.against_own, "face à sa propre moyenne"),
            ):
                if estimate.marked and estimate.value is not None:
                    way = "indulgent·e" if estimate.value > 0 else "sévère"
                    where = f"sur {code(one.grade_id)}" if one.grade_id else "sur l'ensemble"
                    lines.append(
                        f"{drift.grader} devient plus {way} {where}, {against} : {figure(estimate.value, True)} niveau."
                    )
    if not lines:
        reasons = {e.reason for d in found.overall.drifts for e in (d.against_other, d.against_own) if e.reason}
        lines = [f"Dérive non calculée : {reason}." for reason in sorted(reasons)] or ["Aucune dérive marquée."]
    return lines


def waiting(found: Agreement | Calibration, why: str = "") -> Iterator[str]:
    """A sentence on each grader who has levels still to give; why: what for."""
    for grader, count in zip(found.graders, found.waiting, strict=True):
        if count:
            yield f"{grader} a encore {counted(count, 'niveau')} à donner{why}."


FOR_CALIBRATION = " pour l'étalonnage"


def widest(found: Calibration) -> str:
    """The criteria of a calibration to be talked about first; empty for none."""
    wide = [one for one in found.criteria if one.spread >= 1][:_TOLD]
    told = ", ".join(f"{code(one.grade_id)} ({figure(one.spread)})" for one in wide)
    return f"À discuter d'abord, par leur écart entre le plus haut et le plus bas niveau : {told}." if told else ""


def share(found: float | None) -> str:
    """A share, in percent."""
    return "—" if found is None else percent(found)


def kappa(found: Kappa) -> str:
    """A kappa with its interval."""
    if found.value is None:
        return "—"
    interval = "" if found.low is None else f" [{figure(found.low)} ; {figure(found.high)}]"
    return f"{figure(found.value)}{interval}"


def estimate(found: Estimate) -> str:
    """A figure in levels with its interval."""
    if found.value is None or found.low is None or found.high is None:
        return "—"
    return f"{figure(found.value, True)} [{figure(found.low, True)} ; {figure(found.high, True)}]"


def figure(value: float | None, signed: bool = False) -> str:
    """A figure, with its sign where it tells a direction."""
    return "—" if value is None else number(value, fixed=True, signed=signed)
