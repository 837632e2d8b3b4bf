"""What runs in the worker processes of a cluster: a warm walled parent each, an assignment laid in a private folder, and the marking."""

from __future__ import annotations

import asyncio
import hashlib
import importlib.metadata
import platform
import shutil
import tempfile
import threading
from pathlib import Path
from typing import Any

import msgspec
from distributed import WorkerPlugin, get_worker

from epreuves.course.kept import OWN
from epreuves.gradebook.marked_rows import SourceNotebook
from epreuves.grading.assignment import Assignment, code
from epreuves.grading.copies import Bench
from epreuves.grading.handed import Handed, Marked, Settings
from epreuves.grading.own_settings import OwnRules
from epreuves.grading.results import failed
from epreuves.marking.reference import kit
from epreuves.runner.files import Files
from epreuves.runner.run import Limits
from epreuves.runner.sandbox import MARKING, RARE, Mode, Runner
from epreuves.runner.warm import NoWalls

#: Packages whose versions can change a mark.
_JUDGES = ("numpy", "pandas", "scipy", "matplotlib", "ipython", "msgspec")


class Load(msgspec.Struct, frozen=True):
    """An assignment as it goes to the workers: its folders' files, its cells as the gradebook knows them, the course's settings."""

    name: str
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
                    place,
                    load.name,
                    place / "source",
                    place / "release",
                    runner,
                    load.limits,
                    load.rules,
                )
                self.bench = Bench(assignment, load.sources, load.settings)
        return self.bench


def served(
    batch: str, assignment: Assignment, sources: dict[str, SourceNotebook], settings: Settings
) -> Served:
    """An assignment for the workers: its source folder, its released notebooks, the schemes already worked out."""
    files = [(f"source/{name}", path.read_bytes()) for name, path in _files(assignment.source)]
    files += [(f"release/{p.name}", p.read_bytes()) for p in sorted(assignment.release.glob("*.ipynb"))]
    for notebook in assignment.notebooks:
        known = f"{OWN}/references/{notebook}-{assignment.references(notebook).fingerprint}-{kit()[:12]}"
        files += [
            (f"{known}/{p.name}", p.read_bytes()) for p in sorted((assignment.root / known).glob("*.json"))
        ]
    # Where the course lies is nobody's business there.
    away = msgspec.structs.replace(settings, submitted="", autograded="")
    load = msgspec.msgpack.encode(
        Load(assignment.name, files, sources, away, assignment.limits, assignment.rules)
    )
    return Served(f"{batch}-{hashlib.blake2b(load, digest_size=8).hexdigest()}", load)


def mark(batch: str, assignment: str, raw: bytes) -> bytes:
    """Mark one copy in a worker: a `Handed` in, a `Marked` out. Nothing is raised: an exception would go back as a pickled object."""
    student = ""
    try:
        handed = msgspec.msgpack.decode(raw, type=Handed)
        student = handed.student
        plugins: dict[str, Any] = get_worker().plugins
        marked = plugins[assignment].ready(plugins[batch].ready()).mark(handed)
    except Exception as error:
        said = str(error) if isinstance(error, NoWalls) else f"{type(error).__name__} : {error}"
        marked = Marked(result=failed(student, "", said).result)
    return msgspec.msgpack.encode(marked)


async def probe(batch: str, dask_worker: Any = None) -> bytes:
    """What a worker says of itself: versions, what it does not guard, why it refuses to mark; JSON."""
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
