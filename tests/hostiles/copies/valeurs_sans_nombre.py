"""Everything is right; shows a value that is small as text and holds half a million others."""

from tests.hostiles.attaque import attaque

AFTER = {
    "preparation": attaque(
        r"""
from IPython.display import display
display({"application/json": [[] for _ in range(500_000)], "text/plain": "petit"}, raw=True)
"""
    )
}
REACHED = True
