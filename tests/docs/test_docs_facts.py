"""What the pages state of the code (statuses, limits, weights, rules, modules) is what the code holds."""

import ast
import functools
import graphlib
import re
import tomllib
from typing import Any

import grimp
import msgspec
import pytest

from epreuves.answers.charts.judgement import CHECKS, DATA_WEIGHT
from epreuves.referentiel.levels import LEVELS
from epreuves_kit.feedback.lines import KEPT, OUTCOMES
from epreuves_kit.gradebook.marked_notebook import MarkingRecord
from epreuves_kit.grading.batch import CopyResult
from epreuves_kit.grading.steps import ExecuteAndMark
from epreuves_kit.marking.marks import Mark
from epreuves_kit.operations.marking import STATUSES
from tests.docs import pages

DOCS = pages.ROOT / "docs"
PACKAGE = pages.ROOT / "epreuves_kit"


def codes(cell):
    """Names between backquotes in a cell."""
    return re.findall(r"`([^`]+)`", cell)


def test_statuses_are_those_of_autograde_in_the_words_that_it_shows():
    rows = pages.table(DOCS / "formateur.md", "statuts")
    assert {codes(row[1])[0]: row[0] for row in rows} == {status: words for status, (words, _) in STATUSES.items()}


def test_json_fields_are_those_of_a_result():
    rows = pages.table(DOCS / "formateur.md", "champs json")
    mark = Mark("C15_1-q", 1, 2, "partial", None, "")
    result = CopyResult(student="a", assignment="b", status="marked", questions={"C15_1-q": mark}).as_json()
    assert {name for row in rows for name in codes(row[0])} == set(result)
    (questions,) = (row for row in rows if codes(row[0]) == ["questions"])
    assert set(codes(questions[1])) == set(result["questions"]["C15_1-q"])


def test_outcomes_are_those_of_the_feedback():
    rows = pages.table(DOCS / "candidat.md", "issues")
    assert {(row[0], row[1]) for row in rows} == {*OUTCOMES.values(), KEPT}
    said = pages.text(DOCS / "formateur.md")
    assert all(f"`{outcome}`" in said for outcome in OUTCOMES)


def test_limits_are_the_defaults_of_the_step_that_runs_copies():
    traits = ExecuteAndMark.class_traits(config=True)
    for setting, value, _ in pages.table(DOCS / "formateur.md", "limites"):
        trait = codes(setting)[0].rpartition(".")[2]
        assert float(value) == traits[trait].default_value
    assert f"après {ExecuteAndMark.cell_seconds.default_value:.0f} secondes" in pages.text(DOCS / "candidat.md")


def test_points_of_each_level_are_those_of_the_scale():
    rows = pages.table(DOCS / "correcteur.md", "niveaux")
    assert len(rows) == len(LEVELS)
    for level, row in zip(LEVELS, rows, strict=True):
        assert row[0] == f"{int(level)} — {level.label}"
        expected = [
            f"{level.points(maximum):.2f}".rstrip("0").rstrip(".").replace(".", ",") for maximum in (3, 4, 5, 6)
        ]
        assert row[2:] == expected


def test_keys_of_the_panel_are_those_that_it_tells():
    told = (PACKAGE / "rubric" / "panel" / "skeleton.js").read_text("utf-8")
    lists = "".join(re.findall(r"^const (?:SHORT|LONG) = \[.*?\];$", told, re.MULTILINE | re.DOTALL))
    rows = pages.table(DOCS / "correcteur.md", "touches")
    assert {(row[0], row[1]) for row in rows} == set(re.findall(r'\["([^"]+)", "([^"]+)"\]', lists))


def test_weights_of_a_chart_are_those_of_its_judgement():
    rows = pages.table(DOCS / "candidat.md", "poids du graphique")
    told = sorted(float(row[1].removesuffix(" %").replace(",", ".")) / 100 for row in rows)
    assert told == pytest.approx(sorted([DATA_WEIGHT, *CHECKS.values()]))
    assert sum(told) == pytest.approx(1)


