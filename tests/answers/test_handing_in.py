"""What the last cell tells before handing in: found in the saved file, said in sentences, never an error; silent where copies are marked."""

import datetime
import json
import os
import time

import msgspec
import openpyxl
import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output

import epreuves
from epreuves import avant_de_rendre
from epreuves.answers import handing_in
from epreuves.answers.allowed import Allowed
from epreuves.answers.checking import recording
from epreuves.answers.handing_in import ID, KEY, NotebookPlan, PlannedQuestion, PlannedWriting
from epreuves.answers.published_words import PublishedWords
from epreuves.answers.self_assessment import AutoEvaluation, Estimation, register
from epreuves.variants.published import ExamSession, PublishedSitting, publish
from epreuves.wording import time_left
from epreuves.wording.time_left import SittingHours
from epreuves_kit.referentiel.reading import referentiel
from tests.course import ROOT

NAME = "e97_essai"
GIVEN = "*Votre réponse ici.*"
TABLE = "| Canal | Décision |\n| --- | --- |\n| Radio | |\n\n*Votre réponse ici.*"
PLAN = NotebookPlan(
    NAME,
    (
        PlannedQuestion("C1_1-cout", "Question 1 — Le coût"),
        PlannedQuestion("C1_1-part", "Question 2 — La part"),
    ),
    (
        PlannedWriting("C1_1-note", "Écrit A — La note", GIVEN, 120),
        PlannedWriting("C1_1-tableau", "Écrit B — Le tableau", TABLE, 120),
    ),
    ("C1.1",),
)
TESTS = {
    "C1_1-cout": 'verifier("C1_1-cout", cout_total, nombre(unite="€", minimum=0))',
    "C1_1-part": 'verifier("C1_1-part", part_radio, pourcentage())',
}
ANSWERS = {"cout": "cout_total = 12.5", "part": 'part_radio = "12 %"'}
WRITINGS = {
    "C1_1-note": "mot " * 130,
    "C1_1-tableau": TABLE.replace("Radio | |", "Radio | à garder " + "mot " * 80),
}
BLANK = {"cout": "cout_total = None", "part": "part_radio = None", "C1_1-note": GIVEN, "C1_1-tableau": TABLE}


def cell(id, source, **own):
    metadata = {"nbgrader": {"grade_id": id}, **({KEY: own} if own else {})}
    return {"cell_type": "code", "id": id, "metadata": metadata, "source": source.splitlines(keepends=True)}


