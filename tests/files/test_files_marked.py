"""Workbooks and deliverables through the real marking: what is read in the file earns, whatever the copy says, and hostile files get their verdict."""

from __future__ import annotations

import re
from contextlib import closing
from pathlib import Path

import msgspec
import nbformat
import pytest

from epreuves.answers.files.deliverable import HandedFile
from epreuves_kit.demo import journey
from epreuves_kit.demo.copies import FictionalCopy
from epreuves_kit.gradebook.marked_notebook import MarkingRecord, read_record
from epreuves_kit.grading import batch, marker
from epreuves_kit.grading.copies import Worker
from epreuves_kit.marking.marks import Mark
from epreuves_kit.proof.workbooks import workbook
from epreuves_kit.referentiel.reading import referentiel
from epreuves_kit.reports.document import document
from epreuves_kit.rubric.panel.copy_view import downloads, read
from epreuves_kit.runner.sandbox import Runner, marking_modules
from epreuves_kit.runner.warm import Grown
from tests.conftest import nbgrader
from tests.corpus import ASSIGNMENT
from tests.course import ROOT, lay, lay_session


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
    assert "affiche.png" in shown.outputs[0]["data"]["text/plain"]
    assert "image/png" in shown.outputs[1]["data"]


PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000 1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082".replace(
        " ", ""
    )
)


def test_what_a_copy_sends_for_a_workbook_is_not_read(course, hand_in, question):
    """The variable of a workbook's question may hold the right values: without the file they earn nothing."""
    place = hand_in("bob", {})
    path = place / f"{ASSIGNMENT}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    cell = next(c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("grade_id") == "suivi")
    expected = question("bob").expected
    rows = {n: {key: row[n] for key, row in expected["lignes"]} for n in ("roas", "marge")}
    cell.source += f"\nsuivi = { ({**expected['cellules'], 'lignes': rows})!r}"
    nbformat.write(notebook, path)
    given = of(marked(course, "bob"))
    assert (given.outcome, given.points) == ("missing", 0)
    assert "le classeur « suivi.xlsx » n'a pas été reçu" in given.sentence


def test_a_named_mistake_in_a_workbook_keeps_what_is_right_beside_it(course, hand_in, question):
    asked = question("cleo")
    (mistake,) = asked.mistakes
    value = asked.expected | {"cellules": mistake.value["cellules"]}
    hand_in("cleo", {"Suivi.XLSX": workbook(asked.form, value)})
    given = of(marked(course, "cleo"))
    assert given.mistake == "moyenne_simple"
    # Of the cell, its formula, two columns, a formula, a format, a sheet and the header, all but the first two.
    assert given.points == pytest.approx(6 * 6 / 8)


def test_links_beside_a_notebook_are_not_followed(course, hand_in, right, tmp_path):
    (tmp_path / "ailleurs.xlsx").write_bytes(right("dan"))
    place = hand_in("dan", {})
    (place / "suivi.xlsx").symlink_to(tmp_path / "ailleurs.xlsx")
    assert of(marked(course, "dan")).points == 0


