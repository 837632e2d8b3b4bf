"""The authors' commands: `epreuves new`, `build`, `import`, `check`, `oral`."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from epreuves.authoring import construction, fiche_orale, importation, proofs, squelette, tirage
from epreuves.authoring.constats import Constat
from epreuves.authoring.cours import choisir, trouver_racine
from epreuves.cli.console import unasked
from epreuves.variantes.lettres import lire_lettres
from epreuves.wording.errors import KitError
from epreuves.wording.french import counted

_IDS = typer.Argument(
    help="Épreuves, par leur identifiant ou leur numéro (e17) ; toutes par défaut.", show_default=False
)

#: Conditions of a draw that a check names.
_MOST = 5
_FRESH = Annotated[
    bool, typer.Option("--neuf", help="Ne rien reprendre de ce qui est gardé des fois précédentes.")
]


def new(
    id: Annotated[
        str,
        typer.Argument(
            help="Une épreuve du référentiel, par son identifiant ou son numéro (e03), ou un nom à vous "
            "(e18_newsletter)."
        ),
    ],
    competences: Annotated[
        str | None,
        typer.Option(
            metavar="CODES",
            help="Pour une épreuve à vous : ses compétences, « C14.1,C14.2 ».",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Créer le dossier d'une nouvelle épreuve, prêt à remplir, d'après le référentiel."""
    sortie, _erreurs = Console(), Console(stderr=True)
    racine = trouver_racine()
    codes = [code.strip() for code in (competences or "").split(",") if code.strip()]
    fichiers = squelette.creer(racine, id, codes)
    epreuve = fichiers[0].parent.name
    for fichier in fichiers:
        _dire(sortie, f"{fichier.relative_to(racine).as_posix()} — écrit")
    _dire(sortie, f"Elle se construit déjà : epreuves build {epreuve}")
    _dire(sortie, f"Ce qui reste à écrire : epreuves check {epreuve} --variantes -")


def build(
    ids: Annotated[list[str] | None, _IDS] = None,
    check: Annotated[bool, typer.Option("--check", help="Comparer sans rien écrire.")] = False,
    force: Annotated[
        bool,
        typer.Option("--force", help="Abandonner ce qui a été modifié dans JupyterLab sans être importé."),
    ] = False,
    new_session: Annotated[
        bool,
        typer.Option(
            "--nouvelle-seance",
            help="Prendre la clé, le nom et les places tels qu'ils sont écrits : les variantes sont tirées de nouveau.",
        ),
    ] = False,
    fresh: _FRESH = False,
) -> None:
    """Construire source/, release/ et datasets/ à partir de sujets/."""
    sortie, erreurs = Console(), Console(stderr=True)
    racine = trouver_racine()
    with sortie.status("Construction…") as attente:
        resultats = construction.build(
            racine, ids or [], check, force, attente.update, _annonce(erreurs) if new_session else None, fresh
        )
    for resultat in resultats:
        _raconter(sortie, resultat, check)
    perimes = [resultat for resultat in resultats if resultat.perimes]
    if perimes:
        ids_perimes = " ".join(resultat.epreuve for resultat in perimes)
        if check:
            _dire(sortie, f"Pour tout remettre à jour : epreuves build {ids_perimes}")
        raise typer.Exit(1)
    _dire(sortie, f"{counted(len(resultats), 'épreuve')} à jour.")


def import_(
    id: Annotated[
        str, typer.Argument(help="L'épreuve dont le notebook de source/ a été modifié dans JupyterLab.")
    ],
) -> None:
    """Reporter dans sujets/ les modifications faites dans JupyterLab au notebook de source/."""
    sortie, _erreurs = Console(), Console(stderr=True)
    racine = trouver_racine()
    (epreuve,) = choisir(racine, [id])
    bilans = importation.importer(racine, epreuve)
    for bilan in bilans:
        _dire(sortie, bilan.phrase())
    if any(bilan.change for bilan in bilans):
        _dire(sortie, f"Reconstruisez ensuite l'épreuve : epreuves build {epreuve}")


