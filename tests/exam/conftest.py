"""The course of groups that the graders' tests mark, for what comes after marking; on a server too."""

from tests.rubric.conftest import marked_groups, marked_on_a_server, on_a_server, server

__all__ = ["marked_groups", "marked_on_a_server", "on_a_server", "server"]
