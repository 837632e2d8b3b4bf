"""The scheme of an épreuve on one variant, and marks: a pure function of answers and scheme, each explained in one sentence."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Literal, NamedTuple

import msgspec

from epreuves.answers import forms
from epreuves.answers.coercion import Invalid, Missing, Valid, coerce
from epreuves.answers.equality import Comparison
from epreuves.answers.own_table import UNFIT
from epreuves.answers.tree import CheckedTree
from epreuves.referentiel.spelling import EpreuveId
from epreuves.wording.french import counted, listed, number
from epreuves.wording.inert import inert
from epreuves_kit.marking.comparison import compare

#: « coherent »: a table of the candidate's own that is fit to be worked on, or an answer that is right by it; whether it is true is not
#: the machine's to say. « uncomputable »: nothing is expected of an answer, as there is no such table.
Outcome = Literal[
    "right", "coherent", "follow_through", "mistake", "partial", "wrong", "invalid", "uncomputable", "missing"
]

#: A share this close to 1 is 1: shares are quotients of whole numbers.
WHOLE = 1 - 1e-9
#: Two figures closer than this, in proportion, are one: they were added up in another order.
_LAST_DIGITS = 1e-9

_OWN_TABLE = (
    "Votre tableau est recevable, {} : la suite se calcule d'après lui. Ce qu'il affirme est jugé par les correcteurs."
)
_WITHOUT_TABLE = "Cette question se calcule d'après votre tableau, « {} », qui {}."
_NOT_GIVEN, _UNFIT = "n'a pas été donné", "n'est pas recevable"
_BEYOND = "Cette question ne peut pas se calculer d'après votre tableau, {}."
_COUNTED = " : l'erreur y a déjà été comptée."
_COUNTED_BEFORE = " : l'erreur, faite plus haut, a déjà été comptée."
_ROUNDED = ", aux arrondis près."
#: How far the count of what is right may lie from what the answer earns, and still be told.
_FAIR = 0.25
_KEPT = " Vous gardez {} sur {}."
_KEPT_SAID = re.compile(re.escape(_KEPT).replace(r"\{\}", r"[\d,\s]+(?:points?)?"))
_COPIED = "Ces valeurs {} celles de la variante {}, alors que vos données sont celles de la variante {}."
_FIGURES, _PROPORTIONS = "sont", "ont les proportions de"
_COPIED_FROM = re.compile(f"Ces valeurs (?:{_FIGURES}|{_PROPORTIONS}) celles de la variante ([A-Z])")


class Mistake(msgspec.Struct, frozen=True):
    """A wrong way worked out by the author: a code that no variant changes, its value, its sentence, the share it keeps."""

    code: str
    value: Any
    sentence: str
    part: float


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """One question on one variant.

    expected: canonical value of `form`; tolerance is relative, ecart absolute.
    depends: questions whose answers the reference uses, directly or not, in the order of the notebook; in a follow-through scheme, those
    whose answers the candidate's own took the place of, and reach this one.
    closed: in a follow-through scheme, those whose answers were not taken up, and would have reached it. stuck: there, the reference
    stops on the answers that were: what is expected is what the data give; in a scheme worked out from the candidate's own tables, it
    stops on these.
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
    closed: tuple[str, ...] = ()
    stuck: bool = False


class Scheme(msgspec.Struct, frozen=True):
    """All the questions of an épreuve on one variant, in the order of the notebook."""

    epreuve: EpreuveId
    variant: str
    questions: tuple[Question, ...]

    def own_tables(self, question: Question) -> tuple[str, ...]:
        """The tables of the candidate's own that a question is worked out from, directly or not."""
        own = {q.id for q in self.questions if isinstance(q.form, forms.OwnTableForm)}
        return tuple(id for id in question.depends if id in own)

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
    neighbours: Mapping[str, Copied] | None = None,
    stuck: Collection[str] = (),
) -> tuple[Mark, ...]:
    """Mark answers against a scheme, question by question, in the order of the notebook.

    scheme: worked out from the candidate's own tables, where they give some (`judging.judge`).
    answers: by question; what is not in it was not answered.
    follow: the scheme worked out again with the candidate's own answers upstream (`compute(…, answers)`): what is right given
    an earlier mistake is credited in full, since that mistake has cost already; so is what is right given an earlier answer
    that is right but rounded, as one that was typed in.
    stuck: questions of which no such scheme could be worked out, as the reference stops on the candidate's answers.
    neighbours: where false answers were copied from, by question (`Origins.copied`); they earn nothing.
    incidents: French sentences on what happened to a question's cell, said where nothing was received.
    """
    marks: dict[str, Mark] = {}
    for question in scheme.questions:
        if neighbours is not None and question.id in neighbours:
            marks[question.id] = _copied(question, scheme, neighbours[question.id])
            continue
        behind = _behind(scheme, follow.question(question.id) if follow is not None else None, marks, answers)
        if question.id in stuck:
            wrong = [q for q in question.depends if marks[q].points < marks[q].maximum]
            behind = _Behind(None, (), "", _told(scheme, wrong), ())
        tables = scheme.own_tables(question)
        given = _mark(question, answers, behind, (incidents or {}).get(question.id), bool(tables))
        if given.outcome not in ("missing", "invalid") and (reason := _not_computable(scheme, question, marks)):
            given = Mark(question.id, 0.0, question.points, "uncomputable", None, inert(reason))
        marks[question.id] = given
    return tuple(marks.values())


