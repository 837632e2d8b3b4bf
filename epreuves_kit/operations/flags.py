"""Flags of graders on copies, for who runs the session, and the answers to them; no mark depends on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import msgspec

from epreuves.referentiel.spelling import EpreuveId
from epreuves.wording.french import counted, listed, moment
from epreuves.wording.remedies import remedy
from epreuves_kit.exam.asking import Outcome, OutcomeTable
from epreuves_kit.operations.declared import Doing, Epreuve, Parameter, Parameters, operation
from epreuves_kit.referentiel.model import called

if TYPE_CHECKING:
    from epreuves_kit.gradebook.rows import People
    from epreuves_kit.rubric.appreciation import Copy, Flag


class FlagParameters(Parameters, frozen=True):
    """The copy, the sentence, and the grader."""

    epreuve: Epreuve
    copy: Annotated[
        str,
        Parameter(
            "Numéro de la copie, tel que la grille ou le panneau le donne.",
            "Numéro de la copie, tel que la grille ou le panneau le donne",
            metavar="COPIE",
        ),
    ]
    text: Annotated[
        str, Parameter("Ce que vous avez vu, en une phrase.", "Ce qui a été vu, en une phrase", metavar="PHRASE")
    ]
    grader: Annotated[str, Parameter("Qui le signale.", "Qui le signale", flag="--correcteur", metavar="NOM")]


@operation("correcteurs signaler", label="Signaler une copie", title="Signalement")
def flag(doing: Doing, asked: FlagParameters) -> Outcome:
    """Signaler une copie à qui conduit la session : un soupçon, un fichier qui ne s'ouvre pas, la copie d'une autre épreuve. Jamais une note.

    Code de sortie : 0 si c'est signalé, 2 sinon.
    """
    from epreuves_kit.rubric.agreement import copy_named
    from epreuves_kit.rubric.register import Register

    doing.progress("Écriture du signalement", 0, 0)
    with Register(doing.course.root) as register:
        copy = copy_named(register, asked.epreuve, asked.copy)
        raised = register.flag(asked.epreuve, copy.key, asked.grader, asked.text)
    where = f"{called(asked.epreuve)}, copie n° {copy.number}"
    return Outcome((f"Signalement n° {raised.rank} : {where}. Aucune note n'en dépend.",))


class FlagsParameters(Parameters, frozen=True):
    """The épreuves; True to show closed flags too."""

    epreuves: Annotated[
        tuple[EpreuveId, ...],
        Parameter("Seulement ces épreuves ; toutes celles de la session par défaut.", metavar="[ID]…"),
    ] = ()
    every: Annotated[
        bool,
        Parameter("Montrer aussi ceux qui ont leur réponse.", "Montrer aussi ceux qui ont leur réponse", flag="--tous"),
    ] = False


@operation("correcteurs signalements", label="Voir ce qui est signalé", title="Signalements", lines="signalement")
def flags(doing: Doing, asked: FlagsParameters) -> Outcome:
    """Montrer ce que les correcteurs ont signalé et qui attend une réponse, avec la copie et le candidat.

    Code de sortie : 0 si rien n'attend, 1 sinon, 2 si le cours ne se lit pas.
    """
    from epreuves_kit.gradebook.rows import NotebookFile, known_people, made
    from epreuves_kit.rubric.register import Register

    doing.progress("Lecture des signalements", 0, 0)
    course = doing.course
    tables: list[OutcomeTable] = []
    objects: list[dict[str, Any]] = []
    waiting = 0
    if made(course.db_url, course.root):
        with NotebookFile(course.db_url, course.root) as gradebook:
            marked = gradebook.assignments()
        people = known_people(course.db_url)
        with Register(course.root) as register:
            for id in (name for name in asked.epreuves or course.held() if name in marked):
                raised = register.flags(id)
                waiting += sum(flag.open for flag in raised)
                shown = [flag for flag in raised if flag.open or asked.every]
                if not shown:
                    continue
                copies = {copy.key: copy for copy in register.copies(id)}
                tables.append(
                    OutcomeTable(
                        ("N°", "Copie", "Par", "Le (UTC)", "Ce qui est signalé", "Réponse"),
                        tuple(_line(flag, copies.get(flag.copy), people) for flag in shown),
                        called(id),
                        (0,),
                    )
                )
                objects += [_object(id, flag, copies.get(flag.copy)) for flag in shown]
    if waiting:
        wait = "attend" if waiting == 1 else "attendent"
        step = remedy("correcteurs repondre", "ID", "NUMERO", "REPONSE")
        sentence = f"{counted(waiting, 'signalement')} {wait} une réponse : {step}."
    else:
        sentence = "Aucun signalement n'attend de réponse."
    return Outcome((sentence,), tables=tuple(tables), objects=tuple(objects), code=int(bool(waiting)))


def _line(flag: Flag, copy: Copy | None, people: People) -> tuple[str, ...]:
    where = f"n° {copy.number}, {listed(map(people.named, copy.students))}" if copy else "une copie qui n'est plus là"
    answer = "—" if flag.answered_at is None else f"{flag.answer} ({flag.answered_by}, le {moment(flag.answered_at)})"
    return str(flag.rank), where, flag.grader, moment(flag.at), flag.text, answer


def _object(id: str, flag: Flag, copy: Copy | None) -> dict[str, Any]:
    who = {"epreuve": id, "number": copy.number if copy else None, "students": copy.students if copy else ()}
    return {**who, **msgspec.to_builtins(flag)}


class AnswerFlagParameters(Parameters, frozen=True):
    """The épreuve, the flag, and the answer."""

    epreuve: Epreuve
    rank: Annotated[int, Parameter("Numéro du signalement.", metavar="NUMERO")]
    answer: Annotated[
        str,
        Parameter(
            "Ce que vous avez vu ou décidé, en une phrase.",
            "Votre réponse, gardée et montrée à qui juge la copie",
            metavar="REPONSE",
        ),
    ]


@operation(
    "correcteurs repondre",
    label="Répondre au signalement",
    title="Réponse à un signalement",
    author="Qui répond ; le compte de la machine par défaut.",
)
def answer_flag(doing: Doing, asked: AnswerFlagParameters) -> Outcome:
    """Répondre à un signalement, ce qui le ferme ; la réponse est conservée, et montrée aux correcteurs de la copie.

    Code de sortie : 0 si c'est fait, 2 sinon.
    """
    from epreuves_kit.rubric.register import Register

    doing.progress("Écriture de la réponse", 0, 0)
    with Register(doing.course.root) as register:
        done = register.answer_flag(asked.epreuve, asked.rank, doing.author, asked.answer)
    return Outcome((f"Le signalement n° {done.rank} de {called(asked.epreuve)} est fermé par {done.answered_by}.",))
