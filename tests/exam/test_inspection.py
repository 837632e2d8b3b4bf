"""The dossier of an inspection: from the criterion to the decision, what two graders said, what a copy says; nobody's name where they are masked."""

from __future__ import annotations

import datetime
import hashlib
import io
import re
import shutil
import zipfile
from pathlib import Path

import msgspec
import pypdf
import pytest
from nbgrader.api import Gradebook
from typer.testing import CliRunner

from epreuves_kit.cli import application
from epreuves_kit.exam.inspection.dossier import _on_paper
from epreuves_kit.exam.inspection.tracing import CompetenceTrace, CriterionTrace, _flat, shortened
from epreuves_kit.jury import session as jury_session
from epreuves_kit.jury.record import JuryRecord, MinutesAct
from epreuves_kit.rubric.register import Register
from epreuves_kit.rules import jury_rules
from tests.accessible_pdf import faults
from tests.corpus import ASSIGNMENT
from tests.exam.test_own_data import PEOPLE, table
from tests.jury.cours import E17
from tests.rubric.trial import copy_of


@pytest.fixture
def course(marked_groups: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A group and a candidate alone, judged in part by two graders, at an épreuve that the certification knows."""
    root = Path(shutil.copytree(marked_groups, tmp_path / "cours"))
    monkeypatch.chdir(root)
    known = root / "referentiel" / "epreuves.yaml"
    head, own = known.read_text("utf-8").split(f"{E17}:")
    own = own.replace("travail: individuel", "travail: groupe\n  groupe: {minimum: 2, maximum: 3}", 1)
    known.write_text(f"{head}{ASSIGNMENT}:{own}", "utf-8")
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}") as book:
        for id, (first_name, surname, email) in PEOPLE.items():
            book.update_or_create_student(id, first_name=first_name, last_name=surname, email=email)
    with Register(root) as register:
        group, other = copy_of(register, "lea").key, copy_of(register, "ines").key
        register.judge(ASSIGNMENT, group, "C15_1-k1", "C. Aubert", 1, "Karim Benali a tout rédigé.")
        register.judge(ASSIGNMENT, group, "C15_1-k1", "D. Marchand", 2, "D'accord avec C. Aubert sur le fond.")
        register.judge(ASSIGNMENT, other, "C15_1-k1", "C. Aubert", 3, "Une analyse que personne d'autre n'a.")
    with JuryRecord(root) as record:
        jury_session.decide(record, jury_rules.read(root), "P. Sorel", "ines", "C15.1", "validé", "Le motif d'Inès.")
    return root


def run(*words: str, code: int = 0) -> str:
    result = CliRunner().invoke(application(["dossier", "statut"]), ["dossier", *words], env={"COLUMNS": "200"})
    assert result.exit_code == code, result.output
    return result.stdout + result.stderr


def files(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def text(content: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages).split())


def test_a_decision_is_traced_from_the_criterion_to_what_each_grader_said(course):
    run("lea")
    found = files(course / "exports" / "dossier-lea.zip")
    assert {"dossier.pdf", "criteres.csv", "questions.csv", "decisions.csv"} <= set(found)
    assert faults(found["dossier.pdf"]) == []
    paper = text(found["dossier.pdf"])
    assert "Léa Fontaine" in paper
    assert re.search(r"\d h \d\d", paper)
    rows = {(row["Compétence"], row["Critère"]): row for row in table(found["criteres.csv"])}
    first = rows["C15.1", "C15.1-k1"]
    # The last word counts; the other, of another grader, is told with its comment.
    assert first["Niveau"].startswith("2, ")
    assert first["Qui et quand"].startswith("D. Marchand, le ")
    assert "niveau 1, C. Aubert, le " in first["Autres paroles"]
    assert "« D'accord avec C. Aubert sur le fond. » (D. Marchand)" in first["Autres paroles"]
    assert first["Jugé sur"].startswith("Épreuve 98")
    assert first["Copie"] not in ("", "La copie n'a rien à cette place.")
    assert "C15.1-k1" in paper
    assert all(" / " in row["Points"] for row in table(found["questions.csv"]))
    # What is not judged yet is said, and nothing is decided of it.
    waiting = [row for row in rows.values() if row["Niveau"] == "pas encore jugé"]
    assert waiting
    assert all(row["Qui et quand"] == "" for row in waiting)
    assert "La session n'est pas close : rien n'est encore scellé." in paper


def test_masked_nobody_is_named_neither_candidate_nor_grader_and_numbers_stay_the_same(course):
    told = run("--masquer")
    assert "Dossier de la session, et un par candidat, aux noms masqués" in told
    assert "ne sont pas dans un dossier aux noms masqués" in told
    found = files(course / "exports" / "dossier-session-noms-masques.zip")
    forbidden = [name for id, names in PEOPLE.items() for name in (id, *names)] + ["Aubert", "Marchand", "P. Sorel"]
    for name, content in found.items():
        shown = text(content) if name.endswith(".pdf") else content.decode("utf-8-sig")
        for word in forbidden:
            assert not re.search(rf"(?i)(?<!\w){re.escape(word)}(?!\w)", f"{name} {shown}"), (word, name)
    of_all = {row["Candidat"] for row in table(found["criteres.csv"])}
    assert {name.split("/")[1] for name in found if name.startswith("candidats/")} >= of_all
    # A group's copy is each member's.
    level = {row["Candidat"]: row["Niveau"] for row in table(found["criteres.csv"]) if row["Critère"] == "C15.1-k1"}
    assert sorted(word.partition(",")[0] for word in level.values()) == ["2", "2", "3", "3", "pas encore jugé"]
    assert faults(found["session.pdf"]) == []
    first = (course / "exports" / "dossier-session-noms-masques.zip").read_bytes()
    run("--masquer", "--force")
    assert (course / "exports" / "dossier-session-noms-masques.zip").read_bytes() == first


def test_what_cannot_be_made_is_told(course):
    assert "inconnue" in run("inconnue", code=2)
    run("lea")
    assert "--force" in run("lea", code=2)


def test_the_minutes_go_with_everybody_s_dossier_and_one_candidate_s_has_their_own_lines(course):
    with JuryRecord(course) as record:
        record.add(
            "P. Sorel",
            MinutesAct(
                "2026-06-A",
                datetime.date(2026, 6, 30),
                "",
                "proces-verbal-2026-06-A.pdf",
                hashlib.sha256(b"%PDF").hexdigest(),
                {who: {"C15.1": ("validé", "")} for who in ("lea", "karim")},
            ),
        )
    (course / "proces-verbal-2026-06-A.pdf").write_bytes(b"%PDF")
    told = run("lea")
    assert "Dossier de Léa Fontaine, avec son nom" in told
    assert "les lignes de celui-ci, dans la table des procès-verbaux" in told
    own = files(course / "exports" / "dossier-lea.zip")
    assert not [name for name in own if name.endswith(".pdf") and name != "dossier.pdf"]
    assert [tuple(row.values()) for row in table(own["proces-verbaux.csv"])] == [
        ("lea", "2026-06-A", "30 juin 2026", "C15.1", "validée")
    ]
    assert "les lignes de celui-ci" in text(own["dossier.pdf"])
    run()
    whole = files(course / "exports" / "dossier-session.zip")
    assert whole["proces-verbaux/proces-verbal-2026-06-A.pdf"] == b"%PDF"
    assert "proces-verbal-2026-06-A.pdf" in text(whole["session.pdf"]).replace(" ", "")
    run("--masquer")
    masked = files(course / "exports" / "dossier-session-noms-masques.zip")
    assert "2026-06-A" in text(masked["session.pdf"])
    assert "proces-verbal" not in text(masked["session.pdf"]).replace(" ", "")


def test_a_text_is_shown_without_the_marks_of_markdown():
    assert (
        _flat("### BEGIN SOLUTION\n### Le projet\n**Le 12 mai.** Un *bon* début\n> 2 * 3 * 4\n### END SOLUTION")
        == "Le projet Le 12 mai. Un bon début 2 * 3 * 4"
    )


def test_a_writing_is_on_paper_once_whatever_the_number_of_its_criteria():
    first = CriterionTrace("C1.1-k1", "", "", "Écrivez.", "Un texte.", "", "", "", ())
    again = msgspec.structs.replace(first, code="C1.1-k2")
    (shown,) = _on_paper([CompetenceTrace("C1.1", "", "", "", (), (first, again))])
    assert [criterion["answered"] for criterion in shown["criteria"]] == [
        "Un texte.",
        "la même qu'au critère C1.1-k1.",
    ]


@pytest.mark.parametrize(
    ("whole", "most", "cut"), [("court", 10, "court"), ("un texte assez long", 10, "un texte …"), ("a" * 20, 5, " …")]
)
def test_an_excerpt_is_cut_between_words(whole, most, cut):
    assert shortened(whole, most) == cut
