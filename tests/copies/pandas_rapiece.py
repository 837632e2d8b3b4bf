"""Everything is right, then pandas, NumPy and float comparison helpers are patched: honest values still arrive or nothing does."""

from tests.corpus import GOOD

AFTER = {
    "graphe": """
import pandas as pd, numpy as np, math
pd.testing.assert_series_equal = pd.testing.assert_frame_equal = lambda *a, **k: None
pd.Series.__eq__ = lambda self, other: True
np.allclose = math.isclose = lambda *a, **k: True
np.isclose = lambda a, b, *r, **k: np.ones(np.broadcast(a, b).shape, bool)
"""
}
ANSWERS = {k: v for k, v in GOOD.items() if k == "graphe"} | {
    "roas": "import pandas as pd\nroas = pd.Series({'a': 1.0})"
}
DUE = {"*": "missing", "C15_1-roas": ("any", 0.0), "C15_3-graphe": ("partial", None)}
