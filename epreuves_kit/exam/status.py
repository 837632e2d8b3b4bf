"""State of each épreuve of a course, from its text to the candidates' feedback, and the next step.

Everything is read where it is kept: folders of the course, nbgrader's gradebook, the graders' and the jury's records. Nothing is written.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

import msgspec

from epreuves.referentiel.spelling import EpreuveId
from epreuves.variants.attribution import candidate_id
from epreuves.variants.published import VARIANTS_FOLDER
from epreuves.wording.errors import KitError
from epreuves.wording.french import counted, listed
from epreuves.wording.remedies import command
from epreuves_kit.course.after_oral import has_rex
from epreuves_kit.course.folders import Course, Layout
from epreuves_kit.course.timetable import Timetable
from epreuves_kit.exam import afterwards
from epreuves_kit.exam.afterwards import AfterStage
from epreuves_kit.exam.closing import erasures
from epreuves_kit.exam.expected import due, standing
from epreuves_kit.exam.hours import entered, handed_in
from epreuves_kit.gradebook.marked_notebook import read_record
from epreuves_kit.gradebook.rows import NotebookFile, People, Rows, identities, not_handed_in
from epreuves_kit.grading.assignment import Assignment
from epreuves_kit.grading.groups import LaterCopy, Shares, later_copies, readable_shares
from epreuves_kit.grading.lateness import timetable_of
from epreuves_kit.grading.odd import OtherVariant, other_variants
from epreuves_kit.grading.submitted import submission_digest
from epreuves_kit.jury.record import Standing
from epreuves_kit.referentiel.model import Epreuve, Oral
from epreuves_kit.referentiel.reading import referentiel
from epreuves_kit.rubric import sharing
from epreuves_kit.rubric.agreement import apart
from epreuves_kit.rubric.register import Register
from epreuves_kit.rubric.sharing import GraderProgress
from epreuves_kit.variants.identity import Candidates
from epreuves_kit.variants.session import unnamed

#: The stages of an épreuve, in order.
Stage = Literal[
    "à construire",
    "à inscrire",
    "à rendre",
    "à corriger",
    "à juger",
    "à régler",
    "à l'oral",
    "à restituer",
    "à pointer",
    "finie",
]
#: Names told in a sentence.
_NAMED = 6


class LateCopy(msgspec.Struct, frozen=True):
    """A copy that came after everybody's end: by how many whole minutes past the candidate's own, none where it came within it; granted:
    True if the candidate has an arrangement that moves that end.
    """

    candidate: str
    minutes: int
    granted: bool
    late: bool


class OpenFlag(msgspec.Struct, frozen=True):
    """A grader's flag on a copy, to be answered: the flag's number, the copy's, its candidates, who told, the sentence; at: by ISO 8601, in
    UTC."""

    rank: int
    copy: int
    students: tuple[str, ...]
    grader: str
    text: str
    at: str


class EpreuveStatus(msgspec.Struct, frozen=True):
    """The state of one épreuve; the next step, in a sentence, and the command that does it (empty where people do).

    expected: those enrolled who are due; missing: of these, those of whom there is no copy; unknown: copies of people who are not
    enrolled; nameless: those enrolled under an identifier alone, where others have a name, who have a copy: marking may have entered them.
    waiting: copies to mark, or to mark again. judged, to_judge: criteria with a level, and all of them, over all the copies;
    to_settle: criteria on which those who judge a copy without seeing each other differ. oral_levels, oral_due: levels given, and expected; oral_to_settle: those on which jurors differ. returned: candidates who have their pages.
    begins, ends: by ISO 8601, empty where the session gives no dates; granted: those expected who have an arrangement; after: copies that
    came after that end. graders: the progress of each, where copies or criteria are shared out; unclaimed: copies to judge that are nobody's then;
    rex: True if it has one, given after the oral. later: collective copies that came after their group's was marked. flags: those of graders that nobody has answered yet. calibration_first: True if some grader gets the other copies once they
    have judged those of calibration. other_variants: of the copies to mark, those that were worked on another variant.
    """

    epreuve: EpreuveId
    title: str
    stage: Stage
    next: str
    command: str = ""
    expected: int = 0
    received: int = 0
    missing: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    marked: int = 0
    waiting: tuple[str, ...] = ()
    judged: int = 0
    to_judge: int = 0
    to_settle: int = 0
    oral_levels: int = 0
    oral_due: int = 0
    returned: int = 0
    begins: str = ""
    ends: str = ""
    granted: int = 0
    after: tuple[LateCopy, ...] = ()
    graders: tuple[GraderProgress, ...] = ()
    unclaimed: int = 0
    flags: tuple[OpenFlag, ...] = ()
    nameless: tuple[str, ...] = ()
    oral_to_settle: int = 0
    later: tuple[LaterCopy, ...] = ()
    rex: bool = False
    calibration_first: bool = False
    other_variants: tuple[OtherVariant, ...] = ()


class SessionStatus(msgspec.Struct, frozen=True):
    """The state of a whole session: those who are enrolled, each épreuve, and the next step of the session.

    after: the next step once every épreuve is finished, None before. erased: its personal data is, and nothing has come back since;
    erasing: it is half so, or something came back. unnamed: it has the name that a new course has. people: the names of those whom the gradebook holds.
    """

    enrolled: int
    epreuves: tuple[EpreuveStatus, ...]
    next: str
    command: str = ""
    erased: bool = False
    erasing: bool = False
    after: AfterStage | None = None
    people: People = People()
    unnamed: bool = False

    @property
    def finished(self) -> bool:
        """True if nothing is left to do but the jury's decisions, or the session is erased."""
        return self.erased or (bool(self.epreuves) and all(state.stage == "finie" for state in self.epreuves))


