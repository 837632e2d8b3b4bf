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
from epreuves.jury.evidence import CandidateFacts, Changed, CompetenceFacts, Statut
from epreuves.jury.rules import Regles

CERTIFICATION = "certification"
_VALIDE, _NON, _ATTEND, _REPASSE, _ABSENT = (
    Statut.VALIDE, Statut.NON_VALIDE, Statut.A_COMPLETER, Statut.RATTRAPAGE, Statut.ABSENT,
)  # fmt: skip


class Verdict(msgspec.Struct, frozen=True):
    """What is decided of one code (C15.1, e17_impact_digital, B2, certification), and why, in one French sentence.

    share: of the points, 0 to 1; None where there is none to tell. proposed: what the rules say, which the jury may have changed.
    lacking: what is not there yet. held: whether it counts as had further up.
    """

    code: str
    statut: Statut
    share: Fraction | None
    why: str
    proposed: Statut
    lacking: tuple[str, ...] = ()
    changed: Changed | None = None
    compensated: bool = False


class Decision(msgspec.Struct, frozen=True):
    """All that is decided of one candidate; certification is None where only some blocs are asked for."""

    candidat: str
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


def decide(facts: CandidateFacts, rules: Regles) -> Decision:
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
            verdict = _whole(id, own, rules.seuils.epreuve, rules.compensation.epreuve, rules)
            epreuves.append(_changed(verdict, facts.changes, came_again=any(one.came_again for one in own)))
            for one in own:
                one.follow(epreuves[-1])
    blocs = []
    for bloc in asked:
        own = [held[code] for code in bloc.competences if code in held]
        absent = [code for code in bloc.competences if code not in held]
        verdict = _whole(bloc.code, own, rules.seuils.bloc, rules.compensation.bloc, rules, absent)
        blocs.append(_changed(verdict, facts.changes, came_again=any(one.came_again for one in own)))
    certification = None if facts.blocs else _changed(_certification(blocs), facts.changes)
    return Decision(
        facts.candidat, facts.name, tuple(competences.values()), tuple(epreuves), tuple(blocs), certification, facts.remarks
    )  # fmt: skip


def competence(fact: CompetenceFacts, rules: Regles) -> Verdict:
    """Decide of one compétence."""
    changes = {fact.code: fact.changed} if fact.changed else {}
    return _changed(_competence(fact, rules), changes, came_again=fact.makeup is not None)


def _competence(fact: CompetenceFacts, rules: Regles) -> Verdict:
    effect = _effect(fact, rules)
    zero = effect == "zéro"
    whole = fact.absence is not None and fact.absence.where == "épreuve"
    share, parts = _share(fact, rules, oral_zero=zero and not whole)
    makeup = fact.makeup
    if makeup is not None and makeup.share is not None:
        # Nothing of the first session is awaited any more, nor does an absence there count: only what was had may be the better.
        complete = not fact.lacking and not whole and effect is None
        first = share if complete else None
        taken = makeup.share if rules.rattrapage == "remplace" or first is None else max(first, makeup.share)
        low = taken == first and makeup.share != first and _under_least(fact, rules) is not None
        if low:
            # The first is better in points but under the least level: the make-up, which has its share alone, counts.
            taken = makeup.share
        return _by_share(fact, taken, rules, sentences.makeup(makeup.share, first, rules), least=None)
    if whole or effect == "rattrapage":
        statut = _REPASSE if effect == "rattrapage" and makeup is None else _ABSENT
        why = sentences.absent(fact, statut, came=makeup is None)
        return Verdict(fact.code, statut, None, why, statut)
    lacking = fact.lacking
    if fact.oral_due and fact.oral is None and rules.poids.oral and not zero:
        lacking = (*lacking, "le niveau de l'oral")
    if share is None and not lacking:
        lacking = ("toute note",)
    if lacking:
        return Verdict(fact.code, _ATTEND, None, sentences.lacks(fact.code, lacking), _ATTEND, lacking)
    return _by_share(fact, share or Fraction(0), rules, sentences.parts(parts), _under_least(fact, rules))


