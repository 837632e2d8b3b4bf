"""Reading answers: lenient on the container, strict on the meaning."""

import datetime
import decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from epreuves import booleen, choix, date, entier, liste, nombre, pourcentage, serie, tableau, texte
from epreuves.answers.coercion import Invalid, Missing, Valid, coerce
from epreuves.answers.keys import fold
from epreuves.answers.portable import portable
from epreuves.answers.tree import CheckedTree

KEYS = st.text(st.characters(codec="ascii", categories=["L"]), min_size=1, max_size=8)
NUMBERS = st.floats(-1e9, 1e9)
MAPPINGS = st.dictionaries(KEYS, NUMBERS, min_size=1, max_size=8).filter(
    lambda d: len({key.casefold() for key in d}) == len(d)
)


def read(form, value):
    return coerce(form, CheckedTree(portable(value)))


def sentence(form, value):
    reading = read(form, value)
    assert isinstance(reading, Invalid), reading
    return reading.sentence


@given(MAPPINGS)
def test_the_same_series_in_any_container_reads_the_same(data):
    keys, values = list(data), list(data.values())
    form = serie("canal", nombre())
    expected = Valid([[key, value] for key, value in data.items()])
    named = pd.Series(values, index=pd.Index(keys, name="canal"))
    containers = [
        data,
        {"roas": data},
        {"roas": named},
        named,
        pd.Series(values, index=keys),
        named.to_frame("roas"),
        named.rename("roas").reset_index(),
        pd.DataFrame({"roas": values, "Canal": keys}),
        pd.DataFrame({"x": keys, "y": values}),
        list(data.items()),
        [[key, value] for key, value in data.items()],
        data.items(),
        {key: np.float64(value) for key, value in data.items()},
        {f" {key} ": [value] for key, value in data.items()},
        {key: repr(value).replace(".", ",") for key, value in data.items()},
    ]
    for container in containers:
        assert read(form, container) == expected


@given(MAPPINGS)
@example({"COUT": 0.0})  # a row that bears a column's name
def test_the_same_table_in_any_container_reads_the_same(data):
    frame = pd.DataFrame({"canal": list(data), "Coût": list(data.values()), "nb_clics": range(len(data)), "autre": "x"})
    form = tableau("canal", {"cout": nombre(), "Nb clics": entier()})
    expected = [[key, {"cout": cost, "Nb clics": n}] for n, (key, cost) in enumerate(data.items())]
    indexed = frame.set_index("canal")
    containers = [
        frame,
        indexed,
        indexed.rename_axis(None),
        frame.to_dict("records"),
        frame.to_dict("list"),
        indexed.to_dict("index"),
        indexed.to_dict("dict"),
        dict(indexed.items()),
        indexed.astype({"nb_clics": float}),
        frame[["autre", "nb_clics", "canal", "Coût"]],
    ]
    for container in containers:
        reading = read(form, container)
        assert isinstance(reading, Valid), reading
        assert reading.value == expected
        assert reading.note == "colonnes laissées de côté : « autre »"


@pytest.mark.parametrize("title", ["ecart_pct", "Écart %", "ÉCART (%)", "ecart(%)", "Écart-pct"])
def test_a_column_of_percents_may_say_so_by_the_sign(title):
    form = tableau("poste", {"ecart": nombre(), "ecart_pct": nombre()})
    frame = pd.DataFrame({"Poste": ["a", "b"], "Écart": [1.0, 2.0], title: [10.0, 20.0]})
    assert read(form, frame).value == [
        ["a", {"ecart": 1.0, "ecart_pct": 10.0}],
        ["b", {"ecart": 2.0, "ecart_pct": 20.0}],
    ]


def test_a_key_may_be_made_of_several_columns_wherever_they_are():
    frame = pd.DataFrame(
        {"canal": ["a", "b"], "mois": pd.PeriodIndex(["2026-03", "2026-04"], freq="M"), "ctr": [0.1, 0.2]}
    )
    form = tableau(("canal", "mois"), {"ctr": nombre()})
    expected = Valid([[["a", "2026-03"], {"ctr": 0.1}], [["b", "2026-04"], {"ctr": 0.2}]])
    assert read(form, frame) == expected
    assert read(form, frame.set_index(["mois", "canal"])) == expected
    assert read(form, frame.set_index("mois")) == expected
    pairs = Valid([[["a", "2026-03"], 0.1], [["b", "2026-04"], 0.2]])
    by_both = serie(("canal", "mois"), nombre())
    assert read(by_both, frame.set_index(["canal", "mois"])["ctr"]) == pairs
    assert read(by_both, {("a", "2026-03"): 0.1, ("b", "2026-04"): 0.2}) == pairs
    assert read(by_both, [("a", "2026-03", 0.1), ("b", "2026-04", 0.2)]) == pairs


