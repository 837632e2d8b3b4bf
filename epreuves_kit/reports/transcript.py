"""What a transcript says: by bloc and compétence, points, levels and decision; by épreuve, the decision; what is still awaited.

A pure function of the jury's evidence and decision; every word is ready to be shown, in HTML or, passed to typst as data, in PDF/UA-1.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence

import msgspec

from epreuves.referentiel.levels import LEVELS, Level
from epreuves.wording.french import FIXED, day, number
from epreuves_kit.jury.decision import Decision, Verdict
from epreuves_kit.jury.evidence import CandidateFacts, CompetenceFacts, Status
from epreuves_kit.jury.minutes_text import plain, standing
from epreuves_kit.jury.pdf import compile_pdf
from epreuves_kit.jury.record import MinutesAct
from epreuves_kit.jury.sentences import by_lack, decided, of_rules
from epreuves_kit.referentiel.model import Oral, Referentiel
from epreuves_kit.reports.pages import TEMPLATES
from epreuves_kit.rules.jury_rules import JuryRules
from epreuves_kit.rules.result import EvidencePart
from epreuves_kit.rules.sentences import percent

#: The class of a status's look.
_LOOKS = {
    Status.VALIDATED: "good",
    Status.NOT_VALIDATED: "bad",
    Status.TO_COMPLETE: "wait",
    Status.MAKE_UP: "wait",
    Status.ABSENT: "bad",
}
_NOTHING = "—"


class TranscriptWord(msgspec.Struct, frozen=True):
    """A status in words, with its sign, and the class of its look."""

    sign: str
    look: str
    text: str


class TranscriptLine(msgspec.Struct, frozen=True):
    """A compétence: code, title, the épreuve's title, points of calculations and of criteria, levels, oral, result, decision."""

    code: str
    title: str
    epreuve: str
    machine: str
    grille: str
    levels: str
    oral: str
    share: str
    word: TranscriptWord


class BlocPart(msgspec.Struct, frozen=True):
    """A bloc: its decision and why, the compétences of which something is known, notes on them, and what is awaited."""

    code: str
    title: str
    word: TranscriptWord
    why: str
    lines: tuple[TranscriptLine, ...]
    notes: tuple[str, ...]
    lacking: tuple[str, ...]


class EpreuveLine(msgspec.Struct, frozen=True):
    """An épreuve of which something is known: number, title, result, decision and why."""

    number: str
    title: str
    share: str
    word: TranscriptWord
    why: str


class Transcript(msgspec.Struct, frozen=True):
    """A whole transcript.

    validated, total: compétences. has_orals: whether the certification has any oral. others: numbers of the épreuves of which nothing is
    known yet.
    """

    candidate: str
    name: str
    session: str
    certification: str
    certifier: str
    overall: TranscriptWord | None
    why: str
    validated: int
    total: int
    has_orals: bool
    blocs: tuple[BlocPart, ...]
    epreuves: tuple[EpreuveLine, ...]
    others: tuple[str, ...]
    remarks: tuple[str, ...]
    rules: tuple[str, ...]
    standing: str


def transcript(
    facts: CandidateFacts,
    decision: Decision,
    rules: JuryRules,
    session: str,
    minutes: Sequence[MinutesAct] = (),
) -> Transcript:
    """Decide what a candidate's transcript says. minutes: the procès-verbaux that have a number, the first first."""
    known = {fact.code: (id, fact) for id, own in facts.epreuves.items() for fact in own}
    verdicts = {verdict.code: verdict for verdict in decision.competences}
    blocs = []
    for bloc in rules.blocs:
        verdict = decision.find(bloc.code)
        if verdict is not None:
            own = [(verdicts[code], *known[code]) for code in bloc.competences if code in verdicts]
            blocs.append(_bloc(rules.referentiel, bloc.code, bloc.title, verdict, own, decision.vae))
    known_of = {id: any(_known(fact) for fact in own) for id, own in facts.epreuves.items()}
    told = [v for v in decision.epreuves if v.status is not Status.TO_COMPLETE or known_of.get(v.code)]
    waiting = [v.code for v in decision.epreuves if v not in told]
    certification = rules.referentiel.certification
    return Transcript(
        facts.candidate,
        facts.name,
        session,
        certification.named,
        certification.certifier,
        _word(decision.certification) if decision.certification else None,
        decision.certification.why if decision.certification else "",
        sum(v.status is Status.VALIDATED for v in decision.competences),
        len(decision.competences),
        any(epreuve.oral is not Oral.NONE_OFFERED for epreuve in rules.referentiel.epreuves),
        tuple(blocs),
        tuple(_epreuve(rules.referentiel, v) for v in told),
        tuple(_number(id) for id in waiting),
        tuple(map(plain, decision.remarks)),
        tuple(of_rules(rules)),
        standing(minutes, decision),
    )


