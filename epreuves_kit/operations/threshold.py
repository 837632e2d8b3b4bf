"""Copies near the threshold of a compétence, shown with what would change its decision, and given to two graders."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from epreuves.referentiel.spelling import EpreuveId
from epreuves.wording.errors import KitError
from epreuves.wording.french import counted, either, listed, plural
from epreuves.wording.remedies import parameter, remedy
from epreuves_kit.exam.asking import Outcome, OutcomeTable, Unconfirmed, some
from epreuves_kit.operations.declared import Doing
from epreuves_kit.referentiel.model import called

if TYPE_CHECKING:
    from epreuves_kit.jury.near_copies import NearCopy, NearThreshold
    from epreuves_kit.jury.near_threshold import Near
    from epreuves_kit.rubric.appreciation import Plan
    from epreuves_kit.rubric.register import Register
    from epreuves_kit.rubric.transitions import Transitions

#: Lines of the table, and copies of which what lacks is told.
_ROWS, _TOLD = 40, 6
#: Copies judged twice below which chances are an order more than figures.
_FEW = 10
#: Chances as people say them, the likeliest first; the nearest is told.
_SAID = (
    *((Fraction(left, left + 1), f"{left} fois sur {left + 1}") for left in (9, 4, 3, 2)),
    *((Fraction(1, whole), f"1 fois sur {whole}") for whole in (2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 50)),
)


def near(doing: Doing, id: EpreuveId, graders: Sequence[str], part: float, seed: int | None) -> Outcome:
    """Show the copies of an épreuve near a threshold and, where two graders are named, give them at most that part of all copies."""
    from epreuves_kit.jury.near_copies import near_copies
    from epreuves_kit.rubric.known import two_graders
    from epreuves_kit.rubric.register import Register

    doing.progress("Comparaison des décisions au seuil", 0, 0)
    if seed is not None:
        raise KitError(
            f"Les copies près du seuil ne sont pas tirées au sort : enlevez {parameter('double', '--graine')}, ou {parameter('double', '--au-seuil')}."
        )
    pair = two_graders(graders) if graders else None
    if not 0 < part <= 1:
        raise KitError(f"La part des copies à corriger deux fois est plus grande que 0, et 1 au plus ; reçu {part}.")
    with Register(doing.course.root) as register:
        seen = near_copies(doing.course, register, id)
        if not seen.decided:
            raise KitError(_nothing_decided(id, seen))
        if pair is None:
            return _shown(id, seen)
        return _given(doing, register, id, seen, pair, part)


def _nothing_decided(id: EpreuveId, seen: NearThreshold) -> str:
    return (
        f"{called(id)} : aucune décision n'est encore connue ({_lacking(seen)}). "
        "Faites d'abord juger les copies : une décision se compare au seuil une fois les niveaux donnés."
    )


def _lacking(seen: NearThreshold) -> str:
    """The things that the decisions not known yet wait for: « n° 3 et 5 (2 critères à juger) »."""
    by: dict[tuple[str, ...], set[int]] = {}
    for undecided in seen.undecided:
        by.setdefault(undecided.lacking, set()).add(undecided.number)
    each = [f"{_numbers(numbers)} ({listed(lacking)})" for lacking, numbers in by.items()]
    more = [f"{counted(len(each) - _TOLD, 'autre cas')}"] if len(each) > _TOLD else []
    return " ; ".join([*each[:_TOLD], *more]) or "personne ne demande ces compétences"


def _shown(id: EpreuveId, seen: NearThreshold) -> Outcome:
    """The copies near a threshold, in a table, with how it is to be read."""
    look = (
        [f"Des décisions manquent encore, et ne se comparent pas au seuil : {_lacking(seen)}."]
        if seen.undecided
        else []
    )
    copies = {row.copy.number for row in seen.rows}
    if not copies:
        return Outcome(
            (f"{called(id)} : aucune copie n'est près du seuil. {_SINGLE_NOT}", *_measured(seen)), tuple(look)
        )
    is_near = "est" if len(copies) == 1 else "sont"
    sentences = [f"{called(id)} : {counted(len(copies), 'copie')} sur {seen.copies} {is_near} près du seuil. {_SINGLE}"]
    sentences += _measured(seen)
    if any(len(row.near.passes) > 1 for row in seen.rows):
        sentences.append(
            "Un oral n'est pas encore jugé : la décision est dite pour chaque niveau qu'il peut avoir, de 0 à 3, et la chance est la plus haute de ces cas."
        )
    sentences += _judges(seen)
    if len(seen.rows) > _ROWS:
        sentences.append(
            f"{counted(len(seen.rows) - _ROWS, 'ligne')} de plus, moins incertaines, ne sont pas montrées."
        )
    sentences.append(
        f"{remedy('double', id, '--au-seuil', '--correcteurs A B')} les confie à deux personnes, la seconde sans voir les niveaux de la première."
    )
    return Outcome(tuple(sentences), tuple(look), tables=(_table(seen),))


_SINGLE = "Un niveau de plus ou de moins, à un seul critère, y changerait la décision d'une compétence."
_SINGLE_NOT = "Un niveau de plus ou de moins, à un seul critère, n'y change la décision d'aucune compétence."


def _measured(seen: NearThreshold) -> list[str]:
    """The source of the chances, or a sentence that there are none."""
    measured = seen.measured
    if measured is None:
        return [
            "La part d'accord entre correcteurs n'est pas encore mesurée : aucune copie n'a été jugée deux fois. Les copies sont donc dans "
            "l'ordre du nombre de changements d'un niveau qui suffiraient, puis de leur écart au seuil."
        ] * bool(seen.rows)
    few = " C'est peu : retenez l'ordre des copies plus que les chances." if measured.copies < _FEW else ""
    chance = "« Autre décision » : la chance qu'un autre correcteur, en jugeant la copie, mène à l'autre décision"
    return [f"{chance} ; elle est estimée d'après {_evidence(measured, seen.in_epreuve)}.{few}"] * bool(seen.rows)


def _evidence(measured: Transitions, in_epreuve: int) -> str:
    """The levels that graders were compared on: « 26 niveaux donnés deux fois, dans 6 copies »."""
    whole = f"{counted(measured.pairs, 'niveau')} {plural(measured.pairs, 'donné')} deux fois, dans {counted(measured.copies, 'copie')}"
    if in_epreuve == measured.copies:
        return whole
    return f"{whole}, dont {in_epreuve or 'aucune'} de cette épreuve"


def _judges(seen: NearThreshold) -> list[str]:
    """The graders of the copies near a threshold, for who chooses a second one; those that several have already."""
    by: dict[tuple[str, ...], set[int]] = {}
    for row in seen.rows:
        if row.copy.key not in seen.shared:
            by.setdefault(row.graders, set()).add(row.copy.number)
    several = {row.copy.number for row in seen.rows if row.copy.key in seen.shared}
    shares = [f"{_numbers(numbers)} par {listed(graders)}" for graders, numbers in by.items() if graders]
    sentences = [f"Jugées une fois : {' ; '.join(shares)}."] if shares else []
    if several:
        sentences.append(f"Déjà confiées à plusieurs : {_numbers(several)}.")
    return sentences


def _numbers(numbers: Iterable[int]) -> str:
    return f"n° {some(map(str, sorted(numbers)))}"


def _table(seen: NearThreshold) -> OutcomeTable:
    chances = seen.measured is not None
    lines = tuple(
        (_copy(row), row.near.code, _decision(row.near), _changes(row.near), _chance(row.near))
        for row in seen.rows[:_ROWS]
    )
    last = "Autre décision" if chances else "Changements qui suffiraient"
    return OutcomeTable(
        ("Copie", "Compétence", "Décision", "Ce qui la changerait", last), lines, "Copies près du seuil"
    )


def _copy(row: NearCopy) -> str:
    """A copy's number; of a group's, with how many of its members it concerns."""
    members = len(row.copy.students)
    return (
        str(row.copy.number) if members == 1 else f"{row.copy.number} ({counted(row.members, 'membre')} sur {members})"
    )


def _decision(near: Near) -> str:
    """A compétence's decision, by the level of the oral where that is not judged."""
    if len(near.passes) == 1:
        return "acquise" if near.passes[0] else "non acquise"
    if len(set(near.passes)) == 1:
        return f"{'acquise' if near.passes[0] else 'non acquise'}, quel que soit l'oral"
    levels = [str(level) for level, passes in enumerate(near.passes) if passes]
    return f"acquise si l'oral est à {either(levels)}"


