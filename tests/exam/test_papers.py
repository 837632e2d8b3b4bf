"""Convocations, attendance sheets and their letterhead: what each says, to whom, and that a reader's machine can read them aloud."""

from __future__ import annotations

import email
import email.policy
import io
import zipfile
from pathlib import Path

import pypdf
import pytest
from PIL import Image
from typer.testing import CliRunner

from epreuves.variants.codes import code_of
from epreuves_kit.cli import application
from epreuves_kit.course import letterhead
from tests.accessible_pdf import faults
from tests.exam.session_application import act, screen
from tests.jury.cours import E01, E06, E17, NotebookFile, lay

KEY = "une phrase que personne ne devine"
SESSION = """\
codes: oui
dates:
  e01: {debut: 2026-05-04 09:00, fin: 2026-06-12 18:00}
  e06: {debut: 2026-06-11 09:00, fin: 2026-06-11 17:00, lieu: Amphithéâtre}
  e17: {debut: 2026-06-10 09:00, fin: 2026-06-10 13:00, lieu: Salle 204}
retard: {tolerance: 10, par_heure: 2, refus: 24}
"""
LONG = "de La Rochefoucauld-Montmorency-Saint-Amand-en-Puisaye-Lès-X"


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """Three who are enrolled, on two campuses, one of whom has a third more time."""
    root = lay(tmp_path / "cours")
    with NotebookFile(root) as book:
        book.student("lea", "Léa", "Fontaine")
        book.student("karim", "Karim", "Benali")
        book.student("theo", "Théophile-Alexandre", LONG)
    for id in (E01, E06, E17):
        (root / "source" / id).mkdir(parents=True)
    (root / "amenagements.csv").write_text("candidat;temps;pauses;assistant\nlea;1/3;;\n", "utf-8")
    (root / "campus.csv").write_text("candidat;campus\nlea;Lyon\nkarim;Lyon\ntheo;Lille\n", "utf-8")
    path = root / "seance.yaml"
    path.write_text(path.read_text("utf-8") + SESSION, "utf-8")
    return root


def run(root: Path, monkeypatch: pytest.MonkeyPatch, *words: str) -> tuple[str, int]:
    monkeypatch.chdir(root)
    result = CliRunner().invoke(application(), list(words), env={"COLUMNS": "160"})
    return plain(result.stdout + result.stderr), result.exit_code


def plain(text: str) -> str:
    return " ".join(text.replace("\xa0", " ").replace("\n", " ").split())


def pages(content: bytes) -> list[str]:
    return [plain(page.extract_text()) for page in pypdf.PdfReader(io.BytesIO(content)).pages]


def picture(width: int, height: int) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), "navy").save(out, "PNG")
    return out.getvalue()


def test_each_is_called_to_their_own_hours_with_their_own_code_and_no_reason(course, monkeypatch):
    told, code = run(course, monkeypatch, "convocations")
    assert (code, "3 convocations" in told) == (0, True)
    content = (course / "exports" / "convocations.pdf").read_bytes()
    assert faults(content) == []
    karim, theo, lea = pages(content)
    assert "Convocation de Léa FONTAINE" in lea
    assert "mercredi 10 juin 2026 09:00 – 14:20 (5 heures et 20 minutes) Lyon, Salle 204" in lea
    assert "09:00 – 13:00 (4 heures) Lyon, Salle 204" in karim
    assert "Lille, Salle 204" in theo
    # Work of several days has its end, and nobody is told of somebody else's.
    assert "dès le lundi 4 mai 2026" in karim
    assert "à rendre le 12/06/2026 à 18:00 au plus tard" in karim
    for text, who in ((karim, "karim"), (theo, "theo"), (lea, "lea")):
        codes = {other: code_of(KEY, other) for other in ("karim", "theo", "lea")}
        assert {other for other in codes if codes[other] in text} == {who}
        assert not any(word in text.casefold() for word in ("tiers", "handicap", "majoré", "33 %"))
        assert text.endswith("page 1 sur 1")
    # What is allowed alike is said once.
    assert "Épreuve 17. Autorisé : vos documents" in lea
    assert "Jusqu'à 10 minutes après votre heure de fin" in lea


