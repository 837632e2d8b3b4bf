"""A report as an HTML page, one file, inert; it bears the digest of what went into it, so that what is up to date is not made again."""

from __future__ import annotations

import functools
import hashlib
import importlib.metadata
from pathlib import Path
from typing import Any

import jinja2
import msgspec

from epreuves.wording.french import counted, number

TEMPLATES = Path(__file__).parent / "templates"
_encoder = msgspec.json.Encoder(order="sorted")


def compose(template: str, digest: str, **told: Any) -> bytes:
    """The page of a template of this package, as UTF-8; what is told is escaped, but for what is marked inert HTML there."""
    page = _environment().get_template(template).render(digest=digest, **told)
    return page.encode("utf-8", "replace")


def digest(*parts: Any) -> str:
    """The digest of values (bytes, or what JSON can say) and of the kit that shows them, as 32 hexadecimal digits."""
    made = hashlib.blake2b(_kit(), digest_size=16)
    for part in parts:
        data = part if isinstance(part, bytes) else _encoder.encode(part)
        made.update(len(data).to_bytes(8, "big"))
        made.update(data)
    return made.hexdigest()


@functools.cache
def _environment() -> jinja2.Environment:
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES), autoescape=True, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True,
        undefined=jinja2.StrictUndefined,
    )  # fmt: skip
    made.filters |= {"points": number, "counted": counted}
    return made


@functools.cache
def _kit() -> bytes:
    """The kit as far as it makes reports: its version, and the files of this package, which change between versions."""
    made = hashlib.blake2b(importlib.metadata.version("epreuves").encode())
    for path in sorted(Path(__file__).parent.rglob("*")):
        if path.suffix in (".py", ".j2", ".typ"):
            made.update(path.name.encode() + b"\0" + path.read_bytes())
    return made.digest()
