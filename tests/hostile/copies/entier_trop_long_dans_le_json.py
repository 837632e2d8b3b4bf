"""A number of five million digits stands in the JSON: nobody converts it."""

import json

STATUS = "unreadable"
DUE = "missing"


def raw(notebook):
    return json.dumps(notebook).replace('"nbformat_minor": 5', '"nbformat_minor": 5, "n": ' + "9" * 5_000_000).encode()
