"""Remarks on passages: kept before they are said, taken back and undone in turn with levels, told to the candidate beside the words."""

from pathlib import Path

import pytest

from epreuves.wording.errors import KitError
from epreuves_kit.feedback.page import compose
from epreuves_kit.gradebook.marked_notebook import contents, parse
from epreuves_kit.gradebook.passages import LONGEST, LONGEST_QUOTE, stands_in
from epreuves_kit.gradebook.rows import NotebookFile
from epreuves_kit.referentiel.reading import referentiel
from epreuves_kit.rubric.backup import restore_course, save_course
from epreuves_kit.rubric.panel.desk import Desk
from epreuves_kit.rubric.passages import AskedPassage
from epreuves_kit.rubric.register import Register
from epreuves_kit.rubric.sharing import AskedAllotment
from tests.corpus import ASSIGNMENT
from tests.rubric.test_panel_desk import Client
from tests.rubric.trial import K1, K2, K3, copy_of

CELL = "C15_3-synthese"


def text_of(copy):
    """The synthesis of a copy, as it was handed in."""
    cells = parse(contents(Path(copy.path))).cells
    (cell,) = [c for c in cells if (c["metadata"].get("nbgrader") or {}).get("grade_id") == CELL]
    return "".join(cell["source"])


def asked(quote, text="Citez votre source.", grade_id=K1):
    return AskedPassage(CELL, quote, text, grade_id)


@pytest.fixture
def client(root):
    with Register(root) as register, NotebookFile(f"sqlite:///{root / 'gradebook.db'}") as notebook:
        yield Client(Desk(register, notebook, ASSIGNMENT, "Claire"))


def test_a_remark_that_is_answered_is_in_the_record_and_shown_to_each_member(client, root):
    key = client.opens()["copy"]["key"]
    with Register(root) as register:
        copy = register.copies(ASSIGNMENT)[0]
        quote = text_of(copy)[:12]
    gesture = {
        "copy": key,
        "cell": CELL,
        "quote": f"  {quote}\n",
        "text": "Précisez.",
        "grade_id": K1,
        "before": "",
        "after": " suite",
    }
    (screen, *_) = client.says("remark", **gesture)
    assert screen["remarked"]
    (shown,) = screen["passages"]
    assert (shown["quote"], shown["text"], shown["own"]) == (" ".join(quote.split()), "Précisez.", True)
    assert shown["about"] == "C15.1-k1 · Claire"
    with NotebookFile(f"sqlite:///{root / 'gradebook.db'}") as book:
        for student in copy.students:
            (passage,) = book.one(ASSIGNMENT, ASSIGNMENT, student).passages
            assert (passage.quote, passage.text, passage.who) == (shown["quote"], "Précisez.", "Claire")


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ({"quote": "Rien de tel n'y est écrit."}, "Ce passage n'est pas dans un écrit de cette copie"),
        ({"quote": " \n "}, "Choisissez d'abord un passage"),
        ({"cell": "C15_1-roas"}, "Ce passage n'est pas dans un écrit de cette copie"),
        ({"text": "  "}, "Écrivez la remarque"),
        ({"text": "x" * (LONGEST + 1)}, "raccourcissez-la"),
        ({"grade_id": "C1_1-k9"}, "ne se juge pas dans la copie"),
        ({"copy": "ailleurs"}, "Cette copie n'est plus là"),
    ],
)
def test_what_cannot_be_hung_is_refused_in_a_sentence_and_nothing_is_kept(client, root, words, reason):
    key = client.opens()["copy"]["key"]
    with Register(root) as register:
        quote = text_of(register.copies(ASSIGNMENT)[0])[:12]
    gesture = {"copy": key, "cell": CELL, "quote": quote, "text": "Précisez.", "grade_id": K1} | words
    (answer,) = client.says("remark", **gesture)
    assert answer["kind"] == "failed"
    assert reason in answer["sentence"]
    with Register(root) as register:
        assert register.passages(ASSIGNMENT) == ()


def test_a_passage_that_is_too_long_is_refused():
    with pytest.raises(KitError, match="choisissez-en une partie"):
        asked("x" * (LONGEST_QUOTE + 1)).checked()


