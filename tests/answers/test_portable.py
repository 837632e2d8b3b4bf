"""The wire: whatever the value, a bounded tree leaves; only such trees come in."""

import datetime
import decimal
import fractions
import json
import math
import tracemalloc

import msgspec
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from epreuves.answers.portable import portable
from epreuves.answers.tree import UNREADABLE, CheckedTree
from tests.answers.hostile_answers import HOSTILE

SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.dates() | st.decimals()
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner) | st.tuples(inner, inner) | st.dictionaries(st.text() | st.integers(), inner),
    max_leaves=30,
)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_object_becomes_a_tree_that_the_other_side_accepts(name):
    tree = portable(HOSTILE[name])
    assert CheckedTree(tree).node == tree


@pytest.mark.parametrize(
    ("name", "tree"),
    [
        ("text that raises", "bonjour"),
        ("int that raises", 7),
        ("float that raises", 2.5),
        ("list that raises", [1, 2]),
        ("endless list", [1, 2]),
        ("dict that raises", {"$": "dict", "paires": [["a", 1]]}),
        ("says it is a float", {"$": "objet", "type": "SaysItIsAFloat"}),
        ("equal to everything", {"$": "objet", "type": "EqualToEverything"}),
        ("of a lying type", {"$": "objet", "type": "OfALyingType"}),
        ("endless generator", {"$": "objet", "type": "count"}),
        ("enormous int", {"$": "trop_grand", "quoi": "nombre"}),
        ("long text", {"$": "trop_grand", "quoi": "texte"}),
        ("giant range", {"$": "trop_grand", "quoi": "valeurs"}),
        ("lone surrogate", "a?b"),
    ],
)
def test_a_hostile_object_is_read_for_what_it_is(name, tree):
    assert portable(HOSTILE[name]) == tree


@given(VALUES)
def test_any_value_goes_through_the_wire_unchanged(value):
    tree = portable(value)
    assert CheckedTree(tree).node == tree
    assert len(msgspec.json.encode(tree)) <= 2_000_000


@pytest.mark.parametrize(
    ("value", "tree"),
    [
        (np.float64(1.5), 1.5),
        (np.int32(3), 3),
        (np.bool_(True), True),
        (np.float32(0.5), 0.5),
        (np.str_("été"), "été"),
        (math.nan, {"$": "flottant", "v": "nan"}),
        (-math.inf, {"$": "flottant", "v": "-inf"}),
        (pd.NaT, {"$": "manquant"}),
        (pd.NA, {"$": "manquant"}),
        (np.datetime64("NaT"), {"$": "manquant"}),
        (decimal.Decimal("12.50"), {"$": "decimal", "v": "12.50"}),
        (fractions.Fraction(1, 4), 0.25),
        (10**30, {"$": "entier", "v": "1" + "0" * 30}),
        (datetime.date(2026, 3, 1), {"$": "date", "v": "2026-03-01"}),
        (datetime.datetime(2026, 3, 1, 8), {"$": "instant", "v": "2026-03-01T08:00:00"}),
        (pd.Timestamp("2026-03-01"), {"$": "instant", "v": "2026-03-01T00:00:00"}),
        (np.datetime64("2026-03-01"), {"$": "instant", "v": "2026-03-01T00:00:00"}),
        (pd.Period("2026-03", "M"), {"$": "periode", "v": "2026-03"}),
        (pd.Period("2026Q2"), {"$": "periode", "v": "2026-T2"}),
        (pd.Period("2026-03-04", "D"), {"$": "date", "v": "2026-03-04"}),
        (pd.Timedelta(days=2), {"$": "duree", "secondes": 172800.0}),
        (pd.Interval(0, 10), "(0, 10]"),
        (np.array([[1, 2], [3, 4]]), [[1, 2], [3, 4]]),
        (np.array(5), 5),
        (pd.Categorical(["a", "b", "a"]), ["a", "b", "a"]),
        (pd.Index([1, 2]), [1, 2]),
        ({2, 1}, {"$": "ensemble", "elements": [1, 2]}),
        (range(3), [0, 1, 2]),
        ({"a": 1}.values(), [1]),
        (complex(1, 2), {"$": "objet", "type": "complex"}),
        ((x for x in "ab"), {"$": "objet", "type": "generator"}),
    ],
)
def test_known_values_have_one_writing(value, tree):
    assert portable(value) == tree
    assert CheckedTree(tree).node == tree


