"""The persons to transmit, and the flow that does it: the jury's decisions beside what was sent and the school's list of holders."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from epreuves.answers.keys import fold
from epreuves.variants.attribution import CandidateId, candidate_id
from epreuves.wording.errors import Faults, KitError
from epreuves.wording.french import counted, listed, plural, short_day
from epreuves.wording.remedies import parameter, remedy
from epreuves_kit.course.folders import Course
from epreuves_kit.exam.enrol import candidates, told_apart
from epreuves_kit.exports.spreadsheets import csv_content
from epreuves_kit.exports.tables import ExportColumn, ExportTable
from epreuves_kit.extensions.cdc import depositor as depositors
from epreuves_kit.extensions.cdc import flow as flows
from epreuves_kit.extensions.cdc import holders, receipts, schema, transmissions
from epreuves_kit.extensions.cdc.flow import Transmitted
from epreuves_kit.extensions.cdc.holders import Holder, HolderLine
from epreuves_kit.extensions.cdc.transmissions import (
    PassageStanding,
    PassageState,
    SentFlow,
    SentPassage,
    Transmissions,
)
from epreuves_kit.gradebook.rows import identities
from epreuves_kit.jury import births
from epreuves_kit.jury.decision import Decision
from epreuves_kit.jury.evidence import Status
from epreuves_kit.jury.record import JuryRecord
from epreuves_kit.jury.sources import decisions, identifier
from epreuves_kit.rules.jury_rules import JuryRules
from epreuves_kit.variants import session as sessions
from epreuves_kit.variants.identity import ByCandidate, Candidates


class Certified(msgspec.Struct, frozen=True):
    """A candidate whom the jury certified, or who was sent as such. name: with what tells them apart from who bears the same. certified: whether they
    still are; holder: their line, None for none.
    """

    candidate: str
    name: str
    standing: PassageStanding
    certified: bool
    holder: HolderLine | None

    @property
    def key(self) -> CandidateId:
        """The candidate, as candidates are compared."""
        return candidate_id(self.candidate)

    @property
    def due(self) -> bool:
        """True if the next flow has them."""
        return self.certified and self.standing.state in (PassageState.NEW, PassageState.REFUSED)


class Transmission(msgspec.Struct, frozen=True):
    """A flow to be written: its bytes, what is kept of it, and what is to be said."""

    flow: SentFlow
    content: bytes
    holders: tuple[Holder, ...]
    left_out: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


def certified(record: JuryRecord, rules: JuryRules, kept: Transmissions) -> tuple[list[Certified], int]:
    """Everybody certified or ever sent, by identifier, and how many who ask for the whole certification are still to be decided of.

    Certified is who asks for the whole certification and has it, nothing lacking: a bloc alone, or what waits, is none.
    """
    root = record.places.root
    lines, stands = holders.read(root), transmissions.standing(kept)
    people = names(record.places, rules)
    entries, waiting = [], 0
    for decision in decisions(record, rules):
        who, has = decision.candidate, _has(decision)
        waiting += decision.certification is not None and decision.certification.status is Status.TO_COMPLETE
        if has or who in stands:
            entries.append(
                Certified(who, people.get(who, decision.name), stands.pop(who, PassageStanding()), has, lines.get(who))
            )
    for who, stand in stands.items():  # gone from the gradebook since
        entries.append(Certified(who, who, stand, False, lines.get(who)))
    return sorted(entries, key=lambda entry: entry.key), waiting


def names(course: Course, rules: JuryRules) -> ByCandidate[str]:
    """The names of those enrolled; of those who bear the same, with what tells them apart."""
    every = told_apart(candidates(course, rules))
    return ByCandidate((id, candidate.name) for id, candidate in every.items())


def still_due(record: JuryRecord, rules: JuryRules) -> str:
    """The sentence on the persons whom the next flow has; empty where it has none. Raises KitError."""
    everybody, _ = certified(record, rules, transmissions.read(record.places.root))
    due = sum(person.due for person in everybody)
    return f"{counted(due, 'personne')} à transmettre à la Caisse des Dépôts." if due else ""


def _has(decision: Decision) -> bool:
    return decision.certification is not None and decision.certification.status is Status.VALIDATED


def lay_model(record: JuryRecord, everybody: Iterable[Certified]) -> tuple[Path, int]:
    """Write `titulaires.csv`, or what it lacks, for those certified; gives its path and how many lines were added. Raises KitError."""
    path = record.places.root / holders.FILE
    civil = {id: (surname, first_name) for id, first_name, surname, _ in identities(record.places.db_url)}
    born = births.read(record.places.root)
    people = [
        (entry.candidate, *civil.get(entry.candidate, ("", "")), born.get(entry.candidate))
        for entry in everybody
        if entry.certified and entry.holder is None
    ]
    raw = path.read_bytes() if path.exists() else None
    transmissions.put(path, holders.model(raw, people))
    return path, len(people)


def prepare(
    record: JuryRecord,
    kept: Transmissions,
    everybody: Sequence[Certified],
    day: datetime.date,
    at: str,
    only: Sequence[str] = (),
    without: Sequence[str] = (),
) -> Transmission:
    """The next flow: those due, or those of them who are named, but for those left out. Raises KitError, and Faults with all that is wrong.

    day: of the jury's decision; at: as `flow.stamp` gives it.
    """
    root = record.places.root
    depositor, key = depositors.read(root), sessions.read(root).key
    left_out = [_one(everybody, written) for written in without]
    chosen = [_one(everybody, written) for written in only] or [entry for entry in everybody if entry.due]
    faults = [fault for entry in chosen if (fault := _refusal(entry))]
    if faults:
        raise Faults(*faults)
    out = {entry.candidate for entry in left_out}
    sent = [entry for id, entry in {entry.candidate: entry for entry in chosen}.items() if id not in out]
    if lacking := [entry for entry in sent if entry.holder is None]:
        raise Faults(*_without_holder(lacking))
    if not sent:
        raise KitError(f"Personne n'est à transmettre : {remedy('export cdc')} dit où en est chacun.")
    if day.isoformat() > at[:10]:
        raise KitError(
            f"La délibération ({short_day(day)}) est après l'horodatage du flux ({at}) : vérifiez {parameter('export cdc', '--date')}."
        )
    people = holders.understood([entry.holder for entry in sent if entry.holder is not None], day)
    passages = [
        Transmitted(entry.standing.id or flows.technical_id(key, depositor.certification, entry.candidate), person)
        for entry, person in zip(sent, people, strict=True)
    ]
    number = len(kept.flows) + 1
    id = flows.flow_id(key, depositor.certification, number, (passage.id for passage in passages))
    content = flows.content(depositor, id, at, day, passages)
    prints = [flows.fingerprint(key, person) for person in people]
    if doubles := _sent_otherwise(everybody, sent, prints):
        raise Faults(*doubles)
    sent_so = tuple(
        SentPassage(entry.candidate, passage.id, fingerprint)
        for entry, passage, fingerprint in zip(sent, passages, prints, strict=True)
    )
    kept_of_it = SentFlow(number, id, at, day.isoformat(), sent_so)
    warnings = [*_same_again(sent, prints), *_other_names(record, sent, people), *_known_key(root)]
    return Transmission(kept_of_it, content, tuple(people), tuple(entry.name for entry in left_out), tuple(warnings))


def _one(everybody: Iterable[Certified], written: str) -> Certified:
    by = {entry.candidate: entry for entry in everybody}
    try:
        return by[identifier(by, written)]
    except KitError:
        raise KitError(
            f"« {written} » n'est pas certifié par le jury : {remedy('export cdc')} montre qui l'est."
        ) from None


def _refusal(entry: Certified) -> str:
    """The reason that somebody named cannot be in the flow; empty where they can."""
    if not entry.certified:
        return f"{entry.name} n'est plus certifié : rien n'est transmis."
    if entry.standing.state is PassageState.ACCEPTED:
        return f"{entry.name} est accepté : un passage accepté n'est jamais renvoyé."
    if entry.standing.state is PassageState.SENT:
        return f"{entry.name} est dans {entry.standing.flow}, qui n'a pas encore de réponse : prenez d'abord le retour ({parameter('export cdc', '--retour')})."
    return ""


def _without_holder(lacking: Sequence[Certified]) -> list[str]:
    many = f"{counted(len(lacking), 'candidat certifié')} {plural(len(lacking), 'absent')} de {holders.FILE} : {listed(entry.name for entry in lacking)}."
    how = f"Ajoutez leurs lignes ({remedy('export cdc', '--modele')}), ou laissez-les de côté, chacun par son nom ({parameter('export cdc', '--sans', 'ID')})."
    return [many, how]


def _sent_otherwise(everybody: Sequence[Certified], sent: Sequence[Certified], prints: Sequence[str]) -> list[str]:
    """Persons who are in an earlier flow under another candidate's identifier, as where the gradebook's was changed."""
    before = {entry.standing.fingerprint: entry for entry in everybody if entry.standing.times}
    return [
        f"{entry.name} : la même personne a déjà été transmise sous l'identifiant « {before[fingerprint].candidate} » ; laissez-la de côté ({parameter('export cdc', '--sans')})."
        for entry, fingerprint in zip(sent, prints, strict=True)
        if before.get(fingerprint, entry).key != entry.key
    ]


def _same_again(sent: Sequence[Certified], prints: Sequence[str]) -> list[str]:
    """Those refused who are told as they were."""
    return [
        f"{entry.name} a été refusé ({entry.standing.reason}), et sa ligne n'a pas changé depuis : il risque de l'être encore."
        for entry, fingerprint in zip(sent, prints, strict=True)
        if entry.standing.state is PassageState.REFUSED and entry.standing.fingerprint == fingerprint
    ]


def _other_names(record: JuryRecord, sent: Sequence[Certified], people: Sequence[Holder]) -> list[str]:
    """Holders none of whose surnames is the gradebook's: a line may have slipped."""
    surnames = {id: surname for id, _, surname, _ in identities(record.places.db_url)}
    sentences = []
    for entry, person in zip(sent, people, strict=True):
        surname = surnames.get(entry.candidate, "")
        if surname and fold(holders.clean(surname)) not in map(fold, (person.birth_name, person.usual_name)):
            sentences.append(
                f"{holders.FILE}, ligne {person.line} : {entry.name} s'appelle « {surname} » au carnet de notes, et ni son nom "
                "de naissance ni son nom d'usage ne le disent ; vérifiez que la ligne est la sienne."
            )
    return sentences


