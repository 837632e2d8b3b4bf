"""Variants drawn by several processes are what one process draws, and what is kept is what was drawn."""

import importlib.metadata
import re
import sys

import msgspec
import numpy as np
import psutil
import pytest

from epreuves.variants import archive
from epreuves.variants.attribution import key_mark, letters, own_key
from epreuves.wording.errors import KitError
from epreuves_kit.authoring import draw
from epreuves_kit.build.build import build
from epreuves_kit.proof import drawing_again
from epreuves_kit.referentiel.model import called
from epreuves_kit.variants.session import DEMONSTRATION_KEY
from tests.authoring.trial_course import ID


@pytest.fixture(autouse=True)
def spread(monkeypatch):
    """Other processes are worth it at once, and there are cores for them."""
    monkeypatch.setattr(draw, "_LONG", 0.0)
    monkeypatch.setattr(draw, "cores", lambda: 3)


@pytest.fixture
def sujet(course):
    return course / "sujets" / ID


def begin_with(sujet, code):
    """Put lines before a draw."""
    file = sujet / "donnees.py"
    written = file.read_text("utf-8")
    assert written.count("    while True:\n") == 1
    file.write_text(written.replace("    while True:\n", f"{code}    while True:\n"), "utf-8")


KEY = own_key("une clé", ID)


def wanted(letters=letters(), key=KEY):
    return [draw.Wanted(ID, letter, key) for letter in letters]


def drawn(course, letters=letters(), **options):
    told = []
    found = list(draw.archives(course, wanted(letters), progress=told.append, **options))
    return found, [said[-1] for said in told]


def alone(sujet, letters=letters()):
    return [draw.draw_archive(sujet, one) for one in wanted(letters)]


def kept(course, letter):
    (file,) = (course / ".epreuves" / "tirages" / ID).glob(f"{letter}-*")
    return file


def processes():
    """Those that draw, of this process's children; one that has ended and waits to be read is none."""
    return [p for p in psutil.Process().children(recursive=True) if draws(p)]


def draws(process):
    try:
        return any("spawn_main" in word for word in process.cmdline())
    except (psutil.ZombieProcess, psutil.NoSuchProcess):
        return False


def test_the_same_archives_in_the_same_order(course, sujet):
    gives = draw.archives(course, wanted())
    found = [next(gives), next(gives)]
    assert len(processes()) == 3
    found += gives
    assert found == alone(sujet)
    assert processes() == []


@pytest.mark.slow
def test_where_the_other_processes_die_all_is_drawn_here(course, sujet):
    begin_with(
        sujet,
        "    import multiprocessing, os\n    if multiprocessing.parent_process():\n        os._exit(1)\n",
    )
    assert drawn(course, "ABCD")[0] == alone(sujet, "ABCD")


def test_a_draw_that_fails_is_told_with_its_letter_after_those_before_it(course, sujet):
    begin_with(sujet, "    if (first := rng.randint(10**9)) in REFUSED:\n        raise ValueError('non')\n")
    refused = np.random.RandomState(wanted("D")[0].seed).randint(10**9)
    file = sujet / "donnees.py"
    file.write_text(f"{file.read_text('utf-8')}\nREFUSED = {{{refused}}}\n", "utf-8")
    gives = draw.archives(course, wanted())
    assert [next(gives) for _ in "ABC"] == alone(sujet, "ABC")
    with pytest.raises(KitError, match="variante D : ValueError — non"):
        next(gives)
    assert processes() == []


def test_who_wants_no_more_leaves_no_process(course):
    gives = draw.archives(course, wanted())
    next(gives), next(gives)
    gives.close()
    assert processes() == []


def test_what_was_drawn_is_not_drawn_again_unless_asked(course, sujet):
    first, told = drawn(course, "AB")
    assert told == ["A", "B"]
    assert drawn(course, "ABC") == ([*first, *alone(sujet, "C")], ["C"])
    assert drawn(course, "AB", fresh=True) == (first, ["A", "B"])


