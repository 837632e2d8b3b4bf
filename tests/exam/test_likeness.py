"""Copies that resemble one another in courses that were really marked: who is told with whom, what is never told, and a page that is inert."""

from __future__ import annotations

import html
import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from epreuves_kit.cli import application
from epreuves_kit.demo.copies import FictionalCopy
from tests.browser.test_files import planning, poster
from tests.conftest import once, trial_course
from tests.corpus import ASSIGNMENT, COPIES, GOOD
from tests.exam.session_application import act, refused, screen
from tests.files.conftest import model_of_files
from tests.groups.trial import Cours
from tests.ledger.tables import dump

__all__ = ["model_of_files"]

SYNTHESIS, REX = "C15_3-synthese", "C15_3-rex_analyse"
SHARED = (
    "La recherche rapporte deux fois ce que rapportent les réseaux sociaux ; nous proposons donc d'y porter un cinquième du budget de "
    "reciblage, par paliers, en regardant chaque lundi si le coût d'une vente reste sous douze euros, et de revenir en arrière sinon."
)
OWN = {
    "lea": "Le reciblage plafonne depuis mars : chaque euro de plus y touche des personnes qui ont déjà acheté, et nous le voyons aux paniers "
    "qui se répètent. La boutique gagnerait à montrer ses prix plus tôt, avant même la page du produit, comme le fait sa voisine.",
    "ines": "L'affiliation coûte peu, mais trois partenaires sur dix vendent à des clients qui venaient de toute façon. Avant de la payer "
    "davantage, comptons une semaine sans elle dans deux villes, puis comparons les ventes ; le lundi suffit pour le savoir à peu près.",
    "hugo": "Rien ne presse : la saison finit, le stock aussi, et la marge des dernières pièces paiera mieux que toute annonce nouvelle.",
    "seul": "Les avis des clientes parlent de délais et jamais de prix, ce qui devrait décider de la prochaine annonce bien plus que le coût "
    "d'un clic ; il faudrait donc écrire la livraison en deux jours dans chaque titre, puis mesurer les abandons de panier en avril.",
}
QUOTED = "Notre groupe a vu que la recherche rapporte plus que tout le reste, et nous avons pourtant gardé le même budget trois mois durant, par prudence, faute d'avoir lu les chiffres ensemble avant la réunion du comité."
LEARNT = (
    "J'ai appris à lire un taux avec son dénominateur, à demander d'où vient un chiffre avant de le citer, et à écrire la question avant "
    "d'ouvrir le tableau ; la prochaine fois, je partagerais le travail dès le premier jour, par écrit, avec une date pour chacun."
)
#: Words of a shared text parted by what nobody sees, among tags, turned signs and a weight that no page should bear.
EVIL = (
    "<script>alert(1)</script><img src=x onerror=alert(2)>\u202eetsuj\u202c </mark></div><!-- --> [x](javascript:alert(3)) "
    + SHARED.replace("e", "e\u200b").upper()
    + " é\u0301" * 200
    + " lourd" * 800_000
)


