"""A course whose orals are today, laid once and copied; the real server on it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.visitors import counter
from tests.visitors.counter import Served


@pytest.fixture(scope="session")
def laid(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Not to be written in."""
    return counter.course(tmp_path_factory.mktemp("guichet") / "cours")


@pytest.fixture
def course(laid: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copytree(laid, tmp_path / "cours"))


@pytest.fixture
def served(course: Path) -> Iterator[Served]:
    """The server on that copy."""
    with counter.serving(course) as found:
        yield found
