"""The text of a sujet, read and written back."""

import ast

import pytest
from cours_d_essai import COURS
from hypothesis import given, settings
from hypothesis import strategies as st

from epreuves.authoring import texte
from epreuves.authoring.texte import Cell, analyser, ecrire_cellule
from epreuves.wording.errors import KitError

MINI = COURS / "sujets" / "e99_mini" / "sujet.py"


def test_a_text_is_written_back_to_the_byte():
    assert texte.lire(MINI).texte().encode("utf-8") == MINI.read_bytes()


def test_the_cells_of_a_text_are_typed():
    cells = texte.lire(MINI).cells
    assert [(cell.role, cell.kind, cell.nom, cell.points) for cell in cells[:5]] == [
        ("readonly", "markdown", "cas", None),
        ("readonly", "code", "preparation", None),
        ("readonly", "markdown", "C15_1-questions", None),
        ("solution", "code", "cout", None),
        ("tests", "code", "C15_1-cout", 2),
    ]
    assert cells[-1].role == "grille"
    assert cells[-1].competence == "C15.1"


def test_a_cell_knows_the_line_of_its_header():
    lignes = MINI.read_text(encoding="utf-8").splitlines()
    for cell in texte.lire(MINI).cells:
        assert lignes[cell.line - 1] == cell.text.splitlines()[0]


def test_markdown_loses_its_comment_signs_and_nothing_else():
    (cell,) = analyser('# %% [markdown] role="readonly" id="cas"\n# # Titre\n#\n#   - un point\n').cells
    assert cell.source == "# Titre\n\n  - un point"


def test_a_whole_sujet_is_python():
    ast.parse(MINI.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("entete", "dit"),
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
        ('# %% [markdown] role="grille" competence="1.1"', "attendu un code comme « C15.1 »"),
    ],
)
def test_a_wrong_header_is_refused_by_file_line_cell_and_field(entete, dit):
    with pytest.raises(KitError) as refus:
        analyser(f'# %% role="readonly" id="z"\n\n{entete}\nx = 1\n', "sujets/e01/sujet.py")
    assert str(refus.value).startswith("sujets/e01/sujet.py, ligne 3")
    assert dit in str(refus.value)


@pytest.mark.parametrize(
    ("contenu", "dit"),
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
def test_a_text_that_is_no_sujet_is_refused(contenu, dit):
    with pytest.raises(KitError) as refus:
        analyser(contenu)
    assert dit in str(refus.value)


def test_an_absent_text_and_one_in_another_encoding_are_refused(tmp_path):
    with pytest.raises(KitError, match="manque"):
        texte.lire(tmp_path / "sujet.py")
    (tmp_path / "sujet.py").write_bytes("# é".encode("latin-1"))
    with pytest.raises(KitError, match="UTF-8"):
        texte.lire(tmp_path / "sujet.py")


_lignes = st.text(st.characters(codec="utf-8", blacklist_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=30)


@settings(max_examples=60, deadline=None)
@given(st.lists(_lignes, max_size=5), st.sampled_from(["readonly", "manual"]))
def test_a_markdown_cell_written_anew_reads_back_the_same(lignes, role):
    source = "\n".join(lignes).strip()
    cell = Cell(role=role, id="a", kind="markdown", source=source)
    (relue,) = analyser(ecrire_cellule(cell)).cells
    assert (relue.role, relue.id, relue.kind, relue.source.rstrip()) == (
        role,
        "a",
        "markdown",
        source.rstrip(),
    )


@pytest.mark.parametrize("points", [2, 2.5])
def test_a_code_cell_written_anew_reads_back_the_same(points):
    cell = Cell(
        role="tests", id="C1_1-a", points=points, source='x = 1\n\n# une remarque\nif x:\n    print("é")'
    )
    (relue,) = analyser(ecrire_cellule(cell)).cells
    assert (relue.role, relue.id, relue.points, relue.source) == ("tests", "C1_1-a", points, cell.source)
