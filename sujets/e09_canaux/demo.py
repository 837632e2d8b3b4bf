"""The figures that fictional candidates quote in épreuve 9, from the channels of their own table."""

from __future__ import annotations

from typing import Any

from epreuves_kit.authoring.demonstration import ecrit, euros


def sujet(answers: dict[str, Any]) -> dict[str, str]:
    costs, indices = answers["C9_1-mes_couts"], answers["C9_1-mes_indices"]
    best = max(indices, key=lambda channel: indices[channel]["indice"])
    worst = min(indices, key=lambda channel: indices[channel]["indice"])
    dear = max(costs, key=lambda channel: costs[channel]["net"])
    return {
        "affine": best,
        "indice_affine": ecrit(indices[best]["indice"], 0),
        "large": worst,
        "indice_large": ecrit(indices[worst]["indice"], 0),
        "cher": dear,
        "net_cher": euros(costs[dear]["net"], 0),
        "brut_cher": euros(costs[dear]["brut"], 0),
    }
