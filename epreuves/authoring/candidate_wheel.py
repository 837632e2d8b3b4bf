"""The candidate's side of the kit as a wheel, for a Python that runs in a browser."""

from __future__ import annotations

import importlib.metadata
from pathlib import Path

from epreuves.variants.archive import packed

#: What a candidate's notebook imports, directly or not.
_PARTS = ("answers", "variants", "referentiel", "wording")
_SINGLE = ("__init__.py", "machine.py", "third_party.py", "py.typed")


def write(folder: Path) -> Path:
    """Write the wheel in a folder, and return its path; the same bytes for the same kit."""
    root, version = Path(__file__).parents[1], importlib.metadata.version("epreuves")
    found = {f"epreuves/{name}": (root / name).read_bytes() for name in _SINGLE}
    for part in _PARTS:
        for path in sorted((root / part).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                found[f"epreuves/{path.relative_to(root).as_posix()}"] = path.read_bytes()
    about = f"epreuves_candidat-{version}.dist-info"
    found[f"{about}/METADATA"] = (
        f"Metadata-Version: 2.1\nName: epreuves-candidat\nVersion: {version}\n".encode()
    )
    found[f"{about}/WHEEL"] = (
        b"Wheel-Version: 1.0\nGenerator: epreuves\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    )
    found[f"{about}/RECORD"] = "".join(f"{name},,\n" for name in [*found, f"{about}/RECORD"]).encode()
    wheel = folder / f"epreuves_candidat-{version}-py3-none-any.whl"
    wheel.write_bytes(packed(found))
    return wheel
