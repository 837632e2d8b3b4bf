"""What a candidate wrote, as HTML that shows and does nothing: no script, handler, style, link or address that is fetched.

Three walls, each of which would do alone: `gradebook.neutral` makes a text of the source's own markup, markdown-it is told
that there is no HTML, and bleach lets only the tags below pass. Images are data, and are what they say they are.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

import bleach
from markdown_it import MarkdownIt

from epreuves.gradebook.copie import attachment_name, is_image
from epreuves.gradebook.neutral import neutral_markdown, neutral_outputs

#: Kinds of images that a browser decodes without running anything.
IMAGES = ("image/png", "image/jpeg", "image/gif")
#: Characters of one text that are shown: what is longer is no answer that people read.
MAXIMUM_TEXT = 60_000

_TAGS = frozenset({"p", "br", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "strong", "em", "s", "code", "pre", "blockquote", "ul", "ol", "li",
                   "table", "thead", "tbody", "tr", "th", "td", "img"})  # fmt: skip
_ATTRIBUTES = {"img": ["src", "alt"], "ol": ["start"]}
_PLACE = re.compile(r'src="image:(\d+)"')
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
    rendered = _markdown().render(neutral_markdown(source, list(held)), {"held": held, "shown": shown})
    cleaned = bleach.clean(rendered, tags=_TAGS, attributes=_ATTRIBUTES, protocols={"image"}, strip=True, strip_comments=True)  # fmt: skip
    lowered = _HEADING.sub(r"<\1h4>", cleaned)
    # Only places that the renderer numbered are filled: bleach has written every attribute again, quoted and escaped.
    return _PLACE.sub(
        lambda found: f'src="{shown[int(found[1])]}"' if int(found[1]) < len(shown) else 'src=""', lowered
    )


def image_source(mimetype: str, data: Any) -> str:
    """The address of an image as data, empty unless it really is a PNG, JPEG or GIF of a bearable size."""
    if isinstance(data, list):
        data = "".join(part for part in data if isinstance(part, str))
    if mimetype not in IMAGES or not isinstance(data, str) or not is_image(data):
        return ""
    return f"data:{mimetype};base64,{''.join(data.split())}"


def table_html(content: Any) -> str:
    """An HTML output reduced to tables and text; empty where nothing of it can be shown."""
    output = {"output_type": "display_data", "data": {"text/html": content}, "metadata": {}}
    kept = neutral_outputs([output])
    if not kept or "text/html" not in kept[0]["data"]:
        return ""
    lowered = _HEADING.sub(r"<\1h4>", kept[0]["data"]["text/html"])
    return bleach.clean(lowered, tags=_TAGS - {"img"} | {"tfoot", "caption", "div", "span", "small", "sub", "sup", "b", "i"},
                        attributes={"th": ["colspan", "rowspan", "scope"], "td": ["colspan", "rowspan"]}, strip=True)  # fmt: skip


def _held(attachments: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """Images among a cell's attachments, by name percent-encoded, as addresses of data."""
    found = {}
    for name, bundle in attachments.items():
        for mimetype, data in (bundle if isinstance(bundle, dict) else {}).items():
            if source := image_source(mimetype, data):
                found.setdefault(attachment_name(unquote(name)), source)
    return found


@functools.cache
def _markdown() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable(["table", "strikethrough"])
    parser.add_render_rule("image", _image)
    parser.add_render_rule("link_open", lambda *_: "")
    parser.add_render_rule("link_close", _link_close)
    return parser


def _image(renderer: Any, tokens: Any, index: int, options: Any, env: Mapping[str, Any]) -> str:
    token = tokens[index]
    address = str(token.attrGet("src") or "")
    said = bleach.clean(token.content or "sans description", tags=[], strip=True).replace('"', "&quot;")
    held = env["held"].get(attachment_name(unquote(address.removeprefix("attachment:"))))
    if not address.startswith("attachment:") or held is None:
        return f"[image non montrée : {said}]"
    env["shown"].append(held)
    return f'<img src="image:{len(env["shown"]) - 1}" alt="{said}">'


def _link_close(renderer: Any, tokens: Any, index: int, options: Any, env: Any) -> str:
    depth = 0
    for token in reversed(tokens[:index]):
        if token.type == "link_close":
            depth += 1
        elif token.type == "link_open":
            if depth == 0:
                address = str(token.attrGet("href") or "")
                text = "".join(t.content for t in tokens[:index] if t.content)
                return "" if _ZERO_WIDTH.sub("", address) in text else f" ({bleach.clean(address, tags=[])})"
            depth -= 1
    return ""
