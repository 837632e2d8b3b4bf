"""The course folder: where it starts, what lies where, files written whole."""
