"""A grader's desk: takes a gesture, saves it before anything is said of it, and answers with what is to be shown."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from epreuves.gradebook.marked_notebook import UnreadableMarkedNotebook
from epreuves.gradebook.rows import NotebookFile, Unknown
from epreuves.referentiel.levels import LEVELS
from epreuves.rubric.panel.copy_view import copy_view, read, tabs
from epreuves.rubric.panel.screen import code, screen
from epreuves.rubric.panel.situation import (
    AnyGesture,
    Gesture,
    Go,
    Hello,
    Judge,
    Known,
    Page,
    Position,
    SetMode,
    Undo,
    Work,
    first,
    waiting,
)
from epreuves.rubric.register import Register
from epreuves.wording.errors import KitError
from epreuves.wording.french import counted, hour, out_of, plural

#: Copies whose content a browser still has, of those last sent to it; it keeps a few more.
_KEPT = 10
Answer = dict[str, Any]


class Desk:
    """One grader on one assignment. What a gesture changes is in the record before it is answered; what is here can be lost."""

    _at: Position

    def __init__(self, register: Register, notebook: NotebookFile, assignment: str, grader: str) -> None:
        """Raises KitError where there is nothing to judge, or the record cannot be read."""
        self._register, self._notebook, self._assignment = register, notebook, assignment
        self._sent: dict[str, list[str]] = {}
        self._undoable = self._fresh = True
        self._begin(grader)

    @property
    def grader(self) -> str:
        """Who judges."""
        return self._work.grader

    def handle(self, message: Any) -> Iterator[Answer]:
        """Answers to what a browser sent, each as soon as it is known; what cannot be done is a sentence, never an exception."""
        try:
            gesture: Gesture = msgspec.convert(message, AnyGesture)
        except msgspec.ValidationError:
            return  # no page of ours sent it
        try:
            yield from self._answers(gesture)
        except KitError as error:
            yield _answer(gesture, kind="failed", sentence=f"{error}{_kept(gesture)}")
        except Exception as error:  # whatever breaks, a grader must not believe that it is saved
            said = f"Ce geste n'a pas abouti ({type(error).__name__} : {error}).{_kept(gesture)} Exécutez de nouveau la cellule."
            yield _answer(gesture, kind="failed", sentence=said)

    def _answers(self, gesture: Gesture) -> Iterator[Answer]:
        said, listed, more = "", False, {}
        match gesture:
            case Page(key=key):
                yield self._page(gesture, key)
                yield from self._ahead(gesture)
                return
            case Hello():
                self._sent[gesture.client] = []
                if (
                    not self._fresh
                ):  # a page that opens again later: others may have judged, copies may have come
                    self._begin(self._work.grader, self._at)
                self._fresh, listed = False, True
            case Go():
                before = self._at
                said = self._go(gesture)
                listed = before.mode == "critere" and before.grade_id != self._at.grade_id
                self._hear(self._at.copy)
            case SetMode(mode=mode):
                self._at = msgspec.structs.replace(self._at, mode=mode)
                listed = True
            case Judge():
                said = self._judge(gesture)
                more = {"saved": {k: getattr(gesture, k) for k in ("copy", "grade_id", "level", "comment")}}
            case Undo():
                said = self._undo()
                listed = self._at.mode == "critere"
        shown = screen(self._assignment, self._work, self._known, self._at, self._undoable, said, listed)
        yield _answer(gesture, kind="screen", **msgspec.to_builtins(shown), **more)
        yield from self._ahead(gesture)
        if isinstance(gesture, Hello):
            yield from self._typed(gesture)

    def _typed(self, gesture: Hello) -> Iterator[Answer]:
        """What was typed in formgrader since: looked for once something is shown, for it takes as long as all the rest."""
        changed = self._register.sync(self._assignment)
        if not changed:
            return
        self._begin(self._work.grader, self._at)
        said = f"Repris de Formgrader : {counted(len(changed), 'note')} ou {plural(len(changed), 'commentaire')}."
        shown = screen(self._assignment, self._work, self._known, self._at, self._undoable, said, True)
        yield _answer(gesture, kind="screen", **msgspec.to_builtins(shown))

    def _begin(self, grader: str, at: Position | None = None) -> None:
        """Read all that there is to judge and what is said of it; go on from a place, where it is still there."""
        register, name = self._register, self._assignment
        self._work = Work(register.copies(name), register.criteria(name), register.plan(name), grader)
        if self._work.empty:
            raise KitError(
                f"Il n'y a rien à juger dans « {name} » : aucune copie n'est corrigée (epreuves autograde {name}), "
                "ou l'épreuve n'a pas de critère."
            )
        self._known = Known(register.judgements(name), register.settled(name))
        still = at is not None and at.copy in self._work.copies and at.grade_id in self._work.of(at.copy)
        self._at = at if at is not None and still else first(self._work, self._known, "copie")

    def _hear(self, copy: str) -> None:
        """Hear again what is said of one copy: others may judge meanwhile."""
        judgements = self._register.judgements(self._assignment, copy=copy)
        settled = self._register.settled(self._assignment, copy=copy)
        self._known = Known(
            {k: j for k, j in self._known.judgements.items() if k[0] != copy} | judgements,
            {k: s for k, s in self._known.settled.items() if k[0] != copy} | settled,
        )

    def _go(self, gesture: Go) -> str:
        work, at = self._work, self._at
        match gesture.where:
            case "next_copy" | "previous_copy":
                self._at = work.neighbour(at, 1 if gesture.where == "next_copy" else -1)
            case "next_criterion" | "previous_criterion":
                self._at = work.criterion(at, 1 if gesture.where == "next_criterion" else -1)
            case "forward" | "back":
                self._at = work.step(at, 1 if gesture.where == "forward" else -1)
            case "waiting":
                found = waiting(work, self._known, at)
                if found is None:
                    return "Tout est jugé : il ne reste rien à juger dans cette épreuve."
                self._at = found
            case "copy" if gesture.to in work.copies and work.of(gesture.to):
                self._at = work.opened(at, gesture.to)
            case "criterion" if gesture.to in work.of(at.copy):
                self._at = Position(at.mode, at.copy, gesture.to)
            case _:
                raise KitError("Cette copie ou ce critère n'existe pas ici : exécutez de nouveau la cellule.")
        if self._at == at:
            return "Il n'y a rien de ce côté : c'est le bout de la liste."
        return ""

    def _judge(self, gesture: Judge) -> str:
        given = self._register.judge(
            self._assignment,
            gesture.copy,
            gesture.grade_id,
            self._work.grader,
            gesture.level,
            gesture.comment,
        )
        self._undoable = True
        self._hear(gesture.copy)
        criterion = self._work.criteria[gesture.grade_id]
        what = "commentaire"
        if given.level is not None:
            points = out_of(LEVELS[given.level].points(criterion.points), criterion.points)
            what = f"niveau {given.level} ({points})"
        elif not given.comment:
            what = "niveau ôté"
        at = hour(datetime.datetime.now(), seconds=True)
        number = self._work.copies[gesture.copy].number
        return f"Enregistré à {at} : copie n° {number}, {code(gesture.grade_id)}, {what}."

    def _undo(self) -> str:
        back = self._register.undo(self._assignment, self._work.grader)
        if back is None:
            self._undoable = False
            return "Rien à annuler."
        self._hear(back.copy)
        self._at = Position(self._at.mode, back.copy, back.grade_id)
        level = "pas encore jugé" if back.level is None else f"niveau {back.level}"
        return f"Annulé : copie n° {self._work.copies[back.copy].number}, {code(back.grade_id)}, de nouveau {level}."

    def _page(self, gesture: Gesture, key: str) -> Answer:
        """A copy's content; where it cannot be read, a sentence in its place."""
        sent = self._sent.setdefault(gesture.client, [])
        self._sent[gesture.client] = [k for k in sent if k != key][1 - _KEPT :] + [key]
        copy = self._work.copies.get(key)
        if copy is None:
            raise KitError("Cette copie n'est plus là : exécutez de nouveau la cellule.")
        try:
            found = read(Path(copy.path))
            rows = self._notebook.one(self._assignment, copy.notebook, copy.students[0])
            shown = tabs(copy_view(found.cells, found.record, rows))
        except (UnreadableMarkedNotebook, Unknown) as error:
            return _answer(gesture, kind="page", key=key, tabs=[], sentence=str(error))
        return _answer(gesture, kind="page", key=key, tabs=msgspec.to_builtins(shown), sentence="")

    def _ahead(self, gesture: Gesture) -> Iterator[Answer]:
        """The copy that comes next in the order, before it is asked for."""
        following = self._work.neighbour(self._at, 1).copy
        if following not in self._sent.get(gesture.client, ()):
            yield self._page(gesture, following)


def _answer(gesture: Gesture, **words: Any) -> Answer:
    return {"n": gesture.n, "client": gesture.client, **words}


def _kept(gesture: Gesture) -> str:
    return (
        " Ce geste n'est pas enregistré ; il est gardé dans ce navigateur."
        if isinstance(gesture, Judge)
        else ""
    )
