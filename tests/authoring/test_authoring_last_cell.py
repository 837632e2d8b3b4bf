"""The last cell of each notebook: written by the kit, the same everywhere, left out of texts, harmless to marking, and heard by Validate."""

import copy
import itertools
import json

import nbformat
import pytest

from epreuves.answers.handing_in import ID, KEY
from epreuves.wording.errors import KitError
from epreuves_kit.authoring import text
from epreuves_kit.build.build import build
from epreuves_kit.build.importing import importer
from epreuves_kit.grading.doctor import mend
from tests import programs
from tests.authoring import trial_course
from tests.authoring.trial_course import cell_of, editer, notebook, remplacer, sujet
from tests.course import NOTEBOOKS, ROOT, by_epreuve

HEADER = '# %% [markdown] role="manual" id="C15_1-synthese"'


def last(folder, epreuve, name):
    return json.loads((ROOT / folder / epreuve / f"{name}.ipynb").read_bytes())["cells"][-1]


@pytest.mark.parametrize(("epreuve", "name"), by_epreuve(NOTEBOOKS))
def test_each_notebook_ends_with_it_and_it_names_what_the_notebook_asks_for(epreuve, name):
    released = json.loads((ROOT / "release" / epreuve / f"{name}.ipynb").read_bytes())["cells"]
    for cell in (last("source", epreuve, name), last("release", epreuve, name)):
        meta = cell["metadata"]["nbgrader"]
        assert (cell["id"], meta["grade_id"], cell["cell_type"]) == (ID, ID, "code")
        assert (meta["locked"], meta["grade"], meta["solution"]) == (True, False, False)
        assert f'avant_de_rendre("{name}")' in "".join(cell["source"])
    plan = released[-1]["metadata"][KEY]
    graded = [c["metadata"]["nbgrader"] for c in released if c["metadata"].get("nbgrader", {}).get("grade")]
    assert [q["id"] for q in plan.get("questions", [])] == [m["grade_id"] for m in graded if not m["solution"]]
    assert [w["id"] for w in plan["writings"]] == [m["grade_id"] for m in graded if m["solution"]]
    assert all(asked["title"] for asked in plan.get("questions", []) + plan["writings"])


@pytest.mark.parametrize(("epreuve", "name"), by_epreuve(NOTEBOOKS))
def test_a_length_that_a_statement_gives_is_the_one_that_its_cell_bears(epreuve, name):
    released = json.loads((ROOT / "release" / epreuve / f"{name}.ipynb").read_bytes())["cells"]
    for above, cell in itertools.pairwise(released):
        meta = cell["metadata"].get("nbgrader", {})
        if meta.get("grade") and meta["solution"]:
            asked = cell["metadata"][KEY]["mots"]
            assert f"{asked} mots" in "".join(above["source"]).replace("\N{NO-BREAK SPACE}", " ")


def test_a_length_is_kept_from_the_text_to_the_release_and_is_optional(course):
    build(course)
    assert KEY not in cell_of(notebook(course, "release"), "C15_1-synthese")["metadata"]
    remplacer(sujet(course), HEADER, f"{HEADER} mots=180")
    build(course)
    for folder in ("source", "release"):
        assert cell_of(notebook(course, folder), "C15_1-synthese")["metadata"][KEY] == {"mots": 180}
    (report,) = importer(course, trial_course.ID)
    assert not report.change

    def longer(nb):
        cell_of(nb, "C15_1-synthese")["source"] = "### BEGIN SOLUTION\nAutre.\n### END SOLUTION"

    editer(course, longer)
    (report,) = importer(course, trial_course.ID)
    assert report.modified == ("C15_1-synthese",)
    assert f"{HEADER} mots=180\n" in sujet(course).read_text("utf-8")


@pytest.mark.parametrize("header", [f"{HEADER} mots=0", f'{HEADER} mots="cent"', f"{HEADER} mots=1.5"])
def test_a_length_that_is_none_is_refused_with_its_place(header):
    with pytest.raises(KitError, match=r"ligne 1, cellule « C15_1-synthese », champ mots"):
        text.parse(f"{header}\n# Texte\n")


