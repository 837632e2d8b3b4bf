"""What stands in the place of a solution in the released notebook, and nbgrader's settings that say so."""

from __future__ import annotations

CODE_STUB = {"python": "# Votre réponse ici : remplacez None ci-dessus par votre calcul."}
TEXT_STUB = "*Votre réponse ici.*"
"""`nbgrader_config.py` sets `c.ClearSolutions.code_stub` and `text_stub` to these."""

BEGIN_SOLUTION = "BEGIN SOLUTION"
END_SOLUTION = "END SOLUTION"
BEGIN_MARK_SCHEME = "BEGIN MARK SCHEME"
END_MARK_SCHEME = "END MARK SCHEME"
MARQUES = (BEGIN_SOLUTION, END_SOLUTION, BEGIN_MARK_SCHEME, END_MARK_SCHEME, "BEGIN HIDDEN TESTS")
"""nbgrader's own delimiters: none may be left in a release."""
