"""The demonstration's steps, on the real course: build, release, submit, mark, judge, return, hear, conclude."""

from __future__ import annotations

import hashlib
import logging
import shutil
import warnings
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from nbgrader.api import Gradebook
from nbgrader.converters import GenerateAssignment

from epreuves.machine import cores
from epreuves.referentiel.levels import LEVELS, Level
from epreuves.referentiel.spelling import EpreuveId
from epreuves.wording.french import of
from epreuves_kit import threads
from epreuves_kit.build.build import build, ensure_variants
from epreuves_kit.course.after_oral import give, has_rex
from epreuves_kit.course.folders import Course
from epreuves_kit.demo.cohort import WRITERS, FictionalCandidate, cohort, states
from epreuves_kit.demo.copies import DUE, FictionalCopy
from epreuves_kit.exam.extending import ask
from epreuves_kit.feedback import batch as feedback_batch
from epreuves_kit.gradebook.marked_notebook import read_record
from epreuves_kit.grading import batch, handed_files
from epreuves_kit.grading.assignment import Assignment
from epreuves_kit.grading.collective import KeptCopies
from epreuves_kit.jury import minutes
from epreuves_kit.jury.record import JuryRecord, OralAct
from epreuves_kit.marking.reference import References
from epreuves_kit.proof.holding import settle
from epreuves_kit.referentiel.model import Oral
from epreuves_kit.referentiel.reading import referentiel
from epreuves_kit.rubric.register import Register
from epreuves_kit.rules import jury_rules
from epreuves_kit.runner.sandbox import shared
from epreuves_kit.variants import groups
from epreuves_kit.variants.session import DEMONSTRATION_KEY
from epreuves_kit.variants.session import read as read_session

#: Told after each step: what was done, how many of how many.
Progress = Callable[[str, int, int], None]


def silent(what: str, done: int, total: int) -> None:
    """Tell nobody."""


#: Who judges the fictional copies, and what is said of each level.
GRADER = "démonstration"
LABEL = "Niveau fictif, attribué par la démonstration."


def release(course: batch.MarkingCourse, epreuve: EpreuveId) -> None:
    """Build an épreuve, let nbgrader release it, and say when its copies are due."""
    construct(course, [epreuve])
    publish(course, epreuve)


def construct(course: batch.MarkingCourse, epreuves: Sequence[str]) -> None:
    """Build épreuves, all at once: the processes that draw are started once."""
    # The demonstration's own variants are those of the repository, which its tests prove.
    proven = read_session(course.root).key == DEMONSTRATION_KEY
    build(course.root, epreuves, settle=None if proven else settle)


def publish(course: batch.MarkingCourse, epreuve: EpreuveId) -> None:
    """Let nbgrader release an épreuve that is built, and say when its copies are due."""
    ensure_variants(course.root, epreuve)
    _convert(course, GenerateAssignment, epreuve)
    with Gradebook(course.directory.db_url, course.directory.course_id) as gradebook:
        gradebook.update_or_create_assignment(epreuve, duedate=DUE)
    if has_rex(course.root, epreuve):
        # Fictional candidates hand all of it in at once, as after the oral.
        give(course.root, epreuve)


def submit(
    course: batch.MarkingCourse,
    epreuve: EpreuveId,
    candidates: Sequence[FictionalCandidate] = (),
    progress: Progress = silent,
) -> None:
    """Write the fictional candidates' submissions, all of them where none is named; nobody else's folder is touched."""
    candidates = candidates or cohort(epreuve)
    by_candidate = states(course.root, epreuve)
    references = _worked_out(course, epreuve, candidates)
    for number, candidate in enumerate(candidates, 1):
        folder = course.root / "submitted" / candidate.id / epreuve
        shutil.rmtree(folder, ignore_errors=True)
        if (by_candidate or {}).get(candidate.id) != "absent":
            for submission in _written(course.root, epreuve, candidate, references, alone=by_candidate is None):
                submission.add(folder)
        progress(f"Copie {of(candidate.id)}", number, len(candidates))
    fictional, kept = {c.id for c in candidates}, KeptCopies(course.root / "submitted", epreuve)
    for group in groups.read(course.root, epreuve) or ():
        if fictional.issuperset(member.candidate for member in group.members):
            kept.forget(group.name)


