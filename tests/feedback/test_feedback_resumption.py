"""Interrupted at any instant, no page is half there, and the same command completes; what is up to date is left alone."""

import itertools
import os
import select
import signal
import time
from pathlib import Path

import pytest

from epreuves_kit.course.folders import Course
from epreuves_kit.feedback import batch, page
from tests.corpus import ASSIGNMENT
from tests.feedback.conftest import NAMES, gradebook, pages


def forked(work):
    """Do something in a process of its own; returns its id."""
    child = os.fork()
    if not child:
        try:
            work()
        finally:
            os._exit(0)
    return child


def kill_at(number):
    """Wrap a function such that its process is killed at that call."""
    calls = itertools.count(1)

    def wrap(function):
        def wrapped(*arguments, **named):
            if next(calls) == number:
                os.kill(os.getpid(), signal.SIGKILL)
            return function(*arguments, **named)

        return wrapped

    return wrap


@pytest.mark.parametrize(("before", "number"), [("mkdir", 1), ("chmod", 1), ("chmod", 9), ("replace", 20)])
def test_killed_at_some_instant_then_started_again_it_gives_the_same_folder(before, number, course, judged, feedback):
    due = pages(judged)
    where = Course(course)
    copies = [(ASSIGNMENT, student) for student in where.students(ASSIGNMENT)]

    def work():
        setattr(Path, before, kill_at(number)(getattr(Path, before)))
        for _ in batch.write(where, copies, jobs=1):
            pass

    _, status = os.waitpid(forked(work), 0)
    assert os.WIFSIGNALED(status), "it ended before"
    there = pages(course)
    assert {path: page for path, page in there.items() if path.endswith(".html")}.items() <= due.items()
    assert len(there) < len(due)
    _, found = feedback()
    assert pages(course) == due
    assert sum(r["status"] == "skipped" for results in found.values() for r in results) == sum(
        p.endswith(".html") for p in there
    )


def test_a_copy_that_kills_its_process_takes_no_other_with_it(course, judged, feedback, monkeypatch):
    doomed = NAMES["blanche"]
    compose = page.compose
    monkeypatch.setattr(batch, "compose", lambda *told: os._exit(9) if doomed in told else compose(*told))
    ended, found = feedback("--jobs", "2")
    assert ended.exit_code == 1
    assert [r["status"] for r in found[doomed]] == ["error"]
    assert "s'est arrêté" in found[doomed][0]["reason"]
    assert pages(course) == {p: page for p, page in pages(judged).items() if not p.startswith(f"{doomed}/")}


def test_workers_end_with_a_command_that_is_killed(course, monkeypatch):
    where = Course(course)
    copies = [(ASSIGNMENT, student) for student in where.students(ASSIGNMENT)]
    reading, writing = os.pipe()

    def stuck(*_):
        os.write(writing, b".")
        time.sleep(60)

    def work():
        batch.write_copies = stuck
        next(batch.write(where, copies, jobs=2))

    child = forked(work)
    os.close(writing)
    assert os.read(reading, 1) == b"."
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    left = b"."
    while left:
        assert select.select([reading], [], [], 20)[0], "a worker is still there"
        left = os.read(reading, 100)
    os.close(reading)


def test_a_page_up_to_date_is_skipped_with_its_reason(course, feedback):
    feedback()
    before = {p: p.stat().st_mtime_ns for p in (course / "feedback").rglob("*.html")}
    _, found = feedback()
    assert {r["status"] for results in found.values() for r in results} == {
        "skipped",
        "unreadable",
        "unknown",
    }
    assert {
        r["reason"].partition(" ;")[0] for results in found.values() for r in results if r["status"] == "skipped"
    } == {"Déjà écrite"}
    assert {p: p.stat().st_mtime_ns for p in before} == before
    _, found = feedback("--force")
    assert not [r for results in found.values() for r in results if r["status"] == "skipped"]


def test_only_the_page_whose_mark_comment_or_copy_changed_is_written_again(course, feedback):
    feedback()
    changed = sorted(NAMES.values())
    with gradebook(course) as book:
        grade = book.find_submission_notebook(ASSIGNMENT, ASSIGNMENT, changed[0]).grades[0]
        grade.manual_score = 0.125
        comment = book.find_submission_notebook(ASSIGNMENT, ASSIGNMENT, changed[1]).comments[0]
        comment.manual_comment = "Un mot de plus."
        book.db.commit()
    copy = course / "autograded" / changed[2] / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    copy.chmod(0o644)
    copy.write_bytes(copy.read_bytes() + b"\n")
    truncated = course / "feedback" / changed[3] / ASSIGNMENT / f"{ASSIGNMENT}.html"
    truncated.write_bytes(truncated.read_bytes()[:-1])
    _, found = feedback()
    assert sorted(s for s, results in found.items() if any(r["status"] == "written" for r in results)) == changed


def test_nothing_but_pages_stays_in_a_candidates_folder(course, feedback):
    feedback()
    place = course / "feedback" / NAMES["blanche"] / ASSIGNMENT
    before = pages(course)
    (place / "ancien.html").write_text("une page d'avant")
    (place / ".1.partiel").write_text("une moitié")
    (place / "dossier").mkdir()
    (place / "dossier" / "lien").symlink_to(course / "gradebook.db")
    feedback()
    assert pages(course) == before
    assert (course / "gradebook.db").is_file()
