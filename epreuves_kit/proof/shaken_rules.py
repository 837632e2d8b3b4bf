"""The rules on a variant that is run and shaken.

Right answers must not hang on the order of rows, decisions must not turn on the fourth digit, and what follows a named mistake must
be worked out from it.
"""

from __future__ import annotations

from collections.abc import Iterator

from epreuves.answers.forms import (
    IntegerForm,
    ListForm,
    NumberForm,
    PercentageForm,
    Scalar,
    SeriesForm,
    TableForm,
)
from epreuves.answers.tree import CheckedTree
from epreuves.referentiel.spelling import EpreuveId
from epreuves.wording.french import listed, number
from epreuves_kit.marking.marks import Question, Scheme, mark
from epreuves_kit.proof.findings import Finding, Level
from epreuves_kit.proof.probes import Shaken
from epreuves_kit.proof.recording import ChartLook, Recording
from epreuves_kit.proof.shown_values import short
from epreuves_kit.proof.trees import DIGITS, scalars

#: Seconds from which a cell keeps a room waiting, and from which it is refused.
SLOW, TOO_SLOW = 5.0, 10.0
#: Inches below which a figure is a stamp, and points below which nobody reads its labels.
SMALLEST_WIDTH, SMALLEST_HEIGHT, SMALLEST_TEXT = 4.0, 2.5, 7.0


def _decided(question: Question) -> object:
    """The part of a value that is decided: all but the figures that may be rounded."""
    form, value = question.form, question.expected
    match form:
        case SeriesForm(values=of):
            kept = [[key, None if _rounds(of) else item] for key, item in value]
            return sorted(kept, key=str)
        case TableForm(columns=columns):
            rows = [
                [key, {name: item for name, item in row.items() if not _rounds(columns[name])}] for key, row in value
            ]
            return sorted(rows, key=str)
        case ListForm(de=of) if _rounds(of):
            return len(value)
    return sorted(value) if isinstance(value, list) else value


def _rounds(form: Scalar) -> bool:
    return isinstance(form, NumberForm | PercentageForm | IntegerForm)


def shaken_rules(scheme: Scheme, shaken: Shaken) -> Iterator[Finding]:
    """Findings on what shaking one variant showed."""
    variant = scheme.variant

    def finding(rule: str, message: str, cell: str = "") -> Finding:
        return Finding(rule, scheme.epreuve, message, cell=cell, variants=variant)

    if shaken.shuffled.failure:
        yield finding("ordre", f"les lignes des tables mélangées, le corrigé échoue ({shaken.shuffled.failure})")
    else:
        trees = {id: CheckedTree(tree) for id, tree in shaken.shuffled.answers.items()}
        changed = {note.question for note in mark(scheme, trees) if note.points < note.maximum}
        for question in scheme.questions:
            # What follows from an answer that changed changes too: the first says it.
            if question.id in changed and not changed.intersection(question.depends):
                message = (
                    "les lignes des tables mélangées, la réponse change : départagez l'égalité dans le tirage, ou donnez l'ordre qui "
                    "compte dans une colonne"
                )
                yield finding("ordre", message, question.id)
    for question in shaken.rounded.questions if shaken.rounded else ():
        own = scheme.question(question.id)
        if own is not None and _decided(question) != _decided(own):
            message = (
                f"les réponses précédentes arrondies à {DIGITS} chiffres significatifs, « {short(own.form, own.expected)} » devient "
                f"« {short(question.form, question.expected)} » : écartez le tirage du seuil"
            )
            # A count that moves by one is followed; a decision that turns is what is discussed afterwards.
            level: Level = "avertissement" if all(map(_rounds, scalars(own.form))) else "erreur"
            yield Finding("arrondi", scheme.epreuve, message, level, cell=question.id, variants=variant)
    for id, code, lost in shaken.lost:
        message = f"l'erreur « {code} » n'est pas suivie dans {listed(f'« {question} »' for question in lost)} : qui la fait peut y perdre encore"
        yield Finding("suite", scheme.epreuve, message, "avertissement", cell=id, variants=variant)


def recording_rules(epreuve: EpreuveId, variant: str, recording: Recording) -> Iterator[Finding]:
    """Findings on how the source behaved on one variant: its speed, its charts, what it changes in place, what it cannot follow."""
    for cell, seconds in recording.seconds.items():
        if seconds >= SLOW:
            message = f"la cellule prend {number(seconds, 0)} s : une salle entière l'attend, préparez moins"
            level: Level = "erreur" if seconds >= TOO_SLOW else "avertissement"
            yield Finding("lenteur", epreuve, message, level, cell=cell, variants=variant)
    for question, look in recording.charts.items():
        for message in _unreadable(look):
            yield Finding("graphique", epreuve, message, cell=question, variants=variant)
    for cell in recording.ties:
        message = "le plus grand ou le plus petit est atteint plusieurs fois, et le premier venu est pris : écartez l'égalité du tirage"
        yield Finding("egalite", epreuve, message, cell=cell, variants=variant)
    for question, cell in recording.altered.items():
        where = f"dans la cellule « {cell} »" if cell else "plus bas"
        message = (
            f"la réponse est changée sur place {where}, après avoir été donnée : travaillez sur une copie (.copy())"
        )
        yield Finding("sur_place", epreuve, message, cell=question, variants=variant)
    for broken in recording.broken:
        message = f"le corrigé ne supporte pas l'erreur « {broken.code} » de « {broken.question} » ({broken.error}) : qui la fait ne peut pas être suivi"
        yield Finding("suite", epreuve, message, cell=broken.cell, variants=variant)


def _unreadable(look: ChartLook) -> Iterator[str]:
    """The sentences on what a reader of the reference's chart stumbles on."""
    if look.width < SMALLEST_WIDTH or look.height < SMALLEST_HEIGHT:
        size = f"{number(look.width, 1)} × {number(look.height, 1)} pouces"
        yield f"le graphique du corrigé est trop petit ({size}) : au moins {number(SMALLEST_WIDTH)} × {number(SMALLEST_HEIGHT)}"
    if look.smallest < SMALLEST_TEXT:
        size = f"{number(look.smallest, 1)} points"
        yield f"le graphique du corrigé a des textes de {size} : au moins {number(SMALLEST_TEXT)}"
    if look.cut:
        yield "l'axe des barres du corrigé ne part pas de 0 : une barre se lit par sa longueur"
