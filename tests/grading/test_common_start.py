"""Copies of one variant start from cells that have run already; what those cells leave never makes one copy's marks another's."""

import copy
import dataclasses
import json
import shutil
from pathlib import Path

import pytest

from epreuves_kit.grading import marker
from epreuves_kit.grading.batch import Batch, MarkingCourse
from epreuves_kit.grading.copies import Worker
from epreuves_kit.runner.frames import Request
from epreuves_kit.runner.run import Limits
from epreuves_kit.runner.sandbox import MARKING, Runner
from epreuves_kit.runner.warm import missing
from tests.corpus import ASSIGNMENT, COPIES, encoded, grade_id, hand_in, read

pytestmark = pytest.mark.skipif(bool(missing()), reason=missing())

#: What one of the locked first cells does; what a cell of the candidate's then needs of it; whether a fork of it finds that again.
LEADS = {
    "makes an empty folder": ("import os\nos.makedirs('sorties/images')", "open('sorties/images/x', 'w').write('x')", False),
    "goes into a folder": ("import os\nos.makedirs('travail')\nos.chdir('travail')\nopen('a.txt', 'w').write('a')", "open('a.txt').read()", False),
    "makes a temporary folder": ("import tempfile\nlieu = tempfile.mkdtemp()", "open(lieu + '/x', 'w').write('x')", False),
    "logs to a file": ("import logging\nlogging.basicConfig(filename='journal.txt', level='INFO')\nlogging.info('début')", "logging.info('suite')\nassert 'suite' in open('journal.txt').read()", False),
    "starts a thread": ("import queue, threading\nq, r = queue.Queue(), queue.Queue()\ndef sert():\n    while True: r.put(q.get() + 1)\nthreading.Thread(target=sert, daemon=True).start()", "q.put(1)\nassert r.get(timeout=5) == 2", False),
    "keeps a file open": ("fichier = open('liste.txt', 'w+')\nfichier.write('a')\nfichier.flush()", "fichier.write('b')\nfichier.flush()\nassert open('liste.txt').read() == 'ab'", False),
    "makes a link": ("import os\nopen('a.txt', 'w').write('a')\nos.symlink('a.txt', 'b.txt')", "assert open('b.txt').read() == 'a'\nassert os.path.islink('b.txt')", False),
    "makes a file for itself alone": ("import os\nopen('a.txt', 'w').write('a')\nos.chmod('a.txt', 0o600)", "import stat\nassert stat.S_IMODE(os.stat('a.txt').st_mode) == 0o600", False),
    "handles a signal": ("import signal\nvus = []\nsignal.signal(signal.SIGUSR1, lambda *a: vus.append(1))", "import os\nos.kill(os.getpid(), signal.SIGUSR1)\nassert vus == [1]", False),
    "keeps the output": ("import sys\nsortie = sys.stdout\nimport logging\nlogging.getLogger('c').addHandler(logging.StreamHandler())", "print('vu', file=sortie)\nlogging.getLogger('c').warning('attention')", True),
    "writes files in folders": ("import os\nos.makedirs('d/e')\nopen('d/e/f.txt', 'w').write('f')\nvaleur = 3", "assert open('d/e/f.txt').read() == 'f' and valeur == 3", True),
}  # fmt: skip


@pytest.fixture(params=LEADS, ids=lambda name: name.replace(" ", "-"))
def what(request):
    return request.param


@pytest.fixture(scope="module")
def runner():
    walled = Runner("required", MARKING)
    yield walled
    walled.close()


def released(place: Path, model: Path, first: str) -> Path:
    """The trial course with one more locked cell in its released notebook, after the one that prepares the data."""
    shutil.copytree(model, place)
    path = place / "release" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    notebook = json.loads(path.read_bytes())
    number = next(n for n, c in enumerate(notebook["cells"]) if grade_id(c) == "preparation")
    added = copy.deepcopy(notebook["cells"][number]) | {"id": "depart", "source": first}
    added["metadata"]["nbgrader"]["grade_id"] = "depart"
    notebook["cells"].insert(number + 1, added)
    path.write_bytes(encoded(notebook))
    return place


def test_four_like_copies_have_the_marks_and_outputs_of_one_that_ran_alone(what, model, runner, tmp_path, monkeypatch):
    first, needs, shareable = LEADS[what]
    course = released(tmp_path / "cours", model, first)
    right = read(COPIES / "parfaite.py")
    names, variant = [], None
    try:
        with Batch(MarkingCourse(course), ASSIGNMENT, runner, 1) as marking:
            candidates = (f"candidat-{n:03}" for n in range(200))
            variant = marking.assignment.variant("candidat-000")
            names = [c for c in candidates if marking.assignment.variant(c) == variant][:4]
        assert len(names) == 4
        for name in names:
            hand_in(_with(right, name, needs), course, lambda _: (None, None))
        grown = []
        monkeypatch.setattr(marker, "_harmless", lambda own, files, found: grown.append(found) or True)
        marks, shown = {}, {}
        with Batch(MarkingCourse(course), ASSIGNMENT, runner, 1) as marking:
            worker = Worker(marking.assignment, {}, marking._settings, marking._staging)
            for name in names:
                outcome = worker.mark(name)
                marks[name] = (outcome.result.score, outcome.result.max_score)
                shown[name] = (Path(outcome.staged) / f"{ASSIGNMENT}.ipynb").read_bytes().replace(name.encode(), b"")
    finally:
        marker._lead.close()
        marker._lead.key = None
    assert len(set(marks.values())) == 1
    score, full = marks[names[0]]
    assert score == full > 0
    assert len(set(shown.values())) == 1
    assert b'"ename"' not in shown[names[0]]
    assert bool(grown) == shareable


def test_first_cells_that_do_not_end_in_time_are_said_not_to_and_leave_nothing_to_start_from(runner):
    endless = "import time\nfor _ in range(600):\n    time.sleep(0.1)"
    grown, (runs, end) = runner.grow(
        Request(code=[(0, endless), (1, "x = 1")], limits=Limits(cell_seconds=0.5, total_seconds=1.0))
    )
    grown.close()
    assert not end.complete
    assert 1 not in runs
    assert (grown.left, grown.traces) == ({}, [])


def _with(right, name, needs):
    return dataclasses.replace(right, name=name, made=right.made | {"AFTER": {"depart": needs}})
