"""`epreuves couverture`: each criterion asked and judged once, told criterion by criterion; what lacks is named."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from epreuves_kit.cli import application
from epreuves_kit.proof import coverage, readings
from epreuves_kit.referentiel.reading import referentiel
from tests.course import EPREUVES, ROOT, lay_referentiel

ONE = "e06_objectifs"


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A course that holds the texts of one épreuve, with a REX."""
    shutil.copytree(ROOT / "sujets" / ONE, tmp_path / "sujets" / ONE)
    lay_referentiel(tmp_path)
    return tmp_path


def faults(course: Path) -> list[str]:
    """What is wrong, beside the épreuves that the course does not hold."""
    return [f for f in coverage.cover(course, referentiel(ROOT)).faults if "n'est pas écrite" not in f]


def edit(course: Path, old: str, new: str) -> None:
    path = course / "sujets" / ONE / "grille.yaml"
    text = path.read_text("utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), "utf-8")


def test_the_page_of_the_repository_is_what_the_command_writes_now() -> None:
    now = coverage.page(coverage.cover(ROOT, referentiel(ROOT)))
    assert (ROOT / "docs" / "couverture.md").read_text("utf-8") == now, (
        "docs/couverture.md est périmé : lancez « epreuves couverture --sortie docs/couverture.md »"
    )


def test_every_criterion_of_the_course_is_asked_and_judged_once() -> None:
    found = coverage.cover(ROOT, referentiel(ROOT))
    judged = [criterion.code for competence in found.competences for criterion in competence.criteria]
    codes = [
        criterion.id
        for e in EPREUVES
        for c in referentiel(ROOT).epreuve(e).competences
        for criterion in referentiel(ROOT).criteres_of(c)
    ]
    assert sorted(judged) == sorted(codes)
    assert all(criterion.asked for competence in found.competences for criterion in competence.criteria)


def test_a_criterion_is_told_with_the_writing_where_it_is_asked_and_the_machine_s_questions(
    course: Path,
) -> None:
    found = coverage.cover(course, referentiel(ROOT))
    told = {c.code: c for c in found.competences}["C6.2"]
    assert ("question 6 — Le dernier lead qui compte", 4.0) in told.machine
    last = told.criteria[-1]
    assert last.code == "C6.2-k4"
    assert [asked.partition(" — ")[0] for asked in last.asked] == ["REX, écrit A", "REX, écrit B"]
    assert faults(course) == []


def test_a_criterion_that_no_grille_judges_is_named(course: Path) -> None:
    edit(course, "  C6.1-k2:\n", "  C6.1-k9:\n")
    with pytest.raises(Exception, match=r"C6\.1-k9"):
        coverage.cover(course, referentiel(ROOT))


def test_a_criterion_left_out_or_judged_elsewhere_as_well_is_named(course: Path) -> None:
    other = course / "sujets" / "e99_essai"
    (course / "sujets" / ONE / readings.NAME).unlink()  # of the criteria that go
    shutil.copytree(course / "sujets" / ONE, other)
    text = (other / "grille.yaml").read_text("utf-8")
    start, end = text.index("  C6.1-k1:\n"), text.index("  C6.1-k2:\n")
    (other / "grille.yaml").write_text(text[: text.index("  C6.1-k1:\n")] + text[start:end], "utf-8")
    assert faults(course) == ["C6.1-k1 : jugé 2 fois ; chaque critère l'est une fois."]
    shutil.rmtree(other)
    path = course / "sujets" / ONE / "grille.yaml"
    path.write_text(text[:start] + text[end:], "utf-8")
    assert faults(course) == ["C6.1-k1 : jugé 0 fois ; chaque critère l'est une fois."]


def test_the_command_writes_the_page_and_fails_while_something_lacks(
    course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(course)
    done = CliRunner().invoke(application(), ["couverture", "--sortie", "page.md"])
    assert done.exit_code == 1
    assert "jugés une fois : 11 sur 190" in done.output
    assert "e17_impact_digital n'est pas écrite" in done.output
    assert (course / "page.md").read_text("utf-8").startswith("# Ce que couvrent les épreuves\n")
