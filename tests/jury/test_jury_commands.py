"""`epreuves jury`: what each has and lacks, decisions, absences, make-ups; what is refused is said and nothing is written."""

import datetime
import hashlib
import json
import re
from fractions import Fraction

import msgspec
import pypdf
import pytest
from sqlalchemy import select
from typer.testing import CliRunner

from epreuves_kit.cli import application
from epreuves_kit.course.folders import Course
from epreuves_kit.exam import afterwards
from epreuves_kit.jury import appeals
from epreuves_kit.jury.record import DeadlineAct, JuryRecord, MinutesAct
from epreuves_kit.rubric.database import ACTS, Database
from epreuves_kit.rules import jury_rules
from epreuves_kit.rules.jury_rules import Juror
from tests.jury.cours import E06, E17, NotebookFile


@pytest.fixture
def run(course, monkeypatch):
    monkeypatch.chdir(course)

    def run(*words, code=0):
        done = CliRunner().invoke(application(["jury"]), ["jury", *words], env={"COLUMNS": "200"})
        assert done.exit_code == code, done.output
        return done.output

    return run


def test_the_session_shows_every_candidate_with_blocs_and_what_lacks(run):
    shown = run()
    assert "2 candidats" in shown
    for name in ("Léa Fontaine", "karim", "B1", "B4", "Certif : la certification entière", "… à compléter"):
        assert name in shown


def _lacking(shown: str, what: str) -> set[str]:
    """The compétences for which something lacks, as the detail of a candidate tells them."""
    (line,) = [line for line in shown.splitlines() if line.startswith(f"… Il manque {what} : ")]
    return set(line.partition(" : ")[2].rstrip(".").split(", "))


def test_the_table_has_the_épreuves_that_were_held(run):
    head = next(line for line in run().splitlines() if "Candidat·e" in line)
    assert [word for word in head.replace("┃", " ").split() if word.startswith("e")] == ["e06", "e17"]


def test_the_detail_of_a_candidate_has_the_sentence_of_each_decision(run):
    shown = run("--candidat", "LEA")
    assert (
        "✓ C15.1 : 60\N{NO-BREAK SPACE}% (calculs 7 / 10, au poids plafonné à 50\N{NO-BREAK SPACE}%, et critères 4 / 8, au poids de 50\N{NO-BREAK SPACE}%), le seuil de 50\N{NO-BREAK SPACE}% est atteint."
        in shown
    )
    assert "C6.1" in _lacking(shown, "le niveau de l'oral")
    assert "C6.1" not in _lacking(shown, "la copie")
    assert "✓ e17_impact_digital : moyenne 60\N{NO-BREAK SPACE}%, toutes les compétences sont acquises." in shown


def test_each_candidate_is_one_json_object_with_exact_shares(run):
    lines = [json.loads(line) for line in run("--json").splitlines()]
    assert [line["candidat"] for line in lines] == ["karim", "lea"]
    (found,) = [verdict for verdict in lines[1]["competences"] if verdict["code"] == "C15.1"]
    assert (found["statut"], found["share"]) == ("validé", "3/5")


def test_a_decision_is_kept_with_its_reason_and_the_last_one_counts(run, course):
    refusal = (
        "decider",
        "lea",
        "e17",
        "--decision",
        "non validé",
        "--motif",
        "Copie reprise.",
        "--auteur",
        "C. Aubert",
    )
    asked = run(*refusal, code=2)
    assert "le jury refuserait ce qui est validé" in asked
    assert "e17_impact_digital : moyenne 60" in asked
    said = run(*refusal, "--oui")
    assert "La décision est gardée. Léa Fontaine (lea), Épreuve 17 : « non validé »." in said.replace(
        "\N{NO-BREAK SPACE}", " "
    )
    assert (
        "e17_impact_digital : non validée par décision du jury (proposition : validée). Motif : Copie reprise."
        in run("--candidat", "lea")
    )
    run(
        "decider",
        "lea",
        "e17_impact_digital",
        "--decision",
        "règles",
        "--motif",
        "Erreur de copie.",
        "--auteur",
        "C. Aubert",
    )
    assert "✓ e17_impact_digital : moyenne 60\N{NO-BREAK SPACE}%" in run("--candidat", "lea")
    again = ("decider", "lea", "e17", "--decision", "règles", "--motif", "Encore.", "--auteur", "C. Aubert")
    assert "ce sont déjà les règles qui s'appliquent" in run(*again, code=2)
    with JuryRecord(course) as record:
        assert [entry.act.reason for entry in record.entries()] == ["Copie reprise.", "Erreur de copie."]


