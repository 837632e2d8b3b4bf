"""The candidate at work: their name, from the most explicit source to the least."""

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
#: Accounts that are nobody's: a browser's, those of images that everybody shares.
_NOBODY = {"web_user", "pyodide", "jovyan"}


class Candidate(msgspec.Struct, frozen=True):
    """A candidate's name and where it was read (a French phrase)."""

    name: str
    origin: str


def resolve(folder: Path, argument: str | None = None, environ: Mapping[str, str] = os.environ) -> Candidate | None:
    """The candidate: the argument, EPREUVES_CANDIDAT, `candidat.txt`, JUPYTERHUB_USER, then the system's
    user.

    The last two are what nbgrader itself goes by when a copy is handed in. None where nothing names anyone, as in a browser.
    """
    sources: tuple[tuple[Callable[[], str], str], ...] = (
        (lambda: argument or "", "donné à preparer()"),
        (lambda: environ.get("EPREUVES_CANDIDAT", ""), "variable EPREUVES_CANDIDAT"),
        (lambda: _memory(folder), f"fichier {FILE}"),
        (lambda: environ.get("JUPYTERHUB_USER", ""), "compte JupyterHub"),
        (_user, ACCOUNT),
    )
    for read, origin in sources:
        name = read().strip()
        if name:
            return Candidate(name, origin)
    return None


def hold(folder: Path, name: str) -> None:
    """Write the name that was given to `candidat.txt`, so that « Tout exécuter » finds it again."""
    file = folder / FILE
    if _memory(folder).strip() != name.strip():
        file.write_text(name.strip() + "\n", encoding="utf-8", newline="\n")


def _memory(folder: Path) -> str:
    try:
        with (folder / FILE).open(encoding="utf-8-sig") as file:
            lines = file.read(_LENGTH).splitlines()
    except (OSError, UnicodeDecodeError):
        return ""
    return next((line for line in lines if line.strip()), "")


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
