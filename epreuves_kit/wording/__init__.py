"""Texts of people's own files, read strictly."""
