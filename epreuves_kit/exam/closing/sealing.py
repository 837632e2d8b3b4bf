"""A session sealed: the inventory of what its results hang on, chained, laid in `cloture/` and never written again.

The chain finds what changed by accident or by somebody who does not know of it. Who can write in the course can write another chain:
it is the root on the signed paper, out of the course, that vouches for this one.
"""

from __future__ import annotations

import datetime
import functools
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from epreuves.wording.errors import KitError
from epreuves.wording.french import counted, day, number
from epreuves.wording.remedies import remedy
from epreuves_kit.course.closing import FOLDER, SEAL, closed, folder
from epreuves_kit.course.folders import Course
from epreuves_kit.exam.closing import chain, inventory, kinds
from epreuves_kit.exam.closing.inventory import (
    InventoryChange,
    Progress,
    Sealed,
    SealedFile,
    SealedTable,
    changes,
    take,
)
from epreuves_kit.jury import pdf
from epreuves_kit.referentiel.model import Certification
from epreuves_kit.variants import session as sessions

VERSION = 1
#: The steps once something differs from what was sealed.
REMEDY = (
    "Gardez la liste de ce qui diffère avec le papier signé, et dites pourquoi cela a changé ; ce qui ne devait pas changer se reprend de "
    "l'archive de clôture."
)
_NAMED = 25
_SETTINGS = "réglages de la session, groupes, règles du jury"


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


def prepare(course: Course, at: datetime.date, left: tuple[str, ...], progress: Progress | None = None) -> Seal:
    """The seal that a session would get; nothing is written. left: what still lacks, as `lacking` tells it, which the seal will say.

    Raises KitError where the course is sealed already or cannot be read whole.
    """
    refuse_sealed(course.root)
    head = SealHead(VERSION, sessions.read(course.root).name, at, left)
    sealed = tuple(take(course, progress))
    return Seal(head, sealed, chain.written([head, *sealed])[1])


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


def differs(course: Course) -> bool:
    """True if something of a sealed course is no longer what was sealed, seen without reading it all again: files that came, went or were
    written since, rows of the gradebook. A seal that cannot be read is one that changed.
    """
    try:
        seal = read(course.root)
        if seal is None:
            return False
        since = (folder(course.root) / SEAL).stat().st_mtime_ns
        before = {file.path: file for file in seal.files}
        now = {inventory.named(course, path): path for path in inventory.paths(course)}
        return (
            before.keys() != now.keys()
            or any(_rewritten(before[name], path, since) for name, path in now.items())
            or inventory.tables(course) != [item for item in seal.sealed if isinstance(item, SealedTable)]
        )
    except (KitError, OSError):
        return True


def _rewritten(sealed: SealedFile, path: Path, since: int) -> bool:
    """True if a file is not the one that was sealed; one that nobody wrote in after that moment is."""
    now = path.lstat()
    return now.st_size != sealed.size or (now.st_mtime_ns >= since and _read(path, now.st_mtime_ns) != sealed.sha256)


@functools.lru_cache(100_000)
def _read(path: Path, at: int) -> str:
    """The hash of a file as it is at a moment: of a course that was copied, all are read, once."""
    return inventory.sealed_file(path, "").sha256


def statement(certification: Certification, seal: Seal, key: str = "", acts: Sequence[tuple[str, str]] = ()) -> bytes:
    """The closing's paper: what was sealed, and the root, to be signed and kept out of the course.

    key: the fingerprint of what signs parchemins, empty where there is none. acts: what the jury wrote and was asked, as `acts` tells it.
    """
    return pdf.compile_pdf(Path(__file__).with_name("closing.typ"), told(certification, seal, key, acts), seal.head.day)


def told(
    certification: Certification, seal: Seal, key: str = "", acts: Sequence[tuple[str, str]] = ()
) -> dict[str, object]:
    """All that the paper shows, in words."""
    rows = sum(table.rows for table in seal.sealed if isinstance(table, SealedTable))
    return {
        "titre": "Clôture de la session",
        "session": seal.head.session,
        "certification": certification.registered,
        "certificateur": certification.certifier,
        "date": day(seal.head.day),
        "contenu": [*contents(seal), ["carnet de notes", counted(rows, "enregistrement"), "—"]],
        "empreinte": [chain.shown(seal.root)[:39], chain.shown(seal.root)[40:]],
        "cle": key,
        "jury": [list(line) for line in acts],
        "manque": _shortened(seal.head.lacking),
    }


def contents(seal: Seal) -> list[list[str]]:
    """The files that are sealed, a line a kind: how many documents, whose, in how many files, and their size."""
    by_kind: dict[str, dict[SealedFile, kinds.SealedDocument]] = {}
    for file in seal.files:
        document = kinds.document(file.path)
        kind = document.kind if "/" in file.path or document.kind == kinds.MINUTES else _SETTINGS
        by_kind.setdefault(kind, {})[file] = document
    return [
        [kind, f"{_many(own.values())}{counted(len(own), 'fichier')}", size(sum(file.size for file in own))]
        for kind, own in sorted(by_kind.items(), key=lambda item: (item[0] != _SETTINGS, kinds.rank(item[0])))
    ]


def _many(documents: Iterable[kinds.SealedDocument]) -> str:
    """« 12 copies de 9 personnes, », before the number of their files; empty where files are all that is counted."""
    every = set(documents)
    people = counted(len({document.whose for document in every}), "personne")
    if any(document.kind in (kinds.HANDED_IN, kinds.MARKED) for document in every):
        return f"{counted(len(every), 'copie')} de {people}, "
    if any(document.whose for document in every):
        return f"{people}, "
    if epreuves := {document.epreuve for document in every if document.epreuve}:
        return f"{counted(len(epreuves), 'épreuve')}, "
    return ""


def size(octets: int) -> str:
    """« 12,3 Mo », « 4 ko »: a number of bytes, as people say it."""
    for unit, name in ((1_000_000_000, "Go"), (1_000_000, "Mo"), (1000, "ko")):
        if octets >= unit:
            return f"{number(octets / unit, 1)}\N{NO-BREAK SPACE}{name}"
    return counted(octets, "octet")


def _shortened(sentences: Sequence[str]) -> list[str]:
    more = len(sentences) - _NAMED
    return [*sentences[:_NAMED], *([f"et {counted(more, 'autre épreuve')}, dans le sceau."] if more > 0 else [])]
