"""What stands in the place of a solution in a released notebook: French in an épreuve, nbgrader's words in an ordinary assignment."""

from __future__ import annotations

from typing import Any

import nbformat
from nbgrader.preprocessors import ClearSolutions

from epreuves.authoring.amorces import CODE_STUB, TEXT_STUB
from epreuves.gradebook.assignment import built_with_kit


class Stubs(ClearSolutions):
    """nbgrader's `ClearSolutions`, in French where the notebook is the kit's and the course sets no words of its own."""

    def preprocess(
        self, nb: nbformat.NotebookNode, resources: dict[str, Any]
    ) -> tuple[nbformat.NotebookNode, dict[str, Any]]:
        own = self.config.get("ClearSolutions", {})
        french = {"code_stub": CODE_STUB, "text_stub": TEXT_STUB} if built_with_kit(nb) else {}
        before = {name: getattr(self, name) for name in french}
        try:
            for name, stub in french.items():
                if name not in own:
                    setattr(self, name, stub)
            return super().preprocess(nb, resources)
        finally:
            # One step serves all notebooks of an assignment.
            for name, stub in before.items():
                setattr(self, name, stub)
