"""The pieces of a copy that a criterion is judged on, as its line « Jugé sur… » names them: « l'écrit A », « les questions 5 et 6 »."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from epreuves_kit.rubric.appreciation import Criterion

_WRITINGS = re.compile(r"\bécrits? ((?:[A-Z]\b(?:, | et )?)+)")
_LETTER = re.compile(r"Écrit ([A-Z])\b")
_QUESTIONS = re.compile(r"\bquestions? (\d+(?:(?:, | et | à )\d+)*)", re.IGNORECASE)
_SPAN = re.compile(r"(\d+) à (\d+)")
#: The highest number that a question may have.
_MOST = 99

T = TypeVar("T")


def letters(text: str) -> frozenset[str]:
    """The letters of the writings that a text names."""
    return frozenset(re.findall("[A-Z]", " ".join(_WRITINGS.findall(text))))


def letter(title: str) -> str:
    """The letter of a writing by its title, « Écrit B — Les personae »; empty where it has none."""
    match = _LETTER.match(title)
    return match[1] if match else ""


def questions(text: str) -> frozenset[int]:
    """The numbers of the questions that a text names; « questions 1 à 6 » names six."""
    numbers: set[int] = set()
    for spelled in _QUESTIONS.findall(text):
        for first, last in _SPAN.findall(spelled):
            numbers.update(range(int(first), min(int(last), _MOST) + 1))
        numbers.update(int(digits) for digits in re.findall(r"\d+", spelled) if int(digits) <= _MOST)
    return frozenset(numbers)


def judged(
    criterion: Criterion, writings: Sequence[T], title: Callable[[T], str], competence: Callable[[T], str]
) -> list[T]:
    """The writings that a criterion is judged on: those that it names, else its compétence's, else all."""
    own = [writing for writing in writings if competence(writing) == criterion.competence]
    return named(criterion, writings, title) or own or list(writings)


def named(criterion: Criterion, writings: Iterable[T], title: Callable[[T], str]) -> list[T]:
    """Those of some writings that a criterion names."""
    wanted = letters(criterion.look)
    return [writing for writing in writings if letter(title(writing)) in wanted]
