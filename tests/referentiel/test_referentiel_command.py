"""The command `referentiel`: what it prints and how it ends."""

import json

import pytest
from typer.testing import CliRunner

from epreuves_kit.cli import application
from epreuves_kit.referentiel.reading import referentiel
from tests.course import ROOT


@pytest.fixture
def lancer():
    """Run the command as the program registers it."""
    app = application(["referentiel"])

    def lancer(*arguments: object):
        return CliRunner().invoke(app, ["referentiel", *[str(argument) for argument in arguments]])

    return lancer


def serre(text: str) -> str:
    """Undo the terminal's folding: tree and table strokes away, blanks away."""
    return "".join(signed for signed in text if not signed.isspace() and not "─" <= signed <= "╿")


def test_the_tree_shows_every_code_and_every_label(lancer):
    result = lancer()
    assert result.exit_code == 0
    output = serre(result.stdout)
    tout = referentiel(ROOT)
    for code, label in (
        *((activity.code, activity.label) for activity in tout.activities),
        *((competence.code, competence.label) for competence in tout.competences),
        *((critere.id, critere.label) for critere in tout.criteres),
    ):
        assert serre(code + label) in output
    for epreuve in tout.epreuves:
        assert epreuve.id in result.stdout
    assert "15 activités, 51 compétences, 51 groupes de critères, 190 critères, 17 épreuves." in result.stdout


def test_json_is_one_object_with_its_counts(lancer):
    result = lancer("--json")
    assert result.exit_code == 0
    assert json.loads(result.stdout)["counts"] == {
        "activites": 15,
        "competences": 51,
        "groupes": 51,
        "criteres": 190,
        "epreuves": 17,
    }


def test_the_official_document_lies_beside_the_labels(lancer, chemin_du_document):
    result = lancer("--officiel", chemin_du_document)
    assert result.exit_code == 0
    assert result.stdout.rstrip().endswith("introuvables : aucun")
    assert "libellés perdus dans le document : C2.2, C2.3, C2.4, C5.3, C8.2, C8.3" in result.stdout
    assert "318 textes officiels trouvés sur 324." in result.stdout
    for critere in referentiel(ROOT).criteres:
        assert critere.id in result.stdout


def test_the_comparison_is_json_on_demand(lancer, chemin_du_document):
    result = lancer("--officiel", chemin_du_document, "--json")
    assert result.exit_code == 0
    value = json.loads(result.stdout)
    assert set(value) == {"matched", "missing_codes", "lost", "unmatched_lines"}
    assert value["missing_codes"] == []
    assert value["lost"] == ["C2.2", "C2.3", "C2.4", "C5.3", "C8.2", "C8.3"]
    assert value["unmatched_lines"] == []
    assert {line["code"] for line in value["matched"]} >= {c.id for c in referentiel(ROOT).criteres}


def test_a_document_with_a_loss_ends_with_one_and_names_it(lancer, chemin_du_document, tmp_path):
    # Rows stand one a line: without the last activity's, its codes are missing and nothing else is.
    lines = chemin_du_document.read_text(encoding="utf-8").splitlines()
    start = next(i for i, line in enumerate(lines) if "A15 - " in line)
    ampute = tmp_path / "ampute.txt"
    ampute.write_text("\n".join(lines[:start]), encoding="utf-8")
    result = lancer("--officiel", ampute)
    assert result.exit_code == 1
    perdus = result.stdout.rpartition("introuvables : ")[2].replace("\n", " ").replace(",", " ").split()
    a15 = referentiel(ROOT).activity("A15")
    expected = ["A15"]
    for competence in a15.competences:
        expected += [competence.code, f"{competence.code}-groupe", *(c.id for c in competence.criteres)]
    assert perdus == [*expected, "e17_impact_digital"]


def test_a_footer_is_told_without_failing(lancer, chemin_du_document, tmp_path):
    avec_pied = tmp_path / "pied.txt"
    avec_pied.write_text(chemin_du_document.read_text(encoding="utf-8") + "\nPage 12\n", encoding="utf-8")
    result = lancer("--officiel", avec_pied)
    assert result.exit_code == 0
    assert "passages non reconnus : 1" in result.stdout
    assert "1 cellule au lieu de 4 : Page 12" in result.stdout


@pytest.mark.parametrize("options", [(), ("--json",)])
def test_an_unreadable_file_ends_with_two_and_one_sentence(lancer, tmp_path, options):
    result = lancer("--officiel", tmp_path / "rien.txt", *options)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr == f"✗ {tmp_path / 'rien.txt'} n'existe pas ; vérifiez le chemin du référentiel officiel.\n"
