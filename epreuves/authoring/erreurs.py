"""What can go wrong in authoring; every message names the file, the line, the cell or the field.

ErreurRedaction
├── ErreurTexte          sujet.py or rex.py
├── ErreurGrille         grille.yaml
├── ErreurOral           oral.yaml
├── ErreurTirage         donnees.py and what it draws
├── ErreurConstruction   building
├── ErreurImportation    importing a notebook back
└── ErreurCreation       making the folder of a new épreuve
"""


class ErreurRedaction(Exception):
    """The base of all errors of authoring."""


class ErreurTexte(ErreurRedaction):
    """The text of a sujet is not one."""


class ErreurGrille(ErreurRedaction):
    """The rubric's file cannot be used."""


class ErreurOral(ErreurRedaction):
    """The jury's sheet of an oral cannot be used."""


class ErreurTirage(ErreurRedaction):
    """The draw fails, or gives what the data dictionary does not describe."""


class ErreurConstruction(ErreurRedaction):
    """A product could not be built."""


class ErreurImportation(ErreurRedaction):
    """A notebook could not be brought back to its text."""


class ErreurCreation(ErreurRedaction):
    """A new épreuve cannot be made under that name."""
