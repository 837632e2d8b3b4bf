"""Graders at work at once, and a grader's kernel that is killed: nothing that was kept is lost. Real processes."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from epreuves_kit.rubric.register import Register
from tests.corpus import ASSIGNMENT
from tests.rubric.trial import Formgrader

REPOSITORY = Path(__file__).parents[2]


def grader(root, name, rounds, *more):
    """Start a grader's process."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.rubric.judge", str(root), name, str(rounds), *more],
        cwd=REPOSITORY,
        env=os.environ | {"PYTHONPATH": str(REPOSITORY)},
        stdout=subprocess.PIPE,
        text=True,
    )


def told(line):
    copy, grade_id, level, number = line.split()
    return (copy, grade_id), (int(level), f"Tour {number}.")


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.serveur)])
def course(request):
    """A course whose gradebook is a file, then one whose gradebook is on a server; and formgrader on it."""
    if request.param == "sqlite":
        root = request.getfixturevalue("root")
        return root, Formgrader(root)
    return request.getfixturevalue("on_a_server")


@pytest.mark.xdist_group("postgresql")
@pytest.mark.parametrize("double", [False, True])
def test_two_graders_at_once_on_the_same_copies_lose_nothing(course, double):
    root, formgrader = course
    with Register(root) as register:
        if double:
            register.plan_double(ASSIGNMENT, ("Anne", "Benoît"), 1, 7, "Chef")
        processes = {name: grader(root, name, 2) for name in ("Anne", "Benoît")}
        said = {name: process.communicate(timeout=300)[0].splitlines() for name, process in processes.items()}
        assert {name: process.returncode for name, process in processes.items()} == {"Anne": 0, "Benoît": 0}
        kept = {name: [] for name in processes}
        for entry in register.history(ASSIGNMENT):
            if entry.kind == "judgement":
                kept[entry.who].append(((entry.copy, entry.grade_id), (entry.level, entry.comment)))
        for name, lines in said.items():
            assert len(lines) == 2 * 3 * 9
            assert kept[name] == [told(line) for line in lines]
        ranks = [entry.rank for entry in register.history(ASSIGNMENT)]
        assert ranks == list(range(1, len(ranks) + 1))
        settled, students = (
            register.settled(ASSIGNMENT),
            {c.key: c.students for c in register.copies(ASSIGNMENT)},
        )
        assert len(settled) == 27
        shown = formgrader.all()
        for (copy, grade_id), level in settled.items():
            assert level.origin == ("agreement" if double else "alone")
            for student in students[copy]:
                assert shown[student, grade_id] == (level.points, False, level.comment)


def test_a_kernel_killed_between_two_gestures_loses_none(root):
    process = grader(root, "Anne", 100)
    lines = [process.stdout.readline() for _ in range(40)]
    process.kill()
    lines += process.stdout.readlines()
    process.stdout.close()
    assert process.wait() == -9
    with Register(root) as register:
        kept = [
            ((e.copy, e.grade_id), (e.level, e.comment)) for e in register.history(ASSIGNMENT) if e.kind == "judgement"
        ]
        said = [told(line) for line in lines if line.endswith("\n")]
        # The last gesture may have been kept before it was said.
        assert said == kept[: len(said)]
        assert len(kept) - len(said) <= 1
        # Whatever was kept is settled, and reached nbgrader.
        last = dict(kept)
        assert {k: (s.level, s.comment) for k, s in register.settled(ASSIGNMENT).items()} == last
        assert register.sync(ASSIGNMENT) == []


def test_a_kernel_killed_among_levels_and_remarks_loses_none(root):
    process = grader(root, "Anne", 100, "remarks")
    lines = [process.stdout.readline() for _ in range(40)]
    process.kill()
    lines += process.stdout.readlines()
    process.stdout.close()
    assert process.wait() == -9
    ranks = [int(line.split()[1]) for line in lines if line.startswith("remark") and line.endswith("\n")]
    with Register(root) as register:
        kept = [passage.rank for passage in register.passages(ASSIGNMENT)]
        assert kept[: len(ranks)] == ranks
        # The last gesture may have been kept before it was said.
        assert len(kept) - len(ranks) <= 1
        assert len(kept) >= 15
        undone = [register.undo(ASSIGNMENT, "Anne") for _ in range(4)]
        assert len({type(gesture).__name__ for gesture in undone}) == 2
