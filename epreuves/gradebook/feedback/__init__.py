"""A candidate's feedback: decided in `view`, gathered by `exporter`, written by the template."""

from epreuves.gradebook.feedback.exporter import FeedbackExporter

__all__ = ["FeedbackExporter"]