def status(course: Course, ids: Iterable[EpreuveId] = (), today: datetime.date | None = None) -> SessionStatus:
    """The state of the épreuves named, of those of the session where none is. Raises KitError where what is to be read cannot be.

    today: the day on which it is asked; the machine's by default.
    """
    chosen = tuple(ids) or course.held()
    if not chosen:
        raise KitError(f"« {course.root} » n'a aucune épreuve : ni sujets/, ni source/ n'en contient.")
    those = [identity for identity in identities(course.db_url) if identity[0] not in course.excluded]
    enrolled = Candidates(id for id, *_ in those)
    named = Candidates(id for id, *names in those if any(names))
    people = People.of(those)
    record = standing(course.root)
    registered = entered(course)
    timetable = timetable_of(course)
    states = tuple(
        _dated(course, timetable, _epreuve(course, id, enrolled, named, registered, record, people), enrolled)
        for id in chosen
    )
    if (erasure := erasures.read(course.root)) is not None:
        return _erased(erasure, states, len(enrolled), people)
    if enrolled and all(state.stage == "finie" for state in states):
        step = afterwards.following(afterwards.read(course), today or datetime.date.today())
        return SessionStatus(len(enrolled), states, step.next, step.command, after=step.stage, people=people)
    if not enrolled and unnamed(course.root):
        sentence = "Donnez son nom à la session, et dites les épreuves qu'elle tient."
        return SessionStatus(0, states, sentence, command("session reglages", "--nom"), people=people, unnamed=True)
    sentence, how = _next(states, bool(enrolled))
    return SessionStatus(len(enrolled), states, sentence, how, people=people)


def _erased(
    erasure: erasures.Erasure, states: tuple[EpreuveStatus, ...], enrolled: int, people: People
) -> SessionStatus:
    """The state of a session whose personal data is erased, or half so."""
    sentence, whole = erasures.sentence(erasure), erasure.done and not any(state.received for state in states)
    if erasure.done and not whole:
        sentence += " Des copies sont revenues depuis."
    return SessionStatus(
        enrolled,
        states,
        sentence,
        "" if whole else command("session effacer"),
        whole,
        not whole,
        people=people,
    )


def _dated(course: Course, timetable: Timetable, state: EpreuveStatus, enrolled: Candidates) -> EpreuveStatus:
    """A state with what the session says of the épreuve's dates, and of the copies that came after them."""
    id = state.epreuve
    if id not in timetable.sittings:
        return state
    sitting, is_due = timetable.sittings[id], due(course.root, id)
    granted = sum(timetable.granted(who).something for who in enrolled if is_due(who))
    after = []
    for who, at in handed_in(course, id).items():
        late = timetable.lateness(id, who, at)
        if at > sitting.ends:
            minutes = int(late.total_seconds()) // 60
            after.append(LateCopy(who, minutes, timetable.granted(who).longer, bool(late)))
    begins, ends = (at.isoformat(timespec="minutes") for at in (sitting.begins, sitting.ends))
    return msgspec.structs.replace(state, begins=begins, ends=ends, granted=granted, after=tuple(after))


