"""A dossier as an inspector is handed it: an archive with its paper, which a person reads, and its tables and pieces, which hold all of it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from epreuves.variants.archive import packed
from epreuves.wording.french import counted, day
from epreuves_kit.course.folders import Course
from epreuves_kit.exam.closing.sealing import Seal
from epreuves_kit.exam.inspection.tracing import (
    ASKED,
    EXCERPT,
    NOTHING,
    CompetenceTrace,
    CriterionTrace,
    DecisionTrace,
    agreement_lines,
    counted_statuses,
    shortened,
)
from epreuves_kit.exports.spreadsheets import csv_content
from epreuves_kit.exports.tables import ExportColumn, ExportTable
from epreuves_kit.gradebook.rows import NotebookFile
from epreuves_kit.jury.decision import Decision
from epreuves_kit.jury.evidence import Status
from epreuves_kit.jury.minutes_text import of_code
from epreuves_kit.jury.pdf import compile_pdf
from epreuves_kit.jury.record import MinutesAct
from epreuves_kit.jury.sentences import decided, of_rules
from epreuves_kit.rubric.register import Register
from epreuves_kit.rules.jury_rules import JuryRules
from epreuves_kit.variants import session

_TEMPLATE = Path(__file__).parent / "inspection.typ"
_MASKED = "Les noms des candidats et des évaluateurs sont remplacés par des numéros, les mêmes dans tout le dossier."
#: Said of the dossier of one candidate, in it and where it is made.
LINES_ALONE = "Les procès-verbaux nomment aussi les autres candidats : le dossier n'en a que les lignes de celui-ci, dans la table des procès-verbaux."
_WHOLE = "Les extraits sont coupés ici ; les tables jointes ont les textes entiers."


def of_candidate(
    course: Course,
    rules: JuryRules,
    decision: Decision,
    trace: DecisionTrace,
    minutes: Sequence[MinutesAct],
    masked: bool,
    at: datetime.date,
) -> dict[str, bytes]:
    """The files of a candidate's dossier, by name; of the procès-verbaux, which name others, their own lines."""
    head = [("Candidat·e :", trace.name), *_head(course, rules, at)]
    data = _paper(course, rules, at, "Dossier d'une décision", trace.name, head) | {
        "avant": [*([_MASKED] if masked else []), _WHOLE, *([LINES_ALONE] if minutes else [])],
        "decisions": list(trace.wider),
        "competences": _on_paper(trace.competences),
        "fin": [trace.minutes, trace.seal],
    }
    return {
        "dossier.pdf": compile_pdf(_TEMPLATE, data, at),
        "criteres.csv": _criteria([trace]),
        "questions.csv": _questions([trace]),
        "decisions.csv": _decisions([trace]),
        **({"proces-verbaux.csv": _in_minutes(decision, trace, minutes)} if minutes else {}),
    }


def of_session(
    course: Course,
    rules: JuryRules,
    register: Register,
    gradebook: NotebookFile,
    every: Sequence[Decision],
    traces: Sequence[DecisionTrace],
    minutes: Sequence[MinutesAct],
    seal: Seal | None,
    masked: bool,
    at: datetime.date,
) -> dict[str, bytes]:
    """The files of the session's own dossier: its paper, and the same tables for all."""
    official = rules.referentiel
    name = session.read(course.root).name
    judged = [criterion for trace in traces for competence in trace.competences for criterion in competence.criteria]
    left = sum(not criterion.given for criterion in judged)
    covered = [
        [
            criterion.id,
            criterion.label,
            str(sum(own.code == criterion.id for own in judged)),
            str(
                sum(any(own.code == criterion.id for c in trace.competences for own in c.criteria) for trace in traces)
            ),
        ]
        for criterion in official.criteres
        if any(trace.code == criterion.id for trace in judged)
    ]
    tables = [
        {
            "title": "Critères jugés",
            "head": ["Critère", "Ce qu'il demande", "Copies", "Candidats"],
            "widths": [1, 5, 1, 1],
            "lines": covered,
        },
    ]
    if lines := list(agreement_lines(course, official, register, gradebook)):
        tables.append(
            {
                "title": "Accord entre évaluateurs",
                "head": ["Épreuve", "Mesure"],
                "widths": [2, 3],
                "lines": [list(line) for line in lines],
            }
        )
    # Where names are masked, their files are not in the archive.
    file = 0 if masked else 1
    acts = [[act.number, day(act.day), *[act.file] * file, counted(len(act.decided), "candidat")] for act in minutes]
    if acts:
        tables.append(
            {
                "title": "Procès-verbaux",
                "head": ["N°", "Date", *["Fichier"] * file, "Décisions"],
                "widths": [1, 2, *[3] * file, 1],
                "lines": acts,
            }
        )
    tables.append(
        {"title": "Règles du jury", "head": ["Règle"], "widths": [1], "lines": [[rule] for rule in of_rules(rules)]}
    )
    data = _paper(course, rules, at, "Dossier d'une session", name, _head(course, rules, at)) | {
        "avant": [
            *([_MASKED] if masked else []),
            f"{counted(len(every), 'candidat')}. Certification : {counted_statuses(every)}.",
            f"{counted(len(covered), 'critère')}, et {counted(len(judged), 'niveau')} à donner, un par critère et par candidat dans chaque copie"
            + (f", dont {left} qui ne le sont pas encore." if left else "."),
            "Le dossier de chacun est dans « candidats » ; les tables réunissent tous les candidats.",
        ],
        "tables": tables,
        "fin": [traces[0].seal] if traces else [],
    }
    return {
        "session.pdf": compile_pdf(_TEMPLATE, data, at),
        "criteres.csv": _criteria(traces),
        "questions.csv": _questions(traces),
        "decisions.csv": _decisions(traces),
    }


