"""A session sealed: the inventory of what its results hang on, chained, laid in `cloture/` and never written again.

The chain finds what changed by accident or by somebody who does not know of it. Who can write in the course can write another chain:
it is the root on the signed paper, out of the course, that vouches for this one.
"""

from __future__ import annotations

import datetime
import functools
from collections.abc import Sequence
from pathlib import Path

import msgspec

from epreuves.wording.errors import KitError
from epreuves.wording.french import counted, day, listed, number
from epreuves.wording.remedies import remedy
from epreuves_kit.course import timetable
from epreuves_kit.course.closing import FOLDER, SEAL, closed, folder
from epreuves_kit.course.folders import Course
from epreuves_kit.exam import afterwards
from epreuves_kit.exam.closing import chain
from epreuves_kit.exam.closing.inventory import (
    InventoryChange,
    Progress,
    Sealed,
    SealedFile,
    SealedTable,
    changes,
    take,
)
from epreuves_kit.exam.expected import begun
from epreuves_kit.exam.status import status
from epreuves_kit.jury import pdf
from epreuves_kit.jury.record import JuryRecord
from epreuves_kit.referentiel.model import Certification, called
from epreuves_kit.variants import session as sessions

VERSION = 1
_NAMED = 25
#: What lies in the course's folders, for who does not know them; the others have their own name.
_KINDS = {
    "": "réglages de la session, groupes, règles du jury",
    "source": "corrigés",
    "release": "sujets distribués",
    "submitted": "copies rendues",
    "autograded": "copies corrigées",
    "feedback": "restitutions",
    "referentiel": "référentiel de la certification",
}

#: What the gradebook's tables hold, for who does not know them.
_TABLES = {
    "epreuves_jury": "actes et décisions du jury",
    "epreuves_journal": "niveaux et commentaires des correcteurs",
    "epreuves_report": "niveaux portés au carnet de notes",
    "epreuves_plan": "doubles corrections",
    "epreuves_repartition": "partage des copies entre les correcteurs",
    "epreuves_etalonnage": "étalonnage des correcteurs",
    "epreuves_signalement": "signalements des correcteurs",
    "epreuves_exemple": "exemples de niveaux",
    "epreuves_cle": "numéros des copies",
    "epreuves_passage": "remarques sur des passages des copies",
    "student": "liste des candidats",
    "submitted_assignment": "copies enregistrées",
    "submitted_notebook": "copies enregistrées",
    "grade": "notes",
    "comment": "commentaires sur les copies",
}
_OTHER_TABLE = "épreuves, leurs questions et leurs critères"


class SealHead(
    msgspec.Struct,
    frozen=True,
    tag="sceau",
    tag_field="ligne",
    forbid_unknown_fields=True,
    rename={"session": "seance", "day": "jour", "lacking": "manque"},
):
    """The first line: the session's name, the day on which it was sealed, and what was still lacking, where somebody sealed all the same."""

    version: int
    session: str
    day: datetime.date
    lacking: tuple[str, ...] = ()


class Seal(msgspec.Struct, frozen=True):
    """A seal: its first line, what is sealed, and its root."""

    head: SealHead
    sealed: tuple[Sealed, ...]
    root: str

    @property
    def files(self) -> list[SealedFile]:
        """The files, without the tables."""
        return [item for item in self.sealed if isinstance(item, SealedFile)]


def lacking(course: Course, at: datetime.date) -> tuple[str, ...]:
    """Provisional matters of a session, épreuve by épreuve, then what the jury has still to write or to answer, and appeals that
    may still come on that day. Raises KitError.
    """
    alike: dict[str, list[str]] = {}
    for state in status(course).epreuves:
        if state.stage != "finie":
            alike.setdefault(state.next, []).append(called(state.epreuve))
    left = tuple(f"{listed(names)} : {sentence}" for sentence, names in alike.items())
    after = afterwards.read(course)
    return (
        *left,
        *(f"Jury : {sentence}" for sentence in (*afterwards.lacking(after), *afterwards.contestable(after, at))),
    )


def prepare(course: Course, at: datetime.date, left: tuple[str, ...], progress: Progress | None = None) -> Seal:
    """The seal that a session would get; nothing is written. left: what still lacks, as `lacking` tells it, which the seal will say.

    Raises KitError where the course is sealed already or cannot be read whole.
    """
    refuse_sealed(course.root)
    head = SealHead(VERSION, sessions.read(course.root).name, at, left)
    sealed = tuple(take(course, progress))
    return Seal(head, sealed, chain.written([head, *sealed])[1])


def refuse_early(course: Course, at: datetime.date) -> None:
    """Raise KitError where a day of closing is before the end of an épreuve, or before the jury's last procès-verbal."""
    ends = [(sitting.ends.date(), called(id)) for id, sitting in timetable.read(course).sittings.items()]
    if ends and at < max(ends)[0]:
        last, which = max(ends)
        raise KitError(
            f"Une session ne se clôt pas avant la fin de ses épreuves ({which}, le {day(last)}) : vérifiez la date de la clôture, {day(at)}."
        )
    if not begun(course.root):
        return
    with JuryRecord(course.root) as record:
        minutes = record.minutes()
    if minutes and at < minutes[-1].day:
        raise KitError(
            f"Une session ne se clôt pas avant son procès-verbal n° {minutes[-1].number}, du {day(minutes[-1].day)} : vérifiez la date de la "
            f"clôture, {day(at)}."
        )


