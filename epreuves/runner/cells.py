"""In the fork: the cells of a copy, one after the other, and what each showed, sent as soon as it is there."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import sys
from typing import Any

from epreuves.runner.frames import Request, send_json
from epreuves.runner.shell import Outputs, Shell, connect


def run(shell: Shell, channel: socket.socket, request: Request) -> None:
    """Run a request's cells; the working directory is laid already. Sends a frame at the start and at the end of each cell."""
    cell_bytes = int(request.limits["cell_bytes"])
    outputs = Outputs(cell_bytes)
    stdout, stderr, *files = connect(shell, outputs)
    sent = 0
    for index, source in request.code:
        send_json(channel, {"begins": index})
        outputs.begin(index)
        number = shell.execution_count
        _one(shell, source)
        for stream in (stdout, stderr):
            with contextlib.suppress(Exception):
                stream.flush()
        for name, file in zip(("stdout", "stderr"), files, strict=True):
            outputs.text(name, _written(file, cell_bytes))
        ends = [*sorted(outputs.touched - {index}), index]
        outputs.touched.clear()
        for cell in ends:
            # The number is told for the cell that ends alone: an earlier one, whose display was updated, keeps its own.
            sent += _tell(channel, cell, outputs.cells[cell], number if cell == index else None)
        if sent > request.limits["total_bytes"]:
            send_json(channel, {"end": "flood"})
            return
        if shell.exit_now:
            send_json(channel, {"end": "dead"})
            return
    send_json(channel, {"end": "done"})


def _one(shell: Shell, source: str) -> None:
    """Run one cell; an interruption counts only while it runs."""
    previous = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        shell.run_cell(source, store_history=True)
    except BaseException:
        # IPython itself was broken by the cell, or interrupted in its own code.
        with contextlib.suppress(BaseException):
            shell.showtraceback()
    finally:
        with contextlib.suppress(BaseException):
            signal.signal(signal.SIGINT, signal.SIG_IGN if previous is None else previous)


def _tell(channel: socket.socket, index: int, outputs: list[dict[str, Any]], number: int | None) -> int:
    frame = {"cell": index, "outputs": outputs, "execution_count": number}
    try:
        send_json(channel, frame)
    except (ValueError, TypeError, RecursionError):
        # Something in it is no JSON (a NaN in a display, a loop of lists): what is text stays.
        outputs[:] = [o for o in outputs if o["output_type"] in ("stream", "error")]
        send_json(channel, frame)
    return sum(
        len(str(o.get("text", ""))) + sum(len(str(v)) for v in (o.get("data") or {}).values())
        for o in outputs
    )


def _written(file: int, most: int) -> str:
    """What was written straight to a descriptor since last time, at most `most` bytes of it."""
    size = os.fstat(file).st_size
    if not size:
        return ""
    data = os.pread(file, min(size, most), 0)
    os.ftruncate(file, 0)
    return data.decode("utf-8", "replace")


def lay(files: list[tuple[str, bytes]], folder: str) -> None:
    """Write files under a folder; a path that leads out of it, or stands in its own way, is left out."""
    made = set()
    for name, content in files:
        path = os.path.normpath(os.path.join(folder, name))
        if not path.startswith(folder + os.sep):
            continue
        place = os.path.dirname(path)
        with contextlib.suppress(OSError):
            if place not in made:
                os.makedirs(place, exist_ok=True)
                made.add(place)
            with open(path, "wb") as file:
                file.write(content)


def look_here_first() -> None:
    """Find modules beside the notebook first, as a kernel does."""
    sys.path[:] = ["", *(p for p in sys.path if p)]
