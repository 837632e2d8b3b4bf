"""Persons certified are transmitted once each, by identifiers that say nothing; what is refused is sent again, what is accepted never."""

from __future__ import annotations

import csv
import io
import re
import shutil
from pathlib import Path

import pytest
import xmlschema
import yaml
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from epreuves.wording.errors import KitError
from epreuves_kit.cli import application
from epreuves_kit.extensions.cdc import receipts, transmissions
from epreuves_kit.rules import jury_rules
from tests.cdc.cdc_course import (
    AT,
    CERTIFIED,
    CPF,
    KARIM,
    LEA,
    NAMES,
    XSD,
    ZOE,
    decide,
    flow,
    holders,
    laid,
    receipt,
    values,
)


@pytest.fixture(scope="module")
def decided(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return laid(tmp_path_factory.mktemp("cdc") / "cours")


@pytest.fixture
def course(decided: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = Path(shutil.copytree(decided, tmp_path / "cours"))
    holders(root, KARIM, LEA, ZOE)
    monkeypatch.chdir(root)
    return root


def cdc(*words: str, code: int = 0) -> str:
    done = CliRunner().invoke(application(["export"]), ["export", "cdc", *map(str, words)], env={"COLUMNS": "200"})
    assert done.exit_code == code, done.output
    return done.output


def answer(
    root: Path,
    number: int = 1,
    refused: dict[str, str] | None = None,
    accepted: tuple[str, ...] | None = None,
) -> Path:
    """A receipt of a flow: those refused by candidate, with why; the others accepted, or those named."""
    sent = transmissions.read(root).flows[number - 1]
    ids = {passage.candidate: passage.id for passage in sent.passages}
    kos = [(ids[candidate], why) for candidate, why in (refused or {}).items()]
    oks = [ids[one] for one in (set(ids) - set(refused or {}) if accepted is None else accepted)]
    return receipt(root / f"retour-{number}.xml", sent.id, sorted(oks), kos)


def listed(root: Path) -> dict[str, dict[str, str]]:
    text = (root / "cdc" / "suivi.csv").read_text("utf-8-sig")
    return {row["Candidat"]: row for row in csv.DictReader(io.StringIO(text), delimiter=";")}


def test_those_certified_are_in_the_flow_and_nobody_else(course):
    said = cdc(*AT, "--xsd", str(XSD))
    assert values(course, "nomNaissance") == ["Ben Ali", "Martin", "D'Arc"]
    assert "3 personnes dans ce flux, conforme à cdc-essai.xsd" in said
    assert "1 candidat à compléter" in said  # Awa; Tom asked for a bloc alone
    assert xmlschema.XMLSchema(XSD).is_valid(course / "cdc" / "flux-001.xml")


def test_the_flow_says_who_sends_when_and_what(course):
    cdc(*AT)
    root = flow(course)
    expected = {
        "idClient": {"04ABC123"}, "idContrat": {"MCFCER000000"}, "type": {"RNCP"}, "code": {"RNCP12345"},
        "natureDeposant": {"CERTIFICATEUR"}, "action": {"CREATION"}, "horodatage": {"2026-07-02T10:00:00+02:00"},
        "dateDebutValidite": {"2026-06-30"}, "obtentionCertification": {"PAR_ADMISSION"}, "donneeCertifiee": {"true"},
    }  # fmt: skip
    assert {name: {e.text for e in root.iter(f"{CPF}{name}")} for name in expected} == expected
    assert re.fullmatch(r"[0-9a-f-]{36}", values(course, "idFlux")[0] or "")


def test_the_version_of_the_schema_without_an_action_and_another_sender_can_be_asked_for(course):
    file = course / "certificateur.yaml"
    file.write_text(
        f"{file.read_text('utf-8')}emetteur: 99TIERS1\ndeposant: tiers de confiance\nschema: 1.1.2\n", "utf-8"
    )
    cdc(*AT, "--xsd", str(XSD))
    assert values(course, "action") == []
    assert values(course, "idClient") == ["99TIERS1", "04ABC123"]
    assert values(course, "natureDeposant") == ["TIERS_CONFIANCE"]


@pytest.mark.parametrize(
    ("written", "offset"),
    [("2026-01-15T10:00:00", "10:00:00+01:00"), ("2026-07-02T08:00:00+00:00", "10:00:00+02:00")],
)
def test_the_stamp_is_the_clock_of_paris_with_its_offset(course, written, offset):
    cdc("--date", "2025-12-30", "--horodatage", written)
    assert (values(course, "horodatage")[0] or "").endswith(offset)


def test_identities_are_told_as_the_school_wrote_them(course):
    cdc(*AT)
    karim, lea, zoe = flow(course).iter(f"{CPF}titulaire")
    told = [
        {e.tag.removeprefix(CPF): e.text for e in one.iter() if e.text and e.text.strip()} for one in (karim, lea, zoe)
    ]
    assert told[0] == {
        "nomNaissance": "Ben Ali",
        "prenom1": "Karim",
        "anneeNaissance": "1999",
        "moisNaissance": "03",
        "sexe": "M",
        "codeInsee": "99351",
        "libelleCommuneNaissance": "Tunis",
        "codePaysNaissance": "351",
        "libellePaysNaissance": "Tunisie",
    }
    assert told[1] == {
        "nomNaissance": "Martin",
        "nomUsage": "Fontaine",
        "prenom1": "Léa",
        "prenom2": "Anne-Sophie",
        "anneeNaissance": "2001",
        "moisNaissance": "12",
        "jourNaissance": "31",
        "sexe": "F",
        "codeInsee": "01053",
        "libelleCommuneNaissance": "Bourg-en-Bresse",
    }
    assert told[2]["codePostal"] == "88630"
    assert "codePaysNaissance" not in told[2]
    assert values(course, "modaliteAcces") == ["VAE", None, "FORMATION_INITIALE_APPRENTISSAGE"]


def test_the_same_flow_has_the_same_bytes_and_its_identifiers_say_no_name(course):
    cdc(*AT)
    first = (course / "cdc" / "flux-001.xml").read_bytes()
    shutil.rmtree(course / "cdc")
    cdc(*AT)
    assert (course / "cdc" / "flux-001.xml").read_bytes() == first
    ids = values(course, "idTechnique")
    assert len(set(ids)) == 3
    assert not [
        part
        for id in ids
        for name in (*NAMES, *sum(NAMES.values(), ()))
        for part in name.casefold().split()
        if part in (id or "")
    ]


def test_an_identifier_hangs_on_the_key_of_the_session(course):
    cdc(*AT)
    before = values(course, "idTechnique")
    shutil.rmtree(course / "cdc")
    (course / "seance.yaml").write_text("nom: Session de juin 2026\ncle: une autre phrase\n", "utf-8")
    cdc(*AT)
    assert not set(before) & set(values(course, "idTechnique"))


def test_a_candidate_without_identity_stops_the_flow_and_is_named(course):
    holders(course, KARIM, LEA)
    said = cdc(*AT, code=2)
    assert "absent de titulaires.csv : Zoé D’Arc." in said.replace("\xa0", " ")
    assert "--modele" in said
    assert not (course / "cdc" / "flux-001.xml").exists()


def test_who_is_left_out_is_left_out_by_name_and_told(course):
    holders(course, KARIM, LEA)
    assert "Zoé D’Arc : laissé de côté" in cdc(*AT, "--sans", "ZOE", code=1)
    assert values(course, "prenom1") == ["Karim", "Léa"]
    assert listed(course)["zoe"]["État"] == "à envoyer, état civil à donner"
    assert "n'est pas certifié" in cdc(*AT, "--sans", "tom", code=2)


def test_an_incomplete_line_stops_only_the_flow_that_it_is_in(course):
    holders(course, KARIM, LEA, ("zoe", "D'Arc", *[""] * 12))
    said = cdc(*AT, code=2)
    assert "titulaires.csv, ligne 4, champ « date de naissance »" in said
    assert "ligne 4, champ « sexe »" in said
    cdc(*AT, "--sans", "zoe", code=1)


def test_a_simulated_flow_writes_nothing(course):
    assert "Rien n'est écrit" in cdc(*AT, "--simuler", "--xsd", str(XSD))
    assert not (course / "cdc").exists()


def test_nobody_is_sent_twice_before_an_answer(course):
    cdc(*AT)
    assert "Personne n'est à transmettre" in cdc(*AT, code=2)
    assert "n'a pas encore de réponse" in cdc(*AT, "--candidat", "zoe", code=2)
    assert not (course / "cdc" / "flux-002.xml").exists()


def test_one_who_is_refused_is_sent_again_once_under_the_same_identifier(course):
    cdc(*AT)
    first = dict(zip(CERTIFIED, values(course, "idTechnique"), strict=True))
    said = cdc("--retour", answer(course, refused={"zoe": "Aucun titulaire ne correspond"}), code=1)
    assert "2 passages acceptés et 1 passage refusé." in said
    assert listed(course)["zoe"]["Motif du refus"] == "Aucun titulaire ne correspond"
    assert "sa ligne n'a pas changé depuis" in cdc(*AT, "--simuler")
    holders(course, KARIM, LEA, (*ZOE[:3], "Zoé-Jeanne", *ZOE[4:]))
    assert "n'a pas changé" not in cdc(*AT)
    assert values(course, "idTechnique", 2) == [first["zoe"]]
    assert values(course, "prenom1", 2) == ["Zoé-Jeanne"]
    assert values(course, "idFlux", 2) != values(course, "idFlux")
    cdc(*AT, code=2)
    cdc("--retour", answer(course, 2))
    assert {row["État"] for row in listed(course).values()} == {"accepté"}
    assert "Personne n'est à transmettre" in cdc(*AT, code=2)
    assert cdc().count("accepté") == 3


def test_an_identifier_once_sent_is_kept_though_the_key_changes(course):
    cdc(*AT)
    before = values(course, "idTechnique")
    cdc("--retour", answer(course, refused=dict.fromkeys(CERTIFIED, "Refusé")), code=1)
    (course / "seance.yaml").write_text("nom: Session de juin 2026\ncle: une autre phrase\n", "utf-8")
    cdc(*AT)
    assert values(course, "idTechnique", 2) == before


def test_one_who_is_accepted_is_never_sent_again_even_by_name(course):
    cdc(*AT)
    cdc("--retour", answer(course))
    assert "n'est jamais renvoyé" in cdc(*AT, "--candidat", "zoe", code=2)


def test_who_a_receipt_does_not_name_is_still_awaited(course):
    cdc(*AT)
    cdc("--retour", answer(course, refused={"zoe": "Refusé"}, accepted=("lea.fontaine",)), code=1)
    assert {who: row["État"] for who, row in listed(course).items()} == {
        "karim.benali": "envoyé",
        "lea.fontaine": "accepté",
        "zoe": "refusé, à renvoyer",
    }


def test_a_receipt_taken_twice_changes_nothing(course):
    cdc(*AT)
    path = answer(course)
    cdc("--retour", path)
    kept = (course / "cdc" / "suivi.json").read_bytes()
    cdc("--retour", path)
    assert (course / "cdc" / "suivi.json").read_bytes() == kept


def test_a_receipt_that_contradicts_itself_or_us_is_refused_whole(course, tmp_path):
    cdc(*AT)
    sent = transmissions.read(course).flows[0]
    ids = [passage.id for passage in sent.passages]
    both = receipt(tmp_path / "deux.xml", sent.id, ids, [(ids[0], "Refusé")])
    assert "y est plusieurs fois" in cdc("--retour", both, code=2)
    stranger = receipt(tmp_path / "autre.xml", sent.id, [*ids, "inconnu"])
    assert "« inconnu » n'est pas dans flux-001.xml" in cdc("--retour", stranger, code=2)
    elsewhere = receipt(tmp_path / "ailleurs.xml", "0-0", ids)
    assert "n'a pas été écrit dans ce cours" in cdc("--retour", elsewhere, code=2)
    good = receipt(tmp_path / "bon.xml", sent.id, ids)
    assert cdc("--retour", good, "--retour", stranger, code=2)
    assert transmissions.read(course).receipts == ()
    cdc("--retour", good)
    late = receipt(tmp_path / "tard.xml", sent.id, [], [(ids[0], "Refusé")])
    assert "alors qu'un retour l'a déjà dit accepté" in cdc("--retour", late, code=2)


def test_a_flow_that_was_never_taken_in_is_abandoned_and_sent_anew(course):
    cdc(*AT)
    before = values(course, "idTechnique")
    assert "3 passages à transmettre de nouveau" in cdc("--abandonner", "flux-001.xml")
    assert "déjà abandonné" in cdc("--abandonner", "1", code=2)
    cdc(*AT)
    assert values(course, "idTechnique", 2) == before
    cdc("--retour", answer(course, 2))
    assert "a eu une réponse" in cdc("--abandonner", "2", code=2)
    assert "n'est pas un flux" in cdc("--abandonner", "7", code=2)


def test_an_answer_to_a_flow_that_was_abandoned_counts_all_the_same(course):
    cdc(*AT)
    cdc("--abandonner", "1")
    cdc("--retour", answer(course))
    assert "Personne n'est à transmettre" in cdc(*AT, code=2)


def test_a_flow_of_which_the_record_was_not_written_is_written_again(course):
    cdc(*AT)
    cdc("--retour", answer(course, refused={"zoe": "Refusé"}), code=1)
    kept = (course / "cdc" / "suivi.json").read_bytes()
    cdc(*AT)
    (course / "cdc" / "suivi.json").write_bytes(kept)  # as where the machine stops between the two
    cdc(*AT)
    assert values(course, "prenom1", 2) == ["Zoé"]
    assert not (course / "cdc" / "flux-003.xml").exists()


def test_a_first_flow_that_was_interrupted_is_written_again(course, monkeypatch):
    with monkeypatch.context() as stopped:
        put = transmissions.put

        def until_the_flow_is_there(path, content):
            if path.name == "suivi.json" and (course / "cdc" / "flux-001.xml").exists():
                raise KitError("Plus de place.")
            put(path, content)

        stopped.setattr(transmissions, "put", until_the_flow_is_there)
        assert "Plus de place" in cdc(*AT, code=2)
    assert transmissions.read(course).flows == ()
    cdc(*AT)
    assert [flow.number for flow in transmissions.read(course).flows] == [1]


def test_a_record_that_is_lost_or_older_than_the_flows_is_never_taken_for_nothing_sent(course):
    cdc(*AT)
    cdc("--abandonner", "1")
    before = (course / "cdc" / "suivi.json").read_bytes()
    cdc(*AT)
    cdc("--abandonner", "2")
    cdc(*AT)
    (course / "cdc" / "suivi.json").write_bytes(before)
    assert "version plus ancienne" in cdc(*AT, code=2)
    (course / "cdc" / "suivi.json").unlink()
    assert "on ne sait plus qui a été transmis" in cdc(*AT, code=2)
    (course / "cdc" / "suivi.json").write_text("{")
    assert "ne se lit pas" in cdc(*AT, code=2)


def test_two_commands_do_not_write_at_once(course):
    with transmissions.alone(course):
        assert "Une autre commande" in cdc(*AT, code=2)
        assert "3 personnes à transmettre" in cdc(code=1)


def test_a_person_sent_under_another_identifier_is_not_sent_twice(course):
    cdc(*AT, "--candidat", "zoe")
    holders(course, KARIM, ("lea.fontaine", *ZOE[1:]))
    assert "déjà été transmise sous l'identifiant « zoe »" in cdc(*AT, "--sans", "zoe", code=2)


def test_a_deliberation_after_the_flow_is_refused(course):
    assert "est après l'horodatage" in cdc("--date", "2062-06-30", *AT[2:], code=2)


def test_a_list_that_cannot_be_written_does_not_undo_what_was_sent(course):
    (course / "cdc" / "suivi.csv").mkdir(parents=True)
    assert "ne peut pas être écrit" in cdc(*AT)
    assert len(transmissions.read(course).flows) == 1


def test_one_who_has_every_bloc_is_transmitted_and_one_who_lacks_one_is_not(course):
    codes = [bloc.code for bloc in jury_rules.read(course).blocs]
    for candidate, had in (("awa", codes), ("tom", codes[1:])):
        for code in had:
            decide(course, candidate, code, "validé")
    (course / "inscriptions.csv").unlink()
    holders(course, KARIM, LEA, ZOE, ("awa", "Diop", *KARIM[2:]), ("tom", "Petit", *LEA[2:]))
    decide(course, "tom", codes[0], "non validé")
    cdc(*AT)
    assert values(course, "nomNaissance") == ["Diop", "Ben Ali", "Martin", "D'Arc"]


def test_one_who_is_certified_no_more_is_told_and_not_sent(course):
    cdc(*AT)
    cdc("--retour", answer(course, refused={"lea.fontaine": "Refusé"}), code=1)
    for candidate in ("zoe", "lea.fontaine"):
        decide(course, candidate, "certification", "non validé")
    said = cdc()
    assert "Zoé D’Arc : transmis, et plus certifié" in said
    assert "n'est plus certifié" in cdc(*AT, "--candidat", "lea.fontaine", code=2)


def test_a_line_that_is_not_the_candidates_is_asked_about(course):
    holders(course, KARIM, (LEA[0], *ZOE[1:7], "01/02/2003", *ZOE[8:]), ZOE)
    assert "Léa Fontaine s'appelle « Fontaine » au carnet de notes" in cdc(*AT)


def test_the_model_names_those_certified_and_keeps_what_is_filled_in(course):
    (course / "titulaires.csv").unlink()
    assert "3 lignes de plus" in cdc("--modele")
    rows = list(csv.reader(io.StringIO((course / "titulaires.csv").read_text("utf-8-sig"), newline=""), delimiter=";"))
    assert [row[:4] for row in rows[1:]] == [
        ["karim.benali", "Ben Ali", "", "Karim"],
        ["lea.fontaine", "Fontaine", "", "Léa"],
        ["zoe", "D'Arc", "", "Zoé"],
    ]
    assert not any(any(row[4:]) for row in rows[1:])
    holders(course, KARIM)
    before = (course / "titulaires.csv").read_bytes()
    assert "2 lignes" in cdc("--modele", "--simuler")
    assert (course / "titulaires.csv").read_bytes() == before
    cdc("--modele")
    assert (course / "titulaires.csv").read_bytes().startswith(before)
    whole = (course / "titulaires.csv").read_bytes()
    assert "il n'y manque personne" in cdc("--modele")
    assert (course / "titulaires.csv").read_bytes() == whole


def test_a_flow_that_the_schema_refuses_is_not_written(course, tmp_path):
    strict = tmp_path / "strict.xsd"
    strict.write_text(XSD.read_text("utf-8").replace('value="VAE"', 'value="AUTRE"'), "utf-8")
    said = cdc(*AT, "--xsd", str(strict), code=2)
    assert "n'est pas conforme à strict.xsd" in said
    assert "Karim BEN ALI (titulaires.csv, ligne 2), élément « modaliteAcces »" in said
    assert "MARTIN" not in said
    assert not (course / "cdc" / "flux-001.xml").exists()


_IMPORT = '<xs:import namespace="urn:x" schemaLocation="http://127.0.0.1:9/x.xsd"/>'


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda text: text.replace('version="essai">', f'version="essai">{_IMPORT}'), "renvoie à un autre fichier"),
        (lambda text: text.replace('version="essai">', 'version="essai"><xs:include schemaLocation="/etc/passwd"/>'), "renvoie à un autre fichier"),
        (lambda text: text.replace("<xs:schema", '<!DOCTYPE x [<!ENTITY a "b">]><xs:schema', 1), "déclare un type de document"),
        (lambda text: text.replace('targetNamespace="urn:cdc', 'targetNamespace="urn:autre'), "n'est pas le schéma de ces flux"),
        (lambda text: text.replace('type="cpf:moment"', 'type="cpf:inconnu"'), "ne se lit pas comme un schéma"),
        (lambda text: text[:500], "ce n'est pas du XML lisible"),
        (lambda text: "a" * 2_000_001, "dépasse 2 Mo"),
    ],
)  # fmt: skip
def test_a_schema_that_is_none_or_asks_for_more_than_itself_is_refused(course, tmp_path, change, said):
    path = tmp_path / "schema.xsd"
    path.write_text(change(XSD.read_text("utf-8")), "utf-8")
    assert said in cdc(*AT, "--xsd", str(path), code=2)
    assert not (course / "cdc" / "flux-001.xml").exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]><r><idFlux>&a;</idFlux></r>', "déclare un type de document"),
        ('<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><r>&b;</r>', "déclare un type de document"),
        pytest.param("<r>" * 5_000, "bien plus d'éléments", id="deep"),
        ("<r><idFlux>1</idFlux>", "ce n'est pas du XML lisible"),
        ("<r/>", "n'est pas un compte rendu"),
        ("", "ce n'est pas du XML lisible"),
        ("<r><idFlux>1</idFlux><passagesKO><passage><messageErreur>x</messageErreur></passage></passagesKO></r>", "n'a pas d'« idTechnique »"),
    ],
)  # fmt: skip
def test_a_hostile_or_broken_receipt_is_refused_with_a_sentence(course, tmp_path, text, said):
    cdc(*AT)
    path = tmp_path / "retour.xml"
    path.write_text(text, "utf-8")
    assert said in cdc("--retour", str(path), code=2)
    assert transmissions.read(course).receipts == ()


