"""A candidate's answer stands in for the reference's in its own container, order and scale, or not at all."""

import datetime
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from epreuves.answers.coercion import Valid, coerce
from epreuves.answers.forms import (
    booleen,
    choix,
    date,
    entier,
    graphique,
    liste,
    nombre,
    pourcentage,
    serie,
    tableau,
    texte,
)
from epreuves.answers.portable import portable
from epreuves.answers.tree import CheckedTree
from epreuves_kit.marking.following import opening
from epreuves_kit.marking.marks import Mistake, Question
from epreuves_kit.marking.substitution import Refused, readable, stand_in

ROAS = pd.Series([2.0, 3.0, 4.0], index=pd.Index(["SEO", "SEA", "Social"], name="canal"), name="roas")
TABLE = pd.DataFrame(
    {
        "canal": ["SEO", "SEA"],
        "CTR": [0.02, 0.03],
        "Clics": [10, 20],
        "jour": pd.to_datetime(["2026-03-01", "2026-03-02"]),
    }
)


def substitute(form, tree, reference):
    """What takes the place of the reference's value, or why nothing does."""
    try:
        received = readable(form, CheckedTree(tree))
        like = coerce(form, CheckedTree(portable(reference)))
        return stand_in(form, received.value, like.value, reference)
    except Refused as refused:
        return refused


def test_a_number_stays_a_number():
    assert substitute(nombre(), portable(7.5), 5.0) == 7.5
    assert substitute(nombre(), portable("7,5"), np.float64(5.0)) == 7.5
    assert substitute(entier(), portable(7), 5) == 7


def test_a_series_keeps_the_reference_s_index_order_and_name():
    got = substitute(serie(cle="canal", valeurs=nombre()), portable({"social": "1,5", "SEA": 2, "SEO": 3}), ROAS)
    pd.testing.assert_series_equal(got, pd.Series([3.0, 2.0, 1.5], index=ROAS.index, name="roas"))


def test_a_dictionary_keeps_the_reference_s_keys():
    assert substitute(
        serie(cle="canal", valeurs=nombre()),
        portable(pd.Series([9.0, 8.0], index=["b", "a"])),
        {"a": 7.0, "b": 6.0},
    ) == {"a": 8.0, "b": 9.0}


def test_a_table_keeps_columns_that_the_form_does_not_name():
    form = tableau(cle="canal", colonnes={"ctr": pourcentage(), "clics": entier()})
    reference = TABLE.copy()
    got = substitute(
        form,
        portable(pd.DataFrame({"canal": ["SEA", "SEO"], "CTR": [4.0, 2.5], "clics": [21, 11]})),
        reference,
    )
    assert got["CTR"].tolist() == pytest.approx([0.025, 0.04])
    assert got["Clics"].tolist() == [11, 21]
    assert got["jour"].equals(TABLE["jour"])
    pd.testing.assert_frame_equal(reference, TABLE)


def test_a_percentage_takes_the_reference_s_scale():
    assert substitute(pourcentage(), portable(3.0), 0.04) == pytest.approx(0.03)
    assert substitute(pourcentage(), portable(0.03), 4.0) == pytest.approx(3.0)
    assert substitute(pourcentage(), portable("3 %"), 4.0) == pytest.approx(3.0)


def test_dates_take_the_reference_s_kind():
    assert substitute(date(), portable("14/03/2026"), datetime.date(2026, 3, 2)) == datetime.date(2026, 3, 14)
    assert substitute(date(), portable(datetime.date(2026, 3, 14)), pd.Timestamp("2026-03-02")) == pd.Timestamp(
        "2026-03-14"
    )
    assert substitute(date(), portable("2026-03-14"), "2026-03-02") == "2026-03-14"


def test_a_series_of_days_takes_the_reference_s_kind():
    days = pd.Series(pd.to_datetime(["2026-03-01", "2026-03-02"]), index=["a", "b"])
    got = substitute(serie("lot", date()), portable({"a": "2026-03-04", "b": "05/03/2026"}), days)
    assert got.dtype.kind == "M"
    assert got.dt.day.to_dict() == {"a": 4, "b": 5}
    texts = substitute(serie("lot", date()), portable({"a": "04/03/2026"}), {"a": "2026-03-01"})
    assert texts == {"a": "2026-03-04"}


