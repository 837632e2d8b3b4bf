"""Variants drawn by several processes are what one process draws, and what is kept is what was drawn."""

import psutil
import pytest

from epreuves.authoring import tirage
from epreuves.authoring.construction import build
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


def wanted(letters=LETTRES):
    return [(ID, letter) for letter in letters]


def drawn(cours, letters=LETTRES, **options):
    told = []
    found = list(tirage.archives(cours, wanted(letters), progress=told.append, **options))
    return found, [said[-1] for said in told]


def alone(sujet, letters=LETTRES):
    return [tirage.archiver(sujet, ID, letter) for letter in letters]


def kept(cours, letter):
    (file,) = (cours / ".epreuves" / "tirages" / ID).glob(f"{letter}-*")
    return file


def processes():
    return [
        p
        for p in psutil.Process().children(recursive=True)
        if any("spawn_main" in word for word in p.cmdline())
    ]


def test_the_same_archives_in_the_same_order(cours, sujet):
    gives = tirage.archives(cours, wanted())
    found = [next(gives), next(gives)]
    assert len(processes()) == 3
    found += gives
    assert found == alone(sujet)
    assert processes() == []


def test_where_the_other_processes_die_all_is_drawn_here(cours, sujet):
    begin_with(
        sujet,
        "    import multiprocessing, os\n    if multiprocessing.parent_process():\n        os._exit(1)\n",
    )
    assert drawn(cours, "ABCD")[0] == alone(sujet, "ABCD")


def test_a_draw_that_fails_is_told_with_its_letter_after_those_before_it(cours, sujet):
    begin_with(sujet, "    if (first := rng.randint(10**9)) in REFUSED:\n        raise ValueError('non')\n")
    refused = tirage.np.random.RandomState(tirage.graine(ID, "D")).randint(10**9)
    file = sujet / "donnees.py"
    file.write_text(f"{file.read_text('utf-8')}\nREFUSED = {{{refused}}}\n", "utf-8")
    gives = tirage.archives(cours, wanted())
    assert [next(gives) for _ in "ABC"] == alone(sujet, "ABC")
    with pytest.raises(KitError, match="variante D : ValueError — non"):
        next(gives)
    assert processes() == []


def test_who_wants_no_more_leaves_no_process(cours):
    gives = tirage.archives(cours, wanted())
    next(gives), next(gives)
    gives.close()
    assert processes() == []


def test_what_was_drawn_is_not_drawn_again_unless_asked(cours, sujet):
    first, told = drawn(cours, "AB")
    assert told == ["A", "B"]
    assert drawn(cours, "ABC") == ([*first, *alone(sujet, "C")], ["C"])
    assert drawn(cours, "AB", fresh=True) == (first, ["A", "B"])


@pytest.mark.parametrize("name", ["donnees.py", "dictionnaire.yaml"])
def test_other_texts_are_drawn_again_and_what_they_replace_goes(cours, sujet, name):
    drawn(cours, "A")
    before = kept(cours, "A")
    with (sujet / name).open("a", encoding="utf-8") as file:
        file.write("# autre\n")
    assert drawn(cours, "A") == (alone(sujet, "A"), ["A"])
    assert kept(cours, "A") != before


def test_other_libraries_draw_again(cours, monkeypatch):
    drawn(cours, "A")
    monkeypatch.setattr(tirage.importlib.metadata, "version", lambda name: "0")
    assert drawn(cours, "A")[1] == ["A"]


@pytest.mark.parametrize(
    "damage",
    [lambda b: b[:-1], lambda b: b[:40], lambda b: b"", lambda b: b[:200] + b"x" + b[201:]],
    ids=["cut short", "cut at the head", "empty", "one byte changed"],
)
def test_a_damaged_file_is_drawn_again(cours, damage):
    first, _ = drawn(cours, "A")
    file = kept(cours, "A")
    file.write_bytes(damage(file.read_bytes()))
    assert drawn(cours, "A") == (first, ["A"])
    assert drawn(cours, "A") == (first, [])


def test_an_interruption_leaves_no_half_file(cours, monkeypatch):
    def stop(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("epreuves.kept.os.replace", stop)
        with pytest.raises(KeyboardInterrupt):
            drawn(cours, "A")
    assert list((cours / ".epreuves" / "tirages" / ID).iterdir()) == []
    assert drawn(cours, "A")[1] == ["A"]


def test_a_build_draws_each_variant_once_and_a_second_none(cours):
    told = []
    build(cours, progress=told.append)
    draws = [said for said in told if "tirage" in said]
    assert len(draws) == len(set(draws)) == 12
    told.clear()
    build(cours, progress=told.append)
    build(cours, check=True, progress=told.append)
    assert not [said for said in told if "tirage" in said]
    build(cours, progress=told.append, fresh=True)
    assert [said for said in told if "tirage" in said] == draws
