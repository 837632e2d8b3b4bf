"""An épreuve that is done in groups: their members, the collective copy that counts, and the REX once the oral is over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from epreuves.referentiel.spelling import EpreuveId
from epreuves.wording.errors import KitError
from epreuves.wording.french import counted
from epreuves.wording.remedies import remedy
from epreuves_kit.exam.asking import TOLD, Outcome, OutcomeTable
from epreuves_kit.operations.declared import SURE, Doing, Epreuve, Parameter, Parameters, Variation, operation
from epreuves_kit.referentiel.model import called

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from epreuves_kit.course.folders import Course
    from epreuves_kit.gradebook.rows import People
    from epreuves_kit.grading.groups import GroupState, MemberState

_HANDED = {"written": "rendu", "blank": "vierge", "unreadable": "illisible", "absent": "—"}


def _later(course: Course, epreuve: EpreuveId) -> Iterable[tuple[str, str]]:
    """The groups of which another collective copy came."""
    from epreuves_kit.grading.groups import later_copies, readable_shares

    return [(copy.group, copy.group) for copy in later_copies(readable_shares(course, epreuve))]


class GroupsParameters(Parameters, frozen=True):
    """The épreuve; and the group whose later copy is taken, where one is."""

    epreuve: Annotated[EpreuveId | None, Parameter("L'épreuve : e06 ; toutes par défaut.", metavar="ÉPREUVE")] = None
    take: Annotated[
        str,
        Parameter(
            "Prendre, pour ce groupe, la copie collective arrivée depuis la première correction, une fois dit ce que cela change.",
            "Le groupe",
            flag="--prendre",
            metavar="GROUPE",
            kind="choice",
            options=_later,
            needed=True,
        ),
    ] = ""


@operation(
    "groupes",
    label="Vérifier les groupes",
    title="Groupes",
    accept="Prendre cette copie",
    sure=SURE,
    lines="groupe",
    variations=(Variation("--prendre", "Prendre la copie collective arrivée depuis", "Copie collective", ("take",)),),
)
def groups(doing: Doing, asked: GroupsParameters) -> Outcome:
    """Vérifier groupes.csv et montrer les groupes : qui a rendu quoi, quelle copie collective compte, par quelle règle.

    Code de sortie : 0 si groupes.csv peut être appliqué, ou si la copie est prise ; 2 sinon ; toutes ses erreurs sont alors dites.
    """
    from epreuves_kit.gradebook.rows import known_people
    from epreuves_kit.grading.groups import roster

    if asked.take:
        return _taken(doing, asked.epreuve, asked.take)
    doing.progress("Lecture des groupes", 0, 0)
    read = roster(doing.course)
    shown = [group for group in read.groups if not asked.epreuve or group.epreuve == asked.epreuve]
    if not shown:
        raise KitError(
            f"{called(asked.epreuve) if asked.epreuve else 'Aucune épreuve'} n'a pas de groupe : composez-les ({remedy('composer-groupes')})."
        )
    people = known_people(doing.course.db_url)
    names = list(dict.fromkeys(group.epreuve for group in shown))
    tables = [_table(name, [group for group in shown if group.epreuve == name], people) for name in names]
    sentences = [people.naming(sentence, group.candidates) for group in shown for sentence in group.sentences]
    many = sum(len(group.members) for group in shown)
    order = "." if sentences or read.warnings else " : tout est en ordre."
    summary = f"{counted(len(shown), 'groupe')}, {counted(many, 'candidat')}{order}"
    return Outcome((summary, *sentences), read.warnings[:TOLD], tables=tuple(tables), objects=tuple(shown))


def _taken(doing: Doing, epreuve: EpreuveId | None, group: str) -> Outcome:
    """Take a group's later copy, once what it changes is shown."""
    from epreuves_kit.grading.groups import take_later

    if not epreuve:
        raise KitError(f"Dites de quelle épreuve : {remedy('groupes', 'e06', '--prendre G1')}.")
    doing.progress("Lecture des copies du groupe", 0, 0)
    if not doing.sure:
        doing.confirm(take_later(doing.course, epreuve, group, sure=False))
    return Outcome((take_later(doing.course, epreuve, group, sure=True),))


def _table(epreuve: EpreuveId, groups: Sequence[GroupState], people: People) -> OutcomeTable:
    """The groups of one épreuve, a line a member."""
    own = sorted({name for group in groups for member in group.members for name in member.own})
    lines = []
    for group in groups:
        for rank, member in enumerate(group.members):
            first = (group.group, group.variant) if rank == 0 else ("", "")
            lines.append((*first, people.named(member.candidate), _state(member), *_handed(member, own)))
    head = ("Groupe", "Variante", "Candidat·e", "État", "Collectif", *(name.upper() for name in own))
    return OutcomeTable(head, tuple(lines), f"{called(epreuve)} : {counted(len(groups), 'groupe')}")


def _state(member: MemberState) -> str:
    return f"{member.state} · dépose" if member.deposit else member.state


def _handed(member: MemberState, own: Iterable[str]) -> tuple[str, ...]:
    return tuple(_HANDED[handed] for handed in (member.collective, *(member.own.get(name, "absent") for name in own)))


class RexParameters(Parameters, frozen=True):
    """The épreuve."""

    epreuve: Epreuve


@operation("rex", label="Distribuer le REX", title="Distribution du REX", accept="Distribuer quand même", sure=SURE)
def rex(doing: Doing, asked: RexParameters) -> Outcome:
    """Distribuer le REX d'une épreuve, après l'oral : jusque-là, il n'est dans rien de ce que les candidats reçoivent.

    Code de sortie : 0 s'il est distribué, 2 sinon.
    """
    from epreuves_kit.exam.rex import give_rex

    doing.progress("Distribution du REX", 0, 0)
    sentences, archive = give_rex(doing.course, asked.epreuve, doing.sure)
    return Outcome(sentences, files=(archive,))