def test_an_epreuve_that_the_session_holds_no_more_calls_nobody(course, monkeypatch):
    path = course / "seance.yaml"
    path.write_text(path.read_text("utf-8") + "epreuves: [e06, e17]\n", "utf-8")
    at = "2026-06-11 09:00;2026-06-11 09:30;Jury A;salle 12;Nadia Roux"
    orals = f"epreuve;candidat;debut;fin;jury;lieu;jures\n{E01};theo;{at}\n"
    (course / "oraux.csv").write_text(orals, "utf-8")
    run(course, monkeypatch, "convocations")
    (course / "seance.yaml").read_text("utf-8").index("e01")  # its date is still written
    for text in pages((course / "exports" / "convocations.pdf").read_bytes()):
        assert "Épreuve 17" in text
        assert "Épreuve 1 " not in text
        assert "Grand oral" not in text
    run(course, monkeypatch, "emargement")
    assert all("E01" not in text for text in pages((course / "exports" / "emargement.pdf").read_bytes()))
    words = ("--jour", "2026-05-05", "--debut", "09:00", "--fin", "18:00")
    told, code = run(course, monkeypatch, "session", "date", "e01", *words, "--oui")
    assert (code, "n'est pas tenue dans cette session" in told) == (0, True), told


def test_convocations_are_in_the_order_of_time_of_those_who_are_asked_for(course, monkeypatch):
    run(course, monkeypatch, "convocations", "e17", "e06", "--candidat", "theo")
    (text,) = pages((course / "exports" / "convocations.pdf").read_bytes())
    assert text.index("Épreuve 17") < text.index("Épreuve 6")
    assert "Épreuve 1 " not in text
    told, code = run(course, monkeypatch, "convocations", "--candidat", "personne")
    assert (code, "« personne » n'est pas inscrit" in told) == (2, True)
    (course / "inscriptions.csv").write_text("candidat;blocs;acquis;voie\ntheo;;;VAE\n", "utf-8")
    told, code = run(course, monkeypatch, "convocations", "--candidat", "theo")
    assert code == 2
    assert "Aucune épreuve qui a une date n'attend Théophile" in told


def test_a_file_each_is_an_archive_named_after_people(course, monkeypatch):
    run(course, monkeypatch, "convocations", "e17", "--un-par-personne")
    with zipfile.ZipFile(course / "exports" / "convocations-e17.zip") as archive:
        assert sorted(archive.namelist()) == [f"convocation-{who}.pdf" for who in ("karim", "lea", "theo")]
        (lea,) = pages(archive.read("convocation-lea.pdf"))
    assert "Léa FONTAINE" in lea
    assert "BENALI" not in lea


def test_what_is_already_there_is_replaced_only_by_who_says_so(course, monkeypatch):
    assert run(course, monkeypatch, "convocations")[1] == 0
    told, code = run(course, monkeypatch, "convocations")
    assert (code, "est déjà écrit" in told) == (2, True)
    assert run(course, monkeypatch, "convocations", "--force")[1] == 0


def test_a_room_signs_once_a_half_day_and_more_time_changes_neither(course, monkeypatch):
    told, code = run(course, monkeypatch, "emargement")
    assert (code, "E01 : pas de feuille, l'épreuve dure plusieurs jours." in told) == (0, True)
    content = (course / "exports" / "emargement.pdf").read_bytes()
    assert faults(content) == []
    lille, lyon, *of_e06 = pages(content)
    assert "Feuille d'émargement — Épreuve 17" in lille
    assert "Lille, Salle 204" in lille
    assert "Fontaine" not in lille
    assert "Benali Karim" in lyon
    assert "Fontaine Léa" in lyon
    # Whoever signs reads the sheet: an hour that is one's own is not there.
    assert "14:20" not in lyon
    assert "2 candidats attendus" in lyon
    # A morning for all is signed once, though one of them goes on past noon; a day is signed twice.
    assert "Signature, après-midi" not in lyon
    assert len(of_e06) == 2
    assert all("Signature, matin Signature, après-midi" in text for text in of_e06)


def test_a_table_has_a_label_with_the_code_and_the_hour_that_is_everybody_s(course, monkeypatch):
    told, code = run(course, monkeypatch, "etiquettes")
    assert (code, "6 étiquettes, pour E17 et E06." in told) == (0, True)
    content = (course / "exports" / "etiquettes.pdf").read_bytes()
    assert faults(content) == []
    lille, lyon, *_ = pages(content)
    assert f"Théophile-Alexandre {LONG}" in lille.replace("- ", "-")
    assert f"code {code_of(KEY, 'lea')}" in lyon
    assert "Épreuve 17 · Lyon, Salle 204" in lyon
    assert "10/06/2026, 09:00" in lyon
    assert "14:20" not in lyon


def test_a_room_of_thirty_goes_on_to_a_second_page_of_labels(course, monkeypatch):
    with NotebookFile(course) as book:
        for n in range(28):
            book.student(f"c{n:02}", "Camille", f"Numéro-{n:02}")
    with (course / "campus.csv").open("a", encoding="utf-8") as file:
        file.writelines(f"c{n:02};Lyon\n" for n in range(28))
    run(course, monkeypatch, "etiquettes", "e17")
    _, first, second = pages((course / "exports" / "etiquettes-e17.pdf").read_bytes())
    assert (first.count("Épreuve 17"), second.count("Épreuve 17")) == (24, 6)


