"""The result of a compétence: points as announced, questions capped, an oral's share, the least level; and the words that say it."""

import re
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from epreuves_kit.referentiel.reading import referentiel
from epreuves_kit.rules.jury_rules import defaults
from epreuves_kit.rules.result import EvidencePart, ResultRule, result, tallies
from epreuves_kit.rules.sentences import conclusion, due, made_of, of_competences, own_criteria, percent
from tests.course import ROOT
from tests.jury.facts import rules

HALF = Fraction(1, 2)
NBSP = "\N{NO-BREAK SPACE}"


def rule(cap=HALF, oral=Fraction(1, 5), threshold=HALF, least=1, criteria=0, own=0):
    return ResultRule(Fraction(cap), Fraction(oral), Fraction(threshold), Fraction(criteria), Fraction(own), least)


def part(points, maximum):
    return EvidencePart(Fraction(points), Fraction(maximum))


PARTS = st.builds(
    lambda most, share: part(share * most, most),
    st.fractions(Fraction(1, 2), 60, max_denominator=4),
    st.fractions(0, 1, max_denominator=12),
)
RULES = st.builds(
    rule,
    st.fractions(0, 1, max_denominator=20),
    st.fractions(0, Fraction(9, 10), max_denominator=10),
    st.fractions(0, 1, max_denominator=20),
    st.integers(0, 3),
)
LEVEL = st.none() | st.integers(0, 3)


def test_points_add_up_as_announced_where_the_questions_are_within_their_cap():
    found = result(rule(), part(3, 3), part(10, 18), levels=(1, 2, 2))
    assert found.share == Fraction(13, 21)
    assert not found.capped
    assert made_of(found) == "calculs 3 / 3 et critères 10 / 18, soit 13 points sur 21"


def test_questions_that_have_more_points_than_their_cap_are_brought_back_to_it():
    found = result(rule(), part(28, 35), part(6, 9), levels=(2, 2, 2))
    assert found.share == HALF * Fraction(28, 35) + HALF * Fraction(6, 9)
    assert found.capped
    assert made_of(found) == f"calculs 28 / 35, au poids plafonné à 50{NBSP}%, et critères 6 / 9, au poids de 50{NBSP}%"


def test_an_oral_is_a_share_of_the_whole():
    found = result(rule(cap=Fraction(45, 100)), part(5, 10), part(4, 8), levels=(1, 2), oral=2)
    assert found.share == Fraction(4, 5) * HALF + Fraction(1, 5) * Fraction(2, 3)
    assert made_of(found).startswith(f"écrit 50{NBSP}% : calculs 5 / 10, au poids plafonné à 45{NBSP}%")
    assert made_of(found).endswith(f" ; oral «{NBSP}acquis{NBSP}», 20{NBSP}% du résultat")


@pytest.mark.parametrize(
    ("machine", "grille", "oral", "share", "said"),
    [
        (part(5, 10), None, None, HALF, "calculs 5 / 10"),
        (None, part(4, 8), None, HALF, "critères 4 / 8"),
        (None, None, 2, Fraction(2, 3), f"oral «{NBSP}acquis{NBSP}»"),
        (None, part(4, 8), 3, Fraction(3, 5), f"écrit 50{NBSP}% : critères 4 / 8 ; oral «{NBSP}maîtrisé{NBSP}», 20{NBSP}% du résultat"),
        (part(5, 10), None, 0, Fraction(2, 5), f"écrit 50{NBSP}% : calculs 5 / 10 ; oral «{NBSP}non acquis{NBSP}», 20{NBSP}% du résultat"),
    ],
)  # fmt: skip
def test_what_an_épreuve_does_not_have_weighs_nothing(machine, grille, oral, share, said):
    found = result(rule(), machine, grille, oral=oral)
    assert found.share == share
    assert made_of(found) == said


def test_an_oral_that_has_no_share_counts_for_nothing_not_even_the_least_level():
    found = result(rule(oral=0), part(8, 10), part(8, 10), levels=(2,), oral=0)
    assert found.passes
    assert "oral" not in made_of(found)


