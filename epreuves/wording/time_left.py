"""The end of the candidate's time, held while Python lives, and the time left, in words."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import msgspec

from epreuves.wording.french import between, day, hour, lasting, moment
from epreuves.wording.typography import spaced


class SittingHours(msgspec.Struct, frozen=True, rename={"begins": "debut", "ends": "fin"}):
    """The beginning and the end of a sitting (aware), by the school's clocks."""

    begins: datetime.datetime
    ends: datetime.datetime


def _unchanged() -> SittingHours | None:
    return None


_held: SittingHours | None = None
_changed: Callable[[], SittingHours | None] = _unchanged


def hold(hours: SittingHours | None, changed: Callable[[], SittingHours | None] = _unchanged) -> None:
    """Keep the hours that the rest of the notebook speaks of; None for none. changed: gives those that took their place since, if any did."""
    global _held, _changed
    _held, _changed = hours, changed


def left(now: datetime.datetime | None = None) -> str:
    """« Il reste 48 minutes. »; empty where no hours are held, or the sitting has not begun. now: aware, by default this moment."""
    at, hours = now or datetime.datetime.now(datetime.UTC), _changed() or _held
    if hours is None or at < hours.begins:
        return ""
    if at < hours.ends:
        return f"Il reste {lasting(hours.ends - at)}."
    return f"L'heure de fin ({hour(hours.ends)}) est passée."


def announced(hours: SittingHours, now: datetime.datetime) -> str:
    """Until when one has, and how long that is. now: aware."""
    if now < hours.begins:
        return f"L'épreuve a lieu {between(hours.begins, hours.ends)}."
    today = now.astimezone(hours.ends.tzinfo).date() == hours.ends.date()
    if now < hours.ends:
        end = f"à {hour(hours.ends)}" if today else f"le {day(hours.ends)} à {hour(hours.ends)}"
        return spaced(f"L'épreuve finit {end} : il reste {lasting(hours.ends - now)}.")
    end = hour(hours.ends) if today else moment(hours.ends)
    return spaced(
        f"L'heure de fin ({end}) est passée depuis {lasting(now - hours.ends)} : rien n'est bloqué, mais votre copie peut compter en retard. "
        "Rendez-la sans attendre."
    )
