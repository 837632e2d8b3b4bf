"""What a course may do without: each folder is an extension, deleted with its tests where nobody wants it."""
