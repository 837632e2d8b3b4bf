"""What in a copy's page could act on whoever reads it: the copy rendered as nbconvert does, and its parts looked at one by one."""

from __future__ import annotations

import base64
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

import nbformat
from nbconvert import HTMLExporter

_ACTING = {
    "script",
    "iframe",
    "frame",
    "object",
    "embed",
    "applet",
    "form",
    "base",
    "meta",
    "link",
    "style",
    "svg",
    "math",
    "video",
    "audio",
    "portal",
}
_TARGETS = {
    "href",
    "src",
    "srcset",
    "action",
    "formaction",
    "background",
    "data",
    "poster",
    "ping",
    "xlink:href",
    "cite",
    "longdesc",
}
#: Where a link may lead, once somebody follows it.
_SCHEMES = {"http", "https", "mailto", ""}


def rendered(notebook: nbformat.NotebookNode) -> str:
    """The body of a copy's page, without the page's own scripts."""
    # A class of its own for each page: nbconvert keeps what it read of attachments from one page to the next.
    return HTMLExporter(template_name="basic").from_notebook_node(notebook)[0]


def dangers(page: str) -> list[str]:
    """What in a page acts by itself, loads from elsewhere, or leads where no text should lead."""
    reader = _Reader()
    reader.feed(page)
    return reader.found


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _ACTING:
            self.found.append(f"<{tag}> {attrs}"[:200])
        for name, value in attrs:
            if name.startswith("on") or (name in _TARGETS and not _harmless(tag, value or "")):
                self.found.append(f"<{tag} {name}={value!r}>"[:200])


def _harmless(tag: str, target: str) -> bool:
    plain = "".join(c for c in target if c > " ")
    if plain.lower().startswith(("data:image/png;base64,", "data:image/jpeg;base64,", "data:image/gif;base64,")):
        return tag == "img"
    try:
        scheme = urlsplit(plain).scheme.lower()
    except ValueError:
        return False
    # A link waits to be followed; anything else is fetched as soon as the page is opened.
    return scheme in _SCHEMES and (tag == "a" or plain.startswith("#"))


def images(notebook: nbformat.NotebookNode) -> list[bytes]:
    """Every image that a copy holds, in its outputs and attachments."""
    bundles: list[dict[str, Any]] = []
    for cell in notebook.cells:
        bundles += [o["data"] for o in cell.get("outputs", ()) if "data" in o]
        bundles += list(cell.get("attachments", {}).values())
    return [base64.b64decode(data) for bundle in bundles for kind, data in bundle.items() if kind.startswith("image/")]


def outputs(notebook: nbformat.NotebookNode) -> str:
    """All the text of a copy's outputs."""
    said = []
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            said += [
                output.get("text", ""),
                output.get("ename", ""),
                output.get("evalue", ""),
                *output.get("traceback", ()),
            ]
            said += [v for v in output.get("data", {}).values() if isinstance(v, str)]
    return "\n".join(said)


def read_as_markup(notebook: nbformat.NotebookNode) -> str:
    """What of a copy a page interprets: its Markdown, and its outputs in HTML, Markdown and LaTeX; plain text is shown as it is."""
    markup = [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]
    markup += [
        str(o["data"][kind])
        for c in notebook.cells
        for o in c.get("outputs", ())
        for kind in ("text/html", "text/markdown", "text/latex")
        if kind in o.get("data", {})
    ]
    return "\n".join(markup)