def refuse_sealed(root: Path) -> None:
    """Raise KitError where a course is sealed, or its session erased."""
    if closed(root):
        raise KitError(
            f"La session est déjà close : {FOLDER}/{SEAL} est là. {remedy('session verifier')} dit ce qui a changé depuis."
        )


def same(written: str, root: str) -> None:
    """Raise KitError where a fingerprint that somebody copied from the signed paper, empty for none, is not this one."""
    if written and written != root:
        raise KitError(
            "Le sceau n'est pas celui du papier : leurs numéros de contrôle diffèrent. Le sceau a été refait, ou le numéro est mal recopié."
        )


def read(root: Path) -> Seal | None:
    """The seal of a course; None where it has none. Raises KitError where it is no longer the one that was written."""
    path = folder(root) / SEAL
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise KitError(f"« {FOLDER}/{SEAL} » ne se lit pas ({error.strerror or error}).") from None
    try:
        return parsed(content)
    except KitError as error:
        raise KitError(
            f"{error} ({FOLDER}/{SEAL}) Reprenez celui de l'archive, dont le numéro de contrôle est sur le papier."
        ) from None


def parsed(content: bytes) -> Seal:
    """The seal that these bytes are. Raises KitError where they are none, or no longer what was written."""
    try:
        (head, *sealed), root = chain.read(content, SealHead | SealedFile | SealedTable)
        if (
            not isinstance(head, SealHead)
            or head.version != VERSION
            or any(isinstance(line, SealHead) for line in sealed)
        ):
            raise chain.BrokenChain("la première ligne n'est pas celle d'un sceau de cette version du kit")
    except (chain.BrokenChain, ValueError) as error:
        raise KitError(f"Le sceau lui-même a changé : {error}.") from None
    return Seal(head, tuple(sealed), root)


def compare(course: Course, seal: Seal, progress: Progress | None = None) -> list[InventoryChange]:
    """The items that changed, appeared and vanished since a session was sealed. Raises KitError where something cannot be read."""
    return list(changes(seal.sealed, take(course, progress)))


def in_words(change: InventoryChange) -> str:
    """The thing that changed, as people know it: what kind of thing, then the file, or how many more or fewer there are."""
    if not change.table:
        folder, _, inside = change.what.partition("/")
        return f"{_KINDS[folder]} : {change.what}" if inside and folder in _KINDS else change.what
    many = f"{abs(change.more)} de {'plus' if change.more > 0 else 'moins'}" if change.more else ""
    return " : ".join(filter(None, (_TABLES.get(change.table, _OTHER_TABLE), many)))


def statement(certification: Certification, seal: Seal, key: str = "") -> bytes:
    """The closing's paper: what was sealed, and the root, to be signed and kept out of the course.

    key: the fingerprint of what signs parchemins, empty where there is none.
    """
    return pdf.compile_pdf(Path(__file__).with_name("closing.typ"), told(certification, seal, key), seal.head.day)


def told(certification: Certification, seal: Seal, key: str = "") -> dict[str, object]:
    """All that the paper shows, in words."""
    files = seal.files
    tables = [table for table in seal.sealed if isinstance(table, SealedTable)]
    kinds: dict[str, list[SealedFile]] = {}
    for file in files:
        kinds.setdefault(file.path.partition("/")[0] if "/" in file.path else "", []).append(file)
    rows = functools.reduce(lambda total, table: total + table.rows, tables, 0)
    lines = [
        [_KINDS.get(name, name), counted(len(own), "fichier"), size(sum(file.size for file in own))]
        for name, own in sorted(kinds.items())
    ]
    return {
        "titre": "Clôture de la session",
        "session": seal.head.session,
        "certification": certification.registered,
        "certificateur": certification.certifier,
        "date": day(seal.head.day),
        "contenu": [*lines, ["carnet de notes", counted(rows, "enregistrement"), "—"]],
        "empreinte": [chain.shown(seal.root)[:39], chain.shown(seal.root)[40:]],
        "cle": key,
        "manque": _shortened(seal.head.lacking),
    }


def size(octets: int) -> str:
    """« 12,3 Mo », « 4 ko »: a number of bytes, as people say it."""
    for unit, name in ((1_000_000_000, "Go"), (1_000_000, "Mo"), (1000, "ko")):
        if octets >= unit:
            return f"{number(octets / unit, 1)}\N{NO-BREAK SPACE}{name}"
    return counted(octets, "octet")


def _shortened(sentences: Sequence[str]) -> list[str]:
    more = len(sentences) - _NAMED
    return [*sentences[:_NAMED], *([f"et {counted(more, 'autre épreuve')}, dans le sceau."] if more > 0 else [])]
