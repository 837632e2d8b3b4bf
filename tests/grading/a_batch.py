"""A batch to mark: copies of the trial épreuve, commands run on it, and what a course holds once it is marked."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
import shutil
import signal
import subprocess
from pathlib import Path
from typing import Any

import msgspec

from epreuves_kit.gradebook.marked_notebook import read_record
from tests.conftest import EPREUVES, epreuves
from tests.corpus import ASSIGNMENT, COPIES, hand_in, read
from tests.ledger.tables import dump

#: Copies of the corpus that are quick to mark, right and wrong: the batch is made of them, each under many names.
KINDS = (
    "parfaite",
    "erreur_inverse",
    "premiere_erreur_suivie",
    "blanche",
    "cellule_copiee_collee",
    "fichier_vide",
)


def course_of(model: Path, place: Path, number: int) -> Path:
    """A new course in which `number` candidates handed in a copy, in turn of each kind."""
    shutil.copytree(model, place)
    kinds = [read(COPIES / f"{kind}.py") for kind in KINDS]
    for n in range(number):
        hand_in(dataclasses.replace(kinds[n % len(kinds)], name=f"candidat-{n:03}"), place, _no_scheme)
    return place


def _no_scheme(_: str) -> tuple[Any, Any]:
    raise AssertionError("a copy of the batch asks for a scheme")


def command(*words: str) -> list[str]:
    """The command line of `epreuves autograde` on the trial épreuve."""
    return [*EPREUVES, "autograde", ASSIGNMENT, *words]


def mark(course: Path, *words: str, status: int = 0) -> dict[str, dict[str, Any]]:
    """Run `epreuves autograde --json` to its end, and give what it tells of each student."""
    done = epreuves(course, "autograde", ASSIGNMENT, "--json", *words)
    assert done.returncode == status, done.stderr
    return {line["student"]: line for line in map(json.loads, done.stdout.splitlines())}


def held(course: Path) -> dict[str, Any]:
    """All that marking leaves: every row of the gradebook, and every file of `autograded/` by its digest."""
    return {
        "carnet": dump(f"sqlite:///{course / 'gradebook.db'}"),
        "autograded": {
            str(p.relative_to(course)): hashlib.blake2b(p.read_bytes()).hexdigest()
            for p in sorted((course / "autograded").rglob("*"))
            if p.is_file()
        },
    }


def records(course: Path) -> dict[str, Any]:
    """The record in each marked copy, by student."""
    found = {
        p.parent.parent.name: read_record(p) for p in (course / "autograded").glob(f"*/{ASSIGNMENT}/{ASSIGNMENT}.ipynb")
    }
    return {student: msgspec.to_builtins(record) for student, record in found.items()}


def _heed_ctrl_c() -> None:
    """What a shell starts in the background ignores SIGINT, tests and all that they start included."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def started(course: Path, *words: str) -> subprocess.Popen[str]:
    """`epreuves autograde --json` under way, in a session of its own."""
    return subprocess.Popen(
        command("--json", *words),
        cwd=course,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=_heed_ctrl_c,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
    )
