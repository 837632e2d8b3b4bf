"""Variants drawn by several processes are what one process draws, whatever becomes of the others."""

import psutil
import pytest

from epreuves.authoring import tirage
from epreuves.variantes.lettres import LETTRES
from epreuves.wording.errors import KitError
from tests.authoring.cours_d_essai import ID


@pytest.fixture(autouse=True)
def spread(monkeypatch):
    """Other processes are worth it at once, and there are cores for them."""
    monkeypatch.setattr(tirage, "_LONG", 0.0)
    monkeypatch.setattr(tirage, "cores", lambda: 3)


@pytest.fixture
def sujet(cours):
    return cours / "sujets" / ID


def begin_with(sujet, code):
    """Put lines before a draw."""
    file = sujet / "donnees.py"
    written = file.read_text("utf-8")
    assert written.count("    while True:\n") == 1
    file.write_text(written.replace("    while True:\n", f"{code}    while True:\n"), "utf-8")


def alone(sujet):
    return [tirage.archiver(sujet, ID, letter) for letter in LETTRES]


def processes():
    return [
        p
        for p in psutil.Process().children(recursive=True)
        if any("spawn_main" in word for word in p.cmdline())
    ]


def test_the_same_archives_in_the_same_order(sujet):
    drawn = tirage.archives(sujet, ID, LETTRES)
    found = [next(drawn), next(drawn)]
    assert len(processes()) == 3
    found += drawn
    assert found == alone(sujet)
    assert processes() == []


def test_where_the_other_processes_die_all_is_drawn_here(sujet):
    begin_with(
        sujet,
        "    import multiprocessing, os\n    if multiprocessing.parent_process():\n        os._exit(1)\n",
    )
    assert list(tirage.archives(sujet, ID, LETTRES[:4])) == alone(sujet)[:4]


def test_a_draw_that_fails_is_told_with_its_letter_after_those_before_it(sujet):
    begin_with(sujet, "    if (first := rng.randint(10**9)) in REFUSED:\n        raise ValueError('non')\n")
    refused = tirage.np.random.RandomState(tirage.graine(ID, "D")).randint(10**9)
    file = sujet / "donnees.py"
    file.write_text(f"{file.read_text('utf-8')}\nREFUSED = {{{refused}}}\n", "utf-8")
    drawn = tirage.archives(sujet, ID, LETTRES)
    assert [next(drawn) for _ in "ABC"] == [tirage.archiver(sujet, ID, letter) for letter in "ABC"]
    with pytest.raises(KitError, match="variante D : ValueError — non"):
        next(drawn)
    assert processes() == []


def test_who_wants_no_more_leaves_no_process(sujet):
    drawn = tirage.archives(sujet, ID, LETTRES)
    next(drawn), next(drawn)
    drawn.close()
    assert processes() == []
