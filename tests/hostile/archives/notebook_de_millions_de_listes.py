"""A notebook of two million empty cells, beside a file that fills what a copy may have."""

import json

SAID = "n'est le notebook d'aucune épreuve"


def sent(notebook, named):
    cells = json.dumps({"cells": [{}] * 900_000 + ["\U0001f389"], "nbformat": 4}, ensure_ascii=False)
    return {"autre.ipynb": cells.encode(), "zeros.bin": bytes(185_000_000)}
