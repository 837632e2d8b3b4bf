"""Looks for the source, the gradebook and other copies up from its folder, and would run what it finds."""

AFTER = {
    "preparation": """
import pathlib, json, os
trouve = []
for haut in ("..", "../..", "../../..", "../../../..", os.environ.get("PWD", "."), os.environ.get("OLDPWD", "."), os.path.expanduser("~")):
    for nom in ("source", "gradebook.db", "submitted", "release", "sujets"):
        chemin = pathlib.Path(haut) / nom
        if chemin.exists():
            trouve.append(str(chemin))
for chemin in pathlib.Path(haut, "source").rglob("*.ipynb") if trouve else []:
    for cellule in json.loads(chemin.read_text())["cells"]:
        if cellule["cell_type"] == "code":
            exec("".join(cellule["source"]))
assert not trouve, trouve
"""
}
ANSWERS = {}
DUE = "missing"
