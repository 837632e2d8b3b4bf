"""Levels compared where several graders judge a copy, those that remain to be settled, and the place of a decision."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path

import msgspec

from epreuves.referentiel.spelling import EpreuveId
from epreuves.wording.errors import KitError
from epreuves.wording.remedies import remedy
from epreuves_kit.rubric.appreciation import Copy, Criterion, Judgement, Plan, Settled, code
from epreuves_kit.rubric.duties import Duties
from epreuves_kit.rubric.proportions import Proportion, proportion
from epreuves_kit.rubric.register import Register
from epreuves_kit.rubric.statistics import Estimate, Kappa, drift, kappa, pooled, reading, severity

Levels = Mapping[tuple[str, str, str], Judgement]


class Pair(msgspec.Struct, frozen=True):
    """Two levels of one criterion in one copy, in the order of the plan's graders, with their comments."""

    copy: str
    number: int
    notebook: str
    grade_id: str
    levels: tuple[int, int]
    comments: tuple[str, str]

    @property
    def gap(self) -> int:
        """The first grader's level less the second's."""
        return self.levels[0] - self.levels[1]


class Apart(msgspec.Struct, frozen=True):
    """Levels of one criterion in one copy by all who judge it, of which two at least differ, in the order of the graders."""

    copy: str
    number: int
    notebook: str
    grade_id: str
    graders: tuple[str, ...]
    levels: tuple[int, ...]
    comments: tuple[str, ...]


class Drift(msgspec.Struct, frozen=True):
    """Rise or fall of a grader's levels from their first copy to their last: against the other, against their own mean."""

    grader: str
    against_other: Estimate
    against_own: Estimate


class Compared(msgspec.Struct, frozen=True):
    """Two graders compared on a criterion, on a compétence (`grade_id` is then its code), or on all (empty).

    exact, near: shares of pairs with equal levels, with levels one apart at most; None without pairs; same, within: the same, counted, with
    intervals that take each copy for one case. above: how often each grader gave the higher level. severity: the first grader's level less
    the second's, on average.
    """

    notebook: str
    grade_id: str
    label: str
    pairs: int
    exact: float | None
    near: float | None
    quadratic: Kappa
    linear: Kappa
    reading: str
    severity: Estimate
    drifts: tuple[Drift, Drift]
    same: Proportion | None = None
    within: Proportion | None = None
    above: tuple[int, int] = (0, 0)


class Agreement(msgspec.Struct, frozen=True):
    """Double marking of an épreuve as it stands.

    drawn: copies marked twice, of `copies` in all. waiting: for each grader, levels not given yet in the copies drawn.
    decided: levels that came by decision. to_settle: those that differ and wait, the widest gaps first.
    """

    assignment: EpreuveId
    graders: tuple[str, str]
    copies: int
    drawn: int
    seed: int
    waiting: tuple[int, int]
    decided: int
    overall: Compared
    criteria: tuple[Compared, ...]
    to_settle: tuple[Pair, ...]
    competences: tuple[Compared, ...] = ()


#: A criterion, by its notebook and grade id, the level that a grader gave of it, and all that they said.
_Own = tuple[tuple[str, str], int, Judgement]


def agreement(
    assignment: EpreuveId,
    plan: Plan,
    copies: Sequence[Copy],
    criteria: Sequence[Criterion],
    judgements: Levels,
    settled: Mapping[tuple[str, str], Settled],
) -> Agreement:
    """Compare the two graders of a plan on what they judge now; levels of others, and of copies that are gone, do not count."""
    by_key = {copy.key: copy for copy in copies}
    drawn = [copy for copy in copies if copy.key in plan.copies]
    pairs = pairs_of(plan, copies, criteria, judgements)
    waiting = [0, 0]
    for copy in drawn:
        for criterion in criteria:
            for place, grader in enumerate(plan.graders):
                word = judgements.get((copy.key, criterion.grade_id, grader))
                waiting[place] += criterion.notebook == copy.notebook and (word is None or word.level is None)
    own: dict[str, list[_Own]] = {grader: [] for grader in plan.graders}
    for (copy_key, grade_id, who), j in judgements.items():
        if who in own and copy_key in by_key and j.level is not None:
            own[who].append(((by_key[copy_key].notebook, grade_id), j.level, j))
    compared = [
        _compared(c.notebook, c.grade_id, c.label, [(c.notebook, c.grade_id)], pairs, own, judgements) for c in criteria
    ]
    by_competence: dict[str, list[tuple[str, str]]] = {}
    for criterion in criteria:
        if criterion.competence:
            by_competence.setdefault(criterion.competence, []).append((criterion.notebook, criterion.grade_id))
    every = [(criterion.notebook, criterion.grade_id) for criterion in criteria]
    keys = {copy.key for copy in drawn}
    return Agreement(
        assignment,
        plan.graders,
        len(copies),
        len(drawn),
        plan.seed,
        (waiting[0], waiting[1]),
        sum(s.origin == "decision" for (copy, _), s in settled.items() if copy in keys),
        _compared("", "", "Tous les critères", every, pairs, own, judgements),
        tuple(compared),
        to_settle(pairs, settled),
        tuple(_compared("", code, code, of, pairs, own, judgements) for code, of in by_competence.items()),
    )


