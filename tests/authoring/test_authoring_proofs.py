"""An épreuve is proven once for what it hangs on, and what it hangs on is all that its proof imports."""

import ast
import importlib.metadata
import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

import epreuves
from epreuves.authoring import checking
from epreuves.authoring.findings import Finding
from epreuves.cli import application
from epreuves.course import kept
from epreuves.grading import assignment
from epreuves.marking import reference
from tests.authoring.trial_course import ID, remplacer, sujet

PACKAGE = Path(epreuves.__file__).parent
FOUND = [Finding("sans_erreur", ID, "aucune erreur n'est nommée", cell="C15_1-cout")]


@pytest.fixture
def runs(monkeypatch):
    """What is found when the épreuve is really proven, and each time that it was."""
    calls = []

    def verify(root, id, letters, progress=None, fresh=False, values=None):
        calls.append("".join(letters))
        return FOUND

    monkeypatch.setattr(checking, "check_epreuve", verify)
    return calls


def prove(course, letters="AB", **options):
    proven = checking.prove(course, ID, tuple(letters), **options)
    assert list(proven.proof.findings) == FOUND
    return proven.unchanged


def test_what_has_not_changed_is_not_proven_again_unless_asked(course, runs):
    assert [prove(course), prove(course), prove(course, fresh=True), prove(course)] == [
        False,
        True,
        False,
        True,
    ]
    assert runs == ["AB", "AB"]


def test_other_variants_are_proven_for_themselves(course, runs):
    prove(course)
    assert [prove(course, "C"), prove(course), prove(course, "C")] == [False, True, True]


@pytest.mark.parametrize(
    "path",
    [
        f"sujets/{ID}/sujet.py", f"sujets/{ID}/donnees.py", f"sujets/{ID}/grille.yaml", f"sujets/{ID}/dictionnaire.yaml",
        f"sujets/{ID}/oral.yaml", f"source/{ID}/note.txt", "seance.yaml", "groupes.csv", "sujets/registre.yaml",
    ],
)  # fmt: skip
def test_whatever_changes_it_is_proven_again(course, runs, path):
    prove(course)
    (course / path).parent.mkdir(parents=True, exist_ok=True)
    with (course / path).open("a", encoding="utf-8") as file:
        file.write("\n")
    assert [prove(course), prove(course)] == [False, True]


def test_other_code_and_other_libraries_prove_again(course, runs, monkeypatch):
    prove(course)
    with monkeypatch.context() as patched:
        patched.setattr(kept, "code", lambda *modules: "other")
        assert not prove(course)
    prove(course)
    monkeypatch.setattr(importlib.metadata, "version", lambda name: "0")
    assert not prove(course)


@pytest.mark.parametrize("rule", ["lecture", "reference", "execution"])
def test_what_may_hang_on_the_machine_is_not_kept(course, monkeypatch, rule):
    found = [Finding(rule, ID, "la référence n'a pas fini en 120 s.")]
    monkeypatch.setattr(checking, "check_epreuve", lambda *_: found)
    assert [checking.prove(course, ID, ("A",)).unchanged for _ in range(2)] == [False, False]


def test_a_damaged_proof_is_proven_again(course, runs):
    prove(course)
    (file,) = (course / ".epreuves" / "preuves" / ID).iterdir()
    file.write_bytes(file.read_bytes()[:-1])
    assert not prove(course)


def test_a_check_says_that_nothing_changed_and_what_it_found_then(construit, monkeypatch):
    monkeypatch.chdir(construit)
    remplacer(sujet(construit), 'auto_evaluation("C15.1")', "pass")

    def check(*words):
        done = CliRunner().invoke(application(["check"]), ["check", "e99", "--variantes", "A", *words])
        return done.exit_code, done.output.splitlines()

    code, first = check()
    assert code == 0
    assert first[0] == f"{ID} : 0 erreur, 1 avertissement"
    same = [f"{ID} : rien n'a changé depuis la dernière vérification, 0 erreur, 1 avertissement", *first[1:]]
    assert check() == (0, same)
    assert check("--neuf") == (0, first)


def imported(path):
    """The files of the kit that a file's import statements name, wherever they stand in it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        else:
            continue
        for name in names:
            if name.startswith("epreuves."):
                place = PACKAGE.joinpath(*name.split(".")[1:])
                found |= {p for p in (place.with_suffix(".py"), place / "__init__.py") if p.exists()}
    return found


@pytest.mark.parametrize(
    "modules", [reference.CODE, checking.PROVEN_BY, assignment.MARKED_BY], ids=["reference", "proof", "marks"]
)
def test_nothing_that_the_digested_code_imports_is_left_out_of_the_digest(modules):
    files = set(kept.code_files(*modules))
    # The package around a module is loaded with it, but what it imports when asked is not.
    around = {Path(m.__file__).with_name("__init__.py") for m in modules if not hasattr(m, "__path__")}
    code = [f for f in files - around - {PACKAGE / "__init__.py"} if f.suffix == ".py"]
    assert len(code) > 50
    assert {(f.name, i.relative_to(PACKAGE).as_posix()) for f in code for i in imported(f) - files} == set()


def test_what_a_reference_loads_is_in_its_digest(construit):
    folder = construit / "source" / ID
    notebook = json.loads((folder / f"{ID}.ipynb").read_bytes())
    for cell in notebook["cells"]:
        cell["source"] = "".join(cell["source"])
    script = """
import json, sys
from epreuves.marking import reference_process
asked = sys.stdin.read().encode()
read = json.loads(reference_process.prepare(asked))
answers = {"answers": {}, "near": [], "wanted": [q["id"] for q in read["bareme"]["questions"]]}
reference_process.follow(json.dumps(answers).encode())
print(json.dumps([m.__file__ for n, m in sys.modules.items() if n.split(".")[0] == "epreuves"]))
"""
    request = json.dumps({"notebook": notebook, "epreuve": ID, "variant": "A"})
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=folder, input=request, capture_output=True, text=True, check=True
    )
    loaded = {Path(file) for file in json.loads(done.stdout)}
    assert len(loaded) > 30
    assert loaded - set(kept.code_files(*reference.CODE)) == set()


def test_marks_do_not_hang_on_the_command_line_the_panel_the_reports_or_the_jury():
    rooms = {f.relative_to(PACKAGE).parts[0] for f in kept.code_files(*reference.CODE)}
    assert rooms.isdisjoint({"cli", "jury", "reports", "gradebook", "grading", "rubric", "demo", "authoring"})
