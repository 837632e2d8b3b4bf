"""French typography of a Markdown text: the no-break spaces before « : ; ? ! » and within guillemets."""

from __future__ import annotations

import re

from epreuves.wording.french import FIXED

#: What is shown as it is typed: code, formulas, addresses.
_AS_TYPED = re.compile(r"`[^`\n]*`|\$\$[^$]*\$\$|\$[^$\n]+\$|\]\([^)\n]*\)|https?://\S+")
#: A plain space where a no-break one is due; a table's « | :--- | » is no sentence.
_PLAIN = re.compile(r"(?<=[^\s|]) (?=[:;?!»](?:[\s*_.,;)»]|$))|(?<=«) (?=\S)", re.MULTILINE)


def spaced(text: str) -> str:
    """The text with its no-break spaces, in place of the plain ones that it has there; code and formulas stay as they are."""
    pieces, at = [], 0
    for match in _AS_TYPED.finditer(text):
        pieces += [text[at : match.start()], match[0]]
        at = match.end()
    pieces.append(text[at:])
    # Typed pieces are set aside by what no text holds, so that what precedes and follows them is seen as it stands.
    return _restored(_PLAIN.sub(FIXED, "\0".join(pieces[::2])), pieces[1::2])


def _restored(text: str, typed: list[str]) -> str:
    others = text.split("\0")
    return others[0] + "".join(code + other for code, other in zip(typed, others[1:], strict=True))
