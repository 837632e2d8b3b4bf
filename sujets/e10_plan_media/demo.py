"""The figures that fictional candidates quote in épreuve 10, from the answers of their own variant."""

from __future__ import annotations

from typing import Any

from epreuves.authoring.demonstration import ecrit, enumere, euros, jour, pourcent

_WHERE = {
    "Rentrée des clubs": "la rentrée des clubs",
    "Fêtes": "les fêtes",
    "Soldes d'hiver": "les soldes d'hiver",
    "Vacances d'hiver": "les vacances d'hiver",
    "Ouverture": "l'ouverture",
    "Soldes d'été": "les soldes d'été",
}


def sujet(answers: dict[str, Any]) -> dict[str, str]:
    phases = answers["C10_1-budget"]
    total = sum(row["budget_net"] for row in phases.values())
    pressure = {phase: row["grp"] for phase, row in phases.items()}
    strongest = max(pressure, key=lambda phase: pressure[phase])
    costs = answers["C10_1-cout_grp"]
    dear, cheap = max(costs, key=lambda c: costs[c]), min(costs, key=lambda c: costs[c])
    parts = answers["C10_1-part"]
    most = max(parts, key=lambda name: parts[name])
    load = answers["C10_2-charge"]
    busiest = max(load, key=lambda person: load[person])
    verdicts = {name: row["verdict"] for name, row in answers["C10_3-charte"].items()}
    silences = {name: row["silence"] for name, row in answers["C10_3-charte"].items()}
    failing = [name for name, verdict in verdicts.items() if verdict != "tient"]
    quietest = max(failing or list(silences), key=lambda name: silences[name])
    by_phase: dict[str, int] = {}
    for phase in answers["C10_1-phases"].values():
        by_phase[phase] = by_phase.get(phase, 0) + 1
    fullest = max(by_phase, key=lambda phase: by_phase[phase])
    return {
        "total": euros(total),
        "phase_forte": strongest,
        "grp_forte": ecrit(pressure[strongest]),
        "budget_forte": euros(phases[strongest]["budget_net"]),
        "grp_total": ecrit(sum(pressure.values())),
        "canal_cher": dear,
        "cout_cher": euros(costs[dear]),
        "canal_doux": cheap,
        "cout_doux": euros(costs[cheap]),
        "part_totale": pourcent(sum(parts.values())),
        "temps_fort": _WHERE[most],
        "part_forte": pourcent(parts[most], 1),
        "renfort": euros(answers["C10_1-renfort"]),
        "phase_chargee": fullest,
        "nb_actions": ecrit(by_phase[fullest]),
        "go": jour(answers["C10_2-go_no_go"]["Ouverture"]),
        "go_rentree": jour(answers["C10_2-go_no_go"]["Rentrée des clubs"]),
        "genees": enumere(answers["C10_2-genees"]),
        "nb_genees": ecrit(len(answers["C10_2-genees"])),
        "charge": enumere(f"{person} {ecrit(weeks)}" for person, weeks in load.items()),
        "plus_charge": busiest,
        "semaines": ecrit(load[busiest]),
        "en_defaut": enumere(failing),
        "muet": quietest,
        "silence": ecrit(silences[quietest]),
        "reprises": enumere(answers["C10_3-reprendre"]),
        "nb_reprises": ecrit(len(answers["C10_3-reprendre"])),
    }
