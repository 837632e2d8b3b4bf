"""The jury's sheet of an oral as a page to print, `epreuves oral`: one file of HTML that asks for no other."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from epreuves.authoring import construction, criteres, disque, grille, oral
from epreuves.authoring.cours import Lieux
from epreuves.authoring.regles_oral import regles_oral
from epreuves.rubric.niveaux import NIVEAUX
from epreuves.wording.errors import KitError

_MODELES = Path(__file__).parent / "modeles"
_SIGNES = re.compile(r" (?=[?!:;»])|(?<=«) ")
_DISTRIBUES = ("source", "release", "datasets", "submitted", "autograded", "feedback")


def composer(root: Path, id: str, candidats: Sequence[str] = ()) -> str:
    """The page of an épreuve, in French: whom one hears, then by compétence criteria, questions and levels.

    candidats: who is heard, written on the page. Nothing is worked out in it. Raises KitError where `oral.yaml` is absent or
    breaks a rule of the lint, or where more are named than are heard together.
    """
    lieux = Lieux(root, id)
    chemin = lieux.sujet / oral.FICHIER
    fiche = oral.lire(chemin)
    competences = criteres.competences(id) or grille.lire(lieux.sujet / "grille.yaml").competences()
    for constat in regles_oral(id, lieux.court(chemin), fiche, competences):
        ou = f", {constat.cellule}" if constat.cellule else ""
        raise KitError(f"{constat.fichier}{ou} : {constat.message}.")
    import jinja2  # only this command pays for its import

    environnement = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_MODELES, encoding="utf-8"), undefined=jinja2.StrictUndefined,
        autoescape=True,
        finalize=_insecable, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True,
    )  # fmt: skip
    membres = criteres.membres(id) if fiche.nature == "collectif" else 1
    if len(candidats) > membres:
        raise KitError(
            f"{id} : {membres} candidats au plus passent ensemble, {len(candidats)} sont nommés ; faites plusieurs fiches."
        )
    return environnement.get_template("oral.html.j2").render(
        titre=_titre(lieux),
        fiche=fiche,
        competences=[_competence(code, fiche) for code in competences],
        membres=membres,
        noms=[*candidats, *[""] * (membres - len(candidats))],
        rangees=_rangees(membres),
        niveaux=NIVEAUX,
    )


def ensemble(root: Path, id: str) -> bool:
    """Whether several candidates are heard together; KitError where `oral.yaml` cannot be read."""
    return oral.lire(Lieux(root, id).sujet / oral.FICHIER).nature == "collectif"


def ecrire(root: Path, id: str, chemin: Path, candidats: Sequence[str] = ()) -> None:
    """Write the page; KitError where candidates or nbgrader would find it there."""
    page = composer(root, id, candidats)
    entier = chemin.resolve()
    dossiers = [nom for nom in _DISTRIBUES if entier.is_relative_to((root / nom).resolve())]
    if dossiers:
        raise KitError(
            f"{chemin} : ce qui est dans {dossiers[0]}/ peut être distribué, et la fiche ne doit pas l'être ; "
            "choisissez un autre endroit (--sortie)."
        )
    try:
        disque.ecrire(entier, page.encode("utf-8"))
    except OSError as erreur:
        raise KitError(f"{chemin} : la page ne peut pas y être écrite ({erreur.strerror}).") from None


def _insecable(valeur: object) -> object:
    """A text whose signs never start a line: a question mark stays with its sentence."""
    return _SIGNES.sub("\N{NO-BREAK SPACE}", valeur) if type(valeur) is str else valeur


def _rangees(membres: int) -> list[str]:
    """Who gives a level to a compétence: the jury, and each candidate to themself."""
    if membres == 1:
        return ["Jury", "Auto-évaluation"]
    return ["Jury", *(f"Candidat·e {rang}, auto-évaluation" for rang in range(1, membres + 1))]


def _titre(lieux: Lieux) -> str:
    """The référentiel's title, or the first heading of the text for an épreuve of one's own."""
    titre = criteres.titre(lieux.epreuve)
    if titre:
        return f"Épreuve {int(lieux.epreuve[1:3])} — {titre}"
    cells = construction.textes(lieux)[f"{lieux.epreuve}.ipynb"].cells
    lignes = [ligne for cell in cells if cell.kind == "markdown" for ligne in cell.source.splitlines()]
    return next((ligne.lstrip("# ") for ligne in lignes if ligne.startswith("#")), lieux.epreuve)


def _competence(code: str, fiche: oral.Oral) -> dict[str, Any]:
    officielle = criteres.competence(code)
    return {
        "code": code,
        "titre": officielle.groupe.titre,
        "libelle": officielle.libelle,
        "criteres": [critere.libelle for critere in officielle.criteres],
        "questions": fiche.de(code),
    }
