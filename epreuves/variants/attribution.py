"""Which variant is whose: the twelve letters, the seed of each, and a pure function of the session, the épreuve and the candidate."""

from __future__ import annotations

import hashlib
import unicodedata
from typing import TYPE_CHECKING

from epreuves.wording.errors import KitError

if TYPE_CHECKING:
    from epreuves.variants.session import ExamSession


LETTERS = "ABCDEFGHIJKL"
#: Who works with whom, at the course's root.
GROUPS_FILE = "groupes.csv"


def seed(epreuve: str, letter: str) -> int:
    """Seed of a variant's draw: an integer in [0, 2**32), the first four bytes (big-endian) of a BLAKE2b."""
    return int.from_bytes(hashlib.blake2b(f"{epreuve}/{letter}".encode()).digest()[:4], "big")


def read_letters(text: str) -> tuple[str, ...]:
    """Letters named by « A-L », « A,C,F » or « C », in order and without doubles.

    Raises KitError with a French sentence for anything else.
    """
    letters: set[str] = set()
    for piece in text.upper().replace(";", ",").split(","):
        start, dash, end = (part.strip() for part in piece.partition("-"))
        end = end if dash else start
        if len(start) != 1 or len(end) != 1 or start not in LETTERS or end not in LETTERS or start > end:
            raise KitError(
                f"« {text} » ne désigne pas des variantes : donnez des lettres de A à L, par exemple « A-L », « C » ou « A,D,F »."
            )
        letters.update(LETTERS[LETTERS.index(start) : LETTERS.index(end) + 1])
    return tuple(sorted(letters))


def normalise(candidate: str) -> str:
    """A candidate's name as it is compared: without outer blanks, whatever its case or its Unicode form."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", candidate).strip().casefold())


def seat_digest(key: str, epreuve: str, candidate: str) -> str:
    """What stands for a candidate in the released seating table: 32 hexadecimal digits, no name."""
    return _hashed(key, "place", epreuve, normalise(candidate))[:16].hex()


def variant(exam_session: ExamSession, epreuve: str, candidate: str) -> str:
    """The letter, A to L, of the variant that is this candidate's by right.

    The seating table decides where it names the candidate; elsewhere a BLAKE2b keyed with the session's key
    does, so that nobody knows a letter before the key is out, and everybody can verify it afterwards.
    """
    place = exam_session.places.get(seat_digest(exam_session.key, epreuve, candidate))
    if place is not None:
        return place
    hashed = _hashed(exam_session.key, "variante", exam_session.name, epreuve, normalise(candidate))
    return LETTERS[int.from_bytes(hashed[:8], "big") % len(LETTERS)]


def variant_of_group(exam_session: ExamSession, epreuve: str, group: str) -> str:
    """The letter of a group, which each of its members has: drawn as a candidate's, from the group's name.

    It does not depend on who is in the group: whoever joins it has its letter.
    """
    hashed = _hashed(exam_session.key, "variante", exam_session.name, epreuve, "groupe", normalise(group))
    return LETTERS[int.from_bytes(hashed[:8], "big") % len(LETTERS)]


def _hashed(key: str, *parts: str) -> bytes:
    # The key is hashed first: BLAKE2b takes 64 bytes at most and an instructor may write a sentence.
    return hashlib.blake2b(
        "\0".join(parts).encode(), key=hashlib.blake2b(key.encode()).digest(), digest_size=32
    ).digest()
