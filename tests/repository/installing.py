"""Both distributions installed from their files, alone, by each Python that the kit says it takes: `make test-install`.

A first course is then made, built and played, and a candidate's side is asked for what a notebook imports. A Python that the machine
lacks is left out, and said. Packages come from the index that pip uses here.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path

from tests.course import ROOT

_UV = Path(sys.executable).with_name("uv")
_CANDIDATE = (
    "import epreuves, epreuves.entry, epreuves.variants.preparation, epreuves.answers.self_assessment\n"
    "import importlib.util, sys\n"
    "sys.exit(importlib.util.find_spec('epreuves_kit') is not None)"
)


def main(folder: Path) -> int:
    """Try the archives of a folder; 1 if one of them does not serve."""
    failed = False
    for version in _versions():
        python = subprocess.run(
            [_UV, "python", "find", "--no-python-downloads", version], capture_output=True, text=True
        )
        if python.returncode:
            print(f"Python {version}: not on this machine, not tried.")
            continue
        for resolution, ending in _ways(version):
            with tempfile.TemporaryDirectory(prefix="epreuves-") as place:
                start = time.monotonic()
                fault = _try(Path(place), python.stdout.strip(), sorted(folder.glob(ending)), resolution)
                spent = time.monotonic() - start
            failed |= bool(fault)
            print(f"Python {version}, {ending}, {resolution}: {fault or 'serves'} ({spent:.0f} s)", flush=True)
    return int(failed)


def _versions() -> list[str]:
    """The Pythons that the classifiers name."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    last = [line.rpartition(" ")[2] for line in project["classifiers"] if line.startswith("Programming Language")]
    return [version for version in last if version.startswith("3.")]


def _ways(version: str) -> Iterator[tuple[str, str]]:
    """The packages to take, and the archives: the newest everywhere, and by the oldest Python the oldest that the bounds allow."""
    yield "highest", "*.whl"
    if version == _versions()[0]:
        yield "lowest-direct", "*.tar.gz"


def _try(place: Path, python: str, archives: list[Path], resolution: str) -> str:
    """What fails, with the end of what it says; empty where nothing does."""
    candidate = [path for path in archives if "candidat" in path.name]
    if len(archives) != 2 or len(candidate) != 1:
        return f"two archives are expected, {len(archives)} there: make release"
    with_jupyterlab = [f"{candidate[0]}[jupyterlab]"]
    kit, own = place / "kit", place / "candidat"
    commands: list[tuple[list[str | Path], Path]] = []
    for environment, asked in ((kit, list(map(str, archives))), (own, with_jupyterlab)):
        commands += [
            ([_UV, "venv", "--quiet", "--python", python, environment], place),
            ([_UV, "pip", "install", "--quiet", "--python", environment, "--resolution", resolution, *asked], place),
        ]
    epreuves, course = kit / "bin" / "epreuves", place / "cours"
    extras = f"{next(path for path in archives if path not in candidate)}[cluster,postgres,hub,site]"
    commands += [
        ([_UV, "pip", "install", "--quiet", "--dry-run", "--python", kit, extras], place),
        ([epreuves, "nouveau", course], place),
        ([epreuves, "build"], course),
        ([epreuves, "essai", "e01_premiere"], course),
        ([own / "bin" / "python", "-c", _CANDIDATE], place),
    ]
    for command, where in commands:
        done = subprocess.run(command, cwd=where, capture_output=True, text=True, timeout=1200)
        if done.returncode:
            return f"{' '.join(map(str, command))}\n{(done.stdout + done.stderr)[-2000:]}"
    return ""


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
