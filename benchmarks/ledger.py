"""Time the graders' record beside nbgrader's own gradebook, on the same copies in the same run: opening it, and one gesture.

    python -m benchmarks.ledger [--copies N] [--json]

The ratio is what to quote, not the seconds. Opening reads what a grading panel needs of all copies: copies, criteria, what
graders said, what counts. nbgrader's side reads the score and the comment of each criterion through its own API; a gesture is,
there, what formgrader's page has its server do: find a grade and a comment by their names, change them, commit.
"""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook

from benchmarks.feedback import EPREUVE, course
from epreuves_kit.rubric.register import Register

GESTURES = 20


def record(root: Path) -> dict[str, float]:
    """Seconds that the record takes."""
    with Register(root) as register:
        known = register.copies(EPREUVE), register.criteria(EPREUVE)
        said = [(c.key, k.grade_id, 2, "Vu.") for c in known[0] for k in known[1]]
        register.judge_many(EPREUVE, "Anne", said)

    def opened() -> None:
        with Register(root) as register:
            register.copies(EPREUVE), register.criteria(EPREUVE)
            register.judgements(EPREUVE), register.settled(EPREUVE)

    with Register(root) as register:
        gestures = iter((c.key, known[1][0].grade_id) for c in register.copies(EPREUVE))
        judge = _median(lambda: register.judge(EPREUVE, *next(gestures), "Anne", 1, "Revu."), GESTURES)
        undo = _median(lambda: register.undo(EPREUVE, "Anne"), GESTURES)
        sync = _median(lambda: register.sync(EPREUVE), 3)
    return {"open": _median(opened, 3), "gesture": judge, "undo": undo, "sync": sync}


def stock(root: Path) -> dict[str, float]:
    """Seconds that nbgrader's own API takes for the same."""
    url = f"sqlite:///{root / 'gradebook.db'}"

    def opened() -> None:
        with Gradebook(url) as book:
            for copy in book.notebook_submissions(EPREUVE, EPREUVE):
                [(g.name, g.manual_score, g.needs_manual_grade) for g in copy.grades]
                [(c.name, c.manual_comment) for c in copy.comments]

    with Gradebook(url) as book:
        copies = iter([copy.student.id for copy in book.notebook_submissions(EPREUVE, EPREUVE)][:GESTURES])
        grade_id = book.find_notebook(EPREUVE, EPREUVE).task_cells[0].name

        def gesture() -> None:
            student = next(copies)
            grade = book.find_grade(grade_id, EPREUVE, EPREUVE, student)
            grade.manual_score, grade.needs_manual_grade = 1.0, False
            book.find_comment(grade_id, EPREUVE, EPREUVE, student).manual_comment = "Revu."
            book.db.commit()

        one = _median(gesture, GESTURES)
    return {"open": _median(opened, 1), "gesture": one}


def _median(work: Callable[[], Any], times: int) -> float:
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def main() -> None:
    """Read the options, time both, and write what was found."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("--copies", type=int, default=1000)
    options.add_argument("--json", action="store_true")
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        course(Path(folder), asked.copies)
        ours, theirs = record(Path(folder)), stock(Path(folder))
    found = {
        "copies": asked.copies,
        "record": ours,
        "nbgrader": theirs,
        "ratio": {name: ours[name] / seconds for name, seconds in theirs.items()},
    }
    if asked.json:
        print(json.dumps(found))
        return
    for name, seconds in ours.items():
        beside = f", nbgrader {theirs[name]:.3f} s, ratio {found['ratio'][name]:.2f}" if name in theirs else ""
        print(f"{name}: {seconds:.3f} s{beside}")


if __name__ == "__main__":
    main()
