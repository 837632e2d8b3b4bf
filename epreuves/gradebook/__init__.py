"""Names that files of schools hold."""
