"""Codes and the slugs that grade ids allow."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from epreuves_kit.referentiel.codes import MalformedCode, code_of_slug, slug
from epreuves_kit.referentiel.reading import referentiel
from tests.course import ROOT

numbers = st.integers(1, 99)
#: A school's own are free: « C6.1 », « U5.1 », « AT1.CP2 ».
words = st.from_regex(r"[A-Z][A-Za-z0-9]{0,3}(\.[A-Za-z0-9]{1,3}){1,3}", fullmatch=True)
codes = words | st.builds("{}-k{}".format, words, numbers)


@given(codes)
def test_a_slug_reads_back_as_its_code(code):
    assert code_of_slug(slug(code)) == code


@given(codes)
def test_a_slug_has_only_the_characters_of_a_grade_id(code):
    assert re.fullmatch(r"[A-Za-z0-9_-]+", slug(code))


@given(st.text(alphabet="C0123456789._-kx é\n", max_size=12))
def test_a_text_is_either_refused_or_a_code_that_slugs_both_ways(text):
    try:
        written = slug(text)
    except MalformedCode:
        return
    assert code_of_slug(written) == text


def test_slugs_are_written_as_the_grade_ids_of_the_notebooks():
    assert slug("C6.1") == "C6_1"
    assert slug("C15.1-k1") == "C15_1-k1"
    assert code_of_slug("C15_1-k1") == "C15.1-k1"


def test_no_two_codes_of_the_referentiel_share_a_slug():
    tout = referentiel(ROOT)
    every = [c.code for c in tout.competences] + [k.id for k in tout.criteres]
    assert len({slug(code) for code in every}) == len(every) == 51 + 190


@pytest.mark.parametrize("text", ["", "C6_1-roas", "C6.1", "C6_1-k", "C6_1-k0", "C6_1\n", "c6_1", "_1", "C6__1"])
def test_what_is_no_slug_is_refused(text):
    with pytest.raises(MalformedCode, match="ne vient pas d'un code"):
        code_of_slug(text)


@pytest.mark.parametrize(
    ("grade_id", "competence"),
    [("C15_1-roas", "C15.1"), ("C6_3-k2", "C6.3"), ("C12_4-q1_bis", "C12.4"), ("C6_1", "C6.1")],
)
def test_a_grade_id_begins_with_its_competence(grade_id, competence):
    assert referentiel(ROOT).competence_of(grade_id) == competence


@pytest.mark.parametrize("grade_id", ["roas", "C15.1_roas", "C15_1roas", "xC15_1-roas", "C99_1-roas", ""])
def test_a_grade_id_of_an_ordinary_notebook_has_no_competence(grade_id):
    assert referentiel(ROOT).competence_of(grade_id) == ""


def test_a_criterion_s_cell_is_told_from_a_question_s():
    known = referentiel(ROOT)
    assert known.criterion_of("C6_3-k2") == "C6.3-k2"
    assert [known.criterion_of(id) for id in ("C6_3-k99", "C6_3-kpi", "C6_3", "k2")] == [None] * 4
