"""One copy, from the folder handed in to the folder marked: read, run and marked, laid out, and what became of it.

The marking itself is a function from bytes to bytes, wherever it runs: no database, no nbgrader, no file of the course. All that touches
these files is in `MarkingDesk`.

`MarkingDesk.read` gives a `Handed`: notebooks, files and digests of one copy, each file within the bounds of `submitted`. `Bench.mark`,
in a worker of this machine or of a cluster, makes a `Marked` of it: rows and notebooks. `MarkingDesk.lay` writes the folder aside, and
the `CopyOutcome` goes to the batch, the one writer of the gradebook. The three travel as msgpack or JSON, typed. Whatever a copy holds,
a result with its status and reason comes: no exception leaves a worker.
"""

from __future__ import annotations

import functools
import itertools
import json
import os
import shutil
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Any, Literal

import msgspec

from epreuves.answers import self_assessment
from epreuves.answers.self_assessment import AutoEvaluation
from epreuves.answers.tree import CheckedTree
from epreuves.referentiel.spelling import EpreuveId
from epreuves.variants.published import FOLDER, VARIANTS_FOLDER
from epreuves.wording.french import either
from epreuves.wording.inert import inert
from epreuves.wording.remedies import parameter
from epreuves_kit.gradebook import transactions
from epreuves_kit.gradebook.marked_notebook import KEY, MarkedGroup, MarkingRecord, put, read_record
from epreuves_kit.gradebook.marked_rows import (
    GradeRow,
    InvalidCell,
    SourceNotebook,
    limit_outputs,
    overwrite,
    rows_of,
    scores_of,
)
from epreuves_kit.grading.assignment import Assignment
from epreuves_kit.grading.doctor import Mended, mend
from epreuves_kit.grading.groups import Collective, GroupShare, Shares, handed_at, stamp
from epreuves_kit.grading.marker import (
    BANNER,
    ExecutionError,
    banner,
    execute_and_mark,
    judged,
    overlaid,
    write_marks,
)
from epreuves_kit.grading.submitted import File, folder_files, hand, submission_digest, whole
from epreuves_kit.marking.marks import Mark
from epreuves_kit.marking.reference import ReferenceFailure
from epreuves_kit.runner.files import Files

Status = Literal["marked", "interrupted", "unreadable", "foreign", "missing", "skipped", "error"]


class CopyResult(msgspec.Struct, frozen=True, kw_only=True):
    """The result of one copy: status and reason, points the machine gave of those it could, and each question's mark.

    scores: on an ordinary assignment, points and maximum of each cell that the machine marks. tables: see MarkingRecord.
    """

    student: str
    assignment: str
    status: Status
    reason: str = ""
    score: float | None = None
    max_score: float | None = None
    variant: str = ""
    questions: dict[str, Mark] = {}
    scores: dict[str, tuple[float, float]] = {}
    mends: tuple[str, ...] = ()
    tables: dict[str, str] = {}

    def as_json(self) -> dict[str, Any]:
        """The result as `epreuves autograde --json` writes it."""
        built = msgspec.to_builtins(self)
        del built["tables"]
        built["questions"] = {
            id: {
                "points": m.points,
                "max": m.maximum,
                "outcome": m.outcome,
                "mistake": m.mistake,
                "sentence": m.sentence,
            }
            for id, m in self.questions.items()
        } | {id: {"points": points, "max": most} for id, (points, most) in built.pop("scores").items()}
        return built


class CopyOutcome(msgspec.Struct, frozen=True, kw_only=True):
    """The outcome of a copy, from a worker: its result and, where there is something to write, rows, time and staging folder."""

    result: CopyResult
    rows: dict[str, list[GradeRow]] | None = None
    timestamp: str | None = None
    renamed: tuple[str, ...] = ()
    staged: str | None = None


