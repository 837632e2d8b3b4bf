"""The draw of an épreuve's data: `donnees.py` loaded apart, drawn for a letter, and judged by the data
dictionary.
"""

from __future__ import annotations

import contextlib
import hashlib
import sys
import time
import traceback
import types
from collections.abc import Callable, Generator, Sequence
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pandas as pd

from epreuves.machine import cores
from epreuves.spread import Work, grouped, spread
from epreuves.variantes import archive, dictionnaire, tables
from epreuves.variantes.dictionnaire import Champ, Table
from epreuves.variantes.lettres import graine
from epreuves.variantes.preparation import PAQUET
from epreuves.variantes.tables import ErreurTable
from epreuves.wording.errors import KitError
from epreuves.wording.french import counted

FORMAT = 1
"""Raised when the files of a variant change though what is written has not: archives built before are then
stale.
"""

_LONG = 6.0
"""Seconds of drawing from which other processes, which take two to start, are worth it."""

Tirer = Callable[[np.random.RandomState], dict[str, pd.DataFrame]]


def charger(chemin: Path) -> Tirer:
    """The function `tirer` of a `donnees.py`, loaded from its path."""
    tirer = executer(chemin, "le tirage manque ; écrivez-y « def tirer(rng) ».").get("tirer")
    if not callable(tirer):
        raise KitError(f"{chemin} : la fonction « tirer(rng) » manque.")
    return tirer


def executer(chemin: Path, manque: str) -> dict[str, Any]:
    """The names that an author's module binds, loaded from its path; `sys.modules` and `sys.path` stay as
    they are. `manque`: what the error says where there is no such file.
    """
    module = types.ModuleType(f"_{chemin.stem}_{chemin.parent.name}")
    module.__file__ = str(chemin)
    sys.modules[module.__name__] = module  # for the time of loading: dataclasses look their module up by name
    try:
        exec(compile(chemin.read_bytes(), str(chemin), "exec"), module.__dict__)
    except FileNotFoundError:
        raise KitError(f"{chemin} : {manque}") from None
    except Exception as erreur:
        raise KitError(f"{chemin}{ligne(erreur, chemin)} : {type(erreur).__name__} — {erreur}") from erreur
    finally:
        del sys.modules[module.__name__]
    return module.__dict__


def empreinte(dossier: Path) -> str:
    """What the archives of an épreuve depend on, hashed: the draw, the data dictionary, the format of the
    files.
    """
    hache = hashlib.blake2b(digest_size=16)
    for nom in ("donnees.py", "dictionnaire.yaml"):
        contenu = (dossier / nom).read_bytes()
        hache.update(len(contenu).to_bytes(8, "big") + contenu)
    return f"epreuves {FORMAT} {hache.hexdigest()}"


def fichiers(dossier: Path, epreuve: str, lettre: str) -> dict[str, bytes]:
    """The files of one variant, name → bytes: a CSV a table, and `datapackage.json`. Pure, given the written
    files.
    """
    mots = dictionnaire.lire(dossier / "dictionnaire.yaml")
    chemin = dossier / "donnees.py"
    tirees = _tirer(charger(chemin), epreuve, lettre, chemin)
    if list(tirees) != list(mots.tables) and set(tirees) != set(mots.tables):
        raise KitError(
            f"{chemin} : tables attendues (dictionnaire.yaml) : {', '.join(mots.tables)} ; tirées : "
            f"{', '.join(tirees)}."
        )
    contenu: dict[str, bytes] = {}
    for nom, table in mots.tables.items():
        ou = f"{chemin}, variante {lettre}, table « {nom} »"
        try:
            contenu[f"{nom}.csv"] = tables.ecrire(table, tirees[nom])
            relue = tables.lire(table, contenu[f"{nom}.csv"])
        except ErreurTable as erreur:
            raise KitError(f"{ou}, {erreur}.") from None
        for defaut in defauts(table, relue):
            raise KitError(f"{ou}, {defaut}.")
    paquet = msgspec.json.format(msgspec.json.encode(dictionnaire.en_paquet(mots, epreuve, lettre)), indent=1)
    contenu[PAQUET] = paquet + b"\n"
    return contenu


def archiver(dossier: Path, epreuve: str, lettre: str) -> bytes:
    """The bytes of one variant's archive; its comment says what it was drawn from."""
    return archive.ecrire(fichiers(dossier, epreuve, lettre), empreinte(dossier))


