"""`preparer`, as a candidate calls it: which data are laid, and what is said when they cannot be."""

import os
import re
import subprocess
import sys

import msgspec
import pytest

from epreuves.variants import archive
from epreuves.variants.attribution import letters, own_key, rex_key, seat_digest, variant
from epreuves.variants.preparation import PACKAGE, preparer
from epreuves.variants.published import publish, publish_rex, read_published
from epreuves.wording.errors import KitError
from tests.variants.trial_epreuve import EPREUVE, files


def published(folder):
    return read_published((folder / "seance.json").read_bytes())


def due(folder, candidate):
    return variant(published(folder), EPREUVE, candidate)


def refusal(**arguments):
    with pytest.raises(KitError) as error:
        preparer(EPREUVE, **arguments)
    return str(error.value)


def test_the_variant_laid_is_the_candidates_own(folder, capsys):
    data = preparer(EPREUVE, candidat="zoé.dupré")
    letter = due(folder, "zoé.dupré")
    assert data["ventes"]["montant"].tolist() == [ord(letter)]
    assert {f.name: f.read_bytes() for f in (folder / "donnees").iterdir()} == files(letter)
    said = capsys.readouterr()
    assert f"Candidat·e : « zoé.dupré » (donné à preparer()) · variante {letter} · 1 table" in said.out
    assert f'donnees = preparer("{EPREUVE}", candidat="prenom.nom")' in said.out
    assert said.err == ""


def test_a_name_once_given_is_found_again_by_run_all(folder, capsys):
    preparer(EPREUVE, candidat=" zoé.dupré ")
    capsys.readouterr()
    assert preparer(EPREUVE).variant == due(folder, "zoé.dupré")
    assert "« zoé.dupré » (fichier candidat.txt)" in capsys.readouterr().out


def test_the_most_explicit_name_wins(folder, monkeypatch):
    assert preparer(EPREUVE).variant == due(folder, "compte")
    monkeypatch.setenv("JUPYTERHUB_USER", "hub")
    assert preparer(EPREUVE).variant == due(folder, "hub")
    (folder / "candidat.txt").write_text("\ufeff\nfichier\n", encoding="utf-8")
    assert preparer(EPREUVE).variant == due(folder, "fichier")
    monkeypatch.setenv("EPREUVES_CANDIDAT", "environnement")
    assert preparer(EPREUVE).variant == due(folder, "environnement")
    assert preparer(EPREUVE, candidat="argument").variant == due(folder, "argument")


def test_a_variant_imposed_wins_over_the_candidate_and_remembers_nobody(folder, monkeypatch, capsys):
    (folder / "seance.json").unlink()
    for letter in letters():
        monkeypatch.setenv("EPREUVES_VARIANTE", letter.lower())
        assert preparer(EPREUVE, candidat="zoé").variant == letter
    assert not (folder / "candidat.txt").exists()
    assert "Variante imposée : variante L" in capsys.readouterr().out


def test_files_that_are_right_are_not_written_again(folder):
    preparer(EPREUVE, candidat="zoé")
    for file in (folder / "donnees").iterdir():
        os.utime(file, (1, 1))
    preparer(EPREUVE, candidat="zoé")
    assert [file.stat().st_mtime for file in (folder / "donnees").iterdir()] == [1, 1]


def test_a_table_changed_by_hand_is_put_back_and_said_so(folder, capsys):
    preparer(EPREUVE, candidat="zoé")
    (folder / "donnees" / "ventes.csv").write_text("autre chose", encoding="utf-8")
    (folder / "donnees" / "mes_notes.txt").write_text("à garder", encoding="utf-8")
    data = preparer(EPREUVE, candidat="zoé")
    assert data["ventes"]["montant"].tolist() == [ord(due(folder, "zoé"))]
    assert "Remis dans leur état d'origine : ventes.csv" in capsys.readouterr().out
    assert (folder / "donnees" / "mes_notes.txt").read_text(encoding="utf-8") == "à garder"


def test_another_candidates_data_are_replaced_without_a_remark(folder, monkeypatch, capsys):
    for letter in "AB":
        monkeypatch.setenv("EPREUVES_VARIANTE", letter)
        preparer(EPREUVE)
    assert "Remis" not in capsys.readouterr().out
    assert {f.name: f.read_bytes() for f in (folder / "donnees").iterdir()} == files("B")


