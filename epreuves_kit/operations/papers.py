"""Papers of a session before its épreuves: the letterhead that they bear, convocations, attendance sheets, labels."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec

from epreuves.wording.errors import KitError
from epreuves.wording.french import counted, listed
from epreuves.wording.remedies import remedy
from epreuves_kit.exam.asking import EXPORTS, Outcome
from epreuves_kit.operations.declared import REPLACE, Doing, Epreuves, Parameter, Parameters, Variation, operation
from epreuves_kit.referentiel.model import called

if TYPE_CHECKING:
    from epreuves_kit.course.folders import Course
    from epreuves_kit.course.letterhead import Letterhead
    from epreuves_kit.course.timetable import Sitting
    from epreuves_kit.exam.hours import SeatHours
    from epreuves_kit.exam.papers.convocations import Summons


class LetterheadParameters(Parameters, frozen=True):
    """The letterhead; what is left out stays as it is, and what is given empty goes."""

    name: Annotated[
        str | None, Parameter("Nom de l'école.", "Nom de l'école", flag="--nom", metavar="TEXTE", optional=True)
    ] = None
    address: Annotated[
        str | None,
        Parameter(
            "Adresse ; une ligne après l'autre, séparées par des points-virgules.",
            "Adresse (plusieurs lignes)",
            flag="--adresse",
            metavar="TEXTE",
            kind="long",
            optional=True,
        ),
    ] = None
    contact: Annotated[
        str | None,
        Parameter(
            "Adresse de courriel et téléphone.",
            "Courriel et téléphone",
            flag="--contact",
            metavar="TEXTE",
            optional=True,
        ),
    ] = None
    signatory: Annotated[
        str | None,
        Parameter(
            "Qui signe les convocations, avec sa fonction.",
            "Qui signe (nom, fonction)",
            flag="--signataire",
            metavar="TEXTE",
            optional=True,
        ),
    ] = None
    bring: Annotated[
        str | None,
        Parameter(
            "Ce que les candidats apportent, comme suite de « Apportez ».",
            "À apporter (« Apportez… »)",
            flag="--apporter",
            metavar="TEXTE",
            optional=True,
        ),
    ] = None
    logo: Annotated[
        Path | None,
        Parameter(
            "Logo, en PNG ou en SVG.",
            "Logo",
            flag="--logo",
            metavar="FICHIER",
            kind="file",
            accept=(".png", ".svg"),
            refusal="n'est pas un logo : choisissez une image .png ou .svg.",
        ),
    ] = None
    plain: Annotated[bool, Parameter("Ôter le logo.", "Ôter le logo", flag="--sans-logo")] = False


@operation(
    "entete",
    label="Écrire l'en-tête",
    title="En-tête des papiers",
    variations=(Variation("--logo", "Donner le logo", "Logo de l'école", ("logo",)),),
    fields=("name", "address", "contact", "signatory", "bring", "plain"),
)
def letterhead(doing: Doing, asked: LetterheadParameters) -> Outcome:
    """Montrer ou écrire l'en-tête des papiers de l'école : nom, adresse, qui signe, ce que l'on apporte, logo.

    Ce que l'on ne donne pas reste comme il est ; un texte vide l'ôte. Code de sortie : 0 si l'en-tête est écrit ou montré, 2 si le logo
    ne se lit pas, ou si entete.yaml est fautif.
    """
    from epreuves_kit.course import letterhead as letterheads

    root = doing.course.root
    doing.progress("Lecture de l'en-tête", 0, 0)
    before = letterheads.read(root)
    given = {
        name: value.strip()
        for name in ("name", "contact", "signatory", "bring")
        if (value := getattr(asked, name)) is not None
    }
    if asked.address is not None:
        given["address"] = "\n".join(line.strip() for line in asked.address.replace(";", "\n").splitlines())
    picture = b""
    if asked.logo is not None:
        given["logo"], picture = letterheads.given_logo(doing.here / asked.logo)
    elif asked.plain:
        given["logo"] = ""
    after = letterheads.checked(msgspec.structs.replace(before, **given))
    if after == before and not picture:
        return Outcome(_told(after))
    letterheads.write(root, after, picture)
    return Outcome(("L'en-tête est écrit.", *_told(after)))


def _told(letterhead: Letterhead) -> tuple[str, ...]:
    lines = [
        ("École", letterhead.name),
        ("Adresse", ", ".join(letterhead.lines)),
        ("Contact", letterhead.contact),
        ("Signature", letterhead.signatory),
        ("À apporter", letterhead.brought),
        ("Logo", letterhead.logo),
    ]
    return tuple(f"{title} : {text or '—'}" for title, text in lines)


class ConvocationParameters(Parameters, frozen=True):
    """The épreuves and candidates; True for a file each."""

    epreuves: Epreuves = ()
    candidates: Annotated[
        tuple[str, ...], Parameter("Seulement ce candidat (option répétable).", flag="--candidat", metavar="ID")
    ] = ()
    each: Annotated[
        bool,
        Parameter(
            "Un fichier par personne, dans une archive.",
            "Un fichier par personne, dans une archive",
            flag="--un-par-personne",
        ),
    ] = False


@operation(
    "convocations", label="Écrire les convocations", title="Convocations", accept="Remplacer le fichier", sure=REPLACE
)
def convocations(doing: Doing, asked: ConvocationParameters) -> Outcome:
    """Écrire les convocations : à chacun ses jours, ses heures et ses lieux, ce qu'il apporte, ce qui est permis, son code.

    Un PDF accessible pour tous, une personne après l'autre, ou un par personne. Les heures sont celles de chacun, aménagement compris, sans
    en dire la raison. Code de sortie : 0 si elles sont écrites, 2 si les dates manquent ou ne se lisent pas, ou si personne n'est attendu.
    """
    from epreuves.variants.archive import packed
    from epreuves_kit.course import letterhead as letterheads
    from epreuves_kit.exam.enrol import candidates, chosen
    from epreuves_kit.exam.papers import convocations as papers
    from epreuves_kit.exports import making
    from epreuves_kit.grading.lateness import timetable_of
    from epreuves_kit.rules import jury_rules

    course = doing.course
    doing.progress("Lecture des dates et des aménagements", 0, 0)
    timetable = timetable_of(course)
    people = papers.called_to(course, timetable, course.meant(asked.epreuves) if asked.epreuves else ())
    if asked.candidates:
        of_each = {person.candidate.id: person for person in people}
        named = chosen(candidates(course, jury_rules.read(course.root)), asked.candidates)
        if away := [candidate.name for candidate in named if candidate.id not in of_each]:
            raise KitError(f"Aucune épreuve qui a une date n'attend {listed(away)}.")
        people = [of_each[candidate.id] for candidate in named]
    if not people:
        raise KitError(
            f"Personne n'est attendu aux épreuves qui ont une date : prenez d'abord la liste de l'école ({remedy('candidats import', 'LISTE.xlsx')})."
        )
    letterhead, at = letterheads.read(course.root), datetime.date.today()
    stem = f"convocations{f'-{called(asked.epreuves[0]).casefold()}' if len(asked.epreuves) == 1 else ''}"
    path = Path(EXPORTS, f"{stem}.zip" if asked.each else f"{stem}.pdf")
    place = doing.place(path)
    if asked.each:
        made = {}
        for rank, person in enumerate(people):
            doing.progress("Convocations", rank, len(people))
            made[f"convocation-{person.candidate.id}.pdf"] = papers.letter(course, letterhead, [person], timetable, at)
        content = packed(made)
    else:
        doing.progress("Composition", 0, 0)
        content = papers.letter(course, letterhead, people, timetable, at)
    making.write({place.name: content}, place.parent)
    return Outcome(
        (f"{counted(len(people), 'convocation')}, datées d'aujourd'hui.",),
        tuple(_lacks(course, letterhead.name, people)),
        (path.as_posix(),),
    )


def _lacks(course: Course, school: str, people: Iterable[Summons]) -> Iterable[str]:
    """The sentences on what a convocation says that should be looked at."""
    from epreuves_kit.exam import hours
    from epreuves_kit.variants import session

    if session.unnamed(course.root):
        yield f"La session s'appelle encore « {session.read(course.root).name} » : écrivez son nom ({remedy('session reglages', '--nom')})."
    if not school:
        yield f"L'école n'a pas de nom sur ces papiers : écrivez son en-tête ({remedy('entete')})."
    nowhere = sorted({sitting.epreuve for person in people for sitting, seat in person.seats if not seat.place})
    if nowhere:
        yield f"Aucun lieu n'est dit pour {listed(called(id) for id in nowhere)} : donnez-le ({remedy('session date', nowhere[0])})."
    names = {person.candidate.id: person.name for person in people}
    yield from hours.clashes(((sitting.epreuve, seat) for person in people for sitting, seat in person.seats), names)


class RoomParameters(Parameters, frozen=True):
    """The épreuves; all that have a date where none is named."""

    epreuves: Epreuves = ()
    every: Annotated[bool, Parameter(label="Toutes les épreuves qui ont une date")] = False


@operation(
    "emargement",
    label="Écrire les feuilles d'émargement",
    title="Feuilles d'émargement",
    accept="Remplacer le fichier",
    sure=REPLACE,
)
def attendance(doing: Doing, asked: RoomParameters) -> Outcome:
    """Écrire les feuilles d'émargement : par salle et par demi-journée, qui est attendu, et de quoi signer.

    Un PDF accessible, une feuille par salle. Une épreuve qui dure plusieurs jours n'en a pas. Code de sortie : 0 si elles sont écrites, 2 si
    les dates manquent ou ne se lisent pas, ou si personne n'est attendu.
    """
    from epreuves_kit.course import letterhead as letterheads
    from epreuves_kit.exam.papers import attendance as papers
    from epreuves_kit.exports import making

    course = doing.course
    held, longer = _in_rooms(doing, asked)
    ids = [sitting.epreuve for sitting, _ in held]
    path = Path(EXPORTS, f"emargement{f'-{called(ids[0]).casefold()}' if len(ids) == 1 else ''}.pdf")
    place = doing.place(path)
    doing.progress("Composition", 0, 0)
    content = papers.sheet(course, letterheads.read(course.root), held, datetime.date.today())
    making.write({place.name: content}, place.parent)
    sheets = sum(len(papers.rooms(people)) for _, people in held)
    sentences = [f"{counted(sheets, 'feuille')}, pour {listed(map(called, ids))}."]
    if longer:
        sentences.append(f"{listed(longer)} : pas de feuille, l'épreuve dure plusieurs jours.")
    return Outcome(tuple(sentences), files=(path.as_posix(),))


@operation(
    "etiquettes",
    label="Écrire les étiquettes",
    title="Étiquettes de table",
    accept="Remplacer le fichier",
    sure=REPLACE,
)
def labels(doing: Doing, asked: RoomParameters) -> Outcome:
    """Écrire les étiquettes à coller sur les tables : nom, épreuve, salle, heure, et le code pour commencer.

    Un PDF accessible, vingt-quatre étiquettes de 70 × 37 mm par page, une salle après l'autre. Une épreuve qui dure plusieurs jours n'en a
    pas. Code de sortie : 0 si elles sont écrites, 2 si les dates manquent ou ne se lisent pas, ou si personne n'est attendu.
    """
    from epreuves_kit.course import letterhead as letterheads
    from epreuves_kit.exam.papers import labels as papers
    from epreuves_kit.exports import making

    course = doing.course
    held, longer = _in_rooms(doing, asked)
    ids = [sitting.epreuve for sitting, _ in held]
    path = Path(EXPORTS, f"etiquettes{f'-{called(ids[0]).casefold()}' if len(ids) == 1 else ''}.pdf")
    place = doing.place(path)
    doing.progress("Composition", 0, 0)
    content = papers.labels(course, letterheads.read(course.root), held, datetime.date.today())
    making.write({place.name: content}, place.parent)
    sentences = [f"{counted(sum(len(people) for _, people in held), 'étiquette')}, pour {listed(map(called, ids))}."]
    if longer:
        sentences.append(f"{listed(longer)} : pas d'étiquette, l'épreuve dure plusieurs jours.")
    return Outcome(tuple(sentences), files=(path.as_posix(),))


def _in_rooms(doing: Doing, asked: RoomParameters) -> tuple[list[tuple[Sitting, list[SeatHours]]], list[str]]:
    """The sittings that people come to, with those expected; and the others, as people call them. Raises KitError where there is none."""
    from epreuves_kit.exam import hours
    from epreuves_kit.exam.enrol import told_apart
    from epreuves_kit.exam.papers import attendance as papers

    doing.progress("Lecture des dates et des aménagements", 0, 0)
    lists = hours.lists(doing.course, () if asked.every else asked.epreuves)
    held = [(sitting, people) for sitting, people in lists if people and papers.in_room(sitting)]
    if not held:
        raise KitError("Rien à écrire : personne n'est attendu à une épreuve qui se tient en un jour.")
    own = told_apart(seat.candidate for _, people in held for seat in people)
    held = [
        (sitting, [msgspec.structs.replace(seat, candidate=own[seat.candidate.id]) for seat in people])
        for sitting, people in held
    ]
    return held, [called(sitting.epreuve) for sitting, people in lists if people and not papers.in_room(sitting)]
