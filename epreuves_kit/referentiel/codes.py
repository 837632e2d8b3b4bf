"""Codes of a référentiel (U6.1, U6.3-k2), the slugs that stand for them in grade ids, and the errors of both.

A school's own are free (`spelling.CODE`); a criterion's is its compétence's and its rank.

    KitError
    ├── InvalidData      the YAML files contradict the model or one another
    ├── UnknownCode           a well-formed code, identifier or slug that the référentiel does not hold
    └── MalformedCode          a text that is no code at all

Every message is French and says what was expected, what was received and what to do.
"""

import re

import msgspec

from epreuves.referentiel.spelling import CODE
from epreuves.wording.errors import Faults, KitError


class Problem(msgspec.Struct, frozen=True):
    """One fault of the data: which file, which entry, which field, what is wrong, and at which line (0 where none is to blame)."""

    file: str
    entry: str
    field: str
    reason: str
    line: int = 0

    def __str__(self) -> str:
        place = (
            self.file,
            f"ligne {self.line}" if self.line else "",
            self.entry,
            self.field and f"champ « {self.field} »",
        )
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


#: An activity's.
ACTIVITY = re.compile(r"[A-Z][A-Za-z0-9.]{0,15}")
COMPETENCE = re.compile(CODE)
CRITERE = re.compile(f"({CODE})-k([1-9][0-9]?)")
_NUMBER, _NAME = r"(e(?:0[1-9]|[1-9][0-9]))", r"_[a-z][a-z0-9]*(?:_[a-z0-9]+)*"
EPREUVE = re.compile(_NUMBER + _NAME)
#: Another sujet of an épreuve: its number, a letter, a name of its own.
OTHER_SUJET = re.compile(f"{_NUMBER}[a-z]{_NAME}")


def prefix(grade_id: str) -> str:
    """The beginning of a grade id, written as a code: U5_1-roas → U5.1; of an ordinary notebook's, no référentiel has it."""
    return grade_id.partition("-")[0].replace("_", ".")


def slug(code: str) -> str:
    """A compétence's or a criterion's code with the characters of a grade id: U5.1-k1 → U5_1-k1.

    Raises MalformedCode where `code` is neither.
    """
    if COMPETENCE.fullmatch(code) is None and CRITERE.fullmatch(code) is None:
        raise MalformedCode(
            f"« {code} » n'est pas un code : attendu une compétence (une majuscule, puis des lettres, des chiffres et des points) "
            "ou un critère (le code de sa compétence, -k et son rang)."
        )
    return code.replace(".", "_")


def code_of_slug(text: str) -> str:
    """A slug read back: U5_1-k1 → U5.1-k1, the inverse of `slug`. Raises MalformedCode where `text` is no slug."""
    code = text.replace("_", ".")
    if "." in text or (COMPETENCE.fullmatch(code) is None and CRITERE.fullmatch(code) is None):
        raise MalformedCode(f"« {text} » ne vient pas d'un code de compétence ou de critère.")
    return code
