"""The lint's rules on the text of a sujet: identifiers, points, calls, solution regions."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from epreuves.authoring.amorces import BEGIN_SOLUTION, END_SOLUTION, MARQUES
from epreuves.authoring.appels import Appel, Nom, appels, mis_a_none, sans_solution
from epreuves.authoring.constats import Constat, Niveau
from epreuves.authoring.texte import Cell, Sujet

_SLUG = re.compile(r"[a-z0-9][a-z0-9_-]*\Z")
JUGES_SANS_ERREUR = ("graphique",)
"""Forms judged fault by fault: no wrong way has to be named for them."""


def regles_texte(epreuve: str, sujet: Sujet, competences: list[str]) -> Iterator[Constat]:
    """All the rules that a text alone can break; `competences` are the épreuve's, in order."""
    constat = _Redacteur(epreuve, sujet)
    lus = dict(_code(sujet, constat))
    yield from constat.syntaxe
    yield from _identifiants(sujet, competences, constat)
    yield from _regions(sujet, constat)
    yield from _questions(sujet, lus, constat)
    yield from _erreurs(sujet, lus, constat)
    yield from _appels_de_cadre(epreuve, sujet, lus, competences, constat)


class _Redacteur:
    """Makes findings that name the file, the cell and the line of this text."""

    def __init__(self, epreuve: str, sujet: Sujet) -> None:
        self.epreuve = epreuve
        self.fichier = sujet.fichier
        self.syntaxe: list[Constat] = []

    def __call__(
        self, regle: str, message: str, cell: Cell | None = None, ligne: int = 0, niveau: Niveau = "erreur"
    ) -> Constat:
        ou = (cell.line + ligne) if cell else 0  # a call's first line is 1, just below the header
        return Constat(regle, self.epreuve, message, niveau, self.fichier, cell.nom if cell else "", ou)


def _code(sujet: Sujet, constat: _Redacteur) -> Iterator[tuple[str, list[Appel]]]:
    """Calls of each code cell that parses, by id; a finding for each that does not."""
    for cell in sujet.cells:
        if cell.kind != "code":
            continue
        try:
            yield cell.id, appels(cell.source)
        except SyntaxError as erreur:
            message = f"le code ne se lit pas ({erreur.msg}) ; une magie (%…) ne va pas dans un sujet"
            constat.syntaxe.append(constat("code", message, cell, erreur.lineno or 0))


def _identifiants(sujet: Sujet, competences: list[str], constat: _Redacteur) -> Iterator[Constat]:
    prefixes = tuple(f"{competence.replace('.', '_')}-" for competence in competences)
    for cell in sujet.cells:
        if cell.role in ("tests", "manual", "task") and not cell.id.startswith(prefixes):
            attendus = ", ".join(f"{prefixe}…" for prefixe in prefixes)
            yield constat("id", f"l'id d'une cellule notée commence par sa compétence : {attendus}", cell)
        if cell.role in ("tests", "task") and not cell.points:
            yield constat("points", "une cellule notée vaut plus de 0 point", cell)


