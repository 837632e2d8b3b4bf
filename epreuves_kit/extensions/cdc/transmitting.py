"""Who is to be transmitted, and the flow that does it: the jury's decisions beside what was sent and the school's list of holders."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import msgspec

from epreuves.answers.keys import fold
from epreuves.variants.attribution import normalise
from epreuves.wording.errors import Faults, KitError
from epreuves.wording.french import counted, listed, plural, short_day
from epreuves.wording.remedies import parameter, remedy
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
from epreuves_kit.jury.decision import Decision
from epreuves_kit.jury.evidence import Status
from epreuves_kit.jury.record import JuryRecord
from epreuves_kit.jury.sources import decisions, identifier
from epreuves_kit.rules.jury_rules import JuryRules
from epreuves_kit.variants import session as sessions


class Certified(msgspec.Struct, frozen=True):
    """A candidate whom the jury certified, or who was sent as such. certified: whether they still are; holder: their line, None for none."""

    candidate: str
    name: str
    standing: PassageStanding
    certified: bool
    holder: HolderLine | None

    @property
    def due(self) -> bool:
        """Whether the next flow has them."""
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
    found, waiting = [], 0
    for one in decisions(record, rules):
        key = normalise(one.candidate)
        has = _has(one)
        waiting += one.certification is not None and one.certification.status is Status.TO_COMPLETE
        if has or key in stands:
            found.append(Certified(one.candidate, one.name, stands.pop(key, PassageStanding()), has, lines.get(key)))
    for key, stand in stands.items():  # gone from the gradebook since
        name = next(p.candidate for flow in kept.flows for p in flow.passages if normalise(p.candidate) == key)
        found.append(Certified(name, name, stand, False, lines.get(key)))
    return sorted(found, key=lambda one: normalise(one.candidate)), waiting


def _has(one: Decision) -> bool:
    return one.certification is not None and one.certification.status is Status.VALIDATED


def lay_model(record: JuryRecord, known: Iterable[Certified]) -> tuple[Path, int]:
    """Write `titulaires.csv`, or what it lacks, for those certified; gives its path and how many lines were added. Raises KitError."""
    path = record.places.root / holders.FILE
    names = {id: (surname, first_name) for id, first_name, surname, _ in identities(record.places.db_url)}
    people = [
        (one.candidate, *names.get(one.candidate, ("", ""))) for one in known if one.certified and one.holder is None
    ]
    raw = path.read_bytes() if path.exists() else None
    transmissions.put(path, holders.model(raw, people))
    return path, len(people)


def prepare(
    record: JuryRecord,
    kept: Transmissions,
    known: Sequence[Certified],
    day: datetime.date,
    at: str,
    only: Sequence[str] = (),
    without: Sequence[str] = (),
) -> Transmission:
    """The next flow: those due, or those of them who are named, but for those left out. Raises KitError, and Faults with all that is wrong.

    day: of the jury's decision; at: as `flow.stamp` gives it.
    """
    root = record.places.root
    depositor, key = depositors.read(root), sessions.read(root, "").key
    left_out = [_one(known, written) for written in without]
    chosen = [_one(known, written) for written in only] or [one for one in known if one.due]
    faults = [said for one in chosen if (said := _refusal(one))]
    if faults:
        raise Faults(*faults)
    out = {one.candidate for one in left_out}
    sent = [one for id, one in {one.candidate: one for one in chosen}.items() if id not in out]
    if lacking := [one for one in sent if one.holder is None]:
        raise Faults(*_without_holder(lacking))
    if not sent:
        raise KitError(f"Personne n'est à transmettre : {remedy('export cdc')} dit où en est chacun.")
    if day.isoformat() > at[:10]:
        raise KitError(
            f"La délibération ({short_day(day)}) est après l'horodatage du flux ({at}) : vérifiez {parameter('export cdc', '--date')}."
        )
    people = holders.understood([one.holder for one in sent if one.holder is not None], day)
    passages = [
        Transmitted(one.standing.id or flows.technical_id(key, depositor.certification, one.candidate), person)
        for one, person in zip(sent, people, strict=True)
    ]
    number = len(kept.flows) + 1
    id = flows.flow_id(key, depositor.certification, number, (passage.id for passage in passages))
    content = flows.content(depositor, id, at, day, passages)
    prints = [flows.fingerprint(key, person) for person in people]
    if doubles := _sent_otherwise(known, sent, prints):
        raise Faults(*doubles)
    sent_so = tuple(
        SentPassage(one.candidate, passage.id, fingerprint)
        for one, passage, fingerprint in zip(sent, passages, prints, strict=True)
    )
    kept_of_it = SentFlow(number, id, at, day.isoformat(), sent_so)
    warnings = [*_same_again(sent, prints), *_other_names(record, sent, people), *_known_key(root)]
    return Transmission(kept_of_it, content, tuple(people), tuple(one.candidate for one in left_out), tuple(warnings))


def _one(known: Iterable[Certified], written: str) -> Certified:
    by = {one.candidate: one for one in known}
    try:
        return by[identifier(by, written)]
    except KitError:
        raise KitError(
            f"« {written} » n'est pas certifié par le jury : {remedy('export cdc')} montre qui l'est."
        ) from None


def _refusal(one: Certified) -> str:
    """Why one who was named cannot be in the flow; empty where they can."""
    if not one.certified:
        return f"« {one.candidate} » n'est plus certifié : rien n'est transmis."
    if one.standing.state is PassageState.ACCEPTED:
        return f"« {one.candidate} » est accepté : un passage accepté n'est jamais renvoyé."
    if one.standing.state is PassageState.SENT:
        return f"« {one.candidate} » est dans {one.standing.flow}, qui n'a pas encore de réponse : prenez d'abord le retour ({parameter('export cdc', '--retour')})."
    return ""


def _without_holder(lacking: Sequence[Certified]) -> list[str]:
    names = listed(f"« {one.candidate} »" for one in lacking)
    many = f"{counted(len(lacking), 'candidat certifié')} {plural(len(lacking), 'absent')} de {holders.FILE} : {names}."
    how = f"Ajoutez leurs lignes ({remedy('export cdc', '--modele')}), ou laissez-les de côté, chacun par son nom ({parameter('export cdc', '--sans', 'ID')})."
    return [many, how]


def _sent_otherwise(known: Sequence[Certified], sent: Sequence[Certified], prints: Sequence[str]) -> list[str]:
    """Persons who are in an earlier flow under another candidate's identifier, as where the gradebook's was changed."""
    before = {one.standing.fingerprint: one.candidate for one in known if one.standing.times}
    return [
        f"« {one.candidate} » : la même personne a déjà été transmise sous l'identifiant « {before[fingerprint]} » ; laissez-la de côté ({parameter('export cdc', '--sans')})."
        for one, fingerprint in zip(sent, prints, strict=True)
        if normalise(before.get(fingerprint, one.candidate)) != normalise(one.candidate)
    ]


def _same_again(sent: Sequence[Certified], prints: Sequence[str]) -> list[str]:
    """Those refused who are told as they were."""
    return [
        f"« {one.candidate} » a été refusé ({one.standing.reason}), et sa ligne n'a pas changé depuis : il risque de l'être encore."
        for one, fingerprint in zip(sent, prints, strict=True)
        if one.standing.state is PassageState.REFUSED and one.standing.fingerprint == fingerprint
    ]


def _other_names(record: JuryRecord, sent: Sequence[Certified], people: Sequence[Holder]) -> list[str]:
    """Holders none of whose surnames is the gradebook's: a line may have slipped."""
    names = {id: surname for id, _, surname, _ in identities(record.places.db_url)}
    told = []
    for one, person in zip(sent, people, strict=True):
        surname = names.get(one.candidate, "")
        if surname and fold(holders.clean(surname)) not in map(fold, (person.birth_name, person.usual_name)):
            told.append(
                f"{holders.FILE}, ligne {person.line} : « {one.candidate} » s'appelle « {surname} » au carnet de notes, et ni son nom "
                "de naissance ni son nom d'usage ne le disent ; vérifiez que la ligne est la sienne."
            )
    return told


