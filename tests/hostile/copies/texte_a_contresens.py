"""Everything but one choice is right; direction marks, look-alikes and tags unseen stand in code, names, texts, outputs and an answer."""

from tests.corpus import GOOD, text

ENVERS = "\u202eetsuj tse esnopér al\u202c \u2066x\u2069 \u200f\u061c \U000e0041\U000e0042 \ufeff"
ANSWERS = GOOD | {
    "meilleur": f"meilleur = {ENVERS!r} + 'Recherche'\nаcces = 'а cyrillique'  # {ENVERS}",
    "C15_3-synthese": ENVERS,
}
AFTER = {"preparation": f"print({ENVERS!r})\nraise ValueError({ENVERS!r})"}
DUE = {"*": "right", "C15_2-meilleur": "invalid"}
PEOPLE = True


def cells(notebook):
    notebook["cells"].append(text(f"# {ENVERS}\n\n[{ENVERS}](https://exemple.org/{ENVERS})"))
