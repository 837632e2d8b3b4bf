"""The twelve letters that name the variants of an épreuve, and the seed of each."""

from __future__ import annotations

import hashlib

from epreuves.wording.errors import KitError

LETTRES = "ABCDEFGHIJKL"


def graine(epreuve: str, lettre: str) -> int:
    """Seed of a variant's draw: an integer in [0, 2**32), the first four bytes (big-endian) of a BLAKE2b."""
    return int.from_bytes(hashlib.blake2b(f"{epreuve}/{lettre}".encode()).digest()[:4], "big")


def lire_lettres(texte: str) -> tuple[str, ...]:
    """Letters named by « A-L », « A,C,F » or « C », in order and without doubles.

    Raises KitError with a French sentence for anything else.
    """
    lettres: set[str] = set()
    for morceau in texte.upper().replace(";", ",").split(","):
        debut, tiret, fin = (partie.strip() for partie in morceau.partition("-"))
        fin = fin if tiret else debut
        if len(debut) != 1 or len(fin) != 1 or debut not in LETTRES or fin not in LETTRES or debut > fin:
            raise KitError(
                f"« {texte} » ne désigne pas des variantes : donnez des lettres de A à L, par exemple « "
                "A-L », "
                "« C » ou « A,D,F »."
            )
        lettres.update(LETTRES[LETTRES.index(debut) : LETTRES.index(fin) + 1])
    return tuple(sorted(lettres))
