"""What becomes of a copy, as plain data that goes from process to process."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from typing import Any, Literal

import msgspec

from epreuves.gradebook.marked_notebook import MarkingRecord
from epreuves.gradebook.marked_rows import GradeRow
from epreuves.grading.submitted import whole
from epreuves.marking.marks import Mark

Status = Literal["marked", "interrupted", "unreadable", "foreign", "missing", "skipped", "error"]


class CopyResult(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one copy: status and reason, points the machine gave of those it could, and each question's mark.

    scores: on an ordinary assignment, points and maximum of each cell that the machine marks.
    """

    student: str
    assignment: str
    status: Status
    reason: str = ""
    score: float | None = None
    max_score: float | None = None
    variant: str = ""
    questions: dict[str, Mark] = {}
    scores: dict[str, tuple[float, float]] = {}
    mends: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The result as `epreuves autograde --json` writes it."""
        built = msgspec.to_builtins(self)
        built["questions"] = {
            id: {"points": m.points, "max": m.maximum, "outcome": m.outcome, "mistake": m.mistake, "sentence": m.sentence}
            for id, m in self.questions.items()
        } | {id: {"points": points, "max": most} for id, (points, most) in built.pop("scores").items()}  # fmt: skip
        return built


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What a worker tells of a copy: its result and, where there is something to write, rows, time and staging folder."""

    result: CopyResult
    rows: dict[str, list[GradeRow]] | None = None
    timestamp: str | None = None
    renamed: tuple[str, ...] = ()
    staged: str | None = None


def result_of(
    student: str, assignment: str, records: list[MarkingRecord], status: Status | None = None, reason: str = "", incomplete: bool = False
) -> CopyResult:  # fmt: skip
    """The result of a copy from the records of its notebooks; the worst of them gives status and reason, unless they are given.

    incomplete: whether one of a group's notebooks is missing, which is then the status, unless a notebook has a worse one.
    """
    marks = [m for r in records for m in r.marks]
    scores = _together(r.scores for r in records)
    earned = [(m.points, m.maximum) for m in marks] + list(scores.values())
    worst = next(
        (r for s in ("unreadable", "foreign", "interrupted") for r in records if r.status == s), None
    )
    # A copy that is marked may have a reason as well: something in it is to be looked at.
    told = [r.reason for r in (worst, *records) if r is not None and (r is worst or r.status == "marked")]
    said = (
        *([reason] if reason else dict.fromkeys(told)),
        *dict.fromkeys(r.group.said for r in records if r.group),
    )
    return CopyResult(
        student=student, assignment=assignment,
        status=status or (worst.status if worst else "missing" if incomplete else "marked"),
        reason=" ".join(filter(None, said)), score=round(sum(p for p, _ in earned), 2) if earned else None,
        max_score=sum(most for _, most in earned) if earned else None, variant=next((r.variant for r in records if r.variant), ""),
        questions={m.question: m for m in marks}, scores=scores, mends=tuple(m for r in records for m in r.mends),
    )  # fmt: skip


def _together(scores: Iterable[dict[str, tuple[float, float]]]) -> dict[str, tuple[float, float]]:
    """Scores of several notebooks; a cell's id may come in more than one, and is then followed by its rank."""
    found: dict[str, tuple[float, float]] = {}
    for some in scores:
        for id, score in some.items():
            rank = next(n for n in itertools.count(1) if (id if n == 1 else f"{id} ({n})") not in found)
            found[id if rank == 1 else f"{id} ({rank})"] = score
    return found


def failed(student: str, assignment: str, reason: str) -> Outcome:
    """The outcome of a copy that could not be marked, of which nothing is written."""
    reason = whole(reason.strip()) or "Erreur sans explication."
    return Outcome(
        result=CopyResult(student=student, assignment=assignment, status="error", reason=reason[:2000])
    )
