"""What follows from a candidate's answers is worked out where they change something, to the same scheme as by running everything again."""

from __future__ import annotations

import json
import math
import random
import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import msgspec
import psutil
import pytest

from epreuves.answers.forms import ChartForm
from epreuves.answers.tree import CheckedTree
from epreuves_kit.build.build import ensure_variants
from epreuves_kit.marking.dependencies import changed_in_place
from epreuves_kit.marking.reference import ReferenceFailure, References
from epreuves_kit.runner.run import Limits
from epreuves_kit.runner.sandbox import MARKING, Runner
from tests.course import NOTEBOOKS, ROOT, by_epreuve, whole
from tests.fairness.guises import sent


@pytest.fixture(scope="module")
def runner() -> Iterator[Runner]:
    """A warm parent, behind walls where there can be any."""
    runner = Runner("auto", MARKING)
    yield runner
    runner.close()


def bent(value: Any, chance: random.Random) -> Any:
    """Another answer of the same shape, near enough to be followed."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float):
        near = value * chance.choice([0.9, 1.07, 1.25]) if value else 1
        # What counts something stays whole.
        return near if isinstance(value, float) else value + 1 if round(near) == value else round(near)
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        return str(date.fromisoformat(value) + timedelta(days=chance.choice([1, 4, 7])))
    if isinstance(value, list):
        return [bent(v, chance) for v in value]
    if isinstance(value, dict):
        return {"$": "dict", "paires": [[k, bent(v, chance)] for k, v in value["paires"]]}
    return value


def alike(one: Any, other: Any) -> bool:
    """Whether two schemes are the same but for the last digits of sums: an answer that is the reference's is a table of its own."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(alike(v, other[k]) for k, v in one.items())
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(alike, one, other))
    return math.isclose(one, other, rel_tol=1e-12) if isinstance(one, float) else one == other


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "of_the_course" in metafunc.fixturenames:
        tried = whole(metafunc.config)
        metafunc.parametrize(("epreuve", "of_the_course"), by_epreuve(n for n in NOTEBOOKS if n[0] in tried))


def test_to_run_what_changed_gives_what_running_everything_gives(epreuve: str, of_the_course: str, runner: Runner):
    name = of_the_course
    ensure_variants(ROOT, epreuve, letters="C")
    references = References(ROOT / "source" / epreuve / f"{name}.ipynb", runner)
    scheme = references.own("C")
    questions = [q for q in scheme.questions if not isinstance(q.form, ChartForm)]
    chance = random.Random(name)
    own = {q.id: sent(q.expected) for q in questions}
    wrong = [[q.id] for q in questions if any(q.id in o.depends for o in scheme.questions)]
    wrong += [chance.sample(sorted(own), min(3, len(own))) for _ in range(3)]
    grown = references._grow("C")
    assert grown is not None
    followed = 0
    for ids in wrong:
        answers = own | {id: bent(own[id], chance) for id in ids}
        everything = [q.id for q in scheme.questions]
        asked = {"answers": answers, "wanted": everything, "near": everything}
        some, every = (
            json.loads(
                grown.call(
                    "epreuves_kit.marking.reference_process:follow",
                    json.dumps(asked | {"whole": whole}).encode(),
                    [],
                    Limits(),
                )
            )
            for whole in (False, True)
        )
        assert alike(some, every), ids
        given = {q["id"]: q for q in some["bareme"]["questions"]}
        followed += any(
            given[q.id]["expected"] != msgspec.to_builtins(q.expected) for q in scheme.questions if q.id in given
        )
    assert followed or not any(q.depends for q in scheme.questions)


