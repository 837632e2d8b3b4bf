"""The figures that fictional candidates quote in épreuve 6, from the answers of their own variant."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from epreuves.authoring.demonstration import ecrit, euros, pourcent
from epreuves.wording.french import either

_PLAN = {
    "le plan tient": "Sans levier, le budget et l'équipe suivent.",
    "l'équipe tient, pas le budget": "Sans levier, l'équipe suit mais l'argent manque.",
    "le budget tient, pas l'équipe": "Sans levier, l'argent suit mais des jours manquent.",
    "ni l'un ni l'autre": "Sans levier, ni l'argent ni l'équipe ne suffisent.",
}


def sujet(answers: dict[str, Any]) -> dict[str, str]:
    funnel, cost = answers["C6_3-entonnoir"], answers["C6_3-chiffrage"]
    left, erased = answers["C6_1-enveloppes"], answers["C6_3-effacements"]
    pages = answers["C6_3-rgaa_page"]
    weakest = min(pages, key=lambda page: pages[page])
    lacking = {trait: objective for objective, trait in reversed(answers["C6_2-smart"].items())}
    decision, possible = answers["C6_2-decision"], answers["C6_2-possibles"]
    budget_holds = decision in ("le plan tient", "le budget tient, pas l'équipe")
    return {
        "lignes_equipe": "\n".join(_of_team(name, row) for name, row in answers["C6_1-equipe"].items()),
        "renfort": euros(left["Renfort externe"], signe=True),
        "avis_renfort": "l'enveloppe paie les jours qui manquent" if left["Renfort externe"] >= 0 else "des jours restent à financer",
        "creation": euros(left["Création et contenus"], signe=True),
        "avis_creation": _margin(left["Création et contenus"]),
        "outils": euros(left["Outils et abonnements"], signe=True),
        "avis_outils": _margin(left["Outils et abonnements"]),
        "budget": euros(cost["budget"]),
        "avis_budget": "suffit pour 36 ventes" if budget_holds else "ne suffit pas pour 36 ventes",
        "cout_lead": euros(cost["cout_lead"]),
        "cout_vente": euros(cost["cout_vente"]),
        "utilisables": ecrit(answers["C6_3-utilisables"]),
        "engagement": _commitment(budget_holds, possible, answers["C6_2-leviers"]),
        **{step: ecrit(number) for step, number in funnel.items()},
        "objectif_S": lacking["S"],
        "objectif_A": lacking["A"],
        "equilibre": pourcent(answers["C6_3-equilibre"], 2),
        "taux_leads": pourcent(answers["C6_3-taux"]["leads"], 2),
        "conclusion": _PLAN[decision],
        "depassee": ecrit(erased["dépassée"]),
        **{month: ecrit(erased[name]) for month, name in (("octobre", "octobre"), ("novembre", "novembre"), ("decembre", "décembre"))},
        "rgaa_global": pourcent(answers["C6_3-rgaa_global"]),
        "page_faible": weakest,
        "rgaa_faible": pourcent(pages[weakest]),
    }  # fmt: skip


def rex(answers: dict[str, Any]) -> dict[str, str]:
    needed, more = answers["C6_2-leads_revus"], answers["C6_2-hausse"]
    return {
        "leads_revus": ecrit(needed),
        "leads_groupe": ecrit(needed / (1 + more / 100)),
        "hausse": pourcent(more),
        "ventes_revues": ecrit(answers["C6_2-ventes_revues"]),
    }


def _of_team(name: str, row: Mapping[str, float]) -> str:
    """One person's line in the table of resources."""
    said = "suffisant" if row["ecart"] >= 0 else "à renforcer"
    # Quarters of a day: two decimals, or the gap would not be the difference of what stands before it.
    need, means, gap = (ecrit(row["besoin"], 2), ecrit(row["moyens"], 2), ecrit(row["ecart"], 2, True))
    return f"| Humaine, interne | {name} | {need} j | {means} j | {gap} j | {said} |"


def _margin(left: float) -> str:
    return "cela passe" if left >= 0 else "un achat est à reporter"


def _commitment(budget_holds: bool, possible: int, levers: list[str]) -> str:
    """The sales that a group promises: what the budget allows, or 36 if a lever is pulled."""
    if budget_holds:
        return "Signer 36 contrats issus du plan, ce que l'achat d'espace permet."
    if levers == ["aucun"]:
        return f"Signer {possible} contrats issus du plan : l'achat d'espace ne permet pas plus, et aucun levier ne suffit seul."
    which = f"le levier {levers[0]}" if len(levers) == 1 else f"l'un des leviers {either(levers)}"
    return f"Signer 36 contrats issus du plan, si le comité retient {which} ; sans cela, nous n'en promettons que {possible}."
