"""`papermill --engine epreuves` gives what papermill's own engine gives, from the warm runner."""

import logging
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import papermill.engines
import pytest
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from epreuves_kit.runner import papermill_engine
from epreuves_kit.runner.sandbox import VARIABLE
from epreuves_kit.runner.warm import NoWalls, missing
from tests.runner.same import differences

pytestmark = pytest.mark.skipif(bool(missing()), reason=missing())

REPORT = [
    new_markdown_cell("# Rapport"),
    new_code_cell("seuil = 0\nnom = 'personne'", metadata={"tags": ["parameters"]}),
    new_code_cell(""),
    new_code_cell("import pandas as pd\nmesures = pd.read_csv('mesures.csv')\nmesures[mesures.cout > seuil]"),
    new_code_cell("import sys\nprint('é', seuil, nom); print('attention', file=sys.stderr)"),
    new_code_cell("import matplotlib.pyplot as plt\nplt.figure(figsize=(3, 2)); plt.plot([1, 2]);"),
    new_code_cell("1 / 0", metadata={"tags": ["skip-execution"]}),
    new_code_cell("poignee = display('avant', display_id='x')"),
    new_code_cell("poignee.update('après')", metadata={"autre": 1}),
    new_markdown_cell("Fin."),
]
FAILING = [
    new_code_cell("print('avant')"),
    new_code_cell("1 / 0"),
    new_code_cell("print('jamais')"),
    new_markdown_cell("Fin."),
]
#: What a run's moment decides.
_TIMES = ("start_time", "end_time", "duration")


@pytest.fixture(autouse=True)
def walls(monkeypatch: pytest.MonkeyPatch) -> None:
    """No run falls back in silence: walls are required but where a test says otherwise."""
    monkeypatch.setenv(VARIABLE, "required")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A report's folder, with the data that it reads."""
    (tmp_path / "mesures.csv").write_text("canal,cout\ncourriel,1.5\naffichage,3\n", encoding="utf-8")
    return tmp_path


def execute(folder: Path, cells: list[Any], engine: str | None = "epreuves", **options: Any) -> Any:
    """Run cells by an engine; the output notebook is `sortie-<engine>.ipynb`, beside the folder's files."""
    notebook = new_notebook(
        cells=[nbformat.from_dict(c) for c in cells],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
    )
    source = folder / "rapport.ipynb"
    nbformat.write(notebook, source)
    options = {"cwd": folder, "progress_bar": False} | options
    return papermill.execute_notebook(source, output_of(folder, engine), engine_name=engine, **options)


def output_of(folder: Path, engine: str | None = "epreuves") -> Path:
    return folder / f"sortie-{engine}.ipynb"


def steady(metadata: Any) -> Any:
    """Metadata without the moment of the run and the names of its files; times stand as « there is one »."""
    if not isinstance(metadata, dict):
        return metadata
    return {
        key: value is not None if key in _TIMES or key.startswith(("iopub.", "shell.")) else steady(value)
        for key, value in metadata.items()
        if key != "output_path"
    }


def assert_same(one: Any, other: Any) -> None:
    """Two notebooks are the same but for the moment of the run."""
    assert steady(one.metadata) == steady(other.metadata)
    assert len(one.cells) == len(other.cells)
    for number, (left, right) in enumerate(zip(one.cells, other.cells, strict=True)):
        assert (left.cell_type, left.source) == (right.cell_type, right.source)
        assert steady(left.metadata) == steady(right.metadata), number
        if left.cell_type == "code":
            assert left.execution_count == right.execution_count, number
            assert differences(left.outputs, right.outputs) == [], number


def test_report_is_the_same_from_both_engines(folder: Path):
    parameters = {"seuil": 2, "nom": "Ève"}
    walled = execute(folder, REPORT, parameters=parameters)
    stock = execute(folder, REPORT, engine=None, parameters=parameters)
    assert_same(stock, walled)
    assert nbformat.read(output_of(folder), 4) == walled
    assert "é 2 Ève" in str(walled.cells)
    assert "'après'" in str(walled.cells[8].outputs)


