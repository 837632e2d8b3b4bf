"""The rapport de compétences as a PDF: what was lived and nothing of the case, images drawn again, whatever a candidate wrote."""

import base64
import datetime
import io
import re
from fractions import Fraction
from html import unescape

import msgspec
import pandas as pd
import pypdf
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from epreuves.answers.files.deliverable import HandedFile
from epreuves.answers.portable import portable
from epreuves_kit.course.folders import Course
from epreuves_kit.gradebook.marked_notebook import MarkingRecord
from epreuves_kit.jury.decision import decide
from epreuves_kit.marking.in_words import Answer
from epreuves_kit.reports import composition
from epreuves_kit.reports.document import Document, DocumentBlock, DocumentPart, document
from epreuves_kit.reports.portfolio import Assessed, Chapter, Portfolio, portfolio
from epreuves_kit.reports.portfolio_pdf import NOT_SHOWN, portfolio_pdf
from epreuves_kit.reports.transcript import transcript, transcript_pdf
from epreuves_kit.rubric.panel.inert import markdown_html
from epreuves_kit.rules.result import EvidencePart
from epreuves_kit.runner.warm import missing
from tests.accessible_pdf import faults, structure
from tests.jury.facts import candidate, fact, rules
from tests.reports import submission
from tests.reports.golden import E17

DAY = datetime.date(2026, 6, 12)


def drawn(kind="PNG", size=(40, 30)):
    content = io.BytesIO()
    Image.new("RGB", size, "#1f4e79").save(content, kind)
    return content.getvalue()


def address(content, mimetype="image/png"):
    return f"data:{mimetype};base64,{base64.b64encode(content).decode()}"


def report(*blocks, name="Zoé Le Gall"):
    chapter = Chapter(
        "e01_veille",
        "1",
        "Fiche « Veille »",
        (Document("Veille", (DocumentPart("Ma veille", blocks),), ("La carte",)),),
        (Assessed("C1.1", "Plan de collecte", None, ""),),
    )
    absent = Chapter("e07_ux", "7", "Fiche « UX »", (), (), "Aucune copie n'est remise.")
    parts = (("Fiches de compétences", (chapter, absent)), ("Projet de communication", ()))
    return Portfolio("zoe", name, "Session 2026", "Chargé·e de marketing et communication (niveau 6)", parts)


def read(content):
    found = pypdf.PdfReader(io.BytesIO(content))
    return found, " ".join(" ".join(page.extract_text() for page in found.pages).split())


def html(text):
    return DocumentBlock("html", markdown_html(text))


def words_of(nodes):
    """All that is to be read in a tree, in order."""
    for node in nodes:
        if "runs" in node:
            yield "".join(r["text"] for r in node["runs"])
        yield "".join(node.get("lines", ()))
        for inner in (*node.get("items", ()), node.get("blocks", ())):
            yield from words_of(inner)
        yield from words_of(node.get("cells", ()))


def bare(text):
    return re.sub(r"[\s\u200b]+", "", text)


def test_the_pdf_is_tagged_with_a_cover_contents_with_pages_and_what_lacks():
    content = portfolio_pdf(report(html("Un *écrit*.\n\n- une\n- deux")), DAY)
    assert faults(content) == []
    assert {"/H1", "/H2", "/H3", "/L", "/TOC", "/Table", "/TH"} <= set(structure(content))
    found, said = read(content)
    assert "Zoé Le Gall" in found.pages[0].extract_text()
    contents = found.pages[1].extract_text()
    assert re.search(r"Fiche «.Veille.».*3", contents)
    assert "Fiche «\u00a0UX\u00a0» — Aucune copie n'est remise." in contents
    assert "Ma veille" in found.pages[2].extract_text()
    assert "Pas encore traité : La carte." in said
    assert f"page 3 sur {len(found.pages)}" in said


def test_the_identifier_stands_on_the_cover_of_a_homonym_alone():
    alone, shared = report(html("Un écrit.")), msgspec.structs.replace(report(html("Un écrit.")), homonym=True)
    assert "zoe" not in read(portfolio_pdf(alone, DAY))[0].pages[0].extract_text()
    assert "zoe" in read(portfolio_pdf(shared, DAY))[0].pages[0].extract_text()


