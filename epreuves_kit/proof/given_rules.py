"""The lint's rules on answers given away: a figure that stands in what candidates read, in what a cell shows, in a mistake's sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from epreuves.answers.forms import ChoiceForm, IntegerForm, NumberForm, PercentageForm
from epreuves.answers.keys import fold
from epreuves.referentiel.spelling import EpreuveId
from epreuves_kit.authoring.statements import lines
from epreuves_kit.authoring.text import Sujet
from epreuves_kit.marking.marks import Question, Scheme
from epreuves_kit.proof.findings import Finding

_NUMBER = re.compile(r"(?<![\w.,])\d{1,3}(?:[ \u00a0\u202f_]\d{3})+(?:[.,]\d+)?(?!\w)|(?<![\w.,])\d+(?:[.,]\d+)?(?!\w)")
_YEARS = range(1900, 2101)
#: Significant digits from which two figures do not agree by chance: in a text, and in the sentence of the question's own mistake.
_TELLING, _TELLING_OF_ONE = 4, 3
#: A choice of fewer characters is a letter or a code, which any sentence may hold.
_TELLING_CHOICE = 5


class _Figure(NamedTuple):
    """A number as it is written: its value, its decimals, its significant digits."""

    text: str
    value: float
    decimals: int
    digits: int


class _Place(NamedTuple):
    """The place where a figure stands."""

    file: str
    cell: str
    line: int
    figure: _Figure


def given_rules(
    epreuve: EpreuveId, sujet: Sujet, schemes: Sequence[Scheme], outputs: Mapping[str, str]
) -> Iterator[Finding]:
    """All the rules on answers given away; outputs: what the read-only cells of the released notebook show on the first scheme's variant."""
    places = list(_shown(sujet))
    for scheme in schemes:
        for question in scheme.questions:
            yield from _in_sentences(epreuve, scheme.variant, question)
            wanted = _figure_of(question)
            for place in places if wanted is not None else ():
                if wanted is not None and _same(place.figure, wanted, _TELLING):
                    message = f"« {place.figure.text} » est la réponse de « {question.id} » : ôtez-la de ce qui est lu"
                    yield Finding(
                        "chiffre_donne",
                        epreuve,
                        message,
                        "erreur",
                        place.file,
                        place.cell,
                        place.line,
                        scheme.variant,
                    )
    for question in schemes[0].questions if schemes else ():
        wanted = _figure_of(question)
        for cell, text in outputs.items() if wanted is not None else ():
            shown = next((figure for figure in _figures(text) if _same(figure, wanted, _TELLING)), None)
            if shown is not None:
                message = (
                    f"la cellule affiche « {shown.text} », la réponse de « {question.id} » : ôtez ce qu'elle montre"
                )
                yield Finding(
                    "chiffre_donne", epreuve, message, "erreur", sujet.file, cell, variants=schemes[0].variant
                )


def _shown(sujet: Sujet) -> Iterator[_Place]:
    for line in lines(sujet):
        yield from (_Place(sujet.file, line.cell.name, line.number, figure) for figure in _figures(line.text))
    for cell in sujet.cells:
        if cell.role == "readonly" and cell.kind == "code":
            for number, text in enumerate(cell.source.splitlines(), start=cell.line + 1):
                yield from (_Place(sujet.file, cell.name, number, figure) for figure in _figures(text))


def _figures(text: str) -> Iterator[_Figure]:
    for match in _NUMBER.finditer(text):
        digits = re.sub(r"[ \u00a0\u202f_]", "", match[0]).replace(",", ".")
        whole, _, decimals = digits.partition(".")
        significant = len((whole + decimals).lstrip("0"))
        if not (decimals == "" and int(whole) in _YEARS):
            yield _Figure(match[0], float(digits), len(decimals), significant)


def _figure_of(question: Question) -> float | None:
    """The one number that a question expects, None where it expects something else."""
    if isinstance(question.form, PercentageForm):
        return float(question.expected["valeur"])
    return float(question.expected) if isinstance(question.form, NumberForm | IntegerForm) else None


def _same(figure: _Figure, wanted: float | None, digits: int) -> bool:
    """True if a written figure is the wanted number, rounded as it is written and not further."""
    return (
        wanted is not None
        and figure.digits >= digits
        and abs(abs(wanted) - figure.value) <= 0.5 * 10.0**-figure.decimals * (1 + 1e-9)
    )


def _in_sentences(epreuve: EpreuveId, variant: str, question: Question) -> Iterator[Finding]:
    """A mistake's sentence does not say what is right."""
    choices: Iterable[Any] = (
        [question.expected] if isinstance(question.form, ChoiceForm) and not question.form.several else ()
    )
    for mistake in question.mistakes:
        figures = [
            figure.text for figure in _figures(mistake.sentence) if _same(figure, _figure_of(question), _TELLING_OF_ONE)
        ]
        sentence = fold(mistake.sentence)
        figures += [
            choice
            for choice in choices
            if len(choice) >= _TELLING_CHOICE and re.search(rf"\b{re.escape(fold(choice))}\b", sentence)
        ]
        if figures:
            message = f"la phrase de l'erreur « {mistake.code} » donne la réponse, « {figures[0]} » : dites le chemin, pas le résultat"
            yield Finding("chiffre_donne", epreuve, message, cell=question.id, variants=variant)
