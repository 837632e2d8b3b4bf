"""Figures of a writing marked in its HTML: passages read out of what `inert` made, and `mark` put around text that stands there already.

What is put in is written here, and holds no character of the candidate's but those that stood there: the text between tags is cut, never
read as markup and never decoded into it.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

import msgspec

from epreuves_kit.rubric.quoted import Quoted, ReadPassage

#: A tag of what nh3 wrote, whose attributes stand between double quotes.
_TAG = re.compile(r'<(/?)([a-z][a-z0-9]*)((?:[^<>"]|"[^"]*")*)>')
_ENTITY = re.compile(r"&(?:[a-z]{1,8}|#\d{1,7});")
_BLOCKS = frozenset(
    {"p", "h4", "li", "td", "th", "blockquote", "pre", "hr", "ul", "ol", "table", "thead", "tbody", "tr"}
)
#: What a passage is read of: preformatted text is a quotation or code.
_UNREAD = frozenset({"pre", "code"})
#: Passages that are read of one piece of HTML.
MAXIMUM_PASSAGES = 1_500


class _Piece(msgspec.Struct, frozen=True):
    """Text between two tags. start, end: in the HTML; at: where its first character stands in its passage."""

    start: int
    end: int
    at: int


class ReadHtml(msgspec.Struct, frozen=True):
    """The passages of a piece of HTML, and where the text of each stands in it."""

    source: str
    passages: tuple[ReadPassage, ...]
    pieces: tuple[tuple[_Piece, ...], ...]


class _HtmlReading:
    """One passage through the tags."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._text: list[str] = []
        self._pieces: list[_Piece] = []
        self._length = 0
        self.passages: list[ReadPassage] = []
        self.places: list[tuple[_Piece, ...]] = []
        self._above = self._announcing = ""
        self._headings: list[str] = []
        self._row: list[str] = []
        self._head = self._cell = False
        self._unread = 0

    def run(self) -> ReadHtml:
        """The passages, in order."""
        place = 0
        for tag in _TAG.finditer(self._source):
            self._take(place, tag.start())
            place = tag.end()
            self._tag(tag[2], bool(tag[1]))
            if len(self.passages) >= MAXIMUM_PASSAGES:
                break
        else:
            self._take(place, len(self._source))
        self._close()
        return ReadHtml(self._source, tuple(self.passages), tuple(self.places))

    def _take(self, start: int, end: int) -> None:
        if start == end or self._unread:
            return
        text = html.unescape(self._source[start:end])
        self._pieces.append(_Piece(start, end, self._length))
        self._text.append(text)
        self._length += len(text)

    def _tag(self, name: str, closing: bool) -> None:
        if name in _UNREAD:
            self._unread += -1 if closing else 1
            return
        if name == "br":
            self._text.append("\n")
            self._length += 1
            return
        if name not in _BLOCKS:
            return
        self._close(name if closing else "")
        if name in ("thead", "table"):
            self._head = not closing and name == "thead"
            if name == "table" and not closing:
                self._headings = []
        elif name == "tr" and not closing:
            self._row = []
        elif name in ("td", "th"):
            self._cell = not closing

    def _close(self, closed: str = "") -> None:
        text = "".join(self._text)
        pieces = tuple(self._pieces)
        self._text, self._pieces, self._length = [], [], 0
        if closed in ("td", "th"):
            self._end_cell(text, pieces)
        elif text.strip():
            self.passages.append(ReadPassage(text, above=f"{self._above} {self._announcing}".strip()))
            self.places.append(pieces)
            bare = text.strip()
            if closed == "h4" or (closed == "p" and len(bare) < 60 and not bare.endswith(".")):
                self._above, self._announcing = bare[:200], ""
            elif closed == "p":
                self._announcing = bare[-200:] if bare.endswith(":") else ""

    def _end_cell(self, text: str, pieces: tuple[_Piece, ...]) -> None:
        at = len(self._row)
        self._row.append(text.strip()[:200])
        if self._head:
            self._headings.append(text.strip()[:200])
        heading = self._headings[at] if at < len(self._headings) and not self._head else ""
        row = self._row[0] if at else ""
        if text.strip():
            self.passages.append(
                ReadPassage(text, row, heading, f"{self._above} {self._announcing}".strip(), cell=True)
            )
            self.places.append(pieces)


def read_html(source: str) -> ReadHtml:
    """The passages of inert HTML: its paragraphs, lines of lists and cells, code left aside."""
    return _HtmlReading(source).run()


def marked(read: ReadHtml, figures: Sequence[Quoted], titles: Sequence[str]) -> str:
    """The HTML with its figures marked. titles: what each mark says, empty for a figure that is not marked."""
    cuts: list[tuple[int, int, str, str]] = []
    for figure, title in zip(figures, titles, strict=True):
        if not title:
            continue
        spans = [
            span
            for piece in read.pieces[figure.passage]
            if (span := _span(read.source, piece, figure.start, figure.end)) is not None
        ]
        for at, (start, end) in enumerate(spans):
            against = figure.kind == "contradiction"
            kind = "ep-against" if against else "ep-quoted"
            # Said where the last piece ends: the sign for who sees, the words for who hears.
            sign = f'<span class="ep-hidden"> ({html.escape(title)})</span>' if against and at == len(spans) - 1 else ""
            cuts.append((start, end, f'<mark class="{kind}" title="{html.escape(title)}">', f"{sign}</mark>"))
    out: list[str] = []
    place = 0
    for start, end, before, after in sorted(cuts):
        if start < place:
            continue
        out += (read.source[place:start], before, read.source[start:end], after)
        place = end
    return "".join((*out, read.source[place:]))


def _span(source: str, piece: _Piece, start: int, end: int) -> tuple[int, int] | None:
    """The place in the HTML of the characters of a passage from `start` to `end`, within one piece; None where none stands there."""
    raw = source[piece.start : piece.end]
    length = len(html.unescape(raw)) if "&" in raw else len(raw)
    first, last = max(start, piece.at) - piece.at, min(end, piece.at + length) - piece.at
    if first >= last:
        return None
    if "&" not in raw:
        return piece.start + first, piece.start + last
    return piece.start + _raw_place(raw, first), piece.start + _raw_place(raw, last)


def _raw_place(raw: str, place: int) -> int:
    """The place of a character of a text among the entities that it was written with."""
    done = 0
    for entity in _ENTITY.finditer(raw):
        shorter = len(entity[0]) - len(html.unescape(entity[0]))
        if entity.start() - done >= place:
            break
        done += shorter
    return place + done