def result_of(
    student: str,
    assignment: EpreuveId,
    records: list[MarkingRecord],
    status: Status | None = None,
    reason: str = "",
    incomplete: bool = False,
) -> CopyResult:
    """The result of a copy from the records of its notebooks; the worst of them gives status and reason, unless they are given.

    incomplete: whether one of a group's notebooks is missing, which is then the status, unless a notebook has a worse one.
    """
    marks = [m for r in records for m in r.marks]
    scores = _together(r.scores for r in records)
    earned = [(m.points, m.maximum) for m in marks] + list(scores.values())
    worst = next((r for s in ("unreadable", "foreign", "interrupted") for r in records if r.status == s), None)
    # A copy that is marked may have a reason as well: something in it is to be looked at.
    reasons = [r.reason for r in (worst, *records) if r is not None and (r is worst or r.status == "marked")]
    sentences = (
        *([reason] if reason else dict.fromkeys(reasons)),
        *dict.fromkeys(r.group.said for r in records if r.group),
    )
    return CopyResult(
        student=student,
        assignment=assignment,
        status=status or (worst.status if worst else "missing" if incomplete else "marked"),
        reason=" ".join(filter(None, sentences)),
        score=round(sum(p for p, _ in earned), 2) if earned else None,
        max_score=sum(most for _, most in earned) if earned else None,
        variant=next((r.variant for r in records if r.variant), ""),
        questions={m.question: m for m in marks},
        scores=scores,
        mends=tuple(m for r in records for m in r.mends),
        tables={id: digest for r in records for id, digest in r.tables.items()},
    )


def _together(scores: Iterable[dict[str, tuple[float, float]]]) -> dict[str, tuple[float, float]]:
    """Scores of several notebooks; a cell's id may come in more than one, and is then followed by its rank."""
    together: dict[str, tuple[float, float]] = {}
    for some in scores:
        for id, score in some.items():
            rank = next(n for n in itertools.count(1) if (id if n == 1 else f"{id} ({n})") not in together)
            together[id if rank == 1 else f"{id} ({rank})"] = score
    return together


def failed(student: str, assignment: str, reason: str) -> CopyOutcome:
    """The outcome of a copy that could not be marked, of which nothing is written."""
    reason = whole(reason.strip()) or "Erreur sans explication."
    return CopyOutcome(result=CopyResult(student=student, assignment=assignment, status="error", reason=reason[:2000]))


#: Said of a copy that is marked, though nobody can tell whether it is late.
UNDATED = (
    "La date de remise, dans timestamp.txt, ne se lit pas : la copie est corrigée, mais rien ne dit si elle est en retard. "
    "Corrigez ce fichier ou ôtez-le, puis recommencez."
)
_UNDATED = "Fichier « timestamp.txt » : sa date ne se lit pas, laissé de côté."
#: Added to the name of what stands in the way of one of the épreuve's own files.
ASIDE = ".copie"
_WITHDRAWN = "Les points de la copie collective, inscrits auparavant, sont retirés."
_SKIPPED = f"Déjà corrigée et inchangée depuis ({parameter('autograde', '--force')} pour recommencer)."


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """The part of a course's configuration that bears on the marking of a copy; `mode` is that of the files written."""

    submitted: str
    autograded: str
    max_lines: int = 1000
    max_traceback: int = 100
    mode: int = 0o444
    force: bool = False


class Handed(msgspec.Struct, frozen=True, kw_only=True):
    """One copy as handed in: all that its marking needs beside the assignment.

    notebooks: by the name due, those that are there. known: those marked before, with nothing changed since but the scheme: their
    answers are marked again, and nothing is run. told: the self-assessment beside the notebooks. variant: theirs by right.
    renamed: notebooks that were not in the folder under the name due. collective: what a group's notebook is run with, where it is
    one of `notebooks`; group: what is said of it; incomplete: whether a member of a group lacks one of the notebooks.
    """

    student: str
    digest: str
    notebooks: dict[str, File]
    files: Files
    said: tuple[str, ...] = ()
    known: dict[str, bytes] = {}
    told: AutoEvaluation = AutoEvaluation()
    timestamp: str | None = None
    variant: str = ""
    renamed: tuple[str, ...] = ()
    collective: Collective | None = None
    group: MarkedGroup | None = None
    incomplete: bool = False


