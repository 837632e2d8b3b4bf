"""Configuration of the course folder, read by `nbgrader`, formgrader and `epreuves` alike."""

from epreuves_kit.gradebook.config import configure

c = get_config()  # noqa: F821  (nbgrader gives it)
c.CourseDirectory.course_id = "marketing-communication"
configure(c)
