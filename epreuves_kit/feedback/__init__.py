"""A candidate's feedback: decided in `view`, composed by `page`, written in bulk by `batch`, or by nbgrader's own command through `exporter`."""

from __future__ import annotations

from typing import Any


def __getattr__(name: str) -> Any:
    """Give nbgrader its exporter; it loads nbconvert, which writing pages in bulk does without."""
    if name == "FeedbackExporter":
        from epreuves_kit.feedback.exporter import FeedbackExporter

        return FeedbackExporter
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
