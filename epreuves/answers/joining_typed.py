"""The answers that a group's members typed in forms, joined: an answer that one person gave is taken, a grid cell by cell; nobody's is lost unseen."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import msgspec

from epreuves.answers.typed import TypedAnswer, TypedAnswers, tree_of
from epreuves.answers.typed_values import TypedGrid, TypedValue


class JoinedTyped(msgspec.Struct, frozen=True):
    """A question's joined answer: those whose words are in it, and, by name, what others typed otherwise, in words."""

    question: str
    kept: tuple[str, ...]
    others: Mapping[str, str] = msgspec.field(default_factory=dict)


def join_typed(
    versions: Mapping[str, TypedAnswers], questions: Collection[str]
) -> tuple[TypedAnswers, tuple[JoinedTyped, ...]]:
    """The answers of all, and what became of each; versions: by whose they are, the one that is kept before others first.

    questions: those that are joined; of any other, the first's own answer stays.
    """
    first = next(iter(versions.values()))
    answered = dict.fromkeys(question for answers in versions.values() for question in answers.answers)
    joined: dict[str, TypedAnswer] = dict(first.answers)
    lines: list[JoinedTyped] = []
    for question in answered:
        if question not in questions:
            continue
        given = {name: answers.answers[question] for name, answers in versions.items() if question in answers.answers}
        answer, line = _one(question, given)
        joined[question] = answer
        if line.kept:
            lines.append(line)
    return msgspec.structs.replace(first, answers=joined), tuple(lines)


def _one(question: str, given: Mapping[str, TypedAnswer]) -> tuple[TypedAnswer, JoinedTyped]:
    kept: TypedAnswer | None = None
    authors: list[str] = []
    others: dict[str, str] = {}
    for name, answer in given.items():
        if tree_of(answer.value) is None:
            continue
        if kept is None:
            kept, authors = answer, [name]
        elif (together := _cells(kept.value, answer.value)) is not None:
            value, added, differing = together
            kept = msgspec.structs.replace(kept, value=value)
            authors += [name] if added else []
            others |= {name: differing} if differing else {}
        elif kept.value != answer.value:
            others[name] = in_words(answer.value)
    return kept or next(iter(given.values())), JoinedTyped(question, tuple(authors), others)


def _cells(ours: TypedValue | None, theirs: TypedValue | None) -> tuple[TypedGrid, bool, str] | None:
    """(two grids as one, whether anything of the second came in, its cells that differ, in words); None where they are no two grids alike."""
    if not isinstance(ours, TypedGrid) or not isinstance(theirs, TypedGrid):
        return None
    if (ours.columns, ours.keys) != (theirs.columns, theirs.keys):
        return None
    rows = {row[: ours.keys]: row for row in ours.rows}
    if len(rows) < len(ours.rows) or not ours.keys:
        return None
    added, differing = False, []
    for row in theirs.rows:
        own = rows.get(row[: ours.keys])
        if own is None:
            added |= any(cell.strip() for cell in row)
            rows[row[: ours.keys]] = row
            continue
        merged = tuple(mine if mine.strip() else other for mine, other in zip(own, row, strict=True))
        added |= merged != own
        differing += [
            f"{', '.join(row[: ours.keys])}, {column} : {other}"
            for column, mine, other in zip(ours.columns, own, row, strict=True)
            if mine.strip() and other.strip() and mine.strip() != other.strip()
        ]
        rows[row[: ours.keys]] = merged
    return msgspec.structs.replace(ours, rows=tuple(rows.values())), added, " ; ".join(differing)


def in_words(value: TypedValue | None) -> str:
    """A typed value as a line of text."""
    match value:
        case None:
            return ""
        case str():
            return value
        case tuple():
            return ", ".join(text for text in value if text.strip())
        case _:
            return " ; ".join(", ".join(cell for cell in row if cell.strip()) for row in value.rows)
