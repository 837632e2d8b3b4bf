"""Workbooks and deliverables through the real marking: what is read in the file earns, whatever the copy says, and hostile files get their verdict."""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from pathlib import Path

import nbformat
import openpyxl
import pytest

from epreuves.demo.workbooks import workbook
from epreuves.gradebook.marked_notebook import MarkingRecord, read_record
from epreuves.marking import Question
from epreuves.marking.marks import Mark
from tests.conftest import nbgrader
from tests.corpus import ASSIGNMENT


def marked(course: Path, candidate: str) -> MarkingRecord:
    """A candidate's copy once nbgrader's own command has marked it."""
    nbgrader(course, "autograde", ASSIGNMENT, "--student", candidate, "--create")
    record = read_record(course / "autograded" / candidate / ASSIGNMENT / f"{ASSIGNMENT}.ipynb")
    assert record is not None
    return record


def of(record: MarkingRecord) -> Mark:
    return next(mark for mark in record.marks if mark.question == "C15_2-suivi")


def test_a_right_workbook_earns_everything_and_travels_to_the_marked_folder(course, hand_in, right):
    hand_in("ana", {"suivi.xlsx": right("ana"), "affiche.png": PNG})
    record = marked(course, "ana")
    assert of(record).outcome == "right", of(record).sentence
    assert (course / "autograded" / "ana" / ASSIGNMENT / "suivi.xlsx").read_bytes() == right("ana")
    found = {one.id: one for one in record.files}
    assert found["C15_3-affiche"].kind == "png"
    assert not found["C15_3-affiche"].faults
    assert found["C15_2-retroplanning"].faults
    cells = nbformat.read(course / "autograded" / "ana" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb", as_version=4).cells
    shown = next(c for c in cells if c.metadata.get("nbgrader", {}).get("grade_id") == "C15_3-affiche")
    assert "affiche.png" in shown.outputs[0]["data"]["text/html"]


PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000 1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082".replace(" ", "")
)
