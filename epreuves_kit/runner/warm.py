"""The walled runner: each copy is a fork of one warm parent inside bubblewrap, seen from the side that marks.

What comes back is bounded before it is read, and read as data only. What the walls are is said in `bubble`, `partitions`, `seccomp`.
"""

from __future__ import annotations

import array
import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from epreuves.wording.errors import KitError
from epreuves_kit.runner import bubble, plain_call, seccomp
from epreuves_kit.runner.files import Files, read_folder
from epreuves_kit.runner.frames import Closed, Incoming, Request, TooLong, count_values, receive, send
from epreuves_kit.runner.run import (
    BLOCKED,
    DEAD,
    DEADLINE,
    DEPTH,
    DONE,
    FLOOD,
    FORGED,
    CellRun,
    End,
    Limits,
    Run,
    answers_of,
    characters,
    code_of,
    depth,
    stopped_after,
)

#: Seconds that the parent is given to load its libraries, a fork to be made, an interrupted cell to give up.
LOADING, FORKING, RESPONSE = 120.0, 30.0, 5.0
#: Bytes of JSON that a byte of output may take: control characters are written as six.
_ESCAPED = 6
_SPARE = 1 << 16
#: Bytes that one of the kit's functions may give back.
_MOST = 64 << 20

NOT_LINUX = "le bac à sable demande Linux."
LATE = "le bac à sable n'est pas prêt après {:.0f} s : la machine est trop chargée, recommencez."
NOT_STARTED = "le bac à sable n'a pas démarré ({})."
NO_START = "L'exécution n'a pas pu démarrer : {}"
FAILED = "Une cellule a échoué : les cellules suivantes n'ont pas été exécutées."


#: Told of a cell: its index, and its run, or None as it begins.
Watch = Callable[[int, CellRun | None], None]


class NoWalls(KitError):
    """The walled runner is not to be had here; a French sentence says what lacks."""


class _Frame(msgspec.Struct):
    begins: int | None = None
    cell: int | None = None
    outputs: list[dict[str, Any]] = []
    execution_count: int | None = None
    failed: bool = False
    cut: bool = False
    end: str | None = None
    refused: str | None = None
    left: str | None = None
    content: bytes = b""


class _Left(msgspec.Struct):
    files: dict[str, str]
    traces: list[str]


_DECODER = msgspec.json.Decoder(_Frame)