def _known_key(root: Path) -> list[str]:
    if sessions.read(root).key != sessions.DEMONSTRATION_KEY:
        return []
    return [
        "La clé de la séance est celle de la démonstration, connue de tous : ce flux n'est qu'un essai, ne le déposez pas."
    ]


def check(made: Transmission, path: Path) -> None:
    """Hold a flow against a schema. Raises Faults with what it finds, each with whose passage it is."""
    faults = [f"{_whose(made, where)}{sentence}" for where, sentence in schema.faults(made.content, path)]
    if faults:
        raise Faults(f"Le flux n'est pas conforme à {path.name}, et n'est pas écrit. Ce que dit le schéma :", *faults)


def _whose(made: Transmission, where: int) -> str:
    if not where:
        return ""
    holder = made.holders[where - 1]
    return f"{holder.first_names[0]} {holder.birth_name.upper()} ({holders.FILE}, ligne {holder.line}), "


def keep(root: Path, kept: Transmissions, made: Transmission) -> tuple[Path, Transmissions]:
    """Write a flow, then that it was written; gives its path, and what is kept now. Raises KitError."""
    if not kept.flows:
        transmissions.write(root, kept)  # so that a flow without it is never taken for a loss
    path = root / transmissions.FOLDER / made.flow.file
    transmissions.put(path, made.content)
    now = msgspec.structs.replace(kept, flows=(*kept.flows, made.flow))
    transmissions.write(root, now)
    return path, now