def pairs_of(plan: Plan, copies: Iterable[Copy], criteria: Sequence[Criterion], judgements: Levels) -> list[Pair]:
    """Pairs of levels that two graders both gave, copy by copy."""
    pairs = [
        pair_of(copy, criterion.grade_id, plan.graders, judgements)
        for copy in copies
        if copy.key in plan.copies
        for criterion in criteria
        if criterion.notebook == copy.notebook
    ]
    return [pair for pair in pairs if pair is not None]


def pair_of(copy: Copy, grade_id: str, graders: tuple[str, str], judgements: Levels) -> Pair | None:
    """Two graders' levels of a criterion in a copy; None unless both gave one."""
    first, second = (judgements.get((copy.key, grade_id, grader)) for grader in graders)
    if first is None or second is None or first.level is None or second.level is None:
        return None
    levels, comments = (first.level, second.level), (first.comment, second.comment)
    return Pair(copy.key, copy.number, copy.notebook, grade_id, levels, comments)


def to_settle(pairs: Iterable[Pair], settled: Mapping[tuple[str, str], Settled]) -> tuple[Pair, ...]:
    """Pairs of levels that differ and of which nothing counts yet: the widest gaps first, then by copy."""
    waiting = [p for p in pairs if p.gap and not _counts(settled.get((p.copy, p.grade_id)))]
    return tuple(sorted(waiting, key=lambda p: (-abs(p.gap), p.number, p.grade_id)))


def apart(
    duties: Duties,
    copies: Iterable[Copy],
    criteria: Sequence[Criterion],
    judgements: Levels,
    settled: Mapping[tuple[str, str], Settled],
) -> tuple[Apart, ...]:
    """Levels of a double marking and of a calibration that wait for a decision: the widest gaps first, then by copy."""
    waiting = [
        difference
        for copy in copies
        for criterion in criteria
        if criterion.notebook == copy.notebook and not _counts(settled.get((copy.key, criterion.grade_id)))
        if (difference := apart_of(duties, copy, criterion.grade_id, judgements)) is not None
        and len(set(difference.levels)) > 1
    ]
    return tuple(sorted(waiting, key=lambda a: (min(a.levels) - max(a.levels), a.number, a.grade_id)))


def apart_of(duties: Duties, copy: Copy, grade_id: str, judgements: Levels) -> Apart | None:
    """Levels of a criterion by those who judge a copy blindly, alike or not; None unless all of them gave one."""
    graders = duties.blind(copy.key)
    words = [judgements.get((copy.key, grade_id, grader)) for grader in graders]
    given = [word for word in words if word is not None]
    levels = [word.level for word in given if word.level is not None]
    if not graders or len(levels) < len(graders):
        return None
    comments = tuple(word.comment for word in given)
    return Apart(copy.key, copy.number, copy.notebook, grade_id, graders, tuple(levels), comments)


class Calibrated(msgspec.Struct, frozen=True):
    """Two graders on the copies of calibration: criteria that both judged, on how many they gave the same level, and the first's levels
    less the second's, on average (None without any). within: on how many their levels are one apart at most; agreed: `same`, with an
    interval that takes each copy for one case."""

    graders: tuple[str, str]
    judged: int
    same: int
    gap: float | None
    within: int = 0
    agreed: Proportion | None = None


