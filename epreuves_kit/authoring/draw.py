"""The draw of an épreuve's data: `donnees.py` loaded apart, drawn for a letter, judged by the data dictionary, and kept.

What is drawn stays in `.epreuves/tirages/<épreuve>/`, by digest of all that a draw hangs on: with the same texts and key, nothing is drawn
twice.
"""

from __future__ import annotations

import contextlib
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

from epreuves.machine import cores
from epreuves.referentiel.spelling import EpreuveId
from epreuves.variants import archive, attribution, dictionary, preparation, tables
from epreuves.variants.attribution import key_mark, own_key, seed
from epreuves.variants.dictionary import Field, Table
from epreuves.variants.preparation import PACKAGE
from epreuves.variants.published import ExamSession
from epreuves.variants.tables import TableError
from epreuves.wording import errors, strict_csv
from epreuves.wording.errors import KitError
from epreuves.wording.french import counted, listed
from epreuves_kit.authoring import dictionary as written
from epreuves_kit.course import kept
from epreuves_kit.referentiel.model import called
from epreuves_kit.spread import spread
from epreuves_kit.variants.session import DEMONSTRATION_KEY
from epreuves_kit.wording import strict_yaml

#: Raised when a variant's files change though its texts have not: archives built before are then stale.
FORMAT = 2

#: Seconds of drawing from which other processes, which take two to start, are worth it.
_LONG = 6.0

#: What the draw of one variant may take: past that, some condition is never met.
_SECONDS = 120
#: By how much more it may take by the clock on the wall.
_PATIENCE = 8
#: Seconds between two attempts at stopping it.
_AGAIN = 1.0

#: Those that a draw may hang on, beside Python.
_LIBRARIES = ("numpy", "pandas", "scipy")

T = TypeVar("T")
Drawer = Callable[[np.random.RandomState], dict[str, pd.DataFrame]]


def load(path: Path) -> Drawer:
    """The function `tirer` of a `donnees.py`, loaded from its path."""
    drawer = execute(path, "le tirage manque ; écrivez-y « def tirer(rng) ».").get("tirer")
    if not callable(drawer):
        raise KitError(f"{path} : la fonction « tirer(rng) » manque.")
    return drawer


def execute(path: Path, lacking: str) -> dict[str, Any]:
    """The names that an author's module binds, loaded from its path; `sys.modules` and `sys.path` stay as
    they are. `lacking`: what the error says where there is no such file.
    """
    module = types.ModuleType(f"_{path.stem}_{path.parent.name}")
    module.__file__ = str(path)
    sys.modules[module.__name__] = module  # for the time of loading: dataclasses look their module up by name
    try:
        exec(compile(path.read_bytes(), str(path), "exec"), module.__dict__)
    except FileNotFoundError:
        raise KitError(f"{path} : {lacking}") from None
    except Exception as error:
        raise KitError(f"{path}{line(error, path)} : {type(error).__name__} — {error}") from error
    finally:
        del sys.modules[module.__name__]
    return module.__dict__


class VainDraw(KitError):
    """No draw met the conditions, after as many as may be tried; another seed may do better."""


class Wanted(msgspec.Struct, frozen=True):
    """A variant that is wanted: of which épreuve, which letter, with the épreuve's own key, after how many draws that did not hold."""

    epreuve: EpreuveId
    letter: str
    key: str
    attempt: int = 0

    @property
    def seed(self) -> int:
        """The seed of its random numbers."""
        return seed(self.key, self.epreuve, self.letter, self.attempt)


def of_session(exam_session: ExamSession, letter: str) -> Wanted:
    """A variant of an épreuve's session, at the attempt that the session has come to."""
    attempt = exam_session.attempts.get(letter, 0)
    return Wanted(exam_session.epreuve, letter, exam_session.key, attempt)


def demonstration(epreuve: EpreuveId) -> Wanted:
    """The variant that the demonstration's session gives first: anybody may see its tables, whatever the course's own session."""
    return Wanted(epreuve, "A", own_key(DEMONSTRATION_KEY, epreuve))


def stamp(folder: Path, wanted: Wanted) -> str:
    """The comment of an archive, which says what it was drawn from: the draw's texts and the épreuve's key, each by a digest, and the attempt."""
    return f"epreuves {FORMAT} {_texts(folder)} {key_mark(wanted.key)} {wanted.attempt}"


