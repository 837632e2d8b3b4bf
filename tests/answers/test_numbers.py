"""Numbers and days as people type them in French."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from epreuves.answers.numbers import Refusal, read_date, read_number

THOUSANDS = [" ", "\u202f", "\u00a0", "\u2009", "'", "’"]


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("1 234,50 €", "€", 1234.5),
        ("1\u202f234,50\u00a0€", "€", 1234.5),
        ("1'234.50", "", 1234.5),
        ("1.234,5", "", 1234.5),
        ("1,234.5", "", 1234.5),
        ("1.234.567", "", 1234567),
        ("1,234,567", "", 1234567),
        ("1,234", "", 1.234),
        ("0.123", "", 0.123),
        ("1234.567", "", 1234.567),
        ("1 234.567", "", 1234.567),
        ("−3,5", "", -3.5),
        ("+7", "", 7),
        (",5", "", 0.5),
        ("1.5e-05", "", 1.5e-5),
        ("1.234e3", "", 1234),
        ("3,4 k€", "€", 3400),
        ("1,2 M€", "€", 1_200_000),
        ("12 000 €", "k€", 12),
        ("12 k", "€", 12000),
        ("3 milliers d'euros", "€", 3000),
        ("2 millions", "", 2_000_000),
        ("12 jours", "jours", 12),
        ("12 j", "jours", 12),
        ("3 Jour", "jours", 3),
        ("40 clics", "clics", 40),
        ("€ 12", "€", 12),
        ("12 €", "€ HT", 12),
        ("12 € ht", "€ HT", 12),
    ],
)
def test_a_number_typed_the_french_way_is_read(text, unit, value):
    assert read_number(text, unit).value == pytest.approx(value, rel=1e-12)


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("2,40 €", "€ ou %", 2.4),
        ("52,9 %", "€ ou %", 52.9),
        ("52,9", "€ ou %", 52.9),
        ("0,5 k€", "% ou €", 500),
        ("31 ans", "ans ou % ou litres", 31),
        ("1,84 litre", "ans ou % ou litres", 1.84),
        ("257 400 briques", "briques", 257_400),
        ("1 234,5 kg de CO2e", "kgCO2e", 1234.5),
        ("12 kg CO₂e", "kg ou kgCO2e", 12),
        ("12 kg éq. CO2", "kgCO2e", 12),
    ],
)
def test_a_series_of_several_units_takes_each_of_them(text, unit, value):
    assert read_number(text, unit).value == value


@pytest.mark.parametrize("text", ["12,5 %", "12.5%", "12,5 pour cent", "12,5 pts"])
def test_a_percent_sign_is_noticed_in_a_percentage(text):
    reading = read_number(text, "%", percent=True)
    assert (reading.value, reading.signed) == (12.5, True)


@pytest.mark.parametrize(
    ("text", "unit", "code", "words"),
    [
        ("1.234", "", "ambigu", "se lit de deux façons : 1,234 ou 1 234 ; écrivez « 1,234 » ou « 1234 »"),
        ("12 %", "€", "unite", "l'unité « % » n'est pas celle attendue ; donnez un nombre en €"),
        ("12 jours", "", "unite", "donnez un nombre sans unité"),
        ("12 jours", "€ ou %", "unite", "donnez un nombre en € ou %"),
        ("12 € ttc", "€ HT", "unite", "donnez un nombre en € HT"),
        ("12 M", "jours", "unite", "donnez un nombre en jours"),
        ("≈ 12", "", "approximatif", "donnez la valeur, sans « environ » ni « ≈ »"),
        ("environ 12", "", "approximatif", "est approximatif"),
        ("12 34", "", "groupes", "les groupes de chiffres ne sont pas des milliers"),
        ("1,2,3", "", "pas_un_nombre", "virgules et points se contredisent"),
        ("1.2.3,4", "", "pas_un_nombre", "virgules et points se contredisent"),
        ("douze", "", "pas_un_nombre", "ne se lit pas comme un nombre"),
        ("12/4", "", "calcul", "« 12/4 » est un calcul : donnez son résultat"),
        ("= 3 * 4", "€", "calcul", "donnez son résultat"),
        ("(118 + 2) / 172", "", "calcul", "donnez son résultat"),
        ("12 €/jour", "", "unite", "n'est pas celle attendue"),
        ("NaN", "", "nan", "n'est pas une valeur"),
        ("  ", "", "vide", "le texte est vide"),
    ],
)
def test_a_text_that_cannot_be_read_for_certain_is_refused_with_a_sentence(text, unit, code, words):
    with pytest.raises(Refusal) as refused:
        read_number(text, unit)
    assert refused.value.code == code
    assert words in refused.value.sentence


@given(
    cents=st.integers(-(10**11), 10**11),
    group=st.sampled_from(THOUSANDS),
    minus=st.sampled_from(["-", "−"]),
    after=st.sampled_from(["", " ", "\u202f"]),
)
def test_any_amount_written_with_french_groups_reads_back(cents, group, minus, after):
    whole, rest = divmod(abs(cents), 100)
    text = f"{whole:,}".replace(",", group) + f",{rest:02}"
    text = (minus if cents < 0 else "") + text + after + "€"
    assert read_number(text, "€").value == pytest.approx(cents / 100, rel=1e-12)


def _outcome(read, text):
    try:
        return read(text), ""
    except Refusal as refused:
        return None, refused.code


@given(st.floats(-1e12, 1e12))
def test_a_float_as_python_writes_it_reads_back_or_is_called_ambiguous(number):
    value, code = _outcome(read_number, repr(number))
    assert code == "ambigu" or value.value == number


@given(st.text(max_size=30))
def test_no_text_makes_the_reading_of_numbers_or_days_fail_otherwise(text):
    for read in (read_number, read_date):
        value, code = _outcome(read, text)
        assert (value is None) == bool(code)


@pytest.mark.parametrize(
    "text",
    [
        "12/05/2026",
        "2026-05-12",
        "12-05-2026",
        "12.05.2026",
        "12 mai 2026",
        "mardi 12 mai 2026",
        "2026-05-12T00:00:00",
    ],
)
def test_a_day_is_read_day_first_or_iso(text):
    assert read_date(text) == datetime.date(2026, 5, 12)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("13/05", "l'année manque"),
        ("05/12/26", "n'a que deux chiffres"),
        ("05/13/2026", "n'existe pas au calendrier (lu jour/mois/année)"),
        ("30 février 2026", "n'existe pas au calendrier"),
        ("demain", "ne se lit pas comme une date"),
    ],
)
def test_a_day_that_is_not_certain_is_refused_with_a_sentence(text, words):
    with pytest.raises(Refusal, match=r"JJ/MM/AAAA") as refused:
        read_date(text)
    assert words in refused.value.sentence


def test_the_first_of_a_month_may_be_written_1er():
    assert read_date("1er août 2026") == datetime.date(2026, 8, 1)
