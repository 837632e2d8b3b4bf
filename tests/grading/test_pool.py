"""The worker processes: none of a batch's length in memory, no task lost with a worker, none done for ever."""

import gc
import os
import shutil
import time
from contextlib import contextmanager, nullcontext

import pytest

from epreuves.machine import bound_memory
from epreuves_kit.grading.batch import Batch, MarkingCourse
from epreuves_kit.grading.copies import CopyOutcome
from epreuves_kit.runner.run import Limits
from epreuves_kit.runner.sandbox import MARKING, Runner
from epreuves_kit.spread import Lost, Pool, spread
from tests.corpus import ASSIGNMENT

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

        return nullcontext(work)

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

        return nullcontext(work)

    pool = Pool(2, start)
    try:
        told = [pair for some in pool.map([b"a", b"fatal", b"b", b"malchance", b"c", b"d"]) for pair in some]
    finally:
        pool.close()
    assert dict(told) == {
        b"a": b"A",
        b"b": b"B",
        b"c": b"C",
        b"d": b"D",
        b"malchance": b"MALCHANCE",
        b"fatal": Lost.DIED,
    }
    assert len(told) == 6


def test_a_task_that_never_ends_is_given_up_once_its_time_is_over_and_the_others_go_on():
    def start():
        def work(task):
            while task == b"sans fin":
                time.sleep(1)
            return task.upper()

        return nullcontext(work)

    pool = Pool(2, start, seconds=2)
    begun = time.monotonic()
    try:
        told = [pair for some in pool.map([b"a", b"sans fin", b"b", b"sans fin", b"c", b"d"]) for pair in some]
    finally:
        pool.close()
    assert sorted(told, key=str) == [
        (b"a", b"A"),
        (b"b", b"B"),
        (b"c", b"C"),
        (b"d", b"D"),
        *[(b"sans fin", Lost.LATE)] * 2,
    ]
    assert time.monotonic() - begun < 2 * 2 + 3


def test_a_task_that_wants_too_much_memory_is_refused_it_and_its_worker_lives_on():
    def start():
        bound_memory(256)

        def work(task):
            try:
                return str(len(bytearray(int(task) << 20)) >> 20).encode()
            except MemoryError:
                return b"non"

        return nullcontext(work)

    pool = Pool(1, start)
    try:
        told = dict(pair for some in pool.map([b"10", b"1000", b"100"]) for pair in some)
    finally:
        pool.close()
    assert told == {b"10": b"10", b"1000": b"non", b"100": b"100"}


def _hangs(*_):
    while True:
        time.sleep(1)


def _grows(*_):
    return bytearray(1 << 40)


@pytest.mark.parametrize(("does", "said"), [(_hangs, "a dépassé le temps permis"), (_grows, "demande trop de mémoire")])
@pytest.mark.parametrize("jobs", [pytest.param(1, marks=pytest.mark.slow), 2])
def test_a_copy_that_takes_the_marker_past_its_bounds_gets_its_reason_and_the_batch_goes_on(
    does, said, jobs, course, monkeypatch
):
    """Nothing known does any more: the reading of one copy is made to here."""
    from epreuves_kit.grading import batch, copies

    hand = copies.read
    fatal = "candidat-003"

    def read(file, name, release, told):
        if file.content == marked:
            does()
        return hand(file, name, release, told)

    place = course / "submitted" / fatal / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    place.write_bytes(marked := place.read_bytes() + b"  ")
    monkeypatch.setattr(copies, "read", read)
    monkeypatch.setattr(batch, "MARGIN", 4.0)
    with (course / "nbgrader_config.py").open("a", encoding="utf-8") as config:
        config.write("\nc.ExecuteAndMark.total_seconds = 4.0\n")
    runner = Runner("auto", MARKING)
    try:
        with Batch(MarkingCourse(course), ASSIGNMENT, runner, jobs) as marking:
            found = {r.student: r for r in marking.run([f"candidat-{n:03}" for n in range(6)])}
    finally:
        runner.close()
    assert found[fatal].status == "error"
    assert said in found[fatal].reason
    assert {s: r.reason for s, r in found.items() if r.status == "error"} == {fatal: found[fatal].reason}
    assert not (course / "autograded" / fatal).exists()


def test_no_more_copies_run_at_once_than_memory_allows_and_it_is_said(course, monkeypatch):
    from epreuves_kit.grading import batch

    for free, jobs in ((100_000, 8), (12_000, 3), (500, 1)):
        monkeypatch.setattr(batch, "free_mib", lambda free=free: free)
        with Batch(MarkingCourse(course), ASSIGNMENT, None, 8) as marking:
            assert marking.jobs == jobs
            assert (f"--jobs {jobs}" in marking.fewer) == (jobs < 8)
            assert jobs == 1 or jobs * Limits().worst_mib < free


@pytest.mark.parametrize("jobs", [pytest.param(1, marks=pytest.mark.slow), 2])
def test_a_batch_holds_few_outcomes_at_once(jobs, batch, tmp_path):
    """As few for eighteen copies as for six."""
    held = {}
    runner = Runner("auto", MARKING)
    try:
        for number in (6, 18):
            course = MarkingCourse(shutil.copytree(batch, tmp_path / str(number)))
            with Batch(course, "e98_publicite", runner, jobs) as marking:
                students = course.to_mark("e98_publicite")[:number]
                held[number] = max(sum(type(o) is CopyOutcome for o in gc.get_objects()) for _ in marking.run(students))
    finally:
        runner.close()
    few = 9  # what processes give is gathered
    assert 0 < held[18] <= few + 2
    assert 0 < held[6] <= few + 2


@contextmanager
def _upper(prefix):
    def work(group):
        for item in group:
            if item == "fatal":
                os._exit(9)
            if item == "faux":
                raise ValueError(item)
            if item == "lent":
                time.sleep(1)
            yield prefix + item.upper()

    yield work


def _lost(item):
    return f"perdu {item}"


@pytest.mark.parametrize(
    ("together", "fresh"), [(1, False), (3, False), (3, True), pytest.param(1, True, marks=pytest.mark.slow)]
)
def test_results_come_in_the_order_given_and_a_process_that_dies_takes_no_other_item_with_it(fresh, together):
    given = ["lent", "a", "fatal", "b", "c", "d", "e", "f"]
    found = spread(_upper, ("x",), _lost, given, 2, least=together, most=together, fresh=fresh)
    assert list(found) == ["xLENT", "xA", "perdu fatal", "xB", "xC", "xD", "xE", "xF"]


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_the_work_raises_is_raised_in_its_turn(jobs):
    found = []
    with pytest.raises(ValueError, match="faux"):
        found.extend(one for one in spread(_upper, ("x",), _lost, ["lent", "a", "faux", "b"], jobs))
    assert found == ["xLENT", "xA"]
