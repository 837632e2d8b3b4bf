"""A batch of copies: received, mended, run, marked, and handed to the one writer of the gradebook."""
