"""A Dask cluster of real processes on the loopback: a scheduler, and worker processes that share no folder with the course."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil

#: Seconds to start.
_START = 60
_SETTINGS = {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1", "PYTHONWARNINGS": "ignore"}


class Nuage:
    """The address of the scheduler, and the worker processes by number."""

    def __init__(self, place: Path) -> None:
        self._place, self._processes, self.workers = place, [], []
        self._run("scheduler", "scheduler", "--port", "0", "--scheduler-file", str(place / "adresse.json"))
        self.address = self._said("scheduler", "Scheduler at:")

    def add(self, *words: str) -> psutil.Process:
        """Start one more worker process, without the nanny that would start another in its place unless `words` ask for it."""
        name = f"worker-{len(self.workers)}"
        work = self._place / name
        work.mkdir()
        run = self._run(
            name,
            "worker",
            self.address,
            "--nthreads",
            "1",
            "--local-directory",
            str(work),
            *(words or ("--no-nanny",)),
        )
        self._said(name, "Registered to:")
        self.workers.append(run)
        return run

    def log(self, name: str) -> str:
        """What a process wrote."""
        return (self._place / f"{name}.log").read_text("utf-8", "replace")

    def close(self) -> None:
        """End all of it."""
        for process in reversed(self._processes):
            family = [process, *process.children(recursive=True)] if process.is_running() else []
            for one in family:
                with suppress(psutil.NoSuchProcess):
                    one.kill()
        psutil.wait_procs(self._processes, timeout=10)

    def _run(self, name: str, *words: str) -> psutil.Process:
        with (self._place / f"{name}.log").open("wb") as log:
            process = psutil.Popen(
                [sys.executable, "-m", "dask", *words, "--host", "127.0.0.1", "--dashboard-address", "127.0.0.1:0"],
                stdout=log,
                stderr=log,
                cwd=self._place,
                env=os.environ | _SETTINGS,
                start_new_session=True,
            )
        self._processes.append(process)
        return process

    def _said(self, name: str, what: str) -> str:
        deadline = time.monotonic() + _START
        while time.monotonic() < deadline:
            for line in self.log(name).splitlines():
                if what in line and "tcp://" in line:
                    return "tcp://" + line.split("tcp://")[-1].strip()
            time.sleep(0.05)
        raise AssertionError(f"{name}: {self.log(name)[-2000:]}")


@contextmanager
def nuage(place: Path, workers: int = 2) -> Iterator[Nuage]:
    """A cluster with so many worker processes."""
    place.mkdir(exist_ok=True)
    made = Nuage(place)
    try:
        for _ in range(workers):
            made.add()
        yield made
    finally:
        made.close()