def key_told(comment: str) -> str:
    """The mark of the key that an archive says it was drawn with; empty where it does not say, as archives did not always."""
    parts = comment.split()
    return parts[3] if len(parts) == 5 else ""


def of_other_texts(comment: str | None, folder: Path) -> bool:
    """True if an archive says that it was drawn from other texts than those that are there now."""
    parts = (comment or "").split()
    return parts[:1] == ["epreuves"] and parts[2:3] != [_texts(folder)]


def _texts(folder: Path) -> str:
    """Digest of what an épreuve's tables depend on beside the seed: the draw and the data dictionary."""
    # A file that is not there is told where it is read.
    paths = folder / "donnees.py", folder / "dictionnaire.yaml"
    return kept.digest(*(path.read_bytes() if path.exists() else b"" for path in paths))


def files(folder: Path, wanted: Wanted) -> dict[str, bytes]:
    """The files of one variant, name → bytes: a CSV a table, and `datapackage.json`; pure, given the texts. Raises VainDraw, KitError."""
    words = written.read(folder / "dictionnaire.yaml")
    path = folder / "donnees.py"
    epreuve, letter = wanted.epreuve, wanted.letter
    drawn = _call_drawer(load(path), wanted, path)
    if set(drawn) != set(words.tables):
        due = f"tables attendues (dictionnaire.yaml) : {', '.join(words.tables)}"
        raise KitError(f"{path} : {due} ; tirées : {', '.join(drawn)}.")
    content: dict[str, bytes] = {}
    for name, table in words.tables.items():
        where = f"{path}, variante {letter}, table « {name} »"
        try:
            content[f"{name}.csv"] = tables.write(table, drawn[name])
            reread = tables.read(table, content[f"{name}.csv"])
        except TableError as error:
            raise KitError(f"{where}, {error}.") from None
        for default in faults(table, reread):
            raise KitError(f"{where}, {default}.")
    package = msgspec.json.encode(dictionary.as_package(words, epreuve, letter))
    content[PACKAGE] = msgspec.json.format(package, indent=1) + b"\n"
    return content


class DrawnVariant(msgspec.Struct, frozen=True):
    """One variant: the bytes of its archive, how often each condition refused a draw before that one, and why there is no archive."""

    archive: bytes = b""
    refusals: dict[str, int] = {}
    failure: str = ""

    @property
    def content(self) -> bytes:
        """The archive; VainDraw where no draw met the conditions."""
        if self.failure:
            raise VainDraw(self.failure)
        return self.archive


def draw_archive(folder: Path, wanted: Wanted) -> DrawnVariant:
    """One variant, drawn; the comment of its archive says what it was drawn from."""
    with _counting() as refusals:
        try:
            content = files(folder, wanted)
        except VainDraw as error:
            return DrawnVariant(b"", dict(refusals), str(error))
    return DrawnVariant(archive.write(content, stamp(folder, wanted)), dict(refusals))


def archives(
    root: Path,
    wanted: Sequence[Wanted],
    fresh: bool = False,
    progress: Callable[[str], None] | None = None,
) -> Generator[DrawnVariant]:
    """Variants, in order: those that the course keeps, and the others drawn, and kept.

    On all cores where drawing takes long. `fresh`: all are drawn again. To be closed: other processes go on drawing until then.
    """
    stored = [None if fresh else _known(root, variant) for variant in wanted]
    lacking = [variant for variant, earlier in zip(wanted, stored, strict=True) if earlier is None]
    with contextlib.closing(_drawn(root, lacking)) as drawn:
        for variant, earlier in zip(wanted, stored, strict=True):
            if progress and earlier is None:
                again = f", essai n° {variant.attempt + 1}" if variant.attempt else ""
                progress(f"{called(variant.epreuve)} : jeu de données {variant.letter}{again}")
            yield next(drawn) if earlier is None else earlier


def refusals(root: Path, wanted: Iterable[Wanted]) -> Counter[str]:
    """The refusals of draws of these variants, counted by condition, of those that are kept."""
    total = Counter[str]()
    for variant in wanted:
        if (earlier := _known(root, variant)) is not None:
            total.update(earlier.refusals)
    return total


