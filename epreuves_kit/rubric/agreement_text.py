"""The agreement of graders in sentences, and in figures as people read them."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING

from epreuves.wording.french import counted, number, of, percent
from epreuves_kit.rubric.appreciation import code

if TYPE_CHECKING:
    from epreuves_kit.rubric.agreement import Agreement, Calibration, Compared
    from epreuves_kit.rubric.proportions import Proportion
    from epreuves_kit.rubric.statistics import Estimate, Kappa

#: How the figures are to be read.
HOW = (
    "κ : kappa pondéré (poids quadratiques), 1 pour un accord complet, 0 pour celui du hasard ; mots de Landis et Koch (1977). "
    "Entre crochets, l'intervalle à 95 %. Sur vingt intervalles, un en moyenne se trompe : ne concluez pas d'un seul."
)
#: Criteria of a calibration, or of a double marking, that are named.
_TOLD = 5
#: Copies below which a width is said in words.
_FEW = 10


def readings(agreement: Agreement) -> list[str]:
    """The agreement of two graders in sentences: how often they gave the same level, what is to be expected of other copies, who is above, what to talk about first."""
    overall = agreement.overall
    sentences = [f"Tous critères ensemble : {plainly(overall)}."]
    if overall.same is not None:
        few = f" {counted(overall.same.cases, 'copie')}, c'est peu : n'en tirez rien de définitif." * (
            overall.same.cases < _FEW
        )
        sentences.append(
            f"Sur beaucoup d'autres copies, attendez le même niveau {expected(overall.same)} fois sur 100.{few}"
        )
    return [*sentences, *_differences(agreement), *filter(None, [_first(agreement)])]


def plainly(compared: Compared) -> str:
    """The agreement in plain words: « 6 fois sur 13 le même niveau, 12 fois sur 13 à un niveau près »."""
    if compared.same is None or compared.within is None:
        return "rien n'est encore jugé par les deux"
    return f"{times(compared.same)} le même niveau, {times(compared.within)} à un niveau près"


def times(measure: Proportion) -> str:
    """« 6 fois sur 13 »."""
    return f"{measure.times} fois sur {measure.whole}"


def ratio(measure: Proportion | None) -> str:
    """« 6 sur 13 », in a table."""
    return "—" if measure is None else f"{measure.times} sur {measure.whole}"


def expected(measure: Proportion | None) -> str:
    """The interval of a proportion, out of a hundred: « de 22 à 73 »; its bounds are rounded outwards."""
    if measure is None:
        return "—"
    return f"de {math.floor(100 * measure.low)} à {math.ceil(100 * measure.high)}"


def _differences(agreement: Agreement) -> list[str]:
    """The grader who is above where two differ, and whether that is established."""
    first, second = agreement.overall.above
    if not first + second:
        return []
    names = agreement.graders
    sentence = f"Quand leurs niveaux diffèrent, celui {of(names[0])} est le plus haut {first} fois, celui {of(names[1])} {second} fois."
    return [f"{sentence} {_severity(agreement)}"]


def _severity(agreement: Agreement) -> str:
    gap = agreement.overall.severity
    if gap.value is None:
        return f"C'est trop peu pour dire qui est plus sévère ({gap.reason})."
    if not gap.marked:
        return "Aucune différence marquée entre les deux."
    severe = agreement.graders[gap.value >= 0]
    return f"{severe} est plus sévère : {figure(abs(gap.value))} niveau de moins, en moyenne."


def _first(agreement: Agreement) -> str:
    """The criteria of a double marking to be talked about first; empty for none."""
    apart = [c for c in agreement.criteria if c.same is not None and 2 * c.same.times < c.same.whole]
    apart.sort(key=lambda c: (c.exact or 0, c.near or 0))
    names = " ; ".join(f"{code(c.grade_id)} ({times(c.same)})" for c in apart[:_TOLD] if c.same is not None)
    return f"À discuter d'abord, car le même niveau y est donné moins d'une fois sur deux : {names}." if names else ""


def kappas(agreement: Agreement) -> list[str]:
    """The kappa and how to read it, where it says something; else why there is none."""
    whole = agreement.overall.quadratic
    if whole.value is None or whole.low is None:
        return [f"Pas de κ (l'accord au-delà du hasard) : {whole.reason}."] if agreement.overall.pairs else []
    each = [f"{code(c.grade_id)}, {c.reading}" for c in agreement.criteria if c.quadratic.low is not None]
    sentences = [
        f"κ, ce que l'accord a de plus que celui de niveaux tirés au hasard : {kappa(whole)}, {agreement.overall.reading}.",
        *([f"Par critère : {' ; '.join(each)}."] if each else []),
    ]
    return [*sentences, HOW]


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
