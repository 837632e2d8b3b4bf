"""The figures that fictional candidates quote in épreuve 1, from the answers of their own variant."""

from __future__ import annotations

from typing import Any

from epreuves_kit.authoring.demonstration import ecrit, enumere, euros, pourcent


def sujet(answers: dict[str, Any]) -> dict[str, str]:
    rows, shares = answers["C1_1-bilan_sources"], answers["C1_2-parts"]
    ranked = sorted(rows, key=lambda source: rows[source]["cout_utile"])
    cheap, dear = ranked[0], ranked[-1]
    heavy = [s for s in shares if shares[s]["part_cout"] > 1.2 * shares[s]["part_utiles"]]
    return {
        "moins_chere": cheap,
        "cout_moins_chere": euros(rows[cheap]["cout_utile"], 2),
        "score_moins_chere": ecrit(rows[cheap]["score"], 1),
        "plus_chere": dear,
        "cout_plus_chere": euros(rows[dear]["cout_utile"], 2),
        "score_plus_chere": ecrit(rows[dear]["score"], 1),
        "a_revoir": enumere(heavy or [dear]),
        "part_cout": pourcent(shares[dear]["part_cout"]),
        "part_utiles": pourcent(shares[dear]["part_utiles"]),
    }