def test_error_ends_the_run_and_the_notebook_is_saved_up_to_there(folder: Path):
    for engine in ("epreuves", None):
        with pytest.raises(papermill.PapermillExecutionError, match="ZeroDivisionError"):
            execute(folder, FAILING, engine=engine)
    walled, stock = (nbformat.read(output_of(folder, e), 4) for e in ("epreuves", None))
    assert_same(stock, walled)
    assert "jamais" not in str([c.get("outputs") for c in walled.cells])
    assert [c.metadata.papermill.status for c in walled.cells if "papermill" in c.metadata] == [
        "completed",
        "failed",
        "pending",
        "pending",
    ]


@pytest.mark.parametrize("options", [{"allow_errors": True}, {}])
def test_error_that_is_allowed_does_not_end_the_run(folder: Path, options: dict[str, Any]):
    tags = [] if options else ["raises-exception"]
    cells = [new_code_cell("1 / 0", metadata={"tags": tags}), new_code_cell("print('ensuite')")]
    with pytest.raises(papermill.PapermillExecutionError):  # papermill tells of any error, once all has run
        execute(folder, cells, **options)
    assert "ensuite" in str([c.get("outputs") for c in nbformat.read(output_of(folder), 4).cells])


@pytest.mark.parametrize("code", ["sys.exit()", "sys.exit(0)"])
def test_clean_exit_ends_the_run_without_an_error(folder: Path, code: str):
    done = execute(folder, [new_code_cell(f"import sys; {code}"), new_code_cell("print('jamais')")])
    assert done.cells[1].outputs == []
    assert done.cells[0].metadata.papermill.status == "failed"


def test_cell_past_its_time_ends_the_run(folder: Path):
    cells = [
        new_code_cell("print('avant')"),
        new_code_cell("while True: pass"),
        new_code_cell("print('jamais')"),
    ]
    with pytest.raises(CellTimeoutError):
        execute(folder, cells, execution_timeout=1)
    saved = nbformat.read(output_of(folder), 4)
    assert "avant" in str(saved.cells[0].outputs)
    assert "jamais" not in str(saved.cells[2].outputs)


@pytest.mark.parametrize("code", ["%%bash\ntouch fait", "!touch fait", "liste = !ls", "%%script sh\ntouch fait"])
def test_cell_that_needs_another_program_fails_and_so_does_the_run(folder: Path, code: str):
    with pytest.raises(papermill.PapermillExecutionError, match="ne lance pas d'autre programme"):
        execute(folder, [new_code_cell(code), new_code_cell("print('jamais')")])
    assert "jamais" not in str(nbformat.read(output_of(folder), 4).cells[-1].outputs)
    source, output = folder / "rapport.ipynb", folder / "s.ipynb"
    command = [
        sys.executable,
        "-m",
        "papermill",
        "--engine",
        "epreuves",
        "--cwd",
        str(folder),
        str(source),
        str(output),
    ]
    assert subprocess.run(command, capture_output=True, timeout=120).returncode != 0


def test_death_of_python_is_told(folder: Path):
    with pytest.raises(DeadKernelError):
        execute(folder, [new_code_cell("import os; os._exit(3)"), new_code_cell("print('jamais')")])


def test_files_that_the_notebook_writes_come_back_and_the_others_stay(folder: Path):
    (folder / "a_garder.txt").write_text("là")
    stamp = (folder / "mesures.csv").stat().st_mtime_ns
    code = "import os; os.makedirs('tableaux/x'); open('tableaux/x/t.csv', 'w').write('1')\nopen('a_garder.txt', 'a').write(' encore')"
    beyond = "os.symlink('/etc/hostname', 'lien'); open('/tmp/ailleurs', 'w').write('x'); open('../dehors.txt', 'w').write('x')"
    execute(folder, [new_code_cell(code), new_code_cell(beyond)])
    assert (folder / "tableaux/x/t.csv").read_text() == "1"
    assert (folder / "a_garder.txt").read_text() == "là encore"
    assert (folder / "mesures.csv").stat().st_mtime_ns == stamp
    assert sorted(p.name for p in folder.iterdir()) == sorted(
        ["a_garder.txt", "mesures.csv", "rapport.ipynb", "sortie-epreuves.ipynb", "tableaux"]
    )
    assert not (folder.parent / "dehors.txt").exists()


