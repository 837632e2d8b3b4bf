"""Parchemins and attestations de bloc: delivered by the last procès-verbal, written again, cancelled, told; and the registration that they must say."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import msgspec

from epreuves.wording.errors import Faults, KitError
from epreuves.wording.french import counted, day, listed, short_day
from epreuves.wording.remedies import remedy
from epreuves_kit.exam.asking import EXPORTS, Outcome, OutcomeTable, Unconfirmed, some
from epreuves_kit.operations.declared import SURE, Doing, Parameter, Parameters, operation
from epreuves_kit.operations.jury import births_told, jury_record
from epreuves_kit.variants.identity import ByCandidate, Candidates

if TYPE_CHECKING:
    from epreuves_kit.course.folders import Course
    from epreuves_kit.course.letterhead import Letterhead
    from epreuves_kit.exam.awards.register import Award, Due
    from epreuves_kit.exam.enrol import EnrolledCandidate
    from epreuves_kit.jury.record import AwardStatement, JuryRecord
    from epreuves_kit.rules.jury_rules import JuryRules

_WRITER = "Qui écrit."
_REGISTER = "registre-des-parchemins.csv"
#: Papers that a confirmation shows one by one.
_SHOWN = 40


class RegistrationParameters(Parameters, frozen=True):
    """The registration; what is left out stays as it is."""

    register_code: Annotated[
        str | None,
        Parameter(
            "Le numéro au répertoire national (RNCP00000).",
            "Numéro au RNCP",
            flag="--rncp",
            metavar="RNCP",
            optional=True,
        ),
    ] = None
    specialty: Annotated[
        str | None,
        Parameter("Le ou les codes de spécialité (312, 320t).", "Code NSF", flag="--nsf", metavar="NSF", optional=True),
    ] = None
    decided: Annotated[
        datetime.date | None,
        Parameter(
            "Le jour de la décision d'enregistrement de France compétences.",
            "Date de la décision d'enregistrement",
            flag="--decision",
            metavar="AAAA-MM-JJ",
            optional=True,
        ),
    ] = None
    certifier: Annotated[
        str | None,
        Parameter(
            "La raison sociale du certificateur.", "Certificateur", flag="--certificateur", metavar="NOM", optional=True
        ),
    ] = None


@operation("certification", label="Écrire l'enregistrement", title="Enregistrement de la certification")
def registration(doing: Doing, asked: RegistrationParameters) -> Outcome:
    """Montrer ou écrire l'enregistrement de la certification : certificateur, numéro au RNCP, code NSF, décision.

    Les papiers du jury et les parchemins le disent. Ce que l'on ne donne pas reste comme il est. Code de sortie : 0 si c'est écrit ou
    montré, 2 si un code ne se lit pas.
    """
    from epreuves_kit.course import certification_file as file
    from epreuves_kit.referentiel.reading import certification

    root = doing.course.root
    doing.progress("Lecture de la certification", 0, 0)
    certification(root)
    fields: dict[str, str] = {}
    faults: list[str] = []
    typed: tuple[tuple[str, Callable[[Any], str], Any], ...] = (
        ("rncp", file.register_code, asked.register_code),
        ("nsf", file.specialty, asked.specialty),
        ("decision", file.decision, asked.decided),
        ("certificateur", str.strip, (asked.certifier or "").strip()),
    )
    for name, read, value in typed:
        try:
            if value:
                fields[name] = read(value)
        except KitError as error:
            faults.append(error.sentence)
    if faults:
        raise Faults(*faults)
    if fields:
        file.change(root, fields)
    own = certification(root).certification
    mentions = (
        ("Certification", own.title),
        ("Certificateur", own.certifier),
        ("RNCP", own.register_code),
        ("NSF", own.specialty),
        ("Décision", own.decision),
    )
    lines = tuple(f"{title} : {text or '—'}" for title, text in mentions)
    return Outcome(("L'enregistrement est écrit.", *lines) if fields else lines)


_SIGNATORY = Parameter(
    "Qui signe, avec sa fonction ; celui de l'en-tête par défaut.",
    "Qui signe (nom, fonction)",
    flag="--signataire",
    metavar="TEXTE",
)


class AwardParameters(Parameters, frozen=True):
    """The candidates, the day and the place of delivery, who signs."""

    candidates: Annotated[
        tuple[str, ...], Parameter("Seulement ce candidat (option répétable).", flag="--candidat", metavar="ID")
    ] = ()
    day: Annotated[
        datetime.date | None,
        Parameter(
            "Le jour de la délivrance ; aujourd'hui par défaut.", "Délivrés le", flag="--date", metavar="AAAA-MM-JJ"
        ),
    ] = None
    place: Annotated[
        str,
        Parameter(
            "Le lieu ; celui de la délibération par défaut.", "Lieu de la délivrance", flag="--lieu", metavar="LIEU"
        ),
    ] = ""
    signatory: Annotated[str, _SIGNATORY] = ""
    blocs: Annotated[
        bool,
        Parameter(
            "Écrire aussi l'attestation de chaque bloc à qui a la certification entière.",
            "Aussi l'attestation de chaque bloc à qui a toute la certification",
            flag="--blocs",
        ),
    ] = False


@operation(
    "parchemins",
    label="Délivrer les parchemins",
    title="Parchemins",
    accept="Délivrer ces parchemins",
    sure=SURE,
    author=_WRITER,
)
def deliver(doing: Doing, asked: AwardParameters) -> Outcome:
    """Délivrer les parchemins, et les attestations de bloc à qui n'a pas toute la certification, d'après le dernier procès-verbal.

    Un PDF accessible, une page chacun, avec un numéro qui ne sert qu'une fois et un code que chacun peut vérifier sans réseau ; la page qui
    vérifie, et le registre. Ceux qui sont déjà délivrés ne le sont pas de nouveau. La commande demande d'abord. Code de sortie : 0 s'ils sont
    délivrés ou s'il n'y en a plus à délivrer, 2 si rien ne peut l'être, ou si personne n'a confirmé.
    """
    from epreuves_kit.course import letterhead as letterheads
    from epreuves_kit.exam.awards import paper, register
    from epreuves_kit.exam.enrol import candidates, chosen
    from epreuves_kit.jury import deliberation
    from epreuves_kit.jury.sources import decisions

    course, at = doing.course, asked.day or datetime.date.today()
    doing.progress("Lecture des décisions", 0, 0)
    births = births_told(course.root)
    letterhead = letterheads.read(course.root)
    with jury_record(course) as (record, rules):
        decided = decisions(record, rules)
        enrolled = candidates(course, rules)
        marks = homonyms(enrolled)
        minutes = register.last_minutes(record, decided, marks)
        awards = register.register(record)
        if asked.candidates:
            wanted = Candidates(candidate.id for candidate in chosen(enrolled, asked.candidates))
            decided = [decision for decision in decided if decision.candidate in wanted]
        rows, unnamed = _with_names(register.due(minutes, decided, awards, asked.blocs), enrolled)
        revoked = _to_cancel(register.unfounded(minutes, awards), marks)
        if not rows:
            return Outcome(*_again(doing, course, letterhead, awards, (*revoked, *unnamed)))
        sitting = deliberation.read(course.root, rules.composition)
        place = asked.place or sitting.place
        people = ByCandidate((candidate.id, candidate) for candidate in enrolled)
        statements = register.statements(
            rules, minutes, rows, people, births, at, place, asked.signatory or letterhead.signatory
        )
        until = deliberation.appeals_until(sitting, record.minutes())
        early = (
            [f"On peut contester jusqu'au {day(until)} : un parchemin qu'un recours dément est à annuler."]
            if until is not None and at <= until
            else []
        )
        if not doing.sure:
            raise Unconfirmed(
                f"Délivrer {_kinds(statements)} d'après le procès-verbal n° {minutes.number} ? Chaque papier a un numéro, qui ne sert "
                "qu'une fois : ensuite, on ne peut que l'annuler, avec son motif.",
                look=(*early, *unnamed, *_cancelled_before(rows, awards, marks), *_nameless(rows, statements, marks)),
                tables=(_to_deliver(rows, statements, marks),),
            )
        doing.progress("Composition", 0, 0)
        made = register.prepare(course.root, rows, statements, awards)
        written = {_file(made): paper.composed(course, letterhead, made, at)}
        register.deliver(record, doing.author or _signing(statements[0].signatory), made)
        files = _written(doing, course, record, rules, written, at)
    look = (*revoked, *unnamed, *_nameless(rows, statements, marks))
    return Outcome(
        (
            _delivered(made),
            "Donnez la page qui vérifie à qui la demande, ou déposez-la sur le site du certificateur.",
        ),
        look,
        files,
    )


def _with_names(rows: Sequence[Due], enrolled: Iterable[EnrolledCandidate]) -> tuple[list[Due], list[str]]:
    """The parchemins of those whose name is known, and the sentence on the others: no paper is delivered to an identifier."""
    named = Candidates(candidate.id for candidate in enrolled if candidate.surname)
    others = dict.fromkeys(row.candidate for row in rows if row.candidate not in named)
    kept = [row for row in rows if row.candidate in named]
    if not others:
        return kept, []
    return kept, [f"Rien n'est délivré, faute d'un nom, à {some(others)} : donnez-le ({remedy('candidats inscrire')})."]


def _to_deliver(rows: Sequence[Due], statements: Sequence[AwardStatement], marks: ByCandidate[str]) -> OutcomeTable:
    """The papers that would be delivered: a line each, or how many of each title where they are many."""
    title = "Ce qui sera délivré"
    titles = [f"Attestation : {s.bloc}" if s.bloc else f"Parchemin : {s.title}" for s in statements]
    if len(titles) > _SHOWN:
        counts = tuple((what, counted(many, "personne")) for what, many in Counter(titles).items())
        return OutcomeTable(("Quoi", "À combien"), counts, title)
    lines = (
        (f"{statement.holder}{marks.get(row.candidate, '')}", statement.birth or "—", what)
        for row, statement, what in zip(rows, statements, titles, strict=True)
    )
    return OutcomeTable(("À qui", "Naissance", "Quoi"), tuple(lines), title)


def _nameless(rows: Sequence[Due], statements: Sequence[AwardStatement], marks: ByCandidate[str]) -> list[str]:
    """The sentence on those whose day of birth is not known; none where all are."""
    names = dict.fromkeys(
        f"{statement.holder}{marks.get(row.candidate, '')}"
        for row, statement in zip(rows, statements, strict=True)
        if not statement.birth
    )
    if not names:
        return []
    return [f"Sans date de naissance, faute de la connaître : {some(names)}. Un homonyme ne s'en distinguerait pas."]


def _again(
    doing: Doing, course: Course, letterhead: Letterhead, awards: dict[str, Award], look: tuple[str, ...]
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """The sentences where nothing is to be delivered, and the last file once more where it was not written, or is gone."""
    from epreuves_kit.exam.awards import paper, register
    from epreuves_kit.exports import making

    nothing = "Aucun parchemin n'est à délivrer : tous ceux du procès-verbal le sont."
    last = register.last_delivered(awards) if awards else []
    if not last or (doing.folder(Path(EXPORTS)) / _file(last)).exists():
        return (nothing,), look, ()
    content = paper.composed(course, letterhead, last, last[0].statement.day)
    making.write({_file(last): content}, doing.folder(Path(EXPORTS)))
    return (nothing, "Le fichier des derniers délivrés manquait : le voici."), look, (f"{EXPORTS}/{_file(last)}",)


def _file(awards: Sequence[Award]) -> str:
    """The name of the file of parchemins that are delivered together."""
    return f"parchemins-{slug(awards[0].number)}.pdf"


def _signing(signatory: str) -> str:
    """The author of an act that nobody else is named for: who signs it, as far as a name goes."""
    return signatory.partition(",")[0][:60].strip()


def slug(number: str) -> str:
    """A number as part of a file's name."""
    return re.sub(r"[^\w-]+", "-", number).strip("-")


