"""The verdict on a compétence, from what each of its épreuves gives: a pure function of evidence and rules.

1. Each épreuve gives its part by `rules.result`; a make-up replaces that part, or the better counts.
2. Of one épreuve, the part is the compétence. Of several, their parts come together, weighed by their points: none is acquired by itself.
3. While something lacks in one of them, the compétence waits. A make-up due in one is due for the compétence; an absence that counts zero
   has all the points of its épreuve to lose, unless it is everywhere: the compétence is then absent.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

import msgspec

from epreuves.referentiel.spelling import EpreuveId
from epreuves_kit.jury import sentences
from epreuves_kit.jury.evidence import CompetenceFacts, Status
from epreuves_kit.jury.verdict import Verdict, VerdictPart, changed
from epreuves_kit.rules.jury_rules import JuryRules
from epreuves_kit.rules.result import EpreuveResult, EpreuveShare, result, together
from epreuves_kit.rules.sentences import made_of

_VALIDATED, _NON, _ATTEND, _TAKES_AGAIN, _ABSENT = (
    Status.VALIDATED,
    Status.NOT_VALIDATED,
    Status.TO_COMPLETE,
    Status.MAKE_UP,
    Status.ABSENT,
)


class _Part(msgspec.Struct, frozen=True):
    """An épreuve's part: the verdict as if it were alone, and what counts beside others: a share, the result behind it, and what that is, in words.

    words: worked out where there are others, which is seldom.
    """

    epreuve: EpreuveId
    verdict: Verdict
    share: Fraction = Fraction(0)
    result: EpreuveResult | None = None
    words: Callable[[], str] = str


def competence(facts: Mapping[EpreuveId, CompetenceFacts], rules: JuryRules) -> Verdict:
    """Decide of one compétence. facts: the evidence on it, by the id of each épreuve that assesses it, one at least."""
    parts = [_part(id, fact, rules) for id, fact in facts.items()]
    verdict = parts[0].verdict if len(parts) == 1 else _several(parts, facts, rules)
    changes = {fact.code: fact.changed for fact in facts.values() if fact.changed}
    return changed(verdict, changes, came_again=any(fact.makeup is not None for fact in facts.values()))


def _part(id: EpreuveId, fact: CompetenceFacts, rules: JuryRules) -> _Part:
    effect = _effect(fact, rules)
    zero = effect == "zéro"
    whole = fact.absence is not None and fact.absence.where == "épreuve"
    rule = rules.of(id)
    oral = fact.oral if fact.oral_due else None
    missed = zero and not whole and fact.oral_due
    own = result(rule, fact.machine, fact.grille, fact.levels, oral, missed, fact.own)
    makeup = fact.makeup
    if makeup is not None and makeup.share is not None:
        # Nothing of the first session is awaited any more, nor does an absence there count: only what was had may be the better.
        complete = not fact.lacking and not whole and effect is None
        first = own.share if complete and own is not None else None
        taken = makeup.share if rules.make_up == "remplace" or first is None else max(first, makeup.share)
        if taken == first and makeup.share != first and own is not None and own.low.any:
            # The first is better in points but under the least level: the make-up, which has its share alone, counts.
            taken = makeup.share
        status = _VALIDATED if taken >= rule.threshold else _NON
        words = sentences.makeup(makeup.share, first, rules)
        why = sentences.taken(fact.code, taken, words, rule.threshold)
        behind = None if taken == makeup.share else own
        return _Part(id, Verdict(fact.code, status, taken, why, status), taken, behind, lambda: words)
    if whole or effect == "rattrapage":
        status = _TAKES_AGAIN if effect == "rattrapage" and makeup is None else _ABSENT
        why = sentences.absent(fact, status)
        behind, words_of = _nothing(id, fact, rules), lambda: sentences.absence(fact, id)
        return _Part(id, Verdict(fact.code, status, None, why, status), result=behind, words=words_of)
    lacking = fact.lacking
    if fact.oral_due and fact.oral is None and rules.oral and not zero:
        lacking = (*lacking, "l'accord sur les niveaux de l'oral" if fact.to_settle else "le niveau de l'oral")
    if own is None and not lacking:
        lacking = ("toute note",)
    if lacking or own is None:
        why = sentences.lacks(fact.code, lacking)
        return _Part(id, Verdict(fact.code, _ATTEND, None, why, _ATTEND, lacking))
    status = _VALIDATED if own.passes else _NON
    verdict = Verdict(fact.code, status, own.share, sentences.competence(fact.code, own), status, low=own.low.any)
    return _Part(id, verdict, own.share, own, lambda: made_of(own))


def _nothing(id: EpreuveId, fact: CompetenceFacts, rules: JuryRules) -> EpreuveResult | None:
    """The result of who was not there, where that counts zero; None where nobody knows what the épreuve has."""
    blank, missed = fact.blank, fact.oral_due and bool(rules.oral)
    return result(rules.of(id), blank.machine, blank.grille, blank.levels, missed=missed, own=blank.own)


def _several(parts: Sequence[_Part], facts: Mapping[EpreuveId, CompetenceFacts], rules: JuryRules) -> Verdict:
    """Decide of a compétence that several épreuves assess."""
    code = parts[0].verdict.code
    absent = [part for part in parts if part.verdict.status is _ABSENT]
    due = [part for part in parts if part.verdict.status is _TAKES_AGAIN]
    lacking = [sentences.in_epreuve(what, part.epreuve) for part in parts for what in part.verdict.lacking]
    if lacking:
        lacking += [sentences.in_epreuve("le rattrapage", part.epreuve) for part in due]
        status, share, why = _ATTEND, None, sentences.lacks(code, lacking)
    elif due:
        status, share, why = _TAKES_AGAIN, None, sentences.repeats_parts(code, [part.words() for part in due])
    elif len(absent) == len(parts):
        status, share, why = _ABSENT, None, sentences.never_in_parts(code, [part.words() for part in absent])
    else:
        points = [rules.of(part.epreuve).points(*facts[part.epreuve].most) for part in parts]
        counts = [EpreuveShare(part.share, most, part.result) for part, most in zip(parts, points, strict=True)]
        whole = together(rules.common, counts)
        lines = [
            sentences.part(part.epreuve, part.share, weight, part.words())
            for part, weight in zip(parts, whole.weights, strict=True)
        ]
        status, share = _VALIDATED if whole.passes else _NON, whole.share
        why = sentences.shared(code, whole, lines)
        return Verdict(code, status, share, why, status, low=whole.low.any, parts=_told(parts))
    return Verdict(code, status, share, why, status, tuple(lacking), parts=_told(parts))


def _told(parts: Sequence[_Part]) -> tuple[VerdictPart, ...]:
    return tuple(VerdictPart(part.epreuve, part.verdict.share, part.verdict.lacking) for part in parts)


def _effect(fact: CompetenceFacts, rules: JuryRules) -> str | None:
    """The rules' effect of the absence that touches a compétence; None where none does."""
    absence = fact.absence
    if absence is None or (absence.where == "oral" and (not fact.oral_due or not rules.oral)):
        return None
    return rules.absence.justified if absence.excused else rules.absence.unjustified