@pytest.mark.parametrize(
    ("source", "changed"),
    [
        ("a = 1", ()),
        ("table['x'] = 1", ("table",)),
        ("table = table.copy()\ntable['x'] = 1", ()),
        ("table['x'] = 1\ntable = 2", ("table",)),
        ("figure, axes = draw()\naxes.bar(a)", ("a",)),
        ("axes.bar(a, b)", ("a", "axes", "b")),
        ("change(table)", ("table",)),
        ("change(key=[table])", ("table",)),
        ("print(table)\nverifier('q', table)\nerreur_type('q', 'c', table)", ()),
        ("total += 1", ("total",)),
        ("del table['x']", ("table",)),
        ("table.columns = []", ("table",)),
        ("def f(x):\n    y = x.copy()\n    y['a'] = 1\n    return y", ()),
        ("def f():\n    table['a'] = 1", ("table",)),
        ("for row in rows:\n    kept.append(row)", ("kept", "row")),
        ("if a:\n    table = {}\ntable['x'] = 1", ("table",)),
        ("(", ()),
    ],
)
def test_what_a_cell_may_change_in_place_is_seen(source: str, changed: tuple[str, ...]):
    assert changed_in_place(source) == frozenset(changed)


def test_a_table_that_a_later_cell_changes_in_place_is_made_anew_for_each_candidate(tmp_path: Path, runner: Runner):
    """Followed twice from one state, and with a count kept in a list: what the reference did to it is not there any more."""
    cells = [
        ("from epreuves import *\nfrom epreuves.answers.forms import nombre\nimport pandas as pd\ntable = pd.DataFrame({'x': [1.0, 2.0]})\nseen = []", None),
        ("a = table['x'].sum()\n### BEGIN SOLUTION\n### END SOLUTION", None),
        ("verifier('a', a, nombre())", "a"),
        ("table['y'] = table['x'] * a\nseen.append(len(table.columns))\ntable.drop(columns='x', inplace=True)", None),
        ("b = table['y'].sum() + len(seen) + seen[0]", None),
        ("verifier('b', b, nombre())", "b"),
    ]  # fmt: skip
    notebook = {
        "cells": [
            {
                "cell_type": "code",
                "id": f"c{n}",
                "source": source,
                "outputs": [],
                "execution_count": None,
                "metadata": {
                    "nbgrader": {
                        "grade": bool(id),
                        "solution": n == 1,
                        "locked": True,
                        "grade_id": id or f"c{n}",
                        "points": 1,
                        "schema_version": 3,
                    }
                },
            }
            for n, (source, id) in enumerate(cells)
        ],
        "metadata": {},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    path = tmp_path / "essai" / "essai.ipynb"
    path.parent.mkdir()
    path.write_text(json.dumps(notebook), "utf-8")
    references = References(path, runner)
    # a = 3; y = 3, 6; b = 9 + 1 + 2.
    assert references.own("A").question("b").expected == 12
    for _ in range(2):
        # a = 4: y = 4, 8; b = 12 + 1 + 2.
        assert (
            references.follow("A", {"a": CheckedTree(4.0), "b": CheckedTree(1.0)}, {"b"}, {"a"}).question("b").expected
            == 15
        )
    assert (
        references.follow("A", {"a": CheckedTree(5.0), "b": CheckedTree(1.0)}, {"b"}, {"a"}).question("b").expected
        == 18
    )


def test_a_reference_that_fails_leaves_nothing_open(tmp_path: Path, runner: Runner):
    cell = {
        "cell_type": "code",
        "id": "c0",
        "source": "1 / 0",
        "outputs": [],
        "execution_count": None,
        "metadata": {
            "nbgrader": {"grade": False, "solution": False, "locked": True, "grade_id": "c0", "schema_version": 3}
        },
    }
    path = tmp_path / "essai" / "essai.ipynb"
    path.parent.mkdir()
    path.write_text(json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}), "utf-8")
    references = References(path, runner)
    own = psutil.Process()
    counts = []
    for _ in range(3):
        with pytest.raises(ReferenceFailure, match="ZeroDivisionError"):
            references.own("A")
        counts.append(own.num_fds())
    # The first starts what the others use.
    assert counts[1] == counts[2]
