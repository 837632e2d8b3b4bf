"""The groups of an épreuve, before it is given: formed by lot, by size and by campus, or composed by hand."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Annotated

from epreuves.referentiel.spelling import EpreuveId
from epreuves.wording.errors import Faults, KitError
from epreuves.wording.french import counted, listed
from epreuves.wording.remedies import remedy
from epreuves_kit.exam.asking import Outcome, OutcomeTable, some
from epreuves_kit.operations.declared import SURE, Doing, Epreuve, Parameter, Parameters, operation
from epreuves_kit.referentiel.model import called

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from epreuves_kit.course.folders import Course
    from epreuves_kit.exam.enrol import EnrolledCandidate
    from epreuves_kit.exam.grouping import Composition
    from epreuves_kit.variants.groups import Size


class FormingParameters(Parameters, frozen=True):
    """The épreuve, the size asked for, True to keep campuses apart, True to form all groups again."""

    epreuve: Epreuve
    size: Annotated[
        int | None,
        Parameter(
            "Personnes par groupe ; sans elle, la plus grande taille que l'épreuve permet.",
            "Personnes par groupe",
            flag="--taille",
            metavar="N",
            minimum=2,
            maximum=10,
        ),
    ] = None
    by_campus: Annotated[
        bool, Parameter("Chaque campus à part, autant qu'il se peut.", "Chaque campus à part", flag="--par-campus")
    ] = False
    afresh: Annotated[
        bool,
        Parameter(
            "Former de nouveau les groupes qui le sont déjà.",
            "Former de nouveau les groupes qui le sont déjà",
            flag="--tout",
        ),
    ] = False


@operation(
    "former-groupes",
    label="Former les groupes",
    title="Formation des groupes",
    accept="Former ces groupes",
    sure=SURE,
)
def form(doing: Doing, asked: FormingParameters) -> Outcome:
    """Former les groupes d'une épreuve : tirés au sort, de même taille à une personne près, campus par campus si on le demande.

    Qui est déjà dans un groupe y reste, sauf si l'on demande de tout former de nouveau. Le tirage vient de la clé de la séance : il est le même chaque fois.
    Code de sortie : 0 si les groupes sont écrits, 2 sinon.
    """
    from epreuves_kit.exam import grouping
    from epreuves_kit.variants import session

    course, epreuve = doing.course, asked.epreuve
    size = _size(course, epreuve)
    wanted = size.maximum if asked.size is None else asked.size
    if not size.minimum <= wanted <= size.maximum:
        raise KitError(f"{called(epreuve)} se fait en groupes de {size} : {wanted} ne va pas.")
    doing.progress("Lecture des candidats", 0, 0)
    people = grouping.people(course, epreuve)
    _refuse_nobody(people)
    before = grouping.current(course, epreuve)
    if asked.afresh and before:
        doing.confirm(f"{called(epreuve)} a déjà {counted(len(before), 'groupe')} : d'autres prennent leur place.")
    kept = {} if asked.afresh else dict(before)
    placed = grouping.placed(kept)
    pool = [candidate for candidate in people if candidate.id not in placed]
    if not pool:
        raise KitError(
            f"Chacun est déjà dans un groupe de {called(epreuve)} : composez-les à la main ({remedy('composer-groupes', epreuve)}), ou demandez de former de nouveau ceux qui le sont déjà."
        )
    made, left = grouping.formed(pool, size, wanted, asked.by_campus, session.read(course.root).key, epreuve)
    composition = kept | dict(zip(grouping.names(kept, len(made)), made, strict=True))
    return _written(doing, epreuve, composition, people, left)


def _people(course: Course, epreuve: str) -> Iterable[tuple[str, str]]:
    """Those who may be in a group, each with their campus, homonyms with their identifier; nobody where the groups cannot be read, which their button then says."""
    from epreuves_kit.exam import grouping

    try:
        people = grouping.people(course, EpreuveId(epreuve))
    except KitError:
        return []
    bearers = Counter(each.name for each in people)
    return [
        (each.id, " · ".join(filter(None, (each.name, each.campus, each.id if bearers[each.name] > 1 else ""))))
        for each in people
    ]


class ComposingParameters(Parameters, frozen=True):
    """The épreuve, and its groups whole."""

    epreuve: Epreuve
    composition: Annotated[
        str,
        Parameter(
            "Tous les groupes : « G1=lea.fontaine,karim.benali;G2=ines.marchand,chloe.garnier ».",
            "Les groupes",
            metavar="GROUPES",
            kind="groups",
            options=_people,
            optional=True,
        ),
    ]


@operation(
    "composer-groupes",
    label="Composer les groupes à la main",
    title="Composition des groupes",
    accept="Écrire ces groupes",
    sure=SURE,
)
def compose(doing: Doing, asked: ComposingParameters) -> Outcome:
    """Écrire les groupes d'une épreuve comme on les donne, tous ensemble ; qui n'y est pas nommé n'est plus dans aucun.

    Ce qui est dit d'une personne qui reste dans son groupe (absente, partie, sa copie compte) ne change pas. Code de sortie : 0 si les groupes sont écrits,
    2 s'ils ne peuvent pas l'être ; tout ce qui ne va pas est alors dit, et rien ne change.
    """
    from epreuves_kit.exam import grouping

    course, epreuve = doing.course, asked.epreuve
    _size(course, epreuve)
    doing.progress("Lecture des candidats", 0, 0)
    people = grouping.people(course, epreuve)
    _refuse_nobody(people)
    composition = grouping.from_text(asked.composition or "")
    if unknown := grouping.not_known(composition, people):
        raise Faults(
            *(f"« {name} » n'est pas attendu à {called(epreuve)} : vérifiez l'identifiant." for name in unknown)
        )
    placed = grouping.placed(composition)
    return _written(doing, epreuve, composition, people, [each.id for each in people if each.id not in placed])


def _written(
    doing: Doing,
    epreuve: EpreuveId,
    composition: Composition,
    people: Sequence[EnrolledCandidate],
    left: Iterable[str],
) -> Outcome:
    """Write the groups, once what that changes is accepted; and show them."""
    from epreuves_kit.exam import grouping
    from epreuves_kit.exam.enrol import told_apart
    from epreuves_kit.variants.identity import ByCandidate

    course = doing.course
    named = ByCandidate(told_apart(people).items())
    moved = grouping.moved(course, epreuve, composition)
    copies = [id for id in moved if course.folder("submitted", id, epreuve).exists()]
    if copies:
        who = some(named[id].name if id in named else id for id in copies)
        doing.confirm(
            f"Une copie est déjà là de qui change de groupe : {who}. La variante d'un groupe vient de son nom : la copie sera corrigée avec le groupe, sur la variante du groupe."
        )
    if moved:
        grouping.write(course, epreuve, composition)
    look = [f"{named[id].name} n'est dans aucun groupe : sa copie serait corrigée seule." for id in left if id in named]
    lines = tuple(
        (name, listed(named[id].name if id in named else id for id in members), _campus(members, named))
        for name, members in composition.items()
    )
    many = sum(map(len, composition.values()))
    done = "C'est écrit" if moved else "Rien n'a changé"
    sentences = [f"{done} : {counted(len(composition), 'groupe')}, {counted(many, 'personne')}."]
    if moved and course.released([epreuve]):
        sentences.append(
            f"{called(epreuve)} est déjà construite : construisez-la de nouveau, pour que chacun prépare les données de son groupe ({remedy('build', epreuve)})."
        )
    table = OutcomeTable(("Groupe", "Membres", "Campus"), lines, called(epreuve))
    return Outcome(tuple(sentences), tuple(look), tables=(table,) if lines else ())


def _campus(members: Iterable[str], named: Mapping[str, EnrolledCandidate]) -> str:
    return listed(dict.fromkeys(where for id in members if id in named and (where := named[id].campus)))


def _refuse_nobody(people: Sequence[EnrolledCandidate]) -> None:
    if not people:
        raise KitError(
            f"Personne n'est inscrit à cette épreuve : prenez d'abord la liste de l'école ({remedy('candidats import', 'liste.xlsx')})."
        )


def _size(course: Course, epreuve: EpreuveId) -> Size:
    from epreuves_kit.variants.groups import size

    bounds = size(course.root, epreuve)
    if bounds is None:
        raise KitError(f"{called(epreuve)} est une épreuve individuelle : elle n'a pas de groupes.")
    return bounds
