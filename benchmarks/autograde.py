"""Time a copy of e17 through `epreuves autograde`, stock `nbgrader autograde`, `otter run` where it is installed, and the limit.

    python -m benchmarks.autograde [--copies 200] [--growth 10 100 1000] [--rounds 3] [--otter PATH] [--json]

Same copies, same machine, same run; medians of the rounds, ratios within each. Copies are of ten profiles in turn (right, blank, frequent mistakes and
others, a mistake followed, figures typed in, a neighbour's, invalid, unfinished, fraudulent), each on its candidate's own variant.

- *kit*: the command from its start to its end on a fresh course, references worked out anew, libraries loaded: all of it counts.
- *nbgrader*: stock, without the kit's steps, on a sample; what its start costs is taken off (two sample sizes), in its favour.
- *otter*: `otter run` (its way without containers) copy by copy on a sample, with one test a question that asks whether the answer is
  there; `--otter` is the path of its program, in an environment that has the kit too, where it is not on the PATH.
- *limit*: the asked work and nothing else: the code cells of each copy by bare `exec` in forks of a process with libraries loaded, one a core, each
  figure drawn once, each workbook opened once; no IPython, nothing kept, nothing marked. Its start is not counted.
- *pages*: what the pages of the documents take after the last mark, with LibreOffice; it is in none of the ratios.
- memory: proportional set size of the whole process tree, sampled; kit only.

The ratios are what to quote, not the seconds.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import psutil

from epreuves.machine import cores
from epreuves_kit.demo import cohort, journey
from epreuves_kit.demo.copies import FictionalCopy
from epreuves_kit.grading import batch

ROOT = Path(__file__).parents[1]
EPREUVE = "e17_impact_digital"
#: Profiles that every side can go through: stock nbgrader stops a whole batch at a pasted cell, and cannot read half a file.
LEFT_OUT = ("fichier tronqué", "notebook abîmé par mégarde")
STOCK = "from epreuves_kit.gradebook.config import reach_own_programs\nreach_own_programs()\nc = get_config()\n"


def course(folder: Path, copies: int) -> None:
    """A course in `folder` with as many copies of the épreuve, submitted and not yet marked."""
    for name in ("sujets", "source", "release", "datasets"):
        shutil.copytree(ROOT / name / EPREUVE, folder / name / EPREUVE)
    shutil.copytree(ROOT / "referentiel", folder / "referentiel")
    for name in ("nbgrader_config.py", "seance.yaml"):
        shutil.copy(ROOT / name, folder / name)
    journey.release(batch.MarkingCourse(folder), EPREUVE)
    profiles = [c for c in cohort.COHORT[:12] if c.profile not in LEFT_OUT]
    for number in range(copies):
        submission = FictionalCopy(folder, EPREUVE, name_of(number))
        profiles[number % len(profiles)].write(submission)
        submission.submit(folder / "submitted" / name_of(number) / EPREUVE)


def name_of(number: int) -> str:
    """A fictional candidate."""
    return f"fictif-{number:05}"


def part(whole: Path, folder: Path, copies: int) -> Path:
    """A course with the first copies of another."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(whole, folder, ignore=shutil.ignore_patterns("submitted", "autograded", ".epreuves"))
    for number in range(copies):
        shutil.copytree(whole / "submitted" / name_of(number), folder / "submitted" / name_of(number))
    return folder


def kit(folder: Path, *options: str) -> tuple[float, float]:
    """Seconds and MiB that `epreuves autograde` takes in a course; by default to the last mark, documents' pages left for later."""
    with Memory() as memory:
        start = time.perf_counter()
        with subprocess.Popen(
            [
                sys.executable,
                "-c",
                "from epreuves_kit.cli import main; main()",
                "autograde",
                EPREUVE,
                "--sandbox",
                "required",
                *(options or ("--sans-pages",)),
            ],
            cwd=folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        ) as command:
            memory.watch(command.pid)
            _, errors = command.communicate()
        seconds = time.perf_counter() - start
    # 3: all is marked, and something around the copies is to be looked at.
    if command.returncode not in (0, 3):
        raise SystemExit(errors.decode())
    return seconds, memory.peak


def nbgrader(folder: Path) -> float:
    """Seconds that stock `nbgrader autograde` takes in a course."""
    (folder / "nbgrader_config.py").write_text(STOCK, "utf-8")
    start = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "nbgrader", "autograde", EPREUVE], cwd=folder, check=True, capture_output=True
    )
    return time.perf_counter() - start


