"""What can go wrong in an export; the message is a French sentence that says what to do."""

from __future__ import annotations


class ErreurExport(Exception):
    """An export cannot be made as asked; nothing of it is written."""
