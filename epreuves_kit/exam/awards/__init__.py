"""Parchemins and attestations de bloc: who has a right to one, the register of those delivered, what they say, the code that proves it."""
