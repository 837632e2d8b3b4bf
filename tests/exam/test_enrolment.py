"""A school's list taken in: any usual file, French headers, doubles and near-doubles told, nothing lost, the same twice."""

from __future__ import annotations

import collections
import contextlib
import datetime
import difflib
import io
import random
import re
import sqlite3
import string
import threading
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nbgrader.api import Gradebook
from openpyxl import Workbook
from sqlalchemy import Engine, event
from typer.testing import CliRunner

from epreuves.wording import strict_csv
from epreuves.wording.errors import Faults, KitError
from epreuves.wording.strict_csv import read_text
from epreuves_kit.cli import application
from epreuves_kit.course import arrangements
from epreuves_kit.course.folders import Course
from epreuves_kit.exam import enrol, identifying, school_list
from epreuves_kit.gradebook import transactions
from epreuves_kit.jury import births
from epreuves_kit.jury.registrations import Registration, campus, read
from epreuves_kit.page.desk import SessionDesk
from epreuves_kit.rules import jury_rules
from tests.course import lay_referentiel

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
    lay_referentiel(root)
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


def test_a_workbook_is_read_under_its_banner_with_numbers_as_identifiers_and_its_other_columns_left_out(
    course, candidats
):
    rows: list[list[object]] = [
        ["Promotion 2027"], [], ["N° étudiant", "NOM", "Prénoms", "RQTH", "Né le"],
        [20250017, "Fontaine", "Léa", "non", datetime.date(2001, 5, 3)],
    ]  # fmt: skip
    (course / "liste.xlsx").write_bytes(workbook(rows))
    said, code = candidats("import", "liste.xlsx")
    assert code == 0, said
    assert "Colonnes laissées de côté : « RQTH »." in said
    assert people(course) == {"20250017": ("Léa", "Fontaine", None)}


def test_the_same_list_twice_changes_nothing_and_what_changed_is_told(course, candidats):
    candidats("import", laid(course, LIST))
    before = people(course)
    said, code = candidats("import", "liste.csv")
    assert code == 0, said
    assert "Tout le monde était déjà inscrit" in said
    assert people(course) == before
    said, _ = candidats("import", laid(course, LIST.replace("zoe@ecole.fr", "z.legoff@ecole.fr").replace("Lille", "")))
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
        ("Nom;Prénom\nMartin;Léa\nDurand;Karim\nMARTIN;Lea\n", "ligne 4 : « Lea MARTIN » est déjà ligne 2. Si ce sont deux personnes, donnez leurs dates de naissance"),
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
        (
            "Nom;Prénom\nFontaine;Léa\nFontaines;Léa\n",
            "« Léa Fontaine » (lea.fontaine) et « Léa Fontaines » (lea.fontaines) ont presque le même nom",
        ),
        ("Nom;Prénom\nLéa;Fontaine\nFontaine;Léa\n", "ont presque le même nom"),
        ("Nom;Prénom;Mail\nMartin;Léa;l@b.fr\nDurand;Karim;L@b.fr\n", "ont la même adresse"),
    ],
)
def test_near_doubles_are_asked_about_and_nothing_is_written_unless_agreed(course, candidats, text, said):
    told, code = candidats("import", laid(course, text))
    assert code == 2
    assert said in told.replace("\xa0", " ")
    assert "Rien n'est fait." in told
    assert not (course / "gradebook.db").exists()
    assert candidats("import", "liste.csv", "--oui")[1] == 0
    assert len(people(course)) == 2


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("liste.xlsx", b"PK\x03\x04 nothing more", "ne s'ouvre pas"),
        ("liste.pdf", b"%PDF", "enregistrez-le en .xlsx, .ods ou .csv"),
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
    candidats(
        "import",
        laid(
            course,
            f"Identifiant;{LIST.splitlines()[0]}\n007;Bond;Jâmes;;Lyon;B1\n3/4x;Durand;=1+1;;;\n".replace(
                "3/4x", "3-4"
            ),
        ),
    )
    before = people(course), campus(course)
    said, code = candidats("export", name)
    assert code == 0, said
    assert "2 candidats" in said
    said, code = candidats("import", name)
    assert code == 0, said
    assert "Tout le monde était déjà inscrit" in said
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
    [
        ("Zoé", "Le Goff", "zoe.le-goff"),
        ("Łukasz", "Sørensen", "lukasz.sorensen"),
        ("Anne-Sophie", "D'Œillet", "anne-sophie.d-oeillet"),
        ("Владимир", "Иванов", ""),
    ],
)
def test_the_identifier_that_a_name_makes(first_name, surname, id):
    assert identifying._made(school_list.Person(2, "", surname, first_name)) == id


