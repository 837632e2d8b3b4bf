"""Importing a notebook edited in JupyterLab: what did not change keeps its text to the byte."""

import copy

import pytest

from epreuves.wording.errors import KitError
from epreuves_kit.build.build import build
from epreuves_kit.build.importing import importer
from epreuves_kit.build.paper import authored
from tests.authoring.trial_course import ID, cell_of, editer, notebook, remplacer, sujet


def text(root):
    return sujet(root).read_text(encoding="utf-8")


def refusal(root):
    before = text(root)
    with pytest.raises(KitError) as error:
        importer(root, ID)
    assert text(root) == before
    return str(error.value)


def nouvelle(id, role=None, kind="code", source="x = 1"):
    roles = {"grade": False, "locked": True, "solution": False, "task": False}
    nbgrader = {"nbgrader": {"grade_id": id, "schema_version": 3, **(role or roles)}}
    cell = {
        "cell_type": kind,
        "id": "3f9a1c22",
        "metadata": nbgrader if id is not None else {},
        "source": source,
    }
    return {**cell, "execution_count": None, "outputs": []} if kind == "code" else cell


def test_importing_what_was_just_built_changes_nothing(construit):
    before = sujet(construit).stat().st_mtime_ns
    (report,) = importer(construit, ID)
    assert not report.change
    assert report.sentence() == f"sujets/{ID}/sujet.py : rien n'a changé."
    assert sujet(construit).stat().st_mtime_ns == before


def test_what_jupyterlab_adds_of_its_own_changes_nothing(construit):
    def enregistre(nb):
        nb["metadata"]["language_info"] = {
            "name": "python",
            "version": "3.12.1",
            "codemirror_mode": {"name": "ipython"},
        }
        for cell in nb["cells"]:
            cell["metadata"].update(trusted=True, collapsed=False, editable=True, slideshow={"slide_type": ""}, tags=[])
            cell["source"] = "".join(cell["source"])
            if cell["cell_type"] == "code":
                cell.update(execution_count=7, outputs=[{"output_type": "stream", "name": "stdout", "text": "ok"}])

    before = text(construit)
    editer(construit, enregistre)
    (report,) = importer(construit, ID)
    assert not report.change
    assert text(construit) == before


def test_only_the_cell_that_changed_is_written_anew(construit):
    before = text(construit)
    editer(
        construit,
        lambda nb: cell_of(nb, "cas").update(source="# Le salon de thé\n\nUn nouvel énoncé, à deux lignes.\n\nFin."),
    )
    (report,) = importer(construit, ID)
    assert report.modified == ("cas",)
    old = before[before.index("# # Le salon") : before.index('# %% role="readonly" id="preparation"')]
    new_text = "# # Le salon de thé\n#\n# Un nouvel énoncé, à deux lignes.\n#\n# Fin.\n\n"
    assert text(construit) == before.replace(old, new_text)


def test_the_notebook_built_from_what_was_imported_is_the_one_that_was_edited(construit):
    def geste(nb):
        cell_of(nb, "cout")["source"] = cell_of(nb, "cout")["source"] + ["\n\n# Une remarque, après la solution."]
        cell_of(nb, "C15_1-cout")["metadata"]["nbgrader"]["points"] = 3
        nb["cells"].insert(2, nouvelle("exemple", kind="markdown", source="### Un exemple\n\n- un\n- deux"))
        nb["cells"].remove(cell_of(nb, "C15_1-questions"))

    editer(construit, geste)
    edite = authors_cells(construit)
    (report,) = importer(construit, ID)
    assert (report.modified, report.added, report.removed) == (
        ("cout", "C15_1-cout"),
        ("exemple",),
        ("C15_1-questions",),
    )
    assert report.sentence().endswith(
        "cellules modifiées : cout, C15_1-cout ; ajoutées : exemple ; supprimées : C15_1-questions."
    )
    build(construit)
    assert authors_cells(construit) == edite


def authors_cells(root):
    """Sources and metadata of a built notebook's cells, without what the kit lays: a form's title is the heading above it."""
    cells = [c for cell in notebook(root)["cells"] if (c := authored(cell))]
    return [("".join(c["source"]), c["metadata"]["nbgrader"]) for c in cells]


