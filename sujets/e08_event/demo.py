"""The figures that fictional candidates quote in épreuve 8, from the needs of their own table."""

from __future__ import annotations

from typing import Any

from epreuves_kit.authoring.demonstration import ecrit, euros


def sujet(answers: dict[str, Any]) -> dict[str, str]:
    ways, turns = answers["C8_2-voies"], answers["C8_2-bascules"]
    gain = {need: row["externe"] - row["interne"] for need, row in ways.items()}
    best, worst = max(gain, key=lambda need: gain[need]), min(gain, key=lambda need: gain[need])
    return {
        "combien": ecrit(len(gain)),
        "interne": ecrit(sum(row["voie"] == "interne" for row in turns.values())),
        "mieux": best,
        "gain": euros(abs(gain[best])),
        "pire": worst,
        "perte": euros(abs(gain[worst])),
    }
