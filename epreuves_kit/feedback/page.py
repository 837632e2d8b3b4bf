"""A feedback page: what goes into it, the digest of that, and the HTML; the same bytes whoever asks for them."""

from __future__ import annotations

import functools
import hashlib
import importlib.metadata
import os
from pathlib import Path

import jinja2
import msgspec

from epreuves.referentiel.levels import LEVELS
from epreuves.wording.french import counted, number, of
from epreuves_kit.feedback.results import CopyResults
from epreuves_kit.feedback.view import Feedback, view
from epreuves_kit.gradebook.marked_notebook import MarkingRecord, parse
from epreuves_kit.gradebook.rows import Rows
from epreuves_kit.referentiel.model import Referentiel

_FOLDER = Path(__file__).parent
_encoder = msgspec.json.Encoder(order="sorted")


def compose(
    official: Referentiel,
    name: str,
    notebook: bytes,
    rows: Rows,
    digest: str,
    results: CopyResults | None = None,
    late: str = "",
) -> bytes:
    """The page of a copy, as UTF-8: the référentiel, its candidate's name, the bytes of its autograded notebook, its rows in the gradebook, the results of
    its compétences, and a sentence on its lateness.

    digest: that of those six, which the page bears. Raises UnreadableMarkedNotebook where the notebook cannot be read.
    """
    page = _template().render(page=told(official, name, notebook, rows, results, late), levels=LEVELS, digest=digest)
    return page.encode("utf-8", "replace")


def told(
    official: Referentiel, name: str, notebook: bytes, rows: Rows, results: CopyResults | None = None, late: str = ""
) -> Feedback:
    """The content of the page of a copy; as `compose`."""
    read = parse(notebook)
    return view(official, name, read.cells, read.record or MarkingRecord(status="marked"), rows, results, late)


def digest(
    official: Referentiel, name: str, notebook: bytes, rows: Rows, results: CopyResults | None = None, late: str = ""
) -> str:
    """The digest that a page bears of all that goes into it, as 32 hexadecimal digits: same digest, same page.

    The copy's id in the gradebook, drawn at random, is part of it: nothing can be guessed from a digest by trying.
    """
    own = name.encode("utf-8", "surrogateescape")
    return fingerprint(
        _FOLDER, own, notebook, _encoder.encode(rows), _encoder.encode(results), late.encode(), official.digest.encode()
    )


def fingerprint(folder: Path, *parts: bytes) -> str:
    """The digest of some bytes and of the kit that shows them, whose pages are made in a folder; 32 hexadecimal digits."""
    made = hashlib.blake2b(_kit(folder), digest_size=16)
    for part in parts:
        made.update(len(part).to_bytes(8, "big"))
        made.update(part)
    return made.hexdigest()


def borne(path: Path) -> str | None:
    """The digest that a page written bears, None where it bears none: it stands at the very end, so that half a page has none."""
    end = _end("0" * 32)
    try:
        with path.open("rb") as stream:
            stream.seek(0, os.SEEK_END)
            stream.seek(max(0, stream.tell() - len(end)))
            tail = stream.read()
    except OSError:
        return None
    given = tail[-(32 + len(_AFTER)) : -len(_AFTER)].decode("ascii", "replace")
    return given if tail == _end(given) else None


def stamped(page: bytes, digest: str) -> bytes:
    """A page of nbgrader's own that bears a digest as the kit's do; as it was, where it does not end as a page."""
    body = page.rstrip()
    return body.removesuffix(b"</html>") + _end(digest) if body.endswith(b"</html>") else page


def warm() -> None:
    """Read once what every page needs, so that processes forked from this one have it."""
    _template()
    _kit(_FOLDER)


_BEFORE, _AFTER = b"</html>\n<!-- empreinte : ", b" -->\n"


def _end(digest: str) -> bytes:
    return _BEFORE + digest.encode("ascii", "replace") + _AFTER


@functools.cache
def environment(*folders: Path) -> jinja2.Environment:
    """The environment in which the templates of folders are read, the first first: what they are told is escaped, and nothing that they name may lack."""
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(folders),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        undefined=jinja2.StrictUndefined,
    )
    made.filters |= {"points": number, "of": of, "counted": counted}
    return made


@functools.cache
def _template() -> jinja2.Template:
    return environment(_FOLDER).get_template("feedback.html.j2")


@functools.cache
def _kit(folder: Path) -> bytes:
    """The kit as far as it makes the pages of a folder: its version, and the files there, which change between versions."""
    made = hashlib.blake2b(importlib.metadata.version("epreuves").encode())
    for path in sorted(folder.rglob("*")):
        if path.suffix in (".py", ".j2", ".typ"):
            made.update(path.name.encode() + b"\0" + path.read_bytes())
    return made.digest()
