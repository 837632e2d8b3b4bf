"""The same marking on a Dask cluster: copies go out as bytes, marked ones come back as bytes, and the course stays where it is.

Each worker process has a warm walled parent of its own, and the assignment laid in a private folder; neither needs a file system
shared with the course. The code of a copy runs behind that parent's walls, never in the Dask worker.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import importlib.metadata
import logging
import platform
import shutil
import tempfile
import threading
import time
import uuid
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec
from distributed import Client, Future, KilledWorker, WorkerPlugin, get_worker, wait

from epreuves.referentiel.spelling import EpreuveId
from epreuves.wording.errors import KitError
from epreuves_kit.course.kept import OWN
from epreuves_kit.gradebook.marked_rows import SourceNotebook
from epreuves_kit.grading.assignment import Assignment, code
from epreuves_kit.grading.copies import Bench, CopyOutcome, Handed, Marked, MarkingDesk, Settings, failed
from epreuves_kit.grading.own_settings import OwnRules
from epreuves_kit.runner.files import Files
from epreuves_kit.runner.run import Limits
from epreuves_kit.runner.sandbox import MARKING, RARE, Mode, Runner
from epreuves_kit.runner.warm import NoWalls
from epreuves_kit.threads import read_structs

#: Packages whose versions can change a mark.
_JUDGES = ("numpy", "pandas", "scipy", "matplotlib", "ipython", "msgspec")


class Load(msgspec.Struct, frozen=True):
    """An assignment as it goes to the workers: its folders' files, its cells as the gradebook knows them, the course's settings."""

    name: EpreuveId
    files: Files
    sources: dict[str, SourceNotebook]
    settings: Settings
    limits: Limits
    rules: OwnRules


class Warm(WorkerPlugin):
    """A warm parent in each worker process, those that come later included; it ends when the batch leaves the cluster."""

    def __init__(self, name: str, mode: Mode) -> None:
        self.name, self.mode, self.signature = name, mode, signature()

    def setup(self, worker: Any) -> None:
        read_structs()
        # In the worker's own thread: the walls fall with the thread that built them, and those that do tasks come and go.
        self.lock, self.refused, self.runner = threading.Lock(), "", None
        if signature() != self.signature:
            self.refused = "ce processus n'a pas les mêmes versions que la machine qui corrige."
            return
        try:
            self.runner = Runner(self.mode, (*MARKING, *RARE))
        except NoWalls as error:
            self.refused = str(error)

    def teardown(self, worker: Any) -> None:
        if self.runner is not None:
            self.runner.close()

    def ready(self) -> Runner:
        """The runner, once its walls stand; raises NoWalls where they are asked for and cannot."""
        with self.lock:
            if self.runner is None:
                raise NoWalls(self.refused)
            self.runner.ready()
        return self.runner


class Served(WorkerPlugin):
    """An assignment in each worker process, sent once for each content of it; bytes of a `Load`, laid out at the first copy."""

    def __init__(self, name: str, load: bytes) -> None:
        self.name, self.load = name, load

    def setup(self, worker: Any) -> None:
        self.lock = threading.Lock()
        self.bench: Bench | None = None
        self.place: Path | None = None

    def teardown(self, worker: Any) -> None:
        if self.place is not None:
            shutil.rmtree(self.place, ignore_errors=True)

    def ready(self, runner: Runner) -> Bench:
        """The assignment, ready for marking."""
        with self.lock:
            if self.bench is None:
                load = msgspec.msgpack.decode(self.load, type=Load)
                place = self.place = Path(tempfile.mkdtemp(prefix="epreuves-"))
                for name, content in load.files:
                    path = place / name
                    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                    path.write_bytes(content)
                assignment = Assignment(
                    place, load.name, place / "source", place / "release", runner, load.limits, load.rules
                )
                self.bench = Bench(assignment, load.sources, load.settings)
        return self.bench


def served(batch: str, assignment: Assignment, sources: dict[str, SourceNotebook], settings: Settings) -> Served:
    """An assignment for the workers: its source folder, its released notebooks, the schemes already worked out."""
    files = [(f"source/{name}", path.read_bytes()) for name, path in _files(assignment.source)]
    files += [(f"release/{p.name}", p.read_bytes()) for p in sorted(assignment.release.glob("*.ipynb"))]
    for notebook in assignment.notebooks:
        references = assignment.references(notebook)
        if references.store is not None:
            folder = f"{OWN}/references/{references.stored}"
            files += [(f"{folder}/{p.name}", p.read_bytes()) for p in references.store.files()]
    # Where the course lies is nobody's business there.
    away = msgspec.structs.replace(settings, submitted="", autograded="")
    load = msgspec.msgpack.encode(Load(assignment.name, files, sources, away, assignment.limits, assignment.rules))
    return Served(f"{batch}-{hashlib.blake2b(load, digest_size=8).hexdigest()}", load)


def mark(batch: str, assignment: EpreuveId, raw: bytes) -> bytes:
    """Mark one copy in a worker: a `Handed` in, a `Marked` out. Nothing is raised: an exception would go back as a pickled object."""
    student = ""
    try:
        handed = msgspec.msgpack.decode(raw, type=Handed)
        student = handed.student
        plugins: dict[str, Any] = get_worker().plugins
        marked = plugins[assignment].ready(plugins[batch].ready()).mark(handed)
    except Exception as error:
        reason = str(error) if isinstance(error, NoWalls) else f"{type(error).__name__} : {error}"
        marked = Marked(result=failed(student, "", reason).result)
    return msgspec.msgpack.encode(marked)


async def probe(batch: str, dask_worker: Any = None) -> bytes:
    """A worker's account of itself: versions, what it does not guard, why it refuses to mark; JSON."""
    warm: Warm = dask_worker.plugins[batch]
    refused, warning = warm.refused, ""
    if not refused:
        try:
            warning = (await asyncio.to_thread(warm.ready)).warning
        except NoWalls as error:
            refused = str(error)
    return msgspec.json.encode({"signature": signature(), "refused": refused, "warning": warning})


