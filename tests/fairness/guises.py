"""A canonical answer as a candidate may send it."""

from __future__ import annotations

from typing import Any


def sent(value: Any) -> Any:
    """A canonical value as a portable tree: rows as a dictionary, percentages as plain numbers."""
    if isinstance(value, dict):
        if "$" in value:
            return value
        if "valeur" in value:
            return value["valeur"]
        return {"$": "dict", "paires": [[name, sent(v)] for name, v in value.items()]}
    if isinstance(value, list | tuple):
        if value and all(isinstance(v, list | tuple) and len(v) == 2 for v in value):
            return {"$": "dict", "paires": [[_key(k), sent(v)] for k, v in value]}
        return [sent(v) for v in value]
    return value


def _key(key: Any) -> Any:
    return list(key) if isinstance(key, list | tuple) else key
