"""A name that the draw of a sujet holds; what it names is the kit's, in `epreuves_kit.authoring.draw`."""

from epreuves_kit.authoring.draw import VainDraw, tirer_jusqu_a

__all__ = ["VainDraw", "tirer_jusqu_a"]
