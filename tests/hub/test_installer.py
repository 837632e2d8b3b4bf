"""The hub's installer tries its Python before it makes anything of it; the rest of it is tried with a hub."""

from __future__ import annotations

import importlib.util
import os
import shutil
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

FILE = Path(__file__).parents[2] / "deploiement" / "jupyterhub" / "installer.py"


@pytest.fixture
def installer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("hub_installer", FILE)
    assert spec is not None
    assert spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


def refused(installer: ModuleType, place: Path) -> str:
    """Why no environment is made; none is, nor is any program of it run."""
    settings: dict[str, Any] = {"environnement": str(place), "proxy": "true"}
    with pytest.raises(installer.Stopped) as stopped:
        installer._environment(settings)
    assert not place.exists()
    return str(stopped.value)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can try what other accounts can start")
def test_a_python_of_root_s_own_is_refused_before_anything_is_installed(installer, tmp_path, monkeypatch):
    own = tmp_path / "a-root"
    own.mkdir(mode=0o700)
    program = shutil.copy(os.path.realpath(sys.executable), own / "python3")
    monkeypatch.setattr(sys, "executable", str(program))
    said = refused(installer, tmp_path / "environnement")
    assert said.startswith(f"« {program} » ne sert qu'à root")
    assert "/usr/bin/python3" in said


def test_a_python_that_makes_no_environment_is_refused_before_anything_is_installed(installer, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "ensurepip", None)
    assert "apt install python3-venv" in refused(installer, tmp_path / "environnement")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can try what other accounts can start")
def test_a_python_that_everybody_may_start_is_taken(installer, monkeypatch):
    theirs = next((p for p in ("/usr/bin/python3", "/bin/python3") if os.access(p, os.X_OK)), None)
    if theirs is None:
        pytest.skip("this machine has no Python outside of root's home")
    monkeypatch.setattr(sys, "executable", theirs)
    installer._able()


def test_a_hub_that_answers_to_its_own_machine_alone_is_said_to_lack_https(installer, monkeypatch):
    monkeypatch.setitem(sys.modules, "installer", installer)
    spec = importlib.util.spec_from_file_location("hub_verifier", FILE.with_name("verifier.py"))
    verifier = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(verifier)
    [sentence] = verifier._https({"adresse": "http://127.0.0.1:9"})
    assert "étape 6" in sentence
    assert list(verifier._https({"adresse": "http://10.0.0.4:8000"})) == []