def _worked_out(
    course: batch.MarkingCourse, epreuve: EpreuveId, candidates: Sequence[FictionalCandidate]
) -> dict[str, References]:
    """The references of the candidates' variants, by notebook, worked out on all cores, where marking will find them again."""
    assignment = Assignment.of(course, epreuve)
    by_notebook = {name: assignment.references(name) for name in assignment.notebooks}
    letters = sorted({assignment.variant(candidate.id) for candidate in candidates})
    # A reference is a process of its own: threads are enough to have one a core.
    with threads.started(cores()) as ahead:
        asked = [ahead.submit(references.get, letter) for references in by_notebook.values() for letter in letters]
        for future in asked:
            future.result()
    return by_notebook


def autograde(
    course: batch.MarkingCourse,
    epreuve: EpreuveId,
    candidates: Sequence[FictionalCandidate] = (),
    progress: Progress = silent,
) -> list[batch.CopyResult]:
    """Mark the fictional candidates' copies, without walls on a machine that cannot have them: nobody has written anything in these."""
    candidates = candidates or cohort(epreuve)
    results = []
    for result in batch.autograde(course, epreuve, [c.id for c in candidates], force=True, runner=shared("auto")):
        results.append(result)
        progress(f"Correction {of(result.student)}", len(results), len(candidates))
    return results


def judge(course: batch.MarkingCourse, epreuve: EpreuveId, candidates: Sequence[FictionalCandidate] = ()) -> None:
    """Give each copy fictional levels on every criterion, labelled as such, as a grader does; what a group wrote has one level."""
    candidates = candidates or cohort(epreuve)
    # A group's copy may have been written by somebody who is not among them.
    judged = {c.id: c for c in (*cohort(epreuve), *candidates)}
    asked = {c.id for c in candidates}
    writers = _writers(course.root, epreuve)
    with Register(course.root) as register:
        criteria = register.criteria(epreuve)
        judgements = []
        for copy in register.copies(epreuve):
            # Other people's copies, where there are some in the course, are nobody's to judge here.
            student = next((s for s in copy.students if s in asked), None)
            if student is None:
                continue
            whose = judged[writers.get(student, student) if copy.notebook == epreuve else student]
            judgements += [
                (copy.key, criterion.grade_id, int(level(whose, criterion.grade_id)), LABEL)
                for criterion in criteria
                if criterion.notebook == copy.notebook
            ]
        register.judge_many(epreuve, GRADER, judgements)


