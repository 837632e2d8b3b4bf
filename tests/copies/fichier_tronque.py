"""A file cut in its middle."""

from tests.corpus import encoded

STATUS, REASON = "unreadable", "tronqué"
DUE = "missing"


def raw(notebook):
    return encoded(notebook)[:7000]
