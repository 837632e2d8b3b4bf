"""Reports over several processes: candidates read together, results in order, memory that does not grow with their number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from epreuves.jury.record import Record
from epreuves.machine import cores
from epreuves.reports.batch import Asked, Result, write_candidates
from epreuves.spread import Work, grouped, spread

#: Candidates read together. More would save little, and be held in memory.
TOGETHER = 16


def write(
    root: Path, asked: Asked, candidates: Sequence[str], jobs: int | None = None
) -> Iterator[list[Result]]:
    """Write the reports of candidates, and give each one's results, in the order given, as soon as they are there.

    jobs: processes, at least 1; None for one a core. Processes start before this returns, and so before any thread of the caller's.
    """
    jobs = jobs or cores()
    groups = list(grouped(candidates, max(4, min(TOGETHER, len(candidates) // (4 * jobs)))))
    jobs = min(jobs, len(groups))
    if jobs <= 1:
        return _here(root, asked, groups)
    return spread(Work(_start, (root, asked), _work, _Lost(asked.kinds), fresh=True), groups, jobs)


def _here(root: Path, asked: Asked, groups: Sequence[Sequence[str]]) -> Iterator[list[Result]]:
    with Record(root) as record:
        for group in groups:
            yield from write_candidates(record, asked, group)


class _Lost:
    """What is told of a candidate whose process died."""

    def __init__(self, kinds: Sequence[str]) -> None:
        self._kinds = kinds

    def __call__(self, candidat: str) -> list[Result]:
        reason = "Le processus qui écrivait le rapport s'est arrêté : la copie corrigée est sans doute trop grande pour la mémoire."
        return [Result(candidat=candidat, kind=kind, status="error", reason=reason) for kind in self._kinds]


_worker: dict[str, Any] = {}


def _start(root: Path, asked: Asked) -> None:
    _worker.update(asked=asked, record=Record(root))


def _work(group: Sequence[str]) -> list[list[Result]]:
    return write_candidates(_worker["record"], _worker["asked"], group)
