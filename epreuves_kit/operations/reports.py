"""Reports of a session for people to read: transcripts, rapports, a copy without its code, the cohort's dashboard."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import msgspec

from epreuves.referentiel.spelling import EpreuveId
from epreuves.wording.errors import KitError
from epreuves.wording.french import counted, listed, of
from epreuves.wording.remedies import parameter
from epreuves_kit.exam.asking import EXPORTS, TOLD, Outcome
from epreuves_kit.exam.extending import ask
from epreuves_kit.operations.declared import Doing, Parameter, Parameters, operation
from epreuves_kit.referentiel.model import called

if TYPE_CHECKING:
    from epreuves_kit.course.folders import Course
    from epreuves_kit.gradebook.rows import People
    from epreuves_kit.jury.record import JuryRecord
    from epreuves_kit.reports.batch import Kind, ReportResult
    from epreuves_kit.rules.jury_rules import JuryRules

#: Names told on a line.
_NAMED = 12
_NOUNS = {"releve": "relevé", "rapport": "rapport", "restitution": "restitution"}

_EVERY = Parameter("Tous les candidats.", flag="--all", fixed="oui")
_CANDIDATES = Parameter("Seulement ce candidat (option répétable).", flag="--candidat", metavar="ID")
_JOBS = Parameter("Processus à la fois ; un par cœur par défaut.", flag="--jobs", short="-j", minimum=1)
_FORCE = Parameter("Écrire de nouveau ce qui est à jour.", flag="--force", short="-f")


class ReportParameters(Parameters, frozen=True):
    """The candidates; True to write again what is up to date."""

    candidates: Annotated[tuple[str, ...], _CANDIDATES] = ()
    every: Annotated[bool, _EVERY] = False
    jobs: Annotated[int | None, _JOBS] = None
    force: Annotated[bool, _FORCE] = False


@operation("releve", label="Écrire les relevés", title="Relevés de compétences", lines="rapport")
def transcripts(doing: Doing, asked: ReportParameters) -> Outcome:
    """Écrire les relevés de compétences : points, niveaux, décisions, ce qui manque ; une page et un PDF accessible par candidat.

    Interrompue, la même commande reprend où elle en était. Code de sortie : 0 si tout est écrit, 1 si un relevé ne l'est pas, 2 si rien ne
    peut l'être.
    """
    return _of_kind(doing, asked, "releve")


@operation("rapport", label="Écrire les rapports de compétences", title="Rapports de compétences", lines="rapport")
def portfolios(doing: Doing, asked: ReportParameters) -> Outcome:
    """Écrire les rapports de compétences : fiches et parties du projet assemblées, avec sommaire, annexes et auto-évaluation ; une page et un PDF accessible par candidat.

    Interrompue, la même commande reprend où elle en était. Code de sortie : 0 si tout est écrit, 1 si un rapport ne l'est pas, 2 si rien ne
    peut l'être.
    """
    return _of_kind(doing, asked, "rapport")


def _of_kind(doing: Doing, asked: ReportParameters, kind: Kind) -> Outcome:
    from epreuves.variants.archive import packed
    from epreuves_kit.course import files
    from epreuves_kit.gradebook.rows import known_people
    from epreuves_kit.jury.record import JuryRecord
    from epreuves_kit.rules import jury_rules

    root, noun = doing.course.root, _NOUNS[kind]
    rules, people = jury_rules.of_jury(root), known_people(doing.course.db_url)
    if kind not in _kinds(rules):
        raise KitError(
            "Cette certification n'a pas de rapport de compétences : aucune de ses épreuves n'en est une fiche ou une partie du projet "
            "(part_du_rapport, dans referentiel/epreuves.yaml)."
        )
    with JuryRecord(root) as record:
        candidates = _candidates(record, rules, asked)
    results = _write(doing, rules, (kind,), candidates, people, asked)
    written = [result for result in results if not result.failed]
    look = [f"{people.named(result.candidate)} : {result.reason}" for result in results if result.failed]
    look += _lacking(written, people)
    more = len(look) - TOLD
    left = [f"… et {counted(more, 'autre remarque')}."] if more > 0 else []
    objects, code = tuple(map(msgspec.to_builtins, results)), int(len(written) < len(results))
    if not written:
        return Outcome((f"Aucun {noun} n'est écrit.",), (*look[:TOLD], *left), objects=objects, code=code)
    printed = {
        f"{kind}-{result.candidate}.pdf": path for result in written for path in result.paths if path.endswith(".pdf")
    }
    archive = f"{EXPORTS}/{kind}s.zip"
    files.put(root / archive, packed({name: (root / path).read_bytes() for name, path in printed.items()}))
    new = sum(result.status == "written" for result in written)
    as_before = f", dont {len(written) - new} sans changement" if new < len(written) else ""
    summary = f"{counted(len(written), noun)}{as_before}, en page et en PDF, dans le dossier feedback/, un dossier par candidat."
    return Outcome(
        (summary, "L'archive réunit les PDF."), (*look[:TOLD], *left), (archive,), objects=objects, code=code
    )


def _kinds(rules: JuryRules) -> tuple[Kind, ...]:
    """The reports that a certification has: a rapport de compétences only where épreuves are parts of one, and none where there is no référentiel."""
    from epreuves_kit.reports.batch import KINDS

    if not rules.referentiel.competences:
        return ()
    return tuple(kind for kind in KINDS if kind != "rapport" or rules.referentiel.report_parts)


def _candidates(record: JuryRecord, rules: JuryRules, asked: ReportParameters) -> list[str]:
    """The identifiers asked for; KitError where nobody is, or there is nobody."""
    from epreuves_kit.jury.sources import identifier, known_candidates

    if bool(asked.candidates) == asked.every:
        raise KitError(
            f"Dites de qui : {parameter('rapports', '--candidat', 'ID')} (option répétable), ou {parameter('rapports', '--all')} pour tous."
        )
    everyone = known_candidates(record, rules)
    if asked.candidates:
        return list(dict.fromkeys(identifier(everyone, name) for name in asked.candidates))
    if not everyone:
        raise KitError("Aucun candidat n'est inscrit : prenez d'abord la liste de l'école.")
    return everyone


def _write(
    doing: Doing,
    rules: JuryRules,
    kinds: tuple[Kind, ...],
    candidates: Sequence[str],
    people: People,
    asked: ReportParameters,
) -> list[ReportResult]:
    from epreuves_kit.reports import batch

    noun = _NOUNS[kinds[0]].capitalize() if len(kinds) == 1 else "Relevé et rapport"
    doing.progress("Préparation", 0, len(candidates))
    what = batch.asked_of(doing.course.root, rules, kinds, datetime.date.today(), asked.force)
    written: list[ReportResult] = []
    for done, results in enumerate(batch.write(doing.course.root, what, candidates, asked.jobs), 1):
        written += results
        doing.progress(f"{noun} {of(people.named(results[0].candidate))}", done, len(candidates))
    return written


def _lacking(results: Sequence[ReportResult], people: People) -> Iterator[str]:
    """Parts that candidates have yet to put in their rapports, each once, with those whom it concerns."""
    whose: dict[str, list[str]] = {}
    for result in results:
        for lacking in result.lacking:
            whose.setdefault(lacking, []).append(people.named(result.candidate))
    for lacking, names in whose.items():
        more = len(names) - _NAMED
        who = listed([*names[:_NAMED], *([f"{more} de plus"] if more > 0 else [])])
        yield f"{lacking.rstrip('.')} — {'tous les candidats' if len(names) == len(results) > 1 else who}."


@operation("rapports", label="Écrire tous les rapports", title="Rapports", lines="rapport")
def reports(doing: Doing, asked: ReportParameters) -> Outcome:
    """Écrire tous les rapports : restitutions, relevés, rapports de compétences, et le tableau de bord de la session.

    Interrompue, la même commande reprend où elle en était ; ce qui est à jour n'est pas refait. Code de sortie : 0 si tout est écrit, 1 si
    quelque chose ne l'est pas, 2 si rien ne peut l'être.
    """
    from epreuves_kit.feedback import batch as feedback
    from epreuves_kit.gradebook.rows import known_people
    from epreuves_kit.jury.record import JuryRecord
    from epreuves_kit.rules import jury_rules

    course = doing.course
    rules, people = jury_rules.read(course.root), known_people(course.db_url)
    with JuryRecord(course.root) as record:
        candidates = _candidates(record, rules, asked)
    assignments = course.assignments()
    feedback.check(course, assignments)
    copies = [(id, who) for id in assignments for who in course.students(id) if who in set(candidates)]
    outcomes: list[dict[str, Any]] = []
    for done, results in enumerate(feedback.write(course, copies, asked.jobs, asked.force) if copies else (), 1):
        doing.progress(f"Restitution {of(people.named(results[0].student))}", done, len(copies))
        outcomes += [
            _told(page.student, "restitution", page.status, page.reason, [page.path] if page.path else [])
            for page in results
        ]
    if kinds := _kinds(rules):
        outcomes += map(msgspec.to_builtins, _write(doing, rules, kinds, candidates, people, asked))
    if asked.every:
        outcomes += _cohort(doing)
    sentences = [line for kind in (*_NOUNS, "tableau") if (line := _counted(kind, outcomes))]
    failed = [outcome for outcome in outcomes if outcome["status"] not in ("written", "skipped")]
    look = [
        f"{people.named(outcome['candidat'])} : {outcome['reason']}" if outcome["candidat"] else str(outcome["reason"])
        for outcome in failed
    ]
    return Outcome(tuple(sentences), tuple(look[:TOLD]), objects=tuple(outcomes), code=int(bool(failed)))


def _told(candidate: str, kind: str, status: str, reason: str = "", paths: Sequence[str] = ()) -> dict[str, Any]:
    """The outcome of one report, as --json writes it."""
    return {"candidat": candidate, "kind": kind, "status": status, "reason": reason, "paths": list(paths)}


def _cohort(doing: Doing) -> list[dict[str, Any]]:
    """The pages on the whole cohort that extensions write."""
    doing.progress("Tableau de bord", 0, 0)
    try:
        folders = ask().cohort_page(course=doing.course)
    except Exception as error:  # the candidates' reports are there all the same
        reason = str(error) if isinstance(error, KitError) else f"{type(error).__name__} : {error}"
        return [_told("", "tableau", "error", f"Le tableau de bord n'est pas écrit : {reason}")]
    return [_told("", "tableau", "written", paths=[folder]) for folder in folders]


def _counted(kind: str, outcomes: Sequence[dict[str, Any]]) -> str:
    """« Restitutions : 71 écrites, 1 en erreur. »; empty where there is none of a kind."""
    states = [outcome["status"] for outcome in outcomes if outcome["kind"] == kind]
    if not states:
        return ""
    if kind == "tableau":
        return "Tableau de bord : écrit." if states == ["written"] else ""
    e = "e" if kind == "restitution" else ""
    words = {"written": f"écrit{e}", "skipped": f"inchangé{e}"}
    many = [counted(states.count(status), word) for status, word in words.items() if status in states]
    errors = sum(status not in words for status in states)
    return f"{_NOUNS[kind].capitalize()}s : {', '.join([*many, *([f'{errors} en erreur'] if errors else [])])}."


def _handed(course: Course, epreuve: EpreuveId) -> Iterable[tuple[str, str]]:
    """Those who have a copy."""
    from epreuves_kit.gradebook.rows import known_people

    people = known_people(course.db_url)
    return [(who, people.named(who)) for who in people.in_order(course.to_mark(epreuve) if epreuve else ())]


class DeliverableParameters(Parameters, frozen=True):
    """The candidate's copy, and the épreuve."""

    candidate: Annotated[
        str,
        Parameter(
            "Le candidat, par son identifiant.", "La copie de", metavar="CANDIDAT", kind="choice", options=_handed
        ),
    ]
    epreuve: Annotated[EpreuveId, Parameter("L'épreuve, par son identifiant ou son numéro (e17).", metavar="EPREUVE")]


@operation("livrable", label="Écrire le livrable d'une copie", title="Livrable")
def deliverable(doing: Doing, asked: DeliverableParameters) -> Outcome:
    """Écrire le livrable d'une copie : textes, tableaux et figures, sans le code, comme on le remet à un commanditaire."""
    from epreuves_kit.gradebook.rows import known_people
    from epreuves_kit.jury.record import JuryRecord
    from epreuves_kit.jury.sources import gather
    from epreuves_kit.reports.batch import write_deliverable
    from epreuves_kit.rules import jury_rules

    course = doing.course
    doing.progress("Écriture du livrable", 0, 0)
    with JuryRecord(course.root) as record:
        facts = gather(record, jury_rules.read(course.root), [asked.candidate])[0]
    path, lacking = write_deliverable(course, facts.candidate, facts.name, asked.epreuve, datetime.date.today())
    look = (f"La copie ne contient rien pour : {' ; '.join(lacking)}.",) if lacking else ()
    whose = of(known_people(course.db_url).named(facts.candidate))
    sentence = (
        f"Le livrable {whose} pour {called(asked.epreuve)} est écrit : textes, tableaux et figures, sans le code."
    )
    return Outcome((sentence,), look, (path,))