MARTINS = "Nom;Prénom;Né(e) le;Courriel\nMARTIN;Camille;12/03/2001;\nMartin;Camille;2002-04-05;c.martin@ecole.example\nDurand;Karim;;k@ecole.example\n"


def test_homonyms_told_apart_by_their_births_have_an_identifier_each_and_keep_it(course, candidats):
    said, code = candidats("import", laid(course, MARTINS), "--oui")
    assert code == 0, said
    first, second = "camille.martin", "camille.martin.2"
    assert {*people(course)} == {first, second, "karim.durand"}
    assert births.read(course)[second].day == datetime.date(2002, 4, 5)
    # The other way round, one of them by the address alone, one by an identifier, and with a place.
    again = "Identifiant;Nom;Prénom;Date de naissance;Lieu de naissance;Mail\n;Martin;Camille;;;C.Martin@ecole.example\ncamille.martin;Martin;Camille;12/03/2001;Lyon;\n"
    said, code = candidats("import", laid(course, again), "--oui")
    assert code == 0, said
    assert {*people(course)} == {first, second, "karim.durand"}
    assert births.read(course)[first].said == "né·e le 12 mars 2001 à Lyon"
    assert births.read(course)[second] == births.Birth(datetime.date(2002, 4, 5))


def test_a_name_that_several_bear_is_refused_where_nothing_tells_which(course, candidats):
    candidats("import", laid(course, MARTINS), "--oui")
    said, code = candidats("import", laid(course, "Nom;Prénom;Campus\nMartin;Camille;Lyon\n"), "--oui")
    assert code == 2
    assert "plusieurs personnes inscrites s'appellent « Camille Martin »" in said.replace("\xa0", " ")
    assert campus(course) == {}


def test_a_person_enrolled_is_not_taken_for_a_homonym_born_on_another_day(course, candidats):
    candidats("import", laid(course, "Nom;Prénom;Date de naissance\nMartin;Camille;12/03/2001\n"))
    said, code = candidats("import", laid(course, "Nom;Prénom;Date de naissance\nMartin;Camille;05/04/2002\n"))
    assert code == 2
    assert "ont le même nom : est-ce une seule personne" in said.replace("\xa0", " ")
    assert candidats("import", "liste.csv", "--oui")[1] == 0
    assert births.read(course)["camille.martin"].day == datetime.date(2001, 3, 12)
    assert births.read(course)["camille.martin.2"].day == datetime.date(2002, 4, 5)


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ("12/03/01;", "l'année manque ou n'a que deux chiffres"),
        ("31/02/2001;", "colonne « Date de naissance »"),
        ("12/03/2030;", "n'est pas une date de naissance"),
        (";Lyon", "un lieu sans date"),
    ],
)
def test_a_birth_that_is_none_is_refused_with_its_line(course, candidats, cells, told):
    said, code = candidats(
        "import", laid(course, f"Nom;Prénom;Date de naissance;Lieu de naissance\nMartin;Léa;{cells}\n")
    )
    assert code == 2
    assert "ligne 2" in said
    assert told in said.replace("\xa0", " ")
    assert not (course / "gradebook.db").exists()


@given(
    st.lists(
        st.builds(
            school_list.Person,
            st.just(2),
            st.sampled_from(("", "", "camille.martin", "camille.martin.2", "x")),
            st.sampled_from(("Martin", "MARTIN", "Durand")),
            st.just("Camille"),
            st.sampled_from(("", "a@b.fr", "c@d.fr")),
            st.sampled_from(("", "12/03/2001", "05/04/2002", "06/05/2003")),
        ),
        max_size=6,
    )
)
def test_people_told_apart_have_identifiers_apart_and_the_same_list_gives_the_same(given_people):
    ids = identifying.identified(given_people, ())
    assert None not in ids
    enrolled = {
        id: enrol.EnrolledCandidate(id, p.surname, p.first_name, p.email, birth=p.birth)
        for p, id in zip(given_people, ids, strict=True)
    }
    if len(enrolled) == len(given_people):  # a list that is not refused for its doubles
        assert identifying.identified(given_people, enrolled.values()) == ids

    if all(p.birth for p in given_people) and len({(p.surname.casefold(), p.birth) for p in given_people}) == len(ids):
        made = [id for p, id in zip(given_people, ids, strict=True) if not p.id]
        assert len({*made}) == len(made)


_NAMES = st.text(st.characters(categories=["L", "P", "Zs"]), min_size=1, max_size=12)


@given(_NAMES, _NAMES)
def test_an_identifier_that_is_made_can_always_name_a_folder(first_name, surname):
    id = identifying._made(school_list.Person(2, "", surname, first_name))
    assert not id or (id.isascii() and id.strip(".-") == id and not set(id) & set('/\\:*?"<>|+ '))


