"""A batch of copies that give tables of their own: what each is paid, what people are told to look at, what they read."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from epreuves_kit.cli import application
from epreuves_kit.demo.copies import candidate_code
from epreuves_kit.gradebook.rows import NotebookFile, Rows
from epreuves_kit.referentiel.reading import referentiel
from epreuves_kit.rubric.panel import copy_view
from tests.conftest import epreuves, nbgrader, once
from tests.corpus import encoded, grade_id, written
from tests.own_data.conftest import EPREUVE
from tests.own_data.test_marking import MEAN, NOTES, SHARES, TABLE, mine

ODD = 3
WORK = {
    "notes": "s = pd.DataFrame(mes_sources).set_index('source')\nnotes = 0.6 * s['pertinence'] + 0.4 * s['fiabilité']",
    "moyenne": "note_moyenne = (notes * s['heures']).sum() / s['heures'].sum()",
    "parts": "h = s.groupby('type')['heures'].sum()\nparts = 100 * h / h.sum()",
}
OWN = {"sources": f"mes_sources = {mine().to_dict('records')!r}"} | WORK
RENAMED = mine().assign(source=[f"Titre {n}" for n in "ABCDEFGH"]).iloc[::-1]
WORKBOOK = "mes sources.xlsx"
COPIES = {
    "lea": OWN,
    "karim": {"sources": f'mes_sources = pd.read_excel("{WORKBOOK}")'} | WORK,
    "ines": OWN | {"sources": OWN["sources"] + "\nfor ligne in mes_sources: ligne['heures'] = 2.0"},
    "noe": {"sources": "mes_sources = exemple"} | WORK,
}


@pytest.fixture(scope="session")
def batch(shared: Path, own_course: Path) -> tuple[Path, dict[str, Any], str]:
    """The course with its copies marked: its root, results by student, what is said around."""
    root = shared / "donnees-du-candidat-corrigees"
    with once(shared, root.name) as first:
        if first:
            shutil.copytree(own_course, root)
            for folder in ("submitted", "autograded", "feedback"):
                (root / folder).mkdir()
            nbgrader(root, "generate_assignment", EPREUVE, "--force")
            released = json.loads((root / "release" / EPREUVE / f"{EPREUVE}.ipynb").read_bytes())
            source = json.loads((root / "source" / EPREUVE / f"{EPREUVE}.ipynb").read_bytes())
            solved = {grade_id(c): "".join(c["source"]) for c in source["cells"]}
            author = {id: candidate_code(solved[id]) for id in ("sources", *WORK)}
            for student, answers in {**COPIES, "zoe": author}.items():
                place = root / "submitted" / student / EPREUVE
                place.mkdir(parents=True)
                (place / f"{EPREUVE}.ipynb").write_bytes(encoded(written(released, answers)))
                if student == "karim":
                    RENAMED.to_excel(place / WORKBOOK, index=False)
            done = epreuves(root, "autograde", EPREUVE, "--json")
            assert done.returncode == ODD, done.stderr + done.stdout
            (root / "dit.json").write_text(json.dumps([done.stdout, done.stderr]))
    out, said = json.loads((root / "dit.json").read_text())
    return root, {line["student"]: line for line in map(json.loads, out.splitlines())}, said


def earned(result: dict[str, Any]) -> list[float]:
    return [result["questions"][id]["points"] for id in (TABLE, NOTES, MEAN, SHARES)]


def test_each_copy_is_paid_by_its_own_table_and_a_constant_or_copied_one_by_nothing(batch):
    _, results, _ = batch
    assert earned(results["lea"]) == earned(results["karim"]) == [1, 1, 1, 1]
    assert earned(results["ines"]) == earned(results["noe"]) == [0, 0, 0, 0]
    assert "« heures » : la même valeur partout" in results["ines"]["questions"][TABLE]["sentence"]
    assert "tableau qui vous a été donné" in results["noe"]["questions"][TABLE]["sentence"]


def test_the_same_table_in_two_copies_and_the_author_s_are_told_to_people_and_cost_nothing(batch):
    _, results, said = batch
    told = {line.removeprefix("⚠ ") for line in said.splitlines() if TABLE in line}
    assert told == {
        f"{EPREUVE}, « {TABLE} » : karim et lea ont donné le même tableau pour le leur ; lisez ces copies ensemble.",
        f"{EPREUVE}, « {TABLE} » : le tableau du corrigé est donné pour le sien par zoe ; lisez sa provenance.",
    }
    assert earned(results["zoe"]) == [1, 1, 1, 1]


def test_the_same_table_is_told_with_the_copies_that_resemble_one_another(batch, tmp_path, monkeypatch):
    root = shutil.copytree(batch[0], tmp_path / "cours")
    monkeypatch.chdir(root)
    done = CliRunner().invoke(application(["ressemblances"]), ["ressemblances", EPREUVE, "--json"])
    (line,) = map(json.loads, done.stdout.splitlines())
    assert (done.exit_code, line["kind"], line["name"]) == (1, "tableau", TABLE)
    assert sorted(c["candidates"] for c in line["copies"]) == [["karim"], ["lea"]]


def test_a_grader_sees_the_table_whatever_it_was_told_in_and_reads_that_it_is_coherent_not_right(batch):
    root, _, _ = batch
    for student in ("lea", "karim"):
        cells, record = copy_view.read(root / "autograded" / student / EPREUVE / f"{EPREUVE}.ipynb")
        views = copy_view.copy_view(referentiel(root), cells, record, rows(root, student))
        asked = {q.line.id: q for section in views.sections for q in section.questions}
        shown = asked[TABLE].answer
        assert set(shown.header) >= {"source", "type", "pertinence", "fiabilité", "heures"}
        assert len(shown.rows) == 8
        assert {"3,5", "7,4"} <= {cell for row in shown.rows for cell in row}
        assert asked[TABLE].line.outcome == asked[NOTES].line.outcome == "Cohérent"
        assert asked[NOTES].line.sentence == "Cohérent avec votre tableau."


def rows(root: Path, student: str) -> Rows:
    with NotebookFile(f"sqlite:///{root / 'gradebook.db'}") as notebook:
        return notebook.one(EPREUVE, EPREUVE, student)
