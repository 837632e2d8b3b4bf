"""The rules in words, as the record of the session states them."""

from __future__ import annotations

from epreuves.jury.rules import JuryRules
from epreuves.jury.sentences import percent
from epreuves.referentiel.levels import Level
from epreuves.wording.french import listed, number


def sentences(rules: JuryRules) -> list[str]:
    """The rules, one sentence each."""
    thresholds, weight, compensation = rules.thresholds, rules.weights, rules.compensation
    said = [
        f"Une compétence est validée à partir de {percent(thresholds.competence)} ; ses questions chiffrées pèsent {number(weight.machine)}, "
        f"ses critères {number(weight.grille)}, son oral {number(weight.oral)}, là où l'épreuve en a.",
    ]
    if thresholds.lowest_level:
        said.append(
            f"Aucun critère, ni l'oral, n'y est sous le niveau « {Level(thresholds.lowest_level).label} »."
        )
    said += [
        f"Une épreuve est validée quand ses compétences sont acquises et que leur moyenne atteint {percent(thresholds.epreuve)} ; "
        f"un bloc, de même, à {percent(thresholds.bloc)} ; la certification, quand tous les blocs sont validés.",
        _compensation(rules),
        f"Absence justifiée : {_effect(rules.absence.justified)} ; absence non justifiée : {_effect(rules.absence.unjustified)}.",
        "Après un rattrapage, " + ("sa note remplace la première." if rules.make_up == "remplace" else "la meilleure des deux notes compte."),
        f"Ce qui manque n'est jamais compté zéro. {'Règles lues dans ' + rules.source if rules.source else 'Règles par défaut du kit'}.",
    ]  # fmt: skip
    if not compensation.epreuve and not compensation.bloc:
        said[-4] = "Rien ne se compense : chaque compétence doit être acquise."
    return said


def _compensation(rules: JuryRules) -> str:
    where = [
        name
        for name, on in (
            ("d'une épreuve", rules.compensation.epreuve),
            ("d'un bloc", rules.compensation.bloc),
        )
        if on
    ]
    return f"Les compétences {listed(where)} se compensent, sauf sous le plancher de {percent(rules.compensation.floor)}."


def _effect(effect: str) -> str:
    return "rattrapage, rien n'est compté" if effect == "rattrapage" else "zéro"
