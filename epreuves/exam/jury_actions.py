"""What the jury's secretary does once copies are judged: the sitting, its decisions, its procès-verbaux, absences, make-ups, appeals."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from epreuves.course.folders import Course
from epreuves.exam.asking import ActionProgress, Asked, Outcome, Unconfirmed, given
from epreuves.gradebook.rows import known_people
from epreuves.wording.errors import KitError
from epreuves.wording.french import counted, day, listed, of

if TYPE_CHECKING:
    from epreuves.jury.record import JuryRecord
    from epreuves.rubric.register import Register
    from epreuves.rules.jury_rules import JuryRules

#: Before a criterion's code, in what is said of the levels that an answer to an appeal keeps.
LEVEL = "level:"
#: What says that the jury sat for a part of the session only.
_PARTIAL = "partial"


def sitting(course: Course, asked: Asked, progress: ActionProgress) -> Outcome:
    """Write down the jury's sitting; what is not said of it is kept as it was."""
    from epreuves.jury import deliberation
    from epreuves.rules import jury_rules

    progress("Écriture de la séance du jury", 0, 0)
    written = {name: asked.value(name) for name in deliberation.FIELDS if name in asked.values}
    found = deliberation.write(course.root, jury_rules.read(course.root).composition, written)
    return Outcome((deliberation.told(found),))


def decide(course: Course, asked: Asked, progress: ActionProgress) -> Outcome:
    """Keep a decision that the jury takes itself."""
    from epreuves.jury import session

    progress("Écriture de la décision", 0, 0)
    with _jury(course) as (record, rules):
        who = session.decide(
            record,
            rules,
            asked.author,
            asked.value("candidate"),
            asked.value("about"),
            asked.value("decision"),
            asked.value("reason"),
        )
        return Outcome(("La décision est gardée.", *_now(record, rules, who)))


def make_up(course: Course, asked: Asked, progress: ActionProgress) -> Outcome:
    """Keep the result of a make-up."""
    from epreuves.jury import session

    progress("Écriture du rattrapage", 0, 0)
    absent, note = bool(asked.value("absent")), asked.value("note")
    if absent == bool(note):
        raise KitError("Donnez la note, comme 12,5/20, ou dites que le candidat n'est pas venu.")
    with _jury(course) as (record, rules):
        who = session.makeup(
            record,
            rules,
            asked.author,
            asked.value("candidate"),
            asked.value("about"),
            note or None,
            None,
            absent,
            False,
            asked.value("reason"),
        )
        return Outcome(("Le rattrapage est gardé.", *_now(record, rules, who)))


def absence(course: Course, asked: Asked, progress: ActionProgress) -> Outcome:
    """Keep an absence at an épreuve."""
    from epreuves.jury import session

    progress("Écriture de l'absence", 0, 0)
    excused, who = asked.value("excused"), asked.value("candidate")
    if excused not in ("oui", "non"):
        raise KitError("Dites si l'absence est justifiée.")
    with _jury(course) as (record, rules):
        session.absent(
            record, rules, asked.author, who, asked.epreuve, excused == "oui", False, False, asked.value("reason")
        )
    return Outcome(
        (
            f"L'absence {of(known_people(course.db_url).named(who))} à {asked.epreuve} est écrite, {'justifiée' if excused == 'oui' else 'non justifiée'}.",
        )
    )


def minutes(course: Course, asked: Asked, progress: ActionProgress) -> Outcome:
    """Write the procès-verbal, or a draft of it where the sitting has no number yet."""
    return _minutes(course, asked, progress, corrects=False)


def corrected_minutes(course: Course, asked: Asked, progress: ActionProgress) -> Outcome:
    """Write a procès-verbal that corrects the one that there is."""
    return _minutes(course, asked, progress, corrects=True)


def _minutes(course: Course, asked: Asked, progress: ActionProgress, corrects: bool) -> Outcome:
    from epreuves.exports.certified import holders
    from epreuves.jury import minutes

    progress("Écriture du procès-verbal", 0, 0)
    births = {who: holders.born(line) for who, line in holders.read(course.root).items()}
    with _jury(course) as (record, rules):
        told = minutes.gather(record, rules, (), asked.value("date"), asked.value("place"), births, corrects)
        number = told.sitting.number
        if number and not asked.sure:
            kind = "rectificatif " if corrects else ""
            raise Unconfirmed(
                f"Écrire le procès-verbal {kind}n° {number} du {day(told.day)}, {counted(len(told.decisions), 'candidat')} ? Il est gardé au registre du jury, "
                "et ne se remplace pas : seul un rectificatif peut le suivre. Sans numéro, ce serait un projet, que l'on relit."
            )
        if number and told.partial and not asked.value(_PARTIAL):
            raise Unconfirmed(
                f"Ce serait le procès-verbal d'une séance partielle : {listed(told.partial)}. Si le jury n'a siégé que pour une partie de la session, continuez ; sinon, complétez d'abord.",
                {_PARTIAL: "oui"},
            )
        name = minutes.file_name(number) if number else draft_name(asked)
        minutes.issue(record, rules, told, course.root / name, asked.author, bool(asked.value(_PARTIAL)))
    many = counted(len(told.decisions), "candidat")
    look = []
    if not told.appeal:
        look.append(
            "Rien ne dit aux candidats comment contester un résultat : la place en est laissée vide. Qui prépare la session "
            "l'écrit dans seance.yaml (recours: …)."
        )
    if waiting := told.waiting:
        look.append(f"{counted(waiting, 'candidat')} à compléter : le procès-verbal le dit.")
    if not number:
        said = f"Projet de procès-verbal écrit : {many}. À relire ; le numéro, que l'on donne en disant la séance du jury, en fait celui que l'on signe."
        return Outcome((said,), tuple(look), (name,))
    what = "Procès-verbal rectificatif" if corrects else "Procès-verbal"
    return Outcome((f"{what} n° {number} écrit : {many}. Imprimez-le et faites-le signer.",), tuple(look), (name,))


def draft_name(asked: Asked) -> str:
    """What the file of a draft is called, by its day."""
    from epreuves.jury.minutes import date

    return f"proces-verbal-{date(asked.value('date')).isoformat()}.pdf"


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


def _now(record: JuryRecord, rules: JuryRules, who: str) -> list[str]:
    """What is decided now of a candidate."""
    from epreuves.jury.sources import decisions

    (one,) = decisions(record, rules, [who])
    return [verdict.why for verdict in (*one.blocs, one.certification) if verdict is not None]


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
