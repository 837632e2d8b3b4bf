"""Everything is right, worked out by a module that the candidate wrote beside the notebook and named `statistics`."""

from tests.corpus import GOOD

ANSWERS = GOOD | {"roas": "import pandas as pd\nimport calculs\nroas = calculs.roas(pub)"}


def folder(path, course):
    (path / "calculs.py").write_text(
        'def roas(pub):\n    parts = pub.set_index("canal")\n    return parts["revenu"] / parts["cout"]\n',
        encoding="utf-8",
    )
    (path / "queue.py").write_text("# File d'attente de mes idées.\n", encoding="utf-8")