def otter(program: Path, course: Path, work: Path, copies: int) -> float:
    """Seconds a copy that `otter run` takes, on the first copies of a course."""
    from epreuves_kit.marking.dependencies import question_call

    tests = work / "tests"
    tests.mkdir(parents=True)
    notebook = json.loads((course / "source" / EPREUVE / f"{EPREUVE}.ipynb").read_bytes())
    for question, variable in filter(None, (question_call("".join(c["source"])) for c in notebook["cells"])):
        case = {"code": f">>> assert {variable} is not None\n", "hidden": True, "locked": False}
        following = {"cases": [case], "scored": True, "setup": "", "teardown": "", "type": "doctest"}
        test = {"name": question.replace("-", "_"), "points": 1, "suites": [following]}
        (tests / f"{test['name']}.py").write_text(f"OK_FORMAT = True\n\ntest = {test!r}\n", "utf-8")
    # `preparer` looks for its archives where it runs.
    shutil.copytree(course / "source" / EPREUVE / "variantes", work / "variantes")
    shutil.copy(course / "source" / EPREUVE / "seance.json", work)
    subprocess.run(
        [program, "generate", "-t", "tests", "-o", "autograder.zip", "--no-environment", "variantes", "seance.json"],
        cwd=work,
        check=True,
        capture_output=True,
    )
    seconds = []
    for number in range(copies):
        copy = course / "submitted" / name_of(number) / EPREUVE / f"{EPREUVE}.ipynb"
        environment = os.environ | {"EPREUVES_CANDIDAT": name_of(number)}
        start = time.perf_counter()
        subprocess.run(
            [program, "run", "--no-logo", "-a", "autograder.zip", "-o", ".", copy],
            cwd=work,
            check=True,
            capture_output=True,
            env=environment,
        )
        seconds.append(time.perf_counter() - start)
    return statistics.mean(seconds)


