"""Making what candidates write and display harmless to the browser that shows it to a grader."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

import bleach

from epreuves.gradebook.copie import is_image

# What pandas and IPython need to show a table, and nothing that loads, runs, styles or submits.
_TAGS = frozenset({"table", "thead", "tbody", "tfoot", "tr", "th", "td", "caption", "p", "br", "b", "strong", "i", "em", "code", "pre",
                   "div", "span", "ul", "ol", "li", "h1", "h2", "h3", "h4", "h5", "h6", "small", "sub", "sup"})  # fmt: skip
_ATTRIBUTES = {"th": ["colspan", "rowspan", "scope"], "td": ["colspan", "rowspan"], "table": ["border"]}
# Contents that would be shown as text once their tag is gone: not a guard, a courtesy to the reader.
_UNSEEN = re.compile(r"<(style|script)\b.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
_MARKUP = re.compile(r"<(?=[A-Za-z/!?])")
_LINK = re.compile(r"(\]\(\s*<?\s*|^\s{0,3}\[[^\]]+\]:\s*<?\s*)([^\s)>]*)", re.MULTILINE)
# MathJax commands that make links, load extensions or name styles.
_MATHS = re.compile(r"\\(?:href|require|class|cssId|style|html\w*|unicode)\b")
_SCHEME = re.compile(r"^(https?://|mailto:|#|attachment:)", re.IGNORECASE)
#: Characters that turn the reading direction or hide: they let a text show other than what it says.
_HIDDEN = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]")
_ANSI = re.compile(r"\x1b\[[0-9;]*m")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1a\x1c-\x1f\x7f]")


def neutral_markdown(source: str, attachments: Collection[str] = ()) -> str:
    """Markdown in which no HTML is markup, and whose links lead to the web, a mail address, an anchor or an attachment.

    A zero-width space after each "<" that could open a tag makes it a text wherever it stands, in code as in prose: no
    reading of Markdown's own rules is trusted to tell which is which. A link to an attachment that the cell does not hold
    goes too: it would stop the page that shows the copy.
    """

    def link(match: re.Match[str]) -> str:
        target = match[2]
        plain = re.sub(r"&(?:#\w+|\w+);?|[\s\x00-\x20]", "", target)
        held = not target.startswith("attachment:") or target.removeprefix("attachment:") in attachments
        return match[0] if held and _SCHEME.match(target) and _SCHEME.match(plain) else match[1] + "#lien-retire"

    text = _MATHS.sub(r"\\text", _MARKUP.sub("<\u200b", _HIDDEN.sub("", source)))
    return _LINK.sub(link, text)


def neutral_outputs(outputs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Outputs of a run reduced to text, error text, PNG or JPEG images and tables without style, link or script."""
    kept = []
    for output in outputs:
        kind = output.get("output_type")
        if kind == "stream":
            kept.append({"output_type": "stream", "name": "stderr" if output.get("name") == "stderr" else "stdout", "text": neutral_text(output.get("text"))})
        elif kind == "error":
            kept.append({"output_type": "error", "ename": neutral_text(output.get("ename")), "evalue": neutral_text(output.get("evalue")),
                         "traceback": [neutral_text(line) for line in output.get("traceback") or [] if isinstance(line, str)]})  # fmt: skip
        elif kind in ("display_data", "execute_result"):
            data = _bundle(output.get("data"))
            if data and kind == "execute_result":
                kept.append({"output_type": kind, "execution_count": None, "metadata": {}, "data": data})
            elif data:
                kept.append({"output_type": kind, "metadata": {}, "data": data})
    return kept


def _bundle(data: Any) -> dict[str, str]:
    kept: dict[str, str] = {}
    for mimetype, content in (data if isinstance(data, dict) else {}).items():
        if isinstance(content, list):
            content = "".join(c for c in content if isinstance(c, str))
        if not isinstance(content, str):
            continue
        if mimetype == "text/plain":
            kept[mimetype] = neutral_text(content)
        elif mimetype == "text/html":
            kept[mimetype] = bleach.clean(_UNSEEN.sub("", _HIDDEN.sub("", content)), tags=_TAGS, attributes=_ATTRIBUTES, strip=True, strip_comments=True)
        elif mimetype in ("image/png", "image/jpeg") and is_image(content):
            kept[mimetype] = content
    return kept


def neutral_text(text: Any) -> str:
    """A text without direction marks or control characters; ANSI colours are kept, other escapes are not."""
    if isinstance(text, list):
        text = "".join(t for t in text if isinstance(t, str))
    if not isinstance(text, str):
        return ""
    colours = _ANSI.findall(text)
    bare = [_CONTROL.sub("", _HIDDEN.sub("", part)).replace("\x1b", "") for part in _ANSI.split(text)]
    return "".join(part + (colours[i] if i < len(colours) else "") for i, part in enumerate(bare))
