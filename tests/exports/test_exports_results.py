"""What the tables say: nothing that lacks is zero, levels are exact, every candidate is there."""

import json
from fractions import Fraction

import pytest

from epreuves.referentiel.levels import Level
from epreuves_kit.exports.results import gather
from epreuves_kit.exports.tables import by_element, competences, detail, summary
from epreuves_kit.jury.record import DecisionAct, JuryRecord, OralAct
from epreuves_kit.referentiel.reading import referentiel
from epreuves_kit.rules import jury_rules
from tests.course import ROOT
from tests.exports.csv_names import FORMULA, NAMES
from tests.jury.cours import E06, E17


def rows_of(table):
    titles = [column.title for column in table.columns]
    return [dict(zip(titles, row, strict=True)) for row in table.rows]


def result(results, candidate, id, notebook=E17):
    (found,) = [
        r for r in results.results if (r.candidate, r.element.id, r.element.notebook) == (candidate, id, notebook)
    ]
    return found


def test_a_level_gives_exact_points_and_its_compétence_and_label(results):
    found = result(results, FORMULA, "C15_1-k1")
    assert (found.points, found.level, found.share) == (Fraction(8, 3), Level.ACQUIRED, Fraction(2, 3))
    assert (found.element.competence, found.element.criterion) == ("C15.1", "C15.1-k1")
    assert found.element.title == referentiel(ROOT).critere("C15.1-k1").label


def test_what_waits_for_a_grader_has_neither_points_nor_level(results):
    found = result(results, "zoe", "C15_1-k2")
    assert (found.pending, found.level, found.share) == (True, None, None)
    (row,) = [r for r in rows_of(detail(results)) if (r["Candidat"], r["Élément"]) == ("zoe", "C15.1-k2")]
    assert (row["Points obtenus"], row["Points possibles"], row["À juger"]) == (None, 4, "oui")
    (wide,) = [r for r in rows_of(by_element(results)) if r["Candidat"] == "zoe"]
    assert wide[f"{E17} · C15.1-k2 (points sur 4)"] is None
    assert wide[f"{E17} · C15.1-k1 (points sur 4)"] == 4


def test_a_notebook_not_handed_in_is_told_apart_from_a_wrong_one(results):
    assert not result(results, "lea", "C6_1-q", "rex").handed_in
    assert result(results, "lea", "C6_1-k1", "rex").level is None
    assert result(results, "lea", "C6_1-q", E06).handed_in


def test_who_handed_in_nothing_has_a_line_without_a_single_point(results):
    (row,) = [r for r in rows_of(by_element(results)) if r["Candidat"] == "absent"]
    assert row["Nom"] == " ".join(NAMES["absent"])
    assert {value for title, value in row.items() if title not in ("Candidat", "Nom")} == {None}


def test_every_candidate_has_a_line_and_the_decisions_of_the_rules(results):
    rows = {row["Candidat"]: row for row in rows_of(summary(results))}
    assert set(rows) == set(NAMES)
    assert rows[FORMULA][f"{E17}, décision"] == "validé"
    assert rows[FORMULA]["Certification"] == "à compléter"
    assert rows["lea"][f"{E17}, décision"] == "non validé"
    # 7.25 points of 10 by the machine, capped at 50 %, and criteria at (2/3 + 1/3) / 2
    assert rows[FORMULA]["C15.1, résultat (%)"] == (Fraction(29, 40) + Fraction(1, 2)) / 2


def test_a_decision_that_the_jury_took_itself_is_told_as_its_own(course):
    with JuryRecord(course) as record:
        record.add("Camille Aubert", DecisionAct("lea", E17, "validé", "Écrits repris en jury."))
        found = gather(record, jury_rules.read(course))
    rows = {row["Candidat"]: row for row in rows_of(summary(found))}
    assert rows["lea"][f"{E17}, décision"] == "validé (décision du jury)"
    assert rows[FORMULA][f"{E17}, décision"] == "validé"


def test_a_compétence_is_told_with_what_lacks_and_why(results):
    rows = {(row["Candidat"], row["Compétence"]): row for row in rows_of(competences(results))}
    assert rows["zoe", "C15.1"]["Ce qui manque"] == "1 critère à juger"
    assert rows["zoe", "C15.1"]["Résultat (%)"] is None
    assert "seuil" in rows["lea", "C15.1"]["Motivation"]


def test_a_compétence_has_the_points_that_it_was_decided_from_once_none_is_awaited(results):
    rows = {(row["Candidat"], row["Compétence"]): row for row in rows_of(competences(results))}
    titles = (
        "Questions, points obtenus",
        "Questions, points possibles",
        "Critères, points obtenus",
        "Critères, points possibles",
    )
    assert [rows[FORMULA, "C15.1"][title] for title in titles] == [Fraction(29, 4), 10, 4, 8]
    assert [rows["zoe", "C15.1"][title] for title in titles] == [None, 10, None, 8]
    assert {rows["absent", "C15.1"][title] for title in titles} == {None}


def test_the_level_of_an_oral_and_the_candidates_own_are_beside_the_decision(course):
    with JuryRecord(course) as record:
        record.add("C. Aubert", OralAct(E06, "lea", "niveau", "C6.1", 2))
        own = {
            "competences": {
                "C6.1": {"niveau": 3},
                "C6.2": {"niveau": True},
                "C6.3": {"niveau": 7},
                "C6.4": "x",
            }
        }
        notebook = {"cells": [], "metadata": {"epreuves": {"status": "marked", "autoevaluation": own}}}
        (course / "autograded" / "lea" / E06 / f"{E06}.ipynb").write_text(json.dumps(notebook), "utf-8")
        found = gather(record, jury_rules.read(course), ["lea"])
    rows = {row["Compétence"]: row for row in rows_of(competences(found))}
    titles = ("Oral, niveau (0 à 3)", "Auto-évaluation, niveau (0 à 3)")
    assert [rows["C6.1"][title] for title in titles] == [2, 3]
    assert [rows["C6.2"][title] for title in titles] == [None, None]
    assert rows["C6.3"][titles[1]] is None


def test_an_outcome_and_a_mistake_of_the_machine_are_told(course):
    mark = {
        "question": "C15_1-q",
        "points": 3,
        "maximum": 10,
        "outcome": "mistake",
        "mistake": "moyenne_des_roas",
        "sentence": "",
    }
    notebook = {"cells": [], "metadata": {"epreuves": {"status": "marked", "marks": [mark]}}}
    (course / "autograded" / "lea" / E17 / f"{E17}.ipynb").write_text(json.dumps(notebook), "utf-8")
    with JuryRecord(course) as record:
        found = gather(record, jury_rules.read(course), ["lea"])
    (row,) = [row for row in rows_of(detail(found)) if (row["Élément"], row["Épreuve"]) == ("C15_1-q", E17)]
    assert (row["Constat"], row["Erreur reconnue"]) == ("Erreur reconnue", "moyenne_des_roas")


@pytest.mark.parametrize("table", [detail, by_element, competences, summary])
def test_no_number_is_without_its_unit(results, table):
    units = {"points": "oints", "percent": "%", "integer": "0 à 3"}
    for column in table(results).columns:
        assert column.kind not in units or units[column.kind] in column.title
