"""Whatever tree comes in, reading and comparing end with a result: marking never fails on an answer."""

import time

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from epreuves.answers.charts.description import AxesDescription, Description, Note, Trace
from epreuves.answers.charts.judgement import visible_defects
from epreuves.answers.coercion import Invalid, Missing, Valid, coerce
from epreuves.answers.forms import KINDS as KNOWN
from epreuves.answers.forms import ChartForm, PercentageForm
from epreuves.answers.tree import CheckedTree
from epreuves_kit.marking.comparison import compare
from tests.answers.test_forms import EVERY_FORM

TEXTS = st.sampled_from(["", "canal", "mois", "ctr", "cout", "Total", "mars", "2026-03", "12,5 %", "3", "oui", "x"])
LEAVES = (
    st.none()
    | st.booleans()
    | st.integers(-(2**63) + 1, 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXTS
    | st.sampled_from(
        [
            {"$": "flottant", "v": "nan"},
            {"$": "entier", "v": "9" * 300},
            {"$": "decimal", "v": "1E+999"},
            {"$": "date", "v": "2026-03-01"},
            {"$": "instant", "v": "2026-03-01T08:00:00"},
            {"$": "periode", "v": "2026-03"},
            {"$": "duree", "secondes": 1e308},
            {"$": "manquant"},
            {"$": "objet", "type": "X"},
            {"$": "trop_grand", "quoi": "texte"},
            {"$": "graphique", "titre": "", "legende": [], "largeur": 1, "hauteur": 1, "axes": []},
        ]
    )
)


def _indexes(inner, size):
    one = st.fixed_dictionaries(
        {"noms": st.just(["canal"]) | st.just([None]), "cles": st.lists(inner, min_size=size, max_size=size)}
    )
    two = st.fixed_dictionaries(
        {
            "noms": st.just(["canal", "mois"]),
            "cles": st.lists(st.lists(inner, min_size=2, max_size=2), min_size=size, max_size=size),
        }
    )
    return (one | two).flatmap(lambda index: st.booleans().map(lambda default: {**index, "defaut": default}))


@st.composite
def _series(draw, inner):
    values = draw(st.lists(inner, max_size=4))
    return {"$": "serie", "nom": draw(inner), "index": draw(_indexes(inner, len(values))), "valeurs": values}


@st.composite
def _frames(draw, inner):
    columns = draw(st.lists(inner, max_size=4))
    rows = draw(st.lists(st.lists(inner, min_size=len(columns), max_size=len(columns)), max_size=3))
    index = draw(_indexes(inner, len(rows)))
    return {"$": "tableau", "index": index, "colonnes": columns, "lignes": rows}


TREES = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=3).map(lambda items: {"$": "ensemble", "elements": items})
        | st.lists(st.lists(inner, min_size=2, max_size=2), max_size=4).map(lambda p: {"$": "dict", "paires": p})
        | _series(inner)
        | _frames(inner)
    ),
    max_leaves=12,
)


@pytest.mark.parametrize("form", EVERY_FORM, ids=lambda form: type(form).__name__)
@given(tree=TREES)
def test_any_tree_is_valid_invalid_or_missing_and_a_valid_one_compares_with_itself(form, tree):
    reading = coerce(form, CheckedTree(tree))
    if isinstance(reading, Valid):
        assert msgspec.json.decode(msgspec.json.encode(reading.value)) == reading.value
        if not isinstance(form, ChartForm) and not _beyond(form, reading.value):
            assert compare(form, reading.value, reading).share == 1.0
    else:
        assert isinstance(reading, Invalid | Missing)
        assert reading.sentence


def _beyond(form, value) -> bool:
    """Whether no reference can have a value: one that is computed as a ratio lies within the form's bounds as such."""
    if not isinstance(form, PercentageForm) or form.scale != "ratio" or value["signe"]:
        return False
    percent = 100 * value["valeur"]
    return (form.minimum is not None and percent < form.minimum) or (
        form.maximum is not None and percent > form.maximum
    )


@given(st.data())
def test_any_two_valid_answers_of_a_form_compare(data):
    form = data.draw(st.sampled_from([form for form in EVERY_FORM if not isinstance(form, ChartForm)]))
    values = [coerce(form, CheckedTree(data.draw(TREES))) for _ in range(2)]
    if all(isinstance(value, Valid) for value in values):
        result = compare(form, values[0].value, values[1])
        assert 0.0 <= result.share <= 1.0


