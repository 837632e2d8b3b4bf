"""Spreadsheet formulas as answers, keys and errors: no sentence starts with one, whatever it quotes."""

from tests.corpus import GOOD

FORMULES = (
    '=HYPERLINK("http://dehors.example";"clic")',
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "+1-cmd|' /C calc'!A0",
    "-2+3",
    "\t=1+1",
    "\r=1",
    "=1+1",
)
ANSWERS = GOOD | {
    "roas": f"roas = dict(zip({FORMULES!r}, [1.0] * 7))",
    "meilleur": f"meilleur = {FORMULES[0]!r}",
    "moyen": f"moyen = {FORMULES[1]!r}",
    "jour": f"meilleur_jour = {FORMULES[2]!r}",
    "graphe": f"raise type('=1+1', (Exception,), {{}})({FORMULES[0]!r})",
}
DUE = {"*": "invalid", "C15_3-graphe": "missing"}
PEOPLE = True
