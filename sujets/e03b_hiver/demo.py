"""The figures that fictional candidates quote in épreuve 3's second case, from the answers of their own variant."""

from __future__ import annotations

from typing import Any

from epreuves_kit.authoring.demonstration import ecrit, enumere, euros, pourcent

_OPEN = {
    "un": "Je propose d'**ouvrir un camping**, le Lac : chaque autre coûterait plus qu'il ne laisse.",
    "deux": "Je propose d'**ouvrir deux campings**, le Lac et la Forêt : le Plateau coûterait plus qu'il ne laisse.",
    "trois": "Je propose d'**ouvrir les trois campings** : chacun laisse plus qu'il ne coûte.",
}
_NONE = (
    "Je propose de **n'ouvrir aucun camping** cet hiver : les trois résultats sont négatifs. Ce mix est celui que nous tiendrions prêt pour l'hiver suivant ; "
    "pour ouvrir, il faudrait plus de {lacking} de frais ou de travaux en moins."
)
_WORKS = {
    "motricité": "une rampe, une porte de 90 cm et une douche sans rebord",
    "vue": "une allée éclairée, des contrastes et de gros repères",
    "audition": "un flash lumineux, un réveil vibrant et une boucle magnétique portative",
    "compréhension": "des pictogrammes, un chauffage à un bouton et un livret facile à lire",
}
_USES = {
    "motricité": "« j'entre sans marche »",
    "vue": "« je suis l'allée jusqu'à la porte, le soir »",
    "audition": "« je vois l'alarme, je n'ai pas à l'entendre »",
    "compréhension": "« je règle le chauffage avec un seul bouton »",
}
_CAUSES = {
    "froid": ("la peur du froid", "« il fait dix-neuf degrés avant que vous n'arriviez, et le relevé est en ligne »"),
    "accès": ("l'accès", "« dites-nous le geste qui gêne, nous vous gardons le cottage adapté et son plan coté »"),
    "dates": ("les dates imposées", "« choisissez votre jour d'arrivée, un coffre à clés vous attend »"),
    "route": ("la route", "« la navette vous prend à la gare, et le col est déneigé chaque matin »"),
    "loisirs": ("le manque de loisirs", "« raquettes et chaussures sont au cottage, avec trois parcours au départ »"),
    "annulation": ("l'annulation", "« vous reportez sans frais jusqu'à la veille »"),
}


def sujet(answers: dict[str, Any]) -> dict[str, str]:
    demand, figures, traits = answers["C3_1-demande"], answers["C3_2-chiffres"], answers["C3_2-traits"]
    sold, results, lost = answers["C3_3-prix"], answers["C3_3-resultats"], answers["C3_3-motifs"]
    sources, known, works = answers["C3_1-sources"], answers["C3_1-potentiel"], answers["C3_3-adaptation"]
    target = answers["C3_1-segment"]
    worst = max(lost, key=lambda cause: lost[cause])
    best = max(results, key=lambda name: results[name])
    chosen = [source for source in sources.values() if source != "aucune"]
    return {
        "segment": target,
        "clients": pourcent(known[target]["clients"]),
        "clients_max": pourcent(max(line["clients"] for line in known.values())),
        "sources": "; ".join(f"{need}, {source}" for need, source in sources.items() if source != "aucune").replace(
            ";", " ;"
        ),
        "ecartees": enumere([f"S{rank:02d}" for rank in range(1, 13) if f"S{rank:02d}" not in chosen][:5]),
        "sans": enumere([need for need, source in sources.items() if source == "aucune"]) or "aucun besoin",
        **{
            f"n{rank}": ecrit(demand[month])
            for rank, month in enumerate((key for key in demand if key not in ("nuitées", "part")), 1)
        },
        "nuitees": ecrit(demand["nuitées"]),
        "part": pourcent(demand["part"], 1),
        "nuits": ecrit(figures["nuits"], 1),
        "personnes": ecrit(figures["personnes"], 1),
        "sans_voiture": pourcent(figures["sans voiture"]),
        "besoins": pourcent(figures["accès"]),
        "age": traits["âge"],
        "departement": traits["département"],
        "canal": traits["canal"].lower(),
        "media1": traits["média 1"],
        "media2": traits["média 2"],
        "besoin": traits["besoin"],
        "usage": _USES[traits["besoin"]],
        "amenagement": _WORKS[traits["besoin"]],
        "travaux": euros(works["Lac"]),
        "prix": euros(sold["prix"]),
        "marge": euros(sold["marge"], 2),
        "taux": pourcent(sold["taux"]),
        "cout": euros(sold["coût"], 2),
        "motif": _CAUSES[worst][0],
        "reponse": _CAUSES[worst][1],
        "perdues": ecrit(lost[worst]),
        **{f"r_{name}": euros(results[name]) for name in ("un", "deux", "trois")},
        "decision": _OPEN[best] if results[best] > 0 else _NONE.format(lacking=euros(-results[best])),
    }
