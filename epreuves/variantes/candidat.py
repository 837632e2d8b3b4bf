"""Who is at work: the candidate's name, from the most explicit source to the least."""

from __future__ import annotations

import getpass
import os
from collections.abc import Callable, Mapping
from pathlib import Path

import msgspec

FICHIER = "candidat.txt"
#: Characters of it that are read: a name is shorter.
_LONGUEUR = 10_000


class Candidat(msgspec.Struct, frozen=True):
    """A candidate's name and where it was read (a French phrase)."""

    nom: str
    origine: str


def resoudre(
    dossier: Path, argument: str | None = None, environ: Mapping[str, str] = os.environ
) -> Candidat | None:
    """The candidate: the argument, EPREUVES_CANDIDAT, `candidat.txt`, JUPYTERHUB_USER, then the system's
    user.

    The last two are what nbgrader itself goes by when a copy is handed in. None where nothing names anyone.
    """
    sources: tuple[tuple[Callable[[], str], str], ...] = (
        (lambda: argument or "", "donné à preparer()"),
        (lambda: environ.get("EPREUVES_CANDIDAT", ""), "variable EPREUVES_CANDIDAT"),
        (lambda: _memoire(dossier), f"fichier {FICHIER}"),
        (lambda: environ.get("JUPYTERHUB_USER", ""), "compte JupyterHub"),
        (_utilisateur, "compte de l'ordinateur"),
    )
    for lire, origine in sources:
        nom = lire().strip()
        if nom:
            return Candidat(nom, origine)
    return None


def retenir(dossier: Path, nom: str) -> None:
    """Write the name that was given to `candidat.txt`, so that « Tout exécuter » finds it again."""
    fichier = dossier / FICHIER
    if _memoire(dossier).strip() != nom.strip():
        fichier.write_text(nom.strip() + "\n", encoding="utf-8", newline="\n")


def _memoire(dossier: Path) -> str:
    try:
        with (dossier / FICHIER).open(encoding="utf-8-sig") as fichier:
            lignes = fichier.read(_LONGUEUR).splitlines()
    except (OSError, UnicodeDecodeError):
        return ""
    return next((ligne for ligne in lignes if ligne.strip()), "")


def _utilisateur() -> str:
    try:
        return getpass.getuser()
    except (
        OSError,
        KeyError,
        ImportError,
    ):  # no such user (a bare container); ImportError: Windows before 3.13
        return ""
