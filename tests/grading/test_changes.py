"""What is marked again, what is not, and what is run for it."""

import dataclasses
import json
import shutil
import subprocess

import pytest

from epreuves_kit.build.build import build
from tests.conftest import nbgrader
from tests.corpus import ASSIGNMENT, COPIES, hand_in, read
from tests.grading import a_batch

CLOCK = "import time\ntime.time_ns()"


def named(copy, name, **made):
    """A copy of the corpus under another name, with something more in it."""
    return dataclasses.replace(copy, name=name, made=copy.made | made)


def files(course):
    """Every file of `autograded/`, and when it was written."""
    return {p: p.stat().st_mtime_ns for p in (course / "autograded").rglob("*")}


def test_a_copy_marked_and_unchanged_is_skipped_and_says_why(done, due):
    before = files(done)
    told = a_batch.mark(done)
    assert {t["status"] for t in told.values()} == {"skipped"}
    assert {t["reason"] for t in told.values()} == {"Déjà corrigée et inchangée depuis (--force pour recommencer)."}
    assert files(done) == before
    assert a_batch.held(done) == due


@pytest.mark.slow
def test_forced_in_one_process_all_is_marked_again_to_the_same(done, due):
    before = files(done)
    told = a_batch.mark(done, "--force", "--jobs", "1")
    assert "skipped" not in {t["status"] for t in told.values()}
    assert all(files(done)[p] != at for p, at in before.items() if p.suffix == ".ipynb")
    assert a_batch.held(done) == due


def test_a_copy_handed_in_again_is_marked_again_alone(done):
    before = a_batch.records(done)
    place = done / "submitted" / "candidat-001"
    shutil.rmtree(place)
    hand_in(named(read(COPIES / "parfaite.py"), "candidat-001"), done, None)
    told = a_batch.mark(done)
    assert {name for name, t in told.items() if t["status"] != "skipped"} == {"candidat-001"}
    assert sum(m["points"] for m in before["candidat-001"]["marks"]) < told["candidat-001"]["score"] == 13


def test_what_an_update_took_away_of_an_epreuve_is_built_before_copies_are_marked(done, due):
    source = done / "source" / ASSIGNMENT
    kept = {p.relative_to(source): p.read_bytes() for p in source.rglob("*") if p.is_file()}

    def forget():
        (source / "seance.json").unlink()
        shutil.rmtree(source / "variantes")

    forget()
    a_batch.mark(done, "--force")
    assert {p.relative_to(source): p.read_bytes() for p in source.rglob("*") if p.is_file()} == kept
    assert a_batch.held(done) == due
    forget()
    before = a_batch.records(done)["candidat-001"]
    shutil.rmtree(done / "autograded" / "candidat-001")
    nbgrader(done, "autograde", ASSIGNMENT, "--student", "candidat-001")
    assert a_batch.records(done)["candidat-001"] == before


def test_a_session_that_cannot_be_read_stops_the_batch_with_a_sentence(done):
    for step in ("source", "release"):
        (done / step / ASSIGNMENT / "seance.json").unlink()
    (done / "seance.yaml").write_text("nom:\n", "utf-8")
    ended = subprocess.run(a_batch.command(), cwd=done, capture_output=True, text=True)
    assert ended.returncode == 2
    said = " ".join(ended.stderr.split())
    assert "n'ont pas pu être construites" in said
    assert "seance.yaml" in said
    assert "Traceback" not in said


def test_a_limit_that_was_too_low_is_raised_and_the_copy_is_run_again(done):
    slow = named(read(COPIES / "parfaite.py"), "lente", AFTER={"roas": "import time\ntime.sleep(3)"})
    hand_in(slow, done, None)
    config = done / "nbgrader_config.py"
    written = config.read_text("utf-8")
    config.write_text(written + "\nc.ExecuteAndMark.cell_seconds = 1\n", "utf-8")
    assert a_batch.mark(done, "--student", "lente")["lente"]["status"] == "marked"
    assert "arrêtée après 1 s" in _notebook(done, "lente")
    assert a_batch.mark(done, "--student", "lente")["lente"]["status"] == "skipped"
    config.write_text(written + "\nc.ExecuteAndMark.cell_seconds = 20\n", "utf-8")
    assert a_batch.mark(done, "--student", "lente")["lente"]["status"] == "marked"
    assert "arrêtée après" not in _notebook(done, "lente")


