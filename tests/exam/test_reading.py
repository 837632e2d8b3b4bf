"""The copies to be read outside JupyterLab: the spreadsheet's numbers, no name, nothing that runs."""

from __future__ import annotations

import io
import json
import re
import shutil
import zipfile
from html.parser import HTMLParser
from pathlib import Path

import pypdf
import pytest
from nbgrader.api import Gradebook

from epreuves.wording.errors import KitError
from epreuves_kit.course.folders import Course
from epreuves_kit.exam import reading
from epreuves_kit.rubric.jury_words import HIDDEN
from epreuves_kit.rubric.register import Register
from epreuves_kit.rubric.sharing import AskedAllotment
from epreuves_kit.rubric.workbook import grid_of
from epreuves_kit.runner.warm import missing
from tests.accessible_pdf import faults
from tests.corpus import ASSIGNMENT

ACTING = "<script>alert(1)</script> <img src=https://ailleurs.example/x.png onerror=alert(2)> [ici](https://ailleurs.example/page)"
SAID = (
    "Par Léa Fontaine, avec FONTAINE et D'ARC Karim (karim.darc@ecole.example). Karim a compté ; léa.fontaine a relu. "
    f"Une fontaine n'est pas un nom, Zoé non plus. {ACTING}"
)


@pytest.fixture
def course(marked_groups: Path, tmp_path: Path) -> Path:
    """Groups whose copies are marked; one of them names its authors, and tries to act."""
    root = Path(shutil.copytree(marked_groups, tmp_path / "cours"))
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}") as book:
        book.update_or_create_student("lea", first_name="Léa", last_name="Fontaine")
        book.update_or_create_student("karim", first_name="Karim", last_name="D'Arc", email="karim.darc@ecole.example")
    path = root / "autograded" / "lea" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    path.chmod(0o644)
    notebook = json.loads(path.read_text("utf-8"))
    for cell in notebook["cells"]:
        meta = cell["metadata"].get("nbgrader") or {}
        if cell["cell_type"] == "markdown" and meta.get("solution"):
            cell["source"] = SAID
    path.write_text(json.dumps(notebook), "utf-8")
    return root


def files(path: Path) -> dict[str, str]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name).decode("utf-8") for name in archive.namelist()}


def test_pages_bear_the_numbers_of_the_spreadsheet_and_no_name(course, tmp_path):
    steps = []
    made = reading.write(
        Course(course),
        ASSIGNMENT,
        tmp_path / "a.zip",
        progress=lambda done, total: steps.append((done, total)),
    )
    found = files(made.path)
    with Register(course) as register:
        grid = grid_of(register, course, ASSIGNMENT)
    assert (made.copies, made.unread, steps[-1]) == (len(grid.copies), (), (len(grid.copies),) * 2)
    for copy in grid.copies:
        page = found[f"copie-{copy.number:03}.html"]
        assert f"Copie n° {copy.number}" in page
        assert copy.key in page
        assert f'<a href="copie-{copy.number:03}.html">' in found["index.html"]
    whole = "".join(found.values())
    for name in (
        "Léa",
        "FONTAINE",
        "Fontaine",
        "Karim",
        "karim",
        "D'A",
        "D&#39;A",
        "ecole.example",
        "léa.fontaine",
        "ines",
        "chloe",
        "hugo",
    ):
        assert not re.search(rf"(?<!\w){re.escape(name)}(?!\w)", whole), name
    assert "Une fontaine n'est pas un nom, Zoé non plus." in whole
    assert HIDDEN in whole
    again = reading.write(Course(course), ASSIGNMENT, tmp_path / "b.zip")
    assert again.path.read_bytes() == made.path.read_bytes()


class Tags(HTMLParser):
    """The tags of a page, with their attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def test_nothing_of_a_copy_runs_or_asks_for_anything(course, tmp_path):
    for page in files(reading.write(Course(course), ASSIGNMENT, tmp_path / "a.zip").path).values():
        assert "default-src 'none'" in page
        for tag, attributes in Tags(page).found:
            assert tag not in ("script", "iframe", "object", "embed", "form", "link", "base", "svg")
            assert not [name for name in attributes if name.startswith("on")]
            for name in {"src", "href"} & set(attributes):
                assert re.match(r"data:image/png;base64,|copie-\d+\.html\Z|index\.html\Z", attributes[name] or ""), (
                    attributes
                )


def test_a_grader_is_given_their_own_copies_and_the_calibration_first(course, tmp_path):
    with Register(course) as register:
        made = register.allot(ASSIGNMENT, AskedAllotment(("Alice", "Bruno"), calibration=1), "Chef")
        numbers = {copy.key: copy.number for copy in register.copies(ASSIGNMENT)}
        assert {c.key for c in grid_of(register, course, ASSIGNMENT, "Alice").copies} == made.calibration | {
            k for k, who in made.owners.items() if who == "Alice"
        }
    found = files(reading.write(Course(course), ASSIGNMENT, tmp_path / "a.zip", "Alice").path)
    own = [
        *(numbers[k] for k in made.calibration),
        *sorted(numbers[k] for k, who in made.owners.items() if who == "Alice"),
    ]
    assert re.findall(r'href="copie-(\d+)\.html">Copie', found["index.html"]) == [f"{n:03}" for n in own]
    assert set(found) == {"index.html", *(f"copie-{n:03}.html" for n in own)}
    with pytest.raises(KitError, match=r"Rien de .* n'est confié à Zoé"):
        reading.write(Course(course), ASSIGNMENT, tmp_path / "z.zip", "Zoé")
    assert not (tmp_path / "z.zip").exists()


def test_a_copy_on_paper_says_what_its_page_says_without_a_name_and_is_read_aloud_as_it_stands(course, tmp_path):
    made = reading.write(Course(course), ASSIGNMENT, tmp_path / "a.zip", pdf=True)
    pages = files(reading.write(Course(course), ASSIGNMENT, tmp_path / "b.zip").path)
    with zipfile.ZipFile(made.path) as archive:
        found = {name: archive.read(name) for name in archive.namelist()}
    assert set(found) == {
        "index.html",
        *(name.replace(".html", ".pdf") for name in pages if name != "index.html"),
    }
    assert made.unread == ()
    whole = ""
    for name, content in found.items():
        if name == "index.html":
            assert 'href="copie-001.pdf"' in content.decode()
            continue
        assert faults(content) == []
        said = " ".join("\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages).split())
        assert f"Copie n° {int(name[6:9])}" in said
        # Without walls no image is drawn again, and the page says so.
        assert missing() or reading.NOT_SHOWN not in said
        whole += said
    assert "Une fontaine n'est pas un nom, Zoé non plus." in whole
    assert "<script>alert(1)" in whole
    assert HIDDEN in whole
    for name in ("Léa", "FONTAINE", "Karim", "ecole.example", "ines", "chloe", "hugo"):
        assert not re.search(rf"(?<!\w){re.escape(name)}(?!\w)", whole), name
    again = reading.write(Course(course), ASSIGNMENT, tmp_path / "c.zip", pdf=True)
    assert again.path.read_bytes() == made.path.read_bytes()
