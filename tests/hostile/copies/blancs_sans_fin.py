"""The other answers are right; keys, a text and a name are long runs of blanks, or of accents piled on one letter."""

from tests.corpus import GOOD

ANSWERS = GOOD | {
    "roas": 'roas = {" " * 19_000 + str(n): 1.0 for n in range(90)}',
    "meilleur": 'meilleur = "a" + "\\u0301\\u0323" * 9_900',
    "jour": 'meilleur_jour = " " * 19_990 + "x"',
}
DUE = {"C15_1-roas": ("any", 0), "C15_2-meilleur": ("any", 0), "C15_2-jour": ("any", 0), "*": "any"}
