"""Commands of the kit and of nbgrader, each in a new process that has their libraries loaded already.

To load them takes longer than most of what tests ask of a command: one process a program loads them once, and each command is a fork of
it, which starts in its own folder with its own environment, runs the program's entry point and ends as any process does. Nothing of the
kit is loaded for nbgrader, which loads what a course's configuration asks for.

The kit's commands that run copies also share one runner, walled as ever, which loads its libraries once and not for each of them: copies
are forks of it, and a command only closes its own end. Tests of how a runner starts and ends start their own command (`EPREUVES`).

Protocol, a line of JSON each way: `{"words": […], "folder": …, "environment": {…}, "out": path, "err": path}`, then the exit code. Standard
input is empty. The process ends when its input does.
"""

from __future__ import annotations

import atexit
import contextlib
import functools
import importlib
import json
import os
import runpy
import select
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest import mock

if TYPE_CHECKING:
    from epreuves_kit.runner.warm import Parent

#: What each program's commands load, by far the longest of their start.
_LOADED = {
    "epreuves": (
        "epreuves_kit.operations.marking",
        "epreuves_kit.operations.returning",
        "epreuves_kit.grading.batch",
        "epreuves_kit.feedback.batch",
        "nbgrader.apps",
    ),
    "nbgrader": ("nbgrader.apps",),
}


def ask_alembic_once() -> None:
    """Have nbgrader ask alembic once for the version of its tables, which is always the same, and not for each new gradebook: a second each."""
    from nbgrader import api

    api.get_alembic_version = functools.cache(api.get_alembic_version)


class _Server:
    """The process that forks a program's commands; one at a time, as each caller waits for its own."""

    def __init__(self, program: str) -> None:
        self._program = program
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def call(self, request: Mapping[str, Any], timeout: float) -> int:
        """The exit code of a command; TimeoutExpired where it takes longer, and all of it is killed."""
        with self._lock:
            if self._process is None:
                self._process = subprocess.Popen(
                    [sys.executable, "-m", "tests.programs", self._program],
                    cwd=Path(__file__).parents[1],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    start_new_session=True,
                )
            told, answers = self._process.stdin, self._process.stdout
            assert told is not None
            assert answers is not None
            told.write(json.dumps(request).encode() + b"\n")
            told.flush()
            if not select.select([answers], [], [], timeout)[0]:
                self.close(kill=True)
                raise subprocess.TimeoutExpired(list(request["words"]), timeout)
            line = answers.readline()
            if not line:
                self.close(kill=True)
                raise RuntimeError("the process that forks commands has ended")
            return int(line)

    def close(self, kill: bool = False) -> None:
        if self._process is None:
            return
        process, self._process = self._process, None
        if kill:
            os.killpg(process.pid, 9)
        process.communicate()


_servers = {program: _Server(program) for program in _LOADED}
for _server in _servers.values():
    atexit.register(_server.close)


def run(
    words: Sequence[str], folder: Path, timeout: float = 600, environment: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a command, `epreuves` or `nbgrader` first, in a folder, to its end: its exit code, and what it wrote, as text."""
    with tempfile.TemporaryDirectory() as place:
        out, err = Path(place, "out"), Path(place, "err")
        request = {
            "words": list(words),
            "folder": str(folder),
            "environment": dict(os.environ if environment is None else environment),
            "out": str(out),
            "err": str(err),
        }
        code = _servers[words[0]].call(request, timeout)
        return subprocess.CompletedProcess(list(words), code, out.read_text("utf-8"), err.read_text("utf-8"))


def _serve(program: str) -> bool:
    """Fork a process a request; True in each of them, ready to run its command, False in the first once there are no more."""
    for name in _LOADED[program]:
        importlib.import_module(name)
    ask_alembic_once()
    os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"  # each command has its own
    from nbgrader import api

    api.get_alembic_version()
    runners: dict[tuple[str, ...], Parent] = {}
    for line in sys.stdin.buffer:
        request = json.loads(line)
        if request["words"][:2] == ["epreuves", "autograde"]:
            _make_ready(runners, request)
        child = os.fork()
        if child == 0:
            _become(request)
            if runners:
                _lend(runners)
            return True
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        os.write(1, b"%d\n" % code)
    return False


def _make_ready(runners: dict[tuple[str, ...], Parent], request: Mapping[str, Any]) -> None:
    """Have a runner ready with what a command's copies ask for."""
    from epreuves_kit.runner.sandbox import marking_modules
    from epreuves_kit.runner.warm import NoWalls, Parent

    words = request["words"][2:]
    assignment = words[0] if words and not words[0].startswith("-") else None
    modules = marking_modules(Path(request["folder"]), assignment)
    if modules not in runners:
        with contextlib.suppress(NoWalls):
            runners[modules] = Parent(modules)
            runners[modules].wait()


def _lend(runners: Mapping[tuple[str, ...], Parent]) -> None:
    """Have this process's command find one of these runners where it would start its own."""
    from epreuves_kit.runner import sandbox
    from epreuves_kit.runner.warm import missing

    def found(mode: str | None, modules: tuple[str, ...]) -> Parent | None:
        lent = mode != "none" and not missing()
        return runners[modules] if lent and modules in runners else begun(mode, modules)

    begun = sandbox.start_early
    mock.patch.object(sandbox, "start_early", found).start()


def _become(request: Mapping[str, Any]) -> None:
    empty = os.open(os.devnull, os.O_RDONLY)
    os.dup2(empty, 0)
    for number, name in ((1, "out"), (2, "err")):
        written = os.open(request[name], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        os.dup2(written, number)
        os.close(written)
    os.close(empty)
    os.environ.clear()
    os.environ.update(request["environment"])
    os.chdir(request["folder"])
    sys.argv = list(request["words"])


def _command() -> None:
    """The command whose words are in `sys.argv`."""
    if sys.argv[0] == "epreuves":
        from epreuves_kit.cli import main

        main()
    else:
        runpy.run_module("nbgrader", run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    if _serve(sys.argv[1]):
        _command()
