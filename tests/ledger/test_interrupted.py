"""A writing that stops in the middle leaves nothing: the tables are as before, and the next writing succeeds."""

import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from epreuves_kit.gradebook import ledger as writing
from tests.ledger.conftest import sqlite
from tests.ledger.ordinary_rows import PS1, described, ledger
from tests.ledger.tables import dump, grades

#: Saves the copies of a course, and stops for good when all is written and nothing is committed.
STOPS = """
import sys, time
from pathlib import Path
from epreuves_kit.gradebook import ledger as writing
from tests.ledger.ordinary_rows import PS1, described, ledger

def stop(*_):
    print("written", flush=True)
    time.sleep(600)

writing._penalise = stop
place, url = Path(sys.argv[1]), sys.argv[2]
with ledger(place, url) as book:
    book.save_many(PS1, described(place, PS1))
"""


def killed_in_the_middle(place, url):
    """Save a course's copies in another process, and kill it while it writes."""
    root = Path(__file__).parents[2]
    with subprocess.Popen(
        [sys.executable, "-c", STOPS, str(place), url], cwd=root, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout.readline() == "written\n"
        process.send_signal(signal.SIGKILL)
        assert process.wait(timeout=60) == -signal.SIGKILL


def test_a_process_killed_while_it_writes_leaves_nothing(ordinary, copied):
    place, url = ordinary / "corrige-3", copied(ordinary / "2.db")
    before = dump(url)
    killed_in_the_middle(place, url)
    assert dump(url) == before
    with ledger(place, url) as book:
        assert book.save_many(PS1, described(place, PS1)) == {}
    assert dump(url) == dump(sqlite(ordinary / "3.db"))


def test_an_exception_while_it_writes_leaves_nothing(ordinary, copied, monkeypatch):
    def breaks(*_):
        raise ZeroDivisionError

    place, url = ordinary / "corrige-3", copied(ordinary / "2.db")
    before, copy = dump(url), described(place, PS1)[0]
    monkeypatch.setattr(writing, "_penalise", breaks)
    with ledger(place, url) as book, pytest.raises(ZeroDivisionError):
        book.save(PS1, copy.student, copy.notebooks, copy.timestamp)
    assert dump(url) == before


def test_a_score_given_by_hand_while_it_writes_waits_its_turn_and_stays(ordinary, copied, monkeypatch):
    place, url = ordinary / "corrige-1", copied(ordinary / "1.db")
    graders_turn(place, url, monkeypatch)


def graders_turn(place, url, monkeypatch):
    """A grader comes when a copy has been read and is not yet written."""
    cell, copy = "correct_squares", described(place, PS1)[0]
    read, here, done = writing._lay, threading.Event(), threading.Event()

    def by_hand():
        with Gradebook(url, "ordinaire") as gradebook:
            grade = gradebook.find_grade(cell, "problem1", PS1, copy.student)
            here.set()
            grade.manual_score, grade.needs_manual_grade = 0.5, False
            gradebook.db.commit()
        done.set()

    grader = threading.Thread(target=by_hand)

    def lay(*arguments):
        grader.start()
        assert here.wait(timeout=30)
        assert not done.wait(timeout=0.5)  # it waits
        read(*arguments)

    monkeypatch.setattr(writing, "_lay", lay)
    with ledger(place, url) as book:
        book.save(PS1, copy.student, copy.notebooks, copy.timestamp)
    grader.join(timeout=60)
    assert done.is_set()
    assert grades(url, copy.student)[cell][1:] == (0.5, False)
