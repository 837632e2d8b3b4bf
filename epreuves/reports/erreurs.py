"""What stands in the way of a report, said in French."""

from __future__ import annotations


class ErreurRapport(Exception):
    """A report cannot be made; a French sentence says why and what to do."""
