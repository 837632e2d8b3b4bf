"""Two runs of one notebook, by a real kernel and behind the walls, and what is left out of their comparison."""

from __future__ import annotations

import base64
import io
import re
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

CARNETS = Path(__file__).parent / "carnets"
FOLDER = CARNETS / "dossier"
_BREAK = re.compile(r"^# %%(.*)\n", re.MULTILINE)

#: What differs from one run to the next of the same kernel, and what stands for it.
_MOVING = [
    (re.compile(r"/tmp/epreuve-\w+/copie|/tmp/copie"), "<dossier>"),
    (re.compile(r"/tmp/epreuve-\w+/maison|/tmp/maison"), "<maison>"),
    (re.compile(r"/tmp/ipykernel_\d+/\d+\.py"), "<cellule>"),
    (re.compile(r"\(\d{6,}\.py, line"), "(<cellule>, line"),
    (re.compile(r"\b0x[0-9a-f]{6,}\b"), "<adresse>"),
    # times: %time, %timeit, tqdm's rate and clock, the date in an SVG
    (re.compile(r"\b[\d.]+(?:e[+-]?\d+)? [nµμm]?s\b"), "<durée>"),
    (re.compile(r"\d\d:\d\d<\S+, .*?it/s\]|\d\d:\d\d<\?, \?it/s\]"), "<rythme>"),
    # a kernel's stack is some frames deeper
    (re.compile(r"\(\d+ times\)"), "(<fois>)"),
    (re.compile(r"<dc:date>.*?</dc:date>"), "<date>"),
    (re.compile(r"\b[0-9a-f]{32}\b"), "<modèle>"),
    (re.compile(r'(xlink:href="#|url\(#|id=")[a-z]+\d*[0-9a-f]{10}\b'), r"\1<nom>"),
]
#: Two images of one figure: pixels by which their sides may differ and by which one may be shifted (a figure drawn once lies on whole
#: pixels, one that a kernel draws three times does not); mean difference, and greatest difference of the means of squares of 8 × 8
#: pixels, out of 255. A line that lacks makes more than 25 of the latter.
SIDE, SHIFT, MEAN, SQUARE = 2, 1, 1.0, 20.0


def read(name: str) -> dict[str, Any]:
    """A notebook of `carnets/`, one code cell for each part between `# %%` lines."""
    sources = _BREAK.split((CARNETS / f"{name}.ipy").read_text(encoding="utf-8"))[::2]
    return {"cells": [{"cell_type": "code", "source": s.rstrip("\n"), "metadata": {}} for s in sources]}


def rules(name: str) -> list[str]:
    """For each cell of a notebook, the name of the rule by which it is to differ; empty for almost all."""
    return [
        "",
        *(r.strip() for r in _BREAK.split((CARNETS / f"{name}.ipy").read_text(encoding="utf-8"))[1::2]),
    ]


def settled(outputs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Outputs without what moves, the neighbouring pieces of streams joined, one for each stream."""
    joined: list[dict[str, Any]] = []
    for output in outputs:
        output = _steady(dict(output))
        if output["output_type"] == "stream":
            run = []
            for earlier in reversed(joined):
                if earlier["output_type"] != "stream":
                    break
                run.append(earlier)
            same = next((o for o in run if o["name"] == output["name"]), None)
            if same is not None:
                same["text"] += output["text"]
                continue
        joined.append(output)
    for output in joined:
        if output["output_type"] == "stream":
            output["text"] = _settle(output["text"])
    # Between two other outputs, which of the two streams came first is a kernel's chance.
    return _ordered(joined)


def _ordered(outputs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    for place in range(len(outputs) - 1):
        pair = outputs[place : place + 2]
        if all(o["output_type"] == "stream" for o in pair):
            outputs[place : place + 2] = sorted(pair, key=lambda o: o["name"], reverse=True)
    return outputs


def _steady(tree: Any) -> Any:
    if isinstance(tree, str):
        return _settle(tree)
    if isinstance(tree, dict):
        return {
            key: value if key in ("image/png", "image/jpeg") or key == "text" else _steady(value)
            for key, value in tree.items()
        }
    return [_steady(item) for item in tree] if isinstance(tree, list) else tree


def _settle(text: str) -> str:
    for moving, stands in _MOVING:
        text = moving.sub(stands, text)
    return text


def differences(kernel: list[dict[str, Any]], walled: list[dict[str, Any]]) -> list[str]:
    """What differs between the outputs of one cell, output by output; nothing where both show the same."""
    kernel, walled = settled(kernel), settled(walled)
    if [o["output_type"] for o in kernel] != [o["output_type"] for o in walled]:
        return [f"noyau {_short(kernel)}\nmurs  {_short(walled)}"]
    found = []
    for number, (one, other) in enumerate(zip(kernel, walled, strict=True)):
        images = {k for o in (one, other) for k in o.get("data", ()) if k in ("image/png", "image/jpeg")}
        for kind in images & set(one.get("data", ())) & set(other.get("data", ())):
            if far := apart(one["data"].pop(kind), other["data"].pop(kind)):
                found.append(f"sortie {number}, {kind} : {far}")
        if one != other:
            found.append(f"sortie {number}\nnoyau {_short(one)}\nmurs  {_short(other)}")
    return found


def apart(one: str, other: str) -> str:
    """How two images in base 64 differ; empty where they are one figure."""
    first, second = (
        np.asarray(Image.open(io.BytesIO(base64.b64decode(i))).convert("RGBA"), dtype=float) for i in (one, other)
    )
    if np.array_equal(first, second):
        return ""
    if min(*first.shape[:2], *second.shape[:2]) < 16 or any(
        abs(a - b) > SIDE for a, b in zip(first.shape, second.shape, strict=True)
    ):
        return f"{first.shape} et {second.shape}"
    height, width = (min(a, b) - 2 * SHIFT for a, b in zip(first.shape[:2], second.shape[:2], strict=True))
    found = []
    for y in range(2 * SHIFT + 1):
        for x in range(2 * SHIFT + 1):
            gap = first[SHIFT : SHIFT + height, SHIFT : SHIFT + width] - second[y : y + height, x : x + width]
            squares = gap[: height // 8 * 8, : width // 8 * 8].reshape(height // 8, 8, width // 8, 8, 4)
            found.append((np.abs(gap).mean(), np.abs(squares.mean((1, 3))).max(initial=0)))
    mean, square = min(found)
    return f"écart moyen {mean:.2f}, d'un carré {square:.1f}" if mean > MEAN or square > SQUARE else ""


def _short(tree: Any) -> str:
    text = repr(tree)
    return text if len(text) < 1500 else f"{text[:700]} … {text[-700:]}"
