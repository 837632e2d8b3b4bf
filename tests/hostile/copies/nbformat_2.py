"""Everything is right, in the format of 2011: cells in sheets, texts under `input`, no metadata."""

import json


def raw(notebook):
    old = [
        {"cell_type": "code", "language": "python", "input": "".join(c["source"]), "outputs": [], "prompt_number": 1}
        if c["cell_type"] == "code"
        else {"cell_type": "markdown", "source": c["source"]}
        for c in notebook["cells"]
    ]
    return json.dumps(
        {"metadata": {"name": "e98"}, "nbformat": 2, "nbformat_minor": 0, "worksheets": [{"cells": old}]}
    ).encode()
