"""The warm parent: a process with libraries loaded, whose forks run copies. `python -P -m epreuves_kit.runner.parent FD MODULE…`

It never reads a copy: each request comes with the end of a channel, which only the fork reads. It never runs a line of a copy either,
so that every fork starts from the same state.

What is said between it and whoever asks (`warm`):

- FD is its end of a SOCK_SEQPACKET pair, the control socket. It sends `ready` there once, when its libraries are loaded, and ends when
  the other end is closed.
- `run`, with the descriptor of a stream socket, asks for a fork. The stream then bears one byte, `p`, with a descriptor of the fork's
  process (pidfd), or a frame `{"refused": why}`. The asker sends one frame, a `Request` in msgpack, which only the fork reads.
- `grow`, with two descriptors, asks for another parent: its control socket, and a stream for the one request that it does before it
  serves. After that request's frames comes `{"files": digests by path, "traces": […]}`: what its cells left. It says no `ready`.
- To a request that names a function, one frame: the bytes that it gave; the stream is closed without one where it raised.
- To a request of cells, JSON frames (`frames`): `{"begins": rank}` before each; `{"cell": rank, "outputs": […], "execution_count": n,
  "failed": bool, "cut": bool}` after each, and for an earlier one whose display changed; `{"left": path, "content": base64}` for each file written,
  where they are asked for; last `{"end": "done" | "failed" | "dead" | "flood"}`. `{"refused": why}` comes alone, before any cell.
- SIGINT to the fork is a Ctrl-C to its cell; SIGKILL ends it with all that it started.

A fork is the candidate's process, which can write anything on its stream: `warm` takes a frame only in its turn, and counts all of it.
"""

from __future__ import annotations

import array
import contextlib
import gc
import importlib
import io
import itertools
import os
import select
import signal
import socket
import sys
from collections.abc import Sequence
from typing import Any

# jsonschema, which nbformat imports, would build this module's grammar of web addresses: a second, for a format that no notebook has.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]  # None is how an import is refused

import msgspec  # noqa: E402

from epreuves.machine import unbound_memory  # noqa: E402
from epreuves_kit.runner import bubble, cells, partitions, seccomp  # noqa: E402
from epreuves_kit.runner.files import lay  # noqa: E402
from epreuves_kit.runner.frames import REQUEST_BYTES, Closed, Request, TooLong, digest, receive, send, send_json  # noqa: E402

READY = b"ready"
#: Threads past which a fork is ended, and seconds between two looks: the limit that it is given (RLIMIT_NPROC) does not hold for the
#: machine's root, who counts as nobody for the kernel.
THREADS, _LOOK = partitions.PROCESSES + 64, 0.02
RUN, GROW = b"run", b"grow"
_REQUEST = msgspec.msgpack.Decoder(Request)
#: Loaded before any fork: what the épreuves' notebooks import, then what the kit itself needs there.
LIBRARIES = (
    "numpy",
    "pandas",
    "matplotlib.pyplot",
    "matplotlib.dates",
    "ipywidgets",
    "epreuves.answers",
    "epreuves.answers.checking",
    "epreuves.answers.charts.judgement",
    "epreuves.answers.charts.reading",
    "epreuves_kit.marking.files.walled",
    "epreuves.answers.self_assessment",
    "epreuves.variants.preparation",
    "pandas.core.reshape.reshape",
    "statistics",
    "encodings.cp437",
    "encodings.utf_8_sig",
)


#: What the first table of a copy is like.
_TABLE = 'mois;canal;coût\n2026-01-05;été;"1,5"\n2026-02-06;hiver;2\n2026-02-07;été;4\n'


def main() -> None:
    """Load, say so, then fork for each request until the other side closes the control socket."""
    control = socket.socket(fileno=int(sys.argv[1]))
    unbound_memory()
    os.umask(0o022)
    own_namespaces()
    shell = loaded(sys.argv[2:])
    Forks(control, shell).serve(READY)


def loaded(modules: Sequence[str]) -> cells.Shell:
    """Load the libraries and these modules, and use them as a copy does; the shell of this process."""
    # What is loaded stays: to look for what could go, again and again, takes longer than some of the libraries.
    gc.disable()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.environ["MPLBACKEND"] = "module://matplotlib_inline.backend_inline"
    from epreuves_kit.runner import figures

    shell = cells.make()
    for name in (*LIBRARIES, *modules):
        importlib.import_module(name)
    figures.install(shell)
    warm_up(shell)
    gc.enable()
    return shell


def warm_up(shell: Any) -> None:
    """Use the libraries as a copy does, then put the shell back as new.

    What the first table, the first chart and the first error of every copy would do again is done once. Nothing of it shows in a copy:
    it only fills the libraries' own caches and late imports.
    """
    from IPython.display import display
    from ipywidgets import HTML

    from epreuves.wording.french import counted
    from epreuves_kit.runner.outputs import Outputs

    shell.displayhook.session.outputs = Outputs(1 << 20, 1 << 16)
    display(_tables(), HTML("é").comm)
    counted(2, "table")  # reads the words and signs of French, as the first sentence would
    _fonts()
    _charts()
    for cell in ("None", "1/0", "x = 1\nx", "import warnings\nwarnings.warn('é')"):
        shell.run_cell(cell, store_history=True)
    gc.collect()
    # The shell looks for what can go as it is put back: not among all that was loaded.
    gc.freeze()
    shell.reset(new_session=True)
    shell.execution_count = 1
    shell.displayhook.session.outputs = None