@pytest.mark.parametrize(
    "value",
    [
        12,
        12.0,
        np.int64(12),
        np.float32(12),
        decimal.Decimal("12.0"),
        "12",
        " 12,0 € ",
        [12],
        (12.0,),
        {12},
        np.array([12]),
        np.array(12.0),
        pd.Series([12]),
        pd.Series([12], index=["total"]),
        pd.DataFrame({"x": [12]}),
        [[12]],
    ],
    ids=repr,
)
def test_a_number_is_read_from_any_container_of_one(value):
    assert read(nombre("€"), value) == Valid(12.0)
    assert read(entier("€"), value) == Valid(12)


@pytest.mark.parametrize(
    ("form", "value", "code", "words"),
    [
        (nombre(), True, "type", "un nombre est attendu, reçu True (vrai ou faux)"),
        (nombre(), np.bool_(False), "type", "reçu False (vrai ou faux)"),
        (nombre(), float("nan"), "nan", "la valeur est indéfinie (NaN)"),
        (nombre(), np.inf, "infini", "la valeur est infinie : il y a sans doute une division par zéro"),
        (nombre(), [1, 2, 3], "type", "un nombre est attendu, reçu une liste de 3 éléments"),
        (nombre(), {"a": 1}, "type", "un nombre est attendu, reçu un dictionnaire"),
        (nombre(), pd.Series([1, 2]), "type", "reçu une Series de 2 valeurs"),
        (nombre(), pd.DataFrame({"a": [1], "b": [2]}), "type", "reçu un DataFrame de 1 ligne et 2 colonnes"),
        (nombre("commandes"), (12, 5), "virgule", "un nombre se tape avec un point : 12.5"),
        (pourcentage(), [12, 5], "virgule", "un nombre se tape avec un point : 12.5"),
        (nombre(), print, "type", "appelez-la, avec des parenthèses"),
        (nombre(), (x for x in [1]), "type", "mettez-le dans list(…)"),
        (nombre(), pd.Series([1]).groupby([1]), "type", "le regroupement n'est pas encore calculé"),
        (nombre(), ..., "type", "la réponse est restée à « … »"),
        (nombre(), object(), "type", "un objet de type « object » ne se lit pas"),
        (nombre(), pd.Timedelta(days=3), "type", "prenez-en le nombre de jours"),
        (nombre(), "x" * 30_000, "trop_grand", "un texte de plus de 20 000 caractères"),
        (nombre(), 10**400, "trop_grand", "un nombre de plus de 300 chiffres"),
        (nombre("€", minimum=0), -3, "borne", "−3 € est trop petit : une valeur d'au moins 0 € est attendue"),
        (nombre(maximum=10), 10.5, "borne", "10,5 est trop grand : une valeur d'au plus 10 est attendue"),
        (entier(), 12.4, "entier", "un nombre entier est attendu, reçu 12,4"),
        (entier(minimum=1), 0, "borne", "une valeur d'au moins 1 est attendue"),
        (
            pourcentage(minimum=0),
            -4 / 7,
            "borne",
            "−0,571429 % est trop petit : une valeur d'au moins 0 % est attendue",
        ),
        (
            nombre(maximum=10),
            10.00000004,
            "borne",
            "10,00000004 est trop grand : une valeur d'au plus 10 est attendue",
        ),
        (entier(maximum=1000), 1234567, "borne", "1\u202f234\u202f567 est trop grand"),
        (pourcentage(), "250 %", "borne", "250 % est trop grand : une valeur d'au plus 100 % est attendue"),
        (pourcentage(), -0.1, "borne", "une valeur d'au moins 0 % est attendue"),
        # Its sign says the scale: it is not fifty percent.
        (pourcentage(minimum=1), "0,5 %", "borne", "une valeur d'au moins 1 % est attendue"),
        (pourcentage(), "3 €", "unite", "donnez un nombre en %"),
        (texte(), "  ", "vide", "le texte est vide"),
        (texte(5), "trop long", "taille", "le texte a 9 caractères : au plus 5 sont attendus"),
        (texte(), 12, "type", "un texte est attendu, reçu un nombre entier"),
        (booleen(), 1, "type", "vrai ou faux est attendu (True ou False), reçu un nombre entier"),
        (booleen(), "peut-être", "type", "reçu « peut-être »"),
        (date(), "13/05", "date", "l'année manque"),
        (date(), 20260512, "type", "une date est attendue, reçu un nombre entier"),
        (choix("SEO", "SEA"), 0, "option", "recopiée en toutes lettres"),
        (
            choix("SEO", "SEA"),
            "TV",
            "option",
            "« TV » n'est pas une des réponses proposées : « SEO » ; « SEA »",
        ),
        (choix("SEO", "SEA", plusieurs=True), [], "vide", "aucune réponse n'est choisie"),
        (choix("SEO", "SEA", plusieurs=True), "SEO, radio", "option", "« radio » n'est pas une des réponses"),
        (liste(nombre()), {1, 2}, "type", "reçu un ensemble, qui n'a pas d'ordre"),
        (liste(nombre()), [], "vide", "la liste est vide"),
        (liste(nombre()), [1, "a"], "pas_un_nombre", "élément 2 : « a » ne se lit pas comme un nombre"),
        (liste(nombre()), {"a": 1}, "type", "une liste est attendue, reçu un dictionnaire"),
        (
            serie("canal", nombre()),
            3,
            "type",
            "une valeur pour chaque « canal » est attendue (Series ou dictionnaire)",
        ),
        (serie("canal", nombre()), {}, "vide", "la série est vide"),
        (serie("canal", nombre()), [1, 2], "cle", "une liste de valeurs sans leurs noms"),
        (serie("canal", nombre()), pd.Series([1, 2]), "cle", "mettez « canal » en index"),
        (serie("canal", nombre()), {"a": np.nan}, "nan", "ligne « a » : la valeur est indéfinie"),
        (serie("canal", nombre()), {"a": None}, "vide", "ligne « a » : la valeur manque"),
        (serie("canal", nombre()), {"a": True}, "type", "ligne « a » : un nombre est attendu"),
        (serie("canal", nombre()), {np.nan: 1}, "cle", "le nom d'une ligne est vide (NaN)"),
        (
            serie("canal", nombre()),
            [("Été", 1), ("ete ", 2)],
            "doublon",
            "la ligne « ete » figure plusieurs fois",
        ),
        (
            serie("canal", nombre()),
            pd.DataFrame({"canal": ["a"], "x": [1], "y": [2]}),
            "colonne",
            "une seule colonne de valeurs est attendue en plus de « canal », reçu 2 : « x », « y »",
        ),
        (serie(("a", "b"), nombre()), {"x": 1}, "cle", "2 éléments nomment chaque ligne (un tuple)"),
        (
            tableau("canal", {"ctr": nombre(), "cpc": nombre()}),
            pd.DataFrame({"canal": ["a"], "CTR": [1], "z": [2]}),
            "colonne",
            "il manque la colonne « cpc » ; colonnes reçues : « CTR », « z »",
        ),
        (
            tableau("canal", {"ctr": nombre(), "cpc": nombre()}),
            pd.DataFrame({"ctr": [1], "cpc": [2]}),
            "cle",
            "« canal », qui nomme les lignes, n'est ni en index ni parmi les colonnes",
        ),
        (
            tableau("canal", {"ctr": nombre(), "cpc": nombre()}),
            pd.DataFrame({"canal": ["a", "b"], "ctr": [1, np.nan], "cpc": [2, 3]}),
            "nan",
            "ligne « b », colonne « ctr » : la valeur est indéfinie",
        ),
        (tableau("canal", {"ctr": nombre()}), {"a": 1}, "type", "reçu un dictionnaire de valeurs simples"),
        (tableau("canal", {"ctr": nombre()}), 12, "type", "un tableau est attendu (DataFrame)"),
    ],
)
def test_what_cannot_be_meant_is_invalid_with_a_sentence(form, value, code, words):
    reading = read(form, value)
    assert isinstance(reading, Invalid), reading
    assert reading.code == code
    assert words in reading.sentence


