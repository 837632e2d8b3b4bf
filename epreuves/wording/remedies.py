"""A next step that a sentence proposes: an operation, or a parameter of one, which each face names its own way — the command line by its
command and its option, the page by its button and its field.

    raise KitError(f"Aucune copie n'est corrigée : lancez d'abord {remedy('autograde', id)}.")
    raise KitError(f"La date n'est dite nulle part : donnez {parameter('jury pv', '--date')}.")

A sentence stays a text, which lists, joins and files take as any other; what it proposes stands between signs that no other sentence has.
Whatever is written elsewhere than on the page (the terminal, JSON, a file) goes through `as_commands`.
"""

from __future__ import annotations

import re
from collections.abc import Callable

#: The signs around a step, and around a parameter; nobody is to read them.
SIGNS = _OPEN, _CLOSE, _BEGIN, _END = "\u2039", "\u203a", "\u27e6", "\u27e7"
_STEP = re.compile(rf"(\(?){_OPEN}([a-z][^{_CLOSE}]*){_CLOSE}")
_PARAMETER = re.compile(rf"(\(?){_BEGIN}([a-z][^{_END}]*?) (--[^{_END}]+){_END}")


def remedy(name: str, *arguments: str) -> str:
    """The step that is the operation of that name (« jury pv »), with what it is told, options included (« --rectificatif »).

    A command that is no operation is named the same way (« check »), one of nbgrader's with its program (« nbgrader db upgrade »).
    """
    return f"{_OPEN}{' '.join((name, *arguments))}{_CLOSE}"


def parameter(name: str, flag: str, value: str = "") -> str:
    """A parameter of the operation of that name, by its option, with the value to be given where there is one to show."""
    return f"{_BEGIN}{' '.join(filter(None, (name, flag, value)))}{_END}"


def rendered(sentence: str, step: Callable[[str, bool], str], option: Callable[[str, str, bool], str]) -> str:
    """A sentence whose steps and parameters are named by a face, each told whether it opens a parenthesis.

    step: given the words of one. option: given the operation's name, and the option with its value.
    """
    named = _STEP.sub(lambda match: match[1] + step(match[2], bool(match[1])), sentence)
    return _PARAMETER.sub(lambda match: match[1] + option(match[2], match[3], bool(match[1])), named)


def command(name: str, *arguments: str) -> str:
    """A step as it is typed, where only the command line is spoken to."""
    return " ".join((*([] if name.startswith("nbgrader ") else ["epreuves"]), name, *arguments))


def as_commands(sentence: str) -> str:
    """A sentence as the command line says it."""
    return rendered(sentence, lambda words, _: f"« {command(words)} »", lambda name, option, _: option)
