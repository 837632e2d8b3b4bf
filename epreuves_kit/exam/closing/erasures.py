"""Record of an erased session: the decision made on each person, chained to the seal, under identifiers and no more.

`cloture/effacements.jsonl` is laid once all is erased; until then its bytes lie in a hidden file beside, so that a command that was
stopped finishes what it began with the decisions that it read before it erased them. `effacements.csv` says the same to a spreadsheet.
"""

from __future__ import annotations

import datetime
from pathlib import Path

import msgspec

from epreuves.wording.errors import KitError
from epreuves.wording.french import counted, day, listed
from epreuves.wording.remedies import remedy
from epreuves_kit.course.closing import FOLDER, folder
from epreuves_kit.exam.closing import chain
from epreuves_kit.exports.spreadsheets import csv_content
from epreuves_kit.exports.tables import ExportColumn, ExportTable
from epreuves_kit.variants.identity import ByCandidate

RECORD, LIST = "effacements.jsonl", "effacements.csv"
#: While it is being done.
PENDING = ".effacement-en-cours.jsonl"


class ErasureHead(
    msgspec.Struct,
    frozen=True,
    tag="effacement",
    tag_field="ligne",
    forbid_unknown_fields=True,
    rename={"session": "seance", "due": "conservation", "at": "jour", "seal": "sceau"},
):
    """The first line: the session, the day until which it was kept, the day it was erased, and its seal's root (64 zeros without)."""

    session: str
    due: datetime.date
    at: datetime.date
    seal: str


class KeptDecision(
    msgspec.Struct,
    frozen=True,
    tag="decision",
    tag_field="ligne",
    forbid_unknown_fields=True,
    rename={"candidate": "candidat", "day": "jour", "number": "numero"},
):
    """A person's results that the certifier keeps: the decision on the certification (empty where they asked for blocs alone), the blocs
    that they hold, the day of the deliberation where it is known, and the number under which it was transmitted, empty for none.
    """

    candidate: str
    certification: str
    blocs: tuple[str, ...] = ()
    day: str = ""
    number: str = ""


class Erasure(msgspec.Struct, frozen=True):
    """An erasure, done or not: its first line, a line a person, and True if it is done."""

    head: ErasureHead
    people: tuple[KeptDecision, ...]
    done: bool

    @property
    def content(self) -> bytes:
        """The bytes of the record."""
        return chain.written([self.head, *self.people], self.head.seal)[0]

    def of(self, candidate: str) -> KeptDecision | None:
        """The decision kept of a person; None for one who was not of the session."""
        return ByCandidate((person.candidate, person) for person in self.people).get(candidate)


def read(root: Path) -> Erasure | None:
    """The erasure of the session at `root`, done or not; None for none. Raises KitError where the record has changed."""
    for name, is_done in ((RECORD, True), (PENDING, False)):
        path = folder(root) / name
        try:
            content = path.read_bytes()
        except FileNotFoundError:
            continue
        except OSError as error:
            raise KitError(f"« {FOLDER}/{name} » ne se lit pas ({error.strerror or error}).") from None
        return _read(content, is_done, name)
    return None


def _read(content: bytes, is_done: bool, name: str) -> Erasure:
    try:
        lines, _ = chain.read(content, ErasureHead | KeptDecision, None)
        if (
            not lines
            or not isinstance(lines[0], ErasureHead)
            or any(isinstance(line, ErasureHead) for line in lines[1:])
        ):
            raise chain.BrokenChain("la première ligne n'est pas celle d'un effacement")
        chain.read(content, ErasureHead | KeptDecision, lines[0].seal)
    except chain.BrokenChain as error:
        raise KitError(
            f"Le registre des effacements a changé ({FOLDER}/{name}) : {error}. Remettez-le d'après une sauvegarde."
        ) from None
    return Erasure(lines[0], tuple(lines[1:]), is_done)


def table(erasure: Erasure) -> bytes:
    """The record as a spreadsheet opens it."""
    titles = ("Candidat", "Certification", "Blocs acquis", "Délibération", "Numéro", "Effacé le")
    rows = tuple(
        (
            person.candidate,
            person.certification,
            ", ".join(person.blocs),
            _day(person.day),
            person.number,
            day(erasure.head.at),
        )
        for person in erasure.people
    )
    return csv_content(ExportTable("effacements", "Effacements", "", tuple(map(ExportColumn, titles)), rows))


def sentence(erasure: Erasure) -> str:
    """The sentence told wherever somebody who was erased is met again."""
    if not erasure.done:
        return f"Un effacement a été interrompu : relancez {remedy('session effacer')}, qui le finira."
    many = counted(len(erasure.people), "personne")
    return (
        f"Les données de la session « {erasure.head.session} » sont effacées depuis le {day(erasure.head.at)} : {many}, dont les décisions "
        f"sont gardées dans {FOLDER}/{LIST}."
    )


def in_words(kept: KeptDecision) -> str:
    """A kept decision, in a sentence's words."""
    blocs = listed(kept.blocs)
    parts = [
        f"certification, {kept.certification}"
        if kept.certification
        else "pas de décision sur la certification entière",
        f"blocs acquis : {blocs}" if blocs else "aucun bloc acquis",
        *([f"délibération du {_day(kept.day)}"] if kept.day else []),
        *([f"numéro {kept.number}"] if kept.number else []),
    ]
    return " ; ".join(parts)


def _day(written: str) -> str:
    return day(datetime.date.fromisoformat(written)) if written else ""