def test_what_a_receipt_says_acts_neither_in_a_terminal_nor_in_a_spreadsheet(course):
    cdc(*AT)
    said = cdc(
        "--retour",
        answer(course, refused={"zoe": "=HYPERLINK(&quot;x&quot;)\u202e\n[red]fin " + "x" * 2_000}),
        code=1,
    )
    assert "\u202e" not in said
    kept = listed(course)["zoe"]["Motif du refus"]
    assert kept.startswith("'=HYPERLINK")
    assert "\u202e" not in kept
    assert len(kept) <= 501


_PARTS = [
    "<rapport>",
    "</rapport>",
    "<idFlux>1</idFlux>",
    "<passagesOK>",
    "</passagesOK>",
    "<PassagesKO>",
    "<idTechnique>a</idTechnique>",
    "<messageErreur/>",
    "é",
    "&a;",
    "<?xml version='1.0' encoding='utf-7'?>",
    "\0",
]


@given(
    st.binary(max_size=200) | st.lists(st.sampled_from(_PARTS), max_size=12).map(lambda parts: "".join(parts).encode())
)
def test_any_bytes_are_a_receipt_or_are_refused_with_a_sentence(raw):
    try:
        found = receipts.parse(raw, "retour.xml")
    except KitError:
        return
    assert found.flow
    assert found.accepted or found.refused


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("client: 04ABC\n", "n'a pas 8 signes"),
        ("contrat: «x»\n", "n'est pas un numéro de contrat"),
        ("certification: RS12\n", "n'est pas un code comme"),
        ("nir: 1\n", "nir"),
    ],
)
def test_a_depositor_that_cannot_be_meant_is_refused(course, line, said):
    file = course / "certificateur.yaml"
    field = line.partition(":")[0]
    file.write_text(
        "".join(one for one in file.read_text("utf-8").splitlines(keepends=True) if not one.startswith(field)) + line,
        "utf-8",
    )
    assert said in cdc(*AT, code=2)


