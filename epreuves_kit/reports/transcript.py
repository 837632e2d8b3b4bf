"""The content of a transcript: by bloc and compétence, points, levels and decision; by épreuve, the decision; what is still awaited.

A pure function of the jury's evidence and decision; every word is ready to be shown, in HTML or, passed to typst as data, in PDF/UA-1.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence

import msgspec

from epreuves.referentiel.levels import LEVELS, Level
from epreuves.referentiel.spelling import EpreuveId
from epreuves.wording.french import FIXED, day, listed, number
from epreuves_kit.jury.decision import Decision
from epreuves_kit.jury.evidence import CandidateFacts, CompetenceFacts, Status
from epreuves_kit.jury.minutes_text import plain, standing
from epreuves_kit.jury.pdf import compile_pdf
from epreuves_kit.jury.record import MinutesAct
from epreuves_kit.jury.sentences import by_lack, decided, of_rules
from epreuves_kit.jury.verdict import Verdict
from epreuves_kit.referentiel.model import Oral, Referentiel, numbered
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
    """A compétence: code, title, its épreuves, points of calculations and of criteria, levels, oral, result, decision.

    Of several épreuves, what each gives stands in their order, between semicolons.
    """

    code: str
    title: str
    epreuve: str
    machine: str
    grille: str
    levels: str
    oral: str
    share: str
    word: TranscriptWord

    @property
    def earned(self) -> bool:
        """True if there is anything but a decision in it."""
        return any(cell != _NOTHING for cell in (self.machine, self.grille, self.levels, self.oral, self.share))


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

    birth: « né·e le 3 mars 2001 à Lyon », empty where nobody says it; school: its name and address. validated, total: compétences. has_orals: whether the certification has any oral. others: numbers of the épreuves of which nothing is
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
    school: tuple[str, ...] = ()
    birth: str = ""


def transcript(
    facts: CandidateFacts,
    decision: Decision,
    rules: JuryRules,
    session: str,
    minutes: Sequence[MinutesAct] = (),
    school: tuple[str, ...] = (),
    birth: str = "",
) -> Transcript:
    """Decide the content of a candidate's transcript. minutes: the procès-verbaux that have a number, the first first."""
    evidence: dict[str, dict[EpreuveId, CompetenceFacts]] = {}
    for id, facts_ in facts.epreuves.items():
        for fact in facts_:
            evidence.setdefault(fact.code, {})[id] = fact
    verdicts = {verdict.code: verdict for verdict in decision.competences}
    blocs = []
    for bloc in rules.blocs:
        verdict = decision.find(bloc.code)
        if verdict is not None:
            own = [(verdicts[code], evidence[code]) for code in bloc.competences if code in verdicts]
            blocs.append(_bloc(rules.referentiel, bloc.code, bloc.title, verdict, own, decision.vae))
    known_of: dict[str, bool] = {id: any(map(_known, facts_)) for id, facts_ in facts.epreuves.items()}
    shown = [v for v in decision.epreuves if v.status is not Status.TO_COMPLETE or known_of.get(v.code)]
    waiting = [v.code for v in decision.epreuves if v not in shown]
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
        tuple(_epreuve(rules.referentiel, v) for v in shown),
        tuple(map(numbered, waiting)),
        tuple(map(plain, decision.remarks)),
        tuple(of_rules(rules)),
        standing(minutes, decision),
        school,
        birth,
    )


def _bloc(
    official: Referentiel,
    code: str,
    title: str,
    verdict: Verdict,
    own: list[tuple[Verdict, dict[EpreuveId, CompetenceFacts]]],
    vae: bool,
) -> BlocPart:
    lines = tuple(
        _line(official, v, [] if vae else list(facts), list(facts.values())[: 1 if vae else None])
        for v, facts in own
        if v.status is not Status.TO_COMPLETE or any(map(_known, facts.values()))
    )
    if not any(line.earned for line in lines):
        lines = ()  # the notes say all that there is
    notes = [
        v.why
        for v, _ in own
        if v.changed or (v.status is not Status.TO_COMPLETE and (v.status is not Status.VALIDATED or v.parts))
    ]
    # What is awaited says it better, thing by thing.
    why = "" if verdict.status is Status.TO_COMPLETE and not verdict.changed else verdict.why
    return BlocPart(code, title, _word(verdict), why, lines, tuple(_gathered(notes)), _lacking(v for v, _ in own))


