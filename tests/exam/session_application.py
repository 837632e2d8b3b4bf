"""The session's application as a test runs it: what an action says, what is shown; and a session whose jury has decided."""

from __future__ import annotations

import shutil
import time
from pathlib import Path
from typing import Any

import pytest

from epreuves.variants.published import VARIANTS_FOLDER
from epreuves.wording.errors import KitError
from epreuves_kit.exam.asking import Asked, Unconfirmed
from epreuves_kit.page import words, work
from epreuves_kit.page.desk import SessionDesk
from epreuves_kit.page.drawn import do
from tests.jury.cours import E17, NotebookFile, lay

REPOSITORY = Path(__file__).parents[2]
SITTING = {"number": "2026-06-A", "date": "2026-06-30", "place": "Paris"}
PEOPLE = {"lea": ("Léa", "FONTAINE"), "karim": ("Karim", "BENALI")}
JURY = "composition:\n- {nom: Camille Aubert, qualite: présidente}\n"


def told(what: str, done: int, total: int) -> None:
    """Nobody listens."""


def act(root: Path, action: str, epreuve: str = "", sure: bool = False, **values: str) -> str:
    """What an action says, as the application shows it: its sentences, then the lines of its tables."""
    outcome = do(root, Asked(action, epreuve, {"author": "Secrétariat", **values}, sure), told)
    lines = [" | ".join(line) for table in outcome.tables for line in table.lines]
    return "\n".join(words.all_shown((*outcome.said, *outcome.look, *lines)))


def refused(root: Path, action: str, **more: Any) -> str:
    """Why an action is not done, as the application shows it."""
    with pytest.raises(KitError) as error:
        act(root, action, **more)
    assert not isinstance(error.value, Unconfirmed)
    return words.shown(error.value.sentence)


def ended(root: Path) -> work.SessionWork:
    """Where the work stands once it has ended."""
    while (now := work.current(root)) is None or now.running:
        time.sleep(0.05)
    return now


def screen(root: Path, **gesture: Any) -> dict[str, Any]:
    """What the application answers to a gesture, by default all that it shows."""
    [answer] = SessionDesk(root, "Secrétariat").handle({"kind": "hello", "n": 1, "client": "page", **gesture})
    return answer


def decided_session(root: Path) -> Path:
    """A course whose two candidates have all their levels and their pages, with its procès-verbal."""
    lay(root)
    (root / "jury.yaml").write_text(JURY, "utf-8")
    with NotebookFile(root) as book:
        for id, (first, last) in PEOPLE.items():
            book.student(id, first, last)
        book.release(E17)
        for id in PEOPLE:
            book.mark(id, E17)
    for id in PEOPLE:
        (root / "submitted" / id / E17).mkdir(parents=True)
    # Built, whether or not the repository's own course is.
    source = root / "source" / E17
    shutil.copytree(REPOSITORY / "source" / E17, source, ignore=shutil.ignore_patterns(VARIANTS_FOLDER))
    (source / VARIANTS_FOLDER).mkdir(parents=True)
    act(root, "jury seance", **SITTING)
    act(root, "jury pv", sure=True, partial="oui")
    return root
