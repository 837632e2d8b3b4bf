"""papermill's engine « epreuves »: the school's own reports on the warm runner. `papermill --engine epreuves in.ipynb out.ipynb -p x 1`

The notebook sees a copy of the working directory, notebooks and hidden folders excepted, and nothing else of the machine; what it writes
there comes back when it has ended or failed. Where the walls are not to be had, papermill's own engine runs it, and a warning says so.
"""

from __future__ import annotations

import atexit
import functools
import os
import platform
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import msgspec
import nbformat
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import Engine, NBClientEngine, NotebookExecutionManager
from papermill.log import logger

from epreuves_kit.runner.files import Files, found, lay, read_folder
from epreuves_kit.runner.kernels import is_own
from epreuves_kit.runner.run import CellRun, Limits
from epreuves_kit.runner.sandbox import VARIABLE
from epreuves_kit.runner.warm import NoWalls, Parent

#: Seconds that stand for no limit: RLIMIT_CPU and timeouts want a number.
FOREVER = 7 * 24 * 3600.0
#: A folder that weighs more is not copied into memory.
FOLDER_BYTES, FOLDER_FILES = 200 << 20, 20_000
FALLBACK = "Moteur « epreuves » : {} Le notebook est exécuté par le moteur ordinaire de papermill, sans bac à sable."
#: Given to this Python's kernel where nothing else is: it warns, in English, of ports that papermill chose for it on this machine alone.
_QUIET = ["--log-level=ERROR"]
_LIMITS = Limits(
    total_seconds=FOREVER,
    memory_mib=16_384,
    disk_mib=1024,
    files=2 * FOLDER_FILES,
    cell_bytes=64 << 20,
    total_bytes=256 << 20,
)


class EpreuvesEngine(Engine):
    """Runs a notebook in a walled fork of a warm parent, which lasts as long as the process."""

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: NotebookExecutionManager,
        kernel_name: str,
        log_output: bool = False,
        stdout_file: Any = None,
        stderr_file: Any = None,
        execution_timeout: float | None = None,
        **kwargs: Any,
    ) -> None:
        """Run the cells, as papermill's own engine does; raises CellTimeoutError and DeadKernelError as it does."""
        timeout = execution_timeout or kwargs.get("timeout")
        try:
            files = _folder(kernel_name)
            parent = _parent()
        except NoWalls as reason:
            if os.environ.get(VARIABLE) == "required":
                raise
            logger.warning(FALLBACK.format(reason))
            if is_own(kernel_name):
                kwargs.setdefault("extra_arguments", _QUIET)
            NBClientEngine.execute_managed_notebook(
                nb_man,
                kernel_name,
                log_output=log_output,
                stdout_file=stdout_file,
                stderr_file=stderr_file,
                execution_timeout=execution_timeout,
                **kwargs,
            )
            return
        parent.wait()  # walls that are to be had and do not stand are an error, whatever was asked
        log = SimpleNamespace(log=logger, log_output=log_output, stdout_file=stdout_file, stderr_file=stderr_file)
        _Report(nb_man, functools.partial(PapermillNotebookClient.log_output_message, log)).run(
            parent, files, timeout, bool(kwargs.get("allow_errors"))
        )


