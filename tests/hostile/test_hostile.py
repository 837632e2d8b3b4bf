"""Hostile copies let loose in one batch: each gets the verdict due to it, and around them nothing is read, written, reached or left."""

import json
import re
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook

from tests.corpus import ASSIGNMENT, QUESTIONS
from tests.hostile import pages
from tests.hostile.attack import DONE, PASSED
from tests.hostile.conftest import DEADLINE, WITNESSES, hostile_copies
from tests.hostile.images import pixels
from tests.hostile.world import NEIGHBOUR, machine_secrets

# All read one batch, which takes minutes: one process waits for it, and the others go on.
pytestmark = pytest.mark.xdist_group("hostile")

COPIES = {copy.name: copy for copy in hostile_copies()}
HOSTILE = [name for name in COPIES if name not in WITNESSES]
#: Characters that act on a terminal or turn the reading direction; a line's end is only one in a sentence.
ACTING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
#: Pixels that a browser draws without harm, and characters of a sentence that people read.
MOST_PIXELS, MOST_CHARACTERS = 50_000_000, 2_000
#: Bytes of an autograded copy, all files included.
MOST_BYTES = 120_000_000


def marked_copy(course, name):
    """The copy as marking left it, or None."""
    path = course / "autograded" / name / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    return nbformat.read(path, as_version=4) if path.is_file() else None


@pytest.mark.parametrize("name", COPIES)
def test_a_copy_gets_the_verdict_due_to_it(name, told, schemes):
    copy, found = COPIES[name], told[name]
    due_status = copy.status if isinstance(copy.status, tuple) else (copy.status,)
    assert found["status"] in due_status, found["reason"]
    assert copy.reason in found["reason"]
    if found["status"] == "missing":
        assert found["questions"] == {}
        return
    own, _ = schemes(name)
    assert found["variant"] == own.variant
    assert set(found["questions"]) == set(QUESTIONS)
    for question, (outcome, points) in copy.due.items():
        mark, full = found["questions"][question], own.question(question).points
        assert mark["max"] == full
        if outcome == "any":
            assert 0 <= mark["points"] <= (full if points is None else points), mark
        else:
            assert mark["outcome"] == outcome, mark
            assert mark["points"] == (full if outcome in ("right", "follow_through") else 0), mark


@pytest.mark.parametrize("name", [name for name in HOSTILE if "attaque" in COPIES[name].made])
def test_no_try_goes_through(name, course):
    said = pages.outputs(marked_copy(course, name))
    assert [line for line in said.splitlines() if line.startswith(PASSED)] == []
    if COPIES[name].made.get("REACHED"):
        assert DONE in said


@pytest.mark.parametrize("name", COPIES)
def test_no_secret_is_found_anywhere_in_a_copy(name, course, seen, told):
    folder = course / "autograded" / name
    text = json.dumps(told[name], ensure_ascii=False) + "".join(
        p.read_text("utf-8", "replace")
        for p in sorted(folder.rglob("*"))
        if p.is_file() and p.stat().st_size < MOST_BYTES
    )
    secrets = [*seen["secrets"].items(), *((line, line) for line in machine_secrets())]
    found = {label for label, secret in secrets if secret in text}
    assert found == ({"voisin"} if name == NEIGHBOUR else set())


def test_every_trap_works_on_somebody_without_walls(seen):
    assert seen["traps"] == dict.fromkeys(seen["traps"], True)
    assert len(seen["traps"]) == 7


def test_nobody_is_reached_through_a_network_or_a_socket(seen):
    assert seen["heard"] == []


def test_nothing_is_written_outside(seen):
    assert seen["changed"] == []
    assert seen["new"] == []
    assert seen["traces"] == []


@pytest.fixture(params=["batch", pytest.param("shown", marks=pytest.mark.slow)])
def watched(request, seen):
    return seen["batch"] if request.param == "batch" else request.getfixturevalue("shown")


