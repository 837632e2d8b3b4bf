"""nbgrader's own settings that bear on how copies are run: each is followed, or refused with a sentence; none is dropped."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from epreuves.wording.errors import KitError
from epreuves_kit.runner.kernels import foreign_kernel
from epreuves_kit.runner.run import Limits

#: Sections of a configuration in which nbgrader's step that runs copies finds its settings, the nearest last.
_SECTIONS = ("NotebookClient", "ExecutePreprocessor", "NbGraderPreprocessor", "Execute")
#: Settings of that step that change nothing here: copies have no kernel to wait for, and are always interrupted past their time.
_WITHOUT_EFFECT = frozenset(
    {
        "startup_timeout",
        "execute_retries",
        "iopub_timeout",
        "raise_on_iopub_timeout",
        "record_timing",
        "shutdown_kernel",
        "ipython_hist_file",
        "store_widget_state",
        "display_data_priority",
        "force_raise_errors",
        "error_on_timeout",
        "interrupt_on_timeout",
    }
)
#: How many cells may take their whole time before the whole copy is out of time, where the course sets a cell's alone.
_CELLS = 10

NOT_RUN = (
    "« c.Execute.enabled = False » (ou --no-execute) demande de noter des copies sans les exécuter : le kit exécute toujours les copies. "
    "Ôtez ce réglage, ou corrigez avec les étapes de nbgrader, sans configure(c)."
)
NOT_FOLLOWED = (
    "Le réglage « c.{} » change l'exécution des copies d'une façon que le kit ne suit pas : ôtez-le, ou corrigez ce cours avec les "
    "étapes de nbgrader, sans configure(c)."
)
ENDLESS = "« c.{} = {} » ne limite pas le temps d'une cellule, et une copie pourrait ne jamais finir : donnez un nombre de secondes."
STRUCTURE = (
    "« c.CourseDirectory.directory_structure = {!r} » : le kit range les copies par étape, puis par personne, puis par devoir. "
    "Ôtez ce réglage, ou corrigez ce cours avec nbgrader seul."
)
MISTYPED = "« c.{} » ne se lit pas : {}."


class OwnRules(msgspec.Struct, frozen=True):
    """A course's own settings of how copies are run and read, beside their limits.

    ignored: patterns of the names of files that are neither given to copies nor kept of them. file_bytes, folder_bytes: of one of
    these files and of all. unseen: a regular expression; what a cell writes on its error output and matches it is dropped before the
    cell is marked. environment: variables that copies see beside the kit's.
    """

    ignored: tuple[str, ...] = (".ipynb_checkpoints", "*.pyc", "__pycache__", "feedback")
    file_bytes: int = 100_000_000
    folder_bytes: int = 200_000_000
    unseen: str = ""
    environment: dict[str, str] = {}

    def seen(self, outputs: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """The outputs of a cell that count, as nbgrader's `IgnorePattern` leaves them."""
        if not self.unseen:
            return outputs

        def dropped(output: dict[str, Any]) -> bool:
            errors = output["output_type"] == "stream" and output["name"] == "stderr"
            return errors and re.search(self.unseen, output["text"]) is not None

        return [output for output in outputs if not dropped(output)]


def limits_of(config: Mapping[str, Any]) -> Limits:
    """Bounds of a copy's run: `c.ExecuteAndMark.…`, else a cell's time as nbgrader's own step has it; raises KitError."""
    asked = config.get("ExecuteAndMark", {})
    given = {n: asked[n] for n in ("cell_seconds", "total_seconds", "memory_mib") if n in asked}
    where, seconds = _timeout(config)
    if where and "cell_seconds" not in given:
        if seconds is None or seconds <= 0:
            raise KitError(ENDLESS.format(where, seconds))
        given["cell_seconds"] = float(seconds)
        given.setdefault("total_seconds", max(Limits().total_seconds, _CELLS * float(seconds)))
    try:
        return msgspec.convert(given, Limits)
    except msgspec.ValidationError as error:
        raise KitError(MISTYPED.format("ExecuteAndMark", error)) from None


def rules_of(config: Mapping[str, Any], course: Any) -> OwnRules:
    """The course's own settings beside limits; course: nbgrader's `CourseDirectory`. Raises KitError for what cannot be followed."""
    _refuse(config, course)
    pattern = config.get("IgnorePattern", {})
    unseen = pattern.get("pattern", "") if pattern.get("enabled", False) else ""
    try:
        re.compile(unseen)
    except (re.error, TypeError) as error:
        raise KitError(MISTYPED.format("IgnorePattern.pattern", error)) from None
    environment = config.get("ExecuteAndMark", {}).get("environment", {})
    if not all(isinstance(text, str) for pair in environment.items() for text in pair):
        raise KitError(MISTYPED.format("ExecuteAndMark.environment", "des noms et des valeurs en texte sont attendus"))
    # nbgrader counts in kilobytes; what all files weigh together, it bounds in the exchange alone.
    most = 1000 * course.max_file_size
    return OwnRules(tuple(course.ignore), most, max(most, OwnRules().folder_bytes), unseen, dict(environment))


def check_kernels(release: Path) -> None:
    """Raise KitError where a released notebook asks for another language than this Python's, or for another Python."""
    for path in sorted(release.glob("*.ipynb")):
        metadata = json.loads(path.read_bytes()).get("metadata", {})
        if fault := foreign_kernel(metadata):
            raise KitError(f"Le notebook « {path.stem} » {fault}")


def _timeout(config: Mapping[str, Any]) -> tuple[str, Any]:
    setting: tuple[str, Any] = ("", None)
    for section in _SECTIONS:
        if "timeout" in config.get(section, {}):
            setting = f"{section}.timeout", config[section]["timeout"]
    return setting


def _refuse(config: Mapping[str, Any], course: Any) -> None:
    usual = os.path.join("{nbgrader_step}", "{student_id}", "{assignment_id}")
    if course.directory_structure != usual:
        raise KitError(STRUCTURE.format(course.directory_structure))
    for section in _SECTIONS:
        for name, value in config.get(section, {}).items():
            if name == "enabled" and section == "Execute":
                if not value:
                    raise KitError(NOT_RUN)
            elif section != "NbGraderPreprocessor" and name not in (*_WITHOUT_EFFECT, "timeout"):
                raise KitError(NOT_FOLLOWED.format(f"{section}.{name}"))
