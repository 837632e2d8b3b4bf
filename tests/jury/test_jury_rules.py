"""The rules' file: its defaults, what it may leave out, and every fault told at once by line and field."""

import shutil
from fractions import Fraction

import pytest

from epreuves.wording.errors import Faults
from epreuves_kit.referentiel.reading import referentiel
from epreuves_kit.rules.jury_rules import defaults, read, text_of_defaults
from tests.course import ROOT, lay_referentiel


@pytest.fixture(autouse=True)
def certification(tmp_path):
    lay_referentiel(tmp_path)


def write(root, text):
    (root / "jury.yaml").write_text(text, encoding="utf-8")
    return root


def test_without_a_file_the_defaults_hold_and_put_every_compétence_in_one_bloc(tmp_path):
    found = read(tmp_path)
    assert found == defaults(ROOT)
    codes = [code for bloc in found.blocs for code in bloc.competences]
    assert codes == [competence.code for competence in referentiel(ROOT).competences]
    assert found.thresholds.competence == Fraction(1, 2)
    assert found.thresholds.lowest_level == 1
    assert (found.thresholds.criteria, found.thresholds.own) == (Fraction(1, 2), Fraction(1, 2))
    assert not found.compensation.epreuve
    assert not found.compensation.bloc


def test_a_copy_of_the_defaults_says_the_same(tmp_path):
    found = read(write(tmp_path, text_of_defaults(ROOT)))
    assert found.source == "jury.yaml"
    assert (found.blocs, found.caps, found.oral, found.thresholds, found.compensation) == (
        defaults(ROOT).blocs,
        defaults(ROOT).caps,
        defaults(ROOT).oral,
        defaults(ROOT).thresholds,
        defaults(ROOT).compensation,
    )


def test_what_a_file_does_not_say_is_as_in_the_defaults(tmp_path):
    found = read(write(tmp_path, "seuils:\n  bloc: 33.3\ncompensation: {bloc: oui}\n"))
    assert found.thresholds.bloc == Fraction(333, 1000)
    assert found.thresholds.competence == defaults(ROOT).thresholds.competence
    assert found.compensation.bloc
    assert not found.compensation.epreuve
    assert found.blocs == defaults(ROOT).blocs


def test_the_defaults_cap_each_kind_of_épreuve_as_its_nature_does_and_no_other():
    caps = {epreuve.id: defaults(ROOT).of(epreuve.id).cap for epreuve in referentiel(ROOT).epreuves}
    due = {"fiche": 14, "projet": 14, "mise_en_situation": 45, "cas_pratique": 50, "serious_game": 25}
    assert caps == {epreuve.id: Fraction(due[epreuve.kind], 100) for epreuve in referentiel(ROOT).epreuves}
    assert set(defaults(ROOT).caps) == set(due)


def test_an_épreuve_may_have_its_own_cap_which_goes_before_its_kinds(tmp_path):
    found = read(write(tmp_path, "plafond_machine: {cas_pratique: 60, e17: 33.3}\npart_oral: 25\n"))
    assert found.of("e17_impact_digital").cap == Fraction(333, 1000)
    assert found.of("e03_cible").cap == Fraction(60, 100)
    assert found.of("e01_veille").cap == Fraction(14, 100)
    assert found.of("e01_veille").oral == Fraction(1, 4)


def test_who_has_the_weights_of_before_is_told_what_takes_their_place_and_nothing_else_of_it(tmp_path):
    with pytest.raises(Faults) as refused:
        read(write(tmp_path, "poids:\n  machine: 2\n"))
    (said,) = refused.value.faults
    assert "plafond_machine" in said
    assert "part_oral" in said
    assert "ôtez « poids »" in said


