"""A new épreuve's folder: it says what the référentiel says, builds at once, and its check lists what is left."""

import json
import shutil

import pytest

from epreuves.wording.errors import KitError
from epreuves_kit.authoring import grille, oral
from epreuves_kit.authoring.text import texts
from epreuves_kit.build import build, skeleton
from epreuves_kit.course.folders import Layout
from epreuves_kit.proof.checking import check_epreuve
from epreuves_kit.referentiel.model import Oral
from epreuves_kit.referentiel.reading import referentiel
from epreuves_kit.wording import TO_WRITE
from tests.authoring.trial_course import COURS
from tests.course import ROOT, lay_referentiel

EPREUVES = {epreuve.id: epreuve for epreuve in referentiel(ROOT).epreuves}
GROUP = "e06_objectifs"


@pytest.fixture
def vide(tmp_path):
    """A course in which no épreuve is written."""
    (tmp_path / "sujets").mkdir()
    shutil.copy(COURS / "seance.yaml", tmp_path)
    lay_referentiel(tmp_path)
    return tmp_path


@pytest.fixture(scope="module")
def every(tmp_path_factory):
    """A course with the skeletons of the seventeen épreuves."""
    root = tmp_path_factory.mktemp("tous")
    shutil.copy(COURS / "seance.yaml", root)
    lay_referentiel(root)
    for id in EPREUVES:
        skeleton.create(root, id)
    return root


def reading(root, id, name):
    return (root / "sujets" / id / name).read_text(encoding="utf-8")


def a_plat(text):
    """A text without its comment marks nor its line ends."""
    return " ".join(word for word in text.split() if word != "#")


@pytest.mark.parametrize("id", EPREUVES)
def test_a_skeleton_has_the_parts_that_the_référentiel_gives_the_épreuve(every, id):
    epreuve = EPREUVES[id]
    names = {"sujet.py", "donnees.py", "dictionnaire.yaml", "grille.yaml"}
    names |= {f"{epreuve.own_notebook}.py"} if epreuve.own_notebook else set()
    names |= {"oral.yaml"} if epreuve.oral is not Oral.NONE_OFFERED else set()
    assert {path.name for path in (every / "sujets" / id).iterdir()} == names


@pytest.mark.parametrize("id", EPREUVES)
def test_a_skeleton_says_the_modality_in_the_words_of_the_référentiel(every, id):
    epreuve = EPREUVES[id]
    cas = a_plat(reading(every, id, "sujet.py").partition('id="mode_emploi"')[0])
    assert epreuve.title in cas
    assert " ".join(epreuve.instruction.split()) in cas
    for _, deliverable in epreuve.deliverables:
        assert deliverable in cas
    for theme in epreuve.draw.themes if epreuve.draw else ():
        assert theme in cas


@pytest.mark.parametrize("id", EPREUVES)
def test_a_skeleton_has_every_criterion_in_order_its_label_above_it(every, id):
    epreuve = EPREUVES[id]
    criteres = [c for code in epreuve.competences for c in referentiel(ROOT).criteres_of(code)]
    assert list(grille.read(every / "sujets" / id / "grille.yaml").criteres) == [c.id for c in criteres]
    pieces = a_plat(reading(every, id, "grille.yaml")).split("descripteurs:")
    for critere, piece in zip(criteres, pieces, strict=False):
        assert f"{critere.id} — {critere.label} {critere.id}:" in piece


@pytest.mark.parametrize("id", EPREUVES)
def test_a_skeleton_asks_one_written_part_at_least_of_each_compétence_and_of_each_deliverable(every, id):
    epreuve = EPREUVES[id]
    cells = texts(Layout(every, id))[f"{id}.ipynb"].cells
    writings = [cell.id for cell in cells if cell.role == "manual"]
    assert {id.partition("-")[0] for id in writings} == {c.replace(".", "_") for c in epreuve.competences}
    titles = [a_plat(cell.source) for cell in cells if cell.id.startswith("ecrit_")]
    for deliverable in epreuve.deliverables.written:
        assert any(deliverable in title for title in titles)


@pytest.mark.parametrize("id", EPREUVES)
def test_a_skeleton_builds_and_what_its_check_finds_is_what_is_left_to_write(every, id):
    findings = check_epreuve(every, id, ())
    leftovers = {"a_ecrire", "descripteurs"}
    leftovers |= {"oral"} if EPREUVES[id].oral is not Oral.NONE_OFFERED else set()
    leftovers |= {"carnet"} if EPREUVES[id].own_notebook else set()
    assert {finding.rule for finding in findings} == leftovers
    assert {c.message for c in findings if c.rule == "oral"} <= {
        "champ duree_presentation : attendu un nombre de minutes, reçu 0",
        "champ duree_echange : attendu un nombre de minutes, reçu 0",
    }
    assert {c.level for c in findings if c.rule == "carnet"} <= {"avertissement"}
    blancs = {c.cell for c in findings if c.rule == "descripteurs"}
    assert blancs == set(grille.read(every / "sujets" / id / "grille.yaml").criteres)


@pytest.mark.parametrize("id", [id for id, e in EPREUVES.items() if e.oral is not Oral.NONE_OFFERED])
def test_the_sheet_of_a_skeletons_oral_is_read(every, id):
    sheet = oral.read(every / "sujets" / id / "oral.yaml")
    assert sheet.nature == oral.nature(EPREUVES[id])
    assert sheet.expectations == EPREUVES[id].deliverables.oral
    assert [len(sheet.de(competence)) for competence in EPREUVES[id].competences] == [2] * len(EPREUVES[id].competences)