def test_files_written_before_an_error_come_back_too(folder: Path):
    with pytest.raises(papermill.PapermillExecutionError):
        execute(folder, [new_code_cell("open('fait.txt', 'w').write('x')\n1 / 0")])
    assert (folder / "fait.txt").read_text() == "x"


def test_notebook_is_only_prepared_where_that_is_asked(folder: Path):
    done = execute(folder, REPORT, parameters={"seuil": 2}, prepare_only=True)
    assert all(c.get("execution_count") is None for c in done.cells)
    assert "seuil = 2" in done.cells[2].source


def test_output_is_saved_after_each_cell(folder: Path, monkeypatch: pytest.MonkeyPatch):
    saved = []
    monkeypatch.setattr(
        "papermill.engines.write_ipynb",
        lambda nb, path: saved.append(sum(bool(c.get("outputs")) for c in nb.cells)),
    )
    execute(folder, [new_code_cell("print(1)"), new_code_cell("print(2)"), new_code_cell("print(3)")])
    assert set(saved) == {0, 1, 2, 3}


def test_log_and_files_of_output_get_what_cells_write(folder: Path, caplog: pytest.LogCaptureFixture):
    with (folder / "out").open("w") as out, (folder / "err").open("w") as err, caplog.at_level(logging.INFO):
        execute(
            folder,
            [REPORT[4].copy() | {"source": "import sys\nprint('dit'); print('crié', file=sys.stderr); 12"}],
            log_output=True,
            stdout_file=out,
            stderr_file=err,
        )
    assert ((folder / "out").read_text(), (folder / "err").read_text()) == ("dit\n", "crié\n")
    told = [(r.levelname, r.getMessage().strip()) for r in caplog.records if r.name == "papermill"]
    assert {("INFO", "dit"), ("WARNING", "crié"), ("INFO", "12")} <= set(told)


def test_command_line_shows_progress(folder: Path):
    execute(folder, REPORT, prepare_only=True)
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "papermill",
            "--engine",
            "epreuves",
            "rapport.ipynb",
            "sortie.ipynb",
            "-p",
            "nom",
            "Zoé",
        ],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    assert "11/11" in done.stderr
    assert "moteur ordinaire" not in done.stderr
    assert "é 0 Zoé" in (folder / "sortie.ipynb").read_text(encoding="utf-8")


@pytest.mark.parametrize("reason", ["variable", "folder", "kernel"])
def test_without_walls_papermills_own_engine_runs_it_and_one_warning_says_why(
    folder: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, reason: str
):
    ran = []
    monkeypatch.setenv(VARIABLE, "auto")
    monkeypatch.setattr(
        papermill.engines.NBClientEngine,
        "execute_managed_notebook",
        lambda nb_man, kernel, **options: ran.append((kernel, options.get("execution_timeout"))),
    )
    if reason == "variable":
        monkeypatch.setenv(VARIABLE, "none")
    elif reason == "folder":
        monkeypatch.setattr(papermill_engine, "FOLDER_BYTES", 10)
    kernel = "un-autre" if reason == "kernel" else "python3"
    execute(folder, FAILING, kernel_name=kernel, execution_timeout=7)
    assert ran == [(kernel, 7)]
    (warning,) = [r.getMessage() for r in caplog.records if r.levelname == "WARNING"]
    assert "est exécuté par le moteur ordinaire de papermill, sans bac à sable" in warning


def test_without_walls_nothing_but_that_warning_is_added_to_what_is_said(folder: Path):
    execute(folder, REPORT, prepare_only=True)
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "papermill",
            "--engine",
            "epreuves",
            "rapport.ipynb",
            "sortie.ipynb",
            "-p",
            "nom",
            "Zoé",
        ],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=120,
        env=os.environ | {VARIABLE: "none"},
    )
    assert done.returncode == 0, done.stderr
    assert "moteur ordinaire" in done.stderr
    assert "WARNING" not in done.stderr
    assert "é 0 Zoé" in (folder / "sortie.ipynb").read_text(encoding="utf-8")


def test_where_walls_are_required_nothing_runs_without_them(folder: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(papermill_engine, "FOLDER_BYTES", 10)
    with pytest.raises(NoWalls, match="trop lourd"):
        execute(folder, REPORT)
