"""Three files for Moodle: grades of the gradebook's CSV import, in percent with feedback, the compétences as outcomes, and the whole
référentiel as a competency framework.

Formats: the import pages of Moodle themselves (« grade/import/csv », « grade/edit/outcome/import », « admin/tool/lpimportcsv »). No file
has a byte order mark: the import of outcomes would take it for a part of the first title. They are for Moodle: no text is changed for a
spreadsheet.
"""

from __future__ import annotations

import csv
import html
import io
from collections.abc import Iterable
from fractions import Fraction
from textwrap import shorten

import msgspec

from epreuves.referentiel.levels import LEVELS, Level
from epreuves_kit.exports.results import Results
from epreuves_kit.exports.tables import percent, plain
from epreuves_kit.jury.decision import Decision
from epreuves_kit.jury.verdict import Verdict
from epreuves_kit.referentiel.model import Referentiel

#: What Moodle reads as « no grade ».
_NONE = "-"
_OUTCOMES = (
    "outcome_name",
    "outcome_shortname",
    "outcome_description",
    "scale_name",
    "scale_items",
    "scale_description",
)
#: The titles that Moodle's own export writes; it goes by their order.
_FRAMEWORK = (
    "Parent ID number",
    "ID number",
    "Short name",
    "Description",
    "Description format",
    "Scale values",
    "Scale configuration",
    "Rule type (optional)",
    "Rule outcome (optional)",
    "Rule config (optional)",
    "Cross-referenced competency ID numbers",
    "Exported ID (optional)",
    "Is framework",
    "Taxonomy",
)
#: What Moodle calls each depth of the tree, among its own words; how it says that a text is HTML; letters of a short name.
_TAXONOMIES, _HTML, _SHORT = ("domain", "competency", "indicator"), "1", 100
SCALE = "Niveaux de la certification"


def grades(results: Results) -> bytes:
    """A line a candidate: identifiers, each épreuve's grade out of 100 and its feedback, each compétence's grade out of 100.

    Épreuves and compétences of which nobody has a grade yet are left out.
    """
    decisions = results.decisions
    epreuves = graded(verdict for decision in decisions for verdict in decision.epreuves)
    competences = graded(verdict for decision in decisions for verdict in decision.competences)
    titles = [f"{id} (sur 100)" for id in epreuves]
    comments = [f"{id} (commentaire)" for id in epreuves]
    rows = [
        [
            "Identifiant",
            "Adresse de courriel",
            *_pairs(titles, comments),
            *(f"{code} (sur 100)" for code in competences),
        ]
    ]
    for decision in decisions:
        marks = [_grade(decision.find(id)) for id in epreuves]
        reasons = [feedback(results.referentiel, decision, id) for id in epreuves]
        own = [_grade(decision.find(code)) for code in competences]
        rows.append(
            [
                plain(decision.candidate),
                plain(results.emails.get(decision.candidate, "")),
                *_pairs(marks, reasons),
                *own,
            ]
        )
    return _written(rows, ",")


def outcomes(official: Referentiel) -> bytes:
    """A line a compétence of the référentiel, on the scale of the four levels."""
    scale = ",".join(level.label.capitalize() for level in LEVELS)
    about = "Les quatre niveaux d'un critère, du plus bas au plus haut."
    rows = [list(_OUTCOMES)]
    for competence in official.competences:
        criteria = "".join(f"<li>{html.escape(critere.label, quote=False)}</li>" for critere in competence.criteres)
        name = f"{competence.code} {competence.group.title}"
        described = f"<p>{html.escape(competence.label, quote=False)}</p><ul>{criteria}</ul>"
        rows.append([name, competence.code, described, SCALE, scale, about])
    return _written(rows, ";")


def framework(official: Referentiel) -> bytes:
    """The référentiel as a competency framework: itself on the first line, then a line for each activity, compétence and criterion.

    Moodle puts a line under the one whose code stands in its first column; no code of ours is another's, nor reads as a number, as it
    compares them loosely. It cuts a short name after 100 letters: ours end before, at a word.
    """
    certification = official.certification
    scale = ",".join(level.label.capitalize() for level in LEVELS)
    title = f"{certification.title}, niveau {certification.level}"
    rows = [
        list(_FRAMEWORK),
        _line("", certification.framework or certification.register_code or certification.title, title, title, scale),
    ]
    for activity in official.activities:
        rows.append(_line("", activity.code, f"{activity.code} {activity.label}", activity.label))
        for competence in activity.competences:
            name = f"{competence.code} {competence.group.title}"
            rows.append(_line(activity.code, competence.code, name, competence.label))
            rows += (
                _line(competence.code, critere.id, critere.label, critere.label) for critere in competence.criteres
            )
    return _written(rows, ",")


def _line(parent: str, code: str, name: str, described: str, scale: str = "") -> list[str]:
    """A line of the framework. scale: its values, of the framework alone; the rest takes them from it."""
    short = name if len(name) <= _SHORT else shorten(name, _SHORT, placeholder="…")
    return [
        parent,
        code,
        short,
        f"<p>{html.escape(described, quote=False)}</p>",
        _HTML,
        scale,
        _scale_levels() if scale else "",
        "",
        "",
        "",
        "",
        "",
        "1" if scale else "",
        ",".join(_TAXONOMIES) if scale else "",
    ]


def _scale_levels() -> str:
    """The values of the scale, from 1, that are enough to hold a competency, and the one given by default, as Moodle writes them."""
    levels = [
        {
            "id": int(level) + 1,
            "scaledefault": int(level is Level.ACQUIRED),
            "proficient": int(level >= Level.ACQUIRED),
        }
        for level in LEVELS
    ]
    # The first is the scale's own number, which Moodle replaces.
    return msgspec.json.encode([{"scaleid": "1"}, *levels]).decode()


def graded(verdicts: Iterable[Verdict]) -> list[str]:
    """The codes of what somebody has a grade of."""
    shares: dict[str, bool] = {}
    for verdict in verdicts:
        shares[verdict.code] = shares.get(verdict.code, False) or verdict.share is not None
    return [code for code, marked in shares.items() if marked]


def feedback(official: Referentiel, decision: Decision, epreuve: str) -> str:
    """The reasons of the decisions on an épreuve and its compétences; Moodle reads them as HTML, so that nothing of them may be markup."""
    verdict = decision.find(epreuve)
    if verdict is None:
        return ""
    codes = official.epreuve(epreuve).competences
    reasons = [verdict.why, *(own.why for code in codes if (own := decision.find(code)) is not None)]
    return "<br>".join(html.escape(plain(why), quote=False).replace("\n", "<br>") for why in reasons)


def _grade(verdict: Verdict | None) -> str:
    """A share out of 100; Moodle refuses more than 100."""
    if verdict is None or verdict.share is None:
        return _NONE
    return f"{float(min(percent(verdict.share), Fraction(100))):.2f}"


def _pairs(first: list[str], second: list[str]) -> list[str]:
    return [cell for pair in zip(first, second, strict=True) for cell in pair]


def _written(rows: Iterable[Iterable[str]], separator: str) -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=separator, lineterminator="\r\n").writerows(rows)
    return out.getvalue().encode()
