"""Receipts of copies: what came in, when, and its digests, as the marking will read it; for each candidate, and for the school's list.

Nothing is marked, and nothing of a copy is run or opened: answers and words are counted in the notebook's text.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

import msgspec

from epreuves.answers.typed import FILE as TYPED
from epreuves.referentiel.spelling import EpreuveId
from epreuves.wording.french import moment
from epreuves.wording.inert import inert
from epreuves_kit.course import files
from epreuves_kit.exam import filled
from epreuves_kit.exam.enrol import EnrolledCandidate
from epreuves_kit.exam.received import ReceivedFile, ReceivedNotebook, received_file, received_notebook
from epreuves_kit.exam.school_list import bare
from epreuves_kit.exports import spreadsheets
from epreuves_kit.exports.spreadsheets import csv_content
from epreuves_kit.exports.tables import ExportColumn, ExportTable
from epreuves_kit.feedback.page import environment
from epreuves_kit.grading.assignment import Assignment
from epreuves_kit.grading.copies import Handed, MarkingDesk
from epreuves_kit.grading.course import MarkingCourse
from epreuves_kit.grading.groups import OWN_FILES, handed_at
from epreuves_kit.grading.lateness import timetable_of
from epreuves_kit.referentiel.model import called
from epreuves_kit.referentiel.reading import referentiel
from epreuves_kit.variants.identity import Candidates

#: The school's list of them, beside the pages.
LIST = "accuses.csv"
_COLUMNS = tuple(
    map(
        ExportColumn,
        (
            "Candidat",
            "Nom",
            "Prénom",
            "Courriel",
            "Épreuve",
            "Reçue le",
            "Notebook",
            "Réponses",
            "Attendues",
            "Mots",
            "Fichiers",
            "SHA-256",
            "À voir",
            "Identifiant de l'épreuve",
        ),
    )
)
State = Literal["reçue", "illisible", "vide", "absente"]
Progress = Callable[[str, int, int], None]


class Receipt(msgspec.Struct, frozen=True):
    """A candidate's receipt at an épreuve; at: when it came, by the session's clock, None where nothing tells.

    title: the épreuve's, its identifier where it has none. said: what is to be looked at, in sentences. « illisible »: a notebook does not read; « vide »:
    nothing of it was filled in.
    """

    candidate: str
    name: str
    epreuve: EpreuveId
    title: str
    state: State
    at: datetime.datetime | None = None
    notebooks: tuple[ReceivedNotebook, ...] = ()
    files: tuple[ReceivedFile, ...] = ()
    said: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """The épreuve as people name it: « E17 · Cas pratique », « E98 » where it is a school's own."""
        name = called(self.epreuve)
        return name if self.title == self.epreuve else f"{name} · {self.title}"


def receipts(
    course: MarkingCourse, assignment: EpreuveId, candidates: Sequence[EnrolledCandidate]
) -> Iterator[Receipt]:
    """The receipts of those who handed something in at an épreuve, in the order given, the hours by the session's clock."""
    zone = ZoneInfo(timetable_of(course).zone)
    asked = Assignment.of(course, assignment, rules=course.rules(assignment))
    desk = MarkingDesk(asked, course.settings(force=True), course.root)
    handed = Candidates(course.to_mark(assignment))
    official = referentiel(course.root).known(assignment)
    title = official.title if official is not None else assignment
    for candidate in candidates:
        student = handed.spelled(candidate.id)
        if student is None:
            continue
        copy = desk.read(student)
        if not isinstance(copy, Handed):
            yield Receipt(candidate.id, candidate.name, assignment, title, "absente", said=(copy.result.reason,))
            continue
        at = handed_at(course.folder("submitted", student, assignment)) if copy.timestamp else None
        local = at.replace(tzinfo=datetime.UTC).astimezone(zone) if at is not None else None
        yield _receipt(candidate.id, candidate.name, title, asked, copy, local)


