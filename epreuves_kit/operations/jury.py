"""The jury's work once copies are judged: its sitting, its decisions, absences, make-ups, its procès-verbaux."""

from __future__ import annotations

import contextlib
import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from textwrap import shorten
from typing import TYPE_CHECKING, Annotated, Any

import msgspec

from epreuves.answers.keys import fold
from epreuves.referentiel.spelling import EpreuveId
from epreuves.wording.errors import KitError
from epreuves.wording.french import counted, day, listed, of
from epreuves.wording.remedies import parameter, remedy
from epreuves_kit.exam.asking import Outcome, OutcomeTable
from epreuves_kit.exam.extending import ask
from epreuves_kit.operations.declared import REPLACE, SURE, Doing, Parameter, Parameters, Variation, among, operation
from epreuves_kit.referentiel.model import called
from epreuves_kit.variants.identity import ByCandidate

if TYPE_CHECKING:
    from epreuves_kit.course.folders import Course
    from epreuves_kit.jury.decision import Decision
    from epreuves_kit.jury.deliberation import JurySitting
    from epreuves_kit.jury.record import DecisionAct, JuryRecord, MinutesAct
    from epreuves_kit.jury.verdict import Verdict
    from epreuves_kit.rules.jury_rules import Juror, JuryRules

#: Characters of a compétence's wording that a choice shows.
_LABEL = 90
#: What a confirmation brings back: that the jury sat for a part of the session only.
_PARTIAL = "partial"
_DECISIONS = (
    ("validé", "Validé"),
    ("non validé", "Non validé"),
    ("rattrapage", "Rattrapage"),
    ("règles", "Revenir aux règles"),
)
_WRITER = "Qui écrit."
#: Who keeps what a sitting tells, where nobody has said their name.
_SECRETARY = "Séance du jury"


@contextlib.contextmanager
def jury_record(course: Course) -> Iterator[tuple[JuryRecord, JuryRules]]:
    """The jury's record and rules. Raises KitError where the course has no référentiel."""
    from epreuves_kit.jury.record import JuryRecord
    from epreuves_kit.rules import jury_rules

    rules = jury_rules.of_jury(course.root)
    with JuryRecord(course.root) as record:
        yield record, rules


def births_told(root: Path) -> ByCandidate[str]:
    """Births as a paper says them, by candidate: what an extension knows of civil identities, then the school's list."""
    from epreuves_kit.jury import births

    sentences = ByCandidate((who, birth.said) for who, birth in births.read(root).items())
    sentences.update(born for dates in ask().births(root=root) for born in dates.items())
    return sentences


def competences(course: Course, epreuve: EpreuveId) -> Iterable[tuple[str, str]]:
    """The compétences of the session's épreuves, as a choice."""
    from epreuves_kit.referentiel.reading import referentiel

    official = referentiel(course.root)
    codes = dict.fromkeys(code for epreuve in official.held(course.held()) for code in epreuve.competences)
    for code in codes:
        label = shorten(official.competence(code).label, _LABEL, placeholder="…")
        yield code, f"Compétence {code} — {label}"


def sharing(course: Course, epreuve: EpreuveId) -> Iterable[tuple[str, str]]:
    """The session's épreuves that share a compétence with another, as a choice."""
    from epreuves_kit.referentiel.reading import referentiel

    official = referentiel(course.root)
    for shared in official.held(course.held()):
        if set(official.shared).intersection(shared.competences):
            yield shared.id, shared.heading


def subjects(course: Course, epreuve: EpreuveId) -> Iterable[tuple[str, str]]:
    """The subjects of a decision or of an appeal, as a choice."""
    from epreuves_kit.jury.decision import CERTIFICATION
    from epreuves_kit.rules import jury_rules

    rules = jury_rules.read(course.root)
    yield CERTIFICATION, "La certification"
    for bloc in rules.blocs:
        yield bloc.code, f"Bloc {bloc.code} — {bloc.title}"
    for entry in rules.referentiel.held(course.held()):
        yield entry.id, entry.heading
    yield from competences(course, epreuve)


