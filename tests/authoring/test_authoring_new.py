"""A new épreuve's folder: it says what the référentiel says, builds at once, and its check lists what is left."""

import json
import shutil

import pytest
from cours_d_essai import COURS

from epreuves.authoring import construction, criteres, grille, oral, squelette
from epreuves.authoring.cours import Lieux
from epreuves.authoring.regles_ecriture import MARQUE
from epreuves.authoring.verification import verifier_epreuve
from epreuves.referentiel import Oral, Partie, referentiel
from epreuves.wording.errors import KitError

EPREUVES = {epreuve.id: epreuve for epreuve in referentiel().epreuves}
GROUPE = "e06_objectifs"


@pytest.fixture
def vide(tmp_path):
    """A course in which no épreuve is written."""
    (tmp_path / "sujets").mkdir()
    shutil.copy(COURS / "seance.yaml", tmp_path)
    return tmp_path


@pytest.fixture(scope="module")
def tous(tmp_path_factory):
    """A course with the skeletons of the seventeen épreuves."""
    racine = tmp_path_factory.mktemp("tous")
    shutil.copy(COURS / "seance.yaml", racine)
    for id in EPREUVES:
        squelette.creer(racine, id)
    return racine


def lu(racine, id, nom):
    return (racine / "sujets" / id / nom).read_text(encoding="utf-8")


def a_plat(texte):
    """A text without its comment marks nor its line ends."""
    return " ".join(mot for mot in texte.split() if mot != "#")


@pytest.mark.parametrize("id", EPREUVES)
def test_a_skeleton_has_the_parts_that_the_référentiel_gives_the_épreuve(tous, id):
    epreuve = EPREUVES[id]
    noms = {"sujet.py", "donnees.py", "dictionnaire.yaml", "grille.yaml"}
    noms |= {"rex.py"} if Partie.REX in epreuve.parties else set()
    noms |= {"oral.yaml"} if epreuve.oral is not Oral.AUCUN else set()
    assert {chemin.name for chemin in (tous / "sujets" / id).iterdir()} == noms


@pytest.mark.parametrize("id", EPREUVES)
def test_a_skeleton_says_the_modality_in_the_words_of_the_référentiel(tous, id):
    epreuve = EPREUVES[id]
    cas = a_plat(lu(tous, id, "sujet.py").partition('id="mode_emploi"')[0])
    assert epreuve.titre in cas
    assert " ".join(epreuve.consigne.split()) in cas
    for _, livrable in epreuve.livrables:
        assert livrable in cas
    for theme in epreuve.tirage.themes if epreuve.tirage else ():
        assert theme in cas


@pytest.mark.parametrize("id", EPREUVES)
def test_a_skeleton_has_every_criterion_in_order_its_label_above_it(tous, id):
    epreuve = EPREUVES[id]
    attendus = [c for code in epreuve.competences for c in referentiel().criteres_de(code)]
    assert list(grille.lire(tous / "sujets" / id / "grille.yaml").criteres) == [c.id for c in attendus]
    morceaux = a_plat(lu(tous, id, "grille.yaml")).split("descripteurs:")
    for critere, morceau in zip(attendus, morceaux, strict=False):
        assert f"{critere.id} — {critere.libelle} {critere.id}:" in morceau


@pytest.mark.parametrize("id", EPREUVES)
def test_a_skeleton_asks_one_written_part_at_least_of_each_compétence_and_of_each_deliverable(tous, id):
    epreuve = EPREUVES[id]
    cells = construction.textes(Lieux(tous, id))[f"{id}.ipynb"].cells
    ecrits = [cell.id for cell in cells if cell.role == "manual"]
    assert {id.partition("-")[0] for id in ecrits} == {c.replace(".", "_") for c in epreuve.competences}
    titres = [a_plat(cell.source) for cell in cells if cell.id.startswith("ecrit_")]
    for livrable in epreuve.livrables.ecrit:
        assert any(livrable in titre for titre in titres)


@pytest.mark.parametrize("id", EPREUVES)
def test_a_skeleton_builds_and_what_its_check_finds_is_what_is_left_to_write(tous, id):
    constats = verifier_epreuve(tous, id, ())
    restes = {"a_ecrire", "descripteurs"}
    restes |= {"oral"} if EPREUVES[id].oral is not Oral.AUCUN else set()
    restes |= {"rex"} if Partie.REX in EPREUVES[id].parties else set()
    assert {constat.regle for constat in constats} == restes
    assert {c.message for c in constats if c.regle == "oral"} <= {
        "champ duree_presentation : attendu un nombre de minutes, reçu 0",
        "champ duree_echange : attendu un nombre de minutes, reçu 0",
    }
    assert {c.niveau for c in constats if c.regle == "rex"} <= {"avertissement"}
    blancs = {c.cellule for c in constats if c.regle == "descripteurs"}
    assert blancs == set(grille.lire(tous / "sujets" / id / "grille.yaml").criteres)


@pytest.mark.parametrize("id", [id for id, e in EPREUVES.items() if e.oral is not Oral.AUCUN])
def test_the_sheet_of_a_skeletons_oral_is_read(tous, id):
    fiche = oral.lire(tous / "sujets" / id / "oral.yaml")
    assert fiche.nature == criteres.nature_de_l_oral(id)
    assert fiche.attendus == EPREUVES[id].livrables.oral
    assert [len(fiche.de(competence)) for competence in EPREUVES[id].competences] == [2] * len(
        EPREUVES[id].competences
    )


