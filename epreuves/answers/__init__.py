"""Answers: the forms they take, how they travel, how they are read and compared."""