def test_choices_texts_and_booleans_pass_as_they_are_read():
    assert substitute(choix("SEO", "SEA"), portable("sea"), "SEO") == "SEA"
    assert substitute(texte(), portable("bonjour"), "salut") == "bonjour"
    assert substitute(booleen(), portable(False), True) is False
    assert substitute(choix("a", "b", "c", plusieurs=True), portable(["c", "A"]), ("b",)) == ("a", "c")


def test_lists_keep_the_reference_s_container():
    form = liste(de=nombre())
    assert substitute(form, portable([3, 2]), (1.0, 2.0)) == (3.0, 2.0)
    np.testing.assert_array_equal(substitute(form, portable([3, 2]), np.array([1.0, 2.0])), np.array([3.0, 2.0]))
    got = substitute(liste(de=date()), portable(["2026-03-04"]), [pd.Timestamp("2026-03-01")])
    assert got == [pd.Timestamp("2026-03-04")]


KEPT = liste(de=choix("lettre", "affiche", "film", "salon"), ordre=False)


@pytest.mark.parametrize("given_", [["lettre"], ["film", "lettre", "salon"]], ids=["shorter", "longer"])
def test_what_was_kept_may_be_more_or_less_than_the_reference_keeps(given_):
    assert substitute(KEPT, portable(given_), ["lettre", "film"]) == given_
    series = substitute(KEPT, portable(given_), pd.Series(["lettre", "film"], name="retenues"))
    assert (list(series), series.name) == (given_, "retenues")


def test_what_follows_is_worked_out_from_a_list_of_choices_mostly_right_however_long():
    def question(expected):
        return Question(id="C1_1-a", title="", points=5, variable="a", form=KEPT, tolerance=0, gap=0, expected=expected)

    own = question(["lettre", "affiche", "film"])
    mostly = coerce(KEPT, CheckedTree(portable(["lettre", "film"])))
    assert opening(own, own, mostly, False).question is own
    with pytest.raises(Refused):
        opening(own, own, coerce(KEPT, CheckedTree(portable(["salon"]))), False)


@pytest.mark.parametrize(
    ("form", "sent", "reference"),
    [
        (nombre(), None, 5.0),
        (nombre(), "beaucoup", 5.0),
        (nombre(), {"$": "illisible"}, 5.0),
        (nombre(minimum=0), -3.0, 5.0),
        (entier(), True, 5),
        (liste(de=nombre()), [1, 2], [1.0, 2.0, 3.0]),
        (serie(cle="canal", valeurs=nombre()), {"$": "dict", "paires": [["SEO", 1.0]]}, ROAS),
        (
            serie(cle="canal", valeurs=nombre()),
            {"$": "dict", "paires": [[k, 1.0 + i] for i, k in enumerate(ROAS.index)]},
            [("SEO", 2.0), ("SEA", 3.0), ("Social", 4.0)],
        ),
        (graphique("barres", x="a", y="b"), {"$": "graphique"}, None),
    ],
)
def test_what_has_not_the_reference_s_shape_is_refused(form, sent, reference):
    assert isinstance(substitute(form, sent, reference), Refused)


VALUES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=5)
    | st.lists(st.integers() | st.floats(), max_size=4)
    | st.dictionaries(st.sampled_from(list(ROAS.index)), st.integers() | st.floats() | st.text(max_size=3), max_size=4)
)


@settings(max_examples=150)
@given(
    VALUES,
    st.sampled_from(
        [
            (nombre(), 5.0),
            (entier(), 3),
            (pourcentage(), 0.02),
            (date(), "2026-03-02"),
            (liste(de=nombre()), [1.0, 2.0]),
            (serie(cle="canal", valeurs=nombre()), ROAS),
            (serie(cle="canal", valeurs=pourcentage()), ROAS / 100),
        ]
    ),
)
def test_no_answer_raises_and_what_stands_in_has_the_reference_s_kind(value, pair):
    form, reference = pair
    got = substitute(form, portable(value), reference)
    if not isinstance(got, Refused):
        assert isinstance(got, (type(reference), float, int))
    if isinstance(got, pd.Series):
        assert got.index.equals(reference.index)


