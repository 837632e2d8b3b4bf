"""The copies of an épreuve marked by the machine, each with a status and, where there is need, its reason."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import closing
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

from epreuves.referentiel.spelling import EpreuveId
from epreuves.wording.errors import KitError
from epreuves.wording.french import counted, listed, number, of
from epreuves.wording.remedies import parameter, remedy
from epreuves_kit.course.folders import course_root
from epreuves_kit.exam.asking import TOLD, Outcome, OutcomeTable
from epreuves_kit.exam.extending import ask
from epreuves_kit.operations.declared import Doing, Parameter, Parameters, Variation, operation
from epreuves_kit.referentiel.model import called

if TYPE_CHECKING:
    from epreuves_kit.gradebook.rows import People
    from epreuves_kit.grading.batch import MarkingCourse
    from epreuves_kit.grading.copies import CopyResult
    from epreuves_kit.runner.sandbox import Runner

#: What each status is called, and whether it asks for somebody's eye.
STATUSES = {
    "marked": ("corrigée", False), "skipped": ("inchangée", False), "interrupted": ("interrompue", True), "unreadable": ("illisible", True),
    "foreign": ("étrangère", True), "missing": ("absente", True), "error": ("erreur", True),
}  # fmt: skip
#: How a marking ends that went well, after which something around the copies asks for somebody's eye.
ODD = 3
_CHANGED = (
    "« c.{} » change les étapes de nbgrader : les copies sont corrigées par nbgrader, une à une, donc plus lentement."
)


class Sandbox(StrEnum):
    """The need for walls around the copies."""

    auto = "auto"
    required = "required"
    none = "none"


class MarkParameters(Parameters, frozen=True):
    """The épreuve and the candidates; True to mark again what is marked; the machine or cluster that marks."""

    # As it is typed: walls are raised before the course is read, which they do not wait for.
    epreuve: Annotated[
        EpreuveId | None, Parameter("Épreuve, par son identifiant ou son numéro (e17).", metavar="ID", as_typed=True)
    ] = None
    every: Annotated[bool, Parameter("Toutes les épreuves dont une copie est rendue.", flag="--all")] = False
    students: Annotated[
        tuple[str, ...], Parameter("Seulement ce candidat (option répétable).", flag="--student", short="-s")
    ] = ()
    jobs: Annotated[
        int | None,
        Parameter("Processus à la fois ; un par cœur par défaut.", flag="--jobs", short="-j", minimum=1),
    ] = None
    force: Annotated[bool, Parameter("Corriger de nouveau les copies déjà corrigées.", flag="--force", short="-f")] = (
        False
    )
    sandbox: Annotated[
        Sandbox | None,
        Parameter(
            "Bac à sable : required l'exige, auto s'en passe sur une machine qui ne peut pas en avoir, none s'en passe. Par défaut, ce que dit le cours, sinon required.",
            flag="--sandbox",
        ),
    ] = None
    without_pages: Annotated[
        bool,
        Parameter(
            "Ne pas dessiner les pages des documents remis après les notes : elles le sont copie par copie, quand on les ouvre.",
            flag="--sans-pages",
        ),
    ] = False
    scheduler: Annotated[
        str,
        Parameter(
            "Corriger sur un cluster Dask, par l'adresse de son ordonnanceur (tcp://…).",
            flag="--scheduler",
            metavar="ADRESSE",
        ),
    ] = ""


@operation(
    "autograde",
    label="Corriger les copies",
    title="Correction",
    lines="copie",
    sealed=True,
    variations=(
        Variation("--force", "Corriger de nouveau toutes les copies", "Nouvelle correction", values={"force": "oui"}),
    ),
)
def mark(doing: Doing, asked: MarkParameters) -> Outcome:
    """Corriger les copies d'une épreuve : chaque copie finit par un statut et, s'il le faut, sa raison.

    Code de sortie : 0 si tout est corrigé, 1 si une copie est en erreur, 2 si le cours n'est pas prêt, 3 si tout est corrigé mais que quelque chose est à vérifier autour des copies.
    """
    from epreuves_kit.runner.sandbox import Runner, marking_modules, start_early

    if bool(asked.epreuve) == asked.every:
        raise KitError(f"Donnez une épreuve (e17), ou bien {parameter('autograde', '--all')} pour toutes.")
    if asked.scheduler and asked.jobs:
        raise KitError(
            f"{parameter('autograde', '--jobs')} compte les processus de cette machine : il ne va pas avec {parameter('autograde', '--scheduler')}."
        )
    # What is being loaded stays: nothing is to be gained in looking for what could go.
    gc.disable()
    wanted, modules = asked.sandbox.value if asked.sandbox else None, marking_modules(doing.here, asked.epreuve or None)
    # First of all: it loads its libraries while this process loads its own, nbgrader's among them.
    early = None if asked.scheduler else start_early(wanted, modules)
    try:
        doing.progress("Préparation de la correction", 0, 0)
        from epreuves_kit.grading.batch import MarkingCourse

        course = MarkingCourse(course_root(doing.here))
        mode = course.sandbox(wanted)
        means = _cluster(asked.scheduler, mode) if asked.scheduler else Runner(mode, modules, early)
        with closing(means):
            return _marked(doing, asked, course, means)
    finally:
        gc.enable()
        if early is not None:
            early.close()


def _marked(doing: Doing, asked: MarkParameters, course: MarkingCourse, means: Runner | Any) -> Outcome:
    """The copies of the épreuves that are meant, marked on a machine's own means or a cluster's."""
    from epreuves_kit.exam.completing import complete
    from epreuves_kit.gradebook.rows import known_people
    from epreuves_kit.grading import odd
    from epreuves_kit.grading.batch import Batch
    from epreuves_kit.runner.sandbox import Runner

    runner, cluster = (means, None) if isinstance(means, Runner) else (None, means)
    names = [course.resolve(asked.epreuve)] if asked.epreuve else course.assignments_to_mark()
    people = known_people(course.db_url)
    results: dict[str, list[CopyResult]] = {}
    notes, remarks, groups = [means.warning], list[str](), list[Any]()
    for place, name in enumerate(names):
        complete(course.root, name)
        with Batch(course, name, runner, asked.jobs, asked.force, cluster) as marking:
            if not place:
                gc.freeze()
                gc.enable()
            if runner is not None:
                # As late as can be: its libraries are loading meanwhile.
                runner.ready()
            from epreuves_kit.exam.watch import Watch

            watch, students = Watch(course, marking.assignment), list(asked.students) or course.to_mark(name)
            notes += [marking.fewer, _CHANGED.format(marking.changed) if marking.changed else "", watch.note]
            notes += (before := watch.before(students))
            _confirm(doing, asked, students, before)
            results[name] = []
            for result in marking.run(students):
                results[name].append(result)
                who, many = people.named(result.student), len(results[name])
                doing.progress(f"Copie {of(who)} : {status_word(result)}", many, len(students))
                doing.row(result.as_json(), f"{many}/{len(students)} {line(result, who)}")
            remarks += watch.said(results[name], whole=not asked.students, strays=not asked.every)
            groups += marking.assignment.groups or ()
    if not asked.without_pages:
        notes.append(_pages(doing, course, names, asked.jobs))
    if asked.every:
        remarks += odd.told_of_strays(odd.strays(course))
    members = [member.candidate for group in groups for member in group.members]
    return _outcome(results, people, members, [note for note in notes if note], remarks)


def _pages(doing: Doing, course: MarkingCourse, names: Sequence[EpreuveId], together: int | None) -> str:
    """Draw the pages of documents, now that marks are written; a sentence on those that are left."""
    from epreuves.machine import cores
    from epreuves_kit.grading.later_pages import draw_all

    def progress(done: int, total: int) -> None:
        doing.progress("Notes écrites. Pages des documents", done, total)

    left = draw_all(course, names, together or cores(), progress)
    if not left:
        return ""
    return f"Les documents de {counted(left, 'copie')} restent à dessiner : ils le seront quand on ouvrira la copie, ou à la prochaine correction."


def _confirm(doing: Doing, asked: MarkParameters, students: list[str], before: list[str]) -> None:
    """Ask first where marked copies are marked again, or where something is odd before any is."""
    if asked.force:
        many = counted(len(students), "copie")
        again = f"Corriger de nouveau : {many} seront exécutées et notées de nouveau, même si rien n'y a changé. Les niveaux donnés par les correcteurs restent."
        doing.confirm(again, before)
    elif before:
        doing.confirm("Rien n'est encore corrigé.", before)


def _outcome(
    results: dict[str, list[CopyResult]], people: People, members: list[str], notes: list[str], remarks: list[str]
) -> Outcome:
    """The outcome of a marking; notes only inform, what is said after asks for somebody's eye."""
    every = [copy for copies in results.values() for copy in copies]
    count = Counter(
        status_word(result) for result in sorted(every, key=lambda result: list(STATUSES).index(result.status))
    )
    summary = f"{listed([counted(many, f'copie {word}') for word, many in count.items()])}." if every else ""
    aside = [
        f"{people.named(result.student)}, copie {status_word(result)} : {people.naming(result.reason, members)}"
        for result in every
        if result.reason and (STATUSES[result.status][1] or result.status == "marked")
    ]
    more = [f"… et {counted(len(aside) - TOLD, 'autre copie')}."] if len(aside) > TOLD else []
    failed = any(result.status == "error" for result in every)
    nothing = f"Aucune copie n'est là, il n'y a rien à corriger : {remedy('ramasser')}, ou déposez-les."
    return Outcome(
        (summary or nothing,),
        (*aside[:TOLD], *more, *notes, *remarks),
        tables=tuple(_table(name, copies, people) for name, copies in results.items()),
        code=1 if failed else ODD if remarks else 0,
    )


