"""A référentiel is read from a spreadsheet as a school types it; what is wrong is told all at once, with its line and its column."""

import io
import re
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from epreuves.wording.errors import Faults, KitError
from epreuves_kit.build import new_course
from epreuves_kit.build.spreadsheet import assembling, words
from epreuves_kit.build.spreadsheet.epreuve_words import mode
from epreuves_kit.cli.authoring import new_course_command
from epreuves_kit.exam import list_file
from epreuves_kit.referentiel.model import CRITERE_LENGTH, Context, GroupSize, Oral, WorkMode
from epreuves_kit.referentiel.reading import referentiel
from epreuves_kit.rules import jury_rules
from tests.conftest import epreuves as run

HEADS = ["Bloc", "Activité", "Compétence", "Critère", "Épreuve", "Modalité"]
FULL = [
    "BC01 – Vendre",
    "A1. Accueillir",
    "A1.1 Recevoir un client",
    "Le client est reçu",
    "E1 Accueil",
    "Étude de cas",
]
KIND = list_file.ListKind("un référentiel", "ses lignes", breaks=True, whole=True)
NBSP = "\N{NO-BREAK SPACE}"
SHEETS = Path(__file__).parent / "sheets"


def draft(*rows, heads=HEADS, above=()):
    """What is made of a sheet of these lines, empty ones left out as a file's reader leaves them."""
    numbered = [(line, list(row)) for line, row in enumerate([*above, heads, *rows], 1) if any(row)]
    return assembling.read("r.xlsx", [("Feuille", numbered)])[0]


def shape(made):
    """The codes of blocs and of criteria, and the compétences of each épreuve."""
    official = made.referentiel
    return (
        {bloc.code: bloc.competences for bloc in made.blocs},
        [critere.id for critere in official.criteres],
        {epreuve.id: epreuve.competences for epreuve in official.epreuves},
    )


def refused(*rows, **more):
    with pytest.raises(KitError) as caught:
        draft(*rows, **more)
    return str(caught.value)


def test_an_empty_cell_under_a_value_says_the_same_as_it():
    made = draft(
        FULL,
        ["", "", "", "Le besoin est compris"],
        ["", "", "A1.2 Conclure une vente", "Le prix est dit"],
        ["", "A2. Encadrer", "A2.1 Planifier", "Le planning tient", "E2 Équipe", ""],
        ["BC02 – Gérer", "A3. Compter", "A3.1 Tenir la caisse", "La caisse est juste", "", ""],
    )
    assert shape(made) == (
        {"BC01": ("A1", "A2"), "BC02": ("A3",)},
        ["A1.1-k1", "A1.1-k2", "A1.2-k1", "A2.1-k1", "A3.1-k1"],
        {"e01_accueil": ("A1.1", "A1.2"), "e02_equipe": ("A2.1", "A3.1")},
    )
    assert {epreuve.nature for epreuve in made.referentiel.epreuves} == {"étude_de_cas"}


def test_values_repeated_on_each_line_are_the_same_as_merged_cells():
    lines = [[*FULL[:3], f"Critère {n}", *FULL[4:]] for n in range(3)]
    merged = [lines[0], *([*[""] * 3, line[3], "", ""] for line in lines[1:])]
    assert draft(*lines) == draft(*merged)


@pytest.mark.parametrize(
    "heads",
    [
        ["BLOCS DE COMPÉTENCES", "Activités types", "Compétences évaluées", "Critères d'évaluation", "Épreuves", "Modalités d'évaluation"],
        ["bloc", "activites", f"Référentiel{NBSP}de compétences", "CRITERES DE PERFORMANCE", "epreuve", "Nature de l'épreuve"],
        ["N° et intitulé du bloc", "Domaine d'activité", "Liste de compétences (code et libellé)", "Critères et indicateurs d’évaluation", "Intitulé de l'épreuve", "Forme"],
    ],
)  # fmt: skip
def test_headings_are_recognised_by_the_names_that_schools_give(heads):
    assert draft(FULL, heads=heads) == draft(FULL)


