"""The rule of a compétence's result, and the parts of a result, in French, each in one wording."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from epreuves.referentiel.levels import Level
from epreuves.wording import french
from epreuves.wording.french import counted, listed, number
from epreuves_kit.referentiel.model import Epreuve, numbered
from epreuves_kit.rules.jury_rules import JuryRules
from epreuves_kit.rules.result import CompetenceResult, EpreuveResult, EvidencePart, ResultRule

#: What the criteria that a member of a group is judged by alone are called after « ceux », by the notebook that holds them, and where
#: all épreuves are spoken of.
_OWN = {"rex": "du REX", "production": "de la production individuelle"}
_OF_ALL = "de la partie individuelle"
_SHARED = (
    "Une compétence de plusieurs épreuves est la moyenne de ce que chacune en donne ainsi, au poids des points qu'elle lui donne, calculs plafonnés ; "
    "ses critères sont alors ceux de toutes ces épreuves."
)


def own_criteria(notebooks: Iterable[str]) -> str:
    """The name of the criteria that a member of a group is judged by alone, in an épreuve of these notebooks; empty where it has none."""
    return next((_OWN[name] for name in notebooks if name in _OWN), "")


def percent(share: Fraction) -> str:
    """A share as a percentage, cut at two decimals: 49.999 % is not 50 %."""
    return french.percent(share, 2, cut=True)


def quoted(level: int) -> str:
    """« acquis », between French quotation marks."""
    return f"«\N{NO-BREAK SPACE}{Level(level).label}\N{NO-BREAK SPACE}»"


def others_in_words(others: Iterable[Epreuve]) -> str:
    """Épreuves that also assess a compétence, « l'épreuve 2 et l'épreuve 3 »; empty where there is none."""
    return listed(f"l'épreuve\N{NO-BREAK SPACE}{numbered(epreuve.id)}" for epreuve in others)


def made_of(result: EpreuveResult) -> str:
    """The parts of a result: « calculs 28 / 35, au poids plafonné à 50 %, et critères 6 / 9, au poids de 50 % »."""
    written = _written(result)
    if result.oral is None:
        return written
    oral = "absence à l'oral" if result.missed else f"oral {quoted(result.oral)}"
    if result.written is None:
        return oral
    return f"écrit {percent(result.written)} : {written} ; {oral}, {percent(result.rule.oral)} du résultat"


def _written(result: EpreuveResult) -> str:
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
    """The outcome of a compétence by its result: « le seuil de 50 % est atteint », « mais un critère est sous le niveau minimal « … » »."""
    rule = result.rule
    threshold, low = percent(rule.threshold), too_low(result)
    if result.share < rule.threshold:
        return f"sous le seuil de {threshold}" + (f", et {low}" if low else "")
    return f"mais {low}" if low else f"le seuil de {threshold} est atteint"


def too_low(result: CompetenceResult) -> str:
    """The lacks that points elsewhere do not make up for, « un critère est sous le niveau minimal « … » »; empty where there is nothing."""
    low, rule = result.low, result.rule
    alone = (
        ("les critères", result.grille, rule.criteria, low.together),
        (f"les critères {_OF_ALL}", result.own, rule.own, low.own),
    )
    shortfalls = [
        f"{names}, pris seuls, sont à {percent(part.share)}, sous leur seuil de {percent(threshold)}"
        for names, part, threshold, too in alone
        if too and part is not None
    ]
    return listed(filter(None, (_under_least(result), *shortfalls)))


def _under_least(result: CompetenceResult) -> str:
    low = result.low
    criteria = "un critère" if low.criteria == 1 else counted(low.criteria, "critère")
    names = [criteria] * bool(low.criteria) + ["l'oral"] * low.oral
    if not names:
        return ""
    verb = "est" if low.criteria + low.oral == 1 else "sont"
    return f"{listed(names)} {verb} sous le niveau minimal {quoted(result.rule.lowest_level)}"


def due(rule: ResultRule, oral: bool, own: str = "") -> str:
    """The conditions of a compétence: « un résultat de 50 % au moins, 50 % au moins des points des critères, pris seuls, et chaque
    critère au niveau « … » au moins »; own: where a member of a group is judged by criteria of their own, what those are called.
    """
    conditions = [f"un résultat de {percent(rule.threshold)} au moins"]
    if rule.criteria:
        conditions.append(f"{percent(rule.criteria)} au moins des points des critères, pris seuls")
    if rule.own and own:
        conditions.append(f"{percent(rule.own)} au moins de ceux {own}, là où il y en a")
    if rule.lowest_level:
        each = "chaque critère et l'oral" if oral else "chaque critère"
        conditions.append(f"{each} au niveau {quoted(rule.lowest_level)} au moins")
    *first, last = conditions
    return f"{', '.join(first)}, et {last}" if first else last


def in_panel(rule: ResultRule, oral: bool, own: str = "", others: Iterable[Epreuve] = ()) -> str:
    """The sentence that a grader reads under the points of the machine: their weight, and the conditions of the compétence; see `due`.

    others: the épreuves that assess the compétence as well.
    """
    weight = f"Ces points pèsent {percent(rule.cap)} au plus dans la compétence"
    shared = others_in_words(others)
    if shared:
        return f"{weight} à cette épreuve ; elle est aussi évaluée par {shared}, et s'acquiert avec {due(rule, oral, own)}."
    return f"{weight}, qui s'acquiert avec {due(rule, oral, own)}."


def of_competences(rules: JuryRules, signed: bool = False) -> list[str]:
    """The rules of compétences, épreuve by épreuve's kind, one sentence each; signed: as a document that a jury signs has it, which
    says nothing of what it was made with."""
    return [
        f"Dans une compétence, les points des questions chiffrées (calculs) et ceux des critères s'ajoutent comme le sujet les annonce ; les calculs y pèsent au plus "
        f"{_caps(rules, signed)}, et les critères le reste.",
        "D'un critère, « non acquis » ne donne rien, « en cours d'acquisition » un tiers des points, « acquis » deux tiers, « maîtrisé » tous ; un pourcentage est coupé à la deuxième décimale, jamais arrondi au-dessus.",
        *(
            [f"L'oral, là où l'épreuve en a un, pèse {percent(rules.oral)} du résultat, et l'écrit le reste."]
            if rules.oral
            else []
        ),
        *([_SHARED] if rules.referentiel.shared else []),
        f"Une compétence est validée avec {due(rules.common, bool(rules.oral), _OF_ALL)}.",
    ]


def _caps(rules: JuryRules, signed: bool) -> str:
    """« 30 % (fiche, projet), 45 % (mise en situation) et 40 % (e…) »."""
    kinds = dict.fromkeys(epreuve.kind for epreuve in rules.referentiel.epreuves)
    names: dict[Fraction, list[str]] = {}
    for kind in kinds:
        names.setdefault(rules.caps[kind], []).append(kind.replace("_", " "))
    shares = [f"{percent(cap)} ({', '.join(own)})" for cap, own in names.items()]
    shares += [
        f"{percent(cap)} ({f'épreuve {int(id[1:3])}' if signed else id})"
        for id, cap in rules.caps.items()
        if id not in kinds
    ]
    return listed(shares)
