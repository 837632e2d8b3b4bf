"""Extensions, which a course may do without: each folder is one, deleted with its tests where nobody wants it."""
