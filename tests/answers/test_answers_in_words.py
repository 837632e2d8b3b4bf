"""An answer as people read it: French figures, tables of a bounded size, nothing where nothing can be read."""

import pandas as pd
import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from epreuves.answers.portable import portable
from epreuves_kit.marking.in_words import ROWS, answer, brief, number, set_out, spellings, titled


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (111704.07, "111\u202f704,07"),
        (0.018296010, "0,018296"),
        (3, "3"),
        (2.5, "2,5"),
        (-1234567, "\N{MINUS SIGN}1\u202f234\u202f567"),
    ],
)
def test_a_number_is_written_as_in_french(value, written):
    assert number(value) == written


def test_an_answer_is_told_as_a_table_of_bounded_size():
    found = answer(portable({f"canal {n}": n / 2 for n in range(ROWS + 5)}))
    assert found.rows[1] == ("canal 1", "0,5")
    assert (len(found.rows), found.more) == (ROWS, 5)


def test_a_date_of_pandas_is_a_day_where_it_tells_no_hour():
    days = pd.Series(pd.to_datetime(["2026-09-29", "2026-12-07"]), index=["Fêtes", "Vacances d'hiver"])
    assert answer(portable(days)).rows == (("Fêtes", "29/09/2026"), ("Vacances d'hiver", "07/12/2026"))
    for at, written in (
        ("2026-09-29 14:05", "29/09/2026 à 14:05"),
        ("2026-09-29 14:05:30", "29/09/2026 à 14:05:30"),
    ):
        assert answer(portable(pd.Timestamp(at))).text == written


def test_an_answer_that_is_no_tree_is_not_shown():
    assert answer({"$": "inconnu"}) is None
    assert answer(None) is None


def test_a_column_of_a_document_has_its_figures_to_the_same_decimals_and_its_title_in_words():
    source = "verifier('x', reponse, tableau('ligne', {'cout_reel': nombre(unite='€'), 'ecart_pct': pourcentage(echelle='pourcent'), 'taux': nombre(), 'alerte': choix('a')}))"
    table = {
        "cout_reel": [16519.664, 8825.0],
        "ecart_pct": [0.7604, -4.362],
        "taux": [0.018296, 0.5],
        "alerte": ["non", "oui"],
    }
    given = answer(portable(pd.DataFrame(table, index=["L1", "L2"])))
    shown, unit = set_out(given, source, spellings(["L'écart au coût réel ; `ecart_pct` se calcule.", "Un écart."]))
    assert unit == ""
    assert shown.header == ("", "Coût réel (€)", "Écart (%)", "Taux", "Alerte")
    assert shown.rows == (
        ("L1", "16\u202f519,66", "0,76", "0,0183", "non"),
        ("L2", "8\u202f825,00", "−4,36", "0,5000", "oui"),
    )
    assert shown.figures == (1, 2, 3)


def test_a_word_has_the_spelling_that_prose_gives_it_most_often_and_code_spells_nothing():
    known = spellings(
        ["Le prix passe. Le temps passé, le délai passé.", "`decision` puis ```decision``` : une décision"]
    )
    assert titled("temps_passe", known) == "Temps passé"
    assert titled("decision", known) == "Décision"
    assert titled("inconnu_x2", known) == "Inconnu x2"


def test_a_plural_and_a_feminine_speak_for_a_word_and_a_unit_is_not_said_after_its_own_name():
    spelled = spellings(
        [
            "On imagine. La direction imagine. La note imaginée, l'imaginé, les notes imaginées.",
            "La charge, les charges, ce qui est chargé. Une date, la date, sa date, leur date, daté, datée, datées, datés.",
            "Le fichier pieces, pieces. Une pièce, chaque pièce, des pièces.",
        ]
    )
    assert titled("imagine", spelled) == "Imaginé"
    assert titled("charge", spelled) == "Charge"
    assert titled("date", spelled) == "Date"
    assert titled("pieces", spelled) == "Pièces"
    given = answer(portable(pd.DataFrame({"reponses": [12, 8]}, index=["a", "b"])))
    shown, _ = brief(given, "verifier('x', reponse, tableau('ligne', {'reponses': entier(unite='réponses')}))")
    assert shown.header == ("", "reponses")


@drawn(
    st.lists(
        st.lists(
            st.one_of(st.floats(allow_nan=False, allow_infinity=False), st.text(max_size=5)),
            min_size=2,
            max_size=2,
        ),
        min_size=1,
        max_size=5,
    )
)
def test_any_table_is_set_out_with_all_its_lines(rows):
    given = answer(portable(pd.DataFrame(rows, columns=["a", "b"])))
    shown, _ = set_out(given, "", {})
    assert len(shown.rows) == len(rows)
    assert all(len(row) == len(shown.header) for row in shown.rows)


@pytest.mark.parametrize(
    ("typed", "form", "shown"),
    [
        ("8 102,37 €", "nombre(unite='€')", ("8 102,37\u00a0€", "")),
        ("8102.37", "nombre(unite='€')", ("8\u202f102,37", "€")),
        ("12,5 %", "pourcentage()", ("12,5\u00a0%", "")),
        ("2.643", "nombre(unite='jours ou €')", ("2,643", "")),
    ],
)
def test_a_unit_is_said_once_and_only_where_every_value_has_it(typed, form, shown):
    given = answer(portable(float(typed) if typed.replace(".", "").isdigit() else typed))
    told, unit = brief(given, f"verifier('x', reponse, {form})")
    assert (told.text, unit) == shown