def limit(folder: Path, copies: int) -> float:
    """Seconds that the bare cells of the copies take, in as many forks at once as there are cores."""
    script = [sys.executable, __file__, "--limit", str(folder), "--copies", str(copies)]
    environment = os.environ | {"MPLBACKEND": "Agg", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    return float(subprocess.run(script, check=True, capture_output=True, text=True, env=environment).stdout)


def run_limit(folder: Path, copies: int) -> float:
    """In a process of its own: preload what the kit preloads, then fork a copy at a time on each core."""
    import importlib

    import matplotlib.pyplot as plt

    from epreuves_kit.runner import parent

    for name in parent.LIBRARIES:
        importlib.import_module(name)
    figure, axes = plt.subplots()
    axes.set_title("Épreuve")
    figure.savefig(io.BytesIO())
    plt.close("all")
    work, lots = folder / "limite", []
    for number in range(copies):
        place = work / name_of(number)
        shutil.copytree(folder / "source" / EPREUVE, place)
        notebook = json.loads((folder / "submitted" / name_of(number) / EPREUVE / f"{EPREUVE}.ipynb").read_bytes())
        cells = ["".join(c["source"]) for c in notebook["cells"] if c["cell_type"] == "code"]
        books = sorted((folder / "submitted" / name_of(number) / EPREUVE).glob("*.xlsx"))
        lots.append((name_of(number), place, cells, books))
    start = time.perf_counter()
    running: set[int] = set()
    for student, place, sources, books in lots:
        if len(running) == cores():
            running.discard(os.wait()[0])
        child = os.fork()
        if child == 0:
            _bare(student, place, sources, books)
        running.add(child)
    while running:
        running.discard(os.wait()[0])
    seconds = time.perf_counter() - start
    shutil.rmtree(work)
    return seconds


def _bare(student: str, place: Path, sources: list[str], books: list[Path]) -> None:
    import matplotlib.pyplot as plt
    import openpyxl

    os.chdir(place)
    os.environ["EPREUVES_CANDIDAT"] = student
    namespace = {"__name__": "__main__"}
    for source in sources:
        with (
            contextlib.redirect_stdout(io.StringIO()),
            contextlib.redirect_stderr(io.StringIO()),
            contextlib.suppress(Exception),
        ):
            exec(compile(source, "cellule", "exec"), namespace)
    for number in plt.get_fignums():
        with contextlib.suppress(Exception):
            plt.figure(number).savefig(io.BytesIO())
    for book in books:
        with contextlib.suppress(Exception):
            for sheet in openpyxl.load_workbook(book, read_only=True):
                list(sheet.iter_rows(values_only=True))
    os._exit(0)


class Memory:
    """The most memory that a process and its descendants held together, in MiB; pages shared by several count once."""

    def __init__(self) -> None:
        self.peak = 0.0
        self._ended = threading.Event()
        self._thread: threading.Thread | None = None

    def __enter__(self) -> Memory:
        return self

    def watch(self, pid: int) -> None:
        """Begin to sample."""
        self._thread = threading.Thread(target=self._sample, args=(pid,), daemon=True)
        self._thread.start()

    def _sample(self, pid: int) -> None:
        while not self._ended.wait(1.0):
            total = 0
            with contextlib.suppress(psutil.Error):
                root = psutil.Process(pid)
                for process in (root, *root.children(recursive=True)):
                    with contextlib.suppress(psutil.Error):
                        total += process.memory_full_info().pss
            self.peak = max(self.peak, total / 2**20)

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        if self._thread is not None:
            self._thread.join()


def ratio(these: list[float], those: list[float]) -> float:
    """The median of the rounds' ratios: a machine that slows down from one round to the next slows both sides of a round."""
    return round(statistics.median(one / other for one, other in zip(these, those, strict=True)), 2)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--copies", type=int, default=200)
    parser.add_argument("--growth", type=int, nargs="*", default=[])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--sample", type=int, nargs=2, default=(2, 11), help="two numbers of copies for stock nbgrader")
    parser.add_argument("--otter", type=Path, default=shutil.which("otter"))
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--limit", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.limit:
        print(run_limit(asked.limit, asked.copies))
        return
    say = lambda text: print(text, file=sys.stderr, flush=True)  # noqa: E731
    with tempfile.TemporaryDirectory(prefix="banc-") as place:
        whole = Path(place) / "tout"
        whole.mkdir()
        most = max([asked.copies, *asked.growth, *asked.sample])
        say(f"{most} copies are written…")
        course(whole, most)
        kits, peaks, stocks, limits, pages = [], [], [], [], []
        for number in range(asked.rounds):
            limits.append(limit(part(whole, Path(place) / "limite", asked.copies), asked.copies) / asked.copies)
            seconds, peak = kit(part(whole, Path(place) / "kit", asked.copies))
            kits.append(seconds / asked.copies)
            peaks.append(peak)
            # Copies that are marked already are left: what it takes now is their documents' pages, and its start.
            pages.append(kit(Path(place) / "kit", "--sandbox", "required")[0] / asked.copies)
            few, many = (nbgrader(part(whole, Path(place) / "stock", n)) for n in asked.sample)
            stocks.append((many - few) / (asked.sample[1] - asked.sample[0]))
            say(f"round {number + 1}: kit {kits[-1]:.3f} s a copy, nbgrader {stocks[-1]:.3f}, limit {limits[-1]:.3f}")
        by_otter = None
        if asked.otter:
            by_otter = otter(Path(asked.otter).absolute(), whole, Path(place) / "otter", asked.sample[1])
            say(f"otter {by_otter:.3f} s a copy")
        growth = {}
        for copies in asked.growth:
            seconds, peak = kit(part(whole, Path(place) / "kit", copies))
            growth[copies] = {
                "seconds": round(seconds, 2),
                "seconds_a_copy": round(seconds / copies, 4),
                "peak_mib": round(peak),
            }
            say(f"{copies} copies: {growth[copies]}")
    ours, stock, bare = (statistics.median(x) for x in (kits, stocks, limits))
    found = {
        "copies": asked.copies, "seconds_a_copy": round(ours, 4), "seconds_a_copy_nbgrader": round(stock, 3), "seconds_a_copy_limit": round(bare, 4),
        "seconds_a_copy_pages": round(statistics.median(pages), 4), "ratio_nbgrader": ratio(stocks, kits), "ratio_limit": ratio(kits, limits), "peak_mib": round(max(peaks)),
        "cores": cores(), "rounds": asked.rounds, "seconds_a_copy_otter": by_otter and round(by_otter, 3), "ratio_otter": by_otter and round(by_otter / ours, 2), "growth": growth,
    }  # fmt: skip
    if asked.json:
        print(json.dumps(found))
    else:
        print("\n".join(f"{name:26} {value}" for name, value in found.items()))


if __name__ == "__main__":
    main()
