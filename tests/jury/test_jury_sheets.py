"""The sheets of an oral: what is kept, what is refused, what the candidate said only after the jury's level."""

import contextlib
import datetime
import html
import json
import shutil
from pathlib import Path
from zoneinfo import ZoneInfo

import nbformat
import pytest

from epreuves.answers.self_assessment import AutoEvaluation, Estimation, register
from epreuves.wording.errors import KitError
from epreuves_kit.gradebook.marked_notebook import MarkingRecord as CopyRecord
from epreuves_kit.gradebook.marked_notebook import put
from epreuves_kit.jury import oral, sources
from epreuves_kit.jury.oral_sheet import OralPanel, Sheet, Sheets
from epreuves_kit.jury.record import JuryRecord, OralAct
from epreuves_kit.referentiel.reading import referentiel
from epreuves_kit.rules.jury_rules import defaults
from tests.course import ROOT
from tests.jury.cours import E06, NotebookFile

REPOSITORY = Path(__file__).parents[2]

QUESTIONS = """\
nature: collectif
duree_presentation: 10
duree_echange: 15
attendus: [Le plan.]
questions:
  - {competence: C6.1, question: "Pourquoi ?", attendu: Parce que.}
"""


@pytest.fixture
def sheets(course):
    (course / "sujets" / E06).mkdir(parents=True)
    (course / "sujets" / E06 / "oral.yaml").write_text(QUESTIONS, encoding="utf-8")
    opened = Sheets(course, "e06", "C. Aubert")
    yield opened
    opened.close()


def test_a_sheet_is_what_was_kept_last(sheets, course):
    sheets.level("lea", "C6.1", 1)
    sheets.level("lea", "C6.1", 3)
    sheets.level("lea", "C6.2", 0)
    sheets.level("lea", "C6.2", None)
    sheets.ask("lea", 1, True)
    sheets.remark("lea", " Net.\r\nClair.\u202e ", "C6.1")
    sheets.remark("lea", "Ensemble.")
    sheets.others("lea", "Et le budget ?")
    sheets.jurors("lea", "C. Aubert, M. Petit")
    assert sheets.time("lea", "début", " 9h05 ") == "09:05"
    sheets.time("lea", "fin", "9:35")
    sheets.presence("karim", "justifiée")
    with contextlib.closing(Sheets(course, E06, "M. Petit")) as opened:
        found = opened.sheet("lea")
    assert found.levels == {"C6.1": 3}
    assert found.asked == {1}
    assert found.remarks == {"C6.1": "Net.\nClair.", "": "Ensemble."}
    assert (found.others, found.jurors, found.start, found.end) == (
        "Et le budget ?",
        "C. Aubert, M. Petit",
        "09:05",
        "09:35",
    )
    assert (found.presence, sheets.sheet("karim").presence) == ("présent", "justifiée")


def test_levels_of_an_oral_reach_the_decisions(sheets, course):
    for code in ("C6.1", "C6.2", "C6.3"):
        sheets.level("lea", code, 2)
    with JuryRecord(course) as record:
        (decided,) = sources.decisions(record, defaults(ROOT), ["lea"])
    # 5 of 10 by the machine, two thirds and one third of the grille, two thirds at the oral, which weighs a fifth.
    assert decided.find("C6.2").why.startswith(
        "C6.2 : 53,33\N{NO-BREAK SPACE}% (écrit 50\N{NO-BREAK SPACE}% : calculs 5 / 10, au poids plafonné à 45\N{NO-BREAK SPACE}%, "
    )
    assert decided.find(E06).status.value == "validé"


def test_an_oral_does_not_end_before_it_begins(sheets):
    sheets.time("lea", "début", "17:40")
    with pytest.raises(KitError, match="L'oral a commencé à 17:40 : 17:30 ne peut pas en être la fin"):
        sheets.time("lea", "fin", "17:30")
    assert sheets.sheet("lea").end == ""
    sheets.time("lea", "fin", "18:05")
    # Both are corrected in the order in which one reads them.
    sheets.time("lea", "début", "18:10")
    sheets.time("lea", "fin", "18:40")
    assert (sheets.sheet("lea").start, sheets.sheet("lea").end) == ("18:10", "18:40")


@pytest.mark.parametrize(
    ("do", "said"),
    [
        (lambda s: s.level("lea", "C15.1", 2), "C15.1 n'est pas de cette épreuve (C6.1, C6.2, C6.3)."),
        (lambda s: s.level("lea", "C6.1", 4), "Un niveau de 0 à 3 est attendu pour C6.1, reçu 4."),
        (lambda s: s.level("lea", "C6.1", True), "Un niveau de 0 à 3 est attendu"),
        (lambda s: s.ask("lea", 2, True), "La fiche a 1 questions ; il n'y a pas de question n° 2."),
        (lambda s: s.remark("lea", "x" * 4001), "La remarque dépasse 4000 caractères"),
        (lambda s: s.time("lea", "fin", "25:00"), "« 25:00 » n'est pas une heure"),
        (lambda s: s.presence("leo", "justifiée"), "« leo » n'est pas un candidat connu"),
    ],
)  # fmt: skip
def test_what_cannot_be_kept_is_said_and_nothing_is_written(sheets, course, do, said):
    with pytest.raises(KitError) as refused:
        do(sheets)
    assert said in str(refused.value)
    with JuryRecord(course) as record:
        assert record.entries() == []


