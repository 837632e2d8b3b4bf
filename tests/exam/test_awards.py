"""Parchemins: who is given one, what it says, the number that serves once, the code that anyone verifies, copies and cancellations."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pypdf
import pypdfium2
import pytest
import zxingcpp
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given
from hypothesis import strategies as st
from nbgrader.api import Gradebook

from epreuves_kit.course.folders import Course
from epreuves_kit.exam.asking import Asked, Unconfirmed
from epreuves_kit.exam.awards import signing
from epreuves_kit.exam.closing import archive, sealing
from epreuves_kit.exam.closing.own_data import gather
from epreuves_kit.jury.record import Act, AwardAct, AwardCancelAct, AwardCopyAct, JuryRecord
from epreuves_kit.page.drawn import do
from epreuves_kit.rules import jury_rules
from tests.accessible_pdf import faults
from tests.exam.session_application import act, decided_session, refused, screen, told

REGISTERED = {"register_code": "38504", "specialty": "312, 320t", "decided": "2024-04-24"}
SIGNED = {"signatory": "Jeanne Morin, directrice", "day": "2026-07-10"}
LONG = "de La Rochefoucauld-Montmorency-Saint-Amand-en-Puisaye-Lès-X"


@pytest.fixture(scope="module")
def decided(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course whose procès-verbal gives Léa the certification, and Karim one bloc."""
    root = decided_session(tmp_path_factory.mktemp("parchemins") / "cours")
    act(root, "jury decider", sure=True, candidate="lea", about="certification", decision="validé", reason="Vu.")
    act(root, "jury decider", sure=True, candidate="karim", about="certification", decision="non validé", reason="Vu.")
    act(root, "jury decider", sure=True, candidate="karim", about="B1", decision="validé", reason="Vu.")
    act(root, "jury seance", number="2026/07", date="2026-07-02")
    act(root, "jury pv --rectificatif", sure=True, partial="oui", date="2026-07-02")
    act(root, "certification", **REGISTERED)
    return root


@pytest.fixture
def course(decided: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(decided, tmp_path / "cours"))


def read(path: Path) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in pypdf.PdfReader(path).pages]


def codes(path: Path) -> list[str]:
    """The texts of a file's codes, a page each, as a telephone reads them."""
    pages = (page.render(scale=2).to_pil() for page in pypdfium2.PdfDocument(path))
    return [found.text for page in pages for found in zxingcpp.read_barcodes(page)]


def deliver(course: Path, **more: str) -> str:
    return act(course, "parchemins", sure=True, **SIGNED, **more)


def test_a_parchemin_says_what_must_be_said_and_nothing_else(course: Path) -> None:
    said = deliver(course)
    assert "1 parchemin et 1 attestation de bloc, du n° 2026/07-001 au n° 2026/07-002 : imprimez-les" in said.replace(
        "\xa0", " "
    )
    path = course / "exports" / "parchemins-2026-07-001.pdf"
    assert faults(path.read_bytes()) == []
    karim, lea = (page.replace("\xa0", " ") for page in read(path))
    for mention in (
        "ASCENCIA Business School",
        "Certification professionnelle",
        "Chargé·e de marketing et communication",
        "Niveau 6 du cadre national des certifications professionnelles, niveau 6 du cadre européen",
        "NSF 312, 320t",
        "n° RNCP38504, par la décision du directeur général de France compétences en date du 24 avril 2024",
        "Léa FONTAINE",
        "Jury du 2 juillet 2026",
        "Délivré à Paris, le 10 juillet 2026",
        "Jeanne Morin, directrice",
    ):
        assert mention in lea, mention
    assert "Attestation de bloc de compétences" in karim
    assert "ne vaut pas celle de la certification entière" in karim
    assert "La certification est délivrée" not in karim


def test_the_code_on_the_paper_is_read_as_it_was_signed(course: Path) -> None:
    deliver(course)
    own = signing.key(course)
    assert own is not None
    for text in codes(course / "exports" / "parchemins-2026-07-001.pdf"):
        *said, last = text.splitlines()
        signature = last.removeprefix(signing.SIGNED)
        assert signing.signed_by(own, said, signature)
        assert not signing.signed_by(own, [said[0].replace("001", "003").replace("002", "003"), *said[1:]], signature)
    assert len(codes(course / "exports" / "parchemins-2026-07-001.pdf")) == 2


