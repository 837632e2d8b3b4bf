"""A submitted folder as bytes, and the folder of a marked copy: all that touches the course's files when a copy is marked."""

from __future__ import annotations

import functools
import os
import shutil
from collections.abc import Collection
from pathlib import Path

import msgspec

from epreuves.answers import self_assessment
from epreuves.answers.self_assessment import AutoEvaluation
from epreuves.gradebook import transactions
from epreuves.gradebook.marked_notebook import GivenAnswer, MarkingRecord, read_record
from epreuves.gradebook.marked_rows import GradeRow
from epreuves.grading.assignment import Assignment
from epreuves.grading.collective import Collective, handed_at, stamp
from epreuves.grading.groups import GroupShare, Shares
from epreuves.grading.marker import overlaid
from epreuves.grading.results import CopyResult, Outcome, failed, result_of
from epreuves.grading.submitted import File, folder_files, hand, submission_digest
from epreuves.runner.files import Files
from epreuves.variants.session import FOLDER, VARIANTS_FOLDER
from epreuves.wording.french import either

#: Said of a copy that is marked, though nobody can tell whether it is late.
UNDATED = (
    "La date de remise, dans timestamp.txt, ne se lit pas : la copie est corrigée, mais rien ne dit si elle est en retard. "
    "Corrigez ce fichier ou ôtez-le, puis recommencez."
)
_UNDATED = "Fichier « timestamp.txt » : sa date ne se lit pas, laissé de côté."
#: Added to the name of what stands in the way of one of the épreuve's own files.
ASIDE = ".copie"
_WITHDRAWN = "Les points de la copie collective, inscrits auparavant, sont retirés."
_SKIPPED = "Déjà corrigée et inchangée depuis (--force pour recommencer)."


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """What a course's configuration says of the marking of a copy; `mode` is that of the files written."""

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
    group: GivenAnswer | None = None
    incomplete: bool = False


class Marked(msgspec.Struct, frozen=True, kw_only=True):
    """What marking gives of a copy: its result and, unless it failed, rows and notebooks to write, by name."""

    result: CopyResult
    rows: dict[str, list[GradeRow]] | None = None
    notebooks: dict[str, bytes] = {}


