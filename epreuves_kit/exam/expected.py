"""Candidates expected at an épreuve: those who are enrolled, by the blocs that they ask for and not by the VAE, unless the jury wrote them absent or an earlier session granted them all of it; of several sujets, at their own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sqlalchemy import create_engine, inspect
from sqlalchemy.exc import DBAPIError

from epreuves.referentiel.spelling import EpreuveId
from epreuves.wording.errors import Faults, KitError
from epreuves_kit.course.folders import Course
from epreuves_kit.gradebook.rows import made
from epreuves_kit.gradebook.transactions import patient
from epreuves_kit.jury import carried, registrations
from epreuves_kit.jury.record import JuryRecord, Standing, stand
from epreuves_kit.jury.sujets import Sujets
from epreuves_kit.referentiel.codes import UnknownCode
from epreuves_kit.referentiel.reading import referentiel
from epreuves_kit.rubric.database import ACTS, address
from epreuves_kit.rules import jury_rules
from epreuves_kit.variants.identity import ByCandidate, Candidates


def due(root: Path, epreuve: EpreuveId) -> Callable[[str], bool]:
    """A predicate, True of a candidate who is expected at an épreuve; what is wrong in the files that say so is the jury's commands' to tell."""
    official = referentiel(root).known(epreuve)
    # Who sits which is the session's to say: what is wrong there is told.
    sujets = Sujets.read(Course(root), official) if official is not None and official.other_sujets else None
    within, asked = set[str](), ByCandidate[registrations.Registration]()
    try:
        rules = jury_rules.read(root)
        own = set(rules.referentiel.epreuve(epreuve).competences)
        asked = registrations.read(root, rules)
        within = {bloc.code for bloc in rules.blocs if own.intersection(bloc.competences)}
    except (UnknownCode, Faults):
        asked = ByCandidate()
    of_absence = epreuve if official is None else official.id
    away = Candidates(
        who for (of, who), absence in standing(root).absences.items() if of == of_absence and absence.where == "épreuve"
    )

    held = Candidates(() if official is None else carried.all_of(root, referentiel(root), official.id))

    def expected(candidate: str) -> bool:
        if candidate in held:
            return False
        own = registrations.of(asked, candidate)
        sits = not own.vae and (not within or any(map(own.asks, within)))
        return candidate not in away and sits and (sujets is None or sujets.sat(candidate) == epreuve)

    return expected


def standing(root: Path) -> Standing:
    """The jury's record as it stands; one that nobody has begun, or that cannot be read, says nothing, and is not begun here."""
    try:
        if not begun(root):
            return stand(())
        with JuryRecord(root) as record:
            return stand(record.entries())
    except (DBAPIError, KitError):
        return stand(())


def begun(root: Path) -> bool:
    """True if somebody has begun the jury's record; it is not begun here. Raises DBAPIError where the gradebook cannot be asked."""
    url = Course(root).db_url
    if not made(url, root):
        return False
    engine = create_engine(patient(address(url, root)))
    try:
        return bool(inspect(engine).has_table(ACTS.name))
    finally:
        engine.dispose()
