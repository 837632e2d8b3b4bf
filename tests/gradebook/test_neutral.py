"""What a copy writes and displays cannot act in the browser of whoever reads it."""

import base64
import re
import time

import nbformat
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nbconvert import HTMLExporter
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

from epreuves_kit.grading.neutral import NO_MATHS, neutral_markdown, neutral_outputs, neutral_text
from epreuves_kit.grading.submitted import attachment_name
from tests.gradebook.pages import Page, acting

PNG = base64.b64encode(b"\x89PNG\r\n\x1a\n....").decode()


def shown(source, attachments=None):
    """Markdown as nbconvert shows it."""
    renderer = IPythonRenderer(escape=False, attachments=attachments or {}, embed_images=False)
    return MarkdownWithMath(renderer=renderer).render(source)


HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<a href=javascript:alert(1)>x</a>",
    "<!--><script>x</script>",
    "[a](javascript:alert(1))",
    "[a](<javascript:alert(1)>)",
    "[a]( JaVaScRiPt:alert(1))",
    "[a](java&#10;script:alert(1))",
    "[a](javascript&colon;alert(1))",
    "[a](\\javascript:alert(1))",
    "[a](data:text/html,<script>x</script>)",
    "[a](vbscript:x)",
    "[a](file:///etc/passwd)",
    "![a](javascript:alert(1))",
    "<javascript:alert(1)>",
    "[x]: javascript:alert(1)\n\n[r][x]",
    "> [y]: javascript:alert(1)\n>\n> [r][y]",
    "- [z]: javascript:alert(1)\n\n  [r][z]",
    "[w\\]w]: javascript:alert(1)\n\n[r][w\\]w]",
    "[x]: https://a[b](javascript:alert(1))",
    "[x](https://a[b](javascript:alert(1)))",
    "![x](#a[b]:javascript:alert(1)\n\n[b]: javascript:alert(1)\n\n[b]",
    "[v]:\n   javascript:alert(1)\n\n[v]",
    "1. a\n\n   [u]: <javascript:alert(1)>\n\n   [u]",
    "![x][pj]\n\n[pj]: attachment:absente.png",
    "![x](attachment:absente.png)",
    "$\\href{javascript:alert(1)}{x}$",
    "$$\\require{html}\\cssId{a}{\\style{color:red}{x}}$$",
    "\\$&#92;href{javascript:alert(1)}{x}\\$",
    "\\$&bsol;href{javascript:alert(1)}{x}\\$",
    "$\\mmlToken{mi}[href=javascript:alert(1)]{x}$",
    "\\$\\h&#114;ef{javascript:alert(1)}{x}\\$",
    "\\begin{align}\\href{javascript:alert(1)}{x}\\end{align}",
    "\\\\[ \\url{javascript:x} \\\\]",
    "```mermaid\nA-->B<script>alert(1)</script>\n```",
    "~~~html\n<script>alert(1)</script>\n~~~",
    "```<script>\nx\n```",
    "    <script>alert(1)</script>",
    "`<script>`",
    "# <b onclick=x>t</b> [t](javascript:x)",
    "| a |\n|---|\n| <b onclick=x>y</b> |",
    "- [ ] <script>x</script>",
    "terme\n: <script>x</script>",
    "~~<script>~~",
    '[a](https://x"onmouseover="alert(1))',
    "[a](https://x 'y\" onmouseover=\"alert(1)')",
    '![a" onerror="alert(1)](https://x)',
    'https://x"onclick=alert(1)',
    '[a](mailto:x"onclick=y)',
    "\u202e<script>\u202c",
    "<\u200bscript>",
    "<\x00script>",
    "\x1b]8;;javascript:x\x07y",
    "<scr\u200fipt>alert(1)</scr\u200fipt>",
    "[a](java\u200fscript:x)",
    "$\\hr\u200fef{javascript:x}{y}$",
]


@pytest.mark.parametrize("source", HOSTILE)
def test_hostile_markdown_shows_and_does_nothing(source):
    assert acting(shown(neutral_markdown(source))) == []


@settings(max_examples=400)
@given(
    st.lists(
        st.sampled_from(
            [
                *HOSTILE,
                "\n",
                "\n\n",
                " ",
                "[",
                "]",
                "(",
                ")",
                ":",
                "<",
                ">",
                "\\",
                "&",
                "`",
                "$",
                "> ",
                "- ",
                "    ",
                "!",
                "attachment:x",
                "javascript:",
                "\t",
            ]
        )
        | st.text(max_size=5),
        max_size=8,
    )
)
def test_no_arrangement_of_hostile_fragments_acts(fragments):
    assert acting(shown(neutral_markdown("".join(fragments)))) == []