def test_an_épreuve_without_an_oral_and_a_juror_without_a_name_are_refused(course, monkeypatch, tmp_path, capsys):
    with pytest.raises(KitError, match="e17_impact_digital n'a pas d'oral"):
        Sheets(course, "e17", "C. Aubert")
    with pytest.raises(KitError, match="Le nom de qui écrit"):
        Sheets(course, "e06", " ")
    monkeypatch.chdir(tmp_path)
    oral("e06", jure="C. Aubert")
    assert "✗ Aucun cours autour" in capsys.readouterr().out


def test_a_faulty_oral_yaml_is_told_by_its_line(course):
    (course / "sujets" / E06).mkdir(parents=True)
    (course / "sujets" / E06 / "oral.yaml").write_text("nature: seul\n", encoding="utf-8")
    with pytest.raises(KitError, match=r"oral\.yaml, ligne 1"):
        Sheets(course, "e06", "C. Aubert")


def test_a_group_s_members_come_first_under_its_name_but_those_who_left(sheets, course):
    (course / "groupes.csv").write_text(
        f"epreuve;groupe;candidat;etat\n{E06};G1;karim;\n{E06};G1;lea;\n{E06};G1;tom;parti\n",
        encoding="utf-8",
    )
    assert sheets.candidates() == [("G1 · karim", "karim"), ("G1 · Léa Fontaine", "lea")]


@pytest.fixture
def group(course):
    """karim and lea are heard together; tom is not there, sam is in no group."""
    with NotebookFile(course) as book:
        for student in ("sam", "tom"):
            book.student(student)
    lines = (f"{E06};G1;KARIM;présent", f"{E06};G1;lea;présent", f"{E06};G1;tom;absent")
    (course / "groupes.csv").write_text("\n".join(["epreuve;groupe;candidat;etat", *lines]) + "\n", encoding="utf-8")


def test_jurors_and_times_of_a_collective_oral_are_typed_once_for_those_who_are_there(sheets, group):
    sheets.jurors("lea", "C. Aubert, M. Petit")
    sheets.time("karim", "début", "9h05")
    sheets.time("lea", "fin", "9:35")
    for student in ("karim", "lea"):
        found = sheets.sheet(student)
        assert (found.jurors, found.start, found.end) == ("C. Aubert, M. Petit", "09:05", "09:35")
    for student in ("tom", "sam"):
        assert (sheets.sheet(student).jurors, sheets.sheet(student).start) == ("", "")
    assert sheets.together("lea") == ("G1", ("karim", "lea"))
    assert sheets.together("sam") == ("", ("sam",))


def test_what_is_put_right_follows_but_for_who_was_heard_apart_or_was_not_there(sheets, group, course):
    sheets.time("lea", "début", "9:00")
    sheets.time("karim", "début", "9:10")
    assert [sheets.sheet(one).start for one in ("karim", "lea")] == ["09:10", "09:10"]
    with JuryRecord(course) as record:  # as a sheet of before kept it, for one alone
        record.add("C. Aubert", OralAct(E06, "karim", "début", text="14:00"))
    sheets.time("lea", "début", "9:15")
    assert [sheets.sheet(one).start for one in ("karim", "lea")] == ["14:00", "09:15"]
    sheets.presence("karim", "justifiée")
    sheets.time("lea", "fin", "9:45")
    assert [sheets.sheet(one).end for one in ("karim", "lea")] == ["", "09:45"]


def test_levels_and_remarks_stay_each_one_s_own(sheets, group):
    sheets.level("lea", "C6.1", 3)
    sheets.remark("lea", "Ensemble.")
    sheets.presence("lea", "justifiée")
    assert sheets.sheet("karim") == Sheet()


def test_each_level_of_a_criterion_is_described_as_in_the_grille(sheets, course):
    assert sheets.descriptors("C6.1") == []
    shutil.copy(REPOSITORY / "sujets" / E06 / "grille.yaml", course / "sujets" / E06)
    with contextlib.closing(Sheets(course, "e06", "C. Aubert")) as opened:
        (first, *others) = opened.descriptors("C6.1")
        assert first[0] == referentiel(ROOT).competence("C6.1").criteres[0].label
        assert set(first[1]) == {0, 1, 2, 3}
        assert len(others) + 1 == len(referentiel(ROOT).competence("C6.1").criteres)
        shown = "".join(getattr(field, "value", "") or "" for field in _fields(OralPanel(opened), "lea"))
    assert "les six personnes sont listées, par leur nom" in html.unescape(shown)


def _fields(panel, candidate):
    """All the HTML of a candidate's sheet."""
    panel.box.children[1].value = candidate
    return [field for field in panel.box.children[3].children if type(field).__name__ == "HTML"]


def told(sheets, code):
    return sheets.self_assessment("lea", sheets.sheet("lea")).get(code)