def archive(files: Mapping[str, bytes]) -> bytes:
    """The dossier as one file; the same files make the same bytes."""
    return packed(dict(sorted(files.items())))


def _head(course: Course, rules: JuryRules, at: datetime.date) -> list[tuple[str, str]]:
    official = rules.referentiel.certification
    return [
        ("Certification :", official.title),
        ("Certificateur :", official.certifier),
        ("Session :", session.read(course.root).name),
        ("Établi le :", day(at)),
    ]


def _paper(
    course: Course, rules: JuryRules, at: datetime.date, title: str, of: str, head: Sequence[tuple[str, str]]
) -> dict[str, Any]:
    """The parts that every paper has, empty."""
    official = rules.referentiel.certification
    empty: dict[str, Any] = {"avant": [], "decisions": [], "competences": [], "tables": [], "fin": []}
    return empty | {
        "titre": title,
        "de": of,
        "certification": official.title,
        "certificateur": official.certifier,
        "date": day(at),
        "tete": [list(line) for line in head],
    }


def _on_paper(competences: Iterable[CompetenceTrace]) -> list[Any]:
    """Compétences as paper has them, their texts cut; a writing that several criteria are judged on is there once."""
    first: dict[tuple[str, str], str] = {}
    return [
        msgspec.to_builtins(
            msgspec.structs.replace(
                own, criteria=tuple(_criterion_on_paper(criterion, first) for criterion in own.criteria)
            )
        )
        for own in competences
    ]


def _criterion_on_paper(criterion: CriterionTrace, first: dict[tuple[str, str], str]) -> CriterionTrace:
    """A criterion as paper has it. first: the criterion under which each writing stands, by what was asked and answered; completed here."""
    before = first.setdefault((criterion.asked, criterion.answered), criterion.code)
    if before != criterion.code and criterion.answered != NOTHING:
        return msgspec.structs.replace(criterion, asked="", answered=f"la même qu'au critère {before}.")
    return msgspec.structs.replace(
        criterion, asked=shortened(criterion.asked, ASKED), answered=shortened(criterion.answered, EXCERPT)
    )


_CRITERION = (
    "Critère",
    "Ce qu'il demande",
    "Jugé sur",
    "Consigne",
    "Copie",
    "Niveau",
    "Descripteur",
    "Qui et quand",
    "Autres paroles",
)


def _criteria(traces: Iterable[DecisionTrace]) -> bytes:
    rows = [
        (trace.candidate, competence.code, *_cells(criterion))
        for trace in traces
        for competence in trace.competences
        for criterion in competence.criteria
    ]
    return _table("criteres", ("Candidat", "Compétence", *_CRITERION), rows)


def _cells(criterion: CriterionTrace) -> tuple[str, ...]:
    *texts, others = msgspec.structs.astuple(criterion)
    return (*texts, " ; ".join(others))


def _questions(traces: Iterable[DecisionTrace]) -> bytes:
    rows = [
        (trace.candidate, competence.code, question.title, question.points, question.outcome)
        for trace in traces
        for competence in trace.competences
        for question in competence.questions
    ]
    return _table("questions", ("Candidat", "Compétence", "Question", "Points", "Ce qui en est dit"), rows)


def _decisions(traces: Iterable[DecisionTrace]) -> bytes:
    rows = []
    for trace in traces:
        rows += [(trace.candidate, f"{own.code} : {own.decision}", own.why) for own in trace.competences]
        rows += [(trace.candidate, *wider) for wider in trace.wider]
    return _table("decisions", ("Candidat", "Décision", "Pourquoi"), rows)


def _in_minutes(decision: Decision, trace: DecisionTrace, minutes: Sequence[MinutesAct]) -> bytes:
    """A candidate's lines of the procès-verbaux, oldest first."""
    rows = [
        (trace.candidate, act.number, day(act.day), of_code(code), decided(code, Status(status)))
        for act in minutes
        for code, (status, _) in act.decided.get(decision.candidate, {}).items()
    ]
    return _table("proces-verbaux", ("Candidat", "Procès-verbal", "Du", "De quoi", "Décision"), rows)


def _table(name: str, titles: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    return csv_content(ExportTable(name, name, "", tuple(map(ExportColumn, titles)), tuple(map(tuple, rows))))
