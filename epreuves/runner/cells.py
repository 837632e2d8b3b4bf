"""In the fork: the cells of a copy one after the other, what each showed, and what they leave behind beside variables and files."""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import os
import signal
import socket
import stat
import sys
import threading
from collections.abc import Coroutine
from typing import Any

import msgspec

from epreuves.runner.files import changed
from epreuves.runner.frames import Request, send
from epreuves.runner.outputs import Outputs, Stream
from epreuves.runner.shell import Shell, connect

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


def run(shell: Shell, channel: socket.socket, request: Request, traced: bool = False) -> list[str]:
    """Run a request's cells; the working directory is laid already. Sends a frame at the start and at the end of each cell.

    Gives, where it is asked for, what the cells left beside variables and files; see `traces`.
    """
    # Cells run inside an event loop, as a kernel's do: what they create lives on there, `asyncio.run` refuses.
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    return loop.run_until_complete(_traced(shell, channel, request, traced))


async def _traced(shell: Shell, channel: socket.socket, request: Request, traced: bool) -> list[str]:
    outputs = Outputs(request.limits.cell_bytes, request.limits.cell_values)
    streams = connect(shell, outputs)
    # Where a failure stops the run, what could not be done must not pass for done.
    shell.strict = bool(request.fatal)
    here = os.getcwd()
    before = traces(here) if traced else {}
    await _all(shell, channel, request, outputs, streams)
    return left(before, traces(here)) if traced else []


async def _all(
    shell: Shell, channel: socket.socket, request: Request, outputs: Outputs, streams: tuple[Stream, Stream]
) -> None:
    limits = request.limits
    sent = values = 0
    end = "done"
    for index, source in request.code:
        _tell(channel, begins=index)
        outputs.begin(index)
        number = shell.execution_count
        succeeded = await _one(shell, source)
        for stream in streams:
            with contextlib.suppress(Exception):
                stream.flush()
        for earlier in sorted(outputs.touched - {index}):
            # An earlier cell, whose display was updated, keeps its own number.
            _tell(channel, cell=earlier, outputs=outputs.cells[earlier], execution_count=None)
        outputs.touched.clear()
        _tell(channel, cell=index, outputs=outputs.kept, execution_count=number, failed=not succeeded)
        sent += min(outputs.weight, outputs.cell_bytes)  # what was cut weighs nothing any more
        values += min(outputs.values, outputs.cell_values)
        if sent > limits.total_bytes or values > limits.total_values:
            return _tell(channel, end="flood")
        if shell.exit_now:
            return _tell(channel, end="dead")
        if not succeeded and index in request.fatal:
            end = "failed"
            break
        await asyncio.sleep(0)
    for path, content in changed(request.files, os.getcwd()) if request.back else ():
        _tell(channel, left=path, content=content)
    return _tell(channel, end=end)


async def _one(shell: Shell, source: str) -> bool:
    """Run one cell as ipykernel's `do_execute` does, and say whether it succeeded; an interruption counts only while it runs."""
    result = failure = None
    previous = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        shell.display_failed = False
        try:
            code = shell.transform_cell(source)
        except Exception:
            code, failure = source, sys.exc_info()
        cell = shell.run_cell_async(
            source, store_history=True, transformed_cell=code, preprocessing_exc_tuple=failure
        )
        # Only a cell with these words can need the loop: to look further is to compile it once more.
        if ("await" in code or "async" in code) and shell.should_run_async(
            source, transformed_cell=code, preprocessing_exc_tuple=failure
        ):
            task = asyncio.ensure_future(cell)
            loop = asyncio.get_running_loop()
            signal.signal(signal.SIGINT, lambda *_: loop.call_soon_threadsafe(task.cancel))
            result = await task
        else:
            result = _at_once(cell)
    except BaseException:
        # IPython itself was broken by the cell, or interrupted in its own code.
        with contextlib.suppress(BaseException):
            shell.showtraceback(running_compiled_code=True)
    finally:
        with contextlib.suppress(BaseException):
            shell.events.trigger("post_execute")
            shell.events.trigger("post_run_cell", result)
        with contextlib.suppress(BaseException):
            signal.signal(signal.SIGINT, signal.SIG_IGN if previous is None else previous)
    return result is not None and result.success and not shell.display_failed


def _at_once(cell: Coroutine[Any, Any, Any]) -> Any:
    """The result of a cell that waits for nothing; RuntimeError where it does."""
    try:
        cell.send(None)
    except StopIteration as end:
        return end.value
    cell.close()
    raise RuntimeError("the cell waits: it needs the event loop")


def _tell(channel: socket.socket, **frame: object) -> None:
    send(channel, msgspec.json.encode(frame))


def look_here_first() -> None:
    """Find modules beside the notebook as IPython does: after the standard library, before what is installed."""
    path = [p for p in sys.path if p]
    place = next(
        (i for i, p in enumerate(path) if os.path.basename(p) in ("site-packages", "dist-packages")),
        len(path),
    )
    sys.path[:] = [*path[:place], "", *path[place:]]