def homonyms(enrolled: Iterable[EnrolledCandidate]) -> ByCandidate[str]:
    """The marks that tell apart those who bear the same name, by candidate: « (né·e le 03/03/2001) », with a space before it; empty for the others."""
    from epreuves_kit.exam.enrol import told_apart

    people = {candidate.id: candidate for candidate in enrolled}
    marked = told_apart(people.values())
    return ByCandidate((id, marked[id].surname[len(person.surname) :]) for id, person in people.items())


def _kinds(statements: Iterable[AwardStatement]) -> str:
    """« 2 parchemins et 1 attestation de bloc »."""
    blocs = [bool(statement.bloc) for statement in statements]
    kinds = ((blocs.count(False), "", "parchemin"), (blocs.count(True), " de bloc", "attestation"))
    return listed(f"{counted(many, noun)}{more}" for many, more, noun in kinds if many)


def _delivered(made: Sequence[Award]) -> str:
    """The sentence on those that were delivered, with their numbers."""
    if len(made) > 1:
        kinds = _kinds(award.statement for award in made)
        return f"{kinds}, du n° {made[0].number} au n° {made[-1].number} : imprimez-les et faites-les signer."
    [award] = made
    what, it = ("Une attestation de bloc", "la") if award.statement.bloc else ("Un parchemin", "le")
    return f"{what}, n° {award.number} : imprimez-{it} et faites-{it} signer."


