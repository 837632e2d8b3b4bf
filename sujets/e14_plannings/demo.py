"""The figures that fictional candidates quote in épreuve 14, from the answers of their own variant."""

from __future__ import annotations

from typing import Any

from epreuves.wording.french import counted, plural
from epreuves_kit.authoring.demonstration import ecrit, enumere, euros, jour, pourcent

_WAIT = "Attendre"
#: The chain of tasks that each lever acts on, up to the launch.
_CHAIN = {
    "Monteuse indépendante": "le film (T05), puis ce qui l'attend, jusqu'à la journée (T26)",
    "Graphiste en renfort": "la mise en page, la relecture et l'impression du catalogue (T09 à T11), le kit (T21), la journée (T26)",
    "Second développeur": "le développement, la recette et la mise en ligne (T13, T15, T16), la journée (T26)",
    "Formation à distance": "les modules et les sessions de formation (T19, T20), le kit (T21), la journée (T26)",
}


def sujet(answers: dict[str, Any]) -> dict[str, str]:
    ends = answers["C12_4-recalage"]
    gaps = {who: row["ecart"] for who, row in answers["C12_4-ecarts"].items()}
    short = answers["C12_4-surcharge"]
    alerts = answers["C12_4-alertes"]
    choices = answers["C12_4-decisions"]
    late = alerts["Journée de lancement"]["retard"]
    best = min(choices, key=lambda name: choices[name])
    lever = min((name for name in choices if name != _WAIT), key=lambda name: choices[name])
    levels = {
        level: [name for name, row in alerts.items() if row["niveau"] == level] for level in ("rouge", "orange", "vert")
    }
    over = {name: row["depassement"] for name, row in alerts.items()}
    worst, most = (max(table, key=lambda name: table[name]) for table in (gaps, over))
    tightest = max(short, key=lambda week: short[week]["manque"])
    kinds = answers["C12_5-faits"]
    by_level = {
        level: next((jour(row["avant_le"]) for row in alerts.values() if row["niveau"] == level), "29 mai")
        for level in levels
    }
    advice = (
        f"Je vous propose d'attendre : le levier « {lever} » porterait le coût total à {euros(choices[lever])}, il coûterait plus qu'il ne rapporte."
        if best == _WAIT
        else f"Je vous propose de retenir le levier « {best} » : le coût total tombe à {euros(choices[best])}."
    )
    return {
        "lancement": jour(ends["T26"]),
        "retard": counted(int(late), "jour ouvré"),
        "cout_attente": euros(choices[_WAIT]),
        "suite": _CHAIN[lever],
        "conseil": advice,
        "pire_responsable": worst,
        "ecart_pire": pourcent(gaps[worst], signe=True),
        "chantier_cher": most,
        "depassement": pourcent(over[most], 1, signe=True),
        "semaine": jour(tightest),
        "deborde": short[tightest]["deborde"],
        "manque": _days(short[tightest]["manque"]),
        "renfort": short[tightest]["renfort"],
        "rouges": _listed(levels["rouge"]),
        "oranges": _listed(levels["orange"]),
        "causes": "\u00a0; ".join(
            f"{name}, {counted(int(alerts[name]['retard']), 'jour ouvré')} de retard et {pourcent(over[name], 1, signe=True)} sur le budget"
            for name in levels["orange"]
        ),
        "verts": _listed(levels["vert"]),
        "prochain_orange": by_level["orange"],
        "confirmes": _listed(sorted(kinds)),
        "penalites": euros(dict(answers["C12_5-penalites"])["montant"]),
        "jours_penalises": counted(int(dict(answers["C12_5-penalites"])["jours"]), "jour pénalisé"),
    }


def _days(value: float) -> str:
    """« 2,5 jours », « 1 jour »."""
    whole = float(value).is_integer()
    return f"{ecrit(value, 0 if whole else 1)} {plural(value, 'jour')}"


def _listed(names: list[str]) -> str:
    return enumere(names) if names else "aucun"
