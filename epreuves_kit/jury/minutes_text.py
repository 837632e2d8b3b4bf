"""The words of the procès-verbal: what a template is given, each a string or a list of them, of which nothing is ever markup.

A jury signs this: it names épreuves as candidates know them, and neither commands nor files.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

import msgspec

from epreuves.referentiel.spelling import EpreuveId
from epreuves.variants.attribution import candidate_id
from epreuves.wording.french import counted, day, listed, number, of, plural, short_day
from epreuves_kit.course.letterhead import Letterhead
from epreuves_kit.jury import deliberation
from epreuves_kit.jury.decision import CERTIFICATION, Decision
from epreuves_kit.jury.deliberation import JurySitting
from epreuves_kit.jury.evidence import Status
from epreuves_kit.jury.record import AbsenceAct, AppealAnswerAct, JuryEntry, MakeUpAct, MinutesAct
from epreuves_kit.jury.sentences import decided, lacking, of_rules
from epreuves_kit.jury.sources import UNDECLARED, elsewhere, held, lacking_here, waits_here
from epreuves_kit.jury.verdict import Verdict
from epreuves_kit.referentiel.model import numbered
from epreuves_kit.rules.jury_rules import Bloc, JuryRules
from epreuves_kit.rules.sentences import percent
from epreuves_kit.variants.identity import ByCandidate

#: An épreuve's identifier, which nobody outside the course's folder knows.
_EPREUVE = re.compile(r"\be(\d\d)[a-z]?_\w+")
_WHOLE = re.compile(r"Épreuve (\d+)")
#: More épreuves than this, and their table lies on its side.
_UPRIGHT = 6
_DOTS = "." * 40
#: Compétences of one decision, where it agrees with them.
_TOGETHER = {Status.VALIDATED: "validées", Status.NOT_VALIDATED: "non validées"}
#: Consecutive épreuves from which they are told by the first and the last.
_RANGE = 3
#: After a compétence that reaches its threshold and lacks something else.
OTHERWISE = "\N{WORD JOINER}*"
_ORDER = (Status.VALIDATED, Status.NOT_VALIDATED, Status.MAKE_UP, Status.ABSENT, Status.TO_COMPLETE)


class Minutes(msgspec.Struct, frozen=True):
    """A session of the jury: when, where, by which rules, who was decided of, and the absences and make-ups that were written.

    births: by candidate, « née le 3 mars 2001 à Lyon ». appeal: how candidates appeal, as the school says it. earlier: of one that
    corrects, those written before it, the first first; answers: to appeals since the last. letterhead, logo: the school's, and its picture.
    """

    session: str
    day: datetime.date
    place: str
    rules: JuryRules
    decisions: tuple[Decision, ...]
    acts: tuple[JuryEntry, ...]
    sitting: JurySitting = JurySitting()
    births: ByCandidate[str] = msgspec.field(default_factory=ByCandidate)
    appeal: str = ""
    earlier: tuple[MinutesAct, ...] = ()
    answers: tuple[JuryEntry, ...] = ()
    letterhead: Letterhead = Letterhead()
    logo: bytes = b""

    @property
    def partial(self) -> tuple[str, ...]:
        """The lacks that make it the procès-verbal of a part of a session only, in sentences: nobody who sat, candidates to be completed."""
        nobody = () if self.sitting.present(self.rules.composition) else ("aucun juré présent n'est nommé",)
        many = counted(self.waiting, "candidat")
        return (
            *nobody,
            *((f"{many} {'reste' if self.waiting == 1 else 'restent'} à compléter",) if self.waiting else ()),
        )

    @property
    def waiting(self) -> int:
        """The number of candidates who have a bloc, or the certification, that waits for something of this session."""
        return sum(map(waits_here, self.decisions))

    @property
    def elsewhere(self) -> bool:
        """True if épreuves of the certification are left to another session."""
        return any(elsewhere(verdict) for decision in self.decisions for verdict in decision.competences)


def told(minutes: Minutes) -> dict[str, Any]:
    """All that the template shows, in words."""
    rules, official = minutes.rules, minutes.rules.referentiel
    certification = official.certification
    names = {decision.candidate: decision.name for decision in minutes.decisions}
    blocs = [bloc for bloc in rules.blocs if any(decision.find(bloc.code) for decision in minutes.decisions)]
    sat = held(official, minutes.decisions)
    candidates = [_candidate(decision, minutes) for decision in minutes.decisions]
    kind = "Procès-verbal rectificatif" if minutes.earlier else "Procès-verbal"
    head = minutes.letterhead
    return {
        "ecole": head.name,
        "adresse": [*head.lines, head.contact],
        "logo": head.logo if minutes.logo else "",
        "titre": f"{kind} de délibération du jury",
        "numero": minutes.sitting.number,
        "sans_numero": f"{_DOTS} (projet : sans numéro, il ne fait pas foi)",
        "session": minutes.session,
        "sujet": f"Décisions du jury, {certification.title}",
        "certification": certification.registered,
        "certificateur": certification.certifier,
        "date": day(minutes.day),
        "seance": ", ".join(filter(None, (day(minutes.day), minutes.place, _hours(minutes.sitting)))),
        "rectifie": _corrected(minutes),
        "reunion": _sat(minutes),
        "composition": _composition(minutes),
        "signatures": [[j.name, j.capacity, ""] for j in minutes.sitting.present(rules.composition)] or [["", "", ""] for _ in range(3)],
        "formule": f"Fait {_where(minutes.place)}le {day(minutes.day)}.",
        "regles": of_rules(rules, signed=True),
        "colonnes": ["Candidat·e", *(bloc.code for bloc in blocs), "Certification"],
        "decisions": [
            [decision.name, _birth(decision, minutes), *(word(decision.find(bloc.code)) for bloc in blocs), word(decision.certification)]
            for decision in minutes.decisions
        ],
        "legende": " ; ".join(f"{bloc.code} : {bloc.title}" for bloc in blocs) + ". « — » : non demandé. « jury » : décision changée par le jury." + _earlier(minutes),
        "bilan": _sum(minutes),
        "tenues": _held_sentence(minutes, sat),
        "totaux": _totals(minutes, blocs, sat),
        "debout": len(sat) <= _UPRIGHT,
        "epreuves": [[numbered(id), official.epreuve(id).title] for id in sat],
        "par_epreuve": [[decision.name, *(_result(decision.find(id)) for id in sat)] for decision in minutes.decisions],
        "corrections": corrections(minutes),
        "recours": [row for entry in minutes.answers for row in _answer(entry, names)],
        "changements": [row for decision in minutes.decisions for row in _changes(decision)],
        "absences": _absences(minutes, names),
        "voies": _ways(minutes),
        "candidats": candidates,
        "detail": "Le calcul de chaque résultat est dans le relevé de compétences de chacun. L'astérisque : le résultat atteint le seuil, mais une autre condition manque (critères seuls, partie individuelle ou niveau minimal) ; le relevé dit laquelle.",
        "remarques": [sentence for candidate in candidates for sentence in candidate["remarques"]],
    }  # fmt: skip


def standing(acts: Sequence[MinutesAct], decision: Decision) -> str:
    """The sentence on how final a candidate's document is. acts: the procès-verbaux that have a number, the first first."""
    last = next((act for act in reversed(acts) if decision.candidate in act.decided), None)
    if last is None:
        return "Elles peuvent changer jusqu'à sa délibération, dont seul le procès-verbal fait foi."
    named = f"le procès-verbal n° {last.number} du {day(last.day)}"
    now, before = decided_of([decision])[decision.candidate], last.decided[decision.candidate]
    if any(tuple(before.get(code, ())) != verdict for code, verdict in now.items()):
        return f"Certaines ont changé depuis {named} : tant qu'un procès-verbal rectificatif n'est pas écrit, lui seul fait foi."
    return f"Le jury en a délibéré : {named} fait foi."


