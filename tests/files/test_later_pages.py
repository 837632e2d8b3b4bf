"""Pages of office documents come after the marks: none is waited for, each is drawn once, and what was interrupted is taken up."""

from __future__ import annotations

import functools
import io
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from epreuves_kit.course.folders import Course
from epreuves_kit.gradebook.marked_notebook import MarkingRecord, read_record
from epreuves_kit.grading.handed_files import TO_COME, digest, pages_of
from epreuves_kit.grading.later_pages import LaterPages, draw_all, draw_waiting
from epreuves_kit.rubric.panel.copy_view import read, with_pages
from epreuves_kit.runner import office
from tests.conftest import nbgrader
from tests.corpus import ASSIGNMENT

CELL = "C15_2-retroplanning"


@functools.cache  # a workbook bears the hour at which it is saved
def planning(text: str = "Lancement") -> bytes:
    """A workbook with the sheet that is asked for."""
    book = openpyxl.Workbook()
    book.active.title = "Planning"
    book.active.append(["Tâche", text])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def outputs(cells: list[dict]) -> list[dict]:
    (cell,) = [c for c in cells if (c["metadata"].get("nbgrader") or {}).get("grade_id") == CELL]
    return cell["outputs"]


def images(cells: list[dict]) -> int:
    return sum(any(kind.startswith("image/") for kind in o.get("data", {})) for o in outputs(cells))


@pytest.fixture
def marked(course: Path, hand_in: Callable[..., Path]) -> Callable[[str, bytes], Path]:
    """Marks a candidate's copy with a planning; gives its marked notebook."""

    def done(candidate: str, content: bytes) -> Path:
        hand_in(candidate, {"retroplanning.xlsx": content})
        nbgrader(course, "autograde", ASSIGNMENT, "--student", candidate, "--create")
        return course / "autograded" / candidate / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"

    return done


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The documents that LibreOffice is asked to draw, by digest."""
    asked: list[str] = []
    pdf = office.pdf

    def drawn(kind: str, content: bytes, *more: object) -> bytes:
        asked.append(digest(content))
        return pdf(kind, content, *more)

    monkeypatch.setattr(office, "pdf", drawn)
    return asked


def record_of(path: Path) -> MarkingRecord:
    record = read_record(path)
    assert record is not None
    return record


def test_a_copy_is_marked_without_its_pages_which_are_laid_in_once_they_are_drawn(course, marked, counted):
    path = marked("ana", planning())
    assert counted == []
    cells, record = read(path)
    assert record is not None
    assert record.pages[CELL].digest == digest(planning())
    pages = LaterPages(course)
    assert not pages.shown(cells, record)
    assert [o["data"]["text/plain"] for o in outputs(cells)].count(TO_COME) == 1
    assert images(cells) == 0
    draw_waiting(pages, path)
    draw_waiting(pages, path)
    assert counted == [digest(planning())]
    cells, record = read(path)
    assert pages.shown(cells, record)
    assert images(cells) == 1
    assert TO_COME not in [o["data"].get("text/plain") for o in outputs(cells)]
    # What is written to be kept draws what lacks itself.
    assert images(with_pages(Course(course), path)[0]) == 1


def test_a_batch_draws_each_document_once_and_takes_up_what_was_interrupted(course, marked, counted, monkeypatch):
    for candidate, text in (("ana", "Un"), ("bob", "Un"), ("cleo", "Deux")):
        marked(candidate, planning() if text == "Un" else planning(text))
    places, seen = Course(course), []
    drawing = LaterPages.draw

    def stopped(self: LaterPages, *given: object) -> None:
        if counted:
            raise KeyboardInterrupt
        drawing(self, *given)

    with monkeypatch.context() as patched:
        patched.setattr(LaterPages, "draw", stopped)
        assert draw_all(places, [ASSIGNMENT], 1, lambda done, total: seen.append((done, total))) == 1
    assert seen == [(1, 2)]
    assert draw_all(places, [ASSIGNMENT], 2, lambda done, total: seen.append((done, total))) == 0
    assert seen[1:] == [(1, 1)]
    assert len(counted) == 2
    assert draw_all(places, [ASSIGNMENT], 2, lambda done, total: seen.append((done, total))) == 0
    assert len(counted) == 2


def test_a_document_that_is_no_longer_the_one_that_was_marked_is_not_drawn(course, marked, counted):
    path = marked("ana", planning())
    path.with_name("retroplanning.xlsx").chmod(0o644)
    path.with_name("retroplanning.xlsx").write_bytes(planning("Autre chose"))
    draw_waiting(LaterPages(course), path)
    assert counted == []
    assert LaterPages(course).waiting(record_of(path))


def test_a_document_of_which_no_page_can_be_drawn_is_said_so_and_not_tried_again(course, marked, monkeypatch):
    path = marked("ana", planning())
    tried = []
    monkeypatch.setattr(office, "pdf", lambda *given: tried.append(1) or b"")
    pages = LaterPages(course)
    draw_waiting(pages, path)
    draw_waiting(pages, path)
    assert len(tried) == 1
    cells, record = read(path)
    assert pages.shown(cells, record)
    assert outputs(cells)[-1]["data"]["text/plain"].startswith("Ses pages n'ont pas été dessinées")


def test_a_machine_without_libreoffice_waits_for_nothing_and_leaves_the_document_to_another(
    course, marked, monkeypatch
):
    path = marked("ana", planning())
    pages = LaterPages(course)
    with monkeypatch.context() as patched:
        patched.setattr(office, "lacking", lambda kind: "LibreOffice")
        draw_waiting(pages, path)
        cells, record = read(path)
        assert pages.shown(cells, record)
        assert "LibreOffice n'est pas installé sur cette machine" in outputs(cells)[-1]["data"]["text/plain"]
    draw_waiting(pages, path)
    cells, record = read(path)
    assert pages.shown(cells, record)
    assert images(cells) == 1


def test_a_document_is_not_opened_where_there_are_no_walls():
    class Plain:
        walled = False

        def call(self, *given):
            pytest.fail("a document was opened without walls")

    assert pages_of(planning(), b"%PDF-1.4", Plain()).pages == []


def test_pages_lie_in_the_kit_s_own_folder_which_goes_when_a_session_is_erased(course, marked):
    draw_waiting(LaterPages(course), marked("ana", planning()))
    kept = [p for p in course.rglob("*") if p.is_file() and digest(planning()) in p.name]
    assert [p.relative_to(course).parts[:2] for p in kept] == [(".epreuves", "pages")]
