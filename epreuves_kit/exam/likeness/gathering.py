"""Contents to compare in an épreuve: what copies hold in the places of writings, files and own tables, and what everybody was given.

Marked copies are read as the graders' panel reads them; those of an earlier session as submissions are, for nobody vouches for them.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from epreuves.answers.files.finding import beginning
from epreuves.answers.files.kinds import MAX_BYTES
from epreuves.referentiel.spelling import EpreuveId
from epreuves.variants import archive
from epreuves.variants.attribution import CandidateId, candidate_id
from epreuves.variants.published import VARIANTS_FOLDER
from epreuves.wording.errors import KitError
from epreuves.wording.french import number
from epreuves.wording.inert import inert
from epreuves_kit.course.folders import Course, Layout
from epreuves_kit.course.stamps import TEXT_STUB, split
from epreuves_kit.exam.likeness.measure import MAXIMUM_TEXT
from epreuves_kit.gradebook.marked_notebook import MarkingRecord, UnreadableMarkedNotebook, contents, parse
from epreuves_kit.grading import submitted
from epreuves_kit.marking.judging import AUTHOR_S
from epreuves_kit.rubric.appreciation import Copy
from epreuves_kit.rubric.panel.copy_view import MAXIMUM_BYTES
from epreuves_kit.runner.files import walk
from epreuves_kit.variants.groups import by_member

#: Copies of an earlier session that are read.
MAXIMUM_EARLIER = 5_000
#: Writings of a copy: no épreuve asks for as many.
MAXIMUM_WRITINGS = 40
#: Characters of a title that a page shows.
_TITLE = 120


class CopyWriting(msgspec.Struct, frozen=True):
    """A text of a copy that people judge: id of its cell, title, and the text with the cells added under it."""

    id: str
    title: str
    text: str


class CopyTrace(msgspec.Struct, frozen=True):
    """Something that is the same for two who gave the same. kind: « fichier » or « tableau »; name: what it was asked as."""

    kind: str
    name: str
    digest: str


class ComparedCopy(msgspec.Struct, frozen=True):
    """A copy as it is compared. number: the graders' own, or a rank where it is of an earlier session, which `session` then names.

    team: those with whom they work in the épreuve, themselves among them.
    """

    number: int
    notebook: str
    students: tuple[str, ...]
    writings: tuple[CopyWriting, ...]
    traces: tuple[CopyTrace, ...] = ()
    team: frozenset[CandidateId] = frozenset()
    session: str = ""

    @property
    def people(self) -> frozenset[CandidateId]:
        """The candidates who wrote it."""
        return frozenset(map(candidate_id, self.students))


def writings(cells: Iterable[Mapping[str, Any]], named: Mapping[str, str]) -> tuple[CopyWriting, ...]:
    """The texts of a notebook's cells (type, source, metadata) that people judge; text cells added under one go with it.

    named: the titles of the épreuve's cells, by grade id; those that stand in a copy are the candidate's to change.
    """
    pieces_by_id: dict[str, list[str]] = {}
    under: list[str] | None = None
    for cell in cells:
        meta = cell["metadata"].get("nbgrader") or {}
        id = str(meta.get("grade_id") or "")
        if meta.get("grade") and meta.get("solution") and cell["cell_type"] == "markdown":
            if len(pieces_by_id) == MAXIMUM_WRITINGS and id not in pieces_by_id:
                break
            # What was given out in the place of a text is no text of the candidate's.
            under = pieces_by_id.setdefault(id, [])
            under.append(cell["source"].replace(TEXT_STUB, ""))
        elif id:
            under = None
        elif under is not None and cell["cell_type"] == "markdown":
            under.append(cell["source"])
    return tuple(
        CopyWriting(id, inert(named.get(id) or id)[:_TITLE], text[: MAXIMUM_TEXT + 1])
        for id, pieces in pieces_by_id.items()
        if (text := "\n\n".join(pieces).strip())
    )


def marked(
    course: Course, assignment: EpreuveId, copies: Sequence[Copy], named: Mapping[str, str]
) -> tuple[list[ComparedCopy], list[str]]:
    """The marked copies of an épreuve, in the order of their numbers; and a sentence for each that cannot be read.

    copies: the register's, in which a group's collective notebook is one. named: the titles of the épreuve's cells.
    """
    groups = by_member(course.groups(assignment) or ())
    given = _given_files(course, assignment)
    compared, remarks = [], []
    for copy in copies:
        path = Path(copy.path)
        try:
            if path.stat().st_size > MAXIMUM_BYTES:
                raise UnreadableMarkedNotebook("elle pèse trop lourd pour être lue.")
            read = parse(contents(path))
        except (UnreadableMarkedNotebook, OSError) as error:
            reason = error.sentence if isinstance(error, UnreadableMarkedNotebook) else error
            remarks.append(f"Copie n° {copy.number} : {reason}")
            continue
        mates = (groups[student].members for student in copy.students if student in groups)
        team = frozenset(map(candidate_id, copy.students)).union(*({member.key for member in those} for those in mates))
        traces = tuple(_traces(read.record, path.parent, given))
        texts = writings(read.cells, named)
        compared.append(ComparedCopy(copy.number, copy.notebook, tuple(copy.students), texts, traces, team))
    return compared, remarks


def _traces(record: MarkingRecord | None, folder: Path, given: frozenset[str]) -> Iterator[CopyTrace]:
    """The own tables and the files of a copy; what the épreuve gives, and the author's own table, which marking tells, are left out."""
    if record is None:
        return
    for question, digest in record.tables.items():
        if digest != AUTHOR_S:
            yield CopyTrace("tableau", question, digest)
    names = os.listdir(folder) if record.files else []
    for file in record.files:
        name = next((n for n in names if file.name and inert(n)[:80] == file.name), None)
        content = beginning(folder / name, MAX_BYTES + 1) if name is not None else None
        if content and len(content) <= MAX_BYTES and (digest := _digest(content)) not in given:
            yield CopyTrace("fichier", file.asked, digest)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _given_files(course: Course, assignment: EpreuveId) -> frozenset[str]:
    """Digests of the files that the épreuve gives beside its notebooks: models to fill, handed in as they were."""
    place = course.folder("release", ".", assignment)
    files = (path for path, _ in walk(place) if path.suffix != ".ipynb")
    return frozenset(_digest(c) for p in files if (c := beginning(p, MAX_BYTES + 1)))


