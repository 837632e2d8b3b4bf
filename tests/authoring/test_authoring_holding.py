"""A session is built of variants that hold: one that does not is drawn again, the same on every machine, and never once it is there."""

import json
import shutil

import msgspec
import pytest
from typer.testing import CliRunner

from epreuves.variants import archive
from epreuves.variants.attribution import letters, own_key, variant
from epreuves.variants.published import publish, read_published
from epreuves.wording.errors import KitError
from epreuves.wording.french import listed
from epreuves_kit.authoring import draw
from epreuves_kit.build.build import build, ensure_variants
from epreuves_kit.cli import application
from epreuves_kit.exam.completing import complete
from epreuves_kit.marking.reference import ReferenceFailure
from epreuves_kit.proof import holding
from epreuves_kit.proof.checking import check_epreuve
from epreuves_kit.proof.holding import settle
from epreuves_kit.referentiel.model import called
from epreuves_kit.variants.session import DEMONSTRATION_KEY, drawn_with
from tests.authoring.trial_course import ID, remplacer, sujet

OTHER = "une tout autre phrase"
#: Of some draws, all campaigns have one yield: the mean of the ratios is then the ratio of the sums.
UNLUCKY = """
_sound = tirer


def tirer(rng):
    unlucky = rng.randint(100) < {percent}
    tables = _sound(rng)
    if unlucky:
        tables["campagnes"]["revenu"] = (2 * tables["campagnes"]["cout"]).round(2)
    return tables
"""


def write_session(root, key="une phrase", variants=3):
    (root / "seance.yaml").write_text(f"nom: Juin\ncle: {key}\nvariantes: {variants}\n", "utf-8")


@pytest.fixture
def small(course):
    """The written course, whose session has three variants."""
    write_session(course)
    return course


def unlucky(root, percent):
    file = sujet(root, "donnees.py")
    file.write_text(file.read_text("utf-8") + UNLUCKY.format(percent=percent), "utf-8")


def published(root, step="source"):
    return read_published((root / step / ID / "seance.json").read_bytes())


def zips(root, step="source"):
    return {path.name: path.read_bytes() for path in (root / step / ID / "variantes").iterdir()}


def test_as_many_variants_as_the_session_asks_for_each_with_its_letter(small):
    build(small)
    assert zips(small) == zips(small, "release")
    assert sorted(zips(small)) == ["A.zip", "B.zip", "C.zip"]
    assert {variant(published(small), ID, f"n{rank}") for rank in range(60)} == set("ABC")
    assert len(ensure_variants(small, ID)) == 3
    assert not build(small, check=True)[0].stale


def test_the_number_is_the_one_that_the_epreuve_was_built_with_until_a_new_session_is_asked_for(small):
    write_session(small, variants=5)
    build(small)
    write_session(small, variants=3)
    with pytest.raises(KitError, match="champ « variantes » : 3 au lieu de 5 ; les candidats de e99_mini"):
        build(small)
    assert len(ensure_variants(small, ID)) == 5
    said = []
    (result,) = build(small, new_session=said.append)
    assert "3 au lieu de 5" in said[0]
    assert not result.stale
    assert sorted(zips(small)) == sorted(zips(small, "release")) == ["A.zip", "B.zip", "C.zip"]


def test_another_key_draws_other_tables_and_the_datasets_are_the_demonstrations_still(small):
    build(small)
    before, shown = zips(small), (small / "datasets" / ID / "campagnes.csv").read_bytes()
    write_session(small, OTHER)
    with pytest.raises(KitError, match="la clé a changé"):
        build(small)
    assert zips(small) == before
    build(small, new_session=lambda _: None)
    after = zips(small)
    assert {archive.read(b)["campagnes.csv"] for b in after.values()}.isdisjoint(
        archive.read(b)["campagnes.csv"] for b in before.values()
    )
    assert (small / "datasets" / ID / "campagnes.csv").read_bytes() == shown
    write_session(small)
    build(small, new_session=lambda _: None)
    assert zips(small) == before


def test_a_session_that_has_a_name_of_its_own_and_the_demonstrations_key_is_told_that_it_is_known(small):
    assert build(small)[0].remark == ""
    write_session(small, DEMONSTRATION_KEY)
    (result,) = build(small, new_session=lambda _: None)
    assert "c'est encore la clé de la démonstration, connue de tous" in result.remark


def test_what_is_released_holds_the_epreuves_own_key_alone(small):
    write_session(small, OTHER)
    build(small)
    for path in (small / "release" / ID).rglob("*"):
        assert not path.is_file() or OTHER.encode() not in path.read_bytes()
    assert published(small, "release").key == own_key(OTHER, ID)


@pytest.fixture
def mixed(small):
    """The course built, and in it an archive of another key."""
    build(small)
    with_other = draw.Wanted(ID, "B", own_key(OTHER, ID))
    path = small / "source" / ID / "variantes" / "B.zip"
    path.write_bytes(draw.draw_archive(sujet(small, ""), with_other).archive)
    return small, path