def asked(form, expected, mistakes=()):
    return Question(
        id="q",
        title="q",
        points=4.0,
        variable="q",
        form=form,
        tolerance=0.005,
        gap=0.0,
        expected=expected,
        mistakes=mistakes,
    )


def of(form, values):
    found = coerce(form, CheckedTree(portable(pd.DataFrame(values).set_index("canal"))))
    assert isinstance(found, Valid)
    return found


CHANNELS = ["SEO", "SEA", "Social", "Presse"]
TWO = tableau(cle="canal", colonnes={"coût": nombre(), "clics": nombre()})
THREE = tableau(cle="canal", colonnes={"coût": nombre(), "clics": nombre(), "ventes": nombre()})
RIGHT_TWO: dict[str, Any] = {
    "canal": CHANNELS,
    "coût": [10.0, 40.0, 25.0, 90.0],
    "clics": [100.0, 500.0, 260.0, 40.0],
}
RIGHT_THREE: dict[str, Any] = RIGHT_TWO | {"ventes": [3.0, 9.0, 7.0, 1.5]}


def opened(form, right, given, near=False, mistakes=()):
    """The columns from which something follows."""
    question = asked(form, of(form, right).value, mistakes)
    try:
        found = opening(question, question, of(form, given), near)
    except Refused:
        return set()
    return set(form.columns) - found.closed


def test_what_follows_from_a_table_of_which_one_column_of_two_is_right_follows():
    slipped = RIGHT_TWO | {"coût": [v * 4.2 for v in RIGHT_TWO["coût"]]}
    assert opened(TWO, RIGHT_TWO, slipped) == {"coût", "clics"}
    beyond = RIGHT_TWO | {"coût": [v * 500 for v in RIGHT_TWO["coût"]]}
    assert opened(TWO, RIGHT_TWO, beyond) == {"clics"}


def test_of_a_table_less_than_half_right_the_columns_open_what_follows_each_for_itself():
    made_up = RIGHT_THREE | {"clics": [1.0, 2.0, 3.0, 4.0], "ventes": [7.0, 7.0, 7.0, 7.0]}
    assert opened(THREE, RIGHT_THREE, made_up) == {"coût"}
    assert opened(THREE, RIGHT_THREE, made_up | {"coût": [1.0, 2.0, 3.0, 4.0]}) == set()
    near = made_up | {"clics": [v * 1.2 for v in RIGHT_THREE["clics"]]}
    assert opened(THREE, RIGHT_THREE, near) == {"coût"}
    assert opened(THREE, RIGHT_THREE, near, near=True) == {"coût", "clics"}


def test_a_mistake_that_has_a_name_opens_its_column_whatever_the_others_are():
    wrong = RIGHT_THREE | {"ventes": [v * 150 for v in RIGHT_THREE["ventes"]]}
    named = Mistake("fois_150", of(THREE, wrong).value, "…", 0.5)
    given = wrong | {"coût": [1.0, 1.0, 1.0, 1.0], "clics": [1.0, 1.0, 1.0, 1.0]}
    assert opened(THREE, RIGHT_THREE, given) == set()
    assert opened(THREE, RIGHT_THREE, given, mistakes=(named,)) == {"ventes"}


def test_a_column_from_which_nothing_follows_stays_the_reference_s():
    reference = pd.DataFrame(RIGHT_TWO)
    received = of(TWO, RIGHT_TWO | {"coût": [1.0, 2.0, 3.0, 4.0], "clics": [110.0, 510.0, 270.0, 50.0]})
    made = stand_in(TWO, received.value, of(TWO, RIGHT_TWO).value, reference, kept={"coût"})
    assert made["coût"].tolist() == RIGHT_TWO["coût"]
    assert made["clics"].tolist() == [110.0, 510.0, 270.0, 50.0]
