"""The lint's rules on what candidates receive: nothing of the solution in it, and work left to do."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from epreuves.authoring.amorces import MARQUES
from epreuves.authoring.appels import appels, lignes_de_solution
from epreuves.authoring.constats import Constat
from epreuves.authoring.grille import Grille
from epreuves.authoring.oral import Oral
from epreuves.authoring.texte import Sujet
from epreuves.variantes.lettres import LETTRES
from epreuves.variantes.seance import DOSSIER_VARIANTES, FICHIER_PUBLIE

LONGUEUR = 25
"""A solution's line of fewer characters says nothing of its own (« ax.legend() »)."""
_BANALES = re.compile(r"(import |from |plt\.|fig\b|fig, |#|print\(|(textcoords|xytext|ha|va|fontsize)=)")


def regles_release(
    epreuve: str,
    source: Mapping[str, bytes],
    release: Mapping[str, bytes],
    sujets: Mapping[str, Sujet],
    grille: Grille,
    oral: Oral | None = None,
) -> Iterator[Constat]:
    """All the rules that the built release can break; files are path → bytes, archives of variants apart."""

    def constat(regle: str, message: str, fichier: str, cellule: str = "") -> Constat:
        return Constat(regle, epreuve, message, "erreur", f"release/{epreuve}/{fichier}", cellule)

    yield from _lignes_montrees(epreuve, sujets)
    permis = {*sujets, FICHIER_PUBLIE, *(f"{DOSSIER_VARIANTES}/{lettre}.zip" for lettre in LETTRES)}
    for nom in release:
        if nom not in permis:
            yield constat(
                "fichiers",
                "ce fichier serait distribué ; seuls le notebook, la séance et les variantes le sont",
                nom,
            )
    secrets = list(_secrets(sujets, grille, oral))
    for nom, contenu in release.items():
        if nom.endswith(".zip"):
            continue
        texte = _texte(nom, contenu)
        for marque in MARQUES:
            if marque in texte:
                yield constat("fuite", f"la marque « {marque} » y est encore", nom)
        plat = " ".join(texte.split())
        for quoi, cellule, secret in secrets:
            if " ".join(secret.split()) in plat:
                yield constat("fuite", f"{quoi} y figure : « {secret[:80]} »", nom, cellule)
    for nom in sujets:
        if nom not in release:
            yield constat("notebook", "le notebook n'y est pas", nom)
            continue
        for regle, message, cellule in _notebook(json.loads(source[nom]), json.loads(release[nom])):
            yield constat(regle, message, nom, cellule)


def _texte(nom: str, contenu: bytes) -> str:
    """What a file says: a notebook's cells and metadata unescaped, any other file as it is."""
    if not nom.endswith(".ipynb"):
        return contenu.decode("utf-8", "replace")
    carnet = json.loads(contenu)
    sources = [_source(cellule) for cellule in carnet["cells"]]
    reste = {**carnet, "cells": [{**cellule, "source": ""} for cellule in carnet["cells"]]}
    return "\n".join([*sources, *_chaines(reste)])


def _chaines(valeur: Any) -> Iterator[str]:
    """Every text of a JSON value, whatever its depth."""
    if isinstance(valeur, str):
        yield valeur
    elif isinstance(valeur, dict | list):
        for enfant in valeur.values() if isinstance(valeur, dict) else valeur:
            yield from _chaines(enfant)


def _parlantes(source: str) -> list[str]:
    """The lines of a cell's solution that say something of their own."""
    return [
        ligne for ligne in lignes_de_solution(source) if len(ligne) >= LONGUEUR and not _BANALES.match(ligne)
    ]


def _publiques(sujet: Sujet) -> dict[str, str]:
    """The lines that a text's read-only cells show, each with the cell that shows it."""
    return {
        ligne.strip(): cell.nom
        for cell in sujet.cells
        if cell.role == "readonly"
        for ligne in cell.source.splitlines()
    }


def _lignes_montrees(epreuve: str, sujets: Mapping[str, Sujet]) -> Iterator[Constat]:
    """A solution's line that a read-only cell shows too: on purpose in a worked example, or not."""
    for sujet in sujets.values():
        publiques = _publiques(sujet)
        for cell in sujet.cells:
            for ligne in _parlantes(cell.source):
                if ligne in publiques:
                    ou = publiques[ligne]
                    message = f"une ligne de solution est aussi dans la cellule « {ou} » : « {ligne[:80]} »"
                    yield Constat(
                        "montree", epreuve, message, "avertissement", sujet.fichier, cell.nom, cell.line
                    )


def _secrets(
    sujets: Mapping[str, Sujet], grille: Grille, oral: Oral | None
) -> Iterator[tuple[str, str, str]]:
    """(what it is, cell, text) of everything that must not be in a release."""
    for sujet in sujets.values():
        publiques = _publiques(sujet)
        for cell in sujet.cells:
            for ligne in _parlantes(cell.source):
                if ligne not in publiques:
                    yield "une ligne de solution", cell.nom, ligne
            if cell.kind == "code":
                for phrase in _phrases(cell.source):
                    yield "la phrase d'une erreur", cell.nom, phrase
    for code, critere in grille.criteres.items():
        for descripteur in critere.descripteurs.values():
            if len(ligne := " ".join(descripteur.split())) >= LONGUEUR:
                yield "un descripteur de la grille", code, ligne
    for texte in oral.secrets() if oral else ():
        if len(ligne := " ".join(texte.split())) >= LONGUEUR:
            yield "une question ou un attendu de l'oral", "", ligne


def _phrases(source: str) -> list[str]:
    try:
        trouves = appels(source)
    except SyntaxError:
        return []
    phrases = [appel.argument(3, "sentence") for appel in trouves if appel.fonction == "erreur_type"]
    return [phrase.strip() for phrase in phrases if isinstance(phrase, str) and phrase.strip()]


def _notebook(source: dict[str, Any], release: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    if "jupytext" in release["metadata"]:
        yield "fuite", "ses métadonnées l'apparient à un texte (jupytext)", ""
    avant = {_id(cellule): cellule for cellule in source["cells"]}
    for cellule in release["cells"]:
        id, texte = _id(cellule), _source(cellule)
        if cellule["cell_type"] == "code":
            try:
                ast.parse(texte)
            except SyntaxError as erreur:
                yield (
                    "compile",
                    f"distribuée, la cellule ne se lit pas ({erreur.msg}, ligne {erreur.lineno})",
                    id,
                )
            if cellule["outputs"]:
                yield "fuite", "la cellule garde ses sorties", id
        if (
            cellule["metadata"]["nbgrader"]["solution"]
            and id in avant
            and texte.strip() == _source(avant[id]).strip()
        ):
            yield "travail", "la cellule est distribuée telle quelle : il n'y a rien à faire", id
    if [_id(cellule) for cellule in release["cells"]] != list(avant):
        yield "cellules", "la version distribuée n'a pas les mêmes cellules que la source", ""


def _id(cellule: dict[str, Any]) -> str:
    return cellule["metadata"].get("nbgrader", {}).get("grade_id", "")


def _source(cellule: dict[str, Any]) -> str:
    return "".join(cellule["source"])
