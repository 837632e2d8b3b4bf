"""The decisions: a pure function of evidence and rules; no rounding anywhere, so that who is on a threshold passes.

1. A compétence's share is the mean of its parts' shares (machine, grille, oral) by their weights; a make-up replaces it, or the
   better counts. It is validated from the threshold on, where no criterion nor oral is under the least level.
2. An épreuve is validated where each of its compétences is held and their mean, each counting alike, reaches its threshold.
   With compensation, one below its own threshold is held all the same, unless it is under the floor or the least level.
3. A bloc is the same over its compétences; one held in its épreuve, by compensation or the jury's word, is held in the bloc.
4. The certification is validated where every bloc is.
5. What lacks is never a zero: the decision then waits. An absence does what the rules say of it.
6. The jury's own decision on a compétence, an épreuve or a bloc replaces the rules' there, and counts above; the narrowest wins.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

import msgspec

from epreuves.jury import sentences
from epreuves.jury.evidence import CandidateFacts, Changed, CompetenceFacts, Status
from epreuves.jury.rules import JuryRules

CERTIFICATION = "certification"
_VALIDATED, _NON, _ATTEND, _TAKES_AGAIN, _ABSENT = (
    Status.VALIDATED, Status.NOT_VALIDATED, Status.TO_COMPLETE, Status.MAKE_UP, Status.ABSENT,
)  # fmt: skip


class Verdict(msgspec.Struct, frozen=True, rename={"status": "statut"}):
    """What is decided of one code (C15.1, e17_impact_digital, B2, certification), and why, in one French sentence.

    share: of the points, 0 to 1; None where there is none to tell. proposed: what the rules say, which the jury may have changed.
    lacking: what is not there yet. held: whether it counts as had further up.
    """

    code: str
    status: Status
    share: Fraction | None
    why: str
    proposed: Status
    lacking: tuple[str, ...] = ()
    changed: Changed | None = None
    compensated: bool = False


class Decision(msgspec.Struct, frozen=True, rename={"candidate": "candidat"}):
    """All that is decided of one candidate; certification is None where only some blocs are asked for."""

    candidate: str
    name: str
    competences: tuple[Verdict, ...]
    epreuves: tuple[Verdict, ...]
    blocs: tuple[Verdict, ...]
    certification: Verdict | None
    remarks: tuple[str, ...] = ()

    def find(self, code: str) -> Verdict | None:
        """The verdict on a code; None where nothing is decided of it."""
        every = (*self.competences, *self.epreuves, *self.blocs, self.certification)
        return next((verdict for verdict in every if verdict is not None and verdict.code == code), None)


def decide(facts: CandidateFacts, rules: JuryRules) -> Decision:
    """Decide of a candidate by the rules."""
    asked = [bloc for bloc in rules.blocs if not facts.blocs or bloc.code in facts.blocs]
    within = {code for bloc in asked for code in bloc.competences}
    known = {fact.code: fact for facts_ in facts.epreuves.values() for fact in facts_ if fact.code in within}
    competences = {code: competence(fact, rules) for code, fact in known.items()}
    held = {code: _Held(competences[code], fact, rules) for code, fact in known.items()}
    epreuves = []
    for id, facts_ in facts.epreuves.items():
        own = [held[fact.code] for fact in facts_ if fact.code in within]
        if own:
            verdict = _whole(id, own, rules.thresholds.epreuve, rules.compensation.epreuve, rules)
            epreuves.append(_changed(verdict, facts.changes, came_again=any(one.came_again for one in own)))
            for one in own:
                one.follow(epreuves[-1])
    blocs = []
    for bloc in asked:
        own = [held[code] for code in bloc.competences if code in held]
        absent = [code for code in bloc.competences if code not in held]
        verdict = _whole(bloc.code, own, rules.thresholds.bloc, rules.compensation.bloc, rules, absent)
        blocs.append(_changed(verdict, facts.changes, came_again=any(one.came_again for one in own)))
    certification = None if facts.blocs else _changed(_certification(blocs), facts.changes)
    return Decision(
        facts.candidate, facts.name, tuple(competences.values()), tuple(epreuves), tuple(blocs), certification, facts.remarks
    )  # fmt: skip


def competence(fact: CompetenceFacts, rules: JuryRules) -> Verdict:
    """Decide of one compétence."""
    changes = {fact.code: fact.changed} if fact.changed else {}
    return _changed(_competence(fact, rules), changes, came_again=fact.makeup is not None)


def _competence(fact: CompetenceFacts, rules: JuryRules) -> Verdict:
    effect = _effect(fact, rules)
    zero = effect == "zéro"
    whole = fact.absence is not None and fact.absence.where == "épreuve"
    share, parts = _share(fact, rules, oral_zero=zero and not whole)
    makeup = fact.makeup
    if makeup is not None and makeup.share is not None:
        # Nothing of the first session is awaited any more, nor does an absence there count: only what was had may be the better.
        complete = not fact.lacking and not whole and effect is None
        first = share if complete else None
        taken = makeup.share if rules.make_up == "remplace" or first is None else max(first, makeup.share)
        low = taken == first and makeup.share != first and _under_least(fact, rules) is not None
        if low:
            # The first is better in points but under the least level: the make-up, which has its share alone, counts.
            taken = makeup.share
        return _by_share(fact, taken, rules, sentences.makeup(makeup.share, first, rules), least=None)
    if whole or effect == "rattrapage":
        status = _TAKES_AGAIN if effect == "rattrapage" and makeup is None else _ABSENT
        why = sentences.absent(fact, status, came=makeup is None)
        return Verdict(fact.code, status, None, why, status)
    lacking = fact.lacking
    if fact.oral_due and fact.oral is None and rules.weights.oral and not zero:
        lacking = (*lacking, "le niveau de l'oral")
    if share is None and not lacking:
        lacking = ("toute note",)
    if lacking:
        return Verdict(fact.code, _ATTEND, None, sentences.lacks(fact.code, lacking), _ATTEND, lacking)
    return _by_share(fact, share or Fraction(0), rules, sentences.parts(parts), _under_least(fact, rules))


def _by_share(
    fact: CompetenceFacts, share: Fraction, rules: JuryRules, how: str, least: int | None
) -> Verdict:
    passes = share >= rules.thresholds.competence and least is None
    status = _VALIDATED if passes else _NON
    why = sentences.competence(
        fact.code, share, how, rules.thresholds.competence, status, least, rules.thresholds.lowest_level
    )
    return Verdict(fact.code, status, share, why, status)


def _effect(fact: CompetenceFacts, rules: JuryRules) -> str | None:
    """What the rules make of the absence that touches a compétence; None where none does."""
    absence = fact.absence
    if absence is None or (absence.where == "oral" and (not fact.oral_due or not rules.weights.oral)):
        return None
    return rules.absence.justified if absence.excused else rules.absence.unjustified


def _share(
    fact: CompetenceFacts, rules: JuryRules, oral_zero: bool
) -> tuple[Fraction | None, list[sentences.Counted]]:
    """The mean of the parts' shares by their weights, and the parts counted; None where none has a weight."""
    weights = rules.weights
    parts = (("machine", weights.machine, fact.machine), ("grille", weights.grille, fact.grille))
    counted = [
        sentences.Counted(name, weight, part.share, part) for name, weight, part in parts if part and weight
    ]
    if fact.oral_due and weights.oral and (oral_zero or fact.oral is not None):
        level = 0 if oral_zero or fact.oral is None else fact.oral
        told = "absent·e à l'oral" if oral_zero else level
        counted.append(sentences.Counted("oral", weights.oral, Fraction(level, 3), None, told))
    total = sum((one.weight for one in counted), Fraction(0))
    if not total:
        return None, counted
    return sum((one.weight * one.share for one in counted), Fraction(0)) / total, counted


