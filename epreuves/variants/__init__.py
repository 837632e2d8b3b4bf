"""Variants of an épreuve: letters, sessions, tables, archives, and `preparer`, the candidate's first call."""
