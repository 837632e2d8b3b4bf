"""The lint's rules on the rubric: every criterion of every compétence, once, in order, with four levels that
differ.
"""

from __future__ import annotations

from collections.abc import Iterator

from epreuves.authoring import criteres
from epreuves.authoring.amorces import MARQUES
from epreuves.authoring.constats import Constat
from epreuves.authoring.grille import Critere, Grille
from epreuves.rubric.niveaux import NIVEAUX
from epreuves.wording.french import number


def regles_grille(epreuve: str, fichier: str, grille: Grille, competences: list[str]) -> Iterator[Constat]:
    """All the rules that `grille.yaml` can break."""

    def constat(regle: str, message: str, cellule: str = "") -> Constat:
        return Constat(regle, epreuve, message, "erreur", fichier, cellule)

    if grille.epreuve != epreuve:
        yield constat("grille", f"champ epreuve : attendu « {epreuve} », reçu « {grille.epreuve} »")
    attendus = [code for competence in competences for code in criteres.codes(competence)]
    ecrits = list(grille.criteres)
    for code in attendus:
        if code not in ecrits:
            yield constat("criteres", f"le critère {code} du référentiel manque", code)
    for code in ecrits:
        if code not in attendus:
            yield constat(
                "criteres", f"le critère {code} n'est pas de cette épreuve ({', '.join(competences)})", code
            )
    if sorted(ecrits) == sorted(attendus) and ecrits != attendus:
        yield constat(
            "criteres", f"les critères ne sont pas dans l'ordre du référentiel : {', '.join(attendus)}"
        )
    for code, critere in grille.criteres.items():
        for message in _defauts(critere):
            yield constat("descripteurs", message, code)


def _defauts(critere: Critere) -> Iterator[str]:
    if not critere.points > 0:
        yield f"champ points : un critère vaut plus de 0 point, reçu {number(critere.points)}"
    vides = [niveau for niveau, texte in sorted(critere.descripteurs.items()) if not texte.strip()]
    if not critere.consigne.strip() and len(vides) == len(critere.descripteurs) == len(NIVEAUX):
        yield "la consigne et les quatre descripteurs restent à écrire"
        return
    if not critere.consigne.strip():
        yield "champ consigne : dites où le jury regarde"
    if vides:
        yield f"champ descripteurs, niveau {', '.join(map(str, vides))} : le descripteur est vide"
    niveaux = [int(niveau) for niveau in NIVEAUX]
    if sorted(critere.descripteurs) != niveaux:
        recus = ", ".join(map(str, sorted(critere.descripteurs))) or "aucun"
        yield f"champ descripteurs : niveaux attendus {', '.join(map(str, niveaux))} ; reçus : {recus}"
    textes = {niveau: " ".join(texte.split()) for niveau, texte in critere.descripteurs.items()}
    for niveau, texte in textes.items():
        if any(marque in texte for marque in MARQUES) or "](attachment:" in texte:
            yield f"champ descripteurs, niveau {niveau} : ni marque de nbgrader ni image jointe"
    pleins = [texte.casefold() for texte in textes.values() if texte]
    if len(set(pleins)) < len(pleins):
        yield "champ descripteurs : deux niveaux ont le même descripteur"
