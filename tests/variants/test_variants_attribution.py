"""Whose variant is which."""

import hashlib
import itertools

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from epreuves.variants.attribution import (
    ALPHABET,
    candidate_id,
    letters,
    own_key,
    read_letters,
    seat_digest,
    seed,
    variant,
    variant_of_group,
)
from epreuves.variants.published import ExamSession
from epreuves.wording.errors import KitError

JUIN = ExamSession("Juin", "une clé", "e17_impact_digital")


@given(st.text())
def test_every_candidate_has_one_of_the_letters_and_always_the_same(candidate):
    letter = variant(JUIN, "e17_impact_digital", candidate)
    assert letter in JUIN.letters
    assert variant(JUIN, "e17_impact_digital", candidate) == letter


@pytest.mark.parametrize("written", [" Zoé.Dupré ", "ZOÉ.DUPRÉ", "zoe\u0301.dupre\u0301"])
def test_case_blanks_and_unicode_forms_of_a_name_do_not_change_its_variant(written):
    assert candidate_id(written) == "zoé.dupré"
    assert variant(JUIN, "e17_impact_digital", written) == variant(JUIN, "e17_impact_digital", "zoé.dupré")


def test_two_hundred_candidates_share_all_the_letters_out():
    parts = [variant(JUIN, "e17_impact_digital", f"candidat.{rank}") for rank in range(240)]
    assert set(parts) == set(letters())
    assert max(parts.count(letter) for letter in letters()) < 40  # 20 on average


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
    voulue = next(letter for letter in letters() if letter != libre)
    places = {seat_digest(JUIN.key, "e17_impact_digital", "zoé.dupré"): voulue}
    assise = ExamSession(JUIN.name, JUIN.key, JUIN.epreuve, places)
    assert variant(assise, "e17_impact_digital", " Zoé.Dupré") == voulue
    assert variant(assise, "e17_impact_digital", "autre") == variant(JUIN, "e17_impact_digital", "autre")


def test_a_seed_is_the_first_four_bytes_of_a_hash_keyed_with_the_epreuves_key():
    key = hashlib.blake2b("une clé".encode()).digest()
    data_bytes = hashlib.blake2b(b"tirage\0e17_impact_digital\0C\x001", key=key, digest_size=32).digest()
    assert (
        seed("une clé", "e17_impact_digital", "C", 1)
        == data_bytes[0] << 24 | data_bytes[1] << 16 | data_bytes[2] << 8 | data_bytes[3]
    )


def test_keys_epreuves_letters_and_attempts_all_give_other_seeds():
    asked = itertools.product(("une clé", "une autre"), ("e01_veille", "e17_impact_digital"), letters(26), range(3))
    seeds = [seed(*one) for one in asked]
    assert len(set(seeds)) == len(seeds) == 2 * 2 * 26 * 3
    assert len({own_key(key, id) for key in ("une clé", "une autre") for id in ("e01_veille", "e02_axes")}) == 4


@pytest.mark.parametrize("count", [2, 5, 12, 26])
def test_candidates_and_groups_share_out_as_many_letters_as_the_session_has(count):
    session = msgspec.structs.replace(JUIN, variants=count)
    for drawn in (variant, variant_of_group):
        assert {drawn(session, "e17_impact_digital", f"n{rank}") for rank in range(40 * count)} == set(letters(count))


@pytest.mark.parametrize(
    ("text", "letters"), [("A-L", letters()), ("c", "C"), ("A,C-E", "ACDE"), ("d ; a", "AD"), ("B - C", "BC")]
)
def test_letters_are_read_from_ranges_and_lists(text, letters):
    assert read_letters(text, ALPHABET[:12]) == tuple(letters)


@pytest.mark.parametrize("text", ["", "M", "Z", "L-A", "A-", "AB", "A,,B"])
def test_what_names_no_variant_is_refused_with_an_example(text):
    with pytest.raises(KitError, match="A à L"):
        read_letters(text, ALPHABET[:12])
