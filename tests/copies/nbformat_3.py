"""Everything is right, in the format of 2013."""

import json


def raw(notebook):
    cells = []
    for cell in notebook["cells"]:
        old = {k: v for k, v in cell.items() if k not in ("id", "source", "execution_count")}
        old |= (
            {"input": cell["source"], "language": "python", "prompt_number": 1}
            if cell["cell_type"] == "code"
            else {"source": cell["source"]}
        )
        cells.append(old)
    return json.dumps(
        {
            "nbformat": 3,
            "nbformat_minor": 0,
            "metadata": {"name": "x"},
            "worksheets": [{"cells": cells, "metadata": {}}],
        }
    ).encode()
