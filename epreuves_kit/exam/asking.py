"""An action of the session as it is asked for, and as it answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import msgspec

from epreuves.wording.errors import KitError
from epreuves.wording.french import listed
from epreuves_kit.course.kept import OWN

#: What is being done, how much of how much; 0 of 0 where that is not known.
ActionProgress = Callable[[str, int, int], None]
#: Where what a page was given waits for the action that takes it.
GIVEN = f"{OWN}/session"
#: Where what something new takes the place of is kept.
ASIDE = f"{GIVEN}/remplacees"
#: What is known of the last work; what it wrote outside of its sentences; the lock that it holds: they stay while it goes on.
STATE, JOURNAL, LOCK = f"{GIVEN}/travail.json", f"{GIVEN}/journal.txt", f"{GIVEN}/travail.verrou"
#: Where the session's workbooks and its archives of sujets and reports go.
EXPORTS = "exports"
#: Names told in one sentence.
_NAMED = 12
#: Sentences about copies that are told; a batch that failed whole would say as many as there are copies.
TOLD = 30


class Asked(msgspec.Struct, frozen=True):
    """An action to do: the name of its operation or button, the épreuve that it is on where it is on one, the other values given; True if who asks has
    confirmed what it destroys or does again. secrets: passwords, by name, which are in no file.
    """

    action: str
    epreuve: str = ""
    values: dict[str, str] = {}
    sure: bool = False
    secrets: dict[str, str] = {}

    @property
    def plain(self) -> Asked:
        """The same without its secrets, as it may be written."""
        return msgspec.structs.replace(self, secrets={})

    def value(self, name: str) -> str:
        """The value said under a name, without the spaces around it; empty for nothing."""
        return self.values.get(name, "").strip()

    @property
    def author(self) -> str:
        """The name of who asks."""
        return self.value("author")


class OutcomeTable(msgspec.Struct, frozen=True):
    """A table of what was done or noticed: its columns' headings, its lines; numbers: the places of the columns that are set as figures."""

    head: tuple[str, ...]
    lines: tuple[tuple[str, ...], ...]
    title: str = ""
    numbers: tuple[int, ...] = ()


class Outcome(msgspec.Struct, frozen=True):
    """The outcome of an operation: sentences, what asks for somebody's eye, and the files that it made, by their path from the course.

    tables: what is read before the sentences. objects: what `--json` writes instead, one a line. code: how its command ends; 0 where all is
    well, 1 where something is left to somebody.
    """

    said: tuple[str, ...] = ()
    look: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    tables: tuple[OutcomeTable, ...] = ()
    objects: tuple[Any, ...] = ()
    code: int = 0


class Unconfirmed(KitError):
    """The action would destroy or redo something: the sentence says what, and nothing is done until who asks has confirmed.

    values: what the confirmation is to bring back, so that what is confirmed is what was shown. look: what asks for somebody's eye first.
    tables: what would be done, line by line.
    """

    def __init__(
        self,
        sentence: str,
        values: Mapping[str, str] | None = None,
        look: tuple[str, ...] = (),
        tables: tuple[OutcomeTable, ...] = (),
    ) -> None:
        super().__init__(sentence)
        self.values, self.look, self.tables = dict(values or {}), look, tables


def given(root: Path, name: str) -> Path:
    """A file that a page was given and that waits; raises KitError where there is none of that name."""
    path = root / GIVEN / name
    if not name or path.parent != root / GIVEN or not path.is_file():
        raise KitError("Le fichier n'est plus là : choisissez-le de nouveau.")
    return path


def some(names: Iterable[str]) -> str:
    """Names as a sentence tells them: a dozen, and how many more there are."""
    every = list(names)
    more = [f"{len(every) - _NAMED} de plus"] if len(every) > _NAMED else []
    return listed([*every[:_NAMED], *more])
