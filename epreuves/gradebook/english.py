"""What the runner says in a cell's outputs, in English: a course that has nothing of the kit's need not be in French."""

from __future__ import annotations

import re
from typing import Any

from epreuves.runner.outputs import CUT

_LATE = re.compile(r"cellule arrêtée après (\d+) s", re.IGNORECASE)
_NO_PROGRAM = re.compile(
    r"À la correction, une copie ne lance pas d'autre programme\s: «\s(.{0,200}?)\s» n'a pas été exécuté\.",
    re.DOTALL,
)


def english(outputs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Outputs, made harmless already, of which the runner's own sentences are in English; all else stays as it is."""
    return [_output(output) for output in outputs]


def _output(output: dict[str, Any]) -> dict[str, Any]:
    if output["output_type"] == "stream":
        text = output["text"].replace(CUT, "\n[Output too long: the rest was cut.]\n")
        said = r"Copies do not run other programs while they are marked: '\1' was not run."
        return output | {"text": _NO_PROGRAM.sub(said, text)}
    if output["output_type"] == "error" and (late := _LATE.fullmatch(output["evalue"])):
        said = f"stopped after {late[1]} s"
        return output | {
            "ename": "CellTimeoutError",
            "evalue": f"cell {said}",
            "traceback": [f"Cell {said}."],
        }
    return output