def test_headings_may_stand_on_two_lines_under_banners_and_come_again():
    over = ["", "Référentiel d'activités", "Référentiel de compétences", "Référentiel d'évaluation", "", ""]
    under = ["Bloc", "", "", "Critères", "Épreuve", "Modalité"]
    assert draft(under, FULL, under, heads=over, above=[["Titre", "", ""], ["", ""]]) == draft(FULL)


def test_a_code_alone_is_of_the_label_at_its_right():
    heads = ["Code", "Activité", "N°", "Compétence", "Critère", "Épreuve", "Modalité"]
    made = draft(["A1", "Accueillir", "A1.1", "Recevoir un client", *FULL[3:]], heads=heads)
    assert made.referentiel.activities == draft(FULL).referentiel.activities


def test_a_column_beside_that_of_its_titles_has_the_codes():
    heads = [
        "Bloc",
        "Intitulé du bloc",
        "Activité",
        "Libellé de l'activité",
        "Compétence",
        "Épreuve",
        "Titre de l'épreuve",
    ]
    heads += ["Libellé de la compétence", "Critère", "Modalité"]
    row = ["1", "Vendre", "1", "Accueillir", "1.1", "E1", "Accueil", "Recevoir un client", *FULL[3:4], FULL[5]]
    made = draft(row, heads=heads)
    assert shape(made) == ({"B1": ("A1",)}, ["C1.1-k1"], {"e01_accueil": ("C1.1",)})
    assert (made.blocs[0].title, made.referentiel.competences[0].label) == ("Vendre", "Recevoir un client")


def test_a_line_that_names_a_bloc_alone_is_of_the_lines_below():
    heads, row = HEADS[1:], FULL[1:]
    made = draft(
        ["Bloc 1 : Vendre"], row, ["", "BLOC 2 – Gérer"], ["A2. Compter", "A2.1 Tenir la caisse", "Juste"], heads=heads
    )
    assert [(bloc.code, bloc.title, bloc.competences) for bloc in made.blocs] == [
        ("B1", "Vendre", ("A1",)),
        ("B2", "Gérer", ("A2",)),
    ]


def test_criteria_in_one_cell_are_parted_by_lines_and_bullets():
    bullets = f"On regarde :\n•{NBSP}le premier\n- le deuxième, qui va\n  à la ligne\n– le troisième • le quatrième"
    (competence,) = draft([*FULL[:3], bullets, *FULL[4:]]).referentiel.competences
    assert [critere.label for critere in competence.criteres] == [
        "le premier",
        "le deuxième, qui va à la ligne",
        "le troisième",
        "le quatrième",
    ]
    assert words.items("•\nseul sur sa ligne\n•\n• le suivant") == ["seul sur sa ligne", "le suivant"]
    (competence,) = draft([*FULL[:3], "Un\nDeux - ou trois", *FULL[4:]]).referentiel.competences
    assert [critere.label for critere in competence.criteres] == ["Un", "Deux - ou trois"]


def test_codes_that_lack_are_given_in_order_and_those_of_others_are_made_the_kits():
    made = draft(
        ["Vendre", "Accueillir", "Recevoir un client", "Un", "Accueil", ""],
        ["", "", "Conclure", "Deux", "", ""],
        ["Gérer", "Compter", "C7 : Tenir la caisse", "CR7.1 : Trois", "Caisse", ""],
        ["", "", "C 8-1 : Clore", "Quatre", "", ""],
    )
    assert shape(made) == (
        {"B1": ("A1",), "B2": ("A2",)},
        ["A1.1-k1", "A1.2-k1", "A2.C7-k1", "C8.1-k1"],
        {"e01_accueil": ("A1.1", "A1.2"), "e02_caisse": ("A2.C7", "C8.1")},
    )
    assert made.referentiel.critere("A2.C7-k1").note == "CR7.1 dans le référentiel de l'école"
    assert any("C7 s'écrit A2.C7" in remark for remark in made.remarks)


