"""The one base of the kit's errors: each message is a French sentence that says what is wrong, where, and what to do."""

from __future__ import annotations

from epreuves.wording.remedies import as_commands


class KitError(Exception):
    """A thing asked that cannot be done; the command line says it and ends, a notebook shows the sentence alone.

    The thing to do may be a step of `remedies`: as a text, the error names its command.
    """

    def __str__(self) -> str:
        return as_commands(self.sentence)

    @property
    def sentence(self) -> str:
        """The sentence as it was written, with its steps."""
        return super().__str__()

    def _render_traceback_(self) -> list[str]:
        """IPython's hook: people read the sentence, not forty lines of our own code."""
        return [f"⚠ {self}"]


class Faults(KitError):
    """Something cannot be taken, and nothing of it was; `faults` are all that is wrong in it, a sentence each, in reading order."""

    def __init__(self, *faults: str) -> None:
        self.faults = faults
        super().__init__("\n".join(faults))
