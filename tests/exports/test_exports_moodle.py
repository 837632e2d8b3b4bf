"""The files for Moodle, read as its import pages read them."""

import csv
import html
import io
import json

from epreuves.referentiel.levels import LEVELS
from epreuves_kit.exports import moodle
from epreuves_kit.referentiel.reading import referentiel
from tests.course import ROOT
from tests.exports.csv_names import FORMULA, NAMES
from tests.jury.cours import E17


def grades(results):
    return list(csv.DictReader(io.StringIO(moodle.grades(results).decode(), newline="")))


def test_each_candidate_has_a_line_under_the_very_identifier_that_the_course_knows(results):
    assert [row["Identifiant"] for row in grades(results)] == [one.candidate for one in results.decisions]
    assert {row["Identifiant"] for row in grades(results)} == set(NAMES)
    assert {row["Identifiant"]: row["Adresse de courriel"] for row in grades(results)}["zoe"] == "zoe.b@exemple.fr"


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
    from epreuves_kit.exports.results import gather
    from epreuves_kit.jury import session
    from epreuves_kit.jury.record import JuryRecord
    from epreuves_kit.rules import jury_rules

    with JuryRecord(course) as record:
        known = jury_rules.read(course)
        session.decide(record, known, "C. Aubert", "lea", "e17", "validé", "<script>alert(1)</script> & suite\nfin")
        (one,) = gather(record, known, ["lea"]).decisions
    said = moodle.feedback(referentiel(ROOT), one, E17)
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; suite<br>fin" in said
    assert "<" not in said.replace("<br>", "")


def test_outcomes_have_the_columns_that_moodle_asks_for_and_no_mark_before_them():
    data_bytes = moodle.outcomes(referentiel(ROOT))
    first = data_bytes.split(b"\r\n", 1)[0].decode()
    assert first == "outcome_name;outcome_shortname;outcome_description;scale_name;scale_items;scale_description"
    rows = list(csv.DictReader(io.StringIO(data_bytes.decode(), newline=""), delimiter=";"))
    assert [row["outcome_shortname"] for row in rows] == [c.code for c in referentiel(ROOT).competences]
    assert all(value for row in rows for value in row.values())
    # Moodle reads lines of 8,192 bytes at most, and splits a scale at its commas.
    assert max(map(len, data_bytes.split(b"\r\n"))) < 8192
    assert {len(row["scale_items"].split(",")) for row in rows} == {len(LEVELS)}


def framework():
    """The framework as Moodle's importer reads it: by position, children under the line whose code they name, compared loosely."""
    text = moodle.framework(referentiel(ROOT)).decode()
    # PHP's reader of CSV takes a backslash before a quote for an escape.
    assert "\\" not in text
    header, *rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    assert {len(row) for row in (header, *rows)} == {14}
    tops = [row for row in rows if row[12]]
    return tops, [row for row in rows if not row[12]]


def placed(rows, parent=""):
    """Every line under a code, depth first, with how deep it is, as the importer builds its tree."""
    for row in rows:
        if row[0] == parent:
            yield 1, row
            yield from ((depth + 1, below) for depth, below in placed(rows, row[1]))


def test_the_framework_puts_criteria_under_compétences_under_activities_and_loses_none():
    tops, rows = framework()
    assert len(tops) == 1
    found = list(placed(rows))
    assert len(found) == len(rows)
    known = referentiel(ROOT)
    expected = [
        (depth, code)
        for activity in known.activities
        for depth, code in [
            (1, activity.code),
            *(pair for c in activity.competences for pair in [(2, c.code), *((3, k.id) for k in c.criteres)]),
        ]
    ]
    assert [(depth, row[1]) for depth, row in found] == expected
    assert [len([d for d, _ in found if d == depth]) for depth in (1, 2, 3)] == [15, 51, 190]


def test_codes_of_the_framework_are_each_once_and_none_reads_as_a_number():
    tops, rows = framework()
    codes = [row[1] for row in (*tops, *rows)]
    assert len(set(codes)) == len(codes)
    # « 1e2 » is equal to « 100 » where strings are compared as numbers.
    assert all(code[0].isalpha() and len(code) <= 100 for code in codes)


def test_names_of_the_framework_are_not_cut_by_moodle_and_descriptions_are_whole():
    tops, rows = framework()
    assert all(0 < len(row[2]) <= 100 and "<" not in row[2] for row in (*tops, *rows))
    by = {row[1]: row for row in rows}
    for competence in referentiel(ROOT).competences:
        assert by[competence.code][3] == f"<p>{html.escape(competence.label, quote=False)}</p>"
        assert by[competence.code][2].startswith(competence.code)
    assert {row[4] for row in (*tops, *rows)} == {"1"}
    assert max(map(len, moodle.framework(referentiel(ROOT)).split(b"\r\n"))) < 8192


def test_the_framework_has_the_scale_of_the_outcomes_and_says_which_levels_are_enough():
    (top,), rows = framework()
    outcome = next(csv.DictReader(io.StringIO(moodle.outcomes(referentiel(ROOT)).decode(), newline=""), delimiter=";"))
    assert top[5] == outcome["scale_items"]
    first, *levels = json.loads(top[6])
    assert set(first) == {"scaleid"}
    assert [level["id"] for level in levels] == [1, 2, 3, 4]
    assert [level["proficient"] for level in levels] == [0, 0, 1, 1]
    assert [level["id"] for level in levels if level["scaledefault"]] == [3]
    assert not any(row[5] or row[6] or row[13] for row in rows)
    # Words of Moodle's own list, one for each depth.
    assert top[13].split(",") == ["domain", "competency", "indicator"]
