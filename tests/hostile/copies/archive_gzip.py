"""The notebook was compressed, and kept its name."""

import gzip

from tests.corpus import encoded

STATUS = "unreadable"
DUE = "missing"


def raw(notebook):
    return gzip.compress(encoded(notebook))
