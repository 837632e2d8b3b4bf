"""The kit's sentences as the session's application says them.

Who runs a session by buttons is told of buttons: the step that a sentence proposes is the one that does it, or who is to be asked for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from epreuves_kit.page import drawn
from epreuves_kit.referentiel.model import called

#: What opens a notebook, or leads somewhere in the page.
LIST, PANEL, SETTLE, ORAL, PEOPLE = (
    "Choisir la liste de l'école",
    "Ouvrir le panneau des correcteurs",
    "Régler les désaccords",
    "Ouvrir les fiches d'oral",
    "Candidat par candidat",
)
#: Where the page does by itself what an operation does, the label of that.
_ITSELF = {"candidats": PEOPLE, "candidats import": LIST}


#: An épreuve's identifier in a sentence; in a path or a file's name it stays.
_ID = re.compile(r"(?<![\w/.-])e\d\d[a-z]?_[a-z0-9_]+(?![\w/-]|\.\w)")


def shown(sentence: str) -> str:
    """A sentence of the kit as the application says it: the button, and not the command; « E17 », and not its folder."""
    return _ID.sub(lambda match: called(match[0]), drawn.with_buttons(sentence, _ITSELF))


def all_shown(sentences: Iterable[str]) -> list[str]:
    """Sentences, each as the application says it."""
    return [shown(sentence) for sentence in sentences]
