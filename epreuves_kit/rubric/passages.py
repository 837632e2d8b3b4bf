"""A remark that a grader hangs on a passage of a writing, as it is asked for: checked, then kept beside the record."""

from __future__ import annotations

import datetime

import msgspec

from epreuves.wording.errors import KitError
from epreuves.wording.inert import visible_text
from epreuves_kit.gradebook.passages import LONGEST, LONGEST_AROUND, LONGEST_QUOTE, Passage
from epreuves_kit.rubric.appreciation import Copy
from epreuves_kit.rubric.known import plain


class AskedPassage(msgspec.Struct, frozen=True):
    """A remark (`text`) on a passage (`quote`, with the words before and after it) of a writing, by the grade id of its cell; on a criterion of the
    copy, by its grade id, or on none.
    """

    cell: str
    quote: str
    text: str
    grade_id: str = ""
    before: str = ""
    after: str = ""

    def checked(self) -> AskedPassage:
        """The same as it is kept: on visible characters, within bounds. Raises KitError where there is no passage, or no remark."""
        quote, text = _one_line(self.quote), visible_text(plain(self.text))
        if not quote:
            raise KitError("Choisissez d'abord un passage de l'écrit.")
        if len(quote) > LONGEST_QUOTE:
            raise KitError(
                f"Ce passage a {len(quote)} caractères ; {LONGEST_QUOTE} au plus : choisissez-en une partie."
            )
        if not text:
            raise KitError("Écrivez la remarque que ce passage appelle.")
        if len(text) > LONGEST:
            raise KitError(f"Cette remarque a {len(text)} caractères ; {LONGEST} au plus : raccourcissez-la.")
        before, after = _one_line(self.before)[-LONGEST_AROUND:], _one_line(self.after)[:LONGEST_AROUND]
        return AskedPassage(self.cell[:128], quote, text, self.grade_id, before, after)

    def made(self, key: str, copy: Copy, grader: str, journal: int) -> Passage:
        """The remark of a grader on a copy, not ranked yet. journal: the rank of the journal's last row."""
        at = datetime.datetime.now(datetime.UTC)
        place = (0, key, copy.notebook, copy.students, self.cell, self.grade_id)
        return Passage(*place, self.quote, self.before, self.after, self.text, grader, journal, at)


def _one_line(text: str) -> str:
    return " ".join(visible_text(plain(text)).split())
