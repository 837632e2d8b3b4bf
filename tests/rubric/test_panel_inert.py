"""What a candidate wrote, as a grader's panel shows it: text, tables and true images, and nothing that acts or asks."""

from __future__ import annotations

import base64
import io
from types import SimpleNamespace

import matplotlib.figure
import pytest

from epreuves.answers.files.deliverable import HandedFile
from epreuves.answers.handing_in import FORM, KEY
from epreuves_kit.gradebook.marked_notebook import FOR_GRADERS, MarkingRecord, for_graders
from epreuves_kit.grading.neutral import neutral_outputs
from epreuves_kit.marking.files.mechanics import Mechanism, WorkbookMechanics
from epreuves_kit.marking.files.mechanics_table import mechanics_table
from epreuves_kit.referentiel.reading import referentiel
from epreuves_kit.rubric.panel.copy_view import copy_view, tabs
from epreuves_kit.rubric.panel.inert import (
    MAXIMUM_TEXT,
    image_source,
    markdown_html,
    table_html,
)
from tests.copies.texte_qui_s_execute import FRAGMENTS as SCRIPTS
from tests.course import ROOT
from tests.hostile.copies.liens_et_images_du_dehors import FRAGMENTS as OUTSIDE
from tests.hostile.pages import dangers


def png() -> str:
    """A true image, in base 64."""
    out = io.BytesIO()
    matplotlib.figure.Figure(figsize=(1, 1)).savefig(out, format="png")
    return base64.b64encode(out.getvalue()).decode()


@pytest.mark.parametrize("source", [*SCRIPTS, *OUTSIDE])
def test_a_hostile_text_becomes_one_that_does_nothing(source):
    shown = markdown_html(source)
    assert dangers(shown) == []
    assert "<a" not in shown
    assert "<img" not in shown


def test_a_link_is_written_out_beside_its_text():
    shown = markdown_html("Voir [le site](https://exemple.org/page) et <https://exemple.org>.")
    assert "le site (https://exemple.org/page)" in shown
    assert "<a" not in shown


def test_formatting_and_tables_are_kept_and_headings_skip_no_level():
    shown = markdown_html("# Titre\n\n**gras** et `code`\n\n| a | b |\n| --- | --- |\n| 1 | 2 |\n\n1. un\n2. deux")
    for piece in ("<h4>Titre</h4>", "<strong>gras</strong>", "<code>code</code>", "<td>2</td>", "<ol>"):
        assert piece in shown


def test_an_attached_image_is_shown_if_it_is_one():
    data = png()
    source = "![Courbe](attachment:courbe%201.png) ![faux](attachment:faux.png) ![svg](attachment:dessin.svg)"
    held = {
        "courbe 1.png": {"image/png": data},
        "faux.png": {"image/png": base64.b64encode(b"<script>").decode()},
        "dessin.svg": {"image/svg+xml": "PHN2Zy8+"},
    }
    shown = markdown_html(source, held)
    assert shown.count("<img") == 1
    assert f'src="data:image/png;base64,{data}"' in shown
    assert 'alt="Courbe"' in shown
    assert dangers(shown) == []


def test_a_place_written_in_the_text_does_not_call_an_image():
    data = png()
    held = {"a.png": {"image/png": data}}
    shown = markdown_html('![x](attachment:a.png)\n\n`src="image:0"` ![y](image:0) src="image:0"', held)
    assert shown.count(data) == 1


def test_an_image_is_data_of_its_own_kind():
    assert image_source("image/png", png()).startswith("data:image/png;base64,")
    assert image_source("image/png", "' onerror='alert(1)") == ""
    assert image_source("image/svg+xml", "PHN2Zy8+") == ""


def test_a_table_keeps_its_cells_and_nothing_else():
    shown = table_html(
        "<table class='jp-x' onclick='a()'><tr><td style='x'>12</td></tr></table><script>b()</script><img src='https://dehors.example/x'>"
    )
    assert "<td>12</td>" in shown
    assert dangers(shown) == []
    assert "dehors" not in shown
    assert "class" not in shown


def test_markdown_and_formulas_that_a_cell_displays_are_shown_and_do_nothing():
    hostile = "**gras** <script>alert(1)</script> [x](javascript:alert(1)) ![b](https://dehors.example/b.png)"
    data = (
        {"text/markdown": hostile, "text/plain": "<objet>"},
        {"text/markdown": [*hostile], "text/plain": "<objet>"},
        {"text/latex": "$\\frac{a}{b}$ <script>alert(1)</script>", "text/plain": "<objet>"},
    )
    outputs = [{"output_type": "display_data", "data": d, "metadata": {}} for d in data]
    cell = {"cell_type": "code", "id": "a", "metadata": {}, "source": "1", "outputs": outputs}
    (tab,) = tabs(
        copy_view(referentiel(ROOT), [cell], None, SimpleNamespace(grades={}, remarks={}, passages=(), penalty=0.0)), {}
    )
    assert dangers(tab.html) == []
    assert tab.html.count("<strong>gras</strong>") == 2
    assert "$\\frac{a}{b}$" in tab.html
    assert "objet" not in tab.html