def _receipt(
    candidate: str, name: str, title: str, asked: Assignment, handed: Handed, at: datetime.datetime | None
) -> Receipt:
    shared = handed.collective
    beside_it = {n: dict(shared.files if shared and shared.notebook == n else handed.files) for n in asked.notebooks}
    notebooks = tuple(
        received_notebook(n, released, handed.notebooks.get(n), filled.typed_in(beside_it[n].get(TYPED), asked.name))
        for n, released in asked.notebooks.items()
    )
    beside = tuple(received_file(n, content) for n, content in handed.files if n not in OWN_FILES)
    remarks = list(handed.said)
    remarks += [f"« {notebook.name} » : {notebook.reason}" for notebook in notebooks if notebook.reason]
    remarks += [
        f"« {notebook.name} » : aucun notebook de ce nom n'est reçu." for notebook in notebooks if notebook.file is None
    ]
    remarks += [f"« {notebook.name} » est tel qu'il a été distribué." for notebook in notebooks if notebook.untouched]
    if at is None:
        remarks.append("L'heure de réception n'est pas connue.")
    present = [notebook for notebook in notebooks if notebook.file is not None]
    state: State = (
        "illisible"
        if any(notebook.reason for notebook in present)
        else "vide"
        if all(notebook.untouched for notebook in present)
        else "reçue"
    )
    return Receipt(candidate, name, asked.name, title, state, at, notebooks, beside, tuple(map(inert, remarks)))


def page(receipt: Receipt) -> bytes:
    """The page that a candidate is given, as UTF-8: one file, inert, made to be printed."""
    hour = moment(receipt.at, seconds=True) if receipt.at is not None else ""
    template = environment(Path(__file__).parent).get_template("receipt.html.j2")
    return template.render(receipt=receipt, hour=hour).encode("utf-8", "replace")


def lay(batch: Sequence[Receipt], candidates: Sequence[EnrolledCandidate], folder: Path) -> list[Path]:
    """Write each receipt's page in a folder, and the list of all; gives the pages written anew. Raises KitError where one cannot be."""
    by_id = {candidate.id: candidate for candidate in candidates}
    changed = []
    for receipt in batch:
        path = folder / receipt.candidate / f"{receipt.epreuve}.html"
        if files.put(path, page(receipt)):
            changed.append(path)
    now = {(receipt.candidate, receipt.epreuve) for receipt in batch}
    rows = [row for receipt in batch for row in _rows(receipt, by_id[receipt.candidate])]
    rows += [row for row in _listed(folder) if (row[0], row[-1]) not in now]
    rows.sort(key=lambda row: (bare(row[1] or row[0]), bare(row[2]), *map(str, row)))
    files.put(folder / LIST, csv_content(ExportTable("accuses", "Accusés de réception", "", _COLUMNS, tuple(rows))))
    return changed


def _listed(folder: Path) -> list[tuple[Any, ...]]:
    """The lines of the list that is there: those whose copies are not looked at this time keep theirs."""
    lines = spreadsheets.listed(folder / LIST, len(_COLUMNS))
    # As it was before a column of its own held an épreuve's identifier.
    lines += [(*line, line[4]) for line in spreadsheets.listed(folder / LIST, len(_COLUMNS) - 1)]
    return [(*line[:7], *map(_count, line[7:10]), *line[10:]) for line in lines]


def _count(text: str) -> int | str:
    return int(text) if text.isdecimal() else text


def _rows(receipt: Receipt, candidate: EnrolledCandidate) -> Iterator[tuple[Any, ...]]:
    who = candidate.id, candidate.surname, candidate.first_name, candidate.email, receipt.label
    at = receipt.at.isoformat(timespec="seconds") if receipt.at is not None else ""
    remarks = " ".join(receipt.said)
    for notebook in receipt.notebooks or (ReceivedNotebook("", None),):
        names = ", ".join(f.name for f in receipt.files)
        digest = notebook.file.sha256 if notebook.file is not None else ""
        yield (
            *who,
            at,
            notebook.name,
            notebook.answered,
            notebook.asked,
            notebook.words,
            names,
            digest,
            remarks,
            receipt.epreuve,
        )