def test_the_data_say_their_tables_fields_and_units(folder):
    data = preparer(EPREUVE, candidat="zoé")
    assert list(data) == ["ventes"]
    text = repr(data)
    assert "ventes — Ventes, 1 ligne." in text
    assert "montant : nombre, en € — Hors taxes" in text
    assert "avis : texte ; peut manquer" in text
    html = data._repr_html_()
    assert re.search(r'<th scope="row"[^>]*><code>montant</code></th>', html)
    assert re.search(r"<caption[^>]*><code>ventes</code>", html)
    assert "Hors taxes\N{NO-BREAK SPACE}: «\N{NO-BREAK SPACE}net\N{NO-BREAK SPACE}»" in html


def test_an_unknown_table_is_answered_with_those_there_are(folder):
    with pytest.raises(KeyError) as error:
        preparer(EPREUVE, candidat="zoé")["vente"]
    assert str(error.value) == "Il n'y a pas de table « vente ». Tables disponibles : « ventes »."


def test_a_notebook_moved_out_of_its_folder_says_to_open_it_there(tmp_path, folder, monkeypatch):
    monkeypatch.chdir(tmp_path)
    said = refusal()
    assert f"« {tmp_path} »" in said
    assert "Ouvrez le notebook depuis son propre dossier" in said
    monkeypatch.setenv("EPREUVES_VARIANTE", "A")
    assert "Ouvrez le notebook depuis son propre dossier" in refusal()


def test_the_folder_of_another_epreuve_is_named(folder):
    with pytest.raises(KitError, match=f"Ce dossier est celui de l'épreuve « {EPREUVE} », pas de « e01_veille »"):
        preparer("e01_veille", candidat="zoé")


@pytest.mark.parametrize(
    ("geste", "said"),
    [
        (lambda d: [f.unlink() for f in (d / "variantes").iterdir()], "Il manque l'archive de vos données"),
        (lambda d: [f.write_bytes(b"PK") for f in (d / "variantes").iterdir()], "est abîmée"),
        (lambda d: (d / "seance.json").unlink(), "Il manque le fichier seance.json"),
        (
            lambda d: (d / "seance.json").write_bytes(b"{"),
            "seance.json est illisible : ce n'est plus ce que le kit y a écrit",
        ),
        (
            lambda d: (d / "seance.json").write_bytes(b"\xff"),
            "seance.json est illisible : ce n'est plus ce que le kit y a écrit",
        ),
    ],
    ids=[
        "archives deleted",
        "archives damaged",
        "session deleted",
        "session damaged",
        "session that is no text",
    ],
)
def test_what_is_missing_or_damaged_is_to_be_asked_of_the_instructor(folder, geste, said):
    geste(folder)
    message = refusal(candidat="zoé")
    assert said in message
    assert "demandez à votre formateur·rice de republier l'épreuve" in message


def test_an_archive_of_another_letter_is_not_taken_for_ones_own(folder, monkeypatch):
    monkeypatch.setenv("EPREUVES_VARIANTE", "A")
    (folder / "variantes" / "A.zip").write_bytes((folder / "variantes" / "B.zip").read_bytes())
    assert f"elle contient la variante B de « {EPREUVE} »" in refusal()


@pytest.mark.parametrize("name", ["ventes.csv", PACKAGE])
def test_an_archive_that_lacks_a_file_is_refused(folder, monkeypatch, name):
    monkeypatch.setenv("EPREUVES_VARIANTE", "A")
    rest = {other: content for other, content in files("A").items() if other != name}
    (folder / "variantes" / "A.zip").write_bytes(archive.write(rest))
    assert name in refusal()


def test_a_file_open_in_a_spreadsheet_is_to_be_closed(folder, monkeypatch):
    preparer(EPREUVE, candidat="zoé")
    (folder / "donnees" / "ventes.csv").write_bytes(b"autre")

    def verrouille(_source, _cible):
        raise PermissionError(13, "Accès refusé")

    monkeypatch.setattr("os.replace", verrouille)
    said = refusal(candidat="zoé")
    assert "« donnees/ventes.csv » ne peut pas être remplacé" in said
    assert "Fermez-le, puis relancez cette cellule" in said
    assert sorted(f.name for f in (folder / "donnees").iterdir()) == [PACKAGE, "ventes.csv"]


def test_nobody_to_name_is_answered_with_the_call_to_write(folder, monkeypatch):
    def personne():
        raise OSError("pas de compte")

    monkeypatch.setattr("getpass.getuser", personne)
    assert 'candidat="prenom.nom"' in refusal()


def test_an_unknown_letter_is_refused(folder, monkeypatch):
    monkeypatch.setenv("EPREUVES_VARIANTE", "É")
    assert "EPREUVES_VARIANTE vaut « É »" in refusal()
    monkeypatch.setenv("EPREUVES_VARIANTE", "Z")
    assert "variantes/Z.zip" in refusal()


