"""What a cell's code calls, read off its syntax tree: `verifier`, `erreur_type`, `preparer`,
`auto_evaluation`.
"""

from __future__ import annotations

import ast

import msgspec

from epreuves.authoring.amorces import BEGIN_SOLUTION, END_SOLUTION

NOMS = ("verifier", "erreur_type", "preparer", "auto_evaluation")


class Appel(msgspec.Struct, frozen=True):
    """One call: the function's name, its line in the cell, its arguments (by name or by position).

    An argument that is a text is that text; a plain name is `Nom`; anything else is None.
    """

    fonction: str
    ligne: int
    arguments: tuple[str | Nom | None, ...]
    nommes: dict[str, str | Nom | None]
    forme: str = ""

    def argument(self, rang: int, nom: str) -> str | Nom | None:
        """The argument at that place or of that name."""
        return self.arguments[rang] if rang < len(self.arguments) else self.nommes.get(nom)


class Nom(msgspec.Struct, frozen=True):
    """A plain variable name, as an argument."""

    id: str


def appels(source: str) -> list[Appel]:
    """The calls of a cell, in order; raises SyntaxError where the code does not parse."""
    trouves = [
        _appel(noeud, noeud.func.id)
        for noeud in ast.walk(ast.parse(source))
        if isinstance(noeud, ast.Call) and isinstance(noeud.func, ast.Name) and noeud.func.id in NOMS
    ]
    return sorted(trouves, key=lambda appel: appel.ligne)


def _appel(noeud: ast.Call, nom: str) -> Appel:
    forme = noeud.args[2] if len(noeud.args) > 2 else None
    nom_de_forme = forme.func.id if isinstance(forme, ast.Call) and isinstance(forme.func, ast.Name) else ""
    return Appel(
        nom,
        noeud.lineno,
        tuple(_valeur(argument) for argument in noeud.args),
        {mot.arg: _valeur(mot.value) for mot in noeud.keywords if mot.arg},
        nom_de_forme,
    )


def _valeur(noeud: ast.expr) -> str | Nom | None:
    if isinstance(noeud, ast.Constant) and isinstance(noeud.value, str):
        return noeud.value
    return Nom(noeud.id) if isinstance(noeud, ast.Name) else None


def mis_a_none(source: str) -> set[str]:
    """The names that a cell sets to None at its top level."""
    return {
        cible.id
        for instruction in ast.parse(source).body
        if isinstance(instruction, ast.Assign)
        and isinstance(instruction.value, ast.Constant)
        and instruction.value.value is None
        for cible in instruction.targets
        if isinstance(cible, ast.Name)
    }


def sans_solution(source: str) -> str:
    """A cell without its solution regions: what nbgrader leaves of it, but for the stub."""
    gardees, dedans = [], False
    for ligne in source.splitlines():
        if BEGIN_SOLUTION in ligne:
            dedans = True
        elif END_SOLUTION in ligne:
            dedans = False
        elif not dedans:
            gardees.append(ligne)
    return "\n".join(gardees)


def lignes_de_solution(source: str) -> list[str]:
    """The lines that lie inside a cell's solution regions, without their indentation."""
    lignes, dedans = [], False
    for ligne in source.splitlines():
        if BEGIN_SOLUTION in ligne:
            dedans = True
        elif END_SOLUTION in ligne:
            dedans = False
        elif dedans and ligne.strip():
            lignes.append(ligne.strip())
    return lignes
