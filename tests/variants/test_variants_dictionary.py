"""The data dictionary, and the Data Package that it becomes."""

import msgspec
import pytest

from epreuves.variants import dictionary
from epreuves.wording.errors import KitError
from epreuves_kit.authoring import dictionary as written

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


def read(tmp_path, text):
    path = tmp_path / "dictionnaire.yaml"
    path.write_text(text, encoding="utf-8")
    return written.read(path)


def test_a_dictionary_survives_the_trip_through_its_data_package(tmp_path):
    words = read(tmp_path, COMPLET)
    package = msgspec.json.encode(dictionary.as_package(words, "e99_essai", "C"))
    epreuve, letter, relu = dictionary.from_package(package)
    assert (epreuve, letter) == ("e99_essai", "C")
    assert [t.keys for t in relu.tables.values()] == [("jour", "canal")]
    assert relu.tables["ventes"].fields == words.tables["ventes"].fields
    assert (relu.title, relu.description) == (words.title, words.description)


def test_a_data_package_says_the_dialect_the_types_and_the_units(tmp_path):
    package = dictionary.as_package(read(tmp_path, COMPLET), "e99_essai", "A")
    assert package["profile"] == "tabular-data-package"
    (resource,) = package["resources"]
    assert resource["path"] == "ventes.csv"
    assert resource["dialect"]["delimiter"] == ";"
    assert resource["schema"]["primaryKey"] == ["jour", "canal"]
    fields = {field["name"]: field for field in resource["schema"]["fields"]}
    assert fields["montant"]["decimalChar"] == ","
    assert fields["montant"]["unit"] == "€"
    assert fields["montant"]["constraints"] == {"required": True, "minimum": 0, "maximum": 1000000}
    assert fields["fidele"]["constraints"] == {"required": False}
    assert fields["jour"]["format"] == "%Y-%m-%d"


@pytest.mark.parametrize(
    ("before", "apres", "said"),
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
def test_a_wrong_dictionary_is_refused_with_its_entry(tmp_path, before, apres, said):
    assert before in COMPLET
    with pytest.raises(KitError) as refusal:
        read(tmp_path, COMPLET.replace(before, apres, 1))
    assert said in str(refusal.value)
    assert "dictionnaire.yaml" in str(refusal.value)


def test_an_absent_dictionary_says_to_write_it(tmp_path):
    with pytest.raises(KitError, match="écrivez-le"):
        written.read(tmp_path / "dictionnaire.yaml")


@pytest.mark.parametrize("data_bytes", [b"", b"[]", b'{"name": "x"}', b"\xff", b'{"resources": 3}'])
def test_a_package_that_is_not_ours_is_refused(data_bytes):
    with pytest.raises(KitError, match=r"datapackage\.json"):
        dictionary.from_package(data_bytes)
