"""The lint's rules on the jury's sheet of an oral."""

from __future__ import annotations

from collections.abc import Iterator

from epreuves.referentiel.spelling import EpreuveId
from epreuves.wording.errors import KitError
from epreuves.wording.french import counted
from epreuves_kit.authoring import grille
from epreuves_kit.authoring.oral import FILE, OralText, nature, read
from epreuves_kit.course.folders import Layout
from epreuves_kit.proof.findings import Finding
from epreuves_kit.referentiel.model import Epreuve
from epreuves_kit.referentiel.reading import referentiel

#: Questions that each compétence has: the second is for whoever could not answer the first.
FEWEST_QUESTIONS = 2


def oral_rules(
    official: Epreuve | None, epreuve: EpreuveId, file: str, oral: OralText | None, competences: list[str]
) -> Iterator[Finding]:
    """All the rules that `oral.yaml` can break, its absence too; official: what the référentiel says of the épreuve; `file` is its path from the course's root."""
    expected = nature(official)

    def finding(message: str, cell: str = "") -> Finding:
        return Finding("oral", epreuve, message, "erreur", file, cell)

    if oral is None:
        if expected:
            yield finding(f"le référentiel prévoit un oral ({expected}) : écrivez la fiche du jury")
        return
    if expected == "":
        yield finding("le référentiel ne prévoit pas d'oral à cette épreuve")
    elif expected not in (None, oral.nature):
        yield finding(f"champ nature : attendu « {expected} » (référentiel), reçu « {oral.nature} »")
    for name, minutes in (
        ("duree_presentation", oral.presentation_minutes),
        ("duree_echange", oral.discussion_minutes),
    ):
        if minutes <= 0:
            yield finding(f"champ {name} : attendu un nombre de minutes, reçu {minutes}")
    if not oral.expectations or not all(expected.strip() for expected in oral.expectations):
        yield finding("champ attendus : dites ce que le candidat montre, une phrase par ligne")
    for competence in competences:
        number = len(oral.de(competence))
        if number < FEWEST_QUESTIONS:
            sentence = f"{counted(number, 'question')} sur {competence} : il en faut {FEWEST_QUESTIONS} au moins"
            yield finding(sentence)
    seen: set[str] = set()
    for rank, question in enumerate(oral.questions, start=1):
        where = f"question {rank}"
        if question.competence not in competences:
            sentence = f"{question.competence} n'est pas de cette épreuve ({', '.join(competences)})"
            yield finding(sentence, where)
        for name, text in (("question", question.question), ("attendu", question.expected)):
            if not text.strip():
                yield finding(f"champ {name} : il est vide", where)
        themes = official.draw.themes if official and official.draw else ()
        if question.theme and question.theme not in themes:
            possible = ", ".join(themes) or "il n'y en a aucun"
            sentence = f"« {question.theme} » n'est pas un thème à tirer au sort ({possible})"
            yield finding(f"champ theme : {sentence}", where)
        text = " ".join(question.question.split()).casefold()
        if text and text in seen:
            yield finding("cette question est déjà posée plus haut", where)
        seen.add(text)


def refuse_unsound(layout: Layout) -> None:
    """Raise KitError where the sheet of an épreuve is absent, or breaks a rule."""
    path = layout.sujet / FILE
    official = referentiel(layout.root).known(layout.epreuve)
    for fault in oral_rules(official, layout.epreuve, layout.short(path), read(path), grille.of_epreuve(layout)):
        where = f", {fault.cell}" if fault.cell else ""
        raise KitError(f"{fault.file}{where} : {fault.message}.")
