"""The figures that fictional candidates quote in épreuve 12, from the campaign of their own table."""

from __future__ import annotations

from typing import Any

from epreuves_kit.authoring.demonstration import ecrit, pourcent


def sujet(answers: dict[str, Any]) -> dict[str, str]:
    changes, yields = answers["C11_3-changements"], answers["C11_3-rendements"]
    best = max(changes, key=lambda support: changes[support]["ecart"])
    highest = max(yields, key=lambda support: yields[support]["taux"])
    return {
        "gagnes": ecrit(sum(line["contribution"] for line in changes.values())),
        "meilleur": best,
        "ecart_meilleur": ecrit(changes[best]["ecart"], signe=True),
        "rendement": highest,
        "taux_rendement": pourcent(yields[highest]["taux"], 1),
    }
