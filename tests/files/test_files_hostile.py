"""Hostile files, each with its verdict: in the room, and at marking within the walls."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

import msgspec
import pytest

import epreuves
from epreuves.answers import forms
from epreuves.answers.checking import message, reading_of
from epreuves.answers.coercion import Invalid, coerce
from epreuves.answers.files import deliverable
from epreuves.answers.files.deliverable import HandedFile
from epreuves.answers.files.kinds import MAX_BYTES, REFUSALS
from epreuves.answers.handing_in import NotebookPlan, PlannedFile
from epreuves_kit.grading.handed_files import TO_COME, FileCalls, WalledCalls, deliverables, still_pages, workbooks
from epreuves_kit.marking.marks import Question, Scheme
from epreuves_kit.runner import office
from epreuves_kit.runner.frames import Closed
from epreuves_kit.runner.run import Limits
from epreuves_kit.runner.sandbox import Runner, shared
from tests.files import hostile

FORM = epreuves.classeur("suivi", {"roi": epreuves.nombre()})
SCHEME = Scheme(
    "e99",
    "A",
    (
        Question(
            id="C1_1-suivi",
            title="",
            points=2,
            variable="suivi",
            form=FORM,
            tolerance=0.01,
            gap=0,
            expected={"cellules": {"roi": 1.5}, "lignes": None, "fautes": {}},
        ),
    ),
)
ASKED = deliverable.asked("C1_1-plan", "plan", ("xlsx", "pdf"))
PLAN = NotebookPlan("e99", files=(PlannedFile(ASKED, "Plan"),))
CASES = pytest.mark.parametrize(
    ("make", "code"), [pytest.param(make, code, id=name) for name, make, code in hostile.CORPUS]
)


@CASES
def test_a_hostile_workbook_is_refused_with_its_sentence_at_marking(make: Any, code: str) -> None:
    (found,) = workbooks(SCHEME, [("suivi.xlsx", make())], shared("required"))
    read = coerce(FORM, found.tree)
    assert isinstance(read, Invalid)
    assert REFUSALS[code] in read.sentence


@pytest.mark.parametrize(
    ("make", "code"),
    [
        pytest.param(make, code, id=name, marks=[pytest.mark.slow] * (name == "million_de_lignes"))
        for name, make, code in hostile.CORPUS
    ],
)
def test_a_hostile_deliverable_is_refused_with_its_sentence_at_marking(make: Any, code: str) -> None:
    content = make()
    (found,) = deliverables(PLAN, [("plan.xlsx", content)], shared("required"))
    if code == "trop_grand":  # as a planning, it is only looked at
        assert found.kind == "xlsx"
    else:
        assert REFUSALS[code] in found.faults[0]


class Watched:
    """The shared runner's walls, which keep what they were asked for; `dies`: whether files opened together take their process with them."""

    def __init__(self, dies: bool = False) -> None:
        self.asked: list[str] = []
        self.dies = dies

    walled = True

    def call(self, entry: str, *given: Any) -> bytes:
        self.asked.append(entry.partition(":")[2])
        if self.dies and entry.endswith(":several"):
            raise Closed("")
        return shared("required").call(entry, *given)


def _told(files: list[tuple[str, bytes]], calls: WalledCalls) -> list[Any]:
    read = [(one.tree.node, one.said, one.file, one.unsure) for one in workbooks(SCHEME, files, calls)]
    return [*read, *deliverables(PLAN, files, calls)]


@pytest.mark.parametrize("dies", [False, True])
@pytest.mark.parametrize(
    "make",
    [
        hostile.plain,
        # Bounds of what is read alone are looked at above: those of a heavy workbook take the longest to be met.
        *(
            pytest.param(m, id=name, marks=[pytest.mark.slow] * (code == "trop_grand"))
            for name, m, code in hostile.CORPUS
        ),
    ],
)
def test_files_opened_together_are_told_as_each_is_alone(make: Any, dies: bool) -> None:
    files = [("plan.xlsx", make()), ("suivi.xlsx", make())]
    watched = Watched(dies)
    assert _told(files, FileCalls(watched, SCHEME, PLAN, files)) == _told(files, shared("required"))
    if dies:
        assert {"read_deliverable", "read_workbook"} <= set(watched.asked)
    elif make is hostile.plain:
        assert watched.asked == ["several"]


class Slow:
    """Walls behind which no file is opened in the time that it is given."""

    walled = True

    def __init__(self) -> None:
        self.given: list[float] = []

    def call(self, entry: str, payload: bytes, files: Any, limits: Limits, environment: Any) -> bytes:
        self.given.append(limits.total_seconds)
        time.sleep(min(0.2, limits.total_seconds))
        raise TimeoutError