def people(course: Course, epreuve: EpreuveId) -> Iterable[tuple[str, str]]:
    """Those who are enrolled, as a choice."""
    from epreuves_kit.exam import enrol
    from epreuves_kit.rules import jury_rules

    every = enrol.told_apart(enrol.candidates(course, jury_rules.read(course.root)))
    return [(id, candidate.name) for id, candidate in every.items()]


class JuryParameters(Parameters, frozen=True):
    """The candidates."""

    candidates: Annotated[
        tuple[str, ...],
        Parameter("Seulement ce candidat, en détail (option répétable).", flag="--candidat", metavar="ID"),
    ] = ()


@operation("jury", label="Montrer les décisions", title="Décisions du jury", lines="candidat")
def decisions(doing: Doing, asked: JuryParameters) -> Outcome:
    """Tenir la session du jury : ce que chacun a, ce qui manque, les décisions proposées.

    Code de sortie : 2 si les règles, le carnet ou le registre ne se lisent pas.
    """
    from epreuves_kit.jury.evidence import Status
    from epreuves_kit.jury.sources import decisions as decided

    with jury_record(doing.course) as (record, rules):
        results = decided(record, rules, asked.candidates)
    objects = tuple(msgspec.to_builtins(decision, enc_hook=_encoded) for decision in results)
    if not results:
        return Outcome(
            (
                f"Aucun candidat : inscrivez-les d'après la liste de l'école ({remedy('candidats import', 'LISTE.xlsx')}).",
            )
        )
    if asked.candidates:
        return Outcome(tuple(line for decision in results for line in _detail(rules, decision)), objects=objects)
    signs = " · ".join(f"{status.sign} {status.value}" for status in Status)
    sentences = (
        signs,
        "Certif : la certification entière. Manque ici : combien de choses manquent encore à cette session.",
        f"Le détail de chacun : {remedy('jury', '--candidat ID')}",
    )
    return Outcome(sentences, tables=(_decided(rules, results),), objects=objects)


def _encoded(value: Any) -> Any:
    if isinstance(value, Fraction):
        return f"{value.numerator}/{value.denominator}"
    raise NotImplementedError(type(value).__name__)


def _decided(rules: JuryRules, results: Sequence[Decision]) -> OutcomeTable:
    """The candidates, a line each: the épreuves of which somebody has something, every bloc, the certification, how much lacks."""
    from epreuves_kit.jury.sources import held, lacks_here

    shown = held(rules.referentiel, results)
    blocs = list(dict.fromkeys(verdict.code for decision in results for verdict in decision.blocs))
    lines = []
    for decision in results:
        by = {verdict.code: verdict for verdict in (*decision.epreuves, *decision.blocs)}
        cells = [_status(by.get(code)) for code in (*shown, *blocs)]
        lines.append((decision.name, *cells, _status(decision.certification), lacks_here(decision)))
    head = ("Candidat·e", *(id.partition("_")[0] for id in shown), *blocs, "Certif", "Manque ici")
    return OutcomeTable(head, tuple(lines), counted(len(results), "candidat"))


def _status(verdict: Verdict | None) -> str:
    return "" if verdict is None else f"{verdict.status.sign}{' (jury)' if verdict.changed else ''}"


def _detail(rules: JuryRules, decision: Decision) -> Iterator[str]:
    """The decisions on a candidate, with the sentence of each."""
    from epreuves_kit.jury.sentences import lacking
    from epreuves_kit.jury.sources import UNDECLARED, elsewhere, held, lacking_here

    yield f"{decision.name} ({decision.candidate})" if decision.name != decision.candidate else decision.name
    shown = held(rules.referentiel, [decision])
    for title, verdicts in (
        ("Compétences", [v for v in decision.competences if v.status.value != "à compléter" or v.share is not None]),
        ("Épreuves", [v for v in decision.epreuves if v.code in shown]),
        ("Blocs", decision.blocs),
        ("", [decision.certification] if decision.certification else []),
    ):
        if title and verdicts:
            yield title
        for verdict in verdicts:
            yield f"  {verdict.status.sign} {verdict.why}"
    own = [msgspec.structs.replace(verdict, lacking=lacking_here(verdict)) for verdict in decision.competences]
    yield from (f"… {sentence}" for sentence in lacking(own))
    if left := sum(map(elsewhere, decision.competences)):
        yield f"… {counted(left, 'compétence')} à une autre session."
    if any(verdict.lacks(UNDECLARED) for verdict in decision.competences):
        yield f"… Pour déclarer une absence : {remedy('jury absence')}."
    yield from (f"⚠ {remark}" for remark in decision.remarks)


