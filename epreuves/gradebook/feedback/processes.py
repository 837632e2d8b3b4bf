"""Pages over several processes: a bounded number of copies under way, results in order, no worker left behind."""

from __future__ import annotations

import contextlib
import itertools
import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any

from epreuves.gradebook.feedback import batch
from epreuves.gradebook.feedback.batch import Result
from epreuves.gradebook.feedback.course import ErreurCours, Places
from epreuves.gradebook.feedback.page import warm
from epreuves.gradebook.feedback.rows import Carnet, CarnetIllisible

#: Copies read from the gradebook together. More would save little, and be held in memory.
TOGETHER = 32
#: Groups under way for each process: enough for none to wait.
_AHEAD = 3

#: An assignment and one of its students.
Copy = tuple[str, str]


def check(places: Places, assignments: Iterable[str]) -> None:
    """Raise ErreurCours unless the gradebook can be read and knows these assignments."""
    try:
        with Carnet(places.db_url, places.root) as carnet:
            unknown = [assignment for assignment in assignments if not carnet.knows(assignment)]
    except CarnetIllisible as error:
        raise ErreurCours(str(error)) from None
    if unknown:
        raise ErreurCours(
            f"Le carnet de notes ne connaît pas l'épreuve « {unknown[0]} » : vérifiez son nom, ou lancez "
            f"« nbgrader generate_assignment {unknown[0]} », puis corrigez les copies."
        )


def write(
    places: Places, copies: Sequence[Copy], jobs: int | None = None, force: bool = False
) -> Iterator[list[Result]]:
    """Write the pages of copies, and give each copy's results, in the order given, as soon as they are there.

    jobs: processes, at least 1; None for one a core. Processes start before this returns, and so before any thread of the
    caller's. A process that dies takes no other copy with it than the one that killed it.
    """
    jobs = jobs or _cores()
    # A few copies are written before another process is started.
    groups = list(_groups(copies, max(8, min(TOGETHER, len(copies) // (4 * jobs)))))
    jobs = min(jobs, len(groups))
    warm()
    if jobs <= 1:
        return _here(places, groups, force)
    spread = _spread(places, groups, jobs, force)
    next(spread)
    return spread


def _here(places: Places, groups: Iterable[tuple[Copy, ...]], force: bool) -> Iterator[list[Result]]:
    with Carnet(places.db_url, places.root) as carnet:
        for group in groups:
            yield from _write(places, carnet, group, force)


def _spread(
    places: Places, groups: Iterable[tuple[Copy, ...]], jobs: int, force: bool
) -> Iterator[list[Result]]:
    """Gives None first, once the processes are started."""
    waiting = iter(groups)
    under_way: deque[tuple[Future[Any], tuple[Copy, ...]]] = deque()
    pool = _pool(places, force, jobs)
    try:
        for group in itertools.islice(waiting, jobs * _AHEAD):
            under_way.append((pool.submit(_work, group), group))
        yield None
        while under_way:
            future, group = under_way.popleft()
            try:
                yield from future.result()
            except BrokenProcessPool:
                # Some copy killed its process: those under way are taken up again, one by one.
                pool.shutdown()
                suspects = [group, *(g for _, g in under_way)]
                under_way.clear()
                for suspect in itertools.chain.from_iterable(suspects):
                    yield _alone(places, suspect, force)
                pool = _pool(places, force, jobs)
            for group in itertools.islice(waiting, jobs * _AHEAD - len(under_way)):
                under_way.append((pool.submit(_work, group), group))
    finally:
        pool.shutdown(cancel_futures=True)


def _alone(places: Places, copy: Copy, force: bool) -> list[Result]:
    with _pool(places, force, 1) as pool:
        try:
            return pool.submit(_work, (copy,)).result()[0]
        except BrokenProcessPool:
            reason = "Le processus qui écrivait la page s'est arrêté : la copie corrigée est sans doute trop grande pour la mémoire."
            return [Result(student=copy[1], assignment=copy[0], status="error", reason=reason)]


def _pool(places: Places, force: bool, jobs: int) -> ProcessPoolExecutor:
    # A fork has all modules and the template from its parent.
    context = multiprocessing.get_context("fork" if sys.platform == "linux" else None)
    return ProcessPoolExecutor(jobs, context, _start, (places, force))


_worker: dict[str, Any] = {}


def _start(places: Places, force: bool) -> None:
    """Make a process ready: it leaves an interruption to its parent, and ends when its parent does, however that ended."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _worker.update(places=places, force=force, carnet=Carnet(places.db_url, places.root))


def _end_with_parent() -> None:
    multiprocessing.parent_process().join()
    os._exit(1)


def _work(group: Sequence[Copy]) -> list[list[Result]]:
    return list(_write(_worker["places"], _worker["carnet"], group, _worker["force"]))


def _write(places: Places, carnet: Carnet, group: Sequence[Copy], force: bool) -> Iterator[list[Result]]:
    for assignment, copies in itertools.groupby(group, key=lambda copy: copy[0]):
        yield from batch.write_copies(places, carnet, assignment, [student for _, student in copies], force)


def _groups(copies: Sequence[Copy], size: int) -> Iterator[tuple[Copy, ...]]:
    for start in range(0, len(copies), size):
        yield tuple(copies[start : start + size])


def _cores() -> int:
    with contextlib.suppress(AttributeError):  # not on every system
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