@given(st.text(max_size=90))
def test_no_signature_that_somebody_makes_up_is_taken(text: str) -> None:
    own = ec.generate_private_key(ec.SECP256R1())
    assert not signing.signed_by(own, ["Parchemin n° 1"], text)


def test_nothing_is_delivered_before_it_is_confirmed_nor_twice(course: Path) -> None:
    with pytest.raises(Unconfirmed) as asked:
        do(course, Asked("parchemins", "", {"author": "S.", **SIGNED}, False), told)
    assert "Délivrer 1 parchemin et 1 attestation de bloc d'après" in asked.value.sentence.replace("\xa0", " ")
    [table] = asked.value.tables
    assert table.title == "Ce qui sera délivré"
    assert [(who, what.partition(" : ")[0]) for who, _, what in table.lines] == [
        ("Karim BENALI", "Attestation"),
        ("Léa FONTAINE", "Parchemin"),
    ]
    assert not (course / signing.FILE).exists()
    deliver(course)
    assert "tous ceux du procès-verbal le sont" in deliver(course)
    with JuryRecord(course) as record:
        assert len(record.entries(AwardAct)) == 2


def test_a_key_that_is_lost_is_never_made_anew_where_parchemins_are_delivered(course: Path) -> None:
    deliver(course)
    (course / signing.FILE).unlink()
    for ask in (
        lambda: refused(course, "parchemins registre"),
        lambda: refused(course, "parchemins duplicata", number="2026/07-001"),
        lambda: refused(course, "parchemins annuler", sure=True, number="2026/07-001", reason="Fraude."),
    ):
        assert "reprenez-le d'une sauvegarde" in ask()
    assert not (course / signing.FILE).exists()
    with JuryRecord(course) as record:
        assert record.entries(AwardCopyAct, AwardCancelAct) == []


def test_the_key_is_hidden_and_a_course_that_has_it_in_sight_keeps_it(course: Path) -> None:
    deliver(course)
    assert not [path for path in course.glob("[!.]*") if path.suffix == ".pem"]
    own = signing.fingerprint(signing.kept_key(course))
    (course / signing.FILE).rename(course / signing.EARLIER_FILE)
    act(course, "parchemins duplicata", number="2026/07-002")
    assert signing.fingerprint(signing.made_key(course)) == own
    assert not (course / signing.FILE).exists()


def test_a_file_that_an_interruption_kept_from_being_written_is_written_once_more(course: Path) -> None:
    deliver(course)
    path = course / "exports" / "parchemins-2026-07-001.pdf"
    before = read(path)
    path.unlink()
    assert "Le fichier des derniers délivrés manquait" in deliver(course)
    assert read(path) == before


def test_one_person_alone_is_given_theirs_however_their_name_is_typed(course: Path) -> None:
    do(course, Asked("parchemins", "", {"author": "S.", **SIGNED, "candidates": "LEA"}, True), told)
    with JuryRecord(course) as record:
        assert [entry.act.candidate for entry in record.entries(AwardAct)] == ["lea"]


def test_who_has_the_whole_may_have_each_bloc_too(course: Path) -> None:
    deliver(course, blocs="oui")
    with JuryRecord(course) as record:
        of_lea = [entry.act.code for entry in record.entries(AwardAct) if entry.act.candidate == "lea"]
    assert of_lea[0] == "certification"
    assert len(of_lea) == len(set(of_lea))


def test_what_a_parchemin_must_say_is_asked_for_before_one_is_delivered(course: Path) -> None:
    file = course / "referentiel" / "certification.yaml"
    file.write_text(re.sub(r"(?m)^(rncp|nsf|decision):.*\n", "", file.read_text("utf-8")), "utf-8")
    sentence = refused(course, "parchemins", sure=True, **SIGNED)
    assert "le numéro au RNCP, le code NSF et la décision d'enregistrement" in sentence.replace("\xa0", " ")
    assert "Écrire l'enregistrement" in sentence
    act(course, "certification", **REGISTERED)
    assert "Un parchemin est signé" in refused(course, "parchemins", sure=True)
    assert "avant la délibération" in refused(course, "parchemins", sure=True, **SIGNED | {"day": "2026-06-01"})


