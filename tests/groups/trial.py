"""A trial course whose épreuve is done in groups: the épreuve of the corpus, with a REX of its own."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

from epreuves_kit.gradebook.marked_notebook import MarkingRecord, read_record
from tests.conftest import epreuves
from tests.corpus import ASSIGNMENT, GOOD, encoded, written
from tests.ledger.tables import dump, grades

REX = {"rex-depense": 'depense = pub["cout"].sum() + FRAIS', "C15_3-rex_analyse": "Nous avons commencé trop tard."}
#: A collective copy with one named mistake.
INVERSE = GOOD | {"roas": 'parts = pub.set_index("canal")\nroas = parts["cout"] / parts["revenu"]'}
HEAD = "epreuve;groupe;candidat;etat;depot"


class Cours:
    """A course in which copies are handed in and marked."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def groups(self, *lines: str) -> None:
        """Write `groupes.csv`; a line is « G1;lea;présent;x », its end may be left out."""
        full = [f"{ASSIGNMENT};{line}" + ";" * (3 - line.count(";")) for line in lines]
        (self.root / "groupes.csv").write_text("\n".join([HEAD, *full, ""]), "utf-8")

    def folder(self, student: str) -> Path:
        return self.root / "submitted" / student / ASSIGNMENT

    def hand_in(
        self,
        student: str,
        collective: dict[str, str] | None = GOOD,
        rex: dict[str, str] | None = REX,
        at: str = "",
        after: dict[str, dict[str, str]] | None = None,
        **files: str,
    ) -> None:
        """Submit a folder; answers of a notebook are by cell id, empty for one left blank, None for one that is not there."""
        place = self.folder(student)
        place.mkdir(parents=True, exist_ok=True)
        for name, answers in ((ASSIGNMENT, collective), ("rex", rex)):
            if answers is not None:
                notebook = written(self.released(name), answers, after=(after or {}).get(name))
                (place / f"{name}.ipynb").write_bytes(encoded(notebook))
        if at:
            (place / "timestamp.txt").write_text(at, "utf-8")
        for name, text in files.items():
            (place / f"{name}.txt").write_text(text, "utf-8")

    def released(self, name: str) -> dict[str, Any]:
        """A notebook as given out."""
        return json.loads((self.root / "release" / ASSIGNMENT / f"{name}.ipynb").read_bytes())

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run an `epreuves` command in the course."""
        return epreuves(self.root, *words)

    def mark(self, *words: str) -> dict[str, dict[str, Any]]:
        """Run `epreuves autograde --json`, and give what it tells of each."""
        done = self.run("autograde", ASSIGNMENT, "--json", *words)
        assert done.returncode == 0, done.stderr + done.stdout
        return {line["student"]: line for line in map(json.loads, done.stdout.splitlines())}

    def mark_odd(self) -> dict[str, dict[str, Any]]:
        """The same where something is to be looked at around the copies."""
        done = self.run("autograde", ASSIGNMENT, "--json")
        assert done.returncode == 3, done.stderr + done.stdout
        return {line["student"]: line for line in map(json.loads, done.stdout.splitlines())}

    def record(self, student: str, name: str = ASSIGNMENT) -> MarkingRecord | None:
        """The record of a marked notebook."""
        return read_record(self.marked(student) / f"{name}.ipynb")

    def marked(self, student: str) -> Path:
        return self.root / "autograded" / student / ASSIGNMENT

    def notebook(self, student: str, name: str = ASSIGNMENT) -> dict[str, Any]:
        """A marked notebook."""
        return json.loads((self.marked(student) / f"{name}.ipynb").read_bytes())

    def outputs(self, student: str) -> list[Any]:
        """What the cells of a marked collective copy show."""
        return [cell.get("outputs") for cell in self.notebook(student)["cells"]]

    @property
    def db_url(self) -> str:
        return f"sqlite:///{self.root / 'gradebook.db'}"

    def grades(self, student: str) -> dict[str, tuple[float | None, float | None, bool]]:
        """A student's rows in the gradebook, by cell."""
        return grades(self.db_url, student)

    def rows(self, student: str, table: str = "grade") -> list[str]:
        """A student's rows of a table, but for the student's name."""
        return [r.replace(student, "X") for r in dump(self.db_url)[table] if f"/{student}/" in r]
