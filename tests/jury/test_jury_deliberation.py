"""The sitting's file: what it may leave out, and every fault told at once."""

import datetime

import pytest

from epreuves.wording.errors import Faults, KitError
from epreuves_kit.jury.deadlines import Delay
from epreuves_kit.jury.deliberation import JurySitting, read
from epreuves_kit.rules.jury_rules import Juror

JURORS = (Juror("Camille Aubert", "présidente"), Juror("Idriss Koné", "juré"), Juror("Nadia Roux", "jurée"))


def sitting(root, text):
    (root / "deliberation.yaml").write_text(text, encoding="utf-8")
    return read(root, JURORS)


def test_without_a_file_there_is_a_sitting_of_which_nothing_is_known(tmp_path):
    found = read(tmp_path, JURORS)
    assert found == JurySitting()
    assert found.present(JURORS) == JURORS
    assert found.has_quorum(JURORS)
    assert found.deadline is None


def test_a_whole_file_is_read(tmp_path):
    found = sitting(
        tmp_path,
        "numero: 2026-06-A\ndate: 2026-06-30\nlieu: Paris\ndebut: 14:00\nfin: 17h30\nabsents: [idriss kone]\nquorum: 2\n"
        "notification: 2026-07-03\ndelai: 2 mois\n",
    )
    fixed = "\N{NO-BREAK SPACE}"
    assert (found.number, found.day, found.place) == ("2026-06-A", datetime.date(2026, 6, 30), "Paris")
    assert (found.start, found.end) == (f"14{fixed}h{fixed}00", f"17{fixed}h{fixed}30")
    assert found.absent == ("Idriss Koné",)
    assert [juror.name for juror in found.present(JURORS)] == ["Camille Aubert", "Nadia Roux"]
    assert found.has_quorum(JURORS)
    assert found.delay == Delay(2, "mois")
    assert found.deadline == datetime.date(2026, 9, 3)


@pytest.mark.parametrize("written", ["9:05", "'9:05'", "09:05", "9h05", "9 h 05"])
def test_an_hour_is_read_however_it_is_written(tmp_path, written):
    assert sitting(tmp_path, f"debut: {written}\n").start.split() == ["9", "h", "05"]


def test_a_number_alone_is_a_number(tmp_path):
    assert sitting(tmp_path, "numero: 12\n").number == "12"


def test_all_that_is_wrong_is_told_at_once(tmp_path):
    with pytest.raises(Faults) as refused:
        sitting(
            tmp_path,
            "numero: 'n° <b>'\ndebut: 25:00\nfin: midi\nabsents: [Personne]\ndelai: bientôt\ndate: 2026-06-30\nnotification: 2026-06-29\n",
        )
    said = refused.value.faults
    for fault, field in zip(
        said, ("Numéro", "Début", "Fin", "Absents", "Délai", "Date à laquelle les candidats sont prévenus"), strict=True
    ):
        assert fault.startswith(f"deliberation.yaml, « {field} » : ")


def test_a_sitting_does_not_end_before_it_begins(tmp_path):
    with pytest.raises(Faults, match="finirait avant d'avoir commencé"):
        sitting(tmp_path, "debut: 14:00\nfin: 9:30\n")


@pytest.mark.parametrize("text", ["debut: 14\n", "quorum: 0\n", "numeros: 1\n", "date: demain\n", "- un\n"])
def test_what_is_no_such_value_is_refused(tmp_path, text):
    with pytest.raises(KitError, match=r"deliberation\.yaml"):
        sitting(tmp_path, text)


def test_too_few_jurors_make_no_quorum(tmp_path):
    assert not sitting(tmp_path, "absents: [Nadia Roux, Idriss Koné]\nquorum: 2\n").has_quorum(JURORS)
