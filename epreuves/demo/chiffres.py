"""The figures that fictional candidates quote in their prose, written the French way, from a scheme's expected values."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping
from typing import Any

#: Expected values, or a candidate's own, by question.
Values = Mapping[str, Any]

_MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)
_NARROW, _FIXED, _MINUS = "\u202f", "\u00a0", "\u2212"

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
_PLAN = {
    "le plan tient": "Sans levier, le budget et l'équipe suivent.",
    "l'équipe tient, pas le budget": "Sans levier, l'équipe suit mais l'argent manque.",
    "le budget tient, pas l'équipe": "Sans levier, l'argent suit mais des jours manquent.",
    "ni l'un ni l'autre": "Sans levier, ni l'argent ni l'équipe ne suffisent.",
}
_LINK = {
    "lien significatif": "Il la dépasse : lieu d'achat et satisfaction sont liés.",
    "pas de lien démontré": "Il reste en dessous : le lien entre lieu d'achat et satisfaction n'est pas démontré.",
}
_ATTRIBUTES = {
    "efficacite": "l'efficacité",
    "naturalite": "la naturalité",
    "parfum": "le parfum",
    "praticite": "la praticité",
    "design": "le design",
    "innovation": "l'innovation",
    "prix_percu": "le prix perçu",
    "notoriete": "la notoriété",
}


def quoted(epreuve: str, notebook: str, values: Values) -> dict[str, str]:
    """What the prose of an épreuve's notebook may quote, by the name that stands for it between braces; nothing where it quotes none."""
    written = _NOTEBOOKS.get((epreuve, notebook))
    return written(values) if written is not None else {}


def _number(value: float, decimals: int = 0, signed: bool = False) -> str:
    """« 12 345,6 », with a true minus, and a plus where the sign matters."""
    written = f"{value:+,.{decimals}f}" if signed else f"{value:,.{decimals}f}"
    return written.replace(",", _NARROW).replace(".", ",").replace("-", _MINUS)


def _euros(value: float, decimals: int = 0, signed: bool = False) -> str:
    return f"{_number(value, decimals, signed)}{_FIXED}€"


def _percent(value: Any, decimals: int = 0, signed: bool = False) -> str:
    """A percentage, from the form in which schemes keep it."""
    return f"{_number(value['valeur'], decimals, signed)}{_FIXED}%"


def _enumerated(words: Iterable[str]) -> str:
    *before, last = list(words) or ["aucun"]
    return f"{', '.join(before)} et {last}" if before else last


def _e17(values: Values) -> dict[str, str]:
    roas, roi = dict(values["C15_1-roas"]), dict(values["C15_1-roi"])
    ranked = sorted(roas, key=lambda channel: -roas[channel])
    best, worst = ranked[0], ranked[-1]
    social = dict(values["C15_2-attribution"])["Réseaux sociaux"]
    moved = dict(values["C15_1-reaffectation"])
    away = min(moved, key=lambda channel: moved[channel])
    december = dict(values["C15_2-retention"])["2025-12"]["m1"]
    day = datetime.date.fromisoformat(values["C15_2-panne"])
    p = values["C15_1-valeur_p"]
    return {
        "panne": f"{'1er' if day.day == 1 else day.day} {_MONTHS[day.month - 1]}",
        "rentables": _enumerated(c for c in ranked if roi[c]["valeur"] >= 0),
        "deficitaires": _enumerated(c for c in ranked if roi[c]["valeur"] < 0),
        "meilleur": best,
        "roas_meilleur": _number(roas[best], 2),
        "pire": worst,
        "roas_pire": _number(roas[worst], 2),
        "roi_pire": _percent(roi[worst], signed=True),
        "premier_rs": _number(social["premier_clic"]),
        "dernier_rs": _number(social["dernier_clic"]),
        "m1": _percent(december),
        "m1_cent": _number(december["valeur"]),
        "depense": _euros(sum(row["cout_ht"] for _, row in values["C15_2-bilan"])),
        "clv": _euros(values["C15_1-clv"]),
        "cac": _euros(values["C15_1-cac"]),
        "ltv_cac": _number(values["C15_1-ltv_cac"], 1),
        "repere_ltv": f"{'au-dessus' if values['C15_1-ltv_cac'] >= 3 else 'au-dessous'} du repère habituel de 3",
        "fiche": _TEST[values["C15_1-conclusion"]].format(
            p=_number(p, 3) if p >= 0.001 else "moins de 0,001"
        ),
        "retrait": _euros(-moved[away]),
        "au_pire": _TO_CHANNEL[away],
        "ajouts": _enumerated(f"{_euros(sum_)} {_TO_CHANNEL[c]}" for c, sum_ in moved.items() if c != away),
    }


