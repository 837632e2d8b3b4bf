"""A cohort's results read: the gradebook in a few queries an épreuve, the records of the autograded notebooks, the register.

Nothing is written anywhere, and no notebook is run.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterable, Mapping, Sequence, Set
from pathlib import Path
from typing import Any

from epreuves.referentiel.spelling import EpreuveId
from epreuves.variants.published import ExamSession
from epreuves.wording.errors import KitError
from epreuves.wording.remedies import remedy
from epreuves_kit.course.folders import Course, meant
from epreuves_kit.extensions.dashboard.cohort import (
    Cohort,
    CohortCandidate,
    CohortCopy,
    CohortElement,
    CohortEpreuve,
    CohortResult,
    Judged,
    Notebook,
)
from epreuves_kit.gradebook.marked_notebook import (
    MarkingRecord,
    UnreadableMarkedNotebook,
    contents,
    parse,
    read_record,
)
from epreuves_kit.gradebook.rows import NotebookFile, Rows
from epreuves_kit.jury.evidence import Status
from epreuves_kit.jury.record import JuryRecord
from epreuves_kit.jury.registrations import campus
from epreuves_kit.jury.sources import NO_COPY, decisions
from epreuves_kit.jury.sujets import Sujets
from epreuves_kit.jury.verdict import Verdict
from epreuves_kit.marking.dependencies import titles
from epreuves_kit.referentiel.model import Referentiel
from epreuves_kit.referentiel.reading import referentiel
from epreuves_kit.rubric.register import Register
from epreuves_kit.rules import jury_rules
from epreuves_kit.rules.sentences import percent
from epreuves_kit.variants.session import FILE, read


def gather(root: Path, epreuves: Sequence[EpreuveId] = (), named: bool = False) -> Cohort:
    """Read the results of the course at `root`: of the épreuves named (id or short name), or of all that have a marked copy.

    Raises KitError.
    """
    where = Course(root)
    session = _session(where)
    with NotebookFile(where.db_url, where.root) as gradebook:
        in_gradebook = gradebook.assignments()
        chosen = _chosen(where, in_gradebook, epreuves)
        students = gradebook.students()
        excluded = {"", *where.student_id_exclude.split(",")}
        names = {id: name for id, name in students.items() if id not in excluded}
        rows = {epreuve: gradebook.copies(epreuve, names) for epreuve in chosen}
    numbers = _numbers(names, session.key)
    campuses = campus(where.root)
    gathered = tuple(_epreuve(where, epreuve, rows[epreuve], numbers) for epreuve in chosen)
    gathered = tuple(e for e in gathered if any(n.copies for n in e.notebooks))
    if not gathered:
        raise KitError(f"Aucune copie corrigée ({', '.join(chosen)}) : lancez {remedy('autograde')}.")
    present = {n for e in gathered for n in e.candidates()}
    chosen = [e.id for e in gathered]
    return Cohort(
        session=session.name,
        made=datetime.date.today().isoformat(),
        named=named,
        candidates=tuple(
            CohortCandidate(number, names[id] if named else f"n° {number}", campuses.get(id, ""))
            for id, number in numbers.items()
            if number in present
        ),
        epreuves=gathered,
        judged=_judged(where.root, chosen, named, session.key),
        enrolled=0 if epreuves else len(numbers),
        results=_results(where.root, chosen, {id: n for id, n in numbers.items() if n in present}),
    )


def _session(where: Course) -> ExamSession:
    if not (where.root / FILE).exists():
        return ExamSession("", "")
    return read(where.root)


def _chosen(where: Course, in_gradebook: set[EpreuveId], asked: Sequence[str]) -> list[EpreuveId]:
    """The épreuves to read, in the référentiel's order, others after."""
    marked = where.assignments()
    wanted = (
        list(dict.fromkeys(_meant(where, in_gradebook, name) for name in asked))
        if asked
        else [a for a in marked if a in in_gradebook]
    )
    for name in wanted:
        if name not in in_gradebook:
            raise KitError(
                f"Le carnet de notes ne connaît pas l'épreuve « {name} » : vérifiez son nom (e17, ou son identifiant entier)."
            )
    if not wanted:
        raise KitError(f"Aucune copie corrigée dans ce cours : lancez {remedy('autograde', 'ID')}.")
    order: dict[str, int] = {epreuve.id: rank for rank, epreuve in enumerate(referentiel(where.root).epreuves)}
    return sorted(wanted, key=lambda name: (order.get(name, len(order)), name))


