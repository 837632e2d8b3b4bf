"""The parts of the site: addresses of other sites, instructions for a browser, Pyodide's distribution, libraries packed again."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from epreuves.wording.errors import KitError
from epreuves_kit.course import after_oral
from epreuves_kit.course.folders import Course
from epreuves_kit.extensions.site import addresses, building, distribution, wheels
from epreuves_kit.extensions.site.contents import contents, lost_buttons
from tests.candidate.test_distribution import project

ROOT = Path(__file__).parents[2]
NOTEBOOK = '{"cells": [{"cell_type": "markdown", "metadata": {}, "source": ["%s"]}], "metadata": {}}'


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("index.html", '<script src="https://ailleurs.example/a.js"></script>'),
        ("index.html", '<link rel="stylesheet" href="//ailleurs.example/a.css">'),
        ("index.html", "<script>fetch('https://ailleurs.example/a')</script>"),
        ("index.html", "<style>body { background: url(https://ailleurs.example/a.png) }</style>"),
        ("a.css", '@import "https://ailleurs.example/a.css";'),
        ("a.js", 'const a=await import("https://ailleurs.example/a.js")'),
        ("a.js", "s.src='https://ailleurs.example/a.js'"),
        ("a.js", "new WebSocket('wss://ailleurs.example/a')"),
        ("a.mjs", 'var c="https://unpkg.com/a@1/a.js"'),
        ("jupyter-lite.json", '{"jupyter-config-data": {"litePluginSettings": {"x": {"pipliteUrls": ["https://ailleurs.example/all.json"]}}}}'),
        ("files/e98/e98.ipynb", NOTEBOOK % "![logo](https://ailleurs.example/a.png)"),
        ("files/e98/e98.ipynb", NOTEBOOK % "<img src='http://ailleurs.example/a.png'>"),
    ],
)  # fmt: skip
def test_what_would_be_loaded_from_elsewhere_is_found_and_named(tmp_path, name, text):
    (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / name).write_text(text, "utf-8")
    (found,) = addresses.outside(tmp_path)
    assert found.startswith(f"{name} : ")
    assert "ailleurs.example/a" in found or "unpkg.com/a" in found


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("index.html", '<a href="https://ailleurs.example/">lire</a><script src="./a.js"></script>'),
        ("a.js", 'throw new Error("see https://ailleurs.example/doc"); const ns="http://www.w3.org/2000/svg"; import("./b.js")'),
        ("a.css", "/* https://ailleurs.example/licence */ a { background: url(./a.png) }"),
        ("files/e98/e98.ipynb", NOTEBOOK % "[la source](https://ailleurs.example/) ![image](attachment:a.png)"),
    ],
)  # fmt: skip
def test_an_address_that_is_only_said_is_no_fault(tmp_path, name, text):
    (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / name).write_text(text, "utf-8")
    assert addresses.outside(tmp_path) == []


@pytest.mark.parametrize(
    "path",
    sorted((ROOT / "release").glob("*/*.ipynb")),
    ids=lambda path: f"{path.parent.name[:3]}-{path.stem}",
)
def test_no_épreuve_speaks_of_buttons_that_are_not_there_in_a_browser(path):
    assert not [*lost_buttons(path.read_bytes(), path.name)]


def test_a_rex_that_is_there_before_the_oral_is_said(tmp_path):
    folder = tmp_path / "release" / "e97_essai"
    (folder / "variantes").mkdir(parents=True)
    (folder / "seance.json").write_bytes(b'{"nom": "Juin", "cle": "x", "epreuve": "e97_essai", "variantes": 2}')
    for name in ("variantes/A.zip", "variantes/B.zip"):
        (folder / name).write_bytes(b"x")
    for name in ("e97_essai.ipynb", "rex.ipynb"):
        (folder / name).write_text(NOTEBOOK % "Bonjour", "utf-8")
    (tmp_path / "nbgrader_config.py").write_text("c = get_config()\n", "utf-8")
    (said,) = contents(Course(tmp_path), "e97_essai").remarks
    assert "n'est pas sur le site : après l'oral, ‹rex e97_essai›" in said
    assert "rex.ipynb" not in contents(Course(tmp_path), "e97_essai").files
    after_oral.give(tmp_path, "e97_essai")
    given = contents(Course(tmp_path), "e97_essai")
    assert "rex.ipynb" in given.files
    assert given.remarks == ()


def test_a_button_named_in_a_sentence_of_an_author_s_is_said():
    (said,) = lost_buttons((NOTEBOOK % "Cliquez sur Validate avant midi.").encode(), "e98.ipynb")
    assert "e98.ipynb parle de boutons" in said


def test_what_the_candidate_s_side_asks_for_is_on_the_site_or_in_pyodide_s_distribution():
    asked = {Requirement(one).name for one in project(ROOT / "candidat")["project"]["dependencies"]}
    # The kernel brings IPython and traitlets, and Matplotlib Pillow.
    assert asked - {*building.LOADED, *wheels.NAMES} == {"ipython", "traitlets", "pillow"}


def written(folder: Path, packages: dict[str, list[str]], absent: str = "", spoilt: str = "") -> Path:
    """A folder laid out as Pyodide's distribution."""
    folder.mkdir()
    for name in ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip"):
        (folder / name).write_bytes(name.encode())
    listed = {}
    for name, needed in packages.items():
        file, content = f"{name}-1.0-py3-none-any.whl", name.encode()
        if name != absent:
            (folder / file).write_bytes(b"?" if name == spoilt else content)
        listed[name] = {
            "name": name,
            "file_name": file,
            "depends": needed,
            "sha256": hashlib.sha256(content).hexdigest(),
        }
    (folder / "pyodide-lock.json").write_text(json.dumps({"info": {"python": "3.14"}, "packages": listed}), "utf-8")
    return folder