def save(folder, written, plan=PLAN, file=f"{NAME}.ipynb", tests=TESTS, mots=200):
    """A notebook as Jupyter saves it."""
    sources = {**BLANK, **written}
    cells = [
        *(cell(id, sources[id]) for id in ("cout", "part")),
        *(cell(id, source) for id, source in tests.items()),
        cell("C1_1-note", sources["C1_1-note"], **({"mots": mots} if mots else {})),
        cell("C1_1-tableau", sources["C1_1-tableau"]),
        cell(ID, f'avant_de_rendre("{NAME}")', **msgspec.to_builtins(plan)),
    ]
    (folder / file).write_text(json.dumps({"cells": cells, "metadata": {}, "nbformat": 4}), "utf-8")


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("EPREUVES_CANAL", "NBGRADER_EXECUTION"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def shell():
    """A notebook's kernel, with the kit's names in it."""
    InteractiveShell.clear_instance()
    found = InteractiveShell.instance()
    found.user_ns.update({name: getattr(epreuves, name) for name in epreuves.__all__})
    yield found
    InteractiveShell.clear_instance()


def run(shell, *sources):
    """Run cells as Jupyter does; what the last one shows: its text, its HTML, and its stderr."""
    for source in sources:
        with capture_output() as seen:
            shell.run_cell(source, store_history=True)
    # Earlier states that may be taken back are shown under it.
    pages = [output.data for output in seen.outputs if "text/html" in output.data]
    shown = pages[-1] if pages else {"text/plain": seen.stdout, "text/html": ""}
    return shown["text/plain"], shown["text/html"], seen.stderr


def told(shell, *sources):
    return run(shell, *sources, f'avant_de_rendre("{NAME}")')[0]


def line(text, title):
    return next(line for line in text.splitlines() if line.startswith(f"- {title}"))


def test_an_empty_paper_is_told_all_that_it_lacks(shell, tmp_path):
    save(tmp_path, {})
    text = told(shell, "cout_total = None", "part_radio = None")
    assert "Il manque encore 2 réponses, 2 écrits et l'auto-évaluation." in text
    assert "pas encore de réponse" in line(text, "Question 1 — Le coût")
    assert "rien n'est écrit (l'énoncé indique 200 mots)" in line(text, "Écrit A")
    assert "rien n'est écrit" in line(text, "Écrit B")
    assert "C1.1" in line(text, "Auto-évaluation")


def test_the_help_received_is_due_where_it_is_to_be_declared_and_the_time_left_is_told(shell, tmp_path):
    allowed = PublishedSitting(allowed=Allowed(ai="declarer", person="declarer"))
    (tmp_path / "seance.json").write_bytes(publish(ExamSession("Juin", "une clé", sitting=allowed)))
    save(tmp_path, {**ANSWERS, **WRITINGS})
    register(tmp_path, AutoEvaluation({"C1.1": Estimation(2)}))
    now = datetime.datetime.now(datetime.UTC)
    time_left.hold(SittingHours(now - datetime.timedelta(hours=1), now + datetime.timedelta(minutes=20, seconds=30)))
    try:
        text = told(shell, *ANSWERS.values())
    finally:
        time_left.hold(None)
    assert "Il manque encore la déclaration de l'aide reçue." in text
    assert "(l'intelligence artificielle et l'aide d'une autre personne)" in line(text, "Aide reçue")
    assert "Il reste 20 minutes." in text
    register(tmp_path, AutoEvaluation({"C1.1": Estimation(2)}, help="aucune"))
    text = told(shell, *ANSWERS.values())
    assert "Rien ne manque." in text
    assert "Il reste" not in text


def test_a_whole_paper_lacks_nothing_and_what_is_done_is_said(shell, tmp_path):
    save(tmp_path, {**ANSWERS, **WRITINGS})
    register(tmp_path, AutoEvaluation({"C1.1": Estimation(2)}))
    text, html, stderr = run(shell, *ANSWERS.values(), f'avant_de_rendre("{NAME}")')
    assert "Rien ne manque." in text
    assert "130 mots" in line(text, "Écrit A")
    assert "forme correcte" in line(text, "Question 2")
    assert "<h2>Avant de rendre</h2>" in html
    assert stderr == ""


def test_in_a_browser_the_last_cell_offers_the_button_and_elsewhere_it_does_not(shell, tmp_path, monkeypatch):
    save(tmp_path, {})
    command = 'data-commandlinker-command="epreuves:rendre"'
    for inside in (False, True):
        monkeypatch.setattr("epreuves.answers.last_cell.in_browser", lambda inside=inside: inside)
        with capture_output() as shown:
            avant_de_rendre(NAME)
        (page,) = (one.data["text/html"] for one in shown.outputs if "text/html" in one.data)
        assert (command in page) == inside
        assert "Validate" not in page


def test_a_wrong_form_is_told_as_its_verification_tells_it(shell, tmp_path):
    save(tmp_path, {**ANSWERS, "cout": 'cout_total = "1.234"'})
    said = line(told(shell, 'cout_total = "1.234"', ANSWERS["part"]), "Question 1")
    _, _, verified = run(shell, TESTS["C1_1-cout"])
    sentence = said.partition("forme à revoir : ")[2]
    assert sentence
    assert sentence in verified


def test_an_answer_run_otherwise_than_it_is_saved_is_told(shell, tmp_path):
    save(tmp_path, ANSWERS)
    text = told(shell, "cout_total = 13", ANSWERS["part"])
    assert "le texte enregistré n'est pas celui qui a été exécuté" in line(text, "Question 1 — Le coût")
    assert "forme correcte" in line(text, "Question 2 — La part")


def test_an_answer_read_in_a_workbook_is_told_whatever_cell_was_run(shell, tmp_path):
    tests = {
        **TESTS,
        "C1_1-cout": 'verifier("C1_1-cout", cout_total, classeur("calcul", cellules={"total": nombre()}))',
    }
    save(tmp_path, {**ANSWERS, "cout": "cout_total = None\n# Laissez cette cellule telle quelle."}, tests=tests)
    assert "calcul.xlsx" in line(told(shell, ANSWERS["part"]), "Question 1 — Le coût")
    book = openpyxl.Workbook()
    book.active["A1"], book.active["B1"] = "total", 12.5
    book.save(tmp_path / "calcul.xlsx")
    assert "forme correcte" in line(told(shell, ANSWERS["part"]), "Question 1 — Le coût")


def test_the_time_of_the_last_save_is_said_with_how_to_save(shell, tmp_path):
    save(tmp_path, {})
    os.utime(tmp_path / f"{NAME}.ipynb", (at := time.mktime((2026, 5, 12, 14, 5, 9, 0, 0, -1)), at))
    text = told(shell)
    assert "enregistré le 12/05/2026 à 14:05:09" in text
    assert "enregistrez d'abord (Ctrl + S)" in text


def test_an_answer_that_was_run_and_not_saved_is_told(shell, tmp_path):
    save(tmp_path, {"part": ANSWERS["part"]})
    text = told(shell, *ANSWERS.values())
    assert "enregistrez (Ctrl + S)" in line(text, "Question 1")
    assert "forme correcte" in line(text, "Question 2")
    save(tmp_path, ANSWERS)
    assert "forme correcte" in line(told(shell), "Question 1")


def test_it_is_the_last_text_run_that_has_to_be_saved(shell, tmp_path):
    save(tmp_path, BLANK)
    assert "pas encore de réponse" in line(told(shell, *(BLANK[id] for id in ANSWERS)), "Question 1")
    text = told(shell, *ANSWERS.values())
    assert "enregistrez (Ctrl + S)" in line(text, "Question 1")
    save(tmp_path, {**ANSWERS, "cout": "cout_total = 13"})
    text = told(shell)
    assert "exécutez la cellule de réponse" in line(text, "Question 1")
    assert "forme correcte" in line(text, "Question 2")


def test_what_was_not_run_in_this_session_is_told_to_be_run(shell, tmp_path):
    save(tmp_path, ANSWERS)
    assert "pas encore exécutée" in line(told(shell), "Question 1")


def test_a_cell_that_nobody_wrote_in_has_nothing_to_run(shell, tmp_path):
    save(tmp_path, {"cout": "cout_total = None\ncout_total = 3"})
    text = told(shell)
    assert "pas encore exécutée" in line(text, "Question 1")
    assert "pas encore de réponse" in line(text, "Question 2")
    save(tmp_path, {})
    assert "Redémarrer le noyau" not in told(shell)


def test_a_short_writing_lacks_by_the_statements_length_alone(shell, tmp_path):
    short = {"C1_1-note": "mot " * 99, "C1_1-tableau": TABLE.replace("Radio | |", "Radio | non |")}
    save(tmp_path, short)
    text = told(shell)
    before, _, after = text.partition("À relire")
    assert "99 mots, c'est peu (l'énoncé indique 200 mots)" in before
    assert "1 mot, c'est peu (repère\N{NO-BREAK SPACE}: 120 mots environ)" in after
    assert "1 écrit est court." in text
    assert "2 écrits" not in text
    save(tmp_path, short, mots=198)
    assert "c'est peu" not in line(told(shell), "Écrit A")


def test_a_table_given_to_be_filled_is_whole_once_each_of_its_rows_is(shell, tmp_path):
    given = "| Tâche | Qui a fait | Qui a relu |\n| --- | --- | --- |\n| Étape 1 | | |\n| Étape 2 | | |"
    plan = NotebookPlan(
        NAME, PLAN.questions, (PlannedWriting("C1_1-note", "Qui a fait quoi", given, 120),), PLAN.competences
    )

    def said(text):
        save(tmp_path, {**ANSWERS, "C1_1-note": text}, plan, mots=120)
        return line(told(shell), "Qui a fait quoi")

    assert "rien n'est écrit" in said(given)
    assert "1 ligne du tableau à remplir" in said(given.replace("Étape 1 | | |", "Étape 1 | Léa | Karim |"))
    whole = given.replace("Étape 1 | | |", "Étape 1 | Léa | Karim |").replace("Étape 2 | | |", "Étape 2 | Zoé | Léa |")
    assert "tableau rempli" in said(whole)


@pytest.mark.parametrize(
    ("text", "given", "count"),
    [
        (GIVEN, GIVEN, 0),
        ("", GIVEN, 0),
        ("Oui\N{NO-BREAK SPACE}: « non » — peut-être.", GIVEN, 3),
        (f"{GIVEN}\n\nDeux mots", GIVEN, 2),
        ("| Canal | Décision |\n| --- | --- |\n| Radio | garder |", TABLE, 1),
    ],
)
def test_words_given_out_and_signs_alone_are_not_counted(text, given, count):
    assert handing_in.written(text, given) == count


@pytest.mark.parametrize(
    "source",
    ["", "assert True", 'verifier("C1_1-cout", cout_total, nombre())\nos.remove("x")', "verifier(", "x = 1"],
)
def test_a_verification_that_was_changed_is_said_and_not_run(shell, tmp_path, source):
    save(tmp_path, ANSWERS, tests={**TESTS, "C1_1-cout": source})
    text = told(shell, *ANSWERS.values())
    assert "remise en état à la correction" in line(text, "Question 1")
    assert "forme correcte" in line(text, "Question 2")


@pytest.mark.parametrize("name", ["verifier", "nombre"])
def test_names_of_the_kit_that_were_taken_are_told_without_an_error(shell, tmp_path, name):
    save(tmp_path, ANSWERS)
    text, _, stderr = run(shell, *ANSWERS.values(), f"{name} = 3", f'avant_de_rendre("{NAME}")')
    assert "la vérification s'arrête sur une erreur" in line(text, "Question 1")
    assert stderr == ""


@pytest.mark.parametrize("content", [None, "", "{", "[]", '{"cells": 3}', '{"cells": [3]}', '{"cells": []}'])
def test_a_missing_or_foreign_notebook_is_a_sentence(shell, tmp_path, content):
    if content is not None:
        (tmp_path / f"{NAME}.ipynb").write_text(content, "utf-8")
    text, _, stderr = run(shell, f'avant_de_rendre("{NAME}")')
    assert "Ce qui manque ne peut pas être dit" in text
    assert stderr == ""


def test_the_notebook_of_another_name_is_foreign_and_a_renamed_one_is_found(shell, tmp_path):
    save(tmp_path, ANSWERS, file="mon essai (copie).ipynb")
    (tmp_path / "brouillon.ipynb").write_text("{}", "utf-8")
    assert "mon essai (copie).ipynb" in told(shell)
    assert "Ce qui manque ne peut pas être dit" in run(shell, 'avant_de_rendre("rex")')[0]


def test_of_two_copies_the_one_saved_last_is_read_and_that_is_said(shell, tmp_path):
    save(tmp_path, WRITINGS, file="a.ipynb")
    os.utime(tmp_path / "a.ipynb", (1, 1))
    save(tmp_path, {}, file="b.ipynb")
    text = told(shell)
    assert "«\N{NO-BREAK SPACE}b.ipynb\N{NO-BREAK SPACE}»" in text
    assert "2 notebooks de cette épreuve" in text


def test_outputs_that_only_jupyter_would_write_do_not_hide_a_notebook(shell, tmp_path):
    save(tmp_path, WRITINGS)
    path = tmp_path / f"{NAME}.ipynb"
    path.write_text(path.read_text("utf-8").replace('"nbformat"', '"outputs": [NaN, "\\ud83d"], "nbformat"'), "utf-8")
    assert "130 mots" in told(shell)


def test_a_title_is_text_and_never_html(shell, tmp_path):
    plan = NotebookPlan(NAME, (), (PlannedWriting("C1_1-note", "<script>alert(1)</script>", GIVEN),))
    save(tmp_path, {}, plan=plan)
    _, html, _ = run(shell, f'avant_de_rendre("{NAME}")')
    assert "<script" not in html
    assert "&lt;script&gt;" in html


@pytest.mark.parametrize("variable", ["EPREUVES_CANAL", "NBGRADER_EXECUTION"])
def test_nothing_is_read_or_shown_where_copies_are_marked(shell, tmp_path, monkeypatch, variable):
    save(tmp_path, {})
    monkeypatch.setenv(variable, "autograde")
    assert run(shell, f'avant_de_rendre("{NAME}")') == ("", "", "")


def test_nothing_is_read_or_shown_where_the_reference_runs(shell, tmp_path):
    save(tmp_path, {})
    with recording(object()), capture_output() as seen:
        avant_de_rendre(NAME)
    assert (seen.stdout, seen.stderr, seen.outputs) == ("", "", [])


def test_while_validating_the_last_verification_and_the_last_cell_fail_until_writings_are_there(
    shell, tmp_path, monkeypatch
):
    monkeypatch.setenv("NBGRADER_EXECUTION", "validate")
    save(tmp_path, ANSWERS)
    assert run(shell, *ANSWERS.values(), TESTS["C1_1-cout"])[2] == ""
    last = run(shell, TESTS["C1_1-part"])[2]
    assert "Écrit A — La note" in last
    assert "Écrit B — Le tableau" in last
    assert "Il manque encore 2 écrits" in run(shell, f'avant_de_rendre("{NAME}")')[2]
    save(tmp_path, {**ANSWERS, **WRITINGS})
    assert run(shell, TESTS["C1_1-part"])[2] == ""


def test_in_the_room_a_verification_says_nothing_of_writings(shell, tmp_path):
    save(tmp_path, ANSWERS)
    assert run(shell, *ANSWERS.values(), TESTS["C1_1-part"])[2] == ""


def test_a_part_of_the_rapport_tells_how_the_others_stand_in_the_folders_beside(shell, tmp_path, monkeypatch):
    own = {name: msgspec.structs.replace(PLAN, notebook=name) for name in ("e01_veille", "e07_ux", "e09_canaux")}
    for name in own:
        (tmp_path / name).mkdir()
    save(tmp_path / "e01_veille", {}, own["e01_veille"], "e01_veille.ipynb")
    save(tmp_path / "e07_ux", {"C1_1-note": WRITINGS["C1_1-note"]}, own["e07_ux"], "e07_ux.ipynb")
    (tmp_path / "e09_canaux" / "e09_canaux.ipynb").write_text("{", "utf-8")
    parts = {one.id: one.title for one in referentiel(ROOT).report_parts}
    released = ExamSession("Juin", "une clé", "e01_veille", words=PublishedWords({}, parts))
    (tmp_path / "e01_veille" / "seance.json").write_bytes(publish(released))
    monkeypatch.chdir(tmp_path / "e01_veille")
    text, html, _ = run(shell, 'avant_de_rendre("e01_veille")')
    assert "il manque encore 1 écrit" in line(text, "Fiche de compétences « UX »")
    assert "pas de notebook" in line(text, "Fiche de compétences « Event »")
    assert "pas de notebook" in line(text, "Projet de communication (1)")
    assert "- Fiche de compétences « Veille »" not in text
    # What is asked for elsewhere is not lacking here.
    assert "Il manque encore 2 réponses, 2 écrits et l'auto-évaluation." in text
    assert html.index("<details><summary>Les autres parties de votre rapport") > 0


def test_an_épreuve_released_before_it_held_the_words_of_the_référentiel_tells_no_other_part(shell, tmp_path):
    (tmp_path / "seance.json").write_text('{"nom": "a", "cle": "b"}', "utf-8")
    save(tmp_path, {})
    assert "rapport de compétences" not in told(shell)


def test_another_épreuve_tells_nothing_of_the_rapport(shell, tmp_path):
    save(tmp_path, {})
    assert "rapport de compétences" not in told(shell)