def check(
    ids: Annotated[list[str] | None, _IDS] = None,
    variantes: Annotated[
        str,
        typer.Option(
            help="Variantes éprouvées : « A-L », « C », « A,D ». « - » : aucune (règles du texte seules)."
        ),
    ] = "A-L",
    fresh: _FRESH = False,
) -> None:
    """Vérifier les sujets : le texte, la grille, la version distribuée, puis chaque variante de bout en
    bout.
    """
    sortie, _erreurs = Console(), Console(stderr=True)
    lettres = () if variantes.strip() == "-" else lire_lettres(variantes)
    racine = trouver_racine()
    choisies = choisir(racine, ids or [])
    constats: list[Constat] = []
    for epreuve in choisies:
        with sortie.status(f"{epreuve}…") as attente:
            proven = proofs.prove(racine, epreuve, lettres, attente.update, fresh)
        trouves, refusals = list(proven.proof.findings), proven.proof.refusals
        constats += trouves
        since = "rien n'a changé depuis la dernière vérification, " if proven.unchanged else ""
        _dire(sortie, f"{epreuve} : {since}{_bilan(trouves)}")
        if refusals:
            total = counted(sum(refusals.values()), "tirage refusé")
            _dire(sortie, f"  {total} : {tirage.told(refusals, _MOST)}")
        for constat in trouves:
            _dire(sortie, f"  {constat.phrase()}")
    _dire(sortie, f"{counted(len(choisies), 'épreuve vérifiée')}, {_bilan(constats)}.")
    if any(constat.niveau == "erreur" for constat in constats):
        raise typer.Exit(1)


def oral(
    id: Annotated[
        str, typer.Argument(help="L'épreuve, par son identifiant ou son numéro (e06) ; elle a un oral.yaml.")
    ],
    sortie: Annotated[
        Path | None,
        typer.Option(
            "--sortie", metavar="FICHIER", help="Où écrire la page ; oral-<épreuve>.html par défaut."
        ),
    ] = None,
    candidat: Annotated[
        list[str] | None,
        typer.Option(
            "--candidat",
            metavar="ID",
            help="Qui passe, écrit sur la fiche (option répétable) : ensemble à un oral collectif, chacun sa fiche aux autres.",
            show_default=False,
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", "-f", help="Remplacer une fiche qui existe.")] = False,
) -> None:
    """Écrire la fiche du jury pour l'oral d'une épreuve : une page à imprimer, à ne pas distribuer."""
    console, erreurs = Console(), Console(stderr=True)
    racine = trouver_racine()
    (epreuve,) = choisir(racine, [id])
    chemin = sortie or Path(f"oral-{epreuve}.html")
    if candidat and not fiche_orale.ensemble(racine, epreuve):
        fiches = [(_au_nom_de(chemin, un, candidat), [un]) for un in dict.fromkeys(candidat)]
        if len({ou for ou, _ in fiches}) < len(fiches):
            raise KitError(
                "Deux candidats donneraient le même nom de fichier : écrivez leurs fiches séparément (--sortie)."
            )
    else:
        fiches = [(chemin, candidat or [])]
    unasked(erreurs, [ou for ou, _ in fiches], force)
    for ou, qui in fiches:
        fiche_orale.ecrire(racine, epreuve, ou, qui)
    for ou, _ in fiches:
        _dire(console, f"{ou} — fiche du jury écrite ; imprimez-la depuis un navigateur.")


def _au_nom_de(chemin: Path, candidat: str, tous: list[str]) -> Path:
    """Where a candidate's own sheet goes, beside those of the others; the place asked for where there is one alone."""
    if len(tous) == 1:
        return chemin
    nom = re.sub(r"[^\w.-]+", "-", candidat).strip(".-") or "candidat"
    return chemin.with_name(f"{chemin.stem}-{nom}{chemin.suffix}")


def _raconter(sortie: Console, resultat: construction.Result, check: bool) -> None:
    if resultat.perimes:
        _dire(sortie, f"{resultat.epreuve} : périmé")
        for fichier in resultat.perimes:
            _dire(sortie, f"  {fichier.chemin} — {fichier.etat}")
        if not check:
            _dire(
                sortie,
                "  Ces fichiers ne viennent pas d'une construction et seraient distribués : déplacez-les.",
            )
    elif resultat.ecrits:
        _dire(sortie, f"{resultat.epreuve} : {counted(len(resultat.ecrits), 'fichier écrit')}")
    else:
        _dire(sortie, f"{resultat.epreuve} : à jour")
    if resultat.remarque:
        _dire(sortie, f"  ⚠ {resultat.remarque}")
    if resultat.a_construire:
        fichiers = counted(len(resultat.a_construire), "fichier absent")
        _dire(sortie, f"  {fichiers}, à construire : {resultat.commande}")


def _annonce(erreurs: Console) -> Callable[[str], None]:
    """Say what a new session does, before it is done."""

    def dire(phrases: str) -> None:
        for phrase in phrases.splitlines():
            _dire(erreurs, f"⚠ {phrase}")

    return dire


def _bilan(constats: list[Constat]) -> str:
    erreurs = sum(constat.niveau == "erreur" for constat in constats)
    avertissements = len(constats) - erreurs
    if not constats:
        return "rien à signaler"
    return f"{counted(erreurs, 'erreur')}, {counted(avertissements, 'avertissement')}"


def _dire(sortie: Console, phrase: str) -> None:
    sortie.print(phrase, markup=False, highlight=False, soft_wrap=True)
