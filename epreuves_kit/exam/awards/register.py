"""The register of parchemins: those delivered, copied out again, cancelled; and who is to have one by the last procès-verbal.

Delivering adds to the jury's record and takes nothing away: a number serves once, and one that is cancelled stays in the register with its reason.
"""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from epreuves.wording.errors import KitError
from epreuves.wording.french import listed
from epreuves.wording.remedies import parameter, remedy
from epreuves_kit.exam.awards import signing
from epreuves_kit.exam.enrol import EnrolledCandidate
from epreuves_kit.exports.tables import ExportColumn, ExportTable, Value
from epreuves_kit.jury import minutes_text
from epreuves_kit.jury.decision import CERTIFICATION, Decision
from epreuves_kit.jury.evidence import Status
from epreuves_kit.jury.record import (
    AwardAct,
    AwardCancelAct,
    AwardCopyAct,
    AwardStatement,
    JuryRecord,
    MinutesAct,
    checked_text,
    required_text,
)
from epreuves_kit.referentiel.model import Certification
from epreuves_kit.rules.jury_rules import JuryRules
from epreuves_kit.variants.identity import ByCandidate

#: Digits of a parchemin's rank within its procès-verbal.
_DIGITS = 3


class Award(msgspec.Struct, frozen=True):
    """A parchemin of the register. copies: the days on which it was written again; cancelled: the day on which it was, None if it is worth something."""

    number: str
    candidate: str
    code: str
    statement: AwardStatement
    signature: str
    copies: tuple[datetime.date, ...] = ()
    cancelled: datetime.date | None = None
    reason: str = ""

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines of its code, the signature last."""
        return (*signing.lines(self.number, self.statement), f"{signing.SIGNED}{self.signature}")

    @property
    def subject(self) -> str:
        """« Certification », or the bloc."""
        return self.statement.bloc or "Certification"


class Due(msgspec.Struct, frozen=True):
    """A parchemin that is to be delivered: whose, and of what (« certification », or a bloc's code)."""

    candidate: str
    name: str
    code: str


def register(record: JuryRecord) -> dict[str, Award]:
    """The parchemins of a record, by number, in the order in which they were delivered."""
    awards: dict[str, Award] = {}
    for entry in record.entries(AwardAct, AwardCopyAct, AwardCancelAct):
        match entry.act:
            case AwardAct(number, candidate, code, statement, signature):
                awards[number] = Award(number, candidate, code, statement, signature)
            case AwardCopyAct(number, day=day):
                before = awards[number]
                awards[number] = msgspec.structs.replace(before, copies=(*before.copies, day))
            case AwardCancelAct(number, day=day, reason=reason):
                awards[number] = msgspec.structs.replace(awards[number], cancelled=day, reason=reason)
    return awards


def last_minutes(record: JuryRecord, decisions: Sequence[Decision], marks: ByCandidate[str]) -> MinutesAct:
    """The procès-verbal that parchemins are delivered by. Raises KitError where there is none, or where decisions changed since.

    marks: what tells apart those who bear the same name.
    """
    last = next(reversed(record.minutes()), None)
    if last is None:
        raise KitError(
            f"Aucun procès-verbal numéroté n'est écrit : un parchemin se délivre d'après lui ({remedy('jury pv')})."
        )
    now = minutes_text.decided_of(decisions)
    if changed := [
        who
        for who, own in now.items()
        if any(last.decided.get(who, {}).get(code) != pair for code, pair in own.items())
    ]:
        names = {decision.candidate: f"{decision.name}{marks.get(decision.candidate, '')}" for decision in decisions}
        raise KitError(
            f"Depuis le procès-verbal n° {last.number}, les décisions ont changé pour {listed([names[who] for who in changed][:6])} : écrivez d'abord un "
            f"rectificatif ({remedy('jury pv', '--rectificatif')})."
        )
    return last


def due(
    minutes: MinutesAct,
    decisions: Sequence[Decision],
    awards: dict[str, Award],
    blocs_too: bool = False,
) -> list[Due]:
    """The parchemins that are to be delivered by a procès-verbal, and are not yet: of the certification, of each bloc that was validated without it.

    blocs_too: blocs also for those who have the whole. A bloc that an earlier jury gave has its attestation from it.
    """
    held = {(award.candidate, award.code) for award in awards.values() if award.cancelled is None}
    rows = []
    for decision in decisions:
        decided = minutes.decided.get(decision.candidate, {})
        gained = [code for code, (status, _) in decided.items() if status == Status.VALIDATED.value]
        whole = CERTIFICATION in gained
        blocs = [
            verdict.code
            for verdict in decision.blocs
            if verdict.code in gained and not verdict.earlier and (blocs_too or not whole)
        ]
        for code in (*([CERTIFICATION] if whole else []), *blocs):
            if (decision.candidate, code) not in held:
                rows.append(Due(decision.candidate, decision.name, code))
    return rows


def unfounded(minutes: MinutesAct, awards: dict[str, Award]) -> list[Award]:
    """The parchemins that are worth something though the last procès-verbal no longer grants what they say."""
    return [
        award
        for award in awards.values()
        if award.cancelled is None
        and award.candidate in minutes.decided
        and minutes.decided[award.candidate].get(award.code, ("",))[0] != Status.VALIDATED.value
    ]


def checked_certification(certification: Certification) -> Certification:
    """The certification, with all that a parchemin must say of it; raises KitError where something of it is not written."""
    lacking = [
        name
        for name, text in (
            ("le numéro au RNCP", certification.register_code),
            ("le code NSF", certification.specialty),
            ("la décision d'enregistrement", certification.decision),
        )
        if not text.strip()
    ]
    if lacking:
        raise KitError(
            f"Un parchemin doit dire {listed(lacking)} : écrivez l'enregistrement de la certification ({remedy('certification')})."
        )
    return certification


def statements(
    rules: JuryRules,
    minutes: MinutesAct,
    rows: Sequence[Due],
    people: ByCandidate[EnrolledCandidate],
    births: ByCandidate[str],
    at: datetime.date,
    place: str,
    signatory: str,
) -> list[AwardStatement]:
    """The statements of parchemins, one each. at: the day of delivery. Raises KitError where something that must be said is not known."""
    certification = checked_certification(rules.referentiel.certification)
    place, signatory = checked_text(place, "le lieu"), checked_text(signatory, "qui signe")
    if not place:
        raise KitError(f"Un parchemin dit où il est délivré : donnez le lieu ({parameter('parchemins', '--lieu')}).")
    if not signatory:
        raise KitError(
            f"Un parchemin est signé : donnez le nom et la fonction de qui signe ({parameter('parchemins', '--signataire')})."
        )
    if at < minutes.day:
        raise KitError("Un parchemin ne peut pas être délivré avant la délibération du jury.")
    titles = {bloc.code: f"{bloc.code} — {bloc.title}" for bloc in rules.blocs}
    made = []
    for row in rows:
        person = people.get(row.candidate)
        holder = " ".join(filter(None, (person.first_name, person.surname.upper()))) if person is not None else ""
        made.append(
            AwardStatement(
                holder or row.name,
                births.get(row.candidate, ""),
                certification.title,
                titles.get(row.code, ""),
                certification.level,
                certification.specialty,
                certification.register_code,
                certification.decision,
                certification.certifier,
                minutes.day,
                minutes.number,
                at,
                place,
                signatory,
            )
        )
    return made


def prepare(root: Path, rows: Sequence[Due], says: Sequence[AwardStatement], awards: dict[str, Award]) -> list[Award]:
    """Parchemins numbered and signed, none of which is delivered yet. rows: one at least; awards: those that are. Raises KitError."""
    own = signing.kept_key(root) if awards else signing.made_key(root)
    first = says[0].minutes
    numbers = (number for rank in itertools.count(1) if (number := f"{first}-{rank:0{_DIGITS}d}") not in awards)
    made = []
    for row, statement, number in zip(rows, says, numbers, strict=False):
        signature = signing.sign(own, signing.lines(number, statement))
        made.append(Award(number, row.candidate, row.code, statement, signature))
    return made


def deliver(record: JuryRecord, author: str, made: Sequence[Award]) -> None:
    """Record that parchemins are delivered: all of them, or none. Raises KitError."""
    record.add(author, *(AwardAct(a.number, a.candidate, a.code, a.statement, a.signature) for a in made))


def last_delivered(awards: dict[str, Award]) -> list[Award]:
    """The parchemins that were delivered together last, those cancelled since left out."""
    every = list(awards.values())
    return [
        award
        for award in every
        if award.cancelled is None
        and (award.statement.minutes, award.statement.day) == (every[-1].statement.minutes, every[-1].statement.day)
    ]


def valid(awards: dict[str, Award], number: str) -> Award:
    """The parchemin of a number, one that is worth something. Raises KitError."""
    award = awards.get(number.strip())
    if award is None:
        raise KitError(
            f"Aucun parchemin n'a le n° {number} : le registre dit ceux qui sont délivrés ({remedy('parchemins registre')})."
        )
    if award.cancelled is not None:
        raise KitError(f"Le parchemin n° {number} est annulé : il ne s'écrit plus.")
    return award


def copy_out(record: JuryRecord, author: str, award: Award, at: datetime.date) -> None:
    """Record that a parchemin is written again."""
    record.add(author, AwardCopyAct(award.number, award.candidate, at))


def cancel(record: JuryRecord, author: str, award: Award, at: datetime.date, reason: str) -> None:
    """Record that a parchemin is worth nothing any more. Raises KitError."""
    reason = required_text(reason, "le motif de l'annulation")
    record.add(author, AwardCancelAct(award.number, award.candidate, at, reason))


def table(awards: Iterable[Award]) -> ExportTable:
    """The register, a line a parchemin, as a spreadsheet takes it."""
    rows: list[tuple[Value, ...]] = []
    for award in awards:
        statement = award.statement
        rows.append(
            (
                award.number,
                statement.holder,
                statement.birth,
                award.subject,
                statement.day,
                statement.place,
                statement.minutes,
                statement.jury_day,
                award.copies[0] if len(award.copies) == 1 else ", ".join(map(str, award.copies)),
                award.cancelled,
                award.reason,
                award.signature,
            )
        )
    columns = (
        ExportColumn("Numéro"),
        ExportColumn("Titulaire"),
        ExportColumn("Naissance"),
        ExportColumn("De quoi"),
        ExportColumn("Délivré le", "date"),
        ExportColumn("À"),
        ExportColumn("Procès-verbal"),
        ExportColumn("Jury du", "date"),
        ExportColumn("Duplicatas", "date"),
        ExportColumn("Annulé le", "date"),
        ExportColumn("Motif"),
        ExportColumn("Signature"),
    )
    return ExportTable("registre", "Registre des parchemins", "", columns, tuple(rows))
