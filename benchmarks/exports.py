"""Time `epreuves export` beside `nbgrader export` on the same gradebook in the same run, and tell how much memory it takes.

    python -m benchmarks.exports [--copies N] [--json]

The ratio is what to quote, not the seconds. nbgrader's file has a line a copy, with its total; the kit's have one for each question
and criterion too, and what the jury's rules decide. Each is one command, started anew, so that loading its libraries is counted.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import tempfile
from pathlib import Path

from benchmarks.feedback import course, seconds

FORMATS = ("csv", "xlsx", "moodle", "badges")
EXPORT = [sys.executable, "-c", "from epreuves_kit.cli import main; main()", "export"]


def peak() -> int:
    """The most memory that a command run so far has taken, in MiB; Linux counts it in KiB."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--copies", type=int, default=200)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        root = Path(place)
        course(root, asked.copies)
        before = peak()
        ours = {format: seconds([*EXPORT, format], root) for format in FORMATS}
        after = peak()
        stock = seconds([sys.executable, "-m", "nbgrader", "export"], root)
    found = {
        "copies": asked.copies,
        "seconds": {format: round(taken, 2) for format, taken in ours.items()},
        "seconds_nbgrader": round(stock, 2),
        "ratio": {format: round(taken / stock, 2) for format, taken in ours.items()},
        # What marks the copies beforehand may have taken more: the exports then took less than that.
        "peak_mib": after if after > before else f"under {before}",
    }
    if asked.json:
        print(json.dumps(found))
        return
    for format, taken in found["seconds"].items():
        print(f"{format}: {taken} s, nbgrader {found['seconds_nbgrader']} s, ratio {found['ratio'][format]}")
    print(f"{asked.copies} copies, memory: {found['peak_mib']} MiB")


if __name__ == "__main__":
    main()
