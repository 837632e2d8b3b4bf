"""What a session is made of, one action after the other: enrol, build, distribute, collect, mark, judge, hand back, conclude.

Each is what the command of the same purpose does, by the same functions. An action is asked for as a value, tells its progress as it goes,
and ends with sentences. Done again after an interruption, it ends what it began.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
from collections import Counter
from collections.abc import Callable

import msgspec

from epreuves.course import files
from epreuves.course.after_oral import held_back
from epreuves.course.folders import Course, Layout
from epreuves.exam.asking import EXPORTS, TOLD, ActionProgress, Asked, Outcome, Unconfirmed, given
from epreuves.exam.exchange import exchange_step, start
from epreuves.gradebook.rows import known_people
from epreuves.wording.errors import KitError
from epreuves.wording.french import counted, listed, of

#: Where candidates' archives go.
HANDED_BACK = "remises"


def do(course: Course, asked: Asked, progress: ActionProgress) -> Outcome:
    """Do an action. Raises KitError, Unconfirmed where it is to be confirmed first."""
    question = "" if asked.sure else _question(course, asked)
    if question:
        raise Unconfirmed(question)
    return ACTIONS[asked.action](course, asked, progress)


def enrolment_digest(enrolment: object) -> str:
    """What tells one plan of enrolment from another: what was shown is what is written, or nothing is."""
    return hashlib.blake2b(msgspec.json.encode(enrolment, enc_hook=str), digest_size=16).hexdigest()


def _question(course: Course, asked: Asked) -> str:
    """What is to be confirmed before an action, in sentences; empty for nothing."""
    id = asked.epreuve
    if asked.action == "distribute" and _known(course, id):
        there = len(course.submitters(id))
        copies = (
            f" {counted(there, 'copie')} de cette épreuve sont déjà là."
            if there > 1
            else " Une copie de cette épreuve est déjà là."
            if there
            else ""
        )
        return f"« {id} » est déjà distribuée.{copies} La distribuer de nouveau remplace ce que les candidats recevront à partir de maintenant ; les copies déjà rendues restent."
    if asked.action == "mark" and asked.values.get("force"):
        many = counted(len(course.to_mark(id)), "copie")
        return f"Corriger de nouveau : {many} seront exécutées et notées de nouveau, même si rien n'y a changé. Les niveaux donnés par les correcteurs restent."
    if asked.action == "collect" and course.submitters(id):
        return "Des copies sont déjà là : celles qui ont été rendues de nouveau depuis remplacent les précédentes, et seront à corriger de nouveau ; une copie déposée à la main l'est aussi, si l'échange en a une du même candidat."
    if asked.action == "release_feedback" and (left := _provisional(course, id)):
        return f"Il reste {counted(left, 'critère')} à juger : les candidats liraient des restitutions provisoires."
    return ""


def _known(course: Course, id: str) -> bool:
    from epreuves.gradebook.rows import NotebookFile, made

    if not made(course.db_url, course.root):
        return False
    with NotebookFile(course.db_url, course.root) as gradebook:
        return gradebook.knows(id)


def _provisional(course: Course, id: str) -> int:
    from epreuves.gradebook.rows import NotebookFile

    with NotebookFile(course.db_url, course.root) as gradebook:
        rows = gradebook.copies(id, course.students(id))
    return sum(grade.pending for one in rows.values() for grade in one.grades.values())


def _enrol(course: Course, asked: Asked, progress: ActionProgress) -> Outcome:
    from epreuves.exam import enrol, school_list
    from epreuves.rules import jury_rules

    path = given(course.root, asked.values.get("list", ""))
    progress("Inscription des candidats", 0, 0)
    rules = jury_rules.read(course.root)
    read = school_list.read(path)
    planned = enrol.plan(course, rules, read, path.name)
    if enrolment_digest(planned) != asked.values.get("digest"):
        raise KitError(
            "Le cours ou la liste a changé depuis ce qui vous a été montré : rien n'est inscrit. Donnez la liste de nouveau."
        )
    enrol.write(course, rules, planned)
    path.unlink(missing_ok=True)
    new, changed = planned.count("nouveau"), planned.count("changé")
    look = tuple(cell.said for cell in read.unclear)
    if not new + changed:
        return Outcome(("Tout le monde était déjà inscrit : rien n'a changé.",), look)
    told = [counted(new, "nouveau candidat inscrit")] * bool(new) + [counted(changed, "candidat changé")] * bool(
        changed
    )
    return Outcome((f"{listed(told)}.",), look)


def _build(course: Course, asked: Asked, progress: ActionProgress) -> Outcome:
    from epreuves.authoring import build, holding

    def say(what: str) -> None:
        progress(what, 0, 0)

    settle = functools.partial(holding.settle, progress=say)
    said: list[str] = []
    look: list[str] = []
    for result in build.build(course.root, [asked.epreuve], progress=say, settle=settle):
        written = f"{counted(len(result.writings), 'fichier écrit')}" if result.writings else "rien n'a changé"
        said.append(f"{result.epreuve} est construite : {written}.")
        look += [line for line in result.remark.splitlines() if line]
        look += [
            f"« {file.path} » ne vient pas de la construction et serait distribué : déplacez-le."
            for file in result.stale
        ]
    return Outcome(tuple(said), tuple(look))


def _distribute(course: Course, asked: Asked, progress: ActionProgress) -> Outcome:
    """Enter the épreuve in the gradebook, then give it through the exchange, or as an archive where there is none."""
    from nbgrader.converters import GenerateAssignment

    from epreuves.grading.course import MarkingCourse
    from epreuves.variants.archive import packed

    id, opened = asked.epreuve, MarkingCourse(course.root)
    progress("Inscription de l'épreuve au carnet de notes", 0, 0)
    where = opened.directory
    where.assignment_id, where.student_id, where.notebook_id = id, ".", "*"
    start(GenerateAssignment(coursedir=where, parent=opened.app), force=True)
    if course.has_exchange:
        progress("Dépôt dans l'échange", 0, 0)
        start(exchange_step(opened, id, "ReleaseAssignment"), force=True)
        return Outcome(
            (f"{id} est distribuée : les candidats la trouvent dans leur JupyterLab, sous « Assignment List ».",)
        )
    release, held = Layout(course.root, id).release, held_back(course.root, id)
    found = {
        f"{id}/{name}": path.read_bytes()
        for path in files.files(release)
        if path.is_file() and not path.is_symlink() and (name := path.relative_to(release).as_posix()) not in held
    }
    archive = f"{EXPORTS}/{id}.zip"
    files.put(course.root / archive, packed(found))
    return Outcome(
        (
            f"{id} est prête : remettez cette archive à chaque candidat.",
            "Elle ne contient ni le corrigé ni les grilles.",
        ),
        files=(archive,),
    )


def _collect(course: Course, asked: Asked, progress: ActionProgress) -> Outcome:
    from epreuves.grading.course import MarkingCourse

    if not course.has_exchange:
        raise KitError(
            "Ce cours n'a pas d'échange : déposez les copies une à une, avec le bouton de chaque candidat, ou mettez-les dans "
            f"submitted/<identifiant>/{asked.epreuve}/."
        )
    progress("Ramassage des copies", 0, 0)
    before = set(course.submitters(asked.epreuve))
    opened = MarkingCourse(course.root)
    look = start(exchange_step(opened, asked.epreuve, "Collect"), update=True) + _settled(
        course, asked.epreuve, collected=True
    )
    there = course.submitters(asked.epreuve)
    new = [who for who in there if who not in before]
    return Outcome((f"{counted(len(there), 'copie')} en tout, dont {len(new)} de plus qu'avant.",), look)


def _settled(course: Course, id: str, *, collected: bool) -> tuple[str, ...]:
    """What the journal of arrivals says of the copies of an épreuve, which are put right by it; nothing where none is kept."""
    if course.arrivals is None:
        return ()
    from epreuves.exam.arrivals import settling
    from epreuves.grading.course import MarkingCourse

    found = settling.settle(MarkingCourse(course.root), id, collected=collected)
    people = known_people(course.db_url)
    return (
        *(f"{people.named(one.candidate)} : {said}" for one in found.copies for said in one.said),
        *found.said,
    )


def _mark(course: Course, asked: Asked, progress: ActionProgress) -> Outcome:
    from epreuves.exam.watch import STATUSES, Watch, status_word
    from epreuves.grading import batch
    from epreuves.runner.sandbox import Runner, marking_modules

    id, opened, people = asked.epreuve, batch.MarkingCourse(course.root), known_people(course.db_url)
    progress("Préparation de la correction", 0, 0)
    runner = Runner(opened.sandbox(None), marking_modules(course.root, id))
    results = []
    with (
        contextlib.closing(runner),
        batch.Batch(opened, id, runner, force=bool(asked.values.get("force"))) as marking,
    ):
        runner.ready()
        students = opened.to_mark(id)
        if not students:
            raise KitError(f"Aucune copie de « {id} » n'est là : ramassez-les, ou déposez-les.")
        watch = Watch(opened, marking.assignment)
        odd = watch.before(students)
        if odd and not asked.sure:
            raise Unconfirmed("\n".join(("Rien n'est encore corrigé.", *odd)))
        for result in marking.run(students):
            results.append(result)
            progress(
                f"Copie {of(people.named(result.student))} : {status_word(result)}",
                len(results),
                len(students),
            )
        look = [*(said for said in (runner.warning, marking.fewer, watch.note) if said), *odd]
        look += watch.said(results, whole=True, strays=True)
    count = Counter(status_word(one) for one in sorted(results, key=lambda one: list(STATUSES).index(one.status)))
    told = [counted(many, f"copie {word}") for word, many in count.items()]
    members = [member.candidate for group in marking.assignment.groups or () for member in group.members]
    aside = [
        f"{people.named(one.student)}, copie {status_word(one)} : {people.naming(one.reason, members)}"
        for one in results
        if STATUSES[one.status][1]
    ]
    more = [f"… et {counted(len(aside) - TOLD, 'autre copie')}."] if len(aside) > TOLD else []
    return Outcome((f"{listed(told)}.",), (*aside[:TOLD], *more, *look))


def _feedback(course: Course, asked: Asked, progress: ActionProgress) -> Outcome:
    from epreuves.feedback import batch

    id = asked.epreuve
    batch.check(course, [id])
    copies = [(id, student) for student in course.students(id)]
    if not copies:
        raise KitError(f"Aucune copie de « {id} » n'est corrigée : corrigez-les d'abord.")
    pages = failed = 0
    look = []
    for done, results in enumerate(batch.write(course, copies), 1):
        progress(f"Restitution {of(results[0].student)}", done, len(copies))
        for result in results:
            pages += not result.failed
            failed += result.failed
            if result.failed:
                look.append(f"{result.student} : {result.reason}")
    said = f"{counted(pages, 'restitution')} de {id}, dans le dossier feedback/."
    if left := _provisional(course, id):
        look.insert(0, f"Il reste {counted(left, 'critère')} à juger : les restitutions concernées sont provisoires.")
    return Outcome((said,), tuple(look[:TOLD]))


def _release_feedback(course: Course, asked: Asked, progress: ActionProgress) -> Outcome:
    from epreuves.grading.course import MarkingCourse

    if not course.has_exchange:
        raise KitError("Ce cours n'a pas d'échange : remettez à chacun son archive.")
    progress("Dépôt des restitutions dans l'échange", 0, 0)
    start(exchange_step(MarkingCourse(course.root), asked.epreuve, "ReleaseFeedback"))
    return Outcome((f"Les restitutions de {asked.epreuve} sont dans l'échange : chacun va y chercher la sienne.",))


def _hand_back(course: Course, asked: Asked, progress: ActionProgress) -> Outcome:
    from epreuves.exam import handing_back
    from epreuves.exam.enrol import candidates
    from epreuves.rules import jury_rules

    assignments = [asked.epreuve] if asked.epreuve else course.assignments()
    if not assignments:
        raise KitError("Aucune copie n'est corrigée : il n'y a encore rien à remettre.")
    known = candidates(course, jury_rules.read(course.root))
    out = course.root / HANDED_BACK
    found = list(
        handing_back.hand_back(
            course,
            assignments,
            known,
            out,
            bool(asked.values.get("provisional")),
            lambda who, done, total: progress(f"Restitution {of(who)}", done, total),
        )
    )
    people = known_people(course.db_url)
    kept = [f"{people.named(one.candidate)} : {one.reason}" for one in found if one.reason and one.state != "absente"]
    return Outcome(
        (handing_back.summary(found), f"Les archives sont dans le dossier {HANDED_BACK}/, avec la liste des envois."),
        tuple(kept[:TOLD]),
        (f"{HANDED_BACK}/{handing_back.LIST}",),
    )


ACTIONS: dict[str, Callable[[Course, Asked, ActionProgress], Outcome]] = {
    "enrol": _enrol, "build": _build, "distribute": _distribute, "collect": _collect, "mark": _mark,
    "feedback": _feedback, "release_feedback": _release_feedback, "hand_back": _hand_back,
}  # fmt: skip