@pytest.mark.parametrize("name", ["donnees.py", "dictionnaire.yaml"])
def test_other_texts_are_drawn_again_and_what_they_replace_goes(course, sujet, name):
    drawn(course, "A")
    before = kept(course, "A")
    with (sujet / name).open("a", encoding="utf-8") as file:
        file.write("# autre\n")
    assert drawn(course, "A") == (alone(sujet, "A"), ["A"])
    assert kept(course, "A") != before


def test_other_libraries_draw_again(course, monkeypatch):
    drawn(course, "A")
    monkeypatch.setattr(importlib.metadata, "version", lambda name: "0")
    assert drawn(course, "A")[1] == ["A"]


@pytest.mark.parametrize(
    "damage",
    [lambda b: b[:-1], lambda b: b[:40], lambda b: b"", lambda b: b[:200] + b"x" + b[201:]],
    ids=["cut short", "cut at the head", "empty", "one byte changed"],
)
def test_a_damaged_file_is_drawn_again(course, damage):
    first, _ = drawn(course, "A")
    file = kept(course, "A")
    file.write_bytes(damage(file.read_bytes()))
    assert drawn(course, "A") == (first, ["A"])
    assert drawn(course, "A") == (first, [])


def test_an_interruption_leaves_no_half_file(course, monkeypatch):
    def stop(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("os.replace", stop)
        with pytest.raises(KeyboardInterrupt):
            drawn(course, "A")
    assert list((course / ".epreuves" / "tirages" / ID).iterdir()) == []
    assert drawn(course, "A")[1] == ["A"]


def test_a_build_draws_each_variant_once_and_a_second_none(course):
    told = []
    build(course, progress=told.append)
    draws = [said for said in told if "jeu de données" in said]
    assert len(draws) == len(set(draws)) == 12
    told.clear()
    build(course, progress=told.append)
    build(course, check=True, progress=told.append)
    assert not [said for said in told if "jeu de données" in said]
    build(course, progress=told.append, fresh=True)
    assert [said for said in told if "jeu de données" in said] == draws


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
    found = draw.tirer_jusqu_a(number, of, np.random.RandomState(3))
    assert found in (6, 8)
    assert worked_out[-1] == found
    assert all(n % 2 == 0 for n in worked_out)


def test_a_draw_that_cannot_succeed_is_stopped_with_its_refusals_by_reason():
    of, _ = conditions(8)
    with pytest.raises(KitError) as refused:
        draw.tirer_jusqu_a(number, of, np.random.RandomState(3), essais=40)
    counts = [int(n) for n in re.findall(r"» (\d+) fois", str(refused.value))]
    assert str(refused.value).startswith("aucun tirage sur 40 ne remplit les conditions. Refus : « ")
    assert sum(counts) == 40
    assert counts == sorted(counts, reverse=True)
    assert {"« pair »", "« plus de 8 »"} <= set(re.findall("« [^»]+ »", str(refused.value)))


REFUSING = """
from epreuves_kit.authoring.draw import tirer_jusqu_a

def tirer(rng):
    return tirer_jusqu_a(_tirage, lambda t: [("coût total élevé", t["campagnes"]["cout"].sum() > BOUND)], rng, essais=30)
"""


def refusing(sujet, bound):
    """The trial draw, refused where its costs are low; it ends for any bound."""
    file = sujet / "donnees.py"
    text = file.read_text("utf-8")
    assert "def _tirage(rng" in text
    file.write_text(f"{text}{REFUSING}\nBOUND = {bound}\n", "utf-8")


def test_refusals_are_counted_with_what_was_drawn_and_kept_with_it(course, sujet):
    refusing(sujet, 2000)
    found, _ = drawn(course)
    total = sum(one.refusals.get("coût total élevé", 0) for one in found)
    assert total > 0
    assert draw.refusals(course, wanted()) == {"coût total élevé": total}
    assert drawn(course) == (found, [])


def test_a_draw_that_cannot_succeed_names_its_file_and_letter(course, sujet):
    refusing(sujet, 1_000_000)
    (vain,) = drawn(course, "A")[0]
    assert (vain.archive, drawn(course, "A")[1]) == (b"", [])
    with pytest.raises(
        draw.VainDraw,
        match=r"donnees\.py, variante A : aucun tirage sur 30 .* « coût total élevé » 30 fois\.",
    ):
        print(vain.content)


def test_a_draw_that_never_ends_is_stopped(course, sujet, monkeypatch):
    monkeypatch.setattr(draw, "_SECONDS", 0.2)
    begin_with(sujet, "    while True:\n        rng.uniform()\n")
    with pytest.raises(KitError, match=r"variante A : le tirage n'a pas fini en 0\.2 s"):
        drawn(course, "A")


def test_a_draw_that_never_ends_is_stopped_though_the_first_attempt_was_lost(course, sujet, monkeypatch):
    monkeypatch.setattr(draw, "_SECONDS", 0.2)
    lost = "    try:\n        time.sleep(30)\n    except Exception:\n        pass\n"
    begin_with(sujet, f"    import time\n{lost}    while True:\n        rng.uniform()\n")
    with pytest.raises(KitError, match=r"variante A : le tirage n'a pas fini en 0\.2 s"):
        drawn(course, "A")


def test_a_second_draw_that_never_ends_is_stopped_as_the_first_is(sujet, monkeypatch, capsys):
    monkeypatch.setattr(draw, "_SECONDS", 0.2)
    begin_with(sujet, "    while True:\n        rng.uniform()\n")
    (one,) = wanted("A")
    monkeypatch.setattr(sys, "argv", ["drawing_again", str(sujet), msgspec.json.encode(one).decode()])
    drawing_again.main()
    assert capsys.readouterr().out == ""


def test_those_that_refuse_most_are_told_first_and_the_rest_together():
    refusals = {"a": 2, "b": 30, "c": 1}
    assert draw.told(refusals) == "« b » 30 fois, « a » 2 fois et « c » 1 fois"
    assert draw.told(refusals, 1) == "« b » 30 fois et d'autres 3 fois"
    assert draw.told(refusals, 3) == draw.told(refusals)


def tables(found):
    return [archive.read(one.content)["campagnes.csv"] for one in found]


def test_two_keys_give_other_tables_and_the_same_key_the_same(course, sujet):
    other = own_key("une autre clé", ID)
    first = [draw.draw_archive(sujet, one) for one in wanted("ABC")]
    again = [draw.draw_archive(sujet, one) for one in wanted("ABC")]
    others = [draw.draw_archive(sujet, one) for one in wanted("ABC", other)]
    assert first == again
    assert len({*tables(first), *tables(others)}) == 6


def test_the_next_attempt_is_another_draw_of_the_same_variant(sujet):
    attempts = [draw.Wanted(ID, "A", KEY, attempt) for attempt in range(3)]
    assert len(set(tables(draw.draw_archive(sujet, one) for one in attempts))) == 3


def test_an_archive_tells_which_key_it_was_drawn_from_and_not_the_key(sujet):
    (one,) = wanted("A")
    said = archive.comment(draw.draw_archive(sujet, one).archive)
    assert said == draw.stamp(sujet, one)
    assert draw.key_told(said) == key_mark(KEY) != key_mark(own_key("une autre clé", ID))
    assert KEY not in said


def test_the_draws_of_another_key_take_the_place_of_those_before_and_the_demonstrations_stay(course):
    shown = draw.demonstration(ID)
    list(draw.archives(course, [shown, *wanted("A")]))
    list(draw.archives(course, wanted("A", own_key("une autre clé", ID))))
    told = []
    list(draw.archives(course, [shown, *wanted("A")], progress=told.append))
    assert told == [f"{called(ID)} : jeu de données A"]
    assert shown.key == own_key(DEMONSTRATION_KEY, ID)
