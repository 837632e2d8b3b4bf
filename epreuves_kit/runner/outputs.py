"""The outputs of the running cell, kept as a notebook keeps them: joined, bounded, updated by display id."""

from __future__ import annotations

import io
import os
import threading
from typing import Any

import msgspec

from epreuves_kit.runner.frames import count_values
from epreuves_kit.runner.run import CUT

#: Values that an output has beside those of its message, as a notebook keeps it.
_OF_TEXT, _OF_DISPLAY = 8, 12
#: Characters of written text that are joined before they count as an output.
_CHUNK = 1 << 16


class _Header(msgspec.Struct):
    msg_type: str


class _Content(msgspec.Struct):
    """The part that is read of a kernel's messages about displays and errors; the displays themselves stay as they were packed."""

    data: msgspec.Raw = msgspec.Raw(b"{}")
    metadata: msgspec.Raw = msgspec.Raw(b"{}")
    transient: dict[str, Any] | None = None
    execution_count: int | None = None
    wait: bool = False
    ename: msgspec.Raw = msgspec.Raw(b'""')
    evalue: msgspec.Raw = msgspec.Raw(b'""')
    traceback: msgspec.Raw = msgspec.Raw(b"[]")


_HEADER, _CONTENT = msgspec.json.Decoder(_Header), msgspec.json.Decoder(_Content)


class Outputs:
    """Outputs of the cell that is running, joined and bounded as a notebook keeps them; display ids of all the cells."""

    def __init__(self, cell_bytes: int, cell_values: int) -> None:
        self.cell_bytes, self.cell_values = cell_bytes, cell_values
        self.kept: list[dict[str, Any]] = []
        self.weight = self.values = 0
        self.cut = False
        self.clear_next = False
        #: display id → the outputs that bear it, in this cell and in earlier ones, each with the index of its cell.
        self.named: dict[str, list[tuple[int, dict[str, Any]]]] = {}
        self.cells: dict[int, list[dict[str, Any]]] = {}
        self.touched: set[int] = set()
        self.index = -1

    def begin(self, index: int) -> None:
        """Start a cell."""
        self.index, self.kept, self.cut, self.clear_next = index, [], False, False
        self.weight = self.values = 0
        self.cells[index] = self.kept

    def text(self, name: str, text: str) -> None:
        """Add what was written on stdout or stderr; halves of surrogate pairs, which no file can hold, become question marks."""
        if not text:
            return
        last = self.kept[-1] if self.kept and not self.clear_next else {}
        joined = last.get("output_type") == "stream" and last.get("name") == name
        if not self._fits(len(text), 0 if joined else _OF_TEXT):
            return
        if not text.isascii():
            text = text.encode("utf-8", "replace").decode()
        self._clear_if_due()
        if joined:
            last["text"] += text
        else:
            self.kept.append({"output_type": "stream", "name": name, "text": text})

    def send_multipart(self, parts: list[bytes], copy: bool = True) -> None:
        """Take a message as a kernel's socket does: its parts end with header, parent header, metadata and content in JSON."""
        kind, packed = _HEADER.decode(parts[-4]).msg_type, parts[-1]
        if not packed.isascii():
            packed = packed.decode("utf-8", "replace").encode()
        content = _CONTENT.decode(packed)
        if kind == "clear_output":
            self.clear_next = content.wait
            if not content.wait:
                self.kept.clear()
        elif kind == "update_display_data":
            self._update((content.transient or {}).get("display_id"), content, packed)
        elif kind in ("display_data", "execute_result", "error") and self._fits(len(packed), self._values(packed)):
            self._clear_if_due()
            self._add(kind, content, packed)

    def _add(self, kind: str, content: _Content, packed: bytes) -> None:
        output: dict[str, Any] = {"output_type": kind}
        if kind == "error":
            output |= {"ename": content.ename, "evalue": content.evalue, "traceback": content.traceback}
        else:
            output |= {"data": content.data, "metadata": content.metadata}
        if kind == "execute_result":
            output["execution_count"] = content.execution_count
        display_id = (content.transient or {}).get("display_id")
        if display_id is not None:
            self._update(display_id, content, packed)
            self.named.setdefault(display_id, []).append((self.index, output))
        self.kept.append(output)

    def _update(self, display_id: Any, content: _Content, packed: bytes) -> None:
        """Show the content wherever its display id is shown."""
        shown = self.named.get(display_id, ())
        if shown and self._fits(len(packed) * len(shown), self._values(packed) * len(shown)):
            for index, output in shown:
                output["data"], output["metadata"] = content.data, content.metadata
                self.touched.add(index)

    def _values(self, packed: bytes) -> int:
        return _OF_DISPLAY + count_values(packed, self.cell_values - self.values)

    def _fits(self, weight: int, values: int) -> bool:
        if self.cut:
            return False
        self.weight += weight
        self.values += values
        if self.weight > self.cell_bytes or self.values > self.cell_values:
            self.cut = True
            self.kept.append({"output_type": "stream", "name": "stdout", "text": CUT})
        return not self.cut

    def _clear_if_due(self) -> None:
        if self.clear_next:
            self.kept.clear()
            self.clear_next = False


class Stream(io.TextIOBase):
    """stdout or stderr of the cells; text is joined, as a kernel joins it, until something else is to be shown.

    descriptor: of the file that stands for descriptor 1 or 2, so that what is written there comes in its turn.
    fileno: what a kernel's stream gives out: somewhere that is never shown.
    """

    encoding, errors = "UTF-8", None

    def __init__(self, name: str, outputs: Outputs, descriptor: int, fileno: int) -> None:
        self.name, self.outputs = name, outputs
        self._descriptor, self._fileno = descriptor, fileno
        self._parts: list[str] = []
        self._held = 0
        self._lock = threading.RLock()
        self.other: Stream | None = None

    def lead_to(self, outputs: Outputs, descriptor: int, fileno: int) -> None:
        """Show elsewhere from now on: whoever kept this stream writes there as well."""
        self.outputs, self._descriptor, self._fileno = outputs, descriptor, fileno
        self._parts, self._held = [], 0

    def write(self, text: str) -> int:
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text)}")
        if text:
            if self.other is not None and self.other._held:
                self.other.flush()
            with self._lock:
                self._parts.append(text)
                self._held += len(text)
            if self._held > _CHUNK:
                self.flush()
        return len(text)

    def flush(self) -> None:
        with self._lock:
            parts, self._parts, self._held = self._parts, [], 0
            if parts:
                self.outputs.text(self.name, "".join(parts))
            self.outputs.text(self.name, _written(self._descriptor, self.outputs.cell_bytes))

    def writable(self) -> bool:
        return True

    def isatty(self) -> bool:
        return False

    def fileno(self) -> int:
        return self._fileno

    def close(self) -> None:
        """Nothing: what comes after would be lost."""


def _written(file: int, most: int) -> str:
    """The text written straight to a descriptor since last time, at most `most` bytes of it."""
    size = os.fstat(file).st_size
    if not size:
        return ""
    data = os.pread(file, min(size, most), 0)
    os.ftruncate(file, 0)
    return data.decode("utf-8", "replace")
