"""Inert HTML as a tree of texts, for a composer that knows no HTML: paragraphs, lists, tables on a grid, images by address."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html.parser import HTMLParser
from typing import Any

#: Rows and columns of a table that are laid out, and levels of lists and quotes: beyond, a page holds no more.
ROWS, COLUMNS, DEPTH = 60, 16, 6
#: Letters after which a word may be broken in a table, where it would run over its neighbour.
_LONG = 12

_STYLES = {
    "strong": "strong",
    "b": "strong",
    "em": "emph",
    "i": "emph",
    "s": "strike",
    "code": "code",
}
_WORD = re.compile(rf"[^\s\u00a0\u202f]{{{_LONG + 1},}}")
_BLANKS = re.compile(r"[ \t\r\n]+")

Node = dict[str, Any]


def blocks(html: str) -> list[Node]:
    """The blocks of inert HTML, as the panel's filters leave it: each a dict whose `kind` says what it holds.

    paragraph and heading: `runs`, each a text with its styles; list: `items`, blocks each; quote: `blocks`; code: `lines`;
    table: see `table`; image: its `source`, an address of data, and `alt`; rule.
    """
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.done()


def table(rows: Sequence[Sequence[Node]], caption: str = "", more: int = 0) -> Node:
    """A table on a grid: cells with their place and extent, the number of columns and of rows of header.

    rows: cells with `runs`, `head`, `colspan` and `rowspan`. Cells that would cover another, or stand beyond the bounds, are dropped.
    """
    taken: set[tuple[int, int]] = set()
    cells = []
    for y, row in enumerate(rows[:ROWS]):
        x = 0
        for cell in row:
            while (x, y) in taken:
                x += 1
            if x >= COLUMNS:
                break
            wide = min(cell["colspan"], COLUMNS - x)
            tall = min(cell["rowspan"], ROWS - y, len(rows) - y)
            places = {(x + i, y + j) for i in range(wide) for j in range(tall)}
            if places & taken:
                wide, tall, places = 1, 1, {(x, y)}
            taken |= places
            cells.append(cell | {"x": x, "y": y, "colspan": wide, "rowspan": tall})
            x += wide
    heads = 0
    while heads < min(len(rows), ROWS) and rows[heads] and all(cell["head"] for cell in rows[heads]):
        heads += 1
    reach = max((y + 1 for _, y in taken), default=0)
    if heads >= reach or any(c["y"] < heads < c["y"] + c["rowspan"] for c in cells):
        heads = 0
    return {
        "kind": "table",
        "columns": max((x + 1 for x, _ in taken), default=0),
        "heads": heads,
        "cells": cells,
        "caption": caption,
        "more": more + max(0, len(rows) - ROWS),
    }


def cell(text: str, head: bool = False, figure: bool = False) -> Node:
    """A cell of plain text, set to the right where it is a figure or stands above some."""
    return {"runs": [run(_breakable(text))], "head": head, "colspan": 1, "rowspan": 1, "figure": figure}


def run(text: str, styles: Sequence[str] = ()) -> Node:
    """A piece of text and its styles, of strong, emph, strike and code."""
    return {"text": text, "styles": sorted(set(styles))}


#: The end of a line in a paragraph: a run without text.
BREAK: Node = {"text": "", "styles": ["break"]}


def _breakable(text: str) -> str:
    """A text whose long words may be broken, by characters without a width."""
    return _WORD.sub(lambda m: "\u200b".join(m[0][i : i + _LONG] for i in range(0, len(m[0]), _LONG)), text)


class _Reader(HTMLParser):
    """One passage through tags that are balanced; what is not known lets its text through."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._stack: list[list[Node]] = [[]]
        self._runs: list[Node] = []
        self._styles: list[str] = []
        self._depth = 0
        self._rows: list[list[Node]] | None = None
        self._caption = ""
        self._cell: Node | None = None
        self._pre: list[str] | None = None
        self._lists: list[Node] = []

    def done(self) -> list[Node]:
        """The blocks read."""
        self._end("paragraph")
        return self._stack[0]

    def handle_starttag(self, tag: str, attributes: Sequence[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attributes}
        match tag:
            case "br":
                self._runs.append(BREAK)
            case "img":
                self._image(values)
            case "hr" if self._cell is None:
                self._end("paragraph")
                self._put({"kind": "rule"})
            case "pre" if self._cell is None:
                self._end("paragraph")
                self._pre = []
            case "table" if self._rows is None:
                self._end("paragraph")
                self._rows, self._caption = [], ""
            case "tr" if self._rows is not None:
                self._rows.append([])
            case "td" | "th" if self._rows:
                self._cell = {"head": tag == "th"} | {
                    span: _span(values.get(span, "")) for span in ("colspan", "rowspan")
                }
            case "ul" | "ol" | "blockquote" if self._cell is None:
                self._open(tag, values)
            case "li" if self._lists and self._cell is None:
                self._end("paragraph")
                self._lists[-1]["items"].append([])
                self._stack.append(self._lists[-1]["items"][-1])
            case _ if style := _STYLES.get(tag):
                self._styles.append(style)
            case _ if tag in ("p", "div") or _heading(tag):
                self._apart()

    def handle_endtag(self, tag: str) -> None:
        match tag:
            case "pre" if self._pre is not None:
                self._put({"kind": "code", "lines": "".join(self._pre).rstrip("\n").split("\n")})
                self._pre = None
            case "caption" if self._rows is not None:
                self._caption = _plain(self._taken())
            case "td" | "th" if self._cell is not None and self._rows:
                runs = [r | {"text": _breakable(r["text"])} for r in self._taken()]
                self._rows[-1].append(self._cell | {"runs": runs})
                self._cell = None
            case "table" if self._rows is not None:
                rows = [row for row in self._rows if row]
                self._rows = None
                if rows:
                    self._put(table(rows, self._caption))
            case "li" if self._lists and len(self._stack) > 1 and self._cell is None:
                self._end("paragraph")
                self._stack.pop()
            case "ul" | "ol" if self._lists and self._cell is None:
                self._end("paragraph")
                self._put(self._lists.pop())
                self._depth -= 1
            case "blockquote" if len(self._stack) > 1 and self._cell is None:
                self._end("paragraph")
                quoted = self._stack.pop()
                self._put({"kind": "quote", "blocks": quoted})
                self._depth -= 1
            case _ if (style := _STYLES.get(tag)) and style in self._styles:
                self._styles.remove(style)
            case _ if _heading(tag):
                self._end("heading" if self._cell is None else "")
            case "p" | "div":
                self._end("paragraph" if self._cell is None else "")

    def handle_data(self, data: str) -> None:
        if self._pre is not None:
            self._pre.append(data)
        elif text := _BLANKS.sub(" ", data):
            self._runs.append(run(text, self._styles))

    def _open(self, tag: str, values: dict[str, str]) -> None:
        self._end("paragraph")
        self._depth += 1
        if tag == "blockquote":
            self._stack.append([])
        else:
            start = _span(values.get("start", ""), 0) if tag == "ol" else 0
            self._lists.append({"kind": "list", "ordered": tag == "ol", "start": start or 1, "items": []})

    def _image(self, values: dict[str, str]) -> None:
        if self._cell is None and self._pre is None:
            self._end("paragraph")
            self._put({"kind": "image", "source": values.get("src", ""), "alt": values.get("alt", "")})

    def _apart(self) -> None:
        """A paragraph begins: apart from what stands before it; in a cell, on a new line."""
        if self._cell is None:
            self._end("paragraph")
        elif any(r["text"].strip() for r in self._runs):
            self._runs.append(BREAK)

    def _taken(self) -> list[Node]:
        runs, self._runs = self._runs, []
        while runs and not runs[0]["text"].strip():
            runs.pop(0)
        while runs and not runs[-1]["text"].strip():
            runs.pop()
        return runs

    def _end(self, kind: str) -> None:
        if kind and (runs := self._taken()):
            self._put({"kind": kind, "runs": runs})

    def _put(self, node: Node) -> None:
        # Deeper than this, lists are laid flat: what is read is kept.
        (self._stack[-1] if self._depth <= DEPTH else self._stack[0]).append(node)


def _heading(tag: str) -> bool:
    return len(tag) == 2 and tag[0] == "h" and tag[1] in "123456"


def _span(text: str, least: int = 1) -> int:
    return max(least, int(text)) if re.fullmatch(r"[0-9]{1,4}", text, re.ASCII) else least


def _plain(runs: Sequence[Node]) -> str:
    return _BLANKS.sub(" ", "".join(r["text"] for r in runs)).strip()
