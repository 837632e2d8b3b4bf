"""The warm parent of a machine without walls, for the kit's functions alone: `python -P -m epreuves_kit.runner.plain_parent FD MODULE…`

It says and is asked what `parent` is, over the same sockets, and runs no cell: without walls, a copy never shares a process with what
knows the answers (see `portable`).
"""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import sys
import tempfile

from epreuves.machine import unbound_memory
from epreuves_kit.runner import parent
from epreuves_kit.runner.frames import Closed, Request, TooLong


def main() -> None:
    """Load, say so, then fork for each request until the other side closes the control socket."""
    control = socket.socket(fileno=int(sys.argv[1]))
    unbound_memory()
    with tempfile.TemporaryDirectory(prefix="reference-", ignore_cleanup_errors=True) as place:
        # The account's own settings of IPython are neither read nor made.
        os.environ["IPYTHONDIR"] = place
        os.chdir(place)
        shell = parent.loaded(sys.argv[2:])
        PlainForks.place = place
        PlainForks(control, shell).serve(parent.READY)


class PlainForks(parent.Forks):
    """Forks on demand for the kit's functions: each has a folder of its own, which goes when it has ended."""

    #: Holds the forks' folders, by process id.
    place = ""

    def part(self) -> None:
        """Nothing: there are no namespaces."""

    def rejoin(self) -> None:
        """Nothing: there are no namespaces."""

    def enclose(self, request: Request) -> None:
        """In a fork: have a folder of its own; raises PermissionError for cells."""
        if not request.entry:
            raise PermissionError("no cell runs here without walls")
        own = os.path.join(self.place, str(os.getpid()))
        self.work, self.home = os.path.join(own, "copie"), os.path.join(own, "maison")
        os.mkdir(own)

    own_files = enclose

    def buried(self, child: int) -> None:
        """Remove the folder of a fork that has ended."""
        shutil.rmtree(os.path.join(self.place, str(child)), ignore_errors=True)


if __name__ == "__main__":
    with contextlib.suppress(Closed, TooLong):
        main()
