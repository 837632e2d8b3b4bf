"""The text of a sujet, read and written back."""

import ast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from epreuves.wording.errors import KitError
from epreuves_kit.authoring import text
from epreuves_kit.authoring.text import TextCell, parse, write_cell
from tests.authoring.trial_course import COURS

MINI = COURS / "sujets" / "e99_mini" / "sujet.py"


def test_a_text_is_written_back_to_the_byte():
    assert text.read(MINI).text().encode("utf-8") == MINI.read_bytes()


def test_the_cells_of_a_text_are_typed():
    cells = text.read(MINI).cells
    assert [(cell.role, cell.kind, cell.name, cell.points) for cell in cells[:5]] == [
        ("readonly", "markdown", "cas", None),
        ("readonly", "code", "preparation", None),
        ("readonly", "markdown", "C15_1-questions", None),
        ("solution", "code", "cout", None),
        ("tests", "code", "C15_1-cout", 2),
    ]
    assert cells[-1].role == "grille"
    assert cells[-1].competence == "C15.1"


def test_a_cell_knows_the_line_of_its_header():
    lines = MINI.read_text(encoding="utf-8").splitlines()
    for cell in text.read(MINI).cells:
        assert lines[cell.line - 1] == cell.text.splitlines()[0]


def test_markdown_loses_its_comment_signs_and_nothing_else():
    (cell,) = parse('# %% [markdown] role="readonly" id="cas"\n# # Titre\n#\n#   - un point\n').cells
    assert cell.source == "# Titre\n\n  - un point"


def test_a_whole_sujet_is_python():
    ast.parse(MINI.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("entete", "said"),
    [
        ('# %% id="a"', "champ role : attendu readonly, solution, tests, manual, task, grille ; reçu aucun"),
        ('# %% role="question" id="a"', "reçu « question »"),
        ('# %% role="readonly"', "champ id : attendu"),
        ('# %% role="readonly" id="é"', "champ id : attendu 64 lettres sans accent"),
        (
            '# %% role="tests" id="a"',
            "champ points : une cellule tests a un nombre de points positif ; il manque",
        ),
        ('# %% role="tests" id="a" points="deux"', "reçu « deux »"),
        ('# %% role="tests" id="a" points=-1', "reçu « -1 »"),
        ('# %% role="solution" id="a" points=3', "champ points : une cellule solution n'en porte pas"),
        ('# %% [markdown] role="manual" id="a" points=3', "une cellule manual n'en porte pas"),
        ('# %% [markdown] role="tests" id="a" points=3', "une cellule tests commence par « # %% »"),
        ('# %% role="manual" id="a"', "une cellule manual commence par « # %% [markdown] »"),
        ('# %% role="readonly" id="a" tags=["x"]', "champ tags : inconnu"),
        ('# %% role="readonly" id="a" competence="C1.1"', "seule une cellule grille en a un"),
        ('# %% [markdown] role="grille" id="a" competence="C1.1"', "une grille n'a pas d'id"),
        ('# %% [markdown] role="grille" competence="1.1"', "attendu le code d'une compétence"),
    ],
)
def test_a_wrong_header_is_refused_by_file_line_cell_and_field(entete, said):
    with pytest.raises(KitError) as refusal:
        parse(f'# %% role="readonly" id="z"\n\n{entete}\nx = 1\n', "sujets/e01/sujet.py")
    assert str(refusal.value).startswith("sujets/e01/sujet.py, ligne 3")
    assert said in str(refusal.value)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "aucune cellule"),
        ("x = 1\n", "aucune cellule"),
        ('x = 1\n# %% role="readonly" id="a"\n', "ligne 1 : du code précède la première cellule"),
        (
            '# %% role="readonly" id="a"\n\n# %% role="readonly" id="a"\n',
            "ligne 3, cellule « a » : id déjà pris",
        ),
        ('# %% role="readonly" id="a"\r\n', "fins de ligne"),
        ('# %% role="readonly" id="a"\nx = """\n# %% non\n"""\n', "# %%"),
    ],
)
def test_a_text_that_is_no_sujet_is_refused(content, said):
    with pytest.raises(KitError) as refusal:
        parse(content)
    assert said in str(refusal.value)


def test_an_absent_text_and_one_in_another_encoding_are_refused(tmp_path):
    with pytest.raises(KitError, match="manque"):
        text.read(tmp_path / "sujet.py")
    (tmp_path / "sujet.py").write_bytes("# é".encode("latin-1"))
    with pytest.raises(KitError, match="UTF-8"):
        text.read(tmp_path / "sujet.py")


_lignes = st.text(st.characters(codec="utf-8", blacklist_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=30)


@settings(max_examples=60)
@given(st.lists(_lignes, max_size=5), st.sampled_from(["readonly", "manual"]))
def test_a_markdown_cell_written_anew_reads_back_the_same(lines, role):
    source = "\n".join(lines).strip()
    cell = TextCell(role=role, id="a", kind="markdown", source=source)
    (reread,) = parse(write_cell(cell)).cells
    assert (reread.role, reread.id, reread.kind, reread.source.rstrip()) == (
        role,
        "a",
        "markdown",
        source.rstrip(),
    )


@pytest.mark.parametrize("points", [2, 2.5])
def test_a_code_cell_written_anew_reads_back_the_same(points):
    cell = TextCell(role="tests", id="C1_1-a", points=points, source='x = 1\n\n# une remarque\nif x:\n    print("é")')
    (reread,) = parse(write_cell(cell)).cells
    assert (reread.role, reread.id, reread.points, reread.source) == ("tests", "C1_1-a", points, cell.source)
