"""The answers from which what comes after is worked out: never a figure that was invented, always a mistake that is known.

A table is looked at column by column: where one cannot be explained, what follows from the others still follows.

Nothing follows from a value that a trial sheet could hold as well (1, 2, 3; the same figure everywhere; what a season mostly looks like):
what follows from it would be paid without the data having been read.
"""

from __future__ import annotations

import contextlib
import datetime
import math
import statistics
from collections.abc import Sequence
from typing import Any, NamedTuple

import msgspec

from epreuves.answers import forms
from epreuves.answers.coercion import Valid
from epreuves_kit.marking.columns import Column, Unlike, figures, ratio, side_by_side
from epreuves_kit.marking.marks import WHOLE, Question, compared, recognised
from epreuves_kit.marking.substitution import Refused

#: An answer of which this share is right is the candidate's work, whatever the rest of it is; so is one figure that is right once
#: rounded.
HALF = 0.5
#: How many times smaller or larger than the reference's a value of such an answer may be, and one of an answer that is only near.
FAR, NEAR = 100.0, 3.0
#: Near zero, where a factor says nothing: how far a value may be, beside the root mean square of its column.
NEAR_ZERO = 0.5
#: The least spread of a column of an answer that is only near, beside the reference's.
SPREAD = 0.3
#: Days between a wrong date and the right one.
DAYS = 366


class Opening(NamedTuple):
    """The way in which an answer opens what follows: the question that it answers, on the data or as worked out again; the canonical value that it
    is measured by, in the scale of which its percentages are; the columns of a table from which nothing follows."""

    question: Question
    measure: Any
    closed: frozenset[str] = frozenset()


def opening(own: Question, behind: Question, received: Valid, near: bool) -> Opening:
    """Let what follows be worked out from an answer; raises Refused where nothing follows from it.

    own, behind: the question on the data, and as worked out again from the answers before it; the same where nothing before was other.
    near: whether the answer shows that it was worked out from the candidate's data (`Origins.own_work`), though it earns nothing.
    """
    asked = (own,) if own is behind else (own, behind)
    for question in asked:
        if (mistake := recognised(own, question, received)) is not None:
            return Opening(question, mistake.value)
    if isinstance(own.form, forms.TableForm):
        openings = [_by_column(own, own.form, question, received, near) for question in asked]
        best = min(openings, key=lambda candidate: len(candidate.closed))
        if len(best.closed) == len(own.form.columns):
            raise Refused("aucune colonne ne vient des données")
        return best
    shares = [compared(own, question.expected, received).share for question in asked]
    if max(shares) >= HALF:
        question = asked[shares.index(max(shares))]
        # A list of choices may be longer than the reference's, or shorter: no figure of it can be out of proportion.
        choices = isinstance(own.form, forms.ListForm) and not figures(own.form, received.value)
        if not choices and any(map(_far, _columns(own.form, question.expected, received.value))):
            raise Refused("valeur hors de proportion")
        return Opening(question, question.expected)
    if not near:
        raise Refused("rien ne dit que ces valeurs viennent des données")
    for question in asked:
        with contextlib.suppress(Unlike):
            columns = side_by_side(own.form, question.expected, received.value)
            if all(map(_near, columns)) and not any(map(_trivial, columns)):
                return Opening(question, question.expected)
    raise Refused("valeurs loin de celles des données, ou les mêmes partout")


def _by_column(own: Question, form: forms.TableForm, question: Question, received: Valid, near: bool) -> Opening:
    """The opening of a table, its columns each for itself; raises Refused where they cannot be laid beside the question's."""
    half_right = compared(own, question.expected, received).share >= HALF
    measure = {str(key): dict(row) for key, row in question.expected}
    closed = set()
    for column in _columns(form, question.expected, received.value):
        if (wrong := _mistaken(own, form, question, received, column.name)) is not None:
            for key, row in wrong:
                measure[str(key)][column.name] = row[column.name]
            continue
        right = half_right or _share(own, form, question.expected, received, column.name) >= HALF
        if right and not _far(column):
            continue
        if not (near and _near(column) and not _trivial(column)):
            closed.add(column.name)
    rows = [[key, measure[str(key)]] for key, _ in question.expected]
    return Opening(question, rows, frozenset(closed))


def _mistaken(own: Question, form: forms.TableForm, question: Question, received: Valid, name: str) -> Any | None:
    """The table of the first mistake with a name that a column shows by itself, of those that bear on it; None where it shows none."""
    keys = {str(key) for key, _ in question.expected}
    for mistake in question.mistakes:
        if {str(key) for key, _ in mistake.value} == keys and _share(own, form, mistake.value, received, name) >= WHOLE:
            return mistake.value
    return None


def _share(own: Question, form: forms.TableForm, expected: Any, received: Valid, name: str) -> float:
    """The share of one column that is right against a table."""
    alone = msgspec.structs.replace(own, form=msgspec.structs.replace(form, columns={name: form.columns[name]}))
    of_ours, of_theirs = ([[key, {name: row[name]}] for key, row in side] for side in (expected, received.value))
    return compared(alone, of_ours, msgspec.structs.replace(received, value=of_theirs)).share


def _columns(form: forms.Form, like: Any, received: Any) -> list[Column]:
    try:
        return side_by_side(form, like, received)
    except Unlike as unlike:
        raise Refused(str(unlike)) from None


def _far(column: Column) -> bool:
    if not column.numeric:
        return False
    pairs = zip(column.like, column.given, strict=True)
    return any(expected and not 1 / FAR <= ratio(given, expected) <= FAR for expected, given in pairs)


def _near(column: Column) -> bool:
    """True if each value is within a factor of three, sign and all; of days, within a year; of other values, half of them right."""
    pairs = list(zip(column.like, column.given, strict=True))
    if isinstance(column.form, forms.Date):
        days = [abs((_day(given) - _day(expected)).days) for expected, given in pairs]
        return max(days) <= DAYS
    if not column.numeric:
        return len(pairs) > 1 and sum(expected == given for expected, given in pairs) >= HALF * len(pairs)
    around = NEAR_ZERO * _size(column.like) if len(pairs) >= 3 else 0.0
    return all(
        abs(given - expected) <= around
        or (expected * given > 0 and 1 / NEAR <= ratio(given, expected) <= NEAR)
        or expected == given
        for expected, given in pairs
    )


def _trivial(column: Column) -> bool:
    """True if a column hardly varies and the reference's does."""
    if not column.numeric or len(column.like) < 3:
        return False
    if all(v > 0 for v in (*column.like, *column.given)):
        expected, given = ([math.log(v) for v in side] for side in (column.like, column.given))
    else:
        expected, given = column.like, column.given
    return statistics.pstdev(given) < SPREAD * statistics.pstdev(expected)


def _size(values: Sequence[float]) -> float:
    return math.sqrt(math.fsum(v * v for v in values) / len(values))


def _day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)
