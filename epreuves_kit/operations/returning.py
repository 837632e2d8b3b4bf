"""Marked copies given back to candidates: a page each, in the exchange or in an archive of their own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from epreuves.referentiel.spelling import EpreuveId
from epreuves.wording.errors import KitError
from epreuves.wording.french import counted, of
from epreuves.wording.remedies import parameter, remedy
from epreuves_kit.exam.asking import TOLD, Outcome, OutcomeTable
from epreuves_kit.operations.declared import SURE, Doing, Epreuve, Epreuves, Parameter, Parameters, operation
from epreuves_kit.referentiel.model import called

if TYPE_CHECKING:
    from collections.abc import Iterable

    from epreuves_kit.course.folders import Course
    from epreuves_kit.exam.handing_back import HandedBack
    from epreuves_kit.feedback.batch import FeedbackResult
    from epreuves_kit.gradebook.rows import People

#: What each status of a page is called.
_STATUSES = {
    "written": "écrite",
    "skipped": "inchangée",
    "missing": "absente",
    "unknown": "inconnue",
    "unreadable": "illisible",
    "error": "erreur",
}


class FeedbackParameters(Parameters, frozen=True):
    """The épreuve and the candidates; True to write again pages that are up to date."""

    epreuve: Annotated[
        EpreuveId | None, Parameter("Épreuve, par son identifiant ou son numéro (e17).", metavar="ID")
    ] = None
    every: Annotated[bool, Parameter("Toutes les épreuves dont une copie au moins est corrigée.", flag="--all")] = False
    students: Annotated[
        tuple[str, ...], Parameter("Seulement ce candidat (option répétable).", flag="--student", short="-s")
    ] = ()
    jobs: Annotated[
        int | None,
        Parameter("Processus à la fois ; un par cœur par défaut.", flag="--jobs", short="-j", minimum=1),
    ] = None
    force: Annotated[bool, Parameter("Écrire de nouveau les pages à jour.", flag="--force", short="-f")] = False


@operation("feedback", label="Écrire les restitutions", title="Restitutions", lines="page")
def feedback(doing: Doing, asked: FeedbackParameters) -> Outcome:
    """Écrire les restitutions des candidats : chaque page finit par un statut et, s'il le faut, sa raison.

    Code de sortie : 0 si toutes sont écrites, 1 si une page manque, 2 si le cours n'est pas prêt.
    """
    from epreuves_kit.feedback import batch
    from epreuves_kit.gradebook.rows import known_people

    if bool(asked.epreuve) == asked.every:
        raise KitError(f"Donnez une épreuve (e17), ou bien {parameter('feedback', '--all')} pour toutes.")
    course = doing.course
    names = [asked.epreuve] if asked.epreuve else course.assignments()
    batch.check(course, names)
    batch.settle_lateness(course, names)
    copies = [(name, student) for name in names for student in asked.students or course.students(name)]
    if not copies:
        whose = "" if asked.every else f" pour l'épreuve « {names[0]} »"
        raise KitError(
            f"Aucune copie corrigée{whose} : {remedy('autograde', 'ID' if asked.every else names[0])} d'abord."
        )
    people = known_people(course.db_url)
    written: list[FeedbackResult] = []
    for done, results in enumerate(batch.write(course, copies, asked.jobs, asked.force), 1):
        doing.progress(f"Restitution {of(people.named(results[0].student))}", done, len(copies))
        for result in results:
            written.append(result)
            doing.row(result.as_json(), f"{done}/{len(copies)} {_line(result, people)}")
    failed = [_line(result, people) for result in written if result.failed]
    kept = [result for result in written if not result.failed]
    whose = counted(len({result.student for result in kept}), "candidat")
    left = sum(pending(course, name) for name in names)
    look = [f"Il reste {counted(left, 'critère')} à juger : les restitutions concernées sont provisoires."] * bool(left)
    title = f"{names[0] if len(names) == 1 else 'Toutes les épreuves'} : {counted(len(written), 'page')}"
    return Outcome(
        (f"{counted(len(kept), 'page')} de restitution, pour {whose}, dans le dossier feedback/.",),
        (*look, *failed[:TOLD]),
        tables=(_pages(written, people, title),),
        code=1 if failed else 0,
    )


def pending(course: Course, epreuve: EpreuveId) -> int:
    """The number of criteria still to be judged on the copies of an épreuve."""
    from epreuves_kit.gradebook.rows import NotebookFile

    with NotebookFile(course.db_url, course.root) as gradebook:
        rows = gradebook.copies(epreuve, course.students(epreuve))
    return sum(grade.pending for copy in rows.values() for grade in copy.grades.values())


def _line(result: FeedbackResult, people: People) -> str:
    """One page's result on one line."""
    name = f" ({result.notebook})" if result.notebook not in ("", result.assignment) else ""
    reason = f" — {result.reason}" if result.reason else ""
    return f"{people.named(result.student)}{name} : {_STATUSES[result.status]}{reason}"


def _pages(results: Iterable[FeedbackResult], people: People, title: str) -> OutcomeTable:
    lines = []
    for result in results:
        word = f"⚠ {_STATUSES[result.status]}" if result.failed else _STATUSES[result.status]
        lines.append((people.named(result.student), word, result.path))
    return OutcomeTable(("Candidat·e", "Statut", "Page"), tuple(lines), title)


