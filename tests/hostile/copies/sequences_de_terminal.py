"""Only the day and the mean are right; terminal sequences stand in answers, keys, errors, outputs and names: clear, title, link, clipboard, answerback."""

from tests.corpus import GOOD, text

SUITES = "\x1b[2J\x1b]0;titre\x07\x1b]8;;http://dehors.example\x1b\\\\lien\x1b]52;c;bWFs\x07\x1b[6n\x1bP+q\x1b\\\\\x9b31m\x9d0;t\x9c\x08\x08\r\x7f\x00\x1b[8m"
ANSWERS = GOOD | {
    "roas": f"import pandas as pd\nroas = {{{SUITES!r} + c: 1.0 for c in pub['canal']}}",
    "meilleur": f"meilleur = {SUITES!r}",
    "moyen": "moyen = pub['revenu'].sum() / pub['cout'].sum()",
}
AFTER = {
    "preparation": f"import sys\nprint({SUITES!r}); print({SUITES!r}, file=sys.stderr)\nraise type({SUITES!r}.replace(chr(0), ''), (Exception,), {{}})({SUITES!r})"
}
DUE = {"*": "right", "C15_1-roas": ("any", 0), "C15_2-meilleur": "invalid", "C15_3-graphe": ("any", None)}
PEOPLE = True


def cells(notebook):
    notebook["cells"].append(text(SUITES))
    notebook["metadata"]["kernelspec"] = {"name": SUITES, "display_name": SUITES, "language": SUITES}