def _under_least(fact: CompetenceFacts, rules: JuryRules) -> int | None:
    """The lowest level of a criterion or of the oral where it is under the least level asked for; None elsewhere."""
    levels = [*fact.levels, *([fact.oral] if fact.oral is not None else [])]
    lowest = min(levels, default=3)
    return lowest if lowest < rules.thresholds.lowest_level else None


class _Held:
    """A compétence as it counts further up: held or not, by what, and with which share."""

    def __init__(self, verdict: Verdict, fact: CompetenceFacts, rules: JuryRules) -> None:
        self.verdict, self.code = verdict, verdict.code
        self.fixed = verdict.changed is not None
        self.came_again = fact.makeup is not None
        self.status = verdict.status
        self.share = verdict.share
        self._threshold = rules.thresholds.competence
        under = verdict.share is not None and fact.makeup is None and _under_least(fact, rules) is not None
        above = (self.share or 0) >= rules.compensation.floor
        self.redeemable = above and self.status is _NON and not self.fixed and not under

    @property
    def given(self) -> bool:
        """Whether the jury's word gives what the rules alone do not."""
        return self.fixed and self.status is _VALIDATED and not self._by_rules

    @property
    def refused(self) -> bool:
        """Whether the jury's word takes what the rules alone give."""
        return self.fixed and self.status is not _VALIDATED and self._by_rules

    @property
    def compensated(self) -> bool:
        """Whether the épreuve's other compétences gave it."""
        return not self.fixed and self.status is _VALIDATED and not self._by_rules

    @property
    def _by_rules(self) -> bool:
        return self.verdict.proposed is _VALIDATED

    @property
    def counted(self) -> Fraction:
        """The share in a mean: the jury's word is worth the threshold at least; an absent's is zero."""
        share = self.share if self.share is not None else Fraction(0)
        return max(share, self._threshold) if self.status is _VALIDATED else share

    def follow(self, epreuve: Verdict) -> None:
        """Take what was decided of the épreuve, where it says more than the compétence's own verdict."""
        if self.fixed:
            return
        if epreuve.changed is not None:
            self.status, self.fixed, self.redeemable = epreuve.status, True, False
        elif epreuve.status is _VALIDATED:
            self.status = _VALIDATED