def now(record: JuryRecord, rules: JuryRules, who: str) -> list[str]:
    """The sentences of the decisions on a candidate now."""
    from epreuves_kit.jury.evidence import Status
    from epreuves_kit.jury.sources import decisions as decided

    (decision,) = decided(record, rules, [who])
    # What is not decided yet is in the table, and has nothing to do with what was just written.
    verdicts = (*decision.blocs, *([decision.certification] if decision.certification else []))
    return [f"{verdict.status.sign} {verdict.why}" for verdict in verdicts if verdict.status is not Status.TO_COMPLETE]


_CANDIDATE = Parameter("Le candidat, par son identifiant.", metavar="CANDIDAT")


class DecideParameters(Parameters, frozen=True):
    """The candidate, the subject, the decision, and its ground."""

    candidate: Annotated[str, _CANDIDATE]
    about: Annotated[
        str,
        Parameter(
            "Une compétence (son code), une épreuve (e17), un bloc (B2), ou « certification ».",
            "Sur quoi",
            metavar="OBJET",
            kind="choice",
            options=subjects,
        ),
    ]
    decision: Annotated[
        str,
        Parameter(
            "« validé », « non validé », « rattrapage », ou « règles » pour revenir aux règles.",
            "Décision du jury",
            flag="--decision",
            kind="choice",
            options=among(*_DECISIONS),
        ),
    ]
    reason: Annotated[
        str,
        Parameter(
            "Pourquoi le jury en décide ainsi ; figure au procès-verbal.",
            "Motif, que le procès-verbal dira",
            flag="--motif",
            kind="long",
        ),
    ]


@operation(
    "jury decider",
    label="Décider",
    title="Décision du jury",
    accept="Écrire cette décision",
    sure=SURE,
    sealed=True,
    author=_WRITER,
    required=True,
)
def decide(doing: Doing, asked: DecideParameters) -> Outcome:
    """Écrire une décision que le jury prend lui-même, avec son motif : rien n'est effacé, la dernière compte.

    Si elle valide ce à quoi il manque encore quelque chose, ou refuse ce qui est validé, la commande demande d'abord. Code de sortie :
    0 si la décision est gardée, 2 si elle ne va pas, ou si personne n'a confirmé.
    """
    from epreuves_kit.gradebook.rows import known_people
    from epreuves_kit.jury import session
    from epreuves_kit.jury.minutes_text import of_code
    from epreuves_kit.jury.record import checked_author

    doing.progress("Écriture de la décision", 0, 0)
    author = checked_author(doing.author)
    with jury_record(doing.course) as (record, rules):
        people = known_people(doing.course.db_url)

        def confirm(act: DecisionAct) -> None:
            surprise, against = session.against_results(record, rules, act)
            if surprise:
                doing.confirm(f"{people.named(act.candidate)}, {of_code(act.code)} : {surprise}", against)

        act = session.decide(
            record, rules, author, asked.candidate, asked.about, asked.decision, asked.reason, confirm=confirm
        )
        name, what = people.named(act.candidate), of_code(act.code)
        word = f"« {act.status} »" if act.status else "celle des règles"
        return Outcome((f"La décision est gardée. {name}, {what} : {word}.", *now(record, rules, act.candidate)))


class AbsenceParameters(Parameters, frozen=True):
    """The candidate, the épreuve, and True if the absence is excused."""

    candidate: Annotated[str, _CANDIDATE]
    epreuve: Annotated[EpreuveId, Parameter("L'épreuve, par son identifiant ou son numéro (e17).", metavar="EPREUVE")]
    justified: Annotated[
        bool | None,
        Parameter(
            "L'absence est justifiée, ou ne l'est pas.",
            "L'absence est-elle justifiée ?",
            flag="--justifiee/--non-justifiee",
            kind="choice",
            options=among(("oui", "Justifiée"), ("non", "Non justifiée")),
            needed=True,
        ),
    ] = None
    oral: Annotated[bool, Parameter("À l'oral seulement.", "À l'oral seulement", flag="--oral")] = False
    present: Annotated[bool, Parameter("Revenir sur une absence écrite par erreur.", flag="--present")] = False
    reason: Annotated[
        str,
        Parameter("Le motif donné, ou la pièce reçue.", "Motif, ou pièce reçue (facultatif)", flag="--motif"),
    ] = ""