def test_each_who_has_an_address_has_a_draft_with_their_own_convocation(course, monkeypatch):
    with NotebookFile(course) as book:
        book.student("lea", "Léa", "Fontaine", "lea.fontaine@ecole.example")
        book.student("karim", "Karim", "Benali", "karim@ecole.example\nBcc: tous@ecole.example")
    letterhead.write(course, letterhead.Letterhead(name="École des Lices", signatory="Jeanne Morin, directrice"))
    told, code = run(course, monkeypatch, "messages", "convocations")
    assert (code, "1 message à relire et à envoyer : rien n'est parti." in told) == (1, True)
    assert f"Sans adresse, donc sans message : Karim Benali et Théophile-Alexandre {LONG}." in told
    path = course / "exports" / "messages-convocations.zip"
    first = path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        assert sorted(archive.namelist()) == ["envois.csv", "lea.eml"]
        draft = email.message_from_bytes(archive.read("lea.eml"), policy=email.policy.default)
        assert "lea;Fontaine;Léa;lea.fontaine@ecole.example" in archive.read("envois.csv").decode("utf-8-sig")
    assert (draft["To"], draft["X-Unsent"]) == ("Léa Fontaine <lea.fontaine@ecole.example>", "1")
    body = draft.get_body()
    assert plain(body.get_content()).startswith("Bonjour Léa Fontaine, Vous êtes convoqué·e à 3 épreuves de la session")
    assert "Jeanne Morin, directrice" in body.get_content()
    (joined,) = draft.iter_attachments()
    assert joined.get_filename() == "convocation-lea.pdf"
    assert "Léa FONTAINE" in pages(joined.get_content())[0]
    run(course, monkeypatch, "messages", "convocations", "--force")
    assert path.read_bytes() == first


def test_messages_without_anything_to_carry_say_what_to_do(course, monkeypatch):
    for what, why in (
        ("remises", "préparez d'abord ce que l'on remet"),
        ("convocations", "Aucun candidat n'a d'adresse"),
        ("autre", "écrivez"),
    ):
        told, code = run(course, monkeypatch, "messages", what)
        assert (code, why in told) == (2, True), told
    assert not (course / "exports").exists()


def test_without_dates_or_people_nothing_is_written_and_it_is_said(course, monkeypatch, tmp_path):
    empty = lay(tmp_path / "vide")
    for words in (("convocations",), ("emargement",), ("etiquettes",)):
        told, code = run(empty, monkeypatch, *words)
        assert (code, "La séance ne donne aucune date" in told) == (2, True)
    path = empty / "seance.yaml"
    path.write_text(path.read_text("utf-8") + SESSION.replace("codes: oui\n", ""), "utf-8")
    for id in (E01, E06, E17):
        (empty / "source" / id).mkdir(parents=True)
    told, code = run(empty, monkeypatch, "convocations")
    assert (code, "prenez d'abord la liste de l'école" in told) == (2, True)


def test_the_letterhead_is_on_papers_and_what_is_not_given_stays(course, monkeypatch):
    told, _ = run(course, monkeypatch, "convocations")
    assert "L'école n'a pas de nom sur ces papiers" in told
    run(course, monkeypatch, "entete", "--nom", "École Sainte-Ursule", "--adresse", "12 rue des Lices; 49100 Angers")
    (course / "large.png").write_bytes(picture(3_000, 200))
    run(course, monkeypatch, "entete", "--logo", "large.png", "--signataire", "Jeanne Morin, directrice")
    kept = letterhead.read(course)
    assert (kept.name, kept.lines, kept.logo) == (
        "École Sainte-Ursule",
        ("12 rue des Lices", "49100 Angers"),
        "logo.png",
    )
    told, _ = run(course, monkeypatch, "convocations", "--force")
    assert "L'école n'a pas de nom" not in told
    content = (course / "exports" / "convocations.pdf").read_bytes()
    assert faults(content) == []
    assert all("École Sainte-Ursule 12 rue des Lices 49100 Angers" in text for text in pages(content))
    assert "Jeanne Morin, directrice" in pages(content)[0]
    run(course, monkeypatch, "entete", "--sans-logo", "--signataire", "")
    assert (letterhead.read(course).logo, letterhead.read(course).signatory) == ("", "")
    assert not (course / "logo.png").exists()


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("logo.png", b"\x89PNG\r\n\x1a\nrien", "n'est pas une image PNG"),
        ("logo.png", b"<svg/>", "n'est pas une image PNG"),
        ("logo.png", picture(6_001, 10), "6001 × 10 pixels"),
        ("logo.png", b"\x89PNG" + b"0" * 2_000_000, "dépasse 2 Mo"),
        ("logo.svg", b"<html/>", "n'est pas un dessin SVG"),
        ("logo.svg", b'<!DOCTYPE x [<!ENTITY a "b">]><svg>&a;</svg>', "n'est pas un dessin SVG"),
        ("logo.svg", b'<svg xmlns:x="http://www.w3.org/1999/xlink"><image x:href="/etc/passwd"/></svg>', "n'est pas dans son fichier"),
        ("logo.gif", b"GIF89a", "choisissez une image .png ou .svg"),
    ],
)  # fmt: skip
def test_a_logo_that_cannot_be_printed_is_refused_and_changes_nothing(course, monkeypatch, name, content, sentence):
    run(course, monkeypatch, "entete", "--nom", "École")
    before = (course / letterhead.FILE).read_bytes()
    (course / "donne").mkdir()
    (course / "donne" / name).write_bytes(content)
    told, code = run(course, monkeypatch, "entete", "--logo", f"donne/{name}")
    assert (code, sentence in told) == (2, True)
    assert (course / letterhead.FILE).read_bytes() == before
    assert not (course / name).exists()