def test_a_bloc_and_the_certification_can_be_decided(run):
    for code, within in (("b4", "C12.1, C12.2"), ("certification", "C1.1, C1.2")):
        words = ("decider", "lea", code, "--decision", "validé", "--motif", "Équivalence.", "--auteur", "C. Aubert")
        # Nobody is certified unawares without what people judge: what lacks is said first, and of that bloc alone.
        said = run(*words, code=2)
        assert "le jury validerait avant que tout soit là" in said
        assert f"Il manque la copie : {within}" in said.replace("\N{NO-BREAK SPACE}", " ")
        assert ("C1.1" in said) == (code == "certification")
        run(*words, "--oui")
    shown = run()
    assert shown.count("✓ (jury)") == 2


def test_absences_and_make_ups_are_kept_and_decide(run):
    run("absence", "karim", "e06", "--justifiee", "--motif", "Certificat.", "--auteur", "secrétariat")
    assert "↻ C6.1 : absence justifiée à l'épreuve, un rattrapage est dû." in run("--candidat", "karim")
    run("rattrapage", "karim", "C6.1", "--note", "12,5/20", "--auteur", "secrétariat")
    run("rattrapage", "karim", "c6_2", "--absent", "--auteur", "secrétariat")
    shown = run("--candidat", "karim")
    assert (
        "✓ C6.1 : 62,5\N{NO-BREAK SPACE}% (note du rattrapage), le seuil de 50\N{NO-BREAK SPACE}% est atteint." in shown
    )
    assert "– C6.2 : absence justifiée à l'épreuve, puis au rattrapage." in shown
    run("rattrapage", "karim", "C6.1", "--annuler", "--auteur", "secrétariat")
    run("absence", "karim", "e06", "--present", "--auteur", "secrétariat")
    shown = run("--candidat", "karim")
    assert "C6.1" in _lacking(shown, "la copie")
    assert "C6.1" in _lacking(shown, "le niveau de l'oral")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("decider", "leo", "B1", "--decision", "validé", "--motif", "x", "--auteur", "A"), "« leo » n'est pas un candidat connu"),
        (("decider", "lea", "B9", "--decision", "validé", "--motif", "x", "--auteur", "A"), "« B9 » n'est ni une compétence"),
        (("decider", "lea", "C15.9", "--decision", "validé", "--motif", "x", "--auteur", "A"), "La compétence C15.9 n'existe pas"),
        (("decider", "lea", "e99", "--decision", "validé", "--motif", "x", "--auteur", "A"), "L'épreuve e99 n'existe pas"),
        (("decider", "lea", "B1", "--decision", "bof", "--motif", "x", "--auteur", "A"), "« bof » n'est pas une décision"),
        (("decider", "lea", "B1", "--decision", "validé", "--motif", " \u200b ", "--auteur", "A"), "Il manque le motif"),
        (("decider", "lea", "B1", "--decision", "validé", "--motif", "x" * 4001, "--auteur", "A"), "Le motif dépasse 4000 caractères"),
        (("decider", "lea", "B1", "--decision", "validé", "--motif", "x", "--auteur", " "), "Le nom de qui écrit a de 1 à 60 caractères"),
        (("decider", "lea", "B1", "--decision", "validé", "--motif", "x", "--auteur", "A\nB"), "Le nom de qui écrit"),
        (("absence", "lea", "e06", "--auteur", "A"), "Dites si l'absence est justifiée"),
        (("absence", "lea", "e06", "--justifiee", "--present", "--auteur", "A"), "Dites si l'absence est justifiée"),
        (("absence", "lea", "e17", "--justifiee", "--oral", "--auteur", "A"), "e17_impact_digital n'a pas d'oral"),
        (("rattrapage", "lea", "C6.1", "--auteur", "A"), "Donnez le résultat, et un seul"),
        (("rattrapage", "lea", "C6.1", "--absent", "--note", "1/2", "--auteur", "A"), "Donnez le résultat, et un seul"),
        (("rattrapage", "lea", "C6.1", "--note", "21/20", "--auteur", "A"), "« 21/20 » n'est pas une note"),
        (("rattrapage", "lea", "C6.1", "--note", "0/0", "--auteur", "A"), "« 0/0 » n'est pas une note"),
        (("rattrapage", "lea", "C6.1", "--note", "nan", "--auteur", "A"), "« nan » n'est pas une note"),
        (("--candidat", "leo"), "« leo » n'est pas un candidat connu"),
        (("pv", "--date", "demain"), "« demain » n'est pas une date"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_said_and_nothing_is_written(run, course, words, said):
    assert said in run(*words, code=2)
    with JuryRecord(course) as record:
        assert record.entries() == []


def test_faulty_rules_stop_every_command_and_are_all_told(run, course):
    (course / "jury.yaml").write_text("rattrapage: x\nseuils: {bloc: 101}\n", encoding="utf-8")
    shown = run(code=2)
    assert "jury.yaml, ligne 1, champ rattrapage" in shown
    assert "jury.yaml, ligne 2, champ seuils.bloc" in shown


def test_the_default_rules_are_shown_as_a_file_to_copy(run, course):
    (course / "jury.yaml").write_text(run("regles"), encoding="utf-8")
    assert "2 candidats" in run()


def test_without_a_gradebook_it_is_said(run, course):
    (course / "gradebook.db").unlink()
    assert "Il n'y a pas de carnet de notes" in run(code=2)


def test_an_identifier_that_a_terminal_would_obey_is_shown_as_it_is_written(run, course):
    with NotebookFile(course) as book:
        book.student("mallory", "\x1b[31mRouge", "[bold]gras[/bold]")
    shown = run()
    assert "\x1b[31mRouge" not in shown
    assert "\\x1b[31mRouge [bold]gras[/bold]" in shown
    assert "[bold]gras[/bold]" in run("--candidat", "mallory")


def test_a_course_of_two_épreuves_lacks_the_others_and_says_which(run):
    shown = run("--candidat", "lea")
    assert {"C1.1", "C2.4", "C14.3"} <= _lacking(shown, "la copie")
    assert "C1.1" in _lacking(shown, "le niveau de l'oral")
    assert "C3.1" not in _lacking(shown, "le niveau de l'oral")
    assert "e01_veille" not in shown
    assert E06 in shown
    assert E17 in shown


def test_a_record_that_is_there_is_not_replaced_unasked(run, course):
    written = course / "proces-verbal.pdf"
    written.write_bytes(b"scan des signatures")
    assert "« proces-verbal.pdf » existe déjà : c'est un projet" in run("pv", code=2)
    assert written.read_bytes() == b"scan des signatures"
    run("pv", "autre.pdf")
    run("pv", "--force")
    assert written.read_bytes().startswith(b"%PDF")


SITTING = "numero: 2026-06-A\ndate: 2026-06-30\nlieu: Paris\nnotification: 2026-07-03\ndelai: 2 mois\n"
#: The course holds one épreuve: its jury sits for a part of the session, and nobody is there to be asked.
WHOLE_OR_NOT = ("--oui", "--partielle")
JURORS = "composition:\n- {nom: Camille Aubert, qualite: présidente}\n- {nom: Idriss Kone, qualite: juré}\n"


@pytest.fixture
def sat(course):
    """The jury is named, and its sitting has a number."""
    (course / "jury.yaml").write_text(JURORS, encoding="utf-8")
    (course / "deliberation.yaml").write_text(SITTING, encoding="utf-8")
    return course


def _again(course, old, new):
    path = course / "deliberation.yaml"
    path.write_text(path.read_text("utf-8").replace(old, new), encoding="utf-8")


def test_a_procès_verbal_is_written_once_and_nothing_replaces_it(run, sat):
    assert "Procès-verbal n° 2026-06-A écrit" in run("pv", *WHOLE_OR_NOT)
    written = (sat / "proces-verbal-2026-06-A.pdf").read_bytes()
    for words in ((), ("autre.pdf",), ("--force",), ("--rectificatif",)):
        assert "n° 2026-06-A du 30 juin 2026" in run("pv", *WHOLE_OR_NOT, *words, code=2)
    _again(sat, "2026-06-A", "2026-06-B")
    assert "un autre ne peut que le rectifier" in run("pv", *WHOLE_OR_NOT, code=2)
    assert "Rien n'a changé depuis le procès-verbal n° 2026-06-A" in run("pv", *WHOLE_OR_NOT, "--rectificatif", code=2)
    assert [path.name for path in sat.glob("*.pdf")] == ["proces-verbal-2026-06-A.pdf"]
    assert (sat / "proces-verbal-2026-06-A.pdf").read_bytes() == written
    with JuryRecord(sat) as record:
        (entry,) = record.entries(MinutesAct)
    assert (entry.author, entry.act.fingerprint) == ("Camille Aubert", hashlib.sha256(written).hexdigest())


def test_a_numbered_one_asks_first_and_is_refused_without_jurors_or_with_somebody_to_complete_unless_it_is_partial(
    run, sat
):
    assert "2 candidats restent à compléter" in run("pv", "--oui", code=2)
    (sat / "jury.yaml").unlink()
    assert "aucun juré présent n'est nommé et 2 candidats restent à compléter" in run(
        "pv", "--oui", "--auteur", "C. Aubert", code=2
    )
    assert "la même commande, avec --oui" in run("pv", "--partielle", "--auteur", "C. Aubert", code=2)
    assert list(sat.glob("*.pdf")) == []
    with JuryRecord(sat) as record:
        assert record.entries(MinutesAct) == []
    run("pv", "--partielle", "--oui", "--auteur", "C. Aubert")
    assert [path.name for path in sat.glob("*.pdf")] == ["proces-verbal-2026-06-A.pdf"]
    # A draft asks nothing.
    _again(sat, "numero: 2026-06-A\n", "")
    run("pv", "projet.pdf")


def test_make_ups_held_and_to_be_held_stand_in_the_minutes(run, sat):
    assert "Écrire quand même un rattrapage ?" in run(
        "rattrapage", "lea", "C15.2", "--note", "12,5/20", "--auteur", "C. Aubert", code=2
    )
    run("rattrapage", "lea", "C15.2", "--note", "12,5/20", "--auteur", "C. Aubert", "--oui")
    run(
        "decider",
        "karim",
        "C15.1",
        "--decision",
        "rattrapage",
        "--motif",
        "Panne de la salle.",
        "--auteur",
        "C. Aubert",
    )
    run("pv", *WHOLE_OR_NOT)
    found = " ".join(
        " ".join(page.extract_text() for page in pypdf.PdfReader(sat / "proces-verbal-2026-06-A.pdf").pages).split()
    ).replace("\N{NO-BREAK SPACE}", " ")
    part = found[found.index("Absences et rattrapages") : found.index("Voies de recours")]
    assert "Aucun" not in part
    assert "FONTAINE Léa C15.2 rattrapage 12,5 / 20" in part
    assert "karim C15.1 rattrapage à tenir" in part
    assert "Panne de la salle." in part


def test_one_that_corrects_follows_what_the_jury_decided_since_and_names_the_first(run, sat):
    run("pv", *WHOLE_OR_NOT)
    refusal = ("--decision", "non validé", "--motif", "Copie reprise.", "--auteur", "C. Aubert", "--oui")
    run("decider", "lea", "C15.1", *refusal)
    _again(sat, "2026-06-A", "2026-06-A-R1")
    _again(sat, "2026-06-30", "2026-07-10")
    _again(sat, "2026-07-03", "2026-07-15")
    run("pv", *WHOLE_OR_NOT, "--rectificatif")
    found = " ".join(
        " ".join(page.extract_text() for page in pypdf.PdfReader(sat / "proces-verbal-2026-06-A-R1.pdf").pages).split()
    )
    assert "Il rectifie le procès-verbal n° 2026-06-A du 30 juin 2026" in found
    assert "FONTAINE Léa C15.1 validée (60 %) non validée (60 %)" in found.replace("\N{NO-BREAK SPACE}", " ")
    with JuryRecord(sat) as record:
        assert [entry.act.corrects for entry in record.entries(MinutesAct)] == ["", "2026-06-A"]


def test_a_later_sitting_that_notifies_nobody_leaves_the_delay_that_was_signed(run, sat):
    run("pv", *WHOLE_OR_NOT)
    said = run("seance", "--numero", "2026-06-A-R1", "--notification", "")
    assert "La séance n° 2026-06-A-R1 garde de la précédente" in said
    assert "recours jusqu'au 03/09/2026" in said
    assert "Rien ne dit jusqu'à quand" not in said
    with JuryRecord(sat) as record:
        received = datetime.date(2026, 9, 3)
        assert not appeals.receive(record, jury_rules.read(sat), "C. Aubert", "lea", "e17", received, "Barème.").late
    after = afterwards.read(Course(sat))
    assert (after.sitting.deadline, after.until) == (None, datetime.date(2026, 9, 3))


def _signed_by_an_earlier_version(sat):
    """Its act as one was written before it held the last day to appeal."""
    database = Database(Course(sat).db_url, sat, 5)
    (content,) = database.read(lambda db: db.scalars(select(ACTS.c.content).where(ACTS.c.kind == "pv")).all())
    fields = msgspec.json.decode(content)
    del fields["deadline"]
    database.write("", lambda db: db.execute(ACTS.update().values(content=msgspec.json.encode(fields).decode())))
    database.close()


def _until(sat):
    return afterwards.read(Course(sat)).until


def test_a_delay_that_only_the_sitting_told_is_kept_before_another_takes_its_place(run, sat):
    run("pv", *WHOLE_OR_NOT)
    _signed_by_an_earlier_version(sat)
    said = run("seance", "--numero", "2026-06-A-R1", "--date", "2026-07-10", "--notification", "")
    assert "Le procès-verbal n° 2026-06-A se conteste jusqu'au 3 septembre 2026." in said
    assert "se conteste : si celui" not in said
    assert _until(sat) == datetime.date(2026, 9, 3)
    # It is kept once, and what the record tells is not told otherwise by another sitting.
    run("seance", "--numero", "2026-06-A-R2")
    with JuryRecord(sat) as record:
        assert [entry.act.deadline for entry in record.entries(DeadlineAct)] == [datetime.date(2026, 9, 3)]


def test_a_notification_told_once_it_is_signed_is_kept_too(run, sat):
    _again(sat, "notification: 2026-07-03\ndelai: 2 mois\n", "")
    run("pv", *WHOLE_OR_NOT)
    run("seance", "--notification", "2026-07-03", "--delai", "2 mois")
    (sat / "deliberation.yaml").write_text("numero: 2026-06-A-R1\ndate: 2026-07-10\n", encoding="utf-8")
    assert _until(sat) == datetime.date(2026, 9, 3)


def test_an_appeal_received_in_time_holds_the_delay_that_a_file_rewritten_by_hand_has_lost(run, sat):
    run("pv", *WHOLE_OR_NOT)
    _signed_by_an_earlier_version(sat)
    with JuryRecord(sat) as record:
        appeals.receive(record, jury_rules.read(sat), "C. A.", "lea", "e17", datetime.date(2026, 7, 20), "Barème.")
    (sat / "deliberation.yaml").write_text("numero: 2026-06-A-R1\ndate: 2026-07-10\n", encoding="utf-8")
    assert _until(sat) == datetime.date(2026, 9, 3)


def test_a_delay_that_nothing_tells_any_more_is_asked_for_and_taken_as_a_date(run, sat):
    assert "Aucun procès-verbal n'est signé" in run("seance", "--dernier-jour", "2026-12-14", code=2)
    run("pv", *WHOLE_OR_NOT)
    assert "rien n'est à redire" in run("seance", "--dernier-jour", "2026-12-14", code=2)
    _signed_by_an_earlier_version(sat)
    assert "rien n'est à redire" in run("seance", "--dernier-jour", "2026-12-14", code=2)
    (sat / "deliberation.yaml").write_text("numero: 2026-06-A-R1\ndate: 2026-07-10\n", encoding="utf-8")
    asked = run("seance", "--lieu", "Paris")
    assert "Rien ne dit plus jusqu'à quand le procès-verbal n° 2026-06-A se conteste" in asked
    assert "donnez --dernier-jour" in asked
    assert _until(sat) is None
    assert "vient après sa délibération (30 juin 2026)" in run("seance", "--dernier-jour", "2026-06-14", code=2)
    run("seance", "--dernier-jour", "2026-12-13")
    assert "Rien ne dit plus" not in run("seance", "--dernier-jour", "2026-12-14")
    assert _until(sat) == datetime.date(2026, 12, 14)


def test_a_numbered_one_needs_its_day_its_quorum_and_takes_no_file_s_place(run, sat):
    _again(sat, "date: 2026-06-30\n", "")
    assert "La séance du jury n'a pas de date" in run("pv", *WHOLE_OR_NOT, code=2)
    (sat / "deliberation.yaml").write_text(SITTING + "quorum: 2\nabsents: [Idriss Kone]\n", encoding="utf-8")
    assert "Le quorum n'est pas atteint (1 juré présent, 2 attendus)" in run("pv", *WHOLE_OR_NOT, code=2)
    (sat / "deliberation.yaml").write_text(SITTING, encoding="utf-8")
    (sat / "proces-verbal-2026-06-A.pdf").write_bytes(b"scan")
    assert "n'en remplace aucun" in run("pv", *WHOLE_OR_NOT, "--force", code=2)
    assert "existe" in run("pv", *WHOLE_OR_NOT, code=2)
    assert (sat / "proces-verbal-2026-06-A.pdf").read_bytes() == b"scan"
    assert "Aucun procès-verbal n'est encore écrit" in run("pv", *WHOLE_OR_NOT, "--rectificatif", code=2)
    with JuryRecord(sat) as record:
        assert record.entries(MinutesAct) == []


def test_a_jury_is_composed_and_who_presides_is_named_first(run, course):
    # Of a file that somebody wrote, what nobody asked to change stays.
    (course / "jury.yaml").write_text("# La session de juin\nseuils: {bloc: 55}  # décidé le 3 mai\n", encoding="utf-8")
    run("membre", "Camille Aubert", "--qualite", "directrice marketing")
    run("membre", "Nadia Roux", "--qualite", "formatrice : accessibilité", "--preside")
    assert (
        "Le jury a 2 membres : Nadia Roux, formatrice : accessibilité, qui préside ; Camille Aubert, directrice"
        in run("membre", "camille  AUBERT", "--qualite", "directrice", "--oui")
    )
    assert "est déjà du jury, « directrice ». Écrire à la place « juriste » ?" in run(
        "membre", "Camille Aubert", "--qualite", "juriste", code=2
    )
    rules = jury_rules.read(course)
    assert [(juror.name, juror.capacity) for juror in rules.composition] == [
        ("Nadia Roux", "formatrice : accessibilité"),
        ("Camille Aubert", "directrice"),
    ]
    assert rules.thresholds.bloc == Fraction(55, 100)
    assert "# décidé le 3 mai" in (course / "jury.yaml").read_text("utf-8")
    run("seance", "--absent", "Camille Aubert")
    assert "ôtez d'abord son nom des absents" in run("membre", "Camille Aubert", "--retirer", code=2)
    run("seance", "--absent", "")
    run("membre", "Camille Aubert", "--renommer", "Camille Auber")
    assert "est déjà du jury" in run("membre", "Camille Auber", "--renommer", "nadia roux", code=2)
    assert "n'est pas du jury" in run("membre", "Camille Aubert", "--renommer", "Omar Sy", code=2)
    assert jury_rules.read(course).composition[1] == Juror("Camille Auber", "directrice")
    run("membre", "Camille Auber", "--retirer")
    assert [juror.name for juror in jury_rules.read(course).composition] == ["Nadia Roux"]
    assert "En quelle qualité Omar Sy" in run("membre", "Omar Sy", code=2)
    assert "n'est pas du jury" in run("membre", "Omar Sy", "--retirer", code=2)


def test_a_rule_is_written_once_its_effect_on_decisions_is_seen(run, course):
    before = (course / "jury.yaml").read_bytes() if (course / "jury.yaml").exists() else None
    shown = run("regler", "--competence", "62.5", "--rattrapage", "remplace", code=2)
    # Léa has 60 % of C15.1: the new threshold takes it, its épreuve and nothing of karim's, whose copies are not there.
    assert "1 candidat sur 2 aurait d'autres décisions" in shown
    assert re.search(r"Léa Fontaine : .*C15\.1, validé → non validé", shown)
    assert "Note d'un rattrapage : elle remplace la première." in shown
    assert ((course / "jury.yaml").read_bytes() if (course / "jury.yaml").exists() else None) == before
    run("regler", "--competence", "62.5", "--rattrapage", "remplace", "--plafond", "cas_pratique=33.3", "--oui")
    rules = jury_rules.read(course)
    assert (rules.thresholds.competence, rules.make_up) == (Fraction(5, 8), "remplace")
    assert rules.caps["cas_pratique"] == Fraction(333, 1000)
    # What the certification has already is not written again.
    run("regler", "--competence", "50", "--rattrapage", "meilleure", "--plafond", "cas_pratique=50", "--oui")
    assert jury_rules.read(course) == msgspec.structs.replace(jury_rules.defaults(course), source="jury.yaml")
    assert "seuils" not in (course / "jury.yaml").read_text("utf-8")
    assert "rien ne change" in run("regler", "--competence", "50")


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("--plancher", "70"), "le plancher dépasse seuils.competence"),
        (("--oral", "100"), "l'écrit ne compterait plus"),
        (("--plafond", "quiz=3"), "« quiz » n'est pas une nature d'épreuve"),
        (("--plafond", "fiche=trois"), "reçu « trois »"),
        (("--justifiee", "peut-être"), "répondez rattrapage ou zéro"),
    ],
)
def test_a_rule_that_cannot_be_is_refused_and_nothing_is_written(asked, said, run, course):
    assert said in " ".join(run("regler", *asked, "--oui", code=2).split())
    assert not (course / "jury.yaml").exists()