def _tables() -> Any:
    import pandas as pd

    table = pd.read_csv(io.StringIO(_TABLE), sep=";", decimal=",", parse_dates=["mois"])
    table["mois"] = table["mois"].dt.to_period("M")
    pivot = table.pivot_table(index="mois", columns="canal", values="coût", aggfunc="sum").fillna(0)
    joined = table.merge(pivot.reset_index(), on="mois").sort_values("coût")
    return joined.groupby("canal")["coût"].agg(["sum", "mean"]).round(2)


def _fonts() -> None:
    """Find the faces that titles, axes and labels ask for; Matplotlib looks through all its fonts for each size and weight."""
    from matplotlib.figure import Figure

    sizes = ("small", "medium", "large", "x-large", 7, 8, 9, 10, 11, 12, 13, 14, 16)
    figure = Figure()
    for size, weight in itertools.product(sizes, ("normal", "bold")):
        figure.text(0, 0, "é", fontsize=size, fontweight=weight)
    figure.draw_without_rendering()


def _charts() -> None:
    import matplotlib.pyplot as plt
    import pandas as pd
    from IPython.core.pylabtools import print_figure

    from epreuves.answers.portable import portable

    figure, (left, right) = plt.subplots(1, 2, figsize=(5, 2), layout="constrained")
    left.bar_label(left.barh(["Épreuve", "à"], [1, 2.5], label="« été »"), fmt="%.2f €")
    left.annotate("équilibre", (1, 0), (5, 0), textcoords="offset points")
    left.axvline(1, linestyle="--")
    right.plot(["janv.", "févr."], [1, 2], marker="o", label="dépense")
    right.scatter([0, 1], [2, 1])
    for axes in (left, right):
        axes.set_title("Réponse (%)", loc="left", fontweight="bold")
        axes.set_xlabel("Mois, année")
        axes.set_ylabel("Coût (€)")
        axes.grid(alpha=0.3)
        axes.legend()
    print_figure(figure)
    portable(figure)
    plain, axes = plt.subplots(figsize=(3, 2))
    axes.bar(["a", "b"], [1, 2])
    pd.Series([1, 2]).plot.bar(ax=axes)
    print_figure(plain)
    plt.close("all")


