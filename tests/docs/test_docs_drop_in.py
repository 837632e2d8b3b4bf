"""The page for an ordinary nbgrader course is followed as a reader types it, from `nbgrader quickstart` to a page with a level."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from epreuves_kit.gradebook.config import reach_own_programs
from epreuves_kit.rubric.register import Register
from tests.docs import pages

DROP_IN = pages.ROOT / "docs" / "drop-in.md"
SECTION = "## A rubric for written answers"


def typed(language: str) -> list[str]:
    """The blocks of the section on rubrics in a language, in order."""
    text = pages.text(DROP_IN)
    first = text[: text.index(SECTION)].count("\n")
    last = first + text[text.index(SECTION) + 1 :].partition("\n## ")[0].count("\n")
    return [block.text for block in pages.blocks(DROP_IN, language) if first < block.line <= last + 1]


def test_a_reader_goes_from_quickstart_to_a_page_with_a_level(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}:/usr/bin:/bin")
    reach_own_programs()
    made, marked, told = typed("sh")
    configured, panel = typed("python")
    course = tmp_path / "course101"

    def types(lines: str, folder: Path) -> None:
        script = "\n".join(line for line in lines.splitlines() if line != "jupyter lab")
        done = subprocess.run(["bash", "-ec", script], cwd=folder, capture_output=True, text=True, timeout=300)
        assert done.returncode == 0, done.stdout + done.stderr

    assert "jupyter lab" in marked
    types(made, tmp_path)
    with (course / "nbgrader_config.py").open("a", encoding="utf-8") as config:
        config.write(configured)
    for path, content in pages.files(DROP_IN).items():
        (course / path).parent.mkdir()
        (course / path).write_text(content, "utf-8")
    types(marked, course)
    assert 'corriger("ps1", correcteur="Anne")' in panel
    with Register(course) as register:
        criteria = {c.grade_id: c for c in register.criteria("ps1")}
        (copy,) = [c for c in register.copies("ps1") if c.notebook == "problem2"]
        register.judge("ps1", copy.key, "part-a", "Anne", 3, "Well said.")
    types(told, course)
    page = (course / "feedback" / "ada" / "ps1" / "problem2.html").read_text("utf-8")
    assert f"level 3 of 3. {criteria['part-a'].descriptors[3]}" in page
    assert "Well said." in page
