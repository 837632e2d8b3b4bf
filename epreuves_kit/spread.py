"""Work over several processes: tasks out and outcomes back as bytes, in order where it is asked, none lost with a process that dies.

A process has one end of a pipe, and reads nothing else. It is sent tasks, two at most at a time, and answers each, in the order received.
It leaves SIGINT to its parent, and ends when the parent does, however that ended. A closed pipe says that it died: the first of its tasks
is the suspect, the others are given to somebody else. Behind the bounds that the work sets itself stands a watchdog: a process that is
too long at one task is ended.
"""

from __future__ import annotations

import contextlib
import ctypes
import itertools
import math
import multiprocessing
import os
import pickle
import signal
import sys
import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from enum import Enum
from multiprocessing.connection import wait
from typing import Any, TypeVar

#: Tasks given to a process at once: one under way, one waiting, so that none is idle while outcomes are written.
_AHEAD = 2
#: Outcomes that are gathered, and for how many seconds at most: what is done with several costs little more than with one.
_TOGETHER, _GATHERED = 8, 0.5
#: Bytes of one outcome: marks and sentences, no notebook.
_MOST = 256 << 20
_PR_SET_PDEATHSIG = 1

Work = Callable[[bytes], bytes]
T = TypeVar("T")
R = TypeVar("R")
#: Makes, from what it is given, a context that gives the function that does a group of items.
GroupWork = Callable[..., AbstractContextManager[Callable[[Sequence[T]], Iterable[R]]]]


class Lost(Enum):
    """The reason for which a task has no outcome."""

    DIED = "its process died of it, twice"
    LATE = "its process was still at it past the time that one task may take"


class Pool:
    """Runs tasks in `jobs` processes, started at once.

    start: called once in each process on `given`, a context that gives the function that does a task; it must not raise for a task's
    own sake. A task whose process dies is done once more, then given up: its outcome is a `Lost`. seconds: what one task may take; a
    process that is at it for longer is killed, and the task given up at once. fresh: processes start anew instead of forking, which
    takes half a second more and asks for a `start` that can be named: where there is no fork, and where a library has threads of its
    own, as typst has, which waits for ever in a fork of a process that has used it.
    """

    def __init__(
        self,
        jobs: int,
        start: Callable[..., AbstractContextManager[Work]],
        given: tuple[Any, ...] = (),
        *,
        seconds: float = math.inf,
        fresh: bool = False,
    ) -> None:
        self._work = start, given, os.getpid()
        self._seconds, self._fresh = seconds, fresh
        self._members: list[_Member] = []
        for _ in range(jobs):
            self._members.append(self._member())

    def _member(self) -> _Member:
        return _Member(self._work, None if self._fresh else [m.channel for m in self._members])

    def map(
        self,
        tasks: Iterable[bytes],
        alike: Callable[[bytes], object] = lambda task: task,
        split: Callable[[bytes], Iterable[bytes]] = lambda task: [task],
    ) -> Iterator[list[tuple[bytes, bytes | Lost]]]:
        """Give outcomes as they come, a few of half a second together, each with its task; at an interruption, those that are there.

        alike: tasks for which it gives the same value, next to each other, go to one process as long as no other is idle. split: what
        is done of a task that its process died of, instead of the task itself: those that it is made of.
        """
        shares, tried = _Shares(tasks, alike), Counter[bytes]()
        done: list[tuple[bytes, bytes | Lost]] = []
        due = 0.0
        while True:
            for _ in range(_AHEAD):
                for place, member in enumerate(self._members):
                    if len(member.under_way) < _AHEAD and (task := shares.next(place)) is not None:
                        member.give(task)
            over = not any(m.under_way for m in self._members)
            if done and (over or len(done) >= _TOGETHER or time.monotonic() >= due):
                yield done
                done = []
            if over:
                return
            end = min(m.since for m in self._members if m.under_way) + self._seconds
            until = min(due, end) if done else end
            try:
                left = None if until == math.inf else max(0.0, until - time.monotonic())
                answered = wait([m.channel for m in self._members], left)
            except KeyboardInterrupt:
                if done:
                    yield done
                raise
            due = due if done else time.monotonic() + _GATHERED
            for place, member in enumerate(self._members):
                if member.channel in answered:
                    try:
                        outcome = member.channel.recv_bytes(_MOST)
                    except (EOFError, OSError):
                        suspects = [member.under_way.popleft()] if member.under_way else []
                        shares.again.extend(member.under_way)
                        for suspect in suspects:
                            tried[suspect] += 1
                            if tried[suspect] > 1:
                                done.append((suspect, Lost.DIED))
                            else:
                                shares.again.extend(split(suspect))
                        self._replace(place)
                    else:
                        done.append((member.under_way.popleft(), outcome))
                        member.since = time.monotonic()
                elif member.under_way and time.monotonic() - member.since > self._seconds:
                    done.append((member.under_way.popleft(), Lost.LATE))
                    shares.again.extend(member.under_way)
                    self._replace(place)

    def _replace(self, place: int) -> None:
        """End a process, and start another in its place."""
        _end([self._members.pop(place)], at_once=True)
        self._members.insert(place, self._member())

    def close(self, at_once: bool = True) -> None:
        """End the processes: wherever they are, or each once the task that it is at is done."""
        _end(self._members, at_once)


