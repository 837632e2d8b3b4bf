"""Time `epreuves rapports --all` (feedback, transcript and rapport de compétences as page and PDF) against stock `nbgrader generate_feedback`, same run.

    python -m benchmarks.reports [--copies N] [--small N] [--stock N] [--jobs N] [--json]

The ratio is what to quote, not the seconds. Courses are those of `benchmarks/feedback.py`: a few copies marked and judged, then
given to others until there are as many as asked. Each side is one command, started anew. Stock nbgrader has fewer copies, since
it takes as long for each. Memory is the most that any one process of the kit held: with ten times the candidates, it stays.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.feedback import EPREUVE, ROOT, course

REPORT = [sys.executable, "-c", "from epreuves_kit.cli import main; main()", "rapports", "--all"]
LAY = [sys.executable, "-m", "benchmarks.reports", "--lay"]
# The largest of a process's children is the largest it ever had: each command is measured by a process of its own.
_MEASURE = """
import resource, subprocess, sys, time
start = time.perf_counter()
subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL)
print(time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""
_STOCK = "from epreuves_kit.gradebook.config import reach_own_programs\nreach_own_programs()\nget_config()\n"


def measured(command: list[str], folder: Path) -> tuple[float, float]:
    """Seconds that a command takes in a folder, and mebibytes of the largest of its processes; it must succeed."""
    done = subprocess.run(
        [sys.executable, "-c", _MEASURE, *command], cwd=folder, check=True, capture_output=True, text=True
    )
    seconds, kibibytes = map(float, done.stdout.splitlines()[-1].split())
    return seconds, kibibytes / 1024


def kit(place: Path, copies: int, jobs: list[str]) -> tuple[float, float, float]:
    """Seconds for as many candidates, seconds where all is up to date, and mebibytes."""
    subprocess.run([*LAY, str(place), "--copies", str(copies)], cwd=ROOT, check=True)
    seconds, memory = measured([*REPORT, *jobs], place)
    again, _ = measured([*REPORT, *jobs], place)
    for name, due in (
        (f"{EPREUVE}/{EPREUVE}.html", copies),
        ("releve.pdf", copies),
        ("rapport.html", copies),
        ("rapport.pdf", copies),
    ):
        found = len(list(place.glob(f"feedback/*/{name}")))
        assert found == due, f"{name}: {found}"
    return seconds, again, memory


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--copies", type=int, default=1000)
    parser.add_argument("--small", type=int, default=100)
    parser.add_argument("--stock", type=int, default=20)
    parser.add_argument("--jobs", type=int)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--lay", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.lay:
        course(asked.lay, asked.copies)
        return
    jobs = ["--jobs", str(asked.jobs)] if asked.jobs else []
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        small, _, small_memory = kit(place / "petit", asked.small, jobs)
        shutil.rmtree(place / "petit")
        large, again, large_memory = kit(place / "grand", asked.copies, jobs)
        shutil.rmtree(place / "grand")
        stock = place / "stock"
        subprocess.run([*LAY, str(stock), "--copies", str(asked.stock)], cwd=ROOT, check=True)
        (stock / "nbgrader_config.py").write_text(_STOCK, "utf-8")
        plain, _ = measured([sys.executable, "-m", "nbgrader", "generate_feedback", EPREUVE], stock)
    found = {
        "candidates": asked.copies, "seconds_a_candidate": round(large / asked.copies, 5),
        "seconds_a_candidate_up_to_date": round(again / asked.copies, 5),
        "seconds_a_candidate_of_few": round(small / asked.small, 5), "mebibytes": round(large_memory), "mebibytes_of_few": round(small_memory),
        "seconds_a_copy_nbgrader": round(plain / asked.stock, 5), "ratio_nbgrader": round(plain / asked.stock * asked.copies / large, 2),
    }  # fmt: skip
    if asked.json:
        print(json.dumps(found))
    else:
        print(
            f"{found['candidates']} candidates: {found['seconds_a_candidate']} s each ({found['seconds_a_candidate_up_to_date']} s where up "
            f"to date), {found['mebibytes']} MiB; {asked.small} candidates: {found['seconds_a_candidate_of_few']} s each, "
            f"{found['mebibytes_of_few']} MiB; nbgrader's feedback alone {found['seconds_a_copy_nbgrader']} s a copy, ratio {found['ratio_nbgrader']}"
        )


if __name__ == "__main__":
    main()
