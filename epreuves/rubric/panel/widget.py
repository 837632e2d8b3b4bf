"""The panel in JupyterLab: an anywidget that carries messages between a grader's page and their desk, and holds nothing else.

A page sends gestures (`situation`): JSON objects with their `kind`, a number `n` and the page's own name, `client`. Each is answered, in
the order received, by one or more objects that bear its `n` and `client`:

- `screen`: all that is to be shown beside the copy, in words; after a judgement, `saved` repeats what is now in the record, so that the
  page forgets it only then;
- `page`: a copy's content under its `key`, as inert HTML by compétence; or a `sentence` where it cannot be read. Also sent unasked, for
  the copy that comes next;
- `failed`: nothing was done, and a `sentence` says why; a gesture that was to be saved stays with the page.

What is no gesture is not answered. Pages of the same kernel hear each other's answers, and take those of their own `client`.
"""

from __future__ import annotations

import getpass
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Protocol

import anywidget

from epreuves.course.folders import Course, course_root
from epreuves.gradebook.rows import NotebookFile
from epreuves.rubric.panel.desk import Desk
from epreuves.rubric.register import Register
from epreuves.wording.errors import KitError

#: Seconds that a gesture waits for whoever else writes in the gradebook, before it is said to have failed.
PATIENCE = 20
_FOLDER = Path(__file__).parent


class Answering(Protocol):
    """What answers a page's messages."""

    def handle(self, message: Any) -> Iterable[Any]:
        """The answers to one message, in order."""


class Panel(anywidget.AnyWidget):
    """A grader's panel. No candidate's word is in its state, which JupyterLab may save with the notebook."""

    _esm = "\n".join((_FOLDER / f"{name}.js").read_text("utf-8") for name in ("inert", "outbox", "skeleton", "panel"))  # fmt: skip
    _css = (_FOLDER / "panel.css").read_text("utf-8")

    def __init__(self, desk: Answering) -> None:
        super().__init__()
        self._desk = desk
        self.on_msg(self._heard)

    def _heard(self, widget: Any, content: Any, buffers: Any) -> None:
        for answer in self._desk.handle(content):
            self.send(answer)


def corriger(epreuve: str, correcteur: str | None = None, cours: str | Path | None = None) -> None:
    """Show the panel on an épreuve's marked copies; what cannot be opened is said in a sentence.

    epreuve: its id, or its number (« e17 »). correcteur: who judges; by default the account's name. cours: the course folder; by
    default the one that the notebook lies in.
    """
    from IPython.display import display

    try:
        panel = Panel(open_desk(epreuve, correcteur, cours))
    except KitError as error:
        print(f"✗ {error}")
        return
    display(panel)


def open_desk(epreuve: str, grader: str | None = None, course: str | Path | None = None) -> Desk:
    """The desk of a grader; raises KitError."""
    root = course_root(Path(course) if course is not None else Path.cwd())
    where = Course(root)
    notebook = NotebookFile(where.db_url, root)
    return Desk(Register(root, patience=PATIENCE), notebook, where.resolve(epreuve), grader or account())


def account() -> str:
    """The name of the account that the notebook runs under: JupyterHub's, else the system's."""
    return os.environ.get("JUPYTERHUB_USER") or getpass.getuser()
