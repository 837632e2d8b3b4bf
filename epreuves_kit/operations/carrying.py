"""Results carried from a session to the next: written by the one, signed; taken by the other, whose jury then decides of what lacks."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from epreuves.wording.errors import KitError
from epreuves.wording.french import counted, day, listed, plural
from epreuves.wording.remedies import remedy
from epreuves_kit.exam.asking import EXPORTS, Outcome, some
from epreuves_kit.operations.declared import REPLACE, SURE, Doing, Parameter, Parameters, operation
from epreuves_kit.operations.jury import jury_record

if TYPE_CHECKING:
    from epreuves_kit.exam.carrying import CarriedResults
    from epreuves_kit.exam.enrol import EnrolledCandidate
    from epreuves_kit.jury.carried import Carried


class ResultsParameters(Parameters, frozen=True):
    """Nothing is asked."""


@operation(
    "acquis",
    label="Écrire les acquis de la session",
    title="Acquis de la session",
    accept="Remplacer le fichier",
    sure=REPLACE,
)
def results(doing: Doing, asked: ResultsParameters) -> Outcome:
    """Écrire dans un fichier signé les compétences que les procès-verbaux de la session accordent, pour une session suivante.

    Code de sortie : 2 si aucun procès-verbal numéroté n'est écrit, ou si rien n'est accordé.
    """
    from epreuves_kit.exam import carrying
    from epreuves_kit.exam.awards import signing
    from epreuves_kit.exam.enrol import candidates
    from epreuves_kit.exports import making
    from epreuves_kit.jury import carried
    from epreuves_kit.variants import session

    course = doing.course
    doing.progress("Lecture des procès-verbaux", 0, 0)
    with jury_record(course) as (record, rules):
        minutes = record.minutes()
    if not minutes:
        raise KitError(
            f"Aucun procès-verbal numéroté n'est écrit : les acquis sont ceux qu'il accorde ({remedy('jury pv')})."
        )
    name = session.read(course.root).name
    earlier = dict(carried.read(course.root, rules.referentiel).items())
    made = carrying.granted(rules.referentiel, name, minutes, candidates(course, rules), earlier)
    if not made.holders:
        raise KitError("Aucune compétence n'est accordée : il n'y a rien à reprendre dans une autre session.")
    path = Path(EXPORTS, "acquis.json")
    place = doing.place(path)
    key = signing.made_key(course.root)
    making.write({place.name: carrying.signed(key, made)}, place.parent)
    many = sum(len(holder.granted) for holder in made.holders)
    return Outcome(
        (
            f"{counted(many, 'compétence accordée')}, de {counted(len(made.holders), 'candidat')}, d'après le procès-verbal n° {minutes[-1].number} du {day(minutes[-1].day)}.",
            f"Empreinte de la clé qui signe : {signing.fingerprint(key)}. Donnez-la avec le fichier, par un autre chemin : la session qui le prend la montre.",
        ),
        (),
        (path.as_posix(),),
    )


class TakeResultsParameters(Parameters, frozen=True):
    """The file."""

    file: Annotated[
        Path,
        Parameter(
            "Le fichier acquis.json d'une autre session.",
            "Fichier des acquis (acquis.json)",
            metavar="FICHIER",
            kind="file",
            accept=(".json",),
            refusal="n'est pas un fichier d'acquis : choisissez acquis.json.",
        ),
    ]


@operation(
    "acquis prendre",
    label="Prendre les acquis d'une autre session",
    title="Acquis d'une autre session",
    accept="Prendre ces acquis",
    sure=SURE,
    sealed=True,
)
def take(doing: Doing, asked: TakeResultsParameters) -> Outcome:
    """Prendre les compétences qu'une session précédente a accordées : ces candidats ne repassent que ce qui leur manque.

    Écrites dans acquis.csv. Qui n'est pas inscrit ici est dit. Code de sortie : 2 si le fichier a été modifié, ou si personne ne confirme.
    """
    from epreuves_kit.course import files
    from epreuves_kit.exam import carrying
    from epreuves_kit.exam.awards import signing
    from epreuves_kit.exam.enrol import candidates
    from epreuves_kit.jury import carried
    from epreuves_kit.variants import session

    course = doing.course
    doing.progress("Lecture des acquis", 0, 0)
    with jury_record(course) as (_, rules):
        pass
    official = rules.referentiel
    path = doing.here / asked.file
    try:
        with path.open("rb") as file:
            data = file.read(carrying.MOST + 1)
    except OSError as error:
        raise KitError(f"« {path.name} » ne s'ouvre pas ({error.strerror or error}).") from None
    given, fingerprint = carrying.taken(data, official)
    own_key = signing.key(course.root)
    if (
        own_key is not None
        and fingerprint == signing.fingerprint(own_key)
        and given.session == session.read(course.root).name
    ):
        raise KitError(
            "Ce fichier est celui des acquis de cette session : prenez celui que donne une session précédente."
        )
    codes = {competence.code for competence in official.competences}
    enrolled = list(candidates(course, rules))
    now = {who: dict(own) for who, own in carried.read(course.root, official).items()}
    whole: list[str] = []
    strangers: list[str] = []
    for holder in given.holders:
        person = _person(holder, enrolled)
        if person is None:
            strangers.append(f"{holder.first_name} {holder.surname}".strip() or holder.id)
            continue
        whole.append(person.name)
        own = now.setdefault(person.id, {})
        for code, brought in _carried(holder):
            if code in codes:
                own[code] = brought
    if not whole:
        raise KitError(
            f"Aucun des {counted(len(given.holders), 'titulaire')} de ce fichier n'est inscrit ici : prenez d'abord la liste de l'école ({remedy('candidats import', 'LISTE.xlsx')})."
        )
    look = [
        f"Empreinte de la clé qui signe ce fichier : {fingerprint}. Comparez-la à celle que la session « {given.session} » a donnée."
    ]
    if strangers:
        are = "n'est pas inscrit" if len(strangers) == 1 else "ne sont pas inscrits"
        look.append(
            f"{counted(len(strangers), 'titulaire')} {are} ici, et {plural(len(strangers), 'laissé')} de côté : {some(strangers)}."
        )
    doing.confirm(
        f"Prendre les acquis de la session « {given.session} », de {given.certifier}, pour {some(whole)} ?", look
    )
    lines = [(who, brought) for who, own in sorted(now.items()) for brought in own.values()]
    files.put(course.root / carried.FILE, carried.content(lines))
    free = sorted(
        {
            epreuve.id.partition("_")[0].upper()
            for epreuve in official.held(course.held())
            if carried.all_of(course.root, official, epreuve.id)
        }
    )
    sentences = [
        f"Les acquis de {counted(len(whole), 'candidat')} sont pris : le jury ne décide plus que de ce qui leur manque."
    ]
    if free:
        sentences.append(f"Qui a toutes les compétences d'une épreuve n'y est plus attendu : {listed(free)}.")
    return Outcome(tuple(sentences), tuple(look[1:]))


def _person(holder: CarriedResults, enrolled: Iterable[EnrolledCandidate]) -> EnrolledCandidate | None:
    """Somebody who is enrolled here: by identifier and name or, where that changed, by address and name; a name alone may be another's."""
    from epreuves_kit.exam.school_list import bare

    def same_name(person: EnrolledCandidate) -> bool:
        return {*bare(f"{person.first_name} {person.surname}").split()} == {
            *bare(f"{holder.first_name} {holder.surname}").split()
        }

    for person in enrolled:
        by_id = person.id.casefold() == holder.id.casefold()
        by_address = bool(holder.email) and person.email.casefold() == holder.email.casefold()
        if (by_id or by_address) and same_name(person):
            return person
    return None


def _carried(holder: CarriedResults) -> Iterable[tuple[str, Carried]]:
    from epreuves_kit.jury.carried import Carried, share

    for own in holder.granted:
        yield own.competence, Carried(own.competence, share(own.share), own.session, own.minutes, own.day)