def _e06(values: Values) -> dict[str, str]:
    funnel, cost = dict(values["C6_3-entonnoir"]), dict(values["C6_3-chiffrage"])
    left, erased = dict(values["C6_1-enveloppes"]), dict(values["C6_3-effacements"])
    pages = dict(values["C6_3-rgaa_page"])
    weakest = min(pages, key=lambda page: pages[page]["valeur"])
    lacking = {trait: objective for objective, trait in reversed(values["C6_2-smart"])}
    decision, possible = values["C6_2-decision"], values["C6_2-possibles"]
    budget_holds = decision in ("le plan tient", "le budget tient, pas l'équipe")
    return {
        "lignes_equipe": "\n".join(_of_team(name, row) for name, row in values["C6_1-equipe"]),
        "renfort": _euros(left["Renfort externe"], signed=True),
        "avis_renfort": "l'enveloppe paie les jours qui manquent" if left["Renfort externe"] >= 0 else "des jours restent à financer",
        "creation": _euros(left["Création et contenus"], signed=True),
        "avis_creation": _margin(left["Création et contenus"]),
        "outils": _euros(left["Outils et abonnements"], signed=True),
        "avis_outils": _margin(left["Outils et abonnements"]),
        "budget": _euros(cost["budget"]),
        "avis_budget": "suffit pour 36 ventes" if budget_holds else "ne suffit pas pour 36 ventes",
        "cout_lead": _euros(cost["cout_lead"]),
        "cout_vente": _euros(cost["cout_vente"]),
        "utilisables": _number(values["C6_3-utilisables"]),
        "engagement": _commitment(budget_holds, possible, values["C6_2-leviers"]),
        **{step: _number(number) for step, number in funnel.items()},
        "objectif_S": lacking["S"],
        "objectif_A": lacking["A"],
        "equilibre": _percent(values["C6_3-equilibre"], 2),
        "taux_leads": _percent(dict(values["C6_3-taux"])["leads"], 2),
        "conclusion": _PLAN[decision],
        "depassee": _number(erased["dépassée"]),
        **{month: _number(erased[name]) for month, name in (("octobre", "octobre"), ("novembre", "novembre"), ("decembre", "décembre"))},
        "rgaa_global": _percent(values["C6_3-rgaa_global"]),
        "page_faible": weakest,
        "rgaa_faible": _percent(pages[weakest]),
    }  # fmt: skip


def _of_team(name: str, row: Mapping[str, float]) -> str:
    """One person's line in the table of resources."""
    said = "suffisant" if row["ecart"] >= 0 else "à renforcer"
    # Quarters of a day: two decimals, or the gap would not be the difference of what stands before it.
    need, means, gap = (_number(row["besoin"], 2), _number(row["moyens"], 2), _number(row["ecart"], 2, True))
    return f"| Humaine, interne | {name} | {need} j | {means} j | {gap} j | {said} |"


def _margin(left: float) -> str:
    return "cela passe" if left >= 0 else "un achat est à reporter"


def _commitment(budget_holds: bool, possible: int, levers: list[str]) -> str:
    """The sales that a group promises: what the budget allows, or 36 if a lever is pulled."""
    if budget_holds:
        return "Signer 36 contrats issus du plan, ce que l'achat d'espace permet."
    if levers == ["aucun"]:
        return f"Signer {possible} contrats issus du plan : l'achat d'espace ne permet pas plus, et aucun levier ne suffit seul."
    which = f"le levier {levers[0]}" if len(levers) == 1 else f"l'un des leviers {' ou '.join(levers)}"
    return f"Signer 36 contrats issus du plan, si le comité retient {which} ; sans cela, nous n'en promettons que {possible}."


def _e06_rex(values: Values) -> dict[str, str]:
    needed, more = values["C6_2-leads_revus"], values["C6_2-hausse"]
    return {
        "leads_revus": _number(needed),
        "leads_groupe": _number(needed / (1 + more["valeur"] / 100)),
        "hausse": _percent(more),
        "ventes_revues": _number(values["C6_2-ventes_revues"]),
    }


def _e01(values: Values) -> dict[str, str]:
    searches, chosen = dict(values["C1_1-recherches"]), values["C1_1-choix"]
    source, rival = values["C1_1-source"], values["C1_3-concurrent"]
    # A price that is thought high is no strength.
    profile = {a: score for a, score in values["C1_3-profil"] if a != "prix_percu"}
    ranked = [_ATTRIBUTES[a] for a in sorted(profile, key=lambda a: -profile[a])]
    own = dict(values["C1_3-carte"])["Clairenoue"]
    return {
        "choix": chosen,
        "rappel": _percent(searches[chosen]["rappel"]),
        "precision": _percent(searches[chosen]["precision"]),
        "rappel_r1": _percent(searches["R1"]["rappel"]),
        "precision_r1": _percent(searches["R1"]["precision"]),
        "source": source,
        "cout_source": _euros(dict(values["C1_1-cout_utile"])[source]),
        "doublons": _number(values["C1_2-doublons"]),
        "canal_absent": _number(dict(values["C1_2-manquantes"])["canal"]),
        "aberrants": _number(values["C1_2-aberrants"]),
        "khi_deux": _number(values["C1_2-khi_deux"], 2),
        "lien": _LINK[values["C1_2-conclusion"]],
        "significatifs": _enumerated(_ATTRIBUTES[a] for a in values["C1_2-significatifs"]),
        "r_prix": _number(dict(values["C1_2-correlations"])["prix_percu"], 2),
        "concurrent": rival,
        "distance": _number(dict(values["C1_3-distances"])[rival], 2),
        "atouts": _enumerated(ranked[:2]),
        "faiblesses": _enumerated(ranked[-2:]),
        **{axis: _number(own[axis], 2, True) for axis in ("usage", "caractere")},
        **{
            f"position_{axis}": f"{'au-dessus' if own[axis] >= 0 else 'au-dessous'} de la moyenne"
            for axis in ("usage", "caractere")
        },
    }


#: By épreuve and notebook: every épreuve that is done in groups has a notebook of the name « rex ».
_NOTEBOOKS: dict[tuple[str, str], Callable[[Values], dict[str, str]]] = {
    ("e01_veille", "e01_veille"): _e01,
    ("e06_objectifs", "e06_objectifs"): _e06,
    ("e06_objectifs", "rex"): _e06_rex,
    ("e17_impact_digital", "e17_impact_digital"): _e17,
}