@given(st.binary(max_size=300))
def test_no_bytes_whatever_end_in_anything_but_a_list_or_a_sentence(tmp_path_factory, raw):
    path = tmp_path_factory.getbasetemp() / "n-importe-quoi.csv"
    path.write_bytes(raw)
    with contextlib.suppress(KitError):
        assert school_list.read(path).people


def test_a_list_is_taken_in_in_one_transaction_and_in_time_that_grows_with_it(course, monkeypatch):
    """No more commits for many than for few, and names compared by pairs only where they have the same letters."""
    (course / "seance.yaml").write_text("nom: Session\ncle: une clé\n", "utf-8")
    done = collections.Counter()

    def counted(what, act):
        def counting(*given, **named):
            done[what] += 1
            return act(*given, **named)

        return counting

    monkeypatch.setattr(enrol, "bare", counted("names read", school_list.bare))
    monkeypatch.setattr(difflib, "SequenceMatcher", counted("pairs", difflib.SequenceMatcher))
    drawn = random.Random(17)

    def take_in(many):
        course.joinpath("gradebook.db").unlink(missing_ok=True)
        lines = [
            "Identifiant;Nom;Prénom;Courriel;Campus",
            *(
                f"{many}-{n};{''.join(drawn.choices(string.ascii_lowercase, k=9))};{''.join(drawn.choices(string.ascii_lowercase, k=7))};{n}@e.fr;Lyon"
                for n in range(many)
            ),
        ]
        found = Course(course)
        rules = jury_rules.read(course)
        planned = enrol.plan(found, rules, school_list.read(course / laid(course, "\n".join(lines))), "liste.csv")
        done.clear()
        planned = enrol.plan(found, rules, school_list.read(course / "liste.csv"), "liste.csv")
        with watched_commits(done):
            enrol.write(found, rules, planned)
        assert len(people(course)) == many
        return dict(done)

    take_in(20)
    few, many = take_in(100), take_in(400)
    assert many["commits"] == few["commits"] < 10
    assert many["names read"] <= 4.1 * few["names read"]
    assert many.get("pairs", 0) <= 400


@contextlib.contextmanager
def watched_commits(done):
    def told(connection):
        done["commits"] += 1

    event.listen(Engine, "commit", told)
    try:
        yield
    finally:
        event.remove(Engine, "commit", told)


@settings(deadline=None)
@given(st.lists(st.tuples(st.text("abcé ", max_size=9), st.text("abcé ", max_size=5)), max_size=8))
def test_who_is_alike_is_found_as_by_comparing_all_pairs(names):
    lines = [
        enrol.EnrolmentLine(enrol.EnrolledCandidate(f"{n}", surname, first), "nouveau")
        for n, (surname, first) in enumerate(names)
    ]
    keys = [enrol._sorted_name(line.candidate) for line in lines]
    due = {
        (a, b)
        for b in range(len(keys))
        for a in range(b)
        if (keys[b] and difflib.SequenceMatcher(None, keys[b], keys[a]).ratio() >= 0.92)
        or (
            keys[b]
            and school_list.bare(names[a][0]) == school_list.bare(names[b][0])
            and school_list.bare(names[a][1]) == school_list.bare(names[b][1])
        )
    }
    found = {tuple(map(int, re.findall(r"\((\d+)\)", said))) for said in enrol._alike(lines, ())}
    assert found == due


def far(rows: int, column: str) -> bytes:
    """A workbook with a list in its first cells, and one more far away."""
    made = Workbook()
    sheet = made.active
    for row in (("Identifiant", "Nom", "Prénom"), ("lea", "Fontaine", "Léa")):
        sheet.append(row)
    sheet[f"{column}{rows}"] = "x"
    written = io.BytesIO()
    made.save(written)
    return written.getvalue()


@pytest.mark.parametrize(("rows", "column"), [(1_048_576, "XFD"), (1_048_576, "ZZ"), (200_000, "ALL")])
def test_a_cell_that_is_written_far_away_is_told_and_takes_nobody_with_it(course, candidats, rows, column):
    (course / "liste.xlsx").write_bytes(far(rows, column))
    said, code = candidats("import", "liste.xlsx")
    assert code == 2
    assert "liste.xlsx : une case est remplie très loin des autres" in said
    with pytest.raises(KitError, match="très loin des autres"):
        SessionDesk(course, "M. Sorel")._preview(course / "liste.xlsx")


def test_a_line_far_below_the_list_is_a_line_of_it(course, candidats):
    (course / "liste.xlsx").write_bytes(far(20_000, "A"))
    said, code = candidats("import", "liste.xlsx")
    assert (code, set(people(course))) == (0, {"lea", "x"}), said


