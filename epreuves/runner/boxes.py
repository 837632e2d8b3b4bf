"""Edges of Matplotlib's boxes, compared as two numbers where it asks NumPy for the least of an array of two: the same edges.

A chart asks a thousand times.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np


def compare_edges() -> None:
    """Have a box's least and greatest coordinates, and the box around others, found with less ado."""
    from matplotlib.transforms import Bbox, BboxBase

    def union(bboxes: Sequence[Any]) -> Any:
        if not len(bboxes):
            raise ValueError("'bboxes' cannot be empty")
        points = np.concatenate([box.get_points() for box in bboxes])
        return Bbox([points.min(axis=0), points.max(axis=0)])

    BboxBase.union = staticmethod(union)
    for name, axis, least in (("xmin", 0, True), ("ymin", 1, True), ("xmax", 0, False), ("ymax", 1, False)):
        setattr(BboxBase, name, property(_edge(axis, least), doc=getattr(BboxBase, name).__doc__))


def _edge(axis: int, least: bool) -> Any:
    whole = np.min if least else np.max

    def edge(box: Any) -> Any:
        points = box.get_points()
        first, second = points[0, axis], points[1, axis]
        if first <= second:
            return first if least else second
        if second < first:
            return second if least else first
        return whole(points[:, axis])  # one of them is no number

    return edge
