"""The data that an answer was worked out from, the candidate's own or a neighbour's; told by its figures, or by their proportions."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

import msgspec

from epreuves.answers.coercion import Reading, Valid, coerce
from epreuves.answers.forms import OwnTableForm
from epreuves.answers.tree import CheckedTree
from epreuves_kit.marking.columns import Unlike, apart, figures, side_by_side
from epreuves_kit.marking.following import HALF
from epreuves_kit.marking.marks import WHOLE, Copied, Mark, Question, Scheme, compared

#: Figures of one answer that must all agree: fewer could agree by chance, and an honest mistake would be taken for a copy.
FIGURES = 3
#: Figures of all the false answers that must fit one variant: three that hang together (a budget, its cost a lead, a sale) are one.
WITNESSES = 5
#: Figures of one answer of which the proportions alone tell that they are a neighbour's.
PROPORTIONED = 8
#: How far apart the proportions of a copied answer and of its model may be, and at most what share of those of the candidate's own data.
SAME, MUCH_NEARER = 0.03, 0.2
#: The same of an answer that was worked out wrongly from the candidate's own data, beside the nearest of the other variants'; of few
#: figures, chance alone may do better.
OWN, NEARER, NEARER_OF_FEW = 0.5, 0.6, 0.35

_FALSE = ("wrong", "partial", "mistake")


class Origins:
    """The answers to a scheme that are false, and how near each is to what every other variant expects.

    others: the other variants' schemes, looked at one after the other and once; the candidate's own may be among them. marks: those
    given without follow-through.
    """

    def __init__(
        self, scheme: Scheme, others: Iterable[Scheme], answers: Mapping[str, CheckedTree], marks: Sequence[Mark]
    ) -> None:
        self._scheme = scheme
        self._marks = {m.question: m for m in marks}
        self._answers = answers
        self._read: dict[tuple[str, bytes], Reading] = {}
        self._false = [q for q in scheme.questions if self._marks[q.id].outcome in _FALSE]
        self._others = [s for s in others if s.variant != scheme.variant] if self._telling else []

    @property
    def _telling(self) -> list[Question]:
        return [q for q in self._false if figures(q.form, q.expected) >= FIGURES]

    def copied(self, explained: Collection[str] = ()) -> dict[str, Copied]:
        """For each false answer that was taken from a neighbour, the variant that it fits.

        explained: false answers that follow from the candidate's own mistakes, and so are no neighbour's. An answer of several figures
        that is right elsewhere and false here tells the variant, and so does one of many figures whose proportions are those of another
        variant; once it is known, every other false answer that is right there, or in proportion, is held to come from there too. Five figures at least must fit.
        """
        # What is worked out from a table of the candidate's own is not on any variant's data.
        false, telling = (
            [q for q in side if q.id not in explained and not self._scheme.own_tables(q)]
            for side in (self._false, self._telling)
        )
        for other in self._others:
            if any(self._right(other, q) or self._many_in_proportion(other, q) for q in telling):
                exact = {q.id for q in false if self._right(other, q)}
                near = {q.id for q in telling if self._in_proportion(other, q)}
                taken = [q for q in false if q.id in exact | near]
                if sum(figures(q.form, q.expected) for q in taken) >= WITNESSES:
                    return {q.id: Copied(other.variant, q.id in exact) for q in taken}
        return {}

    def own_work(self) -> set[str]:
        """False answers that show that they were worked out from the candidate's data: what comes after may follow from them.

        Of several figures, the proportions are much nearer to the candidate's own data than to any other variant's. Of one figure
        nothing can be told: it is taken for the candidate's work where another figure of the copy is.
        """
        several = {q.id for q in self._telling if self._own(q)}
        # What is right by a table of the candidate's own says nothing of work on the case, nor the reverse.
        worked = {
            bool(self._scheme.own_tables(q)) for q in self._scheme.questions if q.id in several or self._earned(q)
        }
        few = [q for q in self._false if figures(q.form, q.expected) < FIGURES]
        return several | {q.id for q in few if bool(self._scheme.own_tables(q)) in worked}

    def _earned(self, question: Question) -> bool:
        """True if an answer in figures is right on the candidate's data, or is a mistake made on them."""
        given = self._marks[question.id]
        if isinstance(question.form, OwnTableForm):
            return False
        counts = figures(question.form, question.expected) and given.outcome in (
            "right",
            "coherent",
            "mistake",
            "partial",
        )
        return bool(counts) and (given.outcome == "mistake" or given.points >= HALF * given.maximum)

    def _own(self, question: Question) -> bool:
        mine = self._apart(self._scheme, question)
        many = figures(question.form, question.expected) >= PROPORTIONED
        most = NEARER if many else NEARER_OF_FEW
        return mine <= OWN and all(mine <= most * self._apart(other, question) for other in self._others)

    def _many_in_proportion(self, other: Scheme, question: Question) -> bool:
        return figures(question.form, question.expected) >= PROPORTIONED and self._in_proportion(other, question)

    def _in_proportion(self, other: Scheme, question: Question) -> bool:
        elsewhere = self._apart(other, question)
        return elsewhere <= SAME and elsewhere <= MUCH_NEARER * self._apart(self._scheme, question)

    def _apart(self, scheme: Scheme, question: Question) -> float:
        asked = scheme.question(question.id)
        received = self._received(asked)
        if asked is None or not isinstance(received, Valid):
            return float("inf")
        try:
            return apart(side_by_side(asked.form, asked.expected, received.value))
        except Unlike:
            return float("inf")

    def _right(self, other: Scheme, question: Question) -> bool:
        asked = other.question(question.id)
        received = self._received(asked)
        return (
            asked is not None
            and isinstance(received, Valid)
            and compared(asked, asked.expected, received).share >= WHOLE
        )

    def _received(self, asked: Question | None) -> Reading | None:
        """The answer to a question, read once for all the schemes that ask it in the same form."""
        if asked is None:
            return None
        key = asked.id, msgspec.json.encode(asked.form)
        if key not in self._read:
            self._read[key] = coerce(asked.form, self._answers[asked.id])
        return self._read[key]
