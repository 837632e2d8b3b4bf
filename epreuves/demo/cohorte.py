"""The twenty-four fictional candidates: what each does with an épreuve, and who works with whom."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec

from epreuves.demo import profils
from epreuves.demo.copie import Copie
from epreuves.variantes.seance import FICHIER_GROUPES

__all__ = ["COHORTE", "GROUPS", "PREFIX", "WRITERS", "Candidat", "Copie", "cohort", "lay_groups"]

#: What stands before every fictional candidate's name, so that none is taken for a real one.
PREFIX = "fictif-"


class Candidat(msgspec.Struct, frozen=True):
    """A fictional candidate: identifier, what they do, the levels (0 to 3) that the fictional jury gives around."""

    id: str
    profile: str
    level: int
    self_level: int | None
    write: Callable[[Copie], None]


COHORTE: tuple[Candidat, ...] = (
    Candidat(PREFIX + "ines-marchand", "tout juste", 3, 2, profils.perfect),
    Candidat(PREFIX + "hugo-lefort", "copie vierge", 0, None, profils.blank),
    Candidat(PREFIX + "lea-fontaine", "erreurs fréquentes", 1, 2, profils.mistakes(0)),
    Candidat(PREFIX + "karim-benali", "autres erreurs fréquentes", 2, 1, profils.mistakes(1)),
    Candidat(PREFIX + "chloe-garnier", "une erreur, puis juste à partir d'elle", 2, 2, profils.followed),
    Candidat(PREFIX + "thomas-roussel", "travail au tableur, chiffres recopiés", 3, 3, profils.spreadsheet),
    Candidat(PREFIX + "manon-leclerc", "chiffres d'une voisine", 1, 3, profils.neighbour),
    Candidat(PREFIX + "yanis-moreau", "réponses non valables", 1, 1, profils.bad_forms),
    Candidat(PREFIX + "sarah-petit", "inachevée", 1, 0, profils.unfinished),
    Candidat(PREFIX + "paul-girard", "fichier tronqué", 0, None, profils.truncated),
    Candidat(PREFIX + "amina-diallo", "notebook abîmé par mégarde", 2, 2, profils.damaged),
    Candidat(PREFIX + "zoe-vidal", "tentatives de fraude", 0, 3, profils.hostile),
    Candidat(PREFIX + "camille-roche", "tout juste, en retard", 3, 2, profils.late(profils.perfect)),
    Candidat(PREFIX + "nadia-cherif", "tableur, une erreur sur trois", 2, 2, profils.some_mistakes(3)),
    Candidat(PREFIX + "lucas-perrin", "tableur, sans graphique", 1, 2, profils.without_charts),
    Candidat(PREFIX + "jade-morel", "chiffres justes, écrits courts", 1, 2, profils.short_texts),
    Candidat(PREFIX + "nolan-faure", "tableur, une erreur sur deux", 1, 1, profils.some_mistakes(2)),
    Candidat(PREFIX + "eva-rey", "inachevée, en retard", 1, 1, profils.late(profils.unfinished)),
    Candidat(PREFIX + "mehdi-haddad", "tableur, en retard", 2, 2, profils.late(profils.spreadsheet)),
    Candidat(PREFIX + "alice-blanc", "tableur, une erreur sur quatre", 2, 3, profils.some_mistakes(4)),
    Candidat(PREFIX + "tom-guerin", "boucle sans fin", 2, 1, profils.endless),
    Candidat(PREFIX + "rose-lambert", "à peine commencée", 0, 0, profils.begun),
    Candidat(PREFIX + "adam-colin", "cellules effacées", 2, 2, profils.pruned),
    Candidat(PREFIX + "lina-masson", "tout juste, sans auto-évaluation", 3, None, profils.perfect),
)

#: Places by which candidates and what they do are shifted from one another: nobody does the same in every épreuve.
_SHIFT = {"e01_veille": 5}

#: Épreuve → groups of the cohort, a member followed by « absent », « parti » or « dépôt » where that is to be said; one candidate is in none.
GROUPS: dict[str, dict[str, tuple[str, ...]]] = {
    "e06_objectifs": {
        "G1": ("ines-marchand", "hugo-lefort", "lea-fontaine"),
        "G2": ("karim-benali", "chloe-garnier", "thomas-roussel"),
        "G3": ("manon-leclerc", "yanis-moreau", "sarah-petit"),
        "G4": ("paul-girard", "amina-diallo", "zoe-vidal"),
        "G5": ("camille-roche", "nadia-cherif", "lucas-perrin absent"),
        "G6": ("jade-morel", "nolan-faure dépôt", "eva-rey"),
        "G7": ("mehdi-haddad", "alice-blanc", "tom-guerin parti"),
        "G8": ("rose-lambert", "adam-colin"),
    }
}

#: Of these groups, who hands in a collective copy; the two of one group differ, another group has none.
WRITERS = frozenset(
    PREFIX + name
    for name in ("ines-marchand", "chloe-garnier", "yanis-moreau", "paul-girard", "camille-roche", "jade-morel", "nolan-faure",
                 "mehdi-haddad", "lina-masson")
)  # fmt: skip


def cohort(epreuve: str) -> tuple[Candidat, ...]:
    """The candidates, with what each does in an épreuve."""
    shift = _SHIFT.get(epreuve, 0)
    doing = [*COHORTE[shift:], *COHORTE[:shift]]
    return tuple(msgspec.structs.replace(d, id=c.id) for c, d in zip(COHORTE, doing, strict=True))


def lay_groups(root: Path) -> bool:
    """Write the fictional `groupes.csv` of a course that has none; whether it was written. One that is there is left as it is."""
    lines = ["epreuve;groupe;candidat;etat;depot"]
    for epreuve, groups in GROUPS.items():
        for group, members in groups.items():
            for name, _, said in (member.partition(" ") for member in members):
                state, mark = ("présent", "x") if said == "dépôt" else (said or "présent", "")
                lines.append(f"{epreuve};{group};{PREFIX}{name};{state};{mark}")
    try:
        with (root / FICHIER_GROUPES).open("x", encoding="utf-8", newline="\n") as file:
            file.write("\n".join([*lines, ""]))
    except FileExistsError:
        return False
    return True
