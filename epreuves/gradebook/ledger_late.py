"""Late penalties, worked out by nbgrader's own step and the plugin that the course names."""

from __future__ import annotations

from typing import Any


class LatePenalties:
    """nbgrader's `AssignLatePenalties` without a database; made at the first use, for its imports are slow.

    parent: the configured object (nbgrader's application) whose configuration names the plugin; None for nbgrader's default,
    no penalty.
    """

    def __init__(self, parent: Any = None) -> None:
        self._parent = parent
        self._step: Any = None

    @property
    def enabled(self) -> bool:
        """Whether the course lets penalties be worked out; where it does not, those known stay."""
        return self._ready().enabled

    def penalty(self, student: str, score: float, seconds_late: float) -> float | None:
        """Points to take from a late notebook, between 0 and its score; None for no penalty.

        score: of the notebook, grader's scores and extra credit included. Whatever the plugin raises comes through.
        """
        step = self._ready()
        found = step.plugin_inst.late_submission_penalty(student, score, seconds_late)
        if found is None or 0 <= found <= score:
            return found
        kept = 0.0 if found < 0 else score
        step.log.warning("Pénalité de retard de %s ramenée de %s à %s.", student, found, kept)
        return kept

    def _ready(self) -> Any:
        if self._step is None:
            from nbgrader.preprocessors import AssignLatePenalties

            self._step = AssignLatePenalties(parent=self._parent)
            self._step.init_plugin()
        return self._step
