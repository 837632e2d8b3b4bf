"""The collective copies that were marked, each kept as it was: what a group hands in afterwards replaces nothing by itself.

Beside the submitted folders, in one that nbgrader does not look into. A copy is kept when it is first marked, with all that goes with it; another
takes its place by a decision alone, and the one before it stays beside it.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
from pathlib import Path

import msgspec

from epreuves.referentiel.spelling import EpreuveId
from epreuves.variants.attribution import group_id
from epreuves_kit.runner.files import Files

#: The folder of kept copies, in `submitted/`; what says which one it is; what is added to the name of one that was replaced.
FOLDER, RECORD, BEFORE = ".collectif", "collectif.json", ".avant"


class KeptCopy(msgspec.Struct, frozen=True):
    """A collective copy that was marked: the group's name, who handed it in, the rule by which it is that one and the sentence that says so;
    seen: digests of the answers and files of every collective copy that was there when it was chosen.
    """

    group: str
    owner: str
    rule: int
    said: str
    seen: tuple[str, ...]


class KeptCopies:
    """The kept collective copies of one assignment; submitted: the folder of all the candidates' folders."""

    def __init__(self, submitted: Path, assignment: EpreuveId) -> None:
        self._place, self._assignment = submitted / FOLDER, assignment

    def get(self, group: str) -> KeptCopy | None:
        """The copy that is kept of a group; None where there is none, or it cannot be read."""
        with contextlib.suppress(OSError, msgspec.MsgspecError):
            return msgspec.json.decode((self._of(group) / RECORD).read_bytes(), type=KeptCopy)
        return None

    def folder(self, kept: KeptCopy) -> Path:
        """The folder of a kept copy, as its owner's is in `submitted/`."""
        return self._of(kept.group) / kept.owner / self._assignment

    def keep(self, kept: KeptCopy, files: Files) -> None:
        """Keep a copy, whole or not at all; the first kept stays. Raises OSError."""
        place = self._of(kept.group)
        staged = place.with_name(f".{place.name}.{os.getpid()}.partiel")
        shutil.rmtree(staged, ignore_errors=True)
        folder = staged / kept.owner / self._assignment
        folder.mkdir(parents=True)
        for name, content in files:
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        (staged / RECORD).write_bytes(msgspec.json.encode(kept))
        try:
            os.rename(staged, place)
        except OSError:
            shutil.rmtree(staged, ignore_errors=True)
            if not place.is_dir():
                raise

    def let_go(self, group: str) -> None:
        """Put a kept copy aside, so that the next marking keeps another. Raises OSError."""
        place = self._of(group)
        aside = (place.with_name(f"{place.name}{BEFORE}{n}") for n in range(1, 1000))
        if place.is_dir():
            os.rename(place, next(path for path in aside if not path.exists()))

    def forget(self, group: str) -> None:
        """Keep nothing more of a group: who plays a session again hands in anew."""
        shutil.rmtree(self._of(group), ignore_errors=True)

    def _of(self, group: str) -> Path:
        # A group's name is anything: it is no folder's.
        return (
            self._place / f"{self._assignment}-{hashlib.blake2b(group_id(group).encode(), digest_size=8).hexdigest()}"
        )
