"""IPython as a kernel has it, whose messages are kept as a notebook's outputs instead of being sent.

The class is ipykernel's own shell: what a cell shows here is what it shows in JupyterLab. Only the socket is replaced.
"""

from __future__ import annotations

import builtins
import fcntl
import io
import os
import sys
from typing import Any

from ipykernel.zmqshell import ZMQInteractiveShell
from IPython.core.error import StdinNotImplementedError
from jupyter_client.session import Session
from traitlets import Instance

#: Said where a cell asks the system for another program.
NO_PROGRAM = "À la correction, une copie ne lance pas d'autre programme : « {} » n'a pas été exécuté.\n"
CUT = "\n[Sortie trop longue : la suite a été coupée.]\n"
#: Bytes of written text that are joined before they count as an output.
_CHUNK = 1 << 16


class Outputs:
    """Outputs of the cell that is running, joined and bounded as a notebook keeps them; display ids of all the cells."""

    def __init__(self, cell_bytes: int) -> None:
        self.cell_bytes = cell_bytes
        self.kept: list[dict[str, Any]] = []
        self.weight = 0
        self.cut = False
        self.clear_next = False
        #: display id → the outputs that bear it, in this cell and in earlier ones, each with the index of its cell.
        self.named: dict[str, list[tuple[int, dict[str, Any]]]] = {}
        self.cells: dict[int, list[dict[str, Any]]] = {}
        self.touched: set[int] = set()
        self.index = -1

    def begin(self, index: int) -> None:
        """Start a cell."""
        self.index, self.kept, self.weight, self.cut, self.clear_next = index, [], 0, False, False
        self.cells[index] = self.kept

    def text(self, name: str, text: str) -> None:
        """Add what was written on stdout or stderr."""
        if not text or not self._fits(len(text)):
            return
        self._clear_if_due()
        last = self.kept[-1] if self.kept else None
        if last is not None and last["output_type"] == "stream" and last["name"] == name:
            last["text"] += text
        else:
            self.kept.append({"output_type": "stream", "name": name, "text": text})

    def message(self, kind: str, content: dict[str, Any]) -> None:
        """Add what a kernel would publish as a message of that kind."""
        if kind == "clear_output":
            if content.get("wait"):
                self.clear_next = True
            else:
                self.kept.clear()
            return
        if kind not in ("display_data", "execute_result", "error", "update_display_data"):
            return
        if not self._fits(_weight(content)):
            return
        if kind == "error":
            self._clear_if_due()
            self.kept.append(
                {"output_type": "error", **{k: content[k] for k in ("ename", "evalue", "traceback")}}
            )
            return
        display_id = (content.get("transient") or {}).get("display_id")
        if kind == "update_display_data":
            for index, output in self.named.get(display_id, ()):
                output["data"], output["metadata"] = content["data"], content["metadata"]
                self.touched.add(index)
            return
        self._clear_if_due()
        output = {"output_type": kind, "data": content["data"], "metadata": content.get("metadata") or {}}
        if kind == "execute_result":
            output["execution_count"] = content.get("execution_count")
        self.kept.append(output)
        if display_id is not None:
            for _, earlier in self.named.get(display_id, ()):
                earlier["data"], earlier["metadata"] = output["data"], output["metadata"]
            self.touched.update(index for index, _ in self.named.get(display_id, ()))
            self.named.setdefault(display_id, []).append((self.index, output))

    def _fits(self, weight: int) -> bool:
        if self.cut:
            return False
        self.weight += weight
        if self.weight > self.cell_bytes:
            self.cut = True
            self.kept.append({"output_type": "stream", "name": "stdout", "text": CUT})
        return not self.cut

    def _clear_if_due(self) -> None:
        if self.clear_next:
            self.kept.clear()
            self.clear_next = False


def _weight(tree: Any) -> int:
    """Characters that a message's texts hold, near enough to bound it."""
    total, level = 0, [tree]
    while level:
        inner: list[Any] = []
        for node in level:
            total += len(node) if isinstance(node, str) else 8
            if isinstance(node, dict):
                inner += [*node, *node.values()]
            elif isinstance(node, list | tuple):
                inner += node
        level = inner
        if len(level) > 5_000_000:
            return 1 << 60
    return total