@pytest.mark.parametrize("nom", ["e06", "e11", "e01", "e18_newsletter"])
def test_a_skeletons_questions_hold_from_end_to_end(vide, nom):
    competences = ["C14.1", "C14.2"] if nom == "e18_newsletter" else []
    id = squelette.creer(vide, nom, competences)[0].parent.name
    constats = verifier_epreuve(vide, id, ("D",))
    assert {constat.regle for constat in constats} <= {"a_ecrire", "descripteurs", "oral", "rex"}
    construction.build(vide, [id])
    distribue = json.loads((vide / "release" / id / f"{id}.ipynb").read_bytes())
    roles = [cell["metadata"]["nbgrader"] for cell in distribue["cells"]]
    assert len([role for role in roles if role["grade"] and not role["solution"]]) == 4


def test_what_is_left_is_told_by_cell_with_its_lines(vide):
    squelette.creer(vide, "e03")
    sujet = vide / "sujets" / "e03_cible" / "sujet.py"
    constats = [c for c in verifier_epreuve(vide, "e03_cible", ()) if c.regle == "a_ecrire"]
    lignes = sujet.read_text(encoding="utf-8").splitlines()
    for constat in constats:
        if constat.fichier.endswith("sujet.py"):
            assert MARQUE in lignes[constat.ligne - 1]
    (question,) = [c for c in constats if c.cellule == "etape1"]
    assert question.message == "il reste à écrire : la question"
    marquees = [rang for rang, ligne in enumerate(lignes, start=1) if MARQUE in ligne]
    (cas,) = [c for c in constats if c.cellule == "cas"]
    assert cas.message == (
        f"4 passages restent à écrire, lignes {marquees[0]}, {marquees[1]}, {marquees[2]} et {marquees[3]}"
    )


def test_each_member_assesses_themself_in_their_own_notebook(vide):
    squelette.creer(vide, GROUPE)
    squelette.creer(vide, "e11")
    assert "auto_evaluation" not in lu(vide, GROUPE, "sujet.py")
    assert 'auto_evaluation("C6.1", "C6.2", "C6.3")' in lu(vide, GROUPE, "rex.py")
    assert 'auto_evaluation("C11.1")' in lu(vide, "e11_challenge", "sujet.py")


def test_a_group_without_its_rex_and_a_rex_without_a_group_are_found(vide):
    squelette.creer(vide, GROUPE)
    squelette.creer(vide, "e17")
    rex = vide / "sujets" / GROUPE / "rex.py"
    texte = rex.read_text(encoding="utf-8").replace("C6_3", "C15_3").replace("C6.", "C15.")
    rex.unlink()
    (vide / "sujets" / "e17_impact_digital" / "rex.py").write_text(texte, encoding="utf-8")
    trouves = [c.message for c in verifier_epreuve(vide, GROUPE, ()) if c.regle == "rex"]
    assert trouves == [f"le référentiel demande un REX : écrivez sujets/{GROUPE}/rex.py"]
    trouves = [c.message for c in verifier_epreuve(vide, "e17_impact_digital", ()) if c.regle == "rex"]
    assert trouves[0] == "le référentiel ne demande pas de REX à cette épreuve"


def test_a_name_of_ones_own_takes_its_compétences_in_the_order_of_the_référentiel(vide):
    fichiers = squelette.creer(vide, "e18_newsletter", ["C14.2", "C14.1", "C14.2"])
    assert [chemin.name for chemin in fichiers] == [
        "sujet.py",
        "donnees.py",
        "dictionnaire.yaml",
        "grille.yaml",
    ]
    assert grille.lire(fichiers[-1]).competences() == ["C14.1", "C14.2"]


@pytest.mark.parametrize(
    ("nom", "competences", "dit"),
    [
        ("e42", [], "« e42 » n'est ni une épreuve du référentiel (e01_veille à e17_impact_digital) ni"),
        ("Newsletter", [], "comme e18_newsletter"),
        ("../e18_x", ["C14.1"], "« ../e18_x » n'est ni une épreuve"),
        ("e03_cibles", [], "« e03_cibles » : dans le référentiel, e03 est e03_cible."),
        ("e18_newsletter", [], "nommez ses compétences, par exemple --competences C14.1,C14.2."),
        ("e18_newsletter", ["C99.1"], "--competences : La compétence C99.1 n'existe pas"),
        ("e18_newsletter", ["C14"], "« C14 » n'est pas le code d'une compétence"),
        ("e03", ["C3.1"], "« e03_cible » est une épreuve du référentiel, qui en donne les compétences"),
    ],
)
def test_a_name_that_will_not_do_is_refused_in_a_sentence_and_nothing_is_written(vide, nom, competences, dit):
    with pytest.raises(KitError) as refus:
        squelette.creer(vide, nom, competences)
    assert dit in str(refus.value)
    assert list((vide / "sujets").iterdir()) == []


def test_a_folder_that_exists_is_left_as_it_is(vide):
    (vide / "sujets" / GROUPE).mkdir()
    (vide / "sujets" / GROUPE / "notes.txt").write_text("à moi", encoding="utf-8")
    with pytest.raises(KitError, match=f"sujets/{GROUPE} existe déjà"):
        squelette.creer(vide, "e06")
    assert [chemin.name for chemin in (vide / "sujets" / GROUPE).iterdir()] == ["notes.txt"]
