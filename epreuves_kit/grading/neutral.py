"""Making what candidates write and display harmless to the browser that shows it to a grader."""

from __future__ import annotations

import functools
import re
from collections.abc import Collection
from typing import Any
from urllib.parse import unquote

import nh3

from epreuves_kit.grading.submitted import LONGEST_NAME, attachment_name, is_image

# What pandas and IPython need to show a table, and nothing that loads, runs, styles or submits.
_TAGS = frozenset(
    {
        "table",
        "thead",
        "tbody",
        "tfoot",
        "tr",
        "th",
        "td",
        "caption",
        "p",
        "br",
        "b",
        "strong",
        "i",
        "em",
        "code",
        "pre",
        "div",
        "span",
        "ul",
        "ol",
        "li",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "small",
        "sub",
        "sup",
    }
)
_ATTRIBUTES = {"th": {"colspan", "rowspan", "scope"}, "td": {"colspan", "rowspan"}, "table": {"border"}}
_MARKUP = re.compile(r"<(?=[A-Za-z/!?])")
_NAME = rf"[^\s)>]{{0,{LONGEST_NAME + 1}}}"
# The target is looked at, not taken in: one link may stand in what another takes for its address. Of it no more is looked at
# than its first signs, or the name of an attachment: as many links as a text holds are read in one pass.
_LINK = re.compile(
    r"\](\(|:)(?=\s*+<?+\s*+(?:(?P<leads>(?i:https?://|mailto:|#))|attachment:(?P<name>" + _NAME + r"))?)"
)
# An image is asked for as soon as the page opens: none but the cell's own attachments.
_IMAGE = re.compile(r"!(?=\[)(?=\[[^\[\]]*+\]\(\s*+<?+\s*+attachment:(" + _NAME + r"))?")
#: How often one of them is shown: each time, the page holds it whole.
_MAXIMUM_SHOWN = 5
_ATTACHED = re.compile(r"(\](?:\(|:)\s*+<?+\s*+attachment:)([^\s)>]*+)")
# MathJax commands that make links, load extensions or name styles; and the references that could spell one.
_MATHS = re.compile(r"\\(?:href|url|require|class|cssId|style|data|html\w*|unicode|mmlToken)\b")
_REFERENCE = re.compile(r"&(?=#|bsol)")
#: Classes of an element in which MathJax reads no formula.
NO_MATHS = "tex2jax_ignore mathjax_ignore"
#: Characters of HTML that are cleaned: what is longer is no table for a reader.
_MAXIMUM_HTML = 400_000
#: Characters of Markdown and LaTeX that one cell's outputs render: the time that some texts take grows as the square of their length.
_MAXIMUM_RENDERED = 20_000
#: Elements within one another: the time that cleaning takes grows as the square of their number. Rows left open count as well.
_MAXIMUM_DEPTH = 2_000
#: A tag with what it holds, or a comment's ends; no attribute of a tag that is read goes beyond the next "<".
_TAG = re.compile(
    r"""<(?:(?P<comment>!--)|(?P<close>/?)(?P<name>[A-Za-z][^\s/<>]*+)(?P<held>(?:[^<>"']|"[^"<]*+"|'[^'<]*+'|["'])*+)>|[!?/][^<>]*+>|)"""
)
_HELD = re.compile(r"""(?<![\w-])(colspan|rowspan|scope|border)\s*+=\s*+["']?+(\w{1,10})""", re.IGNORECASE)
_VOID = frozenset({"br"})
#: Elements whose contents are no text for a reader.
_UNSEEN = frozenset({"script", "style"})
#: Characters that turn the reading direction or hide: they let a text show other than what it says.
_HIDDEN = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]")
_ANSI = re.compile(r"\x1b\[[0-9;]*m")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1a\x1c-\x1f\x7f-\x9f]")


def neutral_markdown(source: str, attachments: Collection[str] = ()) -> str:
    """Markdown in which no HTML is markup, and whose links lead to the web, a mail address, an anchor or an attachment.

    attachments: names of those that the cell holds, as `submitted.attachment_name` writes them.
    A zero-width space after each "<" that could open a tag makes it a text wherever it stands, in code as in prose: no
    reading of Markdown's own rules is trusted to tell which is which. The same space between "]" and what follows it makes
    a text of any other link, and of one to an attachment that the cell does not hold, which would stop the page that shows
    the copy. Nothing visible is taken away but marks of direction, control characters and MathJax commands that act.
    """

    attachments = frozenset(attachments)

    def named(match: re.Match[str]) -> str:
        name = attachment_name(unquote(match[2]))
        return match[1] + name if name in attachments else match[0]

    def link(match: re.Match[str]) -> str:
        leads = match["leads"] or match["name"] in attachments
        return f"]{match[1]}" if leads else f"]\u200b{match[1]}"

    shown = dict.fromkeys(attachments, 0)

    def image(match: re.Match[str]) -> str:
        name = match[1]
        if name is None:
            return "!\u200b"
        shown[name] = shown.get(name, 0) + 1
        return "!" if shown[name] <= _MAXIMUM_SHOWN else "!\u200b"

    return _LINK.sub(link, _IMAGE.sub(image, _ATTACHED.sub(named, neutral_maths(source))))


