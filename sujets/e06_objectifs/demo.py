"""The figures that fictional candidates quote in épreuve 6, from the answers of their own variant."""

from __future__ import annotations

import datetime
import math
from collections.abc import Mapping
from typing import Any

from epreuves_kit.authoring.demonstration import ecrit, euros, jour, pourcent

MONTHS = {"octobre": "octobre", "novembre": "novembre", "decembre": "décembre"}
START, END = datetime.date(2026, 10, 1), datetime.date(2026, 12, 31)
_ANSWER = {
    "réviser l'objectif": "même réparti autrement, l'achat d'espace n'en permet pas 36",
    "financer le renfort": "à condition que le comité finance le renfort qui manque à l'équipe",
    "garder le plan": "le budget suffisait déjà à 36, une meilleure répartition en donne davantage",
    "réallouer": "en répartissant autrement l'achat d'espace entre les canaux",
}
_USES = {
    "Responsable marketing": "cadrage, comptes rendus",
    "Chargée de marketing digital": "annonces, webinaires",
    "Rédacteur": "livre blanc, relances",
    "Graphiste": "visuels",
    "Développeuse web": "pages, accessibilité",
    "Chargé de prospection": "rappel des leads",
}


def sujet(answers: dict[str, Any]) -> dict[str, str]:
    load, left = answers["C6_1-charge"], answers["C6_1-enveloppes"]
    funnel, sale = answers["C6_3-entonnoir"], answers["C6_3-cout_vente"]
    base, pages = answers["C6_3-base"], answers["C6_3-rgaa"]
    who, month = min(((who, month) for who in load for month in MONTHS), key=lambda cell: load[cell[0]][cell[1]])
    weakest = min(pages, key=lambda page: pages[page])
    lacking = {trait: objective for objective, trait in reversed(answers["C6_2-smart"].items())}
    possible = answers["C6_2-ventes"]
    day = datetime.date.fromisoformat(answers["C6_2-dernier_lead"][:10])
    days = (day - START).days + 1
    weeks = days / 7
    # What the budget buys, and the part of it whose leads come in time when money is spent evenly.
    sales = math.floor(possible["revue"])
    in_time = days / ((END - START).days + 1)
    signed = math.floor(sales * in_time)
    steps = {step: math.ceil(number * sales / 36) for step, number in funnel.items()}
    meetings, proposals = (day + datetime.timedelta((END - day).days * n // 3) for n in (1, 2))
    best, worst = min(sale, key=lambda c: sale[c]), max(sale, key=lambda c: sale[c])
    return {
        "lignes_equipe": "\n".join(_of_team(name, row) for name, row in load.items()),
        "personne": who.lower(),
        "mois": MONTHS[month],
        "manque": _days(-load[who][month]),
        "renfort": euros(left["Renfort externe"], signe=True),
        "avis_renfort": "l'enveloppe paie les jours qui manquent" if left["Renfort externe"] >= 0 else "des jours restent à financer",
        "creation": euros(left["Création et contenus"], signe=True),
        "avis_creation": _margin(left["Création et contenus"]),
        "outils": euros(left["Outils et abonnements"], signe=True),
        "plus_juste": min(left, key=lambda name: left[name]).lower(),
        "reste": euros(min(left.values()), signe=True),
        "avis_outils": _margin(left["Outils et abonnements"]),
        "engagement": _ANSWER[answers["C6_2-decision"]],
        "ventes": ecrit(sales),
        "signees": ecrit(signed),
        "bilan": "il a ses 36 signatures, mais sans réserve" if signed >= 36 else "il perd l'idée de 36 signatures avant la fin de l'année",
        **{f"plan_{step}": ecrit(number) for step, number in steps.items()},
        **{f"utiles_{step}": ecrit(math.ceil(number * in_time)) for step, number in steps.items()},
        "visites_semaine": ecrit(math.ceil(funnel["visites"] / weeks)),
        "actuelle": ecrit(possible["actuelle"], 1),
        "revue": ecrit(possible["revue"], 1),
        "dernier_lead": jour(day.isoformat()),
        "date_rendez_vous": jour(meetings.isoformat()),
        "date_propositions": jour(proposals.isoformat()),
        "leads_semaine": ecrit(math.ceil(funnel["leads"] / weeks)),
        **{step: ecrit(number) for step, number in funnel.items()},
        "meilleur": best,
        "cout_meilleur": euros(sale[best]),
        "pire": worst,
        "cout_pire": euros(sale[worst]),
        "objectif_S": lacking["S"],
        "objectif_A": lacking["A"],
        "utilisables": ecrit(sum(row["utilisables"] for row in base.values())),
        "effaces": ecrit(sum(row["a_effacer"] for row in base.values())),
        "page_faible": weakest,
        "rgaa_faible": pourcent(pages[weakest]),
    }  # fmt: skip


def rex(answers: dict[str, Any]) -> dict[str, str]:
    return {
        "leads_revus": ecrit(answers["C6_3-leads_revus"]),
        "ventes_revues": ecrit(math.floor(answers["C6_2-ventes_revues"])),
        "remplacement": euros(answers["C6_1-remplacement"]),
    }


def _of_team(name: str, row: Mapping[str, float]) -> str:
    """One person's line in the table of resources."""
    gaps = " ; ".join(ecrit(row[month], 1, True) for month in MONTHS)
    return f"| Humaine, interne | {name}, {_USES[name]} | {gaps} | jours |"


def _days(number: float) -> str:
    """Days, with a decimal where there is one."""
    return ecrit(number, 0 if abs(number - round(number)) < 0.05 else 1)


def _margin(left: float) -> str:
    return "cela passe" if left >= 0 else "un achat est à reporter"
