"""The figures that fictional candidates quote in épreuve 17, from the answers of their own variant."""

from __future__ import annotations

from typing import Any

from epreuves.authoring.demonstration import ecrit, enumere, euros, jour, pourcent

_TO_CHANNEL = {
    "Affiliation": "à l'Affiliation",
    "Recherche payante": "à la Recherche payante",
    "Reciblage": "au Reciblage",
    "Réseaux sociaux": "aux Réseaux sociaux",
    "Shopping": "à Shopping",
}
_TEST = {
    "hausse significative": "La conversion a augmenté après la mise en ligne, et le hasard l'explique mal (valeur p de {p}, sous le seuil de 5 %).",
    "baisse significative": "La conversion a reculé après la mise en ligne, et le hasard l'explique mal (valeur p de {p}, sous le seuil de 5 %).",
    "pas de différence démontrée": "Je ne peux pas dire que la conversion a changé : la valeur p ({p}) dépasse le seuil de 5 %.",
}


def sujet(answers: dict[str, Any]) -> dict[str, str]:
    roas, roi = answers["C15_1-roas"], answers["C15_1-roi"]
    ranked = sorted(roas, key=lambda channel: -roas[channel])
    best, worst = ranked[0], ranked[-1]
    social = answers["C15_2-attribution"]["Réseaux sociaux"]
    moved = answers["C15_1-reaffectation"]
    away = min(moved, key=lambda channel: moved[channel])
    december = answers["C15_2-retention"]["2025-12"]["m1"]
    p = answers["C15_1-valeur_p"]
    return {
        "panne": jour(answers["C15_2-panne"]),
        "rentables": enumere(c for c in ranked if roi[c] >= 0),
        "deficitaires": enumere(c for c in ranked if roi[c] < 0),
        "meilleur": best,
        "roas_meilleur": ecrit(roas[best], 2),
        "pire": worst,
        "roas_pire": ecrit(roas[worst], 2),
        "roi_pire": pourcent(roi[worst], signe=True),
        "premier_rs": ecrit(social["premier_clic"]),
        "dernier_rs": ecrit(social["dernier_clic"]),
        "m1": pourcent(december),
        "m1_cent": ecrit(december),
        "depense": euros(sum(row["cout_ht"] for row in answers["C15_2-bilan"].values())),
        "clv": euros(answers["C15_1-clv"]),
        "cac": euros(answers["C15_1-cac"]),
        "ltv_cac": ecrit(answers["C15_1-ltv_cac"], 1),
        "repere_ltv": f"{'au-dessus' if answers['C15_1-ltv_cac'] >= 3 else 'au-dessous'} du repère habituel de 3",
        "fiche": _TEST[answers["C15_1-conclusion"]].format(p=ecrit(p, 3) if p >= 0.001 else "moins de 0,001"),
        "retrait": euros(-moved[away]),
        "au_pire": _TO_CHANNEL[away],
        "ajouts": enumere(f"{euros(sum_)} {_TO_CHANNEL[c]}" for c, sum_ in moved.items() if c != away),
    }