def test_what_a_candidate_said_comes_after_the_jurys_level_and_for_that_compétence_only(sheets, course):
    folder = course / "submitted" / "lea" / E06
    folder.mkdir(parents=True)
    register(folder, AutoEvaluation({"C6.1": Estimation(3, "<script>"), "C6.2": Estimation(1, "")}))
    assert told(sheets, "C6.1") is None
    sheets.level("lea", "C6.1", 0)
    assert told(sheets, "C6.1") == Estimation(3, "<script>")
    assert told(sheets, "C6.2") is None
    sheets.level("lea", "C6.1", None)
    assert told(sheets, "C6.1") is None


def test_the_marked_copy_s_record_goes_before_what_was_handed_in(sheets, course):
    folder = course / "submitted" / "lea" / E06
    folder.mkdir(parents=True)
    register(folder, AutoEvaluation({"C6.1": Estimation(3, "")}))
    notebook = nbformat.v4.new_notebook()
    put(
        notebook,
        CopyRecord(status="marked", self_assessment={"competences": {"C6.1": {"niveau": 1, "pourquoi": ""}}, "v": 1}),
    )
    nbformat.write(notebook, course / "autograded" / "lea" / E06 / "rex.ipynb")
    sheets.level("lea", "C6.1", 2)
    assert told(sheets, "C6.1").level == 1


def test_the_help_that_a_candidate_declares_is_shown_from_the_start_as_plain_text(sheets, course):
    folder = course / "submitted" / "lea" / E06
    folder.mkdir(parents=True)
    page = "".join(field.value for field in _fields(OralPanel(sheets), "lea"))
    assert "Aide reçue" not in page
    register(folder, AutoEvaluation({"C6.1": Estimation(3, "")}, help="Un <b>assistant</b> d'IA"))
    page = "".join(field.value for field in _fields(OralPanel(sheets), "lea"))
    assert "Un &lt;b&gt;assistant&lt;/b&gt; d&#x27;IA" in page


@pytest.mark.parametrize("content", [b"", b"[" * 100_000, b"{}", json.dumps({"cells": 3}).encode(), b"\xff"])
def test_a_copy_that_cannot_be_read_says_nothing(sheets, course, content):
    folder = course / "submitted" / "lea" / E06
    folder.mkdir(parents=True)
    (folder / "rex.ipynb").write_bytes(content)
    (folder / "autoevaluation.json").write_bytes(content)
    sheets.level("lea", "C6.1", 2)
    assert told(sheets, "C6.1") is None


def _described(panel, candidate):
    """The fields and buttons of a candidate's sheet, by what they are called."""
    panel.box.children[1].value = candidate
    shown = panel.box.children[3].children
    parts = [part for field in shown for part in (field, *getattr(field, "children", ()))]
    return {part.description: part for part in parts if getattr(part, "description", "")}


def test_the_hour_of_an_oral_is_that_of_the_session_whatever_the_machine_s(sheets, course):
    zone = ZoneInfo("Pacific/Noumea")
    (course / "seance.yaml").write_text("nom: Juin\ncle: une clé bien longue\nfuseau: Pacific/Noumea\n", "utf-8")
    before = datetime.datetime.now(zone)
    fields = _described(OralPanel(sheets), "lea")
    fields["Début : maintenant"].click()
    assert fields["Début"].value in {f"{at:%H:%M}" for at in (before, datetime.datetime.now(zone))}
    assert sheets.sheet("lea").start == fields["Début"].value


def test_jurors_that_the_order_of_orals_expects_are_written_by_a_press(sheets, course):
    oral_hours = (
        "epreuve;candidat;debut;fin;jury;lieu\n"
        + f"{E06};lea;2027-06-12 09:00;2027-06-12 09:40;A. Roux et M. Petit;12\n"
    )
    (course / "oraux.csv").write_text(oral_hours, "utf-8")
    jury = "composition: [{nom: N. Diallo, qualite: Jurée}, {nom: A. Roux, qualite: Juré}]\n"
    (course / "jury.yaml").write_text(jury, "utf-8")
    expected = "Jurés prévus : A. Roux et M. Petit"
    _described(OralPanel(sheets), "lea")[expected].click()
    assert sheets.sheet("lea").jurors == "A. Roux et M. Petit"
    assert expected not in _described(OralPanel(sheets), "lea")
    # Of whom no hour was worked out, the whole jury is expected; a panel that is called otherwise says nobody's name.
    assert "Jurés prévus : N. Diallo et A. Roux" in _described(OralPanel(sheets), "karim")
    (course / "oraux.csv").write_text(
        oral_hours.replace("A. Roux et M. Petit", "Jury B").replace("lea", "karim"), "utf-8"
    )
    assert not any(name.startswith("Jurés prévus") for name in _described(OralPanel(sheets), "karim"))
    (course / "oraux.csv").write_text(
        f"epreuve;candidat;debut;fin;jury;lieu;jures\n{E06};karim;2027-06-12 09:00;2027-06-12 09:40;Jury B;12;M. Petit, Omar Sy\n",
        "utf-8",
    )
    assert "Jurés prévus : M. Petit et Omar Sy" in _described(OralPanel(sheets), "karim")