NUMBERS = st.floats(allow_nan=False, allow_infinity=False) | st.integers(-3, 3).map(float)
KINDS = st.sampled_from(["barres", "courbes", "nuage", "secteurs", "carte_chaleur", "histogramme", "autre"])
COLOURS = st.lists(st.sampled_from(["#000000", "#ffffff", "#ff7f0e"]), max_size=3).map(tuple)


@st.composite
def _traces(draw):
    size = draw(st.integers(0, 5))
    x = draw(st.lists(TEXTS | NUMBERS, min_size=size, max_size=size))
    y = draw(st.lists(NUMBERS | st.none(), min_size=size, max_size=size))
    bases = draw(st.just([]) | st.lists(NUMBERS | st.none(), min_size=size, max_size=size))
    return Trace(draw(TEXTS), draw(KINDS), tuple(x), tuple(y), tuple(bases), draw(COLOURS), draw(TEXTS))


LABELS = st.lists(TEXTS | st.just("CA (k€)"), max_size=4).map(tuple)
TIMES = st.lists(st.sampled_from(["mai", "juin", "T1 2026", "3e trim.", "2026-01-05", "05/2026"])).map(tuple)
NOTES = st.builds(Note, TEXTS | st.just("CA (k€)"), st.none() | NUMBERS, st.none() | NUMBERS)
AXES = st.builds(
    AxesDescription,
    title=TEXTS,
    xlabel=TEXTS,
    ylabel=TEXTS | st.just("CA (k€)"),
    xticks=LABELS,
    yticks=LABELS,
    legend=LABELS,
    annotations=st.lists(NOTES, max_size=4).map(tuple),
    background=st.just("#ffffff"),
    horizontal=st.booleans(),
    bar=st.none() | TEXTS,
    series=st.lists(_traces(), max_size=4).map(tuple),
    limits=st.none() | st.tuples(NUMBERS, NUMBERS, NUMBERS, NUMBERS),
    x_order=LABELS | TIMES,
    y_order=LABELS | TIMES,
    disposition=st.sampled_from([None, "côte à côte", "empilées", "superposées"]),
)
CHARTS = st.builds(
    Description,
    title=TEXTS,
    legend=LABELS,
    width=st.just(6.0),
    height=st.just(4.0),
    axes=st.lists(AXES, max_size=3).map(tuple),
).map(msgspec.to_builtins)
CHART_FORMS = st.builds(
    ChartForm,
    kind=st.lists(st.sampled_from(sorted(KNOWN)), min_size=1, max_size=2).map(tuple),
    unite_y=st.sampled_from(["", "€", "k€", "%", "clics"]),
    unite_x=st.sampled_from(["", "jours"]),
    series=st.none() | LABELS,
)


@given(CHART_FORMS, CHARTS, CHARTS)
def test_any_two_charts_are_judged_and_sentences_end_with_a_stop(form, expected, received):
    received = CheckedTree(received).node
    result = compare(form, expected, Valid(received))
    assert 0.0 <= result.share <= 1.0
    assert (result.share == 1.0) == (result.right == result.total)
    for sentence in (*result.remarks, *visible_defects(form, received)):
        assert sentence.endswith(".")


def test_a_chart_crowded_on_purpose_is_judged_without_delay():
    def crowd(series, points):
        traces = [
            Trace(
                f"s{n}",
                "barres",
                tuple(f"k{n} {at}" for at in range(points)),
                tuple(map(float, range(points))),
            )
            for n in range(series)
        ]
        blank = AxesDescription("", "", "", (), (), (), (), "#ffffff", False, None, ())
        groups = [tuple(traces[at : at + 60]) for at in range(0, series, 60)]
        axes = tuple(msgspec.structs.replace(blank, series=group) for group in groups)
        return msgspec.to_builtins(Description("", (), 6.0, 4.0, axes))

    started = time.monotonic()
    assert compare(ChartForm(("barres",), unite_y="%"), crowd(4, 12), Valid(crowd(900, 200))).share < 0.7
    assert time.monotonic() - started < 15
