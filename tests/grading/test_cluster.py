"""On a cluster: the same gradebook and the same copies as on one machine, whatever becomes of the workers."""

import json
import time

import pytest
from distributed import Client
from typer.testing import CliRunner

from epreuves.wording.errors import KitError
from epreuves_kit.cli import application
from epreuves_kit.extensions.cluster import dask as cluster
from epreuves_kit.extensions.cluster.dask import judge
from epreuves_kit.grading import batch
from epreuves_kit.grading.copies import MarkingDesk
from tests.corpus import ASSIGNMENT
from tests.grading import a_batch
from tests.grading.cloud import nuage

#: Laid in a worker process before it starts: it dies of one copy.
FAULT = """
import os, signal
from epreuves_kit.grading import copies

def dying(self, handed, mark=copies.Bench.mark):
    if handed.student == "candidat-001":
        os.kill(os.getpid(), signal.SIGKILL)
    return mark(self, handed)

if copies.Bench.mark.__name__ == "mark":  # Dask loads it twice
    copies.Bench.mark = dying
"""


def until(true, seconds=60):
    """Wait until something is true."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.05)


pytestmark = pytest.mark.xdist_group("batch-cluster")


@pytest.mark.slow
def test_two_workers_one_of_them_killed_write_what_one_machine_writes(course, due, tmp_path):
    with nuage(tmp_path / "nuage") as cluster:
        run = a_batch.started(course, "--scheduler", cluster.address)
        told = [json.loads(run.stdout.readline()) for _ in range(3)]
        cluster.workers[0].kill()
        out, err = run.communicate(timeout=120)
        told += [json.loads(line) for line in out.splitlines()]
        assert run.returncode == 0, err
        assert len(told) == len({t["student"] for t in told}) == len(list((course / "submitted").iterdir()))
        assert a_batch.held(course) == due
        again = a_batch.mark(course, "--scheduler", cluster.address)
        assert {t["status"] for t in again.values()} == {"skipped"}
        assert a_batch.held(course) == due


@pytest.mark.slow
def test_copies_marked_by_a_worker_that_dies_before_it_gave_them_back_are_marked_again(
    course, due, tmp_path, monkeypatch
):
    marking, laid = batch.MarkingCourse(course), []
    with (
        nuage(tmp_path / "nuage") as cloud,
        cluster.Cluster(cloud.address, "auto") as reached,
        batch.Batch(marking, ASSIGNMENT, None, cluster=reached) as lot,
        Client(cloud.address) as onlooker,
    ):

        def lay(self, handed, marked, lay=MarkingDesk.lay):
            if not laid:
                # Both workers have marked the two copies that they were given; one of the four is being laid.
                until(lambda: [len(kept) for kept in onlooker.has_what().values()] == [2, 2])
                cloud.workers[0].kill()
                until(lambda: len(onlooker.nthreads()) == 1)
            laid.append(handed.student)
            return lay(self, handed, marked)

        monkeypatch.setattr(MarkingDesk, "lay", lay)
        found = list(lot.run(marking.students(ASSIGNMENT)))
    assert len(found) == len({one.student for one in found}) == len(list((course / "submitted").iterdir()))
    assert a_batch.held(course) == due


@pytest.mark.slow
def test_a_copy_that_kills_its_workers_is_lost_alone(course, due, tmp_path):
    """No candidate's copy can: the fault is laid in the workers."""
    fault = tmp_path / "faute.py"
    fault.write_text(FAULT, "utf-8")
    chosen = [word for n in (0, 1, 2) for word in ("--student", f"candidat-{n:03}")]
    with nuage(tmp_path / "nuage", workers=0) as cluster:
        # The worker comes after the batch began: those that come later are given all that marking needs.
        run = a_batch.started(course, "--scheduler", cluster.address, *chosen)
        worker = cluster.add("--nanny", "--preload", str(fault))
        out, err = run.communicate(timeout=180)
        told = {line["student"]: line for line in map(json.loads, out.splitlines())}
        assert run.returncode == 1, err
        assert {name: t["status"] for name, t in told.items()} == {
            "candidat-000": "marked",
            "candidat-001": "error",
            "candidat-002": "marked",
        }
        assert "s'est arrêté à chaque essai" in told["candidat-001"]["reason"]
        assert sorted(p.name for p in (course / "autograded").iterdir()) == ["candidat-000", "candidat-002"]
        left = [p.name() for p in worker.children(recursive=True)]
        assert "bwrap" not in left, "a batch leaves nothing in the workers"


def test_a_scheduler_that_cannot_be_reached_is_said_in_a_sentence(course, monkeypatch):
    address = "tcp://127.0.0.1:1"
    monkeypatch.chdir(course)
    monkeypatch.setattr(cluster, "REACH", 1.0)
    run = CliRunner().invoke(application(), ["autograde", ASSIGNMENT, "--scheduler", address])
    assert run.exit_code == 2
    assert f"✗ Le cluster « {address} » est injoignable" in run.stderr
    assert "Traceback" not in run.stderr
    assert list((course / "autograded").iterdir()) == []


def test_workers_of_another_version_are_refused():
    """A mark must not depend on the machine that gave it."""
    ours = cluster.signature()
    said = {"signature": ours | {"pandas": "1.0"}, "refused": "", "warning": ""}
    with pytest.raises(KitError, match="« pandas »"):
        judge({"tcp://a:1": said})
    with pytest.raises(KitError, match="bubblewrap"):
        judge({"tcp://a:1": {"signature": ours, "refused": "bubblewrap n'est pas installé", "warning": ""}})
    assert judge({"tcp://a:1": {"signature": ours, "refused": "", "warning": "Sans mur."}}) == "Sans mur."