def decided_of(decisions: Iterable[Decision]) -> dict[str, dict[str, tuple[str, str]]]:
    """The decisions on each candidate, as the record of a procès-verbal keeps them: by code, the status and the share."""
    return {
        decision.candidate: {
            verdict.code: (verdict.status.value, "" if verdict.share is None else str(verdict.share))
            for verdict in _every(decision)
        }
        for decision in decisions
    }


def corrections(minutes: Minutes) -> list[list[str]]:
    """The changes of one that corrects from the last before it: candidate, what it is about, before, now; of those whom the last named
    too. Empty where there is none before."""
    if not minutes.earlier:
        return []
    before, now = minutes.earlier[-1].decided, decided_of(minutes.decisions)
    rows = []
    for decision in minutes.decisions:
        earlier = before.get(decision.candidate)
        if earlier is None:
            rows.append([decision.name, "tout", "absent du précédent", word(decision.certification)])
            continue
        for code, verdict in now[decision.candidate].items():
            was = earlier.get(code, ("—", ""))
            if tuple(was) != verdict:
                rows.append([decision.name, of_code(code), *(_said(code, *value) for value in (was, verdict))])
    return rows


def _said(code: str, status: str, share: str) -> str:
    word = status if status == "—" else decided(code, Status(status))
    return f"{word} ({percent(Fraction(share))})" if share else word


