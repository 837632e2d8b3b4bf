"""The twenty-four fictional candidates: what each does with an épreuve, and who works with whom."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from epreuves.demo import profiles
from epreuves.demo.copies import FictionalCopy
from epreuves.variants.attribution import GROUPS_FILE
from epreuves.variants.groups import Size, read
from epreuves.variants.groups import size as size_for

__all__ = [
    "COHORT",
    "PREFIX",
    "WRITERS",
    "FictionalCandidate",
    "FictionalCopy",
    "cohort",
    "groups",
    "lay_groups",
]

#: What stands before every fictional candidate's name, so that none is taken for a real one.
PREFIX = "fictif-"


class FictionalCandidate(msgspec.Struct, frozen=True):
    """A fictional candidate: identifier, what they do, the levels (0 to 3) that the fictional jury gives around."""

    id: str
    profile: str
    level: int
    self_level: int | None
    write: Callable[[FictionalCopy], None]


COHORT: tuple[FictionalCandidate, ...] = (
    FictionalCandidate(PREFIX + "ines-marchand", "tout juste", 3, 2, profiles.perfect),
    FictionalCandidate(PREFIX + "hugo-lefort", "copie vierge", 0, None, profiles.blank),
    FictionalCandidate(PREFIX + "lea-fontaine", "erreurs fréquentes", 1, 2, profiles.mistakes(0)),
    FictionalCandidate(PREFIX + "karim-benali", "autres erreurs fréquentes", 2, 1, profiles.mistakes(1)),
    FictionalCandidate(
        PREFIX + "chloe-garnier", "une erreur, puis juste à partir d'elle", 2, 2, profiles.followed
    ),
    FictionalCandidate(
        PREFIX + "thomas-roussel", "travail au tableur, chiffres recopiés", 3, 3, profiles.spreadsheet
    ),
    FictionalCandidate(PREFIX + "manon-leclerc", "chiffres d'une voisine", 1, 3, profiles.neighbour),
    FictionalCandidate(PREFIX + "yanis-moreau", "réponses non valables", 1, 1, profiles.bad_forms),
    FictionalCandidate(PREFIX + "sarah-petit", "inachevée", 1, 0, profiles.unfinished),
    FictionalCandidate(PREFIX + "paul-girard", "fichier tronqué", 0, None, profiles.truncated),
    FictionalCandidate(PREFIX + "amina-diallo", "notebook abîmé par mégarde", 2, 2, profiles.damaged),
    FictionalCandidate(PREFIX + "zoe-vidal", "tentatives de fraude", 0, 3, profiles.hostile),
    FictionalCandidate(
        PREFIX + "camille-roche", "tout juste, en retard", 3, 2, profiles.late(profiles.perfect)
    ),
    FictionalCandidate(
        PREFIX + "nadia-cherif", "tableur, une erreur sur trois", 2, 2, profiles.some_mistakes(3)
    ),
    FictionalCandidate(PREFIX + "lucas-perrin", "tableur, sans graphique", 1, 2, profiles.without_charts),
    FictionalCandidate(PREFIX + "jade-morel", "chiffres justes, écrits courts", 1, 2, profiles.short_texts),
    FictionalCandidate(
        PREFIX + "nolan-faure", "tableur, une erreur sur deux", 1, 1, profiles.some_mistakes(2)
    ),
    FictionalCandidate(PREFIX + "eva-rey", "inachevée, en retard", 1, 1, profiles.late(profiles.unfinished)),
    FictionalCandidate(
        PREFIX + "mehdi-haddad", "tableur, en retard", 2, 2, profiles.late(profiles.spreadsheet)
    ),
    FictionalCandidate(
        PREFIX + "alice-blanc", "tableur, une erreur sur quatre", 2, 3, profiles.some_mistakes(4)
    ),
    FictionalCandidate(PREFIX + "tom-guerin", "boucle sans fin", 2, 1, profiles.endless),
    FictionalCandidate(PREFIX + "rose-lambert", "à peine commencée", 0, 0, profiles.begun),
    FictionalCandidate(PREFIX + "adam-colin", "cellules effacées", 2, 2, profiles.pruned),
    FictionalCandidate(PREFIX + "lina-masson", "tout juste, sans auto-évaluation", 3, None, profiles.perfect),
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


def cohort(epreuve: str) -> tuple[FictionalCandidate, ...]:
    """The candidates, with what each does in an épreuve: by its number, they trade places, so that nobody always does the same."""
    number = epreuve[1:3]
    shift = (6 - int(number)) % 11 if number.isdecimal() else 0
    doing = [*COHORT[shift:], *COHORT[:shift]]
    return tuple(msgspec.structs.replace(d, id=c.id) for c, d in zip(COHORT, doing, strict=True))


def groups(size: Size) -> dict[str, tuple[str, ...]]:
    """The cohort in groups as large as may be; the last candidate is in none where that leaves the last group large enough."""
    names = [c.id for c in COHORT]
    cut = [names[i : i + size.maximum] for i in range(0, len(names), size.maximum)]
    if len(cut[-1]) > size.minimum:
        cut[-1].pop()
    kept = [members for members in cut if len(members) >= size.minimum]
    return {f"G{number}": tuple(members) for number, members in enumerate(kept, 1)}


def lay_groups(root: Path, epreuves: Sequence[str]) -> bool:
    """Write the fictional groups of those épreuves that are done in groups to `groupes.csv`; whether some were written.

    A file that names anybody real is left as it is; in the demonstration's own, only the épreuves that it lacks are added.
    """
    path = root / GROUPS_FILE
    there = read(root)
    before = _HEADER if there is None else path.read_text("utf-8-sig").rstrip()
    members = [m.candidate for group in there or () for m in group.members]
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
