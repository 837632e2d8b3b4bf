"""The course of groups that the graders' tests mark, for what comes after marking."""

from tests.rubric.conftest import marked_groups

__all__ = ["marked_groups"]