def test_a_document_holds_the_files_as_tables_and_pages_and_says_nothing_of_the_marking(course, hand_in, right):
    hand_in("eve", {"suivi.xlsx": right("eve"), "affiche.png": PNG, "retroplanning.xlsx": b"rien"})
    record = marked(course, "eve")
    cells, _ = read(course / "autograded" / "eve" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb")
    made = document(cells, record)
    parts = {part.title: part.blocks for part in made.parts}
    assert [block.kind for block in parts["L'affiche du persona"]] == ["image"]
    tables = [block.content for block in parts["Le classeur de suivi"] if block.kind == "html"]
    # A report has what a formula gives, and not the formula.
    assert re.search(r"ROAS moyen</td><td>\d", tables[0])
    assert "<code>" not in tables[0]
    assert "=Calculs" not in tables[0]
    assert "classeur lu" not in str(made)
    # The planning is there and cannot be opened: the document says that it lacks.
    assert "Le rétroplanning" in made.lacking


@pytest.mark.parametrize(
    ("beside", "first", "common"),
    [
        (["Suivi.xlsx", "affiche.png"], "", True),
        pytest.param(["suivi.xlsx", "notes.xlsx"], "", False, marks=pytest.mark.slow),
        pytest.param(["suivi.xlsx"], "import os\nprint(os.listdir())", False, marks=pytest.mark.slow),
        (["suivi.xlsx"], "print(open('suivi.xlsx', 'rb').read(2))", False),
    ],
    ids=["asked", "not asked", "folder listed", "file named"],
)
def test_a_copy_with_the_files_asked_starts_where_the_first_cells_ended_unless_they_look_at_them(
    course, hand_in, right, monkeypatch, beside, first, common
):
    path = course / "release" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    released = nbformat.read(path, as_version=4)
    cell = next(c for c in released.cells if c.metadata.get("nbgrader", {}).get("grade_id") == "preparation")
    cell.source += f"\n{first}"
    path.chmod(0o644)
    nbformat.write(released, path)
    started, run = [], Grown.run
    monkeypatch.setattr(Grown, "run", lambda self, *given: started.append(self) or run(self, *given))
    with (
        closing(Runner("required", marking_modules(course, ASSIGNMENT))) as runner,
        closing(marker._lead),
        batch.Batch(batch.MarkingCourse(course), ASSIGNMENT, runner, 1) as marking,
    ):
        variant = marking.assignment.variant("c0")
        names = [f"c{n}" for n in range(200) if marking.assignment.variant(f"c{n}") == variant][:3]
        for name in names:
            place = hand_in(name, {file: right(name) if file.endswith("xlsx") else PNG for file in beside})
            handed = nbformat.read(place / f"{ASSIGNMENT}.ipynb", as_version=4)
            for own in handed.cells:
                if own.metadata.get("nbgrader", {}).get("grade_id") == "preparation":
                    own.source = cell.source
            nbformat.write(handed, place / f"{ASSIGNMENT}.ipynb")
        worker = Worker(marking.assignment, {}, marking._settings, marking._staging)
        outcomes = [worker.mark(name) for name in names]
    assert [one.result.questions["C15_2-suivi"].outcome for one in outcomes] == ["right"] * 3
    assert len(started) == (2 if common else 0)


def test_a_file_that_a_question_reads_and_people_judge_is_offered_once():
    read_here = HandedFile("C1_2-suivi", "suivi", "suivi.xlsx", 900, "xlsx")
    judged = msgspec.structs.replace(read_here, id="C1_2-classeur")
    elsewhere = msgspec.structs.replace(read_here, id="C1_3-classeur")
    record = MarkingRecord(status="marked", files=(read_here, judged, elsewhere))
    assert [(one.id, one.tab) for one in downloads(referentiel(ROOT), record)] == [
        ("C1_2-suivi", "C1.2"),
        ("C1_3-classeur", "C1.3"),
    ]


GAME = "e11_challenge"


def test_a_notebook_of_writings_alone_has_its_file_looked_at(tmp_path):
    lay(GAME, tmp_path)
    lay_session(tmp_path)
    (tmp_path / "groupes.csv").write_text(
        "".join(
            f"{line}\n" for line in ("epreuve;groupe;candidat", *(f"{GAME};G1;{one}" for one in ("ana", "bob", "cleo")))
        ),
        encoding="utf-8",
    )
    course = batch.MarkingCourse(tmp_path)
    journey.release(course, GAME)
    copy = FictionalCopy(tmp_path, GAME, "ana", "production")
    copy.write_texts(1)
    copy.add(tmp_path / "submitted" / "ana" / GAME)
    nbgrader(tmp_path, "autograde", GAME, "--student", "ana", "--create")
    path = tmp_path / "autograded" / "ana" / GAME / "production.ipynb"
    record = read_record(path)
    assert record is not None
    (found,) = record.files
    assert (found.id, found.name, found.kind, found.faults) == (
        "C11_1-production",
        "production.pdf",
        "pdf",
        (),
    )
    assert (path.parent / "production.pdf").read_bytes() == copy.files["production.pdf"]
