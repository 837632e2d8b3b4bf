"""The kit's part of an `nbgrader_config.py`: one call, which plain `nbgrader` commands and formgrader read as well."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from epreuves_kit.course.folders import COLLECT, RELEASE


def configure(c: Any) -> None:
    """Set nbgrader's lists of steps, exporters and wording to the kit's.

    c: the configuration object that `get_config()` gives. What the course sets after this call wins.
    """
    reach_own_programs()
    # Released notebooks: French stubs in the kit's own, archives of the variants built where they are missing.
    c.GenerateAssignment.preprocessors = [
        "nbgrader.preprocessors.IncludeHeaderFooter",
        "nbgrader.preprocessors.InstantiateTests",
        "nbgrader.preprocessors.LockCells",
        "epreuves_kit.grading.steps.Stubs",
        "nbgrader.preprocessors.ClearOutput",
        "nbgrader.preprocessors.CheckCellMetadata",
        "nbgrader.preprocessors.ComputeChecksums",
        "nbgrader.preprocessors.SaveCells",
        "nbgrader.preprocessors.ClearHiddenTests",
        "nbgrader.preprocessors.ClearMarkScheme",
        "nbgrader.preprocessors.ComputeChecksums",
        "nbgrader.preprocessors.CheckCellMetadata",
    ]
    c.GenerateAssignment.pre_convert_hook = "epreuves_kit.exam.hooks.build_variants"
    # Copies are collected without following candidates' links, and a REX is released after the oral; an exchange of the school's own collects as it does.
    if sys.platform != "win32" and "ExchangeFactory" not in c:
        c.ExchangeFactory.collect = COLLECT
        c.ExchangeFactory.release_assignment = RELEASE
    # Copies: read through the doctor, run out of the course, marked out of their process.
    c.Autograde.exporter_class = "epreuves_kit.grading.steps.SubmissionExporter"
    c.Autograde.pre_convert_hook = "epreuves_kit.exam.hooks.keep_one_notebook"
    c.Autograde.post_convert_hook = "epreuves_kit.exam.hooks.drop_variants"
    c.Autograde.sanitize_preprocessors = [
        "nbgrader.preprocessors.ClearOutput",
        "nbgrader.preprocessors.DeduplicateIds",
        "nbgrader.preprocessors.OverwriteKernelspec",
        "nbgrader.preprocessors.OverwriteCells",
        "nbgrader.preprocessors.CheckCellMetadata",
    ]
    c.Autograde.autograde_preprocessors = [
        "epreuves_kit.grading.steps.ExecuteAndMark",
        "nbgrader.preprocessors.LimitOutput",
        "epreuves_kit.grading.steps.SaveMarks",
        "nbgrader.preprocessors.AssignLatePenalties",
        "nbgrader.preprocessors.CheckCellMetadata",
    ]
    # What lateness costs is the session's to say, where it gives dates; nbgrader's own plugin stands where it does not.
    if "plugin_class" not in c.AssignLatePenalties:
        c.AssignLatePenalties.plugin_class = "epreuves_kit.gradebook.late.SessionLatePenalty"
    # Feedback: the kit's own page, without keys, hidden tests or mark schemes; of an ordinary assignment, nbgrader's, by its own steps.
    c.GenerateFeedback.exporter_class = "epreuves_kit.feedback.FeedbackExporter"
    c.GenerateFeedback.preprocessors = []
    c.GenerateFeedback.post_convert_hook = "epreuves_kit.exam.hooks.keep_pages"


def reach_own_programs() -> None:
    """Put the folder of this Python's programs first on PATH: nbgrader starts `alembic` by its bare name.

    Without that, a virtual environment that is used but not activated fails with a traceback when the gradebook is made.
    """
    programs = str(Path(sys.executable).parent)
    path = os.environ.get("PATH", "")
    if programs not in path.split(os.pathsep):
        os.environ["PATH"] = os.pathsep.join(filter(None, (programs, path)))
