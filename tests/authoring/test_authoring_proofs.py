"""What is proven of an épreuve is kept rule by rule in its lock, as long as what the rule read has not changed; what lies is seen."""

import ast
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

import epreuves
import epreuves_kit
from epreuves_kit.authoring import grille, oral
from epreuves_kit.build.build import build
from epreuves_kit.cli import application
from epreuves_kit.course import kept
from epreuves_kit.course.folders import Layout
from epreuves_kit.grading import assignment
from epreuves_kit.marking import reference
from epreuves_kit.proof import (
    answer_rules,
    checking,
    coherence,
    given_rules,
    locks,
    probes,
    released_run,
    scheme_rules,
    shaken_rules,
    structure_rules,
    style_rules,
    text_rules,
    turns,
    value_rules,
    workload_rules,
)
from epreuves_kit.proof.code_read import code_read
from epreuves_kit.proof.evidence import Evidence
from epreuves_kit.proof.findings import Finding
from epreuves_kit.proof.locks import Lock
from epreuves_kit.proof.rule_list import RULES, Rule
from epreuves_kit.runner.warm import missing
from epreuves_kit.variants.session import DEMONSTRATION_KEY
from tests.authoring.trial_course import COURS, ID, remplacer, sujet

PACKAGES = {package.__name__: Path(str(package.__file__)).parent for package in (epreuves, epreuves_kit)}


def room(path: Path) -> str:
    """The folder of a package that a file is in, or its own name."""
    return kept.name_in_packages(path).split("/")[1]


#: Without walls fewer things are tried: what is not found there is no lie.
WALLED = pytest.mark.skipif(bool(missing()), reason=missing())
#: The rules that read nothing but what is written, and those that run variants.
TEXTS = [rule.name for rule in RULES if not rule.runs]
RUNS = [rule.name for rule in RULES if rule.runs]
#: What the smallest course is proven on.
LETTERS = ("A", "B")


