"""The figures that fictional candidates quote in épreuve 5, from the answers of their own variant."""

from __future__ import annotations

from typing import Any

from epreuves.wording.french import counted
from epreuves_kit.authoring.demonstration import ecrit, enumere, euros, jour

_PROMISED = "2027-06-07"

#: What each action is, in a few words, and the places of the bundles: the same on all variants (donnees.py).
_ACTIONS = (
    *(
        "les vidéos de l'atelier",
        "la publicité sur les réseaux",
        "les liens sponsorisés",
        "les trois courriels aux clients",
    ),
    *(
        "les boîtes d'essai aux créateurs",
        "le podcast",
        "l'encart dans un magazine",
        "la chronique à la radio",
    ),
    *("l'affichage en gare", "les visites de la presse", "les ateliers en librairie", "les présentoirs"),
    *("le stand à la fête du livre", "la carte à offrir", "le parrainage", "le jeu en ligne"),
    *(
        "la page « offrir une boîte »",
        "la lettre manuscrite",
        "la presse régionale",
        "le défi de trente lettres",
    ),
)
_BUNDLES = {
    "B1": ("Un peu de tout", (2, 3, 4, 6, 9, 12, 13, 14, 17, 18, 19, 20)),
    "B2": ("La rencontre", (2, 5, 6, 8, 9, 10, 11, 12, 14, 15, 18, 19)),
    "B3": ("La presse et les ondes", (5, 6, 7, 8, 9, 11, 12, 13, 14, 16, 19, 20)),
    "B4": ("L'écran d'abord", (1, 2, 3, 6, 7, 8, 11, 13, 15, 17, 19, 20)),
}
_FAMILIES = {
    f"A{place:02d}": "média"
    if place in (6, 7, 8, 9, 19)
    else "hors média"
    if 10 <= place <= 14 or place == 18
    else "digital"
    for place in range(1, 21)
}
_RULES = {
    "cible": "elle visait d'autres que nos deux publics",
    "promesse": "elle vantait un avantage de prix",
    "ton": "elle pressait ou se moquait",
    "preuve": "elle affirmait ce que rien ne prouve",
}
_OWNERS = {"média": "Mélisande", "hors média": "Mélisande", "digital": "Baptiste"}


def sujet(answers: dict[str, Any]) -> dict[str, str]:
    sorted_out, plan = answers["C5_1-tri"], answers["C5_1-plan_retenu"]
    fine = [code for code, verdict in sorted_out.items() if verdict == "conforme"]
    refused = [code for code in sorted_out if code not in fine]
    bundle, totals = next(iter(plan.items()))
    name, places = _BUNDLES[bundle.upper()]
    kept = [code for code in fine if int(code[1:]) in places]
    ends, floats, openings = answers["C5_2-jalons"], answers["C5_2-marges"], answers["C5_2-annonces"]
    opening = ends["Lancement"][:10]
    later = [notice for notice in openings if openings[notice][:10] > opening]
    loads, sprints, risks = answers["C5_2-debordements"], answers["C5_2-sprints"], answers["C5_2-parades"]
    busiest = max(loads, key=lambda who: loads[who]["semaines"])
    loose = max(floats, key=lambda task: floats[task])
    worst = max(openings, key=lambda notice: openings[notice])
    if opening == _PROMISED:
        answer = "le jour promis, sans réserve aucune"
    else:
        answer = "avant le jour promis" if opening < _PROMISED else "après le jour promis"
    # Two actions set aside, of two families.
    first = refused[0]
    second = next((code for code in refused if _FAMILIES[code] != _FAMILIES[first]), refused[-1])
    return {
        "bouquet": name,
        "lignes": "\n".join(_row(code, ends) for code in kept),
        "famille_1": _FAMILIES[first],
        "famille_2": _FAMILIES[second],
        "regle_1": _RULES.get(sorted_out[first], "une règle"),
        "regle_2": _RULES.get(sorted_out[second], "une règle"),
        "nb_retenues": ecrit(len(kept)),
        "nb_conformes": ecrit(len(fine)),
        "cout": euros(totals["cout_ht"]),
        "jours": ecrit(totals["jours"]),
        "abonnes": ecrit(totals["abonnes"]),
        "un_abonne": euros(totals["cout_ht"] / totals["abonnes"]),
        "ecart": ecrit(250 - totals["abonnes"]),
        "ecartee_1": _ACTIONS[int(first[1:]) - 1],
        "ecartee_2": _ACTIONS[int(second[1:]) - 1],
        "ouverture": jour(opening),
        "reponse": answer,
        "fin_boite": jour(ends["Offre et boîte"]),
        "fin_contenus": jour(ends["Contenus"]),
        "fin_site": jour(ends["Site"]),
        "fin_presse": jour(ends["Presse et partenaires"]),
        "critique": enumere(list(answers["C5_2-critique"])),
        "souple": loose,
        "marge": ecrit(floats[loose]),
        "raci": enumere(answers["C5_2-raci"]),
        "debordee": busiest,
        "semaines": _counted(int(loads[busiest]["semaines"])),
        "pire": jour(loads[busiest]["pire"]),
        "capacite": ecrit(sprints["S1"]["capacite"], 1),
        "engage": ecrit(sum(row["engage"] for row in sprints.values()), 1),
        "payer": _risks_with(risks, "payer"),
        "direction": _risks_with(risks, "direction"),
        "annonces": enumere(later),
        "pire_annonce": worst,
        "pire_date": jour(openings[worst]),
    }


def rex(answers: dict[str, Any]) -> dict[str, str]:
    return {
        "nouvelle": jour(answers["C5_2-nouveaux_jalons"]["Lancement"]),
        "suivant": answers["C5_2-sprints_restants"]["S5"]["suivant"],
        "reste": euros(answers["C5_2-reste"]),
    }


def _row(code: str, ends: dict[str, Any]) -> str:
    """A line of the plan: what, who, which week, what it waits for."""
    family = _FAMILIES[code]
    boxes = code in ("A05", "A10")
    awaited = ends["Offre et boîte"] if boxes else ends["Site"]
    waits = "les boîtes, T12" if boxes else "le site en ligne, T23"
    return f"| Annoncer | {_ACTIONS[int(code[1:]) - 1]} | {_OWNERS[family]} | après le {jour(awaited)} | {waits} |"


def _risks_with(risks: dict[str, Any], decision: str) -> str:
    return enumere([code for code, row in risks.items() if row["decision"] == decision]) or "aucun"


def _counted(weeks: int) -> str:
    return counted(weeks, "semaine")
