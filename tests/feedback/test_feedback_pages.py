"""`epreuves feedback` writes the pages of `nbgrader generate_feedback`, byte for byte, and those only."""

import datetime
import re
import stat

import msgspec
import pytest
from nbgrader.api import Base

from epreuves.referentiel.levels import Level
from epreuves.wording.french import day
from epreuves_kit.course.folders import Course
from epreuves_kit.feedback.advice import whole
from epreuves_kit.feedback.page import compose
from epreuves_kit.feedback.receipt import NAMES as NAMES_OF_RECEIPT
from epreuves_kit.feedback.results import ResultLine, SchoolRules, results
from epreuves_kit.feedback.view import view
from epreuves_kit.gradebook import rows
from epreuves_kit.gradebook.marked_notebook import MarkingRecord, parse
from epreuves_kit.gradebook.rows import NotebookFile
from epreuves_kit.jury.record import AbsenceAct, AppealAnswerAct, DecisionAct, JuryRecord, MinutesAct
from epreuves_kit.referentiel.reading import referentiel
from epreuves_kit.rules.jury_rules import defaults
from tests.corpus import ASSIGNMENT
from tests.course import ROOT
from tests.feedback.conftest import NAMES, SCRIPT, THREE, TRUNCATED, UNKNOWN, files, gradebook, pages
from tests.gradebook.pages import acting
from tests.jury.cours import E17, lay
from tests.jury.cours import NotebookFile as Book
from tests.reports import submission

#: The elements that the kit's own chart is made of.
DRAWN = {"svg", "title", "desc", "defs", "pattern", "rect", "line", "circle", "text"}


def without_charts(body):
    """A page without its charts, and the charts."""
    return re.sub(r"<svg.*?</svg>", "", body, flags=re.DOTALL), re.findall(r"<svg.*?</svg>", body, re.DOTALL)


def test_pages_are_those_of_nbgrader_whatever_the_number_of_processes(course, judged, feedback):
    due = files(judged)
    assert len(pages(judged)) > 30
    runs = []
    for jobs in ("1", "2"):
        ended, found = feedback("--jobs", jobs, "--force")
        assert files(course) == due
        assert ended.exit_code == 1
        runs.append(found)
    assert runs[0] == runs[1]
    written = {r["path"] for results in runs[0].values() for r in results if r["status"] == "written"}
    assert written == {f"feedback/{path}" for path in pages(judged)}
    # What nbgrader needs to release them, and nothing else of what was handed in.
    assert {path.split("/")[-1] for path in due if not path.endswith(".html")} == NAMES_OF_RECEIPT
    modes = {stat.S_IMODE(p.stat().st_mode) for p in (course / "feedback").rglob("*.html")}
    assert modes == {stat.S_IMODE(p.stat().st_mode) for p in (judged / "feedback").rglob("*.html")} == {0o644}


def test_nbgrader_gives_no_page_to_the_copies_that_end_as_a_failure(judged, course, feedback):
    _, found = feedback()
    failed = {
        student for student, results in found.items() if any(r["status"] not in ("written", "skipped") for r in results)
    }
    assert failed == {TRUNCATED, UNKNOWN}
    assert not [path for path in pages(judged) if path.split("/")[0] in failed]


def test_each_notebook_of_a_copy_has_its_page(course, feedback):
    _, found = feedback("--student", THREE)
    assert [r["notebook"] for r in found[THREE]] == ["calculs", ASSIGNMENT, "rex"]
    place = course / "feedback" / THREE / ASSIGNMENT
    rex, calculs = ((place / f"{name}.html").read_text("utf-8") for name in ("rex", "calculs"))
    assert "<strong>5,5</strong> / 9 points" in rex
    assert "Total provisoire : 1 question en attente" in rex
    assert "Question 1. La moyenne" in rex
    assert "Bien vu." in rex
    assert "<strong>0</strong> / 9 points" in calculs


def test_nothing_that_a_candidate_or_a_grader_writes_acts_in_a_page(course, feedback):
    feedback()
    written = pages(course)
    assert sum(b"&lt;script&gt;" in page for page in written.values()) > 10
    for path, page in written.items():
        # The template's own, all in its head.
        head, body = page.decode("utf-8").split("</head>")
        assert "default-src 'none'" in head
        bare, charts = without_charts(body)
        assert acting(bare) == [], path
        assert all(
            set(re.findall(r"<(\w+)", chart)) <= DRAWN and not re.search(r"\bon\w+=|href", chart) for chart in charts
        )
        assert SCRIPT.encode() not in page


@pytest.mark.parametrize("name", NAMES.values())
def test_a_name_is_told_as_it_is(name, course, feedback):
    _, found = feedback("-s", name)
    assert [r["status"] for r in found[name]] == ["written"]
    page = (course / "feedback" / name / ASSIGNMENT / f"{ASSIGNMENT}.html").read_text("utf-8")
    shown = (
        name.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&#34;").replace("'", "&#39;")
    )
    assert f"Restitution à <strong>{shown}</strong>" in page


