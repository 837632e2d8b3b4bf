"""Time a feedback page through stock `nbgrader generate_feedback` and through `epreuves feedback`: same autograded copies, same run.

    python -m benchmarks.feedback [--copies N] [--jobs N] [--json]

The ratio is what to quote, not the seconds. A few copies of different profiles are marked and judged once; their autograded
folders and their rows in the gradebook are then copied under other names until there are N. Each side is one command, started
anew, so that loading its libraries is counted. Stock nbgrader writes its own page, of the whole notebook: that is what it does.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
import uuid
from pathlib import Path

from epreuves_kit.demo import cohort, journey
from epreuves_kit.grading import batch

ROOT = Path(__file__).parents[1]
EPREUVE = "e17_impact_digital"
MODELS = 3
EPREUVES = [sys.executable, "-c", "from epreuves_kit.cli import main; main()", "feedback", EPREUVE]


def course(folder: Path, copies: int) -> None:
    """A course in `folder` with as many copies of the épreuve, marked and judged."""
    for name in ("sujets", "source", "release", "datasets"):
        shutil.copytree(ROOT / name / EPREUVE, folder / name / EPREUVE)
    shutil.copytree(ROOT / "referentiel", folder / "referentiel")
    for name in ("nbgrader_config.py", "seance.yaml"):
        shutil.copy(ROOT / name, folder / name)
    opened = batch.MarkingCourse(folder)
    journey.release(opened, EPREUVE)
    models = cohort.COHORT[: min(MODELS, copies)]
    journey.submit(opened, EPREUVE, models)
    journey.autograde(opened, EPREUVE, models)
    journey.judge(opened, EPREUVE, models)
    with sqlite3.connect(folder / "gradebook.db") as gradebook:
        for number in range(len(models), copies):
            multiply(folder, gradebook, models[number % len(models)].id, f"fictif-{number:05}")


def multiply(folder: Path, gradebook: sqlite3.Connection, model: str, student: str) -> None:
    """Give another student the autograded copy of `model`, and the same rows in the gradebook."""
    shutil.copytree(folder / "autograded" / model / EPREUVE, folder / "autograded" / student / EPREUVE)
    gradebook.execute("INSERT INTO student (id) VALUES (?)", [student])
    of_model = "SELECT id FROM submitted_assignment WHERE student_id = ?"
    assignments = _again(gradebook, "submitted_assignment", f"id IN ({of_model})", [model], student_id=student)
    for old, new in assignments.items():
        notebooks = _again(gradebook, "submitted_notebook", "assignment_id = ?", [old], assignment_id=new)
        for old_copy, new_copy in notebooks.items():
            for table in ("grade", "comment"):
                _again(gradebook, table, "notebook_id = ?", [old_copy], notebook_id=new_copy)


def _again(gradebook: sqlite3.Connection, table: str, where: str, values: list[str], **changed: str) -> dict[str, str]:
    """Insert rows anew under other ids, with some columns changed; returns new ids by old ones."""
    found = gradebook.execute(f"SELECT * FROM {table} WHERE {where}", values)
    names = [column[0] for column in found.description]
    made = {}
    for row in found.fetchall():
        new = dict(zip(names, row, strict=True)) | changed | {"id": uuid.uuid4().hex}
        gradebook.execute(
            f"INSERT INTO {table} ({', '.join(new)}) VALUES ({', '.join('?' * len(new))})", [*new.values()]
        )
        made[row[names.index("id")]] = new["id"]
    return made


def seconds(command: list[str], folder: Path) -> float:
    """Seconds that a command takes in a folder; it must succeed."""
    start = time.perf_counter()
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return time.perf_counter() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--copies", type=int, default=100)
    parser.add_argument("--jobs", type=int)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    jobs = ["--jobs", str(asked.jobs)] if asked.jobs else []
    with tempfile.TemporaryDirectory() as place:
        ours, stock = Path(place) / "kit", Path(place) / "stock"
        course(ours, asked.copies)
        shutil.copytree(ours, stock)
        # Stock nbgrader makes its gradebook by a bare `alembic`: the folder of this Python's programs is put on PATH for it.
        (stock / "nbgrader_config.py").write_text(
            "from epreuves_kit.gradebook.config import reach_own_programs\nreach_own_programs()\nget_config()\n",
            "utf-8",
        )
        kit = seconds([*EPREUVES, *jobs], ours)
        again = seconds([*EPREUVES, *jobs], ours)
        plain = seconds([sys.executable, "-m", "nbgrader", "generate_feedback", EPREUVE], stock)
        for side in (ours, stock):
            pages = len(list(side.glob(f"feedback/*/{EPREUVE}/{EPREUVE}.html")))
            assert pages == asked.copies, f"{side.name}: {pages} pages"
    found = {
        "copies": asked.copies,
        "seconds_a_copy": round(kit / asked.copies, 5),
        "seconds_a_copy_up_to_date": round(again / asked.copies, 5),
        "seconds_a_copy_nbgrader": round(plain / asked.copies, 5),
        "ratio_nbgrader": round(plain / kit, 2),
    }
    if asked.json:
        print(json.dumps(found))
    else:
        print(
            f"{found['copies']} copies: epreuves {found['seconds_a_copy']} s a copy ({found['seconds_a_copy_up_to_date']} s where up to date), "
            f"nbgrader {found['seconds_a_copy_nbgrader']} s, ratio {found['ratio_nbgrader']}"
        )


if __name__ == "__main__":
    main()
