"""Assignments that have nothing of the kit's: what nbgrader's documentation and its own tests show, honest copies and others."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import nbgrader

from tests.corpus import encoded, grade_id

NAME = "mesures"
#: Seconds that a cell is given, by nbgrader and by the kit.
STOCK = """
c = get_config()
c.CourseDirectory.course_id = "ordinaire"
c.Execute.timeout = 4
c.Execute.interrupt_on_timeout = True
c.ExecuteAndMark.cell_seconds = 4.0
"""
KIT = (
    STOCK
    + """
from epreuves_kit.gradebook.config import configure
configure(c)
"""
)
HELPER = "LIMIT = 3\n\ndef doubled(x):\n    return 2 * x\n"


def cell(kind: str, source: str, id: str = "", **meta: Any) -> dict[str, Any]:
    """A cell; with an id, nbgrader's."""
    marks = {
        "schema_version": 3,
        "grade_id": id,
        "grade": False,
        "solution": False,
        "locked": False,
        "task": False,
    } | meta
    built = {
        "cell_type": kind,
        "id": id or f"c{abs(hash(source)) % 10**8}",
        "metadata": {"nbgrader": marks} if id else {},
        "source": source,
    }
    return built | ({"outputs": [], "execution_count": None} if kind == "code" else {})


def answer(source: str, id: str) -> dict[str, Any]:
    """A cell in which candidates write code."""
    return cell("code", source, id, solution=True)


def tests(source: str, id: str, points: float) -> dict[str, Any]:
    """A cell of autograder tests."""
    return cell("code", source, id, grade=True, locked=True, points=points)


def stub(solution: str) -> str:
    return f"### BEGIN SOLUTION\n{solution}\n### END SOLUTION"


NOTEBOOKS = {
    "calculs": [
        cell("code", "%matplotlib inline\nimport csv\nimport matplotlib.pyplot as plt\nfrom appui import LIMIT, doubled", "imports", locked=True),
        answer(stub("def mean(values):\n    return sum(values) / len(values)"), "mean"),
        tests("assert mean([1, 2, 3]) == 2\nassert mean([5]) == 5", "test-mean", 2),
        tests("### BEGIN HIDDEN TESTS\nassert mean([0, 1]) == 0.5\n### END HIDDEN TESTS", "test-mean-hidden", 3),
        answer(stub("total = sum(float(r['value']) for r in csv.DictReader(open('mesures.csv')))"), "total"),
        tests("assert round(total, 2) == 6.5", "test-total", 1),
        answer(stub("found = [doubled(x) for x in range(LIMIT)]"), "found"),
        tests("score = 0\nscore += 1 if found[0] == 0 else 0\nscore += 1 if found[1] == 2 else 0\nscore += 2 if found[2] == 4 else 0\nscore", "test-found", 4),
        tests("import warnings\nwarnings.warn('gare')\nassert mean([2, 2]) == 2", "test-warning", 1),
        answer(stub("plt.plot(found)\nplt.show()"), "plot"),
        tests("assert len(plt.get_fignums()) >= 0", "test-plot", 1),
        tests("import sys\nprint('trace', file=sys.stderr)\nmean([1])", "test-last-value", 2),
        tests("mean([1, 3])\nassert mean([3]) == 3", "test-two-lines", 3),
    ],
    "textes": [
        cell("markdown", "Écrivez.", "why", grade=True, solution=True, points=3),
        cell("code", stub("x = 1"), "by-hand", grade=True, solution=True, points=2),
        cell("markdown", "Faites un graphique.\n\n=== BEGIN MARK SCHEME ===\nun point par axe\n=== END MARK SCHEME ===", "task", task=True, locked=True, points=4),
        tests("assert 'x' in globals()", "test-x", 0),
        cell("markdown", f"<div>Dites <b>où</b> ![plan](plan.png)</div>\n\n{stub('Ici.')}", "html", grade=True, solution=True, points=2),
        cell("markdown", "Dites comment.", "zero-text", grade=True, solution=True, points=0),
        cell("code", stub("y = 1"), "zero-code", grade=True, solution=True, points=0),
        cell("markdown", "", "empty", locked=True),
        cell("markdown", "<hr> ![trait](trait.png) $\\href{x}{y}$"),
        cell("raw", "<hr>"),
    ],
}  # fmt: skip

