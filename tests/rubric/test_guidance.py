"""What is shown beside a criterion: the author's words with this variant's values, the jury's remarks, the themes drawn."""

import json
import re

import msgspec
import pytest

from epreuves.answers import forms
from epreuves_kit.gradebook.rows import NotebookFile
from epreuves_kit.jury.record import DrawAct, JuryRecord, OralAct
from epreuves_kit.marking.reference import of_process
from epreuves_kit.marking.right_answer import right_answer, scalar_words
from epreuves_kit.rubric import judged_on
from epreuves_kit.rubric.appreciation import Criterion
from epreuves_kit.rubric.guidance import AuthorNote, Guide, Guides
from epreuves_kit.rubric.panel.copy_view import Beside, page
from epreuves_kit.rubric.workbook import descriptors, grid_of
from tests.corpus import ASSIGNMENT
from tests.rubric.trial import copy_of

NOTE = """**Repères pour le jury** (les valeurs sont propres à chaque variante : voir le corrigé).
Le meilleur canal est [meilleur], au ROAS moyen
de [question 3] ; celui de la recherche, [Recherche] ; voir [roas] et [ce que personne ne connaît].

- une ligne
- une autre
"""


def source_of(root):
    return root / "source" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"


@pytest.fixture
def noted(root):
    """The course, whose author wrote with places for values."""
    path = source_of(root)
    tree = json.loads(path.read_text("utf-8"))
    (cell,) = [c for c in tree["cells"] if (c["metadata"].get("nbgrader") or {}).get("grade_id") == "C15_3-synthese"]
    cell["source"] = f"### BEGIN SOLUTION\n{NOTE}\n### END SOLUTION"
    path.write_text(json.dumps(tree), "utf-8")
    return root


@pytest.fixture
def gradebook(root):
    """The course's gradebook, read."""
    with NotebookFile(f"sqlite:///{root / 'gradebook.db'}") as opened:
        yield opened


def criterion(look="Jugé sur la synthèse.", competence="C15.3", notebook=ASSIGNMENT):
    return Criterion(notebook, "C15_3-k1", competence, "Un critère", look, ("", "", "", ""), 3.0)


def test_an_author_s_words_have_the_values_of_the_variant_in_their_places(noted, register):
    guides = Guides(register.places, ASSIGNMENT)
    seen = set()
    for letter in ("A", "B"):
        scheme = of_process(source_of(noted)).get(letter)
        expected = {q.variable: q for q in scheme.questions}
        words = {name: right_answer(q.form, q.expected) for name, q in expected.items()}
        search = dict(words["roas"].rows)["Recherche"]
        ((note,), values) = (guides.of(criterion(), letter).notes, guides.of(criterion(), letter).values)
        assert note.text == (
            f"Le meilleur canal est **{words['meilleur'].text}**, au ROAS moyen de **{words['moyen'].text}** ; celui de la recherche, "
            f"**{search}** ; voir question 1 et [ce que personne ne connaît].\n\n- une ligne\n- une autre"
        )
        # The questions that the note names, by number, variable or place; the chart has no words.
        assert [value.title for value in values] == [
            "Question 1 — ROAS par canal",
            "Question 2 — Meilleur canal",
            "Question 3 — ROAS moyen pondéré",
        ]
        seen.add(note.text)
    assert len(seen) == 2


def test_a_criterion_that_names_no_question_is_told_those_of_its_competence(root, register):
    guide = Guides(register.places, ASSIGNMENT).of(criterion(competence="C15.2"), "A")
    assert [value.title for value in guide.values] == [
        "Question 2 — Meilleur canal",
        "Question 3 — ROAS moyen pondéré",
        "Question 4 — Meilleur jour",
    ]
    assert guide.notes == ()


def test_a_copy_without_a_variant_has_the_author_s_words_alone(root, register):
    guide = Guides(register.places, ASSIGNMENT).of(criterion(), "")
    assert guide == Guide((AuthorNote("Question 6 — Synthèse", guide.notes[0].text),))
    assert guide.notes[0].text.startswith("La recherche rapporte plus par euro")


def test_a_reference_that_fails_is_told_in_the_place_of_values(noted, register):
    path = source_of(noted)
    path.write_text(path.read_text("utf-8").replace("meilleur = roas.idxmax()", "meilleur = roas.inconnu()"), "utf-8")
    guide = Guides(register.places, ASSIGNMENT).of(criterion(), "A")
    assert guide.notes
    assert guide.values == ()
    assert guide.lacking.startswith("Les valeurs de cette variante ne peuvent pas être montrées : ")