def _not_computable(scheme: Scheme, question: Question, marks: Mapping[str, Mark]) -> str:
    """The reason why nothing can be expected of a question on tables of the candidate's own; empty where something is."""
    tables = scheme.own_tables(question)
    for id in tables:
        if marks[id].outcome != "coherent":
            why = _NOT_GIVEN if marks[id].outcome == "missing" else _UNFIT
            return _WITHOUT_TABLE.format(*_told(scheme, [id]), why)
    return _BEYOND.format(_quoted(_told(scheme, tables))) if tables and question.stuck else ""


class Copied(NamedTuple):
    """The variant that a false answer was taken from: its letter, and whether its very figures are there, or their proportions only."""

    variant: str
    exact: bool


class _Behind(NamedTuple):
    """The answers behind an answer: the question as worked out again, where it hangs on something other than the data, and which answers
    before it that is, and why; the titles of those that the reference stops on, and of those that were not taken up."""

    question: Question | None
    titles: tuple[str, ...]
    why: str
    stuck: tuple[str, ...]
    closed: tuple[str, ...]


_NOTHING_BEHIND = _Behind(None, (), "", (), ())


def _behind(
    scheme: Scheme, follow: Question | None, marks: Mapping[str, Mark], answers: Mapping[str, CheckedTree]
) -> _Behind:
    """Nothing follows from answers that were the reference's own: only where one before it was wrong, or right given one that was, or
    right but rounded, is the second scheme asked.
    """
    if follow is None:
        return _NOTHING_BEHIND
    before = [marks[q] for q in follow.depends]
    wrong = [m.question for m in before if m.points < m.maximum]
    later = [m.question for m in before if m.outcome == "follow_through"]
    rounded = [m.question for m in before if _rounded(_asked(scheme, m.question), m, answers)]
    closed = _told(scheme, [q for q in follow.closed if marks[q].points < marks[q].maximum])
    if follow.stuck:
        return _Behind(None, (), "", _told(scheme, wrong or later or rounded), closed)
    why = _COUNTED if wrong else _COUNTED_BEFORE if later else _ROUNDED
    upstream = wrong or later or rounded
    return _Behind(follow if upstream else None, _told(scheme, upstream), why, (), closed)


def _told(scheme: Scheme, questions: Iterable[str]) -> tuple[str, ...]:
    return tuple(_asked(scheme, q).title or q for q in questions)


def _mark(
    question: Question, answers: Mapping[str, CheckedTree], before: _Behind, incident: str | None, own: bool
) -> Mark:
    """own: whether what is expected comes from a table of the candidate's own."""

    def given(share: float, outcome: Outcome, sentence: str, mistake: str | None = None) -> Mark:
        points = question.points if share >= WHOLE else round(question.points * share, 2)
        return Mark(question.id, points, question.points, outcome, mistake, inert(sentence))

    if question.id not in answers:
        return given(0, "missing", incident or "Aucune réponse n'a été reçue pour cette question.")
    answer = answers[question.id]
    if answer.unreadable:
        unreadable = "La réponse reçue ne se lit pas : elle n'a pas été envoyée par « verifier »."
        return given(0, "invalid", unreadable)
    received = coerce(question.form, answer)
    if isinstance(received, Missing):
        return given(0, "missing", incident or "La réponse est restée vide : il n'y a rien à corriger.")
    if isinstance(received, Invalid) and received.code in UNFIT:
        return given(0, "invalid", f"Réponse non valable : {received.sentence}.")
    if isinstance(received, Invalid):
        return given(
            0,
            "invalid",
            f"Réponse non valable : {received.sentence}. Attendu : {forms.describe(question.form)}.",
        )
    if isinstance(question.form, forms.OwnTableForm):
        return given(1, "coherent", _OWN_TABLE.format(counted(len(received.value), "ligne")))
    against = compared(question, question.expected, received)
    if against.share >= WHOLE:
        head = "Cohérent avec votre tableau." if own else "Juste."
        return given(1, "coherent" if own else "right", _sentence(head, against.remarks))
    follow = before.question
    followed = compared(question, follow.expected, received) if follow is not None else None
    if followed is not None and followed.share >= WHOLE:
        return given(1, "follow_through", f"Juste compte tenu de {_answers(before.titles)}{before.why}")
    # What follows from an earlier answer is a favour: it never takes away what the answer earns by itself.
    best = against if followed is None or against.share >= followed.share else followed
    mistake = recognised(question, question, received)
    behind = recognised(question, follow, received) if follow is not None else None
    if behind is not None and (mistake is None or behind.part > mistake.part):
        mistake = behind
    if mistake is not None:
        # Nor does a mistake that has a name take away what is right beside it; what it comes near to once rounded is not right.
        share = max(mistake.part, best.share if best.exact is None else best.exact)
        earned = given(share, "mistake", mistake.sentence.strip(), mistake.code)
        kept = _KEPT.format(counted(earned.points, "point"), number(earned.maximum)) if earned.points else ""
        return msgspec.structs.replace(earned, sentence=earned.sentence + inert(kept))
    aside = _aside(before)
    if best.share > 0:
        what = "cohérent avec votre tableau" if own else "juste"
        # Where elements weigh differently, their count may say « 9 sur 10 » of an answer that earns a tenth.
        fair = abs(best.right / best.total - best.share) <= _FAIR
        count = f" : {best.right} sur {best.total}" if fair else ""
        # What is only too rounded earns a part, and none of it is right.
        head = f"En partie {what}{count}." if best.total > 1 and best.right else ""
        return given(best.share, "partial", _sentence(head, (*best.remarks, *aside)))
    what = "que donne votre tableau" if own else "attendue sur vos données"
    head = f"Ce n'est pas la valeur {what}."
    return given(0, "wrong", _sentence(head, (*best.remarks, *aside)))


