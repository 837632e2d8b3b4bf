"""The session's file and its seating table."""

import pytest

from epreuves.variantes import seance
from epreuves.variantes.attribution import empreinte_place, variante
from epreuves.wording.errors import KitError

ENTETE = "candidat;epreuve;variante\n"


def test_a_session_is_read_published_and_read_back(tmp_path):
    (tmp_path / "seance.yaml").write_text("nom: Juin\ncle: une phrase\n", encoding="utf-8")
    (tmp_path / "places.csv").write_text(
        "\ufeff" + ENTETE + "Zoé.Dupré;e01_veille;c\n\nzoé.dupré;e03_cible;D\n", encoding="utf-8"
    )
    lue = seance.lire(tmp_path, "e01_veille")
    assert lue.places == {empreinte_place("une phrase", "e01_veille", "zoé.dupré"): "C"}
    assert seance.lire_publiee(seance.publier(lue)) == lue
    assert variante(lue, "e01_veille", "ZOÉ.DUPRÉ") == "C"


def test_the_published_session_holds_no_name(tmp_path):
    (tmp_path / "seance.yaml").write_text("nom: Juin\ncle: une phrase\n", encoding="utf-8")
    (tmp_path / "places.csv").write_text(ENTETE + "zoe.dupre;e01_veille;C\n", encoding="utf-8")
    publie = seance.publier(seance.lire(tmp_path, "e01_veille"))
    assert b'"C"' in publie
    assert b"zoe" not in publie


@pytest.mark.parametrize(
    ("table", "dit"),
    [
        ("", "ligne 1 : en-tête attendu « candidat;epreuve;variante », reçu un fichier vide"),
        ("nom,epreuve,variante\n", "ligne 1 : en-tête attendu"),
        (
            ENTETE + "zoé;e01_veille;Z\n",
            "ligne 2, champ « variante » : une lettre de A à L est attendue, reçu « Z »",
        ),
        (ENTETE + "zoé;e01_veille;AB\n", "reçu « AB »"),
        (ENTETE + "zoé;;A\n", "ligne 2, champ « epreuve » : la valeur manque"),
        (ENTETE + ";e01_veille;A\n", "ligne 2, champ « candidat » : la valeur manque"),
        (ENTETE + "zoé;e01_veille\n", "ligne 2 : 3 valeurs attendues, 2 reçues"),
        (
            ENTETE + "zoé;e01_veille;A\nluc;e01_veille;B\n ZOÉ ;e01_veille;C\n",
            "ligne 4, champ « candidat » : « ZOÉ » a déjà",
        ),
        (ENTETE + 'zoé;"e01_veille;A\n', "n'est pas un CSV lisible"),
    ],
)
def test_a_wrong_seating_table_is_refused_at_its_line_and_field(table, dit):
    with pytest.raises(KitError) as refus:
        seance.lire_places(table.encode())
    assert dit in str(refus.value)
    assert str(refus.value).startswith("places.csv")


def test_a_table_saved_in_an_old_windows_encoding_says_how_to_save_it():
    with pytest.raises(KitError, match="CSV UTF-8"):
        seance.lire_places((ENTETE + "zoé;e01_veille;A\n").encode("cp1252"))


@pytest.mark.parametrize(
    ("texte", "dit"),
    [
        (None, "manque"),
        ("nom: Juin\n", "cle"),
        ("nom: Juin\ncle: ' '\n", "« cle » est vide"),
        ("nom: Juin\ncle: x\nsalle: 3\n", "salle"),
        ("nom: Juin\ncle: x\ncle: y\n", "ligne 3 : « cle » est déjà écrit à la ligne 2"),
        ("nom: [Juin\n", "YAML"),
    ],
)
def test_a_wrong_session_file_is_refused_with_what_is_wrong(tmp_path, texte, dit):
    if texte is not None:
        (tmp_path / "seance.yaml").write_text(texte, encoding="utf-8")
    with pytest.raises(KitError) as refus:
        seance.lire(tmp_path, "e01_veille")
    assert dit in str(refus.value)
    assert "seance.yaml" in str(refus.value)


@pytest.mark.parametrize("octets", [b"", b"{}", b'{"nom":"a","cle":"b","places":{"x":"Z"}}', b"\xff"])
def test_a_damaged_published_session_is_refused(octets):
    with pytest.raises(KitError, match=r"seance\.json"):
        seance.lire_publiee(octets)
