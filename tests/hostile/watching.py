"""Run one command and tell what it left behind: `python surveillance.py` with a request on standard input, one JSON object out.

It becomes the parent of every descendant that loses its own, so that none escapes its sight; the command has a deadline, then is killed.
Request: command, folder, environment, deadline (seconds), out and err (paths of its outputs), memory (bytes a process, where bounded).
Answer: code (None where it hung), seconds, peak (most bytes of memory that one of its own workers held), left (command lines of processes
alive after it), mounts and ipc (what is new).
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import resource
import subprocess
import sys
import threading
import time
from pathlib import Path

import psutil

#: See prctl(2).
_PR_SET_CHILD_SUBREAPER = 36
#: Seconds that processes have to end after the command has.
_PARTING = 5.0


def _state() -> dict[str, set[str]]:
    ipc = set()
    for name in ("sysvipc/shm", "sysvipc/msg", "sysvipc/sem"):
        with contextlib.suppress(OSError):
            head, *lines = (line.split() for line in Path("/proc", name).read_text().splitlines())
            # A database server that another test starts has an account of its own; a copy that got out would have this one's.
            own = [line for line in lines if int(line[head.index("cuid")]) == os.getuid()]
            # First columns only: times and counts change by themselves.
            ipc |= {f"{name} {' '.join(line[:2])}" for line in own}
    with contextlib.suppress(OSError):
        ipc |= {f"keys {line.split()[-2:]}" for line in Path("/proc/keys").read_text().splitlines()}
    return {"mounts": set(Path("/proc/self/mountinfo").read_text().splitlines()), "ipc": ipc}


def _living() -> list[psutil.Process]:
    living = []
    for process in psutil.Process().children(recursive=True):
        with contextlib.suppress(psutil.NoSuchProcess):
            if process.status() != psutil.STATUS_ZOMBIE:
                living.append(process)
    return living


class _Peak(threading.Thread):
    """Looks at the command and its workers, its forks, twenty times a second; copies run elsewhere, under the walls."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.command, self.bytes, self.over = psutil.Process(pid), 0, False

    def run(self) -> None:
        while not self.over:
            with contextlib.suppress(psutil.Error):
                own = [self.command, *(p for p in self.command.children() if p.name() != "bwrap")]
                self.bytes = max(self.bytes, *(p.memory_info().rss for p in own))
            time.sleep(0.05)


def main() -> None:
    request = json.load(sys.stdin)
    ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    if request.get("memory"):
        resource.setrlimit(resource.RLIMIT_AS, (request["memory"],) * 2)
    before, start = _state(), time.monotonic()
    with open(request["out"], "wb") as out, open(request["err"], "wb") as err:
        command = subprocess.Popen(
            request["command"],
            cwd=request["folder"],
            env=request["environment"],
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=err,
        )
        peak = _Peak(command.pid)
        peak.start()
        try:
            code = command.wait(request["deadline"])
        except subprocess.TimeoutExpired:
            code = None
    seconds, peak.over = time.monotonic() - start, True
    parting = time.monotonic() + (_PARTING if code is not None else 0)
    while _living() and time.monotonic() < parting:
        time.sleep(0.1)
    left = []
    while family := _living():
        for process in family:
            with contextlib.suppress(psutil.NoSuchProcess):
                left.append(" ".join(process.cmdline())[:300])
                process.kill()
        time.sleep(0.1)
    after = _state()
    json.dump(
        {
            "code": code,
            "seconds": seconds,
            "peak": peak.bytes,
            "left": left,
            **{k: sorted(after[k] - before[k]) for k in after},
        },
        sys.stdout,
    )


if __name__ == "__main__":
    main()
