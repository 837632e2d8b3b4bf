"""`epreuves-candidat`: what a notebook imports and no more, alone in an environment, gives a candidate what the whole kit gives."""

from __future__ import annotations

import importlib
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tomllib
import venv
import zipfile
from importlib import metadata
from pathlib import Path

import grimp
import pytest
from packaging.requirements import Requirement

from epreuves_kit.build.candidate_wheel import DISTRIBUTION, write, write_installation
from tests.corpus import ASSIGNMENT, QUESTIONS
from tests.course import ROOT

#: Names that files made with older versions hold: each is the kit's, and a candidate has no use for it.
_OLD = {
    "epreuves/authoring/__init__.py",
    "epreuves/authoring/demonstration.py",
    "epreuves/authoring/draw.py",
    "epreuves/exam/__init__.py",
    "epreuves/exam/arrivals/__init__.py",
    "epreuves/exam/arrivals/service.py",
    "epreuves/gradebook/__init__.py",
    "epreuves/gradebook/config.py",
    "epreuves/jury/__init__.py",
    "epreuves/page/__init__.py",
    "epreuves/rubric/__init__.py",
}
#: Read by no import: types, and data.
_DATA = {
    "epreuves/entry/chart.js",
    "epreuves/entry/controls.js",
    "epreuves/entry/drafts.js",
    "epreuves/entry/entry.css",
    "epreuves/entry/entry.js",
    "epreuves/entry/file.js",
    "epreuves/entry/grid.js",
    "epreuves/entry/make.js",
    "epreuves/entry/ranges.js",
    "epreuves/jupyter/labextensions/epreuves-candidat/package.json",
    "epreuves/jupyter/labextensions/epreuves-candidat/static/page.js",
    "epreuves/jupyter/overrides.json",
    "epreuves/py.typed",
}
RUN = Path(__file__).with_name("run_notebook.py")


def project(folder: Path) -> dict:
    return tomllib.loads((folder / "pyproject.toml").read_text("utf-8"))


def files() -> list[str]:
    inside = (path for path in (ROOT / "epreuves").rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return [path.relative_to(ROOT).as_posix() for path in inside]


def reached() -> set[str]:
    """Files of the modules that a notebook's names and the site's « Rendre » come from, and of all that these import, at once or later."""
    graph = grimp.build_graph("epreuves")
    found: set[str] = set()
    waiting = {"epreuves", "epreuves.variants.preparation", "epreuves.variants.hand_in"}
    while waiting:
        module = waiting.pop()
        found.add(module)
        package = module.rpartition(".")[0]
        more = graph.find_modules_directly_imported_by(module) | ({package} if package else set())
        waiting |= more - found
    paths = {module: ROOT / module.replace(".", "/") for module in found}
    return {
        str((path / "__init__.py" if path.is_dir() else path.with_suffix(".py")).relative_to(ROOT))
        for path in paths.values()
    }


def test_it_holds_what_a_notebook_imports_followed_to_its_end_and_names_that_old_files_hold() -> None:
    assert sorted(files()) == sorted(reached() | _DATA | _OLD)


@pytest.mark.parametrize(
    "said",
    [
        "epreuves.gradebook.config import configure",
        "epreuves.rubric import corriger, accorder",
        "epreuves.jury import oral, grand_oral",
        "epreuves.page import session",
        "epreuves.authoring.draw import tirer_jusqu_a, VainDraw",
        "epreuves.authoring.demonstration import ecrit, enumere, euros, jour, pourcent",
        "epreuves.exam.arrivals.service import main",
    ],
)
def test_a_name_that_old_files_hold_is_the_kit_s(said: str) -> None:
    module, _, names = said.partition(" import ")
    old = importlib.import_module(module)
    moved = {"epreuves.exam.arrivals.service": "epreuves_kit.extensions.hub.service"}
    new = importlib.import_module(moved.get(module, module.replace("epreuves", "epreuves_kit", 1)))
    assert all(getattr(old, name) is getattr(new, name) for name in names.split(", "))


def test_it_has_the_kit_s_version_and_bounds() -> None:
    kit, own = (project(folder)["project"] for folder in (ROOT, ROOT / "candidat"))
    assert own["version"] == kit["version"]
    assert f"{DISTRIBUTION}=={kit['version']}" in kit["dependencies"]
    known = {Requirement(one).name: one for one in kit["dependencies"]}
    asked = [*own["dependencies"], *own["optional-dependencies"]["jupyterlab"]]
    # The walled runner alone asks for a newer one, whose tracebacks it shows to the last line.
    assert [one for one in asked if known[Requirement(one).name] != one] == ["ipython>=8.20,<10"]


def test_its_wheel_is_light_the_same_twice_and_what_hatchling_makes(tmp_path: Path) -> None:
    wheel = write(tmp_path / "une")
    assert wheel.stat().st_size < 500_000
    assert write(tmp_path / "deux").read_bytes() == wheel.read_bytes()
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path],
        cwd=ROOT / "candidat",
        check=True,
        capture_output=True,
    )
    (built,) = tmp_path.glob("*.whl")
    assert built.name == wheel.name
    contents = []
    for path in (wheel, built):
        with zipfile.ZipFile(path) as archive:
            assert archive.testzip() is None
            contents.append({name: archive.read(name) for name in archive.namelist() if "dist-info" not in name})
    assert contents[0] == contents[1]
    assert sum(map(len, contents[0].values())) < 700_000