def test_all_that_cannot_be_of_a_registration_is_told_at_once_and_nothing_is_written(course: Path) -> None:
    file = course / "referentiel" / "certification.yaml"
    before = file.read_bytes()
    told = refused(course, "certification", register_code="fiche 38504", specialty="marketing", decided="2999-01-01")
    for why in ("n'est pas un numéro du RNCP", "n'est pas un code NSF", "est à venir"):
        assert why in told
    assert file.read_bytes() == before


def test_the_registration_keeps_the_comments_of_its_file(course: Path) -> None:
    text = (course / "referentiel" / "certification.yaml").read_text("utf-8")
    assert "# Le code sous lequel d'autres logiciels" in text
    assert 'rncp: "RNCP38504"' in text


def test_a_decision_that_changed_since_the_minutes_waits_for_others(course: Path) -> None:
    act(
        course,
        "jury decider",
        sure=True,
        candidate="lea",
        about="certification",
        decision="non validé",
        reason="Erreur.",
    )
    sentence = refused(course, "parchemins", sure=True, **SIGNED)
    assert "les décisions ont changé pour Léa FONTAINE" in sentence


def test_a_copy_says_that_it_is_one_and_a_cancelled_parchemin_stays_in_the_register(course: Path) -> None:
    deliver(course)
    act(course, "parchemins duplicata", number="2026/07-002")
    (page,) = read(course / "exports" / "duplicata-2026-07-002.pdf")
    assert "Duplicata du" in page
    with pytest.raises(Unconfirmed):
        do(
            course,
            Asked("parchemins annuler", "", {"author": "S.", "number": "2026/07-002", "reason": "Fraude."}),
            told,
        )
    act(course, "parchemins annuler", sure=True, number="2026/07-002", reason="Fraude reconnue.")
    assert "est annulé" in refused(course, "parchemins duplicata", number="2026/07-002")
    lines = act(course, "parchemins registre")
    assert "2026/07-002 | Léa FONTAINE" in lines
    assert "Fraude reconnue." in lines
    assert "2026/07-001 | Karim BENALI" in lines
    assert "Fraude reconnue." in (course / "exports" / "registre-des-parchemins.csv").read_text("utf-8-sig")
    # No spreadsheet is kept from reading a day as one.
    assert "'2026" not in (course / "exports" / "registre-des-parchemins.csv").read_text("utf-8-sig").replace(
        "'2026/", ""
    )
    # Another is delivered under another number, once whoever asks is reminded.
    with pytest.raises(Unconfirmed) as asked:
        do(course, Asked("parchemins", "", {"author": "S.", **SIGNED}, False), told)
    assert "Le n° 2026/07-002 (Léa FONTAINE, Certification) a été annulé" in asked.value.look[0].replace("\xa0", " ")
    assert "Fraude reconnue." in asked.value.look[0]
    assert "Un parchemin, n° 2026/07-003 : imprimez-le et faites-le signer." in deliver(course).replace("\xa0", " ")
    act(course, "parchemins annuler", sure=True, number="2026/07-001", reason="Bloc accordé par erreur.")
    assert "Une attestation de bloc, n° 2026/07-004 : imprimez-la" in deliver(course).replace("\xa0", " ")


def test_those_who_bear_one_name_are_told_apart_by_their_birth(course: Path) -> None:
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as book:
        book.update_or_create_student("karim", first_name="Léa", last_name="FONTAINE")
    (course / "naissances.csv").write_text("candidat;naissance;lieu\nlea;03/03/2001;Lyon\n", "utf-8")
    with pytest.raises(Unconfirmed) as asked:
        do(course, Asked("parchemins", "", {"author": "S.", **SIGNED}, False), told)
    [table] = asked.value.tables
    assert [line[:2] for line in table.lines] == [
        ("Léa FONTAINE (karim)", "—"),
        ("Léa FONTAINE (né·e le 03/03/2001)", "né·e le 3 mars 2001 à Lyon"),
    ]
    assert "faute de la connaître : Léa FONTAINE (karim)" in asked.value.look[0]
    deliver(course)
    assert "Léa FONTAINE (né·e le 03/03/2001)" in act(course, "parchemins registre")
    [part] = [part for part in screen(course)["parts"] if part["key"] == "parchemins"]
    assert {line["cells"][1] for line in part["lines"]} == {"Léa FONTAINE (karim)", "Léa FONTAINE (né·e le 03/03/2001)"}


