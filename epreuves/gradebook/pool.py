"""Worker processes for a batch: forks that end with their parent, tasks in and outcomes out as bytes, none lost with a worker that dies."""

from __future__ import annotations

import contextlib
import ctypes
import itertools
import os
import selectors
import signal
import socket
import sys
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator

from epreuves.runner.frames import Closed, receive, send

#: Tasks given to a worker at once: one under way, one waiting, so that none is idle while results are written.
_AHEAD = 2
#: Outcomes that are gathered, and for how many seconds at most: what is done with several costs little more than with one.
_TOGETHER, _GATHERED = 8, 0.5
#: Bytes of one outcome: marks and sentences, no notebook.
_MOST = 256 << 20
_PR_SET_PDEATHSIG = 1

Work = Callable[[bytes], bytes]


class Pool:
    """Runs `work` on tasks in `jobs` processes forked from this one.

    start: called once in each process, gives the function that does a task; it must not raise for a task's own sake. A task whose
    worker dies is done once more, then given up: its outcome is None. Linux and other systems with fork.
    """

    def __init__(self, jobs: int, start: Callable[[], Work]) -> None:
        self._start = start
        self._members = [_Member(start) for _ in range(jobs)]

    def map(
        self, tasks: Iterable[bytes], alike: Callable[[bytes], object] | None = None
    ) -> Iterator[list[tuple[bytes, bytes | None]]]:
        """Give outcomes as they come, a few of half a second together, each with its task; at an interruption, those that are there.

        alike: tasks for which it gives the same value, next to each other, go to one worker as long as no other is idle.
        """
        shares, tried = _Shares(tasks, alike), dict[bytes, int]()
        done: list[tuple[bytes, bytes | None]] = []
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
                try:
                    events = ready.select(max(0.0, due - time.monotonic()) if done else None)
                except KeyboardInterrupt:
                    if done:
                        yield done
                    raise
                due = due if done else time.monotonic() + _GATHERED
                for key, _ in events:
                    member = key.data
                    try:
                        outcome = receive(member.channel, _MOST)
                    except Closed:
                        ready.unregister(member.channel)
                        suspect, *others = member.under_way or [None]
                        shares.again.extend(others)
                        if suspect is not None:
                            tried[suspect] = tried.get(suspect, 0) + 1
                            if tried[suspect] > 1:
                                done.append((suspect, None))
                            else:
                                shares.again.append(suspect)
                        member.close()
                        fresh = _Member(self._start, [m.channel for m in self._members if m is not member])
                        self._members[self._members.index(member)] = fresh
                        ready.register(fresh.channel, selectors.EVENT_READ, fresh)
                        continue
                    done.append((member.under_way.popleft(), outcome))

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
    """One worker, its channel, and the tasks that it has, in order."""

    def __init__(self, start: Callable[[], Work], others: Iterable[socket.socket] = ()) -> None:
        self.under_way: deque[bytes] = deque()
        self.channel, theirs = socket.socketpair()
        parent = os.getpid()
        self.pid = os.fork()
        if self.pid == 0:
            try:
                self.channel.close()
                for other in others:
                    other.close()
                _serve(theirs, start, parent)
            finally:
                os._exit(1)
        theirs.close()

    def give(self, task: bytes) -> None:
        """Hand a task over; a worker that has died is seen when its outcome is read."""
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


def _serve(channel: socket.socket, start: Callable[[], Work], parent: int) -> None:
    # An interruption is the parent's to answer; its end, whatever brought it, is the worker's.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        return
    work = start()
    with contextlib.suppress(Closed):
        while True:
            send(channel, work(receive(channel, _MOST)))
