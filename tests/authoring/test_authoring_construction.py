"""Building: the same bytes each time, fresh or stale told apart, and the release made by nbgrader."""

import hashlib
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import nbformat
import pytest
from cours_d_essai import ID, carnet, cellule, editer, remplacer, sujet
from nbgrader.nbgraderformat import MetadataValidator

from epreuves.authoring.amorces import CODE_STUB, TEXT_STUB
from epreuves.authoring.construction import build, ensure_variants
from epreuves.authoring.mark_scheme import read_mark_scheme
from epreuves.referentiel import referentiel
from epreuves.variantes import archive
from epreuves.variantes.lettres import LETTRES
from epreuves.wording.errors import KitError


def contenu(racine: Path) -> dict[str, str]:
    """Every file of a course, hashed."""
    return {
        fichier.relative_to(racine).as_posix(): hashlib.sha256(fichier.read_bytes()).hexdigest()
        for fichier in racine.rglob("*")
        if fichier.is_file() and "__pycache__" not in fichier.parts
    }


def perimes(racine: Path) -> dict[str, str]:
    (resultat,) = build(racine, [ID], check=True)
    return {fichier.chemin: fichier.etat for fichier in resultat.perimes}


def test_two_builds_are_identical_to_the_byte(cours, construit):
    build(cours)
    assert contenu(cours) == contenu(construit)


def test_a_second_build_touches_nothing(construit):
    avant = {fichier: fichier.stat().st_mtime_ns for fichier in construit.rglob("*") if fichier.is_file()}
    (resultat,) = build(construit)
    assert resultat.ecrits == ()
    assert {
        fichier: fichier.stat().st_mtime_ns for fichier in construit.rglob("*") if fichier.is_file()
    } == avant


def test_all_that_an_epreuve_needs_is_built_and_nothing_else(construit):
    zips = {f"variantes/{lettre}.zip" for lettre in LETTRES}
    for dossier in ("source", "release"):
        ici = construit / dossier / ID
        noms = {fichier.relative_to(ici).as_posix() for fichier in ici.rglob("*") if fichier.is_file()}
        assert noms == {f"{ID}.ipynb", "seance.json", *zips}
    assert {fichier.name for fichier in (construit / "datasets" / ID).iterdir()} == {
        "campagnes.csv",
        "datapackage.json",
    }


def test_checking_a_fresh_course_finds_nothing_and_writes_nothing(construit):
    avant = contenu(construit)
    assert perimes(construit) == {}
    assert contenu(construit) == avant


def test_checking_before_any_build_tells_absent_from_to_be_built(cours):
    (resultat,) = build(cours, check=True)
    assert {fichier.etat for fichier in resultat.perimes} == {"absent"}
    assert len(resultat.a_construire) == 26
    assert not (cours / "source").exists()
    assert resultat.commande == f"epreuves build {ID}"


def test_archives_and_sessions_that_are_not_there_are_not_stale(construit):
    for dossier in ("source", "release"):
        (construit / dossier / ID / "seance.json").unlink()
        for fichier in (construit / dossier / ID / "variantes").iterdir():
            fichier.unlink()
    (resultat,) = build(construit, check=True)
    assert resultat.frais
    assert len(resultat.a_construire) == 26


