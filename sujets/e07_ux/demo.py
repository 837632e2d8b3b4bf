"""The figures that fictional candidates quote in épreuve 7, from the answers of their own variant."""

from __future__ import annotations

from typing import Any

from epreuves_kit.authoring.demonstration import ecrit


def sujet(answers: dict[str, Any]) -> dict[str, str]:
    gaps, means = answers["C7_1-mes_ecarts"], answers["C7_1-mes_moyennes"]
    worst = max(gaps, key=lambda point: gaps[point]["contribution"])
    return {
        "pire": worst,
        "contribution": ecrit(gaps[worst]["contribution"], 2),
        "imagine_numerique": ecrit(means["numérique"]["imagine"], 1),
        "vecu_numerique": ecrit(means["numérique"]["vecu"], 1),
        "imagine_humain": ecrit(means["humain"]["imagine"], 1),
        "vecu_humain": ecrit(means["humain"]["vecu"], 1),
    }
