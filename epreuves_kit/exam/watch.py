"""Odd things around an épreuve's copies, looked for before they are marked and told after."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy.exc import DBAPIError

from epreuves.wording.errors import KitError
from epreuves_kit.course.folders import Course
from epreuves_kit.grading import odd
from epreuves_kit.grading.assignment import Assignment
from epreuves_kit.grading.copies import CopyResult
from epreuves_kit.grading.groups import later_copies, readable_shares
from epreuves_kit.variants import session
from epreuves_kit.variants.identity import Candidates
from epreuves_kit.variants.session import FILE


class Watch:
    """A look at one épreuve of a course: made before its copies are marked, since marking enters their owners in the gradebook."""

    def __init__(self, course: Course, assignment: Assignment) -> None:
        self._course, self._assignment = course, assignment
        self._said: list[str] = []
        try:
            self._roll = odd.roll(course, assignment.name)
        except KitError as error:
            self._roll = odd.Roll(Candidates(), False)
            self._said.append(error.sentence)
        except DBAPIError:  # each copy will say so
            self._roll = odd.Roll(Candidates(), False)
        #: What is only to be known, and asks for nothing.
        self.note = ""
        self._changed()

    def before(self, students: Iterable[str]) -> list[str]:
        """Sentences to be known before copies are marked: whose copy was worked on another variant."""
        name, shares = self._assignment.name, readable_shares(self._course, self._assignment.name)
        others = odd.other_variants(self._course, self._assignment, students, shares)
        return [f"{name} : {other.said(name, self._roll.people)}" for other in others]

    def said(self, results: list[CopyResult], whole: bool, strays: bool) -> list[str]:
        """A sentence for each odd thing; whole: True if the whole épreuve was marked; strays: True if folders that bear no
        épreuve's name are told, those that may be this one's."""
        # The jury's record takes long to load: not before the copies are marked.
        from epreuves_kit.exam.expected import due
        from epreuves_kit.rubric.register import Register

        course, name, sentences = self._course, self._assignment.name, list(self._said)
        if self._assignment.groups:
            # Levels given before a member of a group was marked reach them.
            with Register(course.root) as register:
                register.sync(name)
        if whole:
            submitters = Candidates(course.submitters(name))
            if strays:
                sentences += odd.told_of_strays(
                    stray
                    for stray in odd.strays(course)
                    if stray[2] == name or (not stray[2] and stray[0] not in submitters)
                )
            sentences += odd.around(course, self._assignment, results, self._roll, due(course.root, name))
        sentences += [later.said(self._roll.people) for later in later_copies(readable_shares(course, name))]
        sentences += odd.misfiled(course, self._assignment, results, self._roll)
        sentences += odd.without_code(course, self._assignment, results, self._roll)
        return sentences + odd.same_tables(self._assignment, results, self._roll)

    def _changed(self) -> None:
        """Say what of the session has been written since the épreuve was built, which marking does not follow."""
        root, name = self._course.root, self._assignment.name
        if not (root / FILE).exists():
            return
        try:
            change = session.change(root, name)
        except KitError as error:
            self._said.append(error.sentence)
            return
        self.note = change.shown
        if change.redrawn:
            self._said += change.redrawn
            self._said.append(
                f"Les copies de {name} sont corrigées avec les variantes distribuées : ce changement n'y est pas suivi."
            )
