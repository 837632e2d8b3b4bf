"""Results as tables: typed columns whose titles say the unit, rows of plain values. Nothing here knows of a file's format."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Iterable
from fractions import Fraction
from typing import Literal

import msgspec

from epreuves.referentiel.levels import LEVELS
from epreuves.referentiel.spelling import EpreuveId
from epreuves.wording.french import number
from epreuves_kit.exports.results import CandidateResult, Element, Results
from epreuves_kit.feedback.lines import OUTCOMES
from epreuves_kit.jury.decision import Decision
from epreuves_kit.jury.verdict import Verdict
from epreuves_kit.referentiel.model import Referentiel
from epreuves_kit.rules.result import EvidencePart, added

Value = str | int | Fraction | datetime.date | None
#: text: as written; points: to four digits; percent: a share of 1 shown out of 100, cut to two digits; date: a day, or a moment
#: in UTC, shown as local time.
Kind = Literal["text", "integer", "points", "percent", "date"]


class ExportColumn(msgspec.Struct, frozen=True):
    """A column: its title, with the unit, what it holds, and one sentence on it where the title does not say all."""

    title: str
    kind: Kind = "text"
    note: str = ""


class ExportTable(msgspec.Struct, frozen=True):
    """A table. name: of its file; title: of its sheet (at most 31 characters); rows: a value a column, None for « nothing »."""

    name: str
    title: str
    note: str
    columns: tuple[ExportColumn, ...]
    rows: tuple[tuple[Value, ...], ...]


_WHO = (ExportColumn("Candidat"), ExportColumn("Nom"))
_LEVELS = ", ".join(f"{int(n)} {n.label}" for n in LEVELS)
_DETAIL = (
    *_WHO,
    ExportColumn("Épreuve"), ExportColumn("Titre de l'épreuve"), ExportColumn("Notebook"),
    ExportColumn("Compétence"), ExportColumn("Libellé de la compétence"),
    ExportColumn("Nature", note="« question » (corrigée par la machine), « critère » (jugé par un correcteur) ou « autre »."),
    ExportColumn("Élément", note="Le code du critère, ou l'identifiant de la question dans le notebook."),
    ExportColumn("Libellé"),
    ExportColumn("Points obtenus", "points"), ExportColumn("Points possibles", "points"),
    ExportColumn("Réussite (%)", "percent", "Les points obtenus sur les points possibles ; vide tant que l'élément est à juger."),
    ExportColumn("Niveau (0 à 3)", "integer", f"D'un critère seulement : {_LEVELS}."), ExportColumn("Niveau, en mots"),
    ExportColumn("Constat", note="Ce que la machine a constaté d'une question."),
    ExportColumn("Erreur reconnue", note="Le code de l'erreur, le même dans toutes les variantes."),
    ExportColumn("À juger", note="« oui » tant qu'un correcteur doit encore se prononcer."),
    ExportColumn("Notebook rendu", note="« non » : compté zéro, comme dans le carnet de notes."),
    ExportColumn("Remis le", "date", "Date et heure de remise de la copie."),
    ExportColumn("Commentaire"),
)  # fmt: skip
_DECIDED = (
    *_WHO,
    ExportColumn("Compétence"), ExportColumn("Libellé de la compétence"), ExportColumn("Épreuve"),
    ExportColumn("Décision", note="Validé, non validé, à compléter, rattrapage ou absent, d'après les règles du jury ou sa décision."),
    ExportColumn("Résultat (%)", "percent", "Par les règles du jury, où les questions ont un plafond, coupé à deux décimales ; vide tant qu'il manque quelque chose."),
    ExportColumn("Questions, points obtenus", "points"), ExportColumn("Questions, points possibles", "points"),
    ExportColumn("Critères, points obtenus", "points"), ExportColumn("Critères, points possibles", "points"),
    ExportColumn("Oral, niveau (0 à 3)", "integer", f"{_LEVELS} ; vide sans oral, ou tant qu'il n'a pas de niveau."),
    ExportColumn("Auto-évaluation, niveau (0 à 3)", "integer", "Le niveau que le candidat se donne ; il ne compte pas."),
    ExportColumn("Ce qui manque"), ExportColumn("Motivation"),
    ExportColumn("Décidé par", note="Vide quand la décision est celle des règles."),
    ExportColumn("Décidé le", "date"),
)  # fmt: skip


def tables(results: Results) -> tuple[ExportTable, ...]:
    """The four tables of a cohort: two with a line for each result, two with a line for each candidate."""
    return detail(results), by_element(results), competences(results), summary(results)


def detail(results: Results) -> ExportTable:
    """A line for each candidate and element."""
    names = _names(results)
    rows = tuple(_detailed(results.referentiel, names[result.candidate], result) for result in results.results)
    note = "Une ligne par candidat et par question ou critère."
    return ExportTable("resultats-detail", "Résultats, détail", note, _DETAIL, rows)


def by_element(results: Results) -> ExportTable:
    """A line a candidate, a column an element: points; empty where there is none, or where they are yet to be given."""
    elements = [element for element in results.elements if element.maximum]
    points: dict[str, dict[Element, Fraction]] = {}
    for result in results.results:
        if not result.pending:
            points.setdefault(result.candidate, {})[result.element] = result.points
    columns = tuple(ExportColumn(_heading(element), "points", element.title) for element in elements)
    rows = tuple(
        (decision.candidate, decision.name, *(points.get(decision.candidate, {}).get(element) for element in elements))
        for decision in results.decisions
    )
    note = "Une ligne par candidat, une colonne par question ou critère, en points ; une case vide : pas de note."
    return ExportTable("resultats-par-element", "Résultats par élément", note, (*_WHO, *columns), rows)


def competences(results: Results) -> ExportTable:
    """A line for each candidate and compétence: what is decided of it, and why."""
    rows = tuple(
        _decided(decision, verdict, results) for decision in results.decisions for verdict in decision.competences
    )
    note = "Une ligne par candidat et par compétence : ce qui en est décidé, et pourquoi."
    return ExportTable("competences-detail", "Compétences, détail", note, _DECIDED, rows)


def summary(results: Results) -> ExportTable:
    """A line a candidate: certification, blocs, épreuves, then the share of each compétence."""
    blocs = _codes(verdict for decision in results.decisions for verdict in decision.blocs)
    epreuves = _codes(verdict for decision in results.decisions for verdict in decision.epreuves)
    codes = _codes(verdict for decision in results.decisions for verdict in decision.competences)
    columns = (
        *_WHO,
        ExportColumn(
            "Certification", note="« — » : non demandée ; « (décision du jury) » : le jury en a décidé lui-même."
        ),
        *(ExportColumn(f"Bloc {code}", note="« — » : non demandé.") for code in blocs),
        *(ExportColumn(f"{code}, décision") for code in epreuves),
        *(
            ExportColumn(f"{code}, résultat (%)", "percent", results.referentiel.competence(code).label)
            for code in codes
        ),
    )
    rows = tuple(
        (
            decision.candidate,
            decision.name,
            _status(decision.certification),
            *(_status(decision.find(code)) for code in blocs),
            *(_status(decision.find(code)) for code in epreuves),
            *(_share(decision.find(code)) for code in codes),
        )
        for decision in results.decisions
    )
    note = "Une ligne par candidat : les décisions, puis le résultat de chaque compétence."
    return ExportTable("synthese", "Synthèse", note, columns, rows)


def _detailed(official: Referentiel, name: str, result: CandidateResult) -> tuple[Value, ...]:
    element = result.element
    kind = "critère" if element.criterion else "question" if element.competence and element.maximum else "autre"
    level = result.level
    return (
        result.candidate, name, element.epreuve, _title(official, element.epreuve), element.notebook,
        element.competence, official.competence(element.competence).label if element.competence else "",
        kind, element.criterion or element.id, element.title,
        None if result.pending else result.points, element.maximum, result.share,
        None if level is None else int(level), "" if level is None else level.label,
        OUTCOMES[result.outcome][1] if result.outcome else "", result.mistake,
        "oui" if result.pending else "non", "oui" if result.handed_in else "non", result.handed_in_at, result.comment,
    )  # fmt: skip


def _decided(decision: Decision, verdict: Verdict, results: Results) -> tuple[Value, ...]:
    official, changed, code = results.referentiel, verdict.changed, verdict.code
    facts, own = results.facts[decision.candidate, code], results.own_levels.get((decision.candidate, code))
    awaited = any(fact.lacking for fact in facts)
    parts = [
        value
        for evidence in ([fact.machine for fact in facts], [fact.grille for fact in facts])
        for value in _part(added(evidence), awaited)
    ]
    orals = [fact.oral for fact in facts if fact.oral is not None]
    return (
        decision.candidate,
        decision.name,
        code,
        official.competence(code).label,
        ", ".join(epreuve.id for epreuve in official.epreuves_of(code)),
        verdict.status.value,
        verdict.share,
        *parts,
        min(orals, default=None),
        None if own is None else int(own),
        " ; ".join(verdict.lacking),
        verdict.why,
        changed.author if changed else "",
        changed.at if changed else None,
    )


def _part(part: EvidencePart | None, awaited: bool) -> tuple[Value, Value]:
    """Points earned and possible; those earned are not told while some are awaited, nor is a part that the épreuve does not have."""
    return (None, None) if part is None else (None if awaited else part.points, part.maximum)


def _heading(element: Element) -> str:
    """« e… · U5_1-roas (points sur 4) »; the notebook is told where it is not the épreuve's own."""
    where = element.epreuve if element.notebook == element.epreuve else f"{element.epreuve} · {element.notebook}"
    return f"{where} · {element.criterion or element.id} (points sur {number(element.maximum, 4)})"


