"""The serious game: themes drawn from the session's key, redone alike by anyone; the professionals' sheets, read strictly."""

import csv
import io
import json
import shutil

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from epreuves.wording.errors import Faults
from epreuves_kit.authoring import oral
from epreuves_kit.cli import application
from epreuves_kit.jury import challenge
from epreuves_kit.jury.oral_sheet import Sheets
from epreuves_kit.jury.record import DrawAct, JuryRecord, TimedTask, TrialAct
from epreuves_kit.referentiel.reading import referentiel
from tests.course import ROOT
from tests.jury.cours import E06, E11

THEMES = ("identité visuelle", "identité de marque", "éco-conception")
GROUPS = f"epreuve;groupe;candidat\n{E11};G1;lea\n{E11};G1;karim\n{E11};G1;sam\n{E11};G 2;ana\n{E11};G 2;noé\n{E11};G 2;zoé\n"
DRAW = DrawAct(E11, "G1", "Session", ("lea", "karim", "sam"), THEMES, "0")


@given(st.permutations(["lea", "karim", "sam"]), st.text(min_size=1), st.text(min_size=1, max_size=20))
def test_each_member_has_a_theme_of_their_own_whatever_the_order_of_the_file(members, key, group):
    drawn = challenge.draw(key, "s", E11, group, members, THEMES)
    assert sorted(drawn.themes) == sorted(THEMES)
    alike = challenge.draw(key, "s", E11, group, sorted(members), THEMES)
    assert dict(zip(drawn.members, drawn.themes, strict=True)) == dict(zip(alike.members, alike.themes, strict=True))


def test_a_group_of_four_has_each_theme_before_one_comes_again():
    drawn = challenge.draw("k", "s", E11, "G", ["a", "b", "c", "d"], THEMES)
    assert set(drawn.themes) == set(THEMES)


def test_every_theme_falls_to_everyone_about_as_often():
    firsts = [challenge.draw("k", "s", E11, f"G{rank}", ["a", "b", "c"], THEMES).themes[0] for rank in range(900)]
    assert all(250 < firsts.count(theme) < 350 for theme in THEMES)


def test_another_key_or_session_makes_another_draw():
    def of(key, session):
        return [challenge.draw(key, session, E11, f"G{rank}", ["a", "b", "c"], THEMES).themes for rank in range(20)]

    assert len({tuple(of(key, session)) for key in "kl" for session in "st"}) == 4


QUESTIONS = oral.read(ROOT / "sujets" / E11 / oral.FILE).questions


@given(st.text(min_size=1), st.sampled_from(DRAW.members))
def test_an_incident_is_settled_with_the_production_of_another_on_another_theme_and_is_drawn_again_alike(
    key, candidate
):
    drawn = challenge.incident(key, DRAW, candidate, QUESTIONS)
    theme = dict(zip(DRAW.members, DRAW.themes, strict=True))
    assert drawn.author != candidate
    assert drawn.theme == theme[drawn.author] == QUESTIONS[drawn.number - 1].theme != theme[candidate]
    assert challenge.incident(key, DRAW, candidate, QUESTIONS) == drawn


def test_every_incident_comes_out_and_who_is_alone_has_none():
    numbers = {
        challenge.incident(str(key), DRAW, candidate, QUESTIONS).number
        for key in range(60)
        for candidate in DRAW.members
    }
    assert numbers == {number for number, question in enumerate(QUESTIONS, 1) if question.theme}
    assert challenge.incident("k", DrawAct(E11, "G", "s", ("lea",), THEMES[:1], "0"), "lea", QUESTIONS) is None


def test_the_oral_sheet_shows_the_incident_that_was_drawn_and_no_other(run, course):
    shutil.copytree(ROOT / "sujets" / E11, course / "sujets" / E11, dirs_exist_ok=True)
    run("tirage-themes", "--auteur", "A")
    sheets = Sheets(course, E11, "M. Petit")
    (shown,) = [question for _, question in sheets.questions("lea") if question.theme]
    (line,) = [line for line in sheets.trials("lea") if line.startswith("Incident")]
    assert line.endswith(shown.question)
    assert f"({shown.theme})" in line
    sheets.close()