def test_a_figure_that_begins_a_label_is_no_code():
    for label in ("Les 5 étapes sont suivies", "TVA 20 % appliquée", "2 sources citées", "En 3 h"):
        assert words.coded(label) == ("", label)


def test_épreuves_are_known_by_number_by_title_or_by_several_in_a_cell():
    made = draft(
        FULL,
        ["", "", "A1.2 Conclure", "Deux", "1", ""],
        ["", "", "A1.3 Suivre", "Trois", "E1, E4", ""],
        ["", "", "A1.4 Rendre", "Quatre", "Épreuve n° 4 : Suivi des ventes", "Écrite"],
        ["", "", "A1.5 Finir", "Cinq", "accueil", ""],
        ["", "", "A1.6 Dire", "Six", "Sans numéro", ""],
    )
    assert shape(made)[2] == {
        "e01_accueil": ("A1.1", "A1.2", "A1.3", "A1.5"),
        "e02_sans_numero": ("A1.6",),
        "e04_suivi_ventes": ("A1.3", "A1.4"),
    }


def test_without_a_column_of_épreuves_each_modality_is_one():
    heads, row = [*HEADS[:4], "Modalités d'évaluation"], FULL[:4]
    asked = "Mise en situation : le candidat reçoit un client, puis rend compte."
    made = draft(
        [*row, asked], ["", "", "A1.2 Conclure", "Deux", "Dossier écrit et soutenance orale, en binôme"], heads=heads
    )
    first, second = made.referentiel.epreuves
    assert (first.title, first.instruction, first.oral) == ("Mise en situation", asked, Oral.NONE_OFFERED)
    assert (second.work, second.group, second.oral) == (WorkMode.GROUP, GroupSize(2, 2), Oral.INDIVIDUAL)


def test_how_an_épreuve_is_done_is_read_from_its_columns():
    heads = [*HEADS, "Individuel / collectif", "Oral", "Contexte", "Livrables attendus", "Consigne"]
    row = [
        *FULL,
        "Collectif, groupe de 3 à 4",
        "Soutenance collective",
        "Vécu, en entreprise",
        "- Un rapport\n- Une affiche",
        "Rendez compte.",
    ]
    (epreuve,) = draft(row, heads=heads).referentiel.epreuves
    assert (epreuve.work, epreuve.group, epreuve.oral) == (WorkMode.GROUP, GroupSize(3, 4), Oral.COLLECTIVE)
    assert (epreuve.context, epreuve.instruction) == (Context.LIVED, "Rendez compte.")
    assert epreuve.deliverables.written == ("Un rapport", "Une affiche")
    assert (
        draft([*FULL, "Individuel", "Non", "", "", ""], heads=heads).referentiel.epreuves[0].oral is Oral.NONE_OFFERED
    )


def test_what_the_sheet_does_not_say_is_marked_and_what_the_kit_cannot_take_is_told():
    made = draft([*FULL[:5], "3"], heads=[*HEADS[:5], "Coefficient"])
    assert "À ÉCRIRE" in made.referentiel.natures[0].title
    assert any("« Coefficient »" in remark for remark in made.remarks)


def test_a_label_too_long_is_cut_between_words_and_kept_whole_beside(tmp_path):
    long = "Le client est reçu avec les égards qui lui sont dus. " * 6
    made = draft([*FULL[:3], long, *FULL[4:]])
    (critere,) = made.referentiel.criteres
    assert len(critere.label) <= CRITERE_LENGTH
    assert critere.label.endswith("…")
    assert made.wordings == {"A1.1-k1": long.strip()}
    new_course.create(tmp_path / "cours", made)
    assert long.strip() in (tmp_path / "cours" / "officiel.yaml").read_text("utf-8")
    # The only place of these words is committed with the course.
    assert "officiel.yaml" not in (tmp_path / "cours" / ".gitignore").read_text("utf-8")


