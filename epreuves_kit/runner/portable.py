"""The portable runner: nbclient in a process of its own, with deadlines; no wall between the code and the machine.

It works wherever Jupyter does. What it does not guard (files readable by the account that marks, the network)
is said in `docs/parts.md`, « The walls ».
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any

import msgspec
import psutil

from epreuves_kit.runner.files import Files, lay, read_folder
from epreuves_kit.runner.frames import count_values
from epreuves_kit.runner.run import FLOOD, CellRun, End, Limits, Run, answers_of, code_of

#: How often the family of a run is looked for and killed: one that multiplies is faster than a single look.
_ROUNDS = 50

#: Seconds that the worker is given past the notebook's own deadline to start and to stop its kernel.
GRACE = 20.0

_KEPT = (
    "PATH",
    "LANG",
    "LC_ALL",
    "LC_CTYPE",
    "TZ",
    "SYSTEMROOT",
    "TEMP",
    "TMP",
    "LD_LIBRARY_PATH",
    "OPENBLAS_CORETYPE",
    "OPENBLAS_L2_SIZE",
)


NOT_STARTED = End(
    "no_start",
    "L'exécution n'a pas pu démarrer : corrigez une autre copie pour savoir si l'installation est en cause.",
)
KILLED = End(
    "dead",
    "L'exécution a été tuée de l'intérieur ou par le système (mémoire épuisée) : les cellules suivantes n'ont pas été exécutées.",
)


class _Line(msgspec.Struct):
    """One message of the worker: a cell done, or the end."""

    cell: int | None = None
    outputs: list[dict[str, Any]] = []
    execution_count: int | None = None
    interrupted: bool = False
    failed: bool = False
    cut: bool = False
    end: End | None = None


def run(
    notebook: Mapping[str, Any],
    folder: Path | Files,
    limits: Limits | None = None,
    environment: Mapping[str, str] | None = None,
) -> Run:
    """Run a notebook's code cells in order, in a throw-away copy of a folder.

    notebook: nbformat 4 as a dictionary; its metadata is trusted (a doctor has been there), its sources are not.
    folder: what the code finds in its working directory, a folder or its files; links are not followed, the folder is never written.
    environment: variables added to the small set that the code sees.
    Whatever happens inside is a result (`Run.end`); only a missing folder or a broken installation raises.
    """
    limits = limits or Limits()
    with tempfile.TemporaryDirectory(prefix="epreuve-", ignore_cleanup_errors=True) as place:
        work = Path(place) / "copie"
        home = Path(place) / "maison"
        work.mkdir()
        home.mkdir()
        lay(read_folder(folder) if isinstance(folder, Path) else folder, work)
        cells = notebook["cells"]
        code = dict(code_of(cells))
        request = json.dumps({"code": code, "limits": msgspec.to_builtins(limits)})
        lines = _talk(request, work, _environment(home, environment or {}), limits)
        runs: dict[int, CellRun] = {}
        end: End | None = None
        for line in lines:
            if line.end is not None:
                end = line.end
            elif line.cell in code:
                runs[line.cell] = CellRun(line.outputs, line.execution_count, line.interrupted, line.failed, line.cut)
        if end is None:
            sentence = f"Le temps total ({limits.total_seconds:.0f} s) a été dépassé : l'exécution a été arrêtée."
            end = End("deadline", sentence)
        return Run(runs, answers_of(cells, runs), end)


def _environment(home: Path, added: Mapping[str, str]) -> dict[str, str]:
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    # Threads of the linear algebra would multiply by the number of copies in memory and change nothing in a mark.
    return kept | {
        "HOME": str(home), "USERPROFILE": str(home), "IPYTHONDIR": str(home), "JUPYTER_CONFIG_DIR": str(home),
        "JUPYTER_RUNTIME_DIR": str(home), "MPLCONFIGDIR": str(home), "PYTHONIOENCODING": "utf-8", "PYTHONHASHSEED": "0",
        "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "PYDEVD_DISABLE_FILE_VALIDATION": "1",
    } | dict(added)  # fmt: skip


def _talk(request: str, work: Path, environment: dict[str, str], limits: Limits) -> list[_Line]:
    """Start the worker, give it its request, and gather its lines until it ends or its time is up."""
    worker = subprocess.Popen(
        # -P: a file of the copy that bears a module's name is not to be imported here.
        [sys.executable, "-P", "-m", "epreuves_kit.runner.worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=work,
        env=environment,
    )
    assert worker.stdin is not None
    assert worker.stdout is not None
    received: queue.Queue[bytes | None] = queue.Queue()
    reader = threading.Thread(target=_read, args=(worker.stdout, received, limits.total_bytes * 2), daemon=True)
    reader.start()
    with contextlib.suppress(BrokenPipeError):  # the worker died at once: its missing last line says it
        worker.stdin.write(request.encode())
        worker.stdin.close()
    lines: list[_Line] = []
    deadline = time.monotonic() + limits.total_seconds + GRACE
    decoder = msgspec.json.Decoder(_Line)
    own_end: int | None = None
    try:
        while (left := deadline - time.monotonic()) > 0:
            try:
                raw = received.get(timeout=left)
            except queue.Empty:
                break
            if raw is None:
                with contextlib.suppress(subprocess.TimeoutExpired):  # its output ended, so it is ending too
                    own_end = worker.wait(1)
                break
            if count_values(raw, 2 * limits.cell_values) > 2 * limits.cell_values:
                lines.append(_Line(end=End("flood", FLOOD)))
                break
            try:
                lines.append(decoder.decode(raw))
            except (msgspec.DecodeError, RecursionError):
                continue  # not a line of the kit's: whatever wrote it earns nothing
            if lines[-1].end is not None:
                break
    finally:
        _stop(worker)
        worker.stdout.close()
    if own_end is not None:
        # It ended by itself before it said how the run ended.
        lines.append(_Line(end=NOT_STARTED if own_end > 0 and not lines else KILLED))
    return lines


def _read(stream: IO[bytes], received: queue.Queue[bytes | None], bound: int) -> None:
    """Hand on the worker's lines, up to a bound in bytes; a longer flood is left unread."""
    left = bound
    try:
        while left > 0 and (line := stream.readline(left)):
            left -= len(line)
            received.put(line)
    except ValueError:  # the stream was closed under us: the run is over
        pass
    received.put(None)


def _stop(worker: subprocess.Popen[bytes]) -> None:
    """End the worker and all that it started.

    A kernel has a session of its own, and what it starts may leave the family: on Linux whatever does comes back as a child of
    the worker (see `worker.adopt_orphans`), so the worker goes last. Elsewhere such a process can outlive the run.
    """
    for _ in range(_ROUNDS):
        family = _family(worker.pid)
        if not family:
            break
        for process in family:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()
        psutil.wait_procs(family, timeout=0.05)
    worker.kill()
    worker.wait()


def _family(pid: int) -> list[psutil.Process]:
    """Living descendants of a process."""
    living = []
    with contextlib.suppress(psutil.NoSuchProcess):
        for process in psutil.Process(pid).children(recursive=True):
            with contextlib.suppress(psutil.NoSuchProcess):
                if process.status() != psutil.STATUS_ZOMBIE:
                    living.append(process)
    return living
