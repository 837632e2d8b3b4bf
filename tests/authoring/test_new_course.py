"""`epreuves nouveau` makes a course that builds at once, and whose check says only what is to be written."""

import re

import pytest

from epreuves_kit.referentiel.reading import referentiel
from epreuves_kit.rules import jury_rules
from epreuves_kit.variants.session import read
from tests.conftest import epreuves
from tests.course import ROOT

pytestmark = pytest.mark.xdist_group("nouveau")

#: Rules that say what an author has yet to write.
_TO_WRITE = {"a_ecrire", "descripteurs"}


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A new course, and what the command said."""
    root = tmp_path_factory.mktemp("nouveau")
    done = epreuves(root, "nouveau", "Titre pro Été")
    assert done.returncode == 0, done.stderr
    return root / "Titre pro Été", done.stdout


def test_a_new_course_builds_and_its_check_says_only_what_is_to_be_written(made):
    course, _ = made
    session = course / "seance.yaml"
    session.write_text(session.read_text("utf-8").replace("variantes: 12", "variantes: 2"), "utf-8")
    done = epreuves(course, "build")
    assert done.returncode == 0, done.stdout + done.stderr
    checked = epreuves(course, "check", "--variantes", "-")
    assert checked.returncode == 1
    assert {*re.findall(r"\[(\w+)\]$", checked.stdout, re.MULTILINE)} == _TO_WRITE
    assert "0 avertissement" in checked.stdout


def test_it_has_one_of_each_thing_that_a_certification_is_made_of(made):
    course, _ = made
    known = referentiel(course)
    counts = [len(of) for of in (known.activities, known.competences, known.criteres, known.natures, known.epreuves)]
    assert counts == [1, 1, 1, 1, 1]
    assert [bloc.competences for bloc in jury_rules.read(course).blocs] == [("A1.1",)]


def test_what_it_says_next_is_what_it_made(made):
    course, said = made
    written = re.findall(r"^(\S+) — écrit$", said, re.MULTILINE)
    assert [name for name in written if not (course / name).is_file()] == []
    assert {"referentiel/regles.yaml", "nbgrader_config.py", ".gitignore", "sujets/e01_premiere/sujet.py"} <= {*written}
    assert "epreuves build" in said
    assert 'course_id = "titre-pro-ete"' in (course / "nbgrader_config.py").read_text("utf-8")


def test_each_course_has_a_key_of_its_own(made, tmp_path):
    other = tmp_path / "vide"
    other.mkdir()
    assert epreuves(other, "nouveau", ".").returncode == 0
    assert read(other).key != read(made[0]).key


def test_a_folder_that_holds_something_is_left_as_it_is(tmp_path):
    (tmp_path / "notes.txt").write_text("à moi", "utf-8")
    done = epreuves(tmp_path, "nouveau", ".")
    assert done.returncode == 2
    assert "n'est pas vide" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_personal_data_is_kept_out_of_git_as_in_the_repository_itself(made):
    own = (ROOT / ".gitignore").read_text("utf-8")
    assert (made[0] / ".gitignore").read_text("utf-8") == own[own.index("# personal data") :]
