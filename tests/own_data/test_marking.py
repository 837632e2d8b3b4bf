"""What is worked out from a table of the candidate's own is judged by that table, and by nothing else."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from epreuves.answers.portable import portable
from epreuves.answers.tree import CheckedTree
from epreuves_kit.marking.judging import judge
from epreuves_kit.marking.marks import Mark
from epreuves_kit.marking.reference import References

TABLE, NOTES, MEAN, SHARES = "C14_1-sources", "C14_1-notes", "C14_1-moyenne", "C14_1-parts"


def mine() -> pd.DataFrame:
    """Somebody's own sources."""
    return pd.DataFrame(
        {
            "source": ["Ouest-Éco", "Le fil du port", "Insee", "Forum pro", "Clients", "Salon", "CCI", "Blog"],
            "type": ["presse", "presse", "institution", "réseaux sociaux", "terrain", "terrain", "institution", "réseaux sociaux"],
            "pertinence": [4, 3, 5, 2, 5, 4, 3, 1],
            "fiabilité": [4, 3, 5, 1, 3, 3, 4, 2],
            "heures": [3.5, 1.25, 0.8, 2.2, 7.4, 4.1, 0.6, 1.7],
        }
    )  # fmt: skip


def worked_out(table: pd.DataFrame) -> dict[str, Any]:
    """What a candidate who knows how gets out of a table."""
    scores = table.set_index("source")
    notes = 0.6 * scores["pertinence"] + 0.4 * scores["fiabilité"]
    hours = table.groupby("type")["heures"].sum()
    mean = (notes * scores["heures"]).sum() / scores["heures"].sum()
    return {TABLE: table, NOTES: notes, MEAN: mean, SHARES: 100 * hours / hours.sum()}


@pytest.fixture
def marked(references: References):
    def marks(answers: dict[str, Any]) -> dict[str, Mark]:
        trees = {id: CheckedTree(portable(value)) for id, value in answers.items()}
        return {m.question: m for m in judge(references, "A", "ABCD", trees).marks}

    return marks


def test_right_answers_by_one_s_own_table_earn_all_and_are_called_coherent_not_right(marked):
    marks = marked(worked_out(mine()))
    for id in (TABLE, NOTES, MEAN, SHARES):
        assert (marks[id].outcome, marks[id].points) == ("coherent", 1), marks[id]
    assert marks[NOTES].sentence == "Cohérent avec votre tableau."
    assert "jugé par les correcteurs" in marks[TABLE].sentence
    assert "8 lignes" in marks[TABLE].sentence


@pytest.mark.parametrize(
    "given",
    [
        lambda t: t.to_dict("list"),
        lambda t: t.to_dict("records"),
        lambda t: t.set_index("source"),
        lambda t: t.sample(frac=1, random_state=3)[["heures", "type", "fiabilité", "source", "pertinence"]],
        lambda t: t.assign(heures=[f"{h:.2f}".replace(".", ",") + " h" for h in t["heures"]], note="…"),
    ],
)
def test_the_container_and_the_typing_of_the_table_do_not_matter(marked, given):
    marks = marked(worked_out(mine()) | {TABLE: given(mine())})
    assert [marks[id].points for id in (TABLE, NOTES, MEAN, SHARES)] == [1, 1, 1, 1]


def test_one_wrong_ratio_loses_that_ratio_alone(marked):
    answers = worked_out(mine())
    answers[SHARES] = answers[SHARES] * [1, 1, 1, 1.2]
    marks = marked(answers)
    assert marks[SHARES].points == 0.75
    assert marks[SHARES].sentence.startswith("En partie cohérent avec votre tableau : 3 sur 4.")
    assert [marks[id].points for id in (TABLE, NOTES, MEAN)] == [1, 1, 1]


def test_a_mistake_on_one_s_own_table_is_named_and_what_follows_from_it_is_followed(marked):
    answers = worked_out(mine())
    scores = mine().set_index("source")
    answers[NOTES] = 0.4 * scores["pertinence"] + 0.6 * scores["fiabilité"]
    answers[MEAN] = (answers[NOTES] * scores["heures"]).sum() / scores["heures"].sum()
    marks = marked(answers)
    assert (marks[NOTES].outcome, marks[NOTES].mistake, marks[NOTES].points) == (
        "mistake",
        "poids_inverses",
        0.5,
    )
    assert (marks[MEAN].outcome, marks[MEAN].points) == ("follow_through", 1)


def test_what_the_author_s_own_table_gives_is_never_right_on_another(marked, references: References):
    scheme = references.get("A")
    values = {id: dict(map(tuple, scheme.question(id).expected)) for id in (NOTES,)}
    answers = worked_out(mine())
    answers[NOTES] = values[NOTES]
    answers[MEAN] = scheme.question(MEAN).expected
    marks = marked(answers)
    assert (marks[NOTES].points, marks[MEAN].points) == (0, 0)
    assert marks[MEAN].sentence.startswith("Ce n'est pas la valeur que donne votre tableau.")


@pytest.mark.parametrize(
    ("table", "outcome", "said"),
    [
        (None, "missing", "n'a pas été donné."),
        (mine().assign(heures=2.0), "invalid", "n'est pas recevable."),
        (mine().head(3), "invalid", "n'est pas recevable."),
        (mine().assign(heures=float("nan")), "invalid", "n'est pas recevable."),
        (pd.concat([mine()] * 20_000), "invalid", "n'est pas recevable."),
    ],
)
def test_without_a_fit_table_what_hangs_on_it_earns_nothing_and_says_why(marked, table, outcome, said):
    marks = marked(worked_out(mine()) | {TABLE: table})
    assert (marks[TABLE].outcome, marks[TABLE].points) == (outcome, 0)
    for id in (NOTES, MEAN, SHARES):
        assert (marks[id].outcome, marks[id].points) == ("uncomputable", 0)
        assert (
            marks[id].sentence
            == f"Cette question se calcule d'après votre tableau, « Question 2 — Vos sources », qui {said}"
        )


def test_a_question_on_the_case_is_marked_as_ever(marked, references: References):
    due = references.get("A").question("C14_1-temps").expected
    marks = marked(worked_out(mine()) | {"C14_1-temps": due})
    assert (marks["C14_1-temps"].outcome, marks["C14_1-temps"].points) == ("right", 12)
