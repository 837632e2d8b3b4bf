"""The scheme of an épreuve on one variant, and marks: a pure function of answers and scheme, each explained in one sentence; and
answers that are a neighbour's.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

import msgspec

from epreuves.answers import forms
from epreuves.answers.coercion import Invalid, Missing, Reading, Valid, coerce
from epreuves.answers.comparison import compare
from epreuves.answers.equality import Comparison
from epreuves.answers.tree import CheckedTree
from epreuves.wording.french import listed, percent
from epreuves.wording.inert import inert

Outcome = Literal["right", "follow_through", "mistake", "partial", "wrong", "invalid", "missing"]

#: A share this close to 1 is 1: shares are quotients of whole numbers.
_WHOLE = 1 - 1e-9
#: Two figures closer than this, in proportion, are one: they were added up in another order.
_LAST_DIGITS = 1e-9

_KEPT = " Vous gardez {} des points."
_KEPT_SAID = re.compile(re.escape(_KEPT).replace(r"\{\}", r"[\d,]+\s%"))
_COPIED = "Ces valeurs sont celles de la variante {}, alors que vos données sont celles de la variante {}."
_COPIED_FROM = re.compile(_COPIED.partition("{}")[0] + "([A-Z])")

#: Figures of one answer that must all agree: fewer could agree by chance, and an honest mistake would be taken for a copy.
FIGURES = 3


class Mistake(msgspec.Struct, frozen=True):
    """A wrong way worked out by the author: a code that no variant changes, its value, its sentence, the share it keeps."""

    code: str
    value: Any
    sentence: str
    part: float


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """One question on one variant.

    expected: canonical value of `form`; tolerance is relative, ecart absolute.
    depends: questions whose answers the reference uses, directly or not, in the order of the notebook.
    """

    id: str
    title: str
    points: float
    variable: str
    form: forms.Form
    tolerance: float
    gap: float
    expected: Any
    mistakes: tuple[Mistake, ...] = ()
    depends: tuple[str, ...] = ()


class Scheme(msgspec.Struct, frozen=True):
    """All the questions of an épreuve on one variant, in the order of the notebook."""

    epreuve: str
    variant: str
    questions: tuple[Question, ...]

    @property
    def maximum(self) -> float:
        """Points that the machine can give."""
        return sum(q.points for q in self.questions)

    def question(self, id: str) -> Question | None:
        """The question of that id, or None."""
        return next((q for q in self.questions if q.id == id), None)


class Mark(msgspec.Struct, frozen=True):
    """Mark of one question: points earned of a maximum, how, the mistake's code where one was recognised, and the sentence."""

    question: str
    points: float
    maximum: float
    outcome: Outcome
    mistake: str | None
    sentence: str


def mark(
    scheme: Scheme,
    answers: Mapping[str, CheckedTree],
    follow: Scheme | None = None,
    incidents: Mapping[str, str] | None = None,
    neighbours: Mapping[str, str] | None = None,
) -> tuple[Mark, ...]:
    """Mark answers against a scheme, question by question, in the order of the notebook.

    answers: by question; what is not in it was not answered.
    follow: the scheme worked out again with the candidate's own answers upstream (`compute(…, answers)`): what is right given
    an earlier mistake is credited in full, since that mistake has cost already; so is what is right given an earlier answer
    that is right but rounded, as one that was typed in.
    neighbours: letters of the variants that false answers were copied from, by question (`copied`); they earn nothing.
    incidents: French sentences on what happened to a question's cell, said where nothing was received.
    """
    marks: dict[str, Mark] = {}
    for question in scheme.questions:
        behind = follow.question(question.id) if follow is not None else None
        # Nothing follows from answers that were the reference's own: only where one before it was wrong, or right but rounded, is
        # the second scheme asked.
        before = [marks[q] for q in behind.depends if q in marks] if behind else []
        wrong = [m.question for m in before if m.points < m.maximum]
        upstream = wrong or [m.question for m in before if _rounded(_asked(scheme, m.question), m, answers)]
        titles = [_asked(scheme, q).title or q for q in upstream]
        if neighbours is not None and question.id in neighbours:
            marks[question.id] = _copied(question, scheme.variant, neighbours[question.id])
            continue
        marks[question.id] = _mark(
            question,
            answers,
            behind if upstream else None,
            titles,
            bool(wrong),
            (incidents or {}).get(question.id),
        )
    return tuple(marks.values())


