"""Comparing answers: what is earned, and what is said of the rest."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from epreuves import booleen, choix, date, entier, liste, nombre, pourcentage, serie, tableau, texte
from epreuves.answers.coercion import Valid, coerce
from epreuves.answers.equality import pair_numbers
from epreuves.answers.portable import portable
from epreuves.answers.tree import CheckedTree
from epreuves_kit.marking.comparison import compare

KEYS = st.sampled_from(["SEO", "SEA", "E-mail", "Réseaux", "Affichage", "Presse", "Radio"])
POSITIVE = st.floats(0.01, 1e6)
SERIES = st.dictionaries(KEYS, POSITIVE, min_size=1)


def judged(form, expected, received, tolerance=0.005, gap=0.0):
    known, answer = (coerce(form, CheckedTree(portable(value))) for value in (expected, received))
    return compare(form, known.value, answer, tolerance, gap)


@st.composite
def forms_and_values(draw):
    scalar, values = draw(
        st.sampled_from(
            [
                (nombre(), POSITIVE),
                (nombre("€", decimales=2, tolerance=0), POSITIVE),
                (entier(), st.integers(-1000, 1000)),
                (pourcentage(), st.floats(0, 1)),
                (pourcentage(None, None, decimales=1), st.floats(-300, 300)),
                (booleen(), st.booleans()),
                (date(), st.dates()),
                (texte(), st.sampled_from(["un", "Deux", "TROIS !"])),
                (choix("Oui", "Non", "Peut-être"), st.sampled_from(["oui", "NON"])),
            ]
        )
    )
    shape = draw(st.sampled_from(["seul", "liste", "sac", "serie", "tableau"]))
    if shape == "seul":
        return scalar, draw(values)
    if shape in ("liste", "sac"):
        return liste(scalar, ordre=shape == "liste"), draw(st.lists(values, min_size=1, max_size=6))
    if shape == "serie":
        return serie("canal", scalar), draw(st.dictionaries(KEYS, values, min_size=1))
    row = st.fixed_dictionaries({"x": values, "y": values})
    return tableau("canal", {"x": scalar, "y": scalar}), draw(st.dictionaries(KEYS, row, min_size=1))


@given(forms_and_values())
def test_an_answer_is_always_right_against_itself(case):
    form, value = case
    result = judged(form, value, value)
    assert (result.share, result.right, result.remarks) == (1.0, result.total, ())


@given(forms_and_values(), st.randoms(use_true_random=False))
def test_order_does_not_count_where_it_has_no_meaning(case, rng: random.Random):
    form, value = case
    shuffled: object = value
    if isinstance(value, dict):
        items = list(value.items())
        rng.shuffle(items)
        shuffled = dict(items)
    elif isinstance(value, list) and not getattr(form, "order", True):
        shuffled = rng.sample(value, len(value))
    assert judged(form, value, shuffled).share == 1.0


@given(SERIES, SERIES, st.sampled_from([nombre(), pourcentage(None, None)]))
def test_a_share_is_between_none_and_all_and_counts_what_it_says(a, b, scalar):
    result = judged(serie("canal", scalar), a, b)
    assert 0.0 <= result.share <= 1.0
    assert result.exact == result.right / result.total <= result.share
    missing, extra = a.keys() - b.keys(), {key for key in b.keys() - a.keys() if b[key]}
    assert result.total == len(a) + max(0, len(extra) - len(missing))
    assert (result.share == 1.0) == (result.remarks == ())


@given(SERIES, SERIES)
def test_with_an_absolute_margin_only_both_sides_see_the_same_gap(a, b):
    form = serie("canal", nombre(tolerance=0))
    assert judged(form, a, b, 0, 10).share == judged(form, b, a, 0, 10).share


@given(SERIES)
def test_percentages_are_the_same_as_ratios_or_in_percent(ratios):
    ratios = {key: value / 1e6 for key, value in ratios.items()}
    percents = {key: value * 100 for key, value in ratios.items()}
    typed = {key: f"{value:.12f} %".replace(".", ",") for key, value in percents.items()}
    form = serie("canal", pourcentage())
    for expected in (ratios, percents):
        for received in (ratios, percents, typed):
            assert judged(form, expected, received).share == 1.0


@given(st.lists(st.floats(0.02, 0.9), min_size=2, max_size=6))
def test_the_scale_of_percentages_is_never_chosen_one_by_one(ratios):
    expected = {str(place): ratio for place, ratio in enumerate(ratios)}
    mixed = {key: value * (100 if key == "0" else 1) for key, value in expected.items()}
    assert judged(serie("canal", pourcentage()), expected, mixed).right == len(ratios) - 1


@pytest.mark.parametrize(
    ("form", "expected", "received", "right"),
    [
        (pourcentage(decimales=1), 0.034, 3.4, True),
        (pourcentage(decimales=1), 0.034, 0.08, False),
        (pourcentage(decimales=1), 0.0342, "3,4 %", True),
        (pourcentage(decimales=1), 0.0342, "3,3 %", False),
        (pourcentage(decimales=1, echelle="pourcent"), 0.43, "0,4 %", True),
        (pourcentage(decimales=1, echelle="pourcent"), 0.43, 0.0043, True),
        (pourcentage(echelle="ratio"), 0.3, "0,3 %", False),
        (pourcentage(echelle="ratio"), 0.3, "30 %", True),
        (pourcentage(-100, 500), 1.5, 150, True),
        (pourcentage(), 1.0, 100, True),
        (pourcentage(), 12.5, 0.125, True),
        (pourcentage(), 12.5, 1.25, False),
        (nombre(decimales=2, tolerance=0), 1.01, 1.005, True),
        (nombre(decimales=2, tolerance=0), 1.01, 1.004, False),
        (nombre(tolerance=0.1), 100, 109, True),
        (nombre(), 100, 100.5, True),
        (nombre(), 100, 100.6, False),
        (nombre(), 0, 1e-9, False),
        (entier(), 100, 101, False),
        (texte(), "Été !", "ete", True),
        (date(), "12/05/2026", "2026-05-13", False),
        (booleen(), True, "faux", False),
    ],
)
def test_a_single_value_is_right_within_its_margin_and_no_further(form, expected, received, right):
    assert judged(form, expected, received).share == float(right)


@pytest.mark.parametrize(
    ("expected", "received"),
    [
        (["2026-03", "2026-04"], ["mars", "avril"]),
        (["2026-03", "2026-04"], ["03/2026", "4/2026"]),
        (["2026-03", "2026-04"], ["March 2026", "avr. 2026"]),
        (["2026-03", "2026-04"], ["2026-03-01", "2026-04-01"]),
        (["2026-03", "2026-04"], ["2026-03-31", "2026-04-30"]),
        (["2026-03", "2026-04"], ["3", "4"]),
        (["2025-12", "2026-12"], ["décembre 2025", "12/2026"]),
        (["2027-03-15", "2027-03-22"], ["15/03", "22/3"]),
        (["2027-03-15", "2027-04-01"], ["15 mars", "1er avr."]),
        (["mars", "avril"], ["2026-03", "2026-04"]),
        (["1", "2"], ["janvier", "février"]),
        (["1", "2"], ["1.0", "S2"]),
        (["2026-T1", "2026-T2"], ["T1", "2e trimestre 2026"]),
        (["T4 2025", "T1 2026"], ["2025Q4", "2026Q1"]),
        (["T4 2025", "T1 2026"], ["2025-10-01", "2026-01-01"]),
        (["T4 2025", "T1 2026"], ["2025-12-31", "2026-03-31"]),
        (["T4 2025", "T1 2026"], ["4e trim. 2025", "1er trim 2026"]),
        (["T4 2025", "T1 2026"], ["T4-25", "T1-26"]),
        (["T4 2025", "T1 2026"], ["Trimestre 4 2025", "Q1 2026."]),
        (["2026-01", "2026-02"], ["janv-26", "févr.-26"]),
        (["2026-01", "2026-02"], ["Janvier 2026.", "fév 2026"]),
        (["2026-03-14", "2026-03-20"], ["14/03/2026", "20 mars 2026"]),
        (["oui", "non"], ["True", "faux"]),
        (["E-mail", "Réseaux sociaux"], ["e‑mail", "RESEAUX  sociaux"]),
        (["Côte d’Azur"], ["cote d'azur"]),
    ],
)
def test_keys_that_mean_the_same_are_the_same(expected, received):
    form = serie("x", nombre())
    assert judged(form, dict.fromkeys(expected, 1), dict.fromkeys(received, 1)).share == 1.0


@pytest.mark.parametrize(
    ("expected", "received"),
    [
        (["2025-03", "2026-03"], ["mars", "avril"]),
        (["2026-03-14"], ["2026-03-20"]),
        (["2026-03-14", "2027-03-14"], ["14/03", "14 mars"]),
        (["2026-03-01"], ["2026-03-31"]),
        (["2026-03"], ["2025-03"]),
        (["E-mail"], ["Email"]),
        (["Bio 1", "Bio 2"], ["1", "2"]),
    ],
)
def test_keys_that_may_mean_something_else_are_not_the_same(expected, received):
    form = serie("x", nombre())
    assert judged(form, dict.fromkeys(expected, 1), dict.fromkeys(received, 1)).right == 0


FIVE = {"SEO": 10, "SEA": 20, "E-mail": 30, "Presse": 40, "Radio": 50}
BY_CHANNEL = serie("canal", nombre())


@pytest.mark.parametrize(
    ("received", "share", "remarks"),
    [
        ({**FIVE, "E-mail": 31}, 0.8, ("Juste pour 4 lignes sur 5 ; à revoir : « E-mail ».",)),
        (
            {k: v for k, v in FIVE.items() if k != "SEO"},
            0.8,
            ("Juste pour 4 lignes sur 5.", "Ligne manquante : « SEO »."),
        ),
        ({**FIVE, "TV": 1}, 5 / 6, ("Juste pour 5 lignes sur 6.", "Ligne en trop : « TV ».")),
        ({**FIVE, "Total": 150}, 1.0, ("Laissé de côté : « Total ».",)),
        (
            {"TV": 10, **{k: v for k, v in FIVE.items() if k != "SEO"}},
            4 / 5,
            ("Juste pour 4 lignes sur 5.", "Il manque 1 ligne.", "Ligne en trop : « TV »."),
        ),
        ({**FIVE, "TV": 0, "Cinéma": 0.0}, 1.0, ()),
        (
            {**FIVE, "SEO": 11, "SEA": 21},
            0.6,
            ("Juste pour 3 lignes sur 5 ; à revoir : « SEO », « SEA ».",),
        ),
        (
            {**FIVE, "SEO": -10, "SEA": -20},
            0.6,
            ("Juste pour 3 lignes sur 5 ; à revoir : « SEO », « SEA ».", "Le signe est à revoir."),
        ),
        (
            {key: value * 1000 for key, value in FIVE.items()},
            0.0,
            (
                "À revoir : « SEO », « SEA », « E-mail », « Presse », « Radio ».",
                "L'ordre de grandeur est à revoir : vérifiez l'unité demandée.",
            ),
        ),
    ],
)
def test_a_series_earns_its_share_and_is_told_where_it_is_off(received, share, remarks):
    result = judged(BY_CHANNEL, FIVE, received)
    assert result.share == pytest.approx(share)
    assert result.remarks == remarks


def test_a_table_earns_by_cell_and_is_told_its_columns_and_rows():
    form = tableau("canal", {"ctr": pourcentage(), "cpc": nombre("€")})
    expected = {
        "a": {"ctr": 0.03, "cpc": 1.0},
        "b": {"ctr": 0.04, "cpc": 2.0},
        "c": {"ctr": 0.05, "cpc": 3.0},
    }
    received = {
        "a": {"ctr": 3, "cpc": 9},
        "b": {"ctr": 4, "cpc": 9},
        "c": {"ctr": 50, "cpc": 9},
        "Total": {"ctr": 12, "cpc": 6},
    }
    result = judged(form, expected, received)
    assert (result.right, result.total) == (2, 6)
    assert result.remarks == (
        "Juste pour 2 cases sur 6 ; à revoir : colonne « ctr », ligne « c » ; colonne « cpc » (toutes les lignes).",
        "Laissé de côté : « Total ».",
    )


@pytest.mark.parametrize(
    ("form", "expected", "received", "share", "remarks"),
    [
        (
            liste(entier()),
            [1, 2, 3],
            [1, 3, 2],
            1 / 3,
            ("Juste pour 1 élément sur 3 ; à revoir : places 2, 3.",),
        ),
        (liste(entier(), ordre=False), [1, 2, 3], [3, 1, 2], 1.0, ()),
        (
            liste(entier(), ordre=False),
            [1, 2],
            [2, 2, 1],
            1 / 2,
            ("2 éléments justes sur 2, et 1 qui ne l'est pas : chacun en annule un.",),
        ),
        (
            liste(entier(), ordre=False),
            [1, 2],
            [1, 2, 3, 4],
            0.0,
            ("2 éléments justes sur 2, et 2 qui ne le sont pas : chacun en annule un.",),
        ),
        (liste(pourcentage(), ordre=False), [0.1, 0.2], [20, 10], 1.0, ()),
        (choix("a", "b", "c", plusieurs=True), ["a", "b"], ["a"], 0.5, ("Il manque 1 réponse.",)),
        (
            choix("a", "b", "c", plusieurs=True),
            ["a", "b"],
            ["a", "b", "c"],
            0.0,
            ("1 réponse choisie à tort.",),
        ),
        (
            choix("a", "b", "c", "d", "e", plusieurs=True),
            ["a", "b"],
            ["a", "b", "c"],
            0.5,
            ("1 réponse choisie à tort.",),
        ),
        (choix("a", "b"), "a", "b", 0.0, ("La réponse est à revoir.",)),
        (nombre(), 12, 13, 0.0, ("La valeur est à revoir.",)),
        (nombre(), 12, -12, 0.0, ("Le signe est à revoir.",)),
        (nombre(), 1200, 1.2, 0.0, ("L'ordre de grandeur est à revoir : vérifiez l'unité demandée.",)),
    ],
)
def test_other_forms_earn_and_are_told_likewise(form, expected, received, share, remarks):
    result = judged(form, expected, received)
    assert result.share == pytest.approx(share)
    assert result.remarks == remarks


ROUNDED = "Trop arrondi : l'accord s'arrête à deux chiffres, gardez-en trois."


@pytest.mark.parametrize(
    ("form", "expected", "received", "share"),
    [
        (nombre(), 14.73, 15, 0.5),
        (nombre(), 14.73, 14.7, 1.0),
        (nombre(), 0.1822, 0.18, 0.5),
        (nombre(), 1523.0, 1500, 0.5),
        (nombre(), 14.73, 14, 0.0),  # cut, not rounded
        (nombre(), 14.73, 10, 0.0),  # one figure
        (nombre(), 14.73, 16, 0.0),
        (nombre(), 14.73, 14.9, 0.0),  # three figures, and wrong
        (nombre(decimales=1), 14.73, 15, 0.0),  # what is asked for is said
        (entier(), 147, 150, 0.0),
        (pourcentage(), 2.6213, 2.6, 0.5),
        (pourcentage(), 0.026213, 2.6, 0.5),
        (pourcentage(), 2.6213, 0.026, 0.5),
        (pourcentage(), 2.6213, "2,6 %", 0.5),
        (pourcentage(), 2.6213, "2,7 %", 0.0),
    ],
)
def test_what_is_right_to_two_figures_earns_a_half_and_is_told(form, expected, received, share):
    result = judged(form, expected, received)
    assert result.share == share
    assert (result.remarks == (ROUNDED,)) == (share == 0.5)


def test_rows_that_are_too_rounded_are_told_and_the_others_are_whole():
    result = judged(BY_CHANNEL, {"a": 14.73, "b": 0.1822, "c": 9.0}, {"a": 15, "b": 0.182, "c": 12})
    assert result.share == pytest.approx(1.5 / 3)
    assert result.remarks == (
        "Juste pour 1 ligne sur 3 ; à revoir : « c ».",
        "Trop arrondi pour « a » : l'accord s'arrête à deux chiffres, gardez-en trois.",
    )


def test_nothing_is_said_to_be_right_where_nothing_is():
    rounded = judged(BY_CHANNEL, {"a": 14.73, "b": 0.1822}, {"a": 15, "b": 0.18})
    assert rounded.remarks == ("Trop arrondi pour « a », « b » : l'accord s'arrête à deux chiffres, gardez-en trois.",)
    wrong = judged(BY_CHANNEL, {"a": 14.73, "b": 0.1822}, {"a": 3.1, "b": 18.5})
    assert wrong.remarks == ("À revoir : « a », « b ».",)
    assert judged(liste(nombre()), [1, 2], [7, 8]).remarks == ("À revoir : places 1, 2.",)


@given(st.sets(st.sampled_from("abcdef"), min_size=1, max_size=5))
def test_ticking_everything_earns_nothing(expected):
    form = choix(*"abcdef", plusieurs=True)
    assert judged(form, sorted(expected), list("abcdef")).share == pytest.approx(0.0)
    assert judged(form, sorted(expected), sorted(expected)).share == 1.0


@given(SERIES)
def test_no_remark_carries_an_expected_value(expected):
    received = {key: value * 3 + 1 for key, value in expected.items()}
    remarks = " ".join(judged(BY_CHANNEL, expected, received).remarks)
    assert not any(repr(value) in remarks for value in expected.values() if value > 10)


@given(st.lists(st.integers(0, 50), max_size=8), st.lists(st.integers(0, 50), min_size=1, max_size=8))
def test_as_many_numbers_as_can_be_are_paired_off(received, expected):
    found = pair_numbers(expected, received, lambda _: 2)
    assert all(abs(received[place] - expected[partner]) <= 2 for place, partner in found.items())
    assert len(set(found.values())) == len(found) == _most_pairs(expected, received)


def _most_pairs(expected, received):
    """Maximum matching, the slow and sure way (augmenting paths)."""
    partner = {}

    def placed(place, seen):
        for other, value in enumerate(expected):
            if other not in seen and abs(received[place] - value) <= 2:
                seen.add(other)
                if other not in partner or placed(partner[other], seen):
                    partner[other] = place
                    return True
        return False

    return sum(placed(place, set()) for place in range(len(received)))


def test_a_long_unordered_list_is_compared_in_the_time_of_a_sort():
    form = liste(nombre(), ordre=False)
    expected = [float(place) for place in range(40_000)]
    assert compare(form, expected, Valid([-1.0 - value for value in expected]), 0.0, 0.0).right == 0
    assert compare(form, expected, Valid(expected[::-1]), 0.0, 0.0).share == 1.0


def test_two_answers_are_the_same_only_if_nothing_tells_them_apart():
    form = serie("canal", nombre())
    one, two = ([["a", 1.0], ["b", 2.0]], [["b", 2.001], ["A", 1.0]])
    assert compare(form, one, Valid(two)).share == 1
    assert compare(form, one, Valid(two[:1])).share < 1
    assert compare(form, one, Valid([*two, ["c", 1.0]])).share < 1


@given(st.floats(1e-3, 1e9), st.integers(3, 8))
def test_three_significant_figures_suffice_whatever_the_tolerance(value, figures):
    received = float(f"{value:.{figures}g}")
    assert judged(nombre(), value, received, tolerance=0.0).share == 1
    assert judged(pourcentage(None, None), value, received, tolerance=0.0).share == 1
    whole = round(value)
    assert judged(entier(), whole, round(float(f"{whole:.{figures}g}")), tolerance=0.0).share == 1


@pytest.mark.parametrize(
    ("form", "expected", "received"),
    [
        # Neither the value nor its rounding.
        (nombre(), 12_345.0, 12_400.0),
        (nombre(), 12_347.0, 12_340.0),
        (nombre(), 2.36019, 2.353),
        (nombre(), 2.36019, 2.35),
        (entier(), 12_345, 12_344),
        (entier(), 345, 344),
        # The question asks for its decimals.
        (nombre(decimales=1), 1234.5, 1230.0),
    ],
)
def test_what_is_no_rounding_to_three_figures_is_held_to_the_tolerance(form, expected, received):
    assert judged(form, expected, received, tolerance=0.0).share < 1


def test_a_choice_among_few_counts_with_a_right_figure_of_its_row():
    form = tableau(cle="canal", colonnes={"coût": nombre(), "avis": choix("garder", "réduire")})
    expected = [
        [k, {"coût": c, "avis": a}]
        for k, c, a in (("A", 10.0, "garder"), ("B", 25.0, "réduire"), ("C", 31.0, "garder"))
    ]
    received = [
        [k, {"coût": c, "avis": a}]
        for k, c, a in (("A", 10.0, "garder"), ("B", 77.0, "réduire"), ("C", 12.0, "garder"))
    ]
    found = compare(form, expected, Valid(received))
    assert (found.right, found.total) == (2, 6)
    assert "Un choix ne compte qu'avec une valeur juste sur sa ligne : « B », « C »." in found.remarks
    # The two choices are not said to be wrong.
    assert found.remarks[0].endswith("à revoir : colonne « coût », lignes « B », « C ».")


def test_a_choice_among_many_or_beside_no_figure_counts_by_itself():
    many = tableau(cle="canal", colonnes={"coût": nombre(), "qui": choix(*"abcdefghijkl")})
    assert compare(many, [["A", {"coût": 1.0, "qui": "a"}]], Valid([["A", {"coût": 2.0, "qui": "a"}]])).right == 1
    bare = tableau(cle="canal", colonnes={"vrai": booleen(), "avis": choix("a", "b")})
    assert compare(bare, [["A", {"vrai": True, "avis": "a"}]], Valid([["A", {"vrai": False, "avis": "a"}]])).right == 1
