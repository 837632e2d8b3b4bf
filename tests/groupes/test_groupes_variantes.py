"""One variant a group: laid in the released session, and known at marking whatever the release says."""

import shutil

import pytest

from epreuves.authoring.construction import build
from epreuves.variantes import seance
from epreuves.variantes.attribution import variante, variante_du_groupe
from epreuves.variantes.lettres import LETTRES
from epreuves.wording.errors import KitError
from tests.corpus import ASSIGNMENT, GOOD

GROUPS = ("G1;lea", "G1;karim;absent", "G2;zoe", "G2;noe")


def letters(read):
    return {who: variante(read, ASSIGNMENT, who) for who in ("lea", "karim", "zoe", "noe")}


def test_each_member_has_the_letter_of_the_group_and_no_name_is_released(cours):
    cours.groups(*GROUPS)
    read = seance.lire(cours.root, ASSIGNMENT)
    due = {g: variante_du_groupe(read, ASSIGNMENT, g) for g in ("G1", "G2")}
    assert letters(read) == {"lea": due["G1"], "karim": due["G1"], "zoe": due["G2"], "noe": due["G2"]}
    assert len(read.places) == 4
    assert b"lea" not in seance.publier(read)


def test_groups_share_the_letters_out_and_another_key_deals_them_otherwise(cours):
    read = seance.lire(cours.root, ASSIGNMENT)
    drawn = [variante_du_groupe(read, ASSIGNMENT, f"G{n}") for n in range(120)]
    assert set(drawn) == set(LETTRES)
    other = seance.Seance(read.nom, "une autre", ASSIGNMENT)
    assert drawn != [variante_du_groupe(other, ASSIGNMENT, f"G{n}") for n in range(120)]
    assert drawn != [variante(read, ASSIGNMENT, f"G{n}") for n in range(120)]


def test_a_place_that_contradicts_the_groups_letter_is_refused_and_one_that_agrees_is_not(cours):
    cours.groups(*GROUPS)
    due = variante_du_groupe(seance.lire(cours.root, ASSIGNMENT), ASSIGNMENT, "G1")
    other = next(letter for letter in LETTRES if letter != due)
    places = cours.root / "places.csv"
    places.write_text(
        f"candidat;epreuve;variante\nlea;{ASSIGNMENT};{due}\nKARIM;{ASSIGNMENT};{other}\nzoe;e99_autre;{other}\n", "utf-8"
    )  # fmt: skip
    with pytest.raises(KitError) as refused:
        seance.lire(cours.root, ASSIGNMENT)
    assert str(refused.value) == (
        f"places.csv, ligne 3, champ « variante » : « karim » a la place {other}, mais son groupe « G1 » (groupes.csv, ligne 3) "
        f"a la variante {due} ; ôtez cette ligne, la variante de {ASSIGNMENT} est celle du groupe."
    )
    places.write_text(f"candidat;epreuve;variante\nlea;{ASSIGNMENT};{due}\n", "utf-8")
    assert letters(seance.lire(cours.root, ASSIGNMENT))["lea"] == due


def test_a_change_of_groups_makes_the_released_session_stale_and_a_build_mends_it(cours):
    (fresh,) = build(cours.root, check=True)
    assert fresh.frais
    cours.groups(*GROUPS)
    (stale,) = build(cours.root, check=True)
    assert {f.chemin for f in stale.perimes} == {
        f"source/{ASSIGNMENT}/seance.json",
        f"release/{ASSIGNMENT}/seance.json",
    }
    build(cours.root)
    read = seance.lire_publiee((cours.root / "release" / ASSIGNMENT / "seance.json").read_bytes())
    assert letters(read)["lea"] == variante_du_groupe(read, ASSIGNMENT, "G1")


def test_a_candidate_prepares_the_groups_data_with_the_released_session_alone(cours, tmp_path, monkeypatch):
    from epreuves import preparer

    cours.groups(*GROUPS)
    build(cours.root)
    due = variante_du_groupe(seance.lire(cours.root, ASSIGNMENT), ASSIGNMENT, "G2")
    found = {}
    for who in ("zoe", "noe"):
        place = shutil.copytree(cours.root / "release" / ASSIGNMENT, tmp_path / who)
        monkeypatch.chdir(place)
        found[who] = preparer(ASSIGNMENT, candidat=who)["pub"]
    assert found["zoe"].equals(found["noe"])
    monkeypatch.setenv("EPREUVES_VARIANTE", due)
    assert preparer(ASSIGNMENT)["pub"].equals(found["zoe"])


def test_marking_goes_by_the_group_whatever_the_released_session_says(cours):
    """The groups are written after the release, and nothing is built again."""
    read = seance.lire(cours.root, ASSIGNMENT)
    group = next(
        g
        for n in range(50)
        if variante_du_groupe(read, ASSIGNMENT, g := f"G{n}") not in letters(read).values()
    )
    cours.groups(f"{group};lea", f"{group};karim")
    cours.hand_in("lea", GOOD)
    cours.hand_in("karim", {})
    told = cours.mark()
    due = variante_du_groupe(read, ASSIGNMENT, group)
    assert {t["variant"] for t in told.values()} == {due}
    assert {t["score"] for t in told.values()} == {15}