class _Forks:
    """A process that answers requests by forks: the warm parent, and those grown from it."""

    _control: socket.socket

    def wait(self) -> None:
        """Wait until it can be asked."""
        raise NotImplementedError

    def fork(self, request: Request) -> _Fork:
        """Ask for a fork and give it its request; raises NoWalls where the parent is gone."""
        self.wait()
        ours, theirs = socket.socketpair()
        try:
            with theirs:
                self._control.sendmsg(
                    [b"run"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [theirs.fileno()]))]
                )
            ours.settimeout(FORKING)
            word, ancillary, _, _ = ours.recvmsg(1, socket.CMSG_LEN(4))
            descriptors = array.array("i")
            for _, _, data in ancillary:
                descriptors.frombytes(data)
            if word != b"p" or len(descriptors) != 1:
                # A refusal is a frame, of whose length the first byte was read.
                reason = ours.recv(500)[3:].decode("utf-8", "replace") if word else ""
                raise NoWalls(f"le bac à sable ne répond plus. {reason}".rstrip())
        except NoWalls:
            ours.close()
            raise
        except OSError as error:
            ours.close()
            raise NoWalls(f"le bac à sable s'est arrêté ({error}).") from None
        fork = _Fork(ours, descriptors[0])
        try:
            send(ours, msgspec.msgpack.encode(request))
        except OSError as error:
            fork.end()
            raise NoWalls(f"le bac à sable s'est arrêté ({error}).") from None
        return fork

    def run(
        self,
        notebook: Mapping[str, Any],
        folder: Path | Files,
        limits: Limits | None = None,
        environment: Mapping[str, str] | None = None,
        *,
        watch: Watch | None = None,
        fatal: Sequence[int] = (),
        left: dict[str, bytes] | None = None,
    ) -> Run:
        """Run a notebook's code cells in order; see `portable.run`, of which this is the walled counterpart.

        folder: a folder, or its files as (relative path, content). A cell that a grown parent has run already is not to be in it.
        watch: told of each cell as it begins, and as it ends or is updated. fatal: cells after whose failure no other is run.
        left: given the files that the cells wrote or changed, by relative path; for the kit's own code only.
        """
        limits = limits or Limits()
        cells = notebook["cells"]
        code = code_of(cells)
        files = read_folder(folder) if isinstance(folder, Path) else folder
        request = Request(
            code=code,
            files=files,
            environment=dict(environment or {}),
            limits=limits,
            fatal=list(fatal),
            back=left is not None,
        )
        fork = self.fork(request)
        try:
            runs, end = _follow(fork, limits, [i for i, _ in code], watch, left)
        finally:
            fork.end()
        if end.kind == "forged":
            runs = {}
        return Run(runs, answers_of(cells, runs), end)

    def call(
        self,
        entry: str,
        payload: bytes,
        folder: Path | Files,
        limits: Limits | None = None,
        environment: Mapping[str, str] | None = None,
        most: int = _MOST,
    ) -> bytes:
        """Call one of the kit's functions, "module:name", bytes to bytes, in a walled fork.

        Raises TimeoutError past `limits.total_seconds`, and Closed where the function raised or its process died.
        """
        limits = limits or Limits()
        files = read_folder(folder) if isinstance(folder, Path) else folder
        request = Request(entry=entry, payload=payload, files=files, environment=dict(environment or {}), limits=limits)
        fork = self.fork(request)
        try:
            return receive(fork.channel, most, time.monotonic() + limits.total_seconds)
        finally:
            fork.end()

    def grow(self, request: Request) -> tuple[Grown, bytes | tuple[dict[int, CellRun], End]]:
        """A parent that has done one of the kit's own requests, which are trusted, and serves in that state: cells, or a function.

        Returns it with what the request gave: runs by cell and the end, or the function's bytes. Cells that did not all run to their
        end leave a parent to close, without files. Raises NoWalls where the parent is gone, Closed or TimeoutError where the request
        failed.
        """
        self.wait()
        limits = request.limits
        control, inner = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        channel, theirs = socket.socketpair()
        grown = Grown(control)
        with inner, theirs, channel:
            try:
                both = array.array("i", [inner.fileno(), theirs.fileno()])
                self._control.sendmsg([b"grow"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, both)])
                theirs.close()
                channel.settimeout(FORKING)
                send(channel, msgspec.msgpack.encode(request))
            except OSError as error:
                grown.close()
                raise NoWalls(f"le bac à sable s'est arrêté ({error}).") from None
            try:
                if request.entry:
                    given: Any = receive(channel, _MOST, time.monotonic() + limits.total_seconds)
                else:
                    given = _follow(_Fork(channel, None), limits, [i for i, _ in request.code])
                    if not given[1].complete:
                        return grown, given  # stopped on its way: what it left is nobody's to use
                left = msgspec.json.decode(receive(channel, _MOST, time.monotonic() + FORKING), type=_Left)
                grown.left, grown.traces = left.files, left.traces
                return grown, given
            except (Closed, TooLong, TimeoutError):
                grown.close()
                raise


class Parent(_Forks):
    """A warm parent, started at once and ready a moment later; processes forked after it was made can all ask it.

    modules: names of the kit's modules to load beside the libraries, for `call`.
    """

    def __init__(self, modules: tuple[str, ...] = ()) -> None:
        if reason := self.missing():
            raise NoWalls(reason)
        self._owner = os.getpid()
        self._control, inner = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._errors = os.memfd_create("errors")
        with inner:
            self._process = self._start(inner.fileno(), modules)
        self._ready, self._told = False, threading.Lock()

    def missing(self) -> str:
        """The reason why there can be none on this machine; empty where nothing is known to lack."""
        return missing()

    def _start(self, control: int, modules: tuple[str, ...]) -> subprocess.Popen[bytes]:
        passwd, write = os.pipe()
        os.write(write, bubble.PASSWD)
        os.close(write)
        words = [sys.executable, "-P", "-m", "epreuves_kit.runner.parent", str(control), *modules]
        try:
            return subprocess.Popen(
                bubble.command(words, passwd),
                pass_fds=(control, passwd),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=self._errors,
                start_new_session=True,
            )
        finally:
            os.close(passwd)

    def wait(self) -> None:
        """Wait until the parent is ready; raises NoWalls, with the reason, where it could not start.

        To be called before processes that share the parent are forked: it says only once that it is ready.
        """
        with self._told:  # of several threads, the first hears it
            if self._ready:
                return
            word, late = b"", False
            try:
                self._control.settimeout(LOADING)
                word = self._control.recv(16)
            except TimeoutError:
                late = True
            except OSError:
                pass
            if not word:
                self.close()
                raise NoWalls(LATE.format(LOADING) if late else NOT_STARTED.format(self._last_words()))
            self._ready = True

    def _last_words(self) -> str:
        """The last line that the parent wrote as it died; warnings that it met before are no cause."""
        lines = os.pread(self._errors, 4000, 0).decode("utf-8", "replace").splitlines()
        causes = [line.strip() for line in lines if line.strip() and line[0] != " " and "Warning: " not in line]
        return causes[-1] if causes else "sans explication"

    @property
    def pid(self) -> int:
        """Process id of the bubblewrap around the parent."""
        return self._process.pid

    def close(self) -> None:
        """End the parent and every fork of it."""
        self._control.close()
        if self._owner == os.getpid():
            self._process.kill()
            self._process.wait()


