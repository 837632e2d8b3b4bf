"""Variants drawn by several processes are what one process draws, and what is kept is what was drawn."""

import re

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


def conditions(asked):
    """A draw of one number from 0 to 9: even, then above `asked`; and what was worked out."""
    worked_out = []

    def of(number):
        yield "pair", number % 2 == 0
        worked_out.append(number)
        yield f"plus de {asked}", number > asked

    return of, worked_out


def number(rng):
    return int(rng.randint(10))


def test_a_draw_is_refused_on_its_first_condition_and_the_rest_is_not_worked_out():
    of, worked_out = conditions(5)
    found = tirage.tirer_jusqu_a(number, of, tirage.np.random.RandomState(3))
    assert found in (6, 8)
    assert worked_out[-1] == found
    assert all(n % 2 == 0 for n in worked_out)


def test_a_draw_that_cannot_succeed_is_stopped_with_its_refusals_by_reason():
    of, _ = conditions(8)
    with pytest.raises(KitError) as refused:
        tirage.tirer_jusqu_a(number, of, tirage.np.random.RandomState(3), essais=40)
    counts = [int(n) for n in re.findall(r"» (\d+) fois", str(refused.value))]
    assert str(refused.value).startswith("aucun tirage sur 40 ne remplit les conditions. Refus : « ")
    assert sum(counts) == 40
    assert counts == sorted(counts, reverse=True)
    assert {"« pair »", "« plus de 8 »"} <= set(re.findall("« [^»]+ »", str(refused.value)))


REFUSING = """
from epreuves.authoring.tirage import tirer_jusqu_a

def tirer(rng):
    return tirer_jusqu_a(_tirage, lambda t: [("coût total élevé", t["campagnes"]["cout"].sum() > BOUND)], rng, essais=30)
"""


def refusing(sujet, bound):
    """The trial draw, refused where its costs are low; it ends for any bound."""
    file = sujet / "donnees.py"
    text = file.read_text("utf-8")
    assert "def _tirage(rng" in text
    file.write_text(f"{text}{REFUSING}\nBOUND = {bound}\n", "utf-8")


def test_refusals_are_counted_with_what_was_drawn_and_kept_with_it(cours, sujet):
    refusing(sujet, 2000)
    found, _ = drawn(cours)
    total = sum(one.refusals.get("coût total élevé", 0) for one in found)
    assert total > 0
    assert tirage.refusals(cours, ID, LETTRES) == {"coût total élevé": total}
    assert drawn(cours) == (found, [])


def test_a_draw_that_cannot_succeed_names_its_file_and_letter(cours, sujet):
    refusing(sujet, 1_000_000)
    with pytest.raises(
        KitError, match=r"donnees\.py, variante A : aucun tirage sur 30 .* « coût total élevé » 30 fois\."
    ):
        drawn(cours, "A")


def test_a_draw_that_never_ends_is_stopped(cours, sujet, monkeypatch):
    monkeypatch.setattr(tirage, "_SECONDS", 0.2)
    begin_with(sujet, "    while True:\n        rng.uniform()\n")
    with pytest.raises(KitError, match=r"variante A : le tirage n'a pas fini en 0\.2 s"):
        drawn(cours, "A")


def test_those_that_refuse_most_are_told_first_and_the_rest_together():
    refusals = {"a": 2, "b": 30, "c": 1}
    assert tirage.told(refusals) == "« b » 30 fois, « a » 2 fois et « c » 1 fois"
    assert tirage.told(refusals, 1) == "« b » 30 fois et d'autres 3 fois"
    assert tirage.told(refusals, 3) == tirage.told(refusals)