def test_a_header_keeps_its_authors_hand_when_the_body_alone_changes(construit):
    remplacer(sujet(construit), '# %% role="solution" id="roas"', '# %%  id="roas"   role="solution"')
    editer(
        construit,
        lambda nb: cell_of(nb, "roas").update(source="roas_par_canal = None\n### BEGIN SOLUTION\n1\n### END SOLUTION"),
    )
    importer(construit, ID)
    assert '# %%  id="roas"   role="solution"\nroas_par_canal = None\n### BEGIN SOLUTION\n1\n' in text(construit)


def test_cells_moved_are_moved_in_the_text_and_blank_lines_stay_regular(construit):
    def dernier_devant(nb):
        nb["cells"].insert(0, nb["cells"].pop(nb["cells"].index(cell_of(nb, "auto_evaluation"))))

    before = text(construit)
    editer(construit, dernier_devant)
    (report,) = importer(construit, ID)
    assert report.moved
    assert not report.modified
    assert sorted(text(construit).splitlines()) == sorted(before.splitlines())
    assert text(construit).endswith('# %% [markdown] role="grille" competence="C15.1"\n')
    editer(construit, lambda nb: nb["cells"].append(nb["cells"].pop(0)))
    importer(construit, ID)
    assert text(construit).endswith(
        'competence="C15.1"\n\n# %% role="readonly" id="auto_evaluation"\nauto_evaluation("C15.1")\n'
    )


def test_a_criterion_edited_in_jupyterlab_is_to_be_edited_in_the_rubric(construit):
    editer(construit, lambda nb: cell_of(nb, "C15_1-k2")["source"].append(" Et plus."))
    said = refusal(construit)
    assert "cellule « C15_1-k2 »" in said
    assert "modifiez grille.yaml" in said


def test_a_criterion_whose_points_changed_is_to_be_edited_in_the_rubric(construit):
    editer(construit, lambda nb: cell_of(nb, "C15_1-k2")["metadata"]["nbgrader"].update(points=9))
    assert "modifiez grille.yaml" in refusal(construit)


def test_a_criterion_taken_away_or_apart_is_refused(construit):
    editer(construit, lambda nb: nb["cells"].remove(cell_of(nb, "C15_1-k2")))
    assert "critères de C15.1 : les cellules C15_1-k1, C15_1-k2, C15_1-k3 doivent rester ensemble" in refusal(construit)


def test_a_whole_grille_can_be_taken_away(construit):
    editer(construit, lambda nb: [nb["cells"].remove(cell_of(nb, f"C15_1-k{rank}")) for rank in (1, 2, 3)])
    (report,) = importer(construit, ID)
    assert report.removed == ("grille C15.1",)
    assert 'role="grille"' not in text(construit)
    assert text(construit).endswith('auto_evaluation("C15.1")\n')


def test_a_cell_without_a_role_is_named_by_its_place_and_first_words(construit):
    editer(
        construit,
        lambda nb: nb["cells"].insert(1, nouvelle(None, kind="markdown", source="\n## Une idée\n")),
    )
    said = refusal(construit)
    assert "cellule n° 2 (« ## Une idée »)" in said
    assert "Create Assignment" in said


@pytest.mark.parametrize("id", ["", "é", "a b"])
def test_a_cell_without_a_proper_id_is_named(construit, id):
    editer(construit, lambda nb: nb["cells"].insert(1, nouvelle(id)))
    assert "cellule n° 2 (« x = 1 ») : son identifiant" in refusal(construit)


def test_a_cell_copied_with_its_id_is_named(construit):
    editer(construit, lambda nb: nb["cells"].insert(4, copy.deepcopy(cell_of(nb, "cout"))))
    assert "cellule n° 6 : l'identifiant « cout » est déjà celui d'une autre cellule" in refusal(construit)


def test_a_raw_cell_is_refused(construit):
    editer(construit, lambda nb: nb["cells"].insert(1, nouvelle("brut", kind="raw")))
    assert "une cellule « raw » ne se distribue pas" in refusal(construit)


@pytest.mark.parametrize("role", ["readonly", "question"])
def test_a_line_that_would_cut_the_text_in_two_is_refused(construit, role):
    intruders = f'x = 1\n# %% role="{role}" id="intrus"\ny = 2'
    editer(construit, lambda nb: cell_of(nb, "preparation").update(source=intruders))
    said = refusal(construit)
    assert f"{ID}.ipynb" in said


def test_an_absent_or_broken_notebook_is_refused(course):
    assert "construisez d'abord l'épreuve" in refusal(course)
    (course / "source" / ID).mkdir(parents=True)
    (course / "source" / ID / f"{ID}.ipynb").write_text("{", encoding="utf-8")
    assert "ce n'est pas un notebook lisible" in refusal(course)
