"""A group's second notebook, `rex.ipynb`: its own criteria, its own questions, checked as the first is."""

import json

import pytest
from cours_d_essai import ID, cellule, remplacer, sujet

from epreuves.authoring.construction import build
from epreuves.authoring.importation import importer
from epreuves.authoring.verification import verifier_epreuve
from epreuves.wording.errors import KitError

REX = """\
# %% [markdown] role="readonly" id="rex_cas"
# # Votre retour d'expérience

# %% role="readonly" id="rex_preparation"
from epreuves import *

campagnes = preparer("e99_mini")["campagnes"]

# %% role="solution" id="rex_clics"
# Un nombre entier : le total des clics.
clics_en_tout = None
### BEGIN SOLUTION
clics_en_tout = int(campagnes["clics"].sum())
erreur_type("C15_1-rex_clics", "maximum", int(campagnes["clics"].max()), "Vous avez pris le plus grand.")
### END SOLUTION

# %% role="tests" id="C15_1-rex_clics" points=2
verifier("C15_1-rex_clics", clics_en_tout, entier(minimum=0))

# %% [markdown] role="manual" id="C15_1-rex"
# ### BEGIN SOLUTION
# Nous avons compté les clics deux fois ; la prochaine fois, un second membre relira le calcul.
# ### END SOLUTION

# %% [markdown] role="grille" competence="C15.1"
"""


@pytest.fixture
def groupe(cours):
    """The smallest course, with a REX that judges the last criterion."""
    sujet(cours, "rex.py").write_text(REX, encoding="utf-8")
    fichier = sujet(cours, "grille.yaml")
    avant, consigne, apres = fichier.read_text(encoding="utf-8").partition("    consigne: Jugé sur le calcul")
    fichier.write_text(f"{avant}    carnet: rex\n{consigne}{apres}", encoding="utf-8")
    return cours


def carnet(racine, nom, dossier="source"):
    return json.loads((racine / dossier / ID / nom).read_bytes())


def criteres(racine, nom, dossier="source"):
    ids = [cell["id"] for cell in carnet(racine, nom, dossier)["cells"]]
    return [id for id in ids if "-k" in id]


def constats(racine, lettres=()):
    return [(c.regle, c.fichier, c.cellule) for c in verifier_epreuve(racine, ID, lettres)]


@pytest.mark.parametrize("dossier", ["source", "release"])
def test_each_criterion_stands_in_the_notebook_that_the_rubric_says(groupe, dossier):
    build(groupe)
    assert criteres(groupe, f"{ID}.ipynb", dossier) == ["C15_1-k1", "C15_1-k2"]
    assert criteres(groupe, "rex.ipynb", dossier) == ["C15_1-k3"]


def test_a_sound_group_epreuve_passes_from_end_to_end_in_both_notebooks(groupe):
    dites = []
    assert verifier_epreuve(groupe, ID, ("B", "K"), dites.append) == []
    assert f"{ID}, rex.ipynb : variante K" in dites
    assert f"{ID}, rex.ipynb : version distribuée, exécutée" in dites


def test_a_rex_of_written_parts_alone_passes_too(groupe):
    morceaux = REX.split("# %%")
    ecrit = "# %%".join(m for m in morceaux if 'id="rex_clics"' not in m and 'id="C15_1-rex_clics"' not in m)
    sujet(groupe, "rex.py").write_text(ecrit, encoding="utf-8")
    assert constats(groupe, ("A",)) == []


@pytest.mark.parametrize(
    ("avant", "apres", "regle", "cellule"),
    [
        ('"maximum", int(campagnes["clics"].max())', '"maximum", clics_en_tout', "erreur", "C15_1-rex_clics"),
        ('int(campagnes["clics"].sum())', "absent", "reference", ""),
        ("entier(minimum=0)", "entier(minimum=10**6)", "reference", ""),
    ],
    ids=["a mistake like the right answer", "a reference that fails", "an answer out of its form"],
)
def test_what_is_wrong_on_a_variant_is_found_in_the_rex_and_named_there(groupe, avant, apres, regle, cellule):
    remplacer(sujet(groupe, "rex.py"), avant, apres)
    assert (regle, f"sujets/{ID}/rex.py", cellule) in constats(groupe, ("A",))