class Marked(msgspec.Struct, frozen=True, kw_only=True):
    """A marked copy: its result and, unless it failed, rows and notebooks to write, by name."""

    result: CopyResult
    rows: dict[str, list[GradeRow]] | None = None
    notebooks: dict[str, bytes] = {}


class MarkingDesk:
    """Reads submitted copies and lays marked ones out, for one assignment of a course; `staging` is where they wait."""

    def __init__(self, assignment: Assignment, settings: Settings, staging: Path) -> None:
        self.assignment, self.settings, self.staging = assignment, settings, staging

    def read(self, student: str) -> Handed | CopyOutcome:
        """A candidate's copy as it lies in `submitted/`, or its outcome where there is nothing to mark; never raises for a copy's sake."""
        try:
            return self._read(student)
        except Exception as error:  # one copy's failure is its result, never the batch's end
            return self.failed(student, named(error))

    def lay(self, handed: Handed, marked: Marked) -> CopyOutcome:
        """Write a marked copy's whole folder beside its place, so that it comes there in one move."""
        if marked.rows is None:
            return CopyOutcome(result=marked.result)
        try:
            place = self._lay(handed, marked)
        except Exception as error:
            return self.failed(handed.student, named(error))
        result, rows = marked.result, marked.rows
        return CopyOutcome(
            result=result, rows=rows, timestamp=handed.timestamp, renamed=handed.renamed, staged=str(place)
        )

    def failed(self, student: str, reason: str) -> CopyOutcome:
        """The outcome of a copy that is not marked."""
        return failed(student, self.assignment.name, reason)

    def _read(self, student: str) -> Handed | CopyOutcome:
        name = self.assignment.name
        submitted = Path(self.settings.submitted.format(student_id=student, assignment_id=name))
        present = submitted.is_dir()
        shares = self.shares
        share = shares.of(student) if shares is not None else None
        files = self._found(submitted) if present else {}
        own, lent = dict(files), None
        if shares is not None and share is not None and share.group is not None:
            # A member's own copy of the collective notebook is the group's, or nobody's.
            own.pop(name, None)
            lent = shares.lent(share, student)
        received = [n for n in self.assignment.notebooks if n in own or (lent is not None and n == name)]
        if not received:
            return self._nothing(student, present, share)
        digest = submission_digest(submitted) if present else ""
        if shares is not None and share is not None:
            digest = shares.digest(share, digest)
        incomplete = share is not None and set(received) != set(self.assignment.notebooks)
        variant, marked_before = self.assignment.variant(student), dict[str, bytes]()
        if not self.settings.force:
            place = self._marked(student)
            read = {n: read_record(place / f"{n}.ipynb") for n in received}
            before = {n: r for n, r in read.items() if r is not None and self._same_run(r, digest, variant)}
            if len(before) == len(received):
                if all(self._same_scheme(r, n) for n, r in before.items()):
                    records = list(before.values())
                    return CopyOutcome(result=result_of(student, name, records, "skipped", _SKIPPED))
                marked_before = {n: (place / f"{n}.ipynb").read_bytes() for n in received}
        beside, remarks = folder_files(submitted, self.assignment.rules) if present else ([], [])
        folder = submitted
        if not present:
            # All that they have is their group's.
            assert share is not None
            assert share.file is not None
            folder = share.file.parent
        when = stamp(folder)
        if when and handed_at(folder) is None:
            remarks = [*remarks, _UNDATED]
        return Handed(
            student=student,
            digest=digest,
            files=beside,
            said=tuple(remarks),
            known=marked_before,
            variant=variant,
            notebooks={n: hand(own[n]) if lent is None or n in own else lent[0] for n in received},
            told=self_assessment.read(submitted),
            timestamp=when or None,
            renamed=tuple(n for n in received if n not in files or files[n].name != f"{n}.ipynb"),
            collective=lent[1] if lent is not None else None,
            group=self._given(share, received),
            incomplete=incomplete,
        )

    @functools.cached_property
    def shares(self) -> Shares | None:
        """The shares of the members of groups; None where the assignment has no groups."""
        groups, name = self.assignment.groups, self.assignment.name
        if groups is None:
            return None
        every = Path(self.settings.submitted.format(student_id="*", assignment_id=name)).parent.parent
        return Shares(groups, name, self.assignment.notebooks, every)

    def _given(self, share: GroupShare | None, received: Collection[str]) -> MarkedGroup | None:
        """The sentences on what a candidate of a group's épreuve has, and lacks."""
        if share is None:
            return None
        # Of the collective one, the group's own sentence tells.
        collective = self.assignment.name if share.group is not None else ""
        lacking = [n for n in self.assignment.notebooks if n not in received and n != collective]
        sentences = [*share.said, *(f"Le notebook « {n} » n'est pas rendu." for n in lacking)]
        return MarkedGroup(share.group.name if share.group else "", share.rules, " ".join(sentences))

    def _nothing(self, student: str, present: bool, share: GroupShare | None) -> CopyOutcome:
        """The outcome of a copy of which there is nothing to mark; what a group gave and gives no longer is taken back."""
        own = share is None or share.group is None
        due = [n for n in self.assignment.notebooks if own or n != self.assignment.name]
        reason = "Aucune copie : rien n'a été rendu pour cette épreuve."
        if present:
            reason = f"Le dossier rendu ne contient pas le notebook {either(f'« {n}.ipynb »' for n in due)}."
        reason = " ".join([reason, *(share.said if share is not None else ())])
        result = CopyResult(student=student, assignment=self.assignment.name, status="missing", reason=reason)
        given = (
            share is not None
            and self.shares is not None
            and self.shares.submitted
            and any(
                r is not None and r.group is not None and r.group.name
                for r in map(read_record, self._marked(student).glob("*.ipynb"))
            )
        )
        if not given:
            return CopyOutcome(result=result)
        place = self.staging / student
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir(parents=True)
        result = msgspec.structs.replace(result, reason=f"{reason} {_WITHDRAWN}")
        return CopyOutcome(result=result, rows={}, staged=str(place))

    def _found(self, submitted: Path) -> dict[str, Path]:
        """For each notebook due, the submitted file that is taken for it: its own, or the only one that is there."""
        due = list(self.assignment.notebooks)
        paths = {n: path for n in due if os.path.lexists(path := submitted / f"{n}.ipynb")}
        if len(due) == 1 and not paths:
            others = [p for p in sorted(submitted.glob("*.ipynb")) if p.is_file() and not p.is_symlink()]
            paths = {due[0]: others[0]} if len(others) == 1 else {}
        return paths

    def _marked(self, student: str) -> Path:
        return Path(self.settings.autograded.format(student_id=student, assignment_id=self.assignment.name))

    def _same_run(self, record: MarkingRecord, digest: str, variant: str) -> bool:
        same = record.submission == digest and record.inputs == self.assignment.inputs
        return same and record.variant in ("", variant)

    def _same_scheme(self, record: MarkingRecord, name: str) -> bool:
        return not record.scheme or record.scheme == self.assignment.references(name).fingerprint

    def _lay(self, handed: Handed, marked: Marked) -> Path:
        place = self.staging / handed.student
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir(parents=True)
        files = overlaid(handed.files, handed.collective.files) if handed.collective else handed.files
        for name, content in overlaid_aside(files, self.assignment.files):
            # The course's data is in each candidate's submission or can be drawn again: no copy of it in each marked folder.
            if name.split("/")[0] in (FOLDER, VARIANTS_FOLDER):
                continue
            path = place / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            path.chmod(self.settings.mode)
        for name, content in marked.notebooks.items():
            path = place / f"{name}.ipynb"
            path.write_bytes(content)
            path.chmod(self.settings.mode)
        return place


