"""The figures that fictional candidates quote in épreuve 8, from the budget of their own table."""

from __future__ import annotations

from typing import Any

from epreuves.authoring.demonstration import euros, pourcent


def sujet(answers: dict[str, Any]) -> dict[str, str]:
    gaps, shares = answers["C8_2-ecarts"], answers["C8_1-par_personne"]
    worst = max(gaps, key=lambda post: abs(gaps[post]["ecart"]))
    heaviest = max(shares, key=lambda post: shares[post]["part"])
    return {
        "pire": worst,
        "ecart_pire": euros(abs(gaps[worst]["ecart"])),
        "pct_pire": pourcent(abs(gaps[worst]["ecart_pct"])),
        "lourd": heaviest,
        "part_lourd": pourcent(shares[heaviest]["part"]),
        "cout_lourd": euros(shares[heaviest]["cout_personne"], 2),
    }
