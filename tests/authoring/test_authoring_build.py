"""Building: the same bytes each time, fresh or stale told apart, and the release made by nbgrader."""

import hashlib
import json
import os
import sys
import zipfile
from pathlib import Path

import nbformat
import pytest
from nbgrader.nbgraderformat import MetadataValidator

from epreuves.answers.handing_in import ID as LAST_CELL
from epreuves.variants import archive
from epreuves.variants.attribution import letters
from epreuves.wording.errors import KitError
from epreuves.wording.typography import spaced
from epreuves_kit.build.build import build, ensure_variants
from epreuves_kit.course import criterion_cell
from epreuves_kit.course.stamps import CODE_STUB, TEXT_STUB
from epreuves_kit.referentiel.reading import referentiel
from tests import programs
from tests.authoring.trial_course import ID, cell_of, editer, notebook, remplacer, sujet
from tests.course import ROOT


def content(root: Path) -> dict[str, str]:
    """Every file of a course, hashed."""
    return {
        file.relative_to(root).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in root.rglob("*")
        if file.is_file() and "__pycache__" not in file.parts
    }


def stale(root: Path) -> dict[str, str]:
    (result,) = build(root, [ID], check=True)
    return {file.path: file.state for file in result.stale}


def test_two_builds_are_identical_to_the_byte(course, construit):
    build(course)
    assert content(course) == content(construit)


def test_a_second_build_touches_nothing(construit):
    before = {file: file.stat().st_mtime_ns for file in construit.rglob("*") if file.is_file()}
    (result,) = build(construit)
    assert result.writings == ()
    assert {file: file.stat().st_mtime_ns for file in construit.rglob("*") if file.is_file()} == before


def test_all_that_an_epreuve_needs_is_built_and_nothing_else(construit):
    zips = {f"variantes/{letter}.zip" for letter in letters()}
    for folder in ("source", "release"):
        ici = construit / folder / ID
        names = {file.relative_to(ici).as_posix() for file in ici.rglob("*") if file.is_file()}
        assert names == {f"{ID}.ipynb", "seance.json", *zips}
    assert {file.name for file in (construit / "datasets" / ID).iterdir()} == {
        "campagnes.csv",
        "datapackage.json",
    }


def test_checking_a_fresh_course_finds_nothing_and_writes_nothing(construit):
    before = content(construit)
    assert stale(construit) == {}
    assert content(construit) == before


def test_checking_before_any_build_tells_absent_from_to_be_built(course):
    (result,) = build(course, check=True)
    assert {file.state for file in result.stale} == {"absent"}
    assert len(result.to_build) == 26
    assert not (course / "source").exists()


def test_archives_and_sessions_that_are_not_there_are_not_stale(construit):
    for folder in ("source", "release"):
        (construit / folder / ID / "seance.json").unlink()
        for file in (construit / folder / ID / "variantes").iterdir():
            file.unlink()
    (result,) = build(construit, check=True)
    assert not result.stale
    assert len(result.to_build) == 26


@pytest.mark.parametrize(
    ("name", "before", "apres", "expected_files"),
    [
        (
            "sujet.py",
            "Le salon de thé",
            "Le salon",
            {"source/e99_mini/e99_mini.ipynb", "release/e99_mini/e99_mini.ipynb"},
        ),
        # The mark scheme is stripped from the release: only the source is surely stale.
        (
            "grille.yaml",
            "Aucun ratio n'est présenté",
            "Rien n'est présenté",
            {"source/e99_mini/e99_mini.ipynb"},
        ),
    ],
)
def test_a_written_file_that_changed_makes_its_products_stale(construit, name, before, apres, expected_files):
    remplacer(sujet(construit, name), before, apres)
    found = stale(construit)
    assert expected_files <= set(found)
    assert set(found.values()) == {"périmé"}
    assert not build(construit)[0].stale
    assert stale(construit) == {}


def test_a_draw_that_changed_makes_tables_and_archives_stale(construit):
    remplacer(sujet(construit, "donnees.py"), "rng.uniform(50, 500, 8)", "rng.uniform(60, 500, 8)")
    found = stale(construit)
    assert found["datasets/e99_mini/campagnes.csv"] == "périmé"
    assert found["source/e99_mini/variantes/B.zip"] == "périmé"
    assert found["release/e99_mini/variantes/L.zip"] == "périmé"


def test_a_session_that_changed_makes_the_published_one_stale(construit):
    (construit / "seance.yaml").write_text("nom: Juin\ncle: autre\n", encoding="utf-8")
    assert set(stale(construit)) == {"source/e99_mini/seance.json", "release/e99_mini/seance.json"}


