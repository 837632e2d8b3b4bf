"""Blocks laid out by typst whose images were drawn again within the walls: nothing that a candidate made is opened by what composes a page."""

from __future__ import annotations

import base64
from collections.abc import Sequence

import msgspec

from epreuves_kit.grading.handed_files import LIMITS
from epreuves_kit.marking.files import drawing
from epreuves_kit.reports.composition import Node
from epreuves_kit.reports.pages import TEMPLATES
from epreuves_kit.runner.frames import Closed, TooLong
from epreuves_kit.runner.sandbox import shared

#: What lays blocks out, which templates import, by the name under which they do.
LAYOUT = "blocks.typ"
#: Bytes of all the images of a document: what a school's mailbox still takes.
MAXIMUM_BYTES = 12_000_000


class RedrawnBlocks:
    """The blocks of one document, whose images become files. not_shown: what is said where one cannot be drawn again."""

    def __init__(self, not_shown: str) -> None:
        self._names: dict[str, str] = {}
        self._not_shown = not_shown
        self.images: dict[str, bytes] = {}

    @property
    def files(self) -> dict[str, bytes]:
        """The files that a template needs beside it: what lays blocks out, and the images, by name."""
        return {LAYOUT: (TEMPLATES / LAYOUT).read_bytes(), **self.images}

    def filled(self, nodes: Sequence[Node], title: str) -> list[Node]:
        """Blocks whose images are files; those in lists and quotes as well. title: what an image is a figure of, where nothing says it."""
        redrawn = []
        for node in nodes:
            if node["kind"] == "image":
                redrawn.append(self.image(node["source"], node["alt"] or f"Figure : {title}"))
            elif node["kind"] == "list":
                redrawn.append(node | {"items": [self.filled(item, title) for item in node["items"]]})
            elif node["kind"] == "quote":
                redrawn.append(node | {"blocks": self.filled(node["blocks"], title)})
            else:
                redrawn.append(node)
        return redrawn

    def image(self, source: str, description: str) -> Node:
        """An image, from its address of data, or what is said in its place."""
        if source not in self._names:
            self._names[source] = self._kept(base64.b64decode(source.partition(",")[2]))
        name = self._names[source]
        return (
            {"kind": "image", "file": name, "alt": description} if name else {"kind": "notice", "text": self._not_shown}
        )

    def _kept(self, content: bytes) -> str:
        drawn = _redrawn(content)
        if not drawn or sum(map(len, self.images.values())) + len(drawn) > MAXIMUM_BYTES:
            return ""
        kind = "png" if drawn.startswith(b"\x89PNG") else "jpg"
        name = f"image-{len(self.images)}.{kind}"
        self.images[name] = drawn
        return name


def _redrawn(content: bytes) -> bytes:
    """An image drawn again within the walls, as PNG or JPEG; empty where there are none, or where it cannot be opened."""
    runner = shared("auto")
    if not runner.walled:
        return b""
    try:
        reply = runner.call("epreuves_kit.marking.files.drawing:draw", drawing.payload(content, b""), [], LIMITS, {})
        drawn = msgspec.msgpack.decode(reply, type=drawing.StillPages)
    except (TimeoutError, Closed, TooLong, msgspec.DecodeError):
        return b""
    return drawn.pages[0] if drawn.pages else b""
