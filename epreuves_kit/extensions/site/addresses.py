"""Addresses of other sites that a built site would load anything from, found in its files: there are to be none.

Pages, styles, settings, notebooks and programs are each read for what makes a browser load: an address in a text, a link to click or a
licence loads nothing. `guarded` has the browser itself refuse, besides, whatever a page would still ask for elsewhere.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from epreuves_kit.extensions.site.contents import outside_images

_ELSEWHERE = re.compile(r"(?:https?|wss?):|//", re.IGNORECASE)
_ADDRESS = r"""(?P<found>(?:(?:https?|wss?):)?//[^\s"'`)>]+)"""
#: What loads in a program: a call that fetches or imports, or an address given to an element that loads by itself.
_PROGRAM = re.compile(
    rf"""(?:\b(?:import|fetch|importScripts|Worker|SharedWorker|EventSource|WebSocket|sendBeacon)\s*\(\s*|\bfrom\s*|\.(?:src|srcset)\s*=\s*)["'`]{_ADDRESS}"""
)
#: Where programs and libraries are loaded from: such an address in a program is one that it loads from.
_STORES = re.compile(
    r"""["'`](?P<found>(?:https?:)?//(?:cdn\.jsdelivr\.net|unpkg\.com|esm\.(?:sh|run)|cdnjs\.cloudflare\.com|ga\.jspm\.io|cdn\.skypack\.dev|fonts\.g[a-z]+\.com|files\.pythonhosted\.org|pypi\.org)/[^"'`]*)"""
)
_STYLE = re.compile(rf"""(?:url\(\s*["']?|@import\s+["']){_ADDRESS}""", re.IGNORECASE)
#: What loads by itself in a page, by the name of its attribute.
_LOADING = {
    "audio": "src",
    "embed": "src",
    "frame": "src",
    "iframe": "src",
    "img": "src",
    "input": "src",
    "link": "href",
    "object": "data",
    "script": "src",
    "source": "src",
    "track": "src",
    "video": "src",
}


def outside(site: Path, allowed: Sequence[str] = ()) -> list[str]:
    """« file : address » for each address of another site that the files of a site would load, but those that begin as one allowed does."""
    lines = []
    for path in sorted(path for path in site.rglob("*") if path.is_file()):
        name = path.relative_to(site).as_posix()
        addresses = dict.fromkeys(address for address in _in_file(path, name) if not address.startswith(tuple(allowed)))
        lines += [f"{name} : {address}" for address in addresses]
    return lines


def guarded(page: str, allowed: Sequence[str] = ()) -> str:
    """A page of the site with the rule by which a browser loads nothing from elsewhere; allowed: sites that it may all the same."""
    hosts = " ".join(["'self'", *(address.split("/", 3)[0] + "//" + address.split("/", 3)[2] for address in allowed)])
    rule = (
        f"default-src {hosts} data: blob:; script-src {hosts} 'unsafe-inline' 'unsafe-eval' blob:; style-src 'self' 'unsafe-inline'; "
        "object-src 'none'; base-uri 'self'; form-action 'self'"
    )
    return page.replace("<head>", f'<head>\n    <meta http-equiv="Content-Security-Policy" content="{rule}">', 1)


def _in_file(path: Path, name: str) -> Iterator[str]:
    kind = path.suffix.lower()
    if name.startswith("static/pyodide/"):
        return  # the distribution as it was given, whose own default address is not used
    if kind in (".html", ".htm"):
        page = _LoadedByPage()
        page.feed(path.read_text("utf-8"))
        yield from page.found
    elif kind == ".css":
        yield from (match["found"] for match in _STYLE.finditer(path.read_text("utf-8")))
    elif kind in (".js", ".mjs"):
        text = path.read_text("utf-8")
        yield from (match["found"] for pattern in (_PROGRAM, _STORES) for match in pattern.finditer(text))
    elif name.startswith("files/") and kind == ".ipynb":
        yield from outside_images(path.read_bytes())
    elif path.name in ("jupyter-lite.json", "manifest.webmanifest"):
        yield from _in_settings(json.loads(path.read_text("utf-8")))
    elif path.name == "jupyter-lite.ipynb":
        yield from _in_settings(json.loads(path.read_text("utf-8")).get("metadata"))


def _in_settings(value: Any) -> Iterator[str]:
    """Texts of the settings that are an address of another site: whatever a setting names, JupyterLite loads."""
    if isinstance(value, str):
        if _ELSEWHERE.match(value):
            yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _in_settings(item)
    elif isinstance(value, list):
        for item in value:
            yield from _in_settings(item)


class _LoadedByPage(HTMLParser):
    """Addresses that a page loads from elsewhere, its own programs and styles included."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._within = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._within = tag if tag in ("script", "style") else ""
        for name, value in attrs:
            if value and name == _LOADING.get(tag) and _ELSEWHERE.match(value.strip()):
                self.found.append(value.strip())
            elif value and name == "style":
                self.found += [match["found"] for match in _STYLE.finditer(value)]

    def handle_endtag(self, tag: str) -> None:
        self._within = ""

    def handle_data(self, data: str) -> None:
        pattern = {"script": _PROGRAM, "style": _STYLE}.get(self._within)
        if pattern is not None:
            self.found += [match["found"] for match in pattern.finditer(data)]
