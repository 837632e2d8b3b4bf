"""The draw of an épreuve's data: `donnees.py` loaded apart, drawn for a letter, judged by the data dictionary, and kept.

What is drawn stays in `.epreuves/tirages/<épreuve>/`, by digest of all that a draw hangs on: the same texts are not drawn twice.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.metadata
import platform
import signal
import sys
import threading
import time
import traceback
import types
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextvars import ContextVar
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import numpy as np
import pandas as pd

from epreuves import kept
from epreuves.machine import cores
from epreuves.spread import Work, grouped, spread
from epreuves.variantes import archive, dictionnaire, lettres, preparation, tables
from epreuves.variantes.dictionnaire import Champ, Table
from epreuves.variantes.lettres import graine
from epreuves.variantes.preparation import PAQUET
from epreuves.variantes.tables import ErreurTable
from epreuves.wording import errors, strict_csv, strict_yaml
from epreuves.wording.errors import KitError
from epreuves.wording.french import counted, listed

FORMAT = 1
"""Raised when the files of a variant change though what is written has not: archives built before are then
stale.
"""

_LONG = 6.0
"""Seconds of drawing from which other processes, which take two to start, are worth it."""

_SECONDS = 120
"""What the draw of one variant may take: past that, some condition is never met."""

_LIBRARIES = ("numpy", "pandas", "scipy")
"""Those that a draw may hang on, beside Python."""

T = TypeVar("T")
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
        # A file that is not there is told where it is read.
        contenu = (dossier / nom).read_bytes() if (dossier / nom).exists() else b""
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


class Drawn(msgspec.Struct, frozen=True):
    """One variant: the bytes of its archive, and how often each condition refused a draw before that one."""

    archive: bytes
    refusals: dict[str, int] = {}


def archiver(dossier: Path, epreuve: str, lettre: str) -> Drawn:
    """One variant, drawn; the comment of its archive says what it was drawn from."""
    with _counting() as refusals:
        contenu = fichiers(dossier, epreuve, lettre)
    return Drawn(archive.ecrire(contenu, empreinte(dossier)), dict(refusals))


def archives(
    root: Path,
    wanted: Sequence[tuple[str, str]],
    fresh: bool = False,
    progress: Callable[[str], None] | None = None,
) -> Generator[Drawn]:
    """Variants (épreuve, letter), in order: those that the course keeps, and the others drawn, and kept.

    On all cores where drawing takes long. `fresh`: all are drawn again. To be closed: other processes go on drawing until then.
    """
    digests = {
        epreuve: _hangs_on(root / "sujets" / epreuve) for epreuve in {epreuve for epreuve, _ in wanted}
    }
    known = [None if fresh else store(root, e).get(lettre, digests[e]) for e, lettre in wanted]
    lacking = [one for one, found in zip(wanted, known, strict=True) if found is None]
    with contextlib.closing(_drawn(root, lacking)) as drawn:
        for (epreuve, lettre), found in zip(wanted, known, strict=True):
            if progress and found is None:
                progress(f"{epreuve} : tirage de la variante {lettre}")
            yield next(drawn) if found is None else found


def store(root: Path, epreuve: str) -> kept.Kept[Drawn]:
    """Where the draws of an épreuve are kept, by letter."""
    return kept.Kept(root / kept.OWN / "tirages" / epreuve, Drawn)


def refusals(root: Path, epreuve: str, lettres: Iterable[str]) -> Counter[str]:
    """How often each condition refused a draw of these variants, of those that are kept."""
    digest, total = _hangs_on(root / "sujets" / epreuve), Counter[str]()
    for lettre in lettres:
        if (found := store(root, epreuve).get(lettre, digest)) is not None:
            total.update(found.refusals)
    return total


def _hangs_on(dossier: Path) -> str:
    """Digest of all that a draw hangs on beside the épreuve's name and the letter: the texts, the kit's code, the libraries."""
    ours = kept.code(
        sys.modules[__name__],
        archive,
        dictionnaire,
        lettres,
        preparation,
        tables,
        errors,
        strict_csv,
        strict_yaml,
    )
    versions = [platform.python_version(), *map(importlib.metadata.version, _LIBRARIES)]
    return kept.digest(empreinte(dossier).encode(), ours.encode(), *(v.encode() for v in versions))


def _draw(root: Path, epreuve: str, lettre: str) -> Drawn:
    dossier = root / "sujets" / epreuve
    digest = _hangs_on(dossier)
    drawn = archiver(dossier, epreuve, lettre)
    store(root, epreuve).put(lettre, digest, drawn)
    return drawn


def _drawn(root: Path, wanted: Sequence[tuple[str, str]]) -> Generator[Drawn]:
    """Draw these, in order; on all cores from when the first of them show that it takes long."""
    debut = time.perf_counter()
    for rank, one in enumerate(wanted):
        team = min(cores(), len(wanted) - rank)
        if rank and team > 1 and (time.perf_counter() - debut) / rank * (len(wanted) - rank) >= _LONG:
            # Anew rather than forked: who releases from JupyterLab has threads, which a fork could wait for.
            work = Work(_take, (root,), _draw_group, _lost, fresh=True)
            with contextlib.closing(spread(work, grouped(wanted[rank:], 1), team)) as elsewhere:
                for one, found in zip(wanted[rank:], elsewhere, strict=True):
                    yield _draw(root, *one) if found is None else found
            return
        yield _draw(root, *one)


_here: dict[str, Path] = {}


def _take(root: Path) -> None:
    _here["root"] = root


def _draw_group(group: Sequence[tuple[str, str]]) -> list[Drawn | None]:
    return [_draw(_here["root"], *one) for one in group]


def _lost(_: tuple[str, str]) -> None:
    """Drawn again by who asked: that a process died is not the draw's verdict."""


