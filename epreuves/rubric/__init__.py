"""A name that a notebook of graders holds; what it names is the kit's, in `epreuves_kit.rubric`."""

from epreuves_kit.rubric import accorder, corriger

__all__ = ["accorder", "corriger"]
