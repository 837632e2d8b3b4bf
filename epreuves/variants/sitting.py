"""The rules of the sitting at the head of a notebook: until when, and what is allowed."""

from __future__ import annotations

import datetime
import functools
from html import escape
from pathlib import Path

import msgspec

from epreuves.variants.identifying import Identified
from epreuves.variants.published import PublishedSitting
from epreuves.wording import announcements, time_left
from epreuves.wording.time_left import SittingHours

#: Where the page of the notebook reads the hours, in the metadata of what is shown; its script has the same word.
KEY = "epreuves"
_ABOVE = "Votre heure de fin et le temps qui reste sont affichés en haut de la page."
_ARRANGED = "Si vous avez un aménagement, votre heure de fin est celle que votre école vous a donnée."


def own_hours(sitting: PublishedSitting, identified: Identified | None, epreuve: str) -> SittingHours | None:
    """The hours of a candidate at an épreuve: those announced to them since, else those of their code, else everybody's; None where there are none."""
    by_code = identified.hours if identified is not None and identified.known else None
    return announcements.hours(epreuve) or by_code or sitting.hours


def in_words(
    hours: SittingHours | None, identified: Identified | None, epreuve: str, now: datetime.datetime
) -> list[str]:
    """Until when one has, in sentences; none where there are no hours. now: aware."""
    if hours is None:
        return []
    sure = (identified is not None and identified.known) or announcements.hours(epreuve) is not None
    return [time_left.announced(hours, now), *([] if sure else [_ARRANGED])]


def tell(sitting: PublishedSitting, identified: Identified | None) -> None:
    """Show the rules of the sitting, where there are any, and keep its hours for the rest of the notebook."""
    epreuve = Path.cwd().name
    hours = own_hours(sitting, identified, epreuve)
    time_left.hold(hours, functools.partial(announcements.hours, epreuve))
    now = datetime.datetime.now(datetime.UTC)
    until = in_words(hours, identified, epreuve, now)
    if hours is not None and announcements.are_made() and hours.begins <= now:
        # Where hours may change under way, what stays written here would soon be false.
        until[0] = _ABOVE
    sentences = [*until, *sitting.allowed.sentences]
    if not sentences:
        return
    try:
        from IPython import get_ipython
        from IPython.display import display
    except ImportError:
        shell = None
    else:
        shell = get_ipython()
    if shell is None:
        print("\n".join(sentences))
        return
    lines = "".join(f"<li>{escape(sentence)}</li>" for sentence in sentences)
    metadata = {KEY: {"heures": msgspec.to_builtins(hours)}} if hours is not None else {}
    display({"text/html": f"<ul>{lines}</ul>", "text/plain": "\n".join(sentences)}, metadata=metadata, raw=True)