def signature() -> dict[str, str]:
    """Versions on which a mark can depend: Python's, the kit's own code, the libraries that candidates use."""
    return {"Python": platform.python_version(), "epreuves": code()} | {
        name: importlib.metadata.version(name) for name in _JUDGES
    }


def _files(folder: Path) -> list[tuple[str, Path]]:
    return [(str(p.relative_to(folder)), p) for p in sorted(folder.rglob("*")) if p.is_file()]


#: Seconds to reach the scheduler, to see a first worker, and to see one come back where all are gone.
REACH, FIRST, ALONE = 10, 30, 60
#: Copies given to a worker's thread at once: one under way, one waiting; and bytes of all that are under way.
_AHEAD, _BYTES = 2, 512 << 20
#: Copies read in one go, at most, before what is known of them is told.
_TOGETHER = 32
_ENCODER, _DECODER = msgspec.msgpack.Encoder(), msgspec.msgpack.Decoder(Marked)

DIED = "Le processus qui corrigeait la copie s'est arrêté à chaque essai (mémoire épuisée ?) : elle n'est pas corrigée."
LOST = "Le cluster « {} » ne répond plus. Rien n'est perdu : la même commande reprendra les copies qui restent."
NOBODY = "Le cluster « {} » n'a aucun processus de correction : lancez « dask worker {} » sur une machine au moins."