class _Shares:
    """Tasks dealt out in groups of those alike; whoever has none left takes half of the longest share."""

    def __init__(self, tasks: Iterable[bytes], alike: Callable[[bytes], object]) -> None:
        self.again: deque[bytes] = deque()
        self._groups = iter([deque(group) for _, group in itertools.groupby(tasks, alike)])
        self._own: dict[int, deque[bytes]] = {}

    def next(self, place: int) -> bytes | None:
        """The next task of the process at a place; None where there is none left."""
        if self.again:
            return self.again.popleft()
        own = self._own.setdefault(place, deque())
        if not own:
            own.extend(next(self._groups, ()))
        if not own:
            longest = max(self._own.values(), key=len)
            for _ in range((len(longest) + 1) // 2):
                own.appendleft(longest.pop())
        return own.popleft() if own else None


class _Member:
    """One process, its channel, the tasks that it has, in order, and since when it is at the first.

    inherited: channels of the others, which a fork has and closes; None for a process that starts anew.
    """

    def __init__(self, work: tuple[Any, ...], inherited: list[Any] | None) -> None:
        self.under_way: deque[bytes] = deque()
        self.since = time.monotonic()
        self.channel, theirs = multiprocessing.Pipe()
        context: Any = multiprocessing.get_context("spawn" if inherited is None else "fork")
        others = [] if inherited is None else [self.channel, *inherited]
        self.process = context.Process(target=_serve, args=(theirs, others, *work), daemon=True)
        self.process.start()
        theirs.close()

    def give(self, task: bytes) -> None:
        """Hand a task over; a process that has died is seen when its outcome is read."""
        if not self.under_way:
            self.since = time.monotonic()
        self.under_way.append(task)
        with contextlib.suppress(OSError):
            self.channel.send_bytes(task)


def _end(members: Iterable[_Member], at_once: bool) -> None:
    members = list(members)
    for member in members:
        if at_once:
            member.process.kill()
        member.channel.close()
    for member in members:
        member.process.join()


def _serve(
    channel: Any,
    others: list[Any],
    start: Callable[..., AbstractContextManager[Work]],
    given: tuple[Any, ...],
    parent: int,
) -> None:
    # An interruption is the parent's to answer; its end, whatever brought it, is this process's.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        if os.getppid() != parent:
            return
    else:
        threading.Thread(target=_end_with_parent, daemon=True).start()
    for other in others:
        other.close()
    with start(*given) as work, contextlib.suppress(EOFError, OSError):
        while True:
            channel.send_bytes(work(channel.recv_bytes()))


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    assert parent is not None  # this is one of the pool's processes
    parent.join()
    os._exit(1)


def spread(
    start: GroupWork[T, R],
    given: tuple[Any, ...],
    lost: Callable[[T], R],
    items: Sequence[T],
    jobs: int,
    *,
    least: int = 1,
    most: int = 1,
    fresh: bool = False,
) -> Generator[R, None, None]:
    """Every item's result, in the order given, as soon as it is there.

    start: called in each process on `given`, by its name, a context that gives the function that does a group of `least` to `most`
    items: their results, one for each, in order; what it raises is raised here, in its turn. lost: the result of an item that its
    process died of; none takes another item with it. jobs: processes; with one, or one group, all is done here. fresh: as for a
    `Pool`.
    Processes start before this returns, and so before any thread of the caller's. One that is interrupted ends its group first.
    """
    size = max(least, min(most, len(items) // (4 * jobs)))
    groups = [(first, items[first : first + size]) for first in range(0, len(items), size)]
    if min(jobs, len(groups)) <= 1:
        return _here(start, given, groups)
    pool = Pool(min(jobs, len(groups)), _pickled, (start, given), fresh=fresh or sys.platform != "linux")
    results = _in_order(pool, groups, lost)
    next(results)
    return results


def _here(
    start: GroupWork[T, R], given: tuple[Any, ...], groups: Iterable[tuple[int, Sequence[T]]]
) -> Generator[R, None, None]:
    with start(*given) as each:
        for _, group in groups:
            yield from each(group)


def _in_order(
    pool: Pool, groups: Iterable[tuple[int, Sequence[T]]], lost: Callable[[T], R]
) -> Generator[Any, None, None]:
    """Gives None first, so that whoever leaves it closes the pool."""
    turn, waiting = 0, dict[int, Any]()
    try:
        yield None
        for done in pool.map(map(pickle.dumps, groups), split=_singly):
            for task, outcome in done:
                first, group = pickle.loads(task)
                waiting |= enumerate(map(lost, group) if isinstance(outcome, Lost) else pickle.loads(outcome), first)
            while turn in waiting:
                if isinstance(result := waiting.pop(turn), Exception):
                    raise result
                yield result
                turn += 1
    finally:
        pool.close(at_once=False)


def _singly(task: bytes) -> Iterator[bytes]:
    """The items of a group, each as a group."""
    first, group = pickle.loads(task)
    return (pickle.dumps((rank, (item,))) for rank, item in enumerate(group, first))


@contextlib.contextmanager
def _pickled(start: GroupWork[Any, Any], given: tuple[Any, ...]) -> Iterator[Work]:
    with start(*given) as each:

        def work(task: bytes) -> bytes:
            _, group = pickle.loads(task)
            try:
                return pickle.dumps(list(each(group)))
            except Exception as error:  # raised where the result is waited for
                return pickle.dumps([error])

        yield work