def _cancelled_before(rows: Sequence[Due], awards: dict[str, Award], marks: ByCandidate[str]) -> list[str]:
    """Of those that would be delivered again, that one of theirs was cancelled, and why."""
    due = {(row.candidate, row.code) for row in rows}
    return [
        f"Le n° {award.number} ({award.statement.holder}{marks.get(award.candidate, '')}, {award.subject}) a été annulé le "
        f"{short_day(award.cancelled)} : « {award.reason} ». Un autre serait délivré à sa place."
        for award in awards.values()
        if award.cancelled is not None and (award.candidate, award.code) in due
    ]


def _to_cancel(awards: Sequence[Award], marks: ByCandidate[str]) -> tuple[str, ...]:
    return tuple(
        f"Le dernier procès-verbal n'accorde plus ce que dit le n° {award.number} ({award.statement.holder}{marks.get(award.candidate, '')}) : annulez-le "
        f"({remedy('parchemins annuler', award.number)})."
        for award in awards
    )


def _written(
    doing: Doing, course: Course, record: JuryRecord, rules: JuryRules, files: dict[str, bytes], at: datetime.date
) -> tuple[str, ...]:
    """Write papers with the register and the page that verifies, as they are now; gives the paths. Raises KitError."""
    from epreuves_kit.exam.awards import paper, register, signing
    from epreuves_kit.exports import making, spreadsheets

    awards = register.register(record)
    own = signing.kept_key(course.root)
    certifier = rules.referentiel.certification.certifier
    whole = {
        **files,
        paper.PAGE: paper.page(own, awards.values(), certifier, at),
        _REGISTER: spreadsheets.csv_content(register.table(awards.values())),
    }
    making.write(whole, doing.folder(Path(EXPORTS)))
    return tuple(f"{EXPORTS}/{name}" for name in whole)


