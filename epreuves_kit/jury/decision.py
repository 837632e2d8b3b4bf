"""The decisions: a pure function of evidence and rules; no rounding anywhere, so that who is on a threshold passes.

1. A compétence's result is worked out by `rules.result`, as on every document; a make-up replaces it, or the better counts.
2. An épreuve is validated where each of its compétences is held and their mean, each counting alike, reaches its threshold.
   With compensation, one below its own threshold is held all the same, unless it is under the floor or the least level.
3. A bloc is the same over its compétences; one held in its épreuve, by compensation or the jury's word, is held in the bloc.
4. The certification is validated where every bloc is.
5. What lacks is never a zero: the decision then waits. An absence does what the rules say of it.
6. A bloc held already, by an earlier jury, is validated; nothing of it is decided again.
7. By the VAE, no épreuve is sat: the jury decides of each compétence, or of a whole bloc, which then gives all of its own.
8. The jury's own decision on a compétence, an épreuve or a bloc replaces the rules' there, and counts above; the narrowest wins.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

import msgspec

from epreuves_kit.jury import sentences
from epreuves_kit.jury.evidence import CandidateFacts, Changed, CompetenceFacts, Status
from epreuves_kit.rules.jury_rules import JuryRules
from epreuves_kit.rules.result import result

CERTIFICATION = "certification"
_VALIDATED, _NON, _ATTEND, _TAKES_AGAIN, _ABSENT = (
    Status.VALIDATED,
    Status.NOT_VALIDATED,
    Status.TO_COMPLETE,
    Status.MAKE_UP,
    Status.ABSENT,
)


class Verdict(msgspec.Struct, frozen=True, rename={"status": "statut"}):
    """What is decided of one code (a compétence, an épreuve, a bloc, the certification), and why, in one French sentence.

    share: of the points, 0 to 1; None where there is none to tell. proposed: what the rules say, which the jury may have changed.
    lacking: what is not there yet. low: whether something of a compétence is under the least level, which nothing makes up for.
    earlier: whether an earlier jury granted it.
    """

    code: str
    status: Status
    share: Fraction | None
    why: str
    proposed: Status
    lacking: tuple[str, ...] = ()
    changed: Changed | None = None
    compensated: bool = False
    low: bool = False
    earlier: bool = False


class Decision(msgspec.Struct, frozen=True, rename={"candidate": "candidat"}):
    """All that is decided of one candidate; certification is None where some blocs are neither asked for nor held already.

    vae: whether they come by the VAE; they have then no épreuves.
    """

    candidate: str
    name: str
    competences: tuple[Verdict, ...]
    epreuves: tuple[Verdict, ...]
    blocs: tuple[Verdict, ...]
    certification: Verdict | None
    remarks: tuple[str, ...] = ()
    vae: bool = False

    def find(self, code: str) -> Verdict | None:
        """The verdict on a code; None where nothing is decided of it."""
        every = (*self.competences, *self.epreuves, *self.blocs, self.certification)
        return next((verdict for verdict in every if verdict is not None and verdict.code == code), None)


def decide(facts: CandidateFacts, rules: JuryRules) -> Decision:
    """Decide of a candidate by the rules."""
    own_way = facts.registration
    acquired = dict(own_way.acquired)
    asked = [bloc for bloc in rules.blocs if own_way.asks(bloc.code)]
    within = {code for bloc in asked for code in bloc.competences}
    known = {fact.code: fact for facts_ in facts.epreuves.values() for fact in facts_ if fact.code in within}
    competences = {code: competence(fact, rules) for code, fact in known.items()}
    held = {code: _Held(competences[code], fact, rules) for code, fact in known.items()}
    epreuves = []
    for id, facts_ in facts.epreuves.items():
        own = [held[fact.code] for fact in facts_ if fact.code in within]
        if own and not own_way.vae:
            verdict = _whole(id, own, rules.thresholds.epreuve, rules.compensation.epreuve, rules)
            epreuves.append(_changed(verdict, facts.changes, came_again=any(one.came_again for one in own)))
            for one in own:
                one.follow(epreuves[-1])
    blocs = []
    for bloc in rules.blocs:
        if bloc.code in acquired:
            said = sentences.acquired(bloc.code, acquired[bloc.code])
            blocs.append(Verdict(bloc.code, _VALIDATED, None, said, _VALIDATED, earlier=True))
        if bloc not in asked:
            continue
        own = [held[code] for code in bloc.competences if code in held]
        absent = [code for code in bloc.competences if code not in held]
        verdict = _whole(bloc.code, own, rules.thresholds.bloc, rules.compensation.bloc, rules, absent)
        blocs.append(_changed(verdict, facts.changes, came_again=any(one.came_again for one in own)))
        if own_way.vae and blocs[-1].changed and blocs[-1].status is _VALIDATED:
            competences |= {one.code: _given(one.verdict, bloc.code) for one in own if one.status is _ATTEND}
    whole = len(blocs) == len(rules.blocs)
    certification = _changed(_certification(blocs), facts.changes) if whole else None
    return Decision(
        facts.candidate,
        facts.name,
        tuple(competences.values()),
        tuple(epreuves),
        tuple(blocs),
        certification,
        facts.remarks,
        own_way.vae,
    )


def competence(fact: CompetenceFacts, rules: JuryRules) -> Verdict:
    """Decide of one compétence."""
    changes = {fact.code: fact.changed} if fact.changed else {}
    return _changed(_competence(fact, rules), changes, came_again=fact.makeup is not None)


def _competence(fact: CompetenceFacts, rules: JuryRules) -> Verdict:
    effect = _effect(fact, rules)
    zero = effect == "zéro"
    whole = fact.absence is not None and fact.absence.where == "épreuve"
    rule = rules.of(fact.code)
    oral = fact.oral if fact.oral_due else None
    missed = zero and not whole and fact.oral_due
    found = result(rule, fact.machine, fact.grille, fact.levels, oral, missed, fact.own)
    makeup = fact.makeup
    if makeup is not None and makeup.share is not None:
        # Nothing of the first session is awaited any more, nor does an absence there count: only what was had may be the better.
        complete = not fact.lacking and not whole and effect is None
        first = found.share if complete and found is not None else None
        taken = makeup.share if rules.make_up == "remplace" or first is None else max(first, makeup.share)
        if taken == first and makeup.share != first and found is not None and found.low.any:
            # The first is better in points but under the least level: the make-up, which has its share alone, counts.
            taken = makeup.share
        status = _VALIDATED if taken >= rule.threshold else _NON
        why = sentences.taken(fact.code, taken, sentences.makeup(makeup.share, first, rules), rule.threshold)
        return Verdict(fact.code, status, taken, why, status)
    if whole or effect == "rattrapage":
        status = _TAKES_AGAIN if effect == "rattrapage" and makeup is None else _ABSENT
        why = sentences.absent(fact, status, came=makeup is None)
        return Verdict(fact.code, status, None, why, status)
    lacking = fact.lacking
    if fact.oral_due and fact.oral is None and rules.oral and not zero:
        lacking = (*lacking, "le niveau de l'oral")
    if found is None and not lacking:
        lacking = ("toute note",)
    if lacking or found is None:
        return Verdict(fact.code, _ATTEND, None, sentences.lacks(fact.code, lacking), _ATTEND, lacking)
    status = _VALIDATED if found.passes else _NON
    return Verdict(fact.code, status, found.share, sentences.competence(fact.code, found), status, low=found.low.any)


def _effect(fact: CompetenceFacts, rules: JuryRules) -> str | None:
    """What the rules make of the absence that touches a compétence; None where none does."""
    absence = fact.absence
    if absence is None or (absence.where == "oral" and (not fact.oral_due or not rules.oral)):
        return None
    return rules.absence.justified if absence.excused else rules.absence.unjustified


class _Held:
    """A compétence as it counts further up: held or not, by what, and with which share."""

    def __init__(self, verdict: Verdict, fact: CompetenceFacts, rules: JuryRules) -> None:
        self.verdict, self.code = verdict, verdict.code
        self.fixed = verdict.changed is not None
        self.came_again = fact.makeup is not None
        self.status = verdict.status
        self.share = verdict.share
        self._threshold = rules.thresholds.competence
        above = (self.share or 0) >= rules.compensation.floor
        self.redeemable = above and self.status is _NON and not self.fixed and not verdict.low

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
) -> Verdict:
    """Decide of an épreuve or a bloc from its compétences. absent: those of which nothing is known at all."""
    waiting = [one for one in own if one.status is _ATTEND]
    lacking = [f"{one.code} : {what}" for one in waiting for what in one.verdict.lacking or ("décision du jury",)]
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
    why = sentences.whole(code, mean, threshold, [m.code for m in missed], [m.code for m in lost], status, floor, word)
    return Verdict(code, status, mean, why, status, compensated=passes and bool(missed))


def _given(verdict: Verdict, bloc: str) -> Verdict:
    """The verdict on a compétence of which the jury said nothing, and whose bloc it granted."""
    why = sentences.given_with(verdict.code, bloc)
    return Verdict(verdict.code, _VALIDATED, None, why, verdict.proposed)


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
