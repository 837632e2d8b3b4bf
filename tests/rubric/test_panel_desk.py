"""A grader's desk on a real gradebook: what it answers is saved already, and what cannot be done is a sentence."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from epreuves.wording.errors import KitError
from epreuves_kit.course import closing
from epreuves_kit.gradebook.rows import NotebookFile
from epreuves_kit.rubric.appreciation import Copy
from epreuves_kit.rubric.panel.copy_view import announced, page
from epreuves_kit.rubric.panel.desk import Desk, Panel, open_desk
from epreuves_kit.rubric.register import Register
from epreuves_kit.rubric.sharing import AskedAllotment
from tests.corpus import ASSIGNMENT, GOOD
from tests.groups.trial import Cours
from tests.rubric.trial import K1, copy_of


class Client:
    """A page that talks to a desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk, self._n = desk, 0

    def says(self, kind: str, **words: Any) -> list[dict[str, Any]]:
        """What the desk answers to a gesture."""
        self._n += 1
        return list(self._desk.handle({"kind": kind, "n": self._n, "client": "essai", **words}))

    def opens(self) -> dict[str, Any]:
        """What a page shows at first, its copy there already."""
        copy, screen, *_ = self.says("hello")
        assert (copy["kind"], copy["key"]) == ("page", screen["copy"]["key"])
        return screen


@pytest.fixture
def client(root: Path) -> Iterator[Client]:
    """A page open on the trial course; its desk waits little for a gradebook that is taken."""
    url = f"sqlite:///{root / 'gradebook.db'}"
    with Register(root, patience=0.2) as register, NotebookFile(url) as notebook:
        yield Client(Desk(register, notebook, ASSIGNMENT, "Claire"))


def test_a_level_that_is_answered_is_in_the_record_for_each_member(client: Client, root: Path) -> None:
    opened = client.opens()
    (shown, *_) = client.says(
        "judge", copy=opened["copy"]["key"], grade_id=opened["criterion"]["grade_id"], level=2, comment="Vu."
    )
    assert shown["saved"]["level"] == shown["level"] == 2
    with Register(root) as register:
        found = register.settled(ASSIGNMENT)[opened["copy"]["key"], opened["criterion"]["grade_id"]]
    assert (found.level, found.author, found.comment) == (2, "Claire", "Vu.")


def test_an_empty_copy_is_judged_in_one_gesture_and_one_undo_takes_it_all_back(client: Client, root: Path) -> None:
    opened = client.opens()
    key, criteria = opened["copy"]["key"], [c["grade_id"] for c in opened["criteria"]]
    assert opened["blank"]
    (shown, *_) = client.says("blank", copy=key)
    assert {c["level"] for c in shown["criteria"]} == {0}
    assert not shown["blank"]
    with Register(root) as register:
        settled = register.settled(ASSIGNMENT)
    assert {settled[key, grade_id].level for grade_id in criteria} == {0}
    (back, *_) = client.says("undo")
    assert {c["level"] for c in back["criteria"]} == {None}
    assert f"{len(criteria)} critères de nouveau à juger" in back["said"]
    assert back["blank"]


def test_beside_the_level_of_a_writing_left_as_it_was_given_out_it_is_said(root: Path) -> None:
    course = Cours(root)
    course.hand_in("seul", GOOD | {"C15_3-synthese": "*Votre réponse ici.*"})
    course.mark()
    url = f"sqlite:///{root / 'gradebook.db'}"
    with Register(root) as register, NotebookFile(url) as notebook:
        blank, written = copy_of(register, "seul").key, copy_of(register, "lea").key
        page = Client(Desk(register, notebook, ASSIGNMENT, "Claire"))
        page.opens()

        def judged(copy: str, level: int) -> str:
            page.says("go", where="copy", to=copy)
            return page.says("judge", copy=copy, grade_id=K1, level=level)[0]["unwritten"]

        told = "Resté tel qu'il a été distribué : « Question 6 — Synthèse »."
        assert judged(blank, 0) == told
        assert judged(blank, 2) == f"{told} Le niveau 2 est à revoir."
        assert judged(written, 2) == ""


