"""The files that `nbgrader release_feedback` reads beside a candidate's pages: the hour of the copy, and the secret that names its pages.

nbgrader opens both files for each page and stops at the first that lacks. A copy that did not come through the exchange has no
secret: one is made of its pages, which nobody else can guess, so that it stands in nobody's way.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from pathlib import Path

from epreuves.answers.files.finding import beginning
from epreuves.machine import replace

TIMESTAMP, SECRET = "timestamp.txt", "submission_secret.txt"
#: The files of a candidate's feedback folder beside their pages.
NAMES = frozenset({TIMESTAMP, SECRET})
#: A secret as `nbgrader submit` draws it, and a date that nbgrader can print.
_LONGEST = 300
_SECRET, _DATE = re.compile(r"[0-9a-f]{32,256}"), re.compile(r"[\x20-\x7e]{1,100}")


def lay(marked: Path, folder: Path, pages: Iterable[str], mode: int) -> None:
    """Write both files beside pages; marked: the folder of the marked copy, which keeps what was handed in.

    Nothing of it is taken that nbgrader would not have written: a candidate can hand in files of those names.
    """
    secret = _line(marked / SECRET, _SECRET)
    if not secret:
        digest = hashlib.blake2b()
        for name in sorted(pages):
            digest.update((folder / name).read_bytes())
        secret = digest.hexdigest()
    for name, line in ((TIMESTAMP, _line(marked / TIMESTAMP, _DATE)), (SECRET, secret)):
        path = folder / name
        if path.is_symlink() or not path.is_file() or path.read_bytes() != line.encode():
            replace(path, line.encode(), mode)


def _line(path: Path, form: re.Pattern[str]) -> str:
    """The line of a file that holds a single one, of a form; empty elsewhere."""
    text = (beginning(path, _LONGEST) or b"").decode("ascii", "replace").strip()
    return text if form.fullmatch(text) else ""