@given(st.text(alphabet=st.characters(exclude_categories=["Cc", "Cs", "Cf"])))
def test_neutral_markdown_takes_no_visible_character_away(source):
    kept = neutral_markdown(source).replace("\u200b", "")
    assert kept == re.sub(
        r"\\(?:href|url|require|class|cssId|style|data|html\w*|unicode|mmlToken)\b", r"\\text", source
    )


@pytest.mark.parametrize(
    "source",
    [
        "Le ROAS vaut $\\frac{a}{b}$ < 3 & > 2.",
        "**gras** [le site](https://exemple.fr) <adresse>",
        "| a | b |\n|---|---|\n| 1 | 2 |",
        "[SEO]: 12 %, [SEA]: 8 %",
        "$f[x](y)$ et df[0](1)",
    ],
)
def test_an_honest_text_keeps_its_words(source):
    plain = Page()
    plain.feed(shown(neutral_markdown(source)))
    visible = re.sub(r"[\s\u200b¶]", "", plain.text)
    for word in re.findall(r"\w+", re.sub(r"\(https[^)]*\)", "", source)):
        assert word in visible


@pytest.mark.parametrize(
    "name", ["graphe.png", "capture d'écran (1).png", "é à.png", "100%.png", "a&b.png", "日本.png"]
)
def test_an_image_that_the_cell_holds_is_shown_whatever_its_name(name):
    held = {attachment_name(name): {"image/png": PNG}}
    for written in (name, attachment_name(name)):
        if re.search(r"[\s()]", written):
            continue
        page = shown(neutral_markdown(f"![vue](attachment:{written})", held), held)
        assert f'src="data:image/png;base64,{PNG}"' in page.replace("&#x3D;", "=")


def test_an_image_that_the_cell_lacks_becomes_a_text():
    source = neutral_markdown("![vue](attachment:absente.png)", {})
    assert "<img" not in shown(source)
    assert "attachment:absente.png" in shown(source)


BUNDLES = [
    {"text/html": "<script>alert(1)</script><table onclick=x><tr><td style='x' colspan=2>1</td></tr></table>"},
    {"text/html": "<p>$\\href{javascript:alert(1)}{x}$ \\(&#92;href{x}{y}\\)</p>"},
    {"text/html": "</div><p>$\\href{javascript:x}{y}$"},
    {"text/html": "<div></div></div></div>$\\href{javascript:x}{y}$"},
    {
        "text/html": "<a href=javascript:x>y</a><iframe src=x></iframe><style>*{display:none}</style><form><input autofocus onfocus=x></form>"
    },
    {"text/html": "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>"},
    {"text/html": ["<scr", "ipt>alert(1)</scr", "ipt>"]},
    {"image/svg+xml": "<svg onload=alert(1)>"},
    {"application/javascript": "alert(1)"},
    {"text/markdown": "<script>x</script>"},
    {"text/latex": "$\\href{x}{y}$"},
    {"image/png": '"><script>alert(1)</script>'},
    {"image/jpeg": base64.b64encode(b"<script>").decode()},
    {"application/vnd.jupyter.widget-view+json": {"model_id": "x"}},
    {"application/vnd.epreuves.reponse+json": {"v": 1}},
]


@pytest.mark.parametrize("data", BUNDLES)
def test_a_hostile_output_is_reduced_to_text_tables_formulas_and_images(data):
    for kept in neutral_outputs([{"output_type": "display_data", "data": data, "metadata": {}}]):
        assert set(kept["data"]) <= {
            "text/plain",
            "text/html",
            "text/markdown",
            "text/latex",
            "image/png",
            "image/jpeg",
        }
        assert acting(shown(kept["data"].get("text/markdown", ""))) == []
        assert acting(kept["data"].get("text/latex", "")) == []
        page = kept["data"].get("text/html", "")
        assert acting(page) == []
        assert not page or page.startswith(f'<div class="{NO_MATHS}">')


def page_of(data):
    """A cell's output as nbconvert's page shows it, without the page around it."""
    outputs = neutral_outputs([{"output_type": "display_data", "data": data, "metadata": {}}])
    cell = nbformat.v4.new_code_cell("1", outputs=nbformat.from_dict(outputs))
    return HTMLExporter(template_name="basic").from_notebook_node(nbformat.v4.new_notebook(cells=[cell]))[0]


@pytest.mark.parametrize("kind", ["text/markdown", "text/latex"])
@pytest.mark.parametrize("source", HOSTILE)
def test_hostile_markdown_and_latex_displayed_by_a_cell_show_and_do_nothing(source, kind):
    assert acting(page_of({kind: source, "text/plain": "<objet>"})) == []


def test_a_formula_and_a_formatted_text_that_a_cell_displays_are_shown_as_such():
    assert "$\\displaystyle \\frac{a}{b}$" in page_of(
        {"text/latex": "$\\displaystyle \\frac{a}{b}$", "text/plain": "<objet>"}
    )
    page = page_of({"text/markdown": "**gras** et [site](https://exemple.fr)", "text/plain": "<objet>"})
    assert "<strong>gras</strong>" in page
    assert 'href="https://exemple.fr"' in page
    assert "objet" not in page


