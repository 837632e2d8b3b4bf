"""The words of the référentiel that travel with an épreuve, in its `seance.json`: a candidate's folder has no course."""

from __future__ import annotations

from pathlib import Path

import msgspec

from epreuves.answers.allowed import Allowed

#: The session as an épreuve was built with it.
FILE = "seance.json"
#: A larger file is none of the kit's.
_MAX_BYTES = 20_000_000


class PublishedWords(msgspec.Struct, frozen=True, rename={"parts": "parties"}):
    """competences: the label of each of the épreuve's, by code. parts: of a part of the rapport de compétences, the titles of all its
    parts by id, in order; empty of another épreuve."""

    competences: dict[str, str] = msgspec.field(default_factory=dict)
    parts: dict[str, str] = msgspec.field(default_factory=dict)


class _PublishedSitting(msgspec.Struct, frozen=True, rename={"allowed": "permis"}):
    """The part of a sitting that is read here; its hours and codes are not."""

    allowed: Allowed = Allowed()


class _Published(msgspec.Struct, frozen=True, rename={"words": "referentiel", "sitting": "passation"}):
    """The part of the file that is read here; it holds more."""

    epreuve: str = ""
    words: PublishedWords = msgspec.field(default_factory=PublishedWords)
    sitting: _PublishedSitting = _PublishedSitting()


def of_folder(folder: Path) -> PublishedWords:
    """The words that lie beside a notebook; none where the file is not there, is damaged, or was written before it held them."""
    return _published(folder).words


def allowed_in(folder: Path) -> Allowed:
    """The help allowed at the épreuve whose folder this is; nothing where the file does not say it."""
    return _published(folder).sitting.allowed


def epreuve_of(folder: Path) -> str:
    """The épreuve whose folder this is; empty where nothing says it."""
    return _published(folder).epreuve


def epreuve_in(content: bytes) -> str:
    """The épreuve that the bytes of the file name; empty where they name none."""
    return _decoded(content).epreuve


def _published(folder: Path) -> _Published:
    try:
        path = folder / FILE
        return _decoded(path.read_bytes()) if path.stat().st_size <= _MAX_BYTES else _Published()
    except OSError:
        return _Published()


def _decoded(content: bytes) -> _Published:
    try:
        return msgspec.json.decode(content, type=_Published)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return _Published()
