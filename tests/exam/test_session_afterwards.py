"""What comes after the épreuves, by the application's actions: an appeal to its letter, what the certifier is owed, the closing; each in its turn."""

from __future__ import annotations

import datetime
import shutil
import zipfile
from pathlib import Path
from typing import Any

import msgspec
import pypdf
import pytest
from typer.testing import CliRunner

from epreuves_kit.cli import application
from epreuves_kit.course.folders import Course
from epreuves_kit.exam import afterwards, expected
from epreuves_kit.exam.afterwards import AfterStage
from epreuves_kit.exam.asking import GIVEN, Asked, Unconfirmed
from epreuves_kit.exam.closing import provisional
from epreuves_kit.exam.status import status
from epreuves_kit.page import situation, work
from epreuves_kit.page.showing import PageButton
from epreuves_kit.rubric.register import Register
from tests.exam.session_application import act, decided_session, ended, refused, screen
from tests.jury.cours import E17
from tests.jury.test_jury_appeals import fill

NOTIFIED = {"notified": "2026-07-03", "delay": "2 mois"}
APPEAL = {
    "candidate": "karim",
    "about": "C15.1",
    "date": "2026-08-20",
    "reason": "Mon tableau n'a pas été lu.",
}
TWO = {"graders": "Omar Sy, Eve Lang"}
ANSWER = {"number": "1", "decision": "admis", "reason": "Le tableau répond au critère.", "date": "2026-09-10"}


#: A box of the erasure.
OTHERS = "Effacer aussi les fichiers du cours qui nomment quelqu'un et ne sont pas du kit"


