"""The files for Moodle, read as its import pages read them."""

import csv
import io

from epreuves.exports import moodle
from epreuves.referentiel import referentiel
from epreuves.referentiel.levels import LEVELS
from tests.exports.csv_names import FORMULA, NAMES
from tests.jury.cours import E17


def grades(results):
    return list(csv.DictReader(io.StringIO(moodle.grades(results).decode(), newline="")))


def test_each_candidate_has_a_line_under_the_very_identifier_that_the_course_knows(results):
    assert [row["Identifiant"] for row in grades(results)] == [one.candidate for one in results.decisions]
    assert {row["Identifiant"] for row in grades(results)} == set(NAMES)
    assert {row["Identifiant"]: row["Adresse de courriel"] for row in grades(results)}[
        "zoe"
    ] == "zoe.b@exemple.fr"


def test_grades_are_out_of_100_with_a_point_and_a_dash_where_there_is_none(results):
    rows = {row["Identifiant"]: row for row in grades(results)}
    assert rows[FORMULA][f"{E17} (sur 100)"] == rows[FORMULA]["C15.1 (sur 100)"] == "61.25"
    assert rows["zoe"][f"{E17} (sur 100)"] == rows["absent"]["C15.1 (sur 100)"] == "-"


def test_what_nobody_has_a_grade_of_has_no_column(results):
    assert not [title for title in grades(results)[0] if title.startswith(("C6.1", "e06", "e01"))]


def test_the_feedback_is_the_sentences_of_the_decision(results):
    said = {row["Identifiant"]: row[f"{E17} (commentaire)"] for row in grades(results)}
    assert said[FORMULA].startswith(f"{E17} : moyenne 61,25\N{NO-BREAK SPACE}%")
    assert "C15.3 : " in said[FORMULA]


def test_nothing_that_the_jury_writes_is_markup_in_moodle(course):
    from epreuves.exports.results import gather
    from epreuves.jury import session
    from epreuves.jury.record import JuryRecord
    from epreuves.rules import jury_rules

    with JuryRecord(course) as record:
        known = jury_rules.read(course)
        session.decide(
            record, known, "C. Aubert", "lea", "e17", "validé", "<script>alert(1)</script> & suite\nfin"
        )
        (one,) = gather(record, known, ["lea"]).decisions
    said = moodle.feedback(one, E17)
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; suite<br>fin" in said
    assert "<" not in said.replace("<br>", "")


def test_outcomes_have_the_columns_that_moodle_asks_for_and_no_mark_before_them():
    data_bytes = moodle.outcomes()
    first = data_bytes.split(b"\r\n", 1)[0].decode()
    assert (
        first == "outcome_name;outcome_shortname;outcome_description;scale_name;scale_items;scale_description"
    )
    rows = list(csv.DictReader(io.StringIO(data_bytes.decode(), newline=""), delimiter=";"))
    assert [row["outcome_shortname"] for row in rows] == [c.code for c in referentiel().competences]
    assert all(value for row in rows for value in row.values())
    # Moodle reads lines of 8,192 bytes at most, and splits a scale at its commas.
    assert max(map(len, data_bytes.split(b"\r\n"))) < 8192
    assert {len(row["scale_items"].split(",")) for row in rows} == {len(LEVELS)}
