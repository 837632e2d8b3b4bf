"""Archives that candidates are handed back, one for each: the pages of their feedback, the same as PDFs, and their transcript
where there is one.

A page on which something is still to be judged is provisional, and stays unless it is asked for.
"""

from __future__ import annotations

import datetime
import hashlib
import os
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Literal

import msgspec

from epreuves.referentiel.spelling import EpreuveId
from epreuves.variants.archive import packed
from epreuves.variants.attribution import CandidateId, candidate_id
from epreuves.wording.french import counted, listed
from epreuves_kit.course import files
from epreuves_kit.course.folders import Course
from epreuves_kit.exam.enrol import EnrolledCandidate
from epreuves_kit.exam.school_list import bare
from epreuves_kit.exports import spreadsheets
from epreuves_kit.exports.spreadsheets import csv_content
from epreuves_kit.exports.tables import ExportColumn, ExportTable
from epreuves_kit.feedback import batch
from epreuves_kit.feedback.page import told as page_told
from epreuves_kit.feedback.results import SchoolRules, lateness, results
from epreuves_kit.feedback.view import Feedback
from epreuves_kit.gradebook.marked_notebook import contents, ordinary
from epreuves_kit.gradebook.rows import NotebookFile, own
from epreuves_kit.gradebook.rows import found as of_notebook
from epreuves_kit.referentiel.model import Referentiel, called
from epreuves_kit.referentiel.reading import referentiel
from epreuves_kit.reports.feedback_pdf import feedback_pdf
from epreuves_kit.variants.identity import ByCandidate

#: What is told of the archives beside them, for who sends them.
LIST = "remises.csv"
#: All of them and the list in one file, for who has the folder on another machine.
WHOLE = "remises.zip"
_COLUMNS = tuple(map(ExportColumn, ("Candidat", "Nom", "Prénom", "Courriel", "Archive", "Épreuves", "SHA-256")))
#: Of a candidate's own reports, those that go with the feedback.
_REPORTS = ("releve.html", "releve.pdf")
State = Literal["remise", "inchangée", "retenue", "absente"]
Progress = Callable[[str, int, int], None]


class HandedBack(msgspec.Struct, frozen=True):
    """The outcome of a candidate's archive: the épreuves that are in it, and, where something is left out, why.

    path: of the archive, empty where there is none. « retenue »: nothing could be put in it.
    """

    candidate: str
    state: State
    epreuves: tuple[EpreuveId, ...] = ()
    reason: str = ""
    path: str = ""


def has_transcript(course: Course, candidate: str) -> bool:
    """True if a candidate's transcript is written, and goes with what they are given."""
    return (course.folder("feedback", candidate, "x").parent / _REPORTS[-1]).is_file()


def hand_back(
    course: Course,
    assignments: Sequence[EpreuveId],
    candidates: Sequence[EnrolledCandidate],
    folder: Path,
    provisional: bool = False,
    progress: Progress | None = None,
) -> Iterator[HandedBack]:
    """Write the archives of candidates into a folder, and give the outcome of each; pages that are not up to date are written first.

    Raises KitError where the gradebook or the folder cannot be used. Done again, what has not changed is left as it is.
    """
    batch.check(course, assignments)
    batch.settle_lateness(course, assignments)
    by_id = ByCandidate((candidate.id, candidate) for candidate in candidates)
    copies = [(a, s) for a in assignments for s in course.students(a) if s in by_id]
    written = ByCandidate[dict[EpreuveId, str]]()
    for number, wrote in enumerate(batch.write(course, copies), 1):
        for page in wrote:
            reasons = written.setdefault(page.student, {})
            reasons[page.assignment] = page.reason if page.failed else reasons.get(page.assignment, "")
        if progress is not None:
            progress(wrote[0].student, number, len(copies))
    pending = {} if provisional else _pending(course, copies)
    sent, official = _sent(folder), referentiel(course.root)
    with NotebookFile(course.db_url, course.root) as gradebook:
        papers = _Papers(course, gradebook)
        for number, candidate in enumerate(by_id.values(), 1):
            outcome = _archive(course, candidate, written.get(candidate.id, {}), pending, folder, papers)
            sent.pop(candidate.id, None)
            if outcome.path:
                digest = hashlib.sha256((folder / outcome.path).read_bytes()).hexdigest()
                named = candidate.surname, candidate.first_name, candidate.email
                sent[candidate.id] = (
                    candidate.id,
                    *named,
                    outcome.path,
                    " ; ".join(_label(official, id) for id in outcome.epreuves),
                    digest,
                )
            if progress is not None:
                progress(candidate.id, number, len(by_id))
            yield outcome
    rows = tuple(sorted(sent.values(), key=lambda row: (bare(row[1] or row[0]), bare(row[2]), row[0])))
    listing = csv_content(ExportTable("remises", "Remises", "", _COLUMNS, rows))
    files.put(folder / LIST, listing)
    whole = {name: (folder / name).read_bytes() for name in sorted(row[4] for row in rows)}
    files.put(folder / WHOLE, packed({LIST: listing, **whole}))


def _label(official: Referentiel, id: EpreuveId) -> str:
    """An épreuve as people name it: « E17 · Cas pratique », « E98 » where it is a school's own."""
    epreuve = official.known(id)
    return called(id) if epreuve is None else epreuve.label


