"""Badges: only of what is validated, unsigned and saying so, of a person whom nobody reads in them."""

import datetime
import hashlib
import json

import jsonschema
import msgspec
import pytest

from epreuves_kit.exports import badges, case
from epreuves_kit.jury.evidence import Status
from epreuves_kit.referentiel.reading import referentiel
from tests.course import ROOT
from tests.exports.csv_names import FORMULA, NAMES

ISSUE = badges.Issue("Session de juin 2026", "une phrase que personne ne devine", datetime.date(2026, 6, 30))


_TEXT = {"type": "string", "minLength": 1}
_URI = {"type": "string", "pattern": "^[a-z]+:[^ ]+$"}
_DATE = {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$"}


def _object(properties, optional=()):
    required = [name for name in properties if name not in optional]
    return {"type": "object", "required": required, "properties": properties, "additionalProperties": False}


def _typed(name, properties, optional=()):
    return _object({"type": {"type": "array", "contains": {"const": name}}} | properties, optional)


#: What the specification's AchievementCredential requires, for what a credential of ours holds, and nothing else.
SCHEMA = _typed("OpenBadgeCredential", {
    "@context": {"type": "array", "minItems": 2, "prefixItems": [
        {"const": "https://www.w3.org/ns/credentials/v2"},
        {"pattern": r"^https://purl\.imsglobal\.org/spec/ob/v3p0/context(-3\.\d\.\d)*\.json$"},
    ]},
    "id": _URI, "name": _TEXT, "description": _TEXT, "validFrom": _DATE, "awardedDate": _DATE,
    "issuer": _typed("Profile", {"id": _URI, "name": _TEXT, "url": _URI}, ["url"]),
    "credentialSubject": _typed("AchievementSubject", {
        "achievement": _typed("Achievement", {
            "id": _URI, "achievementType": {"const": "Competency"}, "name": _TEXT, "description": _TEXT,
            "criteria": _object({"narrative": _TEXT}), "humanCode": _TEXT, "inLanguage": {"const": "fr"},
            "alignment": {"type": "array", "items": _typed("Alignment", {
                "targetName": _TEXT, "targetUrl": _URI, "targetCode": _TEXT, "targetFramework": _TEXT, "targetType": {"const": "CFItem"},
            })},
        }),
        "identifier": {"type": "array", "minItems": 1, "maxItems": 1, "items": _object({
            "type": {"const": "IdentityObject"}, "hashed": {"const": True}, "identityHash": {"pattern": r"^sha256\$[0-9a-f]{64}$"},
            "identityType": {"enum": ["emailAddress", "userName"]}, "salt": _TEXT,
        })},
    }),
    "credentialSchema": {"type": "array", "items": _object({"id": _URI, "type": {"const": "1EdTechJsonSchemaValidator2019"}})},
})  # fmt: skip


@pytest.fixture(scope="module")
def made(results):
    return badges.badges(referentiel(ROOT), results.decisions, results.emails, ISSUE)


def test_there_is_a_badge_for_each_compétence_validated_and_for_no_other(made, results):
    validated = {
        (one.candidate, v.code) for one in results.decisions for v in one.competences if v.status is Status.VALIDATED
    }
    assert {(badge.candidate, badge.code) for badge in made} == validated
    assert {badge.candidate for badge in made} == {FORMULA}


def test_a_badge_has_what_the_specification_requires(made):
    for badge in made:
        data_bytes = case.content(badge.credential)
        jsonschema.validate(json.loads(data_bytes), SCHEMA, cls=jsonschema.Draft202012Validator)
        assert json.loads(data_bytes) == badge.credential


def test_a_badge_says_that_it_is_not_signed_and_has_no_proof(made):
    for badge in made:
        told = json.loads(case.content(badge.credential))
        assert told["description"].startswith("NON SIGNÉ.")
        assert "proof" not in told
        assert badge.file.endswith("non-signe.json")


def test_a_badge_tells_its_criteria_and_the_item_of_the_framework_that_it_attests(made):
    (badge,) = [one for one in made if one.code == "C15.1"]
    achievement = badge.credential["credentialSubject"]["achievement"]
    assert achievement["criteria"]["narrative"].split("\n") == [
        f"- {k.label}" for k in referentiel(ROOT).criteres_of("C15.1")
    ]
    items = {item["humanCodingScheme"]: item["uri"] for item in case.package(referentiel(ROOT), ISSUE.day)["CFItems"]}
    assert achievement["alignment"][0]["targetUrl"] == items["C15.1"]


@pytest.mark.parametrize(
    ("email", "kind", "known"),
    [("zoe@exemple.fr", "emailAddress", "zoe@exemple.fr"), ("", "userName", "zoe")],
)
def test_whoever_knows_the_identity_finds_it_and_nobody_reads_it(results, email, kind, known):
    verdict = next(
        v for one in results.decisions if one.candidate == FORMULA for v in one.competences if v.code == "C15.1"
    )
    credential = badges.credential(referentiel(ROOT), verdict, "zoe", email, ISSUE)
    (who,) = credential["credentialSubject"]["identifier"]
    assert who["identityType"] == kind
    assert who["identityHash"] == "sha256$" + hashlib.sha256((known + who["salt"]).encode()).hexdigest()
    assert known.encode() not in case.content(credential)


def test_no_badge_holds_a_name_and_no_two_have_the_same_salt(made):
    text = "".join(case.content(badge.credential).decode() for badge in made)
    assert not [name for id, names in NAMES.items() for name in (id, *names) if name and len(name) > 4 and name in text]
    salts = [badge.credential["credentialSubject"]["identifier"][0]["salt"] for badge in made]
    assert len(set(salts)) == len(salts) == len(made)


def test_the_same_export_gives_the_same_badges_and_another_session_others(made, results):
    again = badges.badges(referentiel(ROOT), results.decisions, results.emails, ISSUE)
    assert again == made
    later = msgspec.structs.replace(ISSUE, session="Session de septembre 2026")
    others = badges.badges(referentiel(ROOT), results.decisions, results.emails, later)
    assert not {badge.credential["id"] for badge in made} & {badge.credential["id"] for badge in others}


def test_two_candidates_never_share_a_folder_and_no_name_leads_elsewhere():
    names = ["../../etc", "a b", "A-B", "=x", ".", "é" * 300, "e\u0301", "\u00e9", "a/b", ""]
    folders = badges.folders_of(names)
    assert len({folder.casefold() for folder in folders.values()}) == len(set(names))
    assert not [f for f in folders.values() if "/" in f or f.startswith(".") or not f or len(f) > 70]
