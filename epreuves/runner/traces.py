"""What cells leave behind beside their variables and files: what a fork taken after them would not find again as they left it."""

from __future__ import annotations

import asyncio
import fcntl
import os
import signal
import stat
import threading
from typing import Any

#: Permissions of the files and folders that are laid again as they were.
_FILE, _FOLDER = 0o644, 0o755
#: Where a run can write.
_WRITABLE = ("/tmp", "/dev/shm")
#: Descriptors that are looked at.
_DESCRIPTORS = 1024


def traces(work: str) -> dict[str, Any]:
    """What a process holds, to be compared with the same taken later; work: its working folder, whose plain files are left out."""
    umask = os.umask(0o022)
    os.umask(umask)
    return {
        "folder": os.getcwd(),
        "umask": umask,
        "descriptors": _descriptors(),
        "threads": {thread.ident for thread in threading.enumerate()},
        "signals": [signal.getsignal(number) for number in sorted(signal.valid_signals())],
        "timers": [signal.getitimer(timer) for timer in (signal.ITIMER_REAL, signal.ITIMER_VIRTUAL, signal.ITIMER_PROF)],
        "tasks": len(asyncio.all_tasks()),
        "places": _places(work),
    }  # fmt: skip


def left(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """What differs, by its names."""
    return [name for name in before if before[name] != after[name]]


def _descriptors() -> dict[int, tuple[int, int]]:
    """Open files, but those that are only read where nobody writes, as fonts are: a fork reads them as well."""
    found, written = {}, {os.stat(place).st_dev for place in _WRITABLE}
    for descriptor in range(_DESCRIPTORS):
        try:
            status = os.fstat(descriptor)
        except OSError:
            continue
        reads = fcntl.fcntl(descriptor, fcntl.F_GETFL) & os.O_ACCMODE == os.O_RDONLY
        if not (reads and stat.S_ISREG(status.st_mode) and status.st_dev not in written):
            found[descriptor] = status.st_dev, status.st_ino
    return found


def _places(work: str) -> list[tuple[str, int, int]]:
    """Of all that can be written, what is no plain file in the working folder, nor a folder that leads to one."""
    found = []
    for place in _WRITABLE:
        for here, folders, names in os.walk(place):
            inside = here == work or here.startswith(work + os.sep)
            for name in (*folders, *names):
                path = os.path.join(here, name)
                status = os.lstat(path)
                plain = stat.S_ISREG(status.st_mode) and stat.S_IMODE(status.st_mode) == _FILE
                leads = (
                    stat.S_ISDIR(status.st_mode)
                    and stat.S_IMODE(status.st_mode) == _FOLDER
                    and os.listdir(path)
                )
                if not (inside and (plain or leads)):
                    size = status.st_size if stat.S_ISREG(status.st_mode) else 0
                    found.append((path, status.st_mode, size))
    return sorted(found)
