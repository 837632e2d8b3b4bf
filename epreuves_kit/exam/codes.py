"""The codes of a session's candidates, for their convocations and the room; and an épreuve's sitting as it is given out, with those codes."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from epreuves.referentiel.spelling import EpreuveId
from epreuves.variants.codes import code_digest, code_of
from epreuves.variants.published import PUBLISHED_FILE, publish
from epreuves.wording.errors import KitError
from epreuves.wording.time_left import SittingHours
from epreuves_kit.course import files, timetable
from epreuves_kit.course.folders import Course
from epreuves_kit.course.sitting import with_sitting
from epreuves_kit.exam.enrol import EnrolledCandidate, candidates
from epreuves_kit.exam.expected import due
from epreuves_kit.rules import jury_rules
from epreuves_kit.variants import session

_GIVEN = (
    "Chacun commence avec son code : il est dans les horaires, pour qui surveille, et à écrire sur les convocations. Qui s'inscrit ensuite "
    "n'en a un qu'après une nouvelle distribution."
)


def codes(course: Course, enrolled: Iterable[EnrolledCandidate] | None = None) -> dict[str, str]:
    """Each enrolled candidate's code, by identifier; empty where the session gives none. enrolled: where they are read already. Raises KitError."""
    pair = session.written(course.root)
    if pair is None or pair[0].codes == "non":
        return {}
    if enrolled is None:
        enrolled = candidates(course, jury_rules.read(course.root))
    given = {candidate.id: code_of(pair[0].key, candidate.id) for candidate in enrolled}
    if not given:
        raise KitError(
            f"{session.FILE}, champ « codes » : personne n'est inscrit, aucun code ne peut être donné. Prenez d'abord la liste de l'école, "
            "ou écrivez « codes: non »."
        )
    return given


def lay(course: Course, epreuve: EpreuveId) -> str:
    """Write the rules of the sitting as they are now, and who may begin with which code, into what is about to be given out.

    Gives what is to be said of it, empty for nothing. Raises Faults, KitError.
    """
    before = session.published(course.root, epreuve)
    if before is None:
        return ""  # an ordinary assignment, or one that is yet to be built
    is_due = due(course.root, epreuve)
    given = {who: code for who, code in codes(course).items() if is_due(who)}
    now, dates = with_sitting(course, before), timetable.read(course)
    sitting, digests = dates.sittings.get(epreuve), dict[str, SittingHours | None]()
    for who, code in given.items():
        own = None if sitting is None else SittingHours(sitting.begins, dates.end(epreuve, who))
        digests[code_digest(before.key, epreuve, who, code)] = own
    # In the order of digests, which does not say whose is whose.
    rules = msgspec.structs.replace(now.sitting, codes=dict(sorted(digests.items())))
    path = course.folder("source", ".", epreuve) / PUBLISHED_FILE
    files.put(path, publish(msgspec.structs.replace(now, sitting=rules)))
    return _GIVEN if given else ""
