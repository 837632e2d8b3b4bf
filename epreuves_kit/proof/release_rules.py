"""The lint's rules on a release: nothing of the solution in it, and work left to do."""

from __future__ import annotations

import ast
import contextlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from epreuves.referentiel.spelling import EpreuveId
from epreuves.variants.published import PUBLISHED_FILE, REX_FILE, VARIANTS_FOLDER, read_published
from epreuves_kit.authoring.calls import calls
from epreuves_kit.authoring.grille import Grille
from epreuves_kit.authoring.text import Sujet
from epreuves_kit.course.stamps import STAMPS, split
from epreuves_kit.proof.findings import Finding

#: A solution's line of fewer characters says nothing of its own (« ax.legend() »).
LENGTH = 25
_COMMONPLACE = re.compile(r"(import |from |plt\.|fig\b|fig, |#|print\(|(textcoords|xytext|ha|va|fontsize)=)")


def release_rules(
    epreuve: EpreuveId,
    source: Mapping[str, bytes],
    release: Mapping[str, bytes],
    sujets: Mapping[str, Sujet],
    grille: Grille,
    oral: Iterable[str] = (),
) -> Iterator[Finding]:
    """All the rules that the built release can break; files are path → bytes, archives of variants apart; `oral`: what the jury's
    sheet keeps from candidates.
    """

    def finding(rule: str, message: str, file: str, cell: str = "") -> Finding:
        return Finding(rule, epreuve, message, "erreur", f"release/{epreuve}/{file}", cell)

    yield from _shown_lines(epreuve, sujets)
    letters = read_published(source[PUBLISHED_FILE]).letters
    permitted = {*sujets, PUBLISHED_FILE, REX_FILE, *(f"{VARIANTS_FOLDER}/{letter}.zip" for letter in letters)}
    for name in release:
        if name not in permitted:
            sentence = "ce fichier serait distribué ; seuls le notebook, la séance et les variantes le sont"
            yield finding("fichiers", sentence, name)
    secrets = list(_secrets(sujets, grille, oral))
    for name, content in release.items():
        if name.endswith(".zip"):
            continue
        text = _text(name, content)
        for stamp in STAMPS:
            if stamp in text:
                yield finding("fuite", f"la marque « {stamp} » y est encore", name)
        flat = " ".join(text.split())
        for what, cell, secret in secrets:
            if " ".join(secret.split()) in flat:
                yield finding("fuite", f"{what} y figure : « {secret[:80]} »", name, cell)
    for name in sujets:
        if name not in release:
            yield finding("notebook", "le notebook n'y est pas", name)
            continue
        for rule, message, cell in _notebook(json.loads(source[name]), json.loads(release[name])):
            yield finding(rule, message, name, cell)


def _text(name: str, content: bytes) -> str:
    """The text of a file: a notebook's cells and metadata unescaped, any other file as it is."""
    if not name.endswith(".ipynb"):
        return content.decode("utf-8", "replace")
    notebook = json.loads(content)
    sources = [_source(cell) for cell in notebook["cells"]]
    rest = {**notebook, "cells": [{**cell, "source": ""} for cell in notebook["cells"]]}
    return "\n".join([*sources, *_strings(rest)])


def _strings(value: Any) -> Iterator[str]:
    """Every text of a JSON value, whatever its depth."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for child in value.values() if isinstance(value, dict) else value:
            yield from _strings(child)


def _telling(source: str) -> list[str]:
    """The lines of a cell's solution that say something of their own."""
    lines = [line.strip() for line in split(source)[1]]
    return [line for line in lines if len(line) >= LENGTH and not _COMMONPLACE.match(line)]


def _public(sujet: Sujet) -> dict[str, str]:
    """The lines that a text's read-only cells show, each with the cell that shows it."""
    return {
        line.strip(): cell.name for cell in sujet.cells if cell.role == "readonly" for line in cell.source.splitlines()
    }


def _shown_lines(epreuve: EpreuveId, sujets: Mapping[str, Sujet]) -> Iterator[Finding]:
    """A solution's line that a read-only cell shows too: on purpose in a worked example, or not."""
    for sujet in sujets.values():
        public = _public(sujet)
        for cell in sujet.cells:
            for line in _telling(cell.source):
                if line in public:
                    sentence = f"une ligne de solution est aussi dans la cellule « {public[line]} » : « {line[:80]} »"
                    place = sujet.file, cell.name, cell.line
                    yield Finding("montree", epreuve, sentence, "avertissement", *place)


def _secrets(sujets: Mapping[str, Sujet], grille: Grille, oral: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    """(what it is, cell, text) of everything that must not be in a release."""
    for sujet in sujets.values():
        public = _public(sujet)
        for cell in sujet.cells:
            for line in _telling(cell.source):
                if line not in public:
                    yield "une ligne de solution", cell.name, line
            if cell.kind == "code":
                for sentence in _sentences(cell.source):
                    yield "la phrase d'une erreur", cell.name, sentence
    for code, critere in grille.criteres.items():
        for descriptor in critere.scale.values():
            if len(line := " ".join(descriptor.split())) >= LENGTH:
                yield "un descripteur de la grille", code, line
    for text in oral:
        if len(line := " ".join(text.split())) >= LENGTH:
            yield "une question ou un attendu de l'oral", "", line


def _sentences(source: str) -> list[str]:
    sentences: list[Any] = []
    with contextlib.suppress(SyntaxError):
        mistakes = (call for call in calls(source) if call.function == "erreur_type")
        sentences = [call.argument(3, "sentence") for call in mistakes]
    return [sentence.strip() for sentence in sentences if isinstance(sentence, str) and sentence.strip()]


def _notebook(source: dict[str, Any], release: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    if "jupytext" in release["metadata"]:
        yield "fuite", "ses métadonnées l'apparient à un texte (jupytext)", ""
    before = {_id(cell): _source(cell).strip() for cell in source["cells"]}
    for cell in release["cells"]:
        id, text = _id(cell), _source(cell)
        if cell["cell_type"] == "code":
            try:
                ast.parse(text)
            except SyntaxError as error:
                sentence = f"distribuée, la cellule ne se lit pas ({error.msg}, ligne {error.lineno})"
                yield "compile", sentence, id
            if cell["outputs"]:
                yield "fuite", "la cellule garde ses sorties", id
        if cell["metadata"].get("nbgrader", {}).get("solution") and text.strip() == before.get(id):
            yield "travail", "la cellule est distribuée telle quelle : il n'y a rien à faire", id
    if [_id(cell) for cell in release["cells"]] != list(before):
        yield "cellules", "la version distribuée n'a pas les mêmes cellules que la source", ""


def _id(cell: dict[str, Any]) -> str:
    return cell["metadata"].get("nbgrader", {}).get("grade_id") or cell.get("id", "")


def _source(cell: dict[str, Any]) -> str:
    return "".join(cell["source"])