def test_nobody_is_delivered_a_paper_in_the_name_of_an_identifier(course: Path) -> None:
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as book:
        book.update_or_create_student("karim", first_name=None, last_name=None)
    with pytest.raises(Unconfirmed) as asked:
        do(course, Asked("parchemins", "", {"author": "S.", **SIGNED}, False), told)
    assert any("Rien n'est délivré, faute d'un nom, à karim" in line for line in asked.value.look)
    assert "faute d'un nom, à karim" in deliver(course)
    with JuryRecord(course) as record:
        assert [entry.act.candidate for entry in record.entries(AwardAct)] == ["lea"]
    # Once the name is given, what is due is delivered.
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as book:
        book.update_or_create_student("karim", first_name="Karim", last_name="BENALI")
    assert "faute d'un nom" not in deliver(course)
    with JuryRecord(course) as record:
        assert {entry.act.candidate for entry in record.entries(AwardAct)} == {"lea", "karim"}


def test_an_unknown_number_is_refused_in_a_sentence(course: Path) -> None:
    assert "Aucun parchemin n'a le n° 12" in refused(course, "parchemins duplicata", number="12")


def test_minutes_that_take_back_a_decision_say_which_parchemin_to_cancel(course: Path) -> None:
    deliver(course)
    act(
        course,
        "jury decider",
        sure=True,
        candidate="lea",
        about="certification",
        decision="non validé",
        reason="Fraude.",
    )
    act(course, "jury seance", number="2026/08", date="2026-08-02")
    act(course, "jury pv --rectificatif", sure=True, partial="oui", date="2026-08-02")
    assert "n'accorde plus ce que dit le n° 2026/07-002 (Léa FONTAINE)" in act(
        course, "parchemins", sure=True, **SIGNED | {"day": "2026-08-03"}
    )


def test_the_page_shows_each_with_what_is_done_with_it(course: Path) -> None:
    deliver(course)
    [part] = [part for part in screen(course)["parts"] if part["key"] == "parchemins"]
    assert [line["cells"][1] for line in part["lines"]] == ["Karim BENALI", "Léa FONTAINE"]
    assert [button["label"] for button in part["lines"][0]["buttons"]] == [
        "Écrire un duplicata du n° 2026/07-001",
        "Annuler le n° 2026/07-001",
    ]


def test_the_closing_vouches_for_the_key(course: Path) -> None:
    deliver(course)
    act(course, "session clore", sure=True, date="2026-11-30")
    own = signing.key(course)
    assert own is not None
    text = " ".join(read(course / "cloture" / "cloture.pdf"))
    assert signing.fingerprint(own) in text
    assert signing.FILE in {file.path for file in sealing.read(course).files}
    archive.check(course / "cloture" / "archive.zip")


def test_who_asks_for_their_data_is_given_their_parchemin_and_every_act_that_names_them_is_told(course: Path) -> None:
    from epreuves_kit.exam.closing import own_data as of_them

    deliver(course)
    assert "parchemin délivré" in own_data_of(course, "lea")["jury.csv"].decode("utf-8-sig")
    named = {
        kind.__struct_config__.tag for kind in Act.__args__ if {"candidate", "members"} & set(kind.__struct_fields__)
    }
    assert named <= set(of_them._ACTS)


def own_data_of(course: Path, candidate: str) -> dict[str, bytes]:
    return gather(Course(course), jury_rules.read(course), candidate).files


def test_a_key_that_is_not_one_is_said(course: Path) -> None:
    (course / signing.FILE).write_text("rien", "utf-8")
    assert "n'est pas la clé que le kit a faite" in refused(course, "parchemins", sure=True, **SIGNED)
