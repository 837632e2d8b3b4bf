"""`preparer`, as a candidate calls it: which data are laid, and what is said when they cannot be."""

import os
import subprocess
import sys

import pytest
from epreuve_d_essai import EPREUVE, fichiers

from epreuves.variantes import archive, preparer, seance, variante
from epreuves.variantes.lettres import LETTRES
from epreuves.variantes.preparation import PAQUET
from epreuves.wording.errors import KitError


def publiee(dossier):
    return seance.lire_publiee((dossier / "seance.json").read_bytes())


def due(dossier, candidat):
    return variante(publiee(dossier), EPREUVE, candidat)


def refus(**arguments):
    with pytest.raises(KitError) as erreur:
        preparer(EPREUVE, **arguments)
    return str(erreur.value)


def test_the_variant_laid_is_the_candidates_own(dossier, capsys):
    donnees = preparer(EPREUVE, candidat="zoé.dupré")
    lettre = due(dossier, "zoé.dupré")
    assert donnees["ventes"]["montant"].tolist() == [ord(lettre)]
    assert {f.name: f.read_bytes() for f in (dossier / "donnees").iterdir()} == fichiers(lettre)
    dit = capsys.readouterr()
    assert f"Candidat·e : « zoé.dupré » (donné à preparer()) · variante {lettre} · 1 table" in dit.out
    assert f'donnees = preparer("{EPREUVE}", candidat="prenom.nom")' in dit.out
    assert dit.err == ""


def test_a_name_once_given_is_found_again_by_run_all(dossier, capsys):
    preparer(EPREUVE, candidat=" zoé.dupré ")
    capsys.readouterr()
    assert preparer(EPREUVE).variante == due(dossier, "zoé.dupré")
    assert "« zoé.dupré » (fichier candidat.txt)" in capsys.readouterr().out


def test_the_most_explicit_name_wins(dossier, monkeypatch):
    assert preparer(EPREUVE).variante == due(dossier, "compte")
    monkeypatch.setenv("JUPYTERHUB_USER", "hub")
    assert preparer(EPREUVE).variante == due(dossier, "hub")
    (dossier / "candidat.txt").write_text("\ufeff\nfichier\n", encoding="utf-8")
    assert preparer(EPREUVE).variante == due(dossier, "fichier")
    monkeypatch.setenv("EPREUVES_CANDIDAT", "environnement")
    assert preparer(EPREUVE).variante == due(dossier, "environnement")
    assert preparer(EPREUVE, candidat="argument").variante == due(dossier, "argument")


def test_a_variant_imposed_wins_over_the_candidate_and_remembers_nobody(dossier, monkeypatch, capsys):
    (dossier / "seance.json").unlink()
    for lettre in LETTRES:
        monkeypatch.setenv("EPREUVES_VARIANTE", lettre.lower())
        assert preparer(EPREUVE, candidat="zoé").variante == lettre
    assert not (dossier / "candidat.txt").exists()
    assert "Variante imposée : variante L" in capsys.readouterr().out


def test_files_that_are_right_are_not_written_again(dossier):
    preparer(EPREUVE, candidat="zoé")
    for fichier in (dossier / "donnees").iterdir():
        os.utime(fichier, (1, 1))
    preparer(EPREUVE, candidat="zoé")
    assert [fichier.stat().st_mtime for fichier in (dossier / "donnees").iterdir()] == [1, 1]


def test_a_table_changed_by_hand_is_put_back_and_said_so(dossier, capsys):
    preparer(EPREUVE, candidat="zoé")
    (dossier / "donnees" / "ventes.csv").write_text("autre chose", encoding="utf-8")
    (dossier / "donnees" / "mes_notes.txt").write_text("à garder", encoding="utf-8")
    donnees = preparer(EPREUVE, candidat="zoé")
    assert donnees["ventes"]["montant"].tolist() == [ord(due(dossier, "zoé"))]
    assert "Remis dans leur état d'origine : ventes.csv" in capsys.readouterr().out
    assert (dossier / "donnees" / "mes_notes.txt").read_text(encoding="utf-8") == "à garder"


def test_another_candidates_data_are_replaced_without_a_remark(dossier, monkeypatch, capsys):
    for lettre in "AB":
        monkeypatch.setenv("EPREUVES_VARIANTE", lettre)
        preparer(EPREUVE)
    assert "Remis" not in capsys.readouterr().out
    assert {f.name: f.read_bytes() for f in (dossier / "donnees").iterdir()} == fichiers("B")


def test_the_data_say_their_tables_fields_and_units(dossier):
    donnees = preparer(EPREUVE, candidat="zoé")
    assert list(donnees) == ["ventes"]
    texte = repr(donnees)
    assert "ventes — Ventes, 1 ligne." in texte
    assert "montant : nombre, en € — Hors taxes" in texte
    assert "avis : texte ; peut manquer" in texte
    html = donnees._repr_html_()
    assert '<th scope="row"><code>montant</code></th>' in html
    assert "<caption>" in html


