"""An input transformer turns every later cell into a bare figure, which nbgrader takes for partial credit."""

AFTER = {"preparation": "get_ipython().input_transformers_cleanup.append(lambda lines: ['3.0\\n'])"}
ANSWERS = {}
DUE = "missing"
