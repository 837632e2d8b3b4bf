"""Threads, and what is to be done before there are several: msgspec 0.22 reads a struct's fields when a first value of it is decoded, and two
threads that meet in that end the process.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import msgspec


def read_structs() -> None:
    """Have msgspec read the fields of every struct that is defined by now; one whose annotations cannot be read is left as it is."""
    waiting: list[type] = [msgspec.Struct]
    while waiting:
        kinds: list[type] = waiting.pop().__subclasses__()
        waiting += kinds
        for kind in kinds:
            with contextlib.suppress(NameError, TypeError, ValueError, AttributeError):
                msgspec.json.Decoder(kind)


@contextlib.contextmanager
def started(count: int) -> Iterator[ThreadPoolExecutor]:
    """So many threads, ready to decode; the block ends once they have."""
    read_structs()
    with ThreadPoolExecutor(count) as threads:
        yield threads
