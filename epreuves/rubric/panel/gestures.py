"""What a grader's browser sends, checked: nothing else is acted upon."""

from __future__ import annotations

from typing import Literal

import msgspec

from epreuves.rubric.panel.situation import Mode

Where = Literal["next_copy", "previous_copy", "next_criterion", "previous_criterion", "forward", "back", "waiting", "copy", "criterion"]  # fmt: skip


class Gesture(msgspec.Struct, frozen=True, tag_field="kind", kw_only=True):
    """What the browser sends. n: the gesture's number, which its answer bears; client: the page that sent it."""

    n: int
    client: str


class Hello(Gesture, frozen=True, tag="hello"):
    """A page opens."""


class Page(Gesture, frozen=True, tag="page", kw_only=True):
    """A copy's content is asked for."""

    key: str


class Go(Gesture, frozen=True, tag="go", kw_only=True):
    """Another copy or criterion is looked at. to: the key of a copy or the grade id of a criterion, for these two."""

    where: Where
    to: str = ""


class SetMode(Gesture, frozen=True, tag="mode", kw_only=True):
    """The other order is taken."""

    mode: Mode


class Judge(Gesture, frozen=True, tag="judge", kw_only=True):
    """A level, or none, and a comment are given on one criterion of one copy."""

    copy: str
    grade_id: str
    level: int | None
    comment: str = ""


class Undo(Gesture, frozen=True, tag="undo"):
    """The last judgement is undone."""


AnyGesture = Hello | Page | Go | SetMode | Judge | Undo
