"""A candidate's writing or answer, as HTML that shows and does nothing: no script, handler, style, link or address that is fetched.

Three walls, each of which would do alone: `grading.neutral` makes a text of the source's own markup, markdown-it is told
that there is no HTML, and nh3 lets only the tags below pass. Images are data, and are what they say they are.
"""

from __future__ import annotations

import functools
import html
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

import nh3
from markdown_it import MarkdownIt

from epreuves_kit.grading.neutral import neutral_markdown, neutral_outputs
from epreuves_kit.grading.submitted import attachment_name, compact, is_image

#: Kinds of images that a browser decodes without running anything.
IMAGES = ("image/png", "image/jpeg", "image/gif")
#: Characters of one text that are shown: what is longer is no answer that people read.
MAXIMUM_TEXT = 60_000

_TAGS = frozenset(
    {
        "p",
        "br",
        "hr",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "strong",
        "em",
        "s",
        "code",
        "pre",
        "blockquote",
        "ul",
        "ol",
        "li",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "img",
    }
)
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
    rendered = _markdown().render(neutral_markdown(source, list(held)), {"held": held, "shown": shown, "open": 0})

    def filled(tag: str, name: str, value: str) -> str | None:
        # Only places that the renderer numbered are filled.
        if name != "src":
            return value
        place = _PLACE.fullmatch(value)
        return shown[int(place[1])] if place and int(place[1]) < len(shown) else None

    cleaned = nh3.clean(
        rendered, tags=set(_TAGS), attributes=_ATTRIBUTES, attribute_filter=filled, url_schemes={"image"}, link_rel=None
    )
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
    return next((address for kind in IMAGES if (address := image_source(kind, data.get(kind)))), "")


def table_html(content: Any) -> str:
    """An HTML output reduced to tables and text; empty where nothing of it can be shown."""
    output = {"output_type": "display_data", "data": {"text/html": content}, "metadata": {}}
    kept = neutral_outputs([output])
    if not kept or "text/html" not in kept[0]["data"]:
        return ""
    lowered = _HEADING.sub(r"<\1h4>", kept[0]["data"]["text/html"])
    return nh3.clean(
        lowered,
        tags=set(_TAGS - {"img"} | {"tfoot", "caption", "div", "span", "small", "sub", "sup", "b", "i"}),
        attributes={"th": {"colspan", "rowspan", "scope"}, "td": {"colspan", "rowspan"}},
        link_rel=None,
    )


def _held(attachments: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """Images among a cell's attachments, by name percent-encoded, as addresses of data."""
    images: dict[str, str] = {}
    for name, bundle in attachments.items():
        for mimetype, data in (bundle if isinstance(bundle, dict) else {}).items():
            if source := image_source(mimetype, data):
                images.setdefault(attachment_name(unquote(name)), source)
    return images


@functools.cache
def _markdown() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "linkify": False, "breaks": True}).enable(
        ["table", "strikethrough"]
    )
    parser.add_render_rule("image", _image)
    parser.add_render_rule("link_open", _link_open)
    parser.add_render_rule("link_close", _link_close)
    return parser


def _image(renderer: Any, tokens: Any, index: int, options: Any, env: Mapping[str, Any]) -> str:
    token = tokens[index]
    address = str(token.attrGet("src") or "")
    description = html.escape(token.content or "sans description")
    held = env["held"].get(attachment_name(unquote(address.removeprefix("attachment:"))))
    if not address.startswith("attachment:") or held is None:
        return f"[image non montrée : {description}]"
    env["shown"].append(held)
    return f'<img src="image:{len(env["shown"]) - 1}" alt="{description}">'


def _link_open(renderer: Any, tokens: Any, index: int, options: Any, env: Any) -> str:
    env["open"] = index
    return ""


def _link_close(renderer: Any, tokens: Any, index: int, options: Any, env: Any) -> str:
    # No link stands in another: the one that closes is the last that was opened.
    address = str(tokens[env["open"]].attrGet("href") or "")
    text = "".join(token.content for token in tokens[env["open"] : index])
    return "" if _ZERO_WIDTH.sub("", address) in text else f" ({html.escape(address)})"
