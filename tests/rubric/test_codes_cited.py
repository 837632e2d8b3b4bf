"""The codes of the data that a writing cites: what each stands for, told beside the writing."""

from __future__ import annotations

from epreuves_kit.marking.in_words import spellings
from epreuves_kit.rubric.panel.codes_cited import Cited, cited, coded
from epreuves_kit.rubric.panel.quoted_view import tables_of
from tests.course import ROOT

ACTIONS = (
    ("action", "intitule", "cout_ht", "debut", "abonnes"),
    ("A04", "Trois  vidéos", "3200", "2027-03-01", ""),
    ("A05", "Un podcast", "12.5", "", "40"),
)


def test_a_code_is_told_by_its_line_once_in_the_order_of_the_text() -> None:
    codes = coded(ACTIONS)
    spelled = spellings(["Le coût et le début, en abonnés"])
    assert cited("On garde A05 puis A04 (A05 d'abord), pas A4, A041 ni XA04.", codes, spelled) == (
        Cited("A05", "Un podcast, coût ht 12,5, abonnés 40"),
        Cited("A04", "Trois vidéos, coût ht 3200, début 01/03/2027"),
    )


def test_a_table_whose_lines_have_no_code_of_their_own_tells_none() -> None:
    assert coded(()) == {}
    assert coded((("semaine", "ventes"), ("2026-01", "4"))) == {}
    assert coded((("action", "bouquet"), ("A04", "B1"), ("A04", "B2"))) == {}
    assert coded((("action",), ("A04",))) == {}


def test_the_codes_of_an_epreuve_are_those_of_the_variant_s_own_data() -> None:
    codes = tables_of(ROOT, "e05_plan_actions", "A").codes
    assert {"A04", "T12"} <= set(codes)
    (task,) = cited("la tâche T12", codes, {})
    assert ", responsable " in task.words
    assert tables_of(ROOT, "e05_plan_actions", "Z").codes == {}
