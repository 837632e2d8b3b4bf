"""Codes and the slugs that grade ids allow."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from epreuves.referentiel import (
    MalformedCode,
    code_of_slug,
    competence_of_grade_id,
    referentiel,
    slug,
)

numbers = st.integers(1, 99)
codes = st.builds("C{}.{}".format, numbers, numbers) | st.builds("C{}.{}-k{}".format, numbers, numbers, numbers)


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
    tout = referentiel()
    every = [c.code for c in tout.competences] + [k.id for k in tout.criteres]
    assert len({slug(code) for code in every}) == len(every) == 51 + 190


@pytest.mark.parametrize("text", ["", "C6", "C6_1-roas", "C06_1", "C6.1", "C6_1-k", "C6_1-k0", "C6_1\n", "c6_1"])
def test_what_is_no_slug_is_refused(text):
    with pytest.raises(MalformedCode, match="ne vient pas d'un code"):
        code_of_slug(text)


@pytest.mark.parametrize(
    ("grade_id", "competence"),
    [("C15_1-roas", "C15.1"), ("C6_3-k2", "C6.3"), ("C12_4-q1_bis", "C12.4"), ("C6_1", "C6.1")],
)
def test_a_grade_id_begins_with_its_competence(grade_id, competence):
    assert competence_of_grade_id(grade_id) == competence


@pytest.mark.parametrize("grade_id", ["roas", "C15.1-roas", "C15_1roas", "C15_1-", "C15_1-coût", "xC15_1-roas"])
def test_a_grade_id_without_a_competence_is_refused(grade_id):
    with pytest.raises(MalformedCode, match="ne commence pas par une compétence"):
        competence_of_grade_id(grade_id)