def overlaid_aside(files: Files, above: Files) -> Files:
    """Files of a copy and of the course; what of the copy's stands in the way is kept under another name, unless it is the same file."""
    names = {n for n, _ in above}
    free = dict(overlaid(files, above))
    kept = [(f"{n}{ASIDE}", content) for n, content in files if n not in names and n not in free and "/" not in n]
    return [*free.items(), *kept]


def named(error: Exception) -> str:
    """A failure, as a reason that is shown."""
    if isinstance(error, OSError) and error.errno is not None:
        return transactions.of_disk(error)
    return f"{type(error).__name__} : {error}"


__all__ = ["Bench", "CopyOutcome", "CopyResult", "Settings", "Worker", "read_copy", "written"]


#: Said of a copy that cannot be read, made inert or written within the memory of the process that marks.
TOO_MUCH_MEMORY = "La correction de cette copie demande trop de mémoire : elle n'est pas corrigée. Regardez ce que contient le dossier rendu."


class Bench:
    """Marks copies of one assignment; made once in a process, its sources known to the gradebook given."""

    def __init__(self, assignment: Assignment, sources: dict[str, SourceNotebook], settings: Settings) -> None:
        self.assignment, self.sources, self.settings = assignment, sources, settings

    def mark(self, handed: Handed) -> Marked:
        """Mark one copy. Whatever it holds, a result comes."""
        try:
            return self._mark(handed)
        except (InvalidCell, ExecutionError, ReferenceFailure) as error:
            reason = error.sentence
        except MemoryError:
            reason = TOO_MUCH_MEMORY
        except Exception as error:  # one copy's failure is its result, never the batch's end
            reason = named(error)
        return Marked(result=failed(handed.student, self.assignment.name, reason).result)

    def _mark(self, handed: Handed) -> Marked:
        if handed.known:
            done = {n: self._marked_again(handed.known[n], n) for n in handed.notebooks}
        else:
            done = {n: self._run(file, n, handed) for n, file in handed.notebooks.items()}
        records = [msgspec.convert(nb["metadata"][KEY], MarkingRecord) for nb in done.values()]
        return Marked(
            result=result_of(handed.student, self.assignment.name, records, incomplete=handed.incomplete),
            rows={n: rows_of(nb) for n, nb in done.items()},
            notebooks={n: written(nb) for n, nb in done.items()},
        )

    def _run(self, file: File, name: str, handed: Handed) -> dict[str, Any]:
        notebook, record = read(file, name, self.assignment.notebooks[name], handed.told)
        worker, files, remarks = handed.student, handed.files, handed.said
        if handed.collective is not None and name == handed.collective.notebook:
            # As its author's for all: a cell may depend on who is named, and on what lies beside.
            worker, files, remarks = handed.collective.candidate, handed.collective.files, handed.collective.said
        record = msgspec.structs.replace(
            record,
            mends=(*record.mends, *remarks),
            group=handed.group,
            submission=handed.digest,
            inputs=self.assignment.inputs,
        )
        if name in self.sources:
            overwrite(notebook, self.sources[name])
        record = execute_and_mark(notebook, record, self.assignment, name, worker, files, handed.variant)
        limit_outputs(notebook, self.settings.max_lines, self.settings.max_traceback)
        if record.ordinary:
            record = msgspec.structs.replace(record, scores=scores_of(notebook))
        put(notebook, record)
        return notebook

    def _marked_again(self, content: bytes, name: str) -> dict[str, Any]:
        """A marked notebook with the marks that its answers have under the scheme of today: no code runs."""
        notebook = json.loads(content)
        for cell in notebook["cells"]:
            _join(cell)
        record = msgspec.convert(notebook["metadata"][KEY], MarkingRecord)
        if record.scheme:
            answers = {question: CheckedTree(tree) for question, tree in record.answers.items()}
            record = judged(record, answers, self.assignment, name)
            write_marks(notebook["cells"], record.marks)
            notebook["cells"][:] = [banner(record), *(c for c in notebook["cells"] if c.get("id") != BANNER)]
            put(notebook, record)
        return notebook


