"""Extensions of a session: the operations that they add, and their answer where the rest of the kit asks for one.

An extension is a package of `epreuves_kit.extensions`, and answers the calls that concern it by functions of the same name in its
`__init__`, marked `@answers`. Nothing outside imports one: without its folder, its operations are in neither face, and nobody answers.

The kit calls `ask().name(…)`, by names of arguments, and gets the answers in a list, the last package by name first, those of None left
out; the first alone where a call says so, or None. An answer may take fewer arguments than its call has; one to a call that is not in
`Calls` is refused as the kit starts. Errors are those that the call names. None answers within the marking of a copy: a hub's journal says,
before it, which copy counts, and a cluster lends machines.
"""

from __future__ import annotations

import functools
import importlib
import pkgutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pluggy

import epreuves_kit
from epreuves.referentiel.spelling import EpreuveId

if TYPE_CHECKING:
    import datetime

    from epreuves_kit.course.folders import Course
    from epreuves_kit.exam.afterwards import Afterwards, Owed
    from epreuves_kit.exam.enrol import EnrolledCandidate
    from epreuves_kit.jury.record import JuryRecord
    from epreuves_kit.rules.jury_rules import JuryRules
    from epreuves_kit.variants.identity import ByCandidate

_PROJECT = "epreuves"
_PACKAGE = "epreuves_kit.extensions"
_FOLDER = Path(str(epreuves_kit.__file__)).parent / "extensions"
#: Said where a course names a journal of arrivals and nothing here reads one.
NO_JOURNAL = "Le cours désigne un journal des arrivées, et l'extension « hub » n'est pas là pour le lire."
_asks = pluggy.HookspecMarker(_PROJECT)
answers = pluggy.HookimplMarker(_PROJECT)


class Calls:
    """The calls that an extension may answer."""

    @_asks
    def operations(self) -> Mapping[str, Sequence[str]]:  # type: ignore[empty-body]
        """The names of its operations, by the module that declares them."""

    @_asks
    def buttons(self) -> Sequence[str]:  # type: ignore[empty-body]
        """The names of the buttons that its operations have beside their own."""

    @_asks
    def commands(self) -> Mapping[str, str]:  # type: ignore[empty-body]
        """The commands that no operation is, and the function that each one is: « module:function »."""

    @_asks
    def page_part(self, course: Course, after: Afterwards, today: datetime.date) -> Any:
        """A part of what ends a session, as the page shows it."""

    @_asks
    def owed(self, course: Course, record: JuryRecord, rules: JuryRules) -> Owed | None:
        """A thing still owed to somebody once the jury has decided; None for nothing. Raises KitError, Faults."""

    @_asks
    def personal_folders(self) -> Sequence[str]:  # type: ignore[empty-body]
        """Its folders of the course that name people: they are emptied when the session is erased."""

    @_asks
    def personal_lists(self) -> Sequence[str]:  # type: ignore[empty-body]
        """Its lists at the course's root, a person a line: erased with the session, and a person is given their own lines."""

    @_asks
    def own_lines(self, course: Course, candidate: str) -> Sequence[tuple[str, str, str]]:  # type: ignore[empty-body]
        """The other things that it keeps of a person: where, what, the value."""

    @_asks
    def transmitted(self, course: Course) -> ByCandidate[tuple[str, str]]:  # type: ignore[empty-body]
        """The day and the number under which a decision was sent: what stays of it after the session is erased."""

    @_asks
    def hours_changed(
        self, course: Course, epreuve: EpreuveId, ends: ByCandidate[datetime.datetime], minutes: int, reason: str
    ) -> str | None:
        """A sentence on how candidates are told of their new ends; minutes: given, or taken back where negative."""

    @_asks
    def given_out(self, course: Course, epreuve: EpreuveId) -> str | None:
        """A sentence on how candidates are told of their own hours, once an épreuve is given out."""

    @_asks(firstresult=True)
    def room(self, course: Course, epreuve: EpreuveId, enrolled: Sequence[EnrolledCandidate]) -> Any:
        """The room where an épreuve is being sat, as the page shows it; None where none is. Raises KitError, Faults."""

    @_asks
    def lost_by_erasing(self, course: Course) -> Sequence[str]:  # type: ignore[empty-body]
        """Sentences on what could no longer be done once the session is erased."""

    @_asks
    def births(self, root: Path) -> ByCandidate[str]:  # type: ignore[empty-body]
        """The day and the place of people's birth, by candidate, as a procès-verbal says it. Raises Faults."""

    @_asks(firstresult=True)
    def settled(self, course: Any, epreuve: EpreuveId, collected: bool) -> Any:
        """The copies of an épreuve by a journal of arrivals; they are put right by it as they are being collected."""

    @_asks(firstresult=True)
    def cluster(self, address: str, mode: Any) -> Any:
        """The machines at an address, ready to mark. Raises KitError."""

    @_asks
    def cohort_page(self, course: Course) -> str:  # type: ignore[empty-body]
        """Write a page on the whole cohort; gives its folder, from the course's root. Raises KitError, OSError."""


@functools.cache
def manager() -> pluggy.PluginManager:
    """Every extension that is there, ready to answer."""
    made = pluggy.PluginManager(_PROJECT)
    made.add_hookspecs(Calls)
    for module in pkgutil.iter_modules([str(_FOLDER)]):  # in the order of their names
        made.register(importlib.import_module(f"{_PACKAGE}.{module.name}"), module.name)
    made.check_pending()
    return made


def ask() -> Any:
    """The calls, to be made: `ask().owed(course=…)`, with names; the answers come in a list, those of None left out."""
    return manager().hook
