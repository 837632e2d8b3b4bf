"""Messages to candidates, each with what it carries: a convocation, or what they are handed back."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from epreuves.wording.errors import KitError
from epreuves.wording.french import counted, either, listed
from epreuves.wording.remedies import remedy
from epreuves_kit.exam.asking import EXPORTS, TOLD, Outcome
from epreuves_kit.exam.papers.posting import MESSAGES
from epreuves_kit.operations.declared import REPLACE, Doing, Parameter, Parameters, among, operation

if TYPE_CHECKING:
    from epreuves_kit.exam.papers.messages import CandidateMessage

CONVOCATIONS, HANDED_BACK = MESSAGES


class MessagesParameters(Parameters, frozen=True):
    """The paper that messages carry, the épreuves that convocations are for, and where what is handed back was written."""

    what: Annotated[
        str,
        Parameter(
            "Ce que portent les messages : convocations, ou remises (les archives que « remettre » a écrites).",
            metavar="QUOI",
            kind="choice",
            options=among((CONVOCATIONS, "les convocations"), (HANDED_BACK, "ce que l'on remet à chacun")),
        ),
    ]
    epreuves: Annotated[
        tuple[str, ...], Parameter("Seulement ces épreuves, pour des convocations.", flag="--epreuve", metavar="ID")
    ] = ()
    folder: Annotated[Path, Parameter("Où sont les archives remises.", flag="--remises", metavar="DOSSIER")] = Path(
        "remises"
    )


@operation("messages", label="Préparer les messages", title="Messages", accept="Remplacer le fichier", sure=REPLACE)
def messages(doing: Doing, asked: MessagesParameters) -> Outcome:
    """Préparer un message par candidat, avec sa convocation ou son archive : des brouillons qu'un logiciel de courriel ouvre, et la liste des envois.

    Rien n'est envoyé. Une archive de fichiers .eml : ouvrez-les dans Thunderbird ou Outlook, relisez, envoyez. Qui n'a pas d'adresse est dit. Code de sortie :
    0 si tous ont leur message, 1 si quelqu'un n'a pas d'adresse, 2 si rien n'est à envoyer.
    """
    from epreuves_kit.course import letterhead as letterheads
    from epreuves_kit.exam.papers.messages import archive
    from epreuves_kit.exports import making

    course = doing.course
    ready = drafts(doing, asked)
    path = Path(EXPORTS, f"messages-{asked.what}.zip")
    place = doing.place(path)
    content, without = archive(ready, letterheads.read(course.root))
    written = len(ready) - len(without)
    if not written:
        raise KitError(
            "Aucun candidat n'a d'adresse de courriel : mettez-la dans la liste de l'école, et prenez-la de nouveau."
        )
    making.write({place.name: content}, place.parent)
    sentences = (
        f"{counted(written, 'message')} à relire et à envoyer : rien n'est parti.",
        "Dans l'archive, un fichier par candidat, qu'un logiciel de courriel ouvre, et la liste des envois.",
    )
    names = [candidate.name for candidate in without]
    look = (f"Sans adresse, donc sans message : {listed(names[:TOLD])}.",) if names else ()
    return Outcome(sentences, look, (path.as_posix(),), code=1 if names else 0)


def drafts(doing: Doing, asked: MessagesParameters) -> list[CandidateMessage]:
    """The messages that are asked for. Raises KitError where there is none."""
    made = {CONVOCATIONS: _convocations, HANDED_BACK: _handed_back}
    if asked.what not in made:
        raise KitError(f"« {asked.what} » : écrivez {either(made)}.")
    return list(made[asked.what](doing, asked))


def _convocations(doing: Doing, asked: MessagesParameters) -> Iterator[CandidateMessage]:
    """A message for each who is expected at an épreuve that has a date. Raises KitError where nobody is."""
    from epreuves_kit.course import letterhead as letterheads
    from epreuves_kit.exam.papers import convocations as papers
    from epreuves_kit.exam.papers.messages import CandidateMessage
    from epreuves_kit.grading.lateness import timetable_of
    from epreuves_kit.variants import session

    course = doing.course
    doing.progress("Lecture des dates et des aménagements", 0, 0)
    timetable = timetable_of(course)
    people = papers.called_to(course, timetable, course.meant(asked.epreuves) if asked.epreuves else ())
    if not people:
        raise KitError(f"Personne n'est attendu aux épreuves qui ont une date ({remedy('convocations')}).")
    letterhead, at = letterheads.read(course.root), datetime.date.today()
    name = session.read(course.root).name
    for rank, person in enumerate(people):
        doing.progress("Messages", rank, len(people))
        count = len(person.seats)
        sat = [] if not count else ["à une épreuve" if count == 1 else f"à {counted(count, 'épreuve')}"]
        heard = [] if not person.orals else ["à un oral" if len(person.orals) == 1 else f"à {len(person.orals)} oraux"]
        many = listed([*sat, *heard])
        text = (
            f"Vous êtes convoqué·e {many} de la session « {name} ». Votre convocation est jointe : elle dit vos jours, vos heures, vos "
            "lieux, ce que vous apportez et ce qui est permis."
        )
        content = papers.letter(course, letterhead, [person], timetable, at)
        file = f"convocation-{person.candidate.id}.pdf"
        yield CandidateMessage(person.candidate, f"Convocation — {name}", text, file, content)


def _handed_back(doing: Doing, asked: MessagesParameters) -> Iterator[CandidateMessage]:
    """A message for each archive that was written to be handed back. Raises KitError where there is none."""
    from epreuves_kit.exam.enrol import candidates
    from epreuves_kit.exam.handing_back import archives
    from epreuves_kit.exam.papers.messages import CandidateMessage
    from epreuves_kit.rules import jury_rules
    from epreuves_kit.variants import session

    course = doing.course
    doing.progress("Lecture de ce qui est remis", 0, 0)
    place = course.root / asked.folder
    ready = archives(place)
    people = [candidate for candidate in candidates(course, jury_rules.read(course.root)) if candidate.id in ready]
    if not people:
        raise KitError(
            f"Rien n'est prêt à remettre : préparez d'abord ce que l'on remet à chacun ({remedy('remettre')})."
        )
    name = session.read(course.root).name
    text = "Vos résultats sont dans l'archive jointe : ouvrez les pages dans un navigateur, ou lisez les PDF."
    for rank, candidate in enumerate(people):
        doing.progress("Messages", rank, len(people))
        path = ready[candidate.id]
        try:
            content = path.read_bytes()
        except OSError as error:
            raise KitError(
                f"« {path.name} » ne s'ouvre pas ({error.strerror or error}) : préparez-le de nouveau ({remedy('remettre')})."
            ) from None
        yield CandidateMessage(candidate, f"Vos résultats — {name}", text, path.name, content)
