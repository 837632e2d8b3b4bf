"""The answers of a source notebook, right and wrong, as a candidate's own would be sent: `python -m
epreuves.authoring.recording`.

One process runs the notebook on all the variants asked for (JSON in, JSON out), so that libraries load once.
Its code is the author's, hence trusted.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import subprocess
import sys
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from epreuves.answers.checking import recording
from epreuves.answers.portable import portable
from epreuves.variants.preparation import IMPOSED_VARIANT

SECONDS = 600
"""What the twelve variants of an épreuve may take together."""


class Recording(msgspec.Struct, frozen=True):
    """What one run of a source recorded: portable trees by question, and by question and mistake's code.

    `echec` says why the run stopped, empty where it went to its end.
    """

    answers: dict[str, Any] = {}
    errors: dict[str, dict[str, Any]] = {}
    failure: str = ""


def record(folder: Path, notebook: str, letters: tuple[str, ...]) -> dict[str, Recording]:
    """Run the notebook of a folder on each variant, in a process of its own; `folder` gets what running
    leaves.
    """
    request = {"cellules": _code(json.loads((folder / notebook).read_bytes())), "lettres": letters}
    environment = {
        name: v for name, v in os.environ.items() if not name.startswith(("NBGRADER_", "EPREUVES_"))
    }
    environment |= {"MPLBACKEND": "Agg", "PYTHONIOENCODING": "utf-8"}
    try:
        ended = subprocess.run(
            [sys.executable, "-m", "epreuves.authoring.recording"],
            input=json.dumps(request).encode(),
            capture_output=True,
            cwd=folder,
            env=environment,
            timeout=SECONDS,
        )
        return msgspec.json.decode(ended.stdout, type=dict[str, Recording])
    except subprocess.TimeoutExpired:
        return {letter: Recording(failure=f"la source n'a pas fini en {SECONDS} s") for letter in letters}
    except msgspec.DecodeError:
        said = ended.stderr.decode(errors="replace").strip()[-400:]
        return {
            letter: Recording(failure=f"la source s'est arrêtée sans réponse ({said})") for letter in letters
        }


def _code(notebook: Mapping[str, Any]) -> list[list[str]]:
    """Id and source of each code cell."""
    return [
        [cell["metadata"]["nbgrader"]["grade_id"], "".join(cell["source"])]
        for cell in notebook["cells"]
        if cell["cell_type"] == "code"
    ]


class _Recorder:
    """Keeps, as trees, the values that `verifier` and `erreur_type` are given."""

    def __init__(self) -> None:
        self.answers: dict[str, Any] = {}
        self.errors: dict[str, dict[str, Any]] = {}

    def question(self, question: str, value: Any, form: Any, tolerance: float, gap: float) -> None:
        self.answers[question] = portable(value)

    def error(self, question: str, code: str, value: Any, sentence: str, part: float) -> None:
        self.errors.setdefault(question, {})[code] = portable(value)


def _execute(cells: list[list[str]], letter: str) -> Recording:
    os.environ[IMPOSED_VARIANT] = letter
    recorder = _Recorder()
    namespace: dict[str, Any] = {"__name__": "__main__"}
    for id, source in cells:
        try:
            with recording(recorder):
                exec(compile(source, f"<{id}>", "exec"), namespace)
        except Exception as error:
            return Recording(failure=f"cellule {id} : {type(error).__name__} : {error}")
    if "matplotlib.pyplot" in sys.modules:
        sys.modules["matplotlib.pyplot"].close("all")
    return Recording(recorder.answers, recorder.errors)


def main() -> None:
    """Read the request on standard input, write the records on standard output."""
    request = json.loads(sys.stdin.buffer.read())
    sys.path.insert(0, os.getcwd())
    warnings.simplefilter("ignore")
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        recordings = {letter: _execute(request["cellules"], letter) for letter in request["lettres"]}
    sys.stdout.buffer.write(msgspec.json.encode(recordings))


if __name__ == "__main__":
    main()
