"""The figures that fictional candidates quote in épreuve 4, from the answers of their own variant."""

from __future__ import annotations

from typing import Any

from epreuves_kit.authoring.demonstration import ecrit, enumere, euros, pourcent

SEASONS = ("2023-2024", "2025-2026")
_WHY = {
    "arrêter": "l'effet est nul ou négatif",
    "corriger": "chaque spectateur gagné y coûte plus que par nos campagnes",
    "reconduire": "l'essai a freiné une baisse",
    "étendre": "l'effet est positif, le théâtre a progressé et le coût reste sous celui de nos campagnes",
}


_PROPOSED = {
    "couvert": ("les trois critères sont remplis", "garder"),
    "à prolonger": ("financé trop peu de temps", "prolonger"),
    "à vérifier": ("accès jamais vérifié", "vérifier"),
    "à compléter": ("pas assez de contacts, ou deux critères", "compléter"),
    "non couvert": ("rien n'existe", "créer"),
}
# Of these publics, the two means that exist wherever one does; the four axes of the plan are there.
_FIRST_MEANS = {
    "moins de 30 ans": "compte vidéo, fichier des pass jeunes",
    "enseignants": "lettre, visites des salles des professeurs",
    "familles": "lettre aux familles, affichettes",
    "seniors": "dépliant, clubs de retraités",
    "personnes sourdes ou malentendantes": "vidéos en LSF, associations",
    "personnes aveugles ou malvoyantes": "programme sonore, téléphone",
    "voyageurs du train": "écrans des gares, message de confirmation",
}


def sujet(answers: dict[str, Any]) -> dict[str, str]:
    spent, rhythms = answers["C4_2-typologie"], answers["C4_1-rythme"]
    debriefs, needs = answers["C4_2-bilans"], answers["C4_1-besoins"]
    costs = {tool: row for tool, row in answers["C4_2-couts"].items() if tool != "les huit outils"}
    whole = answers["C4_2-couts"]["les huit outils"]
    trial, announced = answers["C4_2-essai"], answers["C4_1-annonces"]
    forms = {form: rate for form, rate in announced.items() if form != "les quatre formes"}
    travel, plan = answers["C4_1-trajets"], answers["C4_1-plan"]
    heads, news = (
        sorted(costs, key=lambda tool, c=column: costs[tool][c]) for column in ("cout_spectateur", "cout_primo")
    )
    zone = max(travel, key=lambda name: travel[name]["part"])
    weak = min(forms, key=lambda form: forms[form])
    totals = {season: sum(row[season] for row in spent.values()) for season in SEASONS}
    parts = {
        f"{name}_{n}": pourcent(100 * spent[kind][season] / totals[season])
        for kind, name in (("média", "media"), ("hors média", "hors"), ("digital", "digital"))
        for n, season in enumerate(SEASONS)
    }
    return {
        **parts,
        "depense": euros(totals["2025-2026"]),
        "fixes": _names(op for op, row in rhythms.items() if row["rythme"] == "récurrente à date fixe"),
        "mobiles": _names(op for op, row in rhythms.items() if row["rythme"] == "récurrente à date mobile"),
        "irregulieres": _names(op for op, row in rhythms.items() if row["rythme"] == "irrégulière"),
        "interrompues": _names(op for op, row in rhythms.items() if row["rythme"] == "interrompue"),
        "tableau_des_besoins": _means(needs),
        "a_prolonger": _publics(needs, "à prolonger"),
        "a_verifier": _publics(needs, "à vérifier"),
        "non_couverts": _publics(needs, "non couvert"),
        "retenues": enumere([name for name, row in plan.items() if row["decision"] == "retenue"]) or "aucune",
        "nombre_retenues": ecrit(sum(row["decision"] == "retenue" for row in plan.values())),
        "annoncees": pourcent(announced["les quatre formes"]),
        "forme_faible": weak,
        "taux_faible": pourcent(forms[weak]),
        "zone": zone,
        "part_zone": pourcent(travel[zone]["part"]),
        "kg_zone": ecrit(travel[zone]["kg_par_spectateur"], 1),
        "exploitables": ecrit(sum(told == "exploitable" for told in debriefs.values())),
        "avec_bilan": _names(name for name, told in debriefs.items() if told == "exploitable"),
        "sans_bilan": _names(name for name, told in debriefs.items() if told != "exploitable"),
        "sans_chiffre": ecrit(sum(told == "sans chiffre" for told in debriefs.values())),
        "de_moyens": ecrit(sum(told == "moyens comptés" for told in debriefs.values())),
        "sans_source": ecrit(sum(told == "sans source" for told in debriefs.values())),
        "incomplets": ecrit(sum(told == "période incomplète" for told in debriefs.values())),
        "tete_spectateur": heads[0],
        "cout_tete_spectateur": euros(costs[heads[0]]["cout_spectateur"], 2),
        "tete_primo": news[0],
        "cout_tete_primo": euros(costs[news[0]]["cout_primo"]),
        "queue_primo": news[-1],
        "cout_queue_primo": euros(costs[news[-1]]["cout_primo"]),
        "cout_spectateur": euros(whole["cout_spectateur"], 2),
        "cout_primo": euros(whole["cout_primo"]),
        "chauny": ecrit(trial["L'Étamerie"], 1, True),
        "vervins": ecrit(trial["La Filandière"], 1, True),
        "effet": ecrit(trial["effet"], 1, True),
        "decision": answers["C4_3-decision"],
        "raison": _WHY[answers["C4_3-decision"]],
    }