class CalibratedCriterion(msgspec.Struct, frozen=True):
    """Spread of the levels of a criterion on the copies of calibration: the highest less the lowest, on average."""

    notebook: str
    grade_id: str
    label: str
    spread: float


class Calibration(msgspec.Struct, frozen=True):
    """Calibration of an épreuve as it stands: copies, graders, levels that each has yet to give, and how they compare.

    pairs: every two graders. criteria: those that two at least judged in one copy, the widest apart first.
    """

    assignment: EpreuveId
    copies: int
    graders: tuple[str, ...]
    waiting: tuple[int, ...]
    pairs: tuple[Calibrated, ...]
    criteria: tuple[CalibratedCriterion, ...]


def calibration(
    assignment: EpreuveId, duties: Duties, copies: Iterable[Copy], criteria: Sequence[Criterion], judgements: Levels
) -> Calibration | None:
    """Compare those who share an épreuve on its copies of calibration; None where it has none."""
    if duties.allotment is None or not duties.calibration:
        return None
    graders = duties.allotment.graders
    cells = [
        (copy.key, c)
        for copy in copies
        if copy.key in duties.calibration
        for c in criteria
        if c.notebook == copy.notebook
    ]
    given: dict[str, list[int | None]] = {
        grader: [
            w.level if (w := judgements.get((copy, c.grade_id, grader))) is not None else None for copy, c in cells
        ]
        for grader in graders
    }
    pairs = []
    for first, second in itertools.combinations(graders, 2):
        each = zip(cells, given[first], given[second], strict=True)
        both = [(cell[0], a, b) for cell, a, b in each if a is not None and b is not None]
        gap = sum(a - b for _, a, b in both) / len(both) if both else None
        same, within = sum(a == b for _, a, b in both), sum(abs(a - b) <= 1 for _, a, b in both)
        agreed = proportion(same, len(both), len({key for key, _, _ in both}))
        pairs.append(Calibrated((first, second), len(both), same, gap, within, agreed))
    spreads: dict[tuple[str, str], list[int]] = {}
    for at, (_, criterion) in enumerate(cells):
        levels = [level for grader in graders if (level := given[grader][at]) is not None]
        if len(levels) > 1:
            spreads.setdefault((criterion.notebook, criterion.grade_id), []).append(max(levels) - min(levels))
    labels = {(c.notebook, c.grade_id): c.label for c in criteria}
    apart_by = [CalibratedCriterion(*key, labels[key], sum(gaps) / len(gaps)) for key, gaps in spreads.items()]
    return Calibration(
        assignment,
        len({copy for copy, _ in cells}),
        graders,
        tuple(given[g].count(None) for g in graders),
        tuple(pairs),
        tuple(sorted(apart_by, key=lambda criterion: -criterion.spread)),
    )


def shared_duties(register: Register, assignment: EpreuveId) -> Duties:
    """The duties of an épreuve of which some copies have several graders; raises KitError where none has."""
    register.sync(assignment)
    duties = register.duties(assignment)
    if not duties.several:
        raise KitError(
            f"« {assignment} » n'a ni double correction ni étalonnage : {remedy('double', assignment, '--correcteurs A B')} "
            "tire des copies à juger deux fois."
        )
    return duties


def agreements(root: Path, assignment: EpreuveId) -> tuple[Agreement | None, Calibration | None, tuple[Apart, ...]]:
    """The double marking and the calibration of an épreuve, None for none, and what remains to be settled of both.

    Raises KitError where it has neither.
    """
    with Register(root) as register:
        duties = shared_duties(register, assignment)
        copies, criteria = register.copies(assignment), register.criteria(assignment)
        given, settled = register.judgements(assignment), register.settled(assignment)
    plan = duties.plan
    double = None if plan is None else agreement(assignment, plan, copies, criteria, given, settled)
    together = calibration(assignment, duties, copies, criteria, given)
    return double, together, apart(duties, copies, criteria, given, settled)


def proposed_comment(pair: Pair | Apart, level: int) -> str:
    """The comment that a candidate reads after a decision, unless another is written: that of whoever gave the level, else both."""
    kept = [comment for given, comment in zip(pair.levels, pair.comments, strict=True) if given == level]
    return "\n\n".join(dict.fromkeys(comment for comment in kept or pair.comments if comment))


