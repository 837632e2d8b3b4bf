"""The variants of a session: who sits which, alone or in a group."""
