"""Whose variant is which."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from epreuves.variants.attribution import LETTERS, normalise, read_letters, seat_digest, seed, variant
from epreuves.variants.session import ExamSession
from epreuves.wording.errors import KitError

JUIN = ExamSession("Juin", "une clé", "e17_impact_digital")


@given(st.text())
def test_every_candidate_has_one_of_the_twelve_letters_and_always_the_same(candidate):
    letter = variant(JUIN, "e17_impact_digital", candidate)
    assert letter in LETTERS
    assert variant(JUIN, "e17_impact_digital", candidate) == letter


@pytest.mark.parametrize("written", [" Zoé.Dupré ", "ZOÉ.DUPRÉ", "zoe\u0301.dupre\u0301"])
def test_case_blanks_and_unicode_forms_of_a_name_do_not_change_its_variant(written):
    assert normalise(written) == "zoé.dupré"
    assert variant(JUIN, "e17_impact_digital", written) == variant(JUIN, "e17_impact_digital", "zoé.dupré")


def test_two_hundred_candidates_share_all_the_letters_out():
    parts = [variant(JUIN, "e17_impact_digital", f"candidat.{rank}") for rank in range(240)]
    assert set(parts) == set(LETTERS)
    assert max(parts.count(letter) for letter in LETTERS) < 40  # 20 on average


@pytest.mark.parametrize(
    "other",
    [ExamSession("Juillet", "une clé"), ExamSession("Juin", "une autre clé")],
    ids=["another session", "another key"],
)
def test_another_session_or_key_deals_the_letters_otherwise(other):
    names = [f"candidat.{rank}" for rank in range(60)]
    assert [variant(other, "e17_impact_digital", n) for n in names] != [
        variant(JUIN, "e17_impact_digital", n) for n in names
    ]


def test_the_seating_table_decides_for_the_candidates_it_names():
    libre = variant(JUIN, "e17_impact_digital", "zoé.dupré")
    voulue = next(letter for letter in LETTERS if letter != libre)
    places = {seat_digest(JUIN.key, "e17_impact_digital", "zoé.dupré"): voulue}
    assise = ExamSession(JUIN.name, JUIN.key, JUIN.epreuve, places)
    assert variant(assise, "e17_impact_digital", " Zoé.Dupré") == voulue
    assert variant(assise, "e17_impact_digital", "autre") == variant(JUIN, "e17_impact_digital", "autre")


def test_a_seed_is_the_first_four_bytes_of_the_hash_of_its_name():
    data_bytes = hashlib.blake2b(b"e17_impact_digital/C").digest()
    assert (
        seed("e17_impact_digital", "C")
        == data_bytes[0] << 24 | data_bytes[1] << 16 | data_bytes[2] << 8 | data_bytes[3]
    )


def test_the_twelve_seeds_of_an_epreuve_differ():
    assert len({seed("e17_impact_digital", letter) for letter in LETTERS}) == 12


@pytest.mark.parametrize(
    ("text", "letters"), [("A-L", LETTERS), ("c", "C"), ("A,C-E", "ACDE"), ("d ; a", "AD"), ("B - C", "BC")]
)
def test_letters_are_read_from_ranges_and_lists(text, letters):
    assert read_letters(text) == tuple(letters)


@pytest.mark.parametrize("text", ["", "Z", "L-A", "A-", "AB", "A,,B"])
def test_what_names_no_variant_is_refused_with_an_example(text):
    with pytest.raises(KitError, match="A à L"):
        read_letters(text)
