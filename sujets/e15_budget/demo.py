"""The figures that fictional candidates quote in épreuve 15, from the budget of their own table."""

from __future__ import annotations

from typing import Any

from epreuves_kit.authoring.demonstration import euros, pourcent


def sujet(answers: dict[str, Any]) -> dict[str, str]:
    gaps, kinds = answers["C13_3-mes_ecarts"], answers["C13_3-mes_charges"]
    worst = max(gaps, key=lambda line: abs(gaps[line]["ecart"]))
    return {
        "pire": worst,
        "ecart_pire": euros(abs(gaps[worst]["ecart"])),
        "pct_pire": pourcent(abs(gaps[worst]["ecart_pct"])),
        "part_variable": pourcent(kinds["variable"]["part"]),
    }