def _by_share(fact: CompetenceFacts, share: Fraction, rules: Regles, how: str, least: int | None) -> Verdict:
    passes = share >= rules.seuils.competence and least is None
    statut = _VALIDE if passes else _NON
    why = sentences.competence(
        fact.code, share, how, rules.seuils.competence, statut, least, rules.seuils.niveau_minimal
    )
    return Verdict(fact.code, statut, share, why, statut)


def _effect(fact: CompetenceFacts, rules: Regles) -> str | None:
    """What the rules make of the absence that touches a compétence; None where none does."""
    absence = fact.absence
    if absence is None or (absence.where == "oral" and (not fact.oral_due or not rules.poids.oral)):
        return None
    return rules.absence.justifiee if absence.excused else rules.absence.injustifiee


def _share(
    fact: CompetenceFacts, rules: Regles, oral_zero: bool
) -> tuple[Fraction | None, list[sentences.Counted]]:
    """The mean of the parts' shares by their weights, and the parts counted; None where none has a weight."""
    counted = []
    if fact.machine is not None and rules.poids.machine:
        counted.append(sentences.Counted("machine", rules.poids.machine, fact.machine.share, fact.machine))
    if fact.grille is not None and rules.poids.grille:
        counted.append(sentences.Counted("grille", rules.poids.grille, fact.grille.share, fact.grille))
    if fact.oral_due and rules.poids.oral:
        if oral_zero:
            counted.append(
                sentences.Counted("oral", rules.poids.oral, Fraction(0), None, "absent·e à l'oral")
            )
        elif fact.oral is not None:
            counted.append(
                sentences.Counted("oral", rules.poids.oral, Fraction(fact.oral, 3), None, fact.oral)
            )
    total = sum((one.weight for one in counted), Fraction(0))
    if not total:
        return None, counted
    return sum((one.weight * one.share for one in counted), Fraction(0)) / total, counted


def _under_least(fact: CompetenceFacts, rules: Regles) -> int | None:
    """The lowest level of a criterion or of the oral where it is under the least level asked for; None elsewhere."""
    levels = [*fact.levels, *([fact.oral] if fact.oral is not None else [])]
    lowest = min(levels, default=3)
    return lowest if lowest < rules.seuils.niveau_minimal else None


class _Held:
    """A compétence as it counts further up: held or not, by what, and with which share."""

    def __init__(self, verdict: Verdict, fact: CompetenceFacts, rules: Regles) -> None:
        self.verdict, self.code = verdict, verdict.code
        self.fixed = verdict.changed is not None
        self.came_again = fact.makeup is not None
        self.statut = verdict.statut
        self.share = verdict.share
        self._threshold = rules.seuils.competence
        under = verdict.share is not None and fact.makeup is None and _under_least(fact, rules) is not None
        self.redeemable = (
            not self.fixed
            and self.statut is _NON
            and not under
            and (self.share or 0) >= rules.compensation.plancher
        )

    @property
    def given(self) -> bool:
        """Whether the jury's word gives what the rules alone do not."""
        return self.fixed and self.statut is _VALIDE and not self._by_rules

    @property
    def refused(self) -> bool:
        """Whether the jury's word takes what the rules alone give."""
        return self.fixed and self.statut is not _VALIDE and self._by_rules

    @property
    def compensated(self) -> bool:
        """Whether the épreuve's other compétences gave it."""
        return not self.fixed and self.statut is _VALIDE and not self._by_rules

    @property
    def _by_rules(self) -> bool:
        return self.verdict.proposed is _VALIDE

    @property
    def counted(self) -> Fraction:
        """The share in a mean: the jury's word is worth the threshold at least; an absent's is zero."""
        share = self.share if self.share is not None else Fraction(0)
        return max(share, self._threshold) if self.statut is _VALIDE else share

    def follow(self, epreuve: Verdict) -> None:
        """Take what was decided of the épreuve, where it says more than the compétence's own verdict."""
        if self.fixed:
            return
        if epreuve.changed is not None:
            self.statut, self.fixed, self.redeemable = epreuve.statut, True, False
        elif epreuve.statut is _VALIDE:
            self.statut = _VALIDE


