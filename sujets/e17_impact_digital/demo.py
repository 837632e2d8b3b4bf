"""The figures that fictional candidates quote in épreuve 17, from the answers of their own variant."""

from __future__ import annotations

from typing import Any

from epreuves_kit.authoring.demonstration import ecrit, enumere, euros, jour, pourcent

_TO_CHANNEL = {
    "Comparateurs": "aux Comparateurs",
    "Recherche payante": "à la Recherche payante",
    "Reciblage": "au Reciblage",
    "Réseaux sociaux": "aux Réseaux sociaux",
    "Shopping": "à Shopping",
}
_FEES, _MARGIN = 4_200, 0.48
_SHOWN = "La conversion a changé après la mise en ligne, et le hasard l'explique mal ({p}, sous le seuil de 5 %)."
_NOT_SHOWN = (
    "Je ne peux pas dire que la conversion a changé : l'écart peut venir du hasard ({p}, au-dessus du seuil de 5 %)."
)


def sujet(answers: dict[str, Any]) -> dict[str, str]:
    rows = answers["C15_1-rendement"]
    roas, roi = ({channel: row[name] for channel, row in rows.items()} for name in ("roas", "roi"))
    ranked = sorted(roas, key=lambda channel: -roas[channel])
    best, worst = ranked[0], ranked[-1]
    social = answers["C15_2-attribution"]["Réseaux sociaux"]
    moved = answers["C15_1-reaffectation"]
    away = min(moved, key=lambda channel: moved[channel])
    december = answers["C15_2-retention"]["2025-12"]["m1"]
    p = answers["C15_1-valeur_p"]
    said = f"valeur p de {ecrit(p, 3)}" if p >= 0.001 else "valeur p inférieure à 0,001"
    value, cost = answers["C15_1-valeur"]["CLV"], answers["C15_1-valeur"]["CAC"]
    spent = sum(row["cout_ht"] for row in answers["C15_2-bilan"].values())
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
        "depense": euros(spent),
        "equilibre": ecrit((1 + _FEES / spent) / _MARGIN, 2),
        "ajout": ecrit(answers["C15_1-email"], 1),
        "clv": euros(value),
        "cac": euros(cost),
        "ltv_cac": ecrit(value / cost, 1),
        "repere_ltv": f"{'au-dessus' if value >= 3 * cost else 'au-dessous'} du repère habituel de 3",
        "fiche": (_SHOWN if p < 0.05 else _NOT_SHOWN).format(p=said),
        "retrait": euros(-moved[away]),
        "au_pire": _TO_CHANNEL[away],
        "ajouts": enumere(f"{euros(sum_)} {_TO_CHANNEL[c]}" for c, sum_ in moved.items() if c != away),
    }
