"""Everything is right, after a single output of sixty million characters."""

AFTER = {"preparation": "print('x' * 60_000_000)"}
