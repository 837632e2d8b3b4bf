"""The variant of each candidate: the letters of a session, an épreuve's own key, the seed of each draw, and a pure function of the session, the
épreuve and the candidate.
"""

from __future__ import annotations

import hashlib
import unicodedata
from typing import TYPE_CHECKING, NewType

from epreuves.wording.errors import KitError

if TYPE_CHECKING:
    from epreuves.variants.published import ExamSession


#: A candidate, and a group, as they are compared; names as people spell them stay texts.
CandidateId = NewType("CandidateId", str)
GroupId = NewType("GroupId", str)

#: Every letter that a variant may have.
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#: How many variants a session may ask for, and how many an épreuve has where it does not say.
LEAST, MOST, USUAL = 2, len(ALPHABET), 12
#: Who works with whom, at the course's root.
GROUPS_FILE = "groupes.csv"


def letters(count: int = USUAL) -> str:
    """The letters of so many variants, from A on."""
    return ALPHABET[:count]


def own_key(key: str, epreuve: str) -> str:
    """The key of one épreuve, 64 hexadecimal digits, from the session's: it gives neither that key nor another épreuve's."""
    return keyed(key, "épreuve", epreuve).hex()


def rex_key(key: str, epreuve: str) -> str:
    """The key that an épreuve's REX draws its new facts with, 64 hexadecimal digits, from the session's: the épreuve's own does not give it."""
    return keyed(key, "rex", epreuve).hex()


def key_mark(key: str) -> str:
    """A mark that tells an épreuve's key from another without giving it: 16 hexadecimal digits."""
    return keyed(key, "archive")[:8].hex()


def seed(key: str, epreuve: str, letter: str, attempt: int = 0) -> int:
    """Seed of a variant's draw, an integer in [0, 2**32): the first four bytes (big-endian) of a BLAKE2b keyed with the épreuve's own key.

    attempt: counts the draws of this variant that did not hold before this one.
    """
    return int.from_bytes(keyed(key, "tirage", epreuve, letter, str(attempt))[:4], "big")


def read_letters(text: str, available: str = ALPHABET) -> tuple[str, ...]:
    """Letters named by « A-L », « A,C,F » or « C », in order and without doubles.

    available: the letters that there are, in order. Raises KitError with a French sentence for anything else.
    """
    chosen: set[str] = set()
    for piece in text.upper().replace(";", ",").split(","):
        start, dash, end = (part.strip() for part in piece.partition("-"))
        end = end if dash else start
        if len(start) != 1 or len(end) != 1 or start not in available or end not in available or start > end:
            whole = f"{available[0]}-{available[-1]}"
            raise KitError(
                f"« {text} » ne désigne pas des variantes : donnez des lettres de {available[0]} à {available[-1]}, par exemple "
                f"« {whole} », « A » ou « A,B »."
            )
        chosen.update(available[available.index(start) : available.index(end) + 1])
    return tuple(sorted(chosen))


def normalise(text: str) -> str:
    """A text as it is compared: without outer blanks, whatever its case or its Unicode form."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).strip().casefold())


def candidate_id(spelled: str) -> CandidateId:
    """The candidate whom a name means, however it is spelled."""
    return CandidateId(normalise(spelled))


def group_id(spelled: str) -> GroupId:
    """The group of an épreuve that a name means, however it is spelled."""
    return GroupId(normalise(spelled))


def seat_digest(key: str, epreuve: str, candidate: str) -> str:
    """The digits that stand for a candidate in the released seating table: 32, hexadecimal, no name. key: the épreuve's own."""
    return keyed(key, "place", epreuve, candidate_id(candidate))[:16].hex()


def variant(exam_session: ExamSession, epreuve: str, candidate: str) -> str:
    """The letter of the variant that is this candidate's by right.

    The seating table decides where it names the candidate; elsewhere a BLAKE2b keyed with the épreuve's key
    does, so that nobody knows a letter before that key is out, and everybody can verify it afterwards.
    """
    place = exam_session.places.get(seat_digest(exam_session.key, epreuve, candidate))
    if place is not None:
        return place
    hashed = keyed(exam_session.key, "variante", exam_session.name, epreuve, candidate_id(candidate))
    return _among(exam_session.letters, hashed)


def variant_of_group(exam_session: ExamSession, epreuve: str, group: str) -> str:
    """The letter of a group, which each of its members has: drawn as a candidate's, from the group's name.

    It does not depend on who is in the group: whoever joins it has its letter.
    """
    hashed = keyed(exam_session.key, "variante", exam_session.name, epreuve, "groupe", group_id(group))
    return _among(exam_session.letters, hashed)


def _among(letters: str, hashed: bytes) -> str:
    return letters[int.from_bytes(hashed[:8], "big") % len(letters)]


def keyed(key: str, *parts: str) -> bytes:
    """The 32 bytes of a BLAKE2b of these parts, keyed with a text of any length."""
    # The key is hashed first: BLAKE2b takes 64 bytes at most and an instructor may write a sentence.
    return hashlib.blake2b(
        "\0".join(parts).encode(), key=hashlib.blake2b(key.encode()).digest(), digest_size=32
    ).digest()
