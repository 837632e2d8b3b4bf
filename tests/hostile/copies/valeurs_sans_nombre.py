"""Everything is right; shows a value that is small as text and holds half a million others."""

SHOWN = "{'application/json': [[] for _ in range(500_000)], 'text/plain': 'petit'}"
AFTER = {"preparation": f"from IPython.display import display\ndisplay({SHOWN}, raw=True)"}
