"""The repository holds together: what is built is fresh, what is installed is what is said, what is shipped holds no key."""

from __future__ import annotations

import ast
import contextlib
import datetime
import email
import importlib.metadata
import json
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest
import trove_classifiers
import yaml
from packaging.specifiers import SpecifierSet

from epreuves.variants.attribution import letters
from epreuves_kit.build.build import build
from epreuves_kit.proof import turns
from epreuves_kit.variants import session
from tests.course import EPREUVES, ROOT, by_epreuve, lay_referentiel, turn


def _name(requirement: str) -> str:
    return re.match(r"[A-Za-z0-9._-]+", requirement)[0].lower().replace("_", "-")


@pytest.fixture(scope="module")
def project() -> dict:
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


def test_environment_yml_asks_for_what_pyproject_asks_for(project: dict) -> None:
    environment = yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))["dependencies"]
    by_pip = next(d["pip"] for d in environment if isinstance(d, dict))
    assert [by_pip.pop(), by_pip.pop()] == ["-e .", "-e ./candidat"]
    conda = {_name(d): d[len(_name(d)) :] for d in [*environment, *by_pip] if isinstance(d, str)}
    asked = {_name(d): d[len(_name(d)) :] for d in project["dependencies"] if _name(d) != "epreuves-candidat"}
    assert conda.pop("python") == project["requires-python"]
    conda.pop("pip")
    assert conda == asked


def test_constraints_pin_every_direct_dependency(project: dict) -> None:
    pinned = {_name(line) for line in (ROOT / "constraints.txt").read_text("utf-8").splitlines() if "==" in line}
    extras = [d for group in project["optional-dependencies"].values() for d in group]
    assert {_name(d) for d in [*project["dependencies"], *extras]} - {"epreuves-candidat"} <= pinned


def test_what_is_pinned_takes_the_oldest_python_that_the_project_asks_for(project: dict) -> None:
    oldest = f"{project['requires-python'].removeprefix('>=')}.0"
    pinned = [line.partition("==")[0] for line in (ROOT / "constraints.txt").read_text("utf-8").splitlines()]
    refused = {}
    for name in pinned:
        with contextlib.suppress(importlib.metadata.PackageNotFoundError):  # a hub's own are not always here
            (asked,) = importlib.metadata.metadata(name).get_all("Requires-Python", [""])
            refused |= {} if SpecifierSet(asked).contains(oldest) else {name: asked}
    assert refused == {}


def test_ci_runs_the_readme_s_test_command_and_that_starts_with_lint() -> None:
    assert "make test" in (ROOT / "README.md").read_text("utf-8")
    assert "exec make test" in (ROOT / ".ci" / "run").read_text("utf-8")
    assert re.search(r"^test: lint\b", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)


