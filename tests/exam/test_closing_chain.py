"""Lines that hold one another: what was written is read, and no byte, line or order of it changes unseen."""

from __future__ import annotations

import contextlib
import hashlib

import msgspec
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from epreuves.wording.errors import KitError
from epreuves_kit.exam.closing import chain
from epreuves_kit.exam.closing.chain import BrokenChain
from epreuves_kit.exam.closing.inventory import SealedFile, SealedTable, changes

HASHES = st.text("0123456789abcdef", min_size=64, max_size=64)
NAMES = st.text(st.characters(codec="utf-8"), min_size=1, max_size=30)
SEALED = st.one_of(
    st.builds(SealedFile, NAMES, st.integers(0, 1 << 50), HASHES, st.booleans()),
    st.builds(SealedTable, NAMES, st.lists(NAMES, max_size=3).map(tuple), st.integers(1, 1 << 40), HASHES),
)
LINES = st.lists(SEALED, max_size=6)


def read(content: bytes, hangs_on: str | None = chain.NOTHING):
    return chain.read(content, SealedFile | SealedTable, hangs_on)


@given(LINES, HASHES)
def test_what_is_written_is_read_with_the_same_root(lines, hangs_on):
    content, root = chain.written(lines, hangs_on)
    assert read(content, hangs_on) == (tuple(lines), root)
    # By hand: a line holds the hash of the one before, and the root is the last one's.
    rows = content.split(b"\n")[:-1]
    assert len(rows) == len(lines) + 1
    before = hangs_on
    for row in rows:
        assert msgspec.json.decode(row)["avant"] == before
        before = hashlib.sha256(row).hexdigest()
    assert before == root


@given(LINES, st.data())
def test_no_byte_changes_unseen_without_the_root(lines, data):
    content, _ = chain.written(lines)
    at = data.draw(st.integers(0, len(content) - 1))
    put = data.draw(st.binary(max_size=2).filter(lambda new: new != content[at : at + 1]))
    changed = content[:at] + put + content[at + 1 :]
    assume(changed != content)
    with pytest.raises(BrokenChain):
        read(changed)


@pytest.mark.parametrize(
    "otherwise",
    [
        lambda row: row.replace(b":", b": ", 1),
        lambda row: row.replace(b"ligne", b"\\u006cigne", 1),
        lambda row: msgspec.json.encode(dict(reversed(msgspec.json.decode(row).items()))),
    ],
    ids=["a space", "an escape", "another order"],
)
def test_a_last_line_that_says_the_same_in_another_way_is_refused(otherwise):
    """No line after it holds its hash: what is free in it could be changed unseen."""
    *rows, last = chain.written([SealedFile("a", 1, "0" * 64, False)])[0].split(b"\n")[:-1]
    changed = otherwise(last)
    assert (msgspec.json.decode(changed), changed == last) == (msgspec.json.decode(last), False)
    with pytest.raises(BrokenChain, match="n'est pas écrite comme le kit l'écrit"):
        read(b"\n".join([*rows, changed, b""]))


@given(LINES, LINES, st.data())
def test_a_chain_that_still_grows_is_read_as_it_stands_and_changes_no_byte_unseen(lines, more, data):
    first, root = chain.grown(lines, chain.NOTHING)
    then, end = chain.grown(more, root)
    assert chain.read_growing(first + then, SealedFile | SealedTable) == ((*lines, *more), end)
    assume(more)
    at = data.draw(st.integers(0, len(first + then) - 1))
    put = bytes([(first + then)[at] ^ 1])
    with contextlib.suppress(BrokenChain):
        # The last line hangs on nothing after it: the root tells.
        assert (
            chain.read_growing((first + then)[:at] + put + (first + then)[at + 1 :], SealedFile | SealedTable)[1] != end
        )
        assert at >= (first + then)[:-1].rfind(b"\n")


@given(st.lists(SEALED, min_size=2, max_size=6, unique_by=repr), st.data())
def test_no_line_is_moved_left_out_or_doubled_unseen(lines, data):
    rows = chain.written(lines)[0].split(b"\n")[:-1]
    at = data.draw(st.integers(0, len(lines) - 1))
    other = data.draw(st.integers(0, len(lines) - 1).filter(lambda one: one != at))
    moved = list(rows)
    moved[at], moved[other] = moved[other], moved[at]
    for wrong in (moved, rows[:at] + rows[at + 1 :], [*rows[:at], rows[at], *rows[at:]], rows[:-1]):
        with pytest.raises(BrokenChain):
            read(b"\n".join(wrong) + b"\n")


@given(LINES, LINES)
def test_another_content_has_another_root(one, other):
    assert (chain.written(one)[1] == chain.written(other)[1]) == (one == other)


@given(st.binary(max_size=400))
def test_any_bytes_whatever_are_a_chain_or_are_refused_in_a_sentence(raw):
    with contextlib.suppress(BrokenChain):
        read(raw, None)


@pytest.mark.parametrize("depth", [200_000])
def test_values_within_one_another_are_refused(depth):
    with pytest.raises(BrokenChain, match="la ligne 1 ne se lit pas"):
        read(b"[" * depth + b"\n")


@given(HASHES)
def test_a_root_is_typed_from_paper_with_its_spaces_or_without(root):
    assert chain.typed(f" {chain.shown(root).upper()}\n") == root == chain.typed(root)


def test_what_is_no_root_is_refused():
    with pytest.raises(KitError, match="64 chiffres et lettres"):
        chain.typed("2e71 35de")


def test_what_changed_appeared_and_vanished_is_told_in_order():
    one, two, three = (SealedFile(name, 1, "0" * 64) for name in ("a", "b", "c"))
    table = SealedTable("grade", ("id",), 3, "1" * 64)
    now = [msgspec.structs.replace(two, size=2), three, msgspec.structs.replace(table, rows=4)]
    found = [(one.state, one.what) for one in changes([one, two, table], now)]
    assert found == [
        ("disparu", "a"),
        ("changé", "b"),
        ("apparu", "c"),
        ("changé", "carnet de notes, table grade"),
    ]
    assert list(changes(now, reversed(now))) == []