class ReleaseFeedbackParameters(Parameters, frozen=True):
    """The épreuve."""

    epreuve: Epreuve


@operation(
    "restituer",
    label="Déposer les restitutions dans l'échange",
    title="Dépôt des restitutions",
    accept="Déposer quand même",
    sure=SURE,
)
def release_feedback(doing: Doing, asked: ReleaseFeedbackParameters) -> Outcome:
    """Déposer les restitutions d'une épreuve dans l'échange, où chacun va chercher la sienne.

    Code de sortie : 0 si elles y sont, 2 sinon.
    """
    from epreuves_kit.exam.exchange import exchange_step, start
    from epreuves_kit.grading.course import MarkingCourse

    course, id = doing.course, asked.epreuve
    if not course.has_exchange:
        raise KitError(f"Ce cours n'a pas d'échange : remettez à chacun son archive, {remedy('remettre', id)}.")
    if left := pending(course, id):
        doing.confirm(
            f"Il reste {counted(left, 'critère')} à juger : les candidats liraient des restitutions provisoires."
        )
    doing.progress("Dépôt des restitutions dans l'échange", 0, 0)
    start(exchange_step(MarkingCourse(course.root), id, "ReleaseFeedback"))
    return Outcome((f"Les restitutions de {id} sont dans l'échange : chacun va y chercher la sienne.",))


#: Where candidates' archives go.
HANDED_BACK = "remises"


class HandBackParameters(Parameters, frozen=True):
    """The épreuves, the candidates and the folder; True for what is still to be judged in part to go too."""

    epreuves: Epreuves = ()
    candidates: Annotated[
        tuple[str, ...], Parameter("Seulement ce candidat (option répétable).", flag="--candidat", metavar="ID")
    ] = ()
    folder: Annotated[Path, Parameter("Où écrire les archives.", flag="--sortie", metavar="DOSSIER")] = Path(
        HANDED_BACK
    )
    provisional: Annotated[
        bool,
        Parameter(
            "Remettre aussi ce qui reste en partie à juger.",
            "Remettre aussi ce qui reste en partie à juger",
            flag="--provisoire",
        ),
    ] = False


@operation("remettre", label="Préparer ce que l'on remet à chacun", title="Remise", lines="candidat")
def hand_back(doing: Doing, asked: HandBackParameters) -> Outcome:
    """Écrire une archive par candidat, à lui remettre : ses restitutions, en page et en PDF, et son relevé s'il est écrit ; et la liste des envois.

    Les restitutions qui ne sont pas à jour sont d'abord écrites. Une restitution provisoire, où des critères restent à juger, est retenue.
    Code de sortie : 0 si tout est remis, 1 si quelque chose est retenu, 2 si le cours n'est pas prêt.
    """
    from epreuves_kit.exam import handing_back
    from epreuves_kit.exam.enrol import candidates, chosen
    from epreuves_kit.exports.making import check_folder
    from epreuves_kit.gradebook.rows import known_people
    from epreuves_kit.rules import jury_rules

    course = doing.course
    out = course.root / asked.folder
    check_folder(out, course.root)
    whose = chosen(candidates(course, jury_rules.read(course.root)), asked.candidates)
    names = list(asked.epreuves) or course.assignments()
    if not names:
        raise KitError(f"Aucune copie n'est corrigée : {remedy('autograde', 'ID')} d'abord.")
    people = known_people(course.db_url)

    def report(who: str, done: int, total: int) -> None:
        doing.progress(f"Restitution {of(people.named(who))}", done, total)

    outcomes: list[HandedBack] = []
    for outcome in handing_back.hand_back(course, names, whose, out, asked.provisional, report):
        outcomes.append(outcome)
        doing.row(outcome, f"{people.named(outcome.candidate)} : {outcome.state}")
    kept = [
        f"{people.named(outcome.candidate)} : {outcome.reason}"
        for outcome in outcomes
        if outcome.reason and outcome.state != "absente"
    ]
    head: tuple[str, ...] = ("Candidat·e", "Archive", "Épreuves", "À savoir")
    lines: tuple[tuple[str, ...], ...] = tuple(
        (
            people.named(outcome.candidate),
            outcome.state,
            ", ".join(map(called, outcome.epreuves)),
            outcome.reason,
        )
        for outcome in outcomes
    )
    if not any(outcome.reason for outcome in outcomes):
        head, lines = head[:-1], tuple(line[:-1] for line in lines)
    bare = sum(
        bool(outcome.path) and not handing_back.has_transcript(course, outcome.candidate) for outcome in outcomes
    )
    if bare:
        kept.insert(
            0,
            f"{counted(bare, 'archive')} sans relevé de compétences : {remedy('releve')} l'écrit ; préparez ensuite de nouveau.",
        )
    return Outcome(
        (
            handing_back.summary(outcomes),
            f"Les archives sont dans le dossier {asked.folder.as_posix()}/, avec la liste des envois ; {handing_back.WHOLE} les contient toutes.",
        ),
        tuple(kept[:TOLD]),
        tuple((asked.folder / name).as_posix() for name in (handing_back.WHOLE, handing_back.LIST)),
        (OutcomeTable(head, lines),),
        code=1 if any(outcome.state == "retenue" or (outcome.reason and outcome.path) for outcome in outcomes) else 0,
    )