def _table(name: str, results: Iterable[CopyResult], people: People) -> OutcomeTable:
    lines = []
    for result in sorted(results, key=lambda result: result.student):
        word = f"⚠ {status_word(result)}" if STATUSES[result.status][1] else status_word(result)
        lines.append((people.named(result.student), word, result.variant, score(result), str(len(result.mends) or "")))
    head = ("Candidat·e", "Statut", "Variante", "Points", "À savoir")
    return OutcomeTable(head, tuple(lines), f"{called(name)} : {counted(len(lines), 'copie')}", (3, 4))


def status_word(result: CopyResult) -> str:
    """The name of a copy's status; « incomplete » where it is marked but for a notebook that is not there."""
    partly = result.status == "missing" and result.score is not None
    return "incomplète" if partly else STATUSES[result.status][0]


def line(result: CopyResult, name: str) -> str:
    """One copy's result on one line, under its candidate's name."""
    reason = f" — {result.reason}" if result.reason else ""
    return f"{name} : {status_word(result)} {score(result)}{reason}"


def score(result: CopyResult) -> str:
    """« 3,5 / 4 »: the points that the machine gave, of those it could; a dash where it gave none."""
    if result.score is None or result.max_score is None:
        return "—"
    return f"{number(result.score)} / {number(result.max_score)}"


def _cluster(address: str, mode: Any) -> Any:
    """The cluster at an address; raises KitError where it cannot be had."""
    if (reached := ask().cluster(address=address, mode=mode)) is None:
        raise KitError(f"{parameter('autograde', '--scheduler')} demande l'extension « cluster », qui n'est pas là.")
    return reached