class _Report:
    """One run of a notebook: papermill's record of it, kept as the cells begin and end."""

    def __init__(self, nb_man: NotebookExecutionManager, log: Callable[[Any], None]) -> None:
        self._man, self._log = nb_man, log
        self._cells = nb_man.nb.cells
        #: The next cell of which nothing was recorded, and the one that began and of which the end was not recorded.
        self._next = 0
        self._open: int | None = None

    def run(self, parent: Parent, files: Files, timeout: float | None, allow_errors: bool) -> None:
        """Run all cells, up to the first that fails and may not."""
        tags = [cell.metadata.get("tags", []) for cell in self._cells]
        cells = [
            {"cell_type": c.cell_type, "source": "" if "skip-execution" in t else c.source, "metadata": {}}
            for c, t in zip(self._cells, tags, strict=True)
        ]
        fatal = [] if allow_errors else [i for i, t in enumerate(tags) if "raises-exception" not in t]
        limits = msgspec.structs.replace(_LIMITS, cell_seconds=timeout or FOREVER)
        left: dict[str, bytes] = {}
        run = parent.run({"cells": cells}, files, limits, watch=self._watch, fatal=fatal, left=left)
        lay(list(left.items()), Path.cwd())
        last = self._open
        late = last is not None and last in run.cells and run.cells[last].interrupted
        self._close(failed=run.end.kind == "failed" and not late)
        if late:
            raise CellTimeoutError.error_from_timeout_and_cell(
                "Cell execution timed out", int(timeout or 0), self._cells[last]
            )
        if run.end.kind not in ("done", "failed"):
            raise DeadKernelError(run.end.sentence)
        self._man.nb.metadata["language_info"] = _language()
        if run.end.kind == "done":
            self._pass_over(len(self._cells))

    def _watch(self, index: int, run: CellRun | None) -> None:
        cell = self._cells[index]
        if run is None:
            self._close()
            self._pass_over(index)
            self._man.cell_start(cell, index)
            self._open, self._next = index, index + 1
            cell.metadata["execution"] = dict.fromkeys(("iopub.status.busy", "iopub.execute_input"), _now())
            return
        cell.outputs = [nbformat.from_dict(output) for output in run.outputs]
        if index == self._open:
            cell.execution_count = run.execution_count
            cell.metadata["execution"] |= dict.fromkeys(("shell.execute_reply", "iopub.status.idle"), _now())
            for output in cell.outputs:
                self._log(output)

    def _close(self, failed: bool = False) -> None:
        """Record the end of the cell that began; whether it failed is known once another begins, or none does."""
        if self._open is not None:
            cell = self._cells[self._open]
            if failed:
                self._man.cell_exception(cell, cell_index=self._open)
            self._man.cell_complete(cell, cell_index=self._open)
            self._open = None

    def _pass_over(self, index: int) -> None:
        """Record the cells before `index` in which there was nothing to run."""
        for number in range(self._next, index):
            self._man.cell_start(self._cells[number], number)
            self._man.cell_complete(self._cells[number], cell_index=number)
        self._next = max(self._next, index)


@functools.cache
def _parent() -> Parent:
    parent = Parent()
    atexit.register(parent.close)
    return parent


def _folder(kernel_name: str) -> Files:
    """The working directory's files; raises NoWalls, with the reason, where walls are not wanted or what is asked does not fit in them."""
    if os.environ.get(VARIABLE) == "none":
        raise NoWalls(f"la variable {VARIABLE} vaut « none ».")
    if not is_own(kernel_name):
        raise NoWalls(f"le noyau « {kernel_name} » n'est pas celui de ce Python.")
    folder, bytes_left, files_left = Path.cwd(), FOLDER_BYTES, FOLDER_FILES
    for path in found(folder):
        bytes_left, files_left = bytes_left - path.stat().st_size, files_left - 1
        if bytes_left < 0 or files_left < 0:
            raise NoWalls(
                f"le dossier « {folder} » est trop lourd pour être copié en mémoire (plus de {FOLDER_BYTES >> 20} Mio ou de {FOLDER_FILES} fichiers)."
            )
    return read_folder(folder)


def _now() -> str:
    return datetime.now(UTC).isoformat().replace("+00:00", "Z")


def _language() -> dict[str, Any]:
    """A kernel's account of its language."""
    return {
        "name": "python",
        "version": platform.python_version(),
        "mimetype": "text/x-python",
        "file_extension": ".py",
        "codemirror_mode": {"name": "ipython", "version": 3},
        "pygments_lexer": "ipython3",
        "nbconvert_exporter": "python",
    }
