"""The rules of the sitting at the head of a notebook: until when, and what is allowed; the page beside counts the time that is left."""

from __future__ import annotations

import datetime
import functools
from html import escape
from pathlib import Path

import msgspec

from epreuves.variants.identifying import Identified
from epreuves.variants.published import PublishedSitting
from epreuves.wording import announcements, time_left

#: Where the page of the notebook reads the hours, in the metadata of what is shown; its script has the same word.
KEY = "epreuves"
_ARRANGED = "Si vous avez un aménagement, votre heure de fin est celle que votre école vous a donnée."


def tell(sitting: PublishedSitting, identified: Identified | None) -> None:
    """Show the rules of the sitting, where there are any, and keep its hours for the rest of the notebook."""
    sure = identified if identified is not None and identified.known else None
    announced = functools.partial(announcements.hours, Path.cwd().name)
    hours = announced() or (sure.hours if sure is not None else None) or sitting.hours
    time_left.hold(hours, announced)
    sentences = []
    if hours is not None:
        sentences.append(time_left.announced(hours, datetime.datetime.now(datetime.UTC)))
        sentences += [] if sure is not None else [_ARRANGED]
    sentences += sitting.allowed.sentences
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
