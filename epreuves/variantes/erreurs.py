"""What can go wrong with a variant, a session or a table; every message is a French sentence that says what
to do.

ErreurVariante
├── ErreurDictionnaire   a data dictionary that cannot be read
├── ErreurTable          a table that its dictionary does not describe
├── ErreurArchive        an archive that is unsafe or damaged
├── ErreurSeance         seance.yaml, seance.json or places.csv
│   └── ErreurGroupes    groupes.csv
└── ErreurPreparation    preparer(), in the candidate's notebook
"""


class ErreurVariante(Exception):
    """The base of all errors about variants; shown in a notebook as its sentence alone."""

    def _render_traceback_(self) -> list[str]:
        """IPython's hook: a candidate reads the sentence, not forty lines of our own code."""
        return [f"⚠ {self}"]


class ErreurDictionnaire(ErreurVariante):
    """The data dictionary cannot be read."""


class ErreurTable(ErreurVariante):
    """A table or its file does not agree with the data dictionary."""


class ErreurArchive(ErreurVariante):
    """A variant's archive is damaged, or holds what no archive of ours holds."""


class ErreurSeance(ErreurVariante):
    """The session's file or its seating table cannot be read."""


class ErreurPreparation(ErreurVariante):
    """The candidate's data could not be laid."""
