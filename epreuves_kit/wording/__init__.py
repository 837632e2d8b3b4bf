"""Texts of people's own files, read strictly."""

#: What stands in a new course or épreuve where its author alone knows.
TO_WRITE = "À ÉCRIRE"