class Forks:
    """Forks on demand: a copy's, walled, in a pid namespace of its own; or another parent's, grown by the kit's own code.

    files: what a grown parent's code left in the working directory, laid again in each of its forks.
    """

    #: Where files are laid, and the home.
    work, home = partitions.WORK, bubble.HOME

    def __init__(self, control: socket.socket, shell: Any, files: list[tuple[str, bytes]] | None = None) -> None:
        self.control, self.shell, self.files = control, shell, files or []
        self.filter = seccomp.program()
        self.here = os.pidfd_open(os.getpid())
        #: Forks that run, and the folder of `/proc` that tells each one's threads.
        self.alive: dict[int, str] = {}

    def serve(self, ready: bytes = b"") -> None:
        """Answer requests until the other side closes the control socket."""
        gc.collect()
        gc.freeze()
        if ready:
            self.control.send(ready)
        waiting = select.poll()
        waiting.register(self.control, select.POLLIN)
        while True:
            self.bury()
            self.watch()
            if not waiting.poll(int(1000 * _LOOK) if self.alive else 1000):
                continue
            word, ancillary, _, _ = self.control.recvmsg(16, socket.CMSG_LEN(8))
            if not word:
                return
            received = array.array("i")
            for level, kind, data in ancillary:
                if (level, kind) == (socket.SOL_SOCKET, socket.SCM_RIGHTS):
                    received.frombytes(data[: len(data) - len(data) % received.itemsize])
            sockets = [socket.socket(fileno=descriptor) for descriptor in received]
            if word == RUN and len(sockets) == 1:
                self._fork(sockets[0])
            elif word == GROW and len(sockets) == 2:
                self._grow(*sockets)
            for stream in sockets:
                stream.close()

    def _fork(self, channel: socket.socket) -> None:
        """Fork into a pid namespace of the child's own, and hand its descriptor to whoever asked."""
        try:
            self.part()
            child = os.fork()
        except OSError as error:
            with contextlib.suppress(OSError):
                send_json(channel, {"refused": str(error)})
            return
        if child == 0:
            try:
                # A signal to « my process group » would reach the other copies, whatever their pid namespace.
                os.setsid()
                self.control.close()
                os.close(self.here)
                self._answer(channel)
            finally:
                os._exit(0)
        descriptor = os.pidfd_open(child)
        with contextlib.suppress(OSError):
            channel.sendmsg([b"p"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [descriptor]))])
        self.alive[child] = _folder_of(descriptor)
        os.close(descriptor)

    def watch(self) -> None:
        """End the forks that have more threads than any copy needs."""
        for child, place in self.alive.items():
            with contextlib.suppress(OSError):
                if os.stat(f"{place}/task").st_nlink - 2 > THREADS:
                    os.kill(child, signal.SIGKILL)

    def part(self) -> None:
        """Have the next fork in a pid namespace of its own; raises OSError."""
        # Only a process back in its first pid namespace may ask for another.
        partitions.check(partitions.libc.setns(self.here, partitions.NEWPID), "setns")
        partitions.check(partitions.libc.unshare(partitions.NEWPID), "unshare")

    def rejoin(self) -> None:
        """Have the next fork in the pid namespace of this process; raises OSError."""
        partitions.check(partitions.libc.setns(self.here, partitions.NEWPID), "setns")

    def enclose(self, request: Request) -> None:
        """In a fork: put up the walls; raises OSError."""
        partitions.enclose(request.limits, self.filter)

    def own_files(self, request: Request) -> None:
        """In a parent being grown: have files of its own; raises OSError."""
        partitions.check(partitions.libc.unshare(partitions.NEWNS), "unshare")
        partitions.own_files(request.limits)

    def bury(self) -> None:
        """Wait for the forks that have ended."""
        with contextlib.suppress(ChildProcessError):
            while child := os.waitpid(-1, os.WNOHANG)[0]:
                self.alive.pop(child, None)
                self.buried(child)

    def buried(self, child: int) -> None:
        """Nothing: what a fork wrote went with it."""

    def _answer(self, channel: socket.socket) -> None:
        """In the fork: read the request, put up the walls, do what is asked."""
        request = _REQUEST.decode(receive(channel, REQUEST_BYTES))
        try:
            self.enclose(request)
            if not request.entry:
                os.dup2(1, 2)  # the void: the parent's own complaints are not a copy's to write
            # What the grown parent's code wrote stands above what a copy brings.
            self._lay([*request.files, *self.files], request.environment)
        except Exception as error:  # no line of the copy has run: it is not to blame
            send_json(channel, {"refused": f"{type(error).__name__} : {error}"})
            return
        _do(request, channel, self.shell)

    def _grow(self, control: socket.socket, channel: socket.socket) -> None:
        """Fork a parent that does one of the kit's requests first, in a memory file system of its own, then serves in that state."""
        self.rejoin()
        if os.fork():
            return
        try:
            os.setsid()
            partitions.libc.prctl(1, signal.SIGKILL, 0, 0, 0)
            self.control.close()
            os.close(self.here)
            request = _REQUEST.decode(receive(channel, REQUEST_BYTES))
            self.own_files(request)
            self._lay(request.files, request.environment)
            traces = _do(request, channel, self.shell, traced=True)
            left = self._left()
            files = {name: digest(content) for name, content in left}
            send(channel, msgspec.json.encode({"files": files, "traces": traces}))
            channel.close()
            type(self)(control, self.shell, left).serve()
        finally:
            os._exit(0)

    def _lay(self, files: list[tuple[str, bytes]], environment: dict[str, str]) -> None:
        """Make the working directory and the home, and go there."""
        for folder in (self.work, self.home):
            os.mkdir(folder)
        lay(files, self.work)
        os.chdir(self.work)
        os.environ.update(environment)
        cells.look_here_first()

    def _left(self) -> list[tuple[str, bytes]]:
        """Files of the working directory."""
        files = []
        for folder, _, names in os.walk(self.work):
            for name in names:
                path = os.path.join(folder, name)
                with open(path, "rb") as file:
                    files.append((os.path.relpath(path, self.work), file.read()))
        return files


def _folder_of(descriptor: int) -> str:
    """The folder of `/proc` of a process, whatever the pid namespace that this `/proc` is of."""
    with contextlib.suppress(OSError), open(f"/proc/self/fdinfo/{descriptor}") as info:
        for line in info:
            if line.startswith("Pid:"):
                return f"/proc/{line.split()[1]}"
    return ""


def _do(request: Request, channel: socket.socket, shell: Any, traced: bool = False) -> list[str]:
    if request.entry:
        module, _, name = request.entry.partition(":")
        send(channel, getattr(importlib.import_module(module), name)(request.payload))
        return []
    return cells.run(shell, channel, request, traced)


def own_namespaces() -> None:
    """Be the first process of user and pid namespaces of our own, so that each fork can be given a pid namespace inside."""
    partitions.check(partitions.libc.unshare(partitions.NEWUSER | partitions.NEWPID | partitions.NEWNS), "unshare")
    partitions.own_identity()
    inner = os.fork()
    if inner:
        _, status = os.waitpid(inner, 0)
        os._exit(os.waitstatus_to_exitcode(status) & 0xFF)
    partitions.libc.prctl(1, signal.SIGKILL, 0, 0, 0)  # PR_SET_PDEATHSIG


if __name__ == "__main__":
    with contextlib.suppress(Closed, TooLong):
        main()