def test_a_product_edited_by_hand_is_stale(construit):
    (construit / "release" / ID / f"{ID}.ipynb").write_text("{}", encoding="utf-8")
    assert stale(construit) == {"release/e99_mini/e99_mini.ipynb": "périmé"}


def test_a_stranger_in_source_is_left_and_reported_elsewhere_removed(construit):
    for folder in ("source", "release", "datasets"):
        (construit / folder / ID / "corrige.txt").write_text("secret", encoding="utf-8")
    assert set(stale(construit).values()) == {"en trop"}
    (result,) = build(construit)
    assert [file.path for file in result.stale] == ["source/e99_mini/corrige.txt"]
    assert [file.state for file in result.writings] == ["supprimé", "supprimé"]
    assert (construit / "source" / ID / "corrige.txt").exists()


def test_what_running_a_notebook_left_in_source_is_removed(construit):
    (construit / "source" / ID / "donnees").mkdir()
    (construit / "source" / ID / "donnees" / "campagnes.csv").write_text("x", encoding="utf-8")
    (construit / "source" / ID / "candidat.txt").write_text("moi", encoding="utf-8")
    assert not build(construit)[0].stale
    assert not (construit / "source" / ID / "donnees").exists()
    assert not (construit / "source" / ID / "candidat.txt").exists()


def test_a_notebook_edited_in_jupyterlab_is_not_overwritten_unless_forced(construit):
    editer(construit, lambda nb: cell_of(nb, "cas").update(source=["# Un autre titre"]))
    with pytest.raises(KitError, match=f"epreuves import {ID}"):
        build(construit)
    assert cell_of(notebook(construit), "cas")["source"] == ["# Un autre titre"]
    build(construit, force=True)
    assert cell_of(notebook(construit), "cas")["source"][0] == "# Le salon de thé\n"


def test_a_notebook_only_run_in_jupyterlab_is_built_again_without_a_word(construit):
    def execute(nb):
        for cell in nb["cells"]:
            if cell["cell_type"] == "code":
                cell.update(execution_count=3, outputs=[{"output_type": "stream", "name": "stdout", "text": ["ok"]}])
                cell["metadata"]["trusted"] = True
        nb["metadata"]["language_info"]["version"] = "3.12.1"

    editer(construit, execute)
    assert [file.path for file in build(construit)[0].writings] == ["source/e99_mini/e99_mini.ipynb"]


def test_a_source_is_a_notebook_that_nbgrader_accepts(construit):
    for folder in ("source", "release"):
        reading = nbformat.read(construit / folder / ID / f"{ID}.ipynb", as_version=4)
        nbformat.validate(reading)
        MetadataValidator().validate_nb(reading)
        # A form's cell is none of nbgrader's.
        graded = [cell for cell in reading.cells if "nbgrader" in cell.metadata]
        assert [cell.id for cell in graded] == [cell.metadata.nbgrader.grade_id for cell in graded]
        assert all("formulaire" in cell.metadata.epreuves for cell in reading.cells if cell not in graded)


def test_each_role_has_the_metadata_of_nbgraders_own_panel(construit):
    nb = notebook(construit)
    du_panneau = {
        "cas": {"grade": False, "locked": True, "solution": False, "task": False},
        "roas": {"grade": False, "locked": False, "solution": True, "task": False},
        "C15_1-roas": {"grade": True, "locked": True, "solution": False, "task": False, "points": 4},
        "C15_1-synthese": {"grade": True, "locked": False, "solution": True, "task": False, "points": 0},
        "C15_1-k1": {"grade": False, "locked": True, "solution": False, "task": True, "points": 4},
    }
    for id, expected in du_panneau.items():
        assert cell_of(nb, id)["metadata"]["nbgrader"] == {"grade_id": id, "schema_version": 3, **expected}


def test_a_rubric_cell_shows_the_criterion_and_keeps_its_levels_for_graders(construit):
    source = "".join(cell_of(notebook(construit), "C15_1-k1")["source"])
    assert source.startswith("### Critère C15.1-k1 — ")
    assert "(4 points)\n\nJugé sur la synthèse rédigée." in source
    assert "<!-- BEGIN MARK SCHEME -->\n\n- **0 — Non acquis** : La synthèse manque" in source
    said = criterion_cell.read(source)
    assert said.descriptors[3] == "Les chiffres sont interprétés et mènent à une décision datée et chiffrée."
    assert all(said.descriptors)
    distribuee = "".join(cell_of(notebook(construit, "release"), "C15_1-k1")["source"])
    assert "Jugé sur la synthèse rédigée." in distribuee
    assert "MARK SCHEME" not in distribuee
    assert not any(criterion_cell.read(distribuee).descriptors)