def archives(folder: Path) -> dict[str, Path]:
    """The archive of each candidate that a folder's list names, by identifier."""
    return {candidate: folder / line[4] for candidate, line in _sent(folder).items()}


def oldest(folder: Path) -> datetime.datetime | None:
    """The time since when the least recent of a folder's archives is true; None where there is none."""
    made = [path.stat().st_mtime for path in archives(folder).values()]
    return datetime.datetime.fromtimestamp(min(made), datetime.UTC) if made else None


def _sent(folder: Path) -> dict[str, tuple[str, ...]]:
    """The lines of the list that is there, by candidate: those who are not handed anything back this time keep theirs."""
    lines = spreadsheets.listed(folder / LIST, len(_COLUMNS))
    return {line[0]: line for line in lines if (folder / line[4]).is_file()}


class _Papers:
    """The PDFs of feedback pages. One that an archive has already is taken from it, where its page has not changed."""

    def __init__(self, course: Course, gradebook: NotebookFile) -> None:
        self._course, self._gradebook, self._school = course, gradebook, SchoolRules.read(course)

    def of(
        self, candidate: EnrolledCandidate, assignment: EpreuveId, pages: Iterable[Path], archive: Path
    ) -> dict[str, bytes]:
        """Those of a candidate's pages of an épreuve, by their names in the archive; none of an épreuve that is not the kit's."""
        before, made = _inside(archive), {}
        for page in pages:
            shown, name = f"{assignment}/{page.name}", f"{assignment}/{page.stem}.pdf"
            if name in before and before.get(shown) == page.read_bytes():
                made[name] = before[name]
            elif feedback := self._told(candidate, assignment, page.stem):
                at = datetime.date.fromtimestamp(page.stat().st_mtime)
                made[name] = feedback_pdf(self._school.jury.referentiel.certification, feedback, at)
        return made

    def _told(self, candidate: EnrolledCandidate, assignment: EpreuveId, notebook: str) -> Feedback | None:
        student = candidate.id
        marked = self._course.folder("autograded", student, assignment)
        data = contents(marked / f"{notebook}.ipynb")
        if ordinary(data):
            return None
        copies = self._gradebook.copies(assignment, [student])
        rows = of_notebook(copies, notebook, student)
        obtained = results(self._school, assignment, own(copies, student), marked)
        return page_told(
            self._school.jury.referentiel,
            candidate.name,
            data,
            rows,
            obtained,
            lateness(self._school, assignment, student, rows),
        )


def _inside(archive: Path) -> dict[str, bytes]:
    """The files in an archive of the kit's, by name; nothing where there is none, or it does not read."""
    try:
        with zipfile.ZipFile(archive) as opened:
            return {name: opened.read(name) for name in opened.namelist()}
    except (OSError, zipfile.BadZipFile):
        return {}


def _pending(course: Course, copies: Sequence[tuple[str, str]]) -> dict[tuple[str, CandidateId], int]:
    """The number of criteria still to be judged, by épreuve and candidate."""
    counts: dict[tuple[str, CandidateId], int] = {}
    with NotebookFile(course.db_url, course.root) as gradebook:
        for assignment in dict.fromkeys(a for a, _ in copies):
            rows = gradebook.copies(assignment, [s for a, s in copies if a == assignment])
            for (student, _), copy in rows.items():
                waiting = sum(grade.pending for grade in copy.grades.values())
                key = assignment, candidate_id(student)
                counts[key] = counts.get(key, 0) + waiting
    return counts


def _archive(
    course: Course,
    candidate: EnrolledCandidate,
    written: Mapping[EpreuveId, str],
    pending: Mapping[tuple[str, CandidateId], int],
    folder: Path,
    papers: _Papers,
) -> HandedBack:
    """One candidate's archive; written: the épreuves of which there are pages, and the reasons why some are not."""
    content: dict[str, bytes] = {}
    reasons: list[str] = []
    inside: list[EpreuveId] = []
    path = folder / f"{candidate.id}.zip"
    for assignment, failure in written.items():
        left = pending.get((assignment, candidate.key), 0)
        if failure:
            reasons.append(f"{assignment} : {failure}")
        elif left:
            reasons.append(f"{assignment} : provisoire, il reste {counted(left, 'critère')} à juger.")
        else:
            pages = sorted(course.folder("feedback", candidate.id, assignment).glob("*.html"))
            content |= {f"{assignment}/{page.name}": page.read_bytes() for page in pages}
            content |= papers.of(candidate, assignment, pages, path)
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
    # What is left as it is was true now: `oldest`.
    os.utime(path)
    return HandedBack(candidate.id, "remise" if changed else "inchangée", tuple(inside), " ".join(reasons), path.name)


def summary(outcomes: Sequence[HandedBack]) -> str:
    """The outcome of all of them, in a sentence."""
    words = {
        "remise": "archive écrite",
        "inchangée": "archive inchangée",
        "retenue": "archive retenue",
        "absente": "candidat sans copie",
    }
    counts = {state: sum(outcome.state == state for outcome in outcomes) for state in words}
    return f"{listed(counted(counts[s], word) for s, word in words.items() if counts[s])}."
