"""CSV for a French spreadsheet: what it reads, pandas reads, and what it must not compute."""

import csv
import io
from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from epreuves.wording.strict_csv import read_text
from epreuves_kit.exports.spreadsheets import csv_content, neutral
from epreuves_kit.exports.tables import ExportColumn, ExportTable, detail, percent, plain, tables
from tests.exports.csv_names import COMMENT, FORMULA, NAMES

NUMBERS = st.from_regex(r"\A'{0,2}(0[0-9]{1,5}|[0-9]{16,18}|[0-9]E[0-9]|[0-9]{1,2}/[0-9]{1,2})\Z")
TEXTS = (
    st.text(max_size=40)
    | NUMBERS
    | st.builds(str.__add__, st.sampled_from(list("=+-@\t\r'\n＝＋")), st.text(max_size=10))
)
DANGEROUS = tuple("=+-@\t\r\n＝＋－＠")


def read(data_bytes):
    return list(csv.reader(io.StringIO(data_bytes.decode("utf-8-sig"), newline=""), delimiter=";", strict=True))


def one_cell(text):
    return csv_content(ExportTable("x", "x", "", (ExportColumn("Texte"),), ((text,), ("fin",))))


@given(TEXTS)
def test_a_text_is_read_back_as_it_was_but_for_what_no_cell_can_hold(text):
    rows = read(one_cell(text))
    # csv writes a row of one empty text as two quotes, so that it stays a row.
    assert [read_text(row[0]) for row in rows] == ["Texte", plain(text), "fin"]


@given(TEXTS)
def test_no_cell_begins_like_a_formula(text):
    assert not read(one_cell(text))[1][0].startswith(DANGEROUS)


@pytest.mark.parametrize("number", ["007", "00123456", "12345678901234567", "1E5", "3/4", "12-05-2026", "10:30", "3.4"])
def test_a_number_of_a_student_that_a_spreadsheet_would_change_stays_a_text(number):
    assert neutral(number) == f"'{number}"


@pytest.mark.parametrize(
    "text", ["20231234", "lea.fontaine", "C15.1-k1", "1 sur 2", "0", "l'oral", "'ici'", "12 copies"]
)
def test_an_ordinary_text_is_left_as_it_is(text):
    assert neutral(text) == text


@given(TEXTS, TEXTS)
def test_two_texts_that_differ_are_told_apart_once_neutral(one, other):
    assert (neutral(one) == neutral(other)) == (plain(one) == plain(other))


def test_the_file_has_the_mark_and_the_ends_of_lines_that_spreadsheets_expect(results):
    data_bytes = csv_content(detail(results))
    assert data_bytes.startswith(b"\xef\xbb\xbfCandidat;Nom;")
    assert data_bytes.endswith(b"\r\n")


@pytest.mark.parametrize("rank", range(4))
def test_every_table_is_read_with_as_many_values_as_titles(results, rank):
    table = tables(results)[rank]
    rows = read(csv_content(table))
    assert {len(row) for row in rows} == {len(table.columns)}
    assert len(rows) == len(table.rows) + 1
    assert not [cell for row in rows for cell in row if cell.startswith(DANGEROUS)]


def test_pandas_reads_numbers_as_numbers_and_texts_whole(results):
    frame = pd.read_csv(
        io.BytesIO(csv_content(detail(results))),
        sep=";",
        decimal=",",
        encoding="utf-8-sig",
        keep_default_na=False,
        na_values={"Points obtenus": [""]},
    )
    question = frame[(frame["Candidat"] == f"'{FORMULA}") & (frame["Élément"] == "C15_1-q")].iloc[0]
    assert (question["Points obtenus"], question["Points possibles"]) == (7.25, 10)
    assert float(question["Réussite (%)"].replace(",", ".")) == 72.5
    criterion = frame[(frame["Candidat"] == f"'{FORMULA}") & (frame["Élément"] == "C15.1-k1")].iloc[0]
    assert (criterion["Niveau (0 à 3)"], criterion["Niveau, en mots"]) == ("2", "acquis")
    assert criterion["Points obtenus"] == 2.6667
    assert read_text(criterion["Commentaire"]) == COMMENT.replace("\r\n", "\n")
    assert set(frame.loc[frame["Candidat"] == "zoe", "Nom"]) == {" ".join(NAMES["zoe"])}


def test_a_date_is_written_so_that_no_country_reads_another_day(results):
    rows = read(csv_content(detail(results)))
    written = {row[rows[0].index("Remis le")] for row in rows[1:] if row[0] == "zoe"}
    assert len(written) == 1
    assert pd.to_datetime(written.pop(), format="%Y-%m-%d %H:%M").minute == 51


@given(st.fractions(min_value=0, max_value=2))
def test_a_percentage_is_never_rounded_up(share):
    assert percent(share) <= share * 100 < percent(share) + Fraction(1, 100)