@pytest.mark.parametrize("value", [None, pd.NaT, pd.NA])
def test_none_is_a_missing_answer_not_an_invalid_one(value):
    assert read(nombre(), value) == Missing("aucune réponse : la variable n'a pas encore reçu de valeur")


@pytest.mark.parametrize(
    ("form", "value", "canonical"),
    [
        (entier(), 2.9999999999999996, 3),
        (pourcentage(), 0.034, {"valeur": 0.034, "signe": False}),
        (pourcentage(), "3,4 %", {"valeur": 3.4, "signe": True}),
        (pourcentage(), 3.4, {"valeur": 3.4, "signe": False}),
        (pourcentage(), np.array([3.4]), {"valeur": 3.4, "signe": False}),
        (texte(), "  deux \n mots ", "deux mots"),
        (booleen(), np.bool_(True), True),
        (booleen(), "Vrai", True),
        (booleen(), "NON", False),
        (booleen(), [True], True),
        (date(), datetime.date(2026, 5, 12), "2026-05-12"),
        (date(), pd.Timestamp("2026-05-12 14:30"), "2026-05-12"),
        (date(), np.datetime64("2026-05-12"), "2026-05-12"),
        (date(), pd.Period("2026-05-12", "D"), "2026-05-12"),
        (date(), "12/05/2026", "2026-05-12"),
        (choix("Référencement naturel", "Publicité"), " referencement  NATUREL", "Référencement naturel"),
        (choix("A. Oui", "B. Non"), "b", "B. Non"),
        (choix("A) Oui", "B) Non"), "A)", "A) Oui"),
        (choix("SEO", "SEA", "TV", plusieurs=True), {"tv", "SEO"}, ["SEO", "TV"]),
        (choix("SEO", "SEA", plusieurs=True), "sea", ["SEA"]),
        (choix("SEO", "SEA", "TV", plusieurs=True), "tv, seo", ["SEO", "TV"]),
        (choix("SEO", "SEA", "TV", plusieurs=True), ["TV ; SEA"], ["SEA", "TV"]),
        (choix("A, puis B", "C", plusieurs=True), "A, puis B", ["A, puis B"]),
        (choix("SEO", "SEA", plusieurs=True), pd.Series(["sea", "SEA"]), ["SEA"]),
        (liste(nombre()), (1, "2,5"), [1.0, 2.5]),
        (liste(nombre()), pd.Series([1, 2]), [1.0, 2.0]),
        (liste(nombre()), np.array([1, 2]), [1.0, 2.0]),
        (liste(texte(), ordre=False), {"b", "a"}, ["a", "b"]),
        (liste(texte(3), ordre=False), "E08, E10 ; E12", ["E08", "E10", "E12"]),
        (liste(texte(3), ordre=False), ["E08,E10"], ["E08", "E10"]),
        (liste(texte()), "Tours, centre", ["Tours, centre"]),
        (liste(texte()), pd.Index(["b", "a"]), ["b", "a"]),
        (nombre("jours"), pd.Timedelta(days=3), 3.0),
    ],
)
def test_what_is_meant_is_read(form, value, canonical):
    assert read(form, value) == Valid(canonical)