def test_an_archive_of_another_key_is_stale_and_drawn_again(mixed):
    root, _ = mixed
    assert {file.path: file.state for file in build(root, check=True)[0].stale} == {
        f"source/{ID}/variantes/B.zip": "périmé"
    }
    ensure_variants(root, ID)
    assert zips(root) == zips(root, "release")


def test_once_distributed_an_archive_of_another_key_is_refused_and_none_is_added_beside_it(mixed):
    root, path = mixed
    given_out = path.read_bytes()
    for refuse in (lambda: complete(root, ID), lambda: ensure_variants(root, ID, stale=False)):
        with pytest.raises(KitError, match=r"variantes : B\.zip ne vient pas de la clé avec laquelle e99_mini"):
            refuse()
    assert path.read_bytes() == given_out
    for name in ("A.zip", "C.zip"):
        (path.parent / name).unlink()
    with pytest.raises(KitError, match="ne vient pas de la clé"):
        ensure_variants(root, ID, stale=False)
    assert [p.name for p in path.parent.iterdir()] == ["B.zip"]


def test_archives_that_do_not_say_their_key_are_marked_with_but_not_completed(small):
    build(small)
    folder = small / "source" / ID / "variantes"
    for path in folder.iterdir():
        path.write_bytes(archive.write(archive.read(path.read_bytes()), "epreuves 1 0123456789abcdef"))
    complete(small, ID)
    (folder / "A.zip").unlink()
    with pytest.raises(KitError, match=r"B\.zip, C\.zip ne vient pas"):
        ensure_variants(small, ID, stale=False)


def test_a_machine_that_only_marks_takes_what_it_is_given(mixed):
    root, _ = mixed
    shutil.rmtree(root / "sujets")
    complete(root, ID)
    assert len(ensure_variants(root, ID)) == 3


def test_an_epreuve_built_when_the_sessions_key_was_released_says_to_change_it(small):
    build(small)
    old = msgspec.structs.replace(published(small), key="une phrase")
    for step in ("source", "release"):
        (small / step / ID / "seance.json").write_bytes(publish(old))
    with pytest.raises(KitError, match="distribuait la clé de toute la séance"):
        build(small)


# --- holding ---


@pytest.fixture
def proofs(monkeypatch):
    """Each variant that was really proven, by its letter."""
    proven = []
    verdict = holding._verdict

    def watched(folder, notebooks, letter):
        proven.append(letter)
        return verdict(folder, notebooks, letter)

    monkeypatch.setattr(holding, "_verdict", watched)
    return proven


def test_a_variant_that_does_not_hold_is_drawn_again_the_same_in_every_course(small, tmp_path, proofs):
    write_session(small, variants=8)
    unlucky(small, 30)
    again = shutil.copytree(small, tmp_path / "again")
    said = []
    build(small, settle=settle, progress=said.append)
    attempts = published(small).attempts
    assert attempts
    assert set(attempts) < set(letters(8))
    assert all(f"{called(ID)} : jeu de données {letter}" in said for letter in letters(8))
    assert len(proofs) == 8 + sum(attempts.values())
    found = check_epreuve(small, ID, tuple(letters(8)))
    assert [finding for finding in found if finding.level == "erreur"] == []
    build(again, settle=settle)
    assert zips(again) == zips(small)
    assert published(again) == published(small) == published(small, "release")
    # What was proven is not proven again, and what is there is what a build gives.
    proofs.clear()
    assert not build(small, settle=settle)[0].writings
    assert not build(small, check=True)[0].stale
    assert proofs == []


def test_the_attempts_that_held_are_those_that_are_drawn_where_archives_went(small):
    unlucky(small, 40)
    build(small, settle=settle)
    before = zips(small)
    assert published(small).attempts
    for step in ("source", "release"):
        shutil.rmtree(small / step / ID / "variantes")
    shutil.rmtree(small / ".epreuves")
    (small / "source" / ID / "seance.json").unlink()
    ensure_variants(small, ID)
    assert zips(small) == before
    assert published(small) == published(small, "release")


def test_a_check_tells_which_variants_do_not_hold_at_their_first_draw(small, monkeypatch):
    monkeypatch.chdir(small)
    build(small, settle=settle)
    assert "nouveau tirage" not in run("check", "--variantes", "-")[1]
    unlucky(small, 40)
    build(small, settle=settle)
    drawn_again = sorted(published(small).attempts)
    said = " ".join(run("check", "--variantes", "-")[1].split())
    assert f"nouveau tirage, le premier ne tenait pas : {listed(drawn_again)} ;" in said


