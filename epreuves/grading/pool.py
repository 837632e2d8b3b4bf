"""Worker processes for a batch: forks that end with their parent, tasks in and outcomes out as bytes, none lost with a worker that dies.

Behind the bounds that the work sets itself stands a watchdog: a worker that is too long at one task, or wants too much memory, is ended.

A worker has one end of a stream pair, and reads nothing else. It is sent tasks, each a frame (`runner.frames`) of bytes that it does not
share with another, two at most at a time; it answers each with one frame, in the order received. It leaves SIGINT to its parent, and the
system kills it when the parent ends, however that ended. A closed stream says that it died: the first of its tasks is the suspect, the
others are given to somebody else.
"""

from __future__ import annotations

import contextlib
import ctypes
import itertools
import math
import os
import selectors
import signal
import socket
import sys
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from enum import Enum

from epreuves.machine import bound_memory
from epreuves.runner.frames import Closed, TooLong, receive, send

#: Tasks given to a worker at once: one under way, one waiting, so that none is idle while results are written.
_AHEAD = 2
#: Outcomes that are gathered, and for how many seconds at most: what is done with several costs little more than with one.
_TOGETHER, _GATHERED = 8, 0.5
#: Bytes of one outcome: marks and sentences, no notebook.
_MOST = 256 << 20
_PR_SET_PDEATHSIG = 1

Work = Callable[[bytes], bytes]


class Lost(Enum):
    """Why a task has no outcome."""

    DIED = "its worker died of it, twice"
    LATE = "its worker was still at it past the time that one task may take"


class Pool:
    """Runs `work` on tasks in `jobs` processes forked from this one.

    start: called once in each process, gives the function that does a task; it must not raise for a task's own sake. A task whose
    worker dies is done once more, then given up: its outcome is a `Lost`. seconds: what one task may take; a worker that is at it for
    longer is killed, and the task given up at once. memory_mib: what a worker may take beside what it has from its parent; past that,
    its allocations fail. Linux and other systems with fork.
    """

    def __init__(
        self, jobs: int, start: Callable[[], Work], seconds: float = math.inf, memory_mib: int | None = None
    ) -> None:
        self._start, self._seconds, self._memory = start, seconds, memory_mib
        self._members = [self._member() for _ in range(jobs)]

    def _member(self, others: Iterable[socket.socket] = ()) -> _Member:
        return _Member(self._start, self._memory, others)

    def map(
        self, tasks: Iterable[bytes], alike: Callable[[bytes], object] | None = None
    ) -> Iterator[list[tuple[bytes, bytes | Lost]]]:
        """Give outcomes as they come, a few of half a second together, each with its task; at an interruption, those that are there.

        alike: tasks for which it gives the same value, next to each other, go to one worker as long as no other is idle.
        """
        shares, tried = _Shares(tasks, alike), dict[bytes, int]()
        done: list[tuple[bytes, bytes | Lost]] = []
        due = 0.0
        with selectors.DefaultSelector() as ready:
            for member in self._members:
                ready.register(member.channel, selectors.EVENT_READ, member)
            while True:
                for _ in range(_AHEAD):
                    for place, member in enumerate(self._members):
                        if len(member.under_way) < _AHEAD:
                            task = shares.next(place)
                            if task is not None:
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
                    events = ready.select(None if until == math.inf else max(0.0, until - time.monotonic()))
                except KeyboardInterrupt:
                    if done:
                        yield done
                    raise
                due = due if done else time.monotonic() + _GATHERED
                answered = {key.data for key, _ in events}
                for member in [m for m in self._members if m.under_way and m not in answered]:
                    if time.monotonic() - member.since > self._seconds:
                        late, *others = member.under_way
                        shares.again.extend(others)
                        done.append((late, Lost.LATE))
                        self._replace(member, ready)
                for key, _ in events:
                    member = key.data
                    try:
                        outcome = receive(member.channel, _MOST)
                    except (Closed, TooLong):
                        suspect, *others = member.under_way or [None]
                        shares.again.extend(others)
                        if suspect is not None:
                            tried[suspect] = tried.get(suspect, 0) + 1
                            if tried[suspect] > 1:
                                done.append((suspect, Lost.DIED))
                            else:
                                shares.again.append(suspect)
                        self._replace(member, ready)
                        continue
                    done.append((member.under_way.popleft(), outcome))
                    member.since = time.monotonic()

    def _replace(self, member: _Member, ready: selectors.BaseSelector) -> None:
        """End a worker, and start another in its place."""
        ready.unregister(member.channel)
        member.close()
        fresh = self._member([m.channel for m in self._members if m is not member])
        self._members[self._members.index(member)] = fresh
        ready.register(fresh.channel, selectors.EVENT_READ, fresh)

    def close(self) -> None:
        """End the workers, wherever they are."""
        for member in self._members:
            member.close()


class _Shares:
    """Tasks dealt out in groups of those alike; whoever has none left takes half of the longest share."""

    def __init__(self, tasks: Iterable[bytes], alike: Callable[[bytes], object] | None) -> None:
        self.again: deque[bytes] = deque()
        groups = itertools.groupby(tasks, alike or (lambda task: task))
        self._groups = iter([deque(group) for _, group in groups])
        self._own: dict[int, deque[bytes]] = {}

    def next(self, place: int) -> bytes | None:
        """The next task of the worker at a place; None where there is none left."""
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
    """One worker, its channel, the tasks that it has, in order, and since when it is at the first."""

    def __init__(
        self, start: Callable[[], Work], memory_mib: int | None, others: Iterable[socket.socket]
    ) -> None:
        self.under_way: deque[bytes] = deque()
        self.since = time.monotonic()
        self.channel, theirs = socket.socketpair()
        parent = os.getpid()
        self.pid = os.fork()
        if self.pid == 0:
            try:
                self.channel.close()
                for other in others:
                    other.close()
                _serve(theirs, start, memory_mib, parent)
            finally:
                os._exit(1)
        theirs.close()

    def give(self, task: bytes) -> None:
        """Hand a task over; a worker that has died is seen when its outcome is read."""
        if not self.under_way:
            self.since = time.monotonic()
        self.under_way.append(task)
        with contextlib.suppress(OSError):
            send(self.channel, task)

    def close(self) -> None:
        """End the worker."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        with contextlib.suppress(ChildProcessError):
            os.waitpid(self.pid, 0)
        self.channel.close()


def _serve(channel: socket.socket, start: Callable[[], Work], memory_mib: int | None, parent: int) -> None:
    # An interruption is the parent's to answer; its end, whatever brought it, is the worker's.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        return
    work = start()
    if memory_mib is not None:
        bound_memory(memory_mib)
    with contextlib.suppress(Closed):
        while True:
            send(channel, work(receive(channel, _MOST)))
