"""A run is a result whatever the copy does: how it ended, what it showed, what it answered, and nothing left behind.

Kernels take a second or two to start: cells that can live together share a run.
"""

import os
import tempfile
import uuid
from pathlib import Path

import psutil
import pytest

from epreuves.answers.tree import UNREADABLE
from epreuves_kit.runner.portable import run
from epreuves_kit.runner.run import Limits

SENT = """
from IPython.display import publish_display_data
def envoyer(question, reponse):
    publish_display_data({"application/vnd.epreuves.reponse+json": {"v": 1, "question": question, "reponse": reponse}})
"""
QUICK = Limits(cell_seconds=8, total_seconds=60)


def notebook(*cells):
    """A notebook of code cells, given as sources or as (grade id, source)."""
    pairs = [(None, c) if isinstance(c, str) else c for c in cells]
    return {
        "cells": [
            {"cell_type": "code", "source": s, "metadata": {"nbgrader": {"grade_id": id}} if id else {}}
            for id, s in pairs
        ]
    }


def nodes(done):
    """What each question was answered."""
    return {question: answer.node for question, answer in done.answers.items()}


def shown(done, index):
    """All that a cell showed, as one text."""
    return "".join(
        "".join(o.get("text", "")) + str(o.get("data", "")) + str(o.get("evalue", ""))
        for o in done.cells[index].outputs
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A candidate's folder: files of its own, a link out of it, a file that hides a module of the runner."""
    outside = tmp_path_factory.mktemp("cours")
    (outside / "secret.txt").write_text("du cours")
    place = outside / "submitted" / "candidat"
    (place / "notes").mkdir(parents=True)
    (place / "notes" / "a.txt").write_text("à moi")
    (place / "calculs.py").write_text("trois = 3\n")
    (place / "nbformat.py").write_text("raise SystemExit('de la copie')\n")
    (place / "lien.txt").symlink_to(outside / "secret.txt")
    (place / "liens").symlink_to(outside, target_is_directory=True)
    (place / "autre.ipynb").write_text("{}")
    return place


@pytest.fixture(scope="module")
def ordinary(folder):
    """A run of cells that each show one thing, to its end."""
    return run(
        notebook(
            SENT,  # 0
            "import os\nprint(os.getcwd())\nprint(sorted(os.listdir()), open('notes/a.txt').read())",  # 1
            "1 / 0",  # 2
            ("q1", "envoyer('q1', 1.5); envoyer('q2', 9)"),  # 3
            "envoyer('q1', 7.0); envoyer('q2', 7)",  # 4
            ("q2", "envoyer('q2', 1); envoyer('q2', 2)"),  # 5
            ("q3", "envoyer('q3', {'$': 'inconnu'})"),  # 6
            ("q4", "pass"),  # 7
            "",  # 8: not run
            "import calculs\nprint(calculs.trois, os.environ.get('JETON'), sorted(k for k in os.environ if k.startswith(('NBGRADER', 'EPREUVES', 'JPY'))))",  # 9
            "print('x' * 3_000_000)\nprint('y' * 3_000_000)",  # 10
            ("q5", "envoyer('q5', 5)"),  # 11
            "open('trace.txt', 'w').write('ici')\nopen(os.path.join('..', 'dehors.txt'), 'w').write('là')",  # 12
            "import subprocess, sys; import sys; sys.exit(3)",  # 13
            ("q6", "input('?')"),  # 14
            ("q7", "envoyer('q7', 7)"),  # 15
        ),
        folder,
        QUICK,
        {"JETON": "abc"},
    )


def test_every_cell_is_run_in_order_past_errors_exits_and_questions(ordinary):
    assert ordinary.end.kind == "done"
    assert ordinary.end.complete
    assert set(ordinary.cells) == set(range(16)) - {8}
    counts = [ordinary.cells[i].execution_count for i in sorted(ordinary.cells)]
    assert counts == sorted(counts)
    assert ordinary.cells[2].outputs[0]["ename"] == "ZeroDivisionError"
    assert ordinary.cells[14].outputs[-1]["output_type"] == "error"


def test_an_answer_counts_only_from_the_cell_of_its_own_question_the_last_one_stands(ordinary):
    assert nodes(ordinary) == {"q1": 1.5, "q2": 2, "q3": UNREADABLE, "q5": 5, "q7": 7}


def test_the_copy_sees_its_own_files_no_link_no_other_notebook_and_no_course(ordinary, folder):
    told = shown(ordinary, 1)
    assert "à moi" in told
    for unseen in ("lien.txt", "liens", "autre.ipynb"):
        assert unseen not in told
    cwd = Path(told.splitlines()[0])
    course = folder.parents[1]
    assert course not in cwd.parents
    assert cwd != folder


def test_the_environment_is_the_one_given_and_no_more(ordinary):
    told = shown(ordinary, 9)
    assert told.startswith("3 abc")
    assert "NBGRADER" not in told


def test_an_output_too_long_is_cut_and_said_and_the_run_goes_on(ordinary):
    told = shown(ordinary, 10)
    assert len(told) < QUICK.cell_bytes + 1000
    assert "Sortie trop longue" in told


def test_the_submitted_folder_is_not_written_and_the_place_of_the_run_is_gone(ordinary, folder):
    assert sorted(p.name for p in folder.iterdir()) == [
        "autre.ipynb",
        "calculs.py",
        "lien.txt",
        "liens",
        "nbformat.py",
        "notes",
    ]
    assert (folder.parents[1] / "secret.txt").read_text() == "du cours"
    assert not list(folder.parents[1].rglob("dehors.txt"))
    assert not Path(shown(ordinary, 1).splitlines()[0]).exists()


def alive(token):
    """Processes that bear a token in their environment."""
    found = []
    for process in psutil.process_iter(["pid"]):
        try:
            if process.status() != psutil.STATUS_ZOMBIE and process.environ().get("JETON") == token:
                found.append(process)
        except (psutil.NoSuchProcess, psutil.AccessDenied):
            continue
    return found


@pytest.mark.parametrize(
    ("name", "source", "kind", "sentence"),
    [
        ("stops Python", "import os; os._exit(7)", "dead", "Python s'est arrêté"),
        (
            "is killed",
            "import os, signal; os.kill(os.getpid(), signal.SIGKILL)",
            "dead",
            "Python s'est arrêté",
        ),
        (
            "kills its parent",
            "import os, signal, time; os.kill(os.getppid(), signal.SIGKILL); time.sleep(30)",
            "dead",
            "tuée de l'intérieur",
        ),
        (
            "is deaf",
            "import signal, time\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\nwhile True: time.sleep(1)",
            "blocked",
            "ne s'est pas laissé interrompre",
        ),
    ],
    ids=["stops Python", "is killed", "kills its parent", "is deaf"],
)
def test_a_run_that_ends_early_says_why_keeps_what_it_had_and_leaves_no_process(
    name, source, kind, sentence, folder, monkeypatch, tmp_path
):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    token = uuid.uuid4().hex
    done = run(
        notebook(SENT, ("q1", "envoyer('q1', 1)"), source, ("q2", "envoyer('q2', 2)")),
        folder,
        Limits(cell_seconds=3, total_seconds=60),
        {"JETON": token},
    )
    assert (done.end.kind, done.end.complete) == (kind, False)
    assert sentence in done.end.sentence
    assert nodes(done) == {"q1": 1}
    assert 3 not in done.cells
    psutil.wait_procs(alive(token), timeout=5)  # a kernel whose parent was killed notices it within a second
    assert alive(token) == []
    assert os.listdir(tmp_path) == []


def test_the_whole_deadline_ends_a_run_and_cells_that_are_interrupted_do_not(folder):
    done = run(
        notebook(
            SENT,
            "while True: pass",
            ("q1", "envoyer('q1', 1)"),
            *["import time; time.sleep(60)"] * 4,
            ("q2", "envoyer('q2', 2)"),
        ),
        folder,
        Limits(cell_seconds=1.5, total_seconds=9.4),
    )
    assert done.cells[1].interrupted
    assert "cellule arrêtée après 2 s" in shown(done, 1)
    assert nodes(done) == {"q1": 1}
    assert done.end.kind == "deadline"
    assert "9 s" in done.end.sentence


def test_what_a_copy_leaves_running_is_ended_with_it(folder):
    token = uuid.uuid4().hex
    source = """
import os, subprocess, sys
subprocess.Popen([sys.executable, "-c", "import time; time.sleep(300)"], start_new_session=True)
if os.fork() == 0:
    os.setsid()
    if os.fork():
        os._exit(0)
    for fd in range(100):
        try: os.close(fd)
        except OSError: pass
    os.chdir("/")
    os.execv(sys.executable, [sys.executable, "-c", "import time; time.sleep(300)"])
"""
    done = run(notebook(source, "1 + 1"), folder, QUICK, {"JETON": token})
    assert done.end.kind == "done"
    assert alive(token) == []


def test_memory_and_floods_are_bounded(folder):
    limits = Limits(cell_seconds=20, total_seconds=60, memory_mib=1500, cell_bytes=200_000, total_bytes=500_000)
    flood = "print('x' * 300_000)"
    done = run(
        notebook(
            SENT,
            "bloc = bytearray(3 << 30)",
            ("q1", "envoyer('q1', 1)"),
            flood,
            flood,
            flood,
            flood,
            ("q2", "envoyer('q2', 2)"),
        ),
        folder,
        limits,
    )
    assert done.cells[1].outputs[0]["ename"] == "MemoryError"
    assert done.end.kind == "flood"
    assert nodes(done) == {"q1": 1}


def test_outputs_nested_beyond_reason_are_left_out(folder):
    deep = "arbre = 1\nfor _ in range({}): arbre = [arbre]\nenvoyer('q{}', arbre)"
    done = run(
        notebook(
            SENT,
            ("q1", deep.format(5, 1)),
            ("q2", deep.format(40, 2)),
            ("q3", deep.format(900, 3)),
            ("q4", "envoyer('q4', 4)"),
        ),
        folder,
        QUICK,
    )
    assert nodes(done) == {"q1": [[[[[1]]]]], "q2": UNREADABLE, "q4": 4}
    assert done.end.kind == "done"
