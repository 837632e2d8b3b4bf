"""The rule of a compétence's result and what a result is made of, in French, each in one wording."""

from __future__ import annotations

from fractions import Fraction

from epreuves.referentiel import referentiel
from epreuves.referentiel.levels import Level
from epreuves.rules.jury_rules import JuryRules
from epreuves.rules.result import CompetenceResult, EvidencePart, ResultRule
from epreuves.wording import french
from epreuves.wording.french import counted, listed, number


def percent(share: Fraction) -> str:
    """A share as a percentage, cut at two decimals: 49.999 % is not 50 %."""
    return french.percent(share, 2, cut=True)


def quoted(level: int) -> str:
    """« acquis », between French quotation marks."""
    return f"«\N{NO-BREAK SPACE}{Level(level).label}\N{NO-BREAK SPACE}»"


def made_of(result: CompetenceResult) -> str:
    """What a result is made of: « calculs 28 / 35, au poids plafonné à 50 %, et critères 6 / 9, au poids de 50 % »."""
    written = _written(result)
    if result.oral is None:
        return written
    oral = "absence à l'oral" if result.missed else f"oral {quoted(result.oral)}"
    if result.written is None:
        return oral
    return f"écrit {percent(result.written)} : {written} ; {oral}, {percent(result.rule.oral)} du résultat"


def _written(result: CompetenceResult) -> str:
    machine, grille = result.machine, result.grille
    if machine is None or grille is None:
        return listed(_part(n, p) for n, p in (("calculs", machine), ("critères", grille)) if p is not None)
    if result.capped:
        return (
            f"{_part('calculs', machine)}, au poids plafonné à {percent(result.weight)}, "
            f"et {_part('critères', grille)}, au poids de {percent(1 - result.weight)}"
        )
    both = EvidencePart(machine.points + grille.points, machine.maximum + grille.maximum)
    return f"{_part('calculs', machine)} et {_part('critères', grille)}, soit {counted(both.points, 'point')} sur {number(both.maximum)}"


def _part(name: str, part: EvidencePart) -> str:
    return f"{name} {number(part.points)} / {number(part.maximum)}"


def conclusion(result: CompetenceResult) -> str:
    """What a result makes of a compétence: « le seuil de 50 % est atteint », « mais un critère est sous le niveau minimal « … » »."""
    rule = result.rule
    threshold, low = percent(rule.threshold), under_least(result)
    if result.share < rule.threshold:
        return f"sous le seuil de {threshold}" + (f", et {low}" if low else "")
    return f"mais {low}" if low else f"le seuil de {threshold} est atteint"


def under_least(result: CompetenceResult) -> str:
    """What is under the least level, « un critère est sous le niveau minimal « … » »; empty where nothing is."""
    low = result.low
    criteria = "un critère" if low.criteria == 1 else counted(low.criteria, "critère")
    names = [criteria] * bool(low.criteria) + ["l'oral"] * low.oral
    if not names:
        return ""
    verb = "est" if low.criteria + low.oral == 1 else "sont"
    return f"{listed(names)} {verb} sous le niveau minimal {quoted(result.rule.lowest_level)}"


def due(rule: ResultRule, oral: bool) -> str:
    """What it takes to have a compétence: « un résultat de 50 % au moins, et chaque critère au niveau « … » au moins »."""
    said = f"un résultat de {percent(rule.threshold)} au moins"
    if not rule.lowest_level:
        return said
    each = "chaque critère et l'oral" if oral else "chaque critère"
    return f"{said}, et {each} au niveau {quoted(rule.lowest_level)} au moins"


def in_panel(rule: ResultRule, oral: bool) -> str:
    """What a grader reads under the points of the machine: what they weigh, and what it takes to have the compétence."""
    return f"Ces points pèsent {percent(rule.cap)} au plus dans la compétence, qui s'acquiert avec {due(rule, oral)}."


def of_competences(rules: JuryRules, signed: bool = False) -> list[str]:
    """How compétences are decided, épreuve by épreuve's kind, one sentence each; signed: as a document that a jury signs has it, which
    says nothing of what it was made with."""
    questions = "questions chiffrées" if signed else "questions que la machine corrige"
    return [
        f"Dans une compétence, les points des {questions} (calculs) et ceux des critères s'ajoutent comme le sujet les annonce ; les calculs y pèsent au plus "
        f"{_caps(rules, signed)}, et les critères le reste.",
        *([f"L'oral, là où l'épreuve en a un, pèse {percent(rules.oral)} du résultat, et l'écrit le reste."] if rules.oral else []),
        "Une compétence est validée avec "
        + due(ResultRule(Fraction(0), rules.oral, rules.thresholds.competence, rules.thresholds.lowest_level), bool(rules.oral))
        + ".",
    ]  # fmt: skip


def _caps(rules: JuryRules, signed: bool) -> str:
    """« 30 % (fiche, projet), 45 % (mise en situation) et 40 % (e17_impact_digital) »."""
    kinds = dict.fromkeys(epreuve.kind for epreuve in referentiel().epreuves)
    names: dict[Fraction, list[str]] = {}
    for kind in kinds:
        names.setdefault(rules.caps[kind], []).append(kind.replace("_", " "))
    said = [f"{percent(cap)} ({', '.join(own)})" for cap, own in names.items()]
    said += [
        f"{percent(cap)} ({f'épreuve {int(id[1:3])}' if signed else id})"
        for id, cap in rules.caps.items()
        if id not in kinds
    ]
    return listed(said)
