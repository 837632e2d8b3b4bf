"""A course of two épreuves with a real gradebook: twenty-four candidates, one collective notebook a group, names that bite."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from epreuves_kit.gradebook.marked_notebook import MarkedGroup, MarkingRecord, put
from epreuves_kit.marking.marks import Mark
from tests.conftest import once
from tests.jury.cours import E06, E17, NotebookFile, lay, url
from tests.rubric.conftest import marked_groups  # noqa: F401  (a fixture)

#: Names as people and spreadsheets have them; markup and formulas are data.
NAMES = {
    "c00": ('=HYPERLINK("x")', ""),
    "c01": ("Anne", "Le Gall, épouse Roux"),
    "c02": ("Zoé 🎉", "D'E\u0301te\u0301"),
    "c03": ("<b>Léa</b>", "<script>alert(1)</script>"),
}
CANDIDATES = [f"c{n:02d}" for n in range(24)]
SENTENCE = "Vous avez pris <i>l'année</i> entière."


def lay_records(root: Path, id: str, notebook: str, groups: dict[str, str]) -> None:
    """The record that marking leaves in each autograded notebook: a variant by turns, a mistake in every third copy."""
    for number, student in enumerate(CANDIDATES):
        path = root / "autograded" / student / id / f"{notebook}.ipynb"
        if not path.is_file():
            continue
        wrong = number % 3 == 0
        question = {E17: "C15_1-q", E06: "C6_1-q"}.get(notebook, "C6_2-q")
        marks = (
            Mark(
                question,
                0 if wrong else 10,
                10,
                "mistake" if wrong else "right",
                "annee_entiere" if wrong else None,
                f"{SENTENCE} Vous gardez 2 points sur 4." if wrong else "Juste.",
            ),
        )
        record = MarkingRecord(
            status="unreadable" if student == "c23" else "marked",
            variant="ABCD"[number % 4],
            group=MarkedGroup(groups[student]) if student in groups else None,
            marks=marks,
        )
        written = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": []}
        put(written, record)
        path.write_text(json.dumps(written), encoding="utf-8")


@pytest.fixture(scope="session")
def marked_cohort(shared: Path) -> Path:
    """The course; not to be written in.

    e17: everybody but c22 hands in, c23 a file that cannot be read; a criterion of c05 waits. e06: the first six in two groups of
    three, whose collective notebooks are worth the same for each member; a REX of their own.
    """
    root = shared / "tableau"
    with once(shared, "tableau") as first:
        if first:
            shutil.rmtree(root, ignore_errors=True)
            lay(root)
            with NotebookFile(root) as book:
                for id in CANDIDATES:
                    book.student(id, *NAMES.get(id, ("", "")))
                book.release(E17)
                book.release(E06, {E06: ["C6.1"], "rex": ["C6.2"]})
                for number, id in enumerate(CANDIDATES):
                    if id != "c22":
                        waits = None if id == "c05" else (number + 1) % 4
                        book.mark(id, E17, machine=number % 11, levels=(number % 4, waits))
                for number, id in enumerate(CANDIDATES[:6]):
                    book.mark(id, E06, machine=4 + number // 3, levels=(number // 3, 2), only=E06)
                    book.mark(id, E06, machine=number, levels=(number % 4, 1), only="rex")
            groups = {id: f"G{1 + number // 3}" for number, id in enumerate(CANDIDATES[:6])}
            lay_records(root, E17, E17, {})
            lay_records(root, E06, E06, groups)
            lay_records(root, E06, "rex", groups)
            (root / "campus.csv").write_text(
                "candidat;campus\n"
                + "".join(f"{id};{'Lyon' if n < 12 else 'Lille'}\n" for n, id in enumerate(CANDIDATES)),
                encoding="utf-8",
            )
    return root


@pytest.fixture
def root(marked_cohort: Path, tmp_path: Path) -> Path:
    """A copy of it, to be written in."""
    return Path(shutil.copytree(marked_cohort, tmp_path / "cours"))


def book(root: Path) -> Gradebook:
    """Its gradebook, through nbgrader's own classes."""
    return Gradebook(url(root), "essai")