def test_nothing_at_all_is_no_result_and_not_a_zero():
    assert result(rule(), None, None) is None
    assert result(rule(oral=0), None, None, oral=3) is None


@given(RULES, PARTS, PARTS)
def test_questions_never_weigh_more_than_their_cap_beside_criteria_nor_more_than_announced(asked, machine, grille):
    found = result(asked, machine, grille)
    announced = machine.maximum / (machine.maximum + grille.maximum)
    assert found.weight == min(announced, asked.cap)
    all_right = result(asked, part(machine.maximum, machine.maximum), part(0, grille.maximum))
    assert all_right.share == found.weight
    if not found.capped:
        assert found.share == (machine.points + grille.points) / (machine.maximum + grille.maximum)


@given(RULES, PARTS, PARTS, LEVEL, st.booleans())
def test_a_paper_with_no_writing_never_passes_where_criteria_have_a_least_level(asked, machine, grille, oral, more):
    assume(asked.lowest_level)
    found = result(
        asked, part(machine.maximum, machine.maximum), part(0, grille.maximum), levels=(0,) + (3,) * more, oral=oral
    )
    assert not found.passes


@given(RULES, PARTS, PARTS, LEVEL, st.fractions(0, 1, max_denominator=9))
def test_more_points_or_a_better_oral_never_lower_a_result(asked, machine, grille, oral, more):
    better = part(machine.points + more * (machine.maximum - machine.points), machine.maximum)
    judged = part(grille.points + more * (grille.maximum - grille.points), grille.maximum)
    before = result(asked, machine, grille, oral=oral)
    assert result(asked, better, grille, oral=oral).share >= before.share
    assert result(asked, machine, judged, oral=oral).share >= before.share
    if oral is not None and oral < 3:
        assert result(asked, machine, grille, oral=oral + 1).share >= before.share


@given(RULES, PARTS | st.none(), PARTS | st.none(), LEVEL)
def test_a_result_is_a_share(asked, machine, grille, oral):
    found = result(asked, machine, grille, oral=oral)
    assert found is None or 0 <= found.share <= 1


@given(
    st.fractions(Fraction(1, 100), 1, max_denominator=100),
    st.integers(1, 60),
    st.integers(1, 60),
    st.integers(0, 60),
    st.integers(0, 60),
    LEVEL,
)
def test_the_sentence_has_all_that_it_takes_to_work_the_result_out_again(cap, most, others, points, earned, oral):
    asked = rule(cap=Fraction(int(100 * cap), 100) or HALF)
    found = result(asked, part(min(points, most), most), part(min(earned, others), others), oral=oral)
    said = made_of(found)
    figures = [Fraction(n.replace(",", ".")) for n in re.findall(r"\d+(?:,\d+)?", said.rpartition("écrit ")[2])]
    if oral is not None:
        written, figures, spoken = figures[0] / 100, figures[1:-1], figures[-1] / 100
        assert abs((1 - spoken) * written + spoken * Fraction(oral, 3) - found.share) < Fraction(1, 5000)
    if found.capped:
        own, whole, weight, theirs, total, rest = figures
        worked = (weight * own / whole + rest * theirs / total) / 100
    else:
        worked = figures[-2] / figures[-1]
    assert abs(worked - found.written) < Fraction(1, 5000)


@pytest.mark.parametrize(
    ("levels", "oral", "said"),
    [
        ((2, 2), None, f"le seuil de 50{NBSP}% est atteint"),
        ((0, 3), None, f"mais un critère est sous le niveau minimal «{NBSP}en cours d'acquisition{NBSP}»"),
        ((0, 0), None, f"mais 2 critères sont sous le niveau minimal «{NBSP}en cours d'acquisition{NBSP}»"),
        ((1, 3), 0, f"mais l'oral est sous le niveau minimal «{NBSP}en cours d'acquisition{NBSP}»"),
        ((0, 3), 0, f"mais un critère et l'oral sont sous le niveau minimal «{NBSP}en cours d'acquisition{NBSP}»"),
    ],
)  # fmt: skip
def test_what_a_result_makes_of_a_compétence_is_said_with_all_that_stands_in_the_way(levels, oral, said):
    found = result(rule(), part(9, 10), part(9, 10), levels=levels, oral=oral)
    assert conclusion(found) == said
    assert found.passes == said.startswith("le seuil")