def test_the_text_of_a_widget_stands_for_it():
    page = page_of(
        {
            "application/vnd.jupyter.widget-view+json": {"model_id": "x"},
            "text/plain": "IntSlider(value=3)",
        }
    )
    assert "IntSlider(value=3)" in page


@pytest.mark.parametrize("kind", ["text/markdown", "text/latex"])
@pytest.mark.parametrize("piece", ["](", "$", "{", "\\begin{a}", "<", "**a", "a|b\n-|-\n", "\\href"])
def test_what_is_too_long_to_be_rendered_is_shown_as_plain_text_at_once(piece, kind):
    words = piece * (2_000_000 // len(piece))
    started = time.monotonic()
    data = {kind: words, "text/plain": "<objet>"}
    assert neutral_outputs([{"output_type": "display_data", "data": data}]) == [
        {"output_type": "display_data", "metadata": {}, "data": {"text/plain": words}}
    ]
    assert time.monotonic() - started < 2


def test_all_that_a_cell_renders_is_bounded_together():
    one = {"output_type": "display_data", "data": {"text/markdown": "mot " * 1_000, "text/plain": "<objet>"}}
    kept = neutral_outputs([one] * 1_000)
    rendered = [o["data"]["text/markdown"] for o in kept if "text/markdown" in o["data"]]
    assert 0 < sum(map(len, rendered)) <= 20_000
    assert {o["data"]["text/plain"] for o in kept[len(rendered) :]} == {"mot " * 1_000}


@settings(max_examples=150)
@given(
    st.lists(
        st.sampled_from(
            [
                "<div>",
                "</div>",
                "<table>",
                "</td>",
                "<p",
                ">",
                "<b onclick=x>",
                "$\\href{javascript:x}{y}$",
                "<script>",
                "</script>",
                "<!--",
                "-->",
                "<style>",
                "&#92;href",
                "'",
                '"',
                "<svg>",
                "<math>",
                "<![CDATA[",
            ]
        )
        | st.text(max_size=4),
        max_size=10,
    )
)
def test_no_arrangement_of_html_pieces_acts(pieces):
    for kept in neutral_outputs([{"output_type": "execute_result", "data": {"text/html": "".join(pieces)}}]):
        assert acting(kept["data"]["text/html"]) == []


@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 20_000,
        "<div>" * 20_000 + "</div>" * 20_000,
        "<b><i>" * 30_000,
        "<b></i>" * 30_000,
        "x" * 5_000_000,
        "<table><tr><td>" * 3000,
    ],
    ids=["open", "closed", "two kinds", "crossed", "long", "tables"],
)
def test_html_too_deep_or_too_long_is_left_out_at_once(page):
    started = time.monotonic()
    kept = neutral_outputs([{"output_type": "display_data", "data": {"text/html": page, "text/plain": "le texte"}}])
    assert kept == [{"output_type": "display_data", "metadata": {}, "data": {"text/plain": "le texte"}}]
    assert time.monotonic() - started < 5


def test_a_large_honest_table_is_kept_whole():
    page = pd.DataFrame({f"c{i}": range(60) for i in range(20)}).to_html()
    kept = neutral_outputs([{"output_type": "display_data", "data": {"text/html": page}}])
    assert kept[0]["data"]["text/html"].count("<td>") == 1200


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                [
                    "output_type",
                    "name",
                    "text",
                    "data",
                    "text/plain",
                    "text/html",
                    "image/png",
                    "ename",
                    "evalue",
                    "traceback",
                    "metadata",
                ]
            )
            | st.text(max_size=4),
            inner,
            max_size=5,
        )
    ),
    max_leaves=20,
)


@settings(max_examples=200)
@given(
    st.lists(
        st.fixed_dictionaries(
            {"output_type": st.sampled_from(["stream", "error", "display_data", "execute_result", "x"])},
            optional={"data": JSON, "text": JSON, "traceback": JSON, "name": JSON, "ename": JSON},
        ),
        max_size=3,
    )
)
def test_outputs_of_any_shape_are_read_without_an_error_and_are_valid(outputs):
    cell = nbformat.v4.new_code_cell("1", outputs=nbformat.from_dict(neutral_outputs(outputs)))
    nbformat.validate(nbformat.v4.new_notebook(cells=[cell]))


def test_a_terminal_sees_colours_and_nothing_else():
    text = neutral_text("\x1b[31mrouge\x1b[0m\x1b]0;titre\x07\x1b[2Jfin\u202e\x9b31m")
    assert "\x1b[31mrouge\x1b[0m" in text
    assert not re.search(r"\x1b(?!\[[0-9;]*m)|[\x07\u202e\x80-\x9f]", text)
