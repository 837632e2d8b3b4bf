"""What a competency framework is made of in 1EdTech CASE 1.1: the fields that the kit writes, required ones first.

Source: « Competencies and Academic Standards Exchange Service, version 1.1 », information model. Field names are the specification's.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

Uuid = Annotated[
    str, msgspec.Meta(pattern="^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$")
]
Uri = Annotated[str, msgspec.Meta(pattern="^[a-z]+:[^ ]+$")]
Texte = Annotated[str, msgspec.Meta(min_length=1)]
#: ISO 8601 with its zone, « 2026-06-30T00:00:00Z ».
DateTime = Annotated[str, msgspec.Meta(pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$")]


class _Strict(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    pass


class Link(_Strict, frozen=True):
    """A link to a thing of the framework."""

    title: Texte
    identifier: Uuid
    uri: Uri


class CFDocument(_Strict, frozen=True):
    """The framework itself."""

    identifier: Uuid
    uri: Uri
    creator: Texte
    title: Texte
    lastChangeDateTime: DateTime
    caseVersion: Literal["1.1"]
    description: str = ""
    language: str = ""
    notes: str = ""


class CFItemType(_Strict, frozen=True):
    """A kind of items; hierarchyCode: its rank from the top."""

    identifier: Uuid
    uri: Uri
    title: Texte
    description: Texte
    hierarchyCode: Texte
    lastChangeDateTime: DateTime


class CFItem(_Strict, frozen=True):
    """An activity, a compétence or a criterion."""

    identifier: Uuid
    fullStatement: Texte
    uri: Uri
    lastChangeDateTime: DateTime
    CFItemType: str
    CFItemTypeURI: Link
    humanCodingScheme: str
    abbreviatedStatement: str = ""
    language: str = ""
    notes: str = ""


class CFAssociation(_Strict, frozen=True):
    """A link from an item to what it belongs to; sequenceNumber: its place there, from 1."""

    identifier: Uuid
    associationType: Literal["isChildOf"]
    uri: Uri
    originNodeURI: Link
    destinationNodeURI: Link
    lastChangeDateTime: DateTime
    sequenceNumber: int


class CFDefinitions(_Strict, frozen=True):
    """What items refer to."""

    CFItemTypes: tuple[CFItemType, ...]


class CFPackage(_Strict, frozen=True):
    """A whole framework, as one file."""

    CFDocument: CFDocument
    CFItems: tuple[CFItem, ...]
    CFAssociations: tuple[CFAssociation, ...]
    CFDefinitions: CFDefinitions