@pytest.fixture(scope="module")
def _proven(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = Path(shutil.copytree(COURS, tmp_path_factory.mktemp("eprouve") / "cours"))
    write_session(root, DEMONSTRATION_KEY)
    build(root)
    assert prove(root) == [rule.name for rule in RULES]
    return root


def write_session(root: Path, key: str) -> None:
    (root / "seance.yaml").write_text(f"nom: Juin\ncle: {key}\nvariantes: 2\n", "utf-8")


@pytest.fixture
def proven(_proven: Path, tmp_path: Path) -> Path:
    """A course of two variants, built and proven, with nothing kept beside its lock, as a fresh clone has it."""
    return Path(shutil.copytree(_proven, tmp_path / "eprouve", ignore=shutil.ignore_patterns(".epreuves")))


def prove(root: Path, **options: bool) -> list[str]:
    """The rules that were proven again, of those of the épreuve, on all its variants."""
    return list(checking.prove(root, ID, LETTERS, **options).again)


def lock_of(root: Path) -> Lock:
    return locks.read(Layout(root, ID))


def test_what_has_not_changed_is_not_proven_again_unless_asked(proven: Path):
    before = (proven / "sujets" / ID / locks.NAME).read_bytes()
    assert prove(proven) == []
    assert not (proven / ".epreuves").exists()  # nothing was drawn nor run
    assert prove(proven, fresh=True) == [rule.name for rule in RULES]
    assert (proven / "sujets" / ID / locks.NAME).read_bytes() == before
    assert prove(proven) == []


def test_some_variants_alone_prove_nothing_of_the_session(proven: Path):
    (proven / "sujets" / ID / locks.NAME).unlink()
    assert checking.prove(proven, ID, ("B",)).again == tuple(rule.name for rule in RULES)
    assert not (proven / "sujets" / ID / locks.NAME).exists()


OF_SOURCE = ["distribution", "copie_vide", "reponses_donnees"]


@pytest.mark.parametrize(
    ("path", "before", "after", "again"),
    [
        # A word of the statement runs nothing again but what looks at the statement.
        (
            "sujet.py",
            "# ",
            "#  ",
            [*(n for n in TEXTS if n != "fichiers"), "fichiers", "copie_vide", "reponses_donnees"],
        ),
        ("donnees.py", "import", "# Le tirage.\nimport", [*TEXTS, *RUNS]),
    ],
    ids=["statement", "draw"],
)
def test_what_reads_a_file_that_changed_is_proven_again_and_nothing_else(
    proven: Path, path: str, before: str, after: str, again: list[str]
):
    remplacer(sujet(proven, path), before, after)
    known = prove(proven)
    assert set(known) <= set(again)
    assert {"textes", "reponses_donnees"} <= set(known)
    assert ("bareme" in known) == (path == "donnees.py")
    assert prove(proven) == []


@pytest.mark.parametrize(
    ("path", "again"),
    [
        (f"sujets/{ID}/demo.yaml", {"demonstration", "coherence", "chiffres_cites"}),
        ("sujets/registre.yaml", {"coherence"}),
        (f"source/{ID}/note.txt", {"fichiers"}),
        (f"sujets/{ID}/{locks.NAME}.txt", set(TEXTS) | {"reponses_donnees"}),
    ],
)
def test_a_file_that_comes_beside_proves_again_what_reads_it(proven: Path, path: str, again: set[str]):
    (proven / path).write_text(f"{ID}: {{}}\n" if path.endswith("registre.yaml") else "", "utf-8")
    assert set(prove(proven)) == again


def test_a_session_of_one_s_own_is_proven_for_itself_and_its_answers_stay_out_of_what_is_shared(proven: Path):
    before = (proven / "sujets" / ID / locks.NAME).read_bytes()
    write_session(proven, "une phrase à soi")
    build(proven, new_session=lambda _: None)
    assert set(prove(proven)) == {rule.name for rule in RULES}
    assert prove(proven) == []
    assert (proven / "sujets" / ID / locks.NAME).read_bytes() == before
    kept_apart = proven / ".epreuves" / "preuves" / ID / locks.NAME
    assert json.loads(kept_apart.read_bytes())["reponses"] != json.loads(before)["reponses"]
    assert kept_apart.parent.stat().st_mode & 0o077 == 0
    # Back to the session that everybody knows, nothing has changed since.
    write_session(proven, DEMONSTRATION_KEY)
    build(proven, new_session=lambda _: None)
    assert prove(proven) == []


def test_a_lock_that_cannot_be_read_or_that_lacks_a_rule_is_proven_again(proven: Path):
    path = proven / "sujets" / ID / locks.NAME
    path.write_bytes(path.read_bytes()[:-9])
    assert set(prove(proven)) == {rule.name for rule in RULES}
    told = json.loads(path.read_bytes())
    del told["regles"]["style"]
    path.write_text(json.dumps(told), "utf-8")
    assert prove(proven) == ["style"]


@pytest.mark.parametrize("slug", ["reference", "execution", "lenteur"])
def test_what_may_hang_on_the_machine_is_not_kept(proven: Path, monkeypatch: pytest.MonkeyPatch, slug: str):
    found = Finding(slug, ID, "la référence n'a pas fini en 120 s.")
    monkeypatch.setattr(scheme_rules, "scheme_rules", lambda *_: iter([found]))
    assert set(prove(proven, fresh=True)) == {rule.name for rule in RULES}
    assert "bareme" not in lock_of(proven).rules
    assert prove(proven) == ["bareme"]


def test_what_cannot_be_read_is_told_and_proves_nothing(proven: Path):
    before = sujet(proven, "grille.yaml").read_text("utf-8")
    sujet(proven, "grille.yaml").write_text("criteres: [", "utf-8")
    told = checking.prove(proven, ID, LETTERS)
    assert [finding.rule for finding in told.findings] == ["lecture"]
    sujet(proven, "grille.yaml").write_text(f"{before}\n", "utf-8")
    assert {"textes", "grille"} <= set(prove(proven))


#: The file of each rule, or of the rules of one subject.
OWN = {
    "textes": text_rules,
    "grille": grille,
    "oral": oral,
    "structure": structure_rules,
    "reponses": answer_rules,
    "charge": workload_rules,
    "style": style_rules,
    "coherence": coherence,
    "bareme": scheme_rules,
    "corrige": shaken_rules,
    "copie_vide": released_run,
    "reponses_donnees": given_rules,
    "valeurs": value_rules,
}


def test_the_file_of_a_rule_is_read_by_no_rule_that_runs_variants_but_its_own():
    read = {rule.name: set(code_read(*rule.modules)) for rule in RULES}
    for name, module in OWN.items():
        file = Path(str(module.__file__))
        assert file in read[name]
        others = {other for other in RUNS if file in read[other]} - {name}
        same = (
            {"erreurs_nommees", "secousses", "reponses_donnees"}
            if name in ("bareme", "corrige", "copie_vide")
            else set()
        )
        assert others <= same, name


def test_what_is_kept_of_a_run_hangs_on_no_rule():
    files = set(code_read(reference, probes))
    assert files.isdisjoint(Path(str(module.__file__)) for module in OWN.values())
    assert {room(path) for path in files} >= {"answers", "marking", "variants"}


def test_a_rule_hangs_on_no_page_no_panel_no_jury_and_no_runner():
    rooms = {room(path) for rule in RULES for path in code_read(*rule.modules)}
    assert rooms.isdisjoint({"cli", "demo", "exam", "exports", "feedback", "jury", "reports", "rubric", "runner"})


def changed(monkeypatch: pytest.MonkeyPatch, *names: str) -> None:
    """Have the code of these rules be other code."""
    digest = locks.digest

    def other(rule: Rule, evidence: object) -> str:
        return f"{digest(rule, evidence)}{'!' * (rule.name in names)}"

    monkeypatch.setattr(locks, "digest", other)


def hold(root: Path, letters: str = "B") -> turns.Turn:
    return turns.hold(root, ID, letters)


def errors(turn: turns.Turn) -> set[str]:
    return {finding.rule for finding in turn.findings if finding.level == "erreur"}


def test_an_epreuve_that_has_not_changed_holds_on_each_variant_and_on_all(proven: Path):
    for letters in ("A", "B", "AB"):
        turn = hold(proven, letters)
        assert (turn.changed, turn.lies, errors(turn)) == ((), (), set())


def forge(root: Path, also: Callable[[dict], object] = lambda told: None) -> None:
    """Write into the lock that all is proven of what is there now, without proving it."""
    layout = Layout(root, ID)
    told = json.loads((layout.sujet / locks.NAME).read_bytes())
    with Evidence(layout, LETTERS) as evidence:
        for rule in RULES:
            told["regles"][rule.name]["lu"] = locks.digest(rule, evidence)
    also(told)
    (layout.sujet / locks.NAME).write_text(json.dumps(told), "utf-8")


def broken_reference(root: Path) -> None:
    """The reference of a question no longer gives what its statement asks for: it fails on the data."""
    remplacer(sujet(root), "### BEGIN SOLUTION\n", "### BEGIN SOLUTION\n1 / 0\n")


def test_a_broken_reference_is_found_whether_the_lock_says_so_or_not(proven: Path):
    broken_reference(proven)
    turn = hold(proven)
    assert "bareme" in turn.changed
    assert errors(turn) == {"reference"}
    forge(proven)
    turn = hold(proven)
    assert turn.changed == ()
    assert any("reference" in lie for lie in turn.lies)


def test_a_reference_that_changed_and_gives_other_answers_is_told_until_they_are_in_the_lock(proven: Path):
    remplacer(
        sujet(proven),
        "### BEGIN SOLUTION\n",
        "### BEGIN SOLUTION\ncampagnes = campagnes.assign(cout=campagnes.cout * 2)\n",
    )
    turn = hold(proven)
    assert "bareme" in turn.changed
    assert any("C15_1-cout, variante A : la preuve dit" in lie for lie in turn.lies)
    prove(proven)
    assert hold(proven).lies == ()


def test_a_reference_that_gives_another_value_than_the_one_that_was_proven_is_a_lie(proven: Path):
    question = next(iter(lock_of(proven).values.values()))[0]
    forge(proven, lambda told: told["reponses"][f"{ID}.ipynb"][0]["values"].update(B="12345"))
    (lie,) = hold(proven).lies
    assert question.id in lie
    assert "variante B : la preuve dit « 12345 »" in lie
    assert hold(proven, "A").lies == ()


def test_a_finding_taken_out_of_the_lock_by_hand_is_a_lie(proven: Path):
    remplacer(sujet(proven), 'auto_evaluation("C15.1")', "pass")
    prove(proven)
    assert hold(proven).lies == ()
    said = [name for name, one in lock_of(proven).rules.items() if one.findings]
    assert said
    forge(proven, lambda told: [told["regles"][name].pop("constats") for name in said])
    lies = hold(proven).lies
    assert {lie.partition(" : ")[0] for lie in lies} == set(said)


@WALLED
def test_a_finding_written_into_the_lock_by_hand_is_a_lie(proven: Path):
    finding = {"rule": "style", "epreuve": ID, "message": "tout va bien", "level": "avertissement"}
    forge(proven, lambda told: told["regles"]["style"].update(constats=[finding]))
    (lie,) = hold(proven).lies
    assert lie.startswith("style : la preuve dit « tout va bien »")


def test_a_broken_rule_is_proven_again_whole_and_what_it_finds_is_told(proven: Path, monkeypatch: pytest.MonkeyPatch):
    found = Finding("style", ID, "tout est à refaire")
    monkeypatch.setattr(style_rules, "style_rules", lambda *_: iter([found]))
    # Its file is another: what it read is no longer what was proven.
    changed(monkeypatch, "style")
    turn = hold(proven)
    assert (turn.changed, errors(turn)) == (("style",), {"style"})


@WALLED
def test_a_rule_that_no_longer_finds_what_it_found_is_a_lie_even_where_its_file_is_the_same(
    proven: Path, monkeypatch: pytest.MonkeyPatch
):
    remplacer(sujet(proven), 'auto_evaluation("C15.1")', "pass")
    prove(proven)
    (name,) = [name for name, one in lock_of(proven).rules.items() if one.findings]
    monkeypatch.setattr(
        turns, "RULES", [r if r.name != name else Rule(name, lambda e: [], r.reads, r.modules) for r in RULES]
    )
    assert [lie.partition(" : ")[0] for lie in hold(proven).lies] == [name]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("1\u202f234,5", "1\u202f234,6", True), ("1\u202f234,5", "1\u202f240", False), ("Web ; 12,5", "Web ; 12,5", True),
        ("Web ; 12,5", "Radio ; 12,5", False), ("0", "0", True), ("0", "1", False), ("vrai", "faux", False), ("−3,2", "3,2", False),
    ],
)  # fmt: skip
def test_values_are_alike_to_the_last_digit_shown(one: str, other: str, same: bool):
    assert turns.alike(one, other) is same


