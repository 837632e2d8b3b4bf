"""A report as an HTML page, one file, inert; it bears the digest of what went into it, so that what is up to date is not made again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from epreuves_kit.feedback.page import environment, fingerprint

TEMPLATES = Path(__file__).parent / "templates"
_encoder = msgspec.json.Encoder(order="sorted")


def compose(template: str, **values: Any) -> bytes:
    """The page of a template of this package, as UTF-8; values are escaped, but for those marked inert HTML there."""
    return environment(TEMPLATES).get_template(template).render(**values).encode("utf-8", "replace")


def digest(*parts: Any) -> str:
    """The digest of values that JSON can say, and of the kit that shows them, as 32 hexadecimal digits."""
    return fingerprint(Path(__file__).parent, *(_encoder.encode(part) for part in parts))
