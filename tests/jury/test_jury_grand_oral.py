"""The grand oral: one sheet over the parts of the rapport de compétences, levels that reach each compétence, two questions a part."""

import contextlib

import pytest

from epreuves.wording.errors import KitError
from epreuves_kit.jury import sources
from epreuves_kit.jury.grand_oral import GrandOral, GrandOralPanel
from epreuves_kit.jury.oral_sheet import Sheets
from epreuves_kit.jury.record import JuryRecord
from epreuves_kit.referentiel.reading import referentiel
from epreuves_kit.rules.jury_rules import defaults
from tests.course import ROOT
from tests.jury.cours import E01, NotebookFile

E08, E09 = "e08_event", "e09_canaux"


def lay(root, *epreuves):
    """The sheet of each épreuve's oral: three questions on each of its compétences."""
    for id in epreuves:
        folder = root / "sujets" / id
        folder.mkdir(parents=True)
        questions = "".join(
            f'  - {{competence: {code}, question: "Pourquoi {code}, {n} ?", attendu: Un fait.}}\n'
            for code in referentiel(ROOT).epreuve(id).competences
            for n in (1, 2, 3)
        )
        (folder / "oral.yaml").write_text(
            f"nature: grand oral\nduree_presentation: 10\nduree_echange: 10\nattendus: [Une carte.]\nquestions:\n{questions}",
            encoding="utf-8",
        )


@pytest.fixture
def oral(course):
    # Out of the order in which they are heard.
    lay(course, E09, E08, E01)
    opened = GrandOral(course, "C. Aubert")
    yield opened
    opened.close()


def part(oral, id):
    return next(part for part in oral.parts if part.epreuve == id)


def test_the_parts_are_those_of_the_course_fiches_first(oral):
    assert [part.epreuve for part in oral.parts] == [E01, E08, E09]


def test_who_was_there_and_when_is_kept_once_for_every_part(oral, course):
    oral.presence("lea", "justifiée")
    oral.presence("lea", "présent")
    oral.jurors("lea", "C. Aubert, M. Petit")
    assert oral.time("lea", "début", "9h05") == "09:05"
    oral.others("lea", "Et le budget ?")
    oral.remark("lea", "Clair.")
    for id in (E01, E08, E09):
        with contextlib.closing(Sheets(course, id, "M. Petit")) as opened:
            sheet = opened.sheet("lea")
        assert (sheet.jurors, sheet.start, sheet.presence) == ("C. Aubert, M. Petit", "09:05", "présent")
    assert [bool(part.sheet("lea").others) for part in oral.parts] == [True, False, False]


def test_an_absence_at_the_grand_oral_is_one_at_each_part(oral, course):
    oral.presence("lea", "non justifiée")
    with JuryRecord(course) as record:
        (facts,) = sources.gather(record, defaults(ROOT), ["lea"])
    for id in (E01, E08, E09):
        assert all(one.absence is not None for one in facts.epreuves[id])


def test_a_level_reaches_its_own_compétence(oral, course):
    with NotebookFile(course) as book:
        book.release(E01)
        book.mark("lea", E01)
    for code in referentiel(ROOT).epreuve(E01).competences:
        part(oral, E01).level("lea", code, 3)
    with JuryRecord(course) as record:
        (facts,) = sources.gather(record, defaults(ROOT), ["lea"])
        (decided,) = sources.decisions(record, defaults(ROOT), ["lea"])
    assert [one.oral for one in facts.epreuves[E01]] == [3, 3, 3]
    assert "oral «\u00a0maîtrisé\u00a0»" in decided.find("C1.1").why


def test_a_part_is_asked_two_questions_at_most_and_another_s_do_not_count(oral):
    first = part(oral, E01)
    first.ask("lea", 1, True)
    first.ask("lea", 5, True)
    first.ask("lea", 5, True)
    part(oral, E08).ask("lea", 1, True)
    with pytest.raises(KitError, match="Deux questions au plus par partie"):
        first.ask("lea", 2, True)
    first.ask("lea", 1, False)
    first.ask("lea", 2, True)
    assert first.sheet("lea").asked == {2, 5}
    first.ask("karim", 1, True)


def test_who_asks_for_some_blocs_is_heard_on_their_parts_alone(oral, course):
    blocs = {code: bloc.code for bloc in defaults(ROOT).blocs for code in bloc.competences}
    (course / "inscriptions.csv").write_text(f"candidat;blocs\nkarim;{blocs['C1.1']}\n", encoding="utf-8")
    held = {blocs[code] for code in referentiel(ROOT).epreuve(E01).competences}
    expected = [p.epreuve for p in oral.parts if held & {blocs[code] for code in p.competences}]
    assert E01 in expected
    assert len(expected) < 3
    assert [p.epreuve for p in oral.of("karim")] == expected
    assert [p.epreuve for p in oral.of("lea")] == [E01, E08, E09]
    assert {id for _, id in oral.candidates()} == {"lea", "karim"}


def test_who_sits_no_part_is_not_heard(oral, course):
    parts = {code for p in oral.parts for code in p.competences}
    other = next(bloc.code for bloc in defaults(ROOT).blocs if not parts & set(bloc.competences))
    (course / "inscriptions.csv").write_text(f"candidat;blocs\nkarim;{other}\n", encoding="utf-8")
    assert {id for _, id in oral.candidates()} == {"lea"}


def test_the_panel_tells_where_each_part_stands(oral):
    panel = GrandOralPanel(oral)
    part(oral, E01).ask("lea", 1, True)
    part(oral, E01).level("lea", "C1.1", 2)
    panel._choice.value = "lea"
    assert "<td>1 sur 2 au plus</td><td>1 sur 3</td>" in panel._left.value
    (turn,) = (field for field in panel._body.children if getattr(field, "description", "") == "Partie")
    assert [rank for _, rank in turn.options] == [0, 1, 2]
    turn.value = 2
    shown = "".join(str(field.value) for field in panel._part.children if hasattr(field, "value"))
    assert "C9.1" in shown
    assert "C1.1" not in shown


def test_a_course_without_such_a_part_says_so(course):
    with pytest.raises(KitError, match="aucune partie du rapport de compétences"):
        GrandOral(course, "C. Aubert")
    lay(course, E01)
    with pytest.raises(KitError, match="Le nom de qui écrit"):
        GrandOral(course, " ")