def _bloc(
    known: Referentiel,
    code: str,
    title: str,
    verdict: Verdict,
    own: list[tuple[Verdict, str, CompetenceFacts]],
    vae: bool,
) -> BlocPart:
    lines = tuple(
        _line(known, v, "" if vae else id, fact)
        for v, id, fact in own
        if v.status is not Status.TO_COMPLETE or _known(fact)
    )
    notes = [v.why for v, _, _ in own if v.status not in (Status.VALIDATED, Status.TO_COMPLETE) or v.changed]
    # What is awaited says it better, thing by thing.
    why = "" if verdict.status is Status.TO_COMPLETE and not verdict.changed else verdict.why
    return BlocPart(code, title, _word(verdict), why, lines, tuple(notes), _lacking(v for v, _, _ in own))


def _line(known: Referentiel, verdict: Verdict, id: str, fact: CompetenceFacts) -> TranscriptLine:
    return TranscriptLine(
        verdict.code,
        known.competence(verdict.code).group.title,
        f"Épreuve\N{NO-BREAK SPACE}{_number(id)}" if id else _NOTHING,
        _points(fact.machine),
        _points(fact.grille),
        _levels(fact.levels),
        _oral(fact),
        _NOTHING if verdict.share is None else percent(verdict.share),
        _word(verdict),
    )


def _epreuve(known: Referentiel, verdict: Verdict) -> EpreuveLine:
    title = known.epreuve(verdict.code).title
    share = _NOTHING if verdict.share is None else percent(verdict.share)
    return EpreuveLine(_number(verdict.code), title, share, _word(verdict), _said(verdict))


def _said(verdict: Verdict) -> str:
    """Why, without the identifier that the line stands under."""
    said = verdict.why.removeprefix(f"{verdict.code} : ")
    return said[:1].upper() + said[1:]


def _lacking(verdicts: Iterable[Verdict]) -> tuple[str, ...]:
    """What is awaited, a line for each thing, with the compétences that wait for it."""
    by = by_lack(verdicts)
    return tuple(f"{plain(what)} : {', '.join(codes)}." for what, codes in by.items())


def _known(fact: CompetenceFacts) -> bool:
    """Whether there is anything of a compétence to show."""
    told = (fact.machine, fact.grille, fact.oral, fact.makeup, fact.absence)
    return any(x is not None for x in told) or bool(fact.levels)


def _points(part: EvidencePart | None) -> str:
    return _NOTHING if part is None else f"{number(part.points)} / {number(part.maximum)}"


def _levels(levels: tuple[int, ...]) -> str:
    found = [(levels.count(n), n.label) for n in LEVELS if n in levels]
    # A count stays on the line of what it counts.
    return ", ".join(f"{count}{FIXED}×{FIXED}{label}" for count, label in found) or _NOTHING


def _oral(fact: CompetenceFacts) -> str:
    if fact.oral is not None:
        return Level(fact.oral).label
    return "attendu" if fact.oral_due else _NOTHING


def _word(verdict: Verdict) -> TranscriptWord:
    said = f"{decided(verdict.code, verdict.status, verdict.compensated)}{' (décision du jury)' if verdict.changed else ''}"
    return TranscriptWord(verdict.status.sign, _LOOKS[verdict.status], said)


def _number(id: str) -> str:
    return str(int(id[1:3]))


def transcript_pdf(told: Transcript, at: datetime.date) -> bytes:
    """The PDF; the same transcript and date make the same bytes. Raises KitError where typst refuses it."""
    return compile_pdf(TEMPLATES / "transcript.typ", msgspec.to_builtins(told) | {"date": day(at)}, at)
