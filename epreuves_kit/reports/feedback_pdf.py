"""A feedback page as a PDF/UA, to be printed or sent: what it says is what the page says."""

from __future__ import annotations

import datetime
from typing import Any

from epreuves.referentiel.levels import LEVELS
from epreuves.wording.french import counted, day, number
from epreuves_kit.feedback.lines import CompetenceBlock, CritereLine, QuestionLine
from epreuves_kit.feedback.view import Feedback, PassageLine
from epreuves_kit.jury.pdf import compile_pdf
from epreuves_kit.referentiel.model import Certification
from epreuves_kit.reports.pages import TEMPLATES

_NOTHING = "—"
#: Lines of an answer that are shown, as on the page.
_ROWS = 8


def feedback_pdf(certification: Certification, feedback: Feedback, at: datetime.date) -> bytes:
    """The PDF of a feedback; the same feedback on the same day makes the same bytes. Raises KitError."""
    results = feedback.results
    data = {
        "title": feedback.title, "name": feedback.name, "variant": feedback.variant, "held": results.held if results else "", "date": day(at),
        "certification": certification.named, "certifier": certification.certifier,
        "total": f"{_out_of(feedback.points, feedback.maximum)} points", "notes": feedback.notes, "notices": [*filter(None, (feedback.notice,)), *((*results.decision, *results.jury) if results else ())],
        "mends": feedback.mends, "whole": feedback.whole, "finished": not feedback.pending,
        "strengths": [{"title": s.title, "note": s.code, "said": s.said} for s in feedback.strengths],
        "next": [
            {"title": s.title, "note": ", ".join(filter(None, (s.code, f"{counted(s.lost, 'point')} à gagner"))), "said": f"{s.why} {s.todo}".strip()}
            for s in feedback.next_steps
        ],
        "result": results.name if results else "", "rule": " ".join(results.rule) if results else "", "assessed": feedback.assessed,
        "levels": [level.label for level in LEVELS], "competences": [_competence(c, results.name if results else "") for c in feedback.competences],
        "comments": [{"title": c.title, "lines": _lines("\n".join(filter(None, (c.comment, *map(_passage, c.passages)))))} for c in feedback.comments],
        "footer": feedback.closing,
    }  # fmt: skip
    return compile_pdf(TEMPLATES / "feedback.typ", data, at)


def _passage(line: PassageLine) -> str:
    about = f" ({line.criterion})" if line.criterion else ""
    changed = "" if line.stands else " (passage qui n'est plus dans votre texte)"
    return f"« {line.quote} »{changed} : {line.text}{about}"


def _competence(block: CompetenceBlock, name: str) -> dict[str, Any]:
    result = block.result
    outcome = _NOTHING if result is None else result.share or result.made_of
    if result is not None and result.held is not None:
        outcome += " ✓ acquise" if result.held else " ✗ non acquise"
    own = block.self_level.label if block.self_level is not None else "non renseignée"
    waits = f" ({block.awaited} en attente)" if block.pending else ""
    return {
        "short": block.code or block.label,
        "title": f"{block.code} — {block.label}" if block.code else block.label,
        "points": f"{_out_of(block.points, block.maximum)}{waits}",
        "head": f"{_out_of(block.points, block.maximum)}{' points' if name else ''}",
        "outcome": outcome,
        "said": f"{name} : {result.said}" if result else "",
        "self": f"{own} : « {block.self_words} »" if block.self_words else own,
        "jury": list(filter(None, (block.jury_words or "pas encore de niveau", block.gap_words)))
        if block.criteres
        else ["aucun critère"],
        "questions": [_question(q) for q in block.questions],
        "criteres": [_critere(k) for k in block.criteres],
    }


def _question(line: QuestionLine) -> dict[str, Any]:
    answer, unit = line.answer, f" {line.unit}" if line.unit else ""
    own, rows, more = "", [], ""
    if answer is not None and answer.rows:
        own = f"Votre réponse{f', en {line.unit}' if line.unit else ''} :"
        rows = [list(row) for row in ([answer.header] if any(answer.header) else []) + list(answer.rows[:_ROWS])]
        left = len(answer.rows[_ROWS:]) + answer.more
        more = f"et {counted(left, 'ligne')} de plus" if left else ""
    elif answer is not None and answer.text:
        own = f"Votre réponse : {answer.text}{unit}"
    return {
        "title": line.title,
        "sign": line.sign,
        "outcome": line.outcome,
        "sentence": line.sentence,
        "own": own,
        "rows": rows,
        "header": answer is not None and any(answer.header),
        "more": more,
        "points": _out_of(line.points, line.maximum),
    }


def _critere(line: CritereLine) -> dict[str, Any]:
    waits = line.level is None
    return {
        "title": line.label,
        "points": "en attente" if waits else _out_of(line.points, line.maximum),
        "official": line.official,
        "level": -1 if line.level is None else int(line.level),
        "descriptor": line.descriptor,
        "comment": _lines(line.comment),
    }


def _out_of(points: float, maximum: float) -> str:
    return f"{number(points)}\N{NO-BREAK SPACE}/\N{NO-BREAK SPACE}{number(maximum)}"


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