def rex(answers: dict[str, Any]) -> dict[str, str]:
    revised = answers["C4_2-couts_revus"]
    prices = {tool: row["cout_primo"] for tool, row in revised.items()}
    swollen = max(revised, key=lambda tool: revised[tool]["hausse"])
    before = {tool: row["cout_primo"] / (1 + row["hausse"] / 100) for tool, row in revised.items()}
    best = min(prices, key=lambda tool: prices[tool])
    other = min((tool for tool in prices if tool != swollen), key=lambda tool: revised[tool]["hausse"])
    after, moved = (answers["C4_3-effet_revu"][name] for name in ("effet", "changement"))
    return {
        "effet_du_groupe": ecrit(after - moved, 1, True),
        "effet_revu": ecrit(after, 1, True),
        "decision_revue": _then(after - moved, after),
        "kg_revu": ecrit(answers["C4_1-kg_revu"]["kg"], 1),
        "kg_du_groupe": ecrit(answers["C4_1-kg_revu"]["kg"] - answers["C4_1-kg_revu"]["hausse"], 1),
        "gonfle": swollen,
        "cout_gonfle": euros(prices[swollen]),
        "cout_gonfle_du_groupe": euros(prices[swollen] / (1 + revised[swollen]["hausse"] / 100)),
        "rang_du_gonfle": _moved(_rank(before, swollen), _rank(prices, swollen)),
        "meilleur": best,
        "cout_meilleur": euros(prices[best]),
        "autre": other,
        "cout_autre": euros(prices[other]),
    }


def _rank(prices: dict[str, float], tool: str) -> int:
    return sorted(prices, key=lambda name: prices[name]).index(tool) + 1


def _moved(before: int, after: int) -> str:
    """What the tool that rises the most does in the order of the costs."""
    first, then = (f"{rank}{'er' if rank == 1 else 'e'}" for rank in (before, after))
    if before == after:
        return f"garde son {first} rang"
    return f"recule du {first} au {then} rang, et ses actions avec lui"


def _then(before: float, after: float) -> str:
    """What the revised effect does to the decision of question 8, the trial's cost being the same."""
    if after <= 0:
        return "la décision est « arrêter », puisque l'effet n'est pas positif"
    if before <= 0:
        return "« arrêter » ne tient plus, l'effet étant devenu positif"
    again = "à remettre en face du coût de nos campagnes"
    if before > 3 * after:
        return f"un spectateur gagné coûte {ecrit(before / after)} fois ce que nous avions écrit, {again}"
    gap, way = pourcent(100 * abs(before / after - 1)), "moins" if after > before else "plus"
    return f"un spectateur gagné coûte {gap} de {way} que nous ne l'avions écrit, {again}"


def _means(needs) -> str:
    """The needs that a candidate's table takes up, a line each: the means, what is lacking, what is proposed."""
    lines = []
    for public in _FIRST_MEANS:
        told = needs[public]
        lacking, proposed = _PROPOSED[told]
        means = "aucun" if told == "non couvert" else _FIRST_MEANS[public]
        lines.append(f"| {public} | {means} | {lacking} | {proposed} |")
    return "\n".join(lines)


def _names(operations) -> str:
    return enumere([f"« {name} »" for name in operations]) or "aucune"


def _publics(needs, verdict: str) -> str:
    return enumere([public for public, told in needs.items() if told == verdict]) or "aucun"
