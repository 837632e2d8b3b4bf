"""The cohort's dashboard: results read, a papermill notebook run on them by the kit's own engine, and its still page."""

from __future__ import annotations

import contextlib
import re
import tempfile
from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

import msgspec
from markdown_it import MarkdownIt

from epreuves.machine import replace
from epreuves.referentiel.spelling import EpreuveId
from epreuves.wording.errors import KitError
from epreuves_kit.extensions.dashboard.cohort import Cohort
from epreuves_kit.extensions.dashboard.gather import gather
from epreuves_kit.feedback.page import environment
from epreuves_kit.reports.pages import TEMPLATES

_TEMPLATES = Path(__file__).parent / "templates"
_MODEL = _TEMPLATES / "dashboard.py"
#: Where the dashboard is written, from the course's root.
FOLDER = "rapports"
#: Where results are laid, from the folder of the reports; what the notebook reads.
DATA = Path("donnees") / "cohorte.json"


def write(
    root: Path,
    out: Path,
    epreuves: Sequence[EpreuveId] | None = None,
    named: bool = False,
    campus: str = "",
    group: str = "",
) -> Path:
    """Write `tableau.ipynb`, `tableau.html` and `donnees/cohorte.json` in `out`; gives the page's path.

    root: the course. epreuves: ids or short names, all that are marked where none is named. named: names in the place of
    numbers. campus, group: those alone. Raises KitError, and nothing is written then.
    """
    cohort = gather(root, epreuves or (), named)
    cohort.only((), campus, group)  # what matches nothing is said before anything is run
    executed = _executed(cohort, {"campus": campus, "groupe": group})
    replace(out / DATA, msgspec.json.encode(cohort))
    replace(out / "tableau.ipynb", _signed(executed))
    replace(out / "tableau.html", page(executed["cells"]))
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
        replace(folder / DATA, msgspec.json.encode(cohort))
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
            raise KitError(f"Le tableau de bord s'arrête sur une erreur : {error.ename} : {error.evalue}.") from error
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
        notary = NotebookNotary()
        with contextlib.closing(notary.store):
            notary.sign(nbformat.reads(written, as_version=4))
    return written.encode("utf-8", "replace")


#: Cells that are for who has the notebook open.
LAB = "lab"


def page(cells: Iterable[Mapping[str, Any]]) -> bytes:
    """The page of an executed notebook, as UTF-8: its texts, and what its cells show (HTML and pictures that this package made)."""
    markdown = MarkdownIt("commonmark", {"html": False})
    parts: list[str] = []
    title = ""
    links: list[tuple[str, str]] = []
    for cell in cells:
        if LAB in cell["metadata"].get("tags", ()):
            continue
        if cell["cell_type"] == "markdown":
            written = markdown.render(cell["source"])
            if match := re.match(r"<h1>(.*?)</h1>\s*", written):
                title, written = match[1], written[match.end() :]
            for heading in re.findall(r"<h2>(.*?)</h2>", written):
                anchor = f"s{len(links) + 1}"
                links.append((anchor, heading))
                written = written.replace(f"<h2>{heading}</h2>", f'<h2 id="{anchor}">{heading}</h2>', 1)
            parts.append(written)
        else:
            parts.append(_shown(cell.get("outputs", ())))
    template = environment(_TEMPLATES, TEMPLATES).get_template("dashboard.html.j2")
    made = template.render(title=title, links=links, parts=[part for part in parts if part.strip()])
    return made.encode("utf-8", "replace")


def _shown(outputs: Iterable[Mapping[str, Any]]) -> str:
    """Outputs of a cell; pictures that follow one another stand side by side where there is room."""
    written: list[str] = []
    row: list[str] = []

    def close() -> None:
        if row:
            written.append(f'<div class="images">{"".join(row)}</div>')
            row.clear()

    for output in outputs:
        data = output.get("data", {})
        if "image/svg+xml" in data:
            source = b64encode(_text(data["image/svg+xml"]).encode()).decode()
            description = escape(_text(data.get("text/plain", "")))
            row.append(f'<img src="data:image/svg+xml;base64,{source}" alt="{description}">')
        elif "text/html" in data:
            close()
            written.append(_text(data["text/html"]))
    close()
    return "\n".join(written)


def _text(value: str | list[str]) -> str:
    return value if isinstance(value, str) else "".join(value)
