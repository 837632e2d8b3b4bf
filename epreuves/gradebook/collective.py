"""What lies in a member's folder for a collective copy: whether anything was written in it, when, and what lies beside."""

from __future__ import annotations

import datetime
import hashlib
import os
from collections.abc import Collection
from pathlib import Path
from typing import Any, Literal

import msgspec
from dateutil import parser, tz

from epreuves.gradebook.assignment import folder_files
from epreuves.gradebook.doctor import Mended, mend, role, role_id
from epreuves.gradebook.submitted import hand
from epreuves.runner.files import Files, beginning
from epreuves.variantes.groupes import Membre

#: What in a folder is its owner's, and goes with no collective copy.
OWN_FILES = frozenset({"timestamp.txt", "submission_secret.txt", "candidat.txt", "autoevaluation.json"})
#: Bytes of a `timestamp.txt` that are read: a date takes some thirty.
LONGEST_STAMP = 1_000
#: What becomes of a notebook in a folder: an answer written, none, it cannot be read, it is not there.
Handed = Literal["written", "blank", "unreadable", "absent"]


class Collective(msgspec.Struct, frozen=True, kw_only=True):
    """A collective copy as it goes to each member: notebook's name, who handed it in, and the files beside it."""

    notebook: str
    candidate: str
    files: Files
    said: tuple[str, ...] = ()


class Copy(msgspec.Struct, frozen=True, kw_only=True):
    """What a folder has for a collective copy: whose it is, whether an answer was written, whether it can be read.

    alike: the same for copies of which all cells are the same. when: UTC, None where no date can be read.
    """

    member: Membre
    file: Path
    worked: bool
    readable: bool
    alike: bytes
    when: datetime.datetime | None

    @property
    def owner(self) -> str:
        """Who handed it in: the folder's name."""
        return self.file.parent.parent.name


def became(path: Path | None, released: dict[str, Any]) -> Handed:
    """What became of a notebook, by its file; released: as it was given out."""
    if path is None or not os.path.lexists(path):
        return "absent"
    mended = mend(hand(path).content, released)
    if mended.status != "readable":
        return "unreadable"
    return "written" if _written(mended, released) else "blank"


def look(
    member: Membre, folder: Path, name: str, released: dict[str, Any], due: Collection[str]
) -> Copy | None:
    """A member's copy of the collective notebook, whatever is in it; None where there is no such file.

    due: names of the notebooks due. A file under another name is taken for it where it is the only one, and cells are recognised.
    """
    path = folder / f"{name}.ipynb"
    if not os.path.lexists(path):
        others = [p for p in sorted(folder.glob("*.ipynb")) if p.is_file() and p.stem not in due]
        if len(others) != 1 or others[0].is_symlink():
            return None
        path = others[0]
    mended = mend(hand(path).content, released)
    if path.stem != name and mended.status != "readable":
        return None
    cells = "\0".join(f"{role_id(c)}\0{_text(c)}" for c in mended.notebook["cells"])
    return Copy(
        member=member, file=path, worked=_written(mended, released), readable=mended.status == "readable",
        alike=hashlib.blake2b(cells.encode()).digest(), when=handed_at(folder),
    )  # fmt: skip


def beside(folder: Path) -> tuple[Files, list[str]]:
    """The files that go with a folder's collective copy, and a sentence for each left out."""
    files, said = folder_files(folder)
    return [(name, content) for name, content in files if name not in OWN_FILES], said


def stamp(folder: Path) -> str:
    """What a folder's `timestamp.txt` says, however much it holds; empty where there is none."""
    return (
        (beginning(folder / "timestamp.txt", LONGEST_STAMP) or b"").decode("utf-8", "replace").strip()[:100]
    )


def handed_at(folder: Path) -> datetime.datetime | None:
    """When a folder was handed in (UTC, without time zone), by its `timestamp.txt`, read as nbgrader reads it; None where it tells nothing."""
    text = stamp(folder)
    day, _, zone = text.rpartition(" ")
    try:
        if text.count(" ") == 2 and not zone[:1].isdigit():
            moment = parser.parse(f"{day} TZ", tzinfos={"TZ": tz.gettz(zone)})
        else:
            moment = parser.parse(text)
        return moment if moment.tzinfo is None else moment.astimezone(datetime.UTC).replace(tzinfo=None)
    except (ValueError, OverflowError, TypeError):
        return None


def _written(mended: Mended, released: dict[str, Any]) -> bool:
    """Whether an answer differs from what was given out."""
    given = {role_id(c): _text(c) for c in released["cells"] if role_id(c)}
    answers = [c for c in mended.notebook["cells"] if role_id(c) and role(c) in ("solution", "manual")]
    return any(_text(c) != given[role_id(c)] for c in answers)


def _text(cell: dict[str, Any]) -> str:
    source = cell["source"]
    return (source if isinstance(source, str) else "".join(source)).strip()
