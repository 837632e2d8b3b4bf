"""The channel between whoever marks and one run: frames of JSON or bytes, each with its length before it, bounded on arrival.

A frame is its length, four bytes, big-endian, then as many bytes. The asker (`warm`) sends one, a `Request` in msgpack, to a fork of
the warm parent (`parent`, whose head says what comes back). Each side says how many bytes it takes: a longer frame is refused by its
length, before it is read, and `count_values` bounds what a JSON frame becomes before it is decoded. A fork runs a candidate's code, and
may write anything: nothing of a frame is unpickled, and none carries an expected value or a mark to a fork that runs a copy.
"""

from __future__ import annotations

import hashlib
import json
import re
import socket
import struct
import time
from typing import Any

import msgspec

from epreuves_kit.runner.run import Limits

_HEAD = struct.Struct(">I")
#: Bytes that a request may weigh: a copy's folder and its cells, far above any exam.
REQUEST_BYTES = 512 << 20
#: What separates the values of a JSON text; and the same with its texts, in which these signs mean nothing. A text without its end
#: goes to the end of all: it is looked for once.
_SEPARATORS = b",[{:"
_TOKEN = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"?+|[,:\[{]', re.DOTALL)
#: Bytes below which to copy a payload behind its length costs less than to send both.
_SMALL = 1 << 16


class Closed(Exception):
    """The other side ended the channel."""


class TooLong(Exception):
    """A frame announces more bytes than are accepted."""


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """A task for a fork of the warm parent: run cells (`code`) or, for the kit's own code, call `entry` on `payload`.

    files: (relative path, content) laid in the working directory; environment: added to the small set that the code sees.
    fatal: cells after whose failure no other is run; back: whether files written there are to be sent back, notebooks excepted.
    """

    code: list[tuple[int, str]] = []
    fatal: list[int] = []
    back: bool = False
    files: list[tuple[str, bytes]] = []
    environment: dict[str, str] = {}
    limits: Limits = Limits()
    entry: str = ""
    payload: bytes = b""


def send(channel: socket.socket, payload: bytes) -> None:
    """Send one frame whole."""
    head = _HEAD.pack(len(payload))
    if len(payload) < _SMALL:
        channel.sendall(head + payload)
    else:
        channel.sendall(head)
        channel.sendall(payload)


def send_json(channel: socket.socket, tree: dict[str, Any]) -> None:
    """Send one JSON object; halves of surrogate pairs, which no file can hold, become question marks."""
    send(channel, json.dumps(tree, ensure_ascii=False, allow_nan=False).encode("utf-8", "replace"))


class Incoming:
    """The frames that come by one channel. One that a deadline cuts is kept as far as it came, and goes on at the next call."""

    def __init__(self, channel: socket.socket) -> None:
        self._channel = channel
        self._parts: list[bytes] = []
        self._came = 0
        self._length: int | None = None

    def receive(self, most: int, deadline: float | None = None) -> bytes:
        """Receive one frame of at most `most` bytes, by `deadline` (time.monotonic(), seconds).

        Raises Closed, TooLong (the channel is of no use any more) or TimeoutError.
        """
        if self._length is None:
            (length,) = _HEAD.unpack(self._exactly(_HEAD.size, deadline))
            if length > most:
                raise TooLong(length)
            self._length = length
        payload = self._exactly(self._length, deadline)
        self._length = None
        return payload

    def _exactly(self, count: int, deadline: float | None) -> bytes:
        while self._came < count:
            if deadline is not None:
                left = deadline - time.monotonic()
                if left <= 0:
                    raise TimeoutError
                self._channel.settimeout(left)
            try:
                part = self._channel.recv(min(count - self._came, 1 << 20))
            except (ConnectionResetError, BrokenPipeError):
                part = b""
            if not part:
                raise Closed
            self._parts.append(part)
            self._came += len(part)
        parts, self._parts, self._came = self._parts, [], 0
        return parts[0] if len(parts) == 1 else b"".join(parts)


def receive(channel: socket.socket, most: int, deadline: float | None = None) -> bytes:
    """Receive one frame of a channel that is left after it, or where it is late; raises as `Incoming.receive` does."""
    return Incoming(channel).receive(most, deadline)


def count_values(raw: bytes, enough: int) -> int:
    """The number of values that a JSON text holds at most, names of fields included, in time linear in its length and without decoding it.

    Signs inside texts are told apart only where there are more than `enough` of them; past `enough` values, the count stops.
    A value of two bytes takes a hundred once decoded: the length alone does not bound what a text becomes in memory.
    """
    count = sum(raw.count(sign) for sign in _SEPARATORS)
    if count <= enough:
        return count
    count = 0
    for token in _TOKEN.finditer(raw):
        count += raw[token.start()] in _SEPARATORS
        if count > enough:
            break
    return count


def digest(content: bytes) -> str:
    """Digest of a file's content."""
    return hashlib.blake2b(content, digest_size=16).hexdigest()