class Cluster:
    """A Dask cluster that marks copies; a context manager.

    address: of its scheduler, « tcp://… » or « tls://… ». mode: what walls its workers are to have.
    Raises KitError where nobody answers there, or a worker is not fit to mark.
    """

    def __init__(self, address: str, mode: Mode) -> None:
        self.address, self._number = address, 0
        for name in ("distributed", "distributed.client", "distributed.core"):
            logging.getLogger(name).setLevel(logging.CRITICAL)  # what goes wrong is said in a sentence
        warnings.filterwarnings("ignore", message="Sending large graph")
        warnings.filterwarnings("ignore", message="(?s).*Mismatched versions")  # `probe` tells those that matter
        try:
            self._client = Client(address, timeout=REACH, name="epreuves")
        except Exception as error:  # an address badly written, nobody there, another protocol
            raise KitError(
                f"Le cluster « {address} » est injoignable ({_first_line(error)}) : vérifiez l'adresse, et que « dask scheduler » y tourne."
            ) from None
        self.name = f"epreuves-{uuid.uuid4().hex[:12]}"
        self._registered: list[str] = []
        self._counted = (0.0, 0)
        try:
            with self._speaking():
                self._register(Warm(self.name, mode))
                self.warning = self._checked()
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Cluster:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Leave the cluster, with nothing of ours kept there."""
        with contextlib.suppress(Exception):
            if self._client.status == "running":
                for name in reversed(self._registered):
                    self._client.unregister_worker_plugin(name)
        with contextlib.suppress(Exception):
            self._client.close(timeout=REACH)

    def marked(
        self,
        assignment: Assignment,
        sources: dict[str, SourceNotebook],
        settings: Settings,
        desk: MarkingDesk,
        students: Sequence[str],
    ) -> Iterator[list[CopyOutcome]]:
        """Send an assignment, then mark students' copies of it."""
        return self.outcomes(served(self.name, assignment, sources, settings), desk, students)

    def outcomes(self, served: Served, desk: MarkingDesk, students: Sequence[str]) -> Iterator[list[CopyOutcome]]:
        """Mark candidates' copies, and give outcomes as they come; few copies are held at once.

        A copy whose worker dies is given to another. Where workers die of one again and again, it is tried a last time alone, so
        that its neighbours in a worker do not suffer. Raises KitError where the cluster is gone.
        """
        with self._speaking():
            self._register(served)
        suspects: list[str] = []
        yield from self._pass(served, desk, students, suspects)
        for student in suspects:
            yield from self._pass(served, desk, [student], None)

    def _pass(
        self, served: Served, desk: MarkingDesk, students: Sequence[str], suspects: list[str] | None
    ) -> Iterator[list[CopyOutcome]]:
        """Mark copies; those of which the workers die are kept in `suspects`, or given up where there is no such list."""
        waiting, flying, more = iter(students), dict[Future[Any], tuple[Handed, int]](), True
        while more or flying:
            outcomes: list[CopyOutcome] = []
            while more and len(outcomes) < _TOGETHER and self._room(flying):
                student = next(waiting, None)
                if student is None:
                    more = False
                    break
                handed = desk.read(student)
                if isinstance(handed, CopyOutcome):
                    outcomes.append(handed)
                else:
                    self._give(served, handed, flying)
            if outcomes:
                yield outcomes
            elif flying:
                yield self._gathered(served, desk, flying, suspects)

    def _give(self, served: Served, handed: Handed, flying: dict[Future[Any], tuple[Handed, int]]) -> None:
        raw = _ENCODER.encode(handed)
        self._number += 1
        # The key is shown on the cluster's own pages: it names nobody.
        key = f"{self.name}-copie-{self._number}"
        with self._speaking():
            future = self._client.submit(mark, self.name, served.name, raw, key=key, pure=False)
        flying[future] = handed, len(raw)

    def _gathered(
        self,
        served: Served,
        desk: MarkingDesk,
        flying: dict[Future[Any], tuple[Handed, int]],
        suspects: list[str] | None,
    ) -> list[CopyOutcome]:
        """Outcomes of the copies that are done, at least one of them, unless all are suspects or given again."""
        outcomes = []
        for future in self._done(list(flying)):
            handed, _ = flying.pop(future)
            if future.status == "finished":
                with self._speaking():
                    raw = future.result(timeout=ALONE)
                outcomes.append(desk.lay(handed, _read(raw, desk, handed.student)))
                continue
            if future.status == "lost":
                # Marked, but its worker died before the copy came back: it is marked again, elsewhere.
                self._give(served, handed, flying)
                continue
            if future.status != "error":
                raise KitError(LOST.format(self.address))
            error = future.exception()
            if isinstance(error, KilledWorker) and suspects is not None:
                suspects.append(handed.student)
            elif isinstance(error, KilledWorker):
                outcomes.append(desk.failed(handed.student, DIED))
            else:
                outcomes.append(desk.failed(handed.student, f"{type(error).__name__} : {error}"))
        return outcomes

    def _done(self, flying: list[Future[Any]]) -> Sequence[Future[Any]]:
        since = time.monotonic()
        while True:
            with self._speaking():
                try:
                    return list(wait(flying, timeout=2, return_when="FIRST_COMPLETED").done)
                except TimeoutError:
                    pass
                if self._client.status != "running" and time.monotonic() - since > ALONE:
                    raise KitError(LOST.format(self.address))
                if self._threads(fresh=True):
                    since = time.monotonic()
                elif time.monotonic() - since > ALONE:
                    raise KitError(NOBODY.format(self.address, self.address))

    def _room(self, flying: dict[Future[Any], tuple[Handed, int]]) -> bool:
        """True if one more copy may be under way."""
        return not flying or (
            len(flying) < _AHEAD * self._threads() and sum(size for _, size in flying.values()) < _BYTES
        )

    def _threads(self, fresh: bool = False) -> int:
        """Threads that mark in the cluster, as known a moment ago."""
        if fresh or time.monotonic() - self._counted[0] > 2:
            with self._speaking():
                self._counted = (time.monotonic(), sum(self._client.nthreads().values()))
        return self._counted[1]

    def _register(self, plugin: Any) -> None:
        if plugin.name not in self._registered:
            self._client.register_plugin(plugin, name=plugin.name)
            self._registered.append(plugin.name)

    def _checked(self) -> str:
        """A sentence on what the workers do not guard, once all are known to run the same code as this machine; raises KitError elsewhere."""
        try:
            self._client.wait_for_workers(1, timeout=FIRST)
        except TimeoutError:
            raise KitError(NOBODY.format(self.address, self.address)) from None
        return judge(
            {where: msgspec.json.decode(account) for where, account in self._client.run(probe, self.name).items()}
        )

    @contextlib.contextmanager
    def _speaking(self) -> Iterator[None]:
        """Tell in a sentence that the cluster is gone, whatever the library makes of it."""
        try:
            yield
        except (KitError, TimeoutError):
            raise
        except Exception as error:
            raise KitError(f"{LOST.format(self.address)} ({_first_line(error)})") from error


