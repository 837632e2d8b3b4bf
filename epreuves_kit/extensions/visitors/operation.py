"""Links for who has no account: given for a day, seen, taken back."""

from __future__ import annotations

import datetime
import http.client
import re
import urllib.error
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from epreuves.wording.french import counted, listed, moment, plural, short_day, week_day
from epreuves.wording.remedies import remedy
from epreuves_kit.exam.asking import EXPORTS, Outcome, OutcomeTable
from epreuves_kit.operations.declared import REPLACE, Doing, Parameter, Parameters, among, operation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from epreuves_kit.course.folders import Course
    from epreuves_kit.extensions.visitors.passes import VisitorPass

_ORAL, _TRIAL = "oral", "essai"
#: Seconds in which an address answers, or does not.
_PATIENCE = 2
_WRITER = "Qui donne ou retire l'accès ; le registre du jury garde ce nom. Le nom de votre compte par défaut."


def orals(course: Course, epreuve: str) -> Iterator[tuple[str, str]]:
    """The épreuves that have an oral or trials, as a choice; the grand oral once."""
    from epreuves_kit.authoring.oral import GRAND_ORAL
    from epreuves_kit.referentiel.model import Oral
    from epreuves_kit.referentiel.reading import referentiel

    official = referentiel(course.root)
    held = official.held(course.held())
    for entry in held:
        if entry.oral in (Oral.COLLECTIVE, Oral.INDIVIDUAL) or entry.draw is not None:
            yield entry.id, entry.heading
    if any(entry.oral is Oral.GRAND_ORAL for entry in held):
        yield GRAND_ORAL, "Grand oral"


class PassesParameters(Parameters, frozen=True):
    """Nothing."""


class PassParameters(Parameters, frozen=True):
    """The person, the oral, the day, the panel."""

    holder: Annotated[
        str,
        Parameter(
            "Le juré, prénom et nom, tel que le jury de la session l'a ; avec --essais, le nom et le métier du professionnel (« Léo Paul, acheteur »).",
            "Juré·e ou, pour des essais, nom et métier du professionnel",
            metavar="NOM",
        ),
    ]
    about: Annotated[
        str,
        Parameter(
            "L'épreuve dont c'est l'oral, par son identifiant ou son numéro (e06) ; « grand-oral » pour le grand oral.",
            "Épreuve",
            flag="--epreuve",
            metavar="ID",
            kind="choice",
            options=orals,
        ),
    ]
    day: Annotated[
        datetime.date | None,
        Parameter(
            "Le jour où le lien ouvre, et lui seul ; aujourd'hui par défaut.",
            "Jour",
            flag="--jour",
            metavar="AAAA-MM-JJ",
            needed=True,
        ),
    ] = None
    panel: Annotated[
        str,
        Parameter(
            "Le jury, tel que l'ordre de passage l'écrit, quand il y en a plusieurs ce jour-là ; avec --essais, le groupe dont il essaie les productions, tous par défaut.",
            "Jury ou, pour des essais, groupe (facultatif s'il n'y en a qu'un)",
            flag="--jury",
            metavar="JURY",
        ),
    ] = ""
    kind: Annotated[
        str,
        Parameter(
            label="Pour",
            kind="choice",
            options=among((_ORAL, "Entendre un oral"), (_TRIAL, "Essayer les productions du jeu sérieux")),
        ),
    ] = _ORAL
    trials: Annotated[
        bool, Parameter("Pour un professionnel qui essaie les productions du jeu sérieux.", flag="--essais")
    ] = False
    address: Annotated[
        str,
        Parameter(
            "L'adresse où l'on atteint le guichet (https://epreuves.ecole.example/services/guichet/) ; celle du dernier accès par défaut.",
            "Adresse du guichet",
            flag="--adresse",
            metavar="ADRESSE",
        ),
    ] = ""


@operation("acces", label="Voir les accès donnés", title="Accès donnés")
def shown(doing: Doing, asked: PassesParameters) -> Outcome:
    """Montrer les accès donnés : à qui, pour quel oral, quel jour, quand ils ont servi pour la dernière fois, lesquels sont retirés."""
    from epreuves_kit.extensions.visitors import passes
    from epreuves_kit.jury.record import JuryRecord

    doing.progress("Lecture des accès", 0, 0)
    course = doing.course
    with JuryRecord(course.root) as record:
        given = passes.every(record)
    if not given:
        return Outcome((f"Aucun accès n'est donné ({remedy('acces donner')}).",))
    table = OutcomeTable(HEAD, tuple(cells(course, held) for held in given), numbers=(0,))
    return Outcome((f"{counted(len(given), 'accès')} {plural(len(given), 'donné')}.",), tables=(table,))


#: The columns of a table of passes.
HEAD = ("N°", "Pour qui", "Quoi", "Jury", "Jour", "Dernier usage", "État")