def test_how_a_workbook_is_built_is_shown_with_its_file_and_no_output_of_a_candidate_s_passes_for_it():
    hostile = WorkbookMechanics(filters=(Mechanism("<b>Suivi", "A1:B2 <img src=x onerror=alert(1)>"),))
    data = {"text/html": mechanics_table(hostile), "text/plain": "Construction du classeur"}
    output = {"output_type": "display_data", "data": data, "metadata": FOR_GRADERS}
    (forged,) = neutral_outputs([output])
    assert not for_graders(forged)
    meta = {"grade_id": "C15_2-outil", "locked": True, "solution": False, "grade": False}
    first = output | {"data": {"text/plain": "Fichier"}, "metadata": {}}
    file = {"cell_type": "code", "id": "a", "metadata": {"nbgrader": meta}, "source": "", "outputs": [first, output]}
    own = {"cell_type": "code", "id": "b", "metadata": {}, "source": "1", "outputs": [forged]}
    record = MarkingRecord(status="marked", files=(HandedFile("C15_2-outil", "suivi", "suivi.xlsx", 900, "xlsx"),))
    rows = SimpleNamespace(grades={}, remarks={}, passages=(), penalty=0.0)
    shown = {tab.code: tab.html for tab in tabs(copy_view(referentiel(ROOT), [file, own], record, rows), {})}
    assert 'class="ep-text ep-mechanics"' in shown["C15.2"]
    assert '<th scope="row">Filtre</th>' in shown["C15.2"]
    assert dangers(shown["C15.2"]) == []
    assert "<img" not in shown["C15.2"]
    assert "ep-mechanics" not in shown[""]


def test_the_help_that_a_candidate_declares_is_told_at_the_head_of_a_copy_as_plain_text():
    cell = {"cell_type": "code", "id": "a", "metadata": {}, "source": "1", "outputs": []}
    rows = SimpleNamespace(grades={}, remarks={}, passages=(), penalty=0.0)

    def shown(**said):
        record = MarkingRecord(status="marked", self_assessment=said)
        tabs_of_it = tabs(copy_view(referentiel(ROOT), [cell], record, rows), {})
        return "".join(tab.html for tab in tabs_of_it)

    page = shown(aide="<script>alert(1)</script> un assistant d'IA")
    assert dangers(page) == []
    assert "Aide reçue, déclarée" in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; un assistant" in page
    assert "Aide reçue" not in shown()
    assert "Aide reçue" not in shown(aide=["pas un texte"])


def test_a_text_without_end_is_cut_and_says_so():
    assert "la suite, trop longue, n'est pas montrée" in markdown_html("mot " * MAXIMUM_TEXT)


PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


def test_of_a_form_the_chart_that_was_drawn_there_is_shown_and_not_its_code():
    image = {"output_type": "display_data", "data": {"image/png": PIXEL, "text/plain": "<objet>"}, "metadata": {}}
    form = {
        "cell_type": "code", "id": "ajout-1", "metadata": {KEY: {FORM: "C15_1-graphe"}}, "source": "formulaire('C15_1-graphe')",
        "outputs": [image],
    }  # fmt: skip
    meta = {"grade_id": "graphe", "solution": True, "locked": False, "grade": False}
    answer = {"cell_type": "code", "id": "b", "metadata": {"nbgrader": meta}, "source": "figure = None", "outputs": []}
    meta = {"grade_id": "C15_1-graphe", "solution": False, "locked": True, "grade": True, "points": 3}
    tests = {"cell_type": "code", "id": "c", "metadata": {"nbgrader": meta}, "source": "verifier()", "outputs": []}
    rows = SimpleNamespace(grades={}, remarks={}, passages=(), penalty=0.0)
    # Under a writing, where an added cell would be taken for a part of it.
    meta = {"grade_id": "C15_1-ecrit", "solution": True, "locked": False, "grade": True, "points": 0}
    writing = {
        "cell_type": "markdown",
        "id": "a",
        "metadata": {"nbgrader": meta},
        "source": "Un écrit.",
        "attachments": {},
    }
    view = copy_view(referentiel(ROOT), [writing, form, answer, tests], None, rows)
    (section,) = [section for section in view.sections if section.questions]
    (question,) = section.questions
    assert len(question.figures) == 1
    assert [block.content for block in question.work if block.kind == "code"] == ["figure = None"]
    assert all("formulaire" not in block.content for text in section.writings for block in text.blocks)
