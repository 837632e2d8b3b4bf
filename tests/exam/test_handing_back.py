"""What candidates are handed back: their own pages and nothing else, kept while provisional, the same bytes twice."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import shutil
import zipfile
from html.parser import HTMLParser
from pathlib import Path

import pypdf
import pytest
from typer.testing import CliRunner

from epreuves_kit.cli import application
from epreuves_kit.page.desk import SessionDesk
from epreuves_kit.rubric.register import Register
from tests.accessible_pdf import faults
from tests.corpus import ASSIGNMENT


@pytest.fixture
def course(marked_groups: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Groups whose copies are marked, and not judged."""
    root = Path(shutil.copytree(marked_groups, tmp_path / "cours"))
    monkeypatch.chdir(root)
    return root


def remettre(*words: str) -> tuple[dict[str, dict[str, str]], int]:
    """What became of each candidate's archive, by name, and the exit code."""
    result = CliRunner().invoke(application(["remettre"]), ["remettre", *words, "--json"])
    return {one["candidate"]: one for one in map(json.loads, result.stdout.splitlines())}, result.exit_code


def judge(root: Path) -> None:
    with Register(root) as register:
        criteria = register.criteria(ASSIGNMENT)
        for copy in register.copies(ASSIGNMENT):
            for criterion in criteria:
                if criterion.notebook == copy.notebook:
                    register.judge(ASSIGNMENT, copy.key, criterion.grade_id, "C. Aubert", 2)


class _Texts(HTMLParser):
    """What a page says, text by text, but for its chart."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._left_out = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._left_out += tag in ("style", "figure", "title")

    def handle_endtag(self, tag: str) -> None:
        self._left_out -= tag in ("style", "figure", "title")

    def handle_data(self, data: str) -> None:
        if not self._left_out and bare(data):
            self.found.append(bare(data))


def texts(page: str) -> list[str]:
    reader = _Texts()
    reader.feed(page)
    return reader.found


def bare(text: str) -> str:
    return re.sub(r"\s+", "", text)


def said_in(paper: bytes) -> str:
    """The text of a PDF, without what is at the head and at the foot of each page."""
    pages = [page.extract_text().splitlines() for page in pypdf.PdfReader(io.BytesIO(paper)).pages]
    heads = {page[0] for page in pages[1:]}
    return bare(
        "".join(
            line for page in pages for line in page if line not in heads and not re.search(r"page \d+ sur \d+", line)
        )
    )


def listed(root: Path) -> list[dict[str, str]]:
    with (root / "remises" / "remises.csv").open(encoding="utf-8-sig", newline="") as opened:
        return list(csv.DictReader(opened, delimiter=";"))


def own_archives(root: Path) -> set[str]:
    """The candidates who have an archive of their own."""
    return {path.stem for path in (root / "remises").glob("*.zip")} - {"remises"}


def test_what_is_provisional_stays_unless_it_is_asked_for(course):
    found, code = remettre()
    assert code == 1
    kept = {who: one for who, one in found.items() if one["state"] == "retenue"}
    assert len(kept) > 2
    assert all("provisoire, il reste" in one["reason"] for one in kept.values())
    assert not any((course / "remises" / f"{who}.zip").exists() for who in kept)
    asked, code = remettre("--provisoire")
    assert code == 0
    assert {asked[who]["state"] for who in kept} == {"remise"}


def test_each_is_handed_their_own_pages_and_nothing_else(course):
    judge(course)
    found, code = remettre()
    assert code == 0
    for candidate, one in found.items():
        own = course / "feedback" / candidate / ASSIGNMENT
        with zipfile.ZipFile(course / "remises" / one["path"]) as archive:
            inside = {name: archive.read(name) for name in archive.namelist()}
        papers = {name: inside.pop(name) for name in list(inside) if name.endswith(".pdf")}
        for name, paper in papers.items():
            assert faults(paper) == []
            read = said_in(paper)
            assert [one for one in texts(inside[name.replace(".pdf", ".html")].decode()) if one not in read] == []
        assert set(papers) == {name.replace(".html", ".pdf") for name in inside}
        assert inside == {f"{ASSIGNMENT}/{page.name}": page.read_bytes() for page in own.glob("*.html")}
        # nbgrader's secret names the pages in the exchange: it goes to nobody.
        assert not any("secret" in name for name in inside)
    assert [row["Candidat"] for row in listed(course)] == sorted(found)
    for row in listed(course):
        assert row["Épreuves"] == "E98"
        content = (course / "remises" / row["Archive"]).read_bytes()
        assert row["SHA-256"] == hashlib.sha256(content).hexdigest()


def test_done_again_nothing_changes_and_one_alone_leaves_the_others(course):
    judge(course)
    first, _ = remettre()
    before = {path.name: path.read_bytes() for path in (course / "remises").iterdir()}
    again, code = remettre()
    assert code == 0
    assert {one["state"] for one in again.values()} == {"inchangée"}
    someone = min(first)
    assert set(remettre("--candidat", someone)[0]) == {someone}
    assert {path.name: path.read_bytes() for path in (course / "remises").iterdir()} == before


def test_the_page_says_since_when_archives_are_ready_and_that_a_level_was_given_since(course):
    def said() -> list[str]:
        [screen] = SessionDesk(course, "F. Ormeau").handle({"kind": "hello", "n": 1, "client": "page"})
        [part] = [part for part in screen["parts"] if part["key"] == "remise"]
        return [line.replace("\N{NO-BREAK SPACE}", " ") for line in part["said"]]

    assert said() == []
    judge(course)
    remettre()
    [ready] = said()
    assert re.fullmatch(rf"{len(own_archives(course))} archives sont prêtes depuis le ../../.... à ..:..\.", ready)
    with Register(course) as register:
        copy = register.copies(ASSIGNMENT)[0]
        [criterion, *_] = [one for one in register.criteria(ASSIGNMENT) if one.notebook == copy.notebook]
        register.judge(ASSIGNMENT, copy.key, criterion.grade_id, "C. Aubert", 3)
    assert "Des niveaux ont été donnés depuis" in said()[1]
    remettre()
    assert len(said()) == 1


def test_an_archive_that_is_no_longer_true_is_taken_away_and_that_is_told(course):
    remettre("--provisoire")
    there = own_archives(course)
    found, code = remettre()
    assert code == 1
    kept = {who for who, one in found.items() if one["state"] == "retenue"}
    assert kept
    assert kept <= there
    assert all("L'archive écrite avant est ôtée." in found[who]["reason"] for who in kept)
    assert own_archives(course) == there - kept
    with zipfile.ZipFile(course / "remises" / "remises.zip") as whole:
        assert {*whole.namelist()} == {"remises.csv", *(f"{who}.zip" for who in there - kept)}
    assert {row["Candidat"] for row in listed(course)} == there - kept


def test_nobody_s_name_and_no_course_s_own_folder_are_taken(course):
    runner = CliRunner()
    refused = runner.invoke(application(["remettre"]), ["remettre", "--candidat", "personne"])
    assert refused.exit_code == 2
    assert "n'est pas inscrit" in refused.stderr
    assert runner.invoke(application(["remettre"]), ["remettre", "--sortie", "feedback/x"]).exit_code == 2
