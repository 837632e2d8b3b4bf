"""One writing of the record: what was there is read at once, gestures are laid on it, what follows from them is written at once.

Like all that writes for an assignment, it is used by one at a time: `Database.write` sees to it.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Literal

import msgspec
from sqlalchemy import Connection

from epreuves.rubric import journal
from epreuves.rubric.appreciation import JournalEntry, Judgement, Origin, Settled
from epreuves.rubric.carried import CarriedMark, Carry, Held, Place, carried, carry, changed, held
from epreuves.rubric.journal import CellKey, JournalCell, JournalRow
from epreuves.rubric.known import KnownAssignment
from epreuves.rubric.settling import Drawing, Given, SettledVerdict, decide, level_of, points_of
from epreuves.wording.errors import KitError

TYPED = "Note ou commentaire changés dans Formgrader."
FORMGRADER = "Formgrader"


class Pages:
    """Cells of some copies, open for writing: `give`, `take_back`, `typed`, `settle` add rows, `close` writes them.

    known: what there is to judge. drawing: the double marking, None for none. cells: those concerned, None for all.
    """

    def __init__(
        self,
        db: Connection,
        known: KnownAssignment,
        drawing: Drawing | None,
        cells: Iterable[CellKey] | None = None,
    ) -> None:
        self._db, self._assignment, self._known = db, known.assignment, known
        self.drawing = drawing
        self._now = datetime.datetime.now(datetime.UTC)
        keys = None if cells is None else set(cells)
        named = None if keys is None else {copy for copy, _ in keys}
        ids = None if keys is None else {id for _, id in keys}
        self.cells = journal.cells(journal.read(db, known.assignment, named, ids))
        students = None if named is None else {s for key in named for s in known.copies[key].students}
        self._held: dict[Place, Held] = held(db, known.assignment, students, ids)
        self._carried: dict[Place, CarriedMark] = carried(db, known.assignment, students, ids)
        self._rows: list[JournalRow] = []
        self._rank = journal.last_rank(db, known.assignment)
        self._touched: set[CellKey] = set()

    def cell(self, key: CellKey) -> JournalCell:
        """What the record says of a cell, rows not yet written included."""
        return self.cells.setdefault(key, JournalCell({}))

    def counts(self, key: CellKey) -> bool:
        """Whether a level counts in a cell, rows not yet written included."""
        settled = self.cell(key).settled
        return settled is not None and settled.points is not None

    @property
    def rank(self) -> int:
        """The rank of the last row, rows not yet written included."""
        return self._rank

    def admit(self, grader: str, keys: Iterable[CellKey]) -> None:
        """Raise KitError where a copy is marked twice, by two others."""
        for copy, _ in keys:
            drawn = self.drawing.drawn(copy) if self.drawing is not None else None
            if drawn is not None and grader not in drawn.graders:
                number, (first, second) = self._known.copies[copy].number, drawn.graders
                raise KitError(
                    f"La copie n° {number} est en double correction, confiée à {first} et {second} : un niveau donné par "
                    f"{grader} n'y compterait pas. Choisissez une autre copie, ou faites changer le plan."
                )

    def typed(self, keys: Iterable[CellKey]) -> list[Settled]:
        """Take in what others wrote in nbgrader's tables of some cells since the record did: each is a change, kept as one."""
        found = []
        for copy, grade_id in keys:
            criterion = self._known.criterion((copy, grade_id))
            for place in self._places(copy, grade_id):
                now = self._held[place].mark
                if not changed(now, self._carried.get(place)):
                    continue
                due = _due(self.cell((copy, grade_id)).settled)
                if now.same(due):
                    continue
                level = level_of(now.points, criterion.points)
                verdict = SettledVerdict(level, now.points, now.comment, FORMGRADER, TYPED, "formgrader")
                found.append(self.settle((copy, grade_id), verdict))
        return found

    def give(self, key: CellKey, grader: str, level: int | None, comment: str, origin: Origin) -> Judgement:
        """Add a grader's gesture, and what follows from it."""
        entry = self._entry("judgement", key, grader, level, None, comment, "", origin)
        word = Judgement(*key, grader, level, comment, entry.at)
        self.cell(key).given[grader] = Given(word, entry.rank, origin)
        self._rows.append(JournalRow(entry))
        self.follow(key, grader)
        return word

    def take_back(self, last: JournalRow, before: JournalRow | None) -> Judgement:
        """Add a grader's return to what they said before their last gesture, and what follows from it."""
        key = (last.entry.copy, last.entry.grade_id)
        said = before.entry if before is not None else None
        grader, level, comment = last.entry.who, said.level if said else None, said.comment if said else ""
        entry = self._entry("undo", key, grader, level, None, comment, "", said.origin if said else "alone")
        word = Judgement(*key, grader, level, comment, (said or entry).at)
        self.cell(key).given[grader] = Given(word, (said or entry).rank, entry.origin)
        self._rows.append(JournalRow(entry, last.entry.rank, said.rank if said else None))
        self.follow(key, grader)
        return word

    def follow(self, key: CellKey, author: str) -> None:
        """Settle a cell where the rule says something new; author: who made it so, where nothing counts any more."""
        cell, maximum = self.cell(key), self._known.criterion(key).points
        drawn = self.drawing.drawn(key[0]) if self.drawing is not None else None
        verdict = decide(cell.given, cell.standing, drawn, maximum)
        if not verdict.says(cell.settled):
            self.settle(key, verdict if verdict.author else msgspec.structs.replace(verdict, author=author))

    def settle(self, key: CellKey, verdict: SettledVerdict) -> Settled:
        """Add the level that counts from now on."""
        entry = self._entry("settled", key, verdict.author, verdict.level, verdict.points, verdict.comment, verdict.reason, verdict.origin)  # fmt: skip
        row = JournalRow(entry)
        self.cell(key).take(row, {})
        self._rows.append(row)
        self._touched.add(key)
        return journal.settled(entry)

    def close(self, everywhere: bool = False) -> None:
        """Write the rows, and carry what counts to nbgrader's tables: of the cells settled, or of all that were read."""
        journal.add(self._db, self._assignment, self._rows)
        keys = set(self._known.cells()) if everywhere else self._touched
        marks, reached = [], set()
        for key in sorted(keys):
            due = _due(self.cell(key).settled)
            for place in self._places(*key):
                reached.add(place)
                now = self._held[place].mark
                if not now.same(due) or not due.same(self._carried.get(place, CarriedMark())):
                    marks.append(Carry(place, self._held[place], due))
        if everywhere:
            marks += self._withdrawn(reached)
        carry(self._db, self._assignment, marks, self._now)

    def _withdrawn(self, reached: set[Place]) -> list[Carry]:
        """What the record once wrote for who has no copy any more (absent after all), unless somebody changed it since."""
        return [
            Carry(place, self._held[place], CarriedMark(), waits=False)
            for place, last in sorted(self._carried.items())
            if place[:2] in self._known.absent
            and place not in reached
            and place in self._held
            and not last.same(CarriedMark())
            and self._held[place].mark.same(last)
        ]

    def _places(self, copy: str, grade_id: str) -> list[Place]:
        known = self._known.copies[copy]
        places = [(student, known.notebook, grade_id) for student in known.students]
        return [place for place in places if place in self._held]

    def _entry(
        self, kind: Literal["judgement", "undo", "settled"], key: CellKey, who: str, level: int | None, points: float | None, comment: str, reason: str, origin: Origin
    ) -> JournalEntry:  # fmt: skip
        self._rank += 1
        return JournalEntry(self._rank, kind, *key, who, level, points, comment, reason, origin, self._now)


def level_verdict(level: int, maximum: float, comment: str, author: str, reason: str) -> SettledVerdict:
    """A decision as a verdict."""
    return SettledVerdict(level, points_of(level, maximum), comment, author, reason, "decision")


def _due(settled: Settled | None) -> CarriedMark:
    return CarriedMark() if settled is None else CarriedMark(settled.points, settled.comment)