def _aside(before: _Behind) -> tuple[str, ...]:
    """The sentences on answers before one that it is not judged by."""
    sentences = []
    if before.stuck:
        sentences.append(
            f"Le calcul ne peut pas se refaire à partir de {_answers(before.stuck)} : cette question est jugée sans."
        )
    if before.closed:
        sentences.append(
            f"Nous n'avons pas retrouvé, d'après vos données, le calcul de {_answers(before.closed)} : cette question est jugée sans."
        )
    return tuple(sentences)


def without_kept(sentence: str) -> str:
    """A mark's sentence without what it says of the points kept, for where the points to be had are told."""
    return _KEPT_SAID.sub("", sentence)


def copied_from(mark: Mark) -> str:
    """The letter of the variant that an answer was copied from, by what its mark says; empty where it was not."""
    match = _COPIED_FROM.match(mark.sentence)
    return match[1] if match else ""


def _copied(question: Question, scheme: Scheme, taken: Copied) -> Mark:
    what = _FIGURES if taken.exact else _PROPORTIONS
    sentence = _COPIED.format(what, taken.variant, scheme.variant)
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
    rounded = {m.question for m in marks if m.question in behind and _rounded(_asked(scheme, m.question), m, answers)}
    return {id for id in short if (short | rounded).intersection(_asked(scheme, id).depends)}


def _rounded(question: Question, given: Mark, answers: Mapping[str, CheckedTree]) -> bool:
    """True if an answer earned all its points and is not the reference's to the last digit."""
    if (
        given.points < given.maximum
        or isinstance(question.form, forms.ChartForm | forms.OwnTableForm | forms.WorkbookForm)
        or question.id not in answers
    ):
        return False
    received = coerce(question.form, answers[question.id])
    return isinstance(received, Valid) and not _alike(question.expected, received.value)


def _alike(expected: Any, received: Any) -> bool:
    """True if two canonical values are the same but for what floating-point sums lose."""
    if isinstance(expected, float | int) and isinstance(received, float | int):
        return math.isclose(expected, received, rel_tol=_LAST_DIGITS, abs_tol=_LAST_DIGITS)
    if isinstance(expected, dict) and isinstance(received, dict):
        return expected.keys() == received.keys() and all(_alike(v, received[k]) for k, v in expected.items())
    if isinstance(expected, list | tuple) and isinstance(received, list | tuple):
        return len(expected) == len(received) and all(map(_alike, expected, received))
    return expected == received


def recognised(question: Question, among: Question, received: Valid) -> Mistake | None:
    """The first mistake that an answer to a question shows, of those that it has in one scheme or another."""
    return next((m for m in among.mistakes if compared(question, m.value, received).share >= WHOLE), None)


def compared(question: Question, expected: Any, received: Valid) -> Comparison:
    """An answer to a question against a canonical value of its form, within its tolerance."""
    return compare(question.form, expected, received, question.tolerance, question.gap)


def _sentence(head: str, remarks: tuple[str, ...]) -> str:
    return " ".join(filter(None, (head, *remarks)))


def _answers(titles: Sequence[str]) -> str:
    return f"{'votre réponse' if len(titles) == 1 else 'vos réponses'} à {_quoted(titles)}"


def _quoted(titles: Sequence[str]) -> str:
    return listed(f"« {title} »" for title in titles)
