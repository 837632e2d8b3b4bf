"""A school's list taken in: any usual file, French headers, doubles and near-doubles told, nothing lost, the same twice."""

from __future__ import annotations

import contextlib
import datetime
import io
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbgrader.api import Gradebook
from openpyxl import Workbook
from typer.testing import CliRunner

from epreuves.cli import application
from epreuves.course.folders import Course
from epreuves.exam import enrol, school_list
from epreuves.exports.spreadsheets import read_text
from epreuves.jury.registrations import Registration, campus, read
from epreuves.rules import jury_rules
from epreuves.wording.errors import Faults, KitError

LIST = (
    "Nom;Prénom;Adresse de courriel;Site;Blocs demandés\n"
    "LE GOFF;Zoé;zoe@ecole.fr;Lyon;\n"
    "de la Tour;Léa-Marie;;Lille;B1, B3\n"
    "Nuñez;Inès;ines@ecole.fr;Lyon;b2\n"
)
IDS = ["zoe.le-goff", "lea-marie.de-la-tour", "ines.nunez"]


@pytest.fixture
def course(tmp_path: Path) -> Path:
    root = tmp_path / "cours"
    root.mkdir()
    (root / "nbgrader_config.py").write_text('c = get_config()\nc.CourseDirectory.course_id = "cours"\n')
    return root


@pytest.fixture
def candidats(course, monkeypatch):
    """The command in that course: what it said, on both outputs, and its exit code."""
    monkeypatch.chdir(course)

    def run(*arguments: str) -> tuple[str, int]:
        result = CliRunner().invoke(application(["candidats"]), ["candidats", *arguments])
        return " ".join((result.stdout + result.stderr).split()), result.exit_code

    return run


def laid(root: Path, text: str, name: str = "liste.csv", encoding: str = "utf-8") -> str:
    (root / name).write_bytes(text.encode(encoding))
    return name


def people(root: Path) -> dict[str, tuple[str, str, str]]:
    """What nbgrader itself holds of each."""
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}") as book:
        return {s.id: (s.first_name, s.last_name, s.email) for s in book.students}


def workbook(rows: list[list[object]], title: str = "Promotion") -> bytes:
    book = Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("encoding", "apart"),
    [("utf-8", ";"), ("utf-8-sig", ","), ("cp1252", ";"), ("cp1252", ","), ("utf-16", "\t")],
)
def test_a_csv_is_read_in_any_usual_encoding_and_with_any_usual_separator(course, candidats, encoding, apart):
    text = LIST.replace("B1, B3", "B1 B3").replace(";", apart)
    said, code = candidats("import", laid(course, text, encoding=encoding))
    assert code == 0, said
    assert "3 nouveaux candidats" in said
    assert people(course) == {
        "zoe.le-goff": ("Zoé", "LE GOFF", "zoe@ecole.fr"),
        "lea-marie.de-la-tour": ("Léa-Marie", "de la Tour", None),
        "ines.nunez": ("Inès", "Nuñez", "ines@ecole.fr"),
    }


def test_campus_and_blocs_go_where_the_other_commands_read_them(course, candidats):
    candidats("import", laid(course, LIST))
    rules = jury_rules.read(course)
    assert campus(course) == dict(zip(IDS, ["Lyon", "Lille", "Lyon"], strict=True))
    assert read(course, rules) == {
        "lea-marie.de-la-tour": Registration(("B1", "B3")),
        "ines.nunez": Registration(("B2",)),
    }


def test_blocs_held_already_and_the_vae_are_taken_in_told_and_kept(course, candidats):
    candidats("import", laid(course, LIST))
    text = "Identifiant;Blocs acquis;Voie d'accès\nzoe.le-goff;B1 (30/06/2025);Formation initiale\nines.nunez;;VAE\n"
    said, code = candidats("import", laid(course, text))
    assert code == 0, said
    assert "Colonnes laissées" not in said
    asks = {one.id: one.asks for one in enrol.candidates(Course(course), jury_rules.read(course))}
    assert asks == {
        "lea-marie.de-la-tour": "B1,B3",
        "ines.nunez": "B2, par la VAE",
        "zoe.le-goff": "tous, B1 déjà acquis",
    }
    assert read(course, jury_rules.read(course)) == {
        "lea-marie.de-la-tour": Registration(("B1", "B3")),
        "ines.nunez": Registration(("B2",), vae=True),
        "zoe.le-goff": Registration(acquired=(("B1", datetime.date(2025, 6, 30)),)),
    }
    # A list that no longer says it changes nothing.
    candidats("import", laid(course, "Identifiant;Blocs\nines.nunez;B4\n"))
    assert read(course, jury_rules.read(course))["ines.nunez"] == Registration(("B4",), vae=True)
    said, code = candidats("import", laid(course, "Identifiant;Blocs\nzoe.le-goff;B1\n"))
    assert (code, "« B1 » serait à la fois demandé et acquis" in said) == (2, True)


