"""An empty file."""

STATUS, REASON = "unreadable", "vide"
DUE = "missing"


def raw(notebook):
    return b""
