"""The decisions: a pure function of evidence and rules; no rounding anywhere, so that who is on a threshold passes.

1. A compétence is decided by `competence.py`, from all of its épreuves.
2. An épreuve is validated where each of its compétences is held and their mean, each counting alike, reaches its threshold.
   With compensation, one below its own threshold is held all the same, unless it is under the floor or the least level; any of its
   épreuves may so make up for it.
3. A bloc is the same over its compétences; one held in its épreuve, by compensation or the jury's word, is held in the bloc.
4. The certification is validated where every bloc is.
5. What lacks is never a zero: the decision then waits. An absence does what the rules say of it.
6. A bloc held already, by an earlier jury, is validated; nothing of it is decided again.
7. By the VAE, no épreuve is sat: the jury decides of each compétence, or of a whole bloc, which then gives all of its own.
8. A compétence that an earlier session granted is validated, with what it had there, unless it is better here.
9. The jury's own decision on a compétence, an épreuve or a bloc replaces the rules' there, and counts above; the narrowest wins.
   On an épreuve, it takes a compétence of several, and gives it only where the others are validated too.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

import msgspec

from epreuves.referentiel.spelling import EpreuveId
from epreuves_kit.jury import sentences
from epreuves_kit.jury.competence import competence
from epreuves_kit.jury.evidence import CandidateFacts, CompetenceFacts, Status
from epreuves_kit.jury.verdict import Verdict, changed
from epreuves_kit.rules.jury_rules import Bloc, JuryRules

CERTIFICATION = "certification"
_VALIDATED, _NON, _ATTEND, _TAKES_AGAIN, _ABSENT = (
    Status.VALIDATED,
    Status.NOT_VALIDATED,
    Status.TO_COMPLETE,
    Status.MAKE_UP,
    Status.ABSENT,
)


class Decision(msgspec.Struct, frozen=True, rename={"candidate": "candidat"}):
    """All that is decided of one candidate; certification is None where some blocs are neither asked for nor held already.

    vae: True if they come by the VAE; they have then no épreuves.
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
    asked = _asked(facts, rules)
    within = {code for bloc in asked for code in bloc.competences}
    parts = parts_of(facts, rules)
    competences = {code: _with_earlier(competence(of_each, rules), facts) for code, of_each in parts.items()}
    held = {code: _Held(competences[code], of_each.values(), rules) for code, of_each in parts.items()}
    epreuves: dict[str, Verdict] = {}
    for id, facts_ in facts.epreuves.items():
        own = [fact for fact in facts_ if fact.code in within]
        if own and not own_way.vae:
            verdict = _whole(
                id, [held[fact.code] for fact in own], rules.thresholds.epreuve, rules.compensation.epreuve, rules
            )
            came_again = any(fact.makeup is not None for fact in own)
            epreuves[id] = changed(verdict, facts.changes, came_again=came_again)
    for code, of_each in parts.items():
        held[code].follow([epreuves[id] for id in of_each if id in epreuves])
    blocs = []
    for bloc in rules.blocs:
        if bloc.code in acquired:
            why = sentences.acquired(bloc.code, acquired[bloc.code])
            blocs.append(Verdict(bloc.code, _VALIDATED, None, why, _VALIDATED, earlier=True))
        if bloc not in asked:
            continue
        of_bloc = [held[code] for code in bloc.competences if code in held]
        absent = [code for code in bloc.competences if code not in held]
        verdict = _whole(bloc.code, of_bloc, rules.thresholds.bloc, rules.compensation.bloc, rules, absent)
        blocs.append(changed(verdict, facts.changes, came_again=any(each.came_again for each in of_bloc)))
        if own_way.vae and blocs[-1].changed and blocs[-1].status is _VALIDATED:
            competences |= {each.code: _given(each.verdict, bloc.code) for each in of_bloc if each.status is _ATTEND}
    whole = len(blocs) == len(rules.blocs)
    certification = changed(_certification(blocs), facts.changes) if whole else None
    return Decision(
        facts.candidate,
        facts.name,
        tuple(competences.values()),
        tuple(epreuves.values()),
        tuple(blocs),
        certification,
        facts.remarks,
        own_way.vae,
    )


def _with_earlier(verdict: Verdict, facts: CandidateFacts) -> Verdict:
    """The verdict on a compétence, or that of the earlier session that granted it: nothing of this one takes it back but the jury's own word."""
    own = facts.carried.get(verdict.code)
    if own is None or verdict.changed is not None:
        return verdict
    better = verdict.status is _VALIDATED and verdict.share is not None and verdict.share > (own.share or 0)
    return (
        verdict
        if better
        else Verdict(verdict.code, _VALIDATED, own.share, sentences.carried_over(own), _VALIDATED, earlier=True)
    )


def parts_of(facts: CandidateFacts, rules: JuryRules) -> dict[str, dict[EpreuveId, CompetenceFacts]]:
    """The evidence on each compétence that is to be decided of a candidate, by the id of each épreuve that assesses it."""
    own_way = facts.registration
    within = {code for bloc in _asked(facts, rules) for code in bloc.competences}
    parts: dict[str, dict[EpreuveId, CompetenceFacts]] = {}
    for id, facts_ in facts.epreuves.items():
        for fact in facts_:
            # By the VAE no épreuve is sat: one of them is enough to say what the jury has yet to decide.
            if fact.code in within and not (own_way.vae and fact.code in parts):
                parts.setdefault(fact.code, {})[id] = fact
    return parts