def _changes(near: Near) -> str:
    """The levels that would change a decision: « U5.1-k1 de 2 à 1 »."""
    from epreuves_kit.rubric.appreciation import code

    return either(f"{code(change.grade_id)} de {change.level} à {change.other}" for change in near.changes)


def _chance(near: Near) -> str:
    if near.chance is None:
        return f"{len(near.changes)} sur {near.possible}"
    return chance_in_words(near.chance)


def chance_in_words(chance: Fraction) -> str:
    """A chance as people say it: « environ 1 fois sur 5 »."""
    least = _SAID[-1]
    if chance < least[0]:
        return f"moins d'{least[1]}"
    return f"environ {min(_SAID, key=lambda each: abs(math.log(each[0] / chance)))[1]}"


def _given(
    doing: Doing, register: Register, id: EpreuveId, seen: NearThreshold, pair: tuple[str, str], part: float
) -> Outcome:
    """Give two graders the likeliest copies near a threshold, beside those that they judge twice already."""
    from epreuves_kit.rubric.appreciation import CountedLevels, LevelsApart

    before = register.plan(id)
    keys, left = _chosen(id, seen, pair, part)
    # What is accepted is the copies that were asked about.
    keys = doing.brought.get("copies", " ".join(keys)).split()
    same = before is not None and set(before.graders) == set(pair)
    kept = before.copies if before is not None and same else frozenset[str]()
    brought = {"copies": " ".join(keys)}
    numbers = [copy.number for copy in register.copies(id) if copy.key in keys]
    if before is not None and not same:
        doing.confirm(f"{_replaced(register, id, before)}\n{_to_give(numbers)}", **brought)
    levels = CountedLevels.SUSPENDED if doing.sure else CountedLevels.KEPT
    try:
        plan = register.plan_chosen(id, pair, {*keys, *kept}, doing.author, levels)
    except LevelsApart as warning:
        raise Unconfirmed(f"{warning.sentence}\n{_to_give(numbers)}", brought) from None
    is_given = "est confiée" if len(numbers) == 1 else "sont confiées"
    first, second = plan.graders
    sentences = [
        f"{called(id)} : {counted(len(numbers), 'copie')} près du seuil, sur {seen.copies}, {is_given} à {first} et à {second}, "
        f"sans que l'un voie l'autre : {_numbers(numbers)}.",
        "Qui a déjà jugé une copie n'a rien à y refaire : son niveau attend celui de l'autre, et ne compte que donné par les deux.",
    ]
    if kept:
        sentences.append(
            f"Ce qui était déjà en double correction entre {listed(plan.graders)} le reste : {counted(len(kept), 'copie')}."
        )
    sentences += left
    sentences.append(f"Chacun juge dans le panneau ou dans sa grille ({remedy('grille export', id)}).")
    return Outcome(tuple(sentences))