class NumberParameters(Parameters, frozen=True):
    """The parchemin's number."""

    number: Annotated[str, Parameter("Le numéro du parchemin.", metavar="NUMERO")]


@operation(
    "parchemins duplicata",
    label="Écrire un duplicata",
    title="Duplicata",
    author=_WRITER,
)
def duplicate(doing: Doing, asked: NumberParameters) -> Outcome:
    """Écrire de nouveau un parchemin, pour qui l'a perdu : même numéro, mêmes mentions, et « Duplicata » avec sa date.

    Code de sortie : 0 s'il est écrit, 2 si aucun parchemin valable n'a ce numéro.
    """
    from epreuves_kit.course import letterhead as letterheads
    from epreuves_kit.exam.awards import paper, register, signing

    course, at = doing.course, datetime.date.today()
    doing.progress("Composition", 0, 0)
    letterhead = letterheads.read(course.root)
    with jury_record(course) as (record, rules):
        award = register.valid(register.register(record), asked.number)
        signing.kept_key(course.root)  # before anything is recorded
        copied = msgspec.structs.replace(award, copies=(*award.copies, at))
        content = paper.composed(course, letterhead, [copied], at)
        register.copy_out(record, doing.author or _signing(award.statement.signatory), award, at)
        files = _written(doing, course, record, rules, {f"duplicata-{slug(award.number)}.pdf": content}, at)
    return Outcome((f"Duplicata du n° {award.number}, {award.statement.holder} : faites-le signer.",), files=files)


