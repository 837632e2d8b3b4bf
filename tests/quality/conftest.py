"""The public page of the real épreuves, whose figures are worked out again here; and the smallest course, proven, whose page is whole."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from epreuves_kit.build.build import build
from epreuves_kit.proof import checking
from epreuves_kit.variants.session import DEMONSTRATION_KEY
from tests.authoring.trial_course import COURS, ID
from tests.jury.cours import CONFIG


@pytest.fixture(scope="session")
def _small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = Path(shutil.copytree(COURS, tmp_path_factory.mktemp("qualite") / "cours"))
    (root / "seance.yaml").write_text(f"nom: Juin\ncle: {DEMONSTRATION_KEY}\nvariantes: 2\n", "utf-8")
    (root / "nbgrader_config.py").write_text(CONFIG, "utf-8")
    build(root)
    checking.prove(root, ID, ("A", "B"))
    return root


@pytest.fixture
def small(_small: Path, tmp_path: Path) -> Path:
    """A course of one épreuve of two variants, proven, with what its proof ran."""
    return Path(shutil.copytree(_small, tmp_path / "cours"))
