"""Everything is right; NaN, infinities and figures out of bounds stand in the JSON, as Python writes them and no other reads."""

import json


def raw(notebook):
    notebook["metadata"]["mesures"] = {"nan": float("nan"), "plus": float("inf"), "moins": float("-inf")}
    return (
        json.dumps(notebook)
        .replace('"nbformat_minor": 5', '"nbformat_minor": 1e999, "z": -0.0, "long": ' + "9" * 4000)
        .encode()
    )
