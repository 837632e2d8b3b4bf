"""The figures that fictional candidates quote in épreuve 3, from the answers of their own variant."""

from __future__ import annotations

from typing import Any

from epreuves_kit.authoring.demonstration import ecrit, enumere, euros, pourcent

_GO, _LIMIT, _STOP = (
    "Je propose de **lancer comme prévu** : l'usine peut suivre et le seuil est dépassé.",
    "Je propose de **lancer en quantité limitée** : l'usine ne suit pas tout l'objectif, mais ce qu'elle remplit dépasse le seuil.",
    "Je propose de **revoir le projet** avant de signer : à ce volume, les frais fixes ne sont pas remboursés.",
)
_COMPLAINTS = {
    "prix": "le prix",
    "rayon": "le manque de place en rayon",
    "notoriété": "la marque inconnue",
    "commande": "le minimum de commande",
    "goût": "le goût",
    "emballage": "l'emballage",
}
_REPLIES = {
    "prix": "« elle vaut une boisson à la noisette, et l'avoine vient d'ici »",
    "rayon": "« un seul emplacement, et un présentoir en attendant la réimplantation »",
    "notoriété": "« nous animons le magasin deux samedis, avec dégustation »",
    "commande": "« la première commande se fait par carton »",
    "goût": "« goûtez la recette définitive, avec votre équipe »",
    "emballage": "« le bouchon et la taille du texte ont été revus »",
}
_NEEDS = ("volumes", "prix", "raisons", "usages")
_BOTTLENECK = {
    "ligne": "les heures de ligne",
    "noisettes": "la pâte de noisettes",
    "emballages": "les briques vides",
}


def sujet(answers: dict[str, Any]) -> dict[str, str]:
    market, figures, traits = answers["C3_1-marche"], answers["C3_2-chiffres"], answers["C3_2-traits"]
    prices, launch = answers["C3_3-prix"], answers["C3_3-lancement"]
    objections, capacity = answers["C3_3-objections"], answers["C3_3-capacites"]
    ranked = sorted(objections, key=lambda name: -objections[name])
    target = answers["C3_1-segment"]
    short = launch["volume"] < launch["objectif"]
    paying = launch["seuil"] <= launch["volume"]
    return {
        "segment": target,
        **{f"s_{need}": _serving(answers["C3_1-sources"], need) for need in _NEEDS},
        "s_aucun": _serving(answers["C3_1-sources"], "aucun"),
        "regional": ecrit(market["régional"]),
        "accessible": ecrit(market["accessible"]),
        "du_segment": ecrit(market["segment"]),
        "vise": ecrit(market["objectif"]),
        "favorables": pourcent(answers["C3_1-attitudes"][target]["favorables"]),
        "age": ecrit(figures["âge médian"]),
        "besoins": pourcent(figures["accessibilité"]),
        "litres": ecrit(figures["litres"], 1),
        "csp": traits["csp"].lower(),
        "habitat": traits["habitat"].lower(),
        "circuit": traits["circuit"].lower(),
        "medias": enumere([traits["média 1"], traits["média 2"], traits["média 3"]]),
        "media": traits["média 1"],
        "prix": euros(prices["public TTC"], 2),
        "tarif": euros(prices["tarif"], 2),
        "marque": pourcent(prices["taux de marque"]),
        "plainte": _COMPLAINTS[ranked[0]],
        "fois": ecrit(objections[ranked[0]]),
        "plainte2": _COMPLAINTS[ranked[1]],
        "reponse": _REPLIES[ranked[0]],
        "capacite": ecrit(min(capacity.values())),
        "goulot": _BOTTLENECK[min(capacity, key=lambda name: capacity[name])],
        "objectif": ecrit(launch["objectif"]),
        "seuil": ecrit(launch["seuil"]),
        "volume": ecrit(launch["volume"]),
        "decision": _STOP if not paying else _LIMIT if short else _GO,
    }


def _serving(needs: dict[str, str], need: str) -> str:
    """The sources that serve a need."""
    return enumere(sorted(name for name, served in needs.items() if served == need))
