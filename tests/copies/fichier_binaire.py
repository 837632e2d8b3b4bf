"""An image handed in under the notebook's name."""

STATUS, REASON = "unreadable", "notebook"
DUE = "missing"


def raw(notebook):
    return b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40