class PlainParent(Parent):
    """A warm parent without walls, which answers calls of the kit's own functions and runs no cell; see `plain_parent`."""

    def missing(self) -> str:
        """The reason why there can be none on this machine; empty where nothing is known to lack."""
        return "" if sys.platform == "linux" else NOT_LINUX

    def _start(self, control: int, modules: tuple[str, ...]) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-P", "-m", "epreuves_kit.runner.plain_parent", str(control), *modules],
            pass_fds=(control,),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=self._errors,
            start_new_session=True,
            env=plain_call.environment() | {"PYTHONHASHSEED": "0"},
        )

    def close(self) -> None:
        """End it, and wait until it has removed what its forks wrote."""
        if self._owner == os.getpid():
            # Whoever else holds the socket, it is closed.
            with contextlib.suppress(OSError):
                self._control.shutdown(socket.SHUT_RDWR)
            self._process.wait()
        self._control.close()


class Grown(_Forks):
    """A parent grown from another; it ends when it is closed, or when the other ends.

    left: what its code left in the working directory, content digests by relative path; laid in each fork above the fork's own files.
    traces: what else its cells left, that its forks do not find again; see `cells.traces`.
    """

    def __init__(self, control: socket.socket) -> None:
        self._control = control
        self.left: dict[str, str] = {}
        self.traces: list[str] = []

    def wait(self) -> None:
        """Nothing: what asks it waits for it."""

    def close(self) -> None:
        """End it; forks of it that still run go on to their end."""
        self._control.close()


class _Fork:
    """One fork of the parent: its channel, and the descriptor by which it is signalled and seen to end."""

    def __init__(self, channel: socket.socket, descriptor: int | None) -> None:
        self.channel, self._descriptor = channel, descriptor

    def interrupt(self) -> None:
        """Send what Ctrl-C sends."""
        if self._descriptor is None:
            return
        with contextlib.suppress(OSError):
            signal.pidfd_send_signal(self._descriptor, signal.SIGINT)

    def end(self) -> None:
        """Kill the fork and, with it, all of its pid namespace; the parent buries it."""
        if self._descriptor is not None:
            with contextlib.suppress(OSError):
                signal.pidfd_send_signal(self._descriptor, signal.SIGKILL)
            os.close(self._descriptor)
        self.channel.close()