def _meant(where: Course, in_gradebook: set[EpreuveId], name: str) -> EpreuveId:
    """The épreuve that a name means; a short one is looked for in the gradebook where `source/` is no more."""
    resolved = where.resolve(name)
    others = meant(name, in_gradebook)
    return others[0] if resolved not in in_gradebook and len(others) == 1 else resolved


def _numbers(names: Iterable[str], key: str) -> dict[str, int]:
    """Numbers in an order that follows from the session's key, so that they do not give away the alphabetical one."""
    ordered = sorted(names, key=lambda id: _drawn(id, key))
    return {id: number for number, id in enumerate(ordered, 1)}


def _drawn(what: str, key: str) -> bytes:
    secret = hashlib.blake2b(key.encode(), digest_size=32).digest()
    return hashlib.blake2b(what.encode("utf-8", "surrogateescape"), key=secret, digest_size=16).digest()


def _epreuve(
    where: Course, id: EpreuveId, rows: Mapping[tuple[str, str], Rows], numbers: Mapping[str, int]
) -> CohortEpreuve:
    by: dict[str, dict[str, Rows]] = {}
    for (student, notebook), own in rows.items():
        by.setdefault(notebook, {})[student] = own
    ordered = sorted(by, key=lambda name: (name != id, name))
    official = referentiel(where.root).known(id)
    title = id if official is None else official.title
    late = len({student for (student, _), own in rows.items() if own.penalty})
    return CohortEpreuve(id, title, tuple(_notebook(where, id, name, by[name], numbers) for name in ordered), late)


def _notebook(
    where: Course, epreuve: EpreuveId, name: str, rows: Mapping[str, Rows], numbers: Mapping[str, int]
) -> Notebook:
    paths = {
        student: where.folder("autograded", student, epreuve) / f"{name}.ipynb"
        for student in sorted(rows, key=numbers.__getitem__)
    }
    # A notebook that is not there was not handed in: a zero that says nothing of the questions.
    records = {
        student: read_record(path) or MarkingRecord(status="marked")
        for student, path in paths.items()
        if path.is_file()
    }
    asked = {mark.question for record in records.values() for mark in record.marks}
    elements = _elements(where, epreuve, name, rows, asked)
    copies: dict[tuple[str, object], CohortCopy] = {}
    sentences: dict[str, str] = {}
    for student, record in records.items():
        copy = _copy(elements, rows[student], record, numbers[student], sentences)
        # A group's notebook is marked once for each member: it is one copy.
        key = (copy.group, copy.points) if copy.group and name == epreuve else ("", student)
        before = copies.get(key)
        whose = (*before.candidates, *copy.candidates) if before else copy.candidates
        copies[key] = CohortCopy(
            whose, copy.variant, copy.group, copy.status, copy.points, copy.outcomes, copy.mistakes
        )
    return Notebook(name, elements, tuple(copies.values()), dict(sorted(sentences.items())))


def _copy(
    elements: Sequence[CohortElement],
    rows: Rows,
    record: MarkingRecord,
    number: int,
    sentences: dict[str, str],
) -> CohortCopy:
    marks = {mark.question: mark for mark in record.marks}
    for mark in record.marks:
        if mark.mistake:
            sentences.setdefault(f"{mark.question} {mark.mistake}", mark.sentence.partition(" Vous gardez ")[0])
    grades = [rows.grades.get(element.id) for element in elements]
    own_marks = [marks.get(element.id) for element in elements]
    return CohortCopy(
        (number,),
        record.variant,
        record.group.name if record.group else "",
        record.status if record.marks else "",
        tuple(None if g is None or g.pending else g.score for g in grades),
        tuple(m.outcome if m else "" for m in own_marks),
        tuple(m.mistake or "" if m else "" for m in own_marks),
    )


