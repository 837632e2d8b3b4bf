"""Reading the documentation as data: pages, fenced blocks, tables behind a marker, command lines, links."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGES = (*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").glob("*.md")))
FRENCH = tuple(page for page in PAGES if page.parent.name == "docs")

_FENCE = re.compile(r"^( *)```(\w*)\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
_INLINE = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
_LINK = re.compile(r"(!?)\[[^\]]*\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#{1,6} +(.+?) *$", re.MULTILINE)
_COMMAND = re.compile(r"^(?:\.venv/bin/)?(epreuves|nbgrader|make)((?: +\S+)*)$")


def name(page: Path) -> str:
    """A page as messages call it."""
    return page.relative_to(ROOT).as_posix()


def text(page: Path) -> str:
    """The text of a page."""
    return page.read_text("utf-8")


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, its text without indentation, the line of its page where it starts."""

    language: str
    text: str
    line: int


def blocks(page: Path, *languages: str) -> Iterator[Block]:
    """Fenced blocks of a page, of those languages where any is given."""
    source = text(page)
    for match in _FENCE.finditer(source):
        if not languages or match[2] in languages:
            indent = len(match[1])
            body = "".join(line[indent:] if line.strip() else line for line in match[3].splitlines(keepends=True))
            yield Block(match[2], body, source[: match.start()].count("\n") + 1)


def without_blocks(page: Path) -> str:
    """A page without its fenced blocks."""
    return _FENCE.sub("", text(page))


def inline(page: Path) -> Iterator[str]:
    """Pieces of code within sentences."""
    for match in _INLINE.finditer(without_blocks(page)):
        yield match[1]


def command_lines(page: Path) -> Iterator[tuple[str, list[str]]]:
    """(program, words after it) of each `epreuves`, `nbgrader` or `make` line that a page quotes."""
    lines = [line.strip() for block in blocks(page, "sh", "console", "bash") for line in block.text.splitlines()]
    for line in (*lines, *inline(page)):
        if (match := _COMMAND.match(line)) and "…" not in line:
            yield match[1], match[2].split()


def table(page: Path, marker: str) -> list[list[str]]:
    """Rows, headings apart, of the table that follows `<!-- marker -->`; fails where there is none."""
    rows = [rows for found, rows in tables(page) if found == marker]
    assert rows, f"{name(page)} : aucun tableau derrière <!-- {marker} -->"
    return rows[0]


def tables(page: Path) -> Iterator[tuple[str, list[list[str]]]]:
    """(marker, rows without headings) of each table behind a comment."""
    for match in re.finditer(r"<!-- ([^>]+?) -->\n\n((?:\|.*\n)+)", text(page)):
        lines = match[2].splitlines()
        yield match[1], [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def files(page: Path) -> dict[str, str]:
    """Texts of the blocks behind `<!-- fichier: path -->`, by path."""
    found = re.finditer(r"<!-- fichier: (\S+) -->\n\n```\w*\n(.*?)^```$", text(page), re.MULTILINE | re.DOTALL)
    return {match[1]: match[2] for match in found}


def links(page: Path) -> Iterator[str]:
    """Targets of links and images that stay within the repository."""
    for match in _LINK.finditer(without_blocks(page)):
        if not re.match(r"[a-z]+:", match[2]):
            yield match[2]


def anchors(page: Path) -> set[str]:
    """Anchors of a page's headings, as GitHub makes them."""
    return {_anchor(match[1]) for match in _HEADING.finditer(without_blocks(page))}


def _anchor(heading: str) -> str:
    kept = [c for c in heading.lower() if c in "- _" or unicodedata.category(c)[0] in "LN"]
    return "".join(kept).replace(" ", "-")