def late(course: batch.MarkingCourse, epreuve: EpreuveId) -> dict[str, int]:
    """Whole minutes by which copies were handed in late, by candidate."""
    with Gradebook(course.directory.db_url, course.directory.course_id) as gradebook:
        late = ((s.student.id, int(s.total_seconds_late)) for s in gradebook.assignment_submissions(epreuve))
        return {student: seconds // 60 for student, seconds in late if seconds}


def unopened(
    course: batch.MarkingCourse, epreuve: EpreuveId, candidates: Sequence[FictionalCandidate]
) -> dict[str, dict[str, str]]:
    """The files that the machine did not open and a person is to read, by candidate and name; see `handed_files.unopened`."""
    by_candidate: dict[str, dict[str, str]] = {}
    for candidate in candidates:
        folder = course.root / "autograded" / candidate.id / epreuve
        for record in filter(None, map(read_record, sorted(folder.glob("*.ipynb")))):
            if files := handed_files.unopened(record):
                by_candidate.setdefault(candidate.id, {}).update(files)
    return by_candidate


def first(
    course: batch.MarkingCourse, epreuve: EpreuveId, candidates: Sequence[FictionalCandidate]
) -> tuple[list[batch.CopyResult], Path | None]:
    """Take the first candidate's copy, with those of their group, from hand-in to feedback; gives what marking said, and their page."""
    of_all = ([m.candidate for m in group.members] for group in groups.read(course.root, epreuve) or ())
    together = next((members for members in of_all if candidates[0].id in members), [candidates[0].id])
    some = [candidate for candidate in candidates if candidate.id in together]
    submit(course, epreuve, some)
    results = autograde(course, epreuve, some)
    judge(course, epreuve, some)
    feedback(course, epreuve, some)
    page = course.root / "feedback" / candidates[0].id / epreuve / f"{epreuve}.html"
    return results, page if page.exists() else None


def feedback(
    course: batch.MarkingCourse,
    epreuve: EpreuveId,
    candidates: Sequence[FictionalCandidate] = (),
    progress: Progress = silent,
) -> list[Path]:
    """Write the feedback of each fictional candidate whose copy was marked; returns the pages."""
    places = Course(course.root)
    candidates = candidates or cohort(epreuve)
    marked = [c.id for c in candidates if (course.root / "autograded" / c.id / epreuve).is_dir()]
    pages = []
    for number, results in enumerate(feedback_batch.write(places, [(epreuve, c) for c in marked], None, True), 1):
        pages += [course.root / r.path for r in results if r.status == "written"]
        progress(f"Restitution à {results[0].student}", number, len(marked))
    return sorted(pages)


def _writers(root: Path, epreuve: EpreuveId) -> dict[str, str]:
    """By present member of a group, the candidate who wrote the collective copy that counts."""
    writers: dict[str, str] = {}
    for group in groups.read(root, epreuve) or ():
        wrote = [m for m in group.members if m.candidate in WRITERS]
        counts = next((m for m in wrote if m.deposit), wrote[0] if wrote else None)
        if counts is not None:
            writers |= {m.candidate: counts.candidate for m in group.members if m.present}
    return writers


def _written(
    root: Path,
    epreuve: EpreuveId,
    candidate: FictionalCandidate,
    references: Mapping[str, References],
    alone: bool,
) -> list[FictionalCopy]:
    """A candidate's notebooks, as they hand them in: a member who did not write the collective one has it blank."""
    copies = []
    for name, of_notebook in references.items():
        submission = FictionalCopy(root, epreuve, candidate.id, name, of_notebook)
        if alone or name != epreuve or candidate.id in WRITERS:
            candidate.write(submission)
        copies.append(submission)
    codes = sorted({competence for submission in copies for competence in submission.competences})
    copies[-1].assess(candidate.self_level, codes)
    return copies


def level(candidate: FictionalCandidate, criterion: str) -> Level:
    """A fictional level around the candidate's own, the same at each run."""
    drift = hashlib.blake2b(f"{candidate.id}/{criterion}".encode(), digest_size=1).digest()[0] % 4
    return LEVELS[min(3, max(0, candidate.level + (drift == 0) - (drift == 1)))]


def _convert(course: batch.MarkingCourse, kind: type, epreuve: EpreuveId) -> None:
    """One nbgrader converter, started in the course, quiet unless it fails."""
    directory = course.directory
    directory.assignment_id, directory.student_id, directory.notebook_id = epreuve, ".", "*"
    converter = kind(coursedir=directory, parent=course.app)
    converter.force = True
    converter.log = logging.getLogger("epreuves_kit.demo")
    converter.log.propagate = False
    converter.log.setLevel(logging.ERROR)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        converter.start()


AUTHOR = "démonstration"
#: Where the school's own documents go; the course does not commit it.
FOLDER = "rapports"


def orals(course: batch.MarkingCourse, epreuve: EpreuveId, candidates: Sequence[FictionalCandidate] = ()) -> int:
    """Give fictional levels, labelled as such, to those who handed a copy in, where the épreuve has an oral; gives how many were new."""
    official = referentiel(course.root).known(epreuve)
    if official is None or official.oral is Oral.NONE_OFFERED:
        return 0
    with JuryRecord(course.root) as record:
        given = {
            (act.epreuve, act.candidate, act.key)
            for entry in record.entries(OralAct)
            if isinstance(act := entry.act, OralAct)
        }
        acts = [
            act
            for candidate in candidates or cohort(epreuve)
            if (course.root / "autograded" / candidate.id / epreuve).is_dir()
            for code in official.competences
            if (epreuve, candidate.id, code) not in given
            for act in (
                OralAct(epreuve, candidate.id, "niveau", code, int(level(candidate, f"oral/{code}"))),
                OralAct(epreuve, candidate.id, "remarque", code, text=LABEL),
            )
        ]
        record.add(AUTHOR, *acts)
    return len(acts) // 2


def conclude(course: batch.MarkingCourse) -> list[Path]:
    """Write the dashboard and the procès-verbal; gives their paths."""
    folder = course.root / FOLDER
    pages = [course.root / written / "tableau.html" for written in ask().cohort_page(course=course)]
    record_file = folder / "proces-verbal.pdf"
    with JuryRecord(course.root) as record:
        minutes.write(minutes.gather(record, jury_rules.read(course.root), (), "", ""), record_file)
    return [*pages, record_file]
