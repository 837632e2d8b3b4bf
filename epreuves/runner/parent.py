"""The warm parent: a process with libraries loaded, whose forks run copies. `python -P -m epreuves.runner.parent FD MODULE…`

It never reads a copy: each request comes with the end of a channel, which only the fork reads. It never runs a line of a copy either,
so that every fork starts from the same state.
"""

from __future__ import annotations

import array
import contextlib
import gc
import importlib
import os
import select
import signal
import socket
import sys
from typing import Any

# jsonschema, which nbformat imports, would build this module's grammar of web addresses: a second, for a format that no notebook has.
sys.modules.setdefault("rfc3987_syntax", None)

import msgspec  # noqa: E402

from epreuves.runner import cells, partitions, seccomp  # noqa: E402
from epreuves.runner.frames import REQUEST_BYTES, Closed, Request, TooLong, receive, send, send_json  # noqa: E402

READY = b"ready"
RUN = b"run"
#: Loaded before any fork: what the épreuves' notebooks import, then what the kit itself needs there.
LIBRARIES = ("numpy", "pandas", "scipy.stats", "matplotlib.pyplot", "matplotlib.dates", "ipywidgets", "epreuves.answers", "epreuves.answers.verification",
             "epreuves.answers.jugement_graphique", "epreuves.answers.autoevaluation", "epreuves.variantes.preparation")  # fmt: skip


def main() -> None:
    """Load, say so, then fork for each request until the other side closes the control socket."""
    control = socket.socket(fileno=int(sys.argv[1]))
    own_namespaces()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.environ["MPLBACKEND"] = "module://matplotlib_inline.backend_inline"
    from epreuves.runner import shell as shells

    shell = shells.make()
    for name in (*LIBRARIES, *sys.argv[2:]):
        importlib.import_module(name)
    _warm_up(shell)
    filter = seccomp.program()
    here = os.pidfd_open(os.getpid())
    control.send(READY)
    gc.collect()
    gc.freeze()
    waiting = select.poll()
    waiting.register(control, select.POLLIN)
    while True:
        _reap()
        if not waiting.poll(1000):
            continue
        word, ancillary, _, _ = control.recvmsg(16, socket.CMSG_LEN(4))
        if not word:
            return
        descriptors = array.array("i")
        for level, kind, data in ancillary:
            if (level, kind) == (socket.SOL_SOCKET, socket.SCM_RIGHTS):
                descriptors.frombytes(data[: len(data) - len(data) % descriptors.itemsize])
        for descriptor in descriptors:
            _fork(socket.socket(fileno=descriptor), control, here, shell, filter)


def own_namespaces() -> None:
    """Be the first process of user and pid namespaces of our own, so that each fork can be given a pid namespace inside."""
    partitions.check(
        partitions.libc.unshare(partitions.NEWUSER | partitions.NEWPID | partitions.NEWNS), "unshare"
    )
    partitions.own_identity()
    inner = os.fork()
    if inner:
        _, status = os.waitpid(inner, 0)
        os._exit(os.waitstatus_to_exitcode(status) & 0xFF)
    partitions.libc.prctl(1, signal.SIGKILL, 0, 0, 0)  # PR_SET_PDEATHSIG


def _fork(channel: socket.socket, control: socket.socket, here: int, shell: Any, filter: bytes) -> None:
    """Fork into a pid namespace of the child's own, and hand its descriptor to whoever asked."""
    libc = partitions.libc
    try:
        # Only a process back in its first pid namespace may ask for another.
        partitions.check(libc.setns(here, partitions.NEWPID), "setns")
        partitions.check(libc.unshare(partitions.NEWPID), "unshare")
        child = os.fork()
    except OSError as error:
        with contextlib.suppress(OSError):
            send_json(channel, {"refused": str(error)})
        channel.close()
        return
    if child == 0:
        try:
            control.close()
            os.close(here)
            _serve(channel, shell, filter)
        finally:
            os._exit(0)
    descriptor = os.pidfd_open(child)
    with contextlib.suppress(OSError):
        channel.sendmsg([b"p"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [descriptor]))])
    os.close(descriptor)
    channel.close()


def _serve(channel: socket.socket, shell: Any, filter: bytes) -> None:
    """In the fork: read the request, put up the walls, do what is asked."""
    request = msgspec.msgpack.decode(receive(channel, REQUEST_BYTES), type=Request)
    try:
        partitions.enclose(request.limits, filter)
    except OSError as error:
        send_json(channel, {"refused": str(error)})
        return
    for folder in (partitions.WORK, partitions.HOME):
        os.mkdir(folder)
    cells.lay(request.files, partitions.WORK)
    os.chdir(partitions.WORK)
    os.environ.update(request.environment)
    cells.look_here_first()
    if request.entry:
        module, _, name = request.entry.partition(":")
        send(channel, getattr(importlib.import_module(module), name)(request.payload))
    else:
        cells.run(shell, channel, request)


def _warm_up(shell: Any) -> None:
    """Do once what the first cell, the first table and the first chart of every copy would do again."""
    import matplotlib.pyplot as plt
    import pandas as pd
    from IPython.core.pylabtools import print_figure
    from IPython.display import display
    from ipywidgets import HTML

    from epreuves.runner.shell import Outputs

    shell.displayhook.session.outputs = Outputs(1 << 20)
    figure, axes = plt.subplots(figsize=(3, 2))
    axes.bar(["Épreuve", "à"], [1, 2.5], label="« été »")
    axes.plot([0, 1], [1, 2])
    axes.set(title="Réponse (%)", xlabel="Mois, année", ylabel="Coût (€)")
    axes.legend()
    print_figure(figure)
    plt.close("all")
    display(pd.DataFrame({"canal": ["é"], "coût": [1.5]}).groupby("canal").sum(), HTML("é").comm)
    shell.run_cell("None", store_history=True)
    shell.run_cell("import warnings\n1/0", store_history=True)
    shell.reset(new_session=True)
    shell.execution_count = 1
    shell.displayhook.session.outputs = None


def _reap() -> None:
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


if __name__ == "__main__":
    with contextlib.suppress(Closed, TooLong):
        main()
