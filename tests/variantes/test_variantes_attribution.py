"""Whose variant is which."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from epreuves.variantes.attribution import empreinte_place, normaliser, variante
from epreuves.variantes.lettres import LETTRES, graine, lire_lettres
from epreuves.variantes.seance import Seance
from epreuves.wording.errors import KitError

JUIN = Seance("Juin", "une clé", "e17_impact_digital")


@given(st.text())
def test_every_candidate_has_one_of_the_twelve_letters_and_always_the_same(candidat):
    lettre = variante(JUIN, "e17_impact_digital", candidat)
    assert lettre in LETTRES
    assert variante(JUIN, "e17_impact_digital", candidat) == lettre


@pytest.mark.parametrize("ecrit", [" Zoé.Dupré ", "ZOÉ.DUPRÉ", "zoe\u0301.dupre\u0301"])
def test_case_blanks_and_unicode_forms_of_a_name_do_not_change_its_variant(ecrit):
    assert normaliser(ecrit) == "zoé.dupré"
    assert variante(JUIN, "e17_impact_digital", ecrit) == variante(JUIN, "e17_impact_digital", "zoé.dupré")


def test_two_hundred_candidates_share_all_the_letters_out():
    parts = [variante(JUIN, "e17_impact_digital", f"candidat.{rang}") for rang in range(240)]
    assert set(parts) == set(LETTRES)
    assert max(parts.count(lettre) for lettre in LETTRES) < 40  # 20 on average


@pytest.mark.parametrize(
    "autre",
    [Seance("Juillet", "une clé"), Seance("Juin", "une autre clé")],
    ids=["another session", "another key"],
)
def test_another_session_or_key_deals_the_letters_otherwise(autre):
    noms = [f"candidat.{rang}" for rang in range(60)]
    assert [variante(autre, "e17_impact_digital", n) for n in noms] != [
        variante(JUIN, "e17_impact_digital", n) for n in noms
    ]


def test_the_seating_table_decides_for_the_candidates_it_names():
    libre = variante(JUIN, "e17_impact_digital", "zoé.dupré")
    voulue = next(lettre for lettre in LETTRES if lettre != libre)
    places = {empreinte_place(JUIN.cle, "e17_impact_digital", "zoé.dupré"): voulue}
    assise = Seance(JUIN.nom, JUIN.cle, JUIN.epreuve, places)
    assert variante(assise, "e17_impact_digital", " Zoé.Dupré") == voulue
    assert variante(assise, "e17_impact_digital", "autre") == variante(JUIN, "e17_impact_digital", "autre")


def test_a_seed_is_the_first_four_bytes_of_the_hash_of_its_name():
    octets = hashlib.blake2b(b"e17_impact_digital/C").digest()
    assert graine("e17_impact_digital", "C") == octets[0] << 24 | octets[1] << 16 | octets[2] << 8 | octets[3]


def test_the_twelve_seeds_of_an_epreuve_differ():
    assert len({graine("e17_impact_digital", lettre) for lettre in LETTRES}) == 12


@pytest.mark.parametrize(
    ("texte", "lettres"), [("A-L", LETTRES), ("c", "C"), ("A,C-E", "ACDE"), ("d ; a", "AD"), ("B - C", "BC")]
)
def test_letters_are_read_from_ranges_and_lists(texte, lettres):
    assert lire_lettres(texte) == tuple(lettres)


@pytest.mark.parametrize("texte", ["", "Z", "L-A", "A-", "AB", "A,,B"])
def test_what_names_no_variant_is_refused_with_an_example(texte):
    with pytest.raises(KitError, match="A à L"):
        lire_lettres(texte)