def _mark(
    question: Question,
    answers: Mapping[str, CheckedTree],
    follow: Question | None,
    titles: list[str],
    mistaken: bool,
    incident: str | None,
) -> Mark:
    def given(share: float, outcome: Outcome, sentence: str, mistake: str | None = None) -> Mark:
        points = question.points if share >= _WHOLE else round(question.points * share, 2)
        return Mark(question.id, points, question.points, outcome, mistake, inert(sentence))

    if question.id not in answers:
        return given(0, "missing", incident or "Aucune réponse n'a été reçue pour cette question.")
    answer = answers[question.id]
    if answer.unreadable:
        said = "La réponse reçue ne se lit pas : elle n'a pas été envoyée par « verifier »."
        return given(0, "invalid", said)
    received = coerce(question.form, answer)
    if isinstance(received, Missing):
        return given(0, "missing", incident or "Sans réponse : la variable n'a pas reçu de valeur.")
    if isinstance(received, Invalid):
        return given(
            0,
            "invalid",
            f"Réponse non valable : {received.sentence}. Attendu : {forms.describe(question.form)}.",
        )
    against = _compare(question, question.expected, received)
    if against.share >= _WHOLE:
        return given(1, "right", _sentence("Juste.", against.remarks))
    followed = _compare(follow, follow.expected, received) if follow is not None else None
    if followed is not None and followed.share >= _WHOLE:
        why = " : l'erreur y a déjà été comptée." if mistaken else ", aux arrondis près."
        return given(1, "follow_through", f"Juste compte tenu de {_answers(titles)}{why}")
    mistake = _recognised(question, question, received)
    behind = _recognised(question, follow, received) if follow is not None else None
    # What follows from an earlier answer is a favour: it never takes away what the answer earns by itself.
    if behind is not None and (
        behind.part > mistake.part if mistake is not None else behind.part >= against.share
    ):
        mistake = behind
    if mistake is not None:
        kept = _KEPT.format(percent(mistake.part, 2)) if mistake.part else ""
        return given(mistake.part, "mistake", mistake.sentence.strip() + kept, mistake.code)
    best = against if followed is None or against.share >= followed.share else followed
    if best.share > 0:
        head = f"En partie juste : {best.right} sur {best.total}." if best.total > 1 else "En partie juste."
        return given(best.share, "partial", _sentence(head, best.remarks))
    return given(0, "wrong", _sentence("Ce n'est pas la valeur attendue sur vos données.", best.remarks))


def without_kept(sentence: str) -> str:
    """A mark's sentence without what it says of the points kept, for where the points to be had are told."""
    return _KEPT_SAID.sub("", sentence)


def copied_from(mark: Mark) -> str:
    """The letter of the variant that an answer was copied from, by what its mark says; empty where it was not."""
    said = _COPIED_FROM.match(mark.sentence)
    return said[1] if said else ""


def _copied(question: Question, own: str, other: str) -> Mark:
    sentence = _COPIED.format(other, own)
    return Mark(question.id, 0.0, question.points, "wrong", None, sentence)


def _asked(scheme: Scheme, id: str) -> Question:
    """A question that has been marked, and so is one of the scheme's."""
    question = scheme.question(id)
    assert question is not None
    return question


def followable(scheme: Scheme, marks: Sequence[Mark], answers: Mapping[str, CheckedTree]) -> set[str]:
    """Questions whose mark a follow-through scheme could change: a readable answer is short of points, and one that it builds on is
    too, or is right but not to the last digit.
    """
    read = [m for m in marks if m.outcome in ("mistake", "partial", "wrong")]
    short = {m.question for m in read if m.points < m.maximum}
    if not short:
        return set()
    behind = {q for id in short for q in _asked(scheme, id).depends}
    rounded = {
        m.question for m in marks if m.question in behind and _rounded(_asked(scheme, m.question), m, answers)
    }
    return {id for id in short if (short | rounded).intersection(_asked(scheme, id).depends)}