def test_a_workbook_is_read_under_its_banner_with_numbers_as_identifiers_and_its_other_columns_left_out(course, candidats):  # fmt: skip
    rows: list[list[object]] = [
        ["Promotion 2027"], [], ["N° étudiant", "NOM", "Prénoms", "RQTH", "Né le"],
        [20250017, "Fontaine", "Léa", "non", datetime.date(2001, 5, 3)],
    ]  # fmt: skip
    (course / "liste.xlsx").write_bytes(workbook(rows))
    said, code = candidats("import", "liste.xlsx")
    assert code == 0, said
    assert "Colonnes laissées de côté : « RQTH » et « Né le »." in said
    assert people(course) == {"20250017": ("Léa", "Fontaine", None)}


def test_the_same_list_twice_changes_nothing_and_what_changed_is_told(course, candidats):
    candidats("import", laid(course, LIST))
    before = people(course)
    said, code = candidats("import", "liste.csv")
    assert code == 0, said
    assert "Tout y était." in said
    assert people(course) == before
    said, _ = candidats(
        "import", laid(course, LIST.replace("zoe@ecole.fr", "z.legoff@ecole.fr").replace("Lille", ""))
    )
    assert "1 candidat changé et 2 candidats inchangés" in said
    assert people(course)["zoe.le-goff"][2] == "z.legoff@ecole.fr"
    # An empty cell changes nothing.
    assert campus(course)["lea-marie.de-la-tour"] == "Lille"


def test_nothing_is_written_by_a_simulation(course, candidats):
    said, code = candidats("import", laid(course, LIST), "--simuler")
    assert code == 0, said
    assert "3 nouveaux candidats" in said
    assert "simulation" in said
    assert not (course / "gradebook.db").exists()
    assert not (course / "campus.csv").exists()


def test_who_is_enrolled_and_not_in_the_list_stays_and_is_told(course, candidats):
    candidats("import", laid(course, LIST))
    said, _ = candidats("import", laid(course, "Nom;Prénom\nDiallo;Amina\n"))
    told = said[said.index("laissés tels quels") :]
    assert all(id in told for id in IDS)
    assert set(people(course)) == {*IDS, "amina.diallo"}


def test_somebody_enrolled_under_their_own_identifier_is_found_by_their_name(course, candidats):
    candidats("import", laid(course, "Identifiant;Nom;Prénom\nE0042;Le Goff;Zoé\n"))
    said, code = candidats("import", laid(course, "Nom;Prénom;Courriel\nLE GOFF;Zoe;z@ecole.fr\n"))
    assert code == 0, said
    assert "1 candidat changé" in said
    assert people(course) == {"E0042": ("Zoe", "LE GOFF", "z@ecole.fr")}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Nom;Prénom\nMartin;Léa\nDurand;Karim\nMARTIN;Lea\n", "ligne 4 : « Lea MARTIN » est déjà ligne 2. Si ce sont deux personnes, ajoutez une colonne « Identifiant »"),
        ("Identifiant;Nom;Prénom\nlea;Martin;Léa\nLEA;Petit;Léa\n", "ligne 3 : l'identifiant « LEA » est déjà ligne 2"),
        ("Nom;Prénom;Mail\nMartin;Léa;lea chez ecole\n", "ligne 2, colonne « Mail » : « lea chez ecole » n'est pas une adresse"),
        ("Nom;Prénom\nИванов;Влад\n", "ligne 2 : aucun identifiant ne se fait de « Влад Иванов » ; ajoutez une colonne « Identifiant »"),
        ("Nom;Prénom\nMartin;\n", "ligne 2, colonne « Prénom » : la valeur manque"),
        ("Identifiant\nlea/martin\n", "ligne 2, colonne « Identifiant » : « lea/martin » ne peut pas nommer un dossier, à cause de « / »"),
        ("Nom;Prénom;Blocs\nMartin;Léa;B1 B9\n", "ligne 2 : « B9 » n'est pas un bloc ; les blocs sont B1, B2, B3 et B4."),
        ("Nom complet;Mail\nLéa Martin;a@b.fr\n", "la colonne « Nom complet » réunit nom et prénom"),
        ("Groupe;Note\nA;12\n", "aucune ligne d'en-têtes. Il faut une colonne « Identifiant », ou deux colonnes « Nom » et « Prénom » ; la première ligne est « Groupe ; Note »."),
        ("Nom;Prénom\n", "les en-têtes sont là, et aucun candidat dessous"),
        ("Nom;Prénom;Mail;E-mail\nMartin;Léa;a@b.fr;a@b.fr\n", "« Mail » et « E-mail » disent la même chose"),
        ("", "le fichier est vide"),
    ],
)  # fmt: skip
def test_a_list_at_fault_is_refused_whole_with_its_line_and_column(course, candidats, text, said):
    told, code = candidats("import", laid(course, text))
    assert code == 2
    assert said in told.replace("\xa0", " ")
    assert not (course / "gradebook.db").exists()