@operation(
    "jury absence",
    label="Écrire une absence",
    title="Absence",
    author=_WRITER,
    required=True,
    accept="Écrire l'absence quand même",
    sure=SURE,
    sealed=True,
    variations=(Variation("--present", "Retirer l'absence", "Absence retirée", (), {"present": "oui"}),),
)
def absence(doing: Doing, asked: AbsenceParameters) -> Outcome:
    """Écrire une absence à une épreuve ou à son oral, justifiée ou non ; d'un candidat qui y a rendu une copie, c'est demandé d'abord."""
    from epreuves_kit.gradebook.rows import known_people
    from epreuves_kit.jury import session
    from epreuves_kit.variants.identity import Candidates

    def confirm(who: str, sujets: Sequence[EpreuveId]) -> None:
        handed = Candidates(other for sujet in sujets for other in doing.course.to_mark(sujet))
        if who in handed and not asked.present and not asked.oral:
            doing.confirm(
                f"{known_people(doing.course.db_url).named(who)} a rendu une copie à {called(asked.epreuve)}. Écrire quand même son absence ? La copie ne comptera plus dans aucun résultat."
            )

    doing.progress("Écriture de l'absence", 0, 0)
    with jury_record(doing.course) as (record, rules):
        who = session.absent(
            record,
            rules,
            doing.author,
            asked.candidate,
            asked.epreuve,
            asked.justified,
            asked.oral,
            asked.present,
            asked.reason,
            confirm,
        )
        then = now(record, rules, who)
    whose, where = (
        of(known_people(doing.course.db_url).named(who)),
        f"à l'oral de {called(asked.epreuve)}" if asked.oral else f"à {called(asked.epreuve)}",
    )
    kind = "" if asked.justified is None else ", justifiée" if asked.justified else ", non justifiée"
    sentence = (
        f"L'absence {whose} {where} n'est plus écrite."
        if asked.present
        else f"L'absence {whose} {where} est écrite{kind}."
    )
    return Outcome((sentence, *then))


class MakeUpParameters(Parameters, frozen=True):
    """The candidate, the compétence, and the result of the make-up."""

    candidate: Annotated[str, _CANDIDATE]
    competence: Annotated[
        str,
        Parameter(
            "La compétence, par son code.", "Compétence", metavar="COMPETENCE", kind="choice", options=competences
        ),
    ]
    note: Annotated[
        str | None,
        Parameter(
            "La note sur son maximum (« 12,5/20 »).",
            "Note sur son maximum, comme 12,5/20",
            flag="--note",
            metavar="N/M",
        ),
    ] = None
    level: Annotated[int | None, Parameter("Ou le niveau, de 0 à 3.", flag="--niveau", minimum=0, maximum=3)] = None
    absent: Annotated[
        bool,
        Parameter("Le candidat n'est pas venu au rattrapage.", "N'est pas venu·e au rattrapage", flag="--absent"),
    ] = False
    undo: Annotated[bool, Parameter("Revenir sur un rattrapage écrit par erreur.", flag="--annuler")] = False
    part: Annotated[
        str,
        Parameter(
            "L'épreuve dont il remplace la part, si plusieurs évaluent la compétence (e17).",
            "Épreuve, si plusieurs évaluent la compétence",
            flag="--epreuve",
            metavar="EPREUVE",
            kind="choice",
            options=sharing,
        ),
    ] = ""
    reason: Annotated[
        str,
        Parameter(
            "La date, le sujet, ce qui est utile à savoir.",
            "Date, sujet, ce qui est utile à savoir (facultatif)",
            flag="--motif",
            kind="long",
        ),
    ] = ""


