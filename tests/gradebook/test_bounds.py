"""However a copy is written, it is read and made inert in a time that its length bounds, and in a bounded memory."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from epreuves.answers.keys import fold, fold_column
from epreuves.wording.inert import composed
from epreuves_kit.grading.groups import handed_at, set_aside, stamp
from epreuves_kit.grading.neutral import neutral_markdown, neutral_outputs, neutral_text
from epreuves_kit.grading.submitted import (
    MAXIMUM_NODES,
    MAXIMUM_SOURCE,
    UnreadableNotebook,
    attachment_name,
    folder_files,
    is_image,
    read,
    submission_digest,
)
from epreuves_kit.rubric.panel.inert import MAXIMUM_TEXT, markdown_html
from tests.rubric.test_panel_inert import png

#: Seconds for texts as long as they may be: what takes the square of their length takes minutes.
GENEROUS = 20
PIECES = [
    "](",
    "](<",
    "]( ",
    "](attachment:",
    "![",
    "![x](",
    "![x](attachment:",
    "[",
    "<",
    "&",
    "&#",
    "\\html",
    "\x1b[",
    "\x1b[0",
    "<!--",
    "<style>",
    "<p a=",
    "<p '",
    " ",
    " -",
    "\u00e0",
    "-",
    "\u0301\u0323",
]


def shortly(what):
    """The result, once it is there in a reasonable time."""
    started = time.monotonic()
    found = what()
    assert time.monotonic() - started < GENEROUS
    return found


@pytest.mark.parametrize("piece", PIECES)
def test_a_text_of_any_length_is_made_inert_in_a_time_that_follows_its_length(piece):
    text = (piece * MAXIMUM_SOURCE)[:MAXIMUM_SOURCE]
    shortly(lambda: neutral_markdown(text, {"a.png"}))
    shortly(lambda: neutral_text(text))
    shortly(lambda: neutral_outputs([{"output_type": "display_data", "data": {"text/html": text}}]))
    shortly(lambda: (fold(text), fold_column(text), composed(text)))


@pytest.mark.parametrize("piece", [*PIECES, "![a](#b)", "[a](#b)", "*a_ ", "# a\n", "> ", "a***b* ", "```\n"])
def test_a_text_as_long_as_people_are_shown_becomes_a_page_in_a_bounded_time(piece):
    shortly(lambda: markdown_html((piece * MAXIMUM_TEXT)[:MAXIMUM_TEXT]))


@pytest.mark.parametrize(
    "tag",
    [
        "<p " + " ".join(f"a{n}" for n in range(60_000)) + ">",
        "<td " + "colspan=2 " * 39_000 + ">",
        "<p>" + "".join(f"<b a{n}>" for n in range(1_900)) + "</p>" + "<p>x</p>" * 40_000,
    ],
    ids=["attributes", "the same attribute", "formatting opened again"],
)
def test_attributes_of_html_cost_what_they_weigh(tag):
    output = {"output_type": "display_data", "data": {"text/html": tag + "bonjour"}}
    for kept in shortly(lambda: neutral_outputs([output])):
        assert len(kept["data"]["text/html"]) < 10 * len(tag)


@given(st.text() | st.text(alphabet=" -&\u2011\n\tàÉ\u0301\u0323œ'_\u200bx\ufdfa가"))
def test_a_key_is_folded_as_the_whole_text_would_be(text):
    import re
    import unicodedata

    plain = text.translate(
        str.maketrans({"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "’": "'", "ʼ": "'", "`": "'", "&": " et "})
    )
    bare = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c)).casefold()
    dashed = re.sub(r"\s*[\u2010-\u2015\u2212]\s*|\s*-\s*", "-", bare)
    assert fold(text) == re.sub(r"[\s\u200b\ufeff]+", " ", dashed).strip()


@given(st.text())
def test_a_text_without_piles_of_accents_is_composed_as_unicode_has_it(text):
    import unicodedata

    assert composed(text) == unicodedata.normalize("NFC", text)


@settings(max_examples=300)
@given(
    st.lists(
        st.sampled_from([*PIECES, "https://x", "mailto:", "#a", "a.png", ")", ">", "\n", "]:"]) | st.text(max_size=3)
    ).map("".join)
)
def test_a_link_leads_where_its_address_says_and_nowhere_else(text):
    shown = neutral_markdown(text, {"a.png"})
    for place in range(len(shown) - 1):
        if shown[place] == "]" and shown[place + 1] in "(:":
            target = shown[place + 2 :].lstrip().removeprefix("<").lstrip()
            assert target.lower().startswith(("http://", "https://", "mailto:", "#")) or target.startswith(
                "attachment:a.png"
            )


def test_an_attachment_is_shown_a_few_times_and_no_more():
    image = png()
    name = attachment_name("courbe.png")
    shown = markdown_html(f"![x](attachment:{name})\n\n" * 1_000, {"courbe.png": {"image/png": image}})
    assert 1 <= shown.count(image) <= 5


def test_an_image_of_short_lines_is_one_all_the_same():
    image = png()
    assert is_image("\n".join(image[n : n + 2] for n in range(0, len(image), 2)))


#: What a notebook begins with, a piece that comes millions of times, and its end.
HEAVY = {
    "empty outputs": ('{"cells":[{"outputs":[', "{},", 16_000_000, "{}]}]}"),
    "empty cells": ('{"cells":[', "{},", 16_000_000, "{}]}"),
    "lists": ('{"cells":[', "[],", 16_000_000, "{}]}"),
    "lines": ('{"cells":[{"source":[', '"ab",', 9_000_000, '""]}]}'),
    "numbers": ('{"cells":[{"outputs":[', "1234,", 9_000_000, "0]}]}"),
}


@pytest.mark.parametrize("kind", HEAVY)
def test_a_notebook_of_millions_of_values_is_refused_before_it_fills_the_memory(kind, tmp_path):
    head, piece, times, end = HEAVY[kind]
    (tmp_path / "copie.ipynb").write_text(head + piece * times + end)
    code = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_DATA, (700 << 20,) * 2)\n"
        "from epreuves_kit.grading.submitted import UnreadableNotebook, read\n"
        "try: read(open(sys.argv[1], 'rb').read())\n"
        "except UnreadableNotebook as refusal: print(refusal)"
    )
    started = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "copie.ipynb")],
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr[-300:]
    assert "effacez toutes les sorties" in done.stdout
    assert time.monotonic() - started < 60


def test_what_stands_in_texts_is_no_value():
    source = ",[{" * MAXIMUM_NODES
    copy = read(json.dumps({"cells": [{"cell_type": "markdown", "source": source}]}).encode())
    assert copy.cells[0].source == source[:MAXIMUM_SOURCE]


def test_a_notebook_just_too_crowded_says_so_and_one_just_below_is_read():
    most = MAXIMUM_NODES - 6
    fitting = b'{"cells":[{"outputs":[' + b"1," * most + b"1]}]}"
    assert len(read(fitting).cells) == 1
    with pytest.raises(UnreadableNotebook):
        read(b'{"cells":[{"outputs":[' + b"1," * (most + 9) + b"1]}]}")


def test_a_date_is_read_in_a_file_of_any_size(tmp_path):
    stamped = tmp_path / "timestamp.txt"
    stamped.write_text("2030-01-15 18:00:00 UTC\n")
    with stamped.open("r+b") as file:
        file.truncate(3 << 30)
    assert len(shortly(lambda: stamp(tmp_path))) <= 100
    stamped.write_bytes(b"\0" * 100)
    assert handed_at(tmp_path) is None
    stamped.write_text("2030-01-15 18:00:00 UTC\n")
    assert handed_at(tmp_path).hour == 18


@pytest.fixture
def deep(tmp_path):
    """A submitted folder that holds three thousand folders within one another, and a file."""
    submitted = tmp_path / "rendu"
    submitted.mkdir()
    (submitted / "notes.txt").write_text("à moi")
    subprocess.run(
        [sys.executable, "-c", "import os\nfor _ in range(3000): os.mkdir('d'); os.chdir('d')\nopen('x', 'w').close()"],
        cwd=submitted,
        check=True,
    )
    yield submitted
    # No recursion of Python's goes so deep.
    subprocess.run(["rm", "-rf", *map(str, tmp_path.iterdir())], check=True)


def test_a_folder_of_three_thousand_levels_is_left_out_and_said(deep):
    files, said = folder_files(deep)
    assert files == [("notes.txt", "à moi".encode())]
    assert len(said) == 1
    assert "trop profond" in said[0]
    assert submission_digest(deep) == submission_digest(deep)


def test_a_folder_of_three_thousand_levels_does_not_stop_nbgrader(deep, tmp_path):
    from nbgrader.utils import find_all_files

    source = tmp_path / "source"
    source.mkdir()
    assert any("trop profond" in said for said in set_aside(deep, source))
    assert find_all_files(str(deep), []) == [str(deep / "notes.txt")]
    assert set_aside(deep, source) == ()


def test_what_lies_deep_but_not_too_deep_is_kept(tmp_path):
    inner = tmp_path.joinpath(*"abcdefghij")
    inner.mkdir(parents=True)
    (inner / "x.csv").write_text("1")
    assert folder_files(tmp_path) == ([("a/b/c/d/e/f/g/h/i/j/x.csv", b"1")], [])


def test_a_date_that_cannot_be_read_does_not_stop_nbgrader(tmp_path):
    submitted, source = tmp_path / "rendu", tmp_path / "source"
    submitted.mkdir()
    source.mkdir()
    (submitted / "timestamp.txt").write_text("hier soir")
    assert any("date" in said for said in set_aside(submitted, source))
    assert (submitted / "timestamp.txt.copie").read_text() == "hier soir"
    (submitted / "timestamp.txt").write_text("2030-01-15 18:00:00 UTC")
    assert set_aside(submitted, source) == ()


def test_a_change_in_a_notebook_is_seen_however_much_lies_beside_it(tmp_path):
    for n in range(4):
        with (tmp_path / f"a{n}.csv").open("wb") as file:
            file.truncate(90_000_000)
    (tmp_path / "z.ipynb").write_text("1")
    before = submission_digest(tmp_path)
    (tmp_path / "z.ipynb").write_text("2")
    assert submission_digest(tmp_path) != before
    shutil.rmtree(tmp_path)
