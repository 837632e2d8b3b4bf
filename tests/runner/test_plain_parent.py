"""Without walls, the kit's own functions are called in forks of a process kept ready, and a copy never is."""

import os
import signal
import sys
import tempfile
from contextlib import closing
from pathlib import Path

import pytest

from epreuves_kit.runner.frames import Closed, Request
from epreuves_kit.runner.run import Limits
from epreuves_kit.runner.sandbox import Runner
from epreuves_kit.runner.warm import PlainParent

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere, each call has a process of its own")

LIMITS = Limits(total_seconds=30)
#: A module laid beside each call: it tells what it finds, and leaves what the next call must not find.
PROBE = b"""
import os, sys
seen = []

def told(payload):
    seen.append(payload)
    left = sorted(os.listdir())
    open("laisse.txt", "w").close()
    print("not an answer")
    return repr((payload, len(seen), left, os.environ.get("DIT"))).encode()

def fatal(payload):
    os.kill(os.getpid(), 9)

def late(payload):
    import time
    time.sleep(60)

def place(payload):
    return os.path.dirname(os.path.dirname(os.getcwd())).encode()

def parent(payload):
    return str(os.getppid()).encode()
"""
FILES = [("probe.py", PROBE)]


@pytest.fixture
def runner():
    with closing(Runner("none", ("json",))) as made:
        yield made


def ask(runner, name, payload=b"", limits=LIMITS):
    return runner.call(f"probe:{name}", payload, FILES, limits, {"DIT": "oui"})


def grow(runner, request):
    found = runner.grow(request)
    assert found is not None
    return found


def test_a_call_finds_nothing_of_the_one_before(runner):
    first, second = ask(runner, "told", b"1"), ask(runner, "told", b"2")
    assert eval(first) == (b"1", 1, ["probe.py"], "oui")
    assert eval(second) == (b"2", 1, ["probe.py"], "oui")


def test_calls_are_forks_of_one_process(runner):
    assert ask(runner, "parent") == ask(runner, "parent")


def test_what_kills_its_process_or_takes_too_long_is_told_and_the_next_call_is_answered(runner):
    before = ask(runner, "parent")
    with pytest.raises(Closed):
        ask(runner, "fatal")
    with pytest.raises(TimeoutError):
        ask(runner, "late", limits=Limits(total_seconds=0.5))
    assert ask(runner, "parent") == before


def test_where_the_kept_process_dies_calls_are_answered_all_the_same(runner):
    os.kill(int(ask(runner, "parent")), signal.SIGKILL)
    assert eval(ask(runner, "told", b"3")) == (b"3", 1, ["probe.py"], "oui")


def test_a_grown_parent_goes_on_from_its_call_in_each_fork(runner):
    request = Request(entry="probe:told", payload=b"first", files=FILES, environment={}, limits=LIMITS)
    grown, given = grow(runner, request)
    with closing(grown):
        assert eval(given)[:2] == (b"first", 1)
        for _ in range(2):
            assert eval(grown.call("probe:told", b"next", [], LIMITS)) == (
                b"next",
                2,
                ["laisse.txt", "probe.py"],
                None,
            )


def test_no_cell_is_run_there(runner):
    written = Path(tempfile.gettempdir()) / f"preuve-{os.getpid()}"
    code = [(0, f"open({str(written)!r}, 'w')")]
    assert runner.grow(Request(code=code, files=[], environment={}, limits=LIMITS)) is None
    with closing(PlainParent(())) as parent:
        done = parent.run({"cells": [{"cell_type": "code", "source": code[0][1], "metadata": {}}]}, [], LIMITS)
    assert done.end.kind == "no_start"
    assert not written.exists()


def test_processes_forked_once_it_is_ready_share_it(runner):
    runner.ready()
    children = []
    for _ in range(3):
        child = os.fork()
        if not child:
            os._exit(eval(ask(runner, "told", b"4"))[1])
        children.append(child)
    assert [os.waitstatus_to_exitcode(os.waitpid(c, 0)[1]) for c in children] == [1, 1, 1]


def test_nothing_that_was_laid_outlives_it():
    runner = Runner("none", ("json",))
    request = Request(entry="probe:place", files=FILES, environment={}, limits=LIMITS)
    grown, place = grow(runner, request)
    assert Path(place.decode()).is_dir()
    runner.close()
    assert not Path(place.decode()).exists()
    grown.close()
