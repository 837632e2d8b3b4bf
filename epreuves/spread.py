"""Work over several processes: a bounded number of groups under way, results in order, no worker left behind."""

from __future__ import annotations

import itertools
import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any, Generic, TypeVar

import msgspec

#: Groups under way for each process: enough for none to wait.
_AHEAD = 3

T = TypeVar("T")
R = TypeVar("R")


class SpreadWork(msgspec.Struct, Generic[T, R], frozen=True):
    """What processes do, by functions that they can be given the names of.

    start: makes a process ready, from `given`. each: the results of a group, one for each of its items, in order. lost: the result
    of an item whose process died. fresh: processes start anew instead of forking, which takes half a second more: a library with
    threads of its own, as typst is, waits for ever in a fork of a process that has used it.
    """

    start: Callable[..., Any]
    given: tuple[Any, ...]
    each: Callable[[Sequence[T]], list[R]]
    lost: Callable[[T], R]
    fresh: bool = False


def spread(work: SpreadWork[T, R], groups: Iterable[Sequence[T]], jobs: int) -> Generator[R, None, None]:
    """Every item's result, in the order given, as soon as it is there.

    Processes start before this returns, and so before any thread of the caller's. A process that dies takes no other item with
    it than the one that killed it.
    """
    results = _results(work, groups, jobs)
    next(results)
    return results


def _results(work: SpreadWork[T, R], groups: Iterable[Sequence[T]], jobs: int) -> Generator[Any, None, None]:
    """Gives None first, once the processes are started."""
    waiting = iter(groups)
    under_way: deque[tuple[Future[Any], Sequence[T]]] = deque()
    pool = _pool(work, jobs)
    try:
        for group in itertools.islice(waiting, jobs * _AHEAD):
            under_way.append((pool.submit(work.each, group), group))
        yield None
        while under_way:
            future, group = under_way.popleft()
            try:
                yield from future.result()
            except BrokenProcessPool:
                # Some item killed its process: those under way are taken up again, one by one.
                pool.shutdown()
                suspects = [group, *(g for _, g in under_way)]
                under_way.clear()
                for suspect in itertools.chain.from_iterable(suspects):
                    yield _alone(work, suspect)
                pool = _pool(work, jobs)
            for group in itertools.islice(waiting, jobs * _AHEAD - len(under_way)):
                under_way.append((pool.submit(work.each, group), group))
    finally:
        pool.shutdown(cancel_futures=True)


def _alone(work: SpreadWork[T, R], item: T) -> R:
    with _pool(work, 1) as pool:
        try:
            return pool.submit(work.each, (item,)).result()[0]
        except BrokenProcessPool:
            return work.lost(item)


def _pool(work: SpreadWork[T, R], jobs: int) -> ProcessPoolExecutor:
    # A fork has all modules and templates from its parent.
    context = multiprocessing.get_context(
        "spawn" if work.fresh else "fork" if sys.platform == "linux" else None
    )
    return ProcessPoolExecutor(jobs, context, _start, (work.start, work.given))


def _start(start: Callable[..., Any], given: tuple[Any, ...]) -> None:
    """Make a process ready: it leaves an interruption to its parent, and ends when its parent does, however that ended."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    start(*given)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    assert parent is not None  # this is one of the pool's processes
    parent.join()
    os._exit(1)


def grouped(items: Sequence[T], size: int) -> Iterator[tuple[T, ...]]:
    """The items, so many at a time."""
    for start in range(0, len(items), size):
        yield tuple(items[start : start + size])