def take(root: Path, kept: Transmissions, paths: Iterable[Path]) -> Transmissions:
    """The transmissions with these receipts; nothing is written. Raises KitError where one cannot be taken: then none is."""
    for path in paths:
        kept = transmissions.taken(kept, receipts.read(path), path.name)
    return kept


def lay_list(root: Path, everybody: Iterable[Certified]) -> Path:
    """Write the list of where everybody stands, for a spreadsheet; gives its path."""
    path = root / transmissions.FOLDER / transmissions.LIST
    transmissions.put(path, csv_content(table(everybody)))
    return path


def table(everybody: Iterable[Certified]) -> ExportTable:
    """A line for each: where they stand, by which identifier, in which flow, and why they were refused."""
    titles = "Candidat", "Nom", "État", "Identifiant technique", "Flux", "Motif du refus"
    columns = (*map(ExportColumn, titles), ExportColumn("Envois", "integer"))
    rows = tuple(
        (
            entry.candidate,
            entry.name,
            state(entry),
            entry.standing.id,
            entry.standing.flow,
            entry.standing.reason,
            entry.standing.times,
        )
        for entry in everybody
    )
    return ExportTable("suivi", "Suivi", "Où en est chaque certification transmise.", columns, rows)


def state(entry: Certified) -> str:
    """The standing of somebody, in words."""
    if not entry.certified:
        return f"{entry.standing.state.value.partition(',')[0]}, n'est plus certifié"
    if entry.due and entry.holder is None:
        return f"{entry.standing.state.value}, état civil à donner"
    return entry.standing.state.value


def no_longer(everybody: Iterable[Certified]) -> str:
    """The sentence on those who were sent and are certified no more; empty for none."""
    gone = [entry for entry in everybody if not entry.certified and entry.standing.state is not PassageState.REFUSED]
    if not gone:
        return ""
    return f"{listed(entry.name for entry in gone)} : transmis, et plus certifié. Le kit n'écrit pas de suppression : signalez-le à la Caisse des Dépôts."


def lines_of_nobody(course: Course, rules: JuryRules, everybody: Iterable[Certified]) -> list[str]:
    """Candidates whom the school's list has and the jury has not certified, by their names."""
    sure = Candidates(entry.candidate for entry in everybody if entry.certified)
    people = names(course, rules)
    return [people.get(who, who) for who in holders.read(course.root) if who not in sure]
