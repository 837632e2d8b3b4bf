"""XML from outside, read into elements: no declaration of entities, nothing fetched, and bounds on what it weighs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from epreuves.wording.errors import KitError

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Bytes of a file, elements in it, and how deep they are one in the other.
MOST_BYTES, MOST_ELEMENTS, DEEPEST = 50_000_000, 2_000_000, 60


class _TooMuch(Exception):
    """More elements, or deeper ones, than such a file ever has."""


class _Bounded(TreeBuilder):
    """Builds elements until there are too many of them."""

    def __init__(self) -> None:
        super().__init__()
        self._depth = self._elements = 0

    def start(self, tag: str, attributes: Mapping[str, str], /) -> Element:
        self._depth += 1
        self._elements += 1
        if self._depth > DEEPEST or self._elements > MOST_ELEMENTS:
            raise _TooMuch
        return super().start(tag, dict(attributes))

    def end(self, tag: str, /) -> Element:
        self._depth -= 1
        return super().end(tag)


def read_file(path: Path, most_bytes: int = MOST_BYTES) -> bytes:
    """The bytes of a file that is not too big. Raises KitError."""
    try:
        with path.open("rb") as stream:
            raw = stream.read(most_bytes + 1)
    except OSError as error:
        raise KitError(f"« {path} » ne s'ouvre pas ({error.strerror or error}).") from None
    if len(raw) > most_bytes:
        raise KitError(f"{path.name} dépasse {most_bytes // 1_000_000} Mo : ce n'est pas le fichier attendu.")
    return raw


def parse(raw: bytes, name: str) -> Element:
    """The root of a text; name: of the file, in sentences. Raises KitError for what is no XML, and for what declares or refers to more
    than itself.
    """
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import DefusedXMLParser

    parser = DefusedXMLParser(target=_Bounded(), forbid_dtd=True, forbid_entities=True, forbid_external=True)
    try:
        parser.feed(raw)
        root: Element = parser.close()
    except DefusedXmlException:
        raise KitError(
            f"{name} déclare un type de document ou des entités (« <!DOCTYPE », « <!ENTITY ») : il n'est pas lu. "
            "Téléchargez-le de nouveau, sans le modifier."
        ) from None
    except _TooMuch:
        raise KitError(f"{name} a bien plus d'éléments que le fichier attendu : il n'est pas lu.") from None
    except (ParseError, ValueError, LookupError) as error:
        line = getattr(error, "position", (0,))[0]
        raise KitError(
            f"{name}{f', ligne {line}' if line else ''} : ce n'est pas du XML lisible ; téléchargez-le de nouveau."
        ) from None
    return root


def local(element: Element) -> str:
    """The name of an element without its namespace."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def space(element: Element) -> str:
    """The namespace of an element, empty where it has none."""
    return element.tag[1:].partition("}")[0] if element.tag.startswith("{") else ""
