"""The list to settle in JupyterLab: levels that graders of one copy gave differently, the decisions, each saved before anything is said of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from epreuves.referentiel.levels import LEVELS
from epreuves.referentiel.spelling import EpreuveId
from epreuves.wording.errors import KitError
from epreuves.wording.french import number
from epreuves_kit.course.closing import closed
from epreuves_kit.gradebook.rows import NotebookFile
from epreuves_kit.rubric.agreement import Apart, apart, proposed_comment, shared_duties
from epreuves_kit.rubric.appreciation import Copy, Criterion, code
from epreuves_kit.rubric.panel.copy_view import page
from epreuves_kit.rubric.panel.desk import CLOSED, Panel, asset, graders_of, opened, skeleton
from epreuves_kit.rubric.panel.who import seated
from epreuves_kit.rubric.register import Register

Answer = dict[str, Any]


class SettlingHello(msgspec.Struct, frozen=True, tag="hello", tag_field="kind"):
    """A page opens."""

    client: str


class SettlingPage(msgspec.Struct, frozen=True, tag="page", tag_field="kind"):
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
    """The desk of who settles one épreuve's disagreements. Raises KitError where it has neither double marking nor calibration."""

    def __init__(self, register: Register, notebook: NotebookFile, assignment: EpreuveId, author: str) -> None:
        self._register, self._notebook, self._assignment, self.author = register, notebook, assignment, author
        self._read()

    def handle(self, message: Any) -> Iterator[Answer]:
        """Answers to what a browser sent; what cannot be done is a sentence, never an exception."""
        try:
            gesture = msgspec.convert(message, SettlingHello | SettlingPage | Settle)
        except msgspec.ValidationError:
            return  # no page of ours sent it
        try:
            yield {**self._answer(gesture), "client": gesture.client}
        except KitError as error:
            yield {"kind": "failed", "sentence": str(error), "client": gesture.client}
        except Exception as error:  # whatever breaks, nobody must believe that it is saved
            sentence = f"Ce geste n'a pas abouti ({type(error).__name__} : {error}). Exécutez de nouveau la cellule."
            yield {"kind": "failed", "sentence": sentence, "client": gesture.client}

    def _answer(self, gesture: SettlingHello | SettlingPage | Settle) -> Answer:
        match gesture:
            case SettlingPage(key=key):
                return self._page(key)
            case Settle():
                if closed(self._register.root):
                    raise KitError(CLOSED)
                return self._state(self._settle(gesture))
        return self._state("")

    def _settle(self, asked: Settle) -> str:
        where = (self._assignment, asked.copy, asked.grade_id)
        done = self._register.settle(*where, asked.level, asked.comment, self.author, asked.reason)
        number = self._copies[asked.copy].number
        return f"Enregistré : copie n° {number}, {code(asked.grade_id)}, niveau {done.level}, décidé par {done.author}."

    def _read(self) -> tuple[Apart, ...]:
        register, name = self._register, self._assignment
        duties = shared_duties(register, name)
        copies, criteria = register.copies(name), register.criteria(name)
        self._copies: dict[str, Copy] = {c.key: c for c in copies}
        self._criteria: dict[tuple[str, str], Criterion] = {(c.notebook, c.grade_id): c for c in criteria}
        return apart(duties, copies, criteria, register.judgements(name), register.settled(name))

    def _state(self, sentence: str) -> Answer:
        items = [self._item(pair) for pair in self._read()]
        return {
            "kind": "state",
            "assignment": self._assignment,
            "author": self.author,
            "said": sentence,
            "sealed": CLOSED if closed(self._register.root) else "",
            "items": msgspec.to_builtins(items),
        }

    def _item(self, pair: Apart) -> dict[str, Any]:
        """One disagreement as it is shown.

        levels: name, points and descriptor of each level; given, comments: in the order of the graders; proposed: by level, the comment that the
        candidate would read.
        """
        c = self._criteria[pair.notebook, pair.grade_id]
        return {
            "copy": pair.copy,
            "number": pair.number,
            "part": "" if pair.notebook == self._assignment else pair.notebook,
            "grade_id": pair.grade_id,
            "code": code(pair.grade_id),
            "competence": c.competence,
            "label": c.label,
            "official": c.official,
            "look": c.look,
            "levels": [
                (n.label, f"{number(n.points(c.points))} / {number(c.points)}", c.descriptors[n]) for n in LEVELS
            ],
            "graders": pair.graders,
            "given": pair.levels,
            "comments": pair.comments,
            "proposed": [proposed_comment(pair, int(n)) for n in LEVELS],
        }

    def _page(self, key: str) -> Answer:
        copy = self._copies.get(key)
        if copy is None:
            raise KitError("Cette copie n'est plus là : exécutez de nouveau la cellule.")
        return {
            "kind": "page",
            "key": key,
            **page(self._notebook, self._register.root, self._assignment, copy, whole=True),
        }


class SettlingPanel(Panel):
    """The page of who settles. No candidate's word is in its state, which JupyterLab may save with the notebook."""

    _esm = "\n".join([asset("inert.js"), skeleton(), asset("settle.js")])
    _css = asset("panel.css") + asset("settle.css")


def accorder(epreuve: str, auteur: str | None = None, cours: str | Path | None = None) -> None:
    """Show what graders of one copy gave differently, to be settled; what cannot be opened is said in a sentence.

    epreuve: its id, or its number (« e17 »). auteur: who decides; by default the account's name. cours: the course folder; by
    default the one that the notebook lies in.
    """
    from IPython.display import display

    def show(name: str) -> None:
        display(SettlingPanel(SettlingDesk(*opened(epreuve, cours), name)))

    seated(auteur, "Qui règle les désaccords ?", lambda: graders_of(epreuve, cours), show)
