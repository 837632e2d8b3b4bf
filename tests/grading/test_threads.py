"""Structs are read before there are several threads: which msgspec does not stand."""

from __future__ import annotations

import msgspec

from epreuves_kit import threads


class Counted:
    """Says how often msgspec asked what a field is."""

    def __init__(self) -> None:
        self.times = 0

    @property
    def kind(self) -> type:
        self.times += 1
        return int


ASKED = Counted()
#: Structs that nobody has decoded yet: a field's kind is looked up when msgspec reads it, and one names what does not exist.
Fresh = msgspec.defstruct("Fresh", [("value", "ASKED.kind")], module=__name__)
Unreadable = msgspec.defstruct("Unreadable", [("value", "Nowhere")], module=__name__)


def test_threads_find_every_struct_read_and_one_that_cannot_be_read_hinders_none() -> None:
    with threads.started(2) as workers:
        assert ASKED.times == 1
        list(workers.map(lambda _: msgspec.json.decode(b'{"value": 1}', type=Fresh), range(9)))
    threads.read_structs()
    assert ASKED.times == 1
