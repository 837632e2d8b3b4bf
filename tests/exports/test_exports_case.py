"""The référentiel as a CASE package: what the specification requires, whole, and with identifiers that do not change."""

import datetime
import uuid

import jsonschema
import msgspec
import pytest

from epreuves.wording.errors import KitError
from epreuves_kit.exports import case
from epreuves_kit.referentiel.reading import referentiel
from tests.course import ROOT

DAY = datetime.date(2026, 6, 30)
#: Required fields of CASE 1.1's information model, for what a package of ours holds.
_BASE = ["identifier", "uri", "lastChangeDateTime"]
_UUID = {"type": "string", "pattern": "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"}
_TEXT = {"type": "string", "minLength": 1}
_URI = {"type": "string", "pattern": "^[a-z]+:[^ ]+$"}
_DATE = {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$"}
_LINK = {
    "type": "object",
    "required": ["title", "identifier", "uri"],
    "additionalProperties": False,
    "properties": {"title": _TEXT, "identifier": _UUID, "uri": _URI},
}
_OPTIONAL = ["CFItemType", "humanCodingScheme", "abbreviatedStatement", "language", "notes"]


def _thing(required, optional=(), links=(), others=None):
    properties = dict.fromkeys((*required, *optional), _TEXT)
    properties |= (
        {"identifier": _UUID, "uri": _URI, "lastChangeDateTime": _DATE} | dict.fromkeys(links, _LINK) | (others or {})
    )
    return {
        "type": "object",
        "required": [*_BASE, *required],
        "properties": properties,
        "additionalProperties": False,
    }


SCHEMA = {
    "type": "object", "required": ["CFDocument"], "additionalProperties": False,
    "properties": {
        "CFDocument": _thing(["creator", "title"], ["description", "language", "notes"], others={"caseVersion": {"enum": ["1.1"]}}),
        "CFItems": {"type": "array", "items": _thing(["fullStatement"], _OPTIONAL, ["CFItemTypeURI"])},
        "CFAssociations": {
            "type": "array",
            "items": _thing(
                ["associationType", "originNodeURI", "destinationNodeURI"], (), ["originNodeURI", "destinationNodeURI"],
                {"associationType": {"enum": ["isChildOf"]}, "sequenceNumber": {"type": "integer"}},
            ),
        },
        "CFDefinitions": {
            "type": "object", "additionalProperties": False,
            "properties": {"CFItemTypes": {"type": "array", "items": _thing(["title", "description", "hierarchyCode"])}},
        },
    },
}  # fmt: skip


@pytest.fixture(scope="module")
def made():
    return case.package(referentiel(ROOT), DAY)


def test_the_package_has_the_fields_that_the_specification_requires_and_no_other(made):
    jsonschema.validate(msgspec.json.decode(case.content(made)), SCHEMA)


def test_the_package_is_read_back_as_it_was_made(made):
    assert msgspec.json.decode(case.content(made)) == made


def test_every_activity_compétence_and_criterion_is_an_item_under_its_own_label(made):
    known = referentiel(ROOT)
    expected = (
        {a.code: a.label for a in known.activities}
        | {c.code: c.label for c in known.competences}
        | {k.id: k.label for k in known.criteres}
    )
    assert {item["humanCodingScheme"]: item["fullStatement"] for item in made["CFItems"]} == expected


def test_every_item_is_the_child_of_what_holds_it_in_the_official_order(made):
    known, code = referentiel(ROOT), {item["identifier"]: item["humanCodingScheme"] for item in made["CFItems"]}
    children: dict[str, list[str]] = {}
    for link in sorted(made["CFAssociations"], key=lambda one: one["sequenceNumber"]):
        parent = code.get(link["destinationNodeURI"]["identifier"], "")
        assert parent or link["destinationNodeURI"]["identifier"] == made["CFDocument"]["identifier"]
        children.setdefault(parent, []).append(code[link["originNodeURI"]["identifier"]])
    assert children.pop("") == [activity.code for activity in known.activities]
    expected = {a.code: [c.code for c in a.competences] for a in known.activities}
    assert children == expected | {c.code: [k.id for k in c.criteres] for c in known.competences}


def test_an_identifier_is_the_same_another_day_and_under_an_address(made):
    other = case.package(referentiel(ROOT), DAY + datetime.timedelta(days=400), "https://referentiel.ecole.fr")
    assert [item["identifier"] for item in other["CFItems"]] == [item["identifier"] for item in made["CFItems"]]
    assert {uuid.UUID(item["identifier"]).version for item in made["CFItems"]} == {5}
    everything = [
        *made["CFItems"],
        *made["CFAssociations"],
        made["CFDocument"],
        *made["CFDefinitions"]["CFItemTypes"],
    ]
    assert len({one["identifier"] for one in everything}) == len(everything)
    assert {one["uri"].partition("/ims/")[0] for one in (*other["CFItems"], *other["CFAssociations"])} == {
        "https://referentiel.ecole.fr"
    }
    assert {item["uri"] for item in made["CFItems"]} == {f"urn:uuid:{item['identifier']}" for item in made["CFItems"]}


def test_dates_are_iso_with_their_zone(made):
    assert {datetime.datetime.fromisoformat(item["lastChangeDateTime"]) for item in made["CFItems"]} == {
        datetime.datetime(2026, 6, 30, tzinfo=datetime.UTC)
    }


@pytest.mark.parametrize(
    "written",
    [
        "ftp://x",
        "referentiel.ecole.fr",
        "https://",
        "https://a b",
        "https://x/?q=1",
        "javascript:alert(1)",
        "https://é.fr",
    ],
)
def test_what_is_no_address_is_refused_with_an_example(written):
    with pytest.raises(KitError, match="n'est pas une adresse"):
        case.address(written)
