"""Outputs cut to what a grader can read: nbgrader's `LimitOutput`, on plain dictionaries."""

from __future__ import annotations

from typing import Any


def limit_outputs(notebook: dict[str, Any], max_lines: int, max_traceback: int) -> None:
    """Cut a notebook's outputs in place: lines of text a cell, lines of a traceback; -1 for no limit, as nbgrader has it."""
    for cell in notebook["cells"]:
        if cell["cell_type"] != "code":
            continue
        if max_lines != -1:
            cell["outputs"] = _lines(cell["outputs"], max_lines)
        if max_traceback != -1:
            for output in cell["outputs"]:
                if output["output_type"] == "error" and len(output["traceback"]) > max_traceback:
                    start = max_traceback // 2
                    end = max_traceback - start - 1
                    output["traceback"] = [
                        *output["traceback"][:start],
                        "... Traceback truncated ...",
                        *output["traceback"][-end:],
                    ]


def _lines(outputs: list[dict[str, Any]], most: int) -> list[dict[str, Any]]:
    length, kept = 0, []
    for output in outputs:
        if output["output_type"] == "stream":
            if length == most:
                continue
            text = output["text"].split("\n")
            if len(text) + length > most:
                text = [*text[: most - length - 1], "... Output truncated ..."]
            length += len(text)
            output["text"] = "\n".join(text)
        kept.append(output)
    return kept