@pytest.mark.parametrize(
    ("key", "text"),
    [
        (datetime.date(2026, 3, 1), "2026-03-01"),
        (pd.Timestamp("2026-03-01"), "2026-03-01"),
        (pd.Timestamp("2026-03-01 08:00"), "2026-03-01T08:00:00"),
        (pd.Period("2026-03", "M"), "2026-03"),
        (3, "3"),
        (3.0, "3"),
        (3.5, "3.5"),
        (True, "oui"),
        ("  E-mail ", "E-mail"),
        (pd.Interval(0, 10), "(0, 10]"),
    ],
)
def test_keys_of_any_type_have_one_text(key, text):
    assert read(serie("x", nombre()), {key: 1, "autre": 2}) == Valid([[text, 1.0], ["autre", 2.0]])


def test_a_letter_is_no_option_where_options_are_not_all_lettered():
    assert "n'est pas une des réponses" in sentence(choix("A. Oui", "Non"), "A")


BY_BRAND = serie(cle="marque", valeurs=nombre(maximum=10), cles=["Écumine", "Bulle & Bois", "Netterive"])


@pytest.mark.parametrize(
    ("sent", "doubt"),
    [
        ({"Écumine": 1, "Bulle & Bois": 2, "Netterive": 3}, ""),
        ({"ecumine": 1, "BULLE & BOIS": 2, "netterive": 3, "Total": 6}, ""),
        (
            {"Écumine": 1, "Bulles & Bois": 2, "Netterive": 3},
            "« Bulles & Bois » n'est pas dans l'énoncé : écrivez « Bulle & Bois »",
        ),
        ({"Écumine": 1, "Netterive": 3}, "il manque « Bulle & Bois »"),
        (
            {"Écumine": 1, "Bulle & Bois": 2, "Netterive": 3, "Savon d'Alep": 4},
            "« Savon d'Alep » n'est pas dans l'énoncé",
        ),
        (
            {"Écumine": 1, "Bulle & Bois": 2, "Zzz": 3},
            "« Zzz » n'est pas dans l'énoncé ; il manque « Netterive »",
        ),
    ],
)
def test_keys_that_the_statement_gives_are_told_where_they_are_not_those(sent, doubt):
    reading = read(BY_BRAND, sent)
    assert isinstance(reading, Valid)
    assert reading.doubt == doubt