# What is refused


def test_every_fault_is_told_at_once_with_its_line_and_its_column():
    said = refused(
        FULL,
        ["", "", "A1.1 Une autre", "Un"],
        ["", "", "A1.3 Sans critère", ""],
        ["", "", "Deux codes :\nA1.5 Un\nA1.6 Deux", "Un", "", ""],
        ["BC02 – Gérer", "", "A2.1 Orpheline", "Deux", "", ""],
        ["", "A2. Compter", "A2.2 Suivre", "Trois", "E1 Un autre titre", ""],
        ["BC03 – Vide", "A3. Rien", "", "", "E9 Sans rien", ""],
    ).split("\n")
    assert [line.split(" : ")[0] for line in said] == [
        "r.xlsx, ligne 3, colonne « Compétence »",
        "r.xlsx, ligne 4, colonne « Critère »",
        "r.xlsx, ligne 5, colonne « Compétence »",
        "r.xlsx, ligne 6, colonne « Activité »",
        "r.xlsx, ligne 7, colonne « Épreuve »",
        "r.xlsx, ligne 8, colonne « Bloc »",
        "r.xlsx, ligne 8, colonne « Activité »",
        "r.xlsx, ligne 8, colonne « Épreuve »",
    ]
    assert "déjà le code d'une autre compétence, ligne 2" in said[0]
    assert "n'évalue aucun critère" in said[-1]


def test_a_code_of_a_criterion_given_twice_is_told_with_the_first_line():
    heads = [*HEADS[:3], "Code critère", *HEADS[3:]]
    said = refused([*FULL[:3], "K1", *FULL[3:]], ["", "", "", "K1", "Un autre"], heads=heads)
    assert (
        said
        == "r.xlsx, ligne 3, colonne « Code critère » : K1 est déjà le code d'un autre critère, ligne 2 ; donnez-en un autre."
    )


def test_codes_of_criteria_that_are_the_kits_follow_one_another():
    heads = [*HEADS[:3], "Code critère", *HEADS[3:]]
    said = refused([*FULL[:3], "A1.1-k2", *FULL[3:]], heads=heads)
    assert "A1.1-k2 arrive où A1.1-k1 est attendu" in said


@pytest.mark.parametrize("lacking", ["Compétence", "Critère"])
def test_a_heading_that_lacks_is_named(lacking):
    heads = ["Autre chose" if head == lacking else head for head in HEADS]
    assert refused(FULL, heads=heads) == (
        f"r.xlsx, ligne 1 : la colonne « {lacking} » manque ; ajoutez-la, ou corrigez son en-tête."
    )


def test_two_headings_lacking_and_one_twice_are_told_together():
    said = refused(FULL, heads=["Bloc", "Compétence", "Compétences", "x", "y", "z"]).split("\n")
    assert len(said) == 3
    assert "« Compétence » et « Compétences » disent la même chose" in said[0]


def test_a_sheet_without_headings_lines_or_anything_says_what_it_should_have():
    assert "aucune ligne d'en-têtes ; le fichier est vide" in refused(heads=[""])
    assert "la première ligne est « un ; deux »" in refused(heads=["un", "deux"])
    assert "les en-têtes sont là, et aucune compétence dessous" in refused()
    two = [("A", [(1, HEADS), (2, FULL)]), ("B", [(1, HEADS)])]
    with pytest.raises(KitError, match="« A » et « B » ont toutes des en-têtes"):
        assembling.read("r.xlsx", two)


def test_a_nature_said_in_two_ways_for_one_épreuve_is_a_fault():
    said = refused(FULL, ["", "", "A1.2 Conclure", "Deux", "E1 Accueil", "Oral"])
    assert "ligne 3, colonne « Modalité » : « Oral » contredit « Étude de cas »" in said


