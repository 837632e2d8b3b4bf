"""The persons whom the jury certified, told to the Caisse des Dépôts: the flows written, the receipts that come back, where everybody stands."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from epreuves_kit.exam.extending import answers
from epreuves_kit.variants.identity import ByCandidate

if TYPE_CHECKING:
    import datetime

    from epreuves_kit.course.folders import Course
    from epreuves_kit.exam.afterwards import Afterwards, Owed
    from epreuves_kit.jury.record import JuryRecord
    from epreuves_kit.rules.jury_rules import JuryRules


@answers
def operations() -> dict[str, tuple[str, ...]]:
    """One operation."""
    return {f"{__name__}.operation": ("export cdc",)}


@answers
def buttons() -> tuple[str, ...]:
    """Its steps."""
    return tuple(f"export cdc --{step}" for step in ("client", "modele", "titulaires", "date", "retour", "abandonner"))


@answers
def page_part(course: Course, after: Afterwards, today: datetime.date) -> Any:
    """The part of the page where it is done."""
    from epreuves_kit.extensions.cdc import page

    return page.part(course, after, today)


@answers
def owed(course: Course, record: JuryRecord, rules: JuryRules) -> Owed | None:
    """The persons still to be transmitted; None where the course does not say who transmits."""
    from epreuves.wording.remedies import command
    from epreuves_kit.exam.afterwards import Owed
    from epreuves_kit.extensions.cdc import depositor, transmitting

    if not (course.root / depositor.FILE).exists():
        return None
    if not (sentence := transmitting.still_due(record, rules)):
        return None
    return Owed(sentence, command("export cdc"), "cdc", "Aller à la Caisse des Dépôts")


@answers
def personal_folders() -> tuple[str, ...]:
    """The flows and the receipts."""
    from epreuves_kit.extensions.cdc import transmissions

    return (transmissions.FOLDER,)


@answers
def personal_lists() -> tuple[str, ...]:
    """The civil identities."""
    from epreuves_kit.extensions.cdc import holders

    return (holders.FILE,)


@answers
def own_lines(course: Course, candidate: str) -> list[tuple[str, str, str]]:
    """The lines on their certification at the Caisse des Dépôts."""
    from epreuves_kit.extensions.cdc import transmissions

    standing = transmissions.standing(transmissions.read(course.root)).get(candidate)
    if standing is None:
        return []
    return [
        ("Caisse des Dépôts", "identifiant technique", standing.id),
        ("Caisse des Dépôts", "état", standing.state.value),
    ]


@answers
def transmitted(course: Course) -> ByCandidate[tuple[str, str]]:
    """The flow's day and the passage's number."""
    from epreuves_kit.extensions.cdc import transmissions

    flows = [flow for flow in transmissions.read(course.root).flows if not flow.abandoned]
    return ByCandidate((passage.candidate, (flow.day, passage.id)) for flow in flows for passage in flow.passages)


@answers
def lost_by_erasing(course: Course) -> list[str]:
    """The persons of whom nothing was accepted."""
    from epreuves.wording.french import counted
    from epreuves_kit.extensions.cdc import transmissions

    everybody = transmissions.standing(transmissions.read(course.root)).values()
    left = [passage for passage in everybody if passage.state is not transmissions.PassageState.ACCEPTED]
    if not left:
        return []
    return [
        f"{transmissions.FOLDER}/ : {counted(len(left), 'personne certifiée')} sans accord de la Caisse des Dépôts ; on ne pourra plus les transmettre d'ici."
    ]


@answers
def births(root: Path) -> ByCandidate[str]:
    """Those of the list of civil identities."""
    from epreuves_kit.extensions.cdc import holders

    return ByCandidate((who, holders.born(line)) for who, line in holders.read(root).items())
