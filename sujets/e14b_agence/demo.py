"""The figures that fictional candidates quote in épreuve 14, second case, from the answers of their own variant."""

from __future__ import annotations

from typing import Any

from epreuves.wording.french import counted, plural
from epreuves_kit.authoring.demonstration import ecrit, euros, pourcent

_CLIENT = {"F": "Caillébrune", "M": "Arvelle", "P": "Pont-Dormant"}
_CONTACT = {"F": "Monsieur Vauquelin", "M": "Madame Delorge", "P": "Madame Castagnède"}
#: Who takes over from whom.
_RELAY = {"Bakary": "Romane", "Célestin": "Bakary", "Joachim": "Célestin", "Romane": "Joachim"}
#: Each client's chains, from a task to the delivery, and what a client would call its beginning.
_NEXT = {
    "F": {"1": "F1, F3, F4, F6", "2": "F2, F5, F6", "3": "F3, F4, F6", "5": "F5, F6"},
    "M": {"1": "M1, M3, M4, M6", "2": "M2, M5, M6", "3": "M3, M4, M6", "5": "M5, M6"},
    "P": {"1": "P1, P3, P4, P6", "2": "P2, P5, P6", "3": "P3, P4, P6", "5": "P5, P6"},
}
_PLAIN = {
    "F1": "les prises de vue des étuis",
    "F2": "l'impression des présentoirs",
    "F3": "la mise en page des étuis",
    "F5": "le montage des présentoirs",
    "M1": "les textes du guide",
    "M2": "le montage du film",
    "M3": "la mise en page du guide",
    "M5": "la page d'adhésion",
    "P1": "les notices des artistes",
    "P2": "la billetterie",
    "P3": "la mise en page du programme",
    "P5": "les essais de la billetterie",
}


def sujet(answers: dict[str, Any]) -> dict[str, str]:
    alerts = answers["C12_4-alertes"]
    red, amber, green = (
        min(alerts, key=lambda client: (alerts[client]["niveau"] != level, alerts[client]["marge"]))
        for level in ("rouge", "orange", "vert")
    )
    source, near = str(alerts[red]["source"]), str(alerts[amber]["source"])
    orders = answers["C12_4-ordres"]
    ranked = sorted(orders, key=lambda order: orders[order])
    held, balance = dict(answers["C12_4-ponctualite"]), answers["C12_4-bilan"]
    worst = min(held, key=lambda client: held[client])
    most = max(balance, key=lambda client: balance[client]["en_tout"] - balance[client]["vendu"])
    leaves = answers["C12_4-conges"]
    leave = min(leaves, key=lambda name: leaves[name]["marge_restante"])
    changes, parts = dict(answers["C12_5-changements"]), dict(answers["C12_5-parts"])
    natures = answers["C12_5-natures"]
    out = [request for request, row in natures.items() if row["nature"] == "hors brief"]
    request = out[0] if out else "D1"
    return {
        "rouge": red,
        "retard": counted(abs(int(alerts[red]["marge"])), "jour ouvré"),
        "source": source,
        "suite": _NEXT[source[0]].get(source[1], source),
        "source_dite": _PLAIN.get(source, "la livraison"),
        "orange": amber,
        "bonjour_orange": _CONTACT.get(near[0], "Madame, Monsieur"),
        "marge_orange": counted(max(0, int(alerts[amber]["marge"])), "jour ouvré"),
        "tension": _PLAIN.get(near, "la livraison"),
        "vert": green,
        "ordre": _said(ranked[0]),
        "cout_ordre": euros(orders[ranked[0]]),
        "autre_ordre": _said(ranked[1]),
        "cout_autre": euros(orders[ranked[1]]),
        "client_remises": worst,
        "tenues": pourcent(held[worst]),
        "client_temps": most,
        "en_tout": _days(round(balance[most]["en_tout"], 1)),
        "vendu": _days(balance[most]["vendu"]),
        "conge": leave,
        "absent": next((who for who, relay in _RELAY.items() if relay == leaves[leave]["relais"]), "l'un de nous"),
        "relais": str(leaves[leave]["relais"]),
        "jours_conge": _days(leaves[leave]["jours"]),
        "hors_brief": request,
        "compte": ecrit(natures[request]["compte"]),
        "ajoute": _days(round(changes["ajoute"], 2)),
        "du": euros(changes["du"]),
        "reprises": _days(round(changes["reprises"], 2)),
        "retard_imprimeur": counted(int(parts["retard"]), "jour ouvré"),
        "a_nous": str(int(parts["a_nous"])),
        "a_elle": str(int(parts["a_elle"])),
    }


def _said(order: str) -> str:
    """« Caillébrune, Arvelle, puis Pont-Dormant »."""
    first, second, third = (_CLIENT[letter] for letter in order.split("-"))
    return f"{first}, {second}, puis {third}"


def _days(value: float) -> str:
    """« 2,57 jours », « 1 jour »."""
    whole = float(value).is_integer()
    return f"{ecrit(value, 0 if whole else 2)} {plural(value, 'jour')}"