@pytest.fixture
def run(course, monkeypatch):
    (course / "groupes.csv").write_text(GROUPS, encoding="utf-8")
    monkeypatch.chdir(course)

    def run(*words, code=0):
        done = CliRunner().invoke(application(["tirage-themes", "essais"]), words, env={"COLUMNS": "200"})
        assert done.exit_code == code, done.output
        return done.output

    return run


def test_without_an_author_nothing_is_written(run, course):
    assert "pas encore au registre" in run("tirage-themes")
    with JuryRecord(course) as record:
        assert record.entries() == []


def test_a_draw_is_kept_once_with_who_when_and_its_fingerprint_and_is_redone_alike(run, course):
    first = run("tirage-themes", "e11", "--auteur", "C. Aubert")
    assert "tiré par C. Aubert le 2" in first
    again = [json.loads(line) for line in run("tirage-themes", "--json").splitlines()]
    assert [(line["group"], line["conforme"], line["auteur"]) for line in again] == [
        ("G1", True, "C. Aubert"),
        ("G 2", True, "C. Aubert"),
    ]
    assert all(f"{line['group']} · empreinte {line['fingerprint']}" in first for line in again)
    run("tirage-themes", "--auteur", "Autre")
    with JuryRecord(course) as record:
        assert [(entry.act.group, entry.author) for entry in record.entries()] == [
            ("G1", "C. Aubert"),
            ("G 2", "C. Aubert"),
        ]


def test_a_draw_that_differs_from_the_record_is_told_and_not_kept_by_mistake(run, course):
    run("tirage-themes", "--auteur", "A")
    (course / "groupes.csv").write_text(GROUPS.replace(";sam", ";tom"), encoding="utf-8")
    assert "✗ DIFFÈRE du registre" in run("tirage-themes", code=1)
    assert "Le tirage de « G1 » est déjà au registre et n'est pas celui-ci" in run(
        "tirage-themes", "--auteur", "A", code=2
    )
    assert "DIFFÈRE" not in run("tirage-themes", "--auteur", "A", "--refaire")
    with JuryRecord(course) as record:
        assert [entry.act.group for entry in record.entries()] == ["G1", "G 2", "G1"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("e17",), "n'a pas de thèmes à tirer"),
        (("e99",), "L'épreuve e99 n'existe pas"),
        (("e11", "--auteur", "\n"), "Le nom de qui écrit"),
    ],
)
def test_what_cannot_be_drawn_is_said(run, words, said):
    assert said in run("tirage-themes", *words, code=2)


def test_without_groups_nothing_can_be_drawn(run, course):
    (course / "groupes.csv").unlink()
    assert "Aucun groupe à E11" in run("tirage-themes", code=2)


def answered(line, marks):
    """The professionals' answers on a line of a sheet."""
    given = {
        "remarque": ["", "Net.", ""],
        "temps 1": ["35", "41 s", "60"],
        "temps 2": ["Non trouvée", "120,5", "non  trouvee"],
        "comprise 1": ["oui", "Oui", "non"],
        "comprise 2": ["non", "oui", "non"],
    }
    return given.get(line, marks)


def filled(marks=(4, 3, 5), names=("A. Roy, graphiste", "B. Sy, juriste", "C. Le, UX"), change=None, draw=DRAW):
    """A sheet as professionals give it back."""
    rows = list(csv.reader(io.StringIO(challenge.sheet(referentiel(ROOT), draw)), delimiter=";"))
    rows[0][6:] = names
    for row in rows[1:]:
        row[6:] = answered(row[4], [str(mark) for mark in marks])[: len(names)]
    if change:
        change(rows)
    out = io.StringIO()
    csv.writer(out, delimiter=";", lineterminator="\n").writerows(rows)
    return out.getvalue().encode("utf-8-sig")


def test_a_filled_sheet_gives_each_professional_s_marks_of_each_production():
    found = challenge.read(referentiel(ROOT), filled(), "essais.csv", {"G1": DRAW})
    assert len(found) == 9
    assert {(act.candidate, act.theme) for act in found} == set(zip(DRAW.members, DRAW.themes, strict=True))
    (one,) = [act for act in found if (act.candidate, act.professional) == ("karim", "B. Sy, juriste")]
    # The group's decoding, its first criterion, is none of theirs.
    assert one.marks == {f"C11.1-k{rank}": 3 for rank in range(2, 6)}
    assert one.tasks == (TimedTask(41, True), TimedTask(120, True))
    assert one.remark == "Net."