def test_what_runs_before_a_commit_is_what_lint_runs() -> None:
    recipe = re.search(r"^lint:.*\n((?:\t.*\n)+)", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    lint = [line.strip().replace("$(BIN)", ".venv/bin") for line in recipe[1].splitlines()]
    (local,) = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"))["repos"]
    assert [hook["entry"] for hook in local["hooks"]] == lint
    assert {hook["language"] for hook in local["hooks"]} == {"system"}


def test_release_notes_go_from_this_version_back_with_their_dates(project: dict) -> None:
    headings = re.findall(r"^## (.*)$", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    # The version that is being written has no date yet.
    finished = headings[headings[0].endswith(" (unreleased)") :]
    read = [re.fullmatch(r"(\d+)\.(\d+)\.(\d+) \((\d{4}-\d\d-\d\d)\)", heading) for heading in finished]
    versions = [tuple(map(int, heading.groups()[:3])) for heading in read]
    assert versions == sorted(set(versions), reverse=True)
    assert versions[0] == tuple(map(int, project["version"].split(".")))
    dates = [datetime.date.fromisoformat(heading[4]) for heading in read]
    assert dates == sorted(dates, reverse=True)


@pytest.mark.parametrize("epreuve", by_epreuve(EPREUVES))
def test_what_is_built_and_committed_is_what_a_build_gives(epreuve: str, tmp_path: Path) -> None:
    # In a copy without what trying the notebook leaves beside it: none of that is committed.
    left = shutil.ignore_patterns("donnees", ".ipynb_checkpoints", "candidat.txt", "autoevaluation.json", "variantes")
    for name in ("sujets", "source", "release", "datasets"):
        shutil.copytree(ROOT / name / epreuve, tmp_path / name / epreuve, ignore=left)
    lay_referentiel(tmp_path)
    for name in ("nbgrader_config.py", "seance.yaml"):
        shutil.copy(ROOT / name, tmp_path / name)
    # Draws are kept by digest of all that they hang on: those of the course serve.
    (ROOT / ".epreuves").mkdir(exist_ok=True)
    (tmp_path / ".epreuves").symlink_to(ROOT / ".epreuves")
    # Where the demonstration was played, what is built stands with its groups.
    if (ROOT / "groupes.csv").exists():
        shutil.copy(ROOT / "groupes.csv", tmp_path)
    (result,) = build(tmp_path, [epreuve], check=True)
    assert result.stale == ()


@pytest.mark.parametrize("epreuve", by_epreuve(EPREUVES))
def test_the_reference_earns_all_a_blank_nothing_each_mistake_its_share_and_the_lock_says_what_is_so(
    epreuve: str, request: pytest.FixtureRequest
) -> None:
    # On all variants where something that it hangs on has changed; on one by turns elsewhere.
    tried = letters() if request.config.getoption("--all-variants") else turn(epreuve)
    held = turns.hold(ROOT, epreuve, tried)
    if held.changed:
        print(f"\n{epreuve} : {len(held.changed)} règles prouvées de nouveau ; epreuves check {epreuve}")
    assert [finding.sentence() for finding in held.findings if finding.level == "erreur"] == []
    assert held.lies == ()


@pytest.fixture(scope="module")
def archives(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel and the source archive."""
    folder = tmp_path_factory.mktemp("archives")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-d", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    return folder


def test_the_source_archive_holds_the_package_and_what_presents_it(archives: Path) -> None:
    (path,) = archives.glob("*.tar.gz")
    with tarfile.open(path) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {name for name in names if not name.startswith("epreuves_kit/")} == {
        ".gitignore",
        "CHANGELOG.md",
        "LICENSE",
        "PKG-INFO",
        "README.md",
        "pyproject.toml",
    }


def test_the_wheel_says_its_types_its_licence_and_what_it_is(archives: Path) -> None:
    (path,) = archives.glob("*.whl")
    with zipfile.ZipFile(path) as archive:
        (name,) = (n for n in archive.namelist() if n.endswith(".dist-info/METADATA"))
        metadata = email.message_from_bytes(archive.read(name))
    assert metadata["License-Expression"] == "MIT"
    assert metadata["Author"]
    assert metadata["Summary"]
    assert metadata["Keywords"]
    assert set(metadata.get_all("Classifier")) <= set(trove_classifiers.classifiers)
    assert metadata.get_payload().startswith("# epreuves\n")


def test_the_wheel_lays_what_jupyterlab_serves_where_it_looks_for_it(archives: Path, project: dict) -> None:
    (wheel,) = archives.glob("*.whl")
    laid = "data/share/jupyter/labextensions/epreuves/"
    with zipfile.ZipFile(wheel) as archive:
        found = {name.partition(laid)[2]: archive.read(name) for name in archive.namelist() if laid in name}
    said = json.loads(found["package.json"])
    # JupyterLab looks an extension up by this name, in this folder, and its container by the same.
    assert (said["name"], said["version"]) == ("epreuves", project["version"])
    assert b"_JUPYTERLAB.epreuves = " in found[said["jupyterlab"]["_build"]["load"]]


def test_the_wheel_holds_no_sujet_no_source_no_draw_no_prose_and_no_key(archives: Path) -> None:
    (wheel,) = archives.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        texts = {
            n: archive.read(n).decode("utf-8", "replace")
            for n in names
            if n.endswith((".py", ".yaml", ".json", ".ipynb"))
        }
    strangers = [
        n for n in names if not n.startswith(("epreuves_kit/", "epreuves-")) or n.endswith((".ipynb", ".csv", ".zip"))
    ]
    assert strangers == []
    for epreuve in EPREUVES:
        sujet = (ROOT / "sujets" / epreuve / "sujet.py").read_text("utf-8")
        solution = "\n".join(re.findall(r"### BEGIN SOLUTION\n(.*?)### END SOLUTION", sujet, re.S))
        draw = (ROOT / "sujets" / epreuve / "donnees.py").read_text("utf-8")
        grille = (ROOT / "sujets" / epreuve / "grille.yaml").read_text("utf-8")
        told = [(ROOT / "sujets" / epreuve / name) for name in ("demo.yaml", "demo.py")]
        demo = "\n".join(path.read_text("utf-8") for path in told if path.exists())
        secret = {
            line.strip()
            for line in f"{solution}\n{draw}\n{grille}\n{demo}".splitlines()
            if len(line.strip()) > 45 and not line.startswith(("from ", "import "))
        }
        assert len(secret) > 50
        assert [(n, line) for n, text in texts.items() for line in secret if line in text] == []


def test_no_code_of_the_engine_names_an_epreuve_of_the_course() -> None:
    named = []
    for path in sorted([*(ROOT / "epreuves").rglob("*.py"), *(ROOT / "epreuves_kit").rglob("*.py")]):
        tree = ast.parse(path.read_text("utf-8"))
        # Examples stand in docstrings, which are statements of their own.
        told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        named += [
            f"{path.relative_to(ROOT)}:{node.lineno}"
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told
            if any(epreuve in node.value for epreuve in EPREUVES)
        ]
    assert named == []


def test_the_course_of_the_repository_is_the_demonstrations_whose_key_anybody_may_know() -> None:
    assert session.read(ROOT).key == session.DEMONSTRATION_KEY