class Worker:
    """Marks copies where the course's files are: reads, marks, and lays the marked folder out for the one who writes."""

    def __init__(
        self, assignment: Assignment, sources: dict[str, SourceNotebook], settings: Settings, staging: Path
    ) -> None:
        self.desk = MarkingDesk(assignment, settings, staging)
        self.bench = Bench(assignment, sources, settings)

    def mark(self, student: str) -> CopyOutcome:
        """Mark one candidate's copy. Whatever it holds, an outcome comes."""
        try:
            handed = self.desk.read(student)
        except MemoryError:
            return failed(student, self.desk.assignment.name, TOO_MUCH_MEMORY)
        return handed if isinstance(handed, CopyOutcome) else self.desk.lay(handed, self.bench.mark(handed))


def read_copy(
    path: Path, name: str, release: dict[str, Any], lent: File | None = None
) -> tuple[dict[str, Any], MarkingRecord]:
    """Read a submitted file through the doctor: the mended notebook, and the record of how it was read.

    lent: what is read in its stead, where it is a group's; the self-assessment is that of its folder all the same.
    """
    return read(lent or hand(path), name, release, self_assessment.read(path.parent))


def read(
    file: File, name: str, release: dict[str, Any], assessment: AutoEvaluation
) -> tuple[dict[str, Any], MarkingRecord]:
    """The same from bytes; assessment: the self-assessment that lies beside the notebook."""
    mended = mend(file.content, release)
    if file.link:
        mended = msgspec.structs.replace(
            mended, reason="Le fichier rendu est un lien vers un autre fichier : il n'est pas suivi."
        )
    elif file.name != f"{name}.ipynb":
        mended = msgspec.structs.replace(
            mended, mends=(f"Fichier « {file.name} » : lu comme « {name}.ipynb ».", *mended.mends)
        )
    if file.lent:
        # What its outputs tell of a self-assessment is another's.
        mended = msgspec.structs.replace(mended, outputs=())
    return mended.notebook, first_record(mended, assessment)