def _every(decision: Decision) -> tuple[Verdict, ...]:
    return (
        *decision.competences,
        *decision.epreuves,
        *decision.blocs,
        *([decision.certification] if decision.certification else []),
    )


def _hours(sitting: JurySitting) -> str:
    if sitting.start and sitting.end:
        return f"de {sitting.start} à {sitting.end}"
    return f"à {sitting.start}" if sitting.start else ""


def _where(place: str) -> str:
    """« à Lyon, », « au 12 rue des Halles, Lyon, »; empty for nowhere."""
    return f"{'au' if place[:1].isdecimal() else 'à'} {place}, " if place else ""


def _corrected(minutes: Minutes) -> str:
    if not minutes.earlier:
        return ""
    first, *others = minutes.earlier
    sentence = f"Il rectifie le procès-verbal n° {first.number} du {day(first.day)}"
    if others:
        again = listed(f"n° {act.number} du {day(act.day)}" for act in others)
        sentence += f", déjà rectifié par le procès-verbal {again}"
    return f"{sentence}, qui reste valable pour tout ce qui n'est pas rectifié ici."


def _sat(minutes: Minutes) -> list[str]:
    """Sentences on the sitting: its president, the number of those who sat, and whether they were enough."""
    sitting, composition = minutes.sitting, minutes.rules.composition
    if not composition:
        return []
    present = sitting.present(composition)
    sentences = []
    if present:
        sentences.append(
            f"Le jury s'est réuni {_where(minutes.place)}le {day(minutes.day)}"
            f"{', ' + _hours(sitting) if sitting.start else ''}, sous la présidence {of(present[0].name)}."
        )
    sentences.append(
        f"{counted(len(composition), 'membre')}, {counted(len(present), 'présent')}."
        + (f" Absence : {listed(sitting.absent)}." if sitting.absent else "")
    )
    if sitting.quorum is not None:
        reached = "il est atteint" if sitting.has_quorum(composition) else "il n'est pas atteint"
        sentences.append(f"Quorum : {counted(sitting.quorum, 'membre')} ; {reached}.")
    return sentences


def _composition(minutes: Minutes) -> list[list[str]]:
    present = minutes.sitting.present(minutes.rules.composition)
    return [
        [
            juror.name,
            juror.capacity,
            "absent·e" if juror not in present else "présent·e, préside" if juror == present[0] else "présent·e",
        ]
        for juror in minutes.rules.composition
    ]


