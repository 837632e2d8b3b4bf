"""The session's file and its seating table."""

import pytest

from epreuves.variants.attribution import letters, own_key, seat_digest, variant
from epreuves.variants.published import publish, read_published
from epreuves.wording.errors import KitError
from epreuves_kit.variants import session

ENTETE = "candidat;epreuve;variante\n"


def test_a_session_is_read_published_and_read_back(tmp_path):
    (tmp_path / "seance.yaml").write_text("nom: Juin\ncle: une phrase\n", encoding="utf-8")
    (tmp_path / "places.csv").write_text(
        "\ufeff" + ENTETE + "Zoé.Dupré;e01_veille;c\n\nzoé.dupré;e03_cible;D\n", encoding="utf-8"
    )
    found = session.read(tmp_path, "e01_veille")
    assert found.key == own_key("une phrase", "e01_veille")
    assert found.places == {seat_digest(found.key, "e01_veille", "zoé.dupré"): "C"}
    assert read_published(publish(found)) == found
    assert variant(found, "e01_veille", "ZOÉ.DUPRÉ") == "C"


def test_the_published_session_holds_no_name(tmp_path):
    (tmp_path / "seance.yaml").write_text("nom: Juin\ncle: une phrase\n", encoding="utf-8")
    (tmp_path / "places.csv").write_text(ENTETE + "zoe.dupre;e01_veille;C\n", encoding="utf-8")
    publie = publish(session.read(tmp_path, "e01_veille"))
    assert b'"C"' in publie
    assert b"zoe" not in publie


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (
            "",
            "ligne 1 : en-tête attendu « candidat;epreuve;variante;motif » (la dernière colonne est facultative), reçu un fichier vide",
        ),
        ("nom,epreuve,variante\n", "ligne 1 : en-tête attendu"),
        (
            ENTETE + "zoé;e01_veille;Z\n",
            "ligne 2, champ « variante » : une lettre de A à F est attendue, reçu « Z »",
        ),
        (ENTETE + "zoé;e01_veille;G\n", "une lettre de A à F est attendue, reçu « G »"),
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
def test_a_wrong_seating_table_is_refused_at_its_line_and_field(table, said):
    with pytest.raises(KitError) as refusal:
        session.read_seats(table.encode(), alphabet=letters(6))
    assert said in str(refusal.value)
    assert str(refusal.value).startswith("places.csv")


def test_a_table_saved_in_an_old_windows_encoding_says_how_to_save_it():
    with pytest.raises(KitError, match="CSV UTF-8"):
        session.read_seats((ENTETE + "zoé;e01_veille;A\n").encode("cp1252"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (None, "manque"),
        ("nom: Juin\n", "cle"),
        ("nom: Juin\ncle: ' '\n", "« cle » est vide"),
        ("nom: Juin\ncle: x\nsalle: 3\n", "salle"),
        ("nom: Juin\ncle: x\ncle: y\n", "ligne 3 : « cle » est déjà écrit à la ligne 2"),
        ("nom: [Juin\n", "YAML"),
        (
            "nom: Juin\ncle: x\nvariantes: 1\n",
            "champ « variantes » : un nombre de 2 à 26 est attendu, reçu 1",
        ),
        ("nom: Juin\ncle: x\nvariantes: 27\n", "reçu 27"),
        ("nom: Juin\ncle: x\nvariantes: douze\n", "variantes"),
    ],
)
def test_a_wrong_session_file_is_refused_with_what_is_wrong(tmp_path, text, said):
    if text is not None:
        (tmp_path / "seance.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(KitError) as refusal:
        session.read(tmp_path, "e01_veille")
    assert said in str(refusal.value)
    assert "seance.yaml" in str(refusal.value)


@pytest.mark.parametrize(
    "data_bytes",
    [
        b"",
        b"{}",
        b'{"nom":"a","cle":"b","places":{"x":"Z"}}',
        b'{"nom":"a","cle":"b","places":{"x":"D"},"variantes":3}',
        b'{"nom":"a","cle":"b","variantes":1}',
        b'{"nom":"a","cle":"b","variantes":27}',
        b'{"nom":"a","cle":"b","variantes":3,"tirages":{"D":1}}',
        b"\xff",
    ],
)
def test_a_damaged_published_session_is_refused(data_bytes):
    with pytest.raises(KitError, match=r"seance\.json"):
        read_published(data_bytes)


def test_a_session_has_as_many_variants_as_it_asks_for_and_twelve_where_it_does_not_say(tmp_path):
    file = tmp_path / "seance.yaml"
    found = []
    for line in ("", "variantes: 2\n", "variantes: 26\n"):
        file.write_text(f"nom: Juin\ncle: une phrase\n{line}", encoding="utf-8")
        read = session.read(tmp_path, "e01_veille")
        assert read_published(publish(read)) == read
        found.append(read.letters)
    assert found == ["ABCDEFGHIJKL", "AB", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"]


def test_what_is_published_of_one_epreuve_gives_neither_the_sessions_key_nor_anothers(tmp_path):
    (tmp_path / "seance.yaml").write_text("nom: Juin\ncle: une phrase\n", encoding="utf-8")
    one, other = (session.read(tmp_path, id) for id in ("e01_veille", "e17_impact_digital"))
    assert one.key != other.key
    for read, hidden in ((one, other), (other, one)):
        published = publish(read).decode()
        assert "une phrase" not in published
        assert hidden.key not in published
        # Nor does it help to derive from what is published as from the session's key.
        assert own_key(read.key, hidden.epreuve) != hidden.key
    assert session.read(tmp_path).key == "une phrase"


def test_a_session_published_before_it_said_how_many_variants_has_twelve():
    assert read_published(b'{"nom":"a","cle":"b","places":{"x":"L"}}').letters == "ABCDEFGHIJKL"
