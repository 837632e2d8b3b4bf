"""The cost of lateness by the session's own rule, as nbgrader asks for it: a plugin of its `AssignLatePenalties`.

It has a say on the épreuves to which `seance.yaml` gives dates, where it gives a rule too. On all others, nbgrader's own plugin and its
settings stand. Points are taken from the copy once: from the épreuve's notebook, and not from a REX beside it; a copy that is refused
counts zero in each.
"""

from __future__ import annotations

import datetime
import functools
from pathlib import Path
from typing import Any

from nbgrader.plugins import LateSubmissionPlugin

from epreuves_kit.course.folders import Course
from epreuves_kit.course.timetable import Timetable, points, read, refused
from epreuves_kit.variants.groups import OWN_NOTEBOOKS


class SessionLatePenalty(LateSubmissionPlugin):
    """nbgrader's plugin, with the late rule of `seance.yaml`; made by a step that knows its assignment and its notebook."""

    #: nbgrader's step.
    parent: Any

    def late_submission_penalty(self, student_id: str, score: float, total_seconds_late: float) -> float | None:
        """The points to take, None for none. Raises KitError where `seance.yaml` does not read."""
        timetable, assignment = self._timetable, getattr(self.parent, "assignment_id", "")
        if timetable.late is None or assignment not in timetable.sittings:
            return super().late_submission_penalty(student_id, score, total_seconds_late)
        late = datetime.timedelta(seconds=total_seconds_late)
        if getattr(self.parent, "notebook_id", "") in OWN_NOTEBOOKS and not refused(timetable.late, late):
            return None
        return points(timetable.late, score, late)

    @functools.cached_property
    def _timetable(self) -> Timetable:
        root = course_of(self.parent)
        return Timetable() if root is None else read(Course(root))


def course_of(step: Any) -> Path | None:
    """The folder of the course that one of nbgrader's objects works on: its converter's, or the configuration's."""
    owner = step
    while owner is not None:
        if (where := getattr(owner, "coursedir", None)) is not None:
            return Path(where.root)
        owner = getattr(owner, "parent", None)
    root = step.config.get("CourseDirectory", {}).get("root")
    return Path(root) if root else None
