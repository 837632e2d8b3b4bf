"""What the runner works out without running anything: which files are copied, which outputs are answers."""

import json
import os
import socket
import struct
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from epreuves.answers.tree import CheckedTree
from epreuves_kit.grading.marker import overlaid
from epreuves_kit.runner.files import lay, read_folder
from epreuves_kit.runner.frames import Incoming, TooLong, count_values, send
from epreuves_kit.runner.run import ANSWER_MIMETYPE, CellRun, answers_of


def test_only_regular_files_are_copied_and_what_comes_last_takes_the_place(tmp_path):
    copy, course, target = tmp_path / "copie", tmp_path / "cours", tmp_path / "lieu"
    (copy / "seance.json").mkdir(parents=True)
    (copy / "seance.json" / "x").write_text("x")
    (copy / "variantes").write_text("pas un dossier")
    (copy / ".cache").mkdir()
    (copy / ".cache" / "y").write_text("y")
    (copy / "lien").symlink_to("/etc/hostname")
    os.mkfifo(copy / "tube")
    (copy / "c.ipynb").write_text("{}")
    (copy / "a.csv").write_text("à moi")
    (course / "variantes").mkdir(parents=True)
    (course / "variantes" / "A.zip").write_bytes(b"zip")
    (course / "seance.json").write_text("{}")
    target.mkdir()
    lay(overlaid(read_folder(copy), read_folder(course)), target)
    assert sorted(str(p.relative_to(target)) for p in target.rglob("*") if p.is_file()) == [
        "a.csv",
        "seance.json",
        "variantes/A.zip",
    ]
    assert (target / "seance.json").read_text() == "{}"


TREES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["$", "v", "paires", "a"]),
            inner | st.sampled_from(["dict", "date", "pickle"]),
            max_size=3,
        )
    ),
    max_leaves=10,
)


@given(TREES)
def test_an_answer_is_a_tree_of_the_wire_or_unreadable_as_a_whole(tree):
    cells = [{"cell_type": "code", "source": "", "metadata": {"nbgrader": {"grade_id": "q"}}}]
    found = answers_of(
        cells,
        {
            0: CellRun(
                [
                    {
                        "output_type": "display_data",
                        "data": {ANSWER_MIMETYPE: {"v": 1, "question": "q", "reponse": tree}},
                    }
                ]
            )
        },
    )
    assert list(found) == ["q"]
    assert found["q"].node == CheckedTree(tree).node


@pytest.mark.parametrize(
    "output",
    [
        {},
        {"data": None},
        {"data": []},
        {"data": {ANSWER_MIMETYPE: None}},
        {"data": {ANSWER_MIMETYPE: []}},
        {"data": {ANSWER_MIMETYPE: {"question": ["q"]}}},
        {"data": {ANSWER_MIMETYPE: {"question": "autre", "reponse": 1}}},
    ],
)
def test_an_output_that_is_no_answer_answers_nothing(output):
    cells = [{"cell_type": "code", "source": "", "metadata": {"nbgrader": {"grade_id": "q"}}}]
    assert answers_of(cells, {0: CellRun([output])}) == {}


def test_a_cell_without_an_id_answers_nothing():
    cells = [{"cell_type": "code", "source": "", "metadata": {}}]
    assert answers_of(cells, {0: CellRun([{"data": {ANSWER_MIMETYPE: {"question": None, "reponse": 1}}}])}) == {}


def _values(tree):
    """Values and names of fields in a JSON value."""
    if isinstance(tree, dict):
        return 1 + len(tree) + sum(map(_values, tree.values()))
    return 1 + (sum(map(_values, tree)) if isinstance(tree, list) else 0)


@given(TREES, st.text(alphabet='",:[{\\ é', max_size=20))
def test_values_are_counted_whatever_signs_stand_in_texts(tree, text):
    tree = [tree, {text: text}, text]
    number = _values(tree)
    # An empty list or object has a bracket and nothing in it.
    assert number - 1 <= count_values(json.dumps(tree, ensure_ascii=False).encode(), 2 * number) <= 2 * number


@pytest.mark.parametrize(
    ("hostile", "due"),
    [
        (b'"' + b'\\"' * 3_000_000, 0),
        (b'"\\', 0),
        (b'["' + b"\\" * 3_000_000, 1),
        (b'"' * 3_000_000, 400_001),
    ],
    ids=["escaped quotes", "escape", "escapes", "empty texts"],
)
def test_a_text_without_its_end_is_read_once_and_all_that_follows_is_in_it(hostile, due):
    """Looked for again from each quotation mark in it, its end would take days."""
    assert count_values(hostile + b",:[{" * 300_000, 400_000) == due


@pytest.mark.parametrize("cut", range(12))
def test_a_frame_cut_by_a_deadline_goes_on_where_it_stood(cut):
    """A cell that shows something at the very moment when its time is over is stopped, not taken for a flood."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        whole = struct.pack(">I", 7) + b"bonjour"
        incoming = Incoming(ours)
        theirs.sendall(whole[:cut])
        if cut < len(whole):
            with pytest.raises(TimeoutError):
                incoming.receive(100, time.monotonic() + 0.02)
            theirs.sendall(whole[cut:])
        send(theirs, b"suite")
        assert incoming.receive(100) == b"bonjour"
        assert incoming.receive(100, time.monotonic() + 5) == b"suite"
        send(theirs, b"x" * 101)
        with pytest.raises(TooLong):
            incoming.receive(100)
