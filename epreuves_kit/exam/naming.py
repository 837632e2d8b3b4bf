"""The names of candidates, taken out of what copies say."""

from __future__ import annotations

import re
from collections.abc import Callable

from epreuves_kit.course.folders import Course
from epreuves_kit.exam.closing.naming import Mask
from epreuves_kit.gradebook.rows import identities
from epreuves_kit.rubric.appreciation import Copy
from epreuves_kit.rubric.jury_words import HIDDEN, names_alone
from epreuves_kit.variants.identity import ByCandidate

_IMAGE = re.compile(r'("data:image/[^"]*")')


class CopyNames:
    """The candidates' names, to be taken out of what copies say.

    Whole names, addresses and identifiers are found whatever their case and accents; a first name or a surname alone only in the copies of
    who bears it and of their group, and with a capital: « une rose » is no name.
    """

    def __init__(self, course: Course) -> None:
        self._names = ByCandidate[tuple[str, str]]()
        taken = []
        for id, first_name, surname, email in identities(course.db_url):
            self._names[id] = (first_name.strip(), surname.strip())
            if first_name.strip() and surname.strip():
                taken += [f"{first_name} {surname}", f"{surname} {first_name}"]
            taken += [email or "", id if any(not letter.isalpha() for letter in id) else ""]
        self._taken = [name for name in taken if name.strip()]
        self._together = ByCandidate[set[str]]()
        for group in course.groups() or ():
            members = {member.candidate for member in group.members}
            for candidate in members:
                self._together.setdefault(candidate, set()).update(members)

    def of(self, copy: Copy) -> Callable[[str], str]:
        """The function that takes the names out of the HTML of a copy."""
        people = set(copy.students)
        for student in copy.students:
            people |= self._together.get(student, set())
        mask = Mask(dict.fromkeys([*self._taken, *people], HIDDEN))
        pattern = names_alone(name for person in people for name in self._names.get(person, ()))

        def hide(html: str) -> str:
            # An image's data is no text, and is far longer than one.
            pieces = _IMAGE.split(html)
            for at in range(0, len(pieces), 2):
                pieces[at] = pattern.sub(HIDDEN, mask.text(pieces[at].replace("&#39;", "'")))
            return "".join(pieces)

        return hide
