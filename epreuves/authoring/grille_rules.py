"""The lint's rules on the rubric: every criterion of every compétence, once, in order, with four levels that
differ.
"""

from __future__ import annotations

from collections.abc import Iterator

from epreuves.authoring import grille as grilles
from epreuves.authoring.findings import Finding
from epreuves.authoring.grille import Grille, GrilleCritere
from epreuves.authoring.notebook import STAMPS
from epreuves.referentiel.levels import LEVELS
from epreuves.wording.french import number


def grille_rules(epreuve: str, file: str, grille: Grille, competences: list[str]) -> Iterator[Finding]:
    """All the rules that `grille.yaml` can break."""

    def finding(rule: str, message: str, cell: str = "") -> Finding:
        return Finding(rule, epreuve, message, "erreur", file, cell)

    if grille.epreuve != epreuve:
        yield finding("grille", f"champ epreuve : attendu « {epreuve} », reçu « {grille.epreuve} »")
    expected = [code for competence in competences for code in grilles.codes(competence)]
    writings = list(grille.criteres)
    for code in expected:
        if code not in writings:
            yield finding("criteres", f"le critère {code} du référentiel manque", code)
    for code in writings:
        if code not in expected:
            yield finding(
                "criteres", f"le critère {code} n'est pas de cette épreuve ({', '.join(competences)})", code
            )
    if sorted(writings) == sorted(expected) and writings != expected:
        yield finding(
            "criteres", f"les critères ne sont pas dans l'ordre du référentiel : {', '.join(expected)}"
        )
    for code, critere in grille.criteres.items():
        for message in _faults(critere):
            yield finding("descripteurs", message, code)


def _faults(critere: GrilleCritere) -> Iterator[str]:
    if not critere.points > 0:
        yield f"champ points : un critère vaut plus de 0 point, reçu {number(critere.points)}"
    empty = [level for level, text in sorted(critere.descriptors.items()) if not text.strip()]
    if not critere.instruction.strip() and len(empty) == len(critere.descriptors) == len(LEVELS):
        yield "la consigne et les quatre descripteurs restent à écrire"
        return
    if not critere.instruction.strip():
        yield "champ consigne : dites où le jury regarde"
    if empty:
        yield f"champ descripteurs, niveau {', '.join(map(str, empty))} : le descripteur est vide"
    levels = [int(level) for level in LEVELS]
    if sorted(critere.descriptors) != levels:
        received = ", ".join(map(str, sorted(critere.descriptors))) or "aucun"
        yield f"champ descripteurs : niveaux attendus {', '.join(map(str, levels))} ; reçus : {received}"
    texts = {level: " ".join(text.split()) for level, text in critere.descriptors.items()}
    for level, text in texts.items():
        if any(stamp in text for stamp in STAMPS) or "](attachment:" in text:
            yield f"champ descripteurs, niveau {level} : ni marque de nbgrader ni image jointe"
    filled = [text.casefold() for text in texts.values() if text]
    if len(set(filled)) < len(filled):
        yield "champ descripteurs : deux niveaux ont le même descripteur"
