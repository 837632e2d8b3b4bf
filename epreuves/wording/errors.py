"""The one base of the kit's errors: each message is a French sentence that says what is wrong, where, and what to do."""

from __future__ import annotations


class KitError(Exception):
    """What was asked cannot be done; the command line says it and ends, a notebook shows the sentence alone."""

    def _render_traceback_(self) -> list[str]:
        """IPython's hook: people read the sentence, not forty lines of our own code."""
        return [f"⚠ {self}"]


class Faults(KitError):
    """Something cannot be taken, and nothing of it was; `faults` are all that is wrong in it, a sentence each, in reading order."""

    def __init__(self, *faults: str) -> None:
        self.faults = faults
        super().__init__("\n".join(faults))
