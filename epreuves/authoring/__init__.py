"""Names that files of authors hold."""