def _whole(
    code: str, own: list[_Held], threshold: Fraction, compensation: bool, rules: Regles, absent: Iterable[str] = ()
) -> Verdict:  # fmt: skip
    """Decide of an épreuve or a bloc from its compétences. absent: those of which nothing is known at all."""
    lacking = (
        *(
            f"{one.code} : {what}"
            for one in own
            if one.statut is _ATTEND
            for what in one.verdict.lacking or ("décision du jury",)
        ),
        *(f"{known} : aucune épreuve" for known in absent),
    )
    if lacking:
        names = [*(one.code for one in own if one.statut is _ATTEND), *absent]
        return Verdict(code, _ATTEND, None, sentences.waits(code, names), _ATTEND, lacking)
    repeating = [one.code for one in own if one.statut is _REPASSE]
    if repeating:
        return Verdict(code, _REPASSE, None, sentences.repeats(code, repeating), _REPASSE)
    if own and all(one.statut is _ABSENT for one in own):
        return Verdict(code, _ABSENT, None, sentences.never_there(code), _ABSENT)
    missed = [one for one in own if one.statut is not _VALIDE]
    mean = sum((_mean_share(one) for one in own), Fraction(0)) / len(own)
    lost = [one for one in missed if not (compensation and one.redeemable)]
    passes = not lost and mean >= threshold
    statut = _VALIDE if passes else _NON
    floor = rules.compensation.plancher if compensation else None
    word = sentences.Word(
        given=tuple(one.code for one in own if one.given),
        refused=tuple(one.code for one in own if one.refused),
        compensated=tuple(one.code for one in own if one.compensated),
        others=any(one.statut is _VALIDE and not one.given and not one.compensated for one in own),
    )
    why = sentences.whole(
        code, mean, threshold, [m.code for m in missed], [m.code for m in lost], statut, floor, word
    )
    return Verdict(code, statut, mean, why, statut, compensated=passes and bool(missed))


def _mean_share(one: _Held) -> Fraction:
    # What is held by compensation keeps the share that it was compensated with.
    if one.statut is _VALIDE and not one.fixed and one.verdict.statut is _NON:
        return one.share if one.share is not None else Fraction(0)
    return one.counted


def _certification(blocs: list[Verdict]) -> Verdict:
    """Decide of the certification from its blocs."""
    by = {statut: [verdict.code for verdict in blocs if verdict.statut is statut] for statut in Statut}
    lacking = tuple(f"{verdict.code} : {what}" for verdict in blocs for what in verdict.lacking)
    if by[_ATTEND]:
        statut = _ATTEND
    elif by[_REPASSE]:
        statut = _REPASSE
    elif len(by[_ABSENT]) == len(blocs):
        statut = _ABSENT
    else:
        statut = _NON if by[_NON] or by[_ABSENT] else _VALIDE
    given = [
        v.code for v in blocs if v.statut is _VALIDE and v.changed is not None and v.proposed is not _VALIDE
    ]
    return Verdict(CERTIFICATION, statut, None, sentences.certification(statut, by, given), statut, lacking)


def _changed(verdict: Verdict, changes: Mapping[str, Changed], came_again: bool = False) -> Verdict:
    """The verdict, or the jury's own where it took another; a make-up that it decided is over once there was one."""
    change = changes.get(verdict.code)
    if change is None or (change.statut is _REPASSE and came_again):
        return verdict
    why = sentences.changed(verdict.code, change, verdict.proposed)
    return msgspec.structs.replace(
        verdict, statut=change.statut, why=why, changed=change, lacking=(), compensated=False
    )
