"""nbgrader's release to the exchange, without what candidates are given after the oral alone; for its commands, Formgrader and the application."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any

from nbgrader.exchange.default import ExchangeReleaseAssignment

from epreuves_kit.course.after_oral import held_back


class HeldRelease(ExchangeReleaseAssignment):
    """Releases as nbgrader does, but what is held back."""

    def do_copy(self, src: str, dest: str, log: Any = None) -> None:
        """Copy a folder without what is held back, so that it is never there to be fetched."""
        left = held_back(Path(self.coursedir.root), self.coursedir.assignment_id)
        with tempfile.TemporaryDirectory(prefix="distribution-") as temporary:
            # A folder has the permissions of any, not of a temporary one.
            place = Path(temporary) / "epreuve"
            shutil.copytree(src, place, symlinks=True, ignore=lambda folder, names: left if folder == src else ())
            super().do_copy(str(place), dest, log)
