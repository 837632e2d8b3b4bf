"""Everything is right, after a flood of small messages."""

AFTER = {
    "preparation": "import sys\nfor i in range(60_000):\n    sys.stdout.write(f'{i}\\n')\n    if i % 20 == 0: sys.stdout.flush()"
}