def _elements(
    where: Course, epreuve: EpreuveId, name: str, rows: Mapping[str, Rows], asked: Set[str]
) -> tuple[CohortElement, ...]:
    """The cells that the gradebook marks, in the order of the source, whose headings name the questions; without source, by id.

    asked: the questions that the machine marked, whether the source is still there or not.
    """
    maxima: dict[str, float] = {}
    for own in rows.values():
        for id, grade in own.grades.items():
            maxima.setdefault(id, grade.maximum)
    path = where.folder("source", ".", epreuve) / f"{name}.ipynb"
    try:
        cells = parse(contents(path)).cells
    except UnreadableMarkedNotebook:
        cells = []
    headings = titles(cells)
    order = {(c["metadata"].get("nbgrader") or {}).get("grade_id"): rank for rank, c in enumerate(cells)}
    ids = sorted((id for id, maximum in maxima.items() if maximum > 0), key=lambda id: (order.get(id, len(order)), id))
    official = referentiel(where.root)
    return tuple(
        _element(official, id, maxima[id], headings.get(id, ""), _is_code(cells, order.get(id)) or id in asked)
        for id in ids
    )


def _is_code(cells: Sequence[Mapping[str, Any]], rank: int | None) -> bool:
    return rank is not None and cells[rank]["cell_type"] == "code"


def _element(official: Referentiel, id: str, maximum: float, heading: str, question: bool) -> CohortElement:
    if code := official.criterion_of(id):
        return CohortElement(id, official.competence_of(id), "critere", official.critere(code).label, maximum)
    return CohortElement(id, official.competence_of(id), "question" if question else "autre", heading or id, maximum)


def _judged(root: Path, epreuves: Sequence[EpreuveId], named: bool, key: str) -> tuple[Judged, ...]:
    """Graders' levels as they stand, copies and graders by what names nobody."""
    levels = []
    with Register(root) as register:
        for epreuve in epreuves:
            # An undone judgement takes its origin with it: how a level came is read in the rows.
            sheets = {
                (e.copy, e.grade_id, e.who)
                for e in register.history(epreuve)
                if e.kind == "judgement" and e.origin == "sheet"
            }
            levels += [
                (epreuve, *at, judgement, at in sheets)
                for at, judgement in register.judgements(epreuve).items()
                if judgement.level is not None
            ]
    graders = sorted({who for _, _, _, who, _, _ in levels}, key=lambda who: _drawn(who, key))
    called = {who: who if named else f"correcteur·rice {_letters(rank)}" for rank, who in enumerate(graders)}
    copies = sorted({(epreuve, copy) for epreuve, copy, *_ in levels}, key=lambda pair: _drawn("\0".join(pair), key))
    ranks = {pair: rank for rank, pair in enumerate(copies, 1)}
    return tuple(
        Judged(epreuve, ranks[epreuve, copy], id, called[who], judgement.level, judgement.at.timestamp(), sheet)
        for epreuve, copy, id, who, judgement, sheet in levels
        if judgement.level is not None
    )


def _results(root: Path, epreuves: Sequence[EpreuveId], numbers: Mapping[str, int]) -> tuple[CohortResult, ...]:
    """The decisions on the compétences of some épreuves, by the jury's rules and the jury, as the transcript tells them."""
    rules = jury_rules.read(root)
    official = rules.referentiel
    with JuryRecord(root) as record:
        decided = decisions(record, rules, numbers)
        sujets = {epreuve.id: Sujets.read(record.places, epreuve) for epreuve in official.epreuves}
    return tuple(
        CohortResult(
            sujet,
            v.code,
            numbers[decision.candidate],
            v.status.sign,
            v.status.value,
            _told(v, epreuve.id),
            None if v.share is None else float(v.share),
        )
        for decision in decided
        for v in decision.competences
        for epreuve in official.epreuves_of(v.code)
        if (sujet := sujets[epreuve.id].sat(decision.candidate)) in epreuves
    )


def _told(verdict: Verdict, epreuve: EpreuveId) -> str:
    if verdict.share is not None:
        return percent(verdict.share)
    if verdict.status is Status.TO_COMPLETE:
        return "non rendu" if verdict.lacks(NO_COPY, epreuve) else "en attente"
    return verdict.status.value


def _letters(rank: int) -> str:
    """A, B… Z, AA, AB…"""
    letters = ""
    rank += 1
    while rank:
        rank, rest = divmod(rank - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