# Files


def workbook(rows, path, merges=()):
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("Référentiel")
    for line, row in enumerate(rows):
        for rank, value in enumerate(row):
            sheet.write(line, rank, value)
    for first, last, rank, value in merges:
        sheet.merge_range(first, rank, last, rank, value)
    book.close()
    return path


def test_merged_cells_a_banner_blank_lines_and_formulas_of_a_workbook_are_read(tmp_path):
    path = tmp_path / "r.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("Référentiel")
    sheet.merge_range(0, 0, 0, 5, f"Vendeur{NBSP}conseil, niveau 4")
    sheet.write_row(3, 0, HEADS)
    for rank, value in enumerate(FULL):
        if rank != 3:
            sheet.merge_range(4, rank, 7, rank, value)
    sheet.write_formula(4, 3, '="Le client"&" est reçu"', None, "Le client est reçu")
    sheet.write(7, 3, f"Le{NBSP}besoin est compris")
    book.close()
    made, above = assembling.read(path.name, list_file.sheets(path, KIND))
    assert above == "Vendeur conseil, niveau 4"
    assert [critere.label for critere in made.referentiel.criteres] == ["Le client est reçu", "Le besoin est compris"]


def test_a_formula_without_a_value_is_refused_and_not_read_as_an_empty_cell(tmp_path):
    book = openpyxl.Workbook()
    for row in (HEADS, FULL, ["", "", "A1.2 Conclure", "=D2", "", ""]):
        book.active.append(row)
    book.save(tmp_path / "r.xlsx")
    with pytest.raises(Faults, match=r"r\.xlsx, case D3 : la formule n'a pas de valeur"):
        list_file.sheets(tmp_path / "r.xlsx", KIND)
    wrong = xlsxwriter.Workbook(tmp_path / "e.xlsx")
    wrong.add_worksheet().write_formula(1, 2, "=1/0", None, "#DIV/0!")
    wrong.close()
    with pytest.raises(Faults, match="case C2 : la formule est en erreur"):
        list_file.sheets(tmp_path / "e.xlsx", KIND)


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8-sig", "utf-16"])
def test_a_csv_of_a_french_spreadsheet_is_read_whatever_its_encoding(tmp_path, encoding):
    rows = [["Vendeur, niveau 4"], HEADS, [*FULL[:3], '"- l’un\n- l’autre"', *FULL[4:]]]
    text = "\r\n".join(";".join(row) for row in rows)
    (tmp_path / "r.csv").write_bytes(text.encode(encoding))
    made, above = assembling.read("r.csv", list_file.sheets(tmp_path / "r.csv", KIND))
    assert [critere.label for critere in made.referentiel.criteres] == ["l’un", "l’autre"]
    assert above == "Vendeur, niveau 4"


def read_file(path):
    return assembling.read(path.name, list_file.sheets(path, KIND))[0]


def test_a_bts_typed_by_its_units_is_read_with_its_blocs_and_its_épreuves():
    made = read_file(SHEETS / "bts.csv")
    blocs, criteria, assessed = shape(made)
    assert blocs == {"B1": ("A1", "A2"), "B2": ("A3",), "B3": ("A4",), "B4": ("A5",)}
    assert criteria[:4] == ["A1.1-k1", "A1.1-k2", "A1.1-k3", "A1.2-k1"]
    assert [*assessed] == [
        "e05_gestion_operationnelle",
        "e06_epreuve",
        "e41_developpement_relation_client",
        "e42_animation_dynamisation_offre",
    ]
    assert {nature.title for nature in made.referentiel.natures} == {"CCF", "Ponctuelle écrite"}
    fifth, sixth, *_ = made.referentiel.epreuves
    assert "Ponctuelle écrite, 3 h" in fifth.instruction
    assert "À ÉCRIRE" in sixth.title
    assert any("« Unité » et « Coef. »" in remark for remark in made.remarks)


