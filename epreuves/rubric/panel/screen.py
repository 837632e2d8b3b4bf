"""What the panel shows at a moment, in words: computed from where a grader stands and what the record says."""

from __future__ import annotations

from typing import Any

import msgspec

from epreuves.referentiel.levels import LEVELS
from epreuves.rubric.appreciation import Settled
from epreuves.rubric.panel.situation import Known, Position, Seen, Work, done, judged, reused, seen
from epreuves.wording.french import counted, listed, number


class Screen(msgspec.Struct, frozen=True):
    """One state of the panel, as plain data for the browser. copies: the list to choose from, only where it has to be told again."""

    assignment: str
    grader: str
    mode: str
    copy: dict[str, Any]
    choice: str
    place: str
    criteria: list[dict[str, Any]]
    criterion: dict[str, Any]
    level: int | None
    comment: str
    given: str
    closed: bool
    used: list[tuple[str, int]]
    done: int
    total: int
    progress: str
    undoable: bool
    said: str
    copies: list[tuple[str, str]] | None = None


def screen(
    assignment: str,
    work: Work,
    known: Known,
    at: Position,
    undoable: bool,
    said: str = "",
    listed: bool = False,
) -> Screen:
    """What a grader sees. said: what became of the gesture; listed: whether the list of copies is told."""
    copy, criterion = work.copies[at.copy], work.criteria[at.grade_id]
    found = seen(work, known, at.copy, at.grade_id)
    counts = done(work, known)
    row = work.row(at)
    given, total = sum(n for n, _ in counts.values()), sum(of for _, of in counts.values())
    return Screen(
        assignment=assignment,
        grader=work.grader,
        mode=at.mode,
        copy={"key": copy.key, "number": copy.number, "part": _part(work, assignment, copy.notebook)},
        choice=_choice(work, known, at.copy),
        place=f"{row.index(at.copy) + 1} / {len(row)}",
        criteria=[_line(work, known, at, grade_id, counts[grade_id]) for grade_id in work.of(at.copy)],
        criterion={
            "grade_id": criterion.grade_id, "code": code(criterion.grade_id), "competence": criterion.competence,
            "label": criterion.label, "look": criterion.look,
            "levels": [[n.label, counted(n.points(criterion.points), 'point'), criterion.descriptors[int(n)]] for n in LEVELS],
        },
        level=found.level,
        comment=found.comment,
        given=_given(work, found, at.copy, criterion.points),
        closed=work.foreign(at.copy),
        used=reused(work, known, at),
        done=given,
        total=total,
        progress=f"{given} / {total} jugés",
        undoable=undoable,
        said=said,
        copies=[(k, _choice(work, known, k)) for k in row] if listed else None,
    )  # fmt: skip


def _line(work: Work, known: Known, at: Position, grade_id: str, count: tuple[int, int]) -> dict[str, Any]:
    criterion = work.criteria[grade_id]
    level = seen(work, known, at.copy, grade_id).level
    return {"grade_id": grade_id, "code": code(grade_id), "label": criterion.label, "level": level, "progress": f"{count[0]} / {count[1]} copies"}  # fmt: skip


def _choice(work: Work, known: Known, copy: str) -> str:
    own = work.of(copy)
    given = sum(judged(work, known, copy, grade_id) for grade_id in own)
    return f"n° {work.copies[copy].number} — {given} / {len(own)}"


def _given(work: Work, found: Seen, copy: str, maximum: float) -> str:
    """In a sentence: the points, who gave them where it was not this grader, and what counts where that is something else."""
    if work.foreign(copy) and work.plan is not None:
        return (
            f"Cette copie est jugée en double par {listed(work.plan.graders)} : elle n'est pas à juger ici."
        )
    counts = found.settled
    if counts is not None and counts.origin == "formgrader" and counts.points is not None:
        return f"{number(counts.points)} / {number(maximum)}, saisis dans Formgrader."
    if found.level is None:
        return "Pas encore jugé." if not work.doubled(copy) else "Pas encore jugé. Copie jugée par deux correcteurs, sans se voir."  # fmt: skip
    told = f"{LEVELS[found.level].label.capitalize()} : {number(LEVELS[found.level].points(maximum))} / {number(maximum)}"
    if work.doubled(copy):
        return f"{told}. {_double(counts)}"
    return f"{told}, niveau donné par {found.author}." if found.author != work.grader else f"{told}."


def _double(counts: Settled | None) -> str:
    if counts is None or counts.level is None or counts.origin not in ("agreement", "decision"):
        return "Copie jugée par deux correcteurs, sans se voir."
    if counts.origin == "agreement":
        return "Les deux correcteurs sont d'accord."
    return f"Niveau arrêté par {counts.author} : {LEVELS[counts.level].label} ({counts.reason})."


def _part(work: Work, assignment: str, notebook: str) -> str:
    """Which notebook a copy is, where an assignment has several."""
    if len({c.notebook for c in work.copies.values()}) == 1:
        return ""
    return "carnet collectif" if notebook == assignment else "REX" if notebook == "rex" else notebook


def code(grade_id: str) -> str:
    """A criterion's code as people read it: « C15_1-k1 » → « C15.1-k1 »."""
    return grade_id.replace("_", ".", 1)