def _regions(sujet: Sujet, constat: _Redacteur) -> Iterator[Constat]:
    for cell in sujet.cells:
        marques = [
            (numero, marque)
            for numero, ligne in enumerate(cell.source.splitlines(), start=1)
            for marque in MARQUES
            if marque in ligne
        ]
        if cell.role not in ("solution", "manual"):
            if marques and cell.role != "task":
                yield constat(
                    "region",
                    f"« {marques[0][1]} » n'a pas sa place dans une cellule {cell.role}",
                    cell,
                    marques[0][0],
                )
            continue
        suite = [marque for _, marque in marques]
        attendue = [BEGIN_SOLUTION, END_SOLUTION] * (len(suite) // 2)
        if not suite and cell.role == "solution":
            yield constat(
                "region",
                f"une cellule solution a une partie entre « ### {BEGIN_SOLUTION} » et « ### {END_SOLUTION} »",
                cell,
            )
        elif suite != attendue:
            yield constat(
                "region",
                f"« {BEGIN_SOLUTION} » et « {END_SOLUTION} » ne vont pas par paires",
                cell,
                marques[0][0],
            )


def _questions(sujet: Sujet, lus: dict[str, list[Appel]], constat: _Redacteur) -> Iterator[Constat]:
    """Each tests cell is one call of `verifier`, on a plain name that a released cell above sets to None."""
    a_none: set[str] = set()
    for cell in sujet.cells:
        verifications = [appel for appel in lus.get(cell.id, []) if appel.fonction == "verifier"]
        if cell.role == "solution" and cell.id in lus:
            try:
                a_none |= mis_a_none(sans_solution(cell.source))
            except SyntaxError as erreur:
                yield constat("code", f"sans sa solution, la cellule ne se lit plus ({erreur.msg})", cell)
        if cell.role != "tests":
            for appel in verifications:
                yield constat("verifier", "verifier() va dans une cellule tests", cell, appel.ligne)
            continue
        if cell.id not in lus:
            continue
        if len(verifications) != 1 or len(ast.parse(cell.source).body) != 1:
            yield constat(
                "verifier", "une cellule tests est un appel de verifier(), un seul, et rien d'autre", cell
            )
            continue
        (appel,) = verifications
        if appel.argument(0, "question") != cell.id:
            yield constat(
                "verifier",
                f"verifier() nomme la question « {appel.argument(0, 'question')} », la cellule « {cell.id} »",
                cell,
                appel.ligne,
            )
        variable = appel.argument(1, "value")
        if not isinstance(variable, Nom):
            yield constat(
                "variable", "le 2e argument de verifier() est un simple nom de variable", cell, appel.ligne
            )
        elif variable.id not in a_none:
            yield constat(
                "variable",
                f"« {variable.id} » n'est mise à None dans aucune cellule solution au-dessus, hors de la "
                "solution",
                cell,
                appel.ligne,
            )


def _erreurs(sujet: Sujet, lus: dict[str, list[Appel]], constat: _Redacteur) -> Iterator[Constat]:
    """`erreur_type` stays in solutions, names a question that comes later, and each question has one at
    least.
    """
    questions = {cell.id: rang for rang, cell in enumerate(sujet.cells) if cell.role == "tests"}
    vues: set[tuple[str, str]] = set()
    inconnues = False
    for rang, cell in enumerate(sujet.cells):
        for appel in lus.get(cell.id, []):
            if appel.fonction != "erreur_type":
                continue
            if cell.role != "solution" or any(
                autre.fonction == "erreur_type" for autre in appels_hors_solution(cell)
            ):
                yield constat(
                    "erreur_type",
                    "erreur_type() ne s'écrit qu'entre BEGIN SOLUTION et END SOLUTION",
                    cell,
                    appel.ligne,
                )
            question, code = appel.argument(0, "question"), appel.argument(1, "code")
            if not isinstance(question, str) or not isinstance(code, str):
                inconnues = True  # worked out in a loop: the dynamic rules will see it
                continue
            if question not in questions:
                yield constat(
                    "erreur_type", f"aucune cellule tests n'a l'id « {question} »", cell, appel.ligne
                )
            elif questions[question] < rang:
                yield constat(
                    "erreur_type",
                    f"la question « {question} » est vérifiée avant que l'erreur soit nommée",
                    cell,
                    appel.ligne,
                )
            if not _SLUG.match(code):
                yield constat(
                    "erreur_type",
                    f"le code « {code} » s'écrit en minuscules sans accent, chiffres et _",
                    cell,
                    appel.ligne,
                )
            if (question, code) in vues:
                yield constat(
                    "erreur_type",
                    f"l'erreur « {code} » de « {question} » est nommée deux fois",
                    cell,
                    appel.ligne,
                )
            vues.add((question, code))
    diagnostiquees = {question for question, _ in vues}
    for cell in sujet.cells:
        formes = [appel.forme for appel in lus.get(cell.id, []) if appel.fonction == "verifier"]
        if (
            cell.role != "tests"
            or cell.id in diagnostiquees
            or inconnues
            or any(f in JUGES_SANS_ERREUR for f in formes)
        ):
            continue
        yield constat(
            "sans_erreur",
            "aucune erreur_type() pour cette question : nommez au moins une erreur qu'on y fait",
            cell,
        )


def appels_hors_solution(cell: Cell) -> list[Appel]:
    """The calls that the released cell keeps; none where it no longer parses."""
    try:
        return appels(sans_solution(cell.source))
    except SyntaxError:
        return []


def _appels_de_cadre(
    epreuve: str, sujet: Sujet, lus: dict[str, list[Appel]], competences: list[str], constat: _Redacteur
) -> Iterator[Constat]:
    """The notebook prepares its own data, and its self-assessment names its own compétences."""
    par_id = {cell.id: cell for cell in sujet.cells}
    tous = [(par_id[id], appel) for id, liste in lus.items() for appel in liste]
    preparations = [(cell, appel) for cell, appel in tous if appel.fonction == "preparer"]
    if not preparations and any(cell.role == "tests" for cell in sujet.cells):
        yield constat("preparer", f'aucune cellule n\'appelle preparer("{epreuve}")')
    for cell, appel in preparations:
        if appel.argument(0, "epreuve") != epreuve:
            yield constat("preparer", f'l\'appel attendu est preparer("{epreuve}")', cell, appel.ligne)
    evaluations = [(cell, appel) for cell, appel in tous if appel.fonction == "auto_evaluation"]
    for cell, appel in evaluations:
        if list(appel.arguments) != competences:
            yield constat(
                "auto_evaluation",
                f"l'auto-évaluation nomme les compétences {', '.join(competences)}, dans cet ordre",
                cell,
                appel.ligne,
            )
