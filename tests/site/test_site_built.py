"""`epreuves site`: what is on the site of a real course, that nothing else is, and what the command refuses."""

from __future__ import annotations

import json
import re
import shutil
import zipfile
from pathlib import Path

import pytest

from epreuves_kit.extensions.site import addresses
from tests.corpus import ASSIGNMENT
from tests.site.conftest import make


def names(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_the_site_has_what_is_handed_out_and_nothing_else_of_the_course(built, shared):
    letters = json.loads((built / "files" / ASSIGNMENT / "seance.json").read_bytes())["variantes"]
    expected = {
        f"{ASSIGNMENT}.ipynb",
        "seance.json",
        *(f"variantes/{chr(65 + n)}.zip" for n in range(letters)),
    }
    assert names(built / "files") == {f"{ASSIGNMENT}/{name}" for name in expected}
    assert not [n for n in names(built) if re.search(r"gradebook|source/|submitted|seance\.yaml|\.py$", n)]
    said = (shared / "site.txt").read_text("utf-8")
    assert "candidat.txt et donnees, qui ne va pas sur le site" in said.replace("\n", " ")


def test_no_file_of_the_site_holds_the_session_s_key_an_answer_or_a_copy(built, model):
    key = re.search(r"^cle: (.+)$", (model / "seance.yaml").read_text("utf-8"), re.MULTILINE)[1].strip()
    secret = [
        key.encode(),
        b"BEGIN SOLUTION",
        b'erreur_type("C15_2-jour"',
        b"une-copie-de-lea",
        b"un-essai-du-formateur",
    ]
    for path in built.rglob("*"):
        if path.is_file():
            contents = [path.read_bytes()]
            if path.suffix in (".zip", ".whl"):
                with zipfile.ZipFile(path) as archive:
                    contents = [archive.read(name) for name in archive.namelist()]
            found = [one for one in secret for content in contents if one in content]
            assert not found or (path.suffix == ".whl" and found == [b"BEGIN SOLUTION"]), path


def test_the_notebook_s_text_stays_as_it_was_given_for_marking(built, model):
    laid = (built / "files" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb").read_bytes()
    assert laid == (model / "release" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb").read_bytes()


def test_the_page_is_french_asks_nobody_else_and_offers_python_alone(built):
    settings = json.loads((built / "jupyter-lite.json").read_bytes())["jupyter-config-data"]
    assert settings["settingsOverrides"]["@jupyterlab/translation-extension:plugin"] == {"locale": "fr_FR"}
    assert {one["name"] for one in settings["federated_extensions"]} == {
        "@jupyter-widgets/jupyterlab-manager",
        "@jupyterlite/pyodide-kernel-extension",
        "anywidget",
        "epreuves-candidat",
        "epreuves-rendre",
    }
    kernel = settings["litePluginSettings"]["@jupyterlite/pyodide-kernel-extension:kernel"]
    assert kernel["disablePyPIFallback"] is True
    beside = [one.rpartition("/")[2] for one in kernel["loadPyodideOptions"]["packages"] if "/" in one]
    assert set(beside) | {"all.json"} == names(built / "pypi")
    assert (built / "api" / "translations" / "fr_FR.json").stat().st_size > 100_000
    assert '<html lang="fr">' in (built / "lab" / "index.html").read_text("utf-8")
    official = kernel["pyodideUrl"].rpartition("/")[0]
    assert addresses.outside(built, [official]) == []
    # The rule that browsers obey lets that address through, and no other.
    rule = re.search(r'Content-Security-Policy" content="([^"]+)"', (built / "lab" / "index.html").read_text("utf-8"))[
        1
    ]
    assert set(re.findall(r"https?://[^ ;]+", rule)) == {re.match(r"https://[^/]+", official)[0]}


def test_built_again_the_site_is_the_same_to_the_byte_and_takes_the_place_of_the_old_one(built, shared, tmp_path):
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / "epreuves.json").write_text("{}", "utf-8")
    (folder / "ancienne-page.html").write_text("", "utf-8")
    done = make(shared / "cours-du-site", folder, "e98")
    assert done.returncode == 0, done.stdout + done.stderr
    assert names(folder) == names(built)
    assert [name for name in sorted(names(built)) if (folder / name).read_bytes() != (built / name).read_bytes()] == []
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_an_épreuve_that_is_not_ready_is_refused_with_what_to_do(model, tmp_path):
    course = Path(shutil.copytree(model, tmp_path / "cours"))
    next((course / "release" / ASSIGNMENT / "variantes").glob("B.zip")).unlink()
    done = make(course, tmp_path / "site")
    assert done.returncode == 2
    assert f"il manque release/{ASSIGNMENT}/variantes/B.zip" in done.stderr
    assert "epreuves build e98" in done.stderr
    shutil.rmtree(course / "release")
    done = make(course, tmp_path / "site", "e98")
    assert done.returncode == 2
    assert "n'est pas construite" in done.stderr
    assert not (tmp_path / "site").exists()


@pytest.mark.parametrize("where", ["release/site", "source", "."])
def test_a_site_is_never_written_into_the_course_s_own_folders(model, where):
    done = make(model, model / where)
    assert done.returncode == 2
    assert "donnez un dossier à part" in done.stderr


def test_a_folder_that_holds_something_else_is_left_alone(model, tmp_path):
    (tmp_path / "mémoire.docx").write_bytes(b"x")
    done = make(model, tmp_path)
    assert done.returncode == 2
    assert "n'est pas un site fait par cette commande" in done.stderr
    assert names(tmp_path) == {"mémoire.docx"}