def _birth(decision: Decision, minutes: Minutes) -> str:
    return minutes.births.get(decision.candidate, "")


def _sum(minutes: Minutes) -> str:
    """The number of those who were decided of, and of those who are certified."""
    whole = [decision.certification for decision in minutes.decisions if decision.certification is not None]
    parts = len(minutes.decisions) - len(whole)
    certified = sum(verdict.status is Status.VALIDATED for verdict in whole)
    many = f"{counted(len(minutes.decisions), 'candidat')}"
    if parts:
        many += f", dont {parts} pour certains blocs seulement"
    return f"{many} ; certification entière : {certified} sur {len(whole)}."


def _held_sentence(minutes: Minutes, sat: Sequence[EpreuveId]) -> str:
    """The épreuves of the session, where the certification has others; empty where it holds them all."""
    if not minutes.elsewhere:
        return ""
    names = listed(map(numbered, sat))
    own = (
        f"la seule épreuve {names}"
        if len(sat) == 1
        else f"les épreuves {names}"
        if sat
        else "aucune épreuve encore jugée"
    )
    return (
        f"Cette session tient {own}. Les autres compétences s'évaluent à une autre session : un bloc qui en a, et la certification, restent "
        "à compléter jusque-là."
    )


def _totals(minutes: Minutes, blocs: list[Bloc], sat: Sequence[EpreuveId]) -> list[list[str]]:
    """The count of each decision, of each bloc and of the certification; of each épreuve too, where the session holds some of them only."""
    rows = []
    for code, name in (
        *((id, f"Épreuve {numbered(id)}") for id in (sat if minutes.elsewhere else ())),
        *((bloc.code, f"{bloc.code} — {bloc.title}") for bloc in blocs),
        (CERTIFICATION, "Certification"),
    ):
        statuses = [verdict.status for decision in minutes.decisions if (verdict := decision.find(code)) is not None]
        rows.append([name, *(str(statuses.count(status)) for status in _ORDER), str(len(statuses))])
    return rows


def _earlier(minutes: Minutes) -> str:
    granted = any(verdict.earlier for decision in minutes.decisions for verdict in decision.blocs)
    return " « auparavant » : bloc accordé par un jury antérieur." if granted else ""


def _ways(minutes: Minutes) -> list[str]:
    """The ways to appeal, and the last day to."""
    sitting = minutes.sitting
    sentences = [minutes.appeal] if minutes.appeal else []
    if sitting.notified:
        sentences.append(f"Notification aux candidats : {day(sitting.notified)}.")
    if sitting.deadline is not None:
        sentences.append(
            f"Délai : {sitting.delay} à compter de la notification, soit jusqu'au {day(sitting.deadline)} inclus."
        )
    elif sitting.delay is not None:
        sentences.append(f"Délai : {sitting.delay} à compter de la notification.")
    until = deliberation.appeals_until(sitting, minutes.earlier)
    if until is not None and until != sitting.deadline:
        sentences.append(f"Le délai qui courait déjà demeure : un recours se reçoit jusqu'au {day(until)} inclus.")
    return sentences or [_DOTS * 2]


def _candidate(decision: Decision, minutes: Minutes) -> dict[str, Any]:
    """A candidate's part of the detail: name, a row a bloc, and what else is to be known of them.

    How each result is made up is in the candidate's own transcript.
    """
    birth = _birth(decision, minutes)
    identifier = f" ({decision.candidate})"
    unnamed = "" if decision.name == decision.candidate or decision.name.endswith(identifier) else identifier
    by = {verdict.code: verdict for verdict in decision.competences}
    least, rows, lacks = minutes.rules.thresholds.competence, [], list[str]()
    for bloc in minutes.rules.blocs:
        verdict = decision.find(bloc.code)
        if verdict is None:
            continue
        own = [by[code] for code in bloc.competences if code in by]
        if own and all(map(elsewhere, own)) and not verdict.changed:
            continue  # nothing of it is of this session
        whole = "" if verdict.share is None else f", {percent(verdict.share)}"
        rows.append(
            [bloc.code, f"{word(verdict)}{whole}", plain(verdict.why) if verdict.earlier else _competences(own, least)]
        )
        lacks += lacking(msgspec.structs.replace(verdict, lacking=lacking_here(verdict)) for verdict in own)
    way = ", par la validation des acquis de l'expérience" if decision.vae else ""
    return {
        "nom": f"{decision.name}, {birth}{way}" if birth else f"{decision.name}{unnamed}{way}",
        "blocs": rows,
        "remarques": [f"{decision.name} : {plain(sentence)}" for sentence in (*lacks, *decision.remarks)],
    }


