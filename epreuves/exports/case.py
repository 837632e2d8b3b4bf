"""The référentiel as a 1EdTech CASE 1.1 package: its fields, required ones first, and how the kit fills them.

Source: « Competencies and Academic Standards Exchange Service, version 1.1 », information model. Field names are the specification's.
"""

from __future__ import annotations

import datetime
from typing import Annotated, Literal

import msgspec

from epreuves.exports import identifiers
from epreuves.referentiel import Activity, Competence, Critere, Referentiel

Uuid = Annotated[
    str, msgspec.Meta(pattern="^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$")
]
Uri = Annotated[str, msgspec.Meta(pattern="^[a-z]+:[^ ]+$")]
Text = Annotated[str, msgspec.Meta(min_length=1)]
#: ISO 8601 with its zone, « 2026-06-30T00:00:00Z ».
DateTime = Annotated[str, msgspec.Meta(pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$")]


class _Strict(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    pass


class Link(_Strict, frozen=True):
    """A link to a thing of the framework."""

    title: Text
    identifier: Uuid
    uri: Uri


class CFDocument(_Strict, frozen=True):
    """The framework itself."""

    identifier: Uuid
    uri: Uri
    creator: Text
    title: Text
    lastChangeDateTime: DateTime
    caseVersion: Literal["1.1"]
    description: str = ""
    language: str = ""
    notes: str = ""


class CFItemType(_Strict, frozen=True):
    """A kind of items; hierarchyCode: its rank from the top."""

    identifier: Uuid
    uri: Uri
    title: Text
    description: Text
    hierarchyCode: Text
    lastChangeDateTime: DateTime


class CFItem(_Strict, frozen=True):
    """An activity, a compétence or a criterion."""

    identifier: Uuid
    fullStatement: Text
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


_NOTES = (
    "Libellés du kit d'épreuves, qui disent chaque exigence du référentiel sans en reprendre le texte ; "
    "le texte officiel est celui du certificateur."
)
_TYPES = {
    "Activité": "Une activité du métier.",
    "Compétence": "Une compétence attestée par la certification.",
    "Critère": "Un critère d'évaluation d'une compétence.",
}
_PATHS = {
    "document": "CFDocuments",
    "type": "CFItemTypes",
    "item": "CFItems",
    "association": "CFAssociations",
}


def package(known: Referentiel, day: datetime.date, address: str = "") -> CFPackage:
    """The framework as it is on a day; address: where it will be published, without its last slash, or empty."""
    framework = _Framework(known, day, address)
    for rank, activity in enumerate(known.activities, start=1):
        framework.item("Activité", activity, framework.root, rank)
    return framework.package()


def content(package: CFPackage) -> bytes:
    """The bytes of its file."""
    return msgspec.json.format(msgspec.json.encode(package), indent=2) + b"\n"


def item_uri(code: str, address: str = "") -> str:
    """Where the item of a code is."""
    return _uri("item", _id("item", code), address)


class _Framework:
    """A package being made."""

    def __init__(self, known: Referentiel, day: datetime.date, address: str) -> None:
        self._address, self._at = address, f"{day.isoformat()}T00:00:00Z"
        certification = known.certification
        title = f"Référentiel de la certification « {certification.title} »"
        document = _id("document", certification.title)
        self._document = CFDocument(
            identifier=document, uri=_uri("document", document, address), creator=certification.certifier, title=title,
            lastChangeDateTime=self._at, caseVersion="1.1", language="fr", notes=_NOTES,
            description=f"Certification de niveau {certification.level} : activités, compétences et critères d'évaluation.",
        )  # fmt: skip
        self.root = Link(title=title, identifier=document, uri=self._document.uri)
        self._types = {name: self._type(name, rank) for rank, name in enumerate(_TYPES, start=1)}
        self._items: list[CFItem] = []
        self._associations: list[CFAssociation] = []

    def item(self, kind: str, told: Activity | Competence | Critere, parent: Link, rank: int) -> None:
        """Add an activity, a compétence or a criterion, and all that is below it."""
        code = told.id if isinstance(told, Critere) else told.code
        own = _id("item", code)
        uri, type_ = _uri("item", own, self._address), self._types[kind]
        self._items.append(
            CFItem(
                identifier=own, fullStatement=told.label, uri=uri, lastChangeDateTime=self._at, CFItemType=kind, language="fr",
                CFItemTypeURI=Link(title=kind, identifier=type_.identifier, uri=type_.uri), humanCodingScheme=code,
                abbreviatedStatement=told.group.title if isinstance(told, Competence) else "", notes=told.note,
            )
        )  # fmt: skip
        link = Link(title=f"{code} {told.label}", identifier=own, uri=uri)
        association = _id("association", code)
        self._associations.append(
            CFAssociation(
                identifier=association, associationType="isChildOf", uri=_uri("association", association, self._address),
                originNodeURI=link, destinationNodeURI=parent, lastChangeDateTime=self._at, sequenceNumber=rank,
            )
        )  # fmt: skip
        if isinstance(told, Activity):
            for place, competence in enumerate(told.competences, start=1):
                self.item("Compétence", competence, link, place)
        elif isinstance(told, Competence):
            for place, critere in enumerate(told.criteres, start=1):
                self.item("Critère", critere, link, place)

    def package(self) -> CFPackage:
        """All of it."""
        return CFPackage(
            CFDocument=self._document, CFItems=tuple(self._items), CFAssociations=tuple(self._associations),
            CFDefinitions=CFDefinitions(CFItemTypes=tuple(self._types.values())),
        )  # fmt: skip

    def _type(self, name: str, rank: int) -> CFItemType:
        own = _id("type", name)
        return CFItemType(
            identifier=own, uri=_uri("type", own, self._address), title=name, description=_TYPES[name],
            hierarchyCode=str(rank), lastChangeDateTime=self._at,
        )  # fmt: skip


def _id(kind: str, name: str) -> str:
    return identifiers.identifier("case", kind, name)


def _uri(kind: str, identifier: str, address: str) -> str:
    return identifiers.uri(address, f"ims/case/v1p1/{_PATHS[kind]}", identifier)
