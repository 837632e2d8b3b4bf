"""Figures that the strong candidate of épreuve 16 writes, out of their own table."""

from typing import Any

from epreuves_kit.authoring.demonstration import ecrit, pourcent


def sujet(answers: dict[str, Any]) -> dict[str, str]:
    reached, alerts = answers["C14_1-atteintes"], answers["C14_3-alertes"]
    worst = min(alerts, key=lambda name: alerts[name]["ecart"])
    return {
        "abonnements_jalon": pourcent(reached["Abonnements vendus"]["au_jalon"]),
        "lettre_jalon": pourcent(reached["Inscrits à la lettre"]["au_jalon"]),
        "entrees_jalon": pourcent(reached["Entrées"]["au_jalon"]),
        "nocturne_jalon": pourcent(reached["Entrées de la nocturne"]["au_jalon"]),
        "cout_jalon": pourcent(reached["Coût d'un abonnement gagné"]["au_jalon"]),
        "abonnements_fin": pourcent(reached["Abonnements vendus"]["a_la_fin"]),
        "pire": worst,
        "ecart_pire": pourcent(abs(alerts[worst]["ecart"])),
        "en_alerte": ecrit(sum(one["alerte"] == "en alerte" for one in alerts.values())),
    }
