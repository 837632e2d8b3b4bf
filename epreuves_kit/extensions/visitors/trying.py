"""A professional's page of trial sheets: the productions that they try, what they mark, and what a gesture does to the jury's record."""

from __future__ import annotations

import datetime
from typing import Annotated

import msgspec

from epreuves.variants.attribution import normalise
from epreuves.wording.errors import KitError
from epreuves.wording.french import week_day
from epreuves.wording.inert import visible_text
from epreuves_kit.extensions.visitors import passes
from epreuves_kit.extensions.visitors.gestures import GestureId, GestureRecord, NotForThem, digest_of
from epreuves_kit.extensions.visitors.passes import VisitorPass
from epreuves_kit.gradebook.rows import NotebookFile, told_apart
from epreuves_kit.jury import challenge
from epreuves_kit.jury.record import PAGE, Note, TimedTask, TrialAct
from epreuves_kit.referentiel.reading import referentiel

#: Characters of a remark, as a sheet bounds it.
_REMARK = 1000


class TriedProduction(msgspec.Struct, frozen=True):
    """A production, and what the professional has given of it so far; tasks: None for one that lacks."""

    candidate: str
    name: str
    group: str
    theme: str
    marks: dict[str, int] = {}
    tasks: tuple[TimedTask | None, ...] = ()
    remark: str = ""


class TryingView(msgspec.Struct, frozen=True):
    """All that a professional's page shows. criteria: codes and labels; tasks: how many they do against the clock."""

    professional: str
    title: str
    day: str
    now: datetime.datetime
    criteria: tuple[tuple[str, str], ...]
    tasks: int
    productions: tuple[TriedProduction, ...]


class TrialGesture(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All that a professional has given of a production so far."""

    id: GestureId
    candidate: Annotated[str, msgspec.Meta(min_length=1, max_length=128)]
    marks: Annotated[dict[str, Note], msgspec.Meta(max_length=60)]
    tasks: Annotated[tuple[TimedTask | None, ...], msgspec.Meta(max_length=20)] = ()
    remark: Annotated[str, msgspec.Meta(max_length=4_000)] = ""


class Trying:
    """The trial sheets as a pass opens them. Raises KitError where they cannot be read."""

    def __init__(self, record: GestureRecord, held: VisitorPass) -> None:
        self._pass, self._record, self._course = held, record, record.places
        self._official = referentiel(self._course.root)
        self._epreuve = held.given.epreuve
        group = held.given.panel
        self._draws = [act for act, _, _ in challenge.kept(record, self._epreuve).values() if group in ("", act.group)]
        self._criteria = challenge.criteria(self._official, self._epreuve)
        self._tasks = challenge.asked_tasks(self._official, self._epreuve)

    def view(self, now: datetime.datetime) -> TryingView:
        """All that the page shows."""
        given = self._pass.given
        with NotebookFile(self._course.db_url, self._course.root) as gradebook:
            names = told_apart(gradebook.students())
        own: dict[tuple[str, str, str], TrialAct] = {}
        for entry in self._record.entries(TrialAct):
            act = entry.act
            if isinstance(act, TrialAct) and self._is_theirs(act):
                own[act.group, act.candidate, act.theme] = act
        productions = []
        for drawn in self._draws:
            for member, theme in zip(drawn.members, drawn.themes, strict=True):
                shown = TriedProduction(
                    member, names.get(member, member), drawn.group, theme, tasks=(None,) * self._tasks
                )
                if (given_so_far := own.get((drawn.group, member, theme))) is not None:
                    shown = msgspec.structs.replace(
                        shown,
                        marks=given_so_far.marks,
                        tasks=given_so_far.tasks,
                        remark=given_so_far.remark,
                    )
                productions.append(shown)
        title = passes.title(self._course, given.epreuve)
        labels = tuple(self._criteria.items())
        return TryingView(given.holder, title, week_day(given.day), now, labels, self._tasks, tuple(productions))

    def _is_theirs(self, act: TrialAct) -> bool:
        given = self._pass.given
        whose = normalise(act.professional) == normalise(given.holder)
        return whose and (act.epreuve, act.sheet) == (given.epreuve, PAGE)

    def take(self, gesture: TrialGesture, now: datetime.datetime) -> TryingView:
        """Keep a gesture, once; gives what the page shows then. Raises NotForThem where it is on what the pass does not reach, KitError where it cannot be meant."""
        digest, given = digest_of(gesture), self._pass.given
        if not self._record.taken(given.holder, gesture.id, digest):
            drawn = next((drawn for drawn in self._draws if gesture.candidate in drawn.members), None)
            if drawn is None:
                raise NotForThem("Cette production n'est pas de celles que cette page montre.")
            if not gesture.marks.keys() <= self._criteria.keys() or len(gesture.tasks) != self._tasks:
                raise NotForThem("Ce critère ou cette tâche n'est pas de la fiche.")
            remark = visible_text(gesture.remark, kept="").strip()
            if len(remark) > _REMARK:
                raise KitError(f"La remarque dépasse {_REMARK} caractères : abrégez-la.")
            act = TrialAct(
                given.epreuve,
                drawn.group,
                gesture.candidate,
                drawn.themes[drawn.members.index(gesture.candidate)],
                given.holder,
                marks=gesture.marks,
                remark=remark,
                sheet=PAGE,
                tasks=gesture.tasks,
            )
            self._record.add(given.holder, act)
            self._record.take(given.holder, self._pass.number, gesture.id, digest)
        return self.view(now)
