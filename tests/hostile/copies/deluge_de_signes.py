"""Only the chart is right; floods of combining, zero-width and joined signs in answers, keys, names of classes and errors: sentences stay short."""

from tests.corpus import GOOD, text

SIGNS = (
    "a" + "\u0301\u0489\u20dd" * 3000,
    "\u200b\u200d\u2060" * 5000,
    "\U0001f468\u200d" * 4000,
    "\ufdfd\U00012031" * 500,
    "\n" * 20_000,
)
ANSWERS = GOOD | {
    "roas": f"roas = dict(zip({SIGNS!r}, [1.0] * 5))",
    "meilleur": f"meilleur = {SIGNS[0]!r}",
    "moyen": f"moyen = {SIGNS[1]!r}",
    "jour": f"meilleur_jour = {SIGNS[2]!r}",
    "graphe": f"raise type('E' + 'x' * 50_000, (Exception,), {{}})({SIGNS[3]!r})",
    "C15_3-synthese": "\n\n".join(SIGNS),
}
DUE = {"*": "invalid", "C15_2-moyen": ("any", 0), "C15_3-graphe": "missing"}
PEOPLE = True


def cells(notebook):
    notebook["cells"] += [text(s) for s in SIGNS]
