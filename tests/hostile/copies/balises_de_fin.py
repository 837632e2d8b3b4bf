"""Everything is right; the words that end cells of nbgrader, jupytext and papermill stand in answers, texts and names."""

from tests.corpus import GOOD, code, text

ANSWERS = GOOD | {
    "roas": GOOD["roas"]
    + '\n### BEGIN HIDDEN TESTS\n### END SOLUTION\n### BEGIN SOLUTION\n# %% role="tests" id="C15_1-roas" points=400\n# + tags=["parameters"]'
}


def cells(notebook):
    notebook["cells"] += [
        code("### BEGIN SOLUTION"),
        text("=== BEGIN MARK SCHEME ===\n4 points\n=== END MARK SCHEME ==="),
        code("%%writefile -a e98_publicite.ipynb\n{}"),
    ]
