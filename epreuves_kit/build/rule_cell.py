"""The cell that says, before an épreuve's criteria, how a compétence is had: points, cap, oral, least level, threshold.

It is built from the jury's rules and the épreuve's own points, so that no author types it, and is the same in each of its notebooks.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from epreuves.wording import french
from epreuves.wording.french import number
from epreuves.wording.typography import spaced
from epreuves_kit.authoring.grille import Grille
from epreuves_kit.authoring.text import Sujet, TextCell
from epreuves_kit.course import checklist
from epreuves_kit.referentiel.model import Oral, Referentiel
from epreuves_kit.rules.jury_rules import JuryRules
from epreuves_kit.rules.result import ResultRule, exact
from epreuves_kit.rules.sentences import due, others_in_words, own_criteria, percent

#: The cell's id in every notebook.
ID = "regle-des-competences"
#: What is said of the points of a group's two notebooks, by the one that each member fills alone.
_BOTH = {
    "rex": "le notebook collectif et le REX réunis",
    "production": "le notebook collectif et celui de la production réunis",
}
#: What an épreuve's oral is called in a sentence.
_ORALS = {Oral.COLLECTIVE: "L'oral collectif", Oral.INDIVIDUAL: "L'oral", Oral.GRAND_ORAL: "Le grand oral"}


def rule_cell(rules: JuryRules, the_grille: Grille, texts: Iterable[Sujet]) -> TextCell | None:
    """The cell of an épreuve; None for one that the référentiel does not have, which the jury does not decide of.

    texts: all of the épreuve's, whose questions and criteria add up.
    """
    epreuve = rules.referentiel.known(the_grille.epreuve)
    if epreuve is None:
        return None
    texts = tuple(texts)
    machine, grille = _points(rules.referentiel, texts)
    for code, critere in the_grille.criteres.items():
        competence = code.partition("-")[0]
        grille[competence] = grille.get(competence, Fraction(0)) + exact(critere.points)
    codes = [code for code in epreuve.competences if code in machine or code in grille]
    if not codes:
        return None
    rule = rules.of(epreuve.id)
    oral = _ORALS.get(epreuve.oral, "") if rules.oral else ""
    rows = [_row(code, machine.get(code, Fraction(0)), grille.get(code, Fraction(0)), rule) for code in codes]
    lines = [
        "## Comment une compétence s'acquiert",
        "",
        "- **Les points s'ajoutent.** Dans chaque compétence, ceux des questions, que la machine corrige, et ceux des critères, que le jury juge.",
        f"- **Les questions ont un plafond.** Elles pèsent {percent(rule.cap)} au plus : là où leurs points font davantage, elles sont ramenées à "
        f"{percent(rule.cap)}, et les critères pèsent le reste.",
    ]
    if any(critere.expected for critere in the_grille.criteres.values()):
        lines.append(f"- **Un critère a sa liste d'attendus** : {checklist.RULE}.")
    if oral:
        lines.append(
            f"- **{oral} pèse {percent(rule.oral)}** du résultat de chaque compétence, et l'écrit, {percent(1 - rule.oral)}. "
            "Le jury y donne un niveau par compétence, d'après ce que vous expliquez de vos réponses, de vos écrits et de vos fichiers, notebook à l'écran."
        )
    lines += [
        f"- **{code} est aussi évaluée par {others_in_words(others)}.** Son résultat est la moyenne de ce que chaque épreuve en donne, au poids de ses points, "
        "et ses critères sont ceux de toutes."
        for code in codes
        if (others := rules.referentiel.others_of(code, epreuve.id))
    ]
    lines += [
        f"- **Une compétence s'acquiert** avec {due(rule, bool(oral), own_criteria(sujet.notebook for sujet in texts))}.{_least(rule)}",
        "",
        *_of_the_table(bool(oral), texts),
        "| Compétence | Points des questions | Points des critères | Les questions pèsent | Les critères pèsent |",
        "| --- | ---: | ---: | ---: | ---: |",
        *rows,
    ]
    return TextCell(role="readonly", id=ID, kind="markdown", source=spaced("\n".join(lines)))


def _points(official: Referentiel, texts: Iterable[Sujet]) -> tuple[dict[str, Fraction], dict[str, Fraction]]:
    """The points of each compétence's questions, and of criteria that a text holds itself, over all of an épreuve's notebooks."""
    machine: dict[str, Fraction] = {}
    grille: dict[str, Fraction] = {}
    for sujet in texts:
        for cell in sujet.cells:
            code = official.competence_of(cell.id) if cell.role in ("tests", "task") else ""
            if code:
                part = grille if official.criterion_of(cell.id) else machine
                part[code] = part.get(code, Fraction(0)) + exact(cell.points or 0)
    return machine, grille


def _row(code: str, machine: Fraction, grille: Fraction, rule: ResultRule) -> str:
    if not machine + grille:
        return f"| {code} | 0 | 0 | – | – |"
    weight = rule.weight(machine, grille)
    capped = " (plafond)" if grille and weight == rule.cap < machine / (machine + grille) else ""
    share = f"{french.percent(weight)}{capped}"
    return f"| {code} | {number(machine)} | {number(grille)} | {share} | {french.percent(1 - weight)} |"


def _of_the_table(oral: bool, texts: Iterable[Sujet]) -> list[str]:
    """The line that says what the table is of, where that is not the whole of this notebook and of nothing else."""
    both = next((_BOTH[sujet.notebook] for sujet in texts if sujet.notebook in _BOTH), "")
    sentence = ", ".join(filter(None, ("Dans l'écrit" if oral else "", both)))
    return [f"{sentence[:1].upper()}{sentence[1:]} :", ""] if sentence else []


def _least(rule: ResultRule) -> str:
    if not rule.lowest_level:
        return ""
    return (
        " Si l'écrit que juge un critère reste vide, elle n'est donc pas acquise, même avec des réponses toutes justes."
    )