def test_one_undo_after_the_other_takes_back_remarks_and_levels_in_the_order_of_the_gestures(register):
    copy = copy_of(register, "lea")
    quote = text_of(copy)[:12]
    first = register.remark(ASSIGNMENT, copy.key, asked(quote, "Un."), "Anne")
    register.judge(ASSIGNMENT, copy.key, K1, "Anne", 2)
    second = register.remark(ASSIGNMENT, copy.key, asked(quote, "Deux."), "Anne")
    other = register.remark(ASSIGNMENT, copy.key, asked(quote, "De Bruno."), "Bruno")
    register.judge(ASSIGNMENT, copy.key, K2, "Anne", 1)
    assert register.undo(ASSIGNMENT, "Anne").grade_id == K2
    assert register.undo(ASSIGNMENT, "Anne") == second
    assert register.undo(ASSIGNMENT, "Anne").grade_id == K1
    assert register.undo(ASSIGNMENT, "Anne") == first
    assert register.undo(ASSIGNMENT, "Anne") is None
    assert register.passages(ASSIGNMENT) == (other,)


def test_a_remark_is_taken_back_by_who_wrote_it_and_by_nobody_else(register):
    copy = copy_of(register, "lea")
    kept = register.remark(ASSIGNMENT, copy.key, asked(text_of(copy)[:12]), "Anne")
    with pytest.raises(KitError, match="Cette remarque est de Anne"):
        register.remove_remark(ASSIGNMENT, kept.rank, "Bruno")
    register.remove_remark(ASSIGNMENT, kept.rank, "Anne")
    with pytest.raises(KitError, match="déjà été ôtée"):
        register.remove_remark(ASSIGNMENT, kept.rank, "Anne")
    assert register.passages(ASSIGNMENT) == ()


def test_who_may_not_judge_a_copy_hangs_no_remark_on_it(register):
    register.allot(ASSIGNMENT, AskedAllotment(("Anne", "Bruno")), "Chef")
    owners = register.duties(ASSIGNMENT).allotment.owners
    copy = next(c for c in register.copies(ASSIGNMENT) if owners.get(c.key) == "Bruno" and c.notebook == ASSIGNMENT)
    for grade_id in (K1, ""):
        with pytest.raises(KitError, match="confiée à Bruno"):
            register.remark(ASSIGNMENT, copy.key, asked(text_of(copy)[:12], grade_id=grade_id), "Anne")
    register.remark(ASSIGNMENT, copy.key, asked(text_of(copy)[:12], grade_id=""), "Bruno")


def test_of_a_copy_judged_by_two_each_sees_their_own_remarks_alone(root):
    url = f"sqlite:///{root / 'gradebook.db'}"
    with Register(root) as register, NotebookFile(url) as notebook:
        register.plan_double(ASSIGNMENT, ("Anne", "Bruno"), 1.0, 1, "Chef")
        copy = copy_of(register, "lea")
        quote = text_of(copy)[:12]
        register.remark(ASSIGNMENT, copy.key, asked(quote, "D'Anne."), "Anne")
        register.remark(ASSIGNMENT, copy.key, asked(quote, "De Bruno."), "Bruno")
        for grader, own in (("Anne", "D'Anne."), ("Bruno", "De Bruno.")):
            client = Client(Desk(register, notebook, ASSIGNMENT, grader))
            client.opens()
            (screen, *_) = client.says("go", where="copy", to=copy.key)
            assert [p["text"] for p in screen["passages"]] == [own]


def test_what_was_written_on_the_criterion_of_other_copies_is_proposed_most_used_first(register, root):
    first, second, third = (copy_of(register, who) for who in ("lea", "ines", "seul"))
    for copy in (first, second):
        register.remark(ASSIGNMENT, copy.key, asked(text_of(copy)[:12], "Citez votre source."), "Claire")
    register.judge(ASSIGNMENT, first.key, K1, "Claire", 2, "Trop court.")
    register.remark(ASSIGNMENT, first.key, asked(text_of(first)[:12], "D'un autre critère.", K2), "Claire")
    with NotebookFile(f"sqlite:///{root / 'gradebook.db'}") as notebook:
        client = Client(Desk(register, notebook, ASSIGNMENT, "Claire"))
        client.opens()
        client.says("go", where="copy", to=third.key)
        (screen, *_) = client.says("go", where="criterion", to=K1)
        assert screen["used"] == [("Citez votre source.", 2), ("Trop court.", 1)]