def _whole(
    code: str, own: list[_Held], threshold: Fraction, compensation: bool, rules: JuryRules, absent: Iterable[str] = ()
) -> Verdict:  # fmt: skip
    """Decide of an épreuve or a bloc from its compétences. absent: those of which nothing is known at all."""
    waiting = [one for one in own if one.status is _ATTEND]
    lacking = [
        f"{one.code} : {what}" for one in waiting for what in one.verdict.lacking or ("décision du jury",)
    ]
    lacking += [f"{known} : aucune épreuve" for known in absent]
    if lacking:
        names = [*(one.code for one in waiting), *absent]
        return Verdict(code, _ATTEND, None, sentences.waits(code, names), _ATTEND, tuple(lacking))
    repeating = [one.code for one in own if one.status is _TAKES_AGAIN]
    if repeating:
        return Verdict(code, _TAKES_AGAIN, None, sentences.repeats(code, repeating), _TAKES_AGAIN)
    if own and all(one.status is _ABSENT for one in own):
        return Verdict(code, _ABSENT, None, sentences.never_there(code), _ABSENT)
    missed = [one for one in own if one.status is not _VALIDATED]
    mean = sum((_mean_share(one) for one in own), Fraction(0)) / len(own)
    lost = [one for one in missed if not (compensation and one.redeemable)]
    passes = not lost and mean >= threshold
    status = _VALIDATED if passes else _NON
    floor = rules.compensation.floor if compensation else None
    word = sentences.Word(
        given=tuple(one.code for one in own if one.given),
        refused=tuple(one.code for one in own if one.refused),
        compensated=tuple(one.code for one in own if one.compensated),
        others=any(one.status is _VALIDATED and not one.given and not one.compensated for one in own),
    )
    why = sentences.whole(
        code, mean, threshold, [m.code for m in missed], [m.code for m in lost], status, floor, word
    )
    return Verdict(code, status, mean, why, status, compensated=passes and bool(missed))


def _mean_share(one: _Held) -> Fraction:
    # What is held by compensation keeps the share that it was compensated with.
    if one.status is _VALIDATED and not one.fixed and one.verdict.status is _NON:
        return one.share if one.share is not None else Fraction(0)
    return one.counted


def _certification(blocs: list[Verdict]) -> Verdict:
    """Decide of the certification from its blocs."""
    by = {status: [verdict.code for verdict in blocs if verdict.status is status] for status in Status}
    lacking = tuple(f"{verdict.code} : {what}" for verdict in blocs for what in verdict.lacking)
    if by[_ATTEND]:
        status = _ATTEND
    elif by[_TAKES_AGAIN]:
        status = _TAKES_AGAIN
    elif len(by[_ABSENT]) == len(blocs):
        status = _ABSENT
    else:
        status = _NON if by[_NON] or by[_ABSENT] else _VALIDATED
    held = [verdict for verdict in blocs if verdict.status is _VALIDATED and verdict.changed is not None]
    given = [verdict.code for verdict in held if verdict.proposed is not _VALIDATED]
    return Verdict(CERTIFICATION, status, None, sentences.certification(status, by, given), status, lacking)


def _changed(verdict: Verdict, changes: Mapping[str, Changed], came_again: bool = False) -> Verdict:
    """The verdict, or the jury's own where it took another; a make-up that it decided is over once there was one."""
    change = changes.get(verdict.code)
    if change is None or (change.status is _TAKES_AGAIN and came_again):
        return verdict
    why = sentences.changed(verdict.code, change, verdict.proposed)
    return msgspec.structs.replace(
        verdict, status=change.status, why=why, changed=change, lacking=(), compensated=False
    )
