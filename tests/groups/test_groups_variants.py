"""One variant a group: laid in the released session, and known at marking whatever the release says."""

import shutil

import pytest

from epreuves.variants.attribution import letters, variant, variant_of_group
from epreuves.variants.published import ExamSession, publish, read_published
from epreuves.wording.errors import KitError
from epreuves_kit.build.build import build
from epreuves_kit.variants import session
from tests.corpus import ASSIGNMENT, GOOD

GROUPS = ("G1;lea", "G1;karim;absent", "G2;zoe", "G2;noe")


def dealt(read):
    return {who: variant(read, ASSIGNMENT, who) for who in ("lea", "karim", "zoe", "noe")}


def test_each_member_has_the_letter_of_the_group_and_no_name_is_released(course):
    course.groups(*GROUPS)
    read = session.read(course.root, ASSIGNMENT)
    due = {g: variant_of_group(read, ASSIGNMENT, g) for g in ("G1", "G2")}
    assert dealt(read) == {"lea": due["G1"], "karim": due["G1"], "zoe": due["G2"], "noe": due["G2"]}
    assert len(read.places) == 4
    assert not any(name in publish(read) for name in (b'"lea"', b'"karim"', b'"zoe"', b'"noe"'))


def test_groups_share_the_letters_out_and_another_key_deals_them_otherwise(course):
    read = session.read(course.root, ASSIGNMENT)
    drawn = [variant_of_group(read, ASSIGNMENT, f"G{n}") for n in range(120)]
    assert set(drawn) == set(letters())
    other = ExamSession(read.name, "une autre", ASSIGNMENT)
    assert drawn != [variant_of_group(other, ASSIGNMENT, f"G{n}") for n in range(120)]
    assert drawn != [variant(read, ASSIGNMENT, f"G{n}") for n in range(120)]


def test_a_place_that_contradicts_the_groups_letter_is_refused_and_one_that_agrees_is_not(course):
    course.groups(*GROUPS)
    due = variant_of_group(session.read(course.root, ASSIGNMENT), ASSIGNMENT, "G1")
    other = next(letter for letter in letters() if letter != due)
    places = course.root / "places.csv"
    places.write_text(
        f"candidat;epreuve;variante\nlea;{ASSIGNMENT};{due}\nKARIM;{ASSIGNMENT};{other}\nzoe;e99_autre;{other}\n",
        "utf-8",
    )
    with pytest.raises(KitError) as refused:
        session.read(course.root, ASSIGNMENT)
    assert str(refused.value) == (
        f"places.csv, ligne 3, champ « variante » : « karim » a la place {other}, mais son groupe « G1 » (groupes.csv, ligne 3) "
        f"a la variante {due} ; ôtez cette ligne, la variante de {ASSIGNMENT} est celle du groupe."
    )
    places.write_text(f"candidat;epreuve;variante\nlea;{ASSIGNMENT};{due}\n", "utf-8")
    assert dealt(session.read(course.root, ASSIGNMENT))["lea"] == due


def test_a_change_of_groups_makes_the_released_session_stale_and_a_build_mends_it(course):
    (fresh,) = build(course.root, check=True)
    assert not fresh.stale
    course.groups(*GROUPS)
    (stale,) = build(course.root, check=True)
    assert {f.path for f in stale.stale} == {
        f"source/{ASSIGNMENT}/seance.json",
        f"release/{ASSIGNMENT}/seance.json",
    }
    build(course.root)
    read = read_published((course.root / "release" / ASSIGNMENT / "seance.json").read_bytes())
    assert dealt(read)["lea"] == variant_of_group(read, ASSIGNMENT, "G1")


def test_a_candidate_prepares_the_groups_data_with_the_released_session_alone(course, tmp_path, monkeypatch):
    from epreuves import preparer

    course.groups(*GROUPS)
    build(course.root)
    due = variant_of_group(session.read(course.root, ASSIGNMENT), ASSIGNMENT, "G2")
    found = {}
    for who in ("zoe", "noe"):
        place = shutil.copytree(course.root / "release" / ASSIGNMENT, tmp_path / who)
        monkeypatch.chdir(place)
        found[who] = preparer(ASSIGNMENT, candidat=who)["pub"]
    assert found["zoe"].equals(found["noe"])
    monkeypatch.setenv("EPREUVES_VARIANTE", due)
    assert preparer(ASSIGNMENT)["pub"].equals(found["zoe"])


def test_marking_goes_by_the_group_whatever_the_released_session_says(course):
    """The groups are written after the release, and nothing is built again."""
    read = session.read(course.root, ASSIGNMENT)
    group = next(g for n in range(50) if variant_of_group(read, ASSIGNMENT, g := f"G{n}") not in dealt(read).values())
    course.groups(f"{group};lea", f"{group};karim")
    course.hand_in("lea", GOOD)
    course.hand_in("karim", {})
    told = course.mark()
    due = variant_of_group(read, ASSIGNMENT, group)
    assert {t["variant"] for t in told.values()} == {due}
    assert {t["score"] for t in told.values()} == {15}