def _gathered(notes: Iterable[str]) -> list[str]:
    """Notes on compétences, those that say the same in one: « U1.1 et U1.2 : absence non justifiée à l'épreuve. »."""
    codes: dict[str, list[str]] = {}
    for note in notes:
        code, _, sentence = note.partition(" : ")
        codes.setdefault(sentence or note, []).append(code if sentence else "")
    return [f"{listed(filter(None, own))} : {sentence}" if any(own) else sentence for sentence, own in codes.items()]


def _line(
    official: Referentiel, verdict: Verdict, ids: list[EpreuveId], facts: list[CompetenceFacts]
) -> TranscriptLine:
    epreuves = "Épreuve" if len(ids) == 1 else "Épreuves"
    return TranscriptLine(
        verdict.code,
        official.competence(verdict.code).group.title,
        f"{epreuves}\N{NO-BREAK SPACE}{listed(map(numbered, ids))}" if ids else _NOTHING,
        _each(_points(fact.machine) for fact in facts),
        _each(_points(fact.grille) for fact in facts),
        _each(_levels(fact.levels) for fact in facts),
        _each(_oral(fact) for fact in facts),
        _NOTHING if verdict.share is None else percent(verdict.share),
        _word(verdict),
    )


def _epreuve(official: Referentiel, verdict: Verdict) -> EpreuveLine:
    title = official.epreuve(verdict.code).title
    share = _NOTHING if verdict.share is None else percent(verdict.share)
    return EpreuveLine(numbered(verdict.code), title, share, _word(verdict), _said(verdict))


def _said(verdict: Verdict) -> str:
    """The reason, without the identifier that the line stands under; nothing for what the rules grant."""
    if verdict.status is Status.VALIDATED and not verdict.changed and not verdict.compensated:
        return ""
    why = verdict.why.removeprefix(f"{verdict.code} : ")
    return why[:1].upper() + why[1:]


def _lacking(verdicts: Iterable[Verdict]) -> tuple[str, ...]:
    """The things that are awaited, a line each, with the compétences that wait for them."""
    by = by_lack(verdicts)
    return tuple(f"{plain(what)} : {', '.join(codes)}." for what, codes in by.items())


def _known(fact: CompetenceFacts) -> bool:
    """True if there is anything of a compétence to show."""
    evidence = (fact.machine, fact.grille, fact.oral, fact.makeup, fact.absence)
    return any(x is not None for x in evidence) or bool(fact.levels)


def _each(cells: Iterable[str]) -> str:
    """The cells of a compétence's épreuves as one; nothing where each says nothing."""
    shown = list(cells)
    return _NOTHING if set(shown) == {_NOTHING} else " ; ".join(shown)


def _points(part: EvidencePart | None) -> str:
    return _NOTHING if part is None else f"{number(part.points)} / {number(part.maximum)}"


def _levels(levels: tuple[int, ...]) -> str:
    counts = [(levels.count(n), n.label) for n in LEVELS if n in levels]
    # A count stays on the line of what it counts.
    return ", ".join(f"{count}{FIXED}×{FIXED}{label}" for count, label in counts) or _NOTHING


def _oral(fact: CompetenceFacts) -> str:
    if fact.oral is not None:
        return Level(fact.oral).label
    return "attendu" if fact.oral_due and fact.absence is None else _NOTHING


def _word(verdict: Verdict) -> TranscriptWord:
    word = f"{decided(verdict.code, verdict.status, verdict.compensated)}{' (décision du jury)' if verdict.changed else ''}"
    return TranscriptWord(verdict.status.sign, _LOOKS[verdict.status], word)


def transcript_pdf(content: Transcript, at: datetime.date) -> bytes:
    """The PDF; the same transcript and date make the same bytes. Raises KitError where typst refuses it."""
    return compile_pdf(TEMPLATES / "transcript.typ", msgspec.to_builtins(content) | {"date": day(at)}, at)
