"""A table of the candidate's own, as it is read while they work: taken where somebody could have noted it down, refused where not."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from epreuves import choix, date, entier, nombre, pourcentage, tableau, texte, verifier, vos_donnees
from epreuves.answers.coercion import Invalid, Valid, coerce
from epreuves.answers.forms import InvalidForm
from epreuves.answers.portable import portable
from epreuves.answers.tree import CheckedTree

COLUMNS = {"prévu": nombre(unite="€", minimum=0), "réel": nombre(unite="€", minimum=0)}
CASE = pd.DataFrame(
    {
        "poste": ["Salon", "Presse", "Affichage", "Site", "Vidéo", "Goodies", "Radio"],
        "montant": [1240, 3180, 905, 4410, 2775, 366, 1530],
        "dépensé": [1310, 2990, 870, 4630, 2820, 401, 1495],
    }
)
FORM = vos_donnees(tableau(cle="poste", colonnes=COLUMNS), lignes=(6, 40), pas_de=({"budget": CASE},))


def budget(**columns: Any) -> pd.DataFrame:
    """A budget that somebody could have."""
    honest = {
        "poste": ["Loyer du stand", "Tracts", "Traiteur", "Photographe", "Encart", "Site", "Envoi"],
        "prévu": [2100, 340, 815, 450, 620, 990, 175],
        "réel": [2085.5, 362, 902.4, 450, 588, 1140, 168.9],
    }
    return pd.DataFrame(honest | columns)


def read(value: Any, form: Any = FORM) -> Any:
    return coerce(form, CheckedTree(portable(value)))


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (budget().head(5), "votre tableau a 5 lignes : il en faut 6 au moins"),
        (pd.concat([budget().assign(poste=budget()["poste"] + f" {n}") for n in range(6)]), "40 au plus"),
        (budget(prévu=500), "colonne « prévu » : la même valeur partout"),
        (budget(prévu=[500] * 6 + [812]), "la valeur 500 revient sur 6 lignes sur 7"),
        (budget(prévu=[500, 600, 600, 500, 600, 500, 500]), "deux valeurs seulement"),
        (budget(prévu=[500, 500.1, 500.3, 500.2, 500.4, 500.6, 500.9]), "des valeurs égales, à 1 % près"),
        (budget(prévu=range(1, 8)), "chaque valeur suit la précédente du même écart"),
        (budget(prévu=range(700, 0, -100)), "chaque valeur suit la précédente du même écart"),
        (budget(prévu=[10.0**n for n in range(7)]), "multipliée par le même nombre"),
        (budget(réel=budget()["prévu"]), "colonnes « prévu » et « réel » : les mêmes valeurs, ou le même écart partout"),
        (budget(réel=budget()["prévu"] + 10), "le même écart partout"),
        (budget(réel=budget()["prévu"] * 1.1), "l'une est l'autre, multipliée par le même nombre partout"),
        (budget(poste=[*budget()["poste"][:6], "Total"]), "ôtez la ligne du total"),
        (budget(poste=["Site"] * 7), "la ligne « Site » figure plusieurs fois"),
        (budget(prévu=[float("nan"), *budget()["prévu"][1:]]), "indéfinie (NaN)"),
        (budget(prévu=[float("inf"), *budget()["prévu"][1:]]), "infini"),
        (budget(prévu=["=B2+B3", *budget()["prévu"][1:]]), "=B2+B3"),
        (budget(prévu=-budget()["prévu"]), "trop petit"),
        (budget().drop(columns="réel"), "il manque la colonne « réel »"),
        ("mon_budget.xlsx", "un tableau est attendu"),
        (CASE.set_axis(["poste", "prévu", "réel"], axis=1), "ces lignes sont celles d'un tableau qui vous a été donné"),
        (CASE.set_axis(["poste", "prévu", "réel"], axis=1).assign(poste=budget()["poste"]), "qui vous a été donné"),
        (CASE.set_axis(["poste", "réel", "prévu"], axis=1).sample(6, random_state=1), "qui vous a été donné"),
        # The case's under its own names, one column made up; then a row added.
        (budget(poste=CASE["poste"], réel=CASE["dépensé"]), "qui vous a été donné"),
        (pd.concat([budget(poste=CASE["poste"], prévu=CASE["montant"]), budget().head(1)]), "qui vous a été donné"),
    ],
)  # fmt: skip
def test_what_nobody_noted_down_is_refused_with_what_to_do(value, said):
    found = read(value)
    assert isinstance(found, Invalid)
    assert said in found.sentence


@pytest.mark.parametrize(
    "value",
    [
        budget(),
        budget().to_dict("records"),
        # Some posts are as planned, some are the case's too: that happens.
        budget(poste=CASE["poste"]),
        budget(réel=[2100, 340, 815, 450, 620, 990, 181]),
        budget(prévu=[500, 500, 500, 500, 500, 620, 340]),
        # A post or two that cost what one of the case's did.
        budget(réel=[1310, 2990, 902.4, 450, 588, 1140, 168.9]),
    ],
)
def test_what_somebody_could_have_noted_down_is_taken(value):
    assert isinstance(read(value), Valid), read(value)


scores = st.lists(st.tuples(st.integers(1, 5), st.integers(1, 5)), min_size=8, max_size=20)


@given(scores, st.integers(0, 2**32 - 1))
def test_scores_from_1_to_5_are_not_taken_for_the_case_s_because_they_are_the_same_figures(mine, seed):
    """With figures so common, the same rows are there by chance: names tell, figures do not."""
    given_out = np.random.RandomState(seed).randint(1, 6, (60, 2))
    table = pd.DataFrame({"source": [f"Gazette {n}" for n in range(60)], "a": given_out[:, 0], "b": given_out[:, 1]})
    columns = {"a": entier(minimum=1, maximum=5), "b": entier(minimum=1, maximum=5)}
    form = vos_donnees(tableau(cle="source", colonnes=columns), lignes=(6, 40), pas_de=table)
    own = pd.DataFrame(mine, columns=["a", "b"]).assign(source=[f"Veille {n}" for n in range(len(mine))])
    found = read(own, form)
    assert isinstance(found, Valid) or "donné ;" not in found.sentence
    copied = read(table.head(12), form)
    assert isinstance(copied, Invalid)


@given(
    st.lists(
        st.floats(allow_nan=True, allow_infinity=True) | st.text(max_size=8) | st.none(),
        min_size=6,
        max_size=9,
    )
)
def test_whatever_the_cells_hold_a_table_is_taken_or_refused_in_a_sentence(values):
    table = {"poste": [f"p{n}" for n in range(len(values))], "prévu": values, "réel": values[::-1]}
    found = read(table)
    assert isinstance(found, Valid) or found.sentence


SHARES = vos_donnees(
    tableau(cle="canal", colonnes={"part": pourcentage(echelle="pourcent"), "note": texte(40), "jour": date()}),
    lignes=(5, 9),
)


def shares(**columns: Any) -> pd.DataFrame:
    honest = {
        "canal": list("abcde"),
        "part": [12.5, 3.2, 41, 8.8, 0.7],
        "note": ["relevé", "estimé", "relevé", "relevé", "déclaré"],
        "jour": pd.date_range("2026-01-05", periods=5),
    }
    return pd.DataFrame(honest | columns)


def test_a_percentage_that_can_be_read_in_two_ways_is_refused_and_its_sign_settles_it():
    assert isinstance(read(shares(), SHARES), Valid)
    ambiguous = read(shares(part=[0.12, 0.4, 0.33, 0.08, 0.07]), SHARES)
    assert isinstance(ambiguous, Invalid)
    assert "« 40 % »" in ambiguous.sentence
    assert isinstance(read(shares(part=["0,12 %", "0,4 %", "0,33 %", "0,08 %", "0,07 %"]), SHARES), Valid)


def test_a_formula_in_a_text_is_refused():
    found = read(shares(note=["=A1", "estimé", "relevé", "relevé", "déclaré"]), SHARES)
    assert isinstance(found, Invalid)
    assert "« =A1 » est une formule" in found.sentence


def test_the_room_says_what_is_refused_on_the_error_output_and_what_is_taken_on_the_other(capsys):
    verifier("C13_3-budget", budget(réel=budget()["prévu"]), FORM)
    verifier("C13_3-budget", budget(), FORM)
    said = capsys.readouterr()
    assert "✗ À revoir : colonnes « prévu » et « réel »" in said.err
    assert "✓ Votre tableau est recevable" in said.out
    assert "7 lignes. La suite se calcule d'après lui" in said.out
    assert "jugée à la correction" not in said.out


@pytest.mark.parametrize(
    ("made", "argument"),
    [
        (lambda: vos_donnees(nombre()), "forme"),
        (lambda: vos_donnees(tableau("a", {"b": nombre()}, cles=("x", "y"))), "forme"),
        (lambda: vos_donnees(tableau("a", {"b": nombre()}), lignes=(2, 9)), "lignes"),
        (lambda: vos_donnees(tableau("a", {"b": nombre()}), lignes=(6, 100_000)), "lignes"),
        (lambda: vos_donnees(tableau("a", {"b": nombre()}), varie=("c",)), "varie"),
        (lambda: vos_donnees(tableau("a", {"b": choix("x", "y")})), "varie"),
        (lambda: vos_donnees(tableau("a", {"b": pourcentage()})), "colonnes"),
        (lambda: vos_donnees(tableau("a", {"b": nombre()}), pas_de=3), "pas_de"),
    ],
)
def test_a_form_that_cannot_be_meant_is_refused_by_the_name_of_its_argument(made, argument):
    with pytest.raises(InvalidForm, match=f"« {argument}"):
        made()


def test_a_large_table_of_the_case_is_compared_by_its_first_rows_and_fast():
    many = pd.DataFrame(np.random.RandomState(0).uniform(1, 9, (5000, 3)).round(4), columns=list("abc"))
    many["clé"] = [f"ligne {n}" for n in range(5000)]
    form = vos_donnees(tableau("clé", {c: nombre() for c in "abc"}), lignes=(6, 40), pas_de=many)
    assert len(form.seen[0]) == 500
    assert isinstance(read(many.head(20), form), Invalid)
    assert isinstance(read(many.tail(20), form), Valid)


def test_the_amounts_of_the_case_s_pieces_are_known_without_their_names():
    """Amounts to the cent are nobody else's; round ones are everybody's."""
    chance = np.random.RandomState(4)
    pieces = pd.DataFrame({"pièce": [f"Facture {n}" for n in range(40)], "ttc": chance.uniform(80, 4000, 40).round(2)})
    form = vos_donnees(tableau("poste", COLUMNS), lignes=(6, 12), pas_de=pieces)
    made_up = budget(réel=[*pieces["ttc"].head(5), 901.4, 77.3])
    found = read(made_up, form)
    assert isinstance(found, Invalid)
    assert "qui vous a été donné" in found.sentence
    assert isinstance(read(budget(), form), Valid)
    round_ones = pieces.assign(ttc=chance.randint(1, 40, 40) * 100)
    own = budget(réel=[1200, 300, 900, 400, 600, 1100, 200])
    assert isinstance(read(own, vos_donnees(tableau("poste", COLUMNS), lignes=(6, 12), pas_de=round_ones)), Valid)


def test_rows_of_a_composite_key_are_compared_too():
    keys = list(itertools.product("abcd", ("mars", "avril")))
    case = pd.DataFrame(
        {
            "canal": [a for a, _ in keys],
            "mois": [b for _, b in keys],
            "vu": [31.5, 9.2, 47, 12.4, 8, 63, 55.1, 20],
        }
    )
    form = vos_donnees(tableau(("canal", "mois"), {"vu": nombre()}), lignes=(6, 12), pas_de=case)
    assert isinstance(read(case, form), Invalid)
    assert isinstance(read(case.assign(vu=[3.5, 19.2, 4, 22.4, 18, 6, 5.1, 2]), form), Valid)