def test_a_table_s_keys_are_told_likewise_composite_ones_too():
    form = tableau(("canal", "mois"), {"x": nombre()}, cles=[("SEO", "mars"), ("SEA", "mars")])
    sent = pd.DataFrame({"canal": ["SEO", "SAE"], "mois": ["mars", "mars"], "x": [1, 2]})
    assert read(form, sent).doubt == "« SAE, mars » n'est pas dans l'énoncé : écrivez « SEA, mars »"
    assert read(tableau("canal", {"x": nombre()}), {"x": {"a": 1}}).doubt == ""


def test_a_total_is_set_aside_before_its_value_is_read():
    sent = {"Écumine": 1, "Bulle & Bois": 2, "Netterive": 3, "Total": 6000}
    assert read(BY_BRAND, sent).value == [["Écumine", 1.0], ["Bulle & Bois", 2.0], ["Netterive", 3.0]]
    assert read(BY_BRAND, sent).note == "laissé de côté : « Total »"
    table = tableau("canal", {"x": nombre(maximum=10), "y": pourcentage()})
    frame = pd.DataFrame({"canal": ["a", "Ensemble"], "x": [1, 30], "y": [2, np.nan]})
    assert [key for key, _ in read(table, frame).value] == ["a"]
    # A total that the statement asks for is a row like the others.
    asked = serie(cle="poste", valeurs=nombre(maximum=10), cles=["achats", "total"])
    assert isinstance(read(asked, {"achats": 1, "total": 30}), Invalid)
    assert isinstance(read(BY_BRAND, {"Total": 6000}), Invalid)


DAY = "2026-05-12"


@pytest.mark.parametrize(
    "written",
    [
        "12/05/2026.",
        "Mardi 12 mai 2026.",
        "le 12 mai 2026",
        "le mardi 12 mai 2026",
        np.datetime64(DAY),
        np.array([DAY], dtype="datetime64[ns]"),
        np.array([DAY], dtype="datetime64[D]"),
        pd.Series(pd.to_datetime([DAY])),
        pd.to_datetime([DAY]).to_numpy(),
    ],
)
def test_a_day_is_read_as_people_and_arrays_write_it(written):
    assert read(date(), written) == Valid(DAY)


def test_durations_of_an_array_are_read_as_days():
    assert read(nombre(unite="jours"), np.array([36], dtype="timedelta64[h]")) == Valid(1.5)


@pytest.mark.parametrize(
    ("written", "picked"),
    [
        ("a et c", ["a", "c"]),
        ("a, b et c.", ["a", "b", "c"]),
        ("A ; C", ["a", "c"]),
        (["a", "c."], ["a", "c"]),
        ("b & c", ["b", "c"]),
    ],
)
def test_several_choices_are_read_as_a_sentence_gives_them(written, picked):
    assert read(choix("a", "b", "c", plusieurs=True), written) == Valid(picked)


def test_an_option_keeps_what_it_is_written_with():
    form = choix("créer et publier", "mesurer", plusieurs=True)
    assert read(form, "créer et publier, mesurer") == Valid(["créer et publier", "mesurer"])
    assert read(choix("hausse", "baisse"), "Hausse.") == Valid("hausse")
    assert read(booleen(), "Vrai.") == Valid(True)


def test_a_probability_may_be_typed_in_percent_with_its_sign():
    probability = nombre(minimum=0, maximum=1)
    assert read(probability, "18,2 %").value == pytest.approx(0.182)
    assert isinstance(read(probability, 18.2), Invalid)
    assert isinstance(read(nombre(minimum=0, maximum=10), "18,2 %"), Invalid)


def test_an_ampersand_is_read_as_the_word_that_it_stands_for():
    form = serie("fournisseur", nombre(), cles=("Ossature & Toile", "Nappe"))
    reading = read(form, {"ossature et toile": 3, "nappe": 4})
    assert isinstance(reading, Valid), reading
    assert fold("Ossature & Toile") == fold("OSSATURE&TOILE")


def test_a_sum_of_shares_that_passes_the_whole_by_a_last_digit_is_the_whole():
    form = pourcentage(echelle="pourcent", maximum=100)
    assert isinstance(read(form, 100.00000000000001), Valid)
    assert isinstance(read(form, 100.1), Invalid)
    assert isinstance(read(nombre(minimum=0), -1e-12), Valid)
