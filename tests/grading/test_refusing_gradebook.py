"""A gradebook that is locked, read-only or on a full disk: a sentence for each copy, nothing half done, and the next run is right."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from epreuves_kit.gradebook import transactions
from tests.conftest import EPREUVES
from tests.corpus import ASSIGNMENT, GOOD
from tests.groups.trial import INVERSE, Cours
from tests.ledger.tables import dump

WHO = {"lea": GOOD, "karim": INVERSE, "zoe": GOOD}
#: A process that writes in a gradebook until its input ends.
HOLD = """
import sqlite3, sys
held = sqlite3.connect(sys.argv[1], isolation_level=None)
held.execute("BEGIN " + sys.argv[2])
print("held", flush=True)
sys.stdin.read()
"""
#: A shell with mounts of its own, which nobody else sees.
ALONE = ("unshare", "--user", "--map-root-user", "--mount", "sh", "-ec")


@pytest.fixture
def course(model: Path, tmp_path: Path) -> Cours:
    """The trial course with three copies, whose gradebook waits for a third of a second for whoever else writes."""
    course = Cours(Path(shutil.copytree(model, tmp_path / "cours")))
    (course.root / "carnet").mkdir()
    (course.root / "gradebook.db").rename(course.root / "carnet" / "gradebook.db")
    _waits(course, 0.3)
    for student, answers in WHO.items():
        course.hand_in(student, answers, rex=None)
    return course


@pytest.fixture(scope="session")
def due(model: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """The gradebook's tables where nothing stood in the way."""
    course = Cours(Path(shutil.copytree(model, tmp_path_factory.mktemp("carnet") / "cours")))
    for student, answers in WHO.items():
        course.hand_in(student, answers, rex=None)
    course.mark()
    return dump(course.db_url)


def _waits(course: Cours, seconds: float) -> None:
    config = course.root / "nbgrader_config.py"
    url = f"sqlite:///{course.root / 'carnet' / 'gradebook.db'}?timeout={seconds}"
    config.write_text(config.read_text("utf-8") + f'\nc.CourseDirectory.db_url = "{url}"\n', "utf-8")


@contextmanager
def held(course: Cours, how: str) -> Iterator[None]:
    """The gradebook held by another process, which writes in it (« IMMEDIATE »), or keeps everybody out (« EXCLUSIVE »)."""
    command = [sys.executable, "-c", HOLD, str(course.root / "carnet" / "gradebook.db"), how]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout.readline() == "held\n"
        yield
        holder.stdin.close()


def alone(course: Cours, script: str) -> dict[str, Any]:
    """Run a script with mounts of its own, which end with it, « $MARK » being the marking; gives what it said of each copy."""
    mark = " ".join([EPREUVES[0], EPREUVES[1], f'"{EPREUVES[2]}"', "autograde", ASSIGNMENT, "--json"])
    script = script.replace("$MARK", f"({mark} && echo '\"fin\"' || echo '\"échec '$?'\"')")
    done = subprocess.run([*ALONE, script], cwd=course.root, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    *told, code = map(json.loads, done.stdout.splitlines())
    return {"code": code} | {line["student"]: line for line in told}


def failed(run: dict[str, Any], sentence: str) -> None:
    assert run.pop("code") == "échec 1"
    assert {s: (line["status"], line["reason"]) for s, line in run.items()} == dict.fromkeys(WHO, ("error", sentence))


def then_right(course: Cours, due: dict[str, list[str]]) -> None:
    """The next run marks all the copies, to the tables that a run without trouble gives."""
    assert {s: line["status"] for s, line in course.mark().items()} == dict.fromkeys(WHO, "marked")
    assert dump(f"sqlite:///{course.root / 'carnet' / 'gradebook.db'}") == due


def test_a_gradebook_in_which_another_program_writes(course, due):
    with held(course, "IMMEDIATE"):
        done = course.run("autograde", ASSIGNMENT, "--json")
        assert done.returncode == 1
        said = [json.loads(line) for line in done.stdout.splitlines()]
        assert {r["student"]: (r["status"], r["reason"]) for r in said} == dict.fromkeys(
            WHO, ("error", transactions.LOCKED)
        )
        assert "Traceback" not in done.stderr
        assert list((course.root / "autograded").iterdir()) == []
    then_right(course, due)


@pytest.mark.slow
def test_a_gradebook_that_another_program_keeps_to_itself(course, due):
    with held(course, "EXCLUSIVE"):
        done = course.run("autograde", ASSIGNMENT)
        assert (done.returncode, done.stdout) == (2, "")
        assert transactions.LOCKED in done.stderr
        assert "Traceback" not in done.stderr
    course.mark()
    assert dump(f"sqlite:///{course.root / 'carnet' / 'gradebook.db'}") == due


def test_the_other_commands_say_so_too_and_do_nothing(course):
    course.mark()
    with held(course, "EXCLUSIVE"):
        done = course.run("feedback", ASSIGNMENT)
        assert (done.returncode, done.stdout) == (2, "")
        assert transactions.LOCKED in done.stderr
        for words in (
            ("double", "e98", "--correcteurs", "A", "B"),
            ("jury", "absence", "lea", "e17", "--auteur", "N", "--justifiee"),
        ):
            done = course.run(*words)
            assert done.returncode == 2
            assert "occupé par un autre programme depuis 0,3 s. Rien n'est enregistré" in done.stderr


@pytest.mark.slow
def test_a_gradebook_that_is_read_only(course, due):
    run = alone(
        course, 'mount --bind carnet carnet; mount -o remount,ro,bind carnet; $MARK; test -z "$(ls autograded)"'
    )
    failed(run, transactions.READ_ONLY)
    then_right(course, due)


def test_a_gradebook_on_a_full_disk(course, due):
    carnet, left = course.root / "carnet", course.root / "ailleurs"
    shutil.copytree(carnet, left)
    size = (carnet / "gradebook.db").stat().st_size // 1024 + 8
    run = alone(
        course,
        f"mount -t tmpfs -o size={size}k tmpfs carnet; cp ailleurs/gradebook.db carnet; $MARK;"
        'test -z "$(ls autograded)"; rm ailleurs/gradebook.db; cp carnet/* ailleurs',
    )
    failed(run, transactions.FULL)
    # As when the disk has room again: with all that the first run left beside the gradebook.
    shutil.rmtree(carnet)
    left.rename(carnet)
    then_right(course, due)


@pytest.mark.slow
def test_a_disk_too_full_for_the_marked_copies(course, due):
    run = alone(
        course,
        'mkdir -p .epreuves; mount -t tmpfs -o size=16k tmpfs .epreuves; $MARK; test -z "$(ls autograded)"',
    )
    failed(run, transactions.FULL)
    then_right(course, due)


def test_marked_copies_that_cannot_be_laid_in_their_place_keep_the_ones_before(course, due):
    course.mark()
    before = {p: p.read_bytes() for p in (course.root / "autograded").rglob("*.ipynb")}
    for student in WHO:
        (course.folder(student) / "note.txt").write_text("rendu de nouveau", "utf-8")
    run = alone(
        course,
        "mount --bind autograded autograded; mount -o remount,ro,bind autograded; $MARK",
    )
    assert run.pop("code") == "échec 1"
    assert all("Ses points sont inscrits au carnet" in line["reason"] for line in run.values())
    assert {p: p.read_bytes() for p in before} == before
    assert len(before) == len(WHO)
    then_right(course, due)