def _competences(verdicts: Sequence[Verdict], least: Fraction) -> str:
    """Compétences with their results, those of one decision together: « validées : U5.1 60 %, U5.2 60 % ; rattrapage : U6.1 ».

    least: the share that is due; one that reaches it and is not held bears a sign.
    """
    by: dict[str, list[str]] = {}
    for verdict in verdicts:
        if elsewhere(verdict):
            continue
        named = _TOGETHER.get(verdict.status, verdict.status.value)
        note = " (jury)" if verdict.changed else " (compensée)" if verdict.compensated else ""
        if verdict.status is Status.NOT_VALIDATED and not note and (verdict.share or 0) >= least:
            note = OTHERWISE
        share = "" if verdict.share is None else f"\N{NO-BREAK SPACE}{percent(verdict.share)}"
        by.setdefault(named, []).append(f"{verdict.code}{share}{note}")
    # What is not held is read first.
    named_last = sorted(by.items(), key=lambda pair: pair[0] == _TOGETHER[Status.VALIDATED])
    parts = [f"{named} : {', '.join(codes)}" for named, codes in named_last]
    if left := sum(map(elsewhere, verdicts)):
        parts.append(f"{counted(left, 'compétence')} à une autre session")
    return " ; ".join(parts)


def plain(sentence: str) -> str:
    """A sentence without what only the school's machine knows."""
    sentence = sentence.replace(UNDECLARED, "la déclaration de son absence")
    sentence = _EPREUVE.sub(lambda match: f"épreuve {int(match[1])}", sentence)
    return sentence[:1].upper() + sentence[1:]


def of_code(code: str) -> str:
    """A code as a document names it: « Épreuve 17 », « Certification », « U5.1 »."""
    return _EPREUVE.sub(
        lambda match: f"Épreuve {int(match[1])}",
        code[:1].upper() + code[1:] if code == CERTIFICATION else code,
    )


def _result(verdict: Verdict | None) -> list[str]:
    if verdict is None:
        return ["—", ""]
    return ["—" if verdict.share is None else percent(verdict.share), word(verdict)]


def _changes(decision: Decision) -> list[list[str]]:
    return [
        [
            decision.name,
            of_code(v.code),
            decided(v.code, v.status),
            "la même" if v.status is v.proposed else decided(v.code, v.proposed),
            v.changed.reason,
            f"{v.changed.author}, {_when(v.changed.at)}",
        ]
        for v in _every(decision)
        if v.changed is not None
    ]


def _answer(entry: JuryEntry, names: Mapping[str, str]) -> Iterable[list[str]]:
    act = entry.act
    if isinstance(act, AppealAnswerAct) and act.candidate in names:
        yield [f"n° {act.number}", names[act.candidate], of_code(act.code), act.outcome, act.reason]


def _standing_acts(acts: Iterable[JuryEntry]) -> list[JuryEntry]:
    """The absences and make-ups that hold: the last word on each, and nothing where it takes back what was written."""
    last = dict[tuple[str, ...], JuryEntry]()
    for entry in acts:
        act = entry.act
        if isinstance(act, AbsenceAct):
            last["absence", candidate_id(act.candidate), act.epreuve, act.where] = entry
        elif isinstance(act, MakeUpAct):
            last["rattrapage", candidate_id(act.candidate), act.competence, act.epreuve] = entry
    return [entry for entry in last.values() if not _taken_back(entry)]