def test_the_release_is_the_golden_one(construit):
    released = "\n\n".join(
        f"[{cell['id']}]\n{''.join(cell['source'])}" for cell in notebook(construit, "release")["cells"]
    )
    expected = (Path(__file__).parent / "release_e99_mini.txt").read_text(encoding="utf-8")
    for critere in referentiel(ROOT).criteres_of("C15.1"):  # the référentiel's labels are its own to word
        expected = expected.replace(f"{{{critere.id}}}", spaced(critere.label))
    assert released + "\n" == expected


def test_stubs_take_the_place_of_solutions(construit):
    nb = notebook(construit, "release")
    assert "".join(cell_of(nb, "cout")["source"]).splitlines()[2:] == [
        "cout_total = None",
        CODE_STUB["python"],
    ]
    assert cell_of(nb, "C15_1-synthese")["source"] == [TEXT_STUB]


def test_plain_nbgrader_makes_the_same_release(construit, tmp_path):
    """`nbgrader generate_assignment` in the course folder leaves the committed release as it is."""
    (construit / "nbgrader_config.py").write_text(
        "from epreuves_kit.course.stamps import CODE_STUB, TEXT_STUB\n"
        "c = get_config()\n"
        "c.ClearSolutions.code_stub = CODE_STUB\n"
        "c.ClearSolutions.text_stub = TEXT_STUB\n",
        encoding="utf-8",
    )
    before = {name: somme for name, somme in content(construit).items() if name.startswith("release/")}
    # nbgrader starts the « alembic » command: an environment that is not active has none on its path.
    paths = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    environment = {
        **os.environ,
        "PATH": paths,
        "JUPYTER_CONFIG_DIR": str(tmp_path),
        "HOME": str(tmp_path),
    }
    ended = programs.run(
        ["nbgrader", "generate_assignment", ID, "--force"],
        construit,
        timeout=120,
        environment={**environment, "PYTHONPATH": str(Path(__file__).parents[2])},
    )
    assert ended.returncode == 0, ended.stderr
    assert {name: somme for name, somme in content(construit).items() if name.startswith("release/")} == before


def test_the_archives_hold_twelve_different_draws_and_a_is_the_dataset(construit):
    tables = {}
    for letter in letters():
        files = archive.read((construit / "source" / ID / "variantes" / f"{letter}.zip").read_bytes())
        assert set(files) == {"campagnes.csv", "datapackage.json"}
        assert json.loads(files["datapackage.json"])["variante"] == letter
        tables[letter] = files["campagnes.csv"]
    assert len(set(tables.values())) == 12
    assert tables["A"] == (construit / "datasets" / ID / "campagnes.csv").read_bytes()


def test_missing_or_stale_archives_are_built_and_the_others_left(construit):
    folder = construit / "source" / ID / "variantes"
    (folder / "B.zip").unlink()
    (folder / "C.zip").write_bytes(b"vieux")
    before = (folder / "D.zip").stat().st_mtime_ns
    paths = ensure_variants(construit, ID)
    assert [path.name for path in paths] == [f"{letter}.zip" for letter in letters()]
    assert (folder / "D.zip").stat().st_mtime_ns == before
    assert all(zipfile.is_zipfile(path) for path in paths)


def test_what_candidates_worked_on_is_left_where_only_what_is_absent_is_asked_for(construit):
    folder = construit / "source" / ID / "variantes"
    drawn = (folder / "B.zip").read_bytes()
    (folder / "B.zip").unlink()
    (folder / "C.zip").write_bytes(b"vieux")
    ensure_variants(construit, ID, stale=False)
    assert (folder / "B.zip").read_bytes() == drawn
    assert (folder / "C.zip").read_bytes() == b"vieux"


def test_a_missing_session_is_built_and_one_that_is_there_is_left(construit):
    published = construit / "source" / ID / "seance.json"
    construite = published.read_bytes()
    published.unlink()
    ensure_variants(construit, ID)
    assert published.read_bytes() == construite
    published.write_bytes(b"{}")
    ensure_variants(construit, ID)
    assert published.read_bytes() == b"{}"


