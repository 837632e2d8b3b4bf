"""The repository holds together: what is built is fresh, what is installed is what is said, what is shipped holds no key."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
import yaml

from epreuves.authoring.construction import build
from epreuves.authoring.proofs import prove
from epreuves.variantes.lettres import LETTRES
from tests.course import EPREUVES, ROOT, by_epreuve


def _name(requirement: str) -> str:
    return re.match(r"[A-Za-z0-9._-]+", requirement)[0].lower().replace("_", "-")


@pytest.fixture(scope="module")
def project() -> dict:
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


def test_environment_yml_asks_for_what_pyproject_asks_for(project: dict) -> None:
    environment = yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))["dependencies"]
    by_pip = next(d["pip"] for d in environment if isinstance(d, dict))
    assert by_pip.pop() == "-e ."
    conda = {_name(d): d[len(_name(d)) :] for d in [*environment, *by_pip] if isinstance(d, str)}
    asked = {_name(d): d[len(_name(d)) :] for d in project["dependencies"]}
    assert conda.pop("python") == project["requires-python"]
    conda.pop("pip")
    assert conda == asked


def test_constraints_pin_every_direct_dependency(project: dict) -> None:
    pinned = {
        _name(line) for line in (ROOT / "constraints.txt").read_text("utf-8").splitlines() if "==" in line
    }
    extras = [d for group in project["optional-dependencies"].values() for d in group]
    assert {_name(d) for d in [*project["dependencies"], *extras]} <= pinned


def test_ci_runs_the_readme_s_test_command() -> None:
    assert "make test" in (ROOT / "README.md").read_text("utf-8")
    assert "exec make test" in (ROOT / ".ci" / "run").read_text("utf-8")


@pytest.mark.parametrize("epreuve", by_epreuve(EPREUVES))
def test_what_is_built_and_committed_is_what_a_build_gives(epreuve: str, tmp_path: Path) -> None:
    # In a copy without what trying the notebook leaves beside it: none of that is committed.
    left = shutil.ignore_patterns(
        "donnees", ".ipynb_checkpoints", "candidat.txt", "autoevaluation.json", "variantes"
    )
    for name in ("sujets", "source", "release", "datasets"):
        shutil.copytree(ROOT / name / epreuve, tmp_path / name / epreuve, ignore=left)
    for name in ("nbgrader_config.py", "seance.yaml"):
        shutil.copy(ROOT / name, tmp_path / name)
    # Where the demonstration was played, what is built stands with its groups.
    if (ROOT / "groupes.csv").exists():
        shutil.copy(ROOT / "groupes.csv", tmp_path)
    (result,) = build(tmp_path, [epreuve], check=True)
    assert result.perimes == ()


@pytest.mark.parametrize("epreuve", by_epreuve(EPREUVES))
def test_on_twelve_variants_the_reference_earns_all_a_blank_nothing_and_each_mistake_its_share(
    epreuve: str,
) -> None:
    # Where neither it nor the code has changed since it was proven, it is not proven again.
    assert [finding.phrase() for finding in prove(ROOT, epreuve, tuple(LETTRES)).proof.findings] == []


def test_the_wheel_holds_no_sujet_no_source_no_draw_no_prose_and_no_key(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        texts = {
            n: archive.read(n).decode("utf-8", "replace")
            for n in names
            if n.endswith((".py", ".yaml", ".json", ".ipynb"))
        }
    strangers = [
        n
        for n in names
        if not n.startswith(("epreuves/", "epreuves-")) or n.endswith((".ipynb", ".csv", ".zip"))
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
            if len(line.strip()) > 45
        }
        assert len(secret) > 50
        assert [(n, line) for n, text in texts.items() for line in secret if line in text] == []


def test_no_code_of_the_engine_names_an_epreuve_of_the_course() -> None:
    named = []
    for path in sorted((ROOT / "epreuves").rglob("*.py")):
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
