"""Which variant is whose: a pure function of the session, the épreuve and the candidate."""

from __future__ import annotations

import hashlib
import unicodedata
from typing import TYPE_CHECKING

from epreuves.variantes.lettres import LETTRES

if TYPE_CHECKING:
    from epreuves.variantes.seance import Seance


def normaliser(candidat: str) -> str:
    """A candidate's name as it is compared: without outer blanks, whatever its case or its Unicode form."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", candidat).strip().casefold())


def empreinte_place(cle: str, epreuve: str, candidat: str) -> str:
    """What stands for a candidate in the released seating table: 32 hexadecimal digits, no name."""
    return _hache(cle, "place", epreuve, normaliser(candidat))[:16].hex()


def variante(seance: Seance, epreuve: str, candidat: str) -> str:
    """The letter, A to L, of the variant that is this candidate's by right.

    The seating table decides where it names the candidate; elsewhere a BLAKE2b keyed with the session's key
    does, so that nobody knows a letter before the key is out, and everybody can verify it afterwards.
    """
    place = seance.places.get(empreinte_place(seance.cle, epreuve, candidat))
    if place is not None:
        return place
    hache = _hache(seance.cle, "variante", seance.nom, epreuve, normaliser(candidat))
    return LETTRES[int.from_bytes(hache[:8], "big") % len(LETTRES)]


def variante_du_groupe(seance: Seance, epreuve: str, groupe: str) -> str:
    """The letter of a group, which each of its members has: drawn as a candidate's, from the group's name.

    It does not depend on who is in the group: whoever joins it has its letter.
    """
    hache = _hache(seance.cle, "variante", seance.nom, epreuve, "groupe", normaliser(groupe))
    return LETTRES[int.from_bytes(hache[:8], "big") % len(LETTRES)]


def _hache(cle: str, *parties: str) -> bytes:
    # The key is hashed first: BLAKE2b takes 64 bytes at most and an instructor may write a sentence.
    return hashlib.blake2b(
        "\0".join(parties).encode(), key=hashlib.blake2b(cle.encode()).digest(), digest_size=32
    ).digest()
