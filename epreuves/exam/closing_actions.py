"""The persons certified, told to the Caisse des Dépôts."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from epreuves.course.folders import Course
from epreuves.exam.asking import (
    ASIDE,
    TOLD,
    ActionProgress,
    Asked,
    Outcome,
    given,
)
from epreuves.wording.errors import KitError
from epreuves.wording.french import counted, listed

if TYPE_CHECKING:
    from epreuves.exports.certified.transmissions import Transmissions
    from epreuves.exports.certified.transmitting import Certified
    from epreuves.jury.record import JuryRecord
    from epreuves.rules.jury_rules import JuryRules


def lay_holders_model(course: Course, asked: Asked, progress: ActionProgress) -> Outcome:
    """Write the list of persons to transmit, or the lines that it lacks, to be filled."""
    from epreuves.exports.certified import holders, transmitting

    progress("Liste des titulaires", 0, 0)
    with _transmissions(course) as (record, _, _, known, waiting):
        path, added = transmitting.lay_model(record, known)
    said = f"{counted(added, 'ligne')} de plus, à remplir d'après l'état civil." if added else "il n'y manque personne."
    return Outcome((f"La liste des titulaires, {holders.FILE} : {said}",), _undecided(waiting), (path.name,))


def take_holders(course: Course, asked: Asked, progress: ActionProgress) -> Outcome:
    """Put the filled list of persons in its place, once it is read whole; the one that was there goes aside."""
    from epreuves.exports.certified import holders, transmissions

    progress("Lecture de la liste", 0, 0)
    path, place = given(course.root, asked.value("list")), course.root / holders.FILE
    with transmissions.alone(course.root):
        content = path.read_bytes()
        lines = holders.parse(content)
        if place.exists() and place.read_bytes() != content:
            aside = course.root / ASIDE
            aside.mkdir(parents=True, exist_ok=True)
            names = (aside / f"{place.stem}-{rank}{place.suffix}" for rank in range(1, 100_000))
            place.rename(next(one for one in names if not one.exists()))
        transmissions.put(place, content)
    path.unlink(missing_ok=True)
    return Outcome((f"{counted(len(lines), 'titulaire')} dans la liste.",))


def transmit(course: Course, asked: Asked, progress: ActionProgress) -> Outcome:
    """Write the flow of those certified who are still to be transmitted."""
    from epreuves.exports.certified import flow, transmitting
    from epreuves.jury import minutes

    progress("Écriture du flux", 0, 0)
    if not asked.value("date"):
        raise KitError("Donnez la date de la délibération, d'où la certification vaut.")
    with _transmissions(course) as (record, rules, kept, known, waiting):
        without = [one.strip() for one in asked.value("without").split(",") if one.strip()]
        made = transmitting.prepare(record, kept, known, minutes.date(asked.value("date")), flow.stamp(""), (), without)
        path, kept = transmitting.keep(course.root, kept, made)
        transmitting.lay_list(course.root, transmitting.certified(record, rules, kept)[0])
    many = counted(len(made.holders), "personne")
    return Outcome(
        (
            f"{many} dans ce flux, à déposer dans l'espace des certificateurs de la Caisse des Dépôts.",
            "Sa réponse se prend ici, avec « Prendre une réponse ».",
        ),
        (*made.warnings, *_undecided(waiting))[:TOLD],
        (path.relative_to(course.root).as_posix(),),
    )


def take_receipt(course: Course, asked: Asked, progress: ActionProgress) -> Outcome:
    """Take what the Caisse des Dépôts answers."""
    from epreuves.exports.certified import transmissions, transmitting

    progress("Lecture de la réponse", 0, 0)
    path = given(course.root, asked.value("list"))
    with _transmissions(course) as (record, rules, kept, _, _):
        kept = transmitting.take(course.root, kept, [path])
        transmissions.write(course.root, kept)
        known, _ = transmitting.certified(record, rules, kept)
        written = transmitting.lay_list(course.root, known)
    path.unlink(missing_ok=True)
    state = transmissions.PassageState
    refused = [f"{one.name} : refusé ({one.standing.reason})." for one in known if one.standing.state is state.REFUSED]
    accepted = sum(one.standing.state is state.ACCEPTED for one in known)
    said = [counted(accepted, "passage accepté"), *([counted(len(refused), "passage refusé")] if refused else [])]
    return Outcome((f"{listed(said)}.",), tuple(refused[:TOLD]), (written.relative_to(course.root).as_posix(),))


@contextlib.contextmanager
def _transmissions(course: Course) -> Iterator[tuple[JuryRecord, JuryRules, Transmissions, list[Certified], int]]:
    """The jury's record and rules, what was transmitted, who is certified, and how many the jury has not decided of; for one at a time."""
    from epreuves.exports.certified import transmissions, transmitting
    from epreuves.jury.record import JuryRecord
    from epreuves.rules import jury_rules

    rules = jury_rules.read(course.root)
    with JuryRecord(course.root) as record, transmissions.alone(course.root):
        kept = transmissions.read(course.root)
        yield record, rules, kept, *transmitting.certified(record, rules, kept)


def _undecided(waiting: int) -> tuple[str, ...]:
    many = counted(waiting, "candidat")
    return (f"{many} à compléter : le jury n'en a pas décidé, rien n'en est transmis.",) if waiting else ()