def _counts(settled: Settled | None) -> bool:
    return settled is not None and settled.points is not None


def _compared(
    notebook: str,
    name: str,
    label: str,
    criteria: Collection[tuple[str, str]],
    pairs: Sequence[Pair],
    own: Mapping[str, Sequence[_Own]],
    judgements: Levels,
) -> Compared:
    """Compare two graders on some criteria, by notebook and grade id: one, or several whose levels go together in a copy."""
    mine = [p for p in pairs if (p.notebook, p.grade_id) in criteria]
    count, gaps, copies = len(mine), [p.gap for p in mine], [p.copy for p in mine]
    if notebook:
        levels = [p.levels for p in mine]
        quadratic, linear = kappa(levels, "quadratic"), kappa(levels, "linear")
    else:
        judged = [(p.copy, *p.levels) for p in mine]
        quadratic, linear = pooled(judged, "quadratic"), pooled(judged, "linear")
    drifts = []
    for sign, (grader, levels_given) in zip((1, -1), own.items(), strict=True):
        times = [judgements[p.copy, p.grade_id, grader].at.timestamp() for p in mine]
        given = [own_level for own_level in levels_given if own_level[0] in criteria]
        drifts.append(Drift(grader, drift(times, [sign * gap for gap in gaps], copies), _against_own(given)))
    same, within = sum(gap == 0 for gap in gaps), sum(abs(gap) <= 1 for gap in gaps)
    cases = len(set(copies))
    return Compared(
        notebook,
        name,
        label,
        count,
        same / count if count else None,
        within / count if count else None,
        quadratic,
        linear,
        reading(quadratic),
        severity(gaps, copies),
        (drifts[0], drifts[1]),
        proportion(same, count, cases),
        proportion(within, count, cases),
        (sum(gap > 0 for gap in gaps), sum(gap < 0 for gap in gaps)),
    )


def _against_own(given: Sequence[_Own]) -> Estimate:
    """Drift of levels less their grader's mean for the criterion: some criteria are harder than others."""
    levels: dict[tuple[str, str], list[int]] = {}
    for criterion, level, _ in given:
        levels.setdefault(criterion, []).append(level)
    means = {criterion: sum(given_levels) / len(given_levels) for criterion, given_levels in levels.items()}
    gaps = [level - means[criterion] for criterion, level, _ in given]
    words = [word for _, _, word in given]
    return drift([word.at.timestamp() for word in words], gaps, [word.copy for word in words])


class CriterePlace(msgspec.Struct, frozen=True):
    """apart: the levels of those who judge the copy blindly, None unless all gave one. settled: the level that counts now, if any."""

    copy: Copy
    criterion: Criterion
    apart: Apart | None
    settled: Settled | None

    @property
    def code(self) -> str:
        """The criterion in the référentiel's writing."""
        return code(self.criterion.grade_id)


def copy_named(register: Register, assignment: EpreuveId, copy: str) -> Copy:
    """The copy that a number or a key names; KitError where there is none."""
    copies = register.copies(assignment)
    named = next((c for c in copies if c.key == copy), None) or next((c for c in copies if str(c.number) == copy), None)
    if named is None:
        range_told = f"les numéros vont de 1 à {len(copies)}" if copies else "aucune copie n'est corrigée"
        raise KitError(f"« {assignment} » n'a pas de copie n° {copy} : {range_told}.")
    return named


def find(register: Register, assignment: EpreuveId, copy: str, criterion: str) -> CriterePlace:
    """The place that a copy's number or key and a criterion's code name; KitError where there is none."""
    judged = copy_named(register, assignment, copy)
    criteria = [c for c in register.criteria(assignment) if c.notebook == judged.notebook]
    asked = next((c for c in criteria if criterion in (c.grade_id, code(c.grade_id))), None)
    if asked is None:
        names = ", ".join(code(c.grade_id) for c in criteria)
        raise KitError(
            f"Le critère « {criterion} » ne se juge pas dans la copie n° {judged.number} ({judged.notebook}) ; on y juge {names}."
        )
    words = apart_of(register.duties(assignment), judged, asked.grade_id, register.judgements(assignment))
    return CriterePlace(judged, asked, words, register.settled(assignment).get((judged.key, asked.grade_id)))