def judge(accounts: dict[str, Any]) -> str:
    """A sentence on what the workers, by address, do not guard, once all run the same code as this machine; raises KitError elsewhere."""
    ours = signature()
    for where, account in accounts.items():
        for what, version in ours.items():
            other = account["signature"].get(what, "aucune")
            if other != version:
                raise KitError(
                    f"Le processus « {where} » n'a pas la même version de « {what} » que cette machine ({other[:12]}, ici {version[:12]}) : "
                    "les notes pourraient différer. Installez partout les mêmes paquets."
                )
        if account["refused"]:
            raise KitError(f"Le processus « {where} » ne peut pas corriger : {account['refused']}")
    return next((account["warning"] for account in accounts.values() if account["warning"]), "")


def _read(raw: Any, desk: MarkingDesk, student: str) -> Marked:
    """The outcome that a worker sent, read as data only; whatever it says, it speaks of the copy that it was given."""
    try:
        marked = _DECODER.decode(raw)
    except (msgspec.MsgspecError, TypeError):
        reason = "Réponse illisible du processus de correction."
        return Marked(result=failed(student, desk.assignment.name, reason).result)
    result = msgspec.structs.replace(marked.result, student=student, assignment=desk.assignment.name)
    due = {n: content for n, content in marked.notebooks.items() if n in desk.assignment.notebooks}
    return msgspec.structs.replace(marked, result=result, notebooks=due)


def _first_line(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:200]
