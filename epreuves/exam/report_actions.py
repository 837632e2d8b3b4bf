"""What a session has written for people to read: copies that resemble one another, how graders agree, transcripts, rapports, the cohort's dashboard."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from epreuves.course.folders import Course
from epreuves.exam.asking import EXPORTS, TOLD, ActionProgress, Asked, Outcome
from epreuves.gradebook.rows import known_people
from epreuves.rubric.appreciation import code
from epreuves.wording.errors import KitError
from epreuves.wording.french import counted, listed, of, percent

if TYPE_CHECKING:
    from epreuves.exam.likeness.page import LikenessLine
    from epreuves.exports.tables import ExportTable
    from epreuves.gradebook.rows import People
    from epreuves.reports.batch import Kind, ReportResult
    from epreuves.rubric.agreement import Agreement, Calibration

#: Couples of copies that are told; the page has them all.
_COUPLES = 10
_SHARE = "20"
#: Names told on a line.
_NAMED = 12


def earlier_sessions(root: Path) -> tuple[str, ...]:
    """The names of the folders of earlier sessions that were put in a course's folder: each holds marked copies, or copies handed in."""
    found = (path for path in root.iterdir() if path.is_dir() and not path.is_symlink() and path.name[0] != ".")
    return tuple(sorted(p.name for p in found if any((p / name).is_dir() for name in ("autograded", "submitted"))))


def likeness(course: Course, asked: Asked, progress: ActionProgress) -> Outcome:
    """Compare the writings of an épreuve's copies two by two, and with those of an earlier session that lies in the course; write the page on
    which those that resemble one another are read.
    """
    from epreuves.course import files
    from epreuves.exam.likeness import finding
    from epreuves.exam.likeness.page import FOLDER, lines, page

    told = asked.value("share") or _SHARE
    if not (told.isdecimal() and 5 <= int(told) <= 100):
        raise KitError("La part en commun est un nombre entier, de 5 à 100.")
    anonymous = bool(asked.value("anonymous"))
    before = asked.value("before")
    if before and before not in earlier_sessions(course.root):
        raise KitError(
            "Le dossier de cette session précédente n'est plus dans celui du cours : choisissez-le de nouveau."
        )
    progress("Comparaison des copies deux à deux", 0, 0)
    folders = [course.root / before] if before else []
    found = finding.likeness(course, asked.epreuve, folders, int(told) / 100)
    written = f"{FOLDER}/{asked.epreuve}.html"
    files.put(course.root / written, page(found, anonymous))
    every = list(lines(found, anonymous))
    more = len(every) - _COUPLES + found.beyond
    said = [_alike(one) for one in every[:_COUPLES]]
    if more > 0:
        said.append(f"… et {counted(more, 'autre ressemblance')}, moins fortes.")
    if not every:
        said.append(f"Aucune ressemblance entre {counted(found.copies, 'copie')}.")
    else:
        said.append(
            "La page les montre côte à côte. Une ressemblance se lit, et les candidats sont entendus : aucune note, aucun niveau n'en dépend."
        )
    return Outcome(tuple(said), tuple(found.aside[:TOLD]), (written,))


def _alike(one: LikenessLine) -> str:
    sides = [side.copy for side in one.copies]
    if one.share is None:
        what = {"fichier": "le même fichier", "tableau": "le même tableau de données"}[one.kind]
        return f"{' ; '.join(sides)} : {what}, « {one.name} »."
    titles = listed(dict.fromkeys(f"« {side.writing} »" for side in one.copies))
    return f"{' face à '.join(sides)} : {percent(one.share)} en commun, {titles}."


def agreement(course: Course, asked: Asked, progress: ActionProgress) -> Outcome:
    """Say whether those who judge the same copies agree, and write their figures as a workbook; nobody who sits the exam is named."""
    from epreuves.exports import making, spreadsheets
    from epreuves.rubric import agreement_text
    from epreuves.rubric.agreement import agreements

    progress("Comparaison des correcteurs", 0, 0)
    double, together, left = agreements(course.root, asked.epreuve)
    said: list[str] = []
    look: list[str] = []
    if together is not None:
        said.append(f"Étalonnage : {counted(together.copies, 'copie')}, jugées par {listed(together.graders)}.")
        said += filter(None, [agreement_text.widest(together)])
        look += agreement_text.waiting(together, agreement_text.FOR_CALIBRATION)
    if double is not None:
        said.append(f"Double correction : {counted(double.drawn, 'copie')}, par {listed(double.graders)}.")
        said += [*agreement_text.readings(double), *agreement_text.drifting(double), agreement_text.HOW]
        look += agreement_text.waiting(double)
    if left:
        look.append(f"{counted(len(left), 'désaccord')} à régler, avec « epreuves regler {asked.epreuve} ».")
    name = f"accord-{asked.epreuve.partition('_')[0]}.xlsx"
    content = spreadsheets.xlsx_content(list(_figures(double, together)))
    making.write({name: content}, course.root / EXPORTS, replace=True)
    return Outcome(tuple(said), tuple(look), (f"{EXPORTS}/{name}",))