def test_a_homonym_is_known_by_the_names_of_the_gradebook(tmp_path, monkeypatch):
    people = [("zoe", "Zoé", "Le Gall", ""), ("zoe.2", "Zoé", "Le Gall", ""), ("lea", "Léa", "Petit", "")]
    monkeypatch.setattr("epreuves_kit.reports.portfolio.identities", lambda url: people)
    assert portfolio(Course(tmp_path), "zoe", "Zoé Le Gall", "S").homonym
    assert not portfolio(Course(tmp_path), "lea", "Léa Petit", "S").homonym


def test_the_report_of_who_handed_in_nothing_is_a_cover_that_says_so():
    whole = report(html("Un écrit."))
    absent = whole.parts[0][1][1]
    nothing = msgspec.structs.replace(whole, parts=(("Fiches de compétences", (absent,)),))
    found, said = read(portfolio_pdf(nothing, DAY))
    assert len(found.pages) == 1
    assert "Aucune copie n'a été remise." in said


def test_a_title_in_bold_is_not_left_alone_at_the_foot_of_a_page():
    lines = [
        html("\n\n".join([f"Ligne {n}." for n in range(count)] + ["**Les possibilités**", "La suite."]))
        for count in range(20, 40)
    ]
    for block in lines:
        pages = [page.extract_text() for page in read(portfolio_pdf(report(block), DAY))[0].pages]
        (at,) = [n for n, text in enumerate(pages) if "Les possibilités" in text]
        assert "La suite." in pages[at]


def test_files_asked_for_under_a_writing_are_its_annexes_and_a_sheet_shows_its_values():
    cells = [
        {"id": "a", "cell_type": "markdown", "source": "## Écrit A — Le plan", "attachments": {}, "outputs": [], "metadata": {"nbgrader": {"grade_id": "a", "locked": True}}},
        {"id": "b", "cell_type": "markdown", "source": "Mon plan.", "attachments": {}, "outputs": [], "metadata": {"nbgrader": {"grade_id": "b", "grade": True, "solution": True}}},
    ]  # fmt: skip
    table = '<table><caption>Feuille «\u00a0Suivi\u00a0»</caption><tbody><tr><td>12<br><code>=A1*2</code></td><td>(sans valeur)<br><code>=""</code></td></tr></tbody></table>'
    shown = [{"output_type": "display_data", "metadata": {}, "data": {"text/html": table}}]
    files = []
    for name in ("feuille", "preuves"):
        files.append(HandedFile(name, name, f"{name}.pdf"))
        cells.append({"id": name, "cell_type": "code", "source": "", "attachments": {}, "outputs": shown, "metadata": {"nbgrader": {"grade_id": name, "locked": True}}})  # fmt: skip
    made = document(cells, MarkingRecord(status="marked", files=tuple(files)))
    assert [part.title for part in made.parts] == ["Le plan", "Annexe : Feuille", "Annexe : Preuves"]
    content = made.parts[1].blocks[0].content
    assert "12" in content
    assert "=A1" not in content
    assert "sans valeur" not in content


def test_the_same_report_makes_the_same_bytes():
    told = report(html("Un écrit."), DocumentBlock("image", address(drawn())))
    assert portfolio_pdf(told, DAY) == portfolio_pdf(told, DAY)


@pytest.mark.skipif(bool(missing()), reason="no walls on this machine: images are not drawn again")
def test_a_figure_is_drawn_again_and_has_its_description():
    blocks = [DocumentBlock("image", address(drawn(kind), f"image/{kind.lower()}")) for kind in ("PNG", "JPEG")]
    content = portfolio_pdf(report(*blocks), DAY)
    found, said = read(content)
    assert sum(len(page.images) for page in found.pages) == 2
    assert structure(content).count("/Figure") == 2
    assert faults(content) == []
    assert NOT_SHOWN not in said


@pytest.mark.parametrize(
    "content",
    [b"", b"\x89PNG\r\n\x1a\n", drawn()[:60], drawn("GIF"), drawn("JPEG")[:200], b"<svg onload='x()'/>"],
    ids=["empty", "bare_signature", "png_cut", "gif", "jpeg_cut", "svg"],
)
def test_a_figure_that_cannot_be_drawn_again_is_said_and_costs_no_report(content):
    _, said = read(portfolio_pdf(report(DocumentBlock("image", address(content)), html("La suite.")), DAY))
    assert NOT_SHOWN in said
    assert "La suite." in said


