"""Names that the demonstration of a sujet holds; what they name is the kit's, in `epreuves_kit.authoring.demonstration`."""

from epreuves_kit.authoring.demonstration import ecrit, enumere, euros, jour, pourcent

__all__ = ["ecrit", "enumere", "euros", "jour", "pourcent"]