def test_a_copy_whose_date_cannot_be_read_is_marked_and_says_so(done):
    stamp = done / "submitted" / "candidat-001" / ASSIGNMENT / "timestamp.txt"
    records = a_batch.records(done)
    stamp.write_text("hier soir", "utf-8")
    told = a_batch.mark(done, "--student", "candidat-001", "--student", "candidat-001")
    assert told["candidat-001"]["status"] == "marked"
    assert "La date de remise, dans timestamp.txt, ne se lit pas" in told["candidat-001"]["reason"]
    assert "rien ne dit si elle est en retard" in told["candidat-001"]["reason"]
    assert any("timestamp.txt" in mend for mend in told["candidat-001"]["mends"])
    assert {n: m for n, m in a_batch.records(done).items() if n != "candidat-001"} == {
        n: m for n, m in records.items() if n != "candidat-001"
    }
    assert a_batch.records(done)["candidat-001"]["marks"] == records["candidat-001"]["marks"]


def _notebook(course, student):
    return (course / "autograded" / student / ASSIGNMENT / f"{ASSIGNMENT}.ipynb").read_text("utf-8")


def test_a_new_scheme_marks_again_from_the_answers_without_running_the_copies(done, tmp_path):
    """A cell that shows the time tells whether it was run; the marks are those of a run."""
    mistaken = read(COPIES / "erreur_inverse.py")
    clock = named(mistaken, "horloge", AFTER={"roas": CLOCK})
    hand_in(clock, done, None)
    first = a_batch.mark(done, "--student", "horloge")["horloge"]
    assert first["questions"]["C15_1-roas"]["points"] == 1  # 0.25 of 4
    shown = clock_of(done)
    _new_scheme(done, tmp_path)
    again = a_batch.mark(done)
    assert {t["status"] for t in again.values()} == {"marked", "unreadable"}
    assert again["horloge"]["questions"]["C15_1-roas"]["points"] == 3  # 0.75 of 4
    assert "la tête en bas" in again["horloge"]["questions"]["C15_1-roas"]["sentence"]
    assert clock_of(done) == shown
    from_answers = a_batch.held(done)
    assert {t["status"] for t in a_batch.mark(done).values()} == {"skipped"}
    forced = a_batch.mark(done, "--force")
    assert clock_of(done) != shown
    assert {n: (t["score"], t["questions"], t["status"]) for n, t in forced.items()} == {
        n: (t["score"], t["questions"], t["status"]) for n, t in again.items()
    }
    assert without(a_batch.held(done), "horloge") == without(from_answers, "horloge")


def _new_scheme(course, tmp_path):
    """Change a mistake's share and sentence in the sujet, and take the source built from it; the release stays."""
    other = tmp_path / "autre"
    shutil.copytree(COPIES / "cours", other)
    sujet = other / "sujets" / ASSIGNMENT / "sujet.py"
    text = sujet.read_text("utf-8")
    old = '"Vous avez inversé le rapport.", 0.25)'
    assert old in text
    sujet.write_text(text.replace(old, '"Vous avez écrit le rapport la tête en bas.", 0.75)'), "utf-8")
    build(other)
    name = f"{ASSIGNMENT}/{ASSIGNMENT}.ipynb"
    shutil.copy(other / "source" / name, course / "source" / name)


def clock_of(course):
    """What the cell with the clock shows in the marked copy."""
    tree = json.loads((course / "autograded" / "horloge" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb").read_bytes())
    cell = next(c for c in tree["cells"] if "".join(c["source"]) == CLOCK)
    return cell["outputs"][0]["data"]["text/plain"]


def without(held, student):
    """What a course holds but for a copy's own files."""
    return held | {"autograded": {p: d for p, d in held["autograded"].items() if f"/{student}/" not in p}}
