"""The candidate at work: their name, from the most explicit source to the least, and the code that goes with it."""

from __future__ import annotations

import getpass
import os
from collections.abc import Callable, Mapping
from pathlib import Path

import msgspec

FILE = "candidat.txt"
#: Characters of it that are read: a name is shorter.
_LENGTH = 10_000
#: What is said of a name that the system alone gives.
ACCOUNT = "compte de l'ordinateur"
#: What is said of a name that a hub's account gives, and of one that whoever runs the notebook does.
HUB, IMPOSED = "compte JupyterHub", "variable EPREUVES_CANDIDAT"
#: Accounts that are nobody's: a browser's, those of images that everybody shares.
_NOBODY = {"web_user", "pyodide", "jovyan"}


class WrittenName(msgspec.Struct, frozen=True):
    """The name and the code that a `candidat.txt` holds, a line each; empty for what it does not."""

    name: str = ""
    code: str = ""


class Candidate(msgspec.Struct, frozen=True):
    """A candidate's name and where it was read (a French phrase)."""

    name: str
    origin: str

    @property
    def by_account(self) -> bool:
        """True if an account of the school's own says it."""
        return self.origin in (HUB, IMPOSED)


def resolve(folder: Path, argument: str | None = None, environ: Mapping[str, str] = os.environ) -> Candidate | None:
    """The candidate: the argument, EPREUVES_CANDIDAT, `candidat.txt`, JUPYTERHUB_USER, then the system's
    user.

    The last two are what nbgrader itself goes by when a copy is handed in. None where nothing names anyone, as in a browser.
    """
    sources: tuple[tuple[Callable[[], str], str], ...] = (
        (lambda: argument or "", "donné à preparer()"),
        (lambda: environ.get("EPREUVES_CANDIDAT", ""), IMPOSED),
        (lambda: kept(folder).name, f"fichier {FILE}"),
        (lambda: environ.get("JUPYTERHUB_USER", ""), HUB),
        (_user, ACCOUNT),
    )
    for read, origin in sources:
        name = read().strip()
        if name:
            return Candidate(name, origin)
    return None


def hold(folder: Path, name: str, code: str = "") -> None:
    """Write the name and the code that were given to `candidat.txt`, so that « Tout exécuter » finds them again."""
    if kept(folder) != WrittenName(name.strip(), code):
        lines = [name.strip(), *filter(None, [code])]
        (folder / FILE).write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


def kept(folder: Path) -> WrittenName:
    """The name and the code that a folder's file holds."""
    try:
        with (folder / FILE).open("rb") as file:
            return written(file.read(_LENGTH))
    except OSError:
        return WrittenName()


def written(content: bytes) -> WrittenName:
    """The name and the code that the bytes of a `candidat.txt` hold; nothing of what nobody can read."""
    try:
        lines = content[:_LENGTH].decode("utf-8-sig").splitlines()
    except UnicodeDecodeError:
        return WrittenName()
    return WrittenName(*[line.strip() for line in lines if line.strip()][:2])


def _user() -> str:
    try:
        user = getpass.getuser()
    except (
        OSError,
        KeyError,
        ImportError,
    ):  # no such user (a bare container); ImportError: Windows before 3.13
        return ""
    return "" if user in _NOBODY else user