def _known_key(root: Path) -> list[str]:
    if sessions.read(root, "").key != sessions.DEMONSTRATION_KEY:
        return []
    return [
        "La clé de la séance est celle de la démonstration, connue de tous : ce flux n'est qu'un essai, ne le déposez pas."
    ]


def check(made: Transmission, path: Path) -> None:
    """Hold a flow against a schema. Raises Faults with what it finds, each with whose passage it is."""
    found = [f"{_whose(made, where)}{said}" for where, said in schema.faults(made.content, path)]
    if found:
        raise Faults(f"Le flux n'est pas conforme à {path.name}, et n'est pas écrit. Ce que dit le schéma :", *found)


def _whose(made: Transmission, where: int) -> str:
    return f"« {made.flow.passages[where - 1].candidate} », " if where else ""


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
    """What is kept, with these receipts; nothing is written. Raises KitError where one cannot be taken: then none is."""
    for path in paths:
        kept = transmissions.taken(kept, receipts.read(path), path.name)
    return kept


def lay_list(root: Path, known: Iterable[Certified]) -> Path:
    """Write where everybody stands, for a spreadsheet; gives its path."""
    path = root / transmissions.FOLDER / transmissions.LIST
    transmissions.put(path, csv_content(table(known)))
    return path


def table(known: Iterable[Certified]) -> ExportTable:
    """A line for each: where they stand, by which identifier, in which flow, and why they were refused."""
    titles = "Candidat", "Nom", "État", "Identifiant technique", "Flux", "Motif du refus"
    columns = (*map(ExportColumn, titles), ExportColumn("Envois", "integer"))
    rows = tuple(
        (
            one.candidate,
            one.name,
            state(one),
            one.standing.id,
            one.standing.flow,
            one.standing.reason,
            one.standing.times,
        )
        for one in known
    )
    return ExportTable("suivi", "Suivi", "Où en est chaque certification transmise.", columns, rows)


def state(one: Certified) -> str:
    """Where one stands, in words."""
    if not one.certified:
        return f"{one.standing.state.value.partition(',')[0]}, n'est plus certifié"
    if one.due and one.holder is None:
        return f"{one.standing.state.value}, sans identité"
    return one.standing.state.value


def no_longer(known: Iterable[Certified]) -> str:
    """What is to be said of those who were sent and are certified no more; empty for none."""
    gone = [one for one in known if not one.certified and one.standing.state is not PassageState.REFUSED]
    if not gone:
        return ""
    names = listed(f"« {one.candidate} »" for one in gone)
    return (
        f"{names} : transmis, et plus certifié. Le kit n'écrit pas de suppression : signalez-le à la Caisse des Dépôts."
    )


def lines_of_nobody(root: Path, known: Iterable[Certified]) -> list[str]:
    """Candidates whom the school's list has and the jury has not certified."""
    sure: Mapping[str, Certified] = {normalise(one.candidate): one for one in known if one.certified}
    return [line.values["candidat"] for key, line in holders.read(root).items() if key not in sure]