@operation(
    "jury rattrapage",
    label="Écrire un rattrapage",
    title="Rattrapage",
    accept="Écrire ce rattrapage",
    sure=SURE,
    author=_WRITER,
    required=True,
    variations=(
        Variation(
            "--annuler", "Retirer un rattrapage", "Rattrapage retiré", ("competence", "part", "reason"), {"undo": "oui"}
        ),
    ),
    sealed=True,
)
def make_up(doing: Doing, asked: MakeUpParameters) -> Outcome:
    """Écrire le résultat d'un rattrapage, ou le retirer ; jury.yaml dit s'il remplace la première note, ou si la meilleure compte."""
    from epreuves_kit.gradebook.rows import known_people
    from epreuves_kit.jury import session
    from epreuves_kit.jury.evidence import Status
    from epreuves_kit.jury.sources import decisions as decided

    doing.progress("Écriture du rattrapage", 0, 0)
    names = known_people(doing.course.db_url)
    with jury_record(doing.course) as (record, rules):

        def confirm() -> None:
            before = None if asked.undo else _verdict(decided(record, rules, [asked.candidate]), asked.competence)
            if before is not None and before.status is Status.VALIDATED:
                doing.confirm(f"{names.named(asked.candidate)} : {before.why} Écrire quand même un rattrapage ?")

        who = session.makeup(
            record,
            rules,
            doing.author,
            asked.candidate,
            asked.competence,
            asked.note or None,
            asked.level,
            asked.absent,
            asked.undo,
            asked.reason,
            asked.part,
            confirm,
        )
        after = _verdict(decided(record, rules, [who]), asked.competence)
        done = "n'est plus écrit" if asked.undo else "est gardé"
        sentence = f"Le rattrapage {of(names.named(who))} en {asked.competence.strip()} {done}."
        return Outcome((sentence, *([f"{after.status.sign} {after.why}"] if after is not None else [])))


def _verdict(results: Sequence[Decision], code: str) -> Verdict | None:
    """The verdict on a compétence of the one candidate decided of."""
    return next((v for decision in results for v in decision.competences if fold(v.code) == fold(code.strip())), None)


class SittingParameters(Parameters, frozen=True):
    """The jury's sitting: what is not told stays as it was, what is told empty goes."""

    number: Annotated[
        str | None, Parameter("Le numéro du procès-verbal.", "Numéro du procès-verbal", flag="--numero")
    ] = None
    date: Annotated[
        str | None,
        Parameter(
            "Le jour de la délibération.", "Date de la délibération", flag="--date", metavar="AAAA-MM-JJ", kind="date"
        ),
    ] = None
    place: Annotated[str | None, Parameter("Le lieu.", "Lieu", flag="--lieu")] = None
    begins: Annotated[str | None, Parameter("Le début.", "Début", flag="--debut", metavar="HH:MM", kind="time")] = None
    ends: Annotated[str | None, Parameter("La fin.", "Fin", flag="--fin", metavar="HH:MM", kind="time")] = None
    absent: Annotated[
        tuple[str, ...] | None,
        Parameter(
            "Un juré absent (option répétable).",
            "Jurés absents, séparés par des virgules",
            flag="--absent",
            metavar="NOM",
        ),
    ] = None
    quorum: Annotated[
        str | None, Parameter("Combien de jurés il faut.", "Jurés nécessaires", flag="--quorum", kind="number")
    ] = None
    notified: Annotated[
        str | None,
        Parameter(
            "Le jour où les candidats sont prévenus.",
            "Date à laquelle les candidats sont prévenus",
            flag="--notification",
            metavar="AAAA-MM-JJ",
            kind="date",
        ),
    ] = None
    delay: Annotated[
        str | None,
        Parameter(
            "Combien de temps ils peuvent contester (« 2 mois »).", "Délai pour contester (« 2 mois »)", flag="--delai"
        ),
    ] = None
    until: Annotated[
        datetime.date | None,
        Parameter(
            "Le dernier jour pour contester le procès-verbal déjà signé, là où plus rien ne le dit.",
            "Dernier jour pour contester le procès-verbal déjà signé",
            flag="--dernier-jour",
            metavar="AAAA-MM-JJ",
            note="Seulement si une nouvelle séance a remplacé la sienne, et que plus rien ne dit ce jour.",
        ),
    ] = None


