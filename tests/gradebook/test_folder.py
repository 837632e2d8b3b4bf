"""Links, pipes and names in the way do not reach nbgrader's own copying."""

import os

from nbgrader.utils import find_all_files

from epreuves_kit.grading.groups import set_aside


def test_links_and_pipes_go_and_files_stay(tmp_path):
    submitted, source = tmp_path / "rendu", tmp_path / "source"
    (submitted / "notes").mkdir(parents=True)
    source.mkdir()
    (tmp_path / "secret.txt").write_text("du cours")
    (submitted / "notes" / "a.txt").write_text("à moi")
    (submitted / "lien.txt").symlink_to(tmp_path / "secret.txt")
    (submitted / "notes" / "cours").symlink_to(tmp_path, target_is_directory=True)
    (submitted / "boucle").symlink_to("boucle")
    os.mkfifo(submitted / "tube")
    assert len(set_aside(submitted, source)) == 4
    assert find_all_files(str(submitted), []) == [str(submitted / "notes" / "a.txt")]
    assert (tmp_path / "secret.txt").read_text() == "du cours"


def test_what_takes_the_place_of_the_epreuve_s_files_is_kept_under_another_name(tmp_path):
    submitted, source = tmp_path / "rendu", tmp_path / "source"
    (source / "variantes").mkdir(parents=True)
    (source / "variantes" / "A.zip").write_bytes(b"z")
    (source / "seance.json").write_text("{}")
    submitted.mkdir()
    (submitted / "variantes").write_text("mes variantes")
    (submitted / "seance.json").mkdir()
    (submitted / "seance.json" / "x").write_text("x")
    assert len(set_aside(submitted, source)) == 2
    assert (submitted / "variantes.copie").read_text() == "mes variantes"
    assert (submitted / "seance.json.copie" / "x").read_text() == "x"
    assert set_aside(submitted, source) == ()