def test_all_faults_are_told_at_once(course):
    path = course / laid(course, "Nom;Prénom;Mail\n;Léa;x\nMartin;;y\n")
    with pytest.raises(Faults) as caught:
        school_list.read(path)
    assert len(caught.value.faults) == 4


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Nom;Prénom\nFontaine;Léa\nFontaines;Léa\n", "« Léa Fontaine » (lea.fontaine) et « Léa Fontaines » (lea.fontaines) ont presque le même nom"),
        ("Nom;Prénom\nLéa;Fontaine\nFontaine;Léa\n", "ont presque le même nom"),
        ("Nom;Prénom;Mail\nMartin;Léa;l@b.fr\nDurand;Karim;L@b.fr\n", "ont la même adresse"),
    ],
)  # fmt: skip
def test_near_doubles_are_asked_about_and_nothing_is_written_unless_agreed(course, candidats, text, said):
    told, code = candidats("import", laid(course, text))
    assert code == 1
    assert said in told.replace("\xa0", " ")
    assert "Rien n'est inscrit." in told
    assert not (course / "gradebook.db").exists()
    assert candidats("import", "liste.csv", "--oui")[1] == 0
    assert len(people(course)) == 2


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("liste.xlsx", b"PK\x03\x04 nothing more", "ne s'ouvre pas"),
        ("liste.pdf", b"%PDF", "enregistrez-la en .xlsx, .ods ou .csv"),
        ("liste.csv", b'Nom;Pr\xe9nom\n"Martin;L\xe9a\x00', ""),
    ],
)
def test_a_file_that_is_no_list_is_refused_in_a_sentence(course, candidats, name, content, said):
    (course / name).write_bytes(content)
    told, code = candidats("import", name)
    assert code == 2
    assert said in told
    assert "Traceback" not in told


def test_a_file_that_is_not_there_is_refused_in_a_sentence(candidats):
    told, code = candidats("import", "absente.xlsx")
    assert code == 2
    assert "absente.xlsx" in told
    assert "ne s'ouvre pas" in told


@pytest.mark.parametrize("name", ["liste-rendue.xlsx", "liste-rendue.csv"])
def test_what_is_given_back_is_taken_in_again_without_a_change(course, candidats, name):
    candidats("import", laid(course, f"Identifiant;{LIST.splitlines()[0]}\n007;Bond;Jâmes;;Lyon;B1\n3/4x;Durand;=1+1;;;\n".replace("3/4x", "3-4")))  # fmt: skip
    before = people(course), campus(course)
    said, code = candidats("export", name)
    assert code == 0, said
    assert "2 candidats" in said
    said, code = candidats("import", name)
    assert code == 0, said
    assert "Tout y était." in said
    assert (people(course), campus(course)) == before


def test_a_list_is_not_written_over_another_nor_among_what_is_handed_out(course, candidats):
    (course / "liste.csv").write_text("à moi")
    assert candidats("export", "liste.csv")[1] == 2
    assert (course / "liste.csv").read_text() == "à moi"
    assert candidats("export", "release/liste.csv")[1] == 2
    assert not (course / "release").exists()


def test_who_is_enrolled_is_shown_by_surname(course, candidats):
    assert "Personne n'est inscrit." in candidats()[0]
    candidats("import", laid(course, LIST))
    told, code = candidats()
    assert code == 0, told
    assert told.index("de la Tour") < told.index("LE GOFF") < told.index("Nuñez")


