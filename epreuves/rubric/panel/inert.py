"""What a candidate wrote or answered, as HTML that shows and does nothing: no script, handler, style, link or address that is fetched.

Three walls, each of which would do alone: `gradebook.neutral` makes a text of the source's own markup, markdown-it is told
that there is no HTML, and nh3 lets only the tags below pass. Images are data, and are what they say they are.
"""

from __future__ import annotations

import datetime
import functools
import html
import re
from collections.abc import Mapping
from itertools import zip_longest
from typing import Any
from urllib.parse import unquote

import msgspec
import nh3
from markdown_it import MarkdownIt

from epreuves.answers.tree import CheckedTree
from epreuves.grading.neutral import neutral_markdown, neutral_outputs
from epreuves.grading.submitted import attachment_name, compact, is_image
from epreuves.wording import french
from epreuves.wording.french import short_day, significant
from epreuves.wording.inert import inert

#: Kinds of images that a browser decodes without running anything.
IMAGES = ("image/png", "image/jpeg", "image/gif")
#: Characters of one text that are shown: what is longer is no answer that people read.
MAXIMUM_TEXT = 60_000

_TAGS = frozenset({"p", "br", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "strong", "em", "s", "code", "pre", "blockquote", "ul", "ol", "li",
                   "table", "thead", "tbody", "tr", "th", "td", "img"})  # fmt: skip
_ATTRIBUTES = {"img": {"src", "alt"}, "ol": {"start"}}
_PLACE = re.compile(r"image:(\d{1,6})", re.ASCII)
#: Headings of a text all stand right below the panel's own: a reader of headings skips no level.
_HEADING = re.compile(r"<(/?)h[1-6]>")
_ZERO_WIDTH = re.compile("[\u200b\u2060\ufeff]")


def markdown_html(source: str, attachments: Mapping[str, Mapping[str, str]] | None = None) -> str:
    """A cell's Markdown as HTML. attachments: the cell's own, in Jupyter's form; of them only true images are shown.

    A link is written out, its address beside it, and leads nowhere; an image from elsewhere is named and not asked for.
    """
    if len(source) > MAXIMUM_TEXT:
        source = source[:MAXIMUM_TEXT] + "\n\n*… la suite, trop longue, n'est pas montrée.*"
    held = _held(attachments or {})
    shown: list[str] = []
    rendered = _markdown().render(
        neutral_markdown(source, list(held)), {"held": held, "shown": shown, "open": 0}
    )

    def filled(tag: str, name: str, value: str) -> str | None:
        # Only places that the renderer numbered are filled.
        if name != "src":
            return value
        place = _PLACE.fullmatch(value)
        return shown[int(place[1])] if place and int(place[1]) < len(shown) else None

    cleaned = nh3.clean(rendered, tags=set(_TAGS), attributes=_ATTRIBUTES, attribute_filter=filled, url_schemes={"image"}, link_rel=None)  # fmt: skip
    return _HEADING.sub(r"<\1h4>", cleaned)


def image_source(mimetype: str, data: Any) -> str:
    """The address of an image as data, empty unless it really is a PNG, JPEG or GIF of a bearable size."""
    if isinstance(data, list):
        data = "".join(part for part in data if isinstance(part, str))
    if mimetype not in IMAGES or not isinstance(data, str) or not is_image(data):
        return ""
    return f"data:{mimetype};base64,{compact(data)}"


def picture(data: Mapping[str, Any]) -> str:
    """The address of the first true image of an output's data, as data; empty where there is none."""
    return next((found for kind in IMAGES if (found := image_source(kind, data.get(kind)))), "")


def table_html(content: Any) -> str:
    """An HTML output reduced to tables and text; empty where nothing of it can be shown."""
    output = {"output_type": "display_data", "data": {"text/html": content}, "metadata": {}}
    kept = neutral_outputs([output])
    if not kept or "text/html" not in kept[0]["data"]:
        return ""
    lowered = _HEADING.sub(r"<\1h4>", kept[0]["data"]["text/html"])
    return nh3.clean(lowered, tags=set(_TAGS - {"img"} | {"tfoot", "caption", "div", "span", "small", "sub", "sup", "b", "i"}),
                     attributes={"th": {"colspan", "rowspan", "scope"}, "td": {"colspan", "rowspan"}}, link_rel=None)  # fmt: skip


