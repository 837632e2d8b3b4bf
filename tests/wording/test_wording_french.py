"""Numbers, counts, days and lists as a French reader expects them."""

from __future__ import annotations

import datetime
import decimal
import math
from fractions import Fraction

import numpy as np
import pytest
from babel import Locale
from babel.dates import format_date, format_datetime
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent
from hypothesis import given
from hypothesis import strategies as st

from epreuves.answers.numbers import read_date, read_number
from epreuves.wording.french import (
    counted,
    day,
    either,
    euros,
    hour,
    listed,
    moment,
    number,
    of,
    percent,
    plural,
    short_day,
    significant,
)

FLOATS = st.floats(-1e12, 1e12)
NARROW, FIXED, MINUS = "\N{NARROW NO-BREAK SPACE}", "\N{NO-BREAK SPACE}", "\N{MINUS SIGN}"


@given(FLOATS, st.integers(0, 6), st.booleans())
def test_a_number_has_the_digits_that_python_gives_it(value, places, signed):
    written = number(value, places, fixed=True, signed=signed)
    own = f"{value + 0.0:{'+' if signed else ''},.{places}f}"
    if not float(own.replace(",", "")):
        own = own.replace("-", "+" if signed else "")
    assert written.translate({ord(NARROW): ",", ord(","): ".", ord(MINUS): "-"}) == own


@given(FLOATS, st.integers(0, 6))
def test_a_number_is_read_back_by_the_kit(value, places):
    assert read_number(number(value, places)).value == pytest.approx(round(value, places), abs=1e-9, rel=1e-12)


@given(st.floats(allow_nan=False, allow_infinity=False), st.integers(1, 15))
def test_significant_digits_keep_the_value(value, digits):
    written = significant(value, digits)
    assert len(written) < 40
    plain = written.translate({ord(NARROW): None, ord(","): ".", ord(MINUS): "-"})
    assert float(plain) == float(f"{value:.{digits}g}")


@pytest.mark.parametrize(
    ("said", "written"),
    [
        (number(12345.678), f"12{NARROW}345,68"),
        (number(2.5), "2,5"),
        (number(2.0), "2"),
        (number(2.0, fixed=True), "2,00"),
        (number(-0.001), "0"),
        (number(-3.25, 1), f"{MINUS}3,2"),
        (number(0.5, signed=True), "+0,5"),
        (number(2026, grouped=False), "2026"),
        (number(math.inf), "∞"),
        (number(np.int64(1200)), f"1{NARROW}200"),
        (number(np.float64(0.5)), "0,5"),
        (number(Fraction(2, 3)), "0,67"),
        (significant(0.018296010, 6), "0,018296"),
        (significant(1.5e20, 4), "1,5E+20"),
        (significant(-2e-7, 4), f"{MINUS}2E-7"),
        (significant(0, 4), "0"),
        (percent(0.123, 1), f"12,3{FIXED}%"),
        (percent(-0.5, signed=True), f"{MINUS}50{FIXED}%"),
        (euros(12345), f"12{NARROW}345{FIXED}€"),
        (euros(3.5, 2, fixed=True), f"3,50{FIXED}€"),
    ],
)
def test_numbers_are_written_as_in_french(said, written):
    assert said == written


@given(st.fractions(0, 1), st.integers(0, 2))
def test_a_cut_percentage_never_reads_more_than_the_share(share, places):
    said = Fraction(percent(share, places, cut=True).removesuffix(f"{FIXED}%").replace(",", "."))
    assert 0 <= 100 * share - said < Fraction(1, 10**places)


def test_a_share_just_under_a_threshold_does_not_read_as_the_threshold():
    under = Fraction(1, 2) - Fraction(1, 10**60)
    assert (percent(under, 2, cut=True), percent(under, 2)) == (f"49,99{FIXED}%", f"50{FIXED}%")


def test_a_notebook_that_changes_how_decimals_count_changes_no_sentence():
    with decimal.localcontext() as own:
        own.prec, own.rounding = 2, decimal.ROUND_UP
        assert (number(12345.671), significant(12345.671, 6)) == (f"12{NARROW}345,67", f"12{NARROW}345,7")


@pytest.mark.parametrize(
    ("count", "noun", "said"),
    [
        (0, "copie", "0 copie"),
        (1, "copie jugée", "1 copie jugée"),
        (1.5, "point", "1,5 point"),
        (1.999, "point", "2 points"),
        (2, "copie jugée", "2 copies jugées"),
        (3, "niveau", "3 niveaux"),
        (2, "mois", "2 mois"),
        (1_000_000, "copie", f"1{NARROW}000{NARROW}000 copies"),
    ],
)
def test_what_is_counted_takes_the_plural_from_two_on(count, noun, said):
    assert counted(count, noun) == said


