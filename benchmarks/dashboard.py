"""Time the cohort's dashboard beside nbgrader's own API, on the same copies in the same run.

    python -m benchmarks.dashboard [--copies N] [--json]

The ratio is what to quote, not the seconds. Reading is what the dashboard reads of all copies: grades, records, levels.
nbgrader's side reads the grades of each copy alone, through its API. The whole is `epreuves tableau`: reading, the notebook run
within walls, the page. Memory is the peak of this process, in MiB, before and after.
"""

from __future__ import annotations

import argparse
import json
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook

from benchmarks.feedback import EPREUVE, course
from epreuves_kit.extensions.dashboard.gather import gather
from epreuves_kit.extensions.dashboard.making import write


def stock(root: Path) -> None:
    """Read all grades through nbgrader's API."""
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}") as book:
        for copy in book.notebook_submissions(EPREUVE, EPREUVE):
            [(g.name, g.score, g.max_score, g.needs_manual_grade) for g in copy.grades]


def _seconds(work: Callable[[], Any]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Read the options, time both, and write what was found."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("--copies", type=int, default=1000)
    options.add_argument("--json", action="store_true")
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        course(root, asked.copies)
        before = _peak()
        reading = _seconds(lambda: gather(root))
        whole = _seconds(lambda: write(root, root / "rapports"))
        after = _peak()
        theirs = _seconds(lambda: stock(root))
        size = (root / "rapports" / "tableau.html").stat().st_size
    found = {
        "copies": asked.copies,
        "reading": reading,
        "whole": whole,
        "nbgrader": theirs,
        "ratio": reading / theirs,
        "whole_per_copy": whole / asked.copies,
        "memory": [before, after],
        "page_bytes": size,
    }
    if asked.json:
        print(json.dumps(found))
        return
    print(f"reading: {reading:.2f} s, nbgrader {theirs:.2f} s, ratio {found['ratio']:.2f}")
    print(f"whole: {whole:.2f} s, {1000 * found['whole_per_copy']:.1f} ms a copy; page {size / 1024:.0f} KiB")
    print(f"memory: {before:.0f} MiB before, {after:.0f} MiB after")


if __name__ == "__main__":
    main()
