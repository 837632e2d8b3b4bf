"""The code of each candidate, which a convocation gives: it says who sits there where no account does, and opens their own hours.

A code is drawn from the session's key, which stays with the school. A released épreuve holds neither names nor codes: only a digest of
both together, slow enough for nobody to find a code by trying them all.
"""

from __future__ import annotations

import hashlib

from epreuves.variants.attribution import candidate_id, keyed

#: Signs that nobody takes for another.
_SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
#: Signs of a code: 40 bits.
LENGTH = 8
#: Rounds of hashing, of a millisecond in all.
_ROUNDS = 1_000


def code_of(key: str, candidate: str) -> str:
    """A candidate's code, « K7PM-3XQT ». key: the session's own."""
    hashed = keyed(key, "code", candidate_id(candidate))
    signs = "".join(_SIGNS[byte % len(_SIGNS)] for byte in hashed[:LENGTH])
    return f"{signs[: LENGTH // 2]}-{signs[LENGTH // 2 :]}"


def read_code(typed: str) -> str:
    """A code as it is compared: its signs alone, whatever the case, the spaces and the dashes."""
    return "".join(sign for sign in typed.upper() if sign.isalnum())[: 2 * LENGTH]


def code_digest(key: str, epreuve: str, candidate: str, code: str) -> str:
    """The digits that stand for a candidate with that code: 32, hexadecimal. key: the épreuve's own."""
    hashed = keyed(key, "passation", epreuve, candidate_id(candidate), read_code(code))
    for _ in range(_ROUNDS):
        hashed = hashlib.blake2b(hashed, digest_size=32).digest()
    return hashed[:16].hex()
