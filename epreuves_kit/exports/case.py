"""The référentiel as a 1EdTech CASE 1.1 package: its fields, required ones first, and how the kit fills them.

Source: « Competencies and Academic Standards Exchange Service, version 1.1 », information model. Field names are the specification's.
"""

from __future__ import annotations

import datetime
import re
import uuid
from typing import Any

import msgspec

from epreuves.wording.errors import KitError
from epreuves_kit.referentiel.model import Activity, Competence, Critere, Referentiel

#: An object of the specification, as it is written in JSON.
Json = dict[str, Any]

#: The kit's own namespace, drawn once: changing it would change the identifier of everything already exported.
_KIT = uuid.UUID("6f1c1c5e-2b0f-4d3c-9c52-5a6d0f7f3e17")
_ADDRESS = re.compile(r"https?://[^\s/?#<>\"{}|\\^`]+(?:/[^\s?#<>\"{}|\\^`]*)?")

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


def identifier(*names: str) -> str:
    """The UUID of what is named (« competence », « U5.1 »), the same each time, on any machine (RFC 9562, version 5)."""
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
    """The URI of a thing: under the school's address, or by its UUID alone where there is none."""
    return f"{address}/{path}/{identifier}" if address else f"urn:uuid:{identifier}"


def item_uri(code: str, address: str = "") -> str:
    """The URI of the item of a code."""
    return str(_named("item", code, address)["uri"])


def content(made: Json) -> bytes:
    """The bytes of a package's file, or of a badge's."""
    return msgspec.json.format(msgspec.json.encode(made), indent=2) + b"\n"


def package(official: Referentiel, day: datetime.date, address: str = "") -> Json:
    """The framework as it is on a day, a CFPackage; address: where it will be published, without its last slash, or empty."""
    certification, at = official.certification, {"lastChangeDateTime": f"{day.isoformat()}T00:00:00Z"}
    title = f"Référentiel de la certification « {certification.title} »"
    document = _named("document", certification.title, address)
    types = {
        name: _named("type", name, address)
        | {"title": name, "description": description, "hierarchyCode": str(rank)}
        | at
        for rank, (name, description) in enumerate(_TYPES.items(), start=1)
    }
    items: list[Json] = []
    associations: list[Json] = []

    def add(kind: str, entry: Activity | Competence | Critere, parent: Json, rank: int) -> None:
        """Add what is at a rank, from 1, of its parent, and all that is below it."""
        code = entry.id if isinstance(entry, Critere) else entry.code
        own = _named("item", code, address)
        item = {
            "identifier": own["identifier"],
            "fullStatement": entry.label,
            "uri": own["uri"],
            **at,
            "CFItemType": kind,
            "CFItemTypeURI": _link(kind, types[kind]),
            "humanCodingScheme": code,
            "abbreviatedStatement": entry.group.title if isinstance(entry, Competence) else "",
            "language": "fr",
            "notes": entry.note,
        }
        items.append({field: value for field, value in item.items() if value})
        link = _link(f"{code} {entry.label}", own)
        association = _named("association", code, address)
        associations.append(
            {
                "identifier": association["identifier"],
                "associationType": "isChildOf",
                "uri": association["uri"],
                "originNodeURI": link,
                "destinationNodeURI": parent,
                **at,
                "sequenceNumber": rank,
            }
        )
        if isinstance(entry, Activity):
            for place, competence in enumerate(entry.competences, start=1):
                add("Compétence", competence, link, place)
        elif isinstance(entry, Competence):
            for place, critere in enumerate(entry.criteres, start=1):
                add("Critère", critere, link, place)

    for rank, activity in enumerate(official.activities, start=1):
        add("Activité", activity, _link(title, document), rank)
    described = {
        **document,
        "creator": certification.certifier,
        "title": title,
        **at,
        "caseVersion": "1.1",
        "description": f"Certification de niveau {certification.level} : activités, compétences et critères d'évaluation.",
        "language": "fr",
        **({"notes": certification.note} if certification.note else {}),
    }
    return {
        "CFDocument": described,
        "CFItems": items,
        "CFAssociations": associations,
        "CFDefinitions": {"CFItemTypes": list(types.values())},
    }


def _named(kind: str, name: str, address: str) -> Json:
    """The identifier and the URI of a thing of the framework."""
    own = identifier("case", kind, name)
    return {"identifier": own, "uri": uri(address, f"ims/case/v1p1/{_PATHS[kind]}", own)}


def _link(title: str, named: Json) -> Json:
    """A link to a thing of the framework."""
    return {"title": title, "identifier": named["identifier"], "uri": named["uri"]}