def test_a_length_belongs_to_writings_alone():
    with pytest.raises(KitError, match=r"champ mots : seule une cellule manual"):
        text.parse('# %% role="tests" id="C15_1-x" points=2 mots=100\nverifier("C15_1-x", x, nombre())\n')


def test_a_writing_without_a_length_has_sixty_words_a_criterion_as_its_guide(construit):
    plan = cell_of(notebook(construit), ID)["metadata"][KEY]
    criteria = [c for c in notebook(construit)["cells"] if c["metadata"].get("nbgrader", {}).get("task")]
    assert [w["guide"] for w in plan["writings"]] == [60 * len(criteria)]
    assert plan["competences"] == ["C15.1"]


@pytest.mark.parametrize(
    "gesture",
    [
        lambda nb: cell_of(nb, ID).update(source="print('tout est là')"),
        lambda nb: nb["cells"].remove(cell_of(nb, ID)),
        lambda nb: nb["cells"].insert(0, nb["cells"].pop()),
        lambda nb: cell_of(nb, ID)["metadata"].pop(KEY),
    ],
)
def test_what_is_done_to_it_in_jupyterlab_changes_no_text(construit, gesture):
    before = sujet(construit).read_bytes()
    editer(construit, gesture)
    (report,) = importer(construit, trial_course.ID)
    assert not report.change
    assert sujet(construit).read_bytes() == before


def test_its_id_is_the_kits_own(course):
    remplacer(sujet(course), 'id="cas"', f'id="{ID}"')
    with pytest.raises(KitError, match="que le kit écrit"):
        build(course)


@pytest.mark.parametrize(
    "source",
    [None, "", "# avant_de_rendre()", "avant_de_rendre()", "from epreuves import *\navant_de_rendre('rex')"],
)
def test_a_copy_in_which_it_was_taken_off_or_changed_is_mended_without_a_word(construit, source):
    released = notebook(construit, "release")
    copied = copy.deepcopy(released)
    if source is None:
        copied["cells"].pop()
    else:
        copied["cells"][-1]["source"] = source
    mended = mend(json.dumps(copied).encode(), released)
    assert (mended.status, mended.reason, mended.mends, mended.lost) == ("readable", "", (), ())
    # Cells that are none of nbgrader's come back under other ids.
    texts = ["".join(c["source"]) for c in released["cells"]]
    assert ["".join(c["source"]) for c in mended.notebook["cells"]] == texts


def test_work_that_somebody_wrote_in_it_is_kept_beside(construit):
    released = notebook(construit, "release")
    copied = copy.deepcopy(released)
    copied["cells"][-1]["source"] = "cout_total = 3\navant_de_rendre()"
    mended = mend(json.dumps(copied).encode(), released)
    assert any("cout_total = 3" in c["source"] for c in mended.notebook["cells"])
    assert mended.mends


def validated(folder):
    """What nbgrader's own command says of the notebook."""
    done = programs.run(["nbgrader", "validate", f"{trial_course.ID}.ipynb"], folder)
    return done.stdout


def test_validate_says_success_on_a_whole_paper_and_not_on_one_without_its_writing(construit):
    folder = construit / "release" / trial_course.ID
    path = folder / f"{trial_course.ID}.ipynb"
    source = nbformat.read(construit / "source" / trial_course.ID / path.name, as_version=4)
    solutions = {
        c.id: c.source for c in source.cells if c.metadata.get("nbgrader", {}).get("solution") and c.cell_type == "code"
    }
    paper = nbformat.read(path, as_version=4)
    for cell in paper.cells:
        cell.source = solutions.get(cell.id, cell.source)
    nbformat.write(paper, path)
    assert "rien n'est écrit" in validated(folder)
    cell = next(c for c in paper.cells if c.id == "C15_1-synthese")
    cell.source = "La recherche rapporte davantage par euro dépensé."
    nbformat.write(paper, path)
    assert validated(folder).startswith("Success")
