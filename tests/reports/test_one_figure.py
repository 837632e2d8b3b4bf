"""A compétence has one result: the same figure in every document that tells it, and where one tells something else, it says so."""

import re

import pytest
from typer.testing import CliRunner

from epreuves_kit.cli import application
from epreuves_kit.course.folders import Course
from epreuves_kit.exports import moodle, tables
from epreuves_kit.exports.results import gather as exported
from epreuves_kit.extensions.dashboard.gather import gather as dashboard
from epreuves_kit.feedback import batch
from epreuves_kit.jury import minutes, sources
from epreuves_kit.jury.record import JuryRecord, OralAct
from epreuves_kit.referentiel.reading import referentiel
from epreuves_kit.reports.transcript import transcript
from epreuves_kit.rules import jury_rules
from epreuves_kit.rules.sentences import percent
from tests.course import ROOT
from tests.jury.cours import E01, E17
from tests.reports.golden import words

ANNE = "Le Gall, Anne"
NBSP = "\N{NO-BREAK SPACE}"
#: Points in the copies: 7 of 10 and 4 of 8 at e17 (capped at 50 %), 9 of 10 and 20/3 of 8 at e01 (capped at 14 %, an oral of 20 %).
DUE = {"C15.2": f"60{NBSP}%", "C1.1": f"80,74{NBSP}%"}


@pytest.fixture
def spoken(course):
    """The course once the orals of e01 were held."""
    with JuryRecord(course) as record:
        codes = referentiel(ROOT).epreuve(E01).competences
        record.add("C. Aubert", *(OralAct(E01, ANNE, "niveau", code, 2) for code in codes))
    return course


@pytest.mark.parametrize("code", DUE)
def test_every_document_tells_the_same_result(spoken, code):
    rules = jury_rules.read(spoken)
    with JuryRecord(spoken) as record:
        (facts,) = sources.gather(record, rules, [ANNE])
        (decided,) = sources.decisions(record, rules, [ANNE])
        results = exported(record, rules, [ANNE])
        pv = minutes.told(minutes.gather(record, rules, [ANNE], "2026-06-30", ""))
    verdict = decided.find(code)
    assert percent(verdict.share) == DUE[code]

    (line,) = [
        line for bloc in transcript(facts, decided, rules, "Juin").blocs for line in bloc.lines if line.code == code
    ]
    assert line.share == DUE[code]
    (row,) = [row for row in pv["candidats"][0]["blocs"] if code in row[2]]
    assert f"{code}{NBSP}{DUE[code]}" in row[2]
    (told,) = [
        r.told
        for r in dashboard(spoken, named=True).results
        if r.competence == code and r.candidate in _numbers(spoken)
    ]
    assert told == DUE[code]

    figure = DUE[code].removesuffix(f"{NBSP}%")
    (cell,) = [row[6] for row in tables.competences(results).rows if row[2] == code]
    assert tables.percent(cell) == tables.percent(verdict.share)
    summary = tables.summary(results)
    place = [column.title for column in summary.columns].index(f"{code}, résultat (%)")
    assert tables.percent(summary.rows[0][place]) == tables.percent(verdict.share)
    graded = moodle.grades(results).decode().splitlines()
    assert f"{float(figure.replace(',', '.')):.2f}" in graded[1]
    shown = CliRunner().invoke(application(), ["jury", "--candidat", ANNE])
    assert f"✓ {code} : {DUE[code]} (" in shown.output


def _numbers(root):
    return {c.number for c in dashboard(root, named=True).candidates if c.name == ANNE}


def test_a_feedback_page_tells_the_result_where_there_is_no_oral_and_else_that_of_the_writings(spoken):
    copies = [(epreuve, ANNE) for epreuve in (E17, E01)]
    with JuryRecord(spoken) as record:
        (decided,) = sources.decisions(record, jury_rules.read(spoken), [ANNE])
    written, spoken_of = (
        words((spoken / result.path).read_bytes())
        for results in batch.write(Course(spoken), copies, 1)
        for result in results
    )
    assert f"Résultat : {_plain(DUE['C15.2'])} (" in written
    assert _plain(decided.find("C15.2").why.removeprefix("C15.2 : ")) in written
    assert "Les points sont ceux de cette copie." in written

    share = _plain(re.search(r"écrit (.*?%)", decided.find("C1.1").why)[1])
    assert f"Résultat à l'écrit : {share} (" in spoken_of
    assert "l'écrit, qui en fait 80 %, et le grand oral, 20 % ; votre relevé de compétences donne le tout." in spoken_of
    assert _plain(DUE["C1.1"]) not in spoken_of


def _plain(said):
    """A sentence as `words` has it."""
    return said.replace(NBSP, " ")