@pytest.fixture(scope="session")
def marked_alike(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two groups and two candidates alone, marked, in a course whose REX has a criterion; not to be written in."""
    root = shared / "ressemblances"
    with once(shared, "ressemblances") as first:
        if first:
            texts = judged_rex(tmp_path_factory.mktemp("rex"))
            shutil.rmtree(root, ignore_errors=True)
            shutil.copytree(trial_course(shared, "modele-rex-juge", texts), root)
            course = Cours(root)
            course.groups("G1;lea;présent;x", "G1;karim", "G2;ines;présent;x", "G2;chloe")
            write(course, "lea", f"{OWN['lea']}\n\n{SHARED} {QUOTED}", f"{QUOTED} {OWN['seul']}")
            write(course, "karim", None, f"{QUOTED} {LEARNT}")
            write(course, "ines", f"{SHARED}\n\n{OWN['ines']}", OWN["hugo"])
            write(course, "chloe", None, f"Pour ma part, {LEARNT}")
            write(course, "hugo", EVIL, OWN["hugo"])
            write(course, "seul", OWN["seul"], OWN["ines"])
            course.mark()
    return root


def judged_rex(folder: Path) -> list[Path]:
    """The trial course's REX and grille, with the last criterion judged in the REX."""
    grille = (COPIES / "cours" / "sujets" / ASSIGNMENT / "grille.yaml").read_text("utf-8")
    before, last, after = grille.rpartition("  C15.3-k3:\n")
    (folder / "grille.yaml").write_text(f"{before}{last}    carnet: rex\n{after}", "utf-8")
    rex = (Path(__file__).parents[1] / "groups" / "rex.py").read_text("utf-8")
    (folder / "rex.py").write_text(f'{rex}\n# %% [markdown] role="grille" competence="C15.3"\n', "utf-8")
    return [folder / "grille.yaml", folder / "rex.py"]


def write(course: Cours, student: str, synthesis: str | None, analysis: str) -> None:
    collective = None if synthesis is None else GOOD | {SYNTHESIS: synthesis}
    course.hand_in(student, collective, {"rex-depense": 'depense = pub["cout"].sum() + FRAIS', REX: analysis})


@pytest.fixture
def course(marked_alike: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = Path(shutil.copytree(marked_alike, tmp_path / "cours"))
    monkeypatch.chdir(root)
    return root


def told(*words: str, code: int = 1) -> list[dict[str, Any]]:
    """What the command says, line by line."""
    result = CliRunner().invoke(application(["ressemblances"]), ["ressemblances", *words, "--json"])
    assert result.exit_code == code, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def who(line: dict[str, Any]) -> list[list[str]]:
    return [copy["candidates"] for copy in line["copies"]]


def test_who_shares_a_passage_is_told_and_groups_statement_and_quotations_are_not(course):
    lines = told("e98")
    pairs = {tuple(sorted(c[0] for c in who(line))): line for line in lines}
    # Karim quotes his own group's copy in his REX, Léa too; Inès wrote the same paragraph as they did, and Hugo hid it.
    assert set(pairs) == {
        ("ines", "lea"),
        ("hugo", "lea"),
        ("hugo", "ines"),
        ("chloe", "karim"),
        ("ines", "seul"),
        ("lea", "seul"),
    }
    alike = pairs["ines", "lea"]
    assert {tuple(c) for c in who(alike)} == {("lea", "karim"), ("ines", "chloe")}
    assert alike["passage"].startswith("La recherche rapporte deux fois")
    assert alike["words"] == alike["passage_words"] == len(re.findall(r"\w+", SHARED))
    assert pairs["chloe", "karim"]["copies"][0]["notebook"] == "rex"
    assert all(line["kind"] == "écrit" and 0 < line["share"] <= 1 for line in lines)


def test_nothing_is_written_in_the_gradebook_but_the_record_s_own_tables(course):
    def nbgrader_s() -> dict[str, list[str]]:
        found = dump(f"sqlite:///{course / 'gradebook.db'}")
        return {name: rows for name, rows in found.items() if not name.startswith("epreuves_")}

    before, copies = nbgrader_s(), {p: p.read_bytes() for p in (course / "autograded").rglob("*.ipynb")}
    told("e98")
    assert nbgrader_s() == before
    assert {p: p.read_bytes() for p in (course / "autograded").rglob("*.ipynb")} == copies


def test_the_page_is_the_same_twice_names_nobody_where_asked_and_says_what_it_is_not(course):
    told("e98")
    page = course / "ressemblances" / f"{ASSIGNMENT}.html"
    first = page.read_bytes()
    assert "karim" in first.decode()
    told("e98")
    assert page.read_bytes() == first
    lines = told("e98", "--anonyme")
    assert all(c["candidates"] == [] for line in lines for c in line["copies"])
    hidden = page.read_text("utf-8")
    assert not re.search(r"\b(lea|karim|ines|chloe|hugo)\b", hidden)
    for said in ("ne donne aucun niveau", "les candidats sont entendus", "plus d'un tiers des copies"):
        assert said in html.unescape(hidden)


def test_the_application_tells_who_with_whom_and_writes_the_same_page(course):
    told("e98")
    page = course / "ressemblances" / f"{ASSIGNMENT}.html"
    by_command = page.read_bytes()
    page.unlink()
    said = act(course, "ressemblances", ASSIGNMENT)
    assert page.read_bytes() == by_command
    assert re.search("ines, chloe : Question 6.*; hugo : Question 6.* \\| 59\N{NO-BREAK SPACE}% \\|", said)
    assert "les candidats sont entendus" in said
    hidden = act(course, "ressemblances", ASSIGNMENT, anonymous="oui", share="100")
    assert not re.search(r"\b(lea|karim|ines|chloe|hugo)\b", hidden)
    assert refused(course, "ressemblances", epreuve=ASSIGNMENT, share="2").endswith(
        "un nombre entier est attendu, de 5 à 100."
    )


def test_a_hostile_text_is_shown_and_does_nothing(course):
    told("e98")
    page = (course / "ressemblances" / f"{ASSIGNMENT}.html").read_text("utf-8")
    assert len(page) < 2_000_000
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert not re.search(r"<script|<img|javascript:(?!alert\(3\)\) )|[\u202a-\u202e\u2066-\u2069\u200b]", page)
    # Nothing stands in a text but the marks of the kit.
    for text in re.findall(r'<div class="paper">(.*?)</div>', page, re.DOTALL):
        assert set(re.findall(r"<[^>]*>", text)) <= {"<mark>", "</mark>"}
    assert "trop long, seul le début est comparé" in page


def test_a_higher_threshold_leaves_what_is_less_alike_but_long_passages(course):
    kept = told("e98", "--seuil", "100")
    assert kept
    assert all(line["share"] == 1 or line["passage_words"] >= 25 for line in kept)


def test_copies_of_an_earlier_session_are_compared_with_today_s_alone(course, tmp_path):
    past = tmp_path / "juin-2025"
    place = past / "submitted" / "ancien" / ASSIGNMENT
    shutil.copytree(course / "autograded" / "seul" / ASSIGNMENT, place)
    # Another who has the name of somebody of today is that person; a notebook that is none is told, and a link not followed.
    shutil.copytree(place, past / "submitted" / "seul" / ASSIGNMENT)
    broken = past / "submitted" / "casse" / ASSIGNMENT
    broken.mkdir(parents=True)
    (broken / f"{ASSIGNMENT}.ipynb").write_text('{"cells": 3}')
    (past / "submitted" / "relie").mkdir()
    (past / "submitted" / "relie" / ASSIGNMENT).symlink_to(course / "autograded" / "lea" / ASSIGNMENT)
    lines = [line for line in told("e98", "--avec", str(past)) if any(c["session"] for c in line["copies"])]
    assert {c["session"] for line in lines for c in line["copies"]} == {"", "juin-2025"}
    assert all(who(line)[1] == ["ancien", "seul"] for line in lines)
    assert "seul" not in {c for line in lines for c in who(line)[0]}
    assert "relie" not in json.dumps(lines)
    page = (course / "ressemblances" / f"{ASSIGNMENT}.html").read_text("utf-8")
    assert "casse" in page
    assert "sessions précédentes" in page


def test_the_application_compares_with_an_earlier_session_that_lies_in_the_course(course):
    def fields():
        shown = screen(course)
        (found,) = [b["fields"] for step in shown["steps"] for b in step["buttons"] if b["what"] == "ressemblances"]
        return {field["name"]: field["options"] for field in found}

    assert "before" not in fields()
    shutil.copytree(course / "submitted" / "lea", course / "session-2025" / "submitted" / "ancienne")
    assert ("session-2025", "session-2025") in fields()["before"]
    assert "ancienne" not in act(course, "ressemblances", ASSIGNMENT)
    assert "ancienne" in act(course, "ressemblances", ASSIGNMENT, before="session-2025")
    for name in ("..", "submitted", "session-2024"):
        assert "n'est plus dans celui du cours" in refused(course, "ressemblances", epreuve=ASSIGNMENT, before=name)


def test_metadata_of_an_earlier_copy_can_be_anything(course, tmp_path):
    place = tmp_path / "vrac" / "x" / ASSIGNMENT
    place.mkdir(parents=True)
    odd: list[Any] = [
        7,
        "x",
        [],
        {"nbgrader": 3},
        {"nbgrader": {"grade_id": ["x"], "grade": True, "solution": True}},
    ]
    cells = [{"cell_type": "markdown", "source": SHARED, "metadata": meta} for meta in odd]
    (place / "x.ipynb").write_text(json.dumps({"cells": cells, "nbformat": 4, "nbformat_minor": 5, "metadata": {}}))
    lines = told("e98", "--avec", str(tmp_path / "vrac"))
    assert not any(c["session"] for line in lines for c in line["copies"])


def test_what_cannot_be_compared_is_refused_with_a_sentence(course, model, monkeypatch):
    runner = CliRunner()
    for words, said in (
        (["e98", "--avec", "nulle-part"], "n'est pas un dossier"),
        (["e98", "--sortie", "feedback"], "est un dossier du cours"),
    ):
        refused = runner.invoke(application(["ressemblances"]), ["ressemblances", *words])
        assert refused.exit_code == 2
        assert said in refused.stderr
    monkeypatch.chdir(model)
    refused = runner.invoke(application(["ressemblances"]), ["ressemblances", "e98"])
    assert refused.exit_code == 2
    assert "n'est corrigée" in refused.stderr


def test_the_same_file_of_two_who_do_not_work_together_is_told_and_a_model_given_is_not(course_of_files, monkeypatch):
    root = course_of_files
    monkeypatch.chdir(root)
    (line,) = told("e98")
    assert (line["kind"], line["name"]) == ("fichier", "affiche")
    assert who(line) == [["ana"], ["bob"]] or who(line) == [["bob"], ["ana"]]
    page = (root / "ressemblances" / f"{ASSIGNMENT}.html").read_text("utf-8")
    assert "Le même fichier" in page


@pytest.fixture
def course_of_files(model_of_files: Path, tmp_path: Path) -> Path:
    """Three candidates: two hand in the same poster, and all of them the model of a planning that the épreuve gives."""
    root = Path(shutil.copytree(model_of_files, tmp_path / "fichiers"))
    model = planning()  # once: its bytes tell the second at which it was made
    (root / "release" / ASSIGNMENT / "modele.xlsx").write_bytes(model)
    for who_, shown in (("ana", poster()), ("bob", poster()), ("cleo", poster()[:-1] + b"\0")):
        copy = FictionalCopy(root, ASSIGNMENT, who_)
        copy.files |= {"retroplanning.xlsx": model, "affiche.png": shown}
        copy.add(root / "submitted" / who_ / ASSIGNMENT)
    Cours(root).mark()
    return root
