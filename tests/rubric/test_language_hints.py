"""Hints on language: for which criteria, what is told of a text, and that whatever becomes of the program that gives them, marks are safe."""

from __future__ import annotations

import stat
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from epreuves_kit.gradebook.rows import NotebookFile
from epreuves_kit.referentiel.reading import referentiel
from epreuves_kit.rubric.panel import language
from epreuves_kit.rubric.panel.desk import Desk
from epreuves_kit.rubric.register import Register
from epreuves_kit.runner import bubble
from tests.corpus import ASSIGNMENT
from tests.course import ROOT


def test_of_the_criteria_of_the_referentiel_those_on_spelling_and_syntax_ask_for_hints() -> None:
    every = {c.id: c.label for one in referentiel(ROOT).competences for c in one.criteres}
    assert len(every) == 190
    asked = {id for id, label in every.items() if language.of_language(label)}
    assert asked == {"C4.3-k3", "C12.3-k3", "C12.4-k4"}
    assert all("Orthographe et syntaxe" in every[id] for id in asked)


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("La GRAMMAIRE est juste.", True), ("Qualité rédactionnelle des messages", True), ("Aucune faute d'orthographe", True),
        ("Des règles grammaticales", True), ("Vocabulaire technique adapté, mais pas dénaturé", False), ("Charte typographique", False),
        ("Programme d'un évènement", False), ("Télégramme court", False),
    ],
)  # fmt: skip
def test_a_criterion_is_known_by_its_words(text: str, asks: bool) -> None:
    assert language.of_language(text) == asks


@pytest.mark.langue
def test_grammalecte_tells_what_to_look_at_and_where() -> None:
    if not language.program():
        pytest.fail("Grammalecte manque : apt-get install grammalecte-cli.", pytrace=False)
    wrong = "Les **ventes** est en hausse chez Orgelune.\n\n| Mois | Note |\n| --- | --- |\n| mai | Nous avons recomander un produit |"
    code = "```\nles ventes est\n```\n\n[lien](https://recomander.example/lesventesest) et `recomander`"
    found = language.hints([wrong, "Les ventes montent.", code], ["La maison Orgelune"])
    assert found is not None
    first, second, third = found
    assert [(h.before, h.words) for h in first.hints] == [
        ("Les ventes ", "est"),
        ("Nous avons ", "recomander"),
    ]
    assert "sont" in first.hints[0].instead
    assert second == third == language.TextHints()
    # A name that the épreuve does not give is for people to know.
    unknown = language.hints([wrong])
    assert unknown is not None
    assert "Orgelune" in {hint.words for hint in unknown[0].hints}


@pytest.mark.langue
@pytest.mark.parametrize(
    "text",
    ["a" * 300_000, "\u202e<script>alert(1)</script>\x00\u0301" * 3_000, "[" * 30_000, ", les que " * 20_000],
    ids=["word", "signs", "brackets", "words"],
)
def test_a_text_without_end_is_read_in_part_or_not_at_all(text: str) -> None:
    found = language.hints([text])
    assert found is None or all(len(one.hints) <= language.MOST for one in found)
    assert not any(c in str(found) for c in ("\u202e", "\x00"))


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Puts a program of one's own in Grammalecte's place, on a machine without walls."""
    path = tmp_path / "grammalecte-cli"

    def put(script: str) -> None:
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
        monkeypatch.setattr(language, "program", lambda: str(path))

    monkeypatch.setattr(bubble, "program", lambda: None)
    monkeypatch.setattr(language, "SECONDS", 1)
    return put


def running(folder: Path) -> list[list[str]]:
    """Programs of a folder that have not ended."""
    lines = [p.info["cmdline"] or [] for p in psutil.process_iter(["cmdline"])]
    return [line for line in lines if any(str(folder) in word for word in line)]


@pytest.mark.parametrize(
    "script",
    [
        "exit 3",
        "echo '{'",
        "yes '{\"data\": [' | head -c 5000000",
        'echo \'{"data": [{"iParagraph": "x"}]}\'',
        "while :; do :; done",
        "sleep 3",
    ],
    ids=["fails", "half", "deep", "other", "loops", "sleeps"],
)
def test_a_program_that_fails_lies_or_does_not_end_gives_no_hint(program: Any, script: str, tmp_path: Path) -> None:
    program(script)
    assert language.hints(["Un texte."]) is None
    # The processor's own bound, and the end of all that was started, take a moment to be seen.
    deadline = time.monotonic() + 10
    while (left := running(tmp_path)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert left == []


def test_places_that_are_not_in_the_text_are_left_out(program: Any) -> None:
    said = '{"iParagraph": 1, "lGrammarErrors": [{"nStart": 4, "nEnd": 900, "sMessage": "x"}, {"nStart": -3, "nEnd": 2, "sMessage": "x"}, {"nStart": 3, "nEnd": 8, "sMessage": "vu\\n\u202e"}], "lSpellingErrors": []}'
    program(f'printf \'%s\' \'{{"data": [{said}, {{"iParagraph": 9, "lGrammarErrors": [], "lSpellingErrors": []}}]}}\'')
    found = language.hints(["Un texte."])
    assert found is not None
    assert [(h.words, h.said) for h in found[0].hints] == [("texte", "vu ")]


@pytest.fixture
def desk(root: Path) -> Iterator[Desk]:
    with Register(root) as register, NotebookFile(f"sqlite:///{root / 'gradebook.db'}") as notebook:
        yield Desk(register, notebook, ASSIGNMENT, "Claire")


def says(desk: Desk, kind: str, **words: Any) -> dict[str, Any]:
    copy, *more = desk.handle({"kind": kind, "n": 1, "client": "essai", **words})
    return more[0] if kind == "hello" else copy


def test_a_copy_opens_without_hints_and_their_failure_is_said_and_hinders_no_level(
    desk: Desk, root: Path, program: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: Any, **__: Any) -> None:
        raise AssertionError("a program was run to open a copy")

    with monkeypatch.context() as patch:
        patch.setattr(subprocess, "run", never)
        opened = says(desk, "hello")
        key = opened["copy"]["key"]
        assert says(desk, "page", key=key)["tabs"]
    assert not opened["language"]  # nothing in the trial course's criteria is on language
    program("exit 3")
    told = says(desk, "language", key=key)
    assert (told["kind"], told["tabs"], told["sentence"]) == ("language", {}, language.UNAVAILABLE)
    assert says(desk, "judge", copy=key, grade_id=opened["criterion"]["grade_id"], level=2)["level"] == 2
    assert says(desk, "language", key="../x")["kind"] == "failed"
