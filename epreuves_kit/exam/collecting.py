"""nbgrader's collection, of plain files alone, whatever candidates left where copies arrive; for its commands, Formgrader and the application.

The exchange's incoming folder is open to all in writing, and nbgrader follows links as it copies: under the instructor's account, a link to
the épreuve's source, or to somebody's copy, would be collected as one's own work. A name that it cannot read, or a copy that is too
heavy, would stop the collection for all.
"""

from __future__ import annotations

import os
import secrets
import tempfile
from pathlib import Path
from typing import Any

from nbgrader.exchange.default import ExchangeCollect

from epreuves.wording.inert import inert
from epreuves_kit.exam.plain_copy import ASIDE, FOLDER, handed_in, kept


class PlainCollect(ExchangeCollect):
    """Collects as nbgrader does, but what is no plain file of a copy. told: what was left, in sentences."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.told: list[str] = []

    def init_src(self) -> None:
        """Put aside what is no copy, then look for copies as nbgrader does."""
        inbound = Path(self.root) / self.coursedir.course_id / "inbound"
        if self.coursedir.course_id and os.access(inbound, os.R_OK | os.X_OK):
            for name in sorted(os.listdir(inbound)):
                if not name.startswith(".") and not _copy(inbound / name):
                    self._put_aside(inbound / name)
        super().init_src()

    def do_copy(self, src: str, dest: str, log: Any = None) -> None:
        """Copy a folder's plain files, with the rules that nbgrader has for names and sizes."""
        with tempfile.TemporaryDirectory(prefix="ramassage-") as temporary:
            place = Path(temporary) / "copie"  # which has the permissions of any folder, not of a temporary one
            place.mkdir()
            try:
                source = os.open(src, FOLDER)
            except OSError:  # its candidate has just taken it back
                self._tell(f"La copie de {_who(src)} n'est plus dans l'échange : ramassez de nouveau.")
                return
            try:
                _, left = kept(source, place, most_bytes=1_000 * self.coursedir.max_dir_size)
            finally:
                os.close(source)
            super().do_copy(str(place), dest, log)
        for sentence in left:
            self._tell(f"Copie de {_who(src)} : {sentence}")

    def _put_aside(self, path: Path) -> None:
        try:
            path.rename(path.with_name(f"{ASIDE}{secrets.token_hex(8)}"))
        except OSError:
            self.fail(
                f"Dans l'échange, « {_named(path)} » n'est pas une copie et ne s'écarte pas sous ce compte : ramassez sous celui qui a distribué."
            )
        self._tell(f"Dans l'échange, « {_named(path)} » n'était pas une copie : il a été écarté.")

    def _tell(self, sentence: str) -> None:
        self.told.append(sentence)
        self.log.warning(sentence)


def _named(path: str | Path) -> str:
    """The name of a folder in the exchange, as it can be shown."""
    return inert(os.fsencode(os.path.basename(path)).decode("utf-8", "backslashreplace"))[:120]


def _who(path: str) -> str:
    """The candidate of a copy handed in, by its folder's name."""
    parts = handed_in(os.path.basename(path))
    return inert(parts[0])[:120] if parts else ""


def _copy(path: Path) -> bool:
    """True if a name in the exchange is that of a copy which can be opened."""
    if handed_in(path.name) is None:
        return False
    try:
        os.close(os.open(path, FOLDER))
    except OSError:
        return False
    return True