def _taken_back(entry: JuryEntry) -> bool:
    act = entry.act
    return (isinstance(act, AbsenceAct) and act.state == "présent") or (isinstance(act, MakeUpAct) and act.cancelled)


def _absences(minutes: Minutes, names: Mapping[str, str]) -> list[list[str]]:
    """The absences and make-ups, a line for all of which the same is written of a candidate; then the make-ups that are due."""
    alike: dict[tuple[str, str, str], list[str]] = {}
    for entry in _standing_acts(minutes.acts):
        if (row := _away(entry, names)) is not None:
            name, where, state, reason = row
            alike.setdefault((name, state, reason), []).append(where)
    rows = [[name, _objects(places), state, reason] for (name, state, reason), places in alike.items()]
    return rows + [row for decision in minutes.decisions for row in _to_come(decision)]


def _objects(places: Iterable[str]) -> str:
    """« Épreuves 1 à 17 », « Épreuves 2 et 5, Épreuve 6, oral »: épreuves by their numbers, then what else there is."""
    places = list(places)
    numbers = sorted({int(match[1]) for place in places if (match := _WHOLE.fullmatch(place))})
    runs: list[list[int]] = []
    for rank in numbers:
        if runs and rank == runs[-1][-1] + 1:
            runs[-1].append(rank)
        else:
            runs.append([rank])
    parts: list[str] = []
    for run in runs:
        parts += [f"{run[0]} à {run[-1]}"] if len(run) >= _RANGE else map(str, run)
    whole = [f"{plural(len(numbers), 'Épreuve')} {listed(parts)}"] if numbers else []
    return ", ".join([*whole, *(place for place in places if not _WHOLE.fullmatch(place))])


def _away(entry: JuryEntry, names: Mapping[str, str]) -> tuple[str, str, str, str] | None:
    """An absence or a make-up: of whom, at what, how it stands and who wrote it, and why; None for what is neither."""
    act = entry.act
    name = names.get(getattr(act, "candidate", ""))
    if name is None:
        return None
    if isinstance(act, AbsenceAct):
        state = f"absence {act.state}"
        where = of_code(act.epreuve)
        where = f"{where}, oral" if act.where == "oral" else where
    elif isinstance(act, MakeUpAct):
        if act.points is None or act.maximum is None:
            state = "absent·e au rattrapage"
        else:
            state = f"rattrapage {number(Fraction(act.points), 6)} / {number(Fraction(act.maximum), 6)}"
        where = f"{act.competence}, épreuve {numbered(act.epreuve)}" if act.epreuve else act.competence
    else:
        return None
    return name, where, f"{state} ({entry.author}, {_when(entry.at)})", act.reason or "—"


def _to_come(decision: Decision) -> list[list[str]]:
    """The make-ups that a candidate is due and has not had: those of the rules by compétence, those of the jury where it decided them."""
    due: dict[str, list[str]] = {}
    for verdict in _every(decision):
        if verdict.status is Status.MAKE_UP and (verdict.changed or verdict in decision.competences):
            due.setdefault(verdict.changed.reason if verdict.changed else "—", []).append(of_code(verdict.code))
    return [[decision.name, listed(codes), "rattrapage à tenir", reason] for reason, codes in due.items()]


def word(verdict: Verdict | None) -> str:
    """A decision as a document says it, « validée (jury) »; « — » where nothing is decided."""
    if verdict is None:
        return "—"
    note = " (jury)" if verdict.changed else " (auparavant)" if verdict.earlier else ""
    return f"{decided(verdict.code, verdict.status, verdict.compensated)}{note}"


def _when(at: datetime.datetime) -> str:
    return short_day(at.astimezone())
