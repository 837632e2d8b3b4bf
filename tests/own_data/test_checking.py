"""`epreuves check` proves questions on the candidate's own data on tables that it makes, and says what does not hold."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from epreuves.answers.coercion import Invalid, coerce
from epreuves.answers.tree import CheckedTree
from epreuves_kit.marking.reference import References
from epreuves_kit.proof import own_tables
from epreuves_kit.proof.checking import check_epreuve
from tests.own_data.conftest import EPREUVE
from tests.own_data.test_marking import TABLE


def findings(own_course: Path, place: Path, before: str, after: str) -> list[str]:
    """What is said of the sujet once a text of it is replaced."""
    root = Path(shutil.copytree(own_course, place / "cours"))
    sujet = root / "sujets" / EPREUVE / "sujet.py"
    text = sujet.read_text("utf-8")
    assert before in text
    sujet.write_text(text.replace(before, after), "utf-8")
    return [f.message for f in check_epreuve(root, EPREUVE, ("A",)) if f.rule == "vos_donnees"]


def test_the_trial_epreuve_holds(own_course: Path, tmp_path: Path):
    assert findings(own_course, tmp_path, "## Question 1", "## Question 1") == []


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (
            "notes = 0.6 * de_source",
            'notes = de_source.loc["Bulletin A", "fiabilité"] * 0 + 0.6 * de_source',
            "sur un tableau plausible, la bonne réponse gagne 0\u00a0%",
        ),
        ("lignes=(6, 40)", 'lignes=(6, 40), varie=("fiabilité",)', ""),
        ("points=12", "points=3", "pèsent 57\u00a0% des points de la machine"),
    ],
    ids=["a row named", "one column varies", "too heavy"],
)
def test_what_does_not_hold_is_said(own_course: Path, tmp_path: Path, before: str, after: str, said: str):
    found = findings(own_course, tmp_path, before, after)
    assert bool(found) == bool(said), found
    assert all(said in one for one in found)


def test_the_tables_made_are_the_same_each_time_and_the_unfit_ones_are_refused_for_what_they_are(
    references: References,
):
    question = references.get("A").question(TABLE)
    assert own_tables.plausible(question, 1) == own_tables.plausible(question, 1) != own_tables.plausible(question, 2)
    said = {}
    for name, tree in own_tables.unfit(question):
        found = coerce(question.form, CheckedTree(tree))
        assert isinstance(found, Invalid), name
        said[name] = found.code
    assert {"lignes", "trivial", "doublon"} <= set(said.values())
    assert len(said) >= 12
