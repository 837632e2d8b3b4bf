"""The process around one run: an nbclient client that sends each cell's outputs as soon as they are there.

Run as `python -m epreuves_kit.runner.worker` with a request on standard input; writes one JSON object a line.
"""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import json
import logging
import math
import os
import sys
import time
from collections.abc import Callable
from typing import Any

# jsonschema, which nbformat imports, would build this module's grammar of web addresses at each start: two seconds a copy,
# for a format that no notebook has. It does without what it cannot import.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]  # None is how an import is refused

import nbformat  # noqa: E402
from nbclient import NotebookClient  # noqa: E402
from nbclient.exceptions import CellTimeoutError, DeadKernelError  # noqa: E402

from epreuves.machine import unbound_memory  # noqa: E402
from epreuves_kit.runner.run import BLOCKED, CUT, DEAD, DEADLINE, DEPTH, DONE, FLOOD, depth, stopped_after  # noqa: E402

#: Seconds given to an interrupted kernel to answer again before it is held to be blocked.
RESPONSE = 5.0
#: Seconds that a finished worker waits to be ended.
WAIT = 60.0
#: How often a kernel is started before the installation is held to be broken. Its ports are chosen before it opens them, so that
#: another program may take one meanwhile; nothing of the copy has run yet.
STARTS = 3
#: See prctl(2).
_PR_SET_CHILD_SUBREAPER = 36


class _Client(NotebookClient):
    """nbclient with a bound on what a cell may show, which remembers what the kernel answered to the last one."""

    cell_bytes: int
    shown: int = 0
    flooded: bool = False
    failed: bool = True

    def answered(self, execute_reply: dict[str, Any], **_: Any) -> None:
        """Note whether a cell succeeded, whatever it showed."""
        self.failed = execute_reply["content"]["status"] != "ok"

    def process_message(self, msg: dict[str, Any], cell: Any, cell_index: int) -> Any:
        if msg["msg_type"] in ("stream", "display_data", "execute_result", "error", "update_display_data"):
            try:
                self.shown += len(json.dumps(msg["content"], default=str))
                readable = depth(msg["content"]) <= DEPTH
            except (RecursionError, ValueError):
                readable = False
            if not readable:
                return None
            if self.shown > self.cell_bytes:
                self.flooded = True
                return None
        return super().process_message(msg, cell, cell_index)


async def _run(code: dict[int, str], limits: dict[str, Any], send: Callable[..., None]) -> None:
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(source) for source in code.values()],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}},
    )
    client = _Client(
        notebook,
        timeout=math.ceil(limits["cell_seconds"]),
        kernel_name="python3",
        allow_errors=True,
        interrupt_on_timeout=True,
        error_on_timeout={"ename": "CellTimeoutError", "evalue": "temps dépassé", "traceback": []},
        raise_on_iopub_timeout=False,
        iopub_timeout=math.ceil(RESPONSE),
        skip_cells_with_tag="",
        record_timing=False,
        extra_arguments=["--HistoryManager.enabled=False"],
    )
    client.cell_bytes = limits["cell_bytes"]
    client.on_cell_executed = client.answered
    deadline = time.monotonic() + limits["total_seconds"]
    shown = 0
    client.log.setLevel(logging.CRITICAL)
    await _start(client)
    async with client.async_setup_kernel():
        for place, (index, _) in enumerate(code.items()):
            left = deadline - time.monotonic()
            if left <= 0:
                return send(end=("deadline", DEADLINE.format(limits["total_seconds"])))
            client.timeout = math.ceil(min(limits["cell_seconds"], left))  # nbclient counts in whole seconds
            client.shown, client.flooded, client.failed = 0, False, True
            cell = notebook.cells[place]
            started = time.monotonic()
            try:
                await client.async_execute_cell(cell, place)
            except DeadKernelError:
                send(cell=index, outputs=_plain(cell), failed=True)
                return send(end=("dead", DEAD))
            except CellTimeoutError:
                pass
            stopped = time.monotonic() - started > client.timeout
            if stopped:
                cell.outputs.append(nbformat.from_dict(stopped_after(client.timeout)))
            if client.flooded:
                cell.outputs.append(nbformat.v4.new_output("stream", name="stdout", text=CUT))
            number, failed = cell.get("execution_count"), client.failed or stopped
            send(
                cell=index,
                outputs=_plain(cell),
                execution_count=number,
                interrupted=stopped,
                failed=failed,
                cut=client.flooded,
            )
            shown += min(client.shown, limits["cell_bytes"])  # what was cut weighs nothing any more
            if shown > limits["total_bytes"]:
                return send(end=("flood", FLOOD))
            if stopped and not await _answers(client):
                return send(end=("blocked", BLOCKED))
        send(end=("done", DONE))
    return None


async def _start(client: _Client) -> None:
    """Start a kernel that answers; raises RuntimeError where none does."""
    for left in reversed(range(STARTS)):
        client.create_kernel_manager()
        await client.async_start_new_kernel()
        try:
            await client.async_start_new_kernel_client()
            return
        except RuntimeError:  # the kernel ended, or did not answer
            if not left:
                raise


async def _answers(client: _Client) -> bool:
    """True if an interrupted kernel answers again."""
    assert client.kc is not None  # cells have been run through it
    client.kc.kernel_info()
    limit = time.monotonic() + RESPONSE
    while (left := limit - time.monotonic()) > 0:
        try:
            message = await client.kc.shell_channel.get_msg(timeout=left)
        except Exception:  # queue.Empty, or a socket closed by a dying kernel: no answer either way
            return False
        if message["msg_type"] == "kernel_info_reply":
            return True
    return False


def _plain(cell: Any) -> list[dict[str, Any]]:
    return json.loads(json.dumps(cell.get("outputs", []), default=str))


def main() -> None:
    unbound_memory()
    request = json.loads(sys.stdin.buffer.read())
    # The kernel inherits descriptors 1 and 2: what it writes there must not reach the channel.
    channel = os.fdopen(os.dup(1), "wb")
    void = os.open(os.devnull, os.O_WRONLY)
    os.dup2(void, 1)
    os.dup2(void, 2)
    _limit_memory(request["limits"]["memory_mib"])

    def send(**line: Any) -> None:
        if "end" in line:
            kind, sentence = line["end"]
            line["end"] = {"kind": kind, "sentence": sentence}
        channel.write(json.dumps(line).encode() + b"\n")
        channel.flush()
        if "end" in line:
            # Whoever started this process ends it, with all that the copy left running: to end by itself would set that free.
            time.sleep(WAIT)

    adopt_orphans()
    asyncio.run(_run({int(i): source for i, source in request["code"].items()}, request["limits"], send))


def adopt_orphans() -> None:
    """Become, on Linux, the parent of every descendant whose own parent ends, so that none is lost from sight."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def _limit_memory(mib: int) -> None:
    """Bound the memory of the kernel to come, where the system can."""
    try:
        import resource
    except ImportError:  # Windows has no rlimits; the deadline still holds
        return
    resource.setrlimit(resource.RLIMIT_AS, (mib << 20, mib << 20))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main()
