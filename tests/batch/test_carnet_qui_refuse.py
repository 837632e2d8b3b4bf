"""A gradebook that is locked, read-only or on a full disk: a sentence for each copy, nothing half done, and the next run is right."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from epreuves.gradebook import trouble
from tests.conftest import EPREUVES
from tests.corpus import ASSIGNMENT, GOOD
from tests.groupes.essai import INVERSE, Cours
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
def cours(model: Path, tmp_path: Path) -> Cours:
    """The trial course with three copies, whose gradebook waits for a third of a second for whoever else writes."""
    cours = Cours(Path(shutil.copytree(model, tmp_path / "cours")))
    (cours.root / "carnet").mkdir()
    (cours.root / "gradebook.db").rename(cours.root / "carnet" / "gradebook.db")
    _waits(cours, 0.3)
    for student, answers in WHO.items():
        cours.hand_in(student, answers, rex=None)
    return cours


@pytest.fixture(scope="session")
def due(model: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """The gradebook's tables where nothing stood in the way."""
    cours = Cours(Path(shutil.copytree(model, tmp_path_factory.mktemp("carnet") / "cours")))
    for student, answers in WHO.items():
        cours.hand_in(student, answers, rex=None)
    cours.mark()
    return dump(cours.db_url)


def _waits(cours: Cours, seconds: float) -> None:
    config = cours.root / "nbgrader_config.py"
    url = f"sqlite:///{cours.root / 'carnet' / 'gradebook.db'}?timeout={seconds}"
    config.write_text(config.read_text("utf-8") + f'\nc.CourseDirectory.db_url = "{url}"\n', "utf-8")


@contextmanager
def held(cours: Cours, how: str) -> Iterator[None]:
    """The gradebook held by another process, which writes in it (« IMMEDIATE »), or keeps everybody out (« EXCLUSIVE »)."""
    command = [sys.executable, "-c", HOLD, str(cours.root / "carnet" / "gradebook.db"), how]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout.readline() == "held\n"
        yield
        holder.stdin.close()


def alone(cours: Cours, script: str) -> list[dict[str, dict[str, str]]]:
    """Run a script with mounts of its own, « $MARK » being the marking; gives what each marking said of each copy."""
    mark = " ".join([EPREUVES[0], EPREUVES[1], f'"{EPREUVES[2]}"', "autograde", ASSIGNMENT, "--json"])
    script = script.replace("$MARK", f"({mark} && echo '\"fin\"' || echo '\"échec '$?'\"')")
    done = subprocess.run([*ALONE, script], cwd=cours.root, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    runs: list[dict[str, dict[str, str]]] = [{}]
    for line in map(json.loads, done.stdout.splitlines()):
        if isinstance(line, str):
            runs[-1]["code"] = line
            runs.append({})
        else:
            runs[-1][line["student"]] = line
    return runs[:-1]


def failed(run: dict[str, dict[str, str]], sentence: str) -> None:
    assert run.pop("code") == "échec 1"
    assert {s: (line["status"], line["reason"]) for s, line in run.items()} == dict.fromkeys(
        WHO, ("error", sentence)
    )


def right(run: dict[str, dict[str, str]]) -> None:
    assert run.pop("code") == "fin"
    assert {s: line["status"] for s, line in run.items()} == dict.fromkeys(WHO, "marked")


def test_a_gradebook_in_which_another_program_writes(cours, due):
    with held(cours, "IMMEDIATE"):
        done = cours.run("autograde", ASSIGNMENT, "--json")
        assert done.returncode == 1
        said = [json.loads(line) for line in done.stdout.splitlines()]
        assert {r["student"]: (r["status"], r["reason"]) for r in said} == dict.fromkeys(
            WHO, ("error", trouble.LOCKED)
        )
        assert "Traceback" not in done.stderr
        assert list((cours.root / "autograded").iterdir()) == []
    assert {line["status"] for line in cours.mark().values()} == {"marked"}
    assert dump(f"sqlite:///{cours.root / 'carnet' / 'gradebook.db'}") == due


def test_a_gradebook_that_another_program_keeps_to_itself(cours, due):
    with held(cours, "EXCLUSIVE"):
        done = cours.run("autograde", ASSIGNMENT)
        assert (done.returncode, done.stdout) == (2, "")
        assert trouble.LOCKED in done.stderr
        assert "Traceback" not in done.stderr
    cours.mark()
    assert dump(f"sqlite:///{cours.root / 'carnet' / 'gradebook.db'}") == due


def test_the_other_commands_say_so_too_and_do_nothing(cours):
    cours.mark()
    with held(cours, "EXCLUSIVE"):
        done = cours.run("feedback", ASSIGNMENT)
        assert (done.returncode, done.stdout) == (2, "")
        assert trouble.LOCKED in done.stderr
        for words in (
            ("double", "e98", "--correcteurs", "A", "B"),
            ("jury", "absence", "lea", "e17", "--auteur", "N", "--justifiee"),
        ):
            done = cours.run(*words)
            assert done.returncode == 2
            assert "occupé par un autre programme depuis 0,3 s. Rien n'est enregistré" in done.stderr


def test_a_gradebook_that_is_read_only(cours, due):
    first, second = alone(
        cours, "mount --bind carnet carnet; mount -o remount,ro,bind carnet; $MARK; test -z \"$(ls autograded)\"; umount carnet; $MARK"
    )  # fmt: skip
    failed(first, trouble.READ_ONLY)
    right(second)
    assert dump(f"sqlite:///{cours.root / 'carnet' / 'gradebook.db'}") == due


def test_a_gradebook_on_a_full_disk(cours, due):
    shutil.copytree(cours.root / "carnet", cours.root / "ailleurs")
    size = (cours.root / "carnet" / "gradebook.db").stat().st_size // 1024 + 8
    first, second = alone(
        cours,
        f"mount -t tmpfs -o size={size}k tmpfs carnet; cp ailleurs/gradebook.db carnet; $MARK;"
        "test -z \"$(ls autograded)\"; mount -o remount,size=64m carnet; $MARK; cp carnet/gradebook.db ailleurs",
    )  # fmt: skip
    failed(first, trouble.FULL)
    right(second)
    assert dump(f"sqlite:///{cours.root / 'ailleurs' / 'gradebook.db'}") == due


def test_a_disk_too_full_for_the_marked_copies(cours, due):
    first, second = alone(
        cours,
        "mkdir .epreuves; mount -t tmpfs -o size=16k tmpfs .epreuves; $MARK; test -z \"$(ls autograded)\"; umount .epreuves; $MARK",
    )  # fmt: skip
    failed(first, trouble.FULL)
    right(second)
    assert dump(f"sqlite:///{cours.root / 'carnet' / 'gradebook.db'}") == due


def test_marked_copies_that_cannot_be_laid_in_their_place_keep_the_ones_before(cours, due):
    cours.mark()
    before = {p: p.read_bytes() for p in (cours.root / "autograded").rglob("*.ipynb")}
    for student in WHO:
        (cours.folder(student) / "note.txt").write_text("rendu de nouveau", "utf-8")
    first, second = alone(
        cours,
        "mount --bind autograded autograded; mount -o remount,ro,bind autograded; $MARK; umount autograded; $MARK",
    )
    assert first.pop("code") == "échec 1"
    assert all("Ses points sont inscrits au carnet" in line["reason"] for line in first.values())
    assert len(before) == len(WHO)
    right(second)
    assert dump(f"sqlite:///{cours.root / 'carnet' / 'gradebook.db'}") == due
