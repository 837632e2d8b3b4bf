"""The rules of an épreuve's sitting, as candidates get them with it: until when, and what help is allowed.

Read from `seance.yaml` (`dates`, `permis`) and, where it says nothing of an épreuve, from what its nature usually allows.
"""

from __future__ import annotations

import msgspec

from epreuves.answers.allowed import Allowed
from epreuves.referentiel.spelling import EpreuveId
from epreuves.variants.published import ExamSession, PublishedSitting
from epreuves.wording.errors import Faults
from epreuves.wording.french import listed
from epreuves.wording.time_left import SittingHours
from epreuves_kit.course import timetable
from epreuves_kit.course.folders import Course, epreuves, meant
from epreuves_kit.referentiel.reading import referentiel
from epreuves_kit.variants.session import FILE, WrittenSession, written
from epreuves_kit.wording.strict_yaml import YamlDocument


def with_sitting(course: Course, exam_session: ExamSession) -> ExamSession:
    """A session as it is released with its épreuve: with the rules of the sitting, its codes as they were. Raises Faults, KitError."""
    epreuve = exam_session.epreuve
    held = timetable.read(course).sittings.get(epreuve)
    hours = SittingHours(held.begins, held.ends) if held is not None else None
    allowed = permissions(course).get(epreuve, Allowed())
    rules = PublishedSitting(hours, allowed, exam_session.sitting.codes)
    return msgspec.structs.replace(exam_session, sitting=rules)


def permissions(course: Course) -> dict[EpreuveId, Allowed]:
    """The help allowed at each épreuve of a course, of which something is said. Raises Faults, KitError."""
    whole = referentiel(course.root)
    usual = {nature.id: nature.allowed for nature in whole.natures}
    by_nature = {id: usual.get(epreuve.nature, Allowed()) for epreuve in whole.epreuves for id in epreuve.sujets}
    pair = written(course.root)
    given = {} if pair is None else permissions_of(course, pair)
    own = {id: permitted.over(by_nature.get(id, Allowed())) for id, permitted in given.items()}
    return by_nature | own


def permissions_of(course: Course, pair: tuple[WrittenSession, YamlDocument]) -> dict[EpreuveId, Allowed]:
    """The permissions that a session as it is written gives, by épreuve. Raises Faults."""
    session, document = pair
    every = sorted({*epreuves(course.root), *course.sources()})
    permissions: dict[EpreuveId, Allowed] = {}
    faults = []
    for name, permitted in session.allowed.items():
        which = meant(name, every)
        if len(which) != 1 or which[0] in permissions:
            why = (
                f"désigne {listed(which)} ; écrivez l'identifiant entier"
                if len(which) > 1
                else f"désigne {which[0]}, déjà dit plus haut ; gardez l'un des deux"
                if which
                else f"n'est pas une épreuve du cours. Épreuves : {', '.join(every)}"
            )
            faults.append(
                f"{FILE}, ligne {document.line(['permis', name])}, champ « permis.{name} » : « {name} » {why}."
            )
        else:
            permissions[which[0]] = permitted
    if faults:
        raise Faults(*faults)
    return permissions
