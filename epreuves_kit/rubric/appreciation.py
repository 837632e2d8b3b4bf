"""Levels that graders give of copies, and those that count: plain values, computed by the register and shown by everything else."""

from __future__ import annotations

import datetime
from enum import Enum
from typing import Literal

import msgspec

from epreuves.wording.errors import KitError
from epreuves.wording.french import counted
from epreuves_kit.referentiel.codes import MalformedCode, code_of_slug

#: A grade id that begins with its compétence.
#: Where the level that counts comes from: one grader's word, two graders who agree, a decision with its reason, a score typed in
#: formgrader, a spreadsheet.
Origin = Literal["alone", "agreement", "decision", "formgrader", "sheet"]


class CountedLevels(Enum):
    """The fate of levels that count, where new duties ask for another judgement before they do."""

    KEPT = "the duties are refused, by LevelsApart"
    SUSPENDED = "they wait for that judgement"


class LevelsApart(KitError):
    """A double marking, or a calibration, would put levels that count out of count; criteria, copies: their numbers; others: who must judge too."""

    def __init__(self, criteria: int, copies: int, others: int = 1) -> None:
        self.criteria, self.copies = criteria, copies
        levels = f"{criteria} niveaux déjà donnés" if criteria > 1 else "Un niveau déjà donné"
        verbs = ("ne compteraient", "leurs") if criteria > 1 else ("ne compterait", "ses")
        whose = "l'autre personne n'a" if others == 1 else "toutes les personnes n'ont"
        super().__init__(
            f"{levels} ({counted(copies, 'copie confiée')}) {verbs[0]} plus dans le carnet de notes, ni "
            f"{verbs[1]} points, tant que {whose} pas jugé aussi."
        )


class Copy(msgspec.Struct, frozen=True):
    """A copy to judge: a candidate's notebook, or a group's collective one, judged once for its members.

    change when copies come in, the key does not. students: the candidates whose marks it makes, in the order of `groupes.csv`.
    path: the autograded notebook that is shown.
    autograded notebook that is shown.
    """

    key: str
    number: int
    notebook: str
    students: tuple[str, ...]
    path: str


class Criterion(msgspec.Struct, frozen=True):
    """One criterion of an épreuve: « U5_1-k1 » of the compétence « U5.1 », what it asks, where to look in the copy, what is
    seen at each level 0…3 (empty where the notebook says nothing), its points (> 0), and the certifier's wording where it was laid.

    answer: whether it is a candidate's own cell, of an ordinary assignment, and no task.
    """

    notebook: str
    grade_id: str
    competence: str
    label: str
    look: str
    descriptors: tuple[str, str, str, str]
    points: float
    official: str = ""
    answer: bool = False


class Judgement(msgspec.Struct, frozen=True):
    """A grader's present word on one criterion in one copy.

    level: 0…3; None where it is not judged: a comment alone, or a judgement undone. at: UTC, aware; of a judgement to which its
    grader came back by undoing a later one, when it was first given.
    """

    copy: str
    grade_id: str
    grader: str
    level: int | None
    comment: str
    at: datetime.datetime


class Settled(msgspec.Struct, frozen=True):
    """The level that counts: what reaches nbgrader's manual score and comment.

    points: those of the level, but where a score typed in formgrader was kept as it is; `level` is then the nearest. Both are
    None where nothing counts yet, or no more. at: UTC, aware.
    """

    copy: str
    grade_id: str
    level: int | None
    points: float | None
    comment: str
    author: str
    reason: str
    origin: Origin
    at: datetime.datetime


#: The seed of a double marking whose copies were chosen: none that draws is as low.
CHOSEN = -(2**63)


class Plan(msgspec.Struct, frozen=True):
    """A double marking: two graders who do not see each other's levels, the keys of the copies drawn, and how they were drawn.

    share: of the copies, in ]0, 1]. seed: `CHOSEN` where they were not drawn. at: UTC, aware.
    """

    graders: tuple[str, str]
    copies: frozenset[str]
    share: float
    seed: int
    author: str
    at: datetime.datetime

    @property
    def drawing(self) -> str:
        """The way in which its copies came to be the ones, as sentences end with it."""
        return drawn_how(self.seed)


def drawn_how(seed: int) -> str:
    """The way in which the copies of a double marking came to be the ones: « (tirage n° 7) »."""
    return "(copies choisies)" if seed == CHOSEN else f"(tirage n° {seed})"


class Allotment(msgspec.Struct, frozen=True):
    """The judges of each piece: each copy is one grader's, or each criterion, and a few copies are everybody's.

    by: "copies", and the keys of `owners` are copies' keys, or "criteres", and they are grade ids; its values are graders.
    calibration: the keys of the copies that each of the graders judges first, without seeing what the others say. at: UTC, aware.
    """

    graders: tuple[str, ...]
    by: Literal["copies", "criteres"]
    owners: dict[str, str]
    calibration: frozenset[str]
    seed: int
    author: str
    at: datetime.datetime


class Flag(msgspec.Struct, frozen=True):
    """Something of a copy that a grader tells the instructor, in a sentence, and the answer that closed it (empty while it is open).

    rank: its number in the épreuve, from 1. at, answered_at: UTC, aware. No level depends on it.
    """

    rank: int
    copy: str
    grader: str
    text: str
    at: datetime.datetime
    answer: str = ""
    answered_by: str = ""
    answered_at: datetime.datetime | None = None

    @property
    def open(self) -> bool:
        """True if nobody has answered yet."""
        return self.answered_at is None


class JournalEntry(msgspec.Struct, frozen=True):
    """One row of the record as it was written, never changed since.

    kind: "judgement", a grader's gesture; "undo", a grader back at what they said before; "settled", the level that counts from
    then on. who: grader or author. rank: order of the rows of an épreuve, from 1. points, reason, origin: as in `Settled`
    for a settled level; a judgement's origin is "alone" or "sheet".
    """

    rank: int
    kind: Literal["judgement", "undo", "settled"]
    copy: str
    grade_id: str
    who: str
    level: int | None
    points: float | None
    comment: str
    reason: str
    origin: Origin
    at: datetime.datetime


def code(grade_id: str) -> str:
    """A criterion's grade id in the référentiel's writing, « U5.1-k1 »; one of an instructor's own as it is."""
    try:
        return code_of_slug(grade_id)
    except MalformedCode:
        return grade_id