@pytest.mark.parametrize(
    ("nom", "avant", "apres", "attendus"),
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
def test_a_written_file_that_changed_makes_its_products_stale(construit, nom, avant, apres, attendus):
    remplacer(sujet(construit, nom), avant, apres)
    trouves = perimes(construit)
    assert attendus <= set(trouves)
    assert set(trouves.values()) == {"périmé"}
    assert build(construit)[0].frais
    assert perimes(construit) == {}


def test_a_draw_that_changed_makes_tables_and_archives_stale(construit):
    remplacer(sujet(construit, "donnees.py"), "rng.uniform(50, 500, 8)", "rng.uniform(60, 500, 8)")
    trouves = perimes(construit)
    assert trouves["datasets/e99_mini/campagnes.csv"] == "périmé"
    assert trouves["source/e99_mini/variantes/B.zip"] == "périmé"
    assert trouves["release/e99_mini/variantes/L.zip"] == "périmé"


def test_a_session_that_changed_makes_the_published_one_stale(construit):
    (construit / "seance.yaml").write_text("nom: Juin\ncle: autre\n", encoding="utf-8")
    assert set(perimes(construit)) == {"source/e99_mini/seance.json", "release/e99_mini/seance.json"}


def test_a_product_edited_by_hand_is_stale(construit):
    (construit / "release" / ID / f"{ID}.ipynb").write_text("{}", encoding="utf-8")
    assert perimes(construit) == {"release/e99_mini/e99_mini.ipynb": "périmé"}


def test_a_stranger_in_source_is_left_and_reported_elsewhere_removed(construit):
    for dossier in ("source", "release", "datasets"):
        (construit / dossier / ID / "corrige.txt").write_text("secret", encoding="utf-8")
    assert set(perimes(construit).values()) == {"en trop"}
    (resultat,) = build(construit)
    assert [fichier.chemin for fichier in resultat.perimes] == ["source/e99_mini/corrige.txt"]
    assert [fichier.etat for fichier in resultat.ecrits] == ["supprimé", "supprimé"]
    assert (construit / "source" / ID / "corrige.txt").exists()


def test_what_running_a_notebook_left_in_source_is_removed(construit):
    (construit / "source" / ID / "donnees").mkdir()
    (construit / "source" / ID / "donnees" / "campagnes.csv").write_text("x", encoding="utf-8")
    (construit / "source" / ID / "candidat.txt").write_text("moi", encoding="utf-8")
    assert build(construit)[0].frais
    assert not (construit / "source" / ID / "donnees").exists()
    assert not (construit / "source" / ID / "candidat.txt").exists()


def test_a_notebook_edited_in_jupyterlab_is_not_overwritten_unless_forced(construit):
    editer(construit, lambda nb: cellule(nb, "cas").update(source=["# Un autre titre"]))
    with pytest.raises(KitError, match=f"epreuves import {ID}"):
        build(construit)
    assert cellule(carnet(construit), "cas")["source"] == ["# Un autre titre"]
    build(construit, force=True)
    assert cellule(carnet(construit), "cas")["source"][0] == "# Le salon de thé\n"


def test_a_notebook_only_run_in_jupyterlab_is_built_again_without_a_word(construit):
    def execute(nb):
        for cell in nb["cells"]:
            if cell["cell_type"] == "code":
                cell.update(
                    execution_count=3, outputs=[{"output_type": "stream", "name": "stdout", "text": ["ok"]}]
                )
                cell["metadata"]["trusted"] = True
        nb["metadata"]["language_info"]["version"] = "3.12.1"

    editer(construit, execute)
    assert [fichier.chemin for fichier in build(construit)[0].ecrits] == ["source/e99_mini/e99_mini.ipynb"]


def test_a_source_is_a_notebook_that_nbgrader_accepts(construit):
    for dossier in ("source", "release"):
        lu = nbformat.read(construit / dossier / ID / f"{ID}.ipynb", as_version=4)
        nbformat.validate(lu)
        MetadataValidator().validate_nb(lu)
        assert [cell.id for cell in lu.cells] == [cell.metadata.nbgrader.grade_id for cell in lu.cells]


def test_each_role_has_the_metadata_of_nbgraders_own_panel(construit):
    nb = carnet(construit)
    du_panneau = {
        "cas": {"grade": False, "locked": True, "solution": False, "task": False},
        "roas": {"grade": False, "locked": False, "solution": True, "task": False},
        "C15_1-roas": {"grade": True, "locked": True, "solution": False, "task": False, "points": 4},
        "C15_1-synthese": {"grade": True, "locked": False, "solution": True, "task": False, "points": 0},
        "C15_1-k1": {"grade": False, "locked": True, "solution": False, "task": True, "points": 4},
    }
    for id, attendu in du_panneau.items():
        assert cellule(nb, id)["metadata"]["nbgrader"] == {"grade_id": id, "schema_version": 3, **attendu}


def test_a_rubric_cell_shows_the_criterion_and_keeps_its_levels_for_graders(construit):
    source = "".join(cellule(carnet(construit), "C15_1-k1")["source"])
    assert source.startswith("#### Critère C15.1-k1 — ")
    assert "(4 points)\n\nJugé sur la synthèse rédigée." in source
    assert "<!-- BEGIN MARK SCHEME -->\n\n- **0 — Non acquis** : La synthèse manque" in source
    assert (
        read_mark_scheme(source)[3]
        == "Les chiffres sont interprétés et mènent à une décision datée et chiffrée."
    )
    assert sorted(read_mark_scheme(source)) == [0, 1, 2, 3]
    distribuee = "".join(cellule(carnet(construit, "release"), "C15_1-k1")["source"])
    assert "Jugé sur la synthèse rédigée." in distribuee
    assert "MARK SCHEME" not in distribuee
    assert read_mark_scheme(distribuee) == {}


def test_the_release_is_the_golden_one(construit):
    distribue = "\n\n".join(
        f"[{cell['metadata']['nbgrader']['grade_id']}]\n{''.join(cell['source'])}"
        for cell in carnet(construit, "release")["cells"]
    )
    attendu = (Path(__file__).parent / "release_e99_mini.txt").read_text(encoding="utf-8")
    for critere in referentiel().criteres_de("C15.1"):  # the référentiel's labels are its own to word
        attendu = attendu.replace(f"{{{critere.id}}}", critere.libelle)
    assert distribue + "\n" == attendu


def test_stubs_take_the_place_of_solutions(construit):
    nb = carnet(construit, "release")
    assert "".join(cellule(nb, "cout")["source"]).splitlines()[1:] == [
        "cout_total = None",
        CODE_STUB["python"],
    ]
    assert cellule(nb, "C15_1-synthese")["source"] == [TEXT_STUB]


def test_plain_nbgrader_makes_the_same_release(construit, tmp_path):
    """`nbgrader generate_assignment` in the course folder leaves the committed release as it is."""
    (construit / "nbgrader_config.py").write_text(
        "from epreuves.authoring.amorces import CODE_STUB, TEXT_STUB\n"
        "c = get_config()\n"
        "c.ClearSolutions.code_stub = CODE_STUB\n"
        "c.ClearSolutions.text_stub = TEXT_STUB\n",
        encoding="utf-8",
    )
    avant = {nom: somme for nom, somme in contenu(construit).items() if nom.startswith("release/")}
    # nbgrader starts the « alembic » command: an environment that is not active has none on its path.
    chemins = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    environnement = {
        **os.environ,
        "PATH": chemins,
        "JUPYTER_CONFIG_DIR": str(tmp_path),
        "HOME": str(tmp_path),
    }
    fini = subprocess.run(
        [sys.executable, "-m", "nbgrader", "generate_assignment", ID, "--force"],
        cwd=construit,
        env={**environnement, "PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert fini.returncode == 0, fini.stderr
    assert {nom: somme for nom, somme in contenu(construit).items() if nom.startswith("release/")} == avant


def test_the_archives_hold_twelve_different_draws_and_a_is_the_dataset(construit):
    tables = {}
    for lettre in LETTRES:
        fichiers = archive.lire((construit / "source" / ID / "variantes" / f"{lettre}.zip").read_bytes())
        assert set(fichiers) == {"campagnes.csv", "datapackage.json"}
        assert json.loads(fichiers["datapackage.json"])["variante"] == lettre
        tables[lettre] = fichiers["campagnes.csv"]
    assert len(set(tables.values())) == 12
    assert tables["A"] == (construit / "datasets" / ID / "campagnes.csv").read_bytes()


def test_missing_or_stale_archives_are_built_and_the_others_left(construit):
    dossier = construit / "source" / ID / "variantes"
    (dossier / "B.zip").unlink()
    (dossier / "C.zip").write_bytes(b"vieux")
    avant = (dossier / "D.zip").stat().st_mtime_ns
    dites: list[str] = []
    chemins = ensure_variants(construit, ID, dites.append)
    assert dites == [f"{ID} : variante B", f"{ID} : variante C"]
    assert [chemin.name for chemin in chemins] == [f"{lettre}.zip" for lettre in LETTRES]
    assert (dossier / "D.zip").stat().st_mtime_ns == avant
    assert all(zipfile.is_zipfile(chemin) for chemin in chemins)


def test_what_candidates_worked_on_is_left_where_only_what_is_absent_is_asked_for(construit):
    dossier = construit / "source" / ID / "variantes"
    drawn = (dossier / "B.zip").read_bytes()
    (dossier / "B.zip").unlink()
    (dossier / "C.zip").write_bytes(b"vieux")
    ensure_variants(construit, ID, stale=False)
    assert (dossier / "B.zip").read_bytes() == drawn
    assert (dossier / "C.zip").read_bytes() == b"vieux"


def test_a_missing_session_is_built_and_one_that_is_there_is_left(construit):
    publiee = construit / "source" / ID / "seance.json"
    construite = publiee.read_bytes()
    publiee.unlink()
    ensure_variants(construit, ID)
    assert publiee.read_bytes() == construite
    publiee.write_bytes(b"{}")
    ensure_variants(construit, ID)
    assert publiee.read_bytes() == b"{}"


def test_a_machine_without_the_sujets_takes_the_archives_as_they_are(construit):
    for fichier in sujet(construit, "").iterdir():
        fichier.unlink()
    assert len(ensure_variants(construit, ID)) == 12
    (construit / "source" / ID / "variantes" / "F.zip").unlink()
    with pytest.raises(KitError, match=r"il manque F\.zip"):
        ensure_variants(construit, ID)


def test_loading_a_draw_leaves_no_module_behind(cours):
    avant = set(sys.modules)
    build(cours, [ID], check=True)
    assert not {nom for nom in set(sys.modules) - avant if "donnees_e99" in nom}


@pytest.mark.parametrize(
    ("nom", "avant", "apres", "erreur", "dit"),
    [
        (
            "grille.yaml",
            "epreuve: e99_mini",
            "epreuve: e01_veille",
            KitError,
            "attendu « e99_mini », reçu « e01_veille »",
        ),
        ("grille.yaml", "C15.1-k1:", "C15.1:", KitError, "attendu un code comme « C15.1-k1 »"),
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
def test_what_is_wrong_in_a_written_file_stops_the_build_and_is_named(cours, nom, avant, apres, erreur, dit):
    remplacer(sujet(cours, nom), avant, apres)
    with pytest.raises(erreur) as refus:
        build(cours)
    assert dit in str(refus.value)
    assert not (cours / "source").exists()


def test_nbgraders_own_refusal_is_passed_on(cours):
    remplacer(sujet(cours), "### END SOLUTION", "# fini")
    with pytest.raises(KitError, match="nbgrader refuse"):
        build(cours)


def test_an_unknown_epreuve_is_answered_with_those_there_are(cours):
    with pytest.raises(KitError, match=r"« e42 » n'est pas une épreuve du cours. Épreuves : e99_mini\."):
        build(cours, ["e42"])
    assert [resultat.epreuve for resultat in build(cours, ["e99"], check=True)] == [ID]


def test_a_group_has_a_second_notebook_of_its_own(cours):
    sujet(cours, "rex.py").write_text(
        '# %% [markdown] role="readonly" id="consigne"\n# # Retour d\'expérience\n\n'
        '# %% [markdown] role="manual" id="C15_1-rex"\n'
        "# ### BEGIN SOLUTION\n# Un modèle.\n# ### END SOLUTION\n",
        encoding="utf-8",
    )
    build(cours)
    rex = json.loads((cours / "release" / ID / "rex.ipynb").read_bytes())
    assert [cell["id"] for cell in rex["cells"]] == ["consigne", "C15_1-rex"]
    assert rex["cells"][1]["source"] == [TEXT_STUB]