def archives(dossier: Path, epreuve: str, lettres: Sequence[str]) -> Generator[bytes]:
    """The archives of several variants, in order; on all cores where the first one shows that drawing takes long.

    To be closed: other processes wait for the next letter until then.
    """
    debut = time.perf_counter()
    for lettre in lettres[:1]:
        yield archiver(dossier, epreuve, lettre)
    autres = lettres[1:]
    equipe = min(cores(), len(autres))
    if equipe < 2 or (time.perf_counter() - debut) * len(autres) < _LONG:
        for lettre in autres:
            yield archiver(dossier, epreuve, lettre)
        return
    # Anew rather than forked: who releases from JupyterLab has threads, which a fork could wait for.
    travail = Work(_prendre, (dossier, epreuve), _archiver, _perdue, fresh=True)
    with contextlib.closing(spread(travail, grouped(autres, 1), equipe)) as ailleurs:
        for lettre, contenu in zip(autres, ailleurs, strict=True):
            yield archiver(dossier, epreuve, lettre) if contenu is None else contenu


_ici: dict[str, Any] = {}


def _prendre(dossier: Path, epreuve: str) -> None:
    _ici.update(dossier=dossier, epreuve=epreuve)


def _archiver(lettres: Sequence[str]) -> list[bytes | None]:
    return [archiver(_ici["dossier"], _ici["epreuve"], lettre) for lettre in lettres]


def _perdue(_: str) -> None:
    """Drawn again by who asked: that a process died is not the draw's verdict."""


def _tirer(tirer: Tirer, epreuve: str, lettre: str, chemin: Path) -> dict[str, pd.DataFrame]:
    try:
        tirees = tirer(np.random.RandomState(graine(epreuve, lettre)))
    except Exception as erreur:
        raise KitError(
            f"{chemin}{ligne(erreur, chemin)}, variante {lettre} : {type(erreur).__name__} — {erreur}"
        ) from erreur
    if not isinstance(tirees, dict) or not all(isinstance(table, pd.DataFrame) for table in tirees.values()):
        raise KitError(f"{chemin}, variante {lettre} : tirer(rng) doit rendre un dict nom → DataFrame.")
    return tirees


def ligne(erreur: Exception, chemin: Path) -> str:
    """« , ligne 12 », the last line of a module that an error went through; empty where it did not."""
    lignes = [pas.lineno for pas in traceback.extract_tb(erreur.__traceback__) if pas.filename == str(chemin)]
    return f", ligne {lignes[-1]}" if lignes else ""


def defauts(table: Table, frame: pd.DataFrame) -> list[str]:
    """What a table holds against the constraints of its dictionary, as sentences; the frame is as
    `tables.lire` gives it.
    """
    trouves = [defaut for champ in table.champs for defaut in _defauts(champ, frame[champ.nom])]
    if table.cles and frame.duplicated(list(table.cles)).any():
        double = frame.loc[frame.duplicated(list(table.cles)), list(table.cles)].iloc[0].tolist()
        trouves.append(f"clé {', '.join(table.cles)} : {double} revient plusieurs fois")
    return trouves


def _defauts(champ: Champ, valeurs: pd.Series) -> list[str]:
    contraintes = champ.contraintes
    presents = valeurs.dropna()
    fautifs: list[tuple[str, pd.Series]] = []
    if contraintes.unique:
        fautifs.append(("unique", presents[presents.duplicated()]))
    if contraintes.minimum is not None:
        fautifs.append(
            (f"minimum {contraintes.minimum}", presents[presents < _borne(champ, contraintes.minimum)])
        )
    if contraintes.maximum is not None:
        fautifs.append(
            (f"maximum {contraintes.maximum}", presents[presents > _borne(champ, contraintes.maximum)])
        )
    if contraintes.enum is not None:
        fautifs.append(
            (
                f"valeurs admises {', '.join(map(str, contraintes.enum))}",
                presents[~presents.isin(contraintes.enum)],
            )
        )
    if contraintes.pattern is not None:
        fautifs.append(
            (f"motif {contraintes.pattern}", presents[~presents.str.fullmatch(contraintes.pattern)])
        )
    if contraintes.min_length is not None:
        fautifs.append(
            (
                f"{contraintes.min_length} caractères au moins",
                presents[presents.str.len() < contraintes.min_length],
            )
        )
    if contraintes.max_length is not None:
        fautifs.append(
            (
                f"{contraintes.max_length} caractères au plus",
                presents[presents.str.len() > contraintes.max_length],
            )
        )
    return [
        f"champ « {champ.nom} » : contrainte « {nom} » non tenue par {counted(len(valeurs), 'valeur')}, dont "
        f"{valeurs.iloc[0]!r}"
        for nom, valeurs in fautifs
        if len(valeurs)
    ]


def _borne(champ: Champ, borne: float | str) -> object:
    return pd.Timestamp(borne) if champ.type in ("date", "datetime") else borne