def test_nothing_that_a_candidate_writes_is_markup():
    hostile = '#panic("x") #sys.inputs $x^2$ @ref <label> `#eval` \\ /* = Titre *texte* _x_ #import "a.typ" [lien](https://exemple.fr)'
    _, said = read(portfolio_pdf(report(html(hostile), name='#strong[x] $y$ "z"'), DAY))
    for written in (
        '#panic("x")',
        "#sys.inputs",
        "$x^2$",
        "@ref",
        '#import "a.typ"',
        "(https://exemple.fr)",
        '#strong[x] $y$ "z"',
    ):
        assert written in said, written


def test_an_answer_is_a_table_with_its_header_and_its_unit():
    given = Answer(header=("canal", "coût (€)"), rows=(("Radio", "12"), ("Presse", "8")), more=2)
    content = portfolio_pdf(report(DocumentBlock("answer", answer=given)), DAY)
    _, said = read(content)
    assert "canal coût (€) Radio 12 Presse 8 … 2 lignes de plus." in said
    assert structure(content).count("/TH") >= 2
    single = DocumentBlock("answer", answer=Answer(text="12,5"), units="% ou proportion")
    assert "12,5 (% ou proportion)" in read(portfolio_pdf(report(single), DAY))[1]


@given(st.text(alphabet=st.sampled_from("ab é#*_-`>|[]()!12.\n\\<&\"'"), max_size=200))
@settings(max_examples=150)
def test_no_word_of_a_text_is_lost_on_the_way(text):
    shown = markdown_html(text)
    assert bare("".join(words_of(composition.blocks(shown)))) == bare(unescape(re.sub("<[^>]*>", "", shown)))


def test_cells_stand_on_a_grid_and_none_covers_another():
    made = composition.blocks(
        "<table><thead><tr><th colspan='2'>canal</th><th rowspan='2'>total</th></tr><tr><th>a</th><th>b</th></tr></thead>"
        "<tbody><tr><th>Radio</th><td>1</td><td>2</td></tr></tbody></table>"
    )[0]
    assert [(c["x"], c["y"], c["colspan"], c["rowspan"]) for c in made["cells"]] == [
        (0, 0, 2, 1),
        (2, 0, 1, 2),
        (0, 1, 1, 1),
        (1, 1, 1, 1),
        (0, 2, 1, 1),
        (1, 2, 1, 1),
        (2, 2, 1, 1),
    ]
    assert (made["columns"], made["heads"]) == (3, 2)


@given(
    st.lists(
        st.lists(st.tuples(st.booleans(), st.integers(0, 9999), st.integers(0, 9999)), max_size=20),
        max_size=70,
    )
)
@settings(max_examples=60)
def test_whatever_a_table_says_of_its_cells_they_fit_in_its_bounds(rows):
    tags = {True: "th", False: "td"}
    text = "".join(
        f"<tr>{''.join(f'<{tags[h]} colspan={c} rowspan={r}>x</{tags[h]}>' for h, c, r in row)}</tr>" for row in rows
    )
    for made in composition.blocks(f"<table>{text}</table>"):
        seen = set()
        for cell in made["cells"]:
            places = {(cell["x"] + i, cell["y"] + j) for i in range(cell["colspan"]) for j in range(cell["rowspan"])}
            assert not places & seen
            seen |= places
        assert all(x < composition.COLUMNS and y < composition.ROWS for x, y in seen)
        assert made["heads"] == 0 or any(cell["y"] >= made["heads"] for cell in made["cells"])


def test_lines_of_code_stay_lines():
    text = markdown_html("```\nun\n  deux\n```\n\nfin\\\nsuite")
    code, paragraph = composition.blocks(text)
    assert code["lines"] == ["un", "  deux"]
    assert composition.BREAK in paragraph["runs"]


def test_lists_in_lists_and_styles_are_kept():
    made = composition.blocks(
        markdown_html("3. un **mot**\n   - dedans\n4. ~~non~~ `code`\n\n> dit\n\n---\n\n## Titre")
    )
    first, quote, rule, heading = made
    assert (first["ordered"], first["start"], len(first["items"])) == (True, 3, 2)
    assert [r["styles"] for r in first["items"][0][0]["runs"]] == [[], ["strong"]]
    assert first["items"][0][1]["kind"] == "list"
    assert [r["styles"] for r in first["items"][1][0]["runs"] if r["text"].strip()] == [["strike"], ["code"]]
    assert (quote["kind"], rule["kind"], heading["kind"]) == ("quote", "rule", "heading")