MEAN = "def mean(values):\n    return sum(values) / len(values)"
RIGHT = {
    "mean": MEAN,
    "total": "total = 0\nfor row in csv.DictReader(open('mesures.csv')):\n    total += float(row['value'])",
    "found": "found = [0, 2, 4]",
    "plot": "plt.plot(found)\nplt.show()",
    "why": "Parce que.",
    "by-hand": "x = 2",
}
TWICE = "plt.plot(found)\nplt.show()\nplt.bar([0, 1], [1, 2])\nplt.show()"
#: By student: what is written in the cells, and the notebooks handed in.
COPIES: dict[str, tuple[dict[str, str], tuple[str, ...]]] = {
    "juste": (RIGHT, ("calculs", "textes")),
    "intacte": ({}, ("calculs", "textes")),
    "partielle": (
        RIGHT | {"found": "found = [0, 2, 5]", "mean": MEAN.replace(" / ", " // ")},
        ("calculs",),
    ),
    "erreur": (RIGHT | {"total": "total = 1 / 0", "by-hand": "x ="}, ("calculs", "textes")),
    "avertit": (
        RIGHT | {"mean": f"import warnings\nwarnings.warn('lent')\n{MEAN}", "plot": TWICE},
        ("calculs",),
    ),
    "lente": (RIGHT | {"plot": "import time\ntime.sleep(60)"}, ("calculs",)),
    "un_seul_notebook": ({"why": "Voilà."}, ("textes",)),
    "sans_points": (
        {"zero-text": "Ainsi.", "zero-code": "y = 3", "html": "Là, <b>là</b>."},
        ("calculs", "textes"),
    ),
}
#: By student: what stands in the first cell to fill in of a copy otherwise blank, so that tests do not run or do not show that they fail.
STOPPED = {
    "quitte": "quit()",
    "segmentation": "import ctypes\nctypes.string_at(0)",
    "recursion": "import sys\nsys.setrecursionlimit(10**9)\ndef mean(n):\n    return mean([n])\nmean(0)",
    "sortie_du_processus": "import os\ndef mean(values):\n    os._exit(0)",
}
HIDING = {
    "erreurs_muettes": "import IPython.core.interactiveshell as s\ns.InteractiveShell.showtraceback = lambda *a, **k: None",
    "erreurs_sans_affichage": "import IPython.core.interactiveshell as s\ns.InteractiveShell.showtraceback = None",
    "gestionnaire_muet": "get_ipython().set_custom_exc((Exception,), lambda *a, **k: None)",
    "sorties_effacees": "from IPython.display import clear_output\nget_ipython().events.register('post_execute', clear_output)",
    "erreur_apres_un_deluge": "def mean(values):\n    print('x' * 5_000_000)\n    return 0",
    "resultat_avant_l_erreur": "get_ipython().ast_node_interactivity = 'all'\ndef mean(values):\n    return 2",
}
#: By student, in the same cell: what makes tests show so much before their result that it is not kept.
FLOODING = {
    "resultat_apres_un_deluge": "class Found(list):\n    def __getitem__(self, i):\n        print('x' * 5_000_000)\n        return list.__getitem__(self, i)\nfound = Found([0, 9, 9])",
}


def write_source(course: Path) -> None:
    """The assignment in a course's `source/`: notebooks, a helper module, data."""
    place = course / "source" / NAME
    place.mkdir(parents=True)
    (place / "appui.py").write_text(HELPER, "utf-8")
    (place / "mesures.csv").write_text("value\n1.5\n2\n3\n", "utf-8")
    _write(place, NOTEBOOKS)


def write_hidden(course: Path) -> None:
    """The assignment of hidden tests in a course's `source/`."""
    place = course / "source" / HIDDEN
    place.mkdir(parents=True)
    _write(place, HIDDEN_NOTEBOOKS)


