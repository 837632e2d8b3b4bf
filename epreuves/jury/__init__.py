"""A name that a notebook of the jury holds; what it names is the kit's, in `epreuves_kit.jury`."""

from epreuves_kit.jury import grand_oral, oral

__all__ = ["grand_oral", "oral"]
