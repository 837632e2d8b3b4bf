"""The worker processes: none of a batch's length in memory, no task lost with a worker, none done for ever."""

import gc
import os
import shutil

import pytest

from epreuves.gradebook.batch import Batch, Course
from epreuves.gradebook.pool import Pool
from epreuves.gradebook.results import Outcome
from epreuves.runner.sandbox import MARKING, Runner

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="worker processes are forks")


@pytest.mark.parametrize("number", [10, 1000])
def test_no_worker_goes_far_ahead_of_what_is_written_however_many_tasks_there_are(number, tmp_path):
    begun = tmp_path / "commencees"
    begun.touch()

    def start():
        mark = os.open(begun, os.O_WRONLY | os.O_APPEND)

        def work(task):
            os.write(mark, b".")
            return task[::-1]

        return work

    done, most = 0, 0
    pool = Pool(2, start)
    try:
        for some in pool.map(str(n).encode() for n in range(number)):
            most = max(most, begun.stat().st_size - done)
            for task, outcome in some:
                assert outcome == task[::-1]
                done += 1
    finally:
        pool.close()
    assert done == begun.stat().st_size == number
    assert most <= 2 * 2 + 9  # two a process, and those that are gathered; both processes may end one at once


def test_a_worker_that_dies_once_costs_a_try_and_a_task_that_kills_is_given_up_alone(tmp_path):
    def start():
        def work(task):
            if task == b"fatal":
                os._exit(9)
            if task == b"malchance" and not (tmp_path / "vue").exists():
                (tmp_path / "vue").touch()
                os._exit(9)
            return task.upper()

        return work

    pool = Pool(2, start)
    try:
        told = [pair for some in pool.map([b"a", b"fatal", b"b", b"malchance", b"c", b"d"]) for pair in some]
    finally:
        pool.close()
    assert dict(told) == {
        b"a": b"A", b"b": b"B", b"c": b"C", b"d": b"D", b"malchance": b"MALCHANCE", b"fatal": None
    }  # fmt: skip
    assert len(told) == 6


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_batch_holds_few_outcomes_at_once(jobs, batch, tmp_path):
    """As few for eighteen copies as for six."""
    held = {}
    runner = Runner("auto", MARKING)
    try:
        for number in (6, 18):
            course = Course(shutil.copytree(batch, tmp_path / str(number)))
            with Batch(course, "e98_publicite", runner, jobs) as marking:
                students = course.students("e98_publicite")[:number]
                held[number] = max(
                    sum(type(o) is Outcome for o in gc.get_objects()) for _ in marking.run(students)
                )
    finally:
        runner.close()
    few = 1 if jobs == 1 else 9  # what several processes give is gathered
    assert 0 < held[18] <= few + 2
    assert 0 < held[6] <= few + 2
