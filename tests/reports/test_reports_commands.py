"""`epreuves releve`, `rapport`, `livrable`, `rapports`: whole files, resumed, whatever the names, and a sentence for what fails."""

import io
import json

import pypdf
import pytest
from typer.testing import CliRunner

from epreuves_kit.cli import application
from epreuves_kit.jury import pdf
from tests.accessible_pdf import faults, structure
from tests.gradebook.pages import acting
from tests.jury.cours import E01, E17, NotebookFile
from tests.reports.conftest import NAMES
from tests.reports.submission import lay

ZOE = "zoe"
OWN = {"releve.html", "releve.pdf", "rapport.html", "rapport.pdf"}


def run(*words, code=0):
    ended = CliRunner().invoke(application(), list(words))
    assert ended.exit_code == code, ended.output
    return ended


def told(*words, code=0):
    """What `--json` says, by candidate and kind."""
    lines = [json.loads(line) for line in run(*words, "--json", code=code).stdout.splitlines()]
    return {(line["candidat"], line["kind"]): line for line in lines}


def files(course):
    place = course / "feedback"
    return {p.relative_to(place).as_posix(): p.read_bytes() for p in place.rglob("*") if p.is_file()}


def read_pdf(path):
    found = pypdf.PdfReader(io.BytesIO(path.read_bytes()))
    return found, " ".join(" ".join(page.extract_text() for page in found.pages).split())


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_report_all_writes_every_report_of_everybody(course, jobs):
    found = told("rapports", "--all", "--jobs", jobs)
    for id in NAMES:
        assert {p.name for p in (course / "feedback" / id).iterdir()} >= OWN
        assert {(id, kind) for kind in ("restitution", "releve", "rapport")} <= set(found)
    assert {line["status"] for line in found.values()} == {"written"}


def test_what_is_up_to_date_is_not_made_again_and_what_changed_is(course):
    run("rapports", "--all")
    before = files(course)
    assert {line["status"] for line in told("rapports", "--all").values() if line["candidat"]} == {"skipped"}
    assert files(course) == before
    with NotebookFile(course) as book:
        book.mark(ZOE, E17, machine=2, levels=(0, 0))
    lay(course, ZOE, E17)
    lay(course, ZOE, E01, words="Autre chose.")
    again = told("rapports", "--all")
    assert {key for key, line in again.items() if line["status"] == "written" and key[0]} == {
        (ZOE, "restitution"),
        (ZOE, "releve"),
        (ZOE, "rapport"),
    }


def test_interrupted_between_pdf_and_page_a_transcript_is_made_again(course):
    run("releve", "--candidat", ZOE)
    (course / "feedback" / ZOE / "releve.pdf").unlink()
    assert told("releve", "--candidat", ZOE)[ZOE, "releve"]["status"] == "written"


@pytest.mark.parametrize("id", NAMES)
def test_a_name_is_read_as_it_is_written_in_every_report(course, id):
    run("rapports", "--candidat", id)
    run("livrable", id, "e17")
    name = " ".join(filter(None, NAMES[id])) or id
    shown = (
        name.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&#34;").replace("'", "&#39;")
    )
    place = course / "feedback" / id
    for page in ("releve.html", "rapport.html", f"livrable-{E17}.html"):
        text = (place / page).read_text("utf-8")
        assert f"<strong>{shown}</strong>" in text, page
        assert "default-src 'none'" in text
        assert acting(text.split("</head>")[1]) == [], page
    _, said = read_pdf(place / "releve.pdf")
    drawn = "".join(c if ord(c) in pdf._known() else f"⟨U+{ord(c):04X}⟩" for c in pdf._readable(name))
    assert drawn in said


def test_the_pdf_is_tagged_titled_in_french_and_its_accents_can_be_selected(course):
    run("releve", "--candidat", ZOE)
    path = course / "feedback" / ZOE / "releve.pdf"
    assert faults(path.read_bytes()) == []
    assert {"/Table", "/TH", "/H1", "/H2", "/L"} <= set(structure(path.read_bytes()))
    _, said = read_pdf(path)
    assert "Relevé de compétences" in said
    assert "Déployer l'expérience client" in said


def test_a_report_has_what_is_there_says_what_is_not_and_the_self_assessment(course):
    run("rapport", "--candidat", ZOE)
    text = (course / "feedback" / ZOE / "rapport.html").read_text("utf-8")
    assert "1 partie sur 8 est là" in text
    assert text.count("Cette épreuve n'est pas encore dans le cours.".replace("'", "&#39;")) == 7
    assert f'href="#{E01}"' in text
    assert "Je sais lire &lt;b&gt;un tableau&lt;/b&gt; &amp; conclure." in text
    # The case's answers are an exercise.
    assert "1\u202f234,57" not in text
    assert "Pas encore dans ce rapport&nbsp;: C7.1, C7.2" in text
    assert "secret_du_candidat" not in text


def test_what_lacks_is_said_while_there_is_time(course):
    said = run("rapport", "--candidat", ZOE).stderr
    lines = [line for line in said.splitlines() if "cette épreuve n'est pas encore dans le cours — Zo" in line]
    assert len(lines) == 7
    assert told("rapport", "--candidat", ZOE)[ZOE, "rapport"]["manque"]


def test_a_copy_that_cannot_be_read_costs_no_other_report(course):
    (course / "autograded" / ZOE / E01 / f"{E01}.ipynb").write_text("{", "utf-8")
    found = told("rapport", "--all")
    assert {line["status"] for line in found.values()} == {"written"}
    assert "pas un notebook lisible" in (course / "feedback" / ZOE / "rapport.html").read_text("utf-8")


def test_a_folder_that_is_a_link_is_not_written_through(course, tmp_path):
    (tmp_path / "ailleurs").mkdir()
    (course / "feedback").mkdir()
    (course / "feedback" / ZOE).symlink_to(tmp_path / "ailleurs")
    found = told("releve", "--all", code=1)
    assert "est un lien" in found[ZOE, "releve"]["reason"]
    assert {line["status"] for (id, _), line in found.items() if id != ZOE} == {"written"}
    assert not list((tmp_path / "ailleurs").iterdir())


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("releve",), "Dites de qui"),
        (("releve", "--all", "--candidat", ZOE), "Dites de qui"),
        (("releve", "--candidat", "personne"), "n'est pas un candidat connu"),
        (("livrable", ZOE, "e02"), "n'a pas de copie corrigée"),
        (("livrable", "..", "e17"), "n'est pas un candidat connu"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(course, words, said):
    assert said in " ".join(run(*words, code=2).output.split())


def test_a_blank_copy_is_no_deliverable(course):
    path = course / "autograded" / ZOE / E17 / f"{E17}.ipynb"
    blank = json.loads(path.read_text("utf-8"))
    blank["cells"], blank["metadata"] = blank["cells"][:1], {}
    path.write_text(json.dumps(blank), "utf-8")
    assert "vierge" in run("livrable", ZOE, "e17", code=2).output
