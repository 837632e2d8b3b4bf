"""The desk of who settles: what two graders gave differently, and the decisions, each saved before anything is said of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from epreuves.gradebook.feedback.notebook import NotebookIllisible
from epreuves.gradebook.feedback.rows import Carnet, Inconnue
from epreuves.rubric.agreement import Pair, pairs_of, proposed_comment, to_settle
from epreuves.rubric.niveaux import NIVEAUX
from epreuves.rubric.panel.copy_page import tabs
from epreuves.rubric.panel.copy_view import copy_view
from epreuves.rubric.panel.reading import read
from epreuves.rubric.register import Copy, Criterion, Register
from epreuves.rubric.workbook_layout import code
from epreuves.wording.errors import KitError
from epreuves.wording.french import number

Answer = dict[str, Any]


class Item(msgspec.Struct, frozen=True):
    """One disagreement as it is shown. levels: (name, points, descriptor) of each level; given and comments: by grader;
    proposed: by level, the comment that the candidate would read.
    """

    copy: str
    number: int
    part: str
    grade_id: str
    code: str
    competence: str
    label: str
    look: str
    levels: tuple[tuple[str, str, str], ...]
    given: tuple[int, int]
    comments: tuple[str, str]
    proposed: tuple[str, ...]


class Hello(msgspec.Struct, frozen=True, tag="hello", tag_field="kind"):
    """A page opens."""

    client: str


class Page(msgspec.Struct, frozen=True, tag="page", tag_field="kind"):
    """A copy's content is asked for."""

    client: str
    key: str


class Settle(msgspec.Struct, frozen=True, tag="settle", tag_field="kind"):
    """A level is decided, with its reason."""

    client: str
    copy: str
    grade_id: str
    level: int
    comment: str
    reason: str


class SettlingDesk:
    """Who settles one assignment's disagreements. Raises KitError where it has no double marking."""

    def __init__(self, register: Register, carnet: Carnet, assignment: str, author: str) -> None:
        self._register, self._carnet, self._assignment, self.author = register, carnet, assignment, author
        self._read()

    def handle(self, message: Any) -> Iterator[Answer]:
        """Answers to what a browser sent; what cannot be done is a sentence, never an exception."""
        try:
            gesture = msgspec.convert(message, Hello | Page | Settle)
        except msgspec.ValidationError:
            return  # no page of ours sent it
        try:
            yield {**self._answer(gesture), "client": gesture.client}
        except KitError as error:
            yield {"kind": "failed", "sentence": str(error), "client": gesture.client}
        except Exception as error:  # whatever breaks, nobody must believe that it is saved
            said = (
                f"Ce geste n'a pas abouti ({type(error).__name__} : {error}). Exécutez de nouveau la cellule."
            )
            yield {"kind": "failed", "sentence": said, "client": gesture.client}

    def _answer(self, gesture: Hello | Page | Settle) -> Answer:
        match gesture:
            case Page(key=key):
                return self._page(key)
            case Settle():
                return self._state(self._settle(gesture))
        return self._state("")

    def _settle(self, asked: Settle) -> str:
        done = self._register.settle(
            self._assignment,
            asked.copy,
            asked.grade_id,
            asked.level,
            asked.comment,
            self.author,
            asked.reason,
        )
        number = self._copies[asked.copy].number
        return f"Enregistré : copie n° {number}, {code(asked.grade_id)}, niveau {done.level}, décidé par {done.author}."

    def _read(self) -> tuple[Pair, ...]:
        register, name = self._register, self._assignment
        register.sync(name)
        plan = register.plan(name)
        if plan is None:
            raise KitError(
                f"« {name} » n'a pas de double correction : « epreuves double {name} --correcteurs A B » en tire une."
            )
        copies, criteria = register.copies(name), register.criteria(name)
        self._graders = plan.graders
        self._copies: dict[str, Copy] = {c.key: c for c in copies}
        self._criteria: dict[tuple[str, str], Criterion] = {(c.notebook, c.grade_id): c for c in criteria}
        return to_settle(pairs_of(plan, copies, criteria, register.judgements(name)), register.settled(name))

    def _state(self, said: str) -> Answer:
        items = [self._item(pair) for pair in self._read()]
        return {
            "kind": "state", "assignment": self._assignment, "author": self.author, "graders": self._graders, "said": said,
            "items": msgspec.to_builtins(items),
        }  # fmt: skip

    def _item(self, pair: Pair) -> Item:
        c = self._criteria[pair.notebook, pair.grade_id]
        levels = tuple(
            (n.libelle, f"{number(n.points(c.points))} / {number(c.points)}", c.descriptors[n])
            for n in NIVEAUX
        )
        part = "" if pair.notebook == self._assignment else pair.notebook
        proposed = tuple(proposed_comment(pair, int(n)) for n in NIVEAUX)
        return Item(
            pair.copy, pair.number, part, pair.grade_id, code(pair.grade_id), c.competence, c.label, c.look, levels, pair.levels,
            pair.comments, proposed,
        )  # fmt: skip

    def _page(self, key: str) -> Answer:
        copy = self._copies.get(key)
        if copy is None:
            raise KitError("Cette copie n'est plus là : exécutez de nouveau la cellule.")
        try:
            found = read(Path(copy.path))
            rows = self._carnet.one(self._assignment, copy.notebook, copy.students[0])
            shown = msgspec.to_builtins(tabs(copy_view(found.cells, found.record, rows)))
        except (NotebookIllisible, Inconnue) as error:
            return {"kind": "page", "key": key, "tabs": [], "sentence": str(error)}
        return {"kind": "page", "key": key, "tabs": shown, "sentence": ""}