def first_record(mended: Mended, assessment: AutoEvaluation) -> MarkingRecord:
    """The record of a copy before it is run, its self-assessment included: that of the file, else that of the outputs."""
    if not assessment.competences:
        assessment = self_assessment.read(os.devnull, {"cells": [{"outputs": o} for o in mended.outputs]})
    return MarkingRecord(
        status="marked" if mended.status == "readable" else mended.status,
        reason=inert(mended.reason),
        mends=tuple(inert(m) for m in mended.mends),
        unsure=(*mended.lost, *mended.doubtful),
        self_assessment=msgspec.to_builtins(assessment),
    )


def written(notebook: dict[str, Any]) -> bytes:
    """A notebook's file as nbformat writes it: texts as lists of lines, keys in order, one space."""
    tree = {**notebook, "cells": [_split(cell) for cell in notebook["cells"]]}
    return msgspec.json.format(msgspec.json.encode(tree, order="sorted"), indent=1) + b"\n"


def _join(cell: dict[str, Any]) -> None:
    """Make one text of each list of lines that `_split` wrote."""
    cell["source"] = "".join(cell["source"])
    for output in cell.get("outputs", ()):
        if output["output_type"] == "stream":
            output["text"] = "".join(output["text"])
        for kind, shown in output.get("data", {}).items():
            if isinstance(shown, list) and not kind.endswith("json"):
                output["data"][kind] = "".join(shown)


def _split(cell: dict[str, Any]) -> dict[str, Any]:
    split = {**cell, "source": cell["source"].splitlines(True)}
    if cell["cell_type"] == "code":
        outputs = []
        for output in cell["outputs"]:
            if output["output_type"] == "stream":
                output = {**output, "text": output["text"].splitlines(True)}
            elif "data" in output:
                output = {
                    **output,
                    "data": {
                        k: v.splitlines(True) if isinstance(v, str) and not k.endswith("json") else v
                        for k, v in output["data"].items()
                    },
                }
            outputs.append(output)
        split["outputs"] = outputs
    return split
