"""Figures that writings quote: how French prose gives them, which are the copy's own answers, which contradict one, and how they are marked."""

from __future__ import annotations

import html
import re
from types import SimpleNamespace

import pandas as pd
import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from epreuves.answers.portable import portable
from epreuves.wording import french
from epreuves_kit.gradebook.marked_notebook import MarkingRecord
from epreuves_kit.referentiel.reading import referentiel
from epreuves_kit.rubric import quoted_numbers
from epreuves_kit.rubric.panel.copy_view import copy_view, tabs
from epreuves_kit.rubric.panel.inert import markdown_html
from epreuves_kit.rubric.panel.quoted_marks import MAXIMUM_PASSAGES, marked, read_html
from epreuves_kit.rubric.panel.quoted_view import Tables
from epreuves_kit.rubric.quoted import Quoted, Reader, given
from epreuves_kit.rubric.quoted_facts import facts
from epreuves_kit.rubric.quoted_numbers import MAXIMUM, quantities
from tests.copies.texte_qui_s_execute import FRAGMENTS as SCRIPTS
from tests.course import ROOT
from tests.hostile.pages import dangers
from tests.rubric.annotated import EPREUVES, Score, measured


def total(half: str) -> Score:
    """The score of a half over all épreuves."""
    score = Score()
    for epreuve in EPREUVES:
        score += measured(epreuve, half)
    return score


@pytest.mark.parametrize(
    ("half", "contradictions", "answers"), [("tuned", 0.9, 0.9), ("second", 0.85, 0.88), ("held_out", 0.7, 0.88)]
)
def test_a_contradiction_that_is_called_is_one_and_most_answers_are_recognised(half, contradictions, answers):
    score = total(half)
    print(score.summary(half), *score.faults, sep="\n")
    assert score.contradictions >= 50
    assert score.traps >= 120
    assert score.precision >= 0.95
    assert score.recall >= contradictions
    assert score.answer_recall >= answers
    assert score.answer_precision >= 0.95


@drawn(
    st.decimals(min_value="0.01", max_value="9999999", places=2),
    st.sampled_from(["\u202f", "\u00a0", " ", "", "."]),
    st.sampled_from([" €", "€", "\u00a0€", " euros", " %", " jours", ""]),
    st.sampled_from(["", "environ ", "Il vaut ", "(", "de ", "soit ", "« "]),
)
def test_a_number_formatted_in_any_french_way_is_read_back(value, blank, unit, before):
    written = french.number(value, 2).replace("\u202f", blank)
    (quantity,) = quantities(f"{before}{written}{unit}") or [None]
    if unit == "" and re.fullmatch(r"(?:19|20)\d\d|2100", written):
        assert quantity is None  # a year
        return
    assert float(value) in quantity.values
    assert quantity.unit == {"euros": "€", "jours": "jour"}.get(unit.strip(), unit.strip())


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("12,3 k€", 12_300, "€"),
        ("1,2 million d'euros", 1_200_000, "€"),
        ("30,4 M€", 30_400_000, "€"),
        ("39,6 pour cent", 39.6, "%"),
        ("trois jours", 3, "jour"),
        ("1 777 GRP", 1777, "grp"),
        ("15j", 15, "jour"),
        ("−23 %", 23, "%"),
    ],
)
def test_units_and_scales_are_read(text, value, unit):
    (quantity,) = quantities(f"On compte {text}.")
    assert quantity.values == (value,)
    assert quantity.unit == unit
    assert text == quantity.text or text.startswith(quantity.text)


@pytest.mark.parametrize("text", ["7 juin", "le 07/06/2027", "2027-06-07", "lundi 7 juin 2027", "7/06"])
def test_days_are_read(text):
    (quantity,) = quantities(f"L'ouverture est prévue : {text}.")
    assert quantity.day is not None
    assert quantity.day[1:] == (6, 7)


@pytest.mark.parametrize(
    "text",
    [
        "en 2027",
        "la question 7",
        "la compétence C5.1",
        "les 4P et les 10P",
        "l'article L. 215-1-1",
        "la loi n° 2022-1158",
        "au 06 12 34 56 78",
        "à 9 h 30",
        "à 14h",
        "380 mots",
        "1. Les phases",
        "2) Les rôles",
        "T07",
        "la version 1.2.3",
    ],
)
def test_what_is_no_quantity_is_left_aside(text):
    assert quantities(text) == []


@pytest.mark.parametrize(
    ("text", "manner"),
    [
        ("environ 300 €", "about"),
        ("près de 40 %", "about"),
        ("plus de 300 €", "bound"),
        ("avant le 7 juin", "bound"),
        ("entre 10 et 12 %", "range"),
        ("de 5 à 8 jours", "range"),
        ("300 €", ""),
    ],
)
def test_the_manner_of_a_figure_is_read(text, manner):
    assert {quantity.manner for quantity in quantities(f"Comptons {text}.")} == {manner}


