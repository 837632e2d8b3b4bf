"""Blocks every later cell by a hook before it: the deadline for the whole ends it, what came before stands."""

from tests.corpus import GOOD

ANSWERS = GOOD | {
    "jour": r"""
import time
get_ipython().events.register("pre_run_cell", lambda *a: time.sleep(3600))
"""
}
STATUS = ("marked", "interrupted")
DUE = {"*": ("any", None), "C15_1-roas": "right", "C15_2-meilleur": "right", "C15_2-moyen": "right"}