def test_a_candidate_reads_each_remark_after_their_own_words_and_that_these_changed_since(register, root):
    copy = copy_of(register, "seul")
    quote = text_of(copy)[:12]
    register.remark(ASSIGNMENT, copy.key, asked(quote, "<b>Précisez</b>."), "Claire")
    register.remark(ASSIGNMENT, copy.key, asked("Un passage ôté depuis", "À garder.", ""), "Claire")
    with NotebookFile(f"sqlite:///{root / 'gradebook.db'}") as book:
        rows = book.one(ASSIGNMENT, ASSIGNMENT, "seul")
    page = compose(referentiel(root), "Seul", contents(Path(copy.path)), rows, "").decode()
    assert "&lt;b&gt;Précisez&lt;/b&gt;." in page
    assert "<b>Précisez" not in page
    assert page.count("plus dans votre texte tel qu") == 1
    assert page.index(quote.split()[0]) < page.index("Précisez")
    assert rows.on_text(CELL).splitlines()[1] == "« Un passage ôté depuis » : À garder."


def test_remarks_are_saved_with_the_gradebook_and_put_back(register, root, tmp_path):
    copy = copy_of(register, "lea")
    kept = register.remark(ASSIGNMENT, copy.key, asked(text_of(copy)[:12]), "Anne")
    save_course(root, tmp_path / "carnet.zip")
    register.remove_remark(ASSIGNMENT, kept.rank, "Anne")
    register.close()
    restore_course(root, tmp_path / "carnet.zip")
    with Register(root) as again:
        assert again.passages(ASSIGNMENT) == (kept,)


@pytest.mark.parametrize(
    ("quote", "source", "stands"),
    [
        ("près de 40 % des ventes", "**près** de 40\u00a0%\ndes _ventes_.", True),
        ("L'été", "l\u2019ÉTÉ", True),
        ("près de 40 %", "près de 41 %", False),
    ],
)
def test_a_passage_is_found_again_whatever_the_signs_of_layout(quote, source, stands):
    assert stands_in(quote, source) == stands


def test_a_writing_is_fixed_as_an_example_of_its_level_without_names_and_taken_back(client, root):
    opened = client.opens()
    key, grade_id = opened["copy"]["key"], opened["criterion"]["grade_id"]
    (refused,) = client.says("fix", copy=key, grade_id=grade_id)
    assert refused["kind"] == "failed"
    assert "Donnez d'abord un niveau" in refused["sentence"]
    client.says("judge", copy=key, grade_id=K3, level=2)
    (answer,) = client.says("fix", copy=key, grade_id=K3, why="Par paliers.")
    assert answer["sentence"].startswith("La copie n° 1 est fixée comme exemple du niveau 2")
    (shown,) = answer["examples"]
    assert (shown["level"], shown["why"], shown["who"]) == (2, "Par paliers.", "Claire")
    assert "budget plus grand" in shown["html"]
    (emptied,) = client.says("unfix", grade_id=K3, rank=shown["rank"])
    assert emptied["examples"] == []
    (gone,) = client.says("unfix", grade_id=K3, rank=shown["rank"])
    assert "déjà été ôté" in gone["sentence"]


def test_the_examples_of_the_course_come_with_the_level_and_the_reason_that_its_file_gives(client, root):
    path = root / "sujets" / ASSIGNMENT / "exemples.yaml"
    path.write_text(
        "C15.1-k1:\n  - niveau: 3\n    texte: |\n      <b>Tout y est.</b>\n    pourquoi: Les trois y sont.\n", "utf-8"
    )
    client.opens()
    (answer,) = client.says("examples", grade_id=K1)
    (shown,) = answer["examples"]
    assert (shown["level"], shown["why"], shown["who"], shown["rank"]) == (3, "Les trois y sont.", "", 0)
    assert "<b>" not in shown["html"]
    path.write_text("C15.1-k1:\n  - niveau: 7\n    texte: x\n", "utf-8")
    (answer,) = client.says("examples", grade_id=K1)
    assert answer["kind"] == "failed"
    assert "exemples.yaml" in answer["sentence"]


def test_another_copy_is_glanced_at_by_the_level_that_this_grader_may_see(register, root):
    first, second = copy_of(register, "lea"), copy_of(register, "ines")
    register.judge(ASSIGNMENT, second.key, K1, "Claire", 1, "Court.")
    with NotebookFile(f"sqlite:///{root / 'gradebook.db'}") as notebook:
        client = Client(Desk(register, notebook, ASSIGNMENT, "Claire"))
        client.opens()
        (answer,) = client.says("glance", key=second.key, grade_id=K1)
        assert answer["sentence"] == f"Copie n° {second.number}, C15.1-k1 : niveau 1 — « Court. »"
        (answer,) = client.says("glance", key=first.key, grade_id=K1)
        assert answer["sentence"].endswith("pas encore de niveau")