def test_an_unknown_table_is_answered_with_those_there_are(dossier):
    with pytest.raises(KeyError) as erreur:
        preparer(EPREUVE, candidat="zoé")["vente"]
    assert str(erreur.value) == "Il n'y a pas de table « vente ». Tables disponibles : « ventes »."


def test_a_notebook_moved_out_of_its_folder_says_to_open_it_there(tmp_path, dossier, monkeypatch):
    monkeypatch.chdir(tmp_path)
    dit = refus()
    assert f"« {tmp_path} »" in dit
    assert "Ouvrez le notebook depuis son propre dossier" in dit
    monkeypatch.setenv("EPREUVES_VARIANTE", "A")
    assert "Ouvrez le notebook depuis son propre dossier" in refus()


def test_the_folder_of_another_epreuve_is_named(dossier):
    with pytest.raises(
        KitError, match=f"Ce dossier est celui de l'épreuve « {EPREUVE} », pas de « e01_veille »"
    ):
        preparer("e01_veille", candidat="zoé")


@pytest.mark.parametrize(
    ("geste", "dit"),
    [
        (lambda d: [f.unlink() for f in (d / "variantes").iterdir()], "Il manque l'archive de vos données"),
        (lambda d: [f.write_bytes(b"PK") for f in (d / "variantes").iterdir()], "est abîmée"),
        (lambda d: (d / "seance.json").unlink(), "Il manque le fichier seance.json"),
        (lambda d: (d / "seance.json").write_bytes(b"{"), "seance.json est illisible"),
    ],
    ids=["archives deleted", "archives damaged", "session deleted", "session damaged"],
)
def test_what_is_missing_or_damaged_is_to_be_asked_of_the_instructor(dossier, geste, dit):
    geste(dossier)
    message = refus(candidat="zoé")
    assert dit in message
    assert "demandez à votre formateur·rice de republier l'épreuve" in message


def test_an_archive_of_another_letter_is_not_taken_for_ones_own(dossier, monkeypatch):
    monkeypatch.setenv("EPREUVES_VARIANTE", "A")
    (dossier / "variantes" / "A.zip").write_bytes((dossier / "variantes" / "B.zip").read_bytes())
    assert f"elle contient la variante B de « {EPREUVE} »" in refus()


@pytest.mark.parametrize("nom", ["ventes.csv", PAQUET])
def test_an_archive_that_lacks_a_file_is_refused(dossier, monkeypatch, nom):
    monkeypatch.setenv("EPREUVES_VARIANTE", "A")
    reste = {autre: contenu for autre, contenu in fichiers("A").items() if autre != nom}
    (dossier / "variantes" / "A.zip").write_bytes(archive.ecrire(reste))
    assert nom in refus()


def test_a_file_open_in_a_spreadsheet_is_to_be_closed(dossier, monkeypatch):
    preparer(EPREUVE, candidat="zoé")
    (dossier / "donnees" / "ventes.csv").write_bytes(b"autre")

    def verrouille(_source, _cible):
        raise PermissionError(13, "Accès refusé")

    monkeypatch.setattr("os.replace", verrouille)
    dit = refus(candidat="zoé")
    assert "« donnees/ventes.csv » ne peut pas être remplacé" in dit
    assert "Fermez-le, puis relancez cette cellule" in dit
    assert sorted(f.name for f in (dossier / "donnees").iterdir()) == [PAQUET, "ventes.csv"]


def test_nobody_to_name_is_answered_with_the_call_to_write(dossier, monkeypatch):
    def personne():
        raise OSError("pas de compte")

    monkeypatch.setattr("getpass.getuser", personne)
    assert 'candidat="prenom.nom"' in refus()


def test_an_unknown_letter_is_refused(dossier, monkeypatch):
    monkeypatch.setenv("EPREUVES_VARIANTE", "Z")
    assert "EPREUVES_VARIANTE vaut « Z »" in refus()


def test_in_a_notebook_an_error_is_its_sentence_alone(dossier):
    from IPython.core.interactiveshell import InteractiveShell

    code = f"from epreuves.variantes import preparer\npreparer('{EPREUVE}')"
    (dossier / "seance.json").unlink()
    shell = InteractiveShell()
    with pytest.raises(KitError) as erreur:
        shell.run_cell(code, silent=True).raise_error()
    assert erreur.value._render_traceback_() == [f"⚠ {erreur.value}"]


def test_nothing_posix_only_is_imported_on_the_candidates_side():
    code = (
        "import sys\n"
        "for nom in ('pwd', 'grp', 'fcntl', 'resource', 'termios'): sys.modules[nom] = None\n"
        "import epreuves.variantes\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