def _figures(double: Agreement | None, together: Calibration | None) -> Iterator[ExportTable]:
    """The figures of a double marking and of a calibration, a sheet each."""
    from epreuves.exports.tables import ExportColumn, ExportTable
    from epreuves.rubric import agreement_text as text

    if together is not None:
        columns = "Première personne", "Seconde personne", "Critères jugés", "Même niveau", "Écart moyen"
        note = "Écart moyen : les niveaux de la première personne, moins ceux de la seconde."
        rows = tuple(
            (
                *one.graders,
                str(one.judged),
                text.share(one.same / one.judged if one.judged else None),
                text.figure(one.gap, True),
            )
            for one in together.pairs
        )
        yield ExportTable("etalonnage", "Étalonnage", note, tuple(map(ExportColumn, columns)), rows)
    if double is not None:
        titles = "Critère", "Libellé", "Paires", "Égaux", "κ", "Sévérité"
        note = f"{text.HOW} Sévérité : les niveaux {of(double.graders[0])}, moins ceux {of(double.graders[1])}."
        lines = tuple(
            (
                code(one.grade_id) or "Tous",
                one.label,
                str(one.pairs),
                text.share(one.exact),
                text.kappa(one.quadratic),
                text.estimate(one.severity),
            )
            for one in (*double.criteria, double.overall)
        )
        yield ExportTable("accord", "Double correction", note, tuple(map(ExportColumn, titles)), lines)


def transcripts(course: Course, asked: Asked, progress: ActionProgress) -> Outcome:
    """Write each candidate's transcript, and all of them in an archive."""
    return _written(course, "releve", progress)


def portfolios(course: Course, asked: Asked, progress: ActionProgress) -> Outcome:
    """Write each candidate's rapport de compétences, and all of them in an archive."""
    return _written(course, "rapport", progress)


def _written(course: Course, kind: Kind, progress: ActionProgress) -> Outcome:
    from epreuves.course import files
    from epreuves.jury.record import JuryRecord
    from epreuves.jury.sources import known_candidates
    from epreuves.reports import batch
    from epreuves.rules import jury_rules
    from epreuves.variants.archive import packed

    noun = {"releve": "relevé", "rapport": "rapport"}[kind]
    rules, people = jury_rules.read(course.root), known_people(course.db_url)
    with JuryRecord(course.root) as record:
        candidates = known_candidates(record, rules)
    if not candidates:
        raise KitError("Aucun candidat n'est inscrit : prenez d'abord la liste de l'école.")
    progress("Préparation", 0, len(candidates))
    asking = batch.asked_of(course.root, rules, (kind,), datetime.date.today())
    found = []
    for results in batch.write(course.root, asking, candidates):
        found += results
        progress(f"{noun.capitalize()} {of(people.named(results[0].candidate))}", len(found), len(candidates))
    there = [one for one in found if not one.failed]
    look = [f"{people.named(one.candidate)} : {one.reason}" for one in found if one.failed]
    look += _lacking(there, people)
    if not there:
        return Outcome((f"Aucun {noun} n'est écrit.",), tuple(look[:TOLD]))
    archive = f"{EXPORTS}/{kind}s.zip"
    printed = {f"{kind}-{one.candidate}.pdf": path for one in there for path in one.paths if path.endswith(".pdf")}
    files.put(
        course.root / archive, packed({name: (course.root / path).read_bytes() for name, path in printed.items()})
    )
    new = sum(one.status == "written" for one in there)
    as_before = f", dont {len(there) - new} sans changement" if new < len(there) else ""
    said = f"{counted(len(there), noun)}{as_before}, en page et en PDF, dans le dossier feedback/, un dossier par candidat."
    more = len(look) - TOLD
    left = [f"… et {counted(more, 'autre remarque')}."] if more > 0 else []
    return Outcome((said, "L'archive réunit les PDF."), (*look[:TOLD], *left), (archive,))


def _lacking(found: Sequence[ReportResult], people: People) -> Iterator[str]:
    """What candidates have yet to put in their rapports, each thing once, with whom it concerns."""
    whose: dict[str, list[str]] = {}
    for one in found:
        for lacking in one.lacking:
            whose.setdefault(lacking, []).append(people.named(one.candidate))
    for lacking, names in whose.items():
        more = len(names) - _NAMED
        who = listed([*names[:_NAMED], *([f"{more} de plus"] if more > 0 else [])])
        yield f"{lacking.rstrip('.')} — {'tous les candidats' if len(names) == len(found) > 1 else who}."


def deliverable(course: Course, asked: Asked, progress: ActionProgress) -> Outcome:
    """Write a copy without its code, as one hands it to who commissioned the work."""
    from epreuves.jury.record import JuryRecord
    from epreuves.jury.sources import gather
    from epreuves.reports.batch import write_deliverable
    from epreuves.rules import jury_rules

    if not (who := asked.value("candidate")):
        raise KitError("Choisissez la copie.")
    progress("Écriture du livrable", 0, 0)
    with JuryRecord(course.root) as record:
        facts = gather(record, jury_rules.read(course.root), [who])[0]
    path, lacking = write_deliverable(course, facts.candidate, facts.name, asked.epreuve, datetime.date.today())
    look = (f"La copie ne contient rien pour : {' ; '.join(lacking)}.",) if lacking else ()
    said = f"Le livrable {of(known_people(course.db_url).named(facts.candidate))} est écrit : textes, tableaux et figures, sans le code."
    return Outcome((said,), look, (path,))


def dashboard(course: Course, asked: Asked, progress: ActionProgress) -> Outcome:
    """Write the cohort's dashboard, as a page and as a notebook."""
    from epreuves.reports.dashboard.making import FOLDER, write

    progress("Lecture des résultats de la cohorte", 0, 0)
    named = bool(asked.value("named"))
    try:
        write(course.root, course.root / FOLDER, None, named, asked.value("campus"))
    except OSError as error:
        raise KitError(f"Le tableau de bord ne s'écrit pas dans {FOLDER}/ : {error.strerror or error}.") from None
    whose = "Candidats et correcteurs y sont nommés." if named else "Personne n'y est nommé."
    said = f"Le tableau de bord est dans le dossier {FOLDER}/ : une page, et un notebook à ouvrir dans JupyterLab."
    return Outcome((said, whose), files=(f"{FOLDER}/tableau.html", f"{FOLDER}/tableau.ipynb"))