class CancelParameters(NumberParameters, frozen=True):
    """The parchemin's number, and why it is cancelled."""

    reason: Annotated[
        str,
        Parameter("Pourquoi il est annulé ; le registre le garde.", "Motif", flag="--motif", kind="long", needed=True),
    ] = ""


@operation(
    "parchemins annuler",
    label="Annuler un parchemin",
    title="Annulation d'un parchemin",
    accept="Annuler ce parchemin",
    sure=SURE,
    author=_WRITER,
)
def cancel(doing: Doing, asked: CancelParameters) -> Outcome:
    """Annuler un parchemin : il reste au registre avec son motif, et la page qui vérifie le dit.

    La commande demande d'abord : un parchemin annulé ne se rétablit pas, un autre se délivre. Code de sortie : 0 s'il est annulé, 2 si aucun
    parchemin valable n'a ce numéro, ou si personne n'a confirmé.
    """
    from epreuves_kit.exam.awards import register, signing
    from epreuves_kit.exam.enrol import candidates

    course, at = doing.course, datetime.date.today()
    doing.progress("Lecture du registre", 0, 0)
    with jury_record(course) as (record, rules):
        award = register.valid(register.register(record), asked.number)
        signing.kept_key(course.root)  # before anything is recorded
        holder = f"{award.statement.holder}{homonyms(candidates(course, rules)).get(award.candidate, '')}"
        doing.confirm(
            f"Annuler le n° {award.number}, {award.subject}, de {holder} ? Il ne se rétablit pas ; reprenez le papier."
        )
        register.cancel(record, doing.author or _signing(award.statement.signatory), award, at, asked.reason)
        files = _written(doing, course, record, rules, {}, at)
    return Outcome(
        (f"Le n° {award.number} est annulé. Remplacez la page qui vérifie partout où vous l'avez donnée.",), files=files
    )


class RegisterParameters(Parameters, frozen=True):
    """Nothing is asked."""


@operation("parchemins registre", label="Écrire le registre", title="Registre des parchemins", lines="parchemin")
def listing(doing: Doing, asked: RegisterParameters) -> Outcome:
    """Dire les parchemins délivrés : numéro, titulaire, de quoi, quand, duplicatas et annulations ; et l'écrire pour un tableur.

    Code de sortie : 0 si le registre est dit, 2 s'il ne se lit pas.
    """
    from epreuves_kit.exam.awards import register
    from epreuves_kit.exam.enrol import candidates

    course, at = doing.course, datetime.date.today()
    doing.progress("Lecture du registre", 0, 0)
    with jury_record(course) as (record, rules):
        awards = register.register(record)
        if not awards:
            return Outcome(("Aucun parchemin n'est délivré.",))
        files = _written(doing, course, record, rules, {}, at)
        marks = homonyms(candidates(course, rules))
    rows = tuple(cells(award, marks) for award in awards.values())
    table = OutcomeTable(("N°", "Titulaire", "De quoi", "Délivré le", "État"), rows, counted(len(rows), "parchemin"))
    objects = tuple(msgspec.to_builtins(award) for award in awards.values())
    return Outcome(tables=(table,), files=files, objects=objects)


def cells(award: Award, marks: ByCandidate[str]) -> tuple[str, ...]:
    """A parchemin of the register, as a line shows it: number, holder, subject, day, state. marks: as `homonyms` gives them."""
    statement = award.statement
    if award.cancelled is not None:
        state = f"annulé le {short_day(award.cancelled)} : {award.reason}"
    elif award.copies:
        state = f"valable ; duplicata du {listed(_days(award.copies))}"
    else:
        state = "valable"
    holder = f"{statement.holder}{marks.get(award.candidate, '')}"
    return (award.number, holder, award.subject, short_day(statement.day), state)


def _days(days: Iterable[datetime.date]) -> list[str]:
    return [short_day(at) for at in days]
