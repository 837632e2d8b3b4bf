"""The command `referentiel`: what it prints and how it ends."""

import json

import pytest
from typer.testing import CliRunner

from epreuves.cli import application
from epreuves.referentiel import referentiel


@pytest.fixture
def lancer():
    """Run the command as the program registers it."""
    app = application(["referentiel"])

    def lancer(*arguments: object):
        return CliRunner().invoke(app, ["referentiel", *[str(argument) for argument in arguments]])

    return lancer


def serre(texte: str) -> str:
    """Undo the terminal's folding: tree and table strokes away, blanks away."""
    return "".join(signe for signe in texte if not signe.isspace() and not "─" <= signe <= "╿")


def test_the_tree_shows_every_code_and_every_label(lancer):
    resultat = lancer()
    assert resultat.exit_code == 0
    sortie = serre(resultat.stdout)
    tout = referentiel()
    for code, libelle in (
        *((activite.code, activite.libelle) for activite in tout.activites),
        *((competence.code, competence.libelle) for competence in tout.competences),
        *((critere.id, critere.libelle) for critere in tout.criteres),
    ):
        assert serre(code + libelle) in sortie
    for epreuve in tout.epreuves:
        assert epreuve.id in resultat.stdout
    assert (
        "15 activités, 51 compétences, 51 groupes de critères, 190 critères, 17 épreuves." in resultat.stdout
    )


def test_json_is_one_object_with_its_counts(lancer):
    resultat = lancer("--json")
    assert resultat.exit_code == 0
    assert json.loads(resultat.stdout)["counts"] == {
        "activites": 15,
        "competences": 51,
        "groupes": 51,
        "criteres": 190,
        "epreuves": 17,
    }


def test_the_official_document_lies_beside_the_labels(lancer, chemin_du_document):
    resultat = lancer("--officiel", chemin_du_document)
    assert resultat.exit_code == 0
    assert resultat.stdout.rstrip().endswith("introuvables : aucun")
    assert "libellés perdus dans le document : C2.2, C2.3, C2.4, C5.3, C8.2, C8.3" in resultat.stdout
    assert "318 textes officiels trouvés sur 324." in resultat.stdout
    for critere in referentiel().criteres:
        assert critere.id in resultat.stdout


def test_the_comparison_is_json_on_demand(lancer, chemin_du_document):
    resultat = lancer("--officiel", chemin_du_document, "--json")
    assert resultat.exit_code == 0
    valeur = json.loads(resultat.stdout)
    assert set(valeur) == {"matched", "missing_codes", "lost", "unmatched_lines"}
    assert valeur["missing_codes"] == []
    assert valeur["lost"] == ["C2.2", "C2.3", "C2.4", "C5.3", "C8.2", "C8.3"]
    assert valeur["unmatched_lines"] == []
    assert {ligne["code"] for ligne in valeur["matched"]} >= {c.id for c in referentiel().criteres}


def test_a_document_with_a_loss_ends_with_one_and_names_it(lancer, chemin_du_document, tmp_path):
    # Rows stand one a line: without the last activity's, its codes are missing and nothing else is.
    lignes = chemin_du_document.read_text(encoding="utf-8").splitlines()
    debut = next(i for i, ligne in enumerate(lignes) if "A15 - " in ligne)
    ampute = tmp_path / "ampute.txt"
    ampute.write_text("\n".join(lignes[:debut]), encoding="utf-8")
    resultat = lancer("--officiel", ampute)
    assert resultat.exit_code == 1
    perdus = resultat.stdout.rpartition("introuvables : ")[2].replace("\n", " ").replace(",", " ").split()
    a15 = referentiel().activite("A15")
    attendus = ["A15"]
    for competence in a15.competences:
        attendus += [competence.code, f"{competence.code}-groupe", *(c.id for c in competence.criteres)]
    assert perdus == [*attendus, "e17_impact_digital"]


def test_a_footer_is_told_without_failing(lancer, chemin_du_document, tmp_path):
    avec_pied = tmp_path / "pied.txt"
    avec_pied.write_text(chemin_du_document.read_text(encoding="utf-8") + "\nPage 12\n", encoding="utf-8")
    resultat = lancer("--officiel", avec_pied)
    assert resultat.exit_code == 0
    assert "passages non reconnus : 1" in resultat.stdout
    assert "1 cellule au lieu de 4 : Page 12" in resultat.stdout


@pytest.mark.parametrize("options", [(), ("--json",)])
def test_an_unreadable_file_ends_with_two_and_one_sentence(lancer, tmp_path, options):
    resultat = lancer("--officiel", tmp_path / "rien.txt", *options)
    assert resultat.exit_code == 2
    assert resultat.stdout == ""
    assert (
        resultat.stderr
        == f"✗ {tmp_path / 'rien.txt'} n'existe pas ; vérifiez le chemin du référentiel officiel.\n"
    )