def test_the_answers_on_the_case_are_not_of_the_report_and_those_on_one_s_own_table_are():
    cells = submission.cells(E17)
    own = next(i for i, c in enumerate(cells) if c["source"].startswith("verifier(") and i > 5)
    cells[own] = cells[own] | {"source": cells[own]["source"].replace("nombre(", "vos_donnees(nombre(")}
    record = submission.record(E17)
    whole, lived = ([part.title for part in document(cells, record, case=case).parts] for case in (True, False))
    assert "Le coût de C15.1" in whole
    assert lived == [title for title in whole if title != "Le coût de C15.1"]


def test_the_numbers_that_pandas_gives_to_lines_are_left_out_and_years_are_not():
    def shown(*keys):
        record = submission.record(E17)
        table = pd.DataFrame({"canal": ["x"] * len(keys)}, index=keys)
        given = {next(iter(record.answers)): portable(table)}
        made = document(submission.cells(E17), msgspec.structs.replace(record, answers=given))
        return next(b.answer.header for p in made.parts for b in p.blocks if b.answer and b.answer.rows)

    assert shown(0, 1, 2) == ("Canal",)
    assert shown(3, 7) == ("Canal",)
    assert shown(2024, 2025) == ("", "Canal")
    assert shown("a", "b") == ("", "Canal")


def test_no_column_of_a_transcript_runs_into_the_next():
    facts = candidate(
        *(
            fact(
                code,
                60,
                grille=EvidencePart(Fraction(40, 3), Fraction(24)),
                levels=(0, 0, 1, 1, 2, 2, 3),
                oral_due=True,
                oral=1,
            )
            for code in ("C14.1", "C14.2", "C15.1", "C15.2")
        )
    )
    told = transcript(facts, decide(facts, rules()), rules(), "S")
    with pypdfium2.PdfDocument(transcript_pdf(told, DAY)) as pdf:
        text = pdf[0].get_textpage()
        boxes = [text.get_rect(place) for place in range(text.count_rects())]
        said = [text.get_text_bounded(*box).strip() for box in boxes]
    titles = ("Compétence", "Calculs", "Critères", "Oral", "Résultat", "Décision")
    columns = [boxes[said.index(title)][0] for title in titles]
    # What comes after has columns of its own.
    end = boxes[said.index("Par épreuve")][3]
    rows = [box for box in boxes if box[1] > end and any(abs(box[0] - left) < 0.5 for left in columns)]
    assert len(rows) > 3 * len(columns)
    for left, _, right, _ in rows:
        beyond = [start for start in columns if start > left + 0.5]
        assert not beyond or right < min(beyond), (left, right)


def test_what_makes_a_pdf_less_accessible_is_found():
    """The check that the documents go through, itself."""
    sound = portfolio_pdf(report(DocumentBlock("answer", answer=Answer(header=("a", "b"), rows=(("1", "2"),)))), DAY)
    spoilt = pypdf.PdfWriter(clone_from=io.BytesIO(sound))
    for name in ("/Lang", "/ViewerPreferences", "/MarkInfo"):
        del spoilt.root_object[name]
    del spoilt.pages[0]["/StructParents"]
    spoilt.pages[1].merge_page(pypdf.PdfReader(io.BytesIO(_bare_page())).pages[0])
    written = io.BytesIO()
    spoilt.write(written)
    codes = {fault.partition(":")[0] for fault in faults(written.getvalue())}
    assert codes >= {"07-001", "11-006", "01-007", "01-005", "page 1", "31-009", "10-001"}


def _bare_page():
    """A page with a text that nothing tags, in a font that is not in the file."""
    from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

    made = pypdf.PdfWriter()
    page = made.add_blank_page(200, 200)
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
        }
    )
    page[NameObject("/Resources")] = DictionaryObject(
        {NameObject("/Font"): DictionaryObject({NameObject("/F9"): font})}
    )
    content = DecodedStreamObject()
    content.set_data(b"BT /F9 12 Tf (Rien) Tj ET")
    page[NameObject("/Contents")] = made._add_object(content)
    written = io.BytesIO()
    made.write(written)
    return written.getvalue()