def test_a_licence_typed_as_its_register_has_it_is_read_and_all_its_épreuves_build(tmp_path):
    done = run(tmp_path, "nouveau", "cours", "--referentiel", str(SHEETS / "licence.csv"))
    assert done.returncode == 0, done.stderr
    assert "C7 s'écrit A3.C7 et C8 s'écrit A3.C8" in done.stdout
    course = tmp_path / "cours"
    assert [bloc.code for bloc in jury_rules.read(course).blocs] == ["BC01", "BC02", "BC03"]
    _, together, last = referentiel(course).epreuves
    assert (together.group, together.oral) == (GroupSize(2, 2), Oral.INDIVIDUAL)
    for epreuve in (together, last):
        assert run(course, "new", epreuve.id).returncode == 0
    built = run(course, "build", "--sans-preuve")
    assert built.returncode == 0, built.stdout + built.stderr


# The command


@pytest.mark.parametrize(
    ("typed", "options", "asked", "written"),
    [
        ("\n9\n4\nL'école\n", {}, 4, ("Vendeur conseil", 4, "L'école")),
        ("Vendeur\n\n\n", {}, 3, ("Vendeur", 5, "À ÉCRIRE : qui la délivre")),
        ("7\n", {"title": "Titre", "certifier": "Certificateur"}, 1, ("Titre", 7, "Certificateur")),
        ("", {"title": "Titre", "level": 6, "certifier": "Certificateur"}, 0, ("Titre", 6, "Certificateur")),
    ],
)
def test_a_terminal_is_asked_what_the_spreadsheet_does_not_say(
    tmp_path, monkeypatch, capsys, typed, options, asked, written
):
    workbook([["Vendeur conseil"], HEADS, FULL], tmp_path / "r.xlsx")
    terminal = io.StringIO(typed)
    monkeypatch.setattr(terminal, "isatty", lambda: True, raising=False)
    monkeypatch.setattr("sys.stdin", terminal)
    new_course_command(tmp_path / "cours", tmp_path / "r.xlsx", **options)
    made = referentiel(tmp_path / "cours").certification
    assert (made.title, made.level, made.certifier) == written
    assert capsys.readouterr().out.count(" ?") == asked


@pytest.mark.parametrize("second", [["", "", "A1.1 Une autre", "Un"], None])
def test_nothing_is_written_of_a_sheet_that_is_at_fault(tmp_path, second):
    rows = [HEADS, FULL, second] if second else [["rien"]]
    workbook(rows, tmp_path / "r.xlsx")
    done = run(tmp_path, "nouveau", "cours", "--referentiel", "r.xlsx")
    assert done.returncode == 2
    assert "✗ r.xlsx" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["r.xlsx"]


def test_the_command_makes_a_course_that_reads_builds_and_says_what_comes_next(tmp_path):
    rows = [HEADS, FULL, ["", "", "A1.2 Conclure", "Deux", "E3 Vente", "Oral"]]
    workbook(rows, tmp_path / "r.xlsx")
    said = run(
        tmp_path, "nouveau", "cours", "--referentiel", "r.xlsx", "--titre", "Vendeur « conseil »", "--niveau", "4"
    )
    assert said.returncode == 0, said.stderr
    assert "Lu : 1 bloc, 1 activité, 2 compétences, 2 critères et 2 épreuves (e01_accueil, e03_vente)." in said.stdout
    assert "epreuves new e03_vente" in said.stdout
    course = tmp_path / "cours"
    certification = referentiel(course).certification
    assert (certification.title, certification.level) == ("Vendeur « conseil »", 4)
    assert certification.certifier.startswith("À ÉCRIRE")
    assert jury_rules.read(course).blocs == (jury_rules.Bloc("BC01", "Vendre", ("A1.1", "A1.2")),)
    assert [path.name for path in (course / "sujets").iterdir()] == ["e01_accueil"]
    assert run(course, "new", "e03").returncode == 0
    session = (course / "seance.yaml").read_text("utf-8")
    (course / "seance.yaml").write_text(re.sub(r"variantes: \d+", "variantes: 2", session), "utf-8")
    built = run(course, "build")
    assert built.returncode == 0, built.stdout + built.stderr
    checked = run(course, "check", "--variantes", "-")
    assert {*re.findall(r"\[(\w+)\]$", checked.stdout, re.MULTILINE)} <= {"a_ecrire", "descripteurs", "oral", "lecture"}


