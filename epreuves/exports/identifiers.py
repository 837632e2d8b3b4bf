"""Identifiers that outlive an export: the same thing has the same UUID each time, on any machine (RFC 9562, version 5)."""

from __future__ import annotations

import re
import uuid

from epreuves.wording.errors import KitError

#: The kit's own namespace, drawn once: changing it would change the identifier of everything already exported.
_KIT = uuid.UUID("6f1c1c5e-2b0f-4d3c-9c52-5a6d0f7f3e17")
_ADDRESS = re.compile(r"https?://[^\s/?#<>\"{}|\\^`]+(?:/[^\s?#<>\"{}|\\^`]*)?")


def identifier(*names: str) -> str:
    """The UUID of what is named: « competence », « C15.1 »."""
    return str(uuid.uuid5(_KIT, "\0".join(names)))


def address(written: str) -> str:
    """A web address under which things will be published, without its last slash; KitError where it is none."""
    clean = written.strip()
    if clean and not (clean.isascii() and _ADDRESS.fullmatch(clean)):
        raise KitError(
            f"« {written} » n'est pas une adresse : écrivez par exemple https://referentiel.ecole.fr, sans « ? » ni « # »."
        )
    return clean.rstrip("/")


def uri(address: str, path: str, identifier: str) -> str:
    """Where a thing is: under the school's address, or by its UUID alone where there is none."""
    return f"{address}/{path}/{identifier}" if address else f"urn:uuid:{identifier}"