def test_its_source_archive_builds_the_wheel_that_the_repository_builds(tmp_path: Path) -> None:
    def build(kind: str, place: Path) -> Path:
        subprocess.run(
            [sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", tmp_path / place.name],
            cwd=place,
            check=True,
            capture_output=True,
        )
        (made,) = (tmp_path / place.name).glob("*.whl" if kind == "wheel" else "*.tar.gz")
        return made

    with tarfile.open(build("sdist", ROOT / "candidat")) as archive:
        archive.extractall(tmp_path, filter="data")
    (unpacked,) = tmp_path.glob("epreuves_candidat-*")
    assert build("wheel", unpacked).read_bytes() == build("wheel", ROOT / "candidat").read_bytes()
    assert (unpacked / "LICENSE").read_bytes() == (ROOT / "LICENSE").read_bytes()


def test_its_wheel_lays_what_jupyterlab_serves_where_it_looks_for_it(tmp_path: Path) -> None:
    with zipfile.ZipFile(write(tmp_path)) as archive:
        laid = "data/share/jupyter/labextensions/epreuves-candidat/"
        found = {name.partition(laid)[2]: archive.read(name) for name in archive.namelist() if laid in name}
        assert [name for name in archive.namelist() if name.endswith("overrides.d/epreuves-candidat.json")]
    said = json.loads(found["package.json"])
    # JupyterLab looks an extension up by this name, in this folder, and its container by the same.
    assert (said["name"], said["version"]) == (DISTRIBUTION, project(ROOT)["project"]["version"])
    assert b'_JUPYTERLAB["epreuves-candidat"] = ' in found[said["jupyterlab"]["_build"]["load"]]


def test_what_a_school_gives_says_how_to_install_the_file_that_is_beside(tmp_path: Path) -> None:
    wheel, page = write_installation(tmp_path / "installation")
    said = page.read_text("utf-8-sig")
    assert f'python\\Scripts\\python -m pip install ".\\{wheel.name}[jupyterlab]"' in said
    assert f'python/bin/python -m pip install "./{wheel.name}[jupyterlab]"' in said
    # The second time, what was installed the first is started, from the folder in which the épreuve is put.
    first, second = said.split("Le jour de l'épreuve")
    for start in ("python\\Scripts\\python -m jupyter lab", "python/bin/python -m jupyter lab"):
        assert first.count(f"     {start}\n") == second.count(f"     {start}\n") == 1
    assert "Mettez dans ce dossier, à côté de LISEZMOI.txt, le dossier de l'épreuve" in " ".join(second.split())


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of an environment that has the wheel, and of other packages those that it asks for."""
    folder = tmp_path_factory.mktemp("candidat")
    venv.create(folder / "seul", with_pip=False)
    packages = next(folder.glob("seul/lib/python*/site-packages"))
    with zipfile.ZipFile(write(folder)) as archive:
        archive.extractall(packages)
    for found in _asked(DISTRIBUTION):
        for name in {file.parts[0] for file in found.files or ()} - {"..", "bin", "__pycache__"}:
            source, place = Path(str(found.locate_file(name))), packages / name
            if source.exists() and not place.exists():
                place.symlink_to(source)
    return folder / "seul" / "bin" / "python"


def _asked(name: str) -> list[metadata.Distribution]:
    """What a distribution asks for, and all that this asks for in turn."""
    found: dict[str, metadata.Distribution] = {}
    waiting = [name]
    while waiting:
        distribution = metadata.distribution(waiting.pop())
        for line in distribution.requires or ():
            asked = Requirement(line)
            if asked.name not in found and (asked.marker is None or asked.marker.evaluate({"extra": ""})):
                found[asked.name] = metadata.distribution(asked.name)
                waiting.append(asked.name)
    return list(found.values())


def shown(python: str | Path, notebook: Path, folder: Path) -> list[str]:
    """What each cell of a notebook shows when a candidate runs it in a folder of its own."""
    shutil.copytree(notebook.parent, folder)
    environ = {**os.environ, "EPREUVES_CANDIDAT": "lea", "MPLBACKEND": "agg", "PYTHONPATH": ""}
    done = subprocess.run(
        [str(python), RUN, notebook.name],
        cwd=folder,
        env=environ,
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
    )
    told: list[str] = json.loads(done.stdout.splitlines()[-1])
    return told


def test_alone_it_shows_a_candidate_what_the_whole_kit_shows(model: Path, alone: Path, tmp_path: Path) -> None:
    notebook = model / "source" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    own = shown(alone, notebook, tmp_path / "seul")
    kit = shown(sys.executable, notebook, tmp_path / "kit")
    assert sum("✓" in one for one in own) == len(QUESTIONS)
    assert own[:-1] == kit[:-1]
    # Where nbgrader is not, the last cell hands in.
    assert ["Pour rendre : enregistrez" in last for last in (own[-1], kit[-1])] == [True, False]
