"""Brings a package `epreuves` of its own, whose `verifier` gives full points and sends nothing."""

ANSWERS = {}
DUE = "missing"


def folder(path, course):
    (path / "epreuves").mkdir()
    (path / "epreuves" / "__init__.py").write_text(
        "def verifier(*a, **k): return 4.0\ndef preparer(*a): return __import__('collections').defaultdict(list)\n"
        "def auto_evaluation(*a): pass\nnombre = entier = serie = choix = date = graphique = lambda *a, **k: None\n",
        encoding="utf-8",
    )
