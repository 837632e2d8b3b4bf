"""A notebook of sixteen million empty outputs, of which each would be an object once read."""

STATUS = "unreadable"
REASON = "effacez toutes les sorties"
DUE = "missing"


def raw(notebook):
    return b'{"cells": [{"cell_type": "code", "source": "", "outputs": [' + b"{}," * 16_000_000 + b"{}]}]}"
