"""Answers typed in forms: `reponses.json` beside the notebook, read, written whole, and made into the trees that code would give.

What is kept is text as it was typed: the coercion that reads code's answers reads these. The file lies in a candidate's folder, so what it
says is read strictly, within bounds, and believed no more than a cell: `chosen` is called in the candidate's own process, at the room as
where copies are marked.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import msgspec

from epreuves.answers.files.finding import beginning
from epreuves.answers.portable import portable
from epreuves.answers.published_words import FILE as PUBLISHED
from epreuves.answers.published_words import epreuve_of
from epreuves.answers.scalars import is_missing
from epreuves.answers.typed_values import TypedChart, TypedGrid, TypedValue
from epreuves.machine import replace
from epreuves.wording.errors import KitError
from epreuves.wording.inert import clean_text

FILE = "reponses.json"
#: Where a file that cannot be read is set aside: it may hold a candidate's words.
SET_ASIDE = "reponses.illisible.json"
MAX_BYTES = 1_000_000
#: Folders above the current one in which an épreuve's own is looked for: a cell may have moved into `donnees/`.
_ABOVE = 2


class TypedAnswer(
    msgspec.Struct,
    frozen=True,
    forbid_unknown_fields=True,
    omit_defaults=True,
    rename={"value": "saisie", "at": "le", "preferred": "prefere"},
):
    """An answer as it was typed, None where a form was only preferred; at: when, as its computer tells. preferred: the candidate would have
    it count even where the notebook gives a value.
    """

    value: TypedValue | None = None
    at: Annotated[str, msgspec.Meta(max_length=40)] = ""
    preferred: bool = False


class TypedAnswers(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"answers": "reponses"}):
    """The answers typed in an épreuve's forms, by question."""

    epreuve: Annotated[str, msgspec.Meta(max_length=200)] = ""
    answers: Annotated[
        dict[Annotated[str, msgspec.Meta(pattern=r"\A[A-Za-z0-9_-]{1,100}\Z")], TypedAnswer],
        msgspec.Meta(max_length=500),
    ] = msgspec.field(default_factory=dict)
    v: Annotated[int, msgspec.Meta(ge=1, le=1)] = 1


class UnreadableAnswers(KitError):
    """`reponses.json` is not what a form wrote; a sentence says why."""


def home() -> Path:
    """The épreuve's folder: the current one, or one above it where a cell has moved away from it."""
    current = Path.cwd()
    return next((folder for folder in (current, *current.parents[:_ABOVE]) if (folder / PUBLISHED).is_file()), current)


def decoded(content: bytes, epreuve: str) -> TypedAnswers:
    """The answers in a file's bytes; UnreadableAnswers where they are not those of the épreuve, or nothing that a form wrote."""
    if len(content) > MAX_BYTES:
        raise UnreadableAnswers(f"Le fichier {FILE} dépasse 1 Mo : ce n'est pas ce que les formulaires y écrivent.")
    try:
        answers = msgspec.json.decode(content, type=TypedAnswers)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise UnreadableAnswers(
            f"Le fichier {FILE} ne se lit pas : il n'est plus tel que les formulaires l'ont écrit."
        ) from None
    if answers.epreuve != epreuve:
        raise UnreadableAnswers(f"Le fichier {FILE} vient d'une autre épreuve (« {clean_text(answers.epreuve)} »).")
    return answers


def read(folder: Path) -> TypedAnswers:
    """The answers typed in a folder's forms, none where there is no file; raises UnreadableAnswers."""
    path, epreuve = folder / FILE, epreuve_of(folder)
    if not path.exists() and not path.is_symlink():
        return TypedAnswers(epreuve)
    content = beginning(path, MAX_BYTES + 1)
    if content is None:
        raise UnreadableAnswers(f"{FILE} est un lien, ou ne s'ouvre pas : il n'est pas lu.")
    return decoded(content, epreuve)


def keep(folder: Path, question: str, answer: TypedAnswer, shown: Mapping[str, TypedAnswer] | None = None) -> None:
    """Write an answer beside the others, all or nothing; raises OSError. A file that cannot be read is set aside first, never written over.

    shown: the others, for a file that is gone or cannot be read.
    """
    try:
        before = read(folder).answers
    except UnreadableAnswers:
        (folder / FILE).replace(folder / SET_ASIDE)
        before = {}
    write(folder, TypedAnswers(epreuve_of(folder), {**(before or shown or {}), question: answer}))


def write(folder: Path, after: TypedAnswers) -> None:
    """Write a folder's answers, all or nothing; raises OSError."""
    replace(folder / FILE, encoded(after))


def encoded(answers: TypedAnswers) -> bytes:
    """The bytes of a file of answers; raises OSError where it would be too large to be read."""
    content = msgspec.json.format(msgspec.json.encode(answers), indent=1) + b"\n"
    if len(content) > MAX_BYTES:
        raise OSError(f"{FILE} dépasserait 1 Mo")
    return content


def now() -> str:
    """The computer's hour, as it is kept with an answer."""
    return datetime.datetime.now().astimezone().isoformat(timespec="seconds")


def converted(value: Any) -> TypedValue | None:
    """A text or texts, checked to be what a form keeps; raises msgspec.ValidationError."""
    return msgspec.convert(value, TypedValue | None)


def tree_of(value: TypedValue | None) -> Any:
    """The tree that the same answer gives in code: a text, a list, a table; None where nothing is typed.

    A row without a value is a row that is not answered; a cell that is empty beside others is a value that lacks.
    """
    match value:
        case None:
            return None
        case str():
            return clean_text(value) if value.strip() else None
        case TypedGrid(columns=columns, keys=keys, rows=rows):
            lines = [[clean_text(cell) if cell.strip() else None for cell in row] for row in rows]
            lines = [line for line in lines if any(cell is not None for cell in line[keys:])]
            index = {"noms": [None], "cles": list(range(len(lines))), "defaut": True}
            return {"$": "tableau", "index": index, "colonnes": list(columns), "lignes": lines} if lines else None
        case TypedChart():
            return _drawn(value) if any(cell.strip() for row in value.rows for cell in row[1:]) else None
        case _:
            return [clean_text(text) for text in value if text.strip()] or None


def _drawn(chart: TypedChart) -> Any:
    from epreuves.answers.charts.drawing import figure  # only who draws pays for matplotlib

    return portable(figure(chart))


def chosen(question: str, value: Any) -> tuple[Any, TypedValue | None]:
    """(tree of the answer that counts, what was typed where that is it): the variable's, unless it has no value or the form is preferred.

    Never raises: whatever a copy did to its folder, to what is read with or to its memory, nothing was typed that can be read.
    """
    tree = portable(value)
    try:
        answer = read(home()).answers.get(question)
        if answer is not None and (answer.preferred or is_missing(tree)):
            typed = tree_of(answer.value)
            return (tree, None) if typed is None else (typed, answer.value)
    except Exception:
        pass
    return tree, None


def typed_trees(answers: TypedAnswers) -> Mapping[str, Any]:
    """The trees of all that was typed, by question; what holds nothing is left out."""
    trees = ((question, tree_of(answer.value)) for question, answer in answers.answers.items())
    return {question: tree for question, tree in trees if tree is not None}