# Whatever is typed

CELLS = st.text(
    st.one_of(st.sampled_from("AB1.2-•:;,\n'« »é–" + NBSP), st.characters(exclude_categories=["Cs", "Cc"])), max_size=30
)


CODES = ["Code bloc", "Code activité", "Compétence", "Code critère", "Critère", "Code épreuve", "Oral", "Travail"]


@given(st.lists(st.lists(CELLS, min_size=8, max_size=8), min_size=1, max_size=6), st.sampled_from([HEADS, CODES]))
def test_whatever_is_typed_makes_a_certification_that_is_read_or_is_refused_in_sentences(tmp_path_factory, rows, heads):
    cleaned = [[list_file._plain(cell) for cell in row] for row in rows]
    try:
        made = draft(*cleaned, heads=heads)
    except KitError as error:
        sentences = str(error).split("\n")
    else:
        new_course._try(dict(new_course._texts(tmp_path_factory.getbasetemp(), made)))
        sentences = []
    assert [sentence for sentence in sentences if not sentence.startswith("r.xlsx")] == []


@given(st.lists(st.text("abcé '", min_size=3).filter(str.strip), min_size=1, max_size=6), st.sampled_from("•▪●-–"))
def test_bulleted_items_come_back_as_they_were(labels, bullet):
    plain = [" ".join(label.split()) for label in labels]
    assert words.items("\n".join(f"{bullet} {label}" for label in plain)) == plain


@given(st.text(min_size=1), st.integers(10, 60))
def test_a_label_cut_is_never_longer_than_asked(label, most):
    assert len(words.cut(label, most)) <= most


def test_sizes_of_groups_are_read_in_words_and_figures():
    assert mode("en trinôme") == (WorkMode.GROUP, GroupSize(3, 3))
    assert mode("Travail de groupe, à 2 ou 3") == (WorkMode.GROUP, GroupSize(2, 3))
    assert mode("seul·e") == mode("Individuelle") == (WorkMode.INDIVIDUAL, None)
    assert mode("3 h") is None


@pytest.mark.parametrize(
    ("epreuve", "oral", "sentence"),
    [
        ("E4 – Négocier, E5", "", "nomme plusieurs épreuves, avec le titre d'une"),
        ("E4 – Négocier et E5", "", "nomme plusieurs épreuves, avec le titre d'une"),
        ("E4 – Négocier", "peut-être", "« peut-être » ne dit pas s'il y a un oral"),
    ],
)
def test_what_would_be_guessed_of_an_épreuve_is_refused(epreuve, oral, sentence):
    row = [epreuve if head == "Épreuve" else cell for head, cell in zip(HEADS, FULL, strict=True)]
    with pytest.raises(Faults) as refused:
        draft([*row, oral], heads=[*HEADS, "Oral"])
    assert sentence in " ".join(str(refused.value).split())


@pytest.mark.parametrize("cell", ["oui", "x", "20 min", "Individuel", "Soutenance", "non", "aucun"])
def test_an_oral_that_is_said_either_way_is_taken(cell):
    (epreuve,) = draft([*FULL, cell], heads=[*HEADS, "Oral"]).referentiel.epreuves
    assert (epreuve.oral is Oral.NONE_OFFERED) == (cell in ("non", "aucun"))
