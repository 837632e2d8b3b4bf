"""The marks of one sheet of answers, whole: what is right on the data, what follows from the candidate's own answers, what is a neighbour's."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec

from epreuves.answers.coercion import Valid, coerce
from epreuves.answers.forms import NUMERIC, OwnTableForm
from epreuves.answers.tree import CheckedTree
from epreuves_kit.marking.marks import Mark, Scheme, followable, mark
from epreuves_kit.marking.neighbours import Origins
from epreuves_kit.marking.reference import ReferenceFailure, References


class JudgedSheet(NamedTuple):
    """The marks, in the order of the notebook; whether what follows from the answers could be worked out; and of each table of the
    candidate's own a digest, the same for two who gave the same, and AUTHOR_S for the author's.
    """

    marks: tuple[Mark, ...]
    followed: bool
    tables: dict[str, str]


#: The digest of the author's own table.
AUTHOR_S = "corrigé"
#: Figures from which a table is told by them alone, whatever its rows are called.
_TELLING = 8


def judge(
    references: References,
    variant: str,
    letters: Sequence[str],
    answers: Mapping[str, CheckedTree],
    incidents: Mapping[str, str] | None = None,
) -> JudgedSheet:
    """Mark the answers given on a variant; letters: all the variants of the session, among which a neighbour's is looked for.

    Raises ReferenceFailure where the source does not give its own answers.
    """
    plain = references.own(variant)
    scheme = on_own_tables(references, plain, answers)
    marks = mark(scheme, answers, incidents=incidents)
    # The other variants' schemes are looked at only where a figure is false.
    origins = Origins(scheme, references.all(letters), answers, marks)
    copied = origins.copied()
    if copied:
        # What follows from the candidate's own mistakes may look like a neighbour's: it is nobody else's.
        alone, _ = _followed(references, scheme, marks, answers, set(copied), ())
        followed = mark(scheme, answers, alone)
        copied = origins.copied({m.question for m in followed if m.outcome == "follow_through"})
    near = () if copied else origins.own_work()
    follow, stuck = _followed(references, scheme, marks, answers, set(copied), near)
    if copied or follow or stuck:
        marks = mark(scheme, answers, follow, incidents, copied, stuck)
    return JudgedSheet(marks, not stuck, _digests(plain, answers))


def on_own_tables(references: References, scheme: Scheme, answers: Mapping[str, CheckedTree]) -> Scheme:
    """A scheme in which what hangs on a table of the candidate's own is worked out from theirs, and never from the author's.

    A question on which the reference stops is `stuck`; one whose tables were not given, or refused, is as it was: `mark` pays nothing there.
    """
    tables = {q.id: q.expected for q in scheme.questions if isinstance(q.form, OwnTableForm) and q.id in answers}
    read = {id: coerce(q.form, answers[id]) for q in scheme.questions if (id := q.id) in tables}
    given = {id: answers[id] for id, valid in read.items() if isinstance(valid, Valid) and valid.value != tables[id]}
    wanted = {q.id for q in scheme.questions if given.keys() & set(q.depends)}
    if not wanted:
        return scheme
    try:
        questions = {q.id: q for q in references.follow(scheme.variant, given, wanted).questions}
    except ReferenceFailure:
        questions = {}
    stopped = {q.id: msgspec.structs.replace(q, stuck=True) for q in scheme.questions if q.id in wanted}
    worked = {id: msgspec.structs.replace(q, depends=stopped[id].depends, closed=()) for id, q in questions.items()}
    made = tuple({**stopped, **worked}.get(q.id, q) for q in scheme.questions)
    return msgspec.structs.replace(scheme, questions=made)


def _digests(scheme: Scheme, answers: Mapping[str, CheckedTree]) -> dict[str, str]:
    digests = {}
    for question in scheme.questions:
        if isinstance(question.form, OwnTableForm) and question.id in answers:
            read = coerce(question.form, answers[question.id])
            if isinstance(read, Valid):
                digest = _digest(question.form, read.value)
                authors = digest == _digest(question.form, question.expected)
                digests[question.id] = AUTHOR_S if authors else digest
    return digests


def _digest(form: OwnTableForm, rows: list[Any]) -> str:
    """A digest of a table, the order of its rows apart; of its figures alone where they are many."""
    numeric = [name for name, of in form.columns.items() if isinstance(of, NUMERIC)]
    figures = [[row[name] for name in numeric] for _, row in rows]
    many = len({json.dumps(v) for line in figures for v in line}) >= _TELLING
    shown = figures if many else [[key, row] for key, row in rows]
    return hashlib.blake2b("\n".join(sorted(map(json.dumps, shown))).encode(), digest_size=16).hexdigest()


def _followed(
    references: References,
    scheme: Scheme,
    marks: tuple[Mark, ...],
    answers: Mapping[str, CheckedTree],
    copied: Collection[str],
    near: Collection[str],
) -> tuple[Scheme | None, set[str]]:
    """The follow-through scheme, None where nothing could follow; and the questions wanted, where the reference stopped altogether."""
    wanted = followable(scheme, marks, answers)
    own = {id: tree for id, tree in answers.items() if id not in copied}
    if not wanted:
        return None, set()
    try:
        return references.follow(scheme.variant, own, wanted, near), set()
    except ReferenceFailure:
        # The candidate's figures stopped the reference: nothing follows from them, and the copy is marked all the same.
        return None, wanted
