"""The lint's rules on the jury's sheet of an oral, `oral.yaml`."""

from __future__ import annotations

from collections.abc import Iterator

from epreuves.authoring import criteres
from epreuves.authoring.constats import Constat
from epreuves.authoring.oral import QUESTIONS_AU_MOINS, Oral
from epreuves.wording.french import counted


def regles_oral(epreuve: str, fichier: str, oral: Oral | None, competences: list[str]) -> Iterator[Constat]:
    """All the rules that `oral.yaml` can break, its absence too; `fichier` is its path from the course's root."""
    attendue = criteres.nature_de_l_oral(epreuve)

    def constat(regle: str, message: str, cellule: str = "") -> Constat:
        return Constat(regle, epreuve, message, "erreur", fichier, cellule)

    if oral is None:
        if attendue:
            yield constat("oral", f"le référentiel prévoit un oral ({attendue}) : écrivez la fiche du jury")
        return
    if attendue == "":
        yield constat("oral", "le référentiel ne prévoit pas d'oral à cette épreuve")
    elif attendue not in (None, oral.nature):
        yield constat("oral", f"champ nature : attendu « {attendue} » (référentiel), reçu « {oral.nature} »")
    for nom in ("duree_presentation", "duree_echange"):
        if getattr(oral, nom) <= 0:
            yield constat("oral", f"champ {nom} : attendu un nombre de minutes, reçu {getattr(oral, nom)}")
    if not oral.attendus or not all(attendu.strip() for attendu in oral.attendus):
        yield constat("oral", "champ attendus : dites ce que le candidat montre, une phrase par ligne")
    for competence in competences:
        nombre = len(oral.de(competence))
        if nombre < QUESTIONS_AU_MOINS:
            yield constat(
                "oral",
                f"{counted(nombre, 'question')} sur {competence} : il en faut {QUESTIONS_AU_MOINS} au moins",
            )
    vues: set[str] = set()
    for rang, question in enumerate(oral.questions, start=1):
        ou = f"question {rang}"
        if question.competence not in competences:
            yield constat(
                "oral",
                f"{question.competence} n'est pas de cette épreuve ({', '.join(competences)})",
                ou,
            )
        for nom in ("question", "attendu"):
            if not getattr(question, nom).strip():
                yield constat("oral", f"champ {nom} : il est vide", ou)
        texte = " ".join(question.question.split()).casefold()
        if texte and texte in vues:
            yield constat("oral", "cette question est déjà posée plus haut", ou)
        vues.add(texte)