def test_what_professionals_say_is_summed_up_by_production():
    def low(rows):
        rows[5][6:] = ["1", "2", "4"]

    found = challenge.summarise(challenge.read(referentiel(ROOT), filled(change=low), "f", {"G1": DRAW}))
    assert [one.candidate for one in found] == ["lea", "karim", "sam"]
    assert found[0].medians["C11.1-k2"] == 2
    assert found[0].spreads["C11.1-k2"] == 3
    assert found[0].below == ("C11.1-k2",)
    assert found[1].below == ()
    assert found[0].remarks == ("B. Sy, juriste : Net.",)
    assert found[0].tasks == (
        "Tâche 1 : réponse trouvée par 3 sur 3 en 41 s (de 35 à 60), comprise par 2.",
        "Tâche 2 : réponse trouvée par 1 sur 3 en 120 s, comprise par 1.",
    )


def test_the_last_sheet_of_a_group_counts_and_the_same_one_twice_counts_once():
    first, second = (
        challenge.read(referentiel(ROOT), filled(marks), "f", {"G1": DRAW}) for marks in ((1, 1, 1), (5, 5, 5))
    )
    (one, *_) = challenge.summarise([*first, *second, *second])
    assert one.medians["C11.1-k2"] == 5
    assert len(one.professionals) == 3


def set_(row, column, value):
    return lambda rows: rows[row].__setitem__(column, value)


@pytest.mark.parametrize(
    ("sheet", "said"),
    [
        (filled((4, 3), ("A. Roy", "B. Sy")), "ligne 1 : 3 professionnels au moins sont attendus, 2 colonnes reçues."),
        (filled(names=("Professionnel 1 (nom, métier)", "B. Sy", "C. Le")), "écrivez le nom et le métier du professionnel"),
        (filled(names=("A. Roy", "a. roy ", "C. Le")), "ligne 1, champ « a. roy » : ce professionnel a déjà une colonne"),
        (filled(change=set_(6, 7, "6")), "ligne 7, champ « B. Sy, juriste » : une note entière de 1 à 5 est attendue, reçu « 6 »."),
        (filled(change=set_(6, 7, "")), "ligne 7, champ « B. Sy, juriste » : une note entière de 1 à 5 est attendue, rien n'est écrit."),
        (filled(change=set_(6, 7, "3,5")), "reçu « 3,5 »"),
        (filled(change=set_(6, 7, "٣")), "reçu « ٣ »"),
        (filled(change=set_(2, 1, "G9")), "ligne 3, champ « groupe » : « G9 » n'a pas de tirage"),
        (filled(change=set_(2, 2, "tom")), "ligne 3, champ « candidat » : « tom » n'est pas du groupe « G1 »."),
        (filled(change=set_(2, 3, "éco-conception")), "ligne 3, champ « theme » : « lea » a tiré « identité visuelle »"),
        (filled(change=set_(2, 4, "C11.1-k9")), "ligne 3, champ « critere » : « C11.1-k9 » n'est pas un critère de la fiche"),
        (filled(change=set_(6, 4, "C11.1-k2")), "ligne 7, champ « critere » : ce critère de « lea » est déjà ligne 6"),
        (filled(change=set_(2, 4, "C11.1-k1")), "« C11.1-k1 » n'est pas un critère de la fiche"),
        (filled(change=lambda rows: rows.pop(5)), "il manque les lignes C11.1-k2 de « lea »."),
        (filled(change=lambda rows: rows.pop(1)), "il manque les lignes temps 1 de « lea »."),
        (filled(change=set_(1, 7, "vite")), "un nombre de secondes, ou « non trouvée », est attendu, reçu « vite »."),
        (filled(change=set_(1, 7, "9000")), "est attendu, reçu « 9000 »."),
        (filled(change=set_(1, 7, "")), "un nombre de secondes, ou « non trouvée », est attendu, rien n'est écrit."),
        (filled(change=set_(2, 7, "peut-être")), "« oui » ou « non » est attendu, reçu « peut-être »."),
        (filled(change=lambda rows: rows[2].pop()), "ligne 3 : 9 valeurs attendues, 8 reçues ; séparez-les"),
        (filled(change=lambda rows: rows.__delitem__(slice(1, None))), "aucune ligne de notes"),
        (filled(change=set_(9, 7, "x" * 1001)), "ligne 10, champ « B. Sy, juriste » : la remarque dépasse 1000 caractères"),
        (b"a;b\n", "ligne 1 : en-t"),
        (b"", "ligne 1 : en-t"),
        (filled() + b'"a', "ce n'est pas un CSV lisible"),
        (filled().decode("utf-8-sig").encode("cp1252"), "pas en UTF-8"),
        (b" " * 500_000, "le fichier est trop grand"),
    ],
)  # fmt: skip
def test_each_fault_of_a_sheet_is_named_and_nothing_of_it_is_taken(sheet, said):
    with pytest.raises(Faults) as refused:
        challenge.read(referentiel(ROOT), sheet, "essais.csv", {"G1": DRAW})
    assert str(refused.value).startswith("essais.csv")
    assert said in str(refused.value)