def test_a_released_rex_that_fails_is_found_in_it(groupe):
    remplacer(
        sujet(groupe, "rex.py"),
        "from epreuves import *",
        'from epreuves import *\nif "EPREUVES_CANAL" in __import__("os").environ: raise ValueError("non")',
    )
    assert ("execution", f"release/{ID}/rex.ipynb", "rex_preparation") in constats(groupe, ("A",))


def test_a_mistake_of_the_main_notebook_is_named_with_its_text(groupe):
    remplacer(sujet(groupe), 'campagnes["cout"].mean(),', "cout_total,")
    assert ("erreur", f"sujets/{ID}/sujet.py", "C15_1-cout") in constats(groupe, ("A",))


def test_a_criterion_for_a_rex_that_is_not_written_is_found(groupe):
    sujet(groupe, "rex.py").unlink()
    (constat,) = verifier_epreuve(groupe, ID, ())
    assert (constat.regle, constat.cellule) == ("placement", "C15.1-k3")
    assert constat.message == f"champ carnet : « rex », et sujets/{ID}/rex.py manque"


@pytest.mark.parametrize("nom", ["sujet.py", "rex.py"])
def test_a_compétence_judged_in_a_notebook_has_its_grille_cell_there(groupe, nom):
    remplacer(sujet(groupe, nom), '# %% [markdown] role="grille" competence="C15.1"\n', "")
    assert constats(groupe) == [("placement", f"sujets/{ID}/{nom}", "")]


def test_a_grille_cell_without_a_criterion_in_its_notebook_is_found_and_not_built(groupe):
    remplacer(sujet(groupe, "grille.yaml"), "    carnet: rex\n", "")
    trouves = verifier_epreuve(groupe, ID, ())
    assert ("placement", f"sujets/{ID}/rex.py") in [(c.regle, c.fichier) for c in trouves]
    with pytest.raises(
        KitError, match=r"rex\.py, ligne \d+ : grille\.yaml n'a aucun critère de C15\.1 pour rex\.py"
    ):
        build(groupe)


def test_a_notebook_that_is_not_one_of_ours_is_refused(groupe):
    remplacer(sujet(groupe, "grille.yaml"), "carnet: rex", "carnet: annexe")
    with pytest.raises(KitError, match="annexe") as refus:
        build(groupe)
    assert "criteres" in str(refus.value)
    assert "carnet" in str(refus.value)


def test_an_id_that_both_notebooks_have_is_found(groupe):
    remplacer(sujet(groupe, "rex.py"), 'id="rex_preparation"', 'id="preparation"')
    (constat,) = verifier_epreuve(groupe, ID, ())
    assert constat.regle == "id"
    assert constat.phrase() == (
        f"erreur — sujets/{ID}/rex.py, ligne 4, cellule « preparation » : l'id est déjà celui d'une cellule "
        f"de sujets/{ID}/sujet.py [id]"
    )


def test_importing_brings_each_notebook_back_to_its_own_text(groupe):
    build(groupe)
    assert [bilan.change for bilan in importer(groupe, ID)] == [False, False]
    assert sujet(groupe, "rex.py").read_text(encoding="utf-8") == REX
    chemin = groupe / "source" / ID / "rex.ipynb"
    nb = carnet(groupe, "rex.ipynb")
    cellule(nb, "rex_cas")["source"] = "# # Un autre titre".removeprefix("# ")
    chemin.write_text(json.dumps(nb), encoding="utf-8")
    bilans = {bilan.fichier: bilan for bilan in importer(groupe, ID)}
    assert bilans[f"sujets/{ID}/rex.py"].modifiees == ("rex_cas",)
    assert not bilans[f"sujets/{ID}/sujet.py"].change
    assert sujet(groupe, "rex.py").read_text(encoding="utf-8") == REX.replace(
        "# # Votre retour d'expérience", "# # Un autre titre"
    )


def test_a_rubric_cell_edited_in_the_rex_is_refused(groupe):
    build(groupe)
    chemin = groupe / "source" / ID / "rex.ipynb"
    nb = carnet(groupe, "rex.ipynb")
    cellule(nb, "C15_1-k3")["source"] = "autre"
    chemin.write_text(json.dumps(nb), encoding="utf-8")
    with pytest.raises(KitError, match="C15_1-k3"):
        importer(groupe, ID)