def test_a_result_under_the_threshold_says_so_and_what_is_under_the_least_level_too():
    found = result(rule(), part(1, 10), part(0, 10), levels=(0,))
    assert conclusion(found).startswith(f"sous le seuil de 50{NBSP}%, et un critère est sous le niveau")
    assert conclusion(result(rule(), part(1, 10), part(3, 10), levels=(1,))) == f"sous le seuil de 50{NBSP}%"


def test_criteria_alone_under_their_threshold_are_said_with_their_share():
    found = result(rule(criteria=HALF, own=HALF), part(9, 10), part(3, 9), levels=(1, 1, 1), own=part(1, 3))
    assert not found.passes
    assert conclusion(found) == (
        f"mais les critères, pris seuls, sont à 33,33{NBSP}%, sous leur seuil de 50{NBSP}% et les critères de la partie individuelle, "
        f"pris seuls, sont à 33,33{NBSP}%, sous leur seuil de 50{NBSP}%"
    )


@given(PARTS, st.integers(1, 9))
def test_right_figures_with_level_1_everywhere_are_no_compétence_by_the_default_rules(machine, count):
    for epreuve in referentiel(ROOT).epreuves:
        found = result(
            defaults(ROOT).of(epreuve.id),
            part(machine.maximum, machine.maximum),
            part(count, 3 * count),
            levels=(1,) * count,
            oral=1,
        )
        assert not found.passes


def test_the_rule_in_words_says_caps_oral_threshold_and_least_level():
    said = " ".join(of_competences(defaults(ROOT)))
    for due_ in (
        "14 % (fiche, projet)",
        "45 % (mise en situation)",
        "50 % (cas pratique)",
        "25 % (serious game)",
        "20 % du résultat",
    ):
        assert due_.replace(" %", f"{NBSP}%") in said
    asked = defaults(ROOT).of("e01_veille")
    assert due(asked, True, "de la partie individuelle") in said
    assert f"50{NBSP}% au moins des points des critères, pris seuls" in due(asked, oral=False)
    assert f"50{NBSP}% au moins de ceux du REX" in due(asked, True, own_criteria(["e02_analyse_projet", "rex"]))
    assert own_criteria(["e17_impact_digital"]) == ""
    assert "le niveau" not in due(rules().of("e01_veille"), oral=False)


def test_cells_of_several_notebooks_add_up_by_compétence_and_what_waits_is_no_level():
    class Cell:
        def __init__(self, score, maximum, pending=False):
            self.score, self.maximum, self.pending = score, maximum, pending

    found = tallies(
        referentiel(ROOT),
        {
            "e06_objectifs": {"C6_2-leads": Cell(3, 5), "C6_2-k1": Cell(1.3333, 4), "autre": Cell(1, 1)},
            "rex": {"C6_2-ventes": Cell(2, 3, True), "C6_2-k2": Cell(0, 4, True), "C6_1-x": Cell(1, 2)},
        },
    )
    assert set(found) == {"C6.2", "C6.1"}
    assert found["C6.2"].machine == part(5, 8)
    assert found["C6.2"].grille == part(Fraction(4, 3), 8)
    assert found["C6.2"].own == part(0, 4)
    assert found["C6.1"].own is None
    assert found["C6.2"].levels == (1,)
    assert (found["C6.2"].criteria_awaited, found["C6.2"].questions_awaited) == (1, 1)
    assert percent(found["C6.2"].grille.share) == f"16,66{NBSP}%"