def test_all_faults_of_a_sheet_are_told_at_once():
    def change(rows):
        rows[1][6], rows[2][7], rows[3][3] = "0", "x", "autre"

    with pytest.raises(Faults) as refused:
        challenge.read(referentiel(ROOT), filled(change=change), "f", {"G1": DRAW})
    assert len(refused.value.faults) == 3


def test_sheets_are_written_for_each_group_filled_and_taken_back(run, course, tmp_path):
    assert "Aucun tirage de e11_challenge au registre" in run("essais", "--fiches", str(tmp_path / "f"), code=2)
    run("tirage-themes", "--auteur", "A")
    shown = run("essais", "--fiches", str(tmp_path / "f"))
    assert shown.count("Écrit : ") == 2
    assert "existe déjà" in run("essais", "--fiches", str(tmp_path / "f"), code=2)
    assert "ce dossier peut être distribué" in run("essais", "--fiches", "release/x", code=2)
    path = tmp_path / "f" / f"essais-{E11}-G-2.csv"
    rows = list(csv.reader(io.StringIO(path.read_text("utf-8-sig")), delimiter=";"))
    rows[0][6:] = ["A. Roy", "B. Sy", "C. Le"]
    for row in rows[1:]:
        row[6:] = answered(row[4], ["2", "3", "3"] if row[4] != "C11.1-k2" else ["2", "2", "5"])
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, delimiter=";").writerows(rows)
    assert "--auteur NOM" in run("essais", "--lire", str(path), code=2)
    shown = run("essais", "--lire", str(path), "--auteur", "A")
    assert "3 productions notées" in shown
    assert "3 professionnels, notes médianes : C11.1-k2 2 (écart 3), C11.1-k3 3 (écart 1)" in shown
    assert "⚠ sous 3 sur 5 : C11.1-k2\n" in shown
    with JuryRecord(course) as record:
        assert len(record.entries(TrialAct)) == 9


def test_a_juror_reads_the_theme_and_what_the_professionals_said(run, course):
    with JuryRecord(course) as record:
        assert challenge.told_of(record, E06, "lea") == []
        assert "le tirage n'est pas au registre" in challenge.told_of(record, E11, "lea")[0]
    run("tirage-themes", "--auteur", "A")
    sheets = Sheets(course, E11, "M. Petit")
    with JuryRecord(course) as record:
        (kept, _, _) = challenge.kept(record, E11)["G1"]
        theme = kept.themes[kept.members.index("lea")]
        assert sheets.trials("lea")[0] == f"Thème tiré au sort : {theme}."
        assert "aucune fiche de professionnels" in sheets.trials("lea")[1]
        record.add("A", *challenge.read(referentiel(ROOT), filled(draw=kept), "f", {"G1": kept}))
    said = sheets.trials("lea")[1]
    assert said.startswith(
        "Essais par A. Roy, graphiste, B. Sy, juriste et C. Le, UX ; notes médianes sur 5 : C11.1-k2 4 (écart 2)"
    )
    assert [line.split(" : ")[0] for line in sheets.trials("lea")[2:]] == ["Tâche 1", "Tâche 2", "B. Sy, juriste"]
    sheets.close()