def _rounded(question: Question, given: Mark, answers: Mapping[str, CheckedTree]) -> bool:
    """Whether an answer earned all its points and is not the reference's to the last digit."""
    if (
        given.points < given.maximum
        or isinstance(question.form, forms.ChartForm)
        or question.id not in answers
    ):
        return False
    received = coerce(question.form, answers[question.id])
    return isinstance(received, Valid) and not _alike(question.expected, received.value)


def _alike(expected: Any, received: Any) -> bool:
    """Whether two canonical values are the same but for what floating-point sums lose."""
    if isinstance(expected, float | int) and isinstance(received, float | int):
        return math.isclose(expected, received, rel_tol=_LAST_DIGITS, abs_tol=_LAST_DIGITS)
    if isinstance(expected, dict) and isinstance(received, dict):
        return expected.keys() == received.keys() and all(_alike(v, received[k]) for k, v in expected.items())
    if isinstance(expected, list | tuple) and isinstance(received, list | tuple):
        return len(expected) == len(received) and all(map(_alike, expected, received))
    return expected == received


def _recognised(question: Question, scheme: Question, received: Valid) -> Mistake | None:
    """The first mistake of a scheme that an answer shows."""
    return next((m for m in scheme.mistakes if _compare(question, m.value, received).share >= _WHOLE), None)


def _compare(question: Question, expected: Any, received: Valid) -> Comparison:
    return compare(question.form, expected, received, question.tolerance, question.gap)


def _sentence(head: str, remarks: tuple[str, ...]) -> str:
    return " ".join((head, *remarks))


def _answers(titles: list[str]) -> str:
    quoted = [f"« {title} »" for title in titles]
    if len(quoted) == 1:
        return f"votre réponse à {quoted[0]}"
    return f"vos réponses à {listed(quoted)}"


def copied(
    scheme: Scheme, schemes: Iterable[Scheme], answers: Mapping[str, CheckedTree], marks: Sequence[Mark]
) -> dict[str, str]:
    """For each false answer that was taken from a neighbour, the letter of the variant whose right answer it is.

    schemes: the other variants', one after the other, the candidate's own may be among them; marks: those given without
    follow-through. An answer of several figures that is right elsewhere and false here tells the variant; once it is known,
    every other false answer that is right there is held to come from there too.
    """
    false = [
        q
        for q, m in zip(scheme.questions, marks, strict=True)
        if m.outcome in ("wrong", "partial", "mistake")
    ]
    telling = [q.id for q in false if _figures(q.form, q.expected) >= FIGURES]
    received: dict[tuple[str, bytes], Reading] = {}

    def right(another: Scheme, id: str) -> bool:
        """Whether an answer is the one that a scheme expects; it is read once for all the schemes that ask it in the same form."""
        other = another.question(id)
        if other is None:
            return False
        key = id, msgspec.json.encode(other.form)
        if key not in received:
            received[key] = coerce(other.form, answers[id])
        reading = received[key]
        return isinstance(reading, Valid) and _compare(other, other.expected, reading).share >= _WHOLE

    for another in schemes if telling else ():
        if another.variant != scheme.variant and any(right(another, id) for id in telling):
            return {q.id: another.variant for q in false if right(another, q.id)}
    return {}


def _figures(form: forms.Form, expected: Any) -> int:
    """How many numbers an answer of that form holds."""
    numeric = (forms.NumberForm, forms.IntegerForm, forms.PercentageForm)
    match form:
        case forms.ListForm():
            return len(expected) if isinstance(form.de, numeric) else 0
        case forms.SeriesForm():
            return len(expected) if isinstance(form.values, numeric) else 0
        case forms.TableForm():
            return len(expected) * sum(isinstance(column, numeric) for column in form.columns.values())
    return 0
