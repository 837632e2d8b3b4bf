"""Values that the page is sent to show: fields, buttons, steps, parts, lines."""

from __future__ import annotations

from typing import Literal

import msgspec

#: What a button does: an action of the session, a notebook that is opened, a list of candidates that is chosen, a place that is gone to,
#: the jury's decisions shown.
Does = Literal["do", "open", "list", "look", "decisions"]


class PageField(msgspec.Struct, frozen=True):
    """A field of an action's form. kind: as a browser's field is (« text », « date », « number », « checkbox », « file », « time »), or
    « long » for a text of several lines, « choice » for one of the options, « boxes » for some of them, each as it is sent and as it is read; « pair » for two texts, for which the options are only proposed. note: what is to be known of it,
    told beside it; of a file, also where it is too heavy to be taken. minimum, maximum: of a number.
    """

    name: str
    label: str
    kind: str = "text"
    value: str = ""
    optional: bool = False
    options: tuple[tuple[str, str], ...] = ()
    accept: str = ".xlsx"
    note: str = ""
    minimum: int | None = None
    maximum: int | None = None


class PageButton(msgspec.Struct, frozen=True):
    """A button: what it does, on which épreuve, its label, the fields that it asks first; closed: why it cannot be pressed now.

    short: what it says to who sees the line that it stands on, where its label would say again what the line does. like: where it has no fields of
    its own, the name under which its part has them, as all lines do.
    """

    does: Does
    what: str
    label: str
    epreuve: str = ""
    hint: str = ""
    closed: str = ""
    fields: tuple[PageField, ...] = ()
    values: dict[str, str] = {}
    short: str = ""
    like: str = ""


class PageStep(msgspec.Struct, frozen=True):
    """A step of an épreuve: its title, its state in words, True if it is the next one, its buttons."""

    title: str
    said: str
    next: bool
    buttons: tuple[PageButton, ...]


class PageSign(msgspec.Struct, frozen=True):
    """A cell that shows a sign, and says it in words to who points at it or hears it."""

    sign: str
    words: str


class PageLine(msgspec.Struct, frozen=True):
    """A line of a part's table: its cells, what can be done of it, and what a choice among lines goes by."""

    cells: tuple[str | PageSign, ...]
    buttons: tuple[PageButton, ...] = ()
    kind: str = ""


class PagePart(msgspec.Struct, frozen=True):
    """A part of what ends a session: its title, its state in sentences, its buttons, and its table, where it has one.

    key: what a button that leads to it names. choice: the label of a choice among its lines, by their kind; none where it is empty. shared: fields
    that the buttons of its lines have alike, sent once.
    """

    key: str
    title: str
    said: tuple[str, ...]
    buttons: tuple[PageButton, ...]
    head: tuple[str, ...] = ()
    lines: tuple[PageLine, ...] = ()
    choice: str = ""
    shared: dict[str, tuple[PageField, ...]] = {}


class PageRow(msgspec.Struct, frozen=True):
    """An épreuve's line: what is told of each stage, and what lacks."""

    id: str
    title: str
    stage: str
    cells: tuple[str, ...]
    lacking: tuple[str, ...]


class PageCandidate(msgspec.Struct, frozen=True):
    """A candidate's line on one épreuve; missing: there is no copy though one is expected; buttons: what can be done of this candidate."""

    id: str
    name: str
    copy: str
    marked: str
    judged: str
    returned: str
    missing: bool
    unknown: bool
    buttons: tuple[PageButton, ...] = ()


class PagePreview(msgspec.Struct, frozen=True):
    """The preview of a list: a line a person (name, identifier, state, changes), what somebody should look at, and a sentence."""

    name: str
    digest: str
    said: str
    lines: tuple[tuple[str, str, str, str], ...]
    look: tuple[str, ...]
    changes: bool