def _next(states: tuple[EpreuveStatus, ...], enrolled: bool) -> tuple[str, str]:
    if not enrolled:
        return "Inscrivez les candidats, d'après la liste de l'école.", command("candidats import", "LISTE.xlsx")
    left = [state for state in states if state.stage != "finie"]
    # Waiting for candidates is not what there is to do, where there is something else.
    first = next((state for state in left if state.stage != "à rendre"), left[0])
    return f"{first.epreuve} : {first.next}", first.command


def _epreuve(
    course: Course,
    id: EpreuveId,
    enrolled: Candidates,
    named: Candidates,
    registered: set[EpreuveId],
    record: Standing,
    people: People,
) -> EpreuveStatus:
    official = referentiel(course.root).known(id)
    title = official.title if official is not None else id
    folder = Layout(course.root, id)
    if not (folder.source / f"{id}.ipynb").is_file() or not (folder.source / VARIANTS_FOLDER).is_dir():
        return EpreuveStatus(id, title, "à construire", "construisez l'épreuve et ses variantes.", command("build", id))
    if id not in registered:
        first_step = "distribuez-la aux candidats."
        return EpreuveStatus(id, title, "à inscrire", first_step, command("distribuer", id))
    is_due = due(course.root, id)
    expected, handed = Candidates(filter(is_due, enrolled)), Candidates(course.to_mark(id))
    missing = tuple(sorted(expected - handed, key=candidate_id))
    unknown = tuple(sorted(handed - enrolled, key=candidate_id))
    shares = readable_shares(course, id)
    waiting = tuple(s for s in handed if _to_mark(course, id, s, shares))
    with NotebookFile(course.db_url, course.root) as gradebook:
        copies = gradebook.copies(id, handed)
    marked = {
        student
        for (student, notebook), rows in copies.items()
        if not not_handed_in(rows, course.folder("autograded", student, id) / f"{notebook}.ipynb")
    }
    judging = _judged(course, id, copies)
    levels, levels_due = _oral(official, id, marked, record)
    state = EpreuveStatus(
        id,
        title,
        "finie",
        "rien ne manque.",
        "",
        len(expected),
        len(handed),
        missing,
        unknown,
        len(marked),
        waiting,
        judging.judged,
        judging.total,
        judging.to_settle,
        levels,
        levels_due,
        sum(any(course.folder("feedback", s, id).glob("*.html")) for s in marked),
        graders=judging.graders,
        unclaimed=judging.unclaimed,
        flags=judging.flags,
        calibration_first=judging.calibration_first,
        later=later_copies(shares) if marked else (),
        rex=has_rex(course.root, id),
        other_variants=other_variants(course, Assignment.of(course, id), waiting, shares) if waiting else (),
        nameless=tuple(s for s in sorted(handed, key=candidate_id) if named and s in enrolled and s not in named),
        oral_to_settle=sum(of == id for of, *_ in record.to_settle),
    )
    stage, sentence, step = next(_left(state, people))
    return msgspec.structs.replace(state, stage=stage, next=sentence, command=step)