#: The fields of `deliberation.yaml`, by parameter.
SITTING = {
    "number": "numero",
    "date": "date",
    "place": "lieu",
    "begins": "debut",
    "ends": "fin",
    "absent": "absents",
    "quorum": "quorum",
    "notified": "notification",
    "delay": "delai",
}


@operation("jury seance", label="Dire la séance du jury", title="Séance du jury", sealed=True)
def sitting(doing: Doing, asked: SittingParameters) -> Outcome:
    """Écrire la séance du jury dans deliberation.yaml ; ce qui n'est pas donné reste, ce qui est donné vide s'en va.

    Code de sortie : 2 si quelque chose ne se lit pas ; rien n'est alors écrit.
    """
    from epreuves_kit.jury import deliberation
    from epreuves_kit.jury.record import JuryRecord
    from epreuves_kit.rules import jury_rules

    doing.progress("Écriture de la séance du jury", 0, 0)
    fields = {
        field: ",".join(value) if isinstance(value, tuple) else value
        for name, field in SITTING.items()
        if (value := getattr(asked, name)) is not None
    }
    root, author = doing.course.root, doing.author or _SECRETARY
    composition = jury_rules.of_jury(root).composition
    with JuryRecord(root) as record:
        before = deliberation.read(root, composition)
        _refuse_signed(root, composition, record.minutes(), fields)
        if asked.until is not None:
            _keep_until(record, before, asked.until, author)
        # Before another sitting takes its place: nothing else holds it.
        kept = _keep_deadline(record, before, author)
        written = deliberation.write(root, composition, fields)
        kept += _keep_deadline(record, written, author)
        minutes = record.minutes()
    odd = (*_odd(doing.course, written, len(composition)), *_odd_after(before, written, minutes))
    return Outcome((deliberation.told(written, minutes), *kept), odd)


def _keep_deadline(record: JuryRecord, sitting: JurySitting, author: str) -> tuple[str, ...]:
    """Keep in the record the last day to appeal that a sitting tells of its procès-verbal, where the record tells none; says so in a sentence."""
    from epreuves_kit.jury.record import DeadlineAct

    own = next((act for act in record.minutes() if fold(act.number) == fold(sitting.number)), None)
    if own is None or own.deadline is not None or sitting.deadline is None:
        return ()
    record.add(author, DeadlineAct(own.number, sitting.deadline))
    return (_until(own, sitting.deadline),)


def _keep_until(record: JuryRecord, sitting: JurySitting, last: datetime.date, author: str) -> None:
    """Keep the last day to appeal the last procès-verbal, as somebody tells it. Raises KitError where there is none, or it is signed with its own."""
    from epreuves_kit.jury.record import DeadlineAct, MinutesAct

    signed = [entry.act for entry in record.entries(MinutesAct) if isinstance(entry.act, MinutesAct)]
    if not signed:
        raise KitError(
            "Aucun procès-verbal n'est signé : dites jusqu'à quand on pourra contester par la date à laquelle les candidats sont prévenus, et le délai."
        )
    act = signed[-1]
    own = act.deadline or (sitting.deadline if fold(sitting.number) == fold(act.number) else None)
    if own is not None:
        raise KitError(f"{_until(act, own)} C'est ce qui a été signé : rien n'est à redire.")
    if last <= act.day:
        raise KitError(
            f"Le dernier jour pour contester le procès-verbal n° {act.number} vient après sa délibération ({day(act.day)}) : vérifiez la date."
        )
    record.add(author, DeadlineAct(act.number, last))


def _until(act: MinutesAct, last: datetime.date) -> str:
    return f"Le procès-verbal n° {act.number} se conteste jusqu'au {day(last)}."


def _refuse_signed(
    root: Path, composition: Sequence[Juror], minutes: Sequence[MinutesAct], fields: Mapping[str, str]
) -> None:
    """Raise KitError where the sitting of a procès-verbal that has a number would change: it says what was signed. What it did not say may be said."""
    from epreuves_kit.jury import deliberation
    from epreuves_kit.jury.deliberation import TITLES

    numbers = {act.number for act in minutes}
    before = deliberation.read(root, composition).number
    number = fields.get("numero", before).strip()
    if number not in numbers:
        return
    if number != before:
        raise KitError(f"Le n° {number} est celui d'un procès-verbal déjà écrit : donnez un autre numéro à la séance.")
    held = deliberation.written(root)
    changed = [
        TITLES[field]
        for field, value in fields.items()
        if held.get(field, "").strip() and value.strip() != held[field].strip()
    ]
    if changed:
        raise KitError(
            f"Le procès-verbal n° {number} est écrit, et dit cette séance : elle ne change plus ({listed(changed)}). Pour un rectificatif, donnez le numéro et la date de la nouvelle séance."
        )