class MarkingDesk:
    """Reads submitted copies and lays marked ones out, for one assignment of a course; `staging` is where they wait."""

    def __init__(self, assignment: Assignment, settings: Settings, staging: Path) -> None:
        self.assignment, self.settings, self.staging = assignment, settings, staging

    def read(self, student: str) -> Handed | Outcome:
        """A student's copy as it lies in `submitted/`, or its outcome where there is nothing to mark; never raises for a copy's sake."""
        try:
            return self._read(student)
        except Exception as error:  # one copy's failure is its result, never the batch's end
            return self.failed(student, named(error))

    def lay(self, handed: Handed, marked: Marked) -> Outcome:
        """Write a marked copy's whole folder beside its place, so that it comes there in one move."""
        if marked.rows is None:
            return Outcome(result=marked.result)
        try:
            place = self._lay(handed, marked)
        except Exception as error:
            return self.failed(handed.student, named(error))
        return Outcome(
            result=marked.result,
            rows=marked.rows,
            timestamp=handed.timestamp,
            renamed=handed.renamed,
            staged=str(place),
        )

    def failed(self, student: str, reason: str) -> Outcome:
        """The outcome of a copy that is not marked."""
        return failed(student, self.assignment.name, reason)

    def _read(self, student: str) -> Handed | Outcome:
        name = self.assignment.name
        submitted = Path(self.settings.submitted.format(student_id=student, assignment_id=name))
        there = submitted.is_dir()
        shares = self.shares
        share = shares.of(student) if shares is not None else None
        files = self._found(submitted) if there else {}
        own, lent = dict(files), None
        if shares is not None and share is not None and share.group is not None:
            # A member's own copy of the collective notebook is the group's, or nobody's.
            own.pop(name, None)
            lent = shares.lent(share, student)
        found = [n for n in self.assignment.notebooks if n in own or (lent is not None and n == name)]
        if not found:
            return self._nothing(student, there, share)
        digest = submission_digest(submitted) if there else ""
        if shares is not None and share is not None:
            digest = shares.digest(share, digest)
        incomplete = share is not None and set(found) != set(self.assignment.notebooks)
        variant, known = self.assignment.variant(student), dict[str, bytes]()
        if not self.settings.force:
            place = self._marked(student)
            read = {n: read_record(place / f"{n}.ipynb") for n in found}
            before = {n: r for n, r in read.items() if r is not None and self._same_run(r, digest, variant)}
            if len(before) == len(found):
                if all(self._same_scheme(r, n) for n, r in before.items()):
                    records = list(before.values())
                    return Outcome(result=result_of(student, name, records, "skipped", _SKIPPED))
                known = {n: (place / f"{n}.ipynb").read_bytes() for n in found}
        beside, said = folder_files(submitted, self.assignment.rules) if there else ([], [])
        folder = submitted
        if not there:
            # All that they have is their group's.
            assert share is not None
            assert share.file is not None
            folder = share.file.parent
        when = stamp(folder)
        if when and handed_at(folder) is None:
            said = [*said, _UNDATED]
        return Handed(
            student=student, digest=digest, files=beside, said=tuple(said), known=known, variant=variant,
            notebooks={n: hand(own[n]) if lent is None or n in own else lent[0] for n in found},
            told=self_assessment.read(submitted), timestamp=when or None,
            renamed=tuple(n for n in found if n not in files or files[n].name != f"{n}.ipynb"),
            collective=lent[1] if lent is not None else None, group=self._given(share, found), incomplete=incomplete,
        )  # fmt: skip

    @functools.cached_property
    def shares(self) -> Shares | None:
        """What members of groups are given; None where the assignment has no groups."""
        groups, name = self.assignment.groups, self.assignment.name
        if groups is None:
            return None
        every = Path(self.settings.submitted.format(student_id="*", assignment_id=name)).parent.parent
        return Shares(groups, name, self.assignment.notebooks, every)

    def _given(self, share: GroupShare | None, found: Collection[str]) -> GivenAnswer | None:
        """What is said of what a candidate of a group's épreuve has, and lacks."""
        if share is None:
            return None
        # Of the collective one, the group's own sentence tells.
        told = self.assignment.name if share.group is not None else ""
        lacking = [n for n in self.assignment.notebooks if n not in found and n != told]
        said = [*share.said, *(f"Le notebook « {n} » n'est pas rendu." for n in lacking)]
        return GivenAnswer(share.group.name if share.group else "", share.rules, " ".join(said))

    def _nothing(self, student: str, there: bool, share: GroupShare | None) -> Outcome:
        """The outcome of a copy of which there is nothing to mark; what a group gave and gives no longer is taken back."""
        due = [
            n
            for n in self.assignment.notebooks
            if share is None or share.group is None or n != self.assignment.name
        ]
        reason = "Aucune copie : rien n'a été rendu pour cette épreuve."
        if there:
            reason = f"Le dossier rendu ne contient pas le notebook {either(f'« {n}.ipynb »' for n in due)}."
        reason = " ".join([reason, *(share.said if share is not None else ())])
        result = CopyResult(student=student, assignment=self.assignment.name, status="missing", reason=reason)
        given = share is not None and self.shares is not None and self.shares.submitted and any(
            r is not None and r.group is not None and r.group.name for r in map(read_record, self._marked(student).glob("*.ipynb"))
        )  # fmt: skip
        if not given:
            return Outcome(result=result)
        place = self.staging / student
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir(parents=True)
        result = msgspec.structs.replace(result, reason=f"{reason} {_WITHDRAWN}")
        return Outcome(result=result, rows={}, staged=str(place))

    def _found(self, submitted: Path) -> dict[str, Path]:
        """For each notebook due, the submitted file that is taken for it: its own, or the only one that is there."""
        due = list(self.assignment.notebooks)
        found = {n: path for n in due if os.path.lexists(path := submitted / f"{n}.ipynb")}
        if len(due) == 1 and not found:
            others = [p for p in sorted(submitted.glob("*.ipynb")) if p.is_file() and not p.is_symlink()]
            found = {due[0]: others[0]} if len(others) == 1 else {}
        return found

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
    kept = [
        (f"{n}{ASIDE}", content) for n, content in files if n not in names and n not in free and "/" not in n
    ]
    return [*free.items(), *kept]


def named(error: Exception) -> str:
    """What failed, as a reason that is shown."""
    if isinstance(error, OSError) and error.errno is not None:
        return transactions.of_disk(error)
    return f"{type(error).__name__} : {error}"
