"""A notebook that a candidate wrote, as far as it can be told without running it: its file, and what of it is filled in."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Mapping
from typing import Any

import msgspec

from epreuves.answers.handing_in import plan_of, written
from epreuves.answers.typed import FILE as TYPED
from epreuves.wording.inert import inert
from epreuves_kit.exam import filled
from epreuves_kit.grading.doctor import mend, role_id
from epreuves_kit.grading.submitted import File


class ReceivedWriting(msgspec.Struct, frozen=True):
    """A writing, and the words of it that were not given out."""

    title: str
    words: int


class ReceivedFile(msgspec.Struct, frozen=True):
    """A file: its name, its size in bytes, and the SHA-256 of its content."""

    name: str
    size: int
    sha256: str


class ReceivedNotebook(msgspec.Struct, frozen=True):
    """A notebook of a copy: the file that was read, and the number of answers of those asked that hold something else than what was given out.

    lacking: that none came; reason: why it does not read, empty where it does.
    """

    name: str
    file: ReceivedFile | None
    answered: int = 0
    asked: int = 0
    writings: tuple[ReceivedWriting, ...] = ()
    reason: str = ""

    @property
    def words(self) -> int:
        """Words of all its writings."""
        return sum(writing.words for writing in self.writings)

    @property
    def untouched(self) -> bool:
        """True if it reads, and holds nothing of the candidate's."""
        return self.file is not None and not (self.reason or self.answered or self.words)


def received_file(name: str, content: bytes) -> ReceivedFile:
    return ReceivedFile(inert(name)[:120], len(content), hashlib.sha256(content).hexdigest())


def received_notebook(
    name: str, released: dict[str, Any], handed: File | None, typed: Collection[str]
) -> ReceivedNotebook:
    """A notebook of a copy, as far as it can be told without running it. handed: its file, None where there is none; typed: questions typed in forms."""
    if handed is None:
        return ReceivedNotebook(name, None)
    file = received_file(handed.name, handed.content)
    if handed.link:
        return ReceivedNotebook(name, file, reason="le fichier rendu est un raccourci, qui n'est pas suivi.")
    mended = mend(handed.content, released)
    if mended.status == "unreadable":
        return ReceivedNotebook(name, file, reason=mended.reason)
    given = {id: filled.text(cell) for cell in released["cells"] if (id := role_id(cell))}
    own = {id: filled.text(cell) for cell in mended.notebook["cells"] if (id := role_id(cell))}
    plan = plan_of(released)
    writings = plan.writings if plan is not None else ()
    return ReceivedNotebook(
        name,
        file,
        *filled.answered(released, own, typed),
        tuple(
            ReceivedWriting(writing.title, written(own.get(writing.id, ""), writing.given or given.get(writing.id, "")))
            for writing in writings
        ),
    )


def progress(
    released: Mapping[str, dict[str, Any]], epreuve: str, read: Callable[[str], bytes | None]
) -> tuple[int, int, int]:
    """Questions answered, questions, and words of all notebooks of an épreuve. released: each by its name; read: gives a file of the work, None for none."""
    answered = asked = words = 0
    typed = filled.typed_in(read(TYPED), epreuve)
    for name, given in released.items():
        content = read(f"{name}.ipynb")
        handed = None if content is None else File(f"{name}.ipynb", content)
        notebook = received_notebook(name, given, handed, typed)
        answered, words = answered + notebook.answered, words + notebook.words
        asked += notebook.asked or len(filled.questions(given))
    return answered, asked, words
