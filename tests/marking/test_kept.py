"""What was worked out once is worked out again only where it cannot be trusted; several files take their places together."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from epreuves.machine import replace_all
from epreuves_kit.course.kept import Kept


def counting(value: int) -> tuple[Callable[[], int], list[int]]:
    calls: list[int] = []

    def work() -> int:
        calls.append(value)
        return value

    return work, calls


def test_a_value_is_worked_out_once_by_name_and_digest(tmp_path: Path) -> None:
    store = Kept(tmp_path / "store", int)
    work, calls = counting(7)
    assert [store.once("A", "d1", work) for _ in range(3)] == [7, 7, 7]
    assert len(calls) == 1
    store.once("A", "d2", work)
    assert len(calls) == 2
    assert len(store.files()) == 1


@pytest.mark.parametrize("value", [2**70, -(2**70)])
def test_a_value_that_cannot_be_kept_is_worked_out_each_time(tmp_path: Path, value: int) -> None:
    store = Kept(tmp_path / "store", int)
    work, calls = counting(value)
    assert [store.once("A", "d", work) for _ in range(2)] == [value, value]
    assert len(calls) == 2


def test_a_store_that_cannot_be_made_keeps_nothing_and_stops_nobody(tmp_path: Path) -> None:
    (tmp_path / "store").write_bytes(b"")
    work, calls = counting(7)
    assert [Kept(tmp_path / "store", int).once("A", "d", work) for _ in range(2)] == [7, 7]
    assert len(calls) == 2


def test_of_several_files_none_takes_its_place_where_one_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "first").write_bytes(b"before")
    (tmp_path / "not a folder").write_bytes(b"")
    with pytest.raises(FileExistsError):
        replace_all({tmp_path / "first": b"after", tmp_path / "not a folder" / "second": b""})
    assert (tmp_path / "first").read_bytes() == b"before"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["first", "not a folder"]