def _odd(course: Course, written: JurySitting, members: int) -> Iterator[str]:
    """The sentences on what is to be looked at in a sitting: a day before the end of épreuves, a quorum that the jury cannot have."""
    from epreuves_kit.grading.lateness import timetable_of

    if written.quorum is not None and members and written.quorum > members:
        yield f"Il faut {counted(written.quorum, 'juré')}, et le jury n'a que {counted(members, 'membre')} : le procès-verbal ne pourra pas être écrit."
    sittings = timetable_of(course).sittings.values()
    last = max(sittings, key=lambda sitting: sitting.ends, default=None)
    if written.day is not None and last is not None and written.day < last.ends.date():
        yield f"Le jury délibérerait le {day(written.day)}, avant la fin de {called(last.epreuve)} ({day(last.ends.date())}) : vérifiez la date."


def _odd_after(before: JurySitting, written: JurySitting, minutes: Sequence[MinutesAct]) -> Iterator[str]:
    """The sentences on what is to be looked at in a sitting that follows a procès-verbal: its day, what it keeps of the sitting before, no delay to appeal."""
    last = next(reversed(minutes), None)
    if last is None or written.number in {act.number for act in minutes}:
        return
    from epreuves_kit.jury import deliberation

    if written.number and before.number == last.number:
        both = (("date", before.day, written.day), ("debut", before.start, written.start), ("fin", before.end, written.end), ("notification", before.notified, written.notified))  # fmt: skip
        if same := [f"« {deliberation.TITLES[field]} »" for field, was, now in both if was and was == now]:
            yield f"La séance n° {written.number} garde de la précédente {listed(same)} : vérifiez."
    if written.day is not None and written.day < last.day:
        yield f"Cette séance, du {day(written.day)}, vient avant celle du procès-verbal n° {last.number} ({day(last.day)}) : vérifiez la date."
    if all(act.deadline is None for act in minutes):
        field = parameter("jury seance", "--dernier-jour")
        yield f"Rien ne dit plus jusqu'à quand le procès-verbal n° {last.number} se conteste : si celui qui est signé le dit, donnez {field}."
    if written.number and written.deadline is None and deliberation.appeals_until(written, minutes) is None:
        yield "Rien ne dit jusqu'à quand les candidats peuvent contester ce qui sera rectifié : donnez la date à laquelle ils sont prévenus, et le délai."


class MinutesParameters(Parameters, frozen=True):
    """The candidates, the day and the place, and the file's name."""

    file: Annotated[
        Path | None,
        Parameter("Où écrire le PDF ; proces-verbal.pdf, avec son numéro s'il en a un.", metavar="[FICHIER]"),
    ] = None
    date: Annotated[
        str,
        Parameter(
            "La date de la délibération ; celle de deliberation.yaml par défaut, ou aujourd'hui pour un projet.",
            "Date de la délibération",
            flag="--date",
            metavar="AAAA-MM-JJ",
            kind="date",
        ),
    ] = ""
    place: Annotated[
        str,
        Parameter(
            "Le lieu de la délibération ; celui de deliberation.yaml par défaut.", "Lieu (facultatif)", flag="--lieu"
        ),
    ] = ""
    candidates: Annotated[
        tuple[str, ...],
        Parameter("Seulement ce candidat (option répétable).", flag="--candidat", metavar="ID"),
    ] = ()
    corrects: Annotated[
        bool, Parameter("Rectifier le procès-verbal déjà écrit, qu'il nomme.", flag="--rectificatif")
    ] = False
    partial: Annotated[
        bool,
        Parameter(
            "Dire que le jury n'a siégé que pour une partie de la session : le numéro est donné bien qu'aucun juré ne soit nommé ou qu'un candidat soit à compléter.",
            flag="--partielle",
        ),
    ] = False
    author: Annotated[str, Parameter("Qui l'écrit ; qui préside, par défaut.", flag="--auteur", metavar="NOM")] = ""


