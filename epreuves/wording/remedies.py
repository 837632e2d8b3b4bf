"""A next step that a sentence proposes: an operation, which each face names its own way — the command line by its command, the page by its
button.

    raise KitError(f"Aucune copie n'est corrigée : lancez d'abord {remedy('autograde', id)}.")

A sentence stays a text, which lists, joins and files take as any other; the step in it stands between signs that no other sentence has.
"""

from __future__ import annotations

import re
from collections.abc import Callable

_STEP = re.compile(r"\u2039([^\u203a]+)\u203a")


def remedy(name: str, *arguments: str) -> str:
    """The step that is the operation of that name (« jury pv »), with what it is told, options included (« --rectificatif »)."""
    return f"\u2039{' '.join((name, *arguments))}\u203a"


def rendered(sentence: str, named: Callable[[str], str]) -> str:
    """A sentence whose steps are named by a face, in quotation marks. named: given the words of a step."""
    return _STEP.sub(lambda found: f"« {named(found[1])} »", sentence)


def as_commands(sentence: str) -> str:
    """A sentence as the command line says it."""
    return rendered(sentence, lambda words: f"epreuves {words}")