def test_a_copy_of_which_something_is_judged_is_not_said_to_be_empty(client: Client) -> None:
    opened = client.opens()
    key = opened["copy"]["key"]
    client.says("judge", copy=key, grade_id=opened["criteria"][-1]["grade_id"], level=2)
    (answer,) = client.says("blank", copy=key)
    assert answer["kind"] == "failed"
    assert "déjà jugé" in answer["sentence"]


def test_a_gradebook_that_is_taken_is_said_and_nothing_is_saved(client: Client, root: Path) -> None:
    opened = client.opens()
    gesture = {"copy": opened["copy"]["key"], "grade_id": opened["criterion"]["grade_id"], "level": 2}
    with sqlite3.connect(root / "gradebook.db", isolation_level=None) as taken:
        taken.execute("BEGIN IMMEDIATE")
        (answer,) = client.says("judge", **gesture)
        taken.execute("ROLLBACK")
    taken.close()
    assert answer["kind"] == "failed"
    assert "occupé par un autre programme" in answer["sentence"]
    assert "gardé dans ce navigateur" in answer["sentence"]
    with Register(root) as register:
        assert register.judgements(ASSIGNMENT) == {}
    assert client.says("judge", **gesture)[0]["saved"]["level"] == 2


@pytest.mark.parametrize("words", [{"level": 7}, {"level": 1, "grade_id": "C9_9-k9"}, {"level": 1, "copy": "../x"}])
def test_what_no_page_can_mean_is_refused_with_a_sentence(client: Client, words: dict[str, Any]) -> None:
    opened = client.opens()
    gesture = {"copy": opened["copy"]["key"], "grade_id": opened["criterion"]["grade_id"]} | words
    (answer,) = client.says("judge", **gesture)
    assert answer["kind"] == "failed"
    assert answer["sentence"]


class Crossing:
    """Answers a first message for as long as no second one is being answered, half a second at most."""

    def __init__(self) -> None:
        self.first, self.second, self.crossed = threading.Event(), threading.Event(), False

    def handle(self, message: str) -> Iterator[dict[str, Any]]:
        if message == "first":
            self.first.set()
            self.crossed = self.second.wait(0.5)
        else:
            self.second.set()
        yield {}


def test_messages_that_a_kernel_hands_to_two_threads_are_answered_one_after_the_other() -> None:
    desk = Crossing()
    panel = Panel(desk)
    one = threading.Thread(target=panel.heard, args=(panel, "first", []))
    one.start()
    assert desk.first.wait(10)
    panel.heard(panel, "second", [])
    one.join()
    assert desk.second.is_set()
    assert not desk.crossed


def test_a_message_that_is_no_gesture_is_not_acted_upon(client: Client) -> None:
    assert client.says("rien") == []
    assert client.says("judge", copy=3, grade_id=None, level="deux") == []


def test_a_copy_that_cannot_be_read_is_said_in_its_place(client: Client, root: Path) -> None:
    with Register(root) as register:
        copy = register.copies(ASSIGNMENT)[0]
    path = Path(copy.path)
    path.chmod(0o644)
    path.write_text("{", "utf-8")
    (answer, *_) = client.says("page", key=copy.key)
    assert answer["tabs"] == []
    assert "corrigez-la de nouveau" in answer["sentence"]


def shown(root: Path, notebook: str, student: str) -> list[dict[str, Any]]:
    """The tabs of a student's notebook, whether or not it has a criterion to judge."""
    path = root / "autograded" / student / ASSIGNMENT / f"{notebook}.ipynb"
    with NotebookFile(f"sqlite:///{root / 'gradebook.db'}") as gradebook:
        return page(gradebook, root, ASSIGNMENT, Copy("clé", 1, notebook, (student,), str(path)))["tabs"]


