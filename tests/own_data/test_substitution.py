"""A table of the candidate's own takes the place of the author's: same columns, index, kinds and scale, none of its rows."""

from __future__ import annotations

import datetime
from typing import Any

import pandas as pd
import pytest

from epreuves import choix, date, nombre, pourcentage, tableau, vos_donnees
from epreuves.answers.coercion import Valid, coerce
from epreuves.answers.portable import portable
from epreuves.answers.tree import CheckedTree
from epreuves_kit.marking.substitution import Refused, own_table

MONTHS = pd.DataFrame(
    {
        "mois": ["janvier", "février", "mars", "avril", "mai"],
        "Taux_de clic": [0.03, 0.05, 0.02, 0.04, 0.01],
        "relevé": pd.to_datetime(["2026-02-03", "2026-03-01", "2026-04-07", "2026-05-02", "2026-06-04"]),
        "canal": ["site", "lettre", "site", "site", "lettre"],
    }
)
COLUMNS = {"taux de clic": pourcentage(echelle="ratio"), "relevé": date(), "canal": choix("site", "lettre")}
FORM = vos_donnees(tableau("mois", COLUMNS), lignes=(5, 12))
MINE = {
    "mois": ["sept. 2026", "2026-07", "08/2026", "novembre", "Octobre"],
    "canal": ["Lettre", "site", "site", "lettre", "site"],
    "relevé": ["01/10/2026", "02/08/2026", "03/09/2026", "01/12/2026", "05/11/2026"],
    "taux de clic": ["3,1 %", "12 %", "0,8 %", "4,4 %", "2,5 %"],
}


def taken(value: Any, reference: Any, form: Any = FORM) -> pd.DataFrame:
    read = coerce(form, CheckedTree(portable(value)))
    assert isinstance(read, Valid), read
    return own_table(form, read.value, reference)


def test_columns_order_names_scale_and_days_are_the_author_s_rows_the_candidate_s():
    found = taken(MINE, MONTHS)
    assert list(found.columns) == list(MONTHS.columns)
    assert found["mois"].tolist() == MINE["mois"]
    assert found["Taux_de clic"].tolist() == pytest.approx([0.031, 0.12, 0.008, 0.044, 0.025])
    assert found["relevé"].iloc[0] == pd.Timestamp(datetime.date(2026, 10, 1))
    assert found["canal"].tolist() == ["lettre", "site", "site", "lettre", "site"]


def test_an_index_stays_an_index():
    found = taken(MINE, MONTHS.set_index("mois"))
    assert found.index.names == ["mois"]
    assert found.loc["2026-07", "canal"] == "site"


def test_a_composite_key_is_as_many_columns():
    form = vos_donnees(tableau(("canal", "année"), {"vu": nombre()}), lignes=(5, 9))
    author = pd.DataFrame(
        {"canal": list("aabbc"), "année": ["2024", "2025", "2024", "2025", "2024"], "vu": [3.0, 1, 4, 1, 5]}
    )
    mine = pd.DataFrame({"année": [2023, 2024, 2023, 2024, 2023], "canal": list("xxyyz"), "vu": [9.0, 2, 6, 5, 3]})
    found = taken(mine, author.set_index(["canal", "année"]), form)
    assert found.loc[("y", "2023"), "vu"] == 6


@pytest.mark.parametrize(
    "reference",
    [
        MONTHS.to_dict("list"),
        MONTHS.assign(total=1),
        MONTHS.drop(columns="canal"),
        MONTHS["canal"],
        MONTHS.assign(mois=pd.date_range("2026-01-01", periods=5, freq="MS")),
        MONTHS.assign(mois=range(1, 6)),
    ],
    ids=[
        "no DataFrame",
        "a column more",
        "a column less",
        "a Series",
        "keys that are days",
        "keys that are numbers",
    ],
)
def test_an_author_s_table_of_another_shape_is_refused(reference):
    with pytest.raises(Refused):
        taken(MINE, reference)