def test_all_the_files_of_a_copy_share_their_time_and_what_is_left_out_is_told(monkeypatch: Any) -> None:
    files = [("plan.xlsx", hostile.plain()), ("suivi.xlsx", hostile.plain())]
    slow = Slow()
    calls = FileCalls(slow, SCHEME, PLAN, files, seconds=0.5)
    for one in workbooks(SCHEME, files, calls):
        assert one.unsure
    for found in deliverables(PLAN, files, calls):
        assert REFUSALS["lent"] in found.faults[0]
    while calls.left():
        time.sleep(0.01)
    monkeypatch.setattr(
        office, "pdf", lambda *given: pytest.fail("LibreOffice was asked before the marks were written")
    )
    (later,) = still_pages("xlsx", files[0][1], calls)
    assert later["data"]["text/plain"] == TO_COME
    (told,) = still_pages("pdf", files[0][1], calls)
    assert "demandent, ensemble, plus de 90 secondes" in told["data"]["text/plain"]
    assert "à télécharger" in told["data"]["text/plain"]
    assert slow.given
    assert max(slow.given) <= 0.5
    assert sum(min(0.2, seconds) for seconds in slow.given) <= 0.55


class Lying:
    """Walls from behind which a hostile file speaks for itself."""

    walled = True

    def call(self, entry: str, *given: Any) -> bytes:
        told = HandedFile("C9_9-autre", "autre", name="autre.pdf", size=1, kind="../html", pages=3)
        return msgspec.json.encode(told)


def test_what_is_told_of_a_file_from_behind_the_walls_names_neither_it_nor_its_kind() -> None:
    (found,) = deliverables(PLAN, [("plan.xlsx", b"PK\x03\x04")], Lying())
    assert found == HandedFile("C1_1-plan", "plan", name="plan.xlsx", size=4, pages=3)
    assert "« plan.xlsx »" in found.said


def test_a_file_too_heavy_to_be_sent_several_times_is_opened_alone() -> None:
    files = [("plan.xlsx", b"PK\x03\x04" + bytes(2_000_000)), ("suivi.xlsx", hostile.plain())]
    watched = Watched()
    assert _told(files, FileCalls(watched, SCHEME, PLAN, files)) == _told(files, shared("required"))
    assert "read_deliverable" in watched.asked


@CASES
def test_the_room_gives_the_same_verdict(make: Any, code: str, tmp_path: Path, monkeypatch: Any) -> None:
    (tmp_path / "suivi.xlsx").write_bytes(make())
    monkeypatch.chdir(tmp_path)
    said, valid = message(FORM, reading_of("q", FORM, None)[0])
    assert not valid
    assert REFUSALS[code] in said


def test_a_link_and_a_heavy_sparse_file_are_not_read(tmp_path: Path, monkeypatch: Any) -> None:
    (tmp_path / "vrai").write_bytes(hostile.plain())
    (tmp_path / "suivi.xlsx").symlink_to(tmp_path / "vrai")
    with open(tmp_path / "plan.xlsx", "wb") as sparse:
        os.truncate(sparse.fileno(), 500_000_000)
    monkeypatch.chdir(tmp_path)
    assert REFUSALS["lien"] in message(FORM, reading_of("q", FORM, None)[0])[0]
    assert REFUSALS["lourd"] in deliverable.look(ASKED, tmp_path).faults[0]


def test_nothing_is_opened_without_walls() -> None:
    runner = Runner("none")
    heavy = b"PK\x03\x04" + bytes(MAX_BYTES)
    for content, code in ((hostile.plain(), "sans_murs"), (heavy, "lourd")):
        (found,) = workbooks(SCHEME, [("suivi.xlsx", content)], runner)
        read = coerce(FORM, found.tree)
        assert isinstance(read, Invalid)
        assert REFUSALS[code] in read.sentence
        (file,) = deliverables(PLAN, [("plan.xlsx", content)], runner)
        assert REFUSALS[code] in file.faults[0]


def test_links_and_objects_are_left_aside_and_said() -> None:
    content = hostile.changed(
        hostile.plain(),
        {"xl/externalLinks/externalLink1.xml": b"<x/>", "xl/embeddings/oleObject1.bin": b"MZ"},
    )
    (found,) = deliverables(PLAN, [("plan.xlsx", content)], shared("required"))
    assert len(found.aside) == 2
    assert not found.faults
    (read,) = workbooks(SCHEME, [("suivi.xlsx", content)], shared("required"))
    told = coerce(FORM, read.tree)
    assert "ne sont pas suivis" in getattr(told, "note", "")


def test_an_extension_that_lies_is_told_by_the_content() -> None:
    (found,) = deliverables(PLAN, [("plan.xlsx", b"%PDF-1.4 x")], shared("required"))
    assert REFUSALS["abime"] in found.faults[0]
    (file,) = deliverables(PLAN, [("plan.pdf", hostile.plain())], shared("required"))
    assert file.kind == "xlsx"
    assert not file.faults  # a workbook is asked for too
    (read,) = workbooks(SCHEME, [("suivi.xlsx", b"\x89PNG\r\n\x1a\n")], shared("required"))
    refusal = coerce(FORM, read.tree)
    assert isinstance(refusal, Invalid)
    assert "une image PNG" in refusal.sentence


def test_forms_refuse_arguments_that_make_no_sense() -> None:
    for given in (
        {"fichier": "../suivi"},
        {"fichier": "suivi"},
        {"fichier": "suivi", "cellules": {"a": epreuves.nombre()}, "formules": ("b",)},
    ):
        with pytest.raises(forms.InvalidForm):
            epreuves.classeur(**given)
    with pytest.raises(forms.InvalidForm):
        deliverable.asked("C1_1-x", "plan", ("exe",))
