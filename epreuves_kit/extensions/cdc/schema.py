"""A flow held against the schema that the school downloads: nothing else is read than that one file."""

from __future__ import annotations

import re
from pathlib import Path

from epreuves.wording.errors import KitError
from epreuves.wording.inert import inert
from epreuves_kit.extensions.cdc.flow import NAMESPACE
from epreuves_kit.wording import strict_xml

_MOST_BYTES = 2_000_000
_LANGUAGE = "http://www.w3.org/2001/XMLSchema"
#: What makes a schema read another file.
_OUTSIDE = {"import", "include", "redefine", "override"}
#: Faults that are listed, and letters of what a schema says of each.
_TOLD, _LONGEST = 10, 200
_PASSAGE = re.compile(r"passageCertification(?:\[(\d+)\])?(?:/|$)")


def faults(flow: bytes, path: Path) -> list[tuple[int, str]]:
    """The faults that a schema finds in a flow: the rank of the passage, from 1, 0 where it is in none, and a sentence each.

    Raises KitError where the file is no schema of such flows.
    """
    import xmlschema

    raw = strict_xml.read_file(path, _MOST_BYTES)
    root = strict_xml.parse(raw, path.name)
    if root.tag != f"{{{_LANGUAGE}}}schema" or root.get("targetNamespace") != NAMESPACE:
        raise KitError(
            f"{path.name} n'est pas le schéma de ces flux ({NAMESPACE}) : prenez celui de l'espace des certificateurs."
        )
    for element in root.iter():
        if strict_xml.space(element) == _LANGUAGE and strict_xml.local(element) in _OUTSIDE:
            raise KitError(f"{path.name} renvoie à un autre fichier, qui ne serait pas lu : il est refusé.")
    try:
        schema = xmlschema.XMLSchema10(raw.decode("utf-8-sig"), allow="none", defuse="always")
        tree = strict_xml.parse(flow, "le flux")
        errors = [
            (error.path or "", inert(str(error.reason or ""))[:_LONGEST])
            for error in schema.iter_errors(tree, use_location_hints=False)
        ]
    except (xmlschema.XMLSchemaException, UnicodeDecodeError, RecursionError, ValueError) as error:
        raise KitError(
            f"{path.name} ne se lit pas comme un schéma ({type(error).__name__}) : téléchargez-le de nouveau."
        ) from None
    lines = [(_rank(where), f"élément « {re.split('[/:}]', where)[-1]} » : {why}") for where, why in errors[:_TOLD]]
    return [*lines, (0, f"et {len(errors) - _TOLD} autres.")] if len(errors) > _TOLD else lines


def _rank(where: str) -> int:
    """The rank of the passage that a path goes through; the path has none where there is one passage."""
    through = _PASSAGE.search(where)
    return int(through[1] or 1) if through else 0
