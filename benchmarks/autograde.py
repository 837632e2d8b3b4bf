"""Time a copy through stock `nbgrader autograde` and through `epreuves autograde`: same copies, same machine, same run.

    python benchmarks/autograde.py [--copies N] [--json]

The ratio is what to quote, not the seconds: both sides start a kernel a copy, and the kit works the reference out besides.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from epreuves.demo import cohorte, parcours
from epreuves.gradebook import batch

ROOT = Path(__file__).parents[1]
EPREUVE = "e17_impact_digital"


def course(folder: Path, copies: int) -> None:
    """A course in `folder` with as many right copies of the épreuve, submitted and not yet marked."""
    for name in ("sujets", "source", "release", "datasets"):
        shutil.copytree(ROOT / name / EPREUVE, folder / name / EPREUVE)
    for name in ("nbgrader_config.py", "seance.yaml"):
        shutil.copy(ROOT / name, folder / name)
    opened = batch.Course(folder)
    parcours.release(opened, EPREUVE)
    model = next(c for c in cohorte.COHORTE if c.profile == "tout juste")
    for number in range(copies):
        copie = cohorte.Copie(folder, EPREUVE, f"fictif-{number:04}")
        model.write(copie)
        copie.submit(folder / "submitted" / f"fictif-{number:04}" / EPREUVE)


def seconds(command: list[str], folder: Path) -> float:
    """Seconds that a command takes in a folder; it must succeed."""
    start = time.perf_counter()
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return time.perf_counter() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--copies", type=int, default=6)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        ours, stock = Path(place) / "kit", Path(place) / "stock"
        course(ours, asked.copies)
        shutil.copytree(ours, stock)
        # Stock nbgrader makes its gradebook by a bare `alembic`: the folder of this Python's programs is put on PATH for it.
        (stock / "nbgrader_config.py").write_text(
            "from epreuves.gradebook.config import reach_own_programs\nreach_own_programs()\nget_config()\n",
            "utf-8",
        )
        kit = seconds(
            [sys.executable, "-c", "from epreuves.cli import main; main()", "autograde", EPREUVE], ours
        )
        plain = seconds([sys.executable, "-m", "nbgrader", "autograde", EPREUVE], stock)
    found = {"copies": asked.copies, "seconds_a_copy": round(kit / asked.copies, 3), "seconds_a_copy_nbgrader": round(plain / asked.copies, 3),
             "ratio_nbgrader": round(plain / kit, 3)}  # fmt: skip
    if asked.json:
        print(json.dumps(found))
    else:
        print(
            f"{found['copies']} copies: epreuves {found['seconds_a_copy']} s a copy, nbgrader {found['seconds_a_copy_nbgrader']} s, ratio {found['ratio_nbgrader']}"
        )


if __name__ == "__main__":
    main()
