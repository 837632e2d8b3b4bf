"""A name that a school's `nbgrader_config.py` holds; what it names is the kit's, in `epreuves_kit.gradebook.config`."""

from epreuves_kit.gradebook.config import configure

__all__ = ["configure"]