def test_in_a_notebook_an_error_is_its_sentence_alone(folder):
    from IPython.core.interactiveshell import InteractiveShell

    code = f"from epreuves.variants.preparation import preparer\npreparer('{EPREUVE}')"
    (folder / "seance.json").unlink()
    shell = InteractiveShell()
    with pytest.raises(KitError) as error:
        shell.run_cell(code, silent=True).raise_error()
    assert error.value._render_traceback_() == [f"⚠ {error.value}"]


def test_nothing_posix_only_is_imported_on_the_candidates_side():
    code = (
        "import sys\n"
        "for nom in ('pwd', 'grp', 'fcntl', 'resource', 'termios'): sys.modules[nom] = None\n"
        "import epreuves.variants\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


@pytest.mark.parametrize("account", ["web_user", "pyodide", "jovyan"])
def test_where_the_account_is_nobody_s_the_candidate_is_asked_and_remembered(folder, monkeypatch, account, capsys):
    monkeypatch.setattr("getpass.getuser", lambda: account)
    asked = []

    def typed(question):
        asked.append(question)
        return " zoé.dupré "

    monkeypatch.setattr("builtins.input", typed)
    assert preparer(EPREUVE).variant == due(folder, "zoé.dupré")
    assert preparer(EPREUVE).variant == due(folder, "zoé.dupré")
    (question,) = asked
    assert "identifiant" in question
    assert "« zoé.dupré » (fichier candidat.txt)" in capsys.readouterr().out


def test_on_a_computer_of_one_s_own_who_one_is_is_asked_once_and_enter_keeps_the_account(folder, monkeypatch, capsys):
    asked, answers = [], ["zoé.dupré"]

    def typed(question):
        asked.append(question)
        return answers.pop()

    monkeypatch.setattr("builtins.input", typed)
    assert preparer(EPREUVE).variant == due(folder, "zoé.dupré")
    assert preparer(EPREUVE).variant == due(folder, "zoé.dupré")
    (question,) = asked
    assert "Entrée seule : « compte »" in question
    (folder / "candidat.txt").unlink()
    answers.append("")
    assert preparer(EPREUVE).variant == due(folder, "compte")
    assert (folder / "candidat.txt").read_text("utf-8") == "compte\n"
    capsys.readouterr()
    # Where the school says who one is, nobody is asked.
    monkeypatch.setenv("JUPYTERHUB_USER", "lea")
    (folder / "candidat.txt").unlink()
    assert preparer(EPREUVE).variant == due(folder, "lea")
    assert len(asked) == 2


def test_an_account_that_has_a_seat_is_not_asked(folder, monkeypatch):
    file = folder / "seance.json"
    held = read_published(file.read_bytes())
    letter = next(one for one in held.letters if one != due(folder, "compte"))
    places = {seat_digest(held.key, EPREUVE, "compte"): letter}
    file.write_bytes(publish(msgspec.structs.replace(held, places=places)))
    monkeypatch.setattr("builtins.input", lambda question: pytest.fail("asked"))
    assert preparer(EPREUVE).variant == letter


def test_where_nobody_can_be_asked_a_sentence_says_what_to_do(folder, monkeypatch):
    monkeypatch.setattr("getpass.getuser", lambda: "web_user")
    assert 'candidat="prenom.nom"' in refusal()
    assert not (folder / "candidat.txt").exists()


def drawn(folder, key, candidate="zoé.dupré"):
    (folder / "rex.json").write_bytes(publish_rex(key))
    return preparer(EPREUVE, candidat=candidate).tirage_du_rex().randint(1_000_000_000)


def test_a_rex_draws_the_same_for_a_variant_and_another_with_another_key(folder, monkeypatch):
    first = drawn(folder, "a")
    assert drawn(folder, "a") == first != drawn(folder, "b")
    monkeypatch.setenv("EPREUVES_VARIANTE", "B" if due(folder, "zoé.dupré") == "A" else "A")
    assert drawn(folder, "a") != first


def test_the_key_of_a_rex_follows_from_no_other():
    session = "six mots que personne ne devine"
    assert len({rex_key(session, EPREUVE), rex_key(own_key(session, EPREUVE), EPREUVE), own_key(session, EPREUVE)}) == 3
    assert rex_key(session, EPREUVE) != rex_key(session, "e06_objectifs")


@pytest.mark.parametrize(
    ("content", "said"),
    [(None, "Il manque le fichier rex.json, remis avec ce notebook après l'oral"), (b"{}", "rex.json est illisible")],
)
def test_without_what_comes_with_a_rex_a_sentence_says_so(folder, content, said):
    data = preparer(EPREUVE, candidat="zoé.dupré")
    if content is not None:
        (folder / "rex.json").write_bytes(content)
    with pytest.raises(KitError, match=said):
        data.tirage_du_rex()