def test_words_without_their_count_agree_with_it():
    assert [plural(n, "Clé manquante") for n in (0, 1, 2)] == [
        "Clé manquante",
        "Clé manquante",
        "Clés manquantes",
    ]


@pytest.mark.parametrize(
    ("names", "every", "one_of_them"),
    [
        ([], "", ""),
        (["a"], "a", "a"),
        (("a", "b"), "a et b", "a ou b"),
        (iter("abc"), "a, b et c", None),
        (["{0}", "%s", "c"], "{0}, %s et c", "{0}, %s ou c"),
    ],
)
def test_names_in_a_row(names, every, one_of_them):
    assert listed(names) == every
    if one_of_them is not None:
        assert either(names) == one_of_them


AT = datetime.datetime(2026, 6, 1, 14, 5, 30)


def test_days_and_hours():
    assert (day(AT), day(AT, year=False)) == ("1er juin 2026", "1er juin")
    assert day(datetime.date(2026, 8, 11)) == "11 août 2026"
    assert short_day(AT.date()) == "01/06/2026"
    assert (hour(AT), hour(AT, seconds=True)) == ("14:05", "14:05:30")
    assert moment(AT) == "01/06/2026 à 14:05"


def test_an_hour_is_that_of_its_own_time_zone():
    paris = datetime.timezone(datetime.timedelta(hours=2))
    assert moment(AT.replace(tzinfo=paris), seconds=True) == "01/06/2026 à 14:05:30"


@given(st.dates(datetime.date(1900, 1, 1), datetime.date(2199, 12, 31)))
def test_a_day_is_read_back_by_the_kit(at):
    assert read_date(day(at)) == read_date(short_day(at)) == at


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Alice", "d'Alice"),
        ("Bruno", "de Bruno"),
        ("Élodie", "d'Élodie"),
        ("Hélène", "d'Hélène"),
        ("Hugo", "d'Hugo"),
        ("Yves", "d'Yves"),
        ("Yasmine", "de Yasmine"),
        ("Œdipe", "d'Œdipe"),
        ("Haddad", "de Haddad"),
        ("", "de "),
        ("candidat-1", "de candidat-1"),
        ("Noé", "de Noé"),
    ],
)
def test_a_name_is_elided_where_french_elides(name, said):
    assert of(name) == said


FRENCH = Locale("fr")
EXACT = st.decimals(-(10**15), 10**15, places=8)


@given(EXACT, st.integers(0, 6), st.booleans())
def test_numbers_are_written_as_babel_writes_them(value, places, fixed):
    decimals = f".{('0' if fixed else '#') * places}" if places else ""
    with decimal.localcontext(prec=60):
        rounded = value.quantize(decimal.Decimal(1).scaleb(-places)) + 0
        share = value.quantize(decimal.Decimal(1).scaleb(-places - 2)) + 0
        known = (
            format_decimal(rounded, f"#,##0{decimals}", FRENCH),
            format_percent(share, f"#,##0{decimals}{FIXED}%", FRENCH),
        )
    assert (number(value, places, fixed=fixed), percent(value, places, fixed=fixed)) == tuple(
        one.replace("-", MINUS) for one in known
    )


@given(st.floats(-1e6, 1e6))
def test_a_noun_is_plural_where_the_cldr_says_so(count):
    assert (plural(count, "copie") == "copie") == (FRENCH.plural_form(count) == "one")


@given(st.datetimes(datetime.datetime(1000, 1, 1)))
def test_days_and_hours_are_written_as_babel_writes_them(at):
    written = format_date(at, "d MMMM y", FRENCH)
    assert day(at) == (written if at.day > 1 else f"1er{written[1:]}")
    assert (short_day(at), hour(at), hour(at, seconds=True)) == (
        format_date(at, "dd/MM/yyyy", FRENCH),
        format_datetime(at, "HH:mm", locale=FRENCH),
        format_datetime(at, "HH:mm:ss", locale=FRENCH),
    )


@given(st.lists(st.text("abé ", min_size=1), max_size=5))
def test_names_are_listed_as_babel_lists_them(names):
    assert listed(names) == format_list(names, locale=FRENCH)
    assert either(names) == format_list(names, style="or", locale=FRENCH)