def strings(node: Any) -> str | None:
    """A text or f-string of the code, with « … » in the place of what it inserts; None for anything else."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "…" for part in node.values)
    return None


@functools.cache
def authoring():
    """The nodes of the syntax trees of the lint's modules."""
    paths = [path for folder in ("authoring", "build", "proof") for path in sorted((PACKAGE / folder).glob("*.py"))]
    return [node for path in paths for node in ast.walk(ast.parse(path.read_text("utf-8")))]


@functools.cache
def messages():
    """The texts in the lint's modules, « … » standing for what is filled in."""
    return [text for node in authoring() if (text := strings(node))]


def test_every_rule_of_the_check_is_explained_and_no_other():
    rules = set()
    node: Any
    for node in authoring():
        named = isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("finding", "Finding")
        yielded = isinstance(node, ast.Yield) and isinstance(node.value, ast.Tuple)
        first = node.args[:1] if named else node.value.elts[:1] if yielded else []
        rules |= {slug for slug in map(strings, first) if slug and re.fullmatch("[a-z_]+", slug)}
    told = {codes(row[0])[0] for row in pages.table(DOCS / "auteur.md", "regles")}
    assert told == rules


RULES = [(codes(row[0])[0], row[1]) for row in pages.table(DOCS / "auteur.md", "regles") if row[0] != "`lecture`"]


@pytest.mark.parametrize(("rule", "message"), RULES)
def test_a_rules_message_is_the_one_that_the_check_says(rule, message):
    bare = re.sub(r"^variante … : |`", "", message)
    parts = [re.escape(part) for part in bare.split("…")]
    wanted = re.compile(".*".join(parts), re.DOTALL)
    assert any(wanted.search(text) for text in messages()), (
        f"aucun message de epreuves_kit/authoring ne dit « {message} »"
    )


def test_the_record_of_a_copy_is_described_field_by_field():
    rows = pages.table(DOCS / "architecture.md", "releve")
    assert {name for row in rows for name in codes(row[0])} == {
        field.encode_name for field in msgspec.structs.fields(MarkingRecord)
    }


def test_environment_variables_are_those_that_the_code_reads():
    rows = pages.table(DOCS / "architecture.md", "environnement")
    read = {
        name
        for package in (PACKAGE, pages.ROOT / "epreuves")
        for path in package.rglob("*.py")
        for name in re.findall(r"\bEPREUVES_[A-Z]+\b", path.read_text("utf-8"))
    }
    assert {codes(row[0])[0] for row in rows} == read


@pytest.mark.parametrize("page", ["docs/architecture.md", "docs/parts.md", "docs/glossaire.md", "CONTRIBUTING.md"])
def test_a_module_or_a_folder_of_the_code_that_a_page_names_is_there(page):
    roots = (PACKAGE, pages.ROOT / "epreuves", pages.ROOT)
    folders = {path.name for root in roots for path in root.iterdir() if path.is_dir()} - {"submitted", "autograded"}
    named = {code for code in pages.inline(pages.ROOT / page) if re.fullmatch(r"[\w/]+(?:/|\.py|\.js|\.json)", code)}
    named = {code for code in named if "/" in code and code.partition("/")[0] in folders}
    assert len(named) > 3
    assert [code for code in sorted(named) if not any((root / code).exists() for root in roots)] == []


def test_the_layers_that_lint_holds_are_those_of_the_page():
    order = [codes(row[0])[0] for row in pages.table(DOCS / "architecture.md", "modules")]
    assert set(order) == {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    settings = tomllib.loads((pages.ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
    (contract,) = (c for c in settings["contracts"] if c["id"] == "layers")
    *layers, importable_by_all = contract["layers"]
    assert layers == order
    told = pages.text(DOCS / "architecture.md")
    alone = [f"{name}.py" for name in importable_by_all.split(" | ")]
    assert "ignore_imports" not in contract
    assert [name for name in alone if f"`{name}`" not in told] == []


def test_no_module_imports_one_that_imports_it():
    graph = grimp.build_graph("epreuves", "epreuves_kit", exclude_type_checking_imports=True)
    imports = {
        # A package that a module is in is imported before it, whatever it says.
        module: {
            other for other in graph.find_modules_directly_imported_by(module) if not module.startswith(f"{other}.")
        }
        for module in graph.modules
    }
    assert len(imports) > 150
    graphlib.TopologicalSorter(imports).prepare()  # raises CycleError, with the circle