def neutral_maths(source: str) -> str:
    """LaTeX for MathJax, of which no command makes a link, loads or styles, and in which no HTML is markup."""
    text = _CONTROL.sub("", _HIDDEN.sub("", source)).replace("\x1b", "")
    return _MATHS.sub(r"\\text", _REFERENCE.sub("&\u200b", _MARKUP.sub("<\u200b", text)))


#: What makes harmless each kind of text that a page renders.
_RENDERED = {"text/markdown": neutral_markdown, "text/latex": neutral_maths}


def neutral_outputs(outputs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Outputs of one cell reduced to text, error text, Markdown, formulas, PNG or JPEG images and tables without style, link or script."""
    kept: list[dict[str, Any]] = []
    room = _MAXIMUM_RENDERED
    for output in outputs:
        kind = output.get("output_type")
        if kind == "stream":
            name = "stderr" if output.get("name") == "stderr" else "stdout"
            kept.append({"output_type": "stream", "name": name, "text": neutral_text(output.get("text"))})
        elif kind == "error":
            lines = output.get("traceback")
            kept.append(
                {
                    "output_type": "error",
                    "ename": neutral_text(output.get("ename")),
                    "evalue": neutral_text(output.get("evalue")),
                    "traceback": [neutral_text(line) for line in lines if isinstance(line, str)]
                    if isinstance(lines, list)
                    else [],
                }
            )
        elif kind in ("display_data", "execute_result"):
            data = _bundle(output.get("data"), room)
            room -= sum(len(data.get(mimetype, "")) for mimetype in _RENDERED)
            if data and kind == "execute_result":
                kept.append({"output_type": kind, "execution_count": None, "metadata": {}, "data": data})
            elif data:
                kept.append({"output_type": kind, "metadata": {}, "data": data})
    return kept


def _bundle(data: Any, room: int) -> dict[str, str]:
    """The forms of an output that are kept; room: characters of Markdown and LaTeX that may still be rendered.

    Of a text beyond, the words themselves are shown, in the place of the name that Python gives to what displays them.
    """
    kept: dict[str, str] = {}
    beyond = ""
    for mimetype, content in (data if isinstance(data, dict) else {}).items():
        if isinstance(content, list):
            content = "".join(c for c in content if isinstance(c, str))
        if not isinstance(content, str):
            continue
        if mimetype == "text/plain":
            kept[mimetype] = neutral_text(content)
        elif mimetype == "text/html":
            if cleaned := _clean(content):
                kept[mimetype] = cleaned
        elif mimetype in ("image/png", "image/jpeg") and is_image(content):
            kept[mimetype] = content
        elif mimetype in _RENDERED and len(content) > room:
            beyond = content
        elif mimetype in _RENDERED and (inert := _RENDERED[mimetype](content)).strip():
            kept[mimetype] = inert
            room -= len(inert)
    return kept | ({"text/plain": neutral_text(beyond)} if beyond else {})


@functools.lru_cache(maxsize=32)  # the tables of the cells given to all come back with each copy
def _clean(content: str) -> str:
    """HTML reduced to tables and text; empty where it is too long or too deep to be read."""
    if len(content) > _MAXIMUM_HTML:
        return ""
    bare = _bare(_HIDDEN.sub("", content))
    if bare is None:
        return ""
    cleaned = nh3.clean(bare, tags=set(_TAGS), attributes=_ATTRIBUTES, clean_content_tags=set(_UNSEEN), link_rel=None)
    return f'<div class="{NO_MATHS}">{cleaned}</div>'


def _bare(content: str) -> str | None:
    """HTML of which no tag is left but those allowed, each with its own attributes alone; None where they stand too deep.

    What cleans it afterwards then meets neither the thousands of attributes that it would compare with each other nor
    elements that it would open again and again. Whatever reads as no tag here has become a text.
    """
    written, place = [], 0
    open_now: dict[str, int] = {}
    depth = 0
    for tag in _TAG.finditer(content):
        written.append(content[place : tag.start()])
        place = tag.end()
        name = (tag["name"] or "").lower()
        if tag["comment"]:
            written.append("<!--")
        elif not tag.end() - tag.start() - 1:
            written.append("&lt;")
        elif name in _TAGS or name in _UNSEEN:
            held: dict[str, str] = {}
            for attribute, value in _HELD.findall(tag["held"]) if name in _ATTRIBUTES and not tag["close"] else ():
                held.setdefault(attribute.lower(), value)
            kept = "".join(f' {n}="{value}"' for n, value in held.items())
            written.append(f"<{tag['close']}{name}{kept}>")
            if name in _VOID:
                continue
            if not tag["close"]:
                open_now[name] = open_now.get(name, 0) + 1
                depth += 1
                if depth > _MAXIMUM_DEPTH:
                    return None
            elif open_now.get(name):
                open_now[name] -= 1
                depth -= 1
    return "".join([*written, content[place:]])


def neutral_text(text: Any) -> str:
    """A text without direction marks or control characters; ANSI colours are kept, other escapes are not."""
    if isinstance(text, list):
        text = "".join(t for t in text if isinstance(t, str))
    if not isinstance(text, str):
        return ""
    colours = _ANSI.findall(text)
    bare = [_CONTROL.sub("", _HIDDEN.sub("", part)).replace("\x1b", "") for part in _ANSI.split(text)]
    return "".join(part + (colours[i] if i < len(colours) else "") for i, part in enumerate(bare))