def test_a_text_answer_that_looks_like_json_stays_a_text():
    assert CheckedTree("12").node == "12"


def test_a_series_keeps_its_name_and_its_keys():
    series = pd.Series([1.5, 2.0], index=pd.Index(["SEO", "SEA"], name="canal"), name="roas")
    assert portable(series) == {
        "$": "serie",
        "nom": "roas",
        "index": {"noms": ["canal"], "cles": ["SEO", "SEA"], "defaut": False},
        "valeurs": [1.5, 2.0],
    }


def test_a_frame_s_column_levels_are_joined():
    frame = pd.DataFrame({"canal": ["a", "a"], "cout": [1, 3]}).groupby("canal").agg({"cout": ["sum", "mean"]})
    tree = portable(frame)
    assert tree["colonnes"] == ["cout sum", "cout mean"]
    assert tree["lignes"] == [[4, 2.0]]
    assert tree["index"]["noms"] == ["canal"]


def test_a_generator_is_not_consumed():
    source = iter([1, 2, 3])
    portable(source)
    assert list(source) == [1, 2, 3]


@pytest.mark.parametrize(
    ("value", "what"),
    [
        (list(range(100_001)), "valeurs"),
        (np.zeros(200_000), "valeurs"),
        (pd.Series(range(150_000)), "valeurs"),
        (pd.DataFrame(np.zeros((20_000, 6))), "valeurs"),
        (["x" * 19_000] * 200, "octets"),
    ],
)
def test_an_answer_beyond_the_bounds_is_one_marker(value, what):
    assert portable(value) == {"$": "trop_grand", "quoi": what}


def test_a_huge_array_is_refused_without_being_copied():
    array = np.broadcast_to(np.float64(0), (10**9,))
    tracemalloc.start()
    try:
        assert portable(array) == {"$": "trop_grand", "quoi": "valeurs"}
        assert tracemalloc.get_traced_memory()[1] < 1_000_000
    finally:
        tracemalloc.stop()


def nested(depth):
    value = []
    for _ in range(depth):
        value = [value]
    return value


@pytest.mark.parametrize(
    "data",
    [
        b'"\\ud800"',
        msgspec.json.encode(nested(30)),
        msgspec.json.encode([0] * 100_001),
        msgspec.json.encode("x" * 20_001),
        b"99999999999999999999999",
        b'{"a": 1}',
        b'{"$": "pickle", "v": "gASV"}',
        b'{"$": ["dict"]}',
        b'{"$": "dict", "paires": [[1]]}',
        b'{"$": "dict", "paires": [], "plus": 1}',
        b'{"$": "flottant", "v": "1e5"}',
        b'{"$": "entier", "v": "12a"}',
        b'{"$": "entier", "v": "\xd9\xa1"}',
        b'{"$": "date", "v": "2026-13-01"}',
        b'{"$": "date", "v": "20260301"}',
        b'{"$": "instant", "v": "2026-W09-7T08"}',
        b'{"$": "duree", "secondes": "1"}',
        b'{"$": "objet", "type": 3}',
        b'{"$": "trop_grand", "quoi": "rien"}',
        b'{"$": "serie", "nom": null, "valeurs": [1], "index": {"noms": [null], "cles": [], "defaut": true}}',
        b'{"$": "tableau", "colonnes": ["a"], "lignes": [[1, 2]], '
        b'"index": {"noms": [null], "cles": [0], "defaut": true}}',
        b'{"$": "graphique"}',
        b'{"$": "graphique", "titre": "", "legende": [], "largeur": 1, "hauteur": 1, "axes": [], "code": ""}',
    ],
)
def test_what_is_not_a_portable_tree_is_refused(data):
    answer = CheckedTree(json.loads(data))
    assert answer.unreadable
    assert answer.node == UNREADABLE


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["$", "v", "paires", "index", "noms", "cles", "valeurs", "nom"]), inner)
        | st.fixed_dictionaries({"$": st.sampled_from(["dict", "serie", "tableau", "date", "ensemble"]), "v": inner})
    ),
    max_leaves=15,
)


def test_what_no_json_can_carry_is_refused():
    cyclic = []
    cyclic.append(cyclic)
    for value in (cyclic, nested(100_000), object(), {1, object()}):
        assert CheckedTree(value).unreadable


@given(JSON)
def test_any_json_is_read_or_refused_never_anything_else(tree):
    answer = CheckedTree(tree)
    if not answer.unreadable:
        assert answer.node == msgspec.json.decode(msgspec.json.encode(tree))