@operation(
    "jury pv",
    label="Écrire le procès-verbal du jury",
    title="Procès-verbal",
    accept="Écrire ce procès-verbal",
    sure=(*SURE, *REPLACE),
    variations=(
        Variation(
            "--rectificatif",
            "Écrire un procès-verbal rectificatif",
            "Procès-verbal rectificatif",
            values={"corrects": "oui"},
        ),
    ),
)
def minutes(doing: Doing, asked: MinutesParameters) -> Outcome:
    """Écrire le procès-verbal de la session : un PDF accessible (PDF/UA-1), à signer.

    Sans numéro dans deliberation.yaml, c'est un projet. Avec un numéro, la commande demande d'abord : il s'écrit une fois, le registre du
    jury le garde, et seul un rectificatif peut le suivre. Sans juré présent, ou si un candidat est à compléter, il faut --partielle. Code de
    sortie : 2 si personne n'a confirmé, ou si rien ne peut être écrit.
    """
    from epreuves_kit.jury import minutes as writing

    doing.progress("Écriture du procès-verbal", 0, 0)
    root = doing.course.root
    births = births_told(root)
    partial = asked.partial or bool(doing.brought.get(_PARTIAL))
    with jury_record(doing.course) as (record, rules):
        contents = writing.gather(record, rules, asked.candidates, asked.date, asked.place, births, asked.corrects)
        number, many = contents.sitting.number, counted(len(contents.decisions), "candidat")
        path = asked.file or Path(writing.file_name(number))
        if number:
            _confirm(doing, contents.partial if not partial else (), asked.corrects, number, contents.day, many)
            if (doing.here / path).exists():
                raise KitError(
                    f"« {path} » existe, et un procès-verbal numéroté n'en remplace aucun : donnez un autre nom."
                )
            if not partial:
                writing.refuse_partial(contents)
        elif (doing.here / path).exists():
            doing.confirm(f"« {path} » existe déjà : c'est un projet, et l'écrire de nouveau le remplace.")
        writing.issue(
            record, rules, contents, doing.here / path, asked.author or doing.brought.get("author", ""), partial
        )
    look = []
    if not contents.appeal:
        look.append(
            "Rien ne dit aux candidats comment contester un résultat : la place en est laissée vide. Écrivez-le dans "
            f"les réglages de la session ({remedy('session reglages')})."
        )
    if waiting := contents.waiting:
        look.append(f"{counted(waiting, 'candidat')} à compléter : le procès-verbal le dit.")
    if not number:
        sentence = f"Projet de procès-verbal écrit : {many}. À relire ; le numéro, que l'on donne en disant la séance du jury, en fait celui que l'on signe."
        return Outcome((sentence,), tuple(look), (path.as_posix(),))
    what = "Procès-verbal rectificatif" if asked.corrects else "Procès-verbal"
    return Outcome(
        (f"{what} n° {number} écrit : {many}. Imprimez-le et faites-le signer.",), tuple(look), (path.as_posix(),)
    )


def _confirm(doing: Doing, lacking: Sequence[str], corrects: bool, number: str, at: datetime.date, many: str) -> None:
    """Ask for the confirmation that a procès-verbal with a number is written; with what lacks, that it is that of a part of the session."""
    kind = "rectificatif " if corrects else ""
    question = (
        f"Écrire le procès-verbal {kind}n° {number} du {day(at)}, {many} ? Il est gardé au registre du jury, "
        "et ne se remplace pas : seul un rectificatif peut le suivre. Sans numéro, ce serait un projet, que l'on relit."
    )
    if at > datetime.date.today():
        question += f" Le {day(at)} est encore à venir."
    if not lacking:
        doing.confirm(question)
        return
    partly = f"Ce serait le procès-verbal d'une séance partielle : {listed(lacking)}. Si le jury n'a siégé que pour une partie de la session, continuez ; sinon, complétez d'abord."
    doing.confirm(f"{question}\n{partly}", **{_PARTIAL: "oui"})