def _held(attachments: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """Images among a cell's attachments, by name percent-encoded, as addresses of data."""
    found: dict[str, str] = {}
    for name, bundle in attachments.items():
        for mimetype, data in (bundle if isinstance(bundle, dict) else {}).items():
            if source := image_source(mimetype, data):
                found.setdefault(attachment_name(unquote(name)), source)
    return found


@functools.cache
def _markdown() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable(["table", "strikethrough"])
    parser.add_render_rule("image", _image)
    parser.add_render_rule("link_open", _link_open)
    parser.add_render_rule("link_close", _link_close)
    return parser


def _image(renderer: Any, tokens: Any, index: int, options: Any, env: Mapping[str, Any]) -> str:
    token = tokens[index]
    address = str(token.attrGet("src") or "")
    said = html.escape(token.content or "sans description")
    held = env["held"].get(attachment_name(unquote(address.removeprefix("attachment:"))))
    if not address.startswith("attachment:") or held is None:
        return f"[image non montrée : {said}]"
    env["shown"].append(held)
    return f'<img src="image:{len(env["shown"]) - 1}" alt="{said}">'


def _link_open(renderer: Any, tokens: Any, index: int, options: Any, env: Any) -> str:
    env["open"] = index
    return ""


def _link_close(renderer: Any, tokens: Any, index: int, options: Any, env: Any) -> str:
    # No link stands in another: the one that closes is the last that was opened.
    address = str(tokens[env["open"]].attrGet("href") or "")
    text = "".join(token.content for token in tokens[env["open"] : index])
    return "" if _ZERO_WIDTH.sub("", address) in text else f" ({html.escape(address)})"


#: Rows and columns of an answer that are shown.
ROWS, COLUMNS, CHARACTERS = 30, 12, 400


class Answer(msgspec.Struct, frozen=True):
    """An answer in words (`text`), or as a table: its header and its rows of texts; `more` rows are not shown."""

    text: str = ""
    header: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    more: int = 0


def answer(tree: Any) -> Answer | None:
    """A portable tree as it is shown; None where it is a chart, which its figure shows, or nothing that can be read."""
    checked = CheckedTree(tree)
    node = checked.node
    kind = node.get("$") if isinstance(node, dict) else None
    if node is None or checked.unreadable or kind == "graphique":
        return None
    if columns := _columns(node):
        return columns
    if kind == "dict":
        return _table((), [[_words(a), _words(b)] for a, b in node["paires"]])
    if kind == "serie":
        return _table((), [[_key(k), _words(v)] for k, v in zip(node["index"]["cles"], node["valeurs"], strict=True)])  # fmt: skip
    if kind == "tableau":
        rows = [[_key(k), *map(_words, line)] for k, line in zip(node["index"]["cles"], node["lignes"], strict=True)]  # fmt: skip
        return _table(("", *map(_words, node["colonnes"])), rows)
    return Answer(text=_words(node))


def _columns(node: Any) -> Answer | None:
    """A table told as a list of its rows, or as its columns; None where it is told otherwise."""
    match node:
        case [{"$": "dict"}, *_] if all(isinstance(row, dict) and row.get("$") == "dict" for row in node):
            told = [{_words(name): _words(value) for name, value in row["paires"]} for row in node]
            header = tuple(dict.fromkeys(name for row in told for name in row))
            return _table(header, [[row.get(name, "") for name in header] for row in told])
        case {"$": "dict", "paires": [[_, list()], *_] as pairs} if all(
            isinstance(v, list) for _, v in pairs
        ):
            lines = zip_longest(*(map(_words, values) for _, values in pairs), fillvalue="")
            return _table(tuple(_words(name) for name, _ in pairs), [list(line) for line in lines])
    return None


def _table(header: tuple[str, ...], rows: list[list[str]]) -> Answer:
    kept = tuple(tuple(row[:COLUMNS]) for row in rows[:ROWS])
    return Answer(header=header[:COLUMNS], rows=kept, more=max(0, len(rows) - ROWS))


def _key(node: Any) -> str:
    return " · ".join(map(_words, node)) if isinstance(node, list) else _words(node)


def _words(node: Any) -> str:
    """A leaf, or what is nested too deep for a table, in one line."""
    if node is None:
        return "rien"
    if isinstance(node, bool):
        return "vrai" if node else "faux"
    if isinstance(node, int | float):
        return number(node)
    if isinstance(node, str):
        return _cut(inert(node))
    if isinstance(node, list):
        return _cut(", ".join(map(_words, node[:COLUMNS])) + (" …" if len(node) > COLUMNS else ""))
    match node["$"]:
        case "ensemble":
            return _words(node["elements"])
        case "dict":
            return _cut(", ".join(f"{_words(a)} : {_words(b)}" for a, b in node["paires"][:COLUMNS]))
        case "date":
            return short_day(datetime.date.fromisoformat(node["v"]))
        case "flottant" | "entier" | "decimal" | "instant" | "periode":
            return _cut(str(node["v"]))
        case "duree":
            return f"{number(node['secondes'])} s"
        case "manquant":
            return "valeur manquante"
        case "objet":
            return _cut(f"un objet de type {inert(node['type'])}")
        case "trop_grand":
            return "réponse trop grande"
    return "…"


def number(value: float) -> str:
    """A number as it is written in French, six significant digits at least: « 111 704,07 », « 0,018296 »."""
    return french.number(value) if 1_000 <= abs(value) < 1e15 else significant(value, 6)


def _cut(text: str) -> str:
    return text if len(text) <= CHARACTERS else text[:CHARACTERS] + " …"