def _store(root: Path, wanted: Wanted) -> tuple[kept.Kept[DrawnVariant], str]:
    """The store in which a draw is kept, and its name there: the demonstration's apart, as a course has its own variants beside them."""
    folder = root / kept.OWN / "tirages" / wanted.epreuve
    if wanted.key == own_key(DEMONSTRATION_KEY, wanted.epreuve):
        folder /= "demonstration"
    name = f"{wanted.letter}{wanted.attempt}" if wanted.attempt else wanted.letter
    return kept.Kept(folder, DrawnVariant), name


def _known(root: Path, wanted: Wanted) -> DrawnVariant | None:
    store, name = _store(root, wanted)
    return store.get(name, _hangs_on(root / "sujets" / wanted.epreuve, wanted))


def _hangs_on(folder: Path, wanted: Wanted) -> str:
    """Digest of all that a draw hangs on beside the épreuve's name and the letter: the texts, the key, the kit's code, the libraries."""
    own = sys.modules[__name__]
    ours = kept.code(
        own, written, archive, dictionary, attribution, preparation, tables, errors, strict_csv, strict_yaml
    )
    versions = [platform.python_version(), *map(importlib.metadata.version, _LIBRARIES)]
    return kept.digest(stamp(folder, wanted).encode(), ours.encode(), *(v.encode() for v in versions))


def _draw(root: Path, wanted: Wanted) -> DrawnVariant:
    folder = root / "sujets" / wanted.epreuve
    digest = _hangs_on(folder, wanted)
    drawn = draw_archive(folder, wanted)
    store, name = _store(root, wanted)
    store.put(name, digest, drawn)
    return drawn


def _drawn(root: Path, wanted: Sequence[Wanted]) -> Generator[DrawnVariant]:
    """Draw these, in order; on all cores from when the first of them show that it takes long."""
    start = time.perf_counter()
    for rank, variant in enumerate(wanted):
        team = min(cores(), len(wanted) - rank)
        if rank and team > 1 and (time.perf_counter() - start) / rank * (len(wanted) - rank) >= _LONG:
            # Anew rather than forked: who releases from JupyterLab has threads, which a fork could wait for.
            drawn = spread(_drawing, (root,), _lost, wanted[rank:], team, fresh=True)
            with contextlib.closing(drawn) as elsewhere:
                for variant, result in zip(wanted[rank:], elsewhere, strict=True):
                    yield _draw(root, variant) if result is None else result
            return
        yield _draw(root, variant)


@contextlib.contextmanager
def _drawing(root: Path) -> Iterator[Callable[[Sequence[Wanted]], list[DrawnVariant | None]]]:
    yield lambda group: [_draw(root, variant) for variant in group]


