"""The cohort's dashboard: results read, a papermill notebook run on them by the kit's own engine, and its still page."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from epreuves.reports.dashboard import cohort as data
from epreuves.reports.dashboard.cohort import Cohort
from epreuves.reports.dashboard.gather import gather
from epreuves.reports.dashboard.page import page
from epreuves.wording.errors import KitError

__all__ = ["notebook", "write"]

_MODEL = Path(__file__).parents[1] / "templates" / "dashboard.py"
#: Where results are laid, from the folder of the reports; what the notebook reads.
DATA = Path("donnees") / "cohorte.json"


def write(
    root: Path, out: Path, epreuves: Sequence[str] | None = None, named: bool = False, campus: str = "", group: str = ""
) -> Path:  # fmt: skip
    """Write `tableau.ipynb`, `tableau.html` and `donnees/cohorte.json` in `out`; gives the page's path.

    root: the course. epreuves: ids or short names, all that are marked where none is named. named: names in the place of
    numbers. campus, group: those alone. Raises KitError, with a
    French sentence; nothing is written then.
    """
    cohort = gather(root, epreuves or (), named)
    cohort.only((), campus, group)  # what matches nothing is said before anything is run
    executed = _executed(cohort, {"campus": campus, "groupe": group})
    out.mkdir(parents=True, exist_ok=True)
    (out / DATA).parent.mkdir(exist_ok=True)
    _put(out / DATA, data.encoded(cohort))
    _put(out / "tableau.ipynb", _signed(executed))
    _put(out / "tableau.html", page(executed["cells"]).encode("utf-8", "replace"))
    return out / "tableau.html"


def notebook() -> Any:
    """The notebook to run, made of its text."""
    import jupytext

    made = jupytext.reads(_MODEL.read_text("utf-8"), "py:percent")
    made.metadata = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    return _numbered(made)


def _numbered(made: Any) -> Any:
    """The notebook with ids that its cells have each time; papermill's own cell, with the parameters, has one at random."""
    for number, cell in enumerate(made.cells):
        cell["id"] = f"tableau-{number}"
    return made


def _executed(cohort: Cohort, parameters: dict[str, str]) -> Any:
    """The notebook, run in a folder that holds the data and nothing else."""
    import nbformat
    import papermill
    from papermill.exceptions import PapermillExecutionError

    with tempfile.TemporaryDirectory(prefix="tableau-") as name:
        folder = Path(name)
        data.write(cohort, folder / DATA)
        nbformat.write(notebook(), folder / "modele.ipynb")
        try:
            executed = papermill.execute_notebook(
                folder / "modele.ipynb",
                folder / "tableau.ipynb",
                parameters,
                engine_name="epreuves",
                cwd=folder,
                progress_bar=False,
                kernel_name="python3",
            )
        except PapermillExecutionError as error:
            raise KitError(f"Le tableau de bord s'arrête sur une erreur : {error.ename} : {error.evalue}.") from error  # fmt: skip
    # Where it was run, and when, is nobody's concern.
    executed.metadata.pop("papermill", None)
    for cell in executed.cells:
        for key in ("papermill", "execution"):
            cell.metadata.pop(key, None)
    return _numbered(executed)


def _signed(executed: Any) -> bytes:
    """The notebook's bytes; this machine's JupyterLab trusts it, as it was made here."""
    import nbformat
    from nbformat.sign import NotebookNotary

    written = nbformat.writes(executed)
    with contextlib.suppress(Exception):  # a home that cannot be written to: pictures are shown all the same
        NotebookNotary().sign(nbformat.reads(written, as_version=4))
    return written.encode("utf-8", "replace")


def _put(path: Path, content: bytes) -> None:
    """Put a file in its place at once."""
    beside = path.with_name(f".{path.name}.{os.getpid()}.partiel")
    try:
        beside.write_bytes(content)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
