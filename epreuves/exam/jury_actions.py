"""What the jury's secretary does of appeals."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from epreuves.course.folders import Course
from epreuves.exam.asking import ActionProgress, Asked, Outcome, given
from epreuves.gradebook.rows import known_people
from epreuves.wording.errors import KitError
from epreuves.wording.french import counted, listed, of

if TYPE_CHECKING:
    from epreuves.jury.record import JuryRecord
    from epreuves.rubric.register import Register
    from epreuves.rules.jury_rules import JuryRules

#: Before a criterion's code, in what is said of the levels that an answer to an appeal keeps.
LEVEL = "level:"


def receive_appeal(course: Course, asked: Asked, progress: ActionProgress) -> Outcome:
    """Keep an appeal, and say whether it came in time."""
    from epreuves.jury import appeals
    from epreuves.jury.appeal_letter import about
    from epreuves.jury.minutes import date

    progress("Écriture du recours", 0, 0)
    with _jury(course) as (record, rules):
        one = appeals.receive(
            record,
            rules,
            asked.author,
            asked.value("candidate"),
            asked.value("about"),
            date(asked.value("date")),
            asked.value("reason"),
        )
    said = (
        f"Recours n° {one.number} reçu, {of(known_people(course.db_url).named(one.received.candidate))}, {about(one)}."
    )
    if not one.time:
        look = (
            "La séance du jury ne dit pas jusqu'à quand on peut contester : rien ne dit si ce recours vient à temps.",
        )
        return Outcome((said,), look)
    return Outcome((said, one.time))


def entrust_appeal(course: Course, asked: Asked, progress: ActionProgress) -> Outcome:
    """Give an appeal's copies to two who had not judged them."""
    from epreuves.jury import appeals, second_round

    progress("Préparation du second tour", 0, 0)
    graders = asked.value("first"), asked.value("second")
    with _appeals(course) as (record, rules, register):
        one = appeals.entrust(record, register, rules, _number(asked), graders, asked.author)
        written = second_round.hand_out(record, register, rules, one)
    own = [
        f"Dans recours/{one.number}/correcteur-{rank}/, ce que l'on remet à {grader} : la copie sans nom, et la grille à remplir."
        for rank, grader in enumerate(graders, 1)
    ]
    files = tuple(path.relative_to(course.root).as_posix() for path in written)
    return Outcome((f"Le recours n° {one.number} est confié à {listed(graders)}.", *own), files=files)


def take_appeal(course: Course, asked: Asked, progress: ActionProgress) -> Outcome:
    """Take the grid that one of the two has filled."""
    from epreuves.jury import second_round

    progress("Lecture de la grille", 0, 0)
    path, grader = given(course.root, asked.value("list")), asked.value("grader")
    with _appeals(course) as (record, rules, register):
        epreuve, one = second_round.take(record, register, rules, _number(asked), grader, path)
    path.unlink(missing_ok=True)
    left = listed(f"{who} ({what})" for what, who in one.waiting)
    ended = f"Attendus encore : {left}." if left else "Le second tour est fini : le jury peut répondre."
    return Outcome((f"Recours n° {one.number}, {epreuve} : les niveaux de {grader} sont enregistrés.", ended))


def answer_appeal(course: Course, asked: Asked, progress: ActionProgress) -> Outcome:
    """Keep the jury's answer, have the levels that it grants count, and write the letter."""
    from epreuves.jury import appeal_letter, appeals
    from epreuves.jury.minutes import date

    progress("Écriture de la réponse", 0, 0)
    chosen = {
        name.removeprefix(LEVEL): int(value)
        for name, value in asked.values.items()
        if name.startswith(LEVEL) and value in ("0", "1", "2", "3")
    }
    with _appeals(course) as (record, rules, register):
        one, raised = appeals.answer(
            record,
            register,
            rules,
            _number(asked),
            asked.value("decision"),
            asked.value("reason"),
            asked.author,
            date(asked.value("date")),
            chosen,
        )
        path = appeal_letter.write(record, rules, one)
    assert one.answer is not None
    said = [f"Recours n° {one.number} : {one.answer.outcome}. La lettre est écrite : faites-la signer."]
    look = []
    if one.answer.outcome != "rejeté":
        many = counted(len(raised), "niveau")
        said.append(f"{many} de plus qu'avant." if raised else "Aucun niveau ne change.")
        look.append("Un procès-verbal rectificatif est à écrire, si la décision change quelque chose à un résultat.")
    return Outcome(tuple(said), tuple(look), (path.relative_to(course.root).as_posix(),))


def write_letter(course: Course, asked: Asked, progress: ActionProgress) -> Outcome:
    """Write the letter of an answered appeal again."""
    from epreuves.jury import appeal_letter
    from epreuves.jury.appeals import appeal

    progress("Écriture de la lettre", 0, 0)
    with _jury(course) as (record, rules):
        path = appeal_letter.write(record, rules, appeal(record, _number(asked)))
    return Outcome(
        ("La lettre est écrite de nouveau : faites-la signer.",), files=(path.relative_to(course.root).as_posix(),)
    )


def _number(asked: Asked) -> int:
    written = asked.value("number")
    if not written.isdecimal():
        raise KitError("Dites de quel recours il s'agit.")
    return int(written)


@contextlib.contextmanager
def _jury(course: Course) -> Iterator[tuple[JuryRecord, JuryRules]]:
    from epreuves.jury.record import JuryRecord
    from epreuves.rules import jury_rules

    rules = jury_rules.read(course.root)
    with JuryRecord(course.root) as record:
        yield record, rules


@contextlib.contextmanager
def _appeals(course: Course) -> Iterator[tuple[JuryRecord, JuryRules, Register]]:
    from epreuves.rubric.register import Register

    with _jury(course) as (record, rules), Register(course.root) as register:
        yield record, rules, register