def test_a_check_says_that_nothing_changed_and_what_it_found_then(proven: Path, monkeypatch):
    monkeypatch.chdir(proven)
    remplacer(sujet(proven), 'auto_evaluation("C15.1")', "pass")

    def check(*words):
        done = CliRunner().invoke(application(["check"]), ["check", "e99", *words])
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
            first, *rest = name.split(".")
            if first in PACKAGES and rest:
                place = PACKAGES[first].joinpath(*rest)
                found |= {p for p in (place.with_suffix(".py"), place / "__init__.py") if p.exists()}
    return found


@pytest.mark.parametrize("modules", [reference.CODE, assignment.MARKED_BY], ids=["reference", "marks"])
def test_nothing_that_the_digested_code_imports_is_left_out_of_the_digest(modules):
    files = set(kept.code_files(*modules))
    # The package around a module is loaded with it, but what it imports when asked is not.
    around = {Path(m.__file__).with_name("__init__.py") for m in modules if not hasattr(m, "__path__")}
    code = [f for f in files - around - {package / "__init__.py" for package in PACKAGES.values()} if f.suffix == ".py"]
    assert len(code) > 50
    assert {(f.name, kept.name_in_packages(i)) for f in code for i in imported(f) - files} == set()


def test_what_a_reference_loads_is_in_its_digest(construit):
    folder = construit / "source" / ID
    notebook = json.loads((folder / f"{ID}.ipynb").read_bytes())
    for cell in notebook["cells"]:
        cell["source"] = "".join(cell["source"])
    script = """
import json, sys
from epreuves_kit.marking import reference_process
asked = sys.stdin.read().encode()
read = json.loads(reference_process.prepare(asked))
answers = {"answers": {}, "near": [], "wanted": [q["id"] for q in read["bareme"]["questions"]]}
reference_process.follow(json.dumps(answers).encode())
print(json.dumps([m.__file__ for n, m in sys.modules.items() if n.split(".")[0] in ("epreuves", "epreuves_kit")]))
"""
    request = json.dumps({"notebook": notebook, "epreuve": ID, "variant": "A"})
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=folder, input=request, capture_output=True, text=True, check=True
    )
    loaded = {Path(file) for file in json.loads(done.stdout)}
    assert len(loaded) > 30
    assert loaded - set(kept.code_files(*reference.CODE)) == set()


def test_marks_do_not_hang_on_the_command_line_the_panel_the_reports_or_the_jury():
    rooms = {room(f) for f in kept.code_files(*reference.CODE)}
    assert rooms.isdisjoint(
        {"cli", "jury", "reports", "gradebook", "grading", "rubric", "demo", "authoring", "build", "proof"}
    )
