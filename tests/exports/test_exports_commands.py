"""`epreuves export`: files are written whole, nothing is overwritten unasked, what is refused is said."""

import json

import pytest

from epreuves_kit.jury import session
from epreuves_kit.jury.record import JuryRecord
from epreuves_kit.rules import jury_rules
from tests.course import lay_referentiel
from tests.exports.csv_names import FORMULA

EXPECTED = {
    "csv": {"resultats-detail.csv", "resultats-par-element.csv", "competences-detail.csv", "synthese.csv"},
    "xlsx": {"resultats.xlsx"},
    "moodle": {"moodle-notes.csv", "moodle-objectifs.csv"},
    "moodle-referentiel": {"moodle-referentiel.csv"},
    "case": {"referentiel-case.json"},
}


def decide(course, candidate, code, decision):
    with JuryRecord(course) as record:
        session.decide(record, jury_rules.read(course), "C. Aubert", candidate, code, decision, "Vu en jury.")


@pytest.mark.parametrize("format", EXPECTED)
def test_each_format_writes_its_files_and_says_which(export, course, format):
    said = export(format)
    assert {path.name for path in (course / "exports").iterdir()} == EXPECTED[format]
    assert all(name in said for name in EXPECTED[format])


def test_badges_go_to_a_folder_a_candidate_with_a_list_that_names_them(export, course):
    said = export("badges", "--date", "2026-06-30", "--adresse", "https://ecole.fr/")
    found = sorted(
        path.relative_to(course / "exports" / "badges").as_posix() for path in course.glob("exports/badges/*/*")
    )
    assert found == [f"HYPERLINK-x/C15.{n}.non-signe.json" for n in (1, 2, 3)]
    told = json.loads(next(course.glob("exports/badges/*/*C15.1*")).read_bytes())
    assert told["validFrom"] == "2026-06-30T00:00:00Z"
    assert told["issuer"]["id"] == "https://ecole.fr"
    listed = (course / "exports" / "badges" / "badges.csv").read_text("utf-8-sig")
    assert all(name in listed for name in found)
    assert "NON SIGNÉS" in said
    assert "1 candidat sans adresse de courriel" in said


def test_a_candidate_alone_can_be_exported_by_a_name_written_otherwise(export, course):
    export("csv", "--candidat", "LEA")
    lines = (course / "exports" / "synthese.csv").read_text("utf-8-sig").splitlines()
    assert [line.partition(";")[0] for line in lines] == ["Candidat", "lea"]


def test_a_file_that_is_there_is_not_replaced_unasked(export, course):
    export("csv", "--sortie", "ici")
    kept = course / "ici" / "synthese.csv"
    kept.write_text("à moi", "utf-8")
    assert "existe déjà" in export("csv", "--sortie", "ici", code=2)
    assert kept.read_text("utf-8") == "à moi"
    export("csv", "--sortie", "ici", "--force")
    assert kept.read_text("utf-8-sig").startswith("Candidat;")
    assert not list((course / "ici").glob(".export-*"))


@pytest.mark.parametrize("folder", ["release/e17", "feedback", "autograded/../source"])
def test_results_are_not_written_where_candidates_may_get_them(export, course, folder):
    assert "choisissez-en un autre" in export("xlsx", "--sortie", folder, code=2)
    assert not list(course.rglob("*.xlsx"))


def test_a_badge_that_is_no_longer_due_is_told(export, course):
    export("badges")
    decide(course, FORMULA, "C15.1", "non validé")
    said = export("badges", "--force")
    assert "C15.1.non-signe.json" in said
    assert "n'est plus dû" in said
    assert "C15.2" not in said


def test_an_identifier_like_a_formula_is_told_where_it_cannot_be_changed(export):
    assert f"L'identifiant « {FORMULA} » commence comme une formule" in export("moodle")


def test_without_a_single_grade_moodle_gets_its_outcomes_alone(export, course):
    said = export("moodle", "--candidat", "absent")
    assert "le fichier des notes n'est pas écrit" in said
    assert {path.name for path in (course / "exports").iterdir()} == {"moodle-objectifs.csv"}


def test_the_référentiel_is_exported_where_there_is_nothing_else_of_a_course(export, tmp_path, monkeypatch):
    lay_referentiel(tmp_path)
    monkeypatch.chdir(tmp_path)
    export("case", "--date", "2026-06-30")
    assert "Aucun cours autour" in export("csv", code=2)
    assert [path.name for path in (tmp_path / "exports").iterdir()] == ["referentiel-case.json"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["badges", "--date", "30/06/2026"], "écrivez-la comme 2026-06-30"),
        (["badges", "--adresse", "ecole"], "n'est pas une adresse"),
        (["csv", "--candidat", "inconnue"], "n'est pas un candidat connu"),
    ],
)
def test_what_cannot_be_meant_is_refused_and_nothing_is_written(export, course, words, said):
    assert said in export(*words, code=2)
    assert not (course / "exports").exists()


def test_a_course_without_a_session_has_no_badges_and_says_which_file_lacks(export, course):
    (course / "seance.yaml").unlink()
    assert "seance.yaml : le fichier manque" in export("badges", code=2)