def test_a_session_made_for_a_release_by_nbgrader_is_proven_too(small):
    unlucky(small, 40)
    ensure_variants(small, ID, settle=settle)
    assert published(small).attempts
    before = zips(small)
    build(small, settle=settle)
    assert zips(small) == before


def test_where_no_attempt_holds_nothing_is_built_and_the_trainer_is_told_why_and_what_to_do(small):
    unlucky(small, 100)
    with pytest.raises(KitError) as refused:
        build(small, settle=settle)
    said = str(refused.value)
    assert said.startswith(
        f"{ID}, variante A : aucun des 4 tirages essayés ne tient ; le dernier : l'erreur « moyenne_des_ratios » ne se distingue pas"
    )
    assert "(question C15_1-roas)" in said
    assert f"« epreuves check {ID} »" in said
    assert not (small / "source").exists()
    build(small)
    assert len(zips(small)) == 3


def test_what_no_draw_can_mend_is_left_to_a_check(small):
    remplacer(sujet(small), 'erreur_type(\n    "C15_1-cout"', 'print(\n    "C15_1-cout"')
    build(small, settle=settle)
    assert published(small).attempts == {}
    assert "sans_erreur" in {finding.rule for finding in check_epreuve(small, ID, ("A",))}


def test_a_reference_that_fails_is_told_with_its_cell_once(small):
    remplacer(sujet(small), 'cout_total = campagnes["cout"].sum()', "cout_total = absent")
    with pytest.raises(KitError) as refused:
        build(small, settle=settle)
    said = str(refused.value)
    assert "ne tient ; le dernier : cellule cout, ligne " in said
    assert said.count("variante A") == 1


def test_a_draw_that_meets_no_condition_gives_way_to_the_next(small):
    file = sujet(small, "donnees.py")
    vain = UNLUCKY.replace("if unlucky:", "if unlucky:\n        raise VainDraw('aucun')")
    file.write_text(
        f"{file.read_text('utf-8')}\nfrom epreuves_kit.authoring.draw import VainDraw\n{vain.format(percent=40)}",
        "utf-8",
    )
    with pytest.raises(draw.VainDraw, match="aucun"):
        build(small)
    build(small, settle=settle)
    assert published(small).attempts
    assert len(zips(small)) == 3


def test_a_variant_that_is_there_is_kept_and_told_when_the_text_makes_it_hold_no_more(small):
    build(small, settle=settle)
    before = zips(small)
    remplacer(sujet(small), 'campagnes["cout"].mean(),', 'campagnes["cout"].sum() * 1.001,')
    (result,) = build(small, settle=settle)
    assert zips(small) == before
    told = result.remark.splitlines()
    assert [line[: len(f"{ID}, variante A")] for line in told] == [f"{ID}, variante {c}" for c in "ABC"]
    assert "elle ne tient plus (l'erreur « moyenne » ne se distingue pas" in told[0]
    assert "--nouvelle-seance" in told[0]


def test_texts_of_a_draw_that_change_begin_again_with_the_first_attempt(small):
    unlucky(small, 40)
    build(small, settle=settle)
    assert published(small).attempts
    remplacer(sujet(small, "donnees.py"), "< 40", "< 0")
    build(small, settle=settle)
    assert published(small).attempts == {}
    assert not build(small, check=True)[0].stale


def test_what_the_machine_stops_is_no_verdict_on_a_draw(small, monkeypatch):
    def slow(notebook, letter):
        raise ReferenceFailure(f"{ID}, variante {letter} : la référence n'a pas fini en 120 s.")

    monkeypatch.setattr(holding, "compute", slow)
    with pytest.raises(KitError, match=r"n'a pas fini en 120 s\. Rien n'est construit"):
        build(small, settle=settle)
    assert not (small / ".epreuves" / "seances").exists()


def run(*words):
    done = CliRunner().invoke(application(["build", "check"]), list(words))
    return done.exit_code, done.output


def test_the_command_proves_unless_told_not_to_and_a_check_takes_the_sessions_variants(small, monkeypatch):
    unlucky(small, 100)
    monkeypatch.chdir(small)
    code, said = run("build")
    assert code == 2
    assert "aucun des 4 tirages essayés" in " ".join(said.split())
    assert run("build", "--sans-preuve")[0] == 0
    code, said = run("check")
    assert code == 1
    assert "variantes A à C : l'erreur" in " ".join(said.split()), said
    code, said = run("check", "--variantes", "D")
    assert code == 2
    assert "donnez des lettres de A à C" in said


def test_a_session_may_have_every_letter(small):
    write_session(small, OTHER, 26)
    build(small)
    found = {archive.read(content)["campagnes.csv"] for content in zips(small).values()}
    assert len(found) == len(zips(small, "release")) == 26
    package = json.loads(archive.read(zips(small)["Z.zip"])["datapackage.json"])
    assert package["variante"] == "Z"
    assert drawn_with(small, ID).letters == letters(26)
