"""Refuses every audited event from the fourth question on: it stops nothing but itself."""

from tests.corpus import GOOD

ANSWERS = GOOD | {
    "jour": """
import sys
def refuse(evenement, arguments): raise RuntimeError("refus")
sys.addaudithook(refuse)
"""
}
STATUS = ("marked", "interrupted")
DUE = {"*": "right", "C15_2-jour": "missing", "C15_3-graphe": ("any", None)}
