"""Pages over several processes: copies read together from the gradebook, results in order, no worker left behind."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from epreuves.gradebook.feedback import batch
from epreuves.gradebook.feedback.batch import Result
from epreuves.gradebook.feedback.course import Places
from epreuves.gradebook.feedback.page import warm
from epreuves.gradebook.feedback.rows import Carnet
from epreuves.machine import cores
from epreuves.spread import Work, grouped, spread
from epreuves.wording.errors import KitError

#: Copies read from the gradebook together. More would save little, and be held in memory.
TOGETHER = 32

#: An assignment and one of its students.
Copy = tuple[str, str]


def check(places: Places, assignments: Iterable[str]) -> None:
    """Raise KitError unless the gradebook can be read and knows these assignments."""
    with Carnet(places.db_url, places.root) as carnet:
        unknown = [assignment for assignment in assignments if not carnet.knows(assignment)]
    if unknown:
        raise KitError(
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
    jobs = jobs or cores()
    # A few copies are written before another process is started.
    groups = list(grouped(copies, max(8, min(TOGETHER, len(copies) // (4 * jobs)))))
    jobs = min(jobs, len(groups))
    warm()
    if jobs <= 1:
        return _here(places, groups, force)
    return spread(Work(_start, (places, force), _work, _lost), groups, jobs)


def _here(places: Places, groups: Iterable[tuple[Copy, ...]], force: bool) -> Iterator[list[Result]]:
    with Carnet(places.db_url, places.root) as carnet:
        for group in groups:
            yield from _write(places, carnet, group, force)


def _lost(copy: Copy) -> list[Result]:
    reason = "Le processus qui écrivait la page s'est arrêté : la copie corrigée est sans doute trop grande pour la mémoire."
    return [Result(student=copy[1], assignment=copy[0], status="error", reason=reason)]


_worker: dict[str, Any] = {}


def _start(places: Places, force: bool) -> None:
    _worker.update(places=places, force=force, carnet=Carnet(places.db_url, places.root))


def _work(group: Sequence[Copy]) -> list[list[Result]]:
    return list(_write(_worker["places"], _worker["carnet"], group, _worker["force"]))


def _write(places: Places, carnet: Carnet, group: Sequence[Copy], force: bool) -> Iterator[list[Result]]:
    for assignment, copies in itertools.groupby(group, key=lambda copy: copy[0]):
        yield from batch.write_copies(places, carnet, assignment, [student for _, student in copies], force)