def test_a_members_own_notebook_is_followed_by_the_groups(root: Path) -> None:
    own, collective = shown(root, "rex", "karim"), shown(root, ASSIGNMENT, "karim")
    beside = [tab for tab in own if tab["code"].startswith("Groupe ")]
    assert [tab["html"] for tab in beside] == [tab["html"] for tab in collective]
    assert own[0] not in beside


def test_a_collective_copy_that_came_since_is_told_at_the_head_of_the_one_that_is_judged(root: Path) -> None:
    def heads() -> list[str]:
        with Register(root) as register, NotebookFile(f"sqlite:///{root / 'gradebook.db'}") as notebook:
            client = Client(Desk(register, notebook, ASSIGNMENT, "Claire"))
            client.opens()
            keys = {c.key for c in register.copies(ASSIGNMENT) if c.notebook == ASSIGNMENT and "karim" in c.students}
            return [tab["html"] for key in keys for answer in client.says("page", key=key) for tab in answer["tabs"]]

    assert heads()
    assert not any("une autre copie collective" in html for html in heads())
    Cours(root).hand_in("karim", GOOD | {"roas": "roas = 3"})
    told = heads()
    assert all("Le groupe a rendu depuis une autre copie collective, qui en diffère par : " in html for html in told)
    # Graders judge without names.
    assert not any("lea" in html.partition("Celle-ci reste")[0].rpartition("Le groupe a rendu")[2] for html in told)


def _printing(said: str, **meta: bool) -> dict[str, Any]:
    printed = {"output_type": "stream", "name": "stdout", "text": said}
    return {
        "cell_type": "code",
        "metadata": {"nbgrader": meta} if meta else {},
        "source": "",
        "outputs": [printed],
    }


def test_what_a_rex_announces_is_what_its_given_cells_print_before_any_of_the_candidate_s() -> None:
    given = [
        _printing("Variante imposée : variante E\n1. Le budget.\n   Il perd 900 €.\n", locked=True),
        {"cell_type": "markdown", "metadata": {}, "source": "…"},
    ]
    later = [_printing("reste", solution=True), _printing("2. Inventé.", locked=True)]
    assert announced([*given, *later]) == ("1. Le budget.", "   Il perd 900 €.")
    # A cell added before them may change what they print: nothing of it is told.
    assert announced([_printing("avant"), *given]) == ()


def test_who_was_not_there_has_no_groups_copy_beside_their_own(root: Path) -> None:
    assert shown(root, ASSIGNMENT, "hugo") == []
    own = shown(root, "rex", "hugo")
    assert own
    assert not any(tab["code"].startswith("Groupe ") for tab in own)


def test_an_epreuve_without_marked_copies_is_said_to_have_none(root: Path) -> None:
    with pytest.raises(KitError, match="e42"):
        open_desk("e42", "Claire", root)


