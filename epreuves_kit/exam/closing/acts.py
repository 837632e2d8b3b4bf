"""The jury's papers that a gradebook holds, as a closing names them: procès-verbaux, appeals, parchemins."""

from __future__ import annotations

from collections.abc import Iterator

from epreuves.wording.french import counted, day, listed
from epreuves_kit.course.folders import Course
from epreuves_kit.exam.awards.register import register
from epreuves_kit.exam.expected import begun
from epreuves_kit.jury import appeals
from epreuves_kit.jury.record import JuryRecord


def acts(course: Course) -> tuple[tuple[str, str], ...]:
    """A line a kind of paper: what it is, and which there are. Raises KitError."""
    if not begun(course.root):
        return ()
    with JuryRecord(course.root) as record:
        minutes, lodged, awards = record.minutes(), appeals.appeals(record), register(record)
    lines = (
        (
            "Procès-verbaux",
            listed(f"n° {act.number} du {day(act.day)}{' (rectificatif)' * bool(act.corrects)}" for act in minutes),
        ),
        ("Recours", "".join(_received(tuple(lodged.values())))),
        ("Parchemins et attestations", "".join(_delivered([award.cancelled is None for award in awards.values()]))),
    )
    return tuple((what, which) for what, which in lines if which)


def _received(lodged: tuple[appeals.Appeal, ...]) -> Iterator[str]:
    if not lodged:
        return
    yield f"{counted(len(lodged), 'reçu')} : "
    states = (
        (sum(appeal.answer is not None for appeal in lodged), "avec réponse"),
        (sum(appeal.open for appeal in lodged), "sans réponse"),
        (sum(appeal.withdrawn is not None for appeal in lodged), "retiré"),
    )
    yield listed(counted(many, words) if words == "retiré" else f"{many} {words}" for many, words in states if many)


def _delivered(worth: list[bool]) -> Iterator[str]:
    if worth:
        yield counted(len(worth), "délivré")
    if cancelled := worth.count(False):
        yield f", dont {counted(cancelled, 'annulé')}"
