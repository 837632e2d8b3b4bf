"""The figures that fictional candidates quote in the second case of épreuve 10, from the answers of their own variant."""

from __future__ import annotations

from typing import Any

from epreuves_kit.authoring.demonstration import ecrit, enumere, euros, jour, pourcent

_CHANNELS = {
    "gare": "Affichage en gare",
    "magazines": "Magazines",
    "journaux": "Journaux",
    "radio": "Radio",
    "offices": "Offices de tourisme",
    "en_ligne": "Publicité en ligne",
}
_MOMENTS = {
    "patrimoine": "Patrimoine",
    "toussaint": "Toussaint",
    "noel": "Noël",
    "exposition": "Grande exposition",
    "nuit": "Nuit des musées",
    "ete": "Été",
}
#: The line that a channel, and a day of a moment, would add to the plan.
_ADDED = {
    "Affichage en gare": "des écrans de gare",
    "Magazines": "un mensuel culturel",
    "Journaux": "un quotidien",
    "Radio": "une station régionale",
    "Offices de tourisme": "des dépliants en présentoir",
    "Publicité en ligne": "des bannières",
}
_DAYS = {
    "Patrimoine": "le 16 septembre 2026",
    "Toussaint": "le 21 octobre 2026",
    "Noël": "le 9 décembre 2026",
    "Grande exposition": "le jour du vernissage",
    "Nuit des musées": "le 19 mai 2027",
    "Été": "le 7 juillet 2027",
}
#: Hours of a month that overflows that must go, at most: none is asked for more than 128 % of what it has.
_TOO_MUCH = 0.22


def sujet(answers: dict[str, Any]) -> dict[str, str]:
    early, rooms, costs = answers["C10_1-precoce"], answers["C10_1-places"], answers["C10_1-cout_visiteur"]
    starts, kept = answers["C10_2-debuts"], answers["C10_2-tampons"]
    load, forbidden = answers["C10_3-charge"], answers["C10_3-reprendre"]
    ratio = {name: row["visiteurs"] / max(row["places_libres"], 1) for name, row in rooms.items()}
    crowded, empty = max(ratio, key=ratio.__getitem__), min(ratio, key=ratio.__getitem__)
    dear, cheap = max(costs, key=costs.__getitem__), min(costs, key=costs.__getitem__)
    first, latest = min(starts, key=starts.__getitem__), max(kept, key=kept.__getitem__)
    over = [month for month, row in load.items() if row["verdict"] == "déborde"]
    spared = [month for month, row in load.items() if row["verdict"] == "libre"]
    found = {
        "ecoles": pourcent(early["Écoles"], 0),
        "familles": pourcent(early["Familles"], 0),
        "nb_a_signer": ecrit(len(answers["C10_1-a_signer"])),
        "a_liberer": euros(answers["C10_1-a_liberer"]),
        "deborde": crowded,
        "vide": empty,
        "cher": dear,
        "cout_cher": euros(costs[dear], 2),
        "moins_cher": cheap,
        "insertion": _ADDED[cheap],
        "parution": _DAYS[empty],
        "premier": first,
        "debut_premier": jour(starts[first]),
        "debut_affiche": jour(starts["Affiche"]),
        "en_retard": latest,
        "tampon": ecrit(kept[latest]),
        "mois_pleins": " ; ".join(
            f"{month}, {ecrit(row['heures'], 1)} heures, au moins {ecrit(row['heures'] * _TOO_MUCH, 0)} à ôter"
            for month, row in load.items()
            if month in over
        )
        or "aucun",
        "mois_libres": enumere(spared) if spared else "octobre",
        "interdites": enumere(forbidden),
        "nb_interdites": ecrit(len(forbidden)),
    }
    # The first are shown too early, the last too late: two rules.
    for rank, number in enumerate([*(forbidden * 2)[:2], (forbidden * 2)[-1]], start=1):
        found[f"reprise_{rank}"] = number
    allowed = [number for number in (f"P{rank:03d}" for rank in range(30, 99, 10)) if number not in forbidden]
    found |= {"avancee_1": allowed[0], "avancee_2": allowed[3]}
    found |= {f"cout_{short}": euros(costs[name], 2) for short, name in _CHANNELS.items()}
    found |= {f"places_{short}": ecrit(rooms[name]["places_libres"], 0) for short, name in _MOMENTS.items()}
    found |= {f"gagnes_{short}": ecrit(rooms[name]["visiteurs"], 0) for short, name in _MOMENTS.items()}
    return found