def test_a_list_in_which_all_have_one_name_is_told_and_no_more(course):
    lines = "\n".join(f"p{n};Martin;Léa" for n in range(300))
    path = course / laid(course, f"Identifiant;Nom;Prénom\n{lines}\n")
    found = enrol.plan(Course(course), jury_rules.read(course), school_list.read(path), path.name)
    assert len(found.warnings) == 101
    assert "D'autres noms se ressemblent encore" in found.warnings[-1]


def test_a_gradebook_that_is_occupied_is_waited_for_longer_than_a_driver_s_five_seconds(course, candidats):
    candidats("import", laid(course, "Identifiant;Nom;Prénom\nlea;Fontaine;Léa\n"), "--oui")
    other = sqlite3.connect(course / "gradebook.db", isolation_level=None, check_same_thread=False)
    other.execute("BEGIN EXCLUSIVE")
    ended = threading.Timer(7, lambda: other.execute("COMMIT"))
    ended.start()
    said, code = candidats("import", laid(course, "Identifiant;Nom;Prénom\nkarim;Benali;Karim\n"), "--oui")
    ended.join()
    other.close()
    assert code == 0, said
    assert set(people(course)) == {"lea", "karim"}


@pytest.mark.parametrize(
    ("url", "due"),
    [
        ("sqlite:///gradebook.db", "sqlite:///gradebook.db?timeout=60"),
        ("sqlite:///gradebook.db?timeout=5", "sqlite:///gradebook.db?timeout=5"),
        ("postgresql://jury:secret@serveur/carnet", "postgresql://jury:secret@serveur/carnet"),
    ],
)
def test_an_address_waits_as_long_as_is_said_unless_it_says_otherwise(url, due):
    assert transactions.patient(url) == due


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


@pytest.mark.parametrize("text", ["@SUM(1)", "=1+1", "-2", "+33", "'=1", "007"])
def test_no_small_table_holds_what_a_spreadsheet_would_compute(course, candidats, text):
    (course / "seance.yaml").write_text("nom: Session\ncle: une clé\n", "utf-8")
    id = "p1" if "+" in text else text
    cells = map(strict_csv.neutral, (id, "Fontaine", "Léa", text, "B1", "33 %"))
    laid(course, f"Identifiant;Nom;Prénom;Campus;Blocs;Temps majoré\n{';'.join(cells)}\n")
    said, code = candidats("import", "liste.csv", "--oui")
    assert code == 0, said
    for name in ("campus.csv", "inscriptions.csv", "amenagements.csv"):
        for cell in re.split(r"[;\n]", (course / name).read_text("utf-8")):
            assert not cell.startswith(("=", "+", "-", "@", "0")), (name, cell)
    assert set(people(course)) == {id}
    assert campus(course) == {id: text}
    assert set(arrangements.read(course)) == {id}
    assert set(read(course, jury_rules.read(course))) == {id}
    # A second list finds the same lines again.
    said, code = candidats("import", "liste.csv", "--oui")
    assert "Tout le monde était déjà inscrit" in said


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
    (course / "amenagements.csv").write_text(f"{HEAD}autre;50 %;;\n{granted(course).removeprefix(HEAD)}", "utf-8")
    said, _ = candidats("import", laid(course, "Nom;Prénom;Temps majoré;Pauses\nFONTAINE;Léa;;10\nPERRIN;Zoé;1/2;\n"))
    assert "Pauses : 10 min" in said
    assert "Temps majoré : 50 %" in said.replace("\xa0", " ")
    assert granted(course) == f"{HEAD}autre;50 %;;\nlea.fontaine;33,33 %;10;oui\nzoe.perrin;50 %;15;\n"
    # « Non » takes away what was granted, and a simulation writes nothing.
    last = laid(course, "Nom;Prénom;Tiers temps;Pauses\nPERRIN;Zoé;non;0\n")
    candidats("import", last, "--simuler")
    assert "zoe.perrin" in granted(course)
    candidats("import", last)
    assert granted(course) == f"{HEAD}autre;50 %;;\nlea.fontaine;33,33 %;10;oui\n"
    assert "Tout le monde était déjà inscrit" in candidats("import", last)[0]


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
    assert [(unclear.line, unclear.title, unclear.name) for unclear in found.unclear] == [(2, title, "Léa Fontaine")]
    assert cell not in str(found)


@given(st.text(max_size=20))
def test_whatever_a_column_of_arrangements_says_it_is_a_share_or_it_is_told(tmp_path_factory, cell):
    path = tmp_path_factory.getbasetemp() / "amenagements-de-l-ecole.csv"
    path.write_bytes(f'Identifiant;Aménagement\nlea;"{cell.replace(chr(34), "")}"\n'.encode("utf-8", "replace"))
    with contextlib.suppress(KitError):
        found = school_list.read(path)
        [one] = found.people
        assert one.time is None or 0 <= one.time <= 1
        assert one.time is not None or found.unclear or not read_text(cell.replace('"', "")).split()