def test_an_empty_file_changes_nothing(tmp_path):
    assert read(write(tmp_path, "# rien encore\n")).thresholds == defaults(ROOT).thresholds


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("seuils: {competence: 120}", "ligne 1, champ seuils.competence : un pourcentage de 0 à 100 est attendu"),
        ("seuils: {competence: .nan}", "champ seuils.competence : un pourcentage"),
        ("seuils:\n  competence: 50 %", "ligne 2, champ seuils.competence : un pourcentage de 0 à 100 est attendu, écrit sans signe"),
        ("seuils: {niveau_minimal: 4}", "champ seuils.niveau_minimal : un niveau de 0 à 3"),
        ("seuils: {niveau_minimal: true}", "champ seuils.niveau_minimal : un niveau de 0 à 3"),
        ("seuils: {epruve: 50}", "champ seuils.epruve : champ inconnu ; les champs sont competence, criteres, individuel, epreuve, bloc, niveau_minimal."),
        ("seuil: 50", "ligne 1, champ seuil : champ inconnu"),
        ("seuils: 50", "champ seuils : des champs sont attendus"),
        ("compensation: {bloc: peut-être}", "champ compensation.bloc : « oui » ou « non » est attendu, reçu « peut-être »"),
        ("compensation: {plancher: 60}", "champ compensation.plancher : le plancher dépasse seuils.competence"),
        ("poids: {machine: 2, grille: 2, oral: 1}", "ligne 1, champ poids : ce champ n'existe plus"),
        ("plafond_machine:\n  fiche: 30\n  oral: 20", "ligne 3, champ plafond_machine.oral : ce n'est ni une nature d'épreuve (fiche, mise_en_situation"),
        ("plafond_machine: {cas_pratique: 101}", "champ plafond_machine.cas_pratique : un pourcentage de 0 à 100 est attendu"),
        ("plafond_machine: {e17: moitié}", "champ plafond_machine.e17 : un pourcentage de 0 à 100 est attendu"),
        ("plafond_machine: {e17: 40, e17_impact_digital: 40}", "champ plafond_machine.e17_impact_digital : e17_impact_digital a déjà un plafond"),
        ("plafond_machine: {e18: 40}", "champ plafond_machine.e18 : ce n'est ni une nature"),
        ("plafond_machine: 40", "champ plafond_machine : des champs sont attendus"),
        ("part_oral: -1", "champ part_oral : un pourcentage de 0 à 100 est attendu"),
        ("part_oral: 100", "champ part_oral : à 100, l'écrit ne compterait plus"),
        ("absence: {justifiee: rien}", "champ absence.justifiee : « rattrapage » ou « zéro » est attendu"),
        ("rattrapage: moyenne", "champ rattrapage : « remplace » ou « meilleure » est attendu"),
        ("blocs: []", "champ blocs : C1.1, C1.2"),
        ("blocs:\n- {code: B1, titre: T, competences: [A1, A99]}", "ligne 2, champ blocs[1].competences[2] : « A99 » n'est ni une activité"),
        ("blocs:\n- {code: B1, titre: T, competences: [A1, C1.2]}", "champ blocs[1].competences[2] : C1.2 est déjà dans le bloc B1"),
        ("blocs:\n- {code: B 1, titre: T, competences: [A1]}", "champ blocs[1].code : un code court est attendu"),
        ("blocs:\n- {code: B1, competences: [A1]}", "champ blocs[1].titre : il manque."),
        ("composition:\n- {nom: '', qualite: présidente}", "ligne 2, champ composition[1].nom : un texte de 1 à 200"),
        ("- un", "ligne 1 : des champs sont attendus"),
        ("seuils: [", "ce n'est pas du YAML"),
        ("seuils: {}\nseuils: {}", "ligne 2 : « seuils » est déjà écrit à la ligne 1"),
    ],
)  # fmt: skip
def test_each_fault_is_named_by_file_line_and_field(tmp_path, text, said):
    with pytest.raises(Faults) as refused:
        read(write(tmp_path, text))
    assert str(refused.value).startswith("jury.yaml, ")
    assert said in str(refused.value)


@pytest.mark.parametrize(
    ("was", "written", "field"),
    [
        ("  competence: 50", "  competence: 10,5", "seuils.competence"),
        ("  competence: 50", "  competence: cinquante", "seuils.competence"),
        ("  plancher: ", "  plancher: bas # ", "compensation.plancher"),
    ],
)
def test_a_fault_of_the_certification_s_own_rules_is_named_likewise(tmp_path, was, written, field):
    course = tmp_path / "cours"
    shutil.copytree(ROOT / "referentiel", course / "referentiel")
    path = course / "referentiel" / "regles.yaml"
    text = path.read_text("utf-8")
    assert text.count(was) == 1
    path.write_text(text.replace(was, written), "utf-8")
    with pytest.raises(Faults) as refused:
        defaults(course)
    assert f"champ {field} : un pourcentage de 0 à 100 est attendu" in str(refused.value)


def test_a_compétence_in_two_blocs_and_one_in_none_are_told(tmp_path):
    text = text_of_defaults(ROOT).replace("[A4, A5, A6]", "[A4, A5, A1]")
    with pytest.raises(Faults) as refused:
        read(write(tmp_path, text))
    assert len(refused.value.faults) == 4
    assert "C1.1 est déjà dans le bloc B1" in str(refused.value)
    assert "C6.1, C6.2, C6.3 : dans aucun bloc" in str(refused.value)
    with pytest.raises(Faults, match=r"C6\.1, C6\.2, C6\.3 : dans aucun bloc"):
        read(write(tmp_path, text_of_defaults(ROOT).replace("[A4, A5, A6]", "[A4, A5]")))


def test_all_faults_of_a_file_are_told_at_once_in_the_order_of_its_lines(tmp_path):
    with pytest.raises(Faults) as refused:
        read(write(tmp_path, "rattrapage: x\npart_oral: y\nseuils:\n  bloc: 101\n  z: 1\n"))
    assert [e.split(",")[1].strip() for e in refused.value.faults] == [
        "ligne 1",
        "ligne 2",
        "ligne 4",
        "ligne 5",
    ]


def test_a_file_that_is_not_utf_8_is_said(tmp_path):
    (tmp_path / "jury.yaml").write_bytes("rattrapage: é".encode("latin-1"))
    with pytest.raises(Faults, match="pas en UTF-8"):
        read(tmp_path)
    shutil.rmtree(tmp_path)