_refused: ContextVar[Counter[str] | None] = ContextVar("_refused", default=None)


def tirer_jusqu_a(
    tirage: Callable[[np.random.RandomState], T],
    conditions: Callable[[T], Iterable[tuple[str, bool]]],
    rng: np.random.RandomState,
    essais: int = 3_000,
) -> T:
    """Draw until the conditions hold: for a `donnees.py`, so that its refusals are counted and come early.

    conditions: pairs (what is asked for, in French; whether it holds). They are asked for one by one and no further than the
    first that does not hold: a generator that begins with the cheapest works out no more than it must. Raises KitError, with
    the count of refusals by condition, after so many vain draws.
    """
    counted = _refused.get()
    counted = Counter() if counted is None else counted
    here: Counter[str] = Counter()
    for _ in range(essais):
        drawn = tirage(rng)
        refused = next((name for name, holds in conditions(drawn) if not holds), None)
        if refused is None:
            return drawn
        here[refused] += 1
        counted[refused] += 1
    raise KitError(
        f"aucun tirage sur {essais} ne remplit les conditions. Refus : {told(here)}. "
        "Assouplissez la condition qui refuse le plus, ou changez le tirage."
    )


def told(refusals: Mapping[str, int], most: int | None = None) -> str:
    """« « le meilleur se détache » 12 fois et « … » 3 fois », the one that refuses most first; past `most`, the rest together."""
    ordered = sorted(refusals.items(), key=lambda pair: (-pair[1], pair[0]))
    rest = sum(count for _, count in ordered[most:]) if most else 0
    said = [f"« {name} » {count} fois" for name, count in ordered[:most]]
    return listed([*said, f"d'autres {rest} fois"] if rest else said)


@contextlib.contextmanager
def _counting() -> Iterator[Counter[str]]:
    """Refusals are counted here, and a draw that does not end is stopped, where the system can do that."""
    counted: Counter[str] = Counter()
    token = _refused.set(counted)

    def stop(*_: object) -> None:
        said = f" Refus : {told(counted)}." if counted else ""
        raise KitError(
            f"le tirage n'a pas fini en {_SECONDS} s : une condition n'est jamais remplie, ou presque.{said}"
        )

    bounded = hasattr(signal, "SIGALRM") and threading.current_thread() is threading.main_thread()
    if bounded:
        before = signal.signal(signal.SIGALRM, stop)
        signal.setitimer(signal.ITIMER_REAL, _SECONDS)
    try:
        yield counted
    finally:
        if bounded:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)
        _refused.reset(token)


def _tirer(tirer: Tirer, epreuve: str, lettre: str, chemin: Path) -> dict[str, pd.DataFrame]:
    try:
        tirees = tirer(np.random.RandomState(graine(epreuve, lettre)))
    except KitError as erreur:
        raise KitError(f"{chemin}, variante {lettre} : {erreur}") from erreur
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
