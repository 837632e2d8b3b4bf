"""Everything is right; halves of surrogate pairs, which no file can hold, stand wherever a text may."""

from tests.corpus import code, text


def cells(notebook):
    notebook["metadata"]["kernelspec"] = {"name": "noyau\ud800", "display_name": "\ud800"}
    png = "iVBORw0KGgo="
    notebook["cells"] += [
        code("'\ud83d'"),
        text("moitié \udfff", attachments={"\ud800.png": {"image/png": png}}),
    ]
    notebook["cells"][0]["metadata"]["\ud800"] = "\udc00"
    notebook["cells"][-1]["id"] = "\ud800"
