"""Course of the trial copies: the kit's configuration, with limits short enough for endless copies."""

from epreuves_kit.gradebook.config import configure

c = get_config()  # noqa: F821  (nbgrader gives it)
c.CourseDirectory.course_id = "copies-d-essai"
configure(c)
c.ExecuteAndMark.cell_seconds = 6.0
c.ExecuteAndMark.total_seconds = 60.0