def _asked(facts: CandidateFacts, rules: JuryRules) -> list[Bloc]:
    return [bloc for bloc in rules.blocs if facts.registration.asks(bloc.code)]


class _Held:
    """A compétence as it counts further up: held or not, by what, and with which share."""

    def __init__(self, verdict: Verdict, facts: Iterable[CompetenceFacts], rules: JuryRules) -> None:
        self.verdict, self.code = verdict, verdict.code
        self.fixed = verdict.changed is not None
        self.came_again = any(fact.makeup is not None for fact in facts)
        self.status = verdict.status
        self.share = verdict.share
        self._threshold = rules.thresholds.competence
        above = (self.share or 0) >= rules.compensation.floor
        self.redeemable = above and self.status is _NON and not self.fixed and not verdict.low

    @property
    def given(self) -> bool:
        """True if the jury's word gives what the rules alone do not."""
        return self.fixed and self.status is _VALIDATED and not self._by_rules

    @property
    def refused(self) -> bool:
        """True if the jury's word takes what the rules alone give."""
        return self.fixed and self.status is not _VALIDATED and self._by_rules

    @property
    def compensated(self) -> bool:
        """True if the other compétences of an épreuve gave it."""
        return not self.fixed and self.status is _VALIDATED and not self._by_rules

    @property
    def _by_rules(self) -> bool:
        return self.verdict.proposed is _VALIDATED

    @property
    def counted(self) -> Fraction:
        """The share in a mean: the jury's word is worth the threshold at least; an absent's is zero."""
        share = self.share if self.share is not None else Fraction(0)
        return max(share, self._threshold) if self.status is _VALIDATED else share

    def follow(self, epreuves: Sequence[Verdict]) -> None:
        """Take what was decided of its épreuves, where it says more than the compétence's own verdict."""
        if self.fixed:
            return
        by_jury = [epreuve.status for epreuve in epreuves if epreuve.changed is not None]
        refused = [status for status in by_jury if status is not _VALIDATED]
        if refused:
            self.status, self.fixed, self.redeemable = _NON if _NON in refused else refused[0], True, False
        elif by_jury and all(epreuve.status is _VALIDATED for epreuve in epreuves):
            self.status, self.fixed, self.redeemable = _VALIDATED, True, False
        elif any(epreuve.status is _VALIDATED and epreuve.changed is None for epreuve in epreuves):
            self.status = _VALIDATED


def _whole(
    code: str, own: list[_Held], threshold: Fraction, compensation: bool, rules: JuryRules, absent: Iterable[str] = ()
) -> Verdict:
    """Decide of an épreuve or a bloc from its compétences. absent: those of which nothing is known at all."""
    waiting = [held for held in own if held.status is _ATTEND]
    lacking = [f"{held.code} : {what}" for held in waiting for what in held.verdict.lacking or ("décision du jury",)]
    lacking += [f"{missing} : aucune épreuve" for missing in absent]
    if lacking:
        names = [*(held.code for held in waiting), *absent]
        return Verdict(code, _ATTEND, None, sentences.waits(code, names), _ATTEND, tuple(lacking))
    repeating = [held.code for held in own if held.status is _TAKES_AGAIN]
    if repeating:
        alone = [
            held.code
            for held in own
            if held.status in (_NON, _ABSENT) and not (compensation and held.redeemable) and held.code not in repeating
        ]
        return Verdict(code, _TAKES_AGAIN, None, sentences.repeats(code, repeating, alone), _TAKES_AGAIN)
    if own and all(held.status is _ABSENT for held in own):
        return Verdict(code, _ABSENT, None, sentences.never_there(code), _ABSENT)
    missed = [held for held in own if held.status is not _VALIDATED]
    mean = sum((_mean_share(held) for held in own), Fraction(0)) / len(own)
    lost = [held for held in missed if not (compensation and held.redeemable)]
    passes = not lost and mean >= threshold
    status = _VALIDATED if passes else _NON
    floor = rules.compensation.floor if compensation else None
    word = sentences.Word(
        given=tuple(held.code for held in own if held.given),
        refused=tuple(held.code for held in own if held.refused),
        compensated=tuple(held.code for held in own if held.compensated),
        others=any(held.status is _VALIDATED and not held.given and not held.compensated for held in own),
    )
    why = sentences.whole(code, mean, threshold, [m.code for m in missed], [m.code for m in lost], status, floor, word)
    return Verdict(code, status, mean, why, status, compensated=passes and bool(missed))


def _given(verdict: Verdict, bloc: str) -> Verdict:
    """The verdict on a compétence of which the jury said nothing, and whose bloc it granted."""
    why = sentences.given_with(verdict.code, bloc)
    return Verdict(verdict.code, _VALIDATED, None, why, verdict.proposed)


def _mean_share(held: _Held) -> Fraction:
    # What is held by compensation keeps the share that it was compensated with.
    if held.status is _VALIDATED and not held.fixed and held.verdict.status is _NON:
        return held.share if held.share is not None else Fraction(0)
    return held.counted


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
