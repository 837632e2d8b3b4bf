"""What each candidate is handed back, in one archive of their own: the pages of their feedback, and their transcript where there is one.

A page on which something is still to be judged is provisional, and stays unless it is asked for.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Literal

import msgspec

from epreuves.course import files
from epreuves.course.folders import Course
from epreuves.exam.enrol import EnrolledCandidate
from epreuves.exam.school_list import bare
from epreuves.exports import spreadsheets
from epreuves.exports.spreadsheets import csv_content
from epreuves.exports.tables import ExportColumn, ExportTable
from epreuves.feedback import batch
from epreuves.gradebook.rows import NotebookFile
from epreuves.variants.archive import packed
from epreuves.variants.attribution import normalise
from epreuves.wording.french import counted, listed

#: What is told of the archives beside them, for who sends them.
LIST = "remises.csv"
_COLUMNS = tuple(
    map(ExportColumn, ("Candidat", "Nom", "Prénom", "Courriel", "Archive", "Épreuves", "SHA-256"))
)
#: Of a candidate's own reports, those that go with the feedback.
_REPORTS = ("releve.html", "releve.pdf")
State = Literal["remise", "inchangée", "retenue", "absente"]
Progress = Callable[[str, int, int], None]


class HandedBack(msgspec.Struct, frozen=True):
    """What became of a candidate's archive: the épreuves that are in it, and, where something is left out, why.

    path: of the archive, empty where there is none. « retenue »: nothing could be put in it.
    """

    candidate: str
    state: State
    epreuves: tuple[str, ...] = ()
    reason: str = ""
    path: str = ""


def hand_back(
    course: Course, assignments: Sequence[str], candidates: Sequence[EnrolledCandidate], folder: Path, provisional: bool = False,
    progress: Progress | None = None,
) -> Iterator[HandedBack]:  # fmt: skip
    """Write the archives of candidates into a folder, and give what became of each; pages that are not up to date are written first.

    Raises KitError where the gradebook or the folder cannot be used. Done again, what has not changed is left as it is.
    """
    batch.check(course, assignments)
    batch.settle_lateness(course, assignments)
    known = {normalise(one.id): one for one in candidates}
    copies = [(a, s) for a in assignments for s in course.students(a) if normalise(s) in known]
    written: dict[str, dict[str, str]] = {}
    for number, results in enumerate(batch.write(course, copies), 1):
        for one in results:
            told = written.setdefault(normalise(one.student), {})
            told[one.assignment] = one.reason if one.failed else told.get(one.assignment, "")
        if progress is not None:
            progress(results[0].student, number, len(copies))
    pending = {} if provisional else _pending(course, copies)
    sent = _sent(folder)
    for key, candidate in known.items():
        found = _archive(course, candidate, written.get(key, {}), pending, folder)
        sent.pop(candidate.id, None)
        if found.path:
            digest = hashlib.sha256((folder / found.path).read_bytes()).hexdigest()
            named = candidate.surname, candidate.first_name, candidate.email
            sent[candidate.id] = (candidate.id, *named, found.path, " ".join(found.epreuves), digest)
        yield found
    rows = tuple(sorted(sent.values(), key=lambda row: (bare(row[1] or row[0]), bare(row[2]), row[0])))
    files.put(folder / LIST, csv_content(ExportTable("remises", "Remises", "", _COLUMNS, rows)))


def _sent(folder: Path) -> dict[str, tuple[str, ...]]:
    """The lines of the list that is there, by candidate: those who are not handed anything back this time keep theirs."""
    lines = spreadsheets.listed(folder / LIST, len(_COLUMNS))
    return {line[0]: line for line in lines if (folder / line[4]).is_file()}


def _pending(course: Course, copies: Sequence[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """By assignment and student (as compared), how many criteria are still to be judged."""
    found: dict[tuple[str, str], int] = {}
    with NotebookFile(course.db_url, course.root) as gradebook:
        for assignment in dict.fromkeys(a for a, _ in copies):
            rows = gradebook.copies(assignment, [s for a, s in copies if a == assignment])
            for (student, _), one in rows.items():
                waiting = sum(grade.pending for grade in one.grades.values())
                key = assignment, normalise(student)
                found[key] = found.get(key, 0) + waiting
    return found


def _archive(
    course: Course,
    candidate: EnrolledCandidate,
    written: Mapping[str, str],
    pending: Mapping[tuple[str, str], int],
    folder: Path,
) -> HandedBack:
    """One candidate's archive; written: the assignments of which there are pages, and why some are not."""
    content: dict[str, bytes] = {}
    reasons: list[str] = []
    inside: list[str] = []
    path = folder / f"{candidate.id}.zip"
    for assignment, failure in written.items():
        left = pending.get((assignment, normalise(candidate.id)), 0)
        if failure:
            reasons.append(f"{assignment} : {failure}")
        elif left:
            reasons.append(f"{assignment} : provisoire, il reste {counted(left, 'critère')} à juger.")
        else:
            pages = sorted(course.folder("feedback", candidate.id, assignment).glob("*.html"))
            content |= {f"{assignment}/{page.name}": page.read_bytes() for page in pages}
            inside += [assignment] if pages else []
    if not inside:
        state: State = "retenue" if reasons else "absente"
        if path.is_file():
            # What was written before says what is no longer so.
            path.unlink()
            reasons.append("L'archive écrite avant est ôtée.")
        return HandedBack(candidate.id, state, (), " ".join(reasons) or "aucune copie corrigée.")
    for name in _REPORTS:
        own = course.folder("feedback", candidate.id, "x").parent / name
        if own.is_file():
            content[name] = own.read_bytes()
    changed = files.put(path, packed(content))
    return HandedBack(
        candidate.id, "remise" if changed else "inchangée", tuple(inside), " ".join(reasons), path.name
    )


def summary(found: Sequence[HandedBack]) -> str:
    """What became of all of them, in a sentence."""
    told = {"remise": "archive écrite", "inchangée": "archive inchangée", "retenue": "archive retenue", "absente": "candidat sans copie"}  # fmt: skip
    counts = {state: sum(one.state == state for one in found) for state in told}
    return f"{listed(counted(counts[s], said) for s, said in told.items() if counts[s])}."