def test_who_transmits_is_written_field_by_field_and_the_rest_of_the_file_is_kept(course):
    file = course / "certificateur.yaml"
    file.write_text(f"# D'après le courrier du 3 mai.\n{file.read_text('utf-8')}schema: 1.1.2\n", "utf-8")
    before = file.read_text("utf-8")
    assert "contrat NEUF01, certification RNCP12345" in cdc("--contrat", "NEUF01")
    assert [line for line in file.read_text("utf-8").splitlines() if line not in before.splitlines()] == [
        'contrat: "NEUF01"'
    ]
    assert "n'est pas un numéro de contrat" in cdc("--contrat", "«x»", code=2)
    file.unlink()
    assert "champ contrat : il manque" in cdc("--client", "12345678", "--rncp", "12345", code=2)
    assert not file.exists()
    cdc("--client", "12345678", "--contrat", "NEUF01", "--rncp", "12345")
    assert yaml.safe_load(file.read_bytes())["client"] == "12345678"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--date", "30/06/2026"), "écrivez-la comme 2026-06-30"),
        (("--date", "2026-06-30", "--horodatage", "hier"), "n'est pas un horodatage"),
        (("--date", "2026-06-30", "--modele"), "ne vont pas ensemble"),
        (("--sans", "zoe"), "ajoutez --date"),
        (("--date", "2026-06-30", "--candidat", "awa"), "n'est pas certifié"),
        (("--retour", "absent.xml"), "ne s'ouvre pas"),
    ],
)
def test_what_cannot_be_meant_is_refused(course, words, said):
    assert said in cdc(*words, code=2)


def test_a_session_with_the_key_of_all_is_told_to_be_a_trial(course):
    (course / "seance.yaml").write_text(
        "nom: Essai\ncle: le thé infuse quatre minutes à quatre-vingts degrés\n", "utf-8"
    )
    assert "ne le déposez pas" in cdc(*AT)