@pytest.mark.parametrize("name", ["e06", "e11", "e01", "e18_newsletter"])
def test_a_skeletons_questions_hold_from_end_to_end(vide, name):
    competences = ["C14.1", "C14.2"] if name == "e18_newsletter" else []
    id = skeleton.create(vide, name, competences)[0].parent.name
    findings = check_epreuve(vide, id, ("D",))
    assert {finding.rule for finding in findings} <= {"a_ecrire", "descripteurs", "oral", "carnet"}
    build.build(vide, [id])
    released = json.loads((vide / "release" / id / f"{id}.ipynb").read_bytes())
    roles = [cell["metadata"]["nbgrader"] for cell in released["cells"] if "nbgrader" in cell["metadata"]]
    assert len([role for role in roles if role["grade"] and not role["solution"]]) == 4


def test_what_is_left_is_told_by_cell_with_its_lines(vide):
    skeleton.create(vide, "e03")
    sujet = vide / "sujets" / "e03_cible" / "sujet.py"
    findings = [c for c in check_epreuve(vide, "e03_cible", ()) if c.rule == "a_ecrire"]
    lines = sujet.read_text(encoding="utf-8").splitlines()
    for finding in findings:
        if finding.file.endswith("sujet.py"):
            assert TO_WRITE in lines[finding.line - 1]
    (question,) = [c for c in findings if c.cell == "etape1"]
    assert question.message == "il reste à écrire : la question"
    marquees = [rank for rank, line in enumerate(lines, start=1) if TO_WRITE in line]
    (cas,) = [c for c in findings if c.cell == "cas"]
    assert cas.message == (
        f"4 passages restent à écrire, lignes {marquees[0]}, {marquees[1]}, {marquees[2]} et {marquees[3]}"
    )


def test_each_member_assesses_themself_in_their_own_notebook(vide):
    skeleton.create(vide, GROUP)
    skeleton.create(vide, "e11")
    assert "auto_evaluation" not in reading(vide, GROUP, "sujet.py")
    assert 'auto_evaluation("C6.1", "C6.2", "C6.3")' in reading(vide, GROUP, "rex.py")
    assert "auto_evaluation" not in reading(vide, "e11_challenge", "sujet.py")
    assert 'auto_evaluation("C11.1")' in reading(vide, "e11_challenge", "production.py")


def test_a_group_without_its_rex_and_a_rex_without_a_group_are_found(vide):
    skeleton.create(vide, GROUP)
    skeleton.create(vide, "e17")
    rex = vide / "sujets" / GROUP / "rex.py"
    text = rex.read_text(encoding="utf-8").replace("C6_3", "C15_3").replace("C6.", "C15.")
    rex.unlink()
    (vide / "sujets" / "e17_impact_digital" / "rex.py").write_text(text, encoding="utf-8")
    found = [c.message for c in check_epreuve(vide, GROUP, ()) if c.rule == "carnet"]
    assert found == [f"le référentiel demande un REX : écrivez sujets/{GROUP}/rex.py"]
    found = [c.message for c in check_epreuve(vide, "e17_impact_digital", ()) if c.rule == "carnet"]
    assert found[0] == "le référentiel ne demande pas un REX à cette épreuve"


def test_a_name_of_ones_own_takes_its_compétences_in_the_order_of_the_référentiel(vide):
    files = skeleton.create(vide, "e18_newsletter", ["C14.2", "C14.1", "C14.2"])
    assert [path.name for path in files] == [
        "sujet.py",
        "donnees.py",
        "dictionnaire.yaml",
        "grille.yaml",
    ]
    assert grille.read(files[-1]).competences() == ["C14.1", "C14.2"]


@pytest.mark.parametrize(
    ("name", "competences", "said"),
    [
        ("e42", [], "« e42 » n'est ni une épreuve du référentiel (e01_veille à e17_impact_digital) ni"),
        ("Newsletter", [], "un mot en minuscules sans accent"),
        ("../e18_x", ["C14.1"], "« ../e18_x » n'est ni une épreuve"),
        ("e03_cibles", [], "« e03_cibles » : dans le référentiel, e03 est e03_cible."),
        ("e18_newsletter", [], "nommez ses compétences, par exemple --competences C1.1,C1.2."),
        ("e18_newsletter", ["C99.1"], "--competences : La compétence C99.1 n'existe pas"),
        ("e18_newsletter", ["C14"], "« C14 » n'est pas le code d'une compétence : attendu par exemple C1.1."),
        ("e03", ["C3.1"], "« e03_cible » est une épreuve du référentiel, qui en donne les compétences"),
    ],
)
def test_a_name_that_will_not_do_is_refused_in_a_sentence_and_nothing_is_written(vide, name, competences, said):
    with pytest.raises(KitError) as refusal:
        skeleton.create(vide, name, competences)
    assert said in str(refusal.value)
    assert list((vide / "sujets").iterdir()) == []


def test_a_folder_that_exists_is_left_as_it_is(vide):
    (vide / "sujets" / GROUP).mkdir()
    (vide / "sujets" / GROUP / "notes.txt").write_text("à moi", encoding="utf-8")
    with pytest.raises(KitError, match=f"sujets/{GROUP} existe déjà"):
        skeleton.create(vide, "e06")
    assert [path.name for path in (vide / "sujets" / GROUP).iterdir()] == ["notes.txt"]
