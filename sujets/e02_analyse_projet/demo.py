"""The figures that fictional candidates quote in épreuve 2, from the answers of their own variant."""

from __future__ import annotations

from typing import Any

from epreuves.authoring.demonstration import ecrit, enumere, euros, pourcent

_FAMILIES = ("politique", "économique", "sociologique", "technologique", "environnemental", "légal")
_SERVICES = {
    "reparation": "la réparation",
    "reconditionne": "le reconditionné",
    "atelier_mobile": "l'atelier mobile",
}
_PAGES = {
    "accueil": "Accueil",
    "choix_du_service": "Choix du service",
    "agenda": "Agenda",
    "paiement": "Paiement",
    "compte": "Compte",
}
_GOALS = {
    "ODD 3": "santé",
    "ODD 4": "éducation",
    "ODD 5": "égalité",
    "ODD 7": "énergie",
    "ODD 8": "travail décent",
    "ODD 11": "villes durables",
    "ODD 12": "consommation responsable",
    "ODD 13": "climat",
    "ODD 15": "vie terrestre",
}
_THRESHOLD = 35
_CLOSE = 4  # points: what the pilot cannot tell from the threshold


def sujet(answers: dict[str, Any]) -> dict[str, str]:
    families, out = answers["C2_1-familles"], set(answers["C2_1-ecartes"])
    table = answers["C2_1-criticite"]
    threats = sorted(_FAMILIES, key=lambda name: -table[name]["menaces"])
    helps = sorted(_FAMILIES, key=lambda name: -table[name]["opportunites"])
    all_threats, all_helps = (
        sum(row[column] for row in table.values()) for column in ("menaces", "opportunites")
    )
    sizes = answers["C2_2-tailles"]
    quotas = answers["C2_2-quotas"]
    largest = max(quotas, key=lambda stratum: quotas[stratum])
    rates = answers["C2_3-rgaa"]
    weakest = min(_PAGES, key=lambda page: rates[page])
    goals = answers["C2_4-odd"]
    emitted = answers["C2_4-emissions"]
    order = sorted(emitted, key=lambda name: emitted[name])
    return {
        "ecartes": ecrit(len(out)),
        "lignes_familles": "\n".join(_family(name, families, out, table[name]) for name in _FAMILIES),
        "menace_1": threats[0],
        "points_menace_1": ecrit(table[threats[0]]["menaces"]),
        "menaces_suivantes": enumere(
            f"« {name} » ({ecrit(table[name]['menaces'])})" for name in threats[1:3]
        ),
        "opportunites": enumere(f"« {name} » ({ecrit(table[name]['opportunites'])})" for name in helps[:3]),
        "total_menaces": ecrit(all_threats),
        "total_opportunites": ecrit(all_helps),
        "avis": _advice(all_helps / max(all_threats, 1)),
        "habitants": ecrit(sizes["Habitants"]["echantillon"]),
        "contacts": ecrit(sizes["Habitants"]["contacts"]),
        "employeurs": ecrit(sizes["Employeurs"]["echantillon"]),
        "abonnes": ecrit(sizes["Abonnés"]["echantillon"]),
        "strate": largest,
        "quota": ecrit(quotas[largest]),
        "pilote": enumere(
            f"{label} ({pourcent(answers['C2_2-pilote'][service], 1)}, {_beside(answers['C2_2-pilote'][service])})"
            for service, label in _SERVICES.items()
        ),
        "cout_acces": euros(sum(row["acces"] for row in answers["C2_3-budget"].values())),
        "cout_comprendre": euros(sum(row["comprehension"] for row in answers["C2_3-budget"].values())),
        "site": pourcent(rates["site"], 1),
        "etat_site": "« partiellement conforme »" if rates["site"] >= 50 else "« non conforme »",
        "page": _PAGES[weakest],
        "taux_page": pourcent(rates[weakest], 1),
        "prouves": _listed(goals, "prouvé"),
        "affirmes": _listed(goals, "à actualiser", "sans preuve", "annoncé"),
        "absents": _listed(goals, "absent"),
        "conseil": _choice(order[0]),
        "sobre": order[0],
        "kg_sobre": ecrit(emitted[order[0]]),
        "second": order[1],
        "kg_second": ecrit(emitted[order[1]]),
        "dernier": order[2],
        "kg_dernier": ecrit(emitted[order[2]]),
    }


def rex(answers: dict[str, Any]) -> dict[str, str]:
    emitted = answers["C2_4-emissions_revues"]
    return {
        "part": pourcent(answers["C2_1-part"], 1),
        "marge": ecrit(answers["C2_2-marge"], 1),
        "mobile": ecrit(emitted["atelier mobile"]),
        "relais": ecrit(emitted["points relais"]),
        "garde": min(emitted, key=lambda name: emitted[name]),
    }


def _family(name: str, families: dict[str, str], out: set[str], row: dict[str, float]) -> str:
    kept = sorted(code for code, family in families.items() if family == name and code not in out)
    return f"| {name} | {', '.join(kept) or 'aucun'} | {ecrit(row['menaces'])} | {ecrit(row['opportunites'])} | {ecrit(row['effet_2027'], 1, True)} |"


def _advice(balance: float) -> str:
    if balance > 1.15:
        return "signer le bail"
    return "attendre six mois" if balance < 0.85 else "signer sous conditions"


def _choice(soberest: str) -> str:
    """What the group advises: a vehicle that emits more than the cars that it spares is not sent out."""
    if soberest == "boutique seule":
        return "Nous conseillons de ne faire rouler aucun véhicule tant qu'un circuit n'émet pas moins que les voitures qu'il évite."
    return "Nous le conseillons, si le coût annuel reste celui de la table et si la part servie est tenue."


def _beside(share: float) -> str:
    """Where a share stands beside the committee's threshold."""
    if abs(share - _THRESHOLD) < _CLOSE:
        return "trop près du seuil pour conclure"
    return "au-dessus du seuil" if share > _THRESHOLD else "au-dessous"


def _listed(goals: dict[str, str], *states: str) -> str:
    return enumere(f"{goal} ({_GOALS[goal]})" for goal, found in goals.items() if found in states) or "aucun"