PACKAGES = {
    "pandas": ["numpy", "python-dateutil"],
    "numpy": [],
    "python-dateutil": ["six"],
    "six": [],
    "micropip": [],
    "astropy": ["numpy"],
}


def test_of_pyodide_s_distribution_what_notebooks_need_is_laid_and_its_list_says_no_more(tmp_path):
    found = distribution.read(written(tmp_path / "pyodide", PACKAGES), ("pandas",), "3.14", "314.0.6")
    distribution.lay(found, tmp_path / "site")
    kept = json.loads((tmp_path / "site" / "pyodide-lock.json").read_bytes())
    assert set(kept["packages"]) == {"pandas", "numpy", "python-dateutil", "six", "micropip"}
    laid = {path.name for path in (tmp_path / "site").iterdir()}
    assert "astropy-1.0-py3-none-any.whl" not in laid
    assert {one["file_name"] for one in kept["packages"].values()} | {
        "pyodide.mjs",
        "pyodide.asm.wasm",
    } <= laid


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ({"absent": "numpy"}, "il y manque 1 bibliothèque, dont numpy"),
        ({"spoilt": "six"}, "n'est pas celui que pyodide-lock.json annonce"),
    ],
)
def test_a_distribution_that_lacks_something_or_is_spoilt_is_refused(tmp_path, how, said):
    with pytest.raises(KitError, match=said):
        distribution.read(written(tmp_path / "pyodide", PACKAGES, **how), ("pandas",), "3.14", "314.0.6")


def test_another_python_s_distribution_is_refused_with_the_version_to_take(tmp_path):
    with pytest.raises(KitError, match=r"pour Python 3\.14, et la page demande Python 3\.1 : prenez Pyodide 0\.1"):
        distribution.read(written(tmp_path / "pyodide", PACKAGES), ("pandas",), "3.1", "0.1")


def test_a_folder_without_a_distribution_is_refused_with_what_to_download(tmp_path):
    with pytest.raises(KitError, match=r"n'est pas une distribution de Pyodide .* téléchargez la distribution entière"):
        distribution.read(tmp_path, ("pandas",), "3.14", "314.0.6")


@pytest.mark.parametrize("name", ["comm", "psygnal"])  # the second is installed compiled
def test_a_library_packed_again_is_imported_from_its_wheel_without_what_is_compiled_and_is_the_same_twice(
    tmp_path, name
):
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
    wheel = wheels.pack(name, tmp_path / "a")
    program = f"import sys; sys.path[:0] = [sys.argv[1]]; import {name}; print({name}.__file__)"
    done = subprocess.run([sys.executable, "-c", program, str(wheel)], capture_output=True, text=True, check=True)
    assert done.stdout.startswith(str(wheel))
    with zipfile.ZipFile(wheel) as files:
        assert [path for path in files.namelist() if path.endswith((".so", ".pyd"))] == []
        (about,) = (path for path in files.namelist() if path.endswith(".dist-info/WHEEL"))
        assert "Root-Is-Purelib: true" in files.read(about).decode()
    assert wheels.pack(name, tmp_path / "b").read_bytes() == wheel.read_bytes()


@pytest.mark.parametrize(
    ("name", "said"), [("numpy", "n'est pas en Python pur"), ("n-existe-pas", "pip install n-existe-pas")]
)
def test_a_library_that_no_browser_runs_or_that_is_not_here_is_refused(tmp_path, name, said):
    with pytest.raises(KitError, match=said):
        wheels.pack(name, tmp_path)


def test_without_jupyterlite_the_command_says_what_to_install(monkeypatch):
    monkeypatch.setattr(building, "PROGRAMS", ("jupyterlite_qui_n_est_pas_la",))
    with pytest.raises(KitError, match=r"pip install 'epreuves\[site\]'"):
        building.check_programs()


def test_the_page_s_own_part_has_the_kit_s_version_and_the_name_of_its_container():
    place = ROOT / "epreuves_kit" / "jupyter" / "site"
    said = json.loads((place / "package.json").read_bytes())
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert said["version"] == project["version"]
    program = (place / said["jupyterlab"]["_build"]["load"]).read_text("utf-8")
    assert f'_JUPYTERLAB["{said["name"]}"] = ' in program