def _to_give(numbers: Sequence[int]) -> str:
    return f"{plural(len(numbers), 'Copie')} à confier : {_numbers(numbers)}."


def _replaced(register: Register, id: EpreuveId, before: Plan) -> str:
    """The levels that are lost as a double marking by others ends."""
    from epreuves_kit.rubric.agreement import apart
    from epreuves_kit.rubric.duties import Duties

    left = apart(
        Duties(before), register.copies(id), register.criteria(id), register.judgements(id), register.settled(id)
    )
    verbs = "n'est pas réglé" if len(left) == 1 else "ne sont pas réglés"
    unsettled = f" {counted(len(left), 'désaccord')} {verbs} : le dernier niveau donné y compterait." if left else ""
    return (
        f"{called(id)} est en double correction entre {listed(before.graders)} ({counted(len(before.copies), 'copie')}) : elle prendrait "
        f"fin, et leur accord ne se comparerait plus.{unsettled} Dans les copies confiées maintenant, un niveau ne compte qu'une fois donné "
        "par les deux."
    )


def _chosen(id: EpreuveId, seen: NearThreshold, pair: tuple[str, str], part: float) -> tuple[list[str], list[str]]:
    """The keys of the copies to be given to two graders, the likeliest first, and a sentence on those that are left. Raises KitError for none."""
    if not seen.rows:
        raise KitError(f"{called(id)} : aucune copie n'est près du seuil, il n'y a rien à confier. {_SINGLE_NOT}")
    free = {row.copy.key: row for row in reversed(seen.rows) if row.copy.key not in seen.shared}
    order = [key for key in dict.fromkeys(row.copy.key for row in seen.rows) if key in free]
    if not order:
        raise KitError(f"{called(id)} : les copies près du seuil sont déjà confiées à plusieurs personnes.")
    # A copy that others judged would be judged a third time: who gave its levels is to be one of the two.
    theirs = [key for key in order if not free[key].graders or set(pair).intersection(free[key].graders)]
    others = sorted({name for key in order if key not in theirs for name in free[key].graders})
    if not theirs:
        raise KitError(
            f"{called(id)} : les copies près du seuil sont jugées par {listed(others)}, et aucune par {either(pair)} ; "
            f"nommez {either(others)} et une autre personne."
        )
    most = math.ceil(len(theirs) if part == 1 else seen.copies * Fraction(str(part)))
    left = []
    if others:
        numbers = [free[key].copy.number for key in order if key not in theirs]
        left.append(f"Laissées, car jugées par {listed(others)} : {_numbers(numbers)}.")
    if theirs[most:]:
        numbers = [free[key].copy.number for key in theirs[most:]]
        left.append(
            f"Laissées, car moins incertaines : {_numbers(numbers)} ; {parameter('double', '--part')} en confie davantage."
        )
    return theirs[:most], left
