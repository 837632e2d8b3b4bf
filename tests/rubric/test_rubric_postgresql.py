"""The record on a real PostgreSQL server: the same rules, and one writer at a time there too."""

import threading

import pytest
from sqlalchemy import create_engine, text

from epreuves.wording.errors import KitError
from epreuves_kit.jury.record import AbsenceAct, JuryRecord
from epreuves_kit.rubric.register import Register
from epreuves_kit.rubric.sharing import AskedAllotment
from tests.corpus import ASSIGNMENT
from tests.rubric.trial import K1, K2, K3, copy_of

pytestmark = pytest.mark.xdist_group("postgresql")


def test_a_judgement_its_undoing_a_sheet_and_a_change_in_formgrader(on_a_server):
    root, formgrader = on_a_server
    with Register(root) as register:
        key, alone = copy_of(register, "lea").key, copy_of(register, "seul").key
        register.judge(ASSIGNMENT, key, K1, "Anne", 2, "Bien.\x00")
        assert formgrader.shows("karim", K1) == (2.0, False, "Bien.")
        register.judge(ASSIGNMENT, key, K1, "Anne", 3)
        register.undo(ASSIGNMENT, "Anne")
        assert formgrader.shows("lea", K1) == (2.0, False, "Bien.")
        register.judge_many(ASSIGNMENT, "Anne", [(alone, K1, 1, ""), (alone, K2, 3, "Oui.")])
        assert formgrader.shows("seul", K2) == (3.0, False, "Oui.")
        formgrader.types("lea", K1, 0.5)
        assert [s.points for s in register.sync(ASSIGNMENT)] == [0.5]
        assert formgrader.shows("karim", K1) == (0.5, False, "Bien.")
        register.plan_double(ASSIGNMENT, ("Anne", "Benoît"), 1, 7, "Chef")
        for grader in ("Anne", "Benoît"):
            register.judge(ASSIGNMENT, key, K3, grader, 1)
        assert formgrader.shows("lea", K3) == (1.0, False, None)
        assert register.settle(ASSIGNMENT, alone, K1, 0, "", "Chef", "Rien n'est écrit.").points == 0.0
        assert len(register.history(ASSIGNMENT)) > 10
        made = register.allot(ASSIGNMENT, AskedAllotment(("Anne", "Zoé"), "criteres"), "Chef")
        assert register.duties(ASSIGNMENT).allotment == made
        told = register.flag(ASSIGNMENT, key, "Anne", "Rien ne s'ouvre.")
        assert (register.answer_flag(ASSIGNMENT, told.rank, "Chef", "Vu."),) == register.flags(ASSIGNMENT)


def test_who_waits_too_long_for_another_is_told(on_a_server):
    root, formgrader = on_a_server
    with Register(root, patience=0.2) as register:
        key = copy_of(register, "seul").key
        engine = create_engine(formgrader.url)
        with engine.connect() as other, other.begin():
            other.execute(text("SELECT id FROM assignment FOR UPDATE"))
            with pytest.raises(KitError, match="occupé par un autre programme"):
                register.judge(ASSIGNMENT, key, K1, "Anne", 2)
        engine.dispose()
        assert register.history(ASSIGNMENT) == []


def test_a_server_that_does_not_answer_is_told(on_a_server):
    root, _ = on_a_server
    with (root / "nbgrader_config.py").open("a", encoding="utf-8") as config:
        config.write("\nc.CourseDirectory.db_url = 'postgresql+psycopg://carnet@/rien?host=/nulle/part'\n")
    with pytest.raises(KitError, match="ne s'ouvre pas"):
        Register(root)


def test_what_the_jury_does_is_kept_in_order_by_several_at_once(on_a_server):
    root, _ = on_a_server

    def write(name):
        with JuryRecord(root) as record:
            for rank in range(5):
                record.add(name, AbsenceAct(ASSIGNMENT, "lea", "oral", "justifiée", f"{name} {rank}"))

    threads = [threading.Thread(target=write, args=(name,)) for name in "abc"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with JuryRecord(root) as record:
        found = record.entries()
    assert [entry.rank for entry in found] == list(range(1, 16))
    for name in "abc":
        assert [e.act.reason for e in found if e.author == name] == [f"{name} {rank}" for rank in range(5)]
