"""Writes a référentiel in the layout of the official document's text, with its conversion's defects."""

from random import Random

from epreuves.referentiel import Competence, Epreuve, Referentiel
from epreuves.referentiel.modalite import modalite

_PREAMBULE = (
    "\nRéférentiel d'activités, de compétences et d'évaluation\n\nUn texte de loi, cité.\n\n"
    "- Une nature d'épreuve\n\n"
    "Référentiel d'activités\tRéférentiel de compétences\tRéférentiel d'évaluation\t\n"
    "\t\tModalités d'évaluation\tCritères d'évaluation\n"
)
_LISTE = '<ul style="list-style-type: none">'


def ecrire(referentiel: Referentiel, hasard: Random) -> str:
    """Write every label as if it were the official wording; the lost ones are left out.

    Defects drawn: cells with or without `<p>`, `<i>` around a word, rows cut by a page in the middle of a
    compétence, after a group's title, between two criteria or inside one, codes with a stray blank.
    """
    rangees: list[str] = []
    debuts = {epreuve.competences[0]: epreuve for epreuve in referentiel.epreuves}
    for activite in referentiel.activites:
        tete = f"{activite.code} - {activite.libelle}"
        for competence in activite.competences:
            ouverte = debuts.get(competence.code)
            cellule = _modalite(ouverte, hasard) if ouverte is not None else ("", "")
            rangees.extend(_rangees(tete, competence, cellule, hasard))
            tete = ""
    return _PREAMBULE + "\n".join(rangees) + "\n"


def _rangees(tete: str, competence: Competence, cellule: tuple[str, str], hasard: Random) -> list[str]:
    texte = "" if competence.libelle_perdu else f"{_code(competence.code, hasard)} - {competence.libelle}"
    debut, suite = _couper(texte, hasard)
    criteres, criteres_suite = _criteres(competence, hasard)
    cellules = [_p(tete, hasard), _p(debut, hasard), cellule[0], criteres]
    reste = ["", suite, cellule[1], criteres_suite]
    lignes = ["\t".join(cellules)]
    if any(reste):
        lignes += ["", "\t".join(reste)]  # the blank line of a page break
    return lignes


def _criteres(competence: Competence, hasard: Random) -> tuple[str, str]:
    titre = competence.groupe.titre + hasard.choice([" :", ":", "", " : "])
    items = [f"- {_italique(critere.libelle, hasard)}" for critere in competence.criteres]
    coupe = hasard.choice(["sans", "titre", "entre", "dedans"])
    if coupe == "titre":
        return _p(titre, hasard), f"{_LISTE} {' '.join(items)}"
    if coupe == "entre" and len(items) > 1:
        rang = hasard.randrange(1, len(items))
        return (
            f"{_p(titre, hasard)} {_LISTE} {' '.join(items[:rang])}",
            f"{_LISTE} {' '.join(items[rang:])}",
        )
    if coupe == "dedans":
        debut, suite = _couper(items[-1], hasard)
        if suite[:1].islower():
            return f"{_p(titre, hasard)} {_LISTE} {' '.join([*items[:-1], debut])}", suite
    return f"{_p(titre, hasard)} {_LISTE} {' '.join(items)}", ""


def _modalite(epreuve: Epreuve, hasard: Random) -> tuple[str, str]:
    premiere, derniere = epreuve.competences[0], epreuve.competences[-1]
    plage = _code(premiere, hasard)
    if premiere != derniere:
        plage = f"{hasard.choice(['', 'De '])}{plage} à {_code(derniere, hasard)}"
    _, travail, *suite = modalite(epreuve).splitlines()
    tache = suite[: -len(list(epreuve.livrables))]
    blocs = [
        f"{epreuve.titre} ({plage})",
        f"Travail écrit, {travail.removeprefix('Travail ')}",
        f"A partir de données, {' '.join(tache)}",
        f"Livrables attendus à l'écrit : {', '.join(epreuve.livrables.ecrit)}",
    ]
    if epreuve.livrables.oral:
        blocs.append(f"Livrables attendus lors de l'oral : {', '.join(epreuve.livrables.oral)}")
    if epreuve.livrables.rex:
        blocs.append(f"Livrables attendus dans le REX : {', '.join(epreuve.livrables.rex)}")
    rang = hasard.randrange(1, len(blocs) + 1)
    if hasard.random() < 0.5:
        blocs = [f"<p>{bloc}</p>" for bloc in blocs]
    return " ".join(blocs[:rang]), " ".join(blocs[rang:])


def _code(code: str, hasard: Random) -> str:
    return code.replace(".", hasard.choice([".", ".", " ."]))


def _p(texte: str, hasard: Random) -> str:
    return f"<p>{texte}</p>" if texte and hasard.random() < 0.5 else texte


def _italique(texte: str, hasard: Random) -> str:
    mots = texte.split(" ")
    rang = hasard.randrange(len(mots))
    mots[rang] = f"<i>{mots[rang]}</i>"
    return " ".join(mots) if hasard.random() < 0.3 else texte


def _couper(texte: str, hasard: Random) -> tuple[str, str]:
    """Cut a text at a blank, after its first four words; half of the time leave it whole."""
    mots = texte.split(" ")
    if len(mots) < 6 or hasard.random() < 0.5:
        return texte, ""
    rang = hasard.randrange(4, len(mots))
    return " ".join(mots[:rang]), " ".join(mots[rang:])