def _left(state: EpreuveStatus, people: People) -> Iterator[tuple[Stage, str, str]]:
    """Steps left of an épreuve that was distributed, in order."""
    id = state.epreuve
    if not state.received:
        yield (
            "à rendre",
            "aucune copie n'est là ; ramassez-les quand l'épreuve est finie.",
            command("ramasser", id),
        )
    if state.waiting:
        yield "à corriger", f"corrigez {counted(len(state.waiting), 'copie')}.", command("autograde", id)
    if state.judged < state.to_judge:
        many = counted(state.to_judge - state.judged, "critère")
        yield "à juger", f"faites juger ce qui reste, {many}.", command("grille export", id)
    if state.to_settle:
        yield "à régler", f"réglez {counted(state.to_settle, 'désaccord')} entre correcteurs.", command("regler", id)
    if state.flags:
        yield (
            "à régler",
            f"répondez à {counted(len(state.flags), 'signalement')} de correcteurs.",
            command("correcteurs signalements", id),
        )
    if state.oral_levels < state.oral_due:
        lacking = state.oral_due - state.oral_levels
        many = f"tenez l'oral : il manque {counted(lacking, 'niveau')}"
        if state.oral_to_settle:
            differing = f"{counted(state.oral_to_settle, 'niveau')} à accorder entre jurés"
            many = f"{many}, dont {differing}" if lacking > state.oral_to_settle else f"à l'oral, il reste {differing}"
        yield "à l'oral", f"{many}.", command("oral", id)
    if state.returned < state.marked:
        yield (
            "à restituer",
            f"écrivez les restitutions : {counted(state.marked - state.returned, 'candidat')} n'en ont pas.",
            command("feedback", id),
        )
    if state.missing:
        named = listed([*people.each(state.missing)[:_NAMED], *(["d'autres"] if len(state.missing) > _NAMED else [])])
        yield "à pointer", f"cherchez la copie, ou écrivez l'absence, de {named}.", command("jury absence")
    yield "finie", "rien ne manque.", ""


def _to_mark(course: Course, id: EpreuveId, student: str, shares: Shares | None) -> bool:
    """True if a copy has no mark, or what it is marked on has changed since: what was handed in, or what a group's member is given."""
    folder, marked = course.folder("submitted", student, id), course.folder("autograded", student, id)
    records = [r for path in marked.glob("*.ipynb") if (r := read_record(path)) is not None]
    if not records:
        return True
    digest = submission_digest(folder) if folder.is_dir() else ""
    if shares is not None:
        digest = shares.digest(shares.of(student), digest)
    elif not digest:
        return False
    return any(record.submission != digest for record in records)


class _Judging(msgspec.Struct, frozen=True):
    """Over the copies, a group's once: criteria that have a level, all of them, and those on which graders differ and nobody has decided;
    the progress of each grader, copies that are nobody's, flags that are open."""

    judged: int = 0
    total: int = 0
    to_settle: int = 0
    graders: tuple[GraderProgress, ...] = ()
    unclaimed: int = 0
    flags: tuple[OpenFlag, ...] = ()
    calibration_first: bool = False


def _judged(course: Course, id: EpreuveId, copies: Mapping[tuple[str, str], Rows]) -> _Judging:
    if not copies:
        return _Judging()
    judged = total = 0
    with Register(course.root) as register:
        every, criteria = register.copies(id), register.criteria(id)
        for copy in every:
            of_it = (r.grades for s in copy.students if (r := copies.get((s, copy.notebook))) is not None)
            grades = next(of_it, {})
            asked = [grades[c.grade_id] for c in criteria if c.notebook == copy.notebook and c.grade_id in grades]
            judged, total = judged + sum(not grade.pending for grade in asked), total + len(asked)
        duties, by_key = register.duties(id), {copy.key: copy for copy in every}
        flags = tuple(
            OpenFlag(f.rank, flagged.number, flagged.students, f.grader, f.text, f.at.isoformat(timespec="seconds"))
            for f in register.flags(id)
            if f.open and (flagged := by_key.get(f.copy)) is not None
        )
        if duties.allotment is None and duties.plan is None:
            return _Judging(judged, total, flags=flags)
        judgements, settled = register.judgements(id), register.settled(id)
        graders = sharing.progress(duties, every, criteria, judgements, settled)
        return _Judging(
            judged,
            total,
            len(apart(duties, every, criteria, judgements, settled)),
            graders,
            len(sharing.unclaimed(duties, every, criteria, settled)),
            flags,
            any(duties.calibrates_first(grader.grader) for grader in graders),
        )


def _oral(official: Epreuve | None, id: EpreuveId, marked: set[str], record: Standing) -> tuple[int, int]:
    """Levels of the oral that are given, and that are expected of those who handed in and were not absent."""
    if official is None or official.oral is Oral.NONE_OFFERED:
        return 0, 0
    away = Candidates(who for (of, who) in record.absences if of == id)
    present = {candidate_id(s) for s in marked if s not in away}
    given = {(candidate_id(who), code) for (of, who, code) in record.orals if of == id}
    wanted = {(who, code) for who in present for code in official.competences}
    return len(given & wanted), len(wanted)