def test_a_page_is_addressed_to_who_has_a_name_by_it_and_follows_the_name(course, feedback):
    id = NAMES["parfaite"]
    path = course / "feedback" / id / ASSIGNMENT / f"{ASSIGNMENT}.html"
    feedback("-s", id)
    before = path.read_text("utf-8")
    with gradebook(course) as book:
        book.update_or_create_student(id, first_name="Léa", last_name="FONTAINE")
    feedback("-s", id)
    page = path.read_text("utf-8")
    assert "Restitution à <strong>Léa FONTAINE</strong>" in page
    assert "restitution de Léa FONTAINE</title>" in page
    assert "Léa FONTAINE" not in before


def test_an_absence_written_at_the_epreuve_is_at_the_head_of_the_page_until_it_is_taken_back(course):
    def absences(*acts):
        with JuryRecord(course) as record:
            record.add("Nadia", *acts)
        with NotebookFile(Course(course).db_url, course) as book:
            return book.absences()

    away = AbsenceAct(ASSIGNMENT, NAMES["parfaite"], "épreuve", "justifiée")
    oral = AbsenceAct(ASSIGNMENT, NAMES["blanche"], "oral", "justifiée")
    assert absences(oral) == frozenset()
    assert absences(away) == {(ASSIGNMENT, NAMES["parfaite"])}
    assert absences(msgspec.structs.replace(away, state="présent")) == frozenset()

    marked = course / "autograded" / "lea" / E17
    school = SchoolRules(defaults(ROOT), absent=frozenset([marked.resolve()]))
    marks = submission.rows(E17)
    decided = results(school, E17, {E17: marks}, marked)
    page = compose(referentiel(ROOT), "Léa", submission.notebook(E17), marks, "0" * 32, decided).decode()
    head = page.partition("</header>")[0].replace("\N{NO-BREAK SPACE}", " ")
    assert "Une absence est écrite à cette épreuve : ces résultats ne comptent pas." in head
    assert "✓</span> acquise" not in page


def test_the_jury_s_own_decision_and_its_answer_to_an_appeal_are_said_beside_the_results(tmp_path):
    root = lay(tmp_path / "cours")
    with Book(root) as book:
        book.student("lea", "Léa", "Fontaine")
        book.release(E17)
    marked = Course(root).folder("autograded", "lea", E17)
    today = datetime.date.today()

    def by_jury(*acts):
        with JuryRecord(root) as record:
            record.add("Camille Aubert", *acts)
        decided = results(SchoolRules.read(Course(root)), E17, {E17: submission.rows(E17)}, marked)
        return [sentence.replace("\N{NO-BREAK SPACE}", " ") for sentence in (*decided.decision, *decided.jury)]

    held = next(iter(results(SchoolRules.read(Course(root)), E17, {E17: submission.rows(E17)}, marked).lines.items()))
    (code, line), status = held, {True: "validé", False: "non validé"}
    assert by_jury(DecisionAct("lea", code, status[line.held], "Comme les règles.")) == []
    assert (
        by_jury(DecisionAct("karim", E17, "validé", "D'un autre."), DecisionAct("lea", "B1", "validé", "D'un bloc."))
        == []
    )
    answered = AppealAnswerAct(1, "lea", code, datetime.date(2026, 9, 10), "rejeté", "Non.")
    assert by_jury(DecisionAct("lea", code, None, "Retour."), answered) == [
        f"Réponse du jury à votre recours sur la compétence {code} : rejeté, le 10 septembre 2026 ; la décision ne change pas."
    ]
    otherwise = by_jury(
        DecisionAct("lea", code, status[not line.held], "Revu."), DecisionAct("lea", E17, "rattrapage", "Revu.")
    )
    assert otherwise == [
        f"Décision du jury sur l'épreuve : rattrapage, le {day(today)}.",
        f"Réponse du jury à votre recours sur la compétence {code} : rejeté, le 10 septembre 2026 ; la décision ne change pas.",
        f"Décision du jury sur la compétence {code} : {status[not line.held]}e, le {day(today)}, après recours.",
    ]
    decided = results(SchoolRules.read(Course(root)), E17, {E17: submission.rows(E17)}, marked)
    page = compose(referentiel(ROOT), "Léa", submission.notebook(E17), submission.rows(E17), "0" * 32, decided).decode()
    page = page.replace("\N{NO-BREAK SPACE}", " ").replace("&#39;", "'")
    head, _, below = page.partition("</header>")
    assert all(f"<p>{sentence}</p>" in head for sentence in otherwise[:2])
    assert f"<strong>{otherwise[2]}</strong>" in below.partition('id="resultats"')[2].partition("<table")[0]
    assert otherwise[0] not in below


