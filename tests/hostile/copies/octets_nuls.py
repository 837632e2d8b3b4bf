"""A file of as many bytes as before, all null: what a full disk leaves."""

from tests.corpus import encoded

STATUS = "unreadable"
DUE = "missing"


def raw(notebook):
    return bytes(len(encoded(notebook)))
