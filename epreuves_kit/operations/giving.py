"""An épreuve given to candidates, and their copies taken: through nbgrader's exchange, or as an archive where there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from epreuves.referentiel.spelling import EpreuveId
from epreuves.wording.errors import KitError
from epreuves.wording.french import counted
from epreuves.wording.remedies import remedy
from epreuves_kit.exam.asking import EXPORTS, Outcome, some
from epreuves_kit.exam.extending import NO_JOURNAL, ask
from epreuves_kit.operations.declared import SURE, Doing, Epreuve, Parameters, operation
from epreuves_kit.referentiel.model import called

if TYPE_CHECKING:
    from collections.abc import Iterator

    from epreuves_kit.course.folders import Course


class ReleaseParameters(Parameters, frozen=True):
    """The épreuve."""

    epreuve: Epreuve


#: Where candidates see what is given out by the exchange: on a hub, and elsewhere.
_THEIR_PAGE = "sur leur page « Mes épreuves », qui s'ouvre quand ils se connectent"
_THEIR_LIST = "dans leur JupyterLab, par la liste de nbgrader (menu Nbgrader, « Assignment List »)"


@operation("distribuer", label="Distribuer l'épreuve", title="Distribution", accept="Distribuer quand même", sure=SURE)
def release(doing: Doing, asked: ReleaseParameters) -> Outcome:
    """Distribuer une épreuve : l'inscrire au carnet de notes, puis la donner par l'échange, ou en faire une archive là où il n'y en a pas.

    Code de sortie : 0 si elle est distribuée, 2 sinon.
    """
    from nbgrader.converters import GenerateAssignment

    from epreuves.variants.archive import packed
    from epreuves_kit.course import files
    from epreuves_kit.course.after_oral import held_back
    from epreuves_kit.course.folders import Layout
    from epreuves_kit.exam.codes import lay
    from epreuves_kit.exam.exchange import exchange_step, start
    from epreuves_kit.exam.extending import ask
    from epreuves_kit.grading.course import MarkingCourse

    course, id = doing.course, asked.epreuve
    again = [_again(id, len(course.submitters(id)))] if _known(course, id) else []
    if reasons := [*again, *_alone(course, id)]:
        doing.confirm("\n".join(reasons))
    doing.progress("Inscription de l'épreuve au carnet de notes", 0, 0)
    codes = lay(course, id)
    opened = MarkingCourse(course.root)
    where = opened.directory
    where.assignment_id, where.student_id, where.notebook_id = id, ".", "*"
    start(GenerateAssignment(coursedir=where, parent=opened.app), force=True)
    if course.has_exchange:
        doing.progress("Dépôt dans l'échange", 0, 0)
        start(exchange_step(opened, id, "ReleaseAssignment"), force=True)
        return Outcome(
            (
                f"{called(id)} est distribuée : les candidats la trouvent {_THEIR_PAGE if course.arrivals else _THEIR_LIST}.",
                *filter(None, [codes]),
                *ask().given_out(course=course, epreuve=id),
            )
        )
    folder, held = Layout(course.root, id).release, held_back(course.root, id)
    given = {
        f"{id}/{name}": path.read_bytes()
        for path in files.files(folder)
        if path.is_file() and not path.is_symlink() and (name := path.relative_to(folder).as_posix()) not in held
    }
    archive = f"{EXPORTS}/{id}.zip"
    files.put(course.root / archive, packed(given))
    return Outcome(
        (
            f"{called(id)} est prête : remettez cette archive à chaque candidat.",
            "Elle ne contient ni le corrigé ni les grilles.",
            *filter(None, [codes]),
        ),
        files=(archive,),
    )


def _known(course: Course, id: EpreuveId) -> bool:
    from epreuves_kit.gradebook.rows import NotebookFile, made

    if not made(course.db_url, course.root):
        return False
    with NotebookFile(course.db_url, course.root) as gradebook:
        return gradebook.knows(id)


def _again(id: EpreuveId, count: int) -> str:
    copies = (
        f" {counted(count, 'copie')} de cette épreuve sont déjà là."
        if count > 1
        else " Une copie de cette épreuve est déjà là."
        if count
        else ""
    )
    return f"{called(id)} est déjà distribuée.{copies} La distribuer de nouveau remplace ce que les candidats recevront à partir de maintenant ; les copies déjà rendues restent."


def _alone(course: Course, id: EpreuveId) -> Iterator[str]:
    """The sentence on those who are in no group of an épreuve that is done in groups."""
    from epreuves_kit.exam import grouping
    from epreuves_kit.exam.enrol import told_apart
    from epreuves_kit.variants.groups import size

    bounds = size(course.root, id)
    if bounds is None:
        return
    placed = grouping.placed(grouping.current(course, id))
    people = told_apart(grouping.people(course, id))
    left = [person.name for person in people.values() if person.id not in placed]
    if left and not placed:
        yield f"{called(id)} se fait en groupes de {bounds}, et aucun groupe n'est formé : chacun aurait ses propres données. Formez-les d'abord ({remedy('former-groupes', id)})."
    elif left:
        yield f"{called(id)} se fait en groupes. Sans groupe : {some(left)} ; chaque copie serait corrigée seule."


class CollectParameters(Parameters, frozen=True):
    """The épreuve."""

    epreuve: Epreuve


@operation("ramasser", label="Ramasser les copies", title="Ramassage", accept="Ramasser de nouveau", sure=SURE)
def collect(doing: Doing, asked: CollectParameters) -> Outcome:
    """Ramasser dans l'échange les copies rendues d'une épreuve ; là où un registre des arrivées est tenu, l'heure de chacune en vient.

    Code de sortie : 0 si elles sont ramassées, 2 sinon.
    """
    from epreuves_kit.exam.exchange import exchange_step, start
    from epreuves_kit.grading.course import MarkingCourse

    course, id = doing.course, asked.epreuve
    if not course.has_exchange:
        raise KitError(
            f"Ce cours n'a pas d'échange : {remedy('recevoir')} prend une archive de copies, ou mettez-les une à une dans submitted/<identifiant>/{id}/."
        )
    before = set(course.submitters(id))
    if before:
        doing.confirm(
            "Des copies sont déjà là : celles qui ont été rendues de nouveau depuis remplacent les précédentes, et seront à corriger de nouveau ; une copie déposée à la main l'est aussi, si l'échange en a une du même candidat."
        )
    doing.progress("Ramassage des copies", 0, 0)
    look = (*start(exchange_step(MarkingCourse(course.root), id, "Collect"), update=True), *_settled(course, id))
    handed = course.submitters(id)
    new = [who for who in handed if who not in before]
    return Outcome((f"{counted(len(handed), 'copie')} en tout, dont {len(new)} de plus qu'avant.",), look)


def _settled(course: Course, id: EpreuveId) -> tuple[str, ...]:
    """The sentences of the journal of arrivals on the copies of an épreuve, which are put right by it; none where none is kept."""
    if course.arrivals is None:
        return ()
    from epreuves_kit.gradebook.rows import known_people
    from epreuves_kit.grading.course import MarkingCourse

    settled = ask().settled(course=MarkingCourse(course.root), epreuve=id, collected=True)
    if settled is None:
        return (NO_JOURNAL,)
    people = known_people(course.db_url)
    named = (f"{people.named(copy.candidate)} : {sentence}" for copy in settled.copies for sentence in copy.said)
    return (*named, *settled.said)
