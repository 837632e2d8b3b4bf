"""The figures that fictional candidates quote in épreuve 1, from the answers of their own variant."""

from __future__ import annotations

from typing import Any

from epreuves.authoring.demonstration import ecrit, enumere, euros, pourcent

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


def sujet(answers: dict[str, Any]) -> dict[str, str]:
    searches, chosen = answers["C1_1-recherches"], answers["C1_1-choix"]
    source, rival = answers["C1_1-source"], answers["C1_3-concurrent"]
    # A price that is thought high is no strength.
    profile = {a: score for a, score in answers["C1_3-profil"].items() if a != "prix_percu"}
    ranked = [_ATTRIBUTES[a] for a in sorted(profile, key=lambda a: -profile[a])]
    own = answers["C1_3-carte"]["Clairenoue"]
    widest = max(searches, key=lambda code: searches[code]["rappel"])
    linked, price = answers["C1_2-significatifs"], ecrit(answers["C1_2-correlations"]["prix_percu"], 2)
    told = "joue à l'envers" if "prix_percu" in linked else "n'en fait pas partie"
    return {
        "choix": chosen,
        "rappel": pourcent(searches[chosen]["rappel"]),
        "precision": pourcent(searches[chosen]["precision"]),
        "large": widest,
        "rappel_large": pourcent(searches[widest]["rappel"]),
        "precision_large": pourcent(searches[widest]["precision"]),
        "source": source,
        "cout_source": euros(answers["C1_1-cout_utile"][source]),
        "doublons": ecrit(answers["C1_2-doublons"]),
        "canal_absent": ecrit(answers["C1_2-manquantes"]["canal"]),
        "aberrants": ecrit(answers["C1_2-aberrants"]),
        "khi_deux": ecrit(answers["C1_2-khi_deux"], 2),
        "lien": _LINK[answers["C1_2-conclusion"]],
        "significatifs": enumere(_ATTRIBUTES[a] for a in linked),
        "prix": f"Le prix perçu {told} (r = {price}).",
        "concurrent": rival,
        "distance": ecrit(answers["C1_3-distances"][rival], 2),
        "atouts": enumere(ranked[:2]),
        "faiblesses": enumere(ranked[-2:]),
        **{axis: ecrit(own[axis], 2, True) for axis in ("usage", "caractere")},
        **{
            f"position_{axis}": f"{'au-dessus' if own[axis] >= 0 else 'au-dessous'} de la moyenne"
            for axis in ("usage", "caractere")
        },
    }
