"""Everything is right; widgets that hold scripts are shown, and the notebook comes with a state of widgets of its own."""

AFTER = {
    "preparation": """
import ipywidgets as w
from IPython.display import display
display(w.HTML("<script>alert(1)</script><img src=x onerror=alert(1)>"), w.Output(), w.HTMLMath("$\\\\href{javascript:alert(1)}{x}$"), w.Label("x"))
sortie = w.Output()
with sortie: display(w.HTML("<script>alert(1)</script>"))
display(sortie, w.interactive(lambda x: x, x=3), w.FileUpload(), w.Image(value=b"<svg onload=alert(1)>", format="svg+xml"))
"""
}
PEOPLE = True


def cells(notebook):
    notebook["metadata"]["widgets"] = {
        "application/vnd.jupyter.widget-state+json": {
            "version_major": 2,
            "version_minor": 0,
            "state": {
                "a": {
                    "model_name": "HTMLModel",
                    "model_module": "https://dehors.example/mal.js",
                    "model_module_version": "</script><script>alert(1)//",
                    "state": {"value": "<script>alert(1)</script>"},
                }
            },
        }
    }
    notebook["metadata"]["title"] = "</title><script>alert(1)</script>"
    notebook["metadata"]["authors"] = [{"name": "<script>alert(1)</script>"}]
    notebook["metadata"]["language_info"] = {
        "name": "</script><script>alert(1)</script>",
        "pygments_lexer": "os",
        "codemirror_mode": {"name": "x'};alert(1)//"},
    }