def test_a_machine_without_the_sujets_takes_the_archives_as_they_are(construit):
    for file in sujet(construit, "").iterdir():
        file.unlink()
    assert len(ensure_variants(construit, ID)) == 12
    (construit / "source" / ID / "variantes" / "F.zip").unlink()
    with pytest.raises(KitError, match=r"il manque F\.zip"):
        ensure_variants(construit, ID)


def test_loading_a_draw_leaves_no_module_behind(course):
    before = set(sys.modules)
    build(course, [ID], check=True)
    assert not {name for name in set(sys.modules) - before if "donnees_e99" in name}


@pytest.mark.parametrize(
    ("name", "before", "apres", "error", "said"),
    [
        (
            "grille.yaml",
            "epreuve: e99_mini",
            "epreuve: e01_veille",
            KitError,
            "attendu « e99_mini », reçu « e01_veille »",
        ),
        ("grille.yaml", "C15.1-k1:", "C15.1:", KitError, "attendu le code de sa compétence"),
        ("grille.yaml", "C15.1-k2:", "C15.1-k1:", KitError, "« C15.1-k1 » est déjà écrit à la ligne 3"),
        ("grille.yaml", "C15.1-k2:", "C15.1-k9:", KitError, "C15.1-k9"),
        ("grille.yaml", "points: 4", "points: quatre", KitError, "grille.yaml"),
        ("sujet.py", 'competence="C15.1"', 'competence="C15.2"', KitError, "aucun critère de C15.2"),
        ("donnees.py", "def tirer", "def tire", KitError, "la fonction « tirer(rng) » manque"),
        (
            "donnees.py",
            "if not _conditions(tables):\n            return tables",
            'if not _conditions(tables):\n            return {"autre": tables["campagnes"]}',
            KitError,
            "tables attendues",
        ),
        (
            "donnees.py",
            "import numpy as np",
            "import numpy as np\n1 / 0",
            KitError,
            "donnees.py, ligne 4 : ZeroDivisionError",
        ),
        (
            "donnees.py",
            'return {"campagnes"',
            'raise ValueError("rien")\n    return {"campagnes"',
            KitError,
            "variante A : ValueError — rien",
        ),
        (
            "donnees.py",
            "np.round(rng.uniform(50, 500, 8), 2)",
            "rng.uniform(50, 500, 8)",
            KitError,
            "n'est pas arrondi à 2 décimales",
        ),
        (
            "donnees.py",
            '"clics": rng.randint(20, 400, 8)',
            '"clics": 0',
            KitError,
            "champ « clics » : contrainte « minimum 1 » non tenue par 8",
        ),
        (
            "donnees.py",
            '[f"Campagne {rang}" for rang in range(1, 9)]',
            '["x"] * 8',
            KitError,
            "revient plusieurs fois",
        ),
        (
            "donnees.py",
            '["recherche", "réseaux sociaux"]',
            '["recherche", "radio"]',
            KitError,
            "valeurs admises recherche, réseaux sociaux",
        ),
        (
            "dictionnaire.yaml",
            "nom: clics",
            "nom: visites",
            KitError,
            "colonnes attendues : campagne, canal, debut, visites",
        ),
    ],
)
def test_what_is_wrong_in_a_written_file_stops_the_build_and_is_named(course, name, before, apres, error, said):
    remplacer(sujet(course, name), before, apres)
    with pytest.raises(error) as refusal:
        build(course)
    assert said in str(refusal.value)
    assert not (course / "source").exists()


def test_nbgraders_own_refusal_is_passed_on(course):
    remplacer(sujet(course), "### END SOLUTION", "# fini")
    with pytest.raises(KitError, match="nbgrader refuse"):
        build(course)


def test_an_unknown_epreuve_is_answered_with_those_there_are(course):
    with pytest.raises(KitError, match=r"« e42 » n'est pas une épreuve du cours. Épreuves : e99_mini\."):
        build(course, ["e42"])
    assert [result.epreuve for result in build(course, ["e99"], check=True)] == [ID]


def test_a_group_has_a_second_notebook_of_its_own(course):
    sujet(course, "rex.py").write_text(
        '# %% [markdown] role="readonly" id="consigne"\n# # Retour d\'expérience\n\n'
        '# %% [markdown] role="manual" id="C15_1-rex"\n'
        "# ### BEGIN SOLUTION\n# Un modèle.\n# ### END SOLUTION\n",
        encoding="utf-8",
    )
    build(course)
    rex = json.loads((course / "release" / ID / "rex.ipynb").read_bytes())
    assert [cell["id"] for cell in rex["cells"]] == ["consigne", "C15_1-rex", LAST_CELL]
    assert rex["cells"][1]["source"] == [TEXT_STUB]
