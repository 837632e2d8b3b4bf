"""The notebook is JSON inside a JSON text: saved twice by a tool."""

import json

STATUS = "unreadable"
DUE = "missing"


def raw(notebook):
    return json.dumps(json.dumps(notebook)).encode()
