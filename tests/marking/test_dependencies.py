"""Which question builds on which is read off the source's cells; tests cells are told by their one call; titles by headings."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from epreuves_kit.marking.dependencies import calls_verifier, dependencies, names, question_call, titles


def asks(question, variable):
    return f'verifier("{question}", {variable}, nombre())'


@pytest.mark.parametrize(
    ("between", "expected"),
    [
        ("b = a + 1", ("C1-a",)),
        ("x = 3\nb = x", ()),
        ("t = pub.copy()\nt['a'] = a\nb = t.sum()", ("C1-a",)),
        ("pub['a'] = a", ()),
        ("pub['a'] = a\nb = pub['a'].max()", ("C1-a",)),
        ("pub.attrs.x = a\nb = pub", ("C1-a",)),
        ("rows.append(a)\nb = len(rows)", ("C1-a",)),
        ("def f(): return a\nb = f()", ("C1-a",)),
        ("b = [v for v in range(3) if v > a]", ("C1-a",)),
        ("(b := a)", ("C1-a",)),
        ("for b in a: pass", ("C1-a",)),
        ("b = 1", ()),
        ("b = [a for a in range(3)]", ()),
        ("b = [x for x in a]", ("C1-a",)),
        ("b = (lambda a: a + 1)(2)", ()),
        ("b = (lambda x=a: x)()", ("C1-a",)),
        ("def f(a):\n    return a\nb = f(2)", ()),
        ("def f():\n    a = 2\n    a.append(3)\n    return a\nb = f()", ()),
        ("def f():\n    global b\n    b = a\nf()", ("C1-a",)),
        ("x = a\nx = 2\nb = x", ()),
        ("x = a\nb = 2\ny = x", ()),
        ("x = a\nif pub:\n    x = 2\nb = x", ("C1-a",)),
        ("b = [y := a, 2]", ("C1-a",)),
        ("figure, b = draw()\nbars = b.bar(a.index, a)", ("C1-a",)),
        ("b, axes = draw()\naxes.bar(a.index, a)", ("C1-a",)),
        ("b, axes = draw()\naxes.bar_label(axes.bar(a.index, a))", ("C1-a",)),
        ("b = draw()\na.plot(ax=b)", ("C1-a",)),
        ("x = pub.merge(a)\nb = pub", ()),
    ],
)
def test_a_question_builds_on_the_answers_that_its_cell_reads(between, expected):
    cells = ["pub = load()\nrows = []\nb = 0", "a = pub.sum()", asks("C1-a", "a"), between, asks("C1-b", "b")]
    assert dependencies(cells)["C1-b"] == expected


def test_a_change_in_place_is_carried_to_the_cells_that_come_after():
    cells = [
        "pub = load()",
        "a = pub.sum()",
        asks("C1-a", "a"),
        "pub['part'] = pub['x'] / a",
        "b = pub['part'].max()",
        asks("C1-b", "b"),
    ]
    assert dependencies(cells)["C1-b"] == ("C1-a",)
    cells[3] = "axes.bar(a.index, a)"
    cells[4] = "b = axes"
    assert dependencies(cells)["C1-b"] == ("C1-a",)


def test_dependence_goes_through_other_questions_and_in_the_notebook_s_order():
    cells = ["a = 1", asks("C1-a", "a"), "b = a", asks("C1-b", "b"), "c = b", asks("C1-c", "c")]
    assert dependencies(cells) == {"C1-a": (), "C1-b": ("C1-a",), "C1-c": ("C1-a", "C1-b")}


def test_a_name_bound_again_forgets_what_it_came_from():
    cells = ["a = 1", asks("C1-a", "a"), "b = a", "b = 2", asks("C1-b", "b")]
    assert dependencies(cells)["C1-b"] == ()


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('verifier("C1-a", a, nombre())', ("C1-a", "a")),
        ('verifier("C1-a", a)', ("C1-a", "a")),
        ('# mot\nverifier("C1-a", a, nombre(), tolerance=0.1)', ("C1-a", "a")),
        ('verifier("C1-a", a["x"], nombre())', None),
        ('verifier("C1-a", 3, nombre())', None),
        ('verifier(question="C1-a", value=a, form=nombre())', None),
        ('x = 1\nverifier("C1-a", a, nombre())', None),
        ('epreuves.verifier("C1-a", a, nombre())', None),
        ("verifier(", None),
        ("", None),
    ],
)
def test_a_asks_is_a_single_call_on_a_plain_name(source, found):
    assert question_call(source) == found
    assert calls_verifier(source) == ("verifier(" in source and source != "verifier(")


@given(st.text())
def test_no_text_stops_the_reading_of_a_cell(source):
    names(source.replace("\x00", ""))
    question_call(source.replace("\x00", ""))
    calls_verifier(source.replace("\x00", ""))


def test_a_null_byte_in_a_cell_is_a_cell_that_does_not_parse():
    assert question_call("\x00") is None
    assert calls_verifier("verifier(\x00)") is False
    assert names("a\x00") == (set(), set())


def test_a_cell_nested_beyond_the_parser_s_bound_is_a_cell_that_does_not_parse():
    deep = "(" * 5000 + "1" + ")" * 5000
    assert question_call(deep) is None
    assert calls_verifier("-" * 100_000 + "1") is False


def test_a_question_is_called_by_the_last_locked_heading_above_it():
    def cell(kind, source, **meta):
        return {"cell_type": kind, "source": source, "metadata": {"nbgrader": meta} if meta else {}}

    cells = [
        cell("markdown", "# Épreuve\n## Partie\n### Question 1 — *ROAS*", grade_id="t1", locked=True),
        cell("markdown", "### Le titre du candidat", grade_id="m", solution=True, grade=True),
        cell("markdown", "### Un ajout"),
        cell("code", "# pas un titre", grade_id="C1-a", locked=True, grade=True),
        cell("markdown", "Sans titre.", grade_id="t2", locked=True),
        cell("code", "", grade_id="C1-b", locked=True, grade=True),
        cell("markdown", "### Critère", grade_id="k", locked=True, task=True),
        cell("code", "", grade_id="C1-c", locked=True, grade=True),
    ]
    found = titles(cells)
    assert found["C1-a"] == found["C1-b"] == found["C1-c"] == "Question 1 — ROAS"