def given_cells(course: Course, assignment: EpreuveId) -> list[Mapping[str, Any]]:
    """The cells of the épreuve's notebooks as they were given out, or as they are written, without their answers, where they are not."""
    given_out: list[Mapping[str, Any]] = []
    for step in ("release", "source"):
        for path in sorted(course.folder(step, ".", assignment).glob("*.ipynb")):
            with contextlib.suppress(UnreadableMarkedNotebook):
                cells = parse(contents(path)).cells
                given_out += [{**cell, "source": "\n".join(split("".join(cell["source"]))[0])} for cell in cells]
        if given_out:
            break
    return given_out


def given(course: Course, assignment: EpreuveId, cells: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """The texts that everybody had: cells given out, and what the tables of all the variants say in words."""
    for cell in cells:
        yield cell["source"]
    layout = Layout(course.root, assignment)
    sentences: set[str] = set()
    for path in sorted((layout.source / VARIANTS_FOLDER).glob("*.zip")):
        with contextlib.suppress(KitError, OSError):
            for name, content in archive.read(path.read_bytes()).items():
                sentences.update(_in_words(name, content))
    for path in sorted(layout.datasets.glob("*")):
        if path.suffix in (".csv", ".json"):
            with contextlib.suppress(OSError):
                sentences.update(_in_words(path.name, path.read_bytes()))
    yield from sorted(sentences)


def _in_words(name: str, content: bytes) -> Iterator[str]:
    """The lines of a table that hold sentences; figures alone are nobody's words."""
    text = content.decode("utf-8", "replace")
    if name.endswith(".json"):
        with contextlib.suppress(ValueError, RecursionError):
            text = json.dumps(json.loads(text), ensure_ascii=False, indent=0)
    for line in text.splitlines():
        if line.count(" ") >= 4:
            yield line


def earlier(folder: Path, assignment: EpreuveId, named: Mapping[str, str]) -> tuple[list[ComparedCopy], list[str]]:
    """The copies of an épreuve in an earlier course's folder, or in a folder of such copies; and a sentence for each that cannot be read.

    Looked for as « autograded/CANDIDAT/ÉPREUVE/ », « submitted/… », else right there; nothing of the course is run. The same texts under
    several names, as the members of a group have them, are one copy. Raises KitError where there is no such folder.
    """
    if not folder.is_dir():
        raise KitError(
            f"« {folder} » n'est pas un dossier : donnez celui d'une session précédente, qui contient autograded/ ou submitted/."
        )
    place = next((p for n in ("autograded", "submitted") if (p := folder / n).is_dir()), folder)
    name = inert(folder.resolve().name)
    same: dict[tuple[str, tuple[CopyWriting, ...]], list[str]] = {}
    remarks: list[str] = []
    paths = [p for p in sorted(place.glob(f"*/{assignment}/*.ipynb")) if not p.parent.is_symlink()]
    if len(paths) > MAXIMUM_EARLIER:
        remarks.append(f"« {name} » : seuls les {number(MAXIMUM_EARLIER)} premiers notebooks sont lus.")
    for path in paths[:MAXIMUM_EARLIER]:
        student = inert(submitted.whole(path.parent.parent.name))
        try:
            read = submitted.read(submitted.hand(path).content)
        except (submitted.UnreadableNotebook, OSError) as error:
            remarks.append(f"« {name} », {student} : {error}")
            continue
        texts = writings(map(_checked, read.cells), named)
        same.setdefault((path.stem, texts), []).append(student)
    if not paths:
        remarks.append(f"« {name} » ne contient aucune copie de {assignment}.")
    return [
        ComparedCopy(rank, inert(notebook), tuple(students), texts, session=name)
        for rank, ((notebook, texts), students) in enumerate(same.items(), 1)
    ], remarks


def _checked(cell: submitted.NotebookCell) -> Mapping[str, Any]:
    """A submitted cell with nbgrader's metadata as they are expected, whatever is there."""
    meta = cell.metadata.get("nbgrader")
    held = meta if isinstance(meta, dict) and isinstance(meta.get("grade_id"), str) else {}
    return {"cell_type": cell.cell_type, "source": cell.source, "metadata": {"nbgrader": held}}