@pytest.mark.parametrize(
    ("first_name", "surname", "id"),
    [("Zoé", "Le Goff", "zoe.le-goff"), ("Łukasz", "Sørensen", "lukasz.sorensen"), ("Anne-Sophie", "D'Œillet", "anne-sophie.d-oeillet"), ("Владимир", "Иванов", "")],
)  # fmt: skip
def test_the_identifier_that_a_name_makes(first_name, surname, id):
    assert enrol._made(school_list.Person(2, "", surname, first_name)) == id


_NAMES = st.text(st.characters(categories=["L", "P", "Zs"]), min_size=1, max_size=12)


@given(_NAMES, _NAMES)
def test_an_identifier_that_is_made_can_always_name_a_folder(first_name, surname):
    id = enrol._made(school_list.Person(2, "", surname, first_name))
    assert not id or (id.isascii() and id.strip(".-") == id and not set(id) & set('/\\:*?"<>|+ '))


@given(st.binary(max_size=300))
def test_no_bytes_whatever_end_in_anything_but_a_list_or_a_sentence(tmp_path_factory, raw):
    path = tmp_path_factory.getbasetemp() / "n-importe-quoi.csv"
    path.write_bytes(raw)
    with contextlib.suppress(KitError):
        assert school_list.read(path).people


def test_a_gradebook_that_is_none_is_told(course, candidats):
    (course / "gradebook.db").write_bytes(b"not a database at all, and long enough to be looked at" * 40)
    told, code = candidats("import", laid(course, LIST))
    assert code == 2
    assert "carnet de notes" in told
    assert "Traceback" not in told


def test_the_other_lines_of_a_small_table_stay(course, candidats):
    (course / "campus.csv").write_text("candidat;campus\nautre;Nice\nzoe.le-goff;Paris\n", "utf-8")
    candidats("import", laid(course, LIST))
    assert campus(course)["autre"] == "Nice"
    assert campus(course)["zoe.le-goff"] == "Lyon"


def granted(root: Path) -> str:
    """What is kept of arrangements, as it is written; empty where nothing is."""
    path = root / "amenagements.csv"
    return path.read_text("utf-8").replace("\xa0", " ") if path.exists() else ""


HEAD = "candidat;temps;pauses;assistant\n"


def test_what_is_granted_goes_to_a_file_of_its_own_and_an_empty_cell_changes_nothing(course, candidats):
    list_ = "Nom;Prénom;Tiers-temps;Pauses (min);Assistant·e\nFONTAINE;Léa;oui;20;oui\nBENALI;Karim;non;;\nPERRIN;Zoé;;15;non\n"
    said, code = candidats("import", laid(course, list_))
    assert code == 0, said
    assert granted(course) == f"{HEAD}lea.fontaine;33,33 %;20;oui\nzoe.perrin;;15;\n"
    (course / "amenagements.csv").write_text(
        f"{HEAD}autre;50 %;;\n{granted(course).removeprefix(HEAD)}", "utf-8"
    )
    said, _ = candidats(
        "import", laid(course, "Nom;Prénom;Temps majoré;Pauses\nFONTAINE;Léa;;10\nPERRIN;Zoé;1/2;\n")
    )
    assert "Pauses : 10 min" in said
    assert "Temps majoré : 50 %" in said.replace("\xa0", " ")
    assert granted(course) == f"{HEAD}autre;50 %;;\nlea.fontaine;33,33 %;10;oui\nzoe.perrin;50 %;15;\n"
    # « Non » takes away what was granted, and a simulation writes nothing.
    last = laid(course, "Nom;Prénom;Tiers temps;Pauses\nPERRIN;Zoé;non;0\n")
    candidats("import", last, "--simuler")
    assert "zoe.perrin" in granted(course)
    candidats("import", last)
    assert granted(course) == f"{HEAD}autre;50 %;;\nlea.fontaine;33,33 %;10;oui\n"
    assert "Tout y était." in candidats("import", last)[0]


@pytest.mark.parametrize("cell", ["33 %", "1/3", "tiers temps", "Tiers-temps", 0.3333, 0.33])
def test_a_third_is_taken_however_a_school_writes_it(tmp_path, cell):
    rows = [["Nom", "Prénom", "Aménagement"], ["Fontaine", "Léa", cell], ["Benali", "Karim", "non"]]
    (tmp_path / "liste.xlsx").write_bytes(workbook(rows))
    people = school_list.read(tmp_path / "liste.xlsx").people
    assert [one.time for one in people] == [Fraction(1, 3), 0]


