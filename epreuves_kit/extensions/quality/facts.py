"""The facts on an épreuve that may be told in public, read in the files of its course; nothing in them says what is right."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from pathlib import Path

import msgspec

from epreuves.referentiel.spelling import CriterionCode, EpreuveId
from epreuves.wording.errors import KitError
from epreuves_kit.authoring import demonstration, grille, oral
from epreuves_kit.authoring.deliverables import files_asked
from epreuves_kit.authoring.grille import Grille
from epreuves_kit.authoring.oral import OralText
from epreuves_kit.authoring.statements import lines
from epreuves_kit.authoring.text import Sujet, texts
from epreuves_kit.course import files, kept
from epreuves_kit.course.folders import Layout
from epreuves_kit.extensions.quality import measuring
from epreuves_kit.extensions.quality.measuring import MachineMeasures
from epreuves_kit.proof import locks, readings
from epreuves_kit.proof.evidence import Evidence, Progress
from epreuves_kit.proof.findings import Finding
from epreuves_kit.proof.locks import Lock
from epreuves_kit.proof.readings import Readings
from epreuves_kit.proof.rule_list import RULES, Reads
from epreuves_kit.proof.structure_rules import writings_named
from epreuves_kit.proof.value_rules import QuestionValues
from epreuves_kit.referentiel.model import Epreuve, Referentiel
from epreuves_kit.referentiel.reading import referentiel

#: Where a course keeps what changed from one version to the next.
_CHANGES = "CHANGELOG.md"
_VERSION = re.compile(r"## (\S+) \((?:(\d{4}-\d\d-\d\d)|[^)]*)\)")
_NUMBER = r"\d{1,2}[a-z]?"
_NAMED = re.compile(rf"[ÉéEe]preuves?\s+({_NUMBER}(?:(?:,\s*|\s+(?:and|et)\s+){_NUMBER})*)\b")
#: A line of the table of durations: its part, before what would tell the case, and its minutes.
_HEAD = re.compile(r"\|\s*Partie\s*\|.*\bDurée\b")
_PART = re.compile(r"[^.,|]+")
_MINUTES = re.compile(r"\|\s*(\d+)\s*min\b")
#: The duration of the whole, at the head of a text: « **4 h 30** ».
_ANNOUNCED = re.compile(r"\*\*(?:(\d{1,2})\s*(?:h|heures?)(?:\s*(\d{2}))?|(\d{2,3})\s*min(?:utes)?)\*\*")


class CriterionFacts(msgspec.Struct, frozen=True):
    """A criterion: its label and points, on how many writings and files it is judged, by how many things that are expected (0: by four levels
    that are described).

    notebook: « sujet », or the one that each member of a group fills alone.
    """

    code: CriterionCode
    label: str
    points: float
    writings: int
    files: int
    expected: int
    notebook: str


class QualityCompetence(msgspec.Struct, frozen=True):
    """A compétence: its label, the questions that the machine marks and their points, and its criteria."""

    code: str
    label: str
    questions: int
    points: float
    criteria: tuple[CriterionFacts, ...]


class ProofFacts(msgspec.Struct, frozen=True):
    """The last proof of an épreuve. letters: its variants. rules: how many verifications it has; stale: how many of them were made of something else
    than what is there now; errors, warnings: what they found. day: None where it is not kept.
    """

    letters: str
    rules: int
    stale: int
    errors: int
    warnings: int
    day: datetime.date | None
    values: tuple[QuestionValues, ...]
    found_by: frozenset[str]


class DurationPart(msgspec.Struct, frozen=True):
    """A part of an épreuve, and the minutes that candidates are told it takes."""

    name: str
    minutes: int


class VersionNaming(msgspec.Struct, frozen=True):
    """A version whose changes name the épreuve; its day, None where it is not finished."""

    version: str
    day: datetime.date | None


class QualityFacts(msgspec.Struct, frozen=True):
    """All that a page says of an épreuve; None for what does not exist.

    fingerprint: of the files that make the épreuve. rank: from 0, among the sujets of one épreuve. announced: the minutes of the whole that candidates read. changes: None where the course keeps no account of them.
    """

    epreuve: EpreuveId
    certification: Referentiel
    official: Epreuve | None
    rank: int
    fingerprint: str
    competences: tuple[QualityCompetence, ...]
    proof: ProofFacts | None
    measures: MachineMeasures | None
    readings: Readings | None
    announced: int | None
    durations: tuple[DurationPart, ...]
    oral: OralText | None
    changes: tuple[VersionNaming, ...] | None


def gather(root: Path, id: EpreuveId, progress: Progress) -> QualityFacts:
    """Read the facts on an épreuve; what its proof ran and is kept is not run again. Raises KitError where a text cannot be read."""
    layout, official = Layout(root, id), referentiel(root)
    sujets, rubric = texts(layout), grille.read(layout.sujet / "grille.yaml")
    known_as = official.known(id)
    main = next(sujet for sujet in sujets.values() if sujet.notebook == "sujet")
    sheet = layout.sujet / oral.FILE
    lock = locks.read(layout)
    with Evidence(layout, lock.letters, progress) as evidence:
        proof = _proof(lock, evidence)
        measures = measuring.measure(evidence) if proof is not None else None
    return QualityFacts(
        id,
        official,
        known_as,
        known_as.sujets.index(id) if known_as is not None else 0,
        _fingerprint(layout),
        tuple(_competences(official, id, rubric, sujets)),
        proof,
        measures,
        readings.read(layout.sujet, rubric),
        _announced(main),
        tuple(_durations(main)),
        oral.read(sheet) if sheet.exists() else None,
        _changes(root, id),
    )


def _competences(
    official: Referentiel, id: EpreuveId, rubric: Grille, sujets: dict[str, Sujet]
) -> Iterator[QualityCompetence]:
    cells = [cell for sujet in sujets.values() for cell in sujet.cells]
    for code in grille.competences(official, id) or rubric.competences():
        slug = code.replace(".", "_")
        own = [cell for cell in cells if cell.role == "tests" and cell.id.partition("-")[0] == slug]
        asked = {
            file.name
            for cell in cells
            if cell.kind == "code"
            for file in files_asked(cell.source)
            if file.id.partition("-")[0] == slug
        }
        criteria = tuple(
            CriterionFacts(
                criterion,
                grille.label(official, criterion, judged.label),
                judged.points,
                max(1, len(set(writings_named(judged.instruction)))),
                sum(re.search(rf"\b{re.escape(name)}\b", judged.where) is not None for name in asked),
                len(judged.expected),
                judged.notebook,
            )
            for criterion, judged in rubric.criteres.items()
            if criterion.partition("-")[0] == code
        )
        label = official.competence(code).label if official.competences else ""
        yield QualityCompetence(code, label, len(own), sum(cell.points or 0 for cell in own), criteria)


def _proof(lock: Lock, evidence: Evidence) -> ProofFacts | None:
    """The proof as its lock has it; None where the épreuve is not proven."""
    if not lock.rules or not lock.letters:
        return None
    findings: list[Finding] = [finding for proven in lock.rules.values() for finding in proven.findings]
    # What lies beside a notebook on a machine is nothing of the épreuve's.
    of_the_epreuve = [rule for rule in RULES if not rule.reads & Reads.BUILT]
    try:
        stale = sum(not lock.holds(rule, locks.digest(rule, evidence)) for rule in of_the_epreuve)
    except KitError:
        stale = len(of_the_epreuve)
    return ProofFacts(
        lock.letters,
        len(lock.rules),
        stale,
        sum(finding.level == "erreur" for finding in findings),
        sum(finding.level == "avertissement" for finding in findings),
        lock.day,
        tuple(question for questions in lock.values.values() for question in questions),
        frozenset(name for name, proven in lock.rules.items() if proven.findings),
    )


def _fingerprint(layout: Layout) -> str:
    """Digest of what candidates sit and jurors judge by: the demonstration, the readings and the proof are no part of it."""
    apart = {
        demonstration.PROSE,
        demonstration.FIGURES,
        demonstration.DOCUMENTS,
        readings.NAME,
        locks.NAME,
        "__pycache__",
    }
    paths = [
        path
        for path in files.files(layout.sujet)
        if path.relative_to(layout.sujet).parts[0] not in apart and path.is_file()
    ]
    parts = [part for path in paths for part in (path.relative_to(layout.sujet).as_posix().encode(), path.read_bytes())]
    return kept.digest(*parts)


def _announced(sujet: Sujet) -> int | None:
    """The minutes that the head of a text gives; None where it gives none."""
    match = next((match for line in lines(sujet) if (match := _ANNOUNCED.search(line.text))), None)
    return None if match is None else int(match[3]) if match[3] else 60 * int(match[1]) + int(match[2] or 0)


def _durations(sujet: Sujet) -> Iterator[DurationPart]:
    """The parts of a text with their minutes, as the table at its head gives them; a part is told by its beginning alone, which says nothing of the case."""
    inside = False
    for line in lines(sujet):
        if not line.text.startswith("|"):
            inside = False
        elif _HEAD.match(line.text):
            inside = True
        elif inside and (minutes := _MINUTES.search(line.text)) and (name := _PART.search(line.text.lstrip("| "))):
            yield DurationPart(name[0].strip(), int(minutes[1]))


def _changes(root: Path, id: EpreuveId) -> tuple[VersionNaming, ...] | None:
    """The versions whose account names the épreuve, the newest first; None where the course keeps none."""
    path = root / _CHANGES
    if not path.is_file():
        return None
    number = id.partition("_")[0].lstrip("e").lstrip("0")
    names = {number, number.rstrip("abcdefghijklmnopqrstuvwxyz")}
    versions: dict[VersionNaming, None] = {}
    version: VersionNaming | None = None
    for line in path.read_text("utf-8").splitlines():
        if heading := _VERSION.match(line):
            day = datetime.date.fromisoformat(heading[2]) if heading[2] else None
            version = VersionNaming(heading[1], day)
        elif version is not None and any(
            names.intersection(re.findall(_NUMBER, match[1])) for match in _NAMED.finditer(line)
        ):
            versions[version] = None
    return tuple(versions)