def _title(official: Referentiel, epreuve: EpreuveId) -> str:
    """An épreuve's title; empty for one that the référentiel does not have."""
    own = official.known(epreuve)
    return "" if own is None else own.title


def _names(results: Results) -> dict[str, str]:
    return {decision.candidate: decision.name for decision in results.decisions}


def _codes(verdicts: Iterable[Verdict]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(verdict.code for verdict in verdicts))


def _status(verdict: Verdict | None) -> str:
    """A decision, with whose it is where the jury took it itself."""
    if verdict is None:
        return "—"
    return f"{verdict.status.value}{' (décision du jury)' if verdict.changed else ''}"


def _share(verdict: Verdict | None) -> Fraction | None:
    return None if verdict is None else verdict.share


#: What no spreadsheet's cell holds: control characters but tab and newline, halves of a character, XML's two forbidden ones.
_INVISIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def percent(share: Fraction) -> Fraction:
    """A share out of 100, cut at two decimals, never rounded up to a threshold that it does not reach."""
    return Fraction(math.floor(share * 10_000), 100)


def points(value: Fraction) -> float:
    """Points to four digits, as nbgrader keeps those of a level."""
    return round(float(value), 4)


def local(at: datetime.datetime) -> datetime.datetime:
    """A moment by the clock of this machine, to the second, without its zone, which spreadsheets do not have."""
    return at.astimezone().replace(tzinfo=None, microsecond=0)


def plain(text: str) -> str:
    """A text as any cell can hold it: one kind of end of line, no invisible character that a file could not carry."""
    return _INVISIBLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