def test_the_batch_ends_in_time_and_leaves_nothing_behind(watched, seen):
    assert watched["code"] is not None, f"still there after {DEADLINE} s"
    # All went well, and somebody is enrolled who handed nothing in: the witness of the gradebook.
    assert watched["code"] == 3, Path(seen["err"]).read_text("utf-8")[-3000:]
    assert watched["left"] == []
    assert watched["mounts"] == []
    assert watched["ipc"] == []


def test_no_process_that_marks_takes_a_gibibyte(watched):
    assert 50 << 20 < watched["peak"] < 1 << 30


def test_each_copy_has_one_result(seen, told):
    lines = Path(seen["out"]).read_text("utf-8").splitlines()
    assert len(lines) == len(told)
    assert set(told) == set(COPIES)


def test_the_gradebook_holds_the_marks_that_were_told_and_nobody_else(course, told):
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        names = {student.id for student in gradebook.students}
        marks = {
            submission.student.id: {g.name: g.auto_score for g in submission.notebooks[0].grades if g.name in QUESTIONS}
            for submission in gradebook.assignment_submissions(ASSIGNMENT)
        }
    assert names - {"temoin-du-carnet"} <= set(COPIES)
    # Where the copies were marked a second time, on a screen, what may end in several ways may have ended in another.
    certain = {n: {q for q, (outcome, _) in copy.due.items() if outcome != "any"} for n, copy in COPIES.items()}
    due = {n: {q: f["questions"][q]["points"] for q in certain[n]} for n, f in told.items() if f["questions"]}
    assert {n: {q: marks[n][q] for q in certain[n]} for n in due} == due


@pytest.mark.parametrize("name", COPIES)
def test_what_is_told_of_a_copy_is_short_and_acts_on_nobody(name, course, told):
    found = told[name]
    sentences = [found["reason"], *found["mends"], *(m["sentence"] for m in found["questions"].values())]
    for sentence in sentences:
        assert not ACTING.search(sentence), sentence
        assert "\n" not in sentence
        assert not sentence.startswith(("=", "+", "-", "@", "\t"))
        assert len(sentence) <= MOST_CHARACTERS


@pytest.mark.slow
def test_a_terminal_shows_no_sequence_of_a_copy(shown):
    assert shown["screen"]
    assert not ACTING.search(shown["screen"])


@pytest.mark.parametrize("name", HOSTILE)
def test_an_autograded_copy_is_bounded_and_valid(name, course, told):
    folder = course / "autograded" / name
    assert sum(p.lstat().st_size for p in folder.rglob("*")) <= MOST_BYTES
    if (copy := marked_copy(course, name)) is None:
        assert told[name]["status"] == "missing"
    else:
        nbformat.validate(copy)


@pytest.mark.parametrize("name", [name for name in HOSTILE if COPIES[name].made.get("PEOPLE")])
def test_a_page_of_a_copy_acts_on_nobody(name, course):
    copy = marked_copy(course, name)
    page = pages.rendered(copy)
    assert pages.dangers(page) == []
    # Code is shown as it was written; all else is shown as marking leaves it.
    told = pages.outputs(copy) + "".join(c.source for c in copy.cells if c.cell_type != "code")
    colours = re.sub(r"\x1b\[[0-9;]*m", "", told)
    assert not ACTING.search(colours.replace("\r", ""))
    read = pages.read_as_markup(copy)
    for hidden in COPIES[name].made.get("HIDES", ()):
        assert hidden not in read
    for image in pages.images(copy):
        # Without its header, an image is drawn as a broken one.
        if image.startswith(b"\x89PNG") and image[12:16] == b"IHDR":
            assert pixels(image) <= MOST_PIXELS


def test_dangers_are_seen_where_there_are_some():
    for bad in (
        "<script>",
        "<img src=//x>",
        "<a href='java\nscript:x'>",
        "<b onclick=x>",
        "<a href=data:text/html,x>",
        "<img src=data:image/svg+xml;base64,x>",
    ):
        assert len(pages.dangers(bad)) == 1
    assert pages.dangers("<a href='https://exemple.org'>x</a><img src='data:image/png;base64,x'><a href='#x'>") == []
