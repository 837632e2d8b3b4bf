"""Saved in Windows' encoding by an editor: its accents are no UTF-8, and nobody guesses."""

import json

STATUS = "unreadable"
DUE = "missing"


def raw(notebook):
    return json.dumps(notebook, ensure_ascii=False).encode("cp1252", "replace")
