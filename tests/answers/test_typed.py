"""Answers typed in forms: kept whole, read strictly, and the same as code's."""

import json
import os
import shutil
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from epreuves import choix, liste, nombre, serie, tableau
from epreuves.answers import typed
from epreuves.answers.coercion import Valid, coerce
from epreuves.answers.forms import KINDS
from epreuves.answers.portable import portable
from epreuves.answers.tree import CheckedTree
from epreuves.answers.typed import TypedAnswer
from epreuves.answers.typed_values import TypedChart, TypedGrid
from epreuves.entry.drawn import as_typed
from tests.answers.test_comparison import forms_and_values, judged

TEXT = st.text(max_size=40)
GRIDS = st.integers(1, 5).flatmap(
    lambda width: st.builds(
        TypedGrid,
        columns=st.lists(TEXT, min_size=width, max_size=width).map(tuple),
        keys=st.integers(0, width),
        rows=st.lists(st.lists(TEXT, min_size=width, max_size=width).map(tuple), max_size=5).map(tuple),
    )
)
VALUES = st.none() | TEXT | st.lists(TEXT, max_size=6).map(tuple) | GRIDS


@pytest.fixture
def folder(tmp_path, monkeypatch):
    (tmp_path / "seance.json").write_text('{"epreuve": "e99_essai"}', encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@given(forms_and_values())
def test_a_value_typed_as_it_is_shown_is_the_value(case):
    form, value = case
    known = coerce(form, CheckedTree(portable(value)))
    if not isinstance(known, Valid):
        return
    again = coerce(form, CheckedTree(typed.tree_of(as_typed(form, known.value))))
    assert isinstance(again, Valid), again
    assert judged(form, value, typed_again(form, known)).share == 1.0


def typed_again(form, known):
    """The value that the same candidate would give in code, from what was typed."""
    value = as_typed(form, known.value)
    if isinstance(value, TypedGrid):
        return (
            [dict(zip(value.columns, row, strict=True)) for row in value.rows]
            if len(value.columns) > 2
            else dict(value.rows)
        )
    return list(value) if isinstance(value, tuple) else value


@given(VALUES)
def test_what_is_typed_makes_a_tree_that_marking_reads(value):
    tree = typed.tree_of(value)
    assert tree is None or not CheckedTree(tree).unreadable


@given(
    st.dictionaries(
        st.from_regex(r"\A[A-Za-z0-9_-]{1,20}\Z"),
        st.builds(TypedAnswer, value=VALUES, preferred=st.booleans()),
        max_size=4,
    )
)
def test_what_is_kept_is_what_was_typed(answers):
    content = msgspec.json.encode(typed.TypedAnswers("e99_essai", answers))
    assert typed.decoded(content, "e99_essai").answers == answers


def test_each_answer_is_kept_beside_the_others(folder):
    typed.keep(folder, "C1-a", TypedAnswer("12,5 €"))
    typed.keep(folder, "C1-b", TypedAnswer(("un", "deux")))
    typed.keep(folder, "C1-a", TypedAnswer("13 €"))
    assert {q: a.value for q, a in typed.read(folder).answers.items()} == {"C1-a": "13 €", "C1-b": ("un", "deux")}
    assert [path.name for path in folder.iterdir() if path.name != "seance.json"] == ["reponses.json"]


@pytest.mark.parametrize("left", [None, b"", b'{"epreuve": "e9'])
def test_a_file_that_is_gone_or_cut_is_made_again_of_what_pages_show(left, folder):
    typed.keep(folder, "C1-a", TypedAnswer("12,5 €"))
    shown = typed.read(folder).answers
    (folder / "reponses.json").unlink()
    if left is not None:
        (folder / "reponses.json").write_bytes(left)
    typed.keep(folder, "C1-b", TypedAnswer("un"), shown)
    assert {q: a.value for q, a in typed.read(folder).answers.items()} == {"C1-a": "12,5 €", "C1-b": "un"}
    if left is not None:
        assert (folder / typed.SET_ASIDE).read_bytes() == left


def test_the_notebook_s_value_counts_unless_it_has_none_or_the_form_is_preferred(folder):
    typed.keep(folder, "C1-a", TypedAnswer("12"))
    assert typed.chosen("C1-a", None) == ("12", "12")
    assert typed.chosen("C1-a", 7.5) == (7.5, None)
    typed.keep(folder, "C1-a", TypedAnswer("12", preferred=True))
    assert typed.chosen("C1-a", 7.5) == ("12", "12")
    typed.keep(folder, "C1-a", TypedAnswer("  ", preferred=True))
    assert typed.chosen("C1-a", 7.5) == (7.5, None)


@pytest.mark.parametrize("how", ["no rights", "gone"])
def test_whatever_becomes_of_the_folder_the_notebook_s_value_is_an_answer(how, folder, monkeypatch):
    typed.keep(folder, "C1-a", TypedAnswer("12"))
    if how == "gone":
        shutil.rmtree(folder)
    else:

        def refused(path: Path, **_: object) -> bool:
            raise PermissionError(13, "refused", str(path))

        monkeypatch.setattr(Path, "is_file", refused)
    assert typed.chosen("C1-a", 7.5) == (7.5, None)
    assert typed.chosen("C1-a", None) == (None, None)


def test_a_cell_that_moved_into_the_data_finds_what_was_typed(folder, monkeypatch):
    typed.keep(folder, "C1-a", TypedAnswer("12"))
    (folder / "donnees").mkdir()
    monkeypatch.chdir(folder / "donnees")
    assert typed.home() == folder


def test_a_row_without_a_value_is_not_answered_and_a_cell_that_lacks_costs_its_row_alone():
    form = tableau("canal", {"cout": nombre("€"), "clics": nombre()}, cles=("SEO", "TV", "Radio"))
    grid = TypedGrid(("canal", "cout", "clics"), 1, (("SEO", "1 200,50 €", "30"), ("TV", " ", ""), ("Radio", "5", "")))
    reading = coerce(form, CheckedTree(typed.tree_of(grid)))
    assert isinstance(reading, Valid)
    assert reading.value == [["SEO", {"cout": 1200.5, "clics": 30.0}]]
    assert "« Radio »" in reading.doubt
    assert "« clics »" in reading.doubt


def test_a_series_pasted_with_units_and_another_order_is_read():
    form = serie("canal", nombre("€"), cles=("SEO", "TV"))
    grid = TypedGrid(("canal", "valeur"), 1, (("tv", "12\u202f345,60 €"), ("Seo", "7")))
    assert coerce(form, CheckedTree(typed.tree_of(grid))).value == [["tv", 12345.6], ["Seo", 7.0]]


def test_choices_and_lists_are_read_as_code_s():
    assert coerce(liste(choix("A", "B", "C")), CheckedTree(typed.tree_of(("B", "", "A")))).value == ["B", "A"]
    assert coerce(choix("A", "B", "C", plusieurs=True), CheckedTree(typed.tree_of(("C", "A")))).value == ["A", "C"]
    assert typed.tree_of(("", " ")) is None


def hostile():
    """Two hundred files that no form wrote, by what they do."""
    good = {"epreuve": "e99_essai", "reponses": {"C1-a": {"saisie": "12"}}, "v": 1}

    def with_(**changes):
        return json.dumps({**good, **changes}).encode()

    def answer(value):
        return with_(reponses={"C1-a": value})

    yield "empty", b""
    yield "not JSON", b"{"
    yield "not UTF-8", b'{"epreuve": "\xff\xfe"}'
    yield "UTF-16", json.dumps(good).encode("utf-16")
    yield "a pickle", b"\x80\x04\x95\x0b\x00\x00\x00\x00\x00\x00\x00\x8c\x07builtins\x94."
    yield "another épreuve's", with_(epreuve="e98_autre")
    yield "markup for an épreuve", with_(epreuve="<script>alert(1)</script>")
    yield "too long an épreuve", with_(epreuve="e" * 300)
    yield "huge", with_(reponses={f"C1-{n}": {"saisie": "1" * 19_000} for n in range(60)})
    yield "huge in blanks", json.dumps(good).encode() + b" " * 1_000_001
    yield "too many answers", with_(reponses={f"C1-{n}": {"saisie": "1"} for n in range(501)})
    for depth in (5, 100, 5_000, 200_000):
        yield (
            f"nested {depth}",
            b'{"epreuve":"e99_essai","reponses":{"C1-a":{"saisie":' + b"[" * depth + b"]" * depth + b"}}}",
        )
    for other in (0, 2, "1", None, True, 1.5, [], {}):
        yield f"version {other!r}", with_(v=other)
    for shape in (None, [], "x", 3, True):
        yield f"answers {shape!r}", with_(reponses=shape)
        yield f"an answer {shape!r}", answer(shape)
    for value in (1, 1.5, True, {}, {"$": "entier", "v": "9"}, [1], [None], [["a"]], {"saisie": "1"}, ["a", {}]):
        yield f"typed {value!r}", answer({"saisie": value})
    for extra in ("points", "mark", "__class__", "$", "code", "saisie2", "note"):
        yield f"an answer with {extra}", answer({"saisie": "12", extra: 4})
        yield f"a file with {extra}", with_(**{extra: 4})
    for name in ("", " ", "C1 a", "../C1-a", "C1-a\n", "é", "a" * 101, "C1-a\x00", "<b>", "C1/a"):
        yield f"a question {name!r}", with_(reponses={name: {"saisie": "1"}})
    for at in (1, None, [], "x" * 41, {}):
        yield f"typed at {at!r}", answer({"saisie": "1", "le": at})
    for preferred in (1, 0, "oui", None, []):
        yield f"preferred {preferred!r}", answer({"saisie": "1", "prefere": preferred})
    yield "a text beyond bounds", answer({"saisie": "x" * 20_001})
    yield "too long a list", answer({"saisie": ["x"] * 1_001})
    grid = {"genre": "grille", "colonnes": ["a", "b"], "cles": 1, "lignes": [["x", "1"]]}
    yield "rows beyond bounds", answer({"saisie": {**grid, "lignes": [["x", "1"]] * 5_001}})
    yield "columns beyond bounds", answer({"saisie": {**grid, "colonnes": ["a"] * 101, "lignes": []}})
    for field, wrong in {
        "genre": ("graphique", "dict", "", None, 3, "tableau"),
        "colonnes": (None, "ab", [1, 2], ["a"], ["a", "b", "c"], {}),
        "cles": (-1, 21, "1", None, 1.5, True, []),
        "lignes": (None, "x", [["x"]], [["x", 1]], [[None, "1"]], [{}], ["x1"], [["x", "1", "2"]], {}),
    }.items():
        for held in wrong:
            yield f"a grid's {field} {held!r}", answer({"saisie": {**grid, field: held}})
        if field != "genre":
            yield f"a grid without {field}", answer({"saisie": {k: v for k, v in grid.items() if k != field}})
    for extra in ("$", "index", "points", "paires"):
        yield f"a grid with {extra}", answer({"saisie": {**grid, extra: []}})
    for kind in ("dict", "serie", "tableau", "graphique", "objet", "trop_grand", "illisible", "manquant", "date"):
        yield f"a tree of kind {kind}", answer({"saisie": {"$": kind, "v": "1", "paires": [], "lignes": [["x", "1"]]}})
    for text in (b"NaN", b"Infinity", b"-Infinity", b"1e999", b"0x10", b"undefined", b"'12'", b"12_000"):
        yield f"a bare {text.decode()}", b'{"epreuve":"e99_essai","reponses":{"C1-a":{"saisie":' + text + b"}}}"
    for start in (b"\xef\xbb\xbf", b"// x\n", b"/* */", b"[", b'"', b"\x00", b"<?xml?>", b"PK\x03\x04", b"<html>"):
        yield f"begun by {start!r}", start + json.dumps(good).encode()
    for end in (b",", b"}", b"]", b"x", b"\x00", b'{"v":1}'):
        yield f"ended by {end!r}", json.dumps(good).encode() + end
    whole = json.dumps(good).encode()
    for cut in range(1, len(whole)):
        yield f"cut at {cut}", whole[:cut]


HOSTILE = dict(hostile())


def test_two_hundred_hostile_files_are_there():
    assert len(HOSTILE) >= 200


@pytest.mark.parametrize("name", HOSTILE)
def test_a_file_that_no_form_wrote_holds_no_answer(name, folder):
    (folder / typed.FILE).write_bytes(HOSTILE[name])
    with pytest.raises(typed.UnreadableAnswers) as refusal:
        typed.read(folder)
    assert str(refusal.value).startswith("Le fichier reponses.json")
    assert str(refusal.value).endswith((".", ")."))
    assert typed.chosen("C1-a", None) == (None, None)
    assert typed.chosen("C1-a", 3) == (3, None)
    # A form that is filled afterwards loses nothing of it.
    typed.keep(folder, "C1-a", TypedAnswer("5"))
    assert typed.chosen("C1-a", None) == ("5", "5")
    assert (folder / typed.SET_ASIDE).read_bytes() == HOSTILE[name]


@pytest.mark.parametrize("how", ["link", "folder", "pipe", "device"])
def test_what_is_no_ordinary_file_is_not_opened(how, folder, tmp_path_factory):
    elsewhere = tmp_path_factory.mktemp("voisin") / typed.FILE
    elsewhere.write_text('{"epreuve": "e99_essai", "reponses": {"C1-a": {"saisie": "12"}}}', encoding="utf-8")
    path = folder / typed.FILE
    {
        "link": lambda: path.symlink_to(elsewhere),
        "folder": path.mkdir,
        "pipe": lambda: os.mkfifo(path),
        "device": lambda: path.symlink_to("/dev/zero"),
    }[how]()
    with pytest.raises(typed.UnreadableAnswers, match="n'est pas lu"):
        typed.read(folder)
    assert typed.chosen("C1-a", None) == (None, None)


CELL = (
    st.text(max_size=12) | st.floats().map(str) | st.sampled_from(["1 234,5 €", "12 %", "$x$", "\x00", "1e308", "-3"])
)
CHARTS = st.tuples(st.sampled_from(sorted(KINDS)), st.integers(3, 5)).flatmap(
    lambda drawn: st.builds(
        TypedChart,
        kind=st.just(drawn[0]),
        columns=st.lists(CELL, min_size=drawn[1], max_size=drawn[1]).map(tuple),
        rows=st.lists(st.lists(CELL, min_size=drawn[1], max_size=drawn[1]).map(tuple), max_size=4).map(tuple),
        units=st.sampled_from([(), ("", "€"), ("", "%", "jours")]),
        order=st.sampled_from(["", "croissant", "decroissant"]),
        stacked=st.booleans(),
        title=CELL,
        line=CELL,
        colour=st.integers(0, 7),
    )
)


@settings(max_examples=40, deadline=None)
@given(CHARTS)
def test_any_chart_is_drawn_and_read_alike_each_time(chart):
    tree = typed.tree_of(chart)
    assert tree == typed.tree_of(chart)
    if tree is not None:
        assert tree["$"] == "graphique"
        assert not CheckedTree(tree).unreadable
