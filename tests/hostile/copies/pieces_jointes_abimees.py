"""Everything is right; attachments are of wrong kinds, unnamed, misnamed, of no known type, or not in base 64."""

from tests.corpus import text


def cells(notebook):
    for bad in (
        "x",
        3,
        [],
        None,
        {"a": 3},
        {"": {"image/png": "x"}},
        {"a.png": {"image/png": ["a", 3]}},
        {"../../a.png": {"image/png": "iVBORw0KGgo="}},
        {"a b\n.png": {"image/png": "iVBORw0KGgo="}},
        {"<script>.png": {"image/png": "iVBORw0KGgo=", "text/html": "<script>"}},
        {"\ud800.png": {"image/png": "iVBORw0KGgo="}},
    ):
        notebook["cells"].append(
            text(
                "![a](attachment:a.png) ![b](attachment:../../a.png) ![c](attachment:%3Cscript%3E.png)",
                attachments=bad,
            )
        )