def test_what_comes_from_a_table_of_the_candidate_s_own_has_no_right_value_to_show(noted, register, monkeypatch):
    scheme = of_process(source_of(noted)).get("A")
    mean = scheme.questions[2]
    table = forms.OwnTableForm(key="canal", columns={"cout": forms.NumberForm()})
    own = msgspec.structs.replace(scheme.questions[0], id="C15_3-mien", variable="mien", form=table, depends=())
    mine = msgspec.structs.replace(mean, depends=(own.id,))
    questions = tuple(mine if q is mean else q for q in (*scheme.questions, own))
    changed = msgspec.structs.replace(scheme, questions=questions)
    monkeypatch.setattr("epreuves_kit.rubric.guidance.References.get", lambda references, variant: changed)
    guide = Guides(register.places, ASSIGNMENT).of(criterion(), "A")
    assert [value.title for value in guide.values] == ["Question 1 — ROAS par canal", "Question 2 — Meilleur canal"]
    assert "moyen de [question 3] ;" in guide.notes[0].text


@pytest.mark.parametrize(
    ("text", "letters", "questions"),
    [
        ("Jugé sur l'écrit A, point 2, et sur la question 7.", "A", {7}),
        ("Jugé sur les écrits A, B et C (questions 1 à 3 et 9).", "ABC", {1, 2, 3, 9}),
        ("Rapprocher des questions 5, 6 et 8.", "", {5, 6, 8}),
        ("Questions 1 à 100000 : tout.", "", set(range(1, 100))),
        ("Jugé sur l'affiche et les écrits de la séance.", "", set()),
    ],
)
def test_the_pieces_that_a_criterion_is_judged_on_are_read_in_its_line(text, letters, questions):
    assert judged_on.letters(text) == set(letters)
    assert judged_on.questions(text) == questions


@pytest.mark.parametrize(
    ("form", "value", "words"),
    [
        (forms.nombre("€"), 12345.6, "12\u202f345,6\u00a0€"),
        (forms.nombre("jours"), 1, "1\u00a0jour"),
        (forms.nombre("€ ou %"), 2.6, "2,6"),
        (forms.pourcentage(), {"valeur": 14.285714, "signe": False}, "14,29\u00a0%"),
        (forms.date(), "2027-06-08", "08/06/2027"),
        (forms.booleen(), True, "oui"),
        (forms.choix("a", "b", plusieurs=True), ["a", "b"], "a et b"),
    ],
)
def test_a_right_value_is_told_as_people_write_it(form, value, words):
    assert scalar_words(form, value) == words


def test_the_jury_s_remarks_and_themes_stand_at_the_head_of_the_copies_of_whom_they_concern(root, register):
    with JuryRecord(root) as jury:
        jury.add(
            "Paul",
            OralAct(ASSIGNMENT, "lea", "remarque", "C15.1", text="Un premier mot."),
            OralAct(ASSIGNMENT, "LEA", "remarque", "C15.1", text="Le seuil n'est pas justifié."),
            OralAct(ASSIGNMENT, "lea", "remarque", "C15.2", text="Ôtée ensuite."),
            OralAct(ASSIGNMENT, "lea", "remarque", "C15.2", text=""),
            OralAct("e01_veille", "lea", "remarque", "C15.1", text="Une autre épreuve."),
            DrawAct(ASSIGNMENT, "G1", "Juin", ("lea", "karim"), ("Le logo", "Le ton"), "0" * 16),
        )
    words = register.jury_words(ASSIGNMENT)
    group = copy_of(register, "lea")
    assert words.of(group, collective=True) == (
        ("Thèmes tirés au sort par les membres du groupe", ("Le logo", "Le ton")),
    )
    assert words.of(group, collective=False)[1] == (
        "Remarques du jury à l'oral",
        ("C15.1\u00a0: Le seuil n'est pas justifié.",),
    )
    assert words.of(copy_of(register, "seul"), collective=False) == ()


def test_a_page_holds_guides_and_remarks_as_text_and_never_as_markup(noted, register, gradebook):
    with JuryRecord(noted) as jury:
        jury.add("Paul", DrawAct(ASSIGNMENT, "G1", "Juin", ("lea", "karim"), ("<img src=x>", "Le ton"), "0" * 16))
    copy = copy_of(register, "lea")
    beside = Beside(register.criteria(ASSIGNMENT), Guides(register.places, ASSIGNMENT), register.jury_words(ASSIGNMENT))
    shown = page(gradebook, noted, ASSIGNMENT, copy, beside=beside)
    assert set(shown["guides"]) == {c.grade_id for c in register.criteria(ASSIGNMENT) if c.notebook == ASSIGNMENT}
    assert "Le meilleur canal est <strong>" in shown["guides"]["C15_3-k1"]
    assert "&lt;img src=x&gt;" in shown["tabs"][0]["html"]
    assert "<img src=x" not in shown["tabs"][0]["html"]


def test_the_grading_workbook_has_the_author_s_words_without_signs_of_layout(noted, register):
    head, *rows = descriptors(grid_of(register, noted, ASSIGNMENT))
    assert head[-1] == "Repères de l'auteur"
    notes = {row[1]: row[-1] for row in rows}
    assert "Le meilleur canal est [meilleur]" in notes["C15.3-k1"]
    assert not any(re.search(r"\*\*|`", note) for note in notes.values())