def test_a_logo_that_is_not_there_is_said(course, monkeypatch):
    told, code = run(course, monkeypatch, "entete", "--logo", "absent.png")
    assert (code, "« absent.png » ne s'ouvre pas" in told) == (2, True)


def test_a_letterhead_at_fault_is_told_on_the_page_which_opens_all_the_same(course):
    (course / letterhead.FILE).write_text("nom: École\ntelephone: 02\n", "utf-8")
    (part,) = (part for part in screen(course)["parts"] if part["key"] == "papiers")
    assert "telephone" in part["said"][0]
    assert part["buttons"] == ()


def test_a_drawing_is_a_logo_too(course, monkeypatch):
    (course / "dessin.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"><rect width="40" height="20" fill="navy"/></svg>'
    )
    assert run(course, monkeypatch, "entete", "--logo", "dessin.svg")[1] == 0
    assert run(course, monkeypatch, "emargement", "e17")[1] == 0
    content = (course / "exports" / "emargement-e17.pdf").read_bytes()
    assert faults(content) == []


def test_the_page_asks_the_same_and_keeps_lines(course):
    act(course, "entete", "", name="École Sainte-Ursule", address="12 rue des Lices\n49100 Angers", contact="")
    assert letterhead.read(course).lines == ("12 rue des Lices", "49100 Angers")
    assert "feuilles, pour E17 et E06" in plain(act(course, "emargement", "", every="oui"))
    assert (course / "exports" / "emargement.pdf").is_file()


def test_two_épreuves_at_once_are_told_with_whom_they_concern(course, monkeypatch):
    path = course / "seance.yaml"
    path.write_text(
        path.read_text("utf-8").replace(
            "2026-06-11 09:00, fin: 2026-06-11 17:00", "2026-06-10 12:00, fin: 2026-06-10 17:00"
        ),
        "utf-8",
    )
    told, code = run(course, monkeypatch, "convocations")
    assert (code, "E06 et E17 ont lieu en même temps pour " in told) == (0, True), told
    assert "Léa FONTAINE" in told.partition("en même temps pour")[2]


def test_people_of_one_name_are_told_apart_where_they_sign_and_sit(course, monkeypatch):
    with NotebookFile(course) as book:
        book.student("lea2", "Léa", "Fontaine")
    (course / "campus.csv").write_text("candidat;campus\nlea;Lyon\nlea2;Lyon\nkarim;Lyon\ntheo;Lille\n", "utf-8")
    run(course, monkeypatch, "emargement", "e17")
    text = " ".join(pages((course / "exports" / "emargement-e17.pdf").read_bytes()))
    assert "Fontaine (lea)" in text
    assert "Fontaine (lea2)" in text
    assert "Benali (" not in text
    # A card shows the day of a birth, and no identifier.
    (course / "naissances.csv").write_text("candidat;naissance\nlea;03/03/2001\nlea2;12/05/2002\n", "utf-8")
    run(course, monkeypatch, "emargement", "e17", "--force")
    text = " ".join(pages((course / "exports" / "emargement-e17.pdf").read_bytes()))
    assert "Fontaine (né·e le 12/05/2002)" in text
    assert "lea2" not in text
    run(course, monkeypatch, "convocations")
    assert "(lea2)" not in " ".join(pages((course / "exports" / "convocations.pdf").read_bytes()))


@pytest.mark.parametrize(
    ("typed", "read"), [("Apportez : votre ordinateur", "votre ordinateur"), ("un stylo", "un stylo")]
)
def test_what_candidates_bring_is_read_after_the_verb_that_some_type_too(typed, read):
    assert letterhead.Letterhead(bring=typed).brought == read
