"""A group's second notebook, `rex.ipynb`: its own criteria, its own questions, checked as the first is."""

import json

import pytest

from epreuves.wording.errors import KitError
from epreuves_kit.build.build import build
from epreuves_kit.build.importing import importer
from epreuves_kit.proof.checking import check_epreuve
from tests.authoring.trial_course import ID, cell_of, remplacer, sujet

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
def group(course):
    """The smallest course, with a REX that judges the last criterion."""
    sujet(course, "rex.py").write_text(REX, encoding="utf-8")
    file = sujet(course, "grille.yaml")
    before, instruction, apres = file.read_text(encoding="utf-8").partition("    consigne: Jugé sur le calcul")
    file.write_text(f"{before}    carnet: rex\n{instruction}{apres}", encoding="utf-8")
    return course


def notebook(root, name, folder="source"):
    return json.loads((root / folder / ID / name).read_bytes())


def criteres(root, name, folder="source"):
    ids = [cell["id"] for cell in notebook(root, name, folder)["cells"]]
    return [id for id in ids if "-k" in id]


def findings(root, letters=()):
    return [(c.rule, c.file, c.cell) for c in check_epreuve(root, ID, letters)]


@pytest.mark.parametrize("folder", ["source", "release"])
def test_each_criterion_stands_in_the_notebook_that_the_rubric_says(group, folder):
    build(group)
    assert criteres(group, f"{ID}.ipynb", folder) == ["C15_1-k1", "C15_1-k2"]
    assert criteres(group, "rex.ipynb", folder) == ["C15_1-k3"]


def test_a_sound_group_epreuve_passes_from_end_to_end_in_both_notebooks(group):
    dites = []
    assert check_epreuve(group, ID, ("B", "K"), dites.append) == []
    assert f"{ID}, rex.ipynb : variante K" in dites
    assert f"{ID}, rex.ipynb : version distribuée, exécutée" in dites


def test_a_rex_of_written_parts_alone_passes_too(group):
    pieces = REX.split("# %%")
    written = "# %%".join(m for m in pieces if 'id="rex_clics"' not in m and 'id="C15_1-rex_clics"' not in m)
    sujet(group, "rex.py").write_text(written, encoding="utf-8")
    assert findings(group, ("A",)) == []


@pytest.mark.parametrize(
    ("before", "apres", "rule", "cell_of"),
    [
        ('"maximum", int(campagnes["clics"].max())', '"maximum", clics_en_tout', "erreur", "C15_1-rex_clics"),
        ('int(campagnes["clics"].sum())', "absent", "reference", ""),
        ("entier(minimum=0)", "entier(minimum=10**6)", "reference", ""),
    ],
    ids=["a mistake like the right answer", "a reference that fails", "an answer out of its form"],
)
def test_what_is_wrong_on_a_variant_is_found_in_the_rex_and_named_there(group, before, apres, rule, cell_of):
    remplacer(sujet(group, "rex.py"), before, apres)
    assert (rule, f"sujets/{ID}/rex.py", cell_of) in findings(group, ("A",))


def test_a_released_rex_that_fails_is_found_in_it(group):
    remplacer(
        sujet(group, "rex.py"),
        "from epreuves import *",
        'from epreuves import *\nif "EPREUVES_CANAL" in __import__("os").environ: raise ValueError("non")',
    )
    assert ("execution", f"release/{ID}/rex.ipynb", "rex_preparation") in findings(group, ("A",))


def test_a_mistake_of_the_main_notebook_is_named_with_its_text(group):
    remplacer(sujet(group), 'campagnes["cout"].mean(),', "cout_total,")
    assert ("erreur", f"sujets/{ID}/sujet.py", "C15_1-cout") in findings(group, ("A",))


def test_a_criterion_for_a_rex_that_is_not_written_is_found(group):
    sujet(group, "rex.py").unlink()
    (finding,) = check_epreuve(group, ID, ())
    assert (finding.rule, finding.cell) == ("placement", "C15.1-k3")
    assert finding.message == f"champ carnet : « rex », et sujets/{ID}/rex.py manque"


@pytest.mark.parametrize("name", ["sujet.py", "rex.py"])
def test_a_compétence_judged_in_a_notebook_has_its_grille_cell_there(group, name):
    remplacer(sujet(group, name), '# %% [markdown] role="grille" competence="C15.1"\n', "")
    assert findings(group) == [("placement", f"sujets/{ID}/{name}", "")]


def test_a_grille_cell_without_a_criterion_in_its_notebook_is_found_and_not_built(group):
    remplacer(sujet(group, "grille.yaml"), "    carnet: rex\n", "")
    found = check_epreuve(group, ID, ())
    assert ("placement", f"sujets/{ID}/rex.py") in [(c.rule, c.file) for c in found]
    with pytest.raises(KitError, match=r"rex\.py, ligne \d+ : grille\.yaml n'a aucun critère de C15\.1 pour rex\.py"):
        build(group)


def test_a_notebook_that_is_not_one_of_ours_is_refused(group):
    remplacer(sujet(group, "grille.yaml"), "carnet: rex", "carnet: annexe")
    with pytest.raises(KitError, match="annexe") as refusal:
        build(group)
    assert "criteres" in str(refusal.value)
    assert "carnet" in str(refusal.value)


def test_an_id_that_both_notebooks_have_is_found(group):
    remplacer(sujet(group, "rex.py"), 'id="rex_preparation"', 'id="preparation"')
    (finding,) = check_epreuve(group, ID, ())
    assert finding.rule == "id"
    assert finding.sentence() == (
        f"erreur — sujets/{ID}/rex.py, ligne 4, cellule « preparation » : l'id est déjà celui d'une cellule "
        f"de sujets/{ID}/sujet.py [id]"
    )


def test_importing_brings_each_notebook_back_to_its_own_text(group):
    build(group)
    assert [report.change for report in importer(group, ID)] == [False, False]
    assert sujet(group, "rex.py").read_text(encoding="utf-8") == REX
    path = group / "source" / ID / "rex.ipynb"
    nb = notebook(group, "rex.ipynb")
    cell_of(nb, "rex_cas")["source"] = "# # Un autre titre".removeprefix("# ")
    path.write_text(json.dumps(nb), encoding="utf-8")
    reports = {report.file: report for report in importer(group, ID)}
    assert reports[f"sujets/{ID}/rex.py"].modified == ("rex_cas",)
    assert not reports[f"sujets/{ID}/sujet.py"].change
    assert sujet(group, "rex.py").read_text(encoding="utf-8") == REX.replace(
        "# # Votre retour d'expérience", "# # Un autre titre"
    )


def test_a_rubric_cell_edited_in_the_rex_is_refused(group):
    build(group)
    path = group / "source" / ID / "rex.ipynb"
    nb = notebook(group, "rex.ipynb")
    cell_of(nb, "C15_1-k3")["source"] = "autre"
    path.write_text(json.dumps(nb), encoding="utf-8")
    with pytest.raises(KitError, match="C15_1-k3"):
        importer(group, ID)
