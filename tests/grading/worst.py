"""Honest copies marked among the worst of the hostile ones, on two cores: `python -m tests.grading.worst --honest 100`

Honest marks are those of a batch without the others; the whole ends within the sum of the limits; no process that marks takes a gibibyte.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.conftest import EPREUVES, trial_course
from tests.corpus import ASSIGNMENT, COPIES, hand_in, read
from tests.grading import a_batch
from tests.hostile import watching

HOSTILES = Path(__file__).parents[1] / "hostile" / "copies"
#: Those that last, fill and flood, whatever reads, runs or makes them inert.
WORST = (
    "debuts_sans_fin", "listes_sans_fin_sur_le_canal", "valeurs_sans_nombre", "memoire_dans_les_prises", "memoire_hors_du_tas",
    "memoire_par_numpy", "memoire_par_listes", "disque_rempli", "inodes_epuises", "deluge_d_affichages", "deluge_sur_la_sortie",
    "fils_par_milliers", "avale_toute_exception", "expression_reguliere_explosive", "tableaux_sans_fin", "crochets_sans_fin", "blancs_sans_fin",
    "attributs_sans_fin", "date_sans_fin", "sorties_par_millions",
)  # fmt: skip
CELL, TOTAL = 5.0, 20.0
#: Seconds in which a copy may be read, made inert and written beside its run; and for the start of the batch and its honest copies, each.
BESIDE, START, HONEST = 10.0, 60.0, 2.0
LIMITS = f"\nc.ExecuteAndMark.cell_seconds = {CELL}\nc.ExecuteAndMark.total_seconds = {TOTAL}\n"


def main() -> None:
    """Mark the honest copies alone, then among the worst, and compare."""
    asked = argparse.ArgumentParser(description=main.__doc__)
    asked.add_argument("--honest", type=int, default=100)
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        alone = a_batch.course_of(trial_course(place, "modele"), place / "seules", options.honest)
        with (alone / "nbgrader_config.py").open("a", encoding="utf-8") as config:
            config.write(LIMITS)
        among = Path(shutil.copytree(alone, place / "parmi"))
        for name in WORST:
            hand_in(
                read((HOSTILES if (HOSTILES / f"{name}.py").exists() else COPIES) / f"{name}.py"),
                among,
                lambda _: (None, None),
            )
        due = a_batch.mark(alone)
        out, err = place / "resultats", place / "erreurs"
        command = [*EPREUVES, "autograde", ASSIGNMENT, "--json", "--jobs", "2"]
        request = {
            "command": command,
            "folder": str(among),
            "environment": dict(os.environ),
            "deadline": 1800,
            "out": str(out),
            "err": str(err),
        }
        done = subprocess.run(
            [sys.executable, watching.__file__], input=json.dumps(request), capture_output=True, text=True, check=True
        )
        seen = json.loads(done.stdout)
        told = {line["student"]: line for line in map(json.loads, out.read_text("utf-8").splitlines())}
        most = START + HONEST * options.honest + len(WORST) * (TOTAL + BESIDE)
        print(
            f"{len(told)} copies, {seen['seconds']:.0f} s (limit {most:.0f} s), peak {seen['peak'] >> 20} MiB a process, code {seen['code']}"
        )
        for name in WORST:
            print(f"  {name}: {told[name]['status']} {told[name]['reason'][:110]}")
        changed = [s for s in due if {**told[s], "mends": ()} != {**due[s], "mends": ()}]
        print(f"honest copies marked otherwise: {changed or 'none'}")
        sys.exit(
            bool(
                changed
                or len(told) != len(due) + len(WORST)
                or seen["seconds"] > most
                or seen["peak"] >= 1 << 30
                or seen["left"]
            )
        )


if __name__ == "__main__":
    main()
