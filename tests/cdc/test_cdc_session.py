"""Certified persons in a session: what is owed is told, transmitted by the page, said in the minutes, and kept by number once all is erased."""

from __future__ import annotations

import base64
import datetime
import shutil
from pathlib import Path
from typing import Any

import pypdf
import pytest

from epreuves_kit.course.folders import Course
from epreuves_kit.exam import afterwards
from epreuves_kit.exam.asking import GIVEN
from epreuves_kit.exam.closing import erasing, erasures
from epreuves_kit.extensions.cdc import transmissions
from epreuves_kit.extensions.cdc.depositor import Depositor
from epreuves_kit.extensions.cdc.transmissions import SentFlow, SentPassage, Transmissions
from epreuves_kit.wording import strict_yaml
from tests.cdc.cdc_course import KARIM, receipt, written
from tests.exam.session_application import act, decided_session, refused, screen

TODAY = datetime.date(2026, 10, 1)


@pytest.fixture(scope="module")
def decided(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A session whose jury has decided; not to be written in."""
    return decided_session(tmp_path_factory.mktemp("cdc") / "cours")


@pytest.fixture
def course(decided: Path, tmp_path: Path) -> Path:
    """That session, to be written in."""
    return Path(shutil.copytree(decided, tmp_path / "cours"))


def stage(root: Path) -> str:
    """What comes next of the session, once its épreuves are finished."""
    return afterwards.following(afterwards.read(Course(root)), TODAY).stage


def part_button(root: Path, action: str) -> dict[str, Any]:
    """A button of the page's part, as the page is sent it."""
    [part] = [part for part in screen(root)["parts"] if part["key"] == "cdc"]
    return next(button for button in part["buttons"] if button["what"] == action)


def give(root: Path, path: Path) -> str:
    """A file as the page gives it; gives its name."""
    place = root / GIVEN / path.name
    place.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(path, place)
    return path.name


def test_who_is_certified_is_transmitted_once_and_the_answer_is_taken(course, tmp_path):
    act(
        course,
        "jury decider",
        sure=True,
        candidate="karim",
        about="certification",
        decision="validé",
        reason="Par équivalence.",
    )
    act(course, "jury seance", number="2026-07-R", date="2026-07-10", notified="", delay="")
    act(course, "jury pv --rectificatif", sure=True, partial="oui")
    assert part_button(course, "export cdc --retour")["closed"] == "Aucun flux n'est encore écrit."
    # Counted alike, whether or not the course says who transmits.
    [part] = [part for part in screen(course)["parts"] if part["key"] == "cdc"]
    assert part["said"][0].replace("\xa0", " ") == "1 personne à transmettre à la Caisse des Dépôts."
    assert "Le cours ne dit pas encore qui transmet : « Dire qui transmet »." in part["said"][1].replace("\xa0", " ")
    shown = act(course, "export cdc")
    assert "1 personne à transmettre" in shown
    assert "Karim BENALI | karim | à envoyer, état civil à donner" in shown
    wrong = refused(course, "export cdc --client", client="04ABC", contract="MCFCER000000", register_code="rncp 12345")
    assert wrong.count("n'a pas 8 signes") == 1
    assert not (course / "certificateur.yaml").exists()
    act(course, "export cdc --client", client="04abc123 ", contract="MCFCER000000", register_code="rncp 12345")
    assert strict_yaml.read((course / "certificateur.yaml").read_bytes(), Depositor) == Depositor(
        "04ABC123", "MCFCER000000", "RNCP12345"
    )
    assert stage(course) == "à transmettre"
    assert "(« Préparer la liste des titulaires »)" in refused(course, "export cdc --date", date="2026-07-10")
    assert "1 ligne de plus" in act(course, "export cdc --modele")
    model = (course / "titulaires.csv").read_bytes()
    filled = tmp_path / "titulaires remplis.csv"
    # What is wrong is told as soon as the list is taken back.
    filled.write_bytes(written(("karim", "Benali", *KARIM[2:6], "X", *KARIM[7:])))
    said = act(course, "export cdc --titulaires", file=give(course, filled)).replace("\xa0", " ")
    assert "titulaires.csv, ligne 2, champ « sexe »" in said
    assert "Reprenez la liste une fois corrigée." in said
    filled.write_bytes(written(("karim", "Benali", *KARIM[2:])))
    act(course, "export cdc --titulaires", file=give(course, filled))
    kept = sorted((course / ".epreuves").rglob("titulaires-*.csv"))
    assert kept[0].read_bytes() == model
    assert "1 personne dans ce flux" in act(course, "export cdc --date", date="2026-07-10")
    assert stage(course) == "à clore"
    given_up = part_button(course, "export cdc --abandonner")
    assert given_up["closed"] == ""
    assert [field["options"][0][0] for field in given_up["fields"]] == ["flux-001.xml"]
    [sent] = transmissions.read(course).flows
    answer = receipt(tmp_path / "retour.xml", sent.id, accepted=[sent.passages[0].id])
    assert act(course, "export cdc --retour", file=give(course, answer)).startswith("1 passage accepté.")
    assert part_button(course, "export cdc --abandonner")["closed"] == "Aucun flux n'attend de réponse."
    content = base64.b64encode(b"x").decode()
    begun = screen(course, kind="begin", action="export cdc --retour", file={"name": "retour.pdf", "content": content})
    assert begun["sentences"] == ["« retour.pdf » n'est pas un compte rendu : choisissez un fichier .xml."]


def test_who_was_born_where_is_read_where_the_school_says_it(course):
    titles = "candidat;nom de naissance;nom d'usage;prénom;deuxième prénom;troisième prénom;sexe;date de naissance;commune de naissance;code commune;code postal;pays de naissance;code pays;accès"
    lines = (
        "LEA;Fontaine;;Léa;;;F;03/03/2001;Lyon;69123;;;;",
        "karim;Benali;;Karim;;;M;00/00/2000;Oran;;;Algérie;;",
    )
    (course / "titulaires.csv").write_text("\n".join([titles, *lines]) + "\n", encoding="utf-8")
    act(
        course,
        "jury decider",
        sure=True,
        candidate="karim",
        about="certification",
        decision="validé",
        reason="Par équivalence.",
    )
    act(course, "jury seance", number="2026-07-R", date="2026-07-10", notified="", delay="")
    act(course, "jury pv --rectificatif", sure=True, partial="oui")
    pages = pypdf.PdfReader(course / "proces-verbal-2026-07-R.pdf").pages
    found = " ".join(" ".join(page.extract_text() for page in pages).split())
    assert "FONTAINE Léa née le 3 mars 2001 à Lyon" in found
    assert "né en 2000 à Oran (Algérie)" in found


def test_who_was_transmitted_keeps_the_number_and_who_still_is_to_be_is_told_first(course):
    sent = (SentPassage("lea", "passage-lea", "0"),)
    kept = Transmissions(flows=(SentFlow(1, "flux", "2026-07-02T09:00:00Z", "2026-07-01", sent),))
    transmissions.write(course, kept)
    with (course / "seance.yaml").open("a", encoding="utf-8") as opened:
        opened.write("\nconservation: 2027-06-30\n")
    found = erasing.plan(Course(course), datetime.date(2027, 6, 30))
    assert any("1 personne certifiée sans accord" in said for said in found.warnings)
    erasing.erase(Course(course), found)
    record = erasures.read(course)
    assert (record.of("lea").number, record.of("lea").day) == ("passage-lea", "2026-07-01")
    assert (record.of("karim").number, record.of("karim").day) == ("", "")
    assert not (course / "cdc").exists()
