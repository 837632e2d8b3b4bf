"""The figures that fictional candidates quote in épreuve 5, from the answers of their own variant."""

from __future__ import annotations

from typing import Any

from epreuves.authoring.demonstration import ecrit, enumere, euros, jour

_PROMISED = "2027-06-07"


def sujet(answers: dict[str, Any]) -> dict[str, str]:
    fine, kept = answers["C5_1-conformes"], answers["C5_1-retenues"]
    refused = [code for code in (f"A{rank:02d}" for rank in range(1, 21)) if code not in fine]
    ends, floats, openings = answers["C5_2-jalons"], answers["C5_2-marges"], answers["C5_2-annonces"]
    opening = ends["Lancement"][:10]
    later = [notice for notice in openings if openings[notice][:10] > opening]
    loads, sprints, risks = answers["C5_2-debordements"], answers["C5_2-sprints"], answers["C5_2-criticites"]
    busiest = max(loads, key=lambda who: loads[who]["semaines"])
    loose = max(floats, key=lambda task: floats[task])
    worst = max(openings, key=lambda notice: openings[notice])
    if opening == _PROMISED:
        answer = "le jour promis, sans réserve aucune"
    else:
        answer = "avant le jour promis" if opening < _PROMISED else "après le jour promis"
    return {
        "retenues": enumere(kept),
        "nb_retenues": ecrit(len(kept)),
        "nb_conformes": ecrit(len(fine)),
        "ecartee_1": refused[0],
        "ecartee_2": refused[-1],
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
        "direction": enumere([code for code, row in risks.items() if row["decision"] == "direction"])
        or "aucun",
        "annonces": enumere(later),
        "pire_annonce": worst,
        "pire_date": jour(openings[worst]),
    }


def rex(answers: dict[str, Any]) -> dict[str, str]:
    return {
        "nouvelle": jour(answers["C5_2-nouveaux_jalons"]["Lancement"]),
        "remplacement": euros(answers["C5_2-remplacement"]),
        "reste": euros(answers["C5_2-reste"]),
    }


def _counted(weeks: int) -> str:
    return f"{weeks} semaine{'s' if weeks > 1 else ''}"
