"""Tables to CSV and back, by the data dictionary."""

import io

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from epreuves.variants import tables
from epreuves.variants.dictionary import Constraints, Field, Table
from epreuves.variants.tables import TableError

LIBRE = Constraints(required=False)
CHAMPS = tuple(
    Field(f"{type}_{'du' if constraints.required else 'libre'}", type, constraints=constraints)
    for type in ("integer", "number", "string", "date", "datetime", "boolean")
    for constraints in (Constraints(), LIBRE)
)
TABLE = Table("Tout", CHAMPS)

_texts = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\0\r"), min_size=1)
_dates = st.datetimes(pd.Timestamp(1900, 1, 1), pd.Timestamp(2200, 1, 1)).map(lambda d: d.replace(microsecond=0))
_values = {
    "integer": st.integers(-(2**53), 2**53),
    "number": st.floats(allow_nan=False, allow_infinity=False),
    "string": _texts,
    "date": _dates.map(lambda d: d.replace(hour=0, minute=0, second=0)),
    "datetime": _dates,
    "boolean": st.booleans(),
}


@st.composite
def frames(draw):
    size = draw(st.integers(0, 6))
    columns = {}
    for field in CHAMPS:
        value = _values[field.type]
        if not field.constraints.required:
            value = st.none() | value
        values = draw(st.lists(value, min_size=size, max_size=size))
        columns[field.name] = pd.Series(values, dtype=_dtype(field))
    return pd.DataFrame(columns)


def _dtype(field):
    du = field.constraints.required
    return {
        "integer": "int64" if du else "float64",
        "number": "float64",
        "string": "str",
        "date": "datetime64[us]",
        "datetime": "datetime64[us]",
        "boolean": "bool" if du else "boolean",
    }[field.type]


@given(frames())
def test_reading_what_was_written_gives_the_same_frame(frame):
    data_bytes = tables.write(TABLE, frame)
    pd.testing.assert_frame_equal(tables.read(TABLE, data_bytes), frame, check_exact=True)
    assert tables.write(TABLE, tables.read(TABLE, data_bytes)) == data_bytes


def test_a_file_is_what_a_french_spreadsheet_opens():
    table = Table(
        "Ventes",
        (
            Field("jour", "date"),
            Field("canal", "string"),
            Field("montant", "number", decimals=2),
            Field("taux", "number"),
            Field("ouvert", "boolean"),
            Field("note", "string", constraints=LIBRE),
        ),
    )
    frame = pd.DataFrame(
        {
            "jour": pd.to_datetime(["2026-01-05", "2026-01-06"]),
            "canal": ["thé ; infusion", 'dit « "vert" »'],
            "montant": [1234.5, 0.1],
            "taux": [0.1 + 0.2, 3.0],
            "ouvert": [True, False],
            "note": [None, "à revoir"],
        }
    )
    assert tables.write(table, frame).decode("utf-8") == (
        "\ufeffjour;canal;montant;taux;ouvert;note\n"
        '2026-01-05;"thé ; infusion";1234,50;0,30000000000000004;VRAI;\n'
        '2026-01-06;"dit « ""vert"" »";0,10;3,0;FAUX;à revoir\n'
    )


def test_pandas_itself_reads_the_file_as_candidates_would():
    table = Table("Ventes", (Field("canal", "string"), Field("montant", "number"), Field("n", "integer")))
    frame = pd.DataFrame({"canal": ["NA", "thé"], "montant": [1.5, 2.25], "n": [1, 2]})
    reading = pd.read_csv(io.BytesIO(tables.write(table, frame)), sep=";", decimal=",", keep_default_na=False)
    pd.testing.assert_frame_equal(reading, frame)


@pytest.mark.parametrize(
    ("field", "values", "said"),
    [
        (Field("x", "integer"), [1.5], "ne sont pas entières"),
        (Field("x", "integer"), ["1"], "entiers attendus"),
        (Field("x", "integer"), [1.0, None], "required: false"),
        (Field("x", "integer"), [True], "entiers attendus"),
        (Field("x", "number"), [np.inf], "infinie"),
        (Field("x", "number"), ["1,5"], "nombres attendus"),
        (Field("x", "number"), [True], "nombres attendus"),
        (Field("x", "number", decimals=2), [0.125], "n'est pas arrondi à 2 décimales"),
        (Field("x", "string"), [""], "est vide"),
        (Field("x", "string"), [1], "textes attendus, reçu : 1"),
        (Field("x", "string"), ["a\rb"], "retour chariot"),
        (Field("x", "string"), ["a", None], "1 valeur manquante"),
        (Field("x", "date"), ["2026-01-05"], "dates attendues"),
        (Field("x", "date"), [pd.Timestamp("2026-01-05 10:00")], "porte une heure"),
        (Field("x", "datetime"), [pd.Timestamp("2026-01-05 10:00:00.5")], "plus fine que la seconde"),
        (Field("x", "boolean"), ["oui"], "booléens attendus"),
        (Field("y", "boolean"), [True], "colonnes attendues : y ; reçues : x"),
    ],
)
def test_a_column_of_another_kind_is_refused_by_name(field, values, said):
    with pytest.raises(TableError) as refusal:
        tables.write(Table("T", (field,)), pd.DataFrame({"x": values}))
    assert said in str(refusal.value)


@pytest.mark.parametrize(
    ("data_bytes", "said"),
    [
        (b"", "colonnes attendues : n, b ; re"),
        (b"n;autre\n", "reçues : n, autre"),
        (b"n;b\n1\n", "ligne 2 : 2 valeurs attendues, 1 reçues"),
        (b"n;b\n1;VRAI\nun;VRAI\n", "ligne 3, champ « n » : « un » n'est pas lisible comme integer"),
        (b"n;b\n1;oui\n", "champ « b » : « oui » n'est pas lisible comme boolean"),
        (b"n;b\n;VRAI\n", "champ « n » : la valeur manque"),
        (b'n;b\n"1;VRAI\n', "ligne 2 : ce n'est pas un CSV lisible"),
        (b"\xff\xfe", "n'est pas en UTF-8"),
    ],
)
def test_a_damaged_file_is_refused_at_its_line_and_field(data_bytes, said):
    table = Table("T", (Field("n", "integer"), Field("b", "boolean")))
    with pytest.raises(TableError) as refusal:
        tables.read(table, data_bytes)
    assert said in str(refusal.value)
