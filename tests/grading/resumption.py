"""A batch killed at random instants, and taken up again: `python -m tests.grading.resumption --kills 20 --copies 100` for the long check."""

from __future__ import annotations

import argparse
import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil

from tests.grading import a_batch


def family(run: subprocess.Popen[str]) -> list[psutil.Process]:
    """A command and all that it started, in whatever session or namespace: what the walls were built of included."""
    try:
        main = psutil.Process(run.pid)
        return [main, *main.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


def alive(processes: list[psutil.Process]) -> list[psutil.Process]:
    """Those of them that still run."""
    return [p for p in processes if p.is_running() and p.status() != psutil.STATUS_ZOMBIE]


def kill(run: subprocess.Popen[str]) -> int:
    """Kill a command's whole tree at once, kill -9, and give how many processes that was."""
    killed: set[int] = set()
    while found := [p for p in family(run) if p.pid not in killed]:
        # The main process last: its children are no longer its own once it is gone.
        for process in reversed(found):
            killed.add(process.pid)
            try:
                process.kill()
            except psutil.NoSuchProcess:
                continue
    run.wait(timeout=20)
    run.stdout.close()
    run.stderr.close()
    return len(killed)


def after(run: subprocess.Popen[str], lines: int) -> int:
    """Wait for so many results, and give how many there were: fewer where the command ended before."""
    return sum(bool(run.stdout.readline()) for _ in range(lines))


def main() -> None:
    """Mark a batch undisturbed; then, from scratch each time, kill it at a random instant, run it once more, and compare."""
    asked = argparse.ArgumentParser(description=main.__doc__)
    asked.add_argument("--kills", type=int, default=20)
    asked.add_argument("--copies", type=int, default=100)
    asked.add_argument("--seed", type=int, default=random.randrange(10**6))
    asked.add_argument("--model", type=Path, help="a course whose trial épreuve is released; built where there is none")
    told = asked.parse_args()
    draw = random.Random(told.seed)
    print(f"seed {told.seed}")
    with tempfile.TemporaryDirectory(prefix="reprise-") as folder:
        place = Path(folder)
        batch = a_batch.course_of(told.model or _model(place), place / "lot", told.copies)
        whole = Path(shutil.copytree(batch, place / "entier"))
        start = time.monotonic()
        a_batch.mark(whole)
        seconds = time.monotonic() - start
        due = a_batch.held(whole)
        print(f"undisturbed: {told.copies} copies in {seconds:.1f} s", flush=True)
        wrong = 0
        for number in range(told.kills):
            course = Path(shutil.copytree(batch, place / "tue"))
            instant = draw.uniform(0, seconds)
            run = a_batch.started(course)
            time.sleep(instant)
            killed = kill(run)
            before = len(list((course / "autograded").iterdir()))
            again = a_batch.mark(course)
            skipped = sum(t["status"] == "skipped" for t in again.values())
            same = a_batch.held(course) == due
            wrong += not same
            print(
                f"{number + 1:2}: killed after {instant:5.2f} s, {killed} processes, {before} copies in autograded/; then {skipped} skipped, "
                f"{len(again) - skipped} marked: {'the same' if same else 'DIFFERENT'}",
                flush=True,
            )
            shutil.rmtree(course)
    print(f"{told.kills - wrong} of {told.kills} end in the same gradebook and the same files")
    sys.exit(1 if wrong else 0)


def _model(place: Path) -> Path:
    from epreuves_kit.build.build import build
    from tests.conftest import nbgrader
    from tests.corpus import ASSIGNMENT, COPIES

    course = Path(shutil.copytree(COPIES / "cours", place / "modele"))
    build(course)
    for step in ("submitted", "autograded", "feedback"):
        (course / step).mkdir()
    nbgrader(course, "generate_assignment", ASSIGNMENT, "--force")
    return course


if __name__ == "__main__":
    main()