def test_a_cell_that_is_not_understood_is_told_by_its_line_and_neither_repeated_nor_kept(course, candidats):
    list_ = (
        "Nom;Prénom;Aménagement;Pauses\nFONTAINE;Léa;1/3;20\nBENALI;Karim;mesures de la CDAPH (dyslexie);\n"
        "PERRIN;Zoé;Tiers-temps (dyslexie, PAP signé le 12/09);fatigue\n"
    )
    said, code = candidats("import", laid(course, list_))
    assert code == 0
    said = said.replace("\xa0", " ")
    assert "Ligne 3, Karim BENALI, colonne « Aménagement » : l'aménagement n'est pas compris" in said
    assert "Ligne 4, Zoé PERRIN, colonne « Pauses »" in said
    assert said.count("n'est pas compris") == 2
    assert granted(course) == f"{HEAD}lea.fontaine;33,33 %;20;\nzoe.perrin;33,33 %;;\n"
    (course / "liste.csv").unlink()
    for reason in ("dyslexie", "fatigue", "CDAPH"):
        assert reason not in said
        assert not any(reason.encode() in path.read_bytes() for path in course.rglob("*") if path.is_file())


@pytest.mark.parametrize(
    ("cell", "time"),
    [
        ("Tiers-temps (PAP signé le 12/09)", Fraction(1, 3)), ("tiers temps 1/3", Fraction(1, 3)), ("PAP : 33 %", Fraction(1, 3)),
        ("1/3 temps", Fraction(1, 3)), ("1/3 de temps supplémentaire", Fraction(1, 3)), ("Temps majoré d’un tiers", Fraction(1, 3)),
        ("Tiers temps (33,33 %), PAP du 1/2", Fraction(1, 3)), ("PAP – majoration de 50 % accordée", Fraction(1, 2)), ("33 % sur certificat", Fraction(1, 3)),
    ],
)  # fmt: skip
def test_a_share_of_time_is_taken_out_of_the_words_around_it(tmp_path, cell, time):
    path = tmp_path / "liste.csv"
    path.write_text(f"Nom;Prénom;Aménagement\nFontaine;Léa;{cell}\n", "utf-8")
    found = school_list.read(path)
    assert (found.people[0].time, found.unclear) == (time, ())


@pytest.mark.parametrize(
    ("title", "cell"),
    [
        ("Aménagement", "oui"), ("Temps majoré", "RQTH"), ("Tiers temps", "300 %"), ("Pauses", "fatigue"), ("Assistant", "pour écrire"),
        ("Aménagement", "pas de tiers temps"), ("Aménagement", "Tiers-temps demandé, en attente"), ("Aménagement", "tiers temps ?"),
        ("Aménagement", "tiers temps à l'oral seulement"), ("Aménagement", "tiers temps, 50 % le matin"), ("Aménagement", "PAP du 1/3"),
        ("Aménagement", "tiers temps jusqu'au 12/09"), ("Aménagement", "RQTH, taux de 80 %"), ("Aménagement", "PAP : 1033 %"),
    ],
)  # fmt: skip
def test_what_may_be_no_arrangement_is_told_and_not_taken(tmp_path, title, cell):
    path = tmp_path / "liste.csv"
    path.write_text(f"Nom;Prénom;{title}\nFontaine;Léa;{cell}\nBenali;Karim;\n", "utf-8")
    found = school_list.read(path)
    one = found.people[0]
    assert (one.time, one.pauses, one.assistant) == (None, None, None)
    assert [(unclear.line, unclear.title, unclear.name) for unclear in found.unclear] == [(2, title, "Léa Fontaine")]  # fmt: skip
    assert cell not in str(found)


@given(st.text(max_size=20))
def test_whatever_a_column_of_arrangements_says_it_is_a_share_or_it_is_told(tmp_path_factory, cell):
    path = tmp_path_factory.getbasetemp() / "amenagements-de-l-ecole.csv"
    path.write_bytes(
        f'Identifiant;Aménagement\nlea;"{cell.replace(chr(34), "")}"\n'.encode("utf-8", "replace")
    )
    with contextlib.suppress(KitError):
        found = school_list.read(path)
        [one] = found.people
        assert one.time is None or 0 <= one.time <= 1
        assert one.time is not None or found.unclear or not read_text(cell.replace('"', "")).split()
