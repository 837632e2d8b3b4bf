"""What was never worked out from the data earns next to nothing: made-up sheets, and a neighbour's figures changed a little."""

from __future__ import annotations

import random
import statistics
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

import pytest

from epreuves.answers import forms
from epreuves_kit.authoring import grille
from epreuves_kit.marking.marks import Mark, Scheme
from epreuves_kit.referentiel.reading import referentiel
from epreuves_kit.rules import jury_rules
from epreuves_kit.rules.result import EvidencePart, result
from tests.course import ROOT
from tests.fairness import sheets
from tests.fairness.conftest import Exam
from tests.fairness.guises import sent

#: The share of the machine's points that a made-up sheet may earn, over the variants that it was not made coherent on.
MOST = 0.10
#: The same of a neighbour's answers, moved.
MOST_OF_A_NEIGHBOUR_S = 0.10

Found = Callable[[str], Exam]


def test_a_sheet_made_up_once_for_all_variants_earns_a_tenth_at_most_and_no_competence(proven_whole: str, exam: Found):
    epreuve = proven_whole
    held = exam(epreuve)
    first, *others = held.schemes
    known = list(held.schemes.values())
    made_up = {name: sheets.invented(known, invention) for name, invention in sheets.INVENTIONS.items()}
    coherent = sheets.coherent(held.folder, held.notebook, first, made_up, free=True)
    # All the sheets on one variant, then on the next: a variant's reference is prepared once.
    marks = {v: {name: held.marks(v, sheet) for name, sheet in coherent.items()} for v in others}
    earned = {name: statistics.mean(held.share(given[name]) for given in marks.values()) for name in coherent}
    had = {
        name: sorted({code for given in marks.values() for code in competences(epreuve, given[name])})
        for name in coherent
    }
    lines = (
        f"{epreuve} · {name} : {100 * share:.1f} %, compétences : {had[name] or 'aucune'}"
        for name, share in earned.items()
    )
    print("", *lines, sep="\n")
    assert max(earned.values()) <= MOST, earned
    assert not any(had.values()), had


def competences(epreuve: str, marks: Sequence[Mark]) -> list[str]:
    """The compétences that a sheet gives whose writings are all at the least level that a criterion needs, without an oral."""
    criteria = grille.read(ROOT / "sujets" / epreuve / "grille.yaml").criteres
    rule, found = jury_rules.defaults(ROOT).of(epreuve), []
    for code in sorted({referentiel(ROOT).competence_of(m.question) for m in marks}):
        own = [m for m in marks if referentiel(ROOT).competence_of(m.question) == code]
        points = sum(Fraction(c.points) for k, c in criteria.items() if k.partition("-")[0] == code)
        count = sum(k.partition("-")[0] == code for k in criteria)
        machine = EvidencePart(Fraction(sum(m.points for m in own)), Fraction(sum(m.maximum for m in own)))
        written = EvidencePart(points * rule.lowest_level / 3, points)
        given = result(rule, machine, written, [rule.lowest_level] * count)
        if given is not None and given.passes:
            found.append(code)
    return found


def moved(scheme: Scheme, most: float, chance: random.Random) -> dict[str, Any]:
    """A variant's right answers, each column of figures moved by up to `most`, charts left out."""
    found = {}
    for question in scheme.questions:
        form, value = question.form, question.expected
        match form:
            case forms.ChartForm():
                continue
            case forms.SeriesForm(values=of):
                factor = _factor(of, most, chance)
                value = [[key, _times(of, v, factor)] for key, v in value]
            case forms.TableForm(columns=columns):
                factors = {name: _factor(of, most, chance) for name, of in columns.items()}
                value = [[k, {n: _times(columns[n], v, factors[n]) for n, v in row.items()}] for k, row in value]
            case forms.ListForm(de=of):
                factor = _factor(of, most, chance)
                value = [_times(of, v, factor) for v in value]
            case _:
                value = _times(form, value, _factor(form, most, chance))
        found[question.id] = sent(value)
    return found


def _factor(form: forms.Form, most: float, chance: random.Random) -> float:
    return 1 + chance.uniform(-most, most)


def _times(form: forms.Form, value: Any, factor: float) -> Any:
    if isinstance(form, forms.PercentageForm):
        return {"valeur": value["valeur"] * factor, "signe": value["signe"]}
    if isinstance(form, forms.IntegerForm):
        return round(value * factor)
    return value * factor if isinstance(form, forms.NumberForm) else value


@pytest.mark.parametrize("most", [0.0, 0.01, 0.03, 0.06])
def test_a_neighbour_s_figures_moved_a_little_earn_a_tenth_at_most(proven_whole: str, most: float, exam: Found):
    epreuve = proven_whole
    held = exam(epreuve)
    chance = random.Random(f"{epreuve} {most}")
    letters = list(held.schemes)
    shares = []
    for own, other in zip(letters, letters[5:] + letters[:5], strict=True):
        marks = held.marks(own, moved(held.schemes[other], most, chance))
        shares.append(held.share(marks))
    print(
        f"\n{epreuve} · voisin à {100 * most:.0f} % près : {100 * statistics.mean(shares):.1f} %, au plus {100 * max(shares):.1f} %"
    )
    assert statistics.mean(shares) <= MOST_OF_A_NEIGHBOUR_S