def _write(place: Path, notebooks: dict[str, list[dict[str, Any]]]) -> None:
    metadata = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    for name, cells in notebooks.items():
        notebook = {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
        (place / f"{name}.ipynb").write_bytes(encoded(notebook))


def hand_in(course: Path) -> None:
    """The copies in a course's `submitted/`, once the assignment is released."""
    released = course / "release" / NAME
    others = {s: ({"mean": source}, ("calculs",)) for s, source in (STOPPED | HIDING | FLOODING).items()}
    for student, (answers, notebooks) in (COPIES | others).items():
        place = course / "submitted" / student / NAME
        place.mkdir(parents=True)
        for name in notebooks:
            notebook = json.loads((released / f"{name}.ipynb").read_bytes())
            for one in notebook["cells"]:
                if grade_id(one) in answers:
                    one["source"] = answers[grade_id(one)]
            (place / f"{name}.ipynb").write_bytes(encoded(notebook))
        for extra in ("appui.py", "mesures.csv"):
            (place / extra).write_bytes((released / extra).read_bytes())


#: An assignment whose tests are hidden whole, hence alike in the release, and a second notebook that reads what the first writes.
HIDDEN = "caches"
_HIDDEN_TEST = "### BEGIN HIDDEN TESTS\nassert {}\n### END HIDDEN TESTS"
HIDDEN_NOTEBOOKS = {
    "premier": [
        answer(stub("def one():\n    return 1"), "one"),
        tests("# Tests.\n" + _HIDDEN_TEST.format("one() == 1"), "test-one", 1),
        answer(stub("def two():\n    return 2"), "two"),
        tests("# Tests.\n" + _HIDDEN_TEST.format("two() == 2"), "test-two", 2),
        cell("markdown", "Voici la fin.", "end", locked=True),
        answer(stub("def three():\n    return 3"), "three"),
        tests(_HIDDEN_TEST.format("three() == 3"), "test-three", 4),
        answer(stub("open('commun.txt', 'w').write('4')"), "write"),
        tests("assert open('commun.txt').read() == '4'", "test-write", 8),
    ],
    "second": [
        answer(stub("five = 5"), "five"),
        tests("assert five == 5", "test-five", 16),
        tests("assert five == 5.0", "test-before", 32),
        answer(stub("six = open('commun.txt').read()"), "six"),
        tests("assert six == '4'", "test-six", 64),
        tests("assert five", "test-last", 128),
    ],
}
HIDDEN_RIGHT = {
    "one": "def one():\n    return 1",
    "two": "def two():\n    return 2",
    "three": "def three():\n    return 3",
    "write": "open('commun.txt', 'w').write('4')",
    "five": "five = 5",
    "six": "six = open('commun.txt').read()",
}


#: nbgrader's own: the assignment of its tests and the copies that they mark, by student; the assignment of its guide and its copies.
TESTED, GUIDE = "p1", "ps1"
TESTED_COPIES = {
    "unchanged": "submitted-unchanged",
    "changed": "submitted-changed",
    "locked": "submitted-locked-cell-changed",
    "grade": "submitted-grade-cell-changed",
    "cheat": "submitted-cheat-attempt",
    "cheat_alternative": "submitted-cheat-attempt-alternative",
}
GUIDE_COPIES = ("bitdiddle", "hacker")
_NBGRADER = Path(nbgrader.__file__).parent


def write_tested(course: Path) -> None:
    """The assignment of nbgrader's own tests, and the copies that they mark."""
    files = _NBGRADER / "tests" / "apps" / "files"
    for place, name in [(course / "source" / TESTED, "submitted-unchanged")] + [
        (course / "submitted" / student / TESTED, name) for student, name in TESTED_COPIES.items()
    ]:
        place.mkdir(parents=True)
        shutil.copy(files / f"{name}.ipynb", place / "problem.ipynb")


def write_guide(course: Path) -> None:
    """The assignment of nbgrader's guide, and the copies that it shows."""
    guide = _NBGRADER / "docs" / "source" / "user_guide"
    shutil.copytree(guide / "source" / GUIDE, course / "source" / GUIDE)
    for student in GUIDE_COPIES:
        shutil.copytree(guide / "submitted" / student / GUIDE, course / "submitted" / student / GUIDE)