HOSTILE = [
    "1" * 100_000,
    "1 111 " * 20_000,
    "1 " * 50_000,
    "12 €, " * 15_000,
    "entre " * 20_000,
    "1-" * 50_000,
    "1,1." * 25_000,
    "deux " * 20_000,
    "06 12 34 56 " * 8_000,
    "Radio 12 € et " * 8_000,
    "«" * 100_000,
]


@pytest.mark.parametrize("text", HOSTILE, ids=[text[:8] for text in HOSTILE])
def test_a_hostile_text_costs_a_bounded_number_of_looks(text, monkeypatch):
    looked = []
    real = quoted_numbers._figured
    monkeypatch.setattr(quoted_numbers, "_figured", lambda *given_to: looked.append(1) or real(*given_to))
    assert len(quantities(text)) <= MAXIMUM
    assert len(looked) <= 2 * MAXIMUM


def test_the_figures_of_a_whole_writing_and_its_passages_are_bounded():
    row = "| " + " | ".join(["12 €"] * 20) + " |\n"
    table = row + "| " + " | ".join(["---"] * 20) + " |\n" + row * 400
    read = read_html(markdown_html(table))
    assert len(read.passages) <= MAXIMUM_PASSAGES
    assert len(reader().read(read.passages)) <= MAXIMUM


TESTS = 'verifier("C1_1-cout", couts, tableau(cle="canal", colonnes={"cout": nombre(unite="€"), "clics": entier()}))'
ANSWERS = {
    "C1_1-cout": {
        "$": "tableau",
        "index": {"noms": [None], "cles": [0, 1], "defaut": True},
        "colonnes": ["canal", "cout", "clics"],
        "lignes": [["Radio", 22_202.4, 310], ["Cinéma & télé", 9_690, 4464]],
    }
}
TITLES = {"C1_1-cout": "Question 7 — Le coût de chaque canal"}


def reader(*statements: str) -> Reader:
    """The answers above, ready."""
    return Reader(facts(ANSWERS, TITLES, {"C1_1-cout": TESTS}), given(statements))


def kinds(text: str, *statements: str) -> list[tuple[str, str]]:
    """The figures of a text, each with what it is."""
    return [(f.text, f.kind) for f in reader(*statements).read(read_html(markdown_html(text)).passages)]


def test_an_answer_is_recognised_however_it_is_rounded():
    text = "La Radio a coûté {} en tout."
    for written in ("22 202,40 €", "22 202 €", "22,2 k€", "22 200 €", "environ 22 000 €"):
        assert kinds(text.format(written)) == [(written.removeprefix("environ "), "answer")]


def test_another_value_of_the_same_thing_contradicts_it():
    assert kinds("Le coût de la Radio est de 24 050 €.") == [("24 050 €", "contradiction")]


def test_what_was_given_contradicts_nothing():
    assert kinds("Le coût de la Radio est de 24 050 €.", "L'enveloppe est de 24 050 €.") == [("24 050 €", "other")]


@pytest.mark.parametrize(
    "text",
    [
        "Au lieu de 24 050 €, la Radio a un coût réduit.",
        "Si la Radio passait à 24 050 €, son coût monterait.",
        "L'an dernier, le coût de la Radio atteignait 24 050 €.",
        "Le coût de la Radio est de 24 050 € de moins.",
        "Le coût par mois de la Radio est de 1 850 €.",
        "Le coût de la Radio et du Cinéma & télé est de 31 892 €.",
        "Le coût de la Radio est de 26 643 € taxes comprises.",
        "Le coût de la Radio va de 20 000 à 24 050 €.",
        "Le plafond du coût de la Radio est de 24 050 €.",
    ],
)
def test_another_moment_wish_bound_or_sum_contradicts_nothing(text):
    assert "contradiction" not in {kind for _, kind in kinds(text)}


def test_a_table_gives_its_heads_as_subjects():
    text = "| Canal | Coût (k€) |\n| --- | --- |\n| Radio | 25,1 |\n| Cinéma & télé | 9,7 |"
    assert kinds(text) == [("25,1", "contradiction"), ("9,7", "answer")]


