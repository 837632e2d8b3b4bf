"""The lint's rules on how an answer is asked: the name that it is given, its unit, its tolerance, what it is said to follow from."""

from __future__ import annotations

import ast
import builtins
import contextlib
import keyword
import re
from collections.abc import Iterator

import epreuves
from epreuves.answers.numbers import canonical_unit, money_scale
from epreuves.referentiel.spelling import EpreuveId
from epreuves.wording.french import listed, percent
from epreuves_kit.authoring.statements import statements
from epreuves_kit.authoring.text import Sujet, TextCell
from epreuves_kit.marking.dependencies import dependencies, question_call
from epreuves_kit.proof.findings import Finding, Level
from epreuves_kit.proof.value_rules import TOO_WIDE, WIDE

#: What a notebook is worked with: an answer of that name would take its place for all that follows.
RESERVED = (
    frozenset(epreuves.__all__) | {"donnees", "np", "pd", "plt"} | frozenset(dir(builtins)) | frozenset(keyword.kwlist)
)
#: Units that a candidate knows, as `canonical_unit` writes them; money has its own reading.
UNITS = frozenset(
    [
        "%",
        "point",
        "jour",
        "heure",
        "minute",
        "seconde",
        "semaine",
        "mois",
        "trimestre",
        "an",
        "personne",
        "habitant",
        "brique",
        "client",
        "contact",
        "clic",
        "visite",
        "commande",
        "lead",
        "vente",
        "mot",
        "ligne",
        "page",
        "affichage",
        "impression",
        "session",
        "kg",
        "g",
        "t",
        "kgco2e",
        "gco2e",
        "tco2e",
        "co2e",
        "km",
        "m",
        "cm",
        "mm",
        "m2",
        "litre",
        "kwh",
        "wh",
        "ko",
        "mo",
        "mio",
        "kio",
        "go",
        "octet",
        "requete",
        "visiteur",
        "abonne",
        "unite",
        "piece",
        "lot",
        "note",
        "score",
        "rang",
        "indice",
        "reponse",
        "avis",
        "exemplaire",
        "salarie",
        "place",
        "nuit",
        "nuitee",
        "foyer",
        "repas",
        "participant",
        "message",
        "article",
        "produit",
        "pixel",
        "px",
    ]
)
_FOLLOWS = re.compile(r"\bd['’]après (vos|votre)\b", re.IGNORECASE)


def answer_rules(epreuve: EpreuveId, sujet: Sujet) -> Iterator[Finding]:
    """All the rules on the answers that a text asks for."""
    depends = dependencies(_without_mistakes(cell.source) for cell in sujet.cells if cell.kind == "code")
    for statement in statements(sujet):
        cell = statement.cell
        for rule, message, level, below in _faults(cell):
            yield Finding(rule, epreuve, message, level, sujet.file, cell.name, cell.line + below)
        follows = next(((line, match) for line in statement.lines if (match := _FOLLOWS.search(line.text))), None)
        if follows is not None and cell.id in depends and not depends[cell.id]:
            line, match = follows
            message = (
                f"l'énoncé dit « {match[0]} » et le corrigé ne part d'aucune réponse : faites-le partir des variables "
                "demandées plus haut"
            )
            yield Finding("d_apres_vos", epreuve, message, "erreur", sujet.file, cell.name, line.number)


def _without_mistakes(source: str) -> str:
    """A cell without its named mistakes: they may start from an earlier answer where the right one does not."""
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return source  # another rule's finding
    tree.body = [
        node
        for node in tree.body
        if not (
            isinstance(node, ast.Expr)
            and isinstance(node.value, ast.Call)
            and getattr(node.value.func, "id", "") == "erreur_type"
        )
    ]
    return ast.unparse(tree)


def _faults(cell: TextCell) -> Iterator[tuple[str, str, Level, int]]:
    call = question_call(cell.source)
    if call is None:
        return
    if call[1] in RESERVED:
        message = f"« {call[1]} » est un nom du notebook : la réponse prendrait sa place, nommez-la autrement"
        yield "nom_reserve", message, "erreur", 1
    with contextlib.suppress(SyntaxError):
        for node in ast.walk(ast.parse(cell.source)):
            if isinstance(node, ast.keyword):
                yield from _of_argument(node)
            elif isinstance(node, ast.Call) and getattr(node.func, "id", "") == "nombre" and node.args:
                yield from _of_argument(ast.keyword("unite", node.args[0], lineno=node.lineno))


def _of_argument(node: ast.keyword) -> Iterator[tuple[str, str, Level, int]]:
    match node:
        case ast.keyword(arg="tolerance", value=ast.Constant(value=float() | int() as tolerance)) if tolerance > WIDE:
            sentence = f"une tolérance de {percent(tolerance, 1)} "
            if tolerance > TOO_WIDE:
                yield (
                    "tolerance",
                    f"{sentence}prend le faux pour le juste : {percent(TOO_WIDE)} au plus",
                    "erreur",
                    node.lineno,
                )
            else:
                yield (
                    "tolerance",
                    f"{sentence}est large : {percent(WIDE)} suffit d'ordinaire",
                    "avertissement",
                    node.lineno,
                )
        case ast.keyword(arg="unite" | "unite_x" | "unite_y", value=ast.Constant(value=str(unit))) if not known_unit(
            unit
        ):
            message = f"« {unit} » n'est pas une unité que le kit connaît : {listed(['€', '%', 'jours', 'heures', 'personnes'])}…"
            yield "unite", message, "erreur", node.lineno


def known_unit(unit: str) -> bool:
    """True if a unit is one that candidates know; « € HT par an » is money by the year, « € ou % » one or the other."""
    parts = [part for part in re.split(r"\s+(?:par|ou)\s+|\s*/\s*", unit.strip()) if part]
    return all(
        money_scale(part) is not None or canonical_unit(part.replace("²", "2").replace("₂", "2")) in UNITS
        for part in parts
    )
