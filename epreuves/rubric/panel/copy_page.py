"""A copy as HTML, one fragment a compétence: only tags, classes and data of the kit's own, around what was made inert."""

from __future__ import annotations

import functools
from pathlib import Path

import jinja2
import msgspec

from epreuves.rubric.panel.copy_view import CopyView
from epreuves.wording.french import counted, number

_TONES = {"✓": "good", "◐": "part", "": "plain"}


class Tab(msgspec.Struct, frozen=True):
    """A compétence of a copy: code (empty for what belongs to none), label, and HTML."""

    code: str
    label: str
    html: str


def tabs(copy: CopyView) -> tuple[Tab, ...]:
    """The fragments of a copy, in the order of its notebook; what was mended in it is told at the head of each."""
    template = _template()
    written = tuple(s.code for s in copy.sections if s.code and s.writings)
    return tuple(
        Tab(
            s.code,
            s.label,
            template.render(section=s, notice=copy.notice, mends=copy.mends, tones=_TONES, written=written),
        )
        for s in copy.sections
    )


@functools.cache
def _template() -> jinja2.Template:
    environment = jinja2.Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=jinja2.StrictUndefined)  # fmt: skip
    environment.filters |= {"points": number, "counted": counted}
    return environment.from_string((Path(__file__).parent / "copy.html.j2").read_text("utf-8"))