def cells(course: Course, held: VisitorPass) -> tuple[str, ...]:
    """A pass as a line of a table."""
    from epreuves_kit.extensions.visitors import passes
    from epreuves_kit.variants import session

    given = held.given
    today = session.now(course.root).date()
    state = (
        "retiré" if held.withdrawn else "passé" if given.day < today else "ouvert" if given.day == today else "à venir"
    )
    used = "jamais" if held.used is None else moment(held.used.astimezone(session.zone_of(course.root)))
    what = f"{passes.title(course, given.epreuve)}{' (essais)' if given.kind == _TRIAL else ''}"
    return str(held.number), given.holder, what, given.panel or "tous", short_day(given.day), used, state


@operation(
    "acces donner",
    label="Donner un accès",
    title="Accès donné",
    accept="Remplacer la page à donner",
    sure=REPLACE,
    author=_WRITER,
)
def give(doing: Doing, asked: PassParameters) -> Outcome:
    """Donner à un juré, ou à un professionnel, un lien qui ouvre sans compte les fiches d'un oral, d'un jury, pour un jour.

    Le lien n'est dit qu'une fois, ici et dans une page à imprimer ou à envoyer, avec son code QR ; le registre du jury n'en garde qu'une empreinte. Un lien donné de nouveau pour la même
    chose remplace le précédent. Code de sortie : 0 s'il est donné, 2 s'il n'ouvrirait rien.
    """
    from epreuves_kit.course import letterhead as letterheads
    from epreuves_kit.exports import making
    from epreuves_kit.extensions.visitors import paper, passes
    from epreuves_kit.jury.record import JuryRecord
    from epreuves_kit.variants import session

    doing.progress("Ouverture de l'accès", 0, 0)
    course = doing.course
    today = session.now(course.root).date()
    day = asked.day or today
    stem = re.sub(r"[^\w-]+", "-", f"acces-{asked.holder.partition(',')[0]}-{day.isoformat()}".casefold()).strip("-")
    path = Path(EXPORTS, f"{stem}.pdf")
    place = doing.place(path)
    with JuryRecord(course.root) as record:
        held, link, replaced = passes.give(
            record,
            doing.author,
            asked.holder,
            asked.about,
            day,
            asked.panel,
            asked.trials or asked.kind == _TRIAL,
            asked.address,
        )
    content = paper.composed(course, letterheads.read(course.root), held, link, today)
    making.write({place.name: content}, place.parent)
    given = held.given
    sentences = [
        f"Accès n° {held.number}, pour {given.holder} : {passes.title(course, given.epreuve)}{f', {given.panel}' if given.panel else ''}, le {week_day(given.day)} seulement.",
        f"Le lien, qui n'est dit qu'ici et dans la page à donner : {link}",
    ]
    if replaced:
        which = listed(f"n° {other.number}" for other in replaced)
        sentences.append(f"Il remplace l'accès {which}, qui n'ouvre plus rien.")
    look = []
    if given.address == passes.ADDRESS:
        look.append(
            "Cette adresse n'ouvre que sur cette machine : si le juré vient d'ailleurs, dites celle où l'on atteint le guichet."
        )
    elif given.address.startswith("http://"):
        look.append("Cette adresse n'est pas en https : qui écoute le réseau lirait ce qui y passe.")
    if not _answers(given.address):
        look.append(
            "Rien ne répond à cette adresse : le guichet n'est pas ouvert, et le lien n'ouvrira rien avant. Demandez à qui tient la machine de l'ouvrir."
        )
    return Outcome(tuple(sentences), tuple(look), files=(path.as_posix(),))


def _answers(address: str) -> bool:
    """True if something answers at an address, whatever it says."""
    try:
        with urllib.request.urlopen(address, timeout=_PATIENCE):
            return True
    except urllib.error.HTTPError:  # the desk's own refusal of who has no link
        return True
    except (OSError, ValueError, http.client.HTTPException):
        return False


class WithdrawalParameters(Parameters, frozen=True):
    """The pass's number."""

    number: Annotated[int, Parameter("Le numéro de l'accès.", "Numéro de l'accès", metavar="N", minimum=1)]


@operation("acces retirer", label="Retirer un accès", title="Accès retiré", author=_WRITER)
def withdraw(doing: Doing, asked: WithdrawalParameters) -> Outcome:
    """Retirer un accès : son lien, et la page déjà ouverte, n'ouvrent plus rien aussitôt ; ce qui y a été donné reste au registre."""
    from epreuves_kit.extensions.visitors import passes
    from epreuves_kit.jury.record import JuryRecord

    doing.progress("Retrait de l'accès", 0, 0)
    with JuryRecord(doing.course.root) as record:
        held = passes.withdraw(record, doing.author, asked.number)
    return Outcome((f"L'accès n° {held.number}, pour {held.given.holder}, est retiré : il n'ouvre plus rien.",))