def test_a_calibration_that_comes_first_keeps_the_other_copies_until_it_is_judged(root: Path) -> None:
    with Register(root) as register, NotebookFile(f"sqlite:///{root / 'gradebook.db'}") as notebook:
        asked = AskedAllotment(("Alice", "Bruno"), calibration=1, calibration_first=True)
        made = register.allot(ASSIGNMENT, asked, "Chef")
        copies = {copy.key: copy for copy in register.copies(ASSIGNMENT)}
        (first,) = made.calibration
        mine = next(key for key, who in made.owners.items() if who == "Alice")
        alice = Client(Desk(register, notebook, ASSIGNMENT, "Alice"))
        opened = alice.opens()
        assert opened["copy"]["key"] == first
        assert "vos copies attendent qu'il soit fini" in opened["calibration"]
        # Neither gone to, nor asked for, nor sent ahead, nor judged.
        said = "il reste à Alice 1 copie d'étalonnage à juger avant les autres"
        for where in ({"where": "copy", "to": mine}, {"where": "next_copy"}):
            shown, *ahead = alice.says("go", **where)
            assert (shown["copy"]["key"], ahead) == (first, [])
            assert said in shown["said"]
        for kind in ("page", "language"):
            (refused,) = alice.says(kind, key=mine)
            assert refused["kind"] == "failed"
            assert said in refused["sentence"]
        own = next(c.grade_id for c in register.criteria(ASSIGNMENT) if c.notebook == copies[mine].notebook)
        (refused,) = alice.says("judge", copy=mine, grade_id=own, level=2)
        assert said in refused["sentence"]

        for criterion in opened["criteria"]:
            shown, *ahead = alice.says("judge", copy=first, grade_id=criterion["grade_id"], level=2)
        assert [answer["kind"] for answer in ahead] == ["page"]
        shown, *_ = alice.says("go", where="waiting")
        assert shown["copy"]["key"] in made.owners
        assert shown["said"] == ""

        # Lifted, the next grader who opens the panel goes where they will.
        bruno = Client(Desk(register, notebook, ASSIGNMENT, "Bruno"))
        bruno.says("hello")
        assert "il reste à Bruno" in bruno.says("go", where="next_copy")[0]["said"]
        register.free(ASSIGNMENT, "Chef", "Bruno")
        bruno.says("hello")
        assert bruno.says("go", where="next_copy")[0]["copy"]["key"] != first


def test_a_grader_who_has_nothing_left_is_told_what_waits_for_others(root: Path) -> None:
    with Register(root) as register, NotebookFile(f"sqlite:///{root / 'gradebook.db'}") as notebook:
        made = register.allot(ASSIGNMENT, AskedAllotment(("Alice", "Bruno")), "Chef")
        criteria = register.criteria(ASSIGNMENT)
        own = {who: [key for key, grader in made.owners.items() if grader == who] for who in ("Alice", "Bruno")}
        copies = {copy.key: copy for copy in register.copies(ASSIGNMENT)}

        def asked(key: str) -> dict[str, int]:
            return {c.grade_id: 2 for c in criteria if c.notebook == copies[key].notebook}

        for key in own["Alice"]:
            register.judge_copy(ASSIGNMENT, key, "Alice", asked(key))
        alice = Client(Desk(register, notebook, ASSIGNMENT, "Alice"))
        alice.opens()
        left = sum(len(asked(key)) for key in own["Bruno"])
        assert left > 1
        said = alice.says("go", where="waiting")[0]["said"].replace("\u00a0", " ")
        assert said.startswith("Vous avez jugé tout ce qui vous revient.")
        assert f"{left} niveaux attendent encore d'autres personnes" in said
        for key in own["Bruno"]:
            register.judge_copy(ASSIGNMENT, key, "Bruno", asked(key))
        assert alice.says("go", where="waiting")[0]["said"].startswith("Tout est jugé")


def test_a_closed_session_takes_no_level_and_the_page_keeps_none_to_send_later(client: Client, root: Path) -> None:
    opened = client.opens()
    gesture = {"copy": opened["copy"]["key"], "grade_id": opened["criterion"]["grade_id"], "level": 2}
    (root / closing.FOLDER).mkdir()
    (root / closing.FOLDER / closing.SEAL).touch()
    refused, shown = client.says("judge", **gesture)
    assert refused["kind"] == "failed"
    assert "La session est close" in refused["sentence"]
    assert refused["forgotten"].items() >= gesture.items()
    assert shown["level"] is None
    assert shown["sealed"] == refused["sentence"]
    assert (shown["closed"], shown["undoable"], shown["blank"]) == (True, False, False)
    assert [answer["kind"] for answer in client.says("undo")] == ["failed", "screen"]
    with Register(root) as register:
        assert register.judgements(ASSIGNMENT) == {}
