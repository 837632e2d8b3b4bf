"""The dashboard as a still page: what its notebook shows, without a cell of code nor a script."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable, Mapping
from html import escape
from pathlib import Path
from typing import Any

import jinja2
from markdown_it import MarkdownIt

_TEMPLATE = Path(__file__).parents[1] / "templates" / "dashboard.html.j2"
#: Cells that are for who has the notebook open.
LAB = "lab"


def page(cells: Iterable[Mapping[str, Any]]) -> str:
    """The page of an executed notebook: its texts, and what its cells show (HTML and pictures that this package made)."""
    markdown = MarkdownIt("commonmark", {"html": False})
    parts: list[str] = []
    title = ""
    links: list[tuple[str, str]] = []
    for cell in cells:
        if LAB in cell["metadata"].get("tags", ()):
            continue
        if cell["cell_type"] == "markdown":
            written = markdown.render(cell["source"])
            if found := re.match(r"<h1>(.*?)</h1>\s*", written):
                title, written = found[1], written[found.end() :]
            for heading in re.findall(r"<h2>(.*?)</h2>", written):
                anchor = f"s{len(links) + 1}"
                links.append((anchor, heading))
                written = written.replace(f"<h2>{heading}</h2>", f'<h2 id="{anchor}">{heading}</h2>', 1)
            parts.append(written)
        else:
            parts.append(_shown(cell.get("outputs", ())))
    environment = jinja2.Environment(
        autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=jinja2.StrictUndefined
    )
    template = environment.from_string(_TEMPLATE.read_text("utf-8"))
    return template.render(title=title, links=links, parts=[part for part in parts if part.strip()])


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
            told = escape(_text(data.get("text/plain", "")))
            row.append(f'<img src="data:image/svg+xml;base64,{source}" alt="{told}">')
        elif "text/html" in data:
            close()
            written.append(_text(data["text/html"]))
    close()
    return "\n".join(written)


def _text(value: str | list[str]) -> str:
    return value if isinstance(value, str) else "".join(value)
