"""The authors' commands, from any folder of the course: what they say and the code they end with."""

import pytest
from typer.testing import CliRunner

from epreuves_kit.cli import application
from tests.authoring.trial_course import ID, cell_of, editer, remplacer, sujet

APP = application(["build", "import", "check", "new", "oral"])


def lancer(*words):
    ended = CliRunner().invoke(APP, list(words))
    assert ended.exception is None or isinstance(ended.exception, SystemExit), ended.exception
    return ended.exit_code, ended.output


@pytest.fixture
def ici(construit, monkeypatch):
    """The built course, entered by a folder deep inside it."""
    monkeypatch.chdir(construit / "source" / ID)
    return construit


def test_building_what_is_fresh_says_so(ici):
    assert lancer("build", "e99") == (0, "e99_mini : à jour\n1 épreuve à jour.\n")


def test_checking_names_each_stale_file_and_the_command(ici):
    remplacer(sujet(ici), "Le salon de thé", "Le salon")
    code, said = lancer("build", "--check")
    assert code == 1
    assert "  source/e99_mini/e99_mini.ipynb — périmé\n" in said
    assert said.endswith("Pour tout remettre à jour : « epreuves build e99_mini »\n")
    assert lancer("build")[0] == 0
    assert lancer("build", "--check")[0] == 0


def test_files_to_be_built_are_said_and_are_no_failure(ici):
    for file in (ici / "release" / ID / "variantes").iterdir():
        file.unlink()
    code, said = lancer("build", "--check")
    assert code == 0
    assert "12 fichiers absents, à construire : « epreuves build e99_mini »" in said


def test_an_error_is_a_sentence_and_a_failure(ici):
    remplacer(sujet(ici), 'role="tests"', 'role="test"')
    code, said = lancer("build")
    assert code == 2
    assert said.startswith(f"✗ sujets/{ID}/sujet.py, ligne ")
    assert "Traceback" not in said


def test_outside_of_a_course_one_is_told_where_to_go(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    code, said = lancer("build")
    assert code == 2
    assert "n'est pas dans un dossier de cours" in said


def test_an_import_says_what_changed_and_what_to_do_next(ici):
    assert lancer("import", ID) == (0, f"sujets/{ID}/sujet.py : rien n'a changé.\n")
    editer(ici, lambda nb: cell_of(nb, "cas").update(source="# Autre"))
    code, said = lancer("import", ID)
    assert code == 0
    assert "cellules modifiées : cas." in said
    assert said.endswith(f"Reconstruisez ensuite l'épreuve : « epreuves build {ID} »\n")


def test_a_check_without_variants_reads_the_text_alone(ici):
    assert lancer("check", "--variantes", "-") == (
        0,
        "e99_mini : rien à signaler\n1 épreuve vérifiée, rien à signaler.\n",
    )
    remplacer(sujet(ici), 'auto_evaluation("C15.1")', "pass")
    code, said = lancer("check", "--variantes", "-")
    assert code == 0
    assert "1 avertissement" in said
    remplacer(sujet(ici), "cout_total = None\n", "")
    code, said = lancer("check", "--variantes", "-")
    assert code == 1
    assert "e99_mini : 1 erreur, 1 avertissement\n" in said


def test_the_values_are_shown_question_by_question_from_what_is_kept_too(ici):
    code, said = lancer("check", "--valeurs", "--variantes", "A")
    assert code == 0
    assert "e99_mini.ipynb : les réponses par variante" in said
    assert "  C15_1-meilleur, 2 points : 1 réponse différente, la plus fréquente 100\u00a0%, " in said
    values = said.partition("les réponses par variante")[2]
    again = lancer("check", "--valeurs", "--variantes", "A")[1]
    assert again.partition("les réponses par variante")[2] == values


def test_spaces_are_put_before_the_check(ici):
    remplacer(sujet(ici), "une semaine de publicité.", "une semaine de publicité : la voici.")
    code, said = lancer("check", "--espaces", "--variantes", "-")
    assert code == 0
    assert said.startswith(f"sujets/{ID}/sujet.py : 1 espace insécable\n")
    assert "typographie" not in said


def test_letters_that_name_no_variant_are_refused(ici):
    code, said = lancer("check", "--variantes", "Z")
    assert code == 2
    assert "A à L" in said


def test_a_new_épreuve_is_made_in_the_course_and_the_next_steps_are_said(ici):
    code, said = lancer("new", "e06")
    assert code == 0
    assert said == (
        "sujets/e06_objectifs/sujet.py — écrit\n"
        "sujets/e06_objectifs/rex.py — écrit\n"
        "sujets/e06_objectifs/donnees.py — écrit\n"
        "sujets/e06_objectifs/dictionnaire.yaml — écrit\n"
        "sujets/e06_objectifs/grille.yaml — écrit\n"
        "sujets/e06_objectifs/oral.yaml — écrit\n"
        "Elle se construit déjà : « epreuves build e06_objectifs »\n"
        "Ce qui reste à écrire : « epreuves check e06_objectifs --variantes - »\n"
    )
    assert lancer("build", "e06")[0] == 0
    code, said = lancer("check", "e06", "--variantes", "-")
    assert code == 1
    assert "il reste à écrire" in said


def test_a_name_that_will_not_do_is_a_sentence_and_a_failure(ici):
    code, said = lancer("new", "e18_newsletter", "--competences", "C14.1, C99.9")
    assert code == 2
    assert said.startswith("✗ --competences : La compétence C99.9 n'existe pas")
    assert lancer("new", "e18_newsletter", "--competences", "C14.1, C14.2")[0] == 0


def test_the_sheet_of_an_oral_is_written_in_the_folder_where_one_stands(ici, tmp_path, monkeypatch):
    lancer("new", "e01")
    sheet = ici / "sujets" / "e01_veille" / "oral.yaml"
    code, said = lancer("oral", "e01")
    assert code == 2
    assert "champ duree_presentation : attendu un nombre de minutes, reçu 0" in said
    remplacer(sheet, "duree_presentation: 0", "duree_presentation: 20")
    remplacer(sheet, "duree_echange: 0", "duree_echange: 30")
    code, said = lancer("oral", "e01")  # one stands in source/: nbgrader would hand it out
    assert code == 2
    assert "ce qui est dans source/ peut être distribué" in said
    monkeypatch.chdir(ici)
    assert lancer("oral", "e01") == (
        0,
        "Fiche du jury écrite ; imprimez-la depuis un navigateur, et ne la distribuez pas.\nÉcrit : oral-e01_veille.html\n",
    )
    assert lancer("oral", "e01", "--sortie", str(tmp_path / "jury.html"))[0] == 0
    assert (tmp_path / "jury.html").read_bytes() == (ici / "oral-e01_veille.html").read_bytes()
    code, said = lancer("oral", ID)
    assert code == 2
    assert "la fiche de l'oral manque" in said