def test_once_minutes_are_signed_a_page_begins_with_what_the_jury_decided_and_what_an_appeal_changed(tmp_path):
    root = lay(tmp_path / "cours")
    with Book(root) as book:
        book.student("lea", "Léa", "Fontaine")
        book.release(E17)
    course, code = Course(root), "C15.1"
    marked = course.folder("autograded", "lea", E17)

    def signed(number, day_, **statuses):
        codes = {"epreuve": E17, "code": code}
        decided = {"lea": {codes[name]: (status, "1/2") for name, status in statuses.items()} | {"B4": ("validé", "")}}
        return MinutesAct(number, datetime.date(2026, 6, day_), "", "pv.pdf", "0" * 64, decided)

    def head(*acts):
        with JuryRecord(root) as record:
            record.add("Camille Aubert", *acts)
        decided = results(SchoolRules.read(course), E17, {E17: submission.rows(E17)}, marked)
        assert decided.jury == ()
        return [sentence.replace("\N{NO-BREAK SPACE}", " ") for sentence in decided.decision]

    elsewhere = (
        "Ce que le jury a décidé des blocs et de la certification est dans votre relevé de compétences, remis à part."
    )
    assert head() == []
    first = "Décision du jury sur l'épreuve : non validée (procès-verbal n° 26-A du 1er juin 2026)."
    assert head(signed("26-A", 1, epreuve="non validé", code="non validé")) == [first, elsewhere]
    answer = AppealAnswerAct(1, "lea", code, datetime.date(2026, 6, 20), "admis", "Tableau non lu.")
    said = f"Réponse du jury à votre recours sur la compétence {code} : admis, le 20 juin 2026"
    # Nothing is signed of what it changes yet.
    assert head(answer)[1:] == [f"{said}.", elsewhere]
    assert head(signed("26-A-R1", 25, epreuve="validé", code="validé")) == [
        "Décision du jury sur l'épreuve : validée (procès-verbal n° 26-A-R1 du 25 juin 2026).",
        f"{said} ; la décision devient « validée », au lieu de « non validée ».",
        elsewhere,
    ]
    # A decision that nobody has signed yet goes before; one that is signed again says no more than the procès-verbal.
    later = head(DecisionAct("lea", E17, "rattrapage", "Revu."))
    assert later[0] == f"Décision du jury sur l'épreuve : rattrapage, le {day(datetime.date.today())}."
    again = head(signed("26-A-R2", 27, epreuve="rattrapage", code="validé"))
    assert again[0] == "Décision du jury sur l'épreuve : rattrapage (procès-verbal n° 26-A-R2 du 27 juin 2026)."


def test_a_heading_with_several_cells_that_were_put_back_is_named_once():
    cells = [
        {"cell_type": "markdown", "source": "## Un titre", "metadata": {"nbgrader": {"locked": True}}},
        *(
            {"cell_type": "markdown", "source": "?", "metadata": {"nbgrader": {"grade_id": f"c{n}", "grade": True}}}
            for n in (1, 2)
        ),
        {"cell_type": "markdown", "source": "## Un autre", "metadata": {"nbgrader": {"locked": True}}},
        {"cell_type": "markdown", "source": "?", "metadata": {"nbgrader": {"grade_id": "c3", "grade": True}}},
    ]
    mend = "Effacé de la copie, remis à sa place : critères « c1 », « c2 » et « c3 » ; et 2 autres."
    shown = view(referentiel(ROOT), "Léa", cells, MarkingRecord(status="marked", mends=(mend,)), submission.rows(E17))
    assert shown.mends == (
        "Effacé de la copie, remis à sa place : critères « Un titre » et « Un autre » ; et 2 autres.",
    )


def test_a_refused_competence_takes_the_praise_away():
    marks = submission.rows(E17)
    line = ResultLine("40 %", "", "", False)
    shown = view(referentiel(ROOT), "Léa", parse(submission.notebook(E17)).cells, MarkingRecord(status="marked"), marks)
    (best, *_) = shown.competences
    best = msgspec.structs.replace(best, points=best.maximum)
    best = msgspec.structs.replace(
        best,
        questions=tuple(msgspec.structs.replace(q, points=q.maximum, pending=False) for q in best.questions),
        criteres=tuple(msgspec.structs.replace(k, points=k.maximum, level=Level.MASTERED) for k in best.criteres),
    )
    assert "Très beau travail" in whole([best])
    assert "Très beau travail" not in whole([msgspec.structs.replace(best, result=line)])


def test_the_gradebook_is_read_as_nbgrader_reads_it(course):
    read = 0
    with gradebook(course) as book, NotebookFile(f"sqlite:///{course / 'gradebook.db'}") as reader:
        submissions = book.assignment_submissions(ASSIGNMENT)
        copies = reader.copies(ASSIGNMENT, [s.student.id for s in submissions])
        for submission in submissions:
            for notebook in submission.notebooks:
                own = copies.pop((submission.student.id, notebook.name))
                assert own.penalty == (notebook.late_submission_penalty or 0)
                assert {n: (g.score, g.maximum, g.pending) for n, g in own.grades.items()} == {
                    g.name: (g.score, g.max_score, g.needs_manual_grade) for g in notebook.grades
                }
                read += len(own.grades)
    assert copies == {}
    assert read > 100


def test_the_columns_read_are_nbgraders():
    for table in rows.TABLES:
        assert {c.name for c in table.columns} <= set(Base.metadata.tables[table.name].columns.keys())
