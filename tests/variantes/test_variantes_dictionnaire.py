"""The data dictionary, and the Data Package that it becomes."""

import msgspec
import pytest

from epreuves.variantes import dictionnaire
from epreuves.wording.errors import KitError

COMPLET = """
titre: Des ventes
description: Une boutique fictive.
tables:
  ventes:
    titre: Ventes
    description: Une ligne par vente.
    cle: [jour, canal]
    champs:
      - {nom: jour, type: date, description: Jour, contraintes: {minimum: "2026-01-01"}}
      - {nom: canal, type: string, contraintes: {enum: [web, magasin], minLength: 3}}
      - {nom: montant, type: number, unite: €, decimales: 2, contraintes: {minimum: 0, maximum: 1000000}}
      - {nom: articles, type: integer, contraintes: {minimum: 1, unique: true}}
      - {nom: fidele, type: boolean, contraintes: {required: false}}
"""


def lire(tmp_path, texte):
    chemin = tmp_path / "dictionnaire.yaml"
    chemin.write_text(texte, encoding="utf-8")
    return dictionnaire.lire(chemin)


def test_a_dictionary_survives_the_trip_through_its_data_package(tmp_path):
    mots = lire(tmp_path, COMPLET)
    paquet = msgspec.json.encode(dictionnaire.en_paquet(mots, "e99_essai", "C"))
    epreuve, lettre, relu = dictionnaire.depuis_paquet(paquet)
    assert (epreuve, lettre) == ("e99_essai", "C")
    assert [t.cles for t in relu.tables.values()] == [("jour", "canal")]
    assert relu.tables["ventes"].champs == mots.tables["ventes"].champs
    assert (relu.titre, relu.description) == (mots.titre, mots.description)


def test_a_data_package_says_the_dialect_the_types_and_the_units(tmp_path):
    paquet = dictionnaire.en_paquet(lire(tmp_path, COMPLET), "e99_essai", "A")
    assert paquet["profile"] == "tabular-data-package"
    (ressource,) = paquet["resources"]
    assert ressource["path"] == "ventes.csv"
    assert ressource["dialect"]["delimiter"] == ";"
    assert ressource["schema"]["primaryKey"] == ["jour", "canal"]
    champs = {champ["name"]: champ for champ in ressource["schema"]["fields"]}
    assert champs["montant"]["decimalChar"] == ","
    assert champs["montant"]["unit"] == "€"
    assert champs["montant"]["constraints"] == {"required": True, "minimum": 0, "maximum": 1000000}
    assert champs["fidele"]["constraints"] == {"required": False}
    assert champs["jour"]["format"] == "%Y-%m-%d"


@pytest.mark.parametrize(
    ("avant", "apres", "dit"),
    [
        ("type: number", "type: nombre", "nombre"),
        ("decimales: 2", "decimale: 2", "decimale"),
        ("{nom: canal, ", "{nom: jour, ", "le champ « jour » est décrit deux fois"),
        ("cle: [jour, canal]", "cle: semaine", "la clé « semaine » n'est pas un champ"),
        ("  ventes:", "  Ventes d'été:", "minuscules sans accent"),
        ("decimales: 2", "decimales: 40", "decimales"),
        ("enum: [web, magasin]", "pattern: '('", "expression régulière"),
        ("{minimum: 1, unique", "{pattern: a, unique", "n'ont de sens que pour un champ « string »"),
        ("minLength: 3", "minimum: 3", "n'ont pas de sens pour un champ « string »"),
        ('minimum: "2026-01-01"', "minimum: 3", "entre guillemets"),
        ("titre: Des ventes", "titre: Des ventes\ntitre: Encore", "« titre » est déjà écrit"),
    ],
)
def test_a_wrong_dictionary_is_refused_with_its_entry(tmp_path, avant, apres, dit):
    assert avant in COMPLET
    with pytest.raises(KitError) as refus:
        lire(tmp_path, COMPLET.replace(avant, apres, 1))
    assert dit in str(refus.value)
    assert "dictionnaire.yaml" in str(refus.value)


def test_an_absent_dictionary_says_to_write_it(tmp_path):
    with pytest.raises(KitError, match="écrivez-le"):
        dictionnaire.lire(tmp_path / "dictionnaire.yaml")


@pytest.mark.parametrize("octets", [b"", b"[]", b'{"name": "x"}', b"\xff", b'{"resources": 3}'])
def test_a_package_that_is_not_ours_is_refused(octets):
    with pytest.raises(KitError, match=r"datapackage\.json"):
        dictionnaire.depuis_paquet(octets)
