"""Codes of the référentiel (C6.1, C6.3-k2), the slugs that stand for them in grade ids, and the errors of both.

    KitError
    ├── InvalidData      the YAML files contradict the model or one another
    ├── UnknownCode           a well-formed code, identifier or slug that the référentiel does not hold
    └── MalformedCode          a text that is no code at all

Every message is French and says what was expected, what was received and what to do.
"""

import re

import msgspec

from epreuves.wording.errors import Faults, KitError


class Problem(msgspec.Struct, frozen=True):
    """One fault of the data: which file, which entry, which field, and what is wrong."""

    file: str
    entry: str
    field: str
    reason: str

    def __str__(self) -> str:
        place = (self.file, self.entry, self.field and f"champ « {self.field} »")
        return f"{', '.join(filter(None, place))} : {self.reason}"


class InvalidData(Faults, ValueError):
    """The data files hold at least one fault; `problems` has them all, in reading order."""

    def __init__(self, problems: tuple[Problem, ...]):
        self.problems = problems
        super().__init__(*map(str, problems))


class MalformedCode(KitError, ValueError):
    """A text is neither a code of the référentiel nor the slug of one."""


class UnknownCode(KitError, LookupError):
    """A code has the right form but names nothing."""


COMPETENCE = re.compile(r"C([1-9][0-9]?)\.([1-9][0-9]?)")
CRITERE = re.compile(r"(C[1-9][0-9]?\.[1-9][0-9]?)-k([1-9][0-9]?)")
EPREUVE = re.compile(r"e(0[1-9]|[1-9][0-9])_[a-z][a-z0-9]*(?:_[a-z0-9]+)*")

_CODE = re.compile(r"C([1-9][0-9]?)\.([1-9][0-9]?)((?:-k[1-9][0-9]?)?)")
_SLUG = re.compile(r"C([1-9][0-9]?)_([1-9][0-9]?)((?:-k[1-9][0-9]?)?)")
_IDENTIFIER = re.compile(r"C([1-9][0-9]?)_([1-9][0-9]?)(?:-[A-Za-z0-9_-]+)?")


def slug(code: str) -> str:
    """Write a compétence's or a criterion's code with the characters of a grade id: C15.1-k1 → C15_1-k1.

    Raises MalformedCode when `code` is neither « C6.1 » nor « C6.3-k2 ».
    """
    found = _CODE.fullmatch(code)
    if found is None:
        raise MalformedCode(f"« {code} » n'est pas un code : attendu une compétence (C6.1) ou un critère (C6.3-k2).")
    return f"C{found[1]}_{found[2]}{found[3]}"


def code_of_slug(text: str) -> str:
    """Read a slug back: C15_1-k1 → C15.1-k1, the inverse of `slug`.

    Raises MalformedCode when `text` is no slug.
    """
    found = _SLUG.fullmatch(text)
    if found is None:
        raise MalformedCode(f"« {text} » ne vient pas d'un code : attendu C6_1 ou C6_3-k2.")
    return f"C{found[1]}.{found[2]}{found[3]}"


def competence_of_grade_id(grade_id: str) -> str:
    """Give the compétence that a grade id begins with: C15_1-roas → C15.1, C6_3-k2 → C6.3.

    Raises MalformedCode when the grade id does not begin with a compétence's slug.
    """
    found = _IDENTIFIER.fullmatch(grade_id)
    if found is None:
        raise MalformedCode(
            f"« {grade_id} » ne commence pas par une compétence : attendu par exemple C15_1-roas "
            "(lettres sans accent, chiffres, « _ » et « - »)."
        )
    return f"C{found[1]}.{found[2]}"
