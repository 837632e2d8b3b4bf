"""The rules in words, as the record of the session states them."""

from __future__ import annotations

from epreuves.jury.rules import Regles
from epreuves.jury.sentences import percent
from epreuves.rubric.niveaux import Niveau
from epreuves.wording.french import listed, number


def sentences(rules: Regles) -> list[str]:
    """The rules, one sentence each."""
    seuils, poids, compensation = rules.seuils, rules.poids, rules.compensation
    said = [
        f"Une compétence est validée à partir de {percent(seuils.competence)} ; ses questions chiffrées pèsent {number(poids.machine)}, "
        f"ses critères {number(poids.grille)}, son oral {number(poids.oral)}, là où l'épreuve en a.",
    ]
    if seuils.niveau_minimal:
        said.append(
            f"Aucun critère, ni l'oral, n'y est sous le niveau « {Niveau(seuils.niveau_minimal).libelle} »."
        )
    said += [
        f"Une épreuve est validée quand ses compétences sont acquises et que leur moyenne atteint {percent(seuils.epreuve)} ; "
        f"un bloc, de même, à {percent(seuils.bloc)} ; la certification, quand tous les blocs sont validés.",
        _compensation(rules),
        f"Absence justifiée : {_effect(rules.absence.justifiee)} ; absence non justifiée : {_effect(rules.absence.injustifiee)}.",
        "Après un rattrapage, " + ("sa note remplace la première." if rules.rattrapage == "remplace" else "la meilleure des deux notes compte."),
        f"Ce qui manque n'est jamais compté zéro. {'Règles lues dans ' + rules.source if rules.source else 'Règles par défaut du kit'}.",
    ]  # fmt: skip
    if not compensation.epreuve and not compensation.bloc:
        said[-4] = "Rien ne se compense : chaque compétence doit être acquise."
    return said


def _compensation(rules: Regles) -> str:
    where = [
        name
        for name, on in (
            ("d'une épreuve", rules.compensation.epreuve),
            ("d'un bloc", rules.compensation.bloc),
        )
        if on
    ]
    return f"Les compétences {listed(where)} se compensent, sauf sous le plancher de {percent(rules.compensation.plancher)}."


def _effect(effect: str) -> str:
    return "rattrapage, rien n'est compté" if effect == "rattrapage" else "zéro"