@pytest.fixture(scope="module")
def decided(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A session whose jury has decided, and says until when one may appeal; not to be written in."""
    root = decided_session(tmp_path_factory.mktemp("apres") / "cours")
    act(root, "jury seance", **NOTIFIED)
    return root


@pytest.fixture
def course(decided: Path, tmp_path: Path) -> Path:
    """That session, to be written in."""
    return Path(shutil.copytree(decided, tmp_path / "cours"))


def stage(root: Path, today: str = "2026-10-01") -> AfterStage:
    """What comes next on a day, of a session whose épreuves are finished."""
    return afterwards.following(afterwards.read(Course(root)), datetime.date.fromisoformat(today)).stage


def give(root: Path, path: Path) -> str:
    """A file as the page gives it; gives its name."""
    there = root / GIVEN / path.name
    there.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(path, there)
    return path.name


def part(root: Path, key: str) -> dict[str, Any]:
    """A part of what ends the session, as it is shown."""
    return next(one for one in screen(root)["parts"] if one["key"] == key)


def test_an_appeal_goes_from_its_receipt_to_the_corrected_minutes_and_the_session_then_closes(course):
    assert (stage(course, "2026-08-01"), stage(course)) == ("à attendre", "à clore")
    assert "Dans le délai : jusqu'au 03/09/2026, reçu le 20/08/2026." in act(course, "recours recevoir", **APPEAL)
    assert refused(course, "recours recevoir", **APPEAL).startswith("Le recours n° 1 de ce candidat porte déjà")
    assert stage(course) == "recours"
    assert (
        provisional.lacking(Course(course), datetime.date(2026, 10, 1))[-1]
        == "Jury : le recours n° 1 attend sa réponse."
    )
    with pytest.raises(Unconfirmed, match="le recours n° 1 attend sa réponse"):
        act(course, "session clore")

    assert "est confié à Omar Sy et Eve Lang" in act(course, "recours confier", number="1", **TWO)
    assert "n'est pas fini" in refused(course, "recours repondre", **ANSWER)
    [line] = part(course, "recours")["lines"]
    assert [one["short"] for one in line["buttons"]] == [
        "Confier",
        "Reprendre une grille",
        "Saisir les niveaux",
        "Retirer",
    ]
    [pair] = [field for field in line["buttons"][0]["fields"] if field["name"] == "graders"]
    assert (pair["kind"], [value for value, _ in pair["options"]]) == ("pair", ["Camille Aubert"])
    for rank, (grader, level) in enumerate((("Omar Sy", 3), ("Eve Lang", 2)), 1):
        path = course / "recours" / "1" / f"correcteur-{rank}" / f"recours-1-{E17}-correcteur-{rank}.xlsx"
        fill(path, level)
        said = act(course, "recours lire", number="1", grader=grader, file=give(course, path))
    assert "le jury peut répondre" in said

    # Where the two differ, the page asks for the level, beside the one that counts and the two new ones.
    [line] = part(course, "recours")["lines"]
    button = line["buttons"][0]
    asked = [one for one in button["fields"] if one["name"].startswith("level:")]
    assert asked
    assert all(
        one["label"].endswith("second tour, 3 et 2. Niveau retenu (à choisir si le recours est admis)") for one in asked
    )
    assert "donnez le niveau retenu." in refused(course, "recours repondre", **ANSWER)
    act(course, "recours repondre", sure=True, **ANSWER, **{one["name"]: "3" for one in asked})
    assert (course / "recours" / "1" / "reponse.pdf").read_bytes().startswith(b"%PDF")
    (course / "recours" / "1" / "reponse.pdf").unlink()
    act(course, "recours lettre", number="1")
    assert (course / "recours" / "1" / "reponse.pdf").exists()

    assert stage(course) == "à rectifier"
    act(course, "jury seance", number="2026-09-R", date="2026-09-10", notified="", delay="")
    act(course, "jury pv --rectificatif", sure=True, partial="oui")
    assert stage(course) == "à clore"
    act(course, "session clore", sure=True, date="2026-10-01")
    assert stage(course) == "close"


def test_a_session_to_which_appeals_may_still_come_is_closed_only_by_a_second_confirmation(course, monkeypatch):
    early = {"date": "2026-08-01"}
    with pytest.raises(Unconfirmed, match="peuvent contester jusqu'au 3 septembre 2026"):
        act(course, "session clore", **early)
    with pytest.raises(Unconfirmed, match="ne pourrait plus donner suite à un recours") as second:
        act(course, "session clore", sure=True, **early)
    assert not (course / "cloture").exists()
    monkeypatch.chdir(course)
    refused_ = CliRunner().invoke(application(["session", "jury"]), ["session", "clore", "--date", early["date"]])
    assert (refused_.exit_code, "peuvent contester jusqu'au 3 septembre 2026" in refused_.output) == (2, True)
    assert not (course / "cloture").exists()
    act(course, "session clore", sure=True, **early, **second.value.values)
    assert stage(course) == "close"


def test_what_changes_a_closed_session_is_asked_about_and_its_page_says_that_it_is_closed(course):
    act(course, "session clore", sure=True, date="2026-10-01")
    assert screen(course)["session"].endswith(", session close")
    for action, values in (
        ("jury decider", {"candidate": "lea", "about": "B1", "decision": "validé", "reason": "Par équivalence."}),
        ("jury rattrapage", {"candidate": "lea", "competence": "C15.2", "note": "12/20"}),
        ("recours recevoir", APPEAL),
        ("jury membre", {"name": "Omar Sy", "capacity": "formateur"}),
    ):
        with pytest.raises(Unconfirmed, match="La session est close"):
            act(course, action, **values)
    assert afterwards.lacking(afterwards.read(Course(course))) == ()


def test_a_withdrawn_appeal_waits_for_nothing(course):
    act(course, "recours recevoir", **APPEAL)
    act(course, "recours retirer", sure=True, number="1", reason="Le candidat y renonce.")
    assert stage(course) == "à clore"
    assert afterwards.lacking(afterwards.read(Course(course))) == ()
    [line] = part(course, "recours")["lines"]
    assert line["cells"][5].startswith("retiré, le")
    assert not line["buttons"]


def test_an_appeal_does_not_come_before_the_deliberation(course):
    assert "avant la délibération (30 juin 2026)" in refused(
        course, "recours recevoir", **APPEAL | {"date": "2026-06-29"}
    )


def test_a_transcript_names_the_minutes_that_decided_and_says_where_decisions_changed_since(course):
    def releve() -> str:
        act(course, "releve")
        return (course / "feedback" / "lea" / "releve.html").read_text("utf-8").replace("&#39;", "'")

    said = releve()
    assert "Le jury en a délibéré : le procès-verbal n° 2026-06-A du 30 juin 2026 fait foi." in said
    assert "peuvent changer" not in said
    assert "jury.yaml" not in said
    act(course, "jury decider", sure=True, candidate="lea", about="B1", decision="validé", reason="Par équivalence.")
    assert "Certaines ont changé depuis le procès-verbal n° 2026-06-A du 30 juin 2026" in releve()


def test_a_make_up_is_a_note_or_an_absence_and_the_decisions_say_it(course):
    makeup = {"candidate": "lea", "competence": "C15.2"}
    assert (
        refused(course, "jury rattrapage", **makeup)
        == "Donnez le résultat, et un seul : la note, comme 12,5/20, ou que le candidat n'est pas venu."
    )
    assert "n'est pas une note sur son maximum" in refused(course, "jury rattrapage", note="douze", **makeup)
    with pytest.raises(Unconfirmed, match="Écrire quand même un rattrapage"):
        act(course, "jury rattrapage", note="12,5/20", **makeup)
    done = act(course, "jury rattrapage", sure=True, note="12,5/20", **makeup)
    assert "Le rattrapage de Léa FONTAINE (lea) en C15.2 est gardé." in done

    def undoing() -> set[str]:
        lines = next(one for one in screen(course, kind="decisions")["parts"] if one["key"] == "jury")["lines"]
        return {one["cells"][0] for one in lines for b in one["buttons"] if b["what"] == "jury rattrapage --annuler"}

    assert undoing() == {"Léa FONTAINE"}
    # Their own alone is offered.
    lines = next(one for one in screen(course, kind="decisions")["parts"] if one["key"] == "jury")["lines"]
    [undo] = [b for one in lines for b in one["buttons"] if b["what"] == "jury rattrapage --annuler"]
    [choice] = [field for field in undo["fields"] if field["name"] == "competence"]
    assert [value for value, _ in choice["options"]] == ["C15.2"]
    assert undo["values"]["candidate"] == "lea"
    assert "n'est plus écrit" in act(course, "jury rattrapage --annuler", **makeup)
    assert "il n'y a rien à retirer" in refused(course, "jury rattrapage --annuler", **makeup)
    assert undoing() == set()
    assert part(course, "jury")["lines"] == ()
    shown = screen(course, kind="decisions")
    lines = next(one for one in shown["parts"] if one["key"] == "jury")["lines"]
    assert [one["cells"][0] for one in lines] == ["Karim BENALI", "Léa FONTAINE"]


def test_an_absence_over_a_copy_that_was_handed_in_is_asked_about(course):
    away = {"epreuve": E17, "candidate": "lea", "justified": "oui"}
    with pytest.raises(Unconfirmed, match=r"Léa FONTAINE \(lea\) a rendu une copie à E17"):
        act(course, "jury absence", **away)
    assert (E17, "lea") not in expected.standing(course).absences
    act(course, "jury absence", sure=True, **away)
    assert (E17, "lea") in expected.standing(course).absences
    assert "n'est plus écrite" in act(course, "jury absence --present", epreuve=E17, candidate="lea")


def test_a_sitting_at_fault_is_refused_whole_and_what_is_not_said_of_it_stays(course):
    before = (course / "deliberation.yaml").read_bytes()
    assert "« douze » n'est pas un délai" in refused(course, "jury seance", delay="douze") or before
    assert "n'est pas membre du jury" in refused(course, "jury seance", absent="Personne")
    assert (course / "deliberation.yaml").read_bytes() == before
    act(course, "jury seance", begins="14:00")
    # What a procès-verbal says of its sitting is signed; another sitting has another number.
    signed = (course / "deliberation.yaml").read_bytes()
    changes = {"date": "2026-05-16", "place": "", "notified": "2026-05-17", "begins": "15:00", "delay": "1 mois"}
    for name, value in changes.items():
        assert "elle ne change plus" in refused(course, "jury seance", **{name: value})
    assert (course / "deliberation.yaml").read_bytes() == signed
    act(course, "jury seance", number="2026-06-B", date="2026-09-02", notified="", delay="")
    assert "celui d'un procès-verbal déjà écrit" in refused(course, "jury seance", number="2026-06-A")
    (course / "deliberation.yaml").write_bytes(signed)
    fields = {
        one["name"]: one["value"]
        for b in part(course, "jury")["buttons"]
        if b["what"] == "jury seance"
        for one in b["fields"]
    }
    assert (fields["number"], fields["begins"], fields["place"], fields["notified"]) == (
        "2026-06-A",
        "14:00",
        "Paris",
        "2026-07-03",
    )


def test_a_person_s_data_is_given_and_that_of_all_erased_on_its_day_once_what_goes_is_accepted(course):
    said = act(course, "session donnees", candidate="lea")
    assert said.startswith("Les données de Léa FONTAINE (lea) sont dans donnees-personnelles/lea.zip : ")
    with zipfile.ZipFile(course / "donnees-personnelles" / "lea.zip") as archive:
        assert "FONTAINE" in archive.read("identite.csv").decode("utf-8-sig")

    # Before its day it is refused, and its buttons say why.
    written = (course / "seance.yaml").read_text("utf-8")
    (course / "seance.yaml").write_text(f"{written}conservation: 2999-06-30\n", "utf-8")
    early = "Les données de la session se gardent jusqu'au 30 juin 2999 : rien n'est effacé avant."
    assert refused(course, "session effacer", until="") == early  # not asked where the session says the day
    assert [one["closed"] for one in part(course, "donnees")["buttons"]] == ["", early, early]
    (course / "seance.yaml").write_text(written, "utf-8")
    assert "donnez « Jour jusqu'auquel les données se gardent »." in refused(
        course, "session effacer --simuler", until=""
    )

    (course / "notes de réunion.txt").write_text("Léa Fontaine a demandé un report.", "utf-8")
    seen = act(course, "session effacer --simuler", until="2020-01-01")
    assert "Données réunies pour quelqu'un, dans donnees-personnelles/ : 1 fichier, " in seen
    assert "notes de réunion.txt : nomme quelqu'un et n'est pas du kit" in seen
    other = refused(course, "session effacer", until="2020-01-01")
    assert "« notes de réunion.txt »" in other
    assert f"recommencez avec « {OTHERS} »" in other
    everything = Asked("session effacer", "", {"author": "Secrétariat", "until": "2020-01-01", "others": "oui"})
    work.begin(course, everything)
    asked = ended(course)
    assert asked.state == "à confirmer"
    assert "donnees-personnelles/ : 1 fichier, " in asked.said[0]
    assert (course / "donnees-personnelles" / "lea.zip").exists()

    # A copy that came since was shown to nobody: nothing goes, and what would go now is shown.
    late = course / "submitted" / "lea" / E17 / "copie.ipynb"
    late.write_text("{}")
    work.begin(course, msgspec.structs.replace(asked.asked, sure=True))
    again = ended(course)
    assert again.state == "à confirmer"
    assert again.said[0].startswith("Le cours a changé depuis ce qui vous a été montré : rien n'est effacé.")
    assert "submitted/ : 1 fichier, 2 octets." in again.said[0]
    assert "submitted/" not in asked.said[0]
    assert late.exists()

    # The process that erases says how it ended, though where it says so is among what goes.
    work.begin(course, msgspec.structs.replace(again.asked, sure=True))
    done = ended(course)
    assert (done.state, done.said[0], done.files) == (
        "finie",
        "C'est effacé : 2 personnes.",
        ("cloture/effacements.csv",),
    )
    assert not list(course.rglob("*lea*"))
    assert not (course / "notes de réunion.txt").exists()
    assert screen(course)["next"].startswith(
        "Les données de la session « Session de juin 2026 » sont effacées depuis le "
    )
    assert [(one["key"], one["said"]) for one in screen(course)["parts"]] == [("donnees", ())]
    assert "De lea, il reste : " in act(course, "session donnees", candidate="lea")


def test_an_act_taken_back_after_the_closing_is_told_in_plain_words_and_as_changing_no_decision(course: Path) -> None:
    act(course, "session clore", sure=True, date="2026-10-01")
    own = {"candidate": "karim", "about": "C15.1", "reason": "Erreur."}
    act(course, "jury decider", sure=True, decision="non validé", **own)
    shown = act(course, "session verifier")
    assert "actes et décisions du jury | 1 de plus | Karim BENALI" in shown
    assert "Les décisions ont changé pour 1 candidat depuis le procès-verbal n° 2026-06-A." in shown
    act(course, "jury decider", sure=True, decision="règles", **own)
    shown = act(course, "session verifier")
    assert "1 différence depuis la clôture" in shown
    assert "2 de plus" in shown
    assert "Les décisions sont celles du procès-verbal n° 2026-06-A : ce qui diffère n'en change aucune." in shown
    assert "epreuves_" not in shown
    assert "il n'y a plus qu'à la garder" not in following(course)


def following(root: Path) -> str:
    """What there is to do, once the session is closed."""
    return afterwards.following(afterwards.read(Course(root)), datetime.date(2026, 10, 2)).next.replace("\xa0", " ")


def test_an_appeal_that_comes_once_the_session_is_closed_is_told_and_leads_to_where_it_is_answered(
    course: Path,
) -> None:
    act(course, "session clore", sure=True, date="2026-10-01")
    act(course, "recours recevoir", sure=True, **APPEAL)
    assert following(course).startswith("La session est close, et 1 recours sans réponse : n° 1.")
    ended_session = msgspec.structs.replace(status(Course(course)), epreuves=(), after="close")
    button = situation.following(Course(course), ended_session, afterwards.read(Course(course)), False)
    assert button == PageButton("look", "end:recours", "Voir les recours")


def test_what_differs_from_a_closing_is_told_by_kind_with_whose_it_is_and_the_page_says_so(course: Path) -> None:
    act(course, "session clore", sure=True, date="2026-10-01")
    assert "il n'y a plus qu'à la garder" in following(course)
    # What is written again to the byte is what was sealed.
    for name in ("deliberation.yaml", "jury.yaml"):
        (course / name).write_bytes((course / name).read_bytes())
    assert "il n'y a plus qu'à la garder" in following(course)

    act(course, "releve")
    with (course / "deliberation.yaml").open("a", encoding="utf-8") as opened:
        opened.write("# relu\n")
    with Register(course) as register:
        [copy] = [copy for copy in register.copies(E17) if copy.students == ("karim",)]
        criterion = register.criteria(E17)[0].grade_id
        register.judge(E17, copy.key, criterion, "Omar Sy", 0)
    act(course, "jury decider", sure=True, candidate="lea", about="B1", decision="validé", reason="Trop tard.")
    said = following(course)
    assert said.startswith(
        "La session est close, et ce qui s'y trouve n'est plus ce qui a été clos (les décisions ont changé"
    )
    assert "de l'archive de clôture" in said
    assert part(course, "cloture")["said"] == (
        "La session est close, et ce qui s'y trouve n'est plus ce qui a été clos.",
    )
    lines = act(course, "session verifier").split("\n")
    lines = [line for line in lines if line.count(" | ") == 2]
    assert lines[:3] == [
        "actes et décisions du jury | 1 de plus | Léa FONTAINE",
        "niveaux et commentaires des correcteurs | 1 donné ou changé | E17 : Karim BENALI",
        "séance du jury | un autre contenu | ",
    ]
    assert "relevés de compétences | 2 de plus | Karim BENALI et Léa FONTAINE" in lines
    assert not any(sign in line for line in lines for sign in (".yaml", ".html", "restitutions", "/"))


def test_a_letter_that_no_longer_says_what_is_decided_is_to_be_made_again(course: Path) -> None:
    act(course, "recours recevoir", **APPEAL)
    act(course, "recours repondre", sure=True, **ANSWER | {"decision": "rejeté"})
    assert afterwards.read(Course(course)).letters == ()
    own = {"candidate": "karim", "about": "C15.1", "reason": "Erreur.", "decision": "non validé"}
    before = (course / "recours" / "1" / "reponse.pdf").read_bytes()
    act(course, "jury decider", sure=True, **own)
    act(course, "jury seance", number="2026-09-R", date="2026-09-10", notified="", delay="")
    act(course, "jury pv --rectificatif", sure=True, partial="oui")
    assert stage(course) == "recours"
    assert "La lettre du recours n° 1 ne dit plus ce qui est décidé : écrivez-la de nouveau" in following(course)
    [line] = part(course, "recours")["lines"]
    assert line["cells"][5].endswith("; lettre à écrire de nouveau")
    assert any("la lettre du recours n° 1" in left for left in afterwards.lacking(afterwards.read(Course(course))))
    act(course, "recours lettre", number="1")
    assert (course / "recours" / "1" / "reponse.pdf").read_bytes() != before
    assert afterwards.read(Course(course)).letters == ()
    assert stage(course) == "à clore"


def test_the_closings_paper_names_the_minutes_and_the_appeals_and_counts_copies_and_people(course: Path) -> None:
    act(course, "recours recevoir", **APPEAL)
    act(course, "recours retirer", sure=True, number="1", reason="Le candidat y renonce.")
    act(course, "recours recevoir", **APPEAL)
    act(course, "session clore", sure=True, date="2026-10-01", contested="oui")
    paper = pypdf.PdfReader(course / "cloture" / "cloture.pdf").pages[0].extract_text()
    said = " ".join(paper.split())
    assert "Procès-verbaux : n° 2026-06-A du 30 juin 2026" in said
    assert "Recours : 2 reçus : 1 sans réponse et 1 retiré" in said


def test_a_closing_names_what_the_jury_wrote_and_is_not_before_it_nor_before_the_epreuves(course: Path) -> None:
    act(course, "recours recevoir", **APPEAL)
    shown = act(course, "session clore --simuler", date="2026-10-01")
    assert "dont procès-verbaux | n° 2026-06-A" in shown
    assert "dont recours | 1" in shown
    assert "avant son procès-verbal n° 2026-06-A, du 30 juin 2026" in refused(
        course, "session clore", date="2026-06-29"
    )
    with (course / "seance.yaml").open("a", encoding="utf-8") as opened:
        opened.write(f"\ndates:\n  {E17}: {{debut: 2026-07-02 09:00, fin: 2026-07-02 12:00}}\n")
    assert "la fin de ses épreuves (E17, le 2 juillet 2026)" in refused(course, "session clore", date="2026-07-01")
