"""The answers of a source notebook, right and wrong, as a candidate's own would be sent; its code is the author's, hence trusted."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import msgspec

from epreuves.answers.checking import recording
from epreuves.answers.portable import portable
from epreuves.marking.reference_process import quiet
from epreuves.runner.files import read_folder
from epreuves.runner.frames import Closed, TooLong
from epreuves.runner.run import Limits
from epreuves.runner.sandbox import shared
from epreuves.variants.preparation import IMPOSED_VARIANT

#: What one variant of an épreuve may take.
SECONDS = 600


class Recording(msgspec.Struct, frozen=True):
    """What one run of a source recorded: portable trees by question, and by question and mistake's code.

    `echec` says why the run stopped, empty where it went to its end.
    """

    answers: dict[str, object] = {}
    errors: dict[str, dict[str, object]] = {}
    failure: str = ""


def record(folder: Path, notebook: str, letter: str) -> Recording:
    """Run the notebook of a folder on a variant, in a process of its own."""
    cells = [
        (cell["metadata"]["nbgrader"]["grade_id"], "".join(cell["source"]))
        for cell in json.loads((folder / notebook).read_bytes())["cells"]
        if cell["cell_type"] == "code"
    ]
    entry, limits = "epreuves.authoring.recording:execute", Limits(total_seconds=SECONDS)
    payload, environment = json.dumps([letter, cells]).encode(), {"MPLBACKEND": "Agg"}
    try:
        found = shared("auto").call(entry, payload, read_folder(folder), limits, environment)
    except TimeoutError:
        return Recording(failure=f"la source n'a pas fini en {SECONDS} s")
    except (Closed, TooLong) as error:
        return Recording(failure=f"la source s'est arrêtée sans réponse ({error})")
    return msgspec.json.decode(found, type=Recording)


class _Recorder:
    """Keeps, as trees, the values that `verifier` and `erreur_type` are given, as they are when they are given."""

    def __init__(self) -> None:
        self.answers: dict[str, Any] = {}
        self.errors: dict[str, dict[str, Any]] = {}

    def question(self, question: str, value: Any, form: Any, tolerance: float, gap: float) -> None:
        self.answers[question] = portable(value)

    def error(self, question: str, code: str, value: Any, sentence: str, part: float) -> None:
        self.errors.setdefault(question, {})[code] = portable(value)


def execute(payload: bytes) -> bytes:
    """Run the cells (id, source) on the letter of a request, JSON to a Recording's JSON."""
    letter, cells = json.loads(payload)
    os.environ[IMPOSED_VARIANT] = letter
    recorder = _Recorder()
    namespace: dict[str, Any] = {"__name__": "__main__"}
    failure = ""
    with quiet():
        for id, source in cells:
            try:
                with recording(recorder):
                    exec(compile(source, f"<{id}>", "exec"), namespace)
            except Exception as error:
                failure = f"cellule {id} : {type(error).__name__} : {error}"
                break
    found = Recording(failure=failure) if failure else Recording(recorder.answers, recorder.errors)
    return msgspec.json.encode(found)
