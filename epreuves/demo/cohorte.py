"""The twenty-four fictional candidates: what each does with an épreuve, and who works with whom."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from epreuves.demo import profils
from epreuves.demo.copie import Copie
from epreuves.variantes.groupes import Taille, lire
from epreuves.variantes.groupes import taille as size_for
from epreuves.variantes.seance import FICHIER_GROUPES

__all__ = ["COHORTE", "PREFIX", "WRITERS", "Candidat", "Copie", "cohort", "groups", "lay_groups"]

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

_HEADER = "epreuve;groupe;candidat;etat;depot"
#: What is to be said of a member of a group, where it is not simply « présent »: the state, and the mark of whose copy counts.
_STATES = {
    PREFIX + "lucas-perrin": ("absent", ""),
    PREFIX + "nolan-faure": ("présent", "x"),
    PREFIX + "tom-guerin": ("parti", ""),
}

#: Who hands in a collective copy: two who differ may be of one group, and a group may have none.
WRITERS = frozenset(
    PREFIX + name
    for name in ("ines-marchand", "chloe-garnier", "yanis-moreau", "paul-girard", "camille-roche", "jade-morel", "nolan-faure",
                 "mehdi-haddad", "lina-masson")
)  # fmt: skip


def cohort(epreuve: str) -> tuple[Candidat, ...]:
    """The candidates, with what each does in an épreuve: by its number, they trade places, so that nobody always does the same."""
    number = epreuve[1:3]
    shift = (6 - int(number)) % 11 if number.isdecimal() else 0
    doing = [*COHORTE[shift:], *COHORTE[:shift]]
    return tuple(msgspec.structs.replace(d, id=c.id) for c, d in zip(COHORTE, doing, strict=True))


def groups(size: Taille) -> dict[str, tuple[str, ...]]:
    """The cohort in groups as large as may be; the last candidate is in none where that leaves the last group large enough."""
    names = [c.id for c in COHORTE]
    cut = [names[i : i + size.maximum] for i in range(0, len(names), size.maximum)]
    if len(cut[-1]) > size.minimum:
        cut[-1].pop()
    kept = [members for members in cut if len(members) >= size.minimum]
    return {f"G{number}": tuple(members) for number, members in enumerate(kept, 1)}


def lay_groups(root: Path, epreuves: Sequence[str]) -> bool:
    """Write the fictional groups of those épreuves that are done in groups to `groupes.csv`; whether some were written.

    A file that names anybody real is left as it is; in the demonstration's own, only the épreuves that it lacks are added.
    """
    path = root / FICHIER_GROUPES
    there = lire(root)
    before = _HEADER if there is None else path.read_text("utf-8-sig").rstrip()
    members = [m.candidat for group in there or () for m in group.membres]
    if there is not None and not (before.startswith(_HEADER) and members):
        return False
    if not all(member.startswith(PREFIX) for member in members):
        return False
    known = {group.epreuve for group in there or ()}
    sizes = {e: size for e in epreuves if e not in known and (size := size_for(root, e)) is not None}
    lines = []
    for epreuve, size in sizes.items():
        for group, named in groups(size).items():
            for name in named:
                state, mark = _STATES.get(name, ("présent", ""))
                # Who has left no longer counts: nobody leaves a group that would be too small without them.
                if state == "parti" and len(named) <= size.minimum:
                    state = "présent"
                lines.append(f"{epreuve};{group};{name};{state};{mark}")
    if lines:
        path.write_text("\n".join([before, *lines, ""]), encoding="utf-8", newline="\n")
    return bool(lines)
