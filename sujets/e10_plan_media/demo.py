"""The figures that fictional candidates quote in épreuve 10, from the answers of their own variant."""

from __future__ import annotations

from typing import Any

import numpy as np

from epreuves_kit.authoring.demonstration import ecrit, enumere, euros, jour, pourcent

_CHANNELS = {
    "affichage": "Affichage urbain",
    "radio": "Radio locale",
    "presse": "Presse régionale",
    "cinema": "Cinéma",
    "video": "Vidéo en ligne",
    "reseaux": "Réseaux sociaux",
}
_MOMENTS = {
    "rentree": "Rentrée des clubs",
    "fetes": "Fêtes",
    "soldes_hiver": "Soldes d'hiver",
    "vacances": "Vacances d'hiver",
    "ouverture": "Ouverture",
    "soldes_ete": "Soldes d'été",
}
_PHASES = {"rentree": "Rentrée", "fetes": "Fêtes", "glisse": "Glisse", "plein_air": "Plein air", "ete": "Été"}
#: Who produces on each network.
_WRITERS = {
    "Instagram": "Nawel",
    "Facebook": "Malo",
    "TikTok": "Malo",
    "YouTube": "Nawel",
    "Blog": "Maud",
    "Lettre d'information": "Maud",
}
_DECISIONS = {"fréquence": "combler", "silence": "étaler", "les deux": "combler, puis étaler"}
#: New titles for what is to be written again: as many as there may be.
_REWRITTEN = (
    "Régler un dérailleur en cinq minutes",
    "Choisir ses premiers bâtons",
    "Que mettre dans un sac de piscine",
    "Bien lacer une chaussure de trail",
    "Sécher une tente avant de la ranger",
    "La bonne pression pour un ballon",
    "Gonfler ses pneus selon le poids",
    "Quelle taille de raquette de tennis",
    "Laver un duvet à la maison",
    "Nettoyer une chaîne de vélo",
    "Vérifier un casque après une chute",
)
#: Public holidays that fall on a working day, from the commission to the vote of the opening.
_DAYS_OFF = ["2026-07-14", "2026-11-11", "2026-12-25", "2027-01-01", "2027-03-29", "2027-05-06", "2027-05-17"]


def _least_served(parts: dict[str, float], lacking: float) -> str:
    """The moment that what lacks, a share of the year, brings to a share of the turnover: the only one that has one decimal."""
    return min(parts, key=lambda name: abs(parts[name] + 100 * lacking - round(parts[name] + 100 * lacking, 1)))


def _after(go: np.datetime64, days: int, weekmask: str = "1111100") -> str:
    """The day that comes so many of these days after the launch, holidays left out."""
    day = np.busday_offset(go, days, roll="backward", weekmask=weekmask, holidays=np.array(_DAYS_OFF, "datetime64[D]"))
    return jour(str(day))


def sujet(answers: dict[str, Any]) -> dict[str, str]:
    phases = answers["C10_1-budget"]
    costs = answers["C10_1-cout_grp"]
    parts = answers["C10_1-part"]
    verdicts = {name: row["verdict"] for name, row in answers["C10_3-charte"].items()}
    silences = {name: row["silence"] for name, row in answers["C10_3-charte"].items()}
    failing = [name for name, verdict in verdicts.items() if verdict != "tient"]
    quietest = max(failing or list(silences), key=lambda name: silences[name])
    go = np.datetime64(answers["C10_2-go_no_go"]["Ouverture"], "D")
    margin = int(np.busday_count("2026-06-15", go + 1, holidays=np.array(_DAYS_OFF, "datetime64[D]")))
    again = answers["C10_3-reprendre"]
    found = {
        "total": euros(sum(row["budget_net"] for row in phases.values())),
        "grp_total": ecrit(sum(row["grp"] for row in phases.values()), 0),
        "part_totale": pourcent(sum(parts.values()), 0),
        "part_fond": pourcent(100 - sum(parts.values()), 1),
        "moins_dote": _least_served(
            parts, answers["C10_1-renfort"] / sum(row["budget_net"] for row in phases.values())
        ),
        "renfort": euros(answers["C10_1-renfort"]),
        "go": jour(answers["C10_2-go_no_go"]["Ouverture"]),
        "go_fetes": jour(answers["C10_2-go_no_go"]["Fêtes"]),
        "marge": ecrit(margin),
        "premier_point": _after(go, 1, weekmask="Mon"),
        "confirme": _after(go, 2),
        "reserve": _after(go, 4),
        "genees": enumere(answers["C10_2-genees"]),
        "nb_genees": ecrit(len(answers["C10_2-genees"])),
        "en_defaut": enumere(failing),
        "muet": quietest,
        "silence": ecrit(silences[quietest]),
        "recrites": "\N{NO-BREAK SPACE}; ".join(
            f"{number}, «\N{NO-BREAK SPACE}{title}\N{NO-BREAK SPACE}»"
            for number, title in zip(again, _REWRITTEN, strict=False)
        ),
        "decisions": "\N{NO-BREAK SPACE}; ".join(
            f"{name}, {_DECISIONS[verdicts[name]]}, par {_WRITERS[name]}" for name in failing
        )
        + ".",
        "deplacees": f"Récrites, {again[0]} passe sur {quietest} le 12 octobre et {again[1]} le 9 novembre."
        if len(again) > 1
        else "",
        "nb_reprises": ecrit(len(again)),
    }
    found |= {f"budget_{short}": euros(phases[name]["budget_net"]) for short, name in _PHASES.items()}
    found |= {f"grp_{short}": ecrit(phases[name]["grp"], 0) for short, name in _PHASES.items()}
    found |= {f"cout_{short}": euros(costs[name]) for short, name in _CHANNELS.items()}
    found |= {f"part_{short}": pourcent(parts[name], 1) for short, name in _MOMENTS.items()}
    return found