def _lost(_: Wanted) -> None:
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
    first that does not hold: a generator that begins with the cheapest works out no more than it must. Raises VainDraw, with
    the count of refusals by condition, after so many vain draws.
    """
    counted = _refused.get()
    counted = Counter() if counted is None else counted
    by_condition: Counter[str] = Counter()
    for _ in range(essais):
        drawn = tirage(rng)
        refused = next((name for name, holds in conditions(drawn) if not holds), None)
        if refused is None:
            return drawn
        by_condition[refused] += 1
        counted[refused] += 1
    raise VainDraw(
        f"aucun tirage sur {essais} ne remplit les conditions. Refus : {told(by_condition)}. "
        "Assouplissez la condition qui refuse le plus, ou changez le tirage."
    )


def told(refusals: Mapping[str, int], most: int | None = None) -> str:
    """« « le meilleur se détache » 12 fois et « … » 3 fois », the one that refuses most first; past `most`, the rest together."""
    ordered = sorted(refusals.items(), key=lambda pair: (-pair[1], pair[0]))
    rest = sum(count for _, count in ordered[most:]) if most else 0
    parts = [f"« {name} » {count} fois" for name, count in ordered[:most]]
    return listed([*parts, f"d'autres {rest} fois"] if rest else parts)


@contextlib.contextmanager
def _counting() -> Iterator[Counter[str]]:
    """Refusals are counted here, and a draw that does not end is stopped, where the system can do that."""
    counted: Counter[str] = Counter()
    token = _refused.set(counted)

    def stop(*_: object) -> None:
        sentence = f" Refus : {told(counted)}." if counted else ""
        raise KitError(
            f"le tirage n'a pas fini en {_SECONDS} s : une condition n'est jamais remplie, ou presque.{sentence}"
        )

    bounded = hasattr(signal, "SIGALRM") and threading.current_thread() is threading.main_thread()
    before = []
    if bounded:
        # Its own work is counted: a machine that does much beside refuses nothing. What only waits is stopped too, later.
        clocks = (
            (signal.ITIMER_PROF, signal.SIGPROF, _SECONDS),
            (signal.ITIMER_REAL, signal.SIGALRM, _PATIENCE * _SECONDS),
        )
        for clock, number, seconds in clocks:
            before.append((clock, number, signal.signal(number, stop)))
            # Again and again: an error that is raised while Python collects garbage, or that a draw catches, is lost.
            signal.setitimer(clock, seconds, _AGAIN)
    try:
        yield counted
    finally:
        for clock, number, handler in before:
            signal.setitimer(clock, 0)
            signal.signal(number, handler)
        _refused.reset(token)


def _call_drawer(drawer: Drawer, wanted: Wanted, path: Path) -> dict[str, pd.DataFrame]:
    letter = wanted.letter
    try:
        drawn = drawer(np.random.RandomState(wanted.seed))
    except VainDraw as error:
        raise VainDraw(f"{path}, variante {letter} : {error}") from error
    except KitError as error:
        raise KitError(f"{path}, variante {letter} : {error}") from error
    except Exception as error:
        where = f"{path}{line(error, path)}, variante {letter}"
        raise KitError(f"{where} : {type(error).__name__} — {error}") from error
    if not isinstance(drawn, dict) or not all(isinstance(table, pd.DataFrame) for table in drawn.values()):
        raise KitError(f"{path}, variante {letter} : tirer(rng) doit rendre un dict nom → DataFrame.")
    return drawn


def line(error: Exception, path: Path) -> str:
    """« , ligne 12 », the last line of a module that an error went through; empty where it did not."""
    lines = [step.lineno for step in traceback.extract_tb(error.__traceback__) if step.filename == str(path)]
    return f", ligne {lines[-1]}" if lines else ""


def faults(table: Table, frame: pd.DataFrame) -> list[str]:
    """The faults of a table, as `tables.read` gives it, by its dictionary's constraints, as sentences."""
    sentences = [fault for field in table.fields for fault in _faults(field, frame[field.name])]
    if keys := list(table.keys):
        again = frame.loc[frame.duplicated(keys), keys]
        if len(again):
            sentences.append(f"clé {', '.join(keys)} : {again.iloc[0].tolist()} revient plusieurs fois")
    return sentences


def _faults(field: Field, values: pd.Series) -> list[str]:
    due, present = field.constraints, values.dropna()
    # Which values break each constraint, by what is said of it.
    broken: dict[str, pd.Series] = {}
    if due.unique:
        broken["unique"] = present.duplicated()
    if due.minimum is not None:
        broken[f"minimum {due.minimum}"] = present < _bound(field, due.minimum)
    if due.maximum is not None:
        broken[f"maximum {due.maximum}"] = present > _bound(field, due.maximum)
    if due.enum is not None:
        broken[f"valeurs admises {', '.join(map(str, due.enum))}"] = ~present.isin(due.enum)
    if due.pattern is not None:
        broken[f"motif {due.pattern}"] = ~present.str.fullmatch(due.pattern)
    if due.min_length is not None:
        broken[f"{due.min_length} caractères au moins"] = present.str.len() < due.min_length
    if due.max_length is not None:
        broken[f"{due.max_length} caractères au plus"] = present.str.len() > due.max_length
    faulty = {name: present[at_fault] for name, at_fault in broken.items()}
    return [
        f"champ « {field.name} » : contrainte « {name} » non tenue par {counted(len(wrong), 'valeur')}, dont "
        f"{wrong.iloc[0]!r}"
        for name, wrong in faulty.items()
        if len(wrong)
    ]


def _bound(field: Field, borne: float | str) -> object:
    return pd.Timestamp(borne) if field.type in ("date", "datetime") else borne
