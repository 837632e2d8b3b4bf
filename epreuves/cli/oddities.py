"""What `epreuves autograde` says around the copies: who is missing, what lies under another name, what was changed since the release."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from epreuves.gradebook import odd
from epreuves.gradebook.assignment import Assignment
from epreuves.gradebook.course import Course
from epreuves.gradebook.results import Result
from epreuves.variantes import publication
from epreuves.variantes.attribution import normaliser
from epreuves.variantes.seance import FICHIER
from epreuves.wording.errors import Faults, KitError


class Watch:
    """Looks at one assignment of a course: made before its copies are marked, since marking enters their owners in the gradebook."""

    def __init__(self, course: Course, assignment: Assignment) -> None:
        self._course, self._assignment = course, assignment
        self._results: list[Result] = []
        self._said: list[str] = []
        try:
            self._roll = odd.roll(course, assignment.name)
        except KitError as error:
            self._roll = odd.Roll({}, False)
            self._said.append(str(error))
        except DBAPIError:  # each copy will say so
            self._roll = odd.Roll({}, False)
        #: What is only to be known, and asks for nothing.
        self.note = ""
        self._changed()

    def see(self, result: Result) -> None:
        """Take a copy's result in."""
        self._results.append(result)

    def said(self, whole: bool, strays: bool) -> list[str]:
        """A sentence for each odd thing; whole: whether the whole assignment was marked; strays: whether folders that bear no
        assignment's name are told, those that may be this one's."""
        course, name = self._course, self._assignment.name
        said = list(self._said)
        if whole:
            there = {normaliser(s) for s in course.submitters(name)}
            if strays:
                said += odd.told_of_strays(
                    one for one in odd.strays(course) if one[2] == name or (not one[2] and normaliser(one[0]) not in there)
                )  # fmt: skip
            said += odd.around(course, self._assignment, self._results, self._roll, _due(course.root, name))
        return said + odd.misfiled(course, self._assignment, self._results, self._roll)

    def _changed(self) -> None:
        """Say what of the session has been written since the épreuve was built, which marking does not follow."""
        root, name = self._course.root, self._assignment.name
        if not (root / FICHIER).exists():
            return
        try:
            found = publication.change(root, name)
        except KitError as error:
            self._said.append(str(error))
            return
        self.note = found.shown
        if found.redrawn:
            self._said += found.redrawn
            self._said.append(
                f"Les copies de {name} sont corrigées avec les variantes distribuées : ce changement n'y est pas suivi."
            )


def strays(course: Course) -> list[str]:
    """A sentence for each folder of a course's `submitted/` that bears no assignment's name."""
    return odd.told_of_strays(odd.strays(course))


def _due(root: Path, epreuve: str) -> Callable[[str], bool]:
    """Whether a candidate is expected at an épreuve: by the blocs that they ask for, and unless the jury wrote them absent."""
    from epreuves.jury import registrations, rules
    from epreuves.referentiel import CodeInconnu, referentiel

    away, within, asked = _away(root, epreuve), set[str](), dict[str, tuple[str, ...]]()
    try:
        own = set(referentiel().epreuve(epreuve).competences)
        known = rules.lire(root)
        asked = {normaliser(c): blocs for c, blocs in registrations.lire(root, known).items()}
        within = {bloc.code for bloc in known.blocs if own.intersection(bloc.competences)}
    except (CodeInconnu, Faults):  # what is wrong there is the jury's commands' to say
        asked = {}

    def due(candidat: str) -> bool:
        blocs = asked.get(normaliser(candidat))
        return normaliser(candidat) not in away and (not blocs or bool(within.intersection(blocs)))

    return due


def _away(root: Path, epreuve: str) -> set[str]:
    """Those whom the jury's record says to have been absent from an épreuve; a record that nobody has begun is not begun here."""
    from sqlalchemy import create_engine, inspect

    from epreuves.gradebook.feedback.course import places
    from epreuves.jury.record import Record
    from epreuves.jury.standing import stand
    from epreuves.rubric.database import address
    from epreuves.rubric.tables import ACTS

    engine = create_engine(address(places(root).db_url, root))
    try:
        if not inspect(engine).has_table(ACTS.name):
            return set()
        with Record(root) as record:
            absences = stand(record.entries()).absences
    except (DBAPIError, KitError):  # theirs to say, too
        return set()
    finally:
        engine.dispose()
    return {
        normaliser(who)
        for (of, who), absence in absences.items()
        if of == epreuve and absence.where == "épreuve"
    }
