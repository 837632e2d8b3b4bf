"""Size and time of an installation: a candidate's side, the kit, its extras, and beside them nbgrader, e2xgrader and otter.

    python -m benchmarks.installed [--rounds 3] [--parts]

Each goes into an environment of its own, from files that are already on the machine: downloading counts nowhere. Sizes are of the whole
environment, before Python compiles anything; medians of the rounds, and ratios to nbgrader in the same run. `--parts` says what the kit's is made of.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

_ROOT = Path(__file__).parents[1]
_UV = Path(sys.executable).with_name("uv")
_PEER = "nbgrader"
_ASKED = {
    "epreuves-candidat": ("{candidate}",),
    "epreuves-candidat[jupyterlab]": ("{candidate}[jupyterlab]",),
    "epreuves": ("{candidate}", "{kit}"),
    "epreuves[hub]": ("{candidate}", "{kit}[hub]"),
    "epreuves[site]": ("{candidate}", "{kit}[site]"),
    "epreuves[cluster,postgres]": ("{candidate}", "{kit}[cluster,postgres]"),
    _PEER: ("nbgrader",),
    "e2xgrader": ("e2xgrader",),
    "otter-grader": ("otter-grader",),
}


def _run(*command: str | Path) -> None:
    subprocess.run(command, check=True, capture_output=True, text=True, cwd=_ROOT)


def _megabytes(path: Path) -> float:
    return sum(file.stat().st_size for file in path.rglob("*") if file.is_file() and not file.is_symlink()) / 1e6


def _install(environment: Path, asked: tuple[str, ...]) -> float:
    """Install what is asked for in a new environment, and give the seconds that it took."""
    shutil.rmtree(environment, ignore_errors=True)
    _run(_UV, "venv", "--quiet", "--python", sys.executable, environment)
    start = time.perf_counter()
    _run(_UV, "pip", "install", "--quiet", "--link-mode", "copy", "--python", environment, *asked)
    return time.perf_counter() - start


def _parts(environment: Path) -> Iterator[tuple[str, float]]:
    """Each distribution of an environment, with its size in megabytes."""
    packages = next(environment.glob("lib/python*/site-packages"))
    for distribution in metadata.distributions(path=[str(packages)]):
        files = [Path(str(file.locate())) for file in distribution.files or ()]
        yield distribution.name, sum(file.stat().st_size for file in files if file.is_file()) / 1e6


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--parts", action="store_true", help="what the kit's environment is made of")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="epreuves-") as folder:
        place = Path(folder)
        for source in (_ROOT, _ROOT / "candidat"):
            subprocess.run(
                [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", place],
                cwd=source,
                check=True,
                capture_output=True,
            )
        wheels = {"candidate": next(place.glob("epreuves_candidat-*")), "kit": next(place.glob("epreuves-*"))}
        environment, sizes, seconds = place / "environment", {}, {}
        for name, packages in _ASKED.items():
            named = tuple(package.format(**wheels) for package in packages)
            _install(environment, named)  # what is not on the machine yet is brought, and not counted
            seconds[name] = statistics.median(_install(environment, named) for _ in range(asked.rounds))
            sizes[name] = _megabytes(environment)
            if asked.parts and name == "epreuves":
                for part, size in sorted(_parts(environment), key=lambda one: -one[1])[:25]:
                    print(f"  {part:<32} {size:7.1f} MB")
        for name in _ASKED:
            ratios = f"{sizes[name] / sizes[_PEER]:.2f} times nbgrader's, {seconds[name] / seconds[_PEER]:.2f} times its time"
            print(f"{name:<32} {sizes[name]:6.0f} MB {seconds[name]:6.1f} s  {ratios}")


if __name__ == "__main__":
    main()
