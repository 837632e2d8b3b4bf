"""A batch that is interrupted, in whatever way and at whatever instant, is taken up again with nothing lost and nothing done twice."""

import os
import random
import signal
import time
from contextlib import contextmanager

import nbformat
import pytest

from epreuves_kit.runner.warm import missing
from tests.conftest import epreuves
from tests.corpus import ASSIGNMENT
from tests.grading import a_batch
from tests.grading.resumption import after, alive, family, kill

#: Seconds that the system is given to end what a dead process leaves.
_GONE = 5


def gone(processes):
    """Whether all of these processes are gone before long."""
    deadline = time.monotonic() + _GONE
    while (left := alive(processes)) and time.monotonic() < deadline:
        time.sleep(0.05)
    return left == []


@contextmanager
def slow(course):
    """One of the copies waits for half a minute, then is as it was."""
    path = course / "submitted" / "candidat-012" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    before = path.read_bytes()
    notebook = nbformat.reads(before.decode(), as_version=4)
    notebook.cells.insert(0, nbformat.v4.new_code_cell("import time\ntime.sleep(30)", id="attente"))
    nbformat.write(notebook, path)
    yield
    path.write_bytes(before)


@pytest.mark.parametrize("seed", [3, pytest.param(20, marks=pytest.mark.slow)])
def test_killed_with_all_its_processes_again_and_again_it_ends_as_if_nothing_had_happened(seed, course, due):
    draw = random.Random(seed)
    total = len(list((course / "submitted").iterdir()))
    done = 0
    with slow(course):  # so that it is not done before it is killed
        for _ in range(2):
            run = a_batch.started(course)
            lines, more = draw.randrange(1, total // 3), draw.uniform(0, 0.2)
            print(f"seed {seed}: killed {more:.3f} s after result {lines}")
            after(run, done + lines)
            time.sleep(more)
            processes = family(run)
            assert kill(run) >= 4  # the command, two workers, the walls
            assert gone(processes)
            found = len(list((course / "autograded").iterdir()))
            assert found >= done
            done = found
    told = a_batch.mark(course)
    assert sum(t["status"] == "skipped" for t in told.values()) == done > 0
    assert a_batch.held(course) == due


@pytest.mark.slow
def test_killed_alone_it_leaves_no_worker_and_no_wall_behind(course):
    run = a_batch.started(course)
    after(run, 3)
    processes = family(run)
    names = {p.name() for p in processes}
    assert names - {"bwrap"}
    assert missing() or "bwrap" in names
    os.kill(run.pid, signal.SIGKILL)
    run.communicate(timeout=20)
    assert gone(processes)


def test_ctrl_c_ends_in_a_sentence_and_the_next_run_finishes(course, due):
    with slow(course):  # so that it is not done before it is interrupted
        run = a_batch.started(course)
        after(run, 1)
        processes = family(run)
        os.killpg(run.pid, signal.SIGINT)  # as a terminal does: to the command and its workers
        _, err = run.communicate(timeout=30)
    assert run.returncode == 130, err
    assert "✗ Interrompu. Rien de ce qui était fait n'est perdu" in err
    assert "Traceback" not in err
    assert gone(processes)
    a_batch.mark(course)
    assert a_batch.held(course) == due


def test_a_second_batch_in_the_same_course_is_refused_in_a_sentence(course, due):
    first = a_batch.started(course)
    after(first, 1)
    os.kill(first.pid, signal.SIGSTOP)  # so that it is not done before the other begins
    second = epreuves(course, "autograde", ASSIGNMENT)
    os.kill(first.pid, signal.SIGCONT)
    _, err = first.communicate(timeout=120)
    assert second.returncode == 2
    assert "✗ Une autre correction est en cours dans ce cours" in second.stderr
    assert first.returncode == 0, err
    assert a_batch.held(course) == due


def test_what_was_laid_out_by_a_batch_that_was_killed_is_cleared(course, due):
    place = course / ".epreuves" / "en-cours" / ASSIGNMENT / "candidat-000"
    place.mkdir(parents=True)
    (place / "reste.txt").write_text("à moitié", "utf-8")
    a_batch.mark(course)
    assert a_batch.held(course) == due
    assert not place.parent.exists()