class _Session(Session):
    """A session that keeps messages, where a kernel's sends them."""

    outputs = Instance(Outputs, allow_none=True)

    def send(self, stream: Any, msg_or_type: Any, content: Any = None, *_: Any, **__: Any) -> Any:
        """Keep a message of the display publisher, the display hook or the traceback."""
        if isinstance(msg_or_type, dict):
            msg_or_type, content = msg_or_type["header"]["msg_type"], msg_or_type["content"]
        if self.outputs is not None and content is not None:
            self.outputs.message(msg_or_type, content)


class _Stream(io.TextIOBase):
    """stdout or stderr of the cells; text is joined, as a kernel joins it, until something else is to be shown."""

    encoding, errors = "utf-8", "strict"

    def __init__(self, name: str, fileno: int) -> None:
        self.name = f"<{name}>"
        self._name, self._fileno = name, fileno
        self._parts: list[str] = []
        self._held = 0
        self.outputs: Outputs | None = None
        self.other: _Stream | None = None

    def write(self, text: str) -> int:
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text)}")
        if text:
            if self.other is not None and self.other._held:
                self.other.flush()
            self._parts.append(text)
            self._held += len(text)
            if self._held > _CHUNK:
                self.flush()
        return len(text)

    def flush(self) -> None:
        parts, self._parts, self._held = self._parts, [], 0
        if parts and self.outputs is not None:
            self.outputs.text(self._name, "".join(parts))

    def writable(self) -> bool:
        return True

    def isatty(self) -> bool:
        return False

    def fileno(self) -> int:
        return self._fileno

    def close(self) -> None:
        """Nothing: a kernel's streams cannot be closed either."""


class Shell(ZMQInteractiveShell):
    """The shell in which a copy's cells run: ipykernel's, without kernel, history, or access to other programs."""

    def system(self, cmd: str) -> None:
        """Refuse another program, in a sentence."""
        sys.stderr.write(NO_PROGRAM.format(str(cmd)[:200]))
        self.user_ns["_exit_code"] = 1

    system_piped = system_raw = system

    def getoutput(self, cmd: str, split: bool = True, depth: int = 0) -> Any:
        """Refuse another program, whose output was asked for."""
        self.system(cmd)
        return [] if split else ""

    def init_virtualenv(self) -> None:
        """Nothing to look for: the parent's environment is the one."""

    def enable_gui(self, gui: Any = None) -> None:
        """Nothing: figures are shown inline, no window is to be had."""

    def _update_exit_now(self, change: Any) -> None:
        """Nothing: whoever runs the cells looks at `exit_now`."""


def make() -> Shell:
    """The shell of this process, made once, before any fork."""
    from traitlets.config import Config

    config = Config()
    config.HistoryManager.enabled = False
    config.InteractiveShell.separate_in = ""
    shell = Shell.instance(config=config)
    session = _Session()
    shell.displayhook.session = shell.display_pub.session = session
    shell.displayhook.topic = b"execute_result"
    return shell


def connect(shell: Shell, outputs: Outputs) -> tuple[_Stream, _Stream, int, int]:
    """Lead all that the shell and this process show to `outputs`; returns the streams, and files that stand for descriptors 1 and 2."""
    shell.displayhook.session.outputs = outputs
    files = [os.memfd_create(name) for name in ("stdout", "stderr")]
    for descriptor, file in enumerate(files, start=1):
        fcntl.fcntl(file, fcntl.F_SETFL, fcntl.fcntl(file, fcntl.F_GETFL) | os.O_APPEND)
        os.dup2(file, descriptor)
    streams = _Stream("stdout", 1), _Stream("stderr", 2)
    for stream, other in (streams, streams[::-1]):
        stream.outputs, stream.other = outputs, other
    sys.stdout, sys.stderr = streams
    sys.__stdout__, sys.__stderr__ = streams
    builtins.input = _no_input
    return *streams, *files


def _no_input(prompt: object = "") -> str:
    raise StdinNotImplementedError("raw_input was called, but this frontend does not support input requests.")
