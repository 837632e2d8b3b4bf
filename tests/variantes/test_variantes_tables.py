"""Tables to CSV and back, by the data dictionary."""

import io

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from epreuves.variantes import tables
from epreuves.variantes.dictionnaire import Champ, Contraintes, Table
from epreuves.variantes.tables import ErreurTable

LIBRE = Contraintes(required=False)
CHAMPS = tuple(
    Champ(f"{type}_{'du' if contraintes.required else 'libre'}", type, contraintes=contraintes)
    for type in ("integer", "number", "string", "date", "datetime", "boolean")
    for contraintes in (Contraintes(), LIBRE)
)
TABLE = Table("Tout", CHAMPS)

_textes = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\0\r"), min_size=1)
_dates = st.datetimes(pd.Timestamp(1900, 1, 1), pd.Timestamp(2200, 1, 1)).map(
    lambda d: d.replace(microsecond=0)
)
_valeurs = {
    "integer": st.integers(-(2**53), 2**53),
    "number": st.floats(allow_nan=False, allow_infinity=False),
    "string": _textes,
    "date": _dates.map(lambda d: d.replace(hour=0, minute=0, second=0)),
    "datetime": _dates,
    "boolean": st.booleans(),
}


@st.composite
def frames(draw):
    taille = draw(st.integers(0, 6))
    colonnes = {}
    for champ in CHAMPS:
        valeur = _valeurs[champ.type]
        if not champ.contraintes.required:
            valeur = st.none() | valeur
        valeurs = draw(st.lists(valeur, min_size=taille, max_size=taille))
        colonnes[champ.nom] = pd.Series(valeurs, dtype=_dtype(champ))
    return pd.DataFrame(colonnes)


def _dtype(champ):
    du = champ.contraintes.required
    return {
        "integer": "int64" if du else "float64",
        "number": "float64",
        "string": "str",
        "date": "datetime64[us]",
        "datetime": "datetime64[us]",
        "boolean": "bool" if du else "boolean",
    }[champ.type]


@given(frames())
def test_reading_what_was_written_gives_the_same_frame(frame):
    octets = tables.ecrire(TABLE, frame)
    pd.testing.assert_frame_equal(tables.lire(TABLE, octets), frame, check_exact=True)
    assert tables.ecrire(TABLE, tables.lire(TABLE, octets)) == octets


def test_a_file_is_what_a_french_spreadsheet_opens():
    table = Table(
        "Ventes",
        (
            Champ("jour", "date"),
            Champ("canal", "string"),
            Champ("montant", "number", decimales=2),
            Champ("taux", "number"),
            Champ("ouvert", "boolean"),
            Champ("note", "string", contraintes=LIBRE),
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
    assert tables.ecrire(table, frame).decode("utf-8") == (
        "\ufeffjour;canal;montant;taux;ouvert;note\n"
        '2026-01-05;"thé ; infusion";1234,50;0,30000000000000004;VRAI;\n'
        '2026-01-06;"dit « ""vert"" »";0,10;3,0;FAUX;à revoir\n'
    )


def test_pandas_itself_reads_the_file_as_candidates_would():
    table = Table("Ventes", (Champ("canal", "string"), Champ("montant", "number"), Champ("n", "integer")))
    frame = pd.DataFrame({"canal": ["NA", "thé"], "montant": [1.5, 2.25], "n": [1, 2]})
    lu = pd.read_csv(io.BytesIO(tables.ecrire(table, frame)), sep=";", decimal=",", keep_default_na=False)
    pd.testing.assert_frame_equal(lu, frame)


@pytest.mark.parametrize(
    ("champ", "valeurs", "dit"),
    [
        (Champ("x", "integer"), [1.5], "ne sont pas entières"),
        (Champ("x", "integer"), ["1"], "entiers attendus"),
        (Champ("x", "integer"), [1.0, None], "required: false"),
        (Champ("x", "integer"), [True], "entiers attendus"),
        (Champ("x", "number"), [np.inf], "infinie"),
        (Champ("x", "number"), ["1,5"], "nombres attendus"),
        (Champ("x", "number"), [True], "nombres attendus"),
        (Champ("x", "number", decimales=2), [0.125], "n'est pas arrondi à 2 décimales"),
        (Champ("x", "string"), [""], "est vide"),
        (Champ("x", "string"), [1], "textes attendus, reçu : 1"),
        (Champ("x", "string"), ["a\rb"], "retour chariot"),
        (Champ("x", "string"), ["a", None], "1 valeur manquante"),
        (Champ("x", "date"), ["2026-01-05"], "dates attendues"),
        (Champ("x", "date"), [pd.Timestamp("2026-01-05 10:00")], "porte une heure"),
        (Champ("x", "datetime"), [pd.Timestamp("2026-01-05 10:00:00.5")], "plus fine que la seconde"),
        (Champ("x", "boolean"), ["oui"], "booléens attendus"),
        (Champ("y", "boolean"), [True], "colonnes attendues : y ; reçues : x"),
    ],
)
def test_a_column_of_another_kind_is_refused_by_name(champ, valeurs, dit):
    with pytest.raises(ErreurTable) as refus:
        tables.ecrire(Table("T", (champ,)), pd.DataFrame({"x": valeurs}))
    assert dit in str(refus.value)


@pytest.mark.parametrize(
    ("octets", "dit"),
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
def test_a_damaged_file_is_refused_at_its_line_and_field(octets, dit):
    table = Table("T", (Champ("n", "integer"), Champ("b", "boolean")))
    with pytest.raises(ErreurTable) as refus:
        tables.lire(table, octets)
    assert dit in str(refus.value)
