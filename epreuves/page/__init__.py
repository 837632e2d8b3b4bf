"""A name that a notebook of the session holds; what it names is the kit's, in `epreuves_kit.page`."""

from epreuves_kit.page import session

__all__ = ["session"]
