"""Tries to write over the gradebook, the source and its own mark by relative paths."""

AFTER = {
    "preparation": """
import pathlib
for haut in ("..", "../..", "../../..", "../../../.."):
    for nom in ("gradebook.db", "source/e98_publicite/e98_publicite.ipynb", "release/e98_publicite/seance.json", "submitted/blanche/mot.txt", "autograded/mot.txt", "nbgrader_config.py"):
        chemin = pathlib.Path(haut, nom)
        try:
            if chemin.exists() or chemin.parent.parent.exists() and "/" in nom:
                chemin.parent.mkdir(parents=True, exist_ok=True)
                chemin.write_bytes(b"COPIE HOSTILE")
        except OSError:
            pass
pathlib.Path("seance.json").write_bytes(b"{}")
"""
}
ANSWERS = {}
DUE = "missing"