def test_answers_of_every_container_are_read():
    trees = (
        {"$": "dict", "paires": [["Radio", 12.5], ["Cinéma", "2027-06-07"]]},
        portable(pd.Series({"Radio": 12.5, "Cinéma": "2027-06-07"}, dtype=object)),
        [["Radio", 12.5], ["Cinéma", "2027-06-07"]],
        [
            {"$": "dict", "paires": [["canal", "Radio"], ["v", 12.5]]},
            {"$": "dict", "paires": [["canal", "Cinéma"], ["v", "2027-06-07"]]},
        ],
        {"$": "dict", "paires": [["canal", ["Radio", "Cinéma"]], ["v", [12.5, "2027-06-07"]]]},
    )
    for tree in trees:
        read = facts({"q": tree}, {}, {"q": 'verifier("q", valeurs, serie(cle="canal", valeurs=nombre()))'})
        assert [(fact.row, fact.exact, fact.day) for fact in read] == [
            (("radio",), 12.5, None),
            (("cinema",), 740139.0, (2027, 6, 7)),
        ]


@pytest.mark.parametrize("tree", [None, 12, "12 €", [1, 2], {"$": "illisible"}, {"$": "serie"}, [[1]], [[[], []]]])
def test_an_odd_answer_breaks_nothing(tree):
    assert isinstance(facts({"q": tree}, {}, {"q": "verifier("}), tuple)


def test_marks_stand_around_the_text_that_was_there_and_nothing_else():
    source = "**Radio** & co : *22 202* € < 3 > 2, `24 050 €`, « Cinéma & télé » : 9 690 €"
    shown = markdown_html(source)
    read = read_html(shown)
    figures = [f for f in reader().read(read.passages) if f.kind == "answer"]
    made = marked(read, figures, ["x"] * len(figures))
    assert re.sub(r"</?mark[^>]*>", "", made) == shown
    assert [html.unescape(m) for m in re.findall(r"<mark[^>]*>([^<]*)</mark>", made)] == ["22 202", " €", "9 690 €"]


@drawn(st.text("12 €<>&\"'|*`_#-\n()[]!é«»,.;:%kRadiocût", max_size=200))
def test_marks_never_change_a_text_nor_open_a_hole(source):
    shown = markdown_html(source)
    read = read_html(shown)
    figures = [
        Quoted(at, quantity.start, quantity.end, quantity.text, "contradiction")
        for at, passage in enumerate(read.passages)
        for quantity in quantities(passage.text)
    ]
    made = marked(read, figures, ['"><script>alert(1)</script>'] * len(figures))
    assert dangers(made) == []
    assert (
        re.sub(r'<mark class="ep-against" title="[^"]*">|<span class="ep-hidden">[^<]*</span>|</mark>', "", made)
        == shown
    )


def shown_copy(text: str) -> str:
    """The panel's page of a copy with one writing."""

    def cell(id: str, kind: str, source: str, **meta: object) -> dict[str, object]:
        nbgrader = {"grade_id": id, **meta}
        return {
            "id": id,
            "cell_type": kind,
            "source": source,
            "metadata": {"nbgrader": nbgrader},
            "outputs": [],
            "attachments": {},
        }

    cells = [
        cell("q7", "markdown", "## Question 7 — Le coût de chaque canal", locked=True, grade=False, solution=False),
        cell("C15_1-cout", "code", TESTS.replace("C1_1", "C15_1"), locked=True, grade=True, solution=False, points=1),
        cell("a", "markdown", "## Écrit A — La note", locked=True, grade=False, solution=False),
        cell("C15_1-note", "markdown", text, locked=False, grade=True, solution=True, points=0),
    ]
    record = MarkingRecord(status="marked", answers={"C15_1-cout": ANSWERS["C1_1-cout"]})
    rows = SimpleNamespace(grades={}, remarks={}, passages=(), penalty=0.0)
    return "".join(tab.html for tab in tabs(copy_view(referentiel(ROOT), cells, record, rows, Tables()), {}))


def test_a_grader_reads_one_line_and_the_contradictions_in_words():
    page = shown_copy("Le coût de la Radio est de 24 050 €. Le Cinéma & télé a coûté 9 690 €. Il y a 12 personnes.")
    assert "3 chiffres\u00a0: 1 est une réponse de la copie, 1 contredit la question 7." in page
    assert "la réponse à la question 7, Le coût de chaque canal (Radio · cout), est 22\u202f202,4\u00a0€." in page
    assert '<mark class="ep-quoted" title="réponse à la question 7">9 690 €</mark>' in page
    assert "contredit la réponse à la question 7" in page
    assert page.count("<mark") == 2


@pytest.mark.parametrize("source", SCRIPTS)
def test_a_hostile_text_with_figures_becomes_one_that_does_nothing(source):
    assert (
        dangers(shown_copy(f"Le coût de la Radio est de 24 050 €. {source} Le coût de la Radio est de 24 050 €.")) == []
    )


def test_a_writing_without_figures_has_no_line():
    assert "ep-figures" not in shown_copy("La Radio coûte trop cher.")
