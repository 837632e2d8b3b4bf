"""What lies in a member's folder for a collective copy, and beside any submitted notebook, made such that nbgrader can copy it."""

from __future__ import annotations

import contextlib
import datetime
import hashlib
import os
from collections.abc import Collection
from pathlib import Path
from typing import Any, Literal

import msgspec
from dateutil import parser, tz

from epreuves.grading.doctor import Mended, mend, role, role_id
from epreuves.grading.submitted import folder_files, hand
from epreuves.runner.files import Files, beginning, plain, walk
from epreuves.variants.groups import Member

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


class CollectiveCopy(msgspec.Struct, frozen=True, kw_only=True):
    """What a folder has for a collective copy: whose it is, whether an answer was written, whether it can be read.

    alike: the same for copies of which all cells are the same. when: UTC, None where no date can be read.
    """

    member: Member
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
    member: Member, folder: Path, name: str, released: dict[str, Any], due: Collection[str]
) -> CollectiveCopy | None:
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
    return CollectiveCopy(
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


#: Added to the name of what stands in the way of one of the épreuve's own files.
SUFFIX = ".copie"
#: Added to the submitted folder's name: where what cannot be walked through goes, for nbgrader would stop at it.
LEFT = ".laissé"


def set_aside(submitted: Path, source: Path) -> tuple[str, ...]:
    """Remove links, pipes and devices from a submitted folder, put folders too deep beside it, and rename what takes the place of the
    épreuve's own files, and a date that cannot be read.

    source: the épreuve's folder in `source/`. Returns a French sentence for each thing done. A link holds nothing of the
    candidate's; a file where a folder is due, or the other way round, is kept under another name.
    """
    done, deep = [], list[str]()
    for path, name in walk(submitted, left=deep.append):
        # A notebook that is a link is the exporter's to refuse, with its reason; nbgrader copies none as a file.
        if not plain(path) and path.suffix != ".ipynb":
            with contextlib.suppress(OSError):
                path.unlink()
            done.append(f"« {name} » : lien ou fichier spécial, retiré.")
    for top in dict.fromkeys(name.split(os.sep)[0] for name in deep if name):
        beside = submitted.with_name(f".{submitted.name}{LEFT}")
        with contextlib.suppress(OSError):
            beside.mkdir(exist_ok=True)
            (submitted / top).rename(beside / top)
            done.append(f"« {top} » : dossier trop profond ou illisible, mis de côté dans « {beside.name} ».")
    dated = submitted / "timestamp.txt"
    # nbgrader would read all of it, and stop at a date that it cannot read.
    if plain(dated) and (
        dated.stat().st_size > LONGEST_STAMP or (stamp(submitted) and handed_at(submitted) is None)
    ):
        dated.rename(dated.with_name(dated.name + SUFFIX))
        done.append("« timestamp.txt » : la date de remise ne se lit pas, fichier renommé.")
    for due in sorted(source.rglob("*")) if source.is_dir() else ():
        path = submitted / due.relative_to(source)
        if path.suffix != ".ipynb" and path.exists() and path.is_dir() != due.is_dir():
            with contextlib.suppress(OSError):  # a second time: the first is kept
                path.rename(path.with_name(path.name + SUFFIX))
                done.append(f"« {path.relative_to(submitted)} » : nom d'un fichier de l'épreuve, renommé.")
    return tuple(done)