class _Following:
    """The frames that a fork sends, as they come: accepted in the order of the cells asked for, bounded, and over at a time that nothing it sends can change.

    The fork is the candidate's process: anything can be written on its channel. A cell begins once, in its turn; only the one
    under way ends; only those before it are updated. All else is passed over.
    """

    def __init__(
        self, limits: Limits, order: Sequence[int], watch: Watch | None, left: dict[str, bytes] | None
    ) -> None:
        self.limits, self.watch, self.left = limits, watch, left
        self.runs: dict[int, CellRun] = {}
        self._to_come = deque(order)
        self._cell: int | None = None
        self._deadline = self._cell_deadline = time.monotonic() + limits.total_seconds
        self._interrupted = self._begun = False
        self._bytes = self._values = self._characters = 0

    @property
    def until(self) -> float:
        """The time to stop waiting: for the whole, for the cell, or for one that was interrupted to give up."""
        return min(self._cell_deadline, self._deadline + (RESPONSE if self._interrupted else 0))

    def late(self) -> End | None:
        """The end, where what was interrupted has not given up; None where there is something to interrupt now."""
        if self._interrupted:
            if self._cell is not None:
                self.runs[self._cell] = CellRun([stopped_after(self.limits.cell_seconds)], None, True, True)
            return End("blocked", BLOCKED)
        # The whole time or the cell's: the cell is interrupted either way, so that what it showed is not lost.
        self._interrupted = True
        self._cell_deadline = time.monotonic() + RESPONSE
        return None

    def take(self, raw: bytes) -> End | None:
        """Take one frame; the end, where it is one or ends the run."""
        limits = self.limits
        self._bytes += len(raw)
        if self._bytes > limits.total_bytes * _ESCAPED:
            return End("flood", FLOOD)
        # Twice what the fork itself lets through before it cuts: only what something else wrote is more.
        most = 2 * limits.cell_values
        count = count_values(raw, most)
        self._values += count
        if count > most or self._values > 2 * limits.total_values:
            return End("flood", FLOOD)
        try:
            frame = _DECODER.decode(raw)
        except (msgspec.DecodeError, RecursionError):
            return None  # not a frame of the kit's: whatever wrote it earns nothing
        if frame.refused is not None:
            # The walls speak before any cell begins; once one has, it is the copy that says it.
            if self._begun:
                return End("forged", FORGED)
            return End("no_start", NO_START.format(frame.refused))
        if frame.begins is not None:
            self._begin(frame.begins)
        elif frame.cell is not None and (frame.cell == self._cell or frame.cell in self.runs):
            return self._show(frame, frame.cell)
        elif frame.left is not None and self.left is not None:
            self.left[frame.left] = frame.content
        return _ENDS.get(frame.end) if frame.end is not None else None

    def _begin(self, cell: int) -> None:
        if self._cell is not None or not self._to_come or cell != self._to_come[0]:
            return
        self._cell = self._to_come.popleft()
        self._begun = True
        self._cell_deadline = time.monotonic() + self.limits.cell_seconds
        if self.watch is not None:
            self.watch(cell, None)

    def _show(self, frame: _Frame, cell: int) -> End | None:
        outputs = [o for o in frame.outputs if depth(o) <= DEPTH]
        shown = characters(outputs)
        self._characters += shown
        if shown > 2 * self.limits.cell_bytes + _SPARE or self._characters > 2 * self.limits.total_bytes:
            return End("flood", FLOOD)
        own, earlier = cell == self._cell, self.runs.get(cell)
        late = self._interrupted and own
        number = frame.execution_count if earlier is None else earlier.execution_count
        if late:
            outputs.append(stopped_after(self.limits.cell_seconds))
            self._interrupted = False
        # What was seen to fail stays so, whatever is told of it later.
        failed = frame.failed or late or (earlier is not None and earlier.failed)
        late_ever = late or (earlier is not None and earlier.interrupted)
        cut = frame.cut or (earlier is not None and earlier.cut)
        self.runs[cell] = CellRun(outputs, number, late_ever, failed, cut)
        if own:
            self._cell, self._cell_deadline = None, self._deadline
        if self.watch is not None:
            self.watch(cell, self.runs[cell])
        if late and time.monotonic() >= self._deadline:
            return End("deadline", DEADLINE.format(self.limits.total_seconds))
        return None


_ENDS = {
    "failed": End("failed", FAILED),
    "done": End("done", DONE),
    "flood": End("flood", FLOOD),
    "dead": End("dead", DEAD),
}


def _follow(
    fork: _Fork, limits: Limits, order: Sequence[int], watch: Watch | None = None, left: dict[str, bytes] | None = None
) -> tuple[dict[int, CellRun], End]:
    """Gather a fork's frames until it ends, is out of time, or sends too much; order: the cells that it was given."""
    following = _Following(limits, order, watch, left)
    incoming = Incoming(fork.channel)
    most = limits.cell_bytes * _ESCAPED + _SPARE
    end: End | None = None
    while end is None:
        try:
            end = following.take(incoming.receive(most, following.until))
        except Closed:
            end = End("dead", DEAD)
        except TooLong:
            end = End("flood", FLOOD)
        except TimeoutError:
            end = following.late()
            if end is None:
                fork.interrupt()
    return following.runs, end


def missing() -> str:
    """The reason why the walled runner is not to be had on this machine; empty where nothing is known to lack."""
    if sys.platform != "linux":
        return NOT_LINUX
    if bubble.program() is None:
        return "bubblewrap n'est pas installé (sous Debian : apt-get install bubblewrap)."
    if not seccomp.known():
        return "le filtre d'appels système n'est pas écrit pour ce processeur."
    return ""
