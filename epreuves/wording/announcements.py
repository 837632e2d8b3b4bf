"""Announcements to a candidate's account on a hub that holds a room: messages, and hours that changed.

The hub's service writes them in a file of which it gives the path (`EPREUVES_ANNONCES`); elsewhere there is none.
"""

from __future__ import annotations

import os
from pathlib import Path

import msgspec

from epreuves.wording.time_left import SittingHours

PLACE = "EPREUVES_ANNONCES"
#: Bytes that are read at most.
_MOST = 100_000


class _Announcement(msgspec.Struct, frozen=True, rename={"hours": "heures"}):
    epreuve: str = ""
    hours: SittingHours | None = None


def are_made() -> bool:
    """True on a hub that holds a room: the page above the notebook counts the time and hands in."""
    return PLACE in os.environ


def content() -> bytes:
    """The announcements as they are written, a JSON list; an empty one where there are none."""
    place = os.environ.get(PLACE)
    if not place:
        return b"[]"
    try:
        with Path(place).open("rb") as file:
            return file.read(_MOST) or b"[]"
    except OSError:
        return b"[]"


def hours(epreuve: str) -> SittingHours | None:
    """The last hours that were announced for an épreuve; None for none."""
    try:
        announced = msgspec.json.decode(content(), type=tuple[_Announcement, ...])
    except msgspec.MsgspecError:
        return None
    own = (item.hours for item in reversed(announced) if item.epreuve == epreuve)
    return next((changed for changed in own if changed is not None), None)
